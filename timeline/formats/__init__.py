"""Output formats: pure functions from a chronology to text, one file each, in one registry."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import UsageError
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.model import Answer


@dataclass(frozen=True, slots=True)
class Style:
    """How a format may look: columns, colour and clickable links, and the fields asked for.

    ``fields`` is empty where none were chosen; ``detail`` asks for everything about each event.
    """

    width: int = 80
    colour: bool = False
    fields: tuple[str, ...] = ()
    detail: bool = False


class Format(NamedTuple):
    """A format: its module in this package, the suffixes that mean it, and what it is."""

    module: str
    suffixes: tuple[str, ...]
    description: str
    is_machine: bool = False


FORMATS = {
    "table": Format("table", (), "a table for the terminal, grouped by year"),
    "plain": Format("plain", (".txt",), "labelled lines, without boxes or glyphs"),
    "markdown": Format("markdown", (".md", ".markdown"), "one event a line, with footnotes"),
    "json": Format("json_array", (".json",), "one array of events", is_machine=True),
}


def render(name: str, answer: Answer, style: Style) -> Iterator[str]:
    """Return a chronology in a format, in pieces of text; raises UsageError for an unknown one."""
    from importlib import import_module

    module = import_module(f"timeline.formats.{FORMATS[check(name)].module}")
    pieces: Iterator[str] = module.render(answer, style)
    return pieces


def check(name: str) -> str:
    """Return a format's name; raises UsageError with the nearest one where there is none."""
    if name in FORMATS:
        return name
    listed = f"valid: {', '.join(FORMATS)}"
    near = did_you_mean(name, FORMATS)
    raise UsageError(f"there is no format {name!r}", f"{near} ({listed})" if near else listed)


def for_file(path: str) -> str | None:
    """Return the format that a file's suffix means, or None."""
    suffix = os.path.splitext(path)[1].lower()
    return next((name for name, f in FORMATS.items() if suffix in f.suffixes), None)
