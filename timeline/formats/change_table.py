"""Differences as a table of the terminal: signs, dates and what became of the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.change_lines import as_answer, heading, sections
from timeline.formats.footnotes import Footnotes
from timeline.formats.grid import PROSE
from timeline.formats.table import (
    NARROW,
    date_width,
    event_text,
    folded,
    notes,
    source_table,
    write,
)
from timeline.formats.words import match_text
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

    footnotes = Footnotes()
    build = _stacked if style.width < NARROW else _columns
    for name, lines in sections(differences):
        yield write(Text(heading(name, lines, differences.language), "bold"), style)
        yield write(build(name, lines, differences, footnotes), style)
        yield "\n"
    if references := footnotes.references(differences.language):
        yield write(source_table(references, differences.language), style)


def _columns(
    name: str, lines: list[Line], differences: Differences, footnotes: Footnotes
) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    dates = [line.event.date.words.said_in(differences.language) for line in lines]
    width = date_width(dates)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(width=width, overflow="fold")
    table.add_column(max_width=PROSE, overflow="fold")
    for line, date in zip(lines, dates, strict=True):
        what = _what(line, differences, footnotes)
        table.add_row(Text(*_SIGNS[name]), Text(folded(date, width)), what)
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
    answer = as_answer(differences)
    match = Match(line.event)
    text = event_text(match, answer, footnotes, detail=False)
    if kind := match_text(match, "kind", answer):
        text.append(f" · {kind}", "dim")
    for phrase in line.phrases:
        text.append(f"\n{phrase.head}")
        text.append(notes(footnotes.cite(phrase.cited)), "dim")
        text.append(f" {phrase.tail}" if phrase.tail else "")
    return text
