"""What Tab offers. Silent on any trouble: a shell's prompt is no place for an error message."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from timeline.cli.commands import COMMANDS
from timeline.cli.offers import OFFERS, Offer, matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def answer_shell(application: Any) -> int:
    """Print what Tab offers to the shell that asks, or the script that makes it ask."""
    from typer import _completion_classes
    from typer.completion import shell_complete

    # typer would read descriptions as rich markup, and import rich for it.
    _completion_classes._sanitize_help_text = _unmarked  # noqa: SLF001 - typer has no public way to do it
    _completion_classes.completion_init()
    instruction = os.environ["_TIMELINE_COMPLETE"]
    try:
        if instruction == "complete_bash":
            _join_pieces()
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


def _join_pieces() -> None:
    """Put ``--network = NU`` and ``network : NU`` together again, which bash takes apart."""
    words = os.environ["COMP_WORDS"].split("\n")
    at = int(os.environ["COMP_CWORD"])
    if len(words) <= at:
        return
    cut = len(words[at])  # of the word being typed, so much is what bash replaces
    for index in range(at, 0, -1):
        is_option = words[index - 1].startswith("--")
        if (words[index] == "=" and is_option) or (words[index] == ":" and not is_option):
            is_last = at <= index + 1
            words[index - 1 : index + 2] = ["".join(words[index - 1 : index + 2])]
            at -= min(2, at - index + 1)
            if is_last and words[at].endswith(":"):
                cut = 0
    kept = len(words[at]) - cut if ":" in words[at] else 0
    os.environ.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(at), _TIMELINE_KEPT=str(kept))


def _attach(application: Any) -> None:
    """Make the commands offer their own names and the values of their parameters.

    typer's ``autocompletion=`` would inspect every function at every start, and drop what differs
    from the typed text in case.
    """
    find = application.get_command

    def get_command(context: Any, name: str) -> Any:
        command = find(context, name)
        _attach_offers(command.params)
        return command

    _attach_offers(application.params)
    options_of = super(type(application), application).shell_complete

    def shell_complete(context: Any, incomplete: str) -> list[Any]:
        if incomplete.startswith("-"):
            return list(options_of(context, incomplete))
        return matching(COMMANDS.items(), incomplete)

    application.get_command = get_command
    application.shell_complete = shell_complete


def _attach_offers(params: Iterable[Any]) -> None:
    for param in params:
        if param.name in OFFERS:
            offer = _offering(OFFERS[param.name])
            param._custom_shell_complete = offer  # noqa: SLF001 - typer has no public way to do it


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
    value = value[int(os.environ.get("_TIMELINE_KEPT", "0")) :]
    is_quoted = re.search(r"(?:^|\s)[\"'][^\n]*$", os.environ["COMP_WORDS"])
    return value if is_quoted else re.sub(r"([^\w.+,:/-])", r"\\\1", value)
