"""typer's own complaints, said in one line with the nearest right word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.exceptions import TyperException

from timeline.cli.commands import COMMANDS
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


def is_usage(error: Exception) -> bool:
    """Tell whether typer refused the arguments."""
    return isinstance(error, TyperException)


def say_usage(error: Any, arguments: Sequence[str]) -> str:
    """Return a complaint and what to do about it."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else _path(arguments)
    wrong = getattr(error, "option_name", None)
    message = str(error.format_message()).splitlines()[0].rstrip(".")
    if wrong and "requires an argument" in message:
        return f"{wrong} needs a value; see '{path} --help'"
    if wrong and "does not take a value" in message:
        return f"{wrong} takes no value; see '{path} --help'"
    if wrong and wrong[1:2].isdigit():
        return (
            f"{wrong} looks like an option; a date before the year 0 goes after --: {path} -- -0044"
        )
    if wrong and context:
        return f"there is no option {wrong}; {_option_hint(wrong, context, path)}"
    return f"{message[:1].lower()}{message[1:]}; see '{path} --help'"


def _option_hint(wrong: str, context: Any, path: str) -> str:
    known = [name for param in context.command.params for name in param.opts if len(name) > 2]
    hint = f"see '{path} --help'"
    if context.parent is None:
        hint += " (the options of a command stand after it)"
    return did_you_mean(wrong, known, hint) if len(wrong) > 2 else hint


def _path(arguments: Sequence[str]) -> str:
    named = next((argument for argument in arguments if argument in COMMANDS), "")
    return f"timeline {named}".rstrip()
