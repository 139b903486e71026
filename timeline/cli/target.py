"""Where an answer goes and what it looks like there: format, colour, width, pager."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from timeline import formats
from timeline.cli.console import is_terminal
from timeline.errors import UsageError
from timeline.formats.registry import FORMATS
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.cli.config import Config
    from timeline.cli.options import Common

COLOURS = ("auto", "always", "never")
_IMPLIES = {"template": "template", "excel": "csv", "headings": "markdown"}
"""Options that only one format knows."""


class Target(NamedTuple):
    """Where an answer goes and how it looks there.

    ``path`` is None for stdout; ``pager`` is the command that shows what is taller than the
    screen, or "".
    """

    path: str | None
    format: str
    style: formats.Style
    pager: str


def choose_target(
    options: Common, config: Config, environment: Mapping[str, str], style: formats.Style
) -> Target:
    """Work out format, colour and width from the options, the environment and stdout itself.

    A width of 0 is that of the terminal.

    Raises UsageError for an unknown format or colour, or a suffix that contradicts the format.
    """
    if options.output is not None and not options.output:
        raise UsageError("--output is empty", "name a file, or - for stdout")
    path = None if options.output in (None, "-") else options.output
    on_terminal = path is None and is_terminal()
    dumb = environment.get("TERM") == "dumb"
    forced, colourful = _colour(options.color, config, environment)
    if not forced:
        colourful = colourful and on_terminal and not dumb
    name = _format_name(options, path, human=on_terminal or (forced and colourful and not path),
                        plain=config.plain)  # fmt: skip
    if on_terminal and formats.FORMATS[name].is_binary:
        raise UsageError(f"{name} is not for a terminal", f"add -o chronology.{name}")
    style = replace(style, width=style.width or _width(environment), colour=colourful)
    pager = _pager(config, environment) if on_terminal and not (options.no_pager or dumb) else ""
    return Target(path, name, style, pager)


def _colour(given: str | None, config: Config, environment: Mapping[str, str]) -> tuple[bool, bool]:
    """Tell whether colour was settled by the flag whatever the terminal, and whether it is on."""
    if given is not None and given not in COLOURS:
        near = did_you_mean(given, COLOURS, "write auto, always or never")
        raise UsageError(f"--color cannot be {given!r}", near)
    if given in ("always", "never"):
        return True, given == "always"
    return False, not environment.get("NO_COLOR") and (given or config.color) != "never"


def _pager(config: Config, environment: Mapping[str, str]) -> str:
    for given in (environment.get("TIMELINE_PAGER"), environment.get("PAGER"), config.pager):
        if given is not None:
            return given
    return "less"


def _format_name(options: Common, path: str | None, *, human: bool, plain: bool) -> str:
    given = _given_format(options)
    if path:
        by_suffix = formats.for_file(path)
        if given:
            _fit(given, path, by_suffix)
        elif not by_suffix:
            known = ", ".join(suffix for format_ in FORMATS.values() for suffix in format_.suffixes)
            raise UsageError(f"the suffix of {path!r} means no format",
                             f"use {known}, or add --format")  # fmt: skip
        given = given or by_suffix
    usual = options.usual_format(human=human, plain=options.plain or (plain and human))
    is_usual = bool(path) and (path or "").lower().endswith(FORMATS[usual].also or "\0")
    return usual if not options.format and is_usual else given or usual


def _given_format(options: Common) -> str | None:
    """Return the format that was asked for by name, or by an option that only one format knows."""
    given = formats.check(options.format) if options.format is not None else None
    for option, name in _IMPLIES.items():
        if getattr(options, option, None) not in (None, False):
            if given not in (None, name):
                raise UsageError(
                    f"--{option} contradicts --format {given}", "leave one of them out"
                )
            given = name
    return given


def _fit(given: str, path: str, by_suffix: str | None) -> None:
    """Raise UsageError where the suffix of a file means another format than the one given."""
    if by_suffix in (None, given) or given == "template":
        return
    if not path.lower().endswith(FORMATS[given].also):
        raise UsageError(f"--format {given} contradicts the suffix of {path!r}",
                         "change one of them")  # fmt: skip


def _width(environment: Mapping[str, str]) -> int:
    columns = environment.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:9]) > 0:
        return min(int(columns[:9]), 1000)
    for descriptor in (1, 2):  # stderr: a table sent through a pipe still ends up in its terminal
        try:
            return os.get_terminal_size(descriptor).columns or 80
        except OSError:
            continue
    return 80
