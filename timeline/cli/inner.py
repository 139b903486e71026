"""A command line that runs within another command, which keeps its answer."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any

from timeline.cli.application import build
from timeline.cli.commands import COMMANDS, READING
from timeline.cli.surroundings import Surroundings, within
from timeline.cli.usage import is_usage, say_usage
from timeline.errors import UsageError
from timeline.spelling import choose

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 80
"""Columns of an answer that nobody reads in a terminal."""

_OF_THE_USER = ("TIMELINE_STORE", "TIMELINE_LANG", "LANG", "LANGUAGE", "COLUMNS", "LINES")

_LONGEST = 100_000
"""Characters of a command, about as many as a system passes as one argument."""

_NO_PLACE = {"output": "-o", "color": "--color", "max_size": "--max-size"}


def run_within(command: str, defaults: Mapping[str, str], here: Surroundings) -> None:
    """Run a command line that only reads, in surroundings that keep what it answers and says.

    ``defaults`` are options that it may overrule. Raises UsageError where the command cannot be
    run so, and TimelineError as the command itself does.
    """
    name, arguments = _read(command)
    with within(here):
        _run(name, arguments, defaults)


def _read(command: str) -> tuple[str, list[str]]:
    """Return the name of a command, and its arguments as a shell would have passed them."""
    if len(command) > _LONGEST:
        raise UsageError(f"the command has {len(command):,} characters, more than {_LONGEST:,}",
                         "ask less at once")  # fmt: skip
    try:
        words = shlex.split(command)
    except ValueError as error:
        reason = str(error)
        raise UsageError(f"{reason[0].lower()}{reason[1:]}", "close it, or leave it out") from error
    if not words:
        raise UsageError("no command is named", "write list --network NUM, for example")
    name, *arguments = words
    if name in COMMANDS and name not in READING:
        raise UsageError(f"{name} has no place in a block", f"it holds one of {', '.join(READING)}")
    if name == "timeline" or name.startswith("-"):
        raise UsageError(f"a block begins with a command, not with {name!r}",
                         "write list --network NUM, for example")  # fmt: skip
    # The operating system would have decoded them so: see session.typed.
    return choose(name, READING, "command"), [os.fsdecode(word.encode()) for word in arguments]


def _run(name: str, arguments: list[str], defaults: Mapping[str, str]) -> None:
    from typer import Context
    from typer.exceptions import Exit

    application: Any = build()
    command: Any = application.get_command(None, name)
    try:
        with command.make_context(
            name, arguments, parent=Context(application, info_name="timeline"),
            default_map=defaults, help_option_names=[],
        ) as context:  # fmt: skip
            _check_options(context)
            command.invoke(context)
    except Exit as leaving:
        raise UsageError(f"the command ends with status {leaving.exit_code}",
                         "leave --exit-code out") from leaving  # fmt: skip
    except Exception as error:
        if not is_usage(error):
            raise
        raise UsageError(say_usage(error, [name, *arguments])) from error


def _check_options(context: Any) -> None:
    for parameter, option in _NO_PLACE.items():
        source = context.get_parameter_source(parameter)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(f"{option} has no place in a block", "leave it out")


def quiet_environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that says nothing of who runs the command, and from where."""
    kept = {
        name: value for name, value in outer.items()
        if name not in _OF_THE_USER and not name.startswith("LC_")
    }  # fmt: skip
    if "GIT_DIR" in kept:  # hooks are given a relative one
        kept["GIT_DIR"] = os.path.abspath(kept["GIT_DIR"])
        kept["GIT_WORK_TREE"] = os.path.abspath(kept.get("GIT_WORK_TREE", ""))
    return {**kept, "COLUMNS": str(WIDTH)}
