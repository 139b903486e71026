"""Where an answer goes and what it looks like there: format, colour, width, pager."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from timeline import formats
from timeline.cli.console import is_terminal
from timeline.errors import UsageError
from timeline.formats.registry import FORMATS, LOOKS, takers
from timeline.frozen import Frozen
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.cli.config import Config
    from timeline.cli.options import Common

COLOURS = ("auto", "always", "never")


class _Choice(Frozen):
    """A format, and in the user's own words what chose it."""

    format: str
    by: str


class Target(Frozen):
    """Where an answer goes and how it looks there.

    ``path`` is None for stdout; ``pager`` is the command that shows what is taller than the
    screen, or "".
    """

    path: str | None
    format: str
    style: formats.Style
    pager: str

    @property
    def is_file(self) -> bool:
        """Tell whether it is a file, and no terminal or pipe that has a name."""
        path = self.path
        return path is not None and (os.path.isfile(path) or not os.path.exists(path))


def choose_target(
    options: Common, config: Config, environment: Mapping[str, str], style: formats.Style
) -> Target:
    """Work out format, colour and width from the options, the environment and stdout itself.

    A width of 0 is that of the terminal.

    Raises UsageError for an unknown format or colour, and where options, suffix and format
    contradict each other.
    """
    if options.output is not None and not options.output:
        raise UsageError("--output is empty", "name a file, or - for stdout")
    path = None if options.output in (None, "-") else options.output
    on_terminal = path is None and is_terminal()
    dumb = environment.get("TERM") == "dumb"
    forced, colourful = _colour(options.color, config, environment)
    if not forced:
        colourful = colourful and on_terminal and not dumb
    looks = [look for look, name in LOOKS.items()
             if getattr(options, name, None) not in (None, False)]  # fmt: skip
    human = on_terminal or (forced and colourful and not path)
    name = _format_name(options, path, looks, human=human, plain=config.plain)
    if on_terminal and formats.FORMATS[name].is_binary:
        raise UsageError(f"{name} is not for a terminal", f"add -o chronology.{name}")
    formats.check_style(name, style)
    style = style._replace(width=style.width or _width(environment), colour=colourful)
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


def _format_name(
    options: Common, path: str | None, looks: list[str], *, human: bool, plain: bool
) -> str:
    """Return the format that was asked for, or that a file's suffix means, or the usual one.

    ``looks`` are the options that it has to know. ``plain`` is a wish for readers: where plain
    text does not know them, it is not heard.
    """
    if getattr(options, "explain", None) is not None:  # SQL is what it is, wherever it goes
        asked = {"format": options.format is not None, "plain": options.plain}
        for given in (*looks, *(name for name, is_asked in asked.items() if is_asked)):
            raise UsageError(f"--{given} contradicts --explain", "leave one of them out")
        if path and formats.for_file(path):
            raise UsageError(f"--explain contradicts the suffix of {path!r}", "name it .sql")
        return "plain"
    plain = plain and human and set(looks) <= set(FORMATS["plain"].takes)
    usual = options.usual_format(human=human, plain=plain)
    choice = _given_format(options, looks)
    if path:
        choice = _in_file(choice, path, usual)
    choice = choice or _Choice(usual, f"the format {usual}")
    for look in looks:
        if look not in FORMATS[choice.format].takes:
            raise _contradiction(look, choice.by)
    return choice.format


def _given_format(options: Common, looks: list[str]) -> _Choice | None:
    """Return the format that was asked for by name, or by an option that only one format knows."""
    choice = None
    if options.format is not None:
        choice = _Choice(formats.check(options.format), f"--format {options.format}")
    only = [("plain", ["plain"])] if options.plain else []
    for option, known in [*only, *((look, takers(look)) for look in looks)]:
        if len(known) > 1:
            continue
        if choice and choice.format != known[0]:
            raise _contradiction(option, choice.by)
        choice = choice or _Choice(known[0], f"--{option}")
    return choice


def _in_file(choice: _Choice | None, path: str, usual: str) -> _Choice:
    """Return the format of a file; raises UsageError where its suffix does not allow it.

    A suffix that may stand for the usual format, too, stands for that.
    """
    by_suffix = formats.for_file(path)
    if choice is None:
        if by_suffix is None:
            known = ", ".join(suffix for format_ in FORMATS.values() for suffix in format_.suffixes)
            raise UsageError(f"the suffix of {path!r} means no format",
                             f"use {known}, or add --format")  # fmt: skip
        if _may_end(usual, path):
            return _Choice(usual, f"the format {usual}")
        return _Choice(by_suffix, f"the suffix of {path!r}")
    if by_suffix in (None, choice.format) or choice.format == "template":
        return choice
    if not _may_end(choice.format, path):
        suffix = f"the suffix of {path!r}"
        if (look := choice.by.removeprefix("--")) in LOOKS:
            raise _contradiction(look, suffix)
        raise UsageError(f"{choice.by} contradicts {suffix}", "change one of them")
    return choice


def _may_end(name: str, path: str) -> bool:
    """Tell whether a file of a format may have a suffix that means another one."""
    return path.lower().endswith(FORMATS[name].also or "\0")


def _contradiction(option: str, other: str) -> UsageError:
    *most, last = takers(option) or [""]
    known = f"{', '.join(most)} and {last} know" if most else f"{last} knows"
    hint = f"only {known} --{option}" if last else "leave one of them out"
    return UsageError(f"--{option} contradicts {other}", hint)


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
