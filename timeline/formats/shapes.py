"""The shapes of an SVG chart: bars with a solid core and faded edges, marks, arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from timeline.chart.spans import surest
from timeline.formats.svg_style import MARGIN

if TYPE_CHECKING:
    from timeline.chart.layout import Paper
    from timeline.chart.spans import End, Span

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
    for island in span.islands:
        first, last = island[0].first, island[-1].last
        x, end = paper.widened(first, last)
        at_left, at_right = (island[0] is span.pieces[0], island[-1] is span.pieces[-1])
        left, right = span.left if at_left else "", span.right if at_right else ""
        if (x, end) != (first, last) and not (left or right):
            _mark(parent, surest(island), MARGIN + x + _HALF, middle)
            continue
        for piece in island:
            start = x if piece is island[0] else piece.first
            stop = end + 1 if piece is island[-1] else piece.last + 1
            start += HEIGHT if left and piece is island[0] else 0
            stop -= HEIGHT if right and piece is island[-1] else 0
            _piece(parent, piece.shade, MARGIN + start, MARGIN + stop, middle)
        if left:
            _end(parent, left, MARGIN + x, middle, -1)
        if right:
            _end(parent, right, MARGIN + end + 1, middle, 1)
        if status == "cancelled":
            element(parent, "line", "cancelled", x1=MARGIN + x - 3, x2=MARGIN + end + 4,
                    y1=middle, y2=middle)  # fmt: skip


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


def draw_sign(parent: ET.Element, sign: str, x: int, middle: int) -> None:
    """Draw a sign of the legend, 24 pixels wide."""
    if sign == "today":
        element(parent, "line", "today", x1=x + 12, x2=x + 12, y1=middle - 8, y2=middle + 8)
    elif sign in ("open", "unknown", "cut"):
        known: dict[str, End] = {"open": "open", "unknown": "unknown", "cut": "cut"}
        _end(parent, known[sign], x + 20, middle, 1)
    else:
        element(parent, "rect", sign, x=x, y=middle - _HALF, width=24, height=HEIGHT, rx=2)
