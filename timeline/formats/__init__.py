"""Output formats: pure functions from a chronology to text, one file each, in one registry."""
# No "from __future__ import annotations": see timeline.model.

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from timeline.errors import UsageError
from timeline.formats.registry import FORMATS, LANES, LEAST_PIXELS, SCALES, Format
from timeline.model import FIELDS, Answer
from timeline.spelling import choose

__all__ = [
    "FORMATS",
    "Format",
    "Style",
    "check",
    "check_style",
    "for_file",
    "losses",
    "render",
    "render_bytes",
]


class Style(NamedTuple):
    """How a format may look: columns, colour and clickable links, and the fields asked for.

    ``fields`` is empty where none were chosen; ``detail`` asks for everything about each event;
    ``headings`` for a heading where a year begins. ``today`` is a day number, 0 for none. Of
    charts: what a lane is (``lanes``: network, kind, place or none), whether signs are ASCII only,
    and of a picture its width in pixels and how much larger than that it is drawn. ``excel`` is
    CSV as Excel reads it. ``template`` has fields in braces. ``flat`` asks for the plain columns of
    ``flat.py``. ``label`` begins the labels of
    footnotes, so that two answers may stand in one document.
    """

    width: int = 80
    colour: bool = False
    fields: tuple[str, ...] = ()
    detail: bool = False
    headings: bool = False
    today: int = 0
    lanes: str = "network"
    is_ascii: bool = False
    pixels: int = 1280
    scale: float = 1
    excel: bool = False
    template: str = ""
    flat: bool = False
    label: str = ""


def render(name: str, answer: Answer, style: Style) -> Iterator[str]:
    """Return a chronology in a format, in pieces of text.

    Raises UsageError for an unknown format, for one that is no text, and for a style that it
    cannot follow.
    """
    if FORMATS[check(name)].is_binary:
        raise UsageError(f"{name} is no text", "ask render_bytes for its bytes")
    check_style(name, style)
    pieces: Iterator[str] = _module(name).render(answer, style)
    return pieces


def render_bytes(name: str, answer: Answer, style: Style) -> Iterator[bytes]:
    """Return a chronology in any format, in pieces of bytes: text is UTF-8.

    Raises UsageError for an unknown format, one whose library is not installed, and for a style
    that it cannot follow.
    """
    if FORMATS[check(name)].is_binary:
        check_style(name, style)
        pieces: Iterator[bytes] = _module(name).render(answer, style)
        return pieces
    return (piece.encode("utf-8", "backslashreplace") for piece in render(name, answer, style))


def losses(name: str, answer: Answer, style: Style) -> list[str]:
    """Return what a format had to give up of a chronology, one thing a sentence."""
    find = getattr(_module(name), "losses", None)
    return list(find(answer, style)) if find else []


def _module(name: str) -> Any:
    from importlib import import_module

    return import_module(f"timeline.formats.{FORMATS[name].module}")


def check(name: str) -> str:
    """Return a format's name; raises UsageError with the nearest one where there is none."""
    return choose(name, FORMATS, "format")


def check_style(name: str, style: Style) -> None:
    """Raise UsageError for what a format, which may look so, cannot look like."""
    takes = FORMATS[name].takes
    if "fields" in takes:
        for field in style.fields:
            choose(field, FIELDS, "field")
    if "flat" in takes and style.flat and style.fields:
        raise UsageError("the flat form has columns of its own", "leave the fields out")
    if "lanes" in takes:
        choose(style.lanes, LANES, "kind of lanes")
    least, most = SCALES
    if "scale" in takes and not least <= style.scale <= most:
        raise UsageError(f"a {name} cannot be drawn {style.scale} times as large",
                         f"choose a scale from {least} to {most}")  # fmt: skip
    if name in ("svg", "png") and style.pixels < LEAST_PIXELS:
        raise UsageError(f"{name}: on {style.pixels} pixels there is no room for words",
                         f"choose a width from {LEAST_PIXELS} on")  # fmt: skip


def for_file(path: str) -> str | None:
    """Return the format that a file's suffix means (``.csl.json`` is longer than ``.json``)."""
    name = os.path.basename(path).lower()
    meant = {suffix: known for known, format_ in FORMATS.items() for suffix in format_.suffixes}
    found = [suffix for suffix in meant if name.endswith(suffix) and name != suffix]
    return meant[max(found, key=len)] if found else None
