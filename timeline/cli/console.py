"""The terminal: what it can show, what goes to stdout, to stderr, to a file or through a pager."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from timeline import formats
from timeline.errors import TimelineError, UsageError
from timeline.spelling import did_you_mean
from timeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from timeline.cli.config import Config
    from timeline.cli.options import Common

COLOURS = ("auto", "always", "never")


def note(text: str) -> None:
    """Say something on stderr; where there is none, or it is full, there is nobody to tell."""
    if sys.stderr is None:
        return
    safe = "\n".join(clean(line) for line in text.split("\n"))
    try:
        buffer = sys.stderr.buffer
        buffer.write(f"{safe}\n".encode("utf-8", "backslashreplace"))
        buffer.flush()
    except (OSError, AttributeError, ValueError):
        pass


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
    options: Common, config: Config, environment: Mapping[str, str], fields: tuple[str, ...] = ()
) -> Target:
    """Work out format, colour and width from the options, the environment and stdout itself.

    Raises UsageError for an unknown format or colour, or a suffix that contradicts the format.
    """
    if options.output is not None and not options.output:
        raise UsageError("--output is empty", "name a file, or - for stdout")
    path = None if options.output in (None, "-") else options.output
    on_terminal = path is None and sys.stdout is not None and sys.stdout.isatty()
    dumb = environment.get("TERM") == "dumb"
    forced, colourful = _colour(options.color, config, environment)
    if not forced:
        colourful = colourful and on_terminal and not dumb
    name = _format_name(options, path, human=on_terminal or (forced and colourful and not path),
                        plain=config.plain)  # fmt: skip
    pager = _pager(config, environment) if on_terminal and not (options.no_pager or dumb) else ""
    return Target(path, name, formats.Style(_width(environment), colourful, fields), pager)


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
    by_suffix = formats.for_file(path) if path else None
    given = formats.check(options.format) if options.format is not None else None
    if given and by_suffix and given != by_suffix and {given, by_suffix} != {"table", "plain"}:
        raise UsageError(
            f"--format {given} contradicts the suffix of {path!r}", "change one of them"
        )
    if path and not given and not by_suffix:
        known = ", ".join(s for f in formats.FORMATS.values() for s in f.suffixes)
        raise UsageError(f"the suffix of {path!r} means no format", f"use {known}, or add --format")
    if given or by_suffix:
        return given or by_suffix or ""
    if options.plain:
        return "plain"
    if not human:
        return "markdown"
    return "plain" if plain else "table"


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


def write(pieces: Iterable[str], target: Target, environment: Mapping[str, str]) -> None:
    """Write an answer where it belongs; raises TimelineError or OSError where that fails."""
    if target.path is not None:
        _write_file(target.path, pieces)
        return
    if sys.stdout is None:
        raise TimelineError("cannot write the output: stdout is closed")
    if target.pager:
        from timeline.cli.pager import is_tall, page

        text = "".join(pieces)
        if is_tall(text) and page(text, target.pager, environment):
            return
        pieces = (text,)
    # Bytes: neither the locale nor a Windows code page may change what is written.
    out = sys.stdout.buffer
    for piece in pieces:
        out.write(piece.encode("utf-8", "backslashreplace"))
    out.flush()


def _write_file(path: str, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all; what is no regular file is written to directly."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as file:
                file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
            return
        _replace(os.path.realpath(path), pieces)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise TimelineError(f"cannot write {path!r}: {reason}") from error


def _replace(path: str, pieces: Iterable[str]) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "xb") as file:
            file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
        if os.path.exists(path):  # a file keeps its permissions
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
