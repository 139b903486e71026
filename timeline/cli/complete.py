"""What Tab offers. Silent on any trouble: a shell's prompt is no place for an error message."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.cli.commands import COMMANDS
from timeline.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# zsh's script evaluates what it is given: nothing that means something to a shell gets there.
_UNSAFE = re.compile(r"[^\w .,;%+/–-]+")
_WIDEST = 60


class Offer(NamedTuple):
    """One completion as typer's shells print it."""

    value: str
    help: str
    type: str = "plain"


def answer_shell(application: Any) -> int:
    """Print what Tab offers to the shell that asks, or the script that makes it ask."""
    from typer import _completion_classes
    from typer.completion import shell_complete

    # typer would read descriptions as rich markup, and import rich for it.
    _completion_classes._sanitize_help_text = _unmarked  # noqa: SLF001 - no public way
    _completion_classes.completion_init()
    instruction = os.environ["_TIMELINE_COMPLETE"]
    try:
        if instruction == "complete_bash":
            _join_equals()
        _attach(application)
        status = shell_complete(application, {}, "timeline", "_TIMELINE_COMPLETE", instruction)
        sys.stdout.flush()
    except SystemExit as leaving:  # fish is answered by the status alone
        return int(leaving.code or 0)
    except Exception:  # noqa: BLE001 - see the module's first line
        return 1
    return status


def _unmarked(text: str) -> str:
    return text


def _join_equals() -> None:
    """Put ``--network = NU`` together again, which bash takes apart at the sign."""
    words = os.environ["COMP_WORDS"].split("\n")
    at = int(os.environ["COMP_CWORD"])
    if len(words) <= at:
        return
    for index in range(at, 0, -1):
        if words[index] == "=" and words[index - 1].startswith("--"):
            words[index - 1 : index + 2] = ["".join(words[index - 1 : index + 2])]
            at -= min(2, at - index + 1)
    os.environ.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(at))


def _attach(application: Any) -> None:
    """Make the commands offer their own names and the values of their parameters.

    typer's ``autocompletion=`` would inspect every function at every start, and drop what differs
    from the typed text in case.
    """
    find = application.get_command

    def get_command(context: Any, name: str) -> Any:
        command = find(context, name)
        for param in command.params if command else ():
            if param.name in _OFFERS:
                param._custom_shell_complete = _offering(_OFFERS[param.name])  # noqa: SLF001 - see above
        return command

    for param in application.params:
        if param.name in _OFFERS:
            param._custom_shell_complete = _offering(_OFFERS[param.name])  # noqa: SLF001 - see above
    options_of = super(type(application), application).shell_complete

    def shell_complete(context: Any, incomplete: str) -> list[Any]:
        if incomplete.startswith("-"):
            application.list_commands = lambda _context: []
            return list(options_of(context, incomplete))
        return _matching(COMMANDS.items(), incomplete)

    application.get_command = get_command
    application.shell_complete = shell_complete


def _offering(offers: Callable[[Any, str], list[Offer]]) -> Callable[..., list[Offer]]:
    def offer(context: Any, _param: Any, incomplete: str) -> list[Offer]:
        found = offers(context, incomplete)
        return [offer._replace(value=_as_typed(offer.value)) for offer in found]

    return offer


def _as_typed(value: str) -> str:
    """Return a value as it has to stand in the line that is being typed."""
    if os.environ["_TIMELINE_COMPLETE"] != "complete_bash":
        option = re.search(r"(?:^|\s)(--[\w-]+=)\S*$", os.environ.get("_TYPER_COMPLETE_ARGS", ""))
        return option[1] + value if option else value
    is_quoted = re.search(r"(?:^|\s)[\"'][^\n]*$", os.environ["COMP_WORDS"])
    return value if is_quoted else re.sub(r"([^\w.+,/-])", r"\\\1", value)


def _matching(offers: Iterable[tuple[str, str]], incomplete: str) -> list[Offer]:
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
        return _matching(((name, _described(record, n)) for name, record, n in names), incomplete)

    return offers


def _described(record: dict[str, Any], events: int) -> str:
    title = record.get("en") or record.get("de")
    return f"{title[: _WIDEST - 10]}, {events}" if title else f"{events} events"


def _ids(context: Any, incomplete: str) -> list[Offer]:
    return _matching(_workspace(context).ids(incomplete.lower()), incomplete)


def _formats(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.formats import FORMATS

    return _matching(((name, f.description) for name, f in FORMATS.items()), incomplete)


def _orders(_context: Any, incomplete: str) -> list[Offer]:
    from timeline.query.fields import ORDERS

    return _matching(((name, f"by {name}") for name in ORDERS), incomplete)


def _fields(_context: Any, incomplete: str) -> list[Offer]:
    """Offer the fields, after those that stand there already."""
    from timeline.formats.words import word
    from timeline.query.fields import FIELDS

    done, comma, last = incomplete.rpartition(",")
    left = [(name, word(name, "en")) for name in FIELDS if name not in done.split(",")]
    return [offer._replace(value=done + comma + offer.value) for offer in _matching(left, last)]


def _languages(_context: Any, incomplete: str) -> list[Offer]:
    return _matching((("de", "Deutsch"), ("en", "English")), incomplete)


def _colours(_context: Any, incomplete: str) -> list[Offer]:
    offers = (("auto", "on a terminal"), ("always", "in pipes too"), ("never", "nowhere"))
    return _matching(offers, incomplete)


_OFFERS = {
    "network": _names("network"), "kind": _names("kind"), "tag": _names("tag"), "ids": _ids,
    "format": _formats, "sort": _orders, "fields": _fields, "lang": _languages, "color": _colours,
}  # fmt: skip
"""What is offered for each parameter, by its name."""
