"""Columns of texts without lines: rich's own table would measure every cell, and then fold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, JustifyMethod
    from rich.segment import Segment
    from rich.text import Text

PROSE = 100
"""Columns beyond which prose is hard to read: a wider terminal leaves the rest empty."""


class Grid:
    """Rows of texts, folded into columns of some widths; the last one takes the room that is left.

    ``gap`` columns of the terminal stand between two of them, ``most`` is the width beyond which
    the last one leaves the rest empty. What is shown is what rich's own table would show.
    """

    def __init__(
        self, *widths: int, gap: int, most: int, justify: JustifyMethod = "left"
    ) -> None:  # fmt: skip
        self._widths = widths
        self._gap = gap
        self._most = most
        self._justify = justify
        self._rows: list[tuple[Text, ...]] = []

    def add_row(self, *cells: Text) -> None:
        """Add a row; the cells that it does not have are empty."""
        self._rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment

        gap, end = Segment(" " * self._gap), Segment.line()
        empty = [Segment(" " * (width + self._gap)) for width in self._widths]
        room = options.max_width - sum(self._widths) - self._gap * len(self._widths)
        last = max(1, min(room, self._most))
        for row in self._rows:
            cells = [cell.wrap(console, width, justify=self._justify, overflow="fold")
                     for cell, width in zip(row, self._widths, strict=False)]  # fmt: skip
            cells += [cell.wrap(console, last, overflow="fold") for cell in row[len(cells) :]]
            for line in range(max(map(len, cells))):
                for column, lines in enumerate(cells):
                    if line < len(lines):
                        yield from _segments(lines[line], console)
                        if column < len(self._widths):
                            yield gap
                    elif column < len(self._widths):
                        yield empty[column]
                yield end


def _segments(line: Text, console: Console) -> Iterable[Segment]:
    """Return a line with its style: alone, rich's text forgets it where no part has another one."""
    from rich.segment import Segment

    if line.spans:
        return line.render(console)
    return (Segment(line.plain, console.get_style(line.style)),)
