"""The table of a terminal: grouped by year, wrapped and never cut, kinds told by word and colour.

Pure as every format: it returns text (with colour where the style has it) and asks no terminal.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style as Look
from rich.table import Table
from rich.text import Text

from timeline.formats.footnotes import Footnotes, evidence, reference
from timeline.formats.found import excerpt, found_in
from timeline.formats.words import field_text, marks, word
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Match, Source

PROSE = 100
"""Columns beyond which prose is hard to read: a wider terminal leaves the rest empty."""

_NARROW = 72
_LONGEST_WORD = 10  # a longer one, such as an address, may be folded
_LINK = re.compile(r"\x1b\]8;id=[^;]*;([^\x1b]+)")
_COLOURS = ("cyan", "green", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta",
            "bright_blue")  # fmt: skip


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the table, its sources numbered below it."""
    footnotes = Footnotes()
    width = max(style.width, 20)
    if style.fields:
        yield write(_chosen(answer, replace(style, width=width)), style)
        return
    if not answer.matches:
        return
    build = _stacked if width < _NARROW else _columns
    yield write(build(answer, footnotes, detail=style.detail), style)
    sources = footnotes.sources()
    if sources:
        yield "\n"
        yield write(_sources(sources, answer.language), style)


def write(renderable: RenderableType, style: Style) -> str:
    """Return what rich makes of a renderable, without trailing spaces."""
    console = Console(
        file=StringIO(), width=max(style.width, 20), force_terminal=style.colour,
        color_system="standard" if style.colour else None, no_color=not style.colour,
        legacy_windows=False, markup=False, highlight=False, emoji=False, _environ={},
    )  # fmt: skip
    with console.capture() as capture:
        console.print(renderable)
    text = _LINK.sub(_named_link, capture.get())
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _named_link(match: re.Match[str]) -> str:
    """Name a link by its address, not by chance, so that two runs write the same bytes."""
    return f"\x1b]8;id={zlib.crc32(match[1].encode())};{match[1]}"


def _columns(answer: Answer, footnotes: Footnotes, *, detail: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    dates = [_date(match, answer.language) for match in answer.matches]
    widest = max(len(word) for date in dates for word in date.split())
    date_width = max(widest, min(max(map(len, dates)), 22))
    table.add_column(width=date_width, overflow="fold")
    table.add_column(max_width=14, overflow="fold")
    table.add_column(max_width=PROSE, overflow="fold")
    year = None
    for match, date in zip(answer.matches, dates, strict=True):
        if answer.order == "date" and (found := _year(match)) != year:
            year = found
            table.add_row(Text(year, "bold"))
        kind = answer.kind_name(match.event)
        table.add_row(
            Text(_folded(date, date_width)), Text(kind, kind_colour(match.event.kind)),
            _what(match, answer, footnotes, detail=detail),
        )  # fmt: skip
    return table


def _stacked(answer: Answer, footnotes: Footnotes, *, detail: bool) -> Group:
    rows: list[RenderableType] = []
    year = None
    for match in answer.matches:
        if answer.order == "date" and (found := _year(match)) != year:
            year = found
            rows.append(Text(year, "bold"))
        head = Text(_date(match, answer.language), overflow="fold")
        if kind := answer.kind_name(match.event):
            head.append(" · ").append(kind, kind_colour(match.event.kind))
        rows.append(head)
        what = _what(match, answer, footnotes, detail=detail)
        rows.append(Padding(what, (0, 0, 0, 2)))
    return Group(*rows)


def _what(match: Match, answer: Answer, footnotes: Footnotes, *, detail: bool) -> Text:
    """Say what happened, how sure that is, where it is filed and which sources say so."""
    event, language = match.event, answer.language
    text = Text(overflow="fold")
    if said := marks(event, match.certainty, language):
        text.append(f"({', '.join(said)}) ", "yellow")
    text.append_text(_highlighted(one_line(event.title.said_in(language)), answer, "bold"))
    text.append(_notes(footnotes.cite(event.citations)), "dim")
    if not detail and (piece := excerpt(event, language, answer.sought)):
        text.append("\n").append_text(_highlighted(piece, answer, column="summary"))
    if match.state:
        text.append(f"\n{match.state}", "italic")
    for dispute in event.disputed:
        date = f"\n{word('disputed', language)}: {dispute.date.words.said_in(language)}"
        text.append(date, "yellow").append(_notes(footnotes.cite(dispute.citations)), "dim")
    filed = [", ".join(event.networks), one_line(event.place or ""), event.id]
    text.append("\n" + " · ".join(part for part in filed if part), "dim")
    if detail:
        _append_details(text, match, answer, footnotes)
    return text


def _highlighted(said: str, answer: Answer, look: str = "", column: str = "title") -> Text:
    """Return a text in which what was searched for in its column stands out."""
    text = Text(said, look)
    for first, last in found_in(said, answer.sought, column):
        text.stylize("reverse", first, last)
    return text


def _append_details(text: Text, match: Match, answer: Answer, footnotes: Footnotes) -> None:
    event, language = match.event, answer.language
    if event.summary:
        summary = _highlighted(one_line(event.summary.said_in(language)), answer, column="summary")
        text.append("\n\n").append_text(summary).append("\n")
    for name in ("tags", "figures", "part_of", "follows", "after", "before", "by"):
        said = field_text(match, name, language)
        if said:
            text.append(f"\n{word(name, language)}: ", "dim").append(said)
    for citations, said in evidence(event, language):
        text.append(f"\n{_notes(footnotes.cite(citations)).strip()} ", "dim").append(said)


def _chosen(answer: Answer, style: Style) -> Table | Group:
    """Return the chosen fields as columns, or below each other where they would be torn apart."""
    language, fields = answer.language, style.fields
    rows = [[field_text(match, name, language) for name in fields] for match in answer.matches]
    widths = [max([len(word(name, language)), *(_least(text, name) for text in column)])
              for name, column in zip(fields, zip(*rows, strict=True), strict=False)]  # fmt: skip
    if sum(widths) + 2 * len(widths) > style.width:
        return Group(*(line for row in rows for line in _labelled(row, fields, language)))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, width in zip(fields, widths or [1] * len(fields), strict=True):
        table.add_column(word(name, language), overflow="fold", min_width=width, max_width=PROSE)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _least(text: str, name: str) -> int:
    """Return the columns that a text needs so that no id and no word of a date is torn."""
    longest = max(map(len, text.split()), default=0)
    is_whole = name in ("id", "date", "part_of", "follows")
    return longest if is_whole else min(longest, _LONGEST_WORD)


def _labelled(row: list[str], fields: tuple[str, ...], language: str) -> Iterator[Text]:
    for name, text in zip(fields, row, strict=True):
        if text:
            label = Text(f"{word(name, language)}: ", "dim", overflow="fold")
            yield label.append(text, "bold" if name == "title" else "not dim")
    yield Text()


def _sources(sources: list[tuple[int, Source]], language: str) -> Group:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right")
    table.add_column(max_width=PROSE, overflow="fold")
    for number, source in sources:
        said, url = reference(source, language)
        text = Text(said, overflow="fold")
        if url:
            text.append(" " * bool(said)).append(url, Look(dim=True, link=url))
        table.add_row(Text(f"[{number}]", "dim"), text)
    return Group(Text(word("sources", language), "bold"), table)


def kind_colour(kind: str | None) -> str:
    """Return the colour of a kind, always the same for the same word."""
    return _COLOURS[zlib.crc32(kind.encode()) % len(_COLOURS)] if kind else ""


def _notes(numbers: list[int]) -> str:
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _date(match: Match, language: str) -> str:
    return match.event.date.words.said_in(language)


def _folded(date: str, width: int) -> str:
    """Break a date that is too long at its dash, so that no day is torn from its month."""
    return date if len(date) <= width else date.replace(" – ", " –\n")


def _year(match: Match) -> str:
    """Return the year under which an event stands: of its start, or else of its end."""
    date = match.event.date
    day = date.earliest or date.latest or ""
    return day[:-6].lstrip("0") or "0" if not day.startswith("-") else day[:-6]
