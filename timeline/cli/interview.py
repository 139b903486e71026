"""The questions of ``timeline add``: what was not given is asked for."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from timeline.cli.asking import ask
from timeline.cli.console import note
from timeline.dates.wording import words
from timeline.drafting import address, split, tag
from timeline.errors import UsageError
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from timeline.drafting import Drafter, Given
    from timeline.model import Contents, Event

_FEW = 12
"""Names that a question lists; all of them come with Tab."""

_NO_TITLE = re.compile(r"\w+://|\{")
"""How a URL and a source in brackets begin."""


def interview(given: Given, drafter: Drafter) -> None:
    """Fill in what is missing; an empty answer leaves out what need not be there."""
    contents = drafter.contents
    if not (given.date or given.after or given.before):
        given.date = ask("Date", partial(_needed, lambda text: _understood(text, drafter)))
    if not given.any_title:
        _ask_title(given, contents)
    for key, what, several in (("kind", "kind", False), ("networks", "network", True)):
        if not getattr(given, key):
            setattr(given, key, _ask_name(what, drafter, several=several))
    for key, question in (("place", "Place"), ("tags", "Tags, parted by commas")):
        if not getattr(given, key):
            used = _used(contents.events, key)
            read: Callable[[str], Any] = _tags if key == "tags" else str
            setattr(given, key, ask(question, read, offers=used))
    if not given.sources:
        _ask_sources(given, drafter)
    if not given.id:
        _ask_id(given, drafter)


def _ask_title(given: Given, contents: Contents) -> None:
    is_bilingual = any(event.title.de and event.title.en for event in contents.events)
    if not is_bilingual:
        given.title = ask("Title", partial(_needed, str))
        return
    given.title_de = ask("Title (German)", str)
    given.title_en = ask("Title (English)", str if given.title_de else partial(_needed, str))


def _ask_name(what: str, drafter: Drafter, *, several: bool) -> Any:
    """Ask for a kind, or for several networks, out of those that are declared, or else used."""
    contents = drafter.contents
    terms = contents.networks if several else contents.kinds
    names = [term.name for term in terms or ()]
    names = names or _used(contents.events, "networks" if several else "kind")
    listed = f" ({', '.join(names[:_FEW])}{', …' * (len(names) > _FEW)})" if names else ""

    def read(text: str) -> str | list[str]:
        found = [drafter.name(what, name) for name in (_several(text) if several else [text])
                 if name]  # fmt: skip
        return found if several else "".join(found)

    question = "Networks, parted by commas" if several else "Kind"
    return ask(f"{question}{listed}", read, offers=names)


def _ask_sources(given: Given, drafter: Drafter) -> None:
    while True:
        question = f"Source {len(given.sources) + 1}: an id, a URL or a new title; Enter to go on"
        answer = ask(question, partial(_source, drafter), offers=drafter.sources)
        if not answer:
            return
        if not (answer in drafter.sources or _NO_TITLE.match(answer)):
            answer = _new_source(answer, drafter)
        given.sources.append(answer)
        given.stated.append(ask("  Its own words for the date", str))


def _source(drafter: Drafter, text: str) -> str:
    """Check an id or a URL; of a new title, that it is no misspelt id."""
    is_misspelt = " " not in text and did_you_mean(text, drafter.sources)
    if text and (_NO_TITLE.match(text) or is_misspelt):
        drafter.citation(text, {})
    return text


def _new_source(title: str, drafter: Drafter) -> str:
    def day(text: str) -> str:
        return text and str(drafter.date(text))

    source = {"title": title, "publisher": ask("  Publisher", str),
              "published": ask("  Published", day),
              "url": ask("  URL", _optional(address))}  # fmt: skip
    if source["url"]:
        source["accessed"] = drafter.today.isoformat()
    # JSON is YAML: no sign in a title can be taken for anything else.
    return json.dumps({key: said for key, said in source.items() if said}, ensure_ascii=False)


def _ask_id(given: Given, drafter: Drafter) -> None:
    usual = drafter.id_for(given)

    def read(text: str) -> str:
        return drafter.id(text, f"press Enter for {usual}") if text else usual

    given.id = ask(f"Id [{usual}]", read)


def _needed(read: Callable[[str], str], text: str) -> str:
    if not text:
        raise UsageError("an event has to have one", "press Ctrl-D to leave")
    return read(text)


def _optional(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: text and read(text)


def _understood(text: str, drafter: Drafter) -> str:
    """Read a date, and say how it was understood."""
    value = drafter.date(text)
    note(f"  {value}: {words(value, drafter.contents.language)}")
    return str(value)


def _several(text: str) -> list[str]:
    return split([text])


def _tags(text: str) -> list[str]:
    return list(map(tag, split([text])))


def _used(events: Iterable[Event], key: str) -> list[str]:
    """Return the values of a field, the most common ones first."""
    found: Counter[str] = Counter()
    for event in events:
        value = getattr(event, key)
        found.update(filter(None, [value] if isinstance(value, str | None) else value))
    return [name for name, _ in found.most_common()]
