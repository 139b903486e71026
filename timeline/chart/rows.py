"""Rows of a lane: each item goes into the first row that has room for it."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from timeline.chart.labels import Line
    from timeline.chart.spans import Span
    from timeline.model import Match


class Item(NamedTuple):
    """An event in a lane: its bar, and the cells it takes with its label.

    ``labels`` are lines for each language that was asked for, ``width`` the cells that the widest
    of all takes. They stand from the cell ``at`` on, beside the bar or on so many lines of their
    own ``above`` it; ``first`` to ``last`` is what bar and label take together, ``bar`` the cells
    on which the bar alone is drawn.
    """

    match: Match
    span: Span
    labels: tuple[tuple[Line, ...], ...]
    width: int
    at: int
    above: int
    first: int
    last: int
    bar: tuple[int, int]


class Row(NamedTuple):
    """Items beside each other; ``lines`` of labels stand above the bar (0: beside it)."""

    items: tuple[Item, ...]
    lines: int


class Rows:
    """Rows that are filled from the top, and a tree that knows where the first room is.

    The tree holds the least last cell of the rows below each of its knots, so that an item among
    *n* rows finds its own in about log *n* steps.
    """

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._rows: list[list[Item]] = []
        self._leaves = 1
        self._tree: list[float] = [-inf, -inf]

    def add(self, item: Item) -> None:
        """Put an item into the first row in which it stands apart from what is there."""
        while self._tree[1] + self._gap >= item.first:
            self._grow()
        knot = 1
        while knot < self._leaves:
            knot *= 2
            if self._tree[knot] + self._gap >= item.first:
                knot += 1
        row = knot - self._leaves
        if row == len(self._rows):
            self._rows.append([])
        self._rows[row].append(item)
        self._tree[knot] = max(self._tree[knot], item.last)
        while knot > 1:
            knot //= 2
            self._tree[knot] = min(self._tree[2 * knot], self._tree[2 * knot + 1])

    def _grow(self) -> None:
        ends = [*self._tree[self._leaves :], *[-inf] * self._leaves]
        self._leaves *= 2
        self._tree = [-inf] * self._leaves + ends
        for knot in range(self._leaves - 1, 0, -1):
            self._tree[knot] = min(self._tree[2 * knot], self._tree[2 * knot + 1])

    def found(self) -> tuple[Row, ...]:
        """Return the rows."""
        return tuple(Row(tuple(row), max(item.above for item in row)) for row in self._rows)
