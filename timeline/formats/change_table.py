"""Differences as a table of the terminal: signs, dates and what became of the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.change_lines import as_answer, heading, sections
from timeline.formats.footnotes import Footnotes
from timeline.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from timeline.differences import Differences
    from timeline.formats import Style
    from timeline.formats.change_lines import Line

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def render_table(differences: Differences, style: Style) -> Iterator[str]:
    """Return the sections one below the other, stacked on a narrow terminal, then the sources."""
    from rich.text import Text

    from timeline.formats.table import _NARROW, _sources, write

    footnotes = Footnotes()
    build = _stacked if style.width < _NARROW else _columns
    for name, lines in sections(differences):
        yield write(Text(heading(name, lines, differences.language), "bold"), style)
        yield write(build(name, lines, differences, footnotes), style)
        yield "\n"
    if sources := footnotes.sources():
        yield write(_sources(sources, differences.language), style)


def _columns(
    name: str, lines: list[Line], differences: Differences, footnotes: Footnotes
) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from timeline.formats.table import PROSE, _folded

    dates = [line.event.date.words.said_in(differences.language) for line in lines]
    widest = max(len(word) for date in dates for word in date.split())
    width = max(widest, min(max(map(len, dates)), 22))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(width=width, overflow="fold")
    table.add_column(max_width=PROSE, overflow="fold")
    for line, date in zip(lines, dates, strict=True):
        what = _what(line, differences, footnotes)
        table.add_row(Text(*_SIGNS[name]), Text(_folded(date, width)), what)
    return table


def _stacked(
    name: str, lines: list[Line], differences: Differences, footnotes: Footnotes
) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    rows: list[RenderableType] = []
    for line in lines:
        date = line.event.date.words.said_in(differences.language)
        rows.append(Text.assemble(_SIGNS[name], " ", date, overflow="fold"))
        rows.append(Padding(_what(line, differences, footnotes), (0, 0, 0, 2)))
    return Group(*rows)


def _what(line: Line, differences: Differences, footnotes: Footnotes) -> Text:
    """Say what an event is, as the table of events does, and below that what changed."""
    from timeline.formats.table import _notes
    from timeline.formats.table import _what as say

    answer = as_answer(differences)
    text = say(Match(line.event), answer, footnotes, detail=False)
    if kind := answer.kind_name(line.event):
        text.append(f" · {kind}", "dim")
    for phrase in line.phrases:
        text.append(f"\n{phrase.head}")
        text.append(_notes(footnotes.cite(phrase.cited)), "dim")
        text.append(f" {phrase.tail}" if phrase.tail else "")
    return text
