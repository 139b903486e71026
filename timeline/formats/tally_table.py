"""Counts of events as a table of the terminal, with a bar for each row.

Numbers and words come first, then the bars take what is left: they shrink on a narrow terminal, and
on a very narrow one there are none. What is possible has a glyph of its own, not only a colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.tally_words import heading, label, plain_lines, sum_cells
from timeline.formats.words import word

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from timeline.formats import Style
    from timeline.query.tally import Row, Tally

_CERTAIN, _POSSIBLE = "█", "░"
_LONGEST_BAR = 60
_SHORTEST_BAR = 4
_SHORTEST_NAME = 8
_APART = 2
"""Columns between two columns."""


def render_table(tally: Tally, style: Style) -> str:
    """Return a header, the rows and the total."""
    from rich.console import Group
    from rich.text import Text

    from timeline.formats.table import write

    layout = _Layout(tally, style.width)
    if not layout.fits:
        return write(Text("".join(plain_lines(tally)), overflow="fold"), style)
    return write(Group(*layout.lines()), style)


class _Layout:
    """The widths of the columns; sums that are too wide for one stand below their row."""

    def __init__(self, tally: Tally, width: int) -> None:
        from rich.cells import cell_len

        self.tally = tally
        rows = (*tally.rows, tally.total)
        self.heads = [word(name, tally.language) for name in ("certain", "possible")]
        numbers = [[str(row.certain) for row in rows], [str(row.possible) for row in rows]]
        counts = [max(map(len, (head, *column)))
                  for head, column in zip(self.heads, numbers, strict=True)]  # fmt: skip
        left = width - sum(counts) - 2 * _APART
        longest = max(cell_len(text) for text in (heading(tally), *(label(r, tally) for r in rows)))
        name = max(1, min(longest, max(width // 2, 14), left))
        self.fits = name >= min(longest, _SHORTEST_NAME)
        left -= name
        sums = max(cell_len(line) for row in rows for line in self._sums(row, "").split("\n"))
        sums = max(sums, cell_len(tally.figure or "")) if sums else 0
        self.has_sums = bool(sums) and sums + 2 * _APART + _SHORTEST_BAR <= left
        left -= (_APART + sums) * self.has_sums
        bar = min(left - _APART, _LONGEST_BAR)
        self.bar = bar if bar >= _SHORTEST_BAR and tally.rows else 0
        self.widths = [name, *counts, *[sums] * self.has_sums]
        self.most = max((row.certain + row.possible for row in tally.rows), default=0)

    def lines(self) -> list[RenderableType]:
        """Return everything, line by line."""
        from rich.text import Text

        heads = [heading(self.tally), *self.heads, *[self.tally.figure or ""] * self.has_sums]
        lines: list[RenderableType] = [self._line([Text(head, "dim") for head in heads])]
        for row in self.tally.rows:
            lines += self._row(row, "", self._bar(row))
        return lines + self._row(self.tally.total, "bold", Text())

    def _row(self, row: Row, look: str, bar: Text) -> list[RenderableType]:
        from rich.padding import Padding
        from rich.text import Text

        cells = [Text(label(row, self.tally), look), Text(str(row.certain), look),
                 Text(str(row.possible), look)]  # fmt: skip
        if self.has_sums:
            sums = Text(self._sums(row, ""))
            return [self._line([*cells, sums, *[bar] * bool(self.bar)])]
        line = self._line([*cells, *[bar] * bool(self.bar)])
        named = Text(self._sums(row, self.tally.figure or ""), overflow="fold")
        return [line, Padding(named, (0, 0, 0, _APART))] if named else [line]

    def _line(self, cells: list[Text]) -> RenderableType:
        from rich.table import Table

        table = Table.grid(padding=(0, _APART, 0, 0))
        for i, width in enumerate((*self.widths, *[self.bar] * (len(cells) > len(self.widths)))):
            table.add_column(width=width, justify="right" if i in (1, 2) else "left",
                             overflow="fold")  # fmt: skip
        table.add_row(*cells)
        return table

    def _sums(self, row: Row, figure: str) -> str:
        """Return the sums of a row, a line for each, with the name of the figure if it is given."""
        possible = word("possible", self.tally.language)
        names = (figure, f"{figure}, {possible}" if figure else possible)
        said = zip(names, sum_cells(row, self.tally.language), strict=True)
        return "\n".join(": ".join(filter(None, pair)) for pair in said if pair[1])

    def _bar(self, row: Row) -> Text:
        """Return a bar in which whatever there is has a glyph at least."""
        from rich.text import Text

        long = self.bar * (row.certain + row.possible) // self.most if self.most else 0
        certain = self.bar * row.certain // self.most if self.most else 0
        certain = max(certain, bool(row.certain))
        possible = max(long - certain, bool(row.possible))
        return Text(_CERTAIN * certain, "cyan").append(_POSSIBLE * possible, "yellow")
