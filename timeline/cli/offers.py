"""What Tab can offer for each parameter of a command."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.model import FIELDS
from timeline.query.fields import ORDERS, QUERY_FIELDS, STATUSES, find_field
from timeline.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# zsh's script evaluates what it is given: nothing that means something to a shell gets there.
_UNSAFE = re.compile(r"[^\w .,;%+/–-]+")
_PLAIN = re.compile(r"[\w.+&-]+(?: [\w.+&-]+)*")
_OPENING = re.compile(r"[(]*(?:not:[(]*)*", re.IGNORECASE)
_WIDEST = 60


class Offer(NamedTuple):
    """One completion as typer's shells print it."""

    value: str
    help: str
    type: str = "plain"


def matching(offers: Iterable[tuple[str, str]], incomplete: str) -> list[Offer]:
    """Return the offers that start with what was typed, whatever its case or accents."""
    wanted = fold(incomplete)
    return [
        Offer(name, _UNSAFE.sub(" ", text).strip()[:_WIDEST])
        for name, text in offers
        if fold(name).startswith(wanted)
    ]


def _workspace(context: Any) -> Any:
    from timeline.workspace import open_workspace

    given = context.params.get("store")
    if given is None and context.parent is not None:
        given = context.parent.params.get("store")
    return open_workspace(given, os.getcwd(), os.environ)


def _names(field: str) -> Callable[[Any, str], list[Offer]]:
    def offers(context: Any, incomplete: str) -> list[Offer]:
        names = _workspace(context).names(field)
        return matching(
            ((name, _described(record, n)) for name, record, n in names if _PLAIN.fullmatch(name)),
            incomplete,
        )

    return offers


def _described(record: dict[str, Any], events: int) -> str:
    title = record.get("en") or record.get("de")
    return f"{title[: _WIDEST - 10]}, {events}" if title else f"{events} events"


def _ids(context: Any, incomplete: str) -> list[Offer]:
    return matching(_workspace(context).ids(incomplete.lower()), incomplete)


def _statuses(_context: Any, incomplete: str) -> list[Offer]:
    return matching(((name, "") for name in STATUSES), incomplete)


def _query(context: Any, incomplete: str) -> list[Offer]:
    """Offer the fields of a query, or the values of the one that is being typed."""
    earlier = incomplete.rfind(" ") + 1  # of an argument that holds several terms, the last
    opening = _OPENING.match(incomplete, earlier)
    before = incomplete[: opening.end() if opening else earlier]
    typed = incomplete[len(before) :]
    name, colon, value = typed.partition(":")
    if not colon:
        found = matching(((f"{n}:", field.help) for n, field in QUERY_FIELDS.items()), typed)
        fields = [offer._replace(value=before + offer.value) for offer in found]
        if len(found) != 1:
            return fields
        # Only one can be meant: its values are offered at once, if they are known.
        return _valued(context, before, found[0].value[:-1], "") or fields
    return _valued(context, before, name, value)


def _valued(context: Any, before: str, name: str, value: str) -> list[Offer]:
    """Offer a field with the values it may have, behind those that stand there already."""
    done, comma, last = value.rpartition(",")
    ahead = f"{before}{name}:{done}{comma}"
    offers = _values(context, find_field(name) or "", last)
    found = [offer for offer in offers if " " not in offer.value and ":" not in offer.value]
    return [offer._replace(value=ahead + offer.value) for offer in found]


def _values(context: Any, name: str, incomplete: str) -> list[Offer]:
    if name in ("part-of", "follows", "id"):
        return _ids(context, incomplete)
    if name in ("network", "kind", "tag", "source", "place"):
        return _names(name)(context, incomplete)
    if name == "status":
        return _statuses(context, incomplete)
    return matching((("yes", ""), ("no", "")), incomplete) if name == "certain" else []


def _ids_or_query(context: Any, incomplete: str) -> list[Offer]:
    return _query(context, incomplete) if ":" in incomplete else _ids(context, incomplete)


def _counted_by(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.query.tally import BY

    return matching(((name, f"by {name}") for name in BY), incomplete)


def _formats(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.formats.registry import FORMATS

    return matching(((name, f.description) for name, f in FORMATS.items()), incomplete)


def _lanes(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.formats.registry import LANES

    return matching(
        ((name, "" if name == "none" else f"one for each {name}") for name in LANES), incomplete
    )


def _orders(_context: Any, incomplete: str) -> list[Offer]:
    return matching(((name, f"by {name}") for name in ORDERS), incomplete)


def _explained(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.cli.explaining import EXPLAINED

    return matching(EXPLAINED.items(), incomplete)


def _dialects(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.cli.explaining import DIALECTS

    return matching(((name, "") for name in DIALECTS), incomplete)


def _fields(_context: Any, incomplete: str) -> list[Offer]:
    """Offer the fields, after those that stand there already."""
    from timeline.formats.words import word

    done, comma, last = incomplete.rpartition(",")
    left = [(name, word(name, "en")) for name in FIELDS if name not in done.split(",")]
    return [offer._replace(value=done + comma + offer.value) for offer in matching(left, last)]


def _languages(_context: Any, incomplete: str) -> list[Offer]:
    return matching((("de", "Deutsch"), ("en", "English")), incomplete)


def _colours(_context: Any, incomplete: str) -> list[Offer]:
    offers = (("auto", "on a terminal"), ("always", "in pipes too"), ("never", "nowhere"))
    return matching(offers, incomplete)


def _reports(_context: Any, incomplete: str) -> list[Offer]:
    offers = (("text", "for people"), ("github", "annotations"), ("json", "for programs"))
    return matching(offers, incomplete)


OFFERS = {
    "network": _names("network"), "kind": _names("kind"), "tag": _names("tag"),
    "source": _names("source"), "place": _names("place"), "status": _statuses, "ids": _ids_or_query,
    "query": _query, "rest": _query, "by": _counted_by, "figure": _names("figure"),
    "format": _formats, "sort": _orders, "lanes": _lanes, "fields": _fields, "lang": _languages,
    "color": _colours, "networks": _names("network"), "tags": _names("tag"),
    "sources": _names("source"), "part_of": _ids, "follows": _ids, "after": _ids, "before": _ids,
    "event_id": _ids, "format_name": _reports, "explain": _explained, "dialect": _dialects,
}  # fmt: skip
"""What is offered for each parameter, by its name."""
