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
    """Where an answer goes and how it looks there; ``path`` is None for stdout."""

    path: str | None
    format: str
    style: formats.Style
    pages: bool


def choose_target(
    options: Common, environment: Mapping[str, str], fields: tuple[str, ...] = ()
) -> Target:
    """Work out format, colour and width from the options, the environment and stdout itself.

    Raises UsageError for an unknown format or colour, or a suffix that contradicts the format.
    """
    path = None if options.output in (None, "-") else options.output
    colour = options.color or "auto"
    if colour not in COLOURS:
        near = did_you_mean(colour, COLOURS, "write auto, always or never")
        raise UsageError(f"--color cannot be {colour!r}", near)
    on_terminal = path is None and sys.stdout is not None and sys.stdout.isatty()
    dumb = environment.get("TERM") == "dumb"
    if colour == "auto":
        colourful = on_terminal and not environment.get("NO_COLOR") and not dumb
    else:
        colourful = colour == "always"
    name = _format_name(options, path, human=on_terminal or (colour == "always" and path is None))
    style = formats.Style(_width(environment), colourful, fields)
    pages = on_terminal and not options.no_pager and not dumb
    return Target(path, name, style, pages)


def _format_name(options: Common, path: str | None, *, human: bool) -> str:
    by_suffix = formats.for_file(path) if path else None
    given = formats.check(options.format) if options.format else None
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
    return "table" if human else "markdown"


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
    """Write an answer where it belongs; raises TimelineError where that fails."""
    if target.path is not None:
        _write_file(target.path, pieces)
        return
    if sys.stdout is None:
        raise TimelineError("cannot write the output: stdout is closed")
    if target.pages:
        text = "".join(pieces)
        if _is_tall(text) and _page(text, environment):
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
        real = os.path.realpath(path)
        temporary = f"{real}.{os.getpid()}.tmp"
        try:
            with open(temporary, "xb") as file:
                file.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
            os.replace(temporary, real)
        finally:
            if os.path.exists(temporary):
                os.unlink(temporary)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise TimelineError(f"cannot write {path!r}: {reason}") from error


def _is_tall(text: str) -> bool:
    try:
        return text.count("\n") >= os.get_terminal_size(sys.stdout.fileno()).lines
    except OSError:
        return False


def _page(text: str, environment: Mapping[str, str]) -> bool:
    """Show a text in the pager; False where there is none."""
    import shlex
    import subprocess

    command = environment.get("TIMELINE_PAGER", environment.get("PAGER", "less"))
    words = shlex.split(command)
    if not words or words == ["cat"]:
        return False
    surroundings = {**environment, "LESS": environment.get("LESS", "FRX")}
    try:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=surroundings)
    except OSError:
        return False
    try:
        process.communicate(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:
        pass
    except KeyboardInterrupt:
        process.wait()
        raise
    return True
