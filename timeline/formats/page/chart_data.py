"""What the page's script draws: the layout of the chart in numbers, and its texts.

Python alone knows dates. It lays the chart out once, in pixels at the least width, with labels in
both languages, and the script stretches places but no labels: what stands apart at the least
width stands apart in any wider one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timeline.chart.axis import ticks
from timeline.chart.labels import Run
from timeline.chart.layout import Layout, Paper, lay_out
from timeline.chart.rows import Row
from timeline.chart.spans import span_of
from timeline.formats.drawing import heading, title
from timeline.formats.svg_style import LIGHT
from timeline.formats.text_width import text_width
from timeline.formats.words import WORDS, marks
from timeline.model import LANGUAGES
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from timeline.chart.labels import Line
    from timeline.chart.layout import Lane
    from timeline.chart.rows import Item
    from timeline.chart.scale import Scale
    from timeline.chart.spans import Piece
    from timeline.formats import Style
    from timeline.model import Answer, Match

CELLS = 1040
"""Pixels of the axis where it is least stretched."""

_GAP, _LEAST = 8, 12
_SIZES = {"date": 13, "title": 13, "tick": 12}
_DEEPEST = 6
"""How often the axis may be doubled in length."""

_CLEAR = 24
"""Pixels of a day at which nothing more is seen by stretching the axis."""

_SHADES = ("disputed", "possible", "certain")
_WORDS = ("of_one", "of_several")


def measure(text: str, role: str) -> int:
    """Return the width of a text in pixels, as it is drawn in a role."""
    return text_width(text, _SIZES[role], bold=role == "date")


def laid_out(answer: Answer, style: Style) -> tuple[Layout, dict[str, Item]]:
    """Return the layout at the least width, and the item of each event that it holds, by its id.

    The spans of these are as fine as the longest axis is: shaded for the least width, a month
    within one pixel would become a solid bar when it is stretched, and claim every day of it.
    """
    labels: dict[str, tuple[Line, ...]] = {}

    def labelled(match: Match) -> tuple[Line, ...]:
        if match.event.id not in labels:  # an event of several networks has as many items
            labels[match.event.id] = tuple(_label(match, language) for language in LANGUAGES)
        return labels[match.event.id]

    paper = Paper(CELLS, measure, _GAP, _LEAST)
    layout = lay_out(answer, paper, labelled, by=style.lanes, today=style.today)
    fine = _finest(layout.scale)
    items: dict[str, Item] = {}
    for item in _items(layout):
        event = item.match.event
        if event.id not in items:
            items[event.id] = item._replace(span=span_of(event, fine) or item.span)
    return layout, items


def _label(match: Match, language: str) -> Line:
    """Say when it was and what; sources and competing dates stand in the list, one click away."""
    event = match.event
    said = marks(event, match.certainty, language)
    title = one_line(event.title.said_in(language))
    runs = (
        Run(event.date.words.said_in(language), "date"),
        Run(f"({', '.join(said)}) {title}" if said else title, "title"),
    )
    return tuple(run for run in runs if run.text)


def _items(layout: Layout) -> Iterable[Item]:
    return (item for lane in layout.lanes for row in lane.rows for item in row.items)


def as_drawn(layout: Layout, items: dict[str, Item]) -> Layout:
    """Return a layout of the spans that are drawn, for its legend."""
    lanes = tuple(lane._replace(rows=(Row(tuple(items.values()), 0),)) for lane in layout.lanes[:1])
    return layout._replace(lanes=lanes)


def mark_test(layout: Layout) -> Callable[[Sequence[Piece]], bool]:
    """Return what tells which pieces of a bar are too short for one at the least width."""
    stretch = _finest(layout.scale).cells // layout.scale.cells
    return lambda pieces: pieces[-1].last + 1 - pieces[0].first < _LEAST * stretch


def _levels(scale: Scale) -> int:
    """Return how often doubling the axis shows more."""
    level = 0
    while level < _DEEPEST and (scale.cells << level) < scale.days * _CLEAR:
        level += 1
    return level


def _finest(scale: Scale) -> Scale:
    return scale._replace(cells=scale.cells << _levels(scale))


def chart_json(
    answer: Answer, style: Style, layout: Layout, items: dict[str, Item], names: dict[str, Any]
) -> str:
    """Return all that the script needs to know as JSON that may stand in a ``<script>``.

    ``names`` are the names that may be filtered by: by field, in the order of the page.
    """
    numbers = {match.event.id: n for n, match in enumerate(answer.matches)}
    filed = {field: {name: n for n, name in enumerate(known)} for field, known in names.items()}
    levels = range(_levels(layout.scale) + 1)
    fine = _finest(layout.scale)
    data = {
        "cells": layout.scale.cells,
        "fine": fine.cells,
        "gap": _GAP,
        "least": _LEAST,
        "colours": len(LIGHT),
        "today": fine.start(style.today) if layout.today is not None else None,
        "ticks": {lang: [_ticks(layout.scale, n, lang) for n in levels] for lang in LANGUAGES},
        "language": answer.language,
        "titles": {language: title(answer, language) for language in LANGUAGES},
        "words": {name: WORDS[name] for name in _WORDS},
        "lanesBy": style.lanes,
        "names": {field: list(map(one_line, known)) for field, known in names.items()},
        "events": [_event(match, items, filed) for match in answer.matches],
        "lanes": [_lane(lane, style.lanes, filed, numbers) for lane in layout.lanes],
    }
    return _inert(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _inert(text: str) -> str:
    """Escape what could end a script, or a line of it."""
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _ticks(scale: Scale, level: int, language: str) -> list[list[Any]]:
    """Return the cells and the labels of the marks of an axis that was doubled so often."""
    longer = scale._replace(cells=scale.cells << level)
    found = ticks(longer, lambda text: measure(text, "tick"), 3 * _GAP, language)
    return [[tick.cell for tick in found], [tick.label for tick in found]]


def _event(match: Match, items: dict[str, Item], filed: dict[str, Any]) -> list[Any]:
    """Return [id, certain, networks, kind, item]: names as their numbers."""
    event = match.event
    networks = [filed["network"][name] for name in event.networks or ("",)]
    item = items.get(event.id)
    certain, kind = int(match.certainty == "certain"), filed["kind"][event.kind or ""]
    return [one_line(event.id), certain, networks, kind, _item(item) if item else None]


def _item(item: Item) -> list[Any]:
    """Return [pieces, left end, right end, side, width of the label, labels, status].

    Pieces are first cell, last cell and shade, one after the other; the side is that of the label:
    right of the bar, left of it or above. A line of a label is its date and its title.
    """
    span = item.span
    pieces = [number for piece in span.pieces
              for number in (piece.first, piece.last, _SHADES.index(piece.shade))]  # fmt: skip
    side = "above" if item.above else "left" if item.at < item.bar[0] else "right"
    labels = [[_parted(line) for line in lines] for lines in item.labels]
    return [pieces, span.left, span.right, side, item.width, labels, item.match.event.status or ""]


def _parted(line: Line) -> list[str]:
    return [" ".join(run.text for run in line if run.role == role) for role in ("date", "title")]


def _lane(lane: Lane, by: str, filed: dict[str, Any], numbers: dict[str, int]) -> list[Any]:
    """Return [names, what they stand for, number of the name in filters, rows of events]."""
    told = [heading(lane, by, language) for language in LANGUAGES]
    rows = [[numbers[item.match.event.id] for item in row.items] for row in lane.rows]
    return [[name for name, _ in told], [said for _, said in told],
            filed.get(by, {}).get(lane.name, -1), rows]  # fmt: skip
