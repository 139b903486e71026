"""Days to cells and back: what a chart's horizontal axis is made of."""

from __future__ import annotations

from math import inf
from typing import NamedTuple


class Scale(NamedTuple):
    """A row of cells that stand for the days ``first`` to ``last`` (day numbers, both included).

    Cells part the days among them: where there are more days than cells, a day lies in one cell;
    else a day has a row of cells to itself. Whole numbers throughout: years have no largest one.
    """

    first: int
    last: int
    cells: int

    @property
    def days(self) -> int:
        """How many days there are."""
        return self.last - self.first + 1

    def start(self, day: float) -> int:
        """Return the first cell of a day; of one before the axis, that of the axis."""
        if day <= self.first:
            return 0
        return (int(day) - self.first) * self.cells // self.days

    def end(self, day: float) -> int:
        """Return the last cell of a day; of one after the axis, that of the axis."""
        if day >= self.last:
            return self.cells - 1
        return max(self.start(day), (int(day) + 1 - self.first) * self.cells // self.days - 1)

    def days_of(self, cell: int) -> tuple[int, int]:
        """Return the first and last day that begin in a cell; for none, they are swapped."""
        first = -(-cell * self.days // self.cells)
        last = -(-(cell + 1) * self.days // self.cells) - 1
        return self.first + first, self.first + last

    def holds(self, day: float) -> bool:
        """Tell whether a day lies on the axis."""
        return self.first <= day <= self.last and abs(day) != inf
