"""The shapes of an SVG chart: bars with a solid core and faded edges, marks, arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from timeline.chart.spans import surest
from timeline.formats.svg_style import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.chart.layout import Paper
    from timeline.chart.spans import End, Piece, Span
    from timeline.formats.drawing import Sign

HEIGHT = 12
"""Pixels of a bar's height, and of the least width that it is drawn with."""

_HALF = HEIGHT // 2


def element(
    parent: ET.Element | None, tag: str, look: str = "", /, **attributes: object
) -> ET.Element:
    """Return a new element in a parent; ``look`` is its class."""
    known = {name: str(value) for name, value in attributes.items()}
    if look:
        known = {"class": look, **known}
    return ET.Element(tag, known) if parent is None else ET.SubElement(parent, tag, known)


def text(parent: ET.Element, look: str, x: int, y: int, said: str) -> ET.Element:
    """Return a new text whose baseline is at y."""
    found = element(parent, "text", look, x=x, y=y)
    found.text = said
    return found


def bar(parent: ET.Element, span: Span, paper: Paper, middle: int, status: str | None) -> None:
    """Draw the span of an event; ``middle`` is the y of the bar."""
    # What is disputed is drawn first, so that it never covers what is not.
    for island in sorted(span.islands, key=lambda pieces: pieces[0].shade != "disputed"):
        x, end = paper.widened(island[0].first, island[-1].last)
        if is_mark(island, paper):
            _mark(parent, surest(island), MARGIN + x + _HALF, middle)
        else:
            _bar(parent, span, island, middle)
        if status == "cancelled":
            element(parent, "line", "cancelled", x1=MARGIN + x - 3, x2=MARGIN + end + 4,
                    y1=middle, y2=middle)  # fmt: skip


def is_mark(island: Sequence[Piece], paper: Paper) -> bool:
    """Tell whether what is drawn is too short for a bar."""
    return island[-1].last + 1 - island[0].first < paper.least


def _bar(parent: ET.Element, span: Span, island: Sequence[Piece], middle: int) -> None:
    """Draw pieces that touch each other; a sign of what goes on takes the place of their end."""
    room = island[-1].last + 1 - island[0].first
    left = span.left if island[0] is span.pieces[0] and room > HEIGHT else ""
    right = span.right if island[-1] is span.pieces[-1] and room > 2 * HEIGHT else ""
    x, end = MARGIN + island[0].first, MARGIN + island[-1].last + 1
    for piece in island:
        start = max(MARGIN + piece.first, x + (HEIGHT if left else 0))
        stop = min(MARGIN + piece.last + 1, end - (HEIGHT if right else 0))
        _piece(parent, piece.shade, start, stop, middle)
    if left:
        _end(parent, left, x, middle, -1)
    if right:
        _end(parent, right, end, middle, 1)


def _piece(parent: ET.Element, shade: str, x: int, end: int, middle: int) -> None:
    if end > x:
        high = HEIGHT if shade == "certain" else HEIGHT - 2
        element(parent, "rect", shade, x=x, y=middle - high // 2, width=end - x, height=high, rx=2)


def _mark(parent: ET.Element, shade: str, x: int, middle: int) -> None:
    """Draw what is too short for a bar: a lozenge, solid or hollow as the bar would be."""
    points = f"{x - _HALF},{middle} {x},{middle - _HALF} {x + _HALF},{middle} {x},{middle + _HALF}"
    element(parent, "polygon", shade, points=points)


def _end(parent: ET.Element, end: End, x: int, middle: int, side: int) -> None:
    """Draw how an event goes on beyond x, to the left (-1) or right (1), on the inner side of x."""
    inner = x - side * (HEIGHT - 2)
    if end == "open":
        points = f"{inner},{middle - _HALF - 1} {x},{middle} {inner},{middle + _HALF + 1}"
        element(parent, "polygon", "arrow", points=points)
    elif end == "unknown":
        text(parent, "unknown", min(inner, x) + 1, middle + 5, "?")
    else:
        for step in (0, 4):
            at = inner + side * step
            path = (
                f"M{at} {middle - _HALF + 1} L{at + side * 5} {middle} L{at} {middle + _HALF - 1}"
            )
            element(parent, "path", "cut", d=path)


def draw_sign(parent: ET.Element, sign: Sign, x: int, middle: int) -> None:
    """Draw a sign of the legend, 24 pixels wide, or 40 where it has two forms."""
    if sign.name == "today":
        element(parent, "line", "today", x1=x + 12, x2=x + 12, y1=middle - 8, y2=middle + 8)
    elif sign.is_bar or sign.is_point:
        if sign.is_bar:
            element(parent, "rect", sign.name, x=x, y=middle - _HALF, width=24, height=HEIGHT, rx=2)
        if sign.is_point:
            _mark(parent, sign.name, x + (34 if sign.is_bar else 12), middle)
    else:
        ends: dict[str, End] = {"open": "open", "unknown": "unknown", "cut": "cut"}
        _end(parent, ends[sign.name], x + 20, middle, 1)
