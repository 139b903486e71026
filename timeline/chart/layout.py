"""A chronology as lanes of rows of bars and labels that never collide, for whoever draws it.

Everything is measured in cells: columns of a terminal, pixels of a picture. Drawing adds nothing
to what stands here, so that terminal, SVG and HTML show the same.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.chart.axis import Tick, ticks
from timeline.chart.labels import Line, Measure, width_of, wrapped
from timeline.chart.rows import Item, Row, Rows
from timeline.chart.scale import Scale
from timeline.chart.spans import Piece, Span, days_of, span_of, surest
from timeline.placement import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from timeline.model import Answer, Event, Match, Text

_LEAST_DAYS = 7
_BEYOND = 25
"""The part of the axis, one of so many, that is left beyond what is known of an open end."""


class Lane(NamedTuple):
    """What is filed under one name; "" for what is filed under none."""

    name: str
    title: Text | None
    rows: tuple[Row, ...]


class Layout(NamedTuple):
    """Lanes on one scale; ``today`` is its cell, None where today is not on the axis."""

    scale: Scale
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    today: int | None


class Paper(NamedTuple):
    """What is drawn on: so many cells, what a text takes of them, and what has to stay free.

    ``gap`` cells part what stands beside each other; a bar is never narrower than ``least``.
    """

    cells: int
    measure: Measure
    gap: int = 1
    least: int = 1

    def widened(self, first: int, last: int) -> tuple[int, int]:
        """Return the cells on which a row of cells is drawn: not fewer than the least number."""
        missing = self.least - (last - first + 1)
        if missing <= 0:
            return first, last
        start = min(max(first - missing // 2, 0), self.cells - self.least)
        return start, start + self.least - 1


def lay_out(
    answer: Answer, paper: Paper, label: Callable[[Match], tuple[Line, ...]],
    *, by: str = "network", today: int = 0,
) -> Layout:  # fmt: skip
    """Return the layout of an answer.

    ``label`` gives the label of a match in each language wanted (the first is the axis's one); it
    is called once for each item, lane by lane. ``by`` is network, kind, place or none, ``today`` a
    day number or 0.
    """
    scale = scale_for(answer, paper.cells, today)
    lanes = []
    for name, matches in _lanes(answer, by):
        rows = Rows(paper.gap)
        for match in matches:
            span = span_of(match.event, scale)
            if span is not None:
                span = _marked(match.event, span, scale, paper)
                rows.add(_placed(match, span, label(match), paper))
        if found := rows.found():
            lanes.append(Lane(name, _titles(answer, by).get(name), found))
    marks = ticks(scale, lambda text: paper.measure(text, "tick"), 2 * paper.gap, answer.language)
    return Layout(scale, marks, tuple(lanes), scale.start(today) if scale.holds(today) else None)


def scale_for(answer: Answer, cells: int, today: int = 0) -> Scale:
    """Return the scale on which an answer is drawn: all its days that its window holds.

    Where an event has no last day, the axis goes on to today and a little beyond.
    """
    known = [days_of(match.event) for match in answer.matches]
    first = min((days.first for days in known), default=inf)
    last = max((days.last for days in known), default=-inf)
    if first > last:
        first = last = today or 1
    if any(days.is_open for days in known):
        last = max(last, today)
        last += (last - first) // _BEYOND + 1
    if any(days.is_begun for days in known):
        first -= (last - first) // _BEYOND + 1
    if answer.window:
        low, high = answer.window
        first, last = max(first, low), min(last, high)
        if first > last:  # nothing known lies in the window: draw the window itself
            first, last = (low if low > -inf else high), (high if high < inf else low)
    short = _LEAST_DAYS - (last - first + 1)
    if short > 0:
        first, last = first - short // 2, last + short - short // 2
    return Scale(int(first), int(last), cells)


def _placed(match: Match, span: Span, label: tuple[Line, ...], paper: Paper) -> Item:
    """Put a label right of its bar, or left of it, or above it where there is no room."""
    left, right = _edges(span, paper)
    width = max(width_of(line, paper.measure) for line in label)
    beside = tuple((line,) for line in label)
    if (at := right + 1 + paper.gap) + width <= paper.cells:
        return Item(match, span, beside, width, at, 0, left, at + width - 1, (left, right))
    if (at := left - paper.gap - width) >= 0:
        return Item(match, span, beside, width, at, 0, at, right, (left, right))
    lines = tuple(wrapped(line, paper.cells, paper.measure) for line in label)
    width = max(width_of(line, paper.measure) for some in lines for line in some)
    at, above = max(min(left, paper.cells - width), 0), max(map(len, lines))
    return Item(match, span, lines, width, at, above, 0, paper.cells - 1, (left, right))


def _marked(event: Event, span: Span, scale: Scale, paper: Paper) -> Span:
    """Shade what is too short to be drawn to scale as the days are answered that it is drawn on."""
    pieces: list[Piece] = []
    placed = place(event)
    for island in span.islands:
        first, last = island[0].first, island[-1].last
        if (drawn := paper.widened(first, last)) == (first, last):
            pieces += island
            continue
        days = (*scale.days_of(drawn[0]), *scale.days_of(drawn[1]))
        whole = span_of(event, Scale(min(days), max(days), 1), placed)
        assert whole, "what lies in some cells lies in the days of those cells"
        pieces.append(Piece(first, last, surest(whole.pieces)))
    return replace(span, pieces=tuple(pieces))


def _edges(span: Span, paper: Paper) -> tuple[int, int]:
    """Return the first and last cell that a bar is drawn on: what is too short, is widened."""
    islands = [(pieces[0].first, pieces[-1].last) for pieces in span.islands]
    drawn = [paper.widened(*island) for island in islands]
    return min(first for first, _ in drawn), max(last for _, last in drawn)


def _lanes(answer: Answer, by: str) -> Iterable[tuple[str, list[Match]]]:
    """Return the lanes in the order of the answer, what is filed under no name last."""
    asked = answer.asked.get(by, frozenset())
    lanes: dict[str, list[Match]] = {}
    for match in answer.matches:
        for name in _names(match.event, by):
            if not asked or name in asked:  # of what was not asked for, only a part is here
                lanes.setdefault(name, []).append(match)
    unnamed = lanes.pop("", None)
    return [*lanes.items(), *([("", unnamed)] if unnamed else [])]


def _names(event: Event, by: str) -> tuple[str, ...]:
    if by == "network":
        return event.networks or ("",)
    if by == "none":
        return ("",)
    return ((event.kind if by == "kind" else event.place) or "",)


def _titles(answer: Answer, by: str) -> Mapping[str, Text]:
    return {"network": answer.networks, "kind": answer.kinds}.get(by, {})
