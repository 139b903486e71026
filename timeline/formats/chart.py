"""The chart of a terminal: lanes of bars to scale, each with its label; sources follow.

A column is shaded as ``between`` would answer for its days, so that the chart claims no more than
the list does. Shades differ by sign, never by colour alone.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from timeline.chart.layout import Paper, lay_out
from timeline.formats.drawing import Sign, heading, label, legend
from timeline.formats.footnotes import Footnotes, Reference
from timeline.text import ascii_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.text import Text

    from timeline.chart.layout import Lane, Layout
    from timeline.chart.rows import Item, Row
    from timeline.chart.spans import Piece
    from timeline.formats import Style
    from timeline.model import Answer

_LEAST_WIDTH = 20
_COLOURS = ("cyan", "green", "magenta", "blue", "yellow", "red")
_LOOKS = {"date": "bold", "title": "", "notes": "dim"}


class _Signs(NamedTuple):
    certain: str
    possible: str
    disputed: str
    open: tuple[str, str]
    unknown: tuple[str, str]
    cut: tuple[str, str]
    point: dict[str, str]
    today: str
    line: str
    tick: str


_UNICODE = _Signs(
    "█", "░", "┄", ("◀", "▶"), ("?", "?"), ("‹", "›"),
    {"certain": "●", "possible": "○", "disputed": "◌"}, "┊", "─", "┬",
)  # fmt: skip
_ASCII = _Signs(
    "#", "-", ".", ("<", ">"), ("?", "?"), ("{", "}"),
    {"certain": "#", "possible": "o", "disputed": "."}, "|", "-", "+",
)  # fmt: skip


class _Canvas:
    """One line of cells, each with a look; what is put last covers what was there."""

    def __init__(self, cells: int) -> None:
        self._signs: list[str | None] = [None] * cells
        self._looks = [""] * cells

    def put(self, cell: int, text: str, look: str = "") -> None:
        """Write a text from a cell on; what reaches beyond the edge is not drawn."""
        from rich.cells import cell_len

        for sign in text:
            width = 1 if sign.isascii() else cell_len(sign)
            if not width and 0 < cell <= len(self._signs):  # an accent goes with its letter
                self._signs[cell - 1] = (self._signs[cell - 1] or "") + sign
            if cell >= 0 and cell + width <= len(self._signs):
                for place in range(cell, cell + width):
                    self._signs[place] = sign if place == cell else ""
                    self._looks[place] = look
            cell += width

    def put_behind(self, cell: int, sign: str, look: str) -> None:
        """Write a sign where nothing is."""
        if self._signs[cell] is None:
            self._signs[cell], self._looks[cell] = sign, look

    def text(self) -> Text:
        """Return the line as rich text."""
        from rich.text import Text

        line = Text(no_wrap=True, overflow="ignore")
        for look, cells in groupby(zip(self._looks, self._signs, strict=True), itemgetter(0)):
            line.append("".join(" " if sign is None else sign for _, sign in cells), look)
        return line


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the chart, what its signs mean, and the sources, numbered as in the labels."""
    if not answer.matches:
        return
    from rich.cells import cell_len
    from rich.console import Group

    from timeline.formats.table import source_table, write

    width = max(style.width, _LEAST_WIDTH)
    footnotes = Footnotes()

    def measure(text: str, _role: str) -> int:
        return cell_len(ascii_text(text) if style.is_ascii else text)

    layout = lay_out(
        answer, Paper(width, measure), lambda match: (label(match, answer.language, footnotes),),
        by=style.lanes, today=style.today,
    )  # fmt: skip
    drawn = _Drawn(layout, answer.language, style)
    yield drawn.said(write(Group(*drawn.lines()), style))
    if references := footnotes.references(answer.language):
        yield "\n"
        shown = [
            Reference(number, drawn.said(text), drawn.said(url)) for number, text, url in references
        ]
        yield drawn.said(write(source_table(shown, answer.language), style))


class _Drawn:
    """A layout as lines of a terminal."""

    def __init__(self, layout: Layout, language: str, style: Style) -> None:
        self.layout = layout
        self.language = language
        self.style = style
        self.signs = _ASCII if style.is_ascii else _UNICODE
        self.cells = layout.scale.cells
        self.said: Callable[[str], str] = ascii_text if style.is_ascii else str

    def lines(self) -> Iterator[Text]:
        """Yield the axis, the lanes, the axis once more and the legend."""
        yield from self._axis()
        for number, lane in enumerate(self.layout.lanes):
            colour = _COLOURS[number % len(_COLOURS)]
            yield from self._heading(lane, colour)
            for row in lane.rows:
                yield from self._row(row, colour)
        yield from reversed(list(self._axis()))
        yield from self._legend()

    def _axis(self) -> Iterator[Text]:
        names, line = _Canvas(self.cells), _Canvas(self.cells)
        line.put(0, self.signs.line * self.cells, "dim")
        for tick in self.layout.ticks:
            names.put(tick.cell, tick.label, "bold")
            line.put(tick.cell, self.signs.tick, "dim")
        if self.layout.today is not None:
            line.put(self.layout.today, self.signs.today, "bold red")
        yield names.text()
        yield line.text()

    def _heading(self, lane: Lane, colour: str) -> Iterator[Text]:
        from rich.text import Text

        name, said = heading(lane, self.style.lanes, self.language)
        if not name:
            return
        text = Text(self.said(name), f"bold {colour}")
        if said:
            text.append(f"  {self.said(said)}", "dim")
        yield text

    def _row(self, row: Row, colour: str) -> Iterator[Text]:
        above = [_Canvas(self.cells) for _ in range(row.lines)]
        line = _Canvas(self.cells)
        for item in row.items:
            (lines,) = item.labels
            # Labels above stand right over their bar, those beside it on its own line.
            for canvas, runs in zip(
                above[-len(lines) :] if item.above else [line], lines, strict=True
            ):
                self._write(canvas, item.at, runs)
            self._bar(line, item, colour)
        for canvas in (*above, line):
            if self.layout.today is not None:
                canvas.put_behind(self.layout.today, self.signs.today, "red")
            yield canvas.text()

    def _write(self, canvas: _Canvas, cell: int, runs: Sequence[tuple[str, str]]) -> None:
        from rich.cells import cell_len

        for place, (text, role) in enumerate(runs):
            # The space is written, too, or today's line would run through it.
            said = self.said(text) + " " * (place + 1 < len(runs))
            canvas.put(cell, said, _LOOKS[role])
            cell += cell_len(said)

    def _bar(self, canvas: _Canvas, item: Item, colour: str) -> None:
        span = item.span
        for island in span.islands:
            for piece in island:
                sign = self._sign(piece.shade, is_point=_is_point(island))
                canvas.put(piece.first, sign * (piece.last - piece.first + 1), colour)
        # A sign of what goes on must not cover the only cell that tells how certain it is.
        first, last = span.islands[0], span.islands[-1]
        if span.left and not _is_point(first):
            canvas.put(span.first, getattr(self.signs, span.left)[0], colour)
        if span.right and not _is_point(last):
            canvas.put(span.last, getattr(self.signs, span.right)[1], colour)

    def _sign(self, shade: str, *, is_point: bool) -> str:
        return self.signs.point[shade] if is_point else str(getattr(self.signs, shade))

    def _legend(self) -> Iterator[Text]:
        from rich.cells import cell_len
        from rich.text import Text

        lines = [""]
        for sign in legend(self.layout, self.language, self.style.today, _is_point):
            entry = f"{self._shown(sign)} {sign.said}"
            if lines[-1] and cell_len(f"{lines[-1]}  {entry}") > self.cells:
                lines.append("")
            lines[-1] += f"  {entry}" if lines[-1] else entry
        for line in ("", *lines):
            yield Text(line, "dim", no_wrap=True)

    def _shown(self, sign: Sign) -> str:
        if not (sign.is_bar or sign.is_point):
            shown = getattr(self.signs, sign.name)
            return shown[1] if isinstance(shown, tuple) else str(shown)
        used = ((False, sign.is_bar), (True, sign.is_point))
        forms = [self._sign(sign.name, is_point=point) for point, is_used in used if is_used]
        return " ".join(dict.fromkeys(forms))


def _is_point(island: Sequence[Piece]) -> bool:
    return island[0].first == island[-1].last
