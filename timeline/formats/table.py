"""The table of a terminal: grouped by year, wrapped and never cut, kinds told by word and colour.

Pure as every format: it returns text (with colour where the style has it) and asks no terminal.
"""

from __future__ import annotations

import re
import zlib
from functools import partial
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style as Look
from rich.text import Text

from timeline.formats.footnotes import Footnotes, evidence, is_web
from timeline.formats.found import excerpt, found_in
from timeline.formats.grid import PROSE, Grid
from timeline.formats.words import DETAILS, field_text, marks, match_text, word
from timeline.formats.years import headings
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from timeline.formats import Style
    from timeline.formats.footnotes import Reference
    from timeline.model import Answer, Match

    _Part: TypeAlias = list[tuple[str, Match]]
    _Widths: TypeAlias = list[int]

T = TypeVar("T")

NARROW = 72
"""Columns below which there is no room for columns: everything stands one below the other."""

PART = 150
"""Events, or sources, of which a table is made at once."""

_WIDEST_DATE = 22  # a longer one is folded
_WIDEST_KIND = 14
_LEAST_ROOM = 34  # beside the date, so that what happened has more of it than its kind
_LINK = re.compile(r"\x1b\]8;id=[^;]*;([^\x1b]+)")
_COLOURS = ("cyan", "green", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta",
            "bright_blue")  # fmt: skip


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the table, its sources numbered below it.

    Of very many events it comes in parts: what the columns of one need, the next ones have, too.
    """
    footnotes = Footnotes(language=answer.language)
    wide = style._replace(width=max(style.width, 20))
    build: Callable[[_Part], RenderableType]
    if style.fields:
        from timeline.formats.chosen import Chosen  # imported only here: few lists choose

        build = Chosen(answer, wide, PART)
    else:
        build = partial(_described, [], answer=answer, footnotes=footnotes, style=wide)
    parts = _parts(headings(answer))
    if style.fields:  # its head stands also above nothing
        parts = chain([next(parts, [])], parts)
    for part in parts:
        yield write(build(part), style)
    if footnotes.count:
        yield "\n"
    for shown in _sources(footnotes.each(answer.language), footnotes.count, answer.language):
        yield write(shown, style)


def _parts(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while part := list(islice(rest, PART)):
        yield part


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


def _described(
    widths: _Widths, part: _Part, *, answer: Answer, footnotes: Footnotes, style: Style
) -> RenderableType:
    """Return events in columns, or one part below the other where there is no room for them."""
    dates = [_date(match, answer.language) for _, match in part]
    detail = style.detail
    if style.width < NARROW or style.width - date_width(dates) < _LEAST_ROOM:
        return _stacked(part, answer, footnotes, detail=detail)
    kinds = [match_text(match, "kind", answer) for _, match in part]
    needed = (date_width(dates), min(max(map(cell_len, kinds)), _WIDEST_KIND))
    width, kind_width = _widened(widths, needed)
    table = Grid(width, kind_width, gap=2, most=PROSE)
    for (year, match), date, kind in zip(part, dates, kinds, strict=True):
        if year:
            table.add_row(Text(year, "bold"))
        table.add_row(
            Text(folded(date, width)), Text(kind, kind_colour(match.event.kind)),
            event_text(match, answer, footnotes, detail=detail),
        )  # fmt: skip
    return table


def _widened(widths: _Widths, needed: Sequence[int]) -> list[int]:
    """Return the widths of columns so far, each widened to what is needed, and remember them."""
    widths[:] = map(max, widths or needed, needed)
    return widths


def _stacked(part: _Part, answer: Answer, footnotes: Footnotes, *, detail: bool) -> Group:
    rows: list[RenderableType] = []
    for year, match in part:
        if year:
            rows.append(Text(year, "bold"))
        head = Text(_date(match, answer.language), overflow="fold")
        if kind := match_text(match, "kind", answer):
            head.append(" · ").append(kind, kind_colour(match.event.kind))
        rows.append(head)
        rows.append(Padding(event_text(match, answer, footnotes, detail=detail), (0, 0, 0, 2)))
    return Group(*rows)


def event_text(match: Match, answer: Answer, footnotes: Footnotes, *, detail: bool) -> Text:
    """Say what happened, how sure that is, where it is filed and which sources say so."""
    event, language = match.event, answer.language
    text = Text(overflow="fold")
    if said := marks(event, match.certainty, language):
        text.append(f"({', '.join(said)}) ", "yellow")
    text.append_text(_highlighted(one_line(event.title.said_in(language)), answer, "bold"))
    text.append(notes(footnotes.cite(event.citations)), "dim")
    if not detail and (piece := excerpt(event, language, answer.sought)):
        text.append("\n").append_text(_highlighted(piece, answer, column="summary"))
    if match.state:
        text.append(f"\n{match.state}", "italic")
    for dispute in event.disputed:
        date = f"\n{word('disputed', language)}: {dispute.date.words.said_in(language)}"
        text.append(date, "yellow").append(notes(footnotes.cite(dispute.citations)), "dim")
    filed = [
        field_text(match, "networks", language),
        one_line(event.place or ""),
        one_line(event.id),
    ]
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
    for name in ("tags", *DETAILS):
        said = field_text(match, name, language)
        if said:
            text.append(f"\n{word(name, language)}: ", "dim").append(said)
    for citations, said in evidence(event, language):
        text.append(f"\n{notes(footnotes.cite(citations)).strip()} ", "dim").append(said)


def source_table(references: Sequence[Reference], language: str) -> Group:
    """Return the sources that were cited, numbered, below a heading."""
    return Group(*_sources(references, len(references), language))


def _sources(
    references: Iterable[tuple[int, str, str]], count: int, language: str
) -> Iterator[RenderableType]:
    """Return the same in parts: the heading, then some sources at once; nothing where none is."""
    if count:
        yield Text(word("sources", language), "bold")
    width = len(f"[{count}]")
    for part in _parts(references):
        table = Grid(width, gap=1, most=PROSE, justify="right")
        for number, said, url in part:
            table.add_row(Text(f"[{number}]", "dim"), linked(said, url))
        yield table


def linked(said: str, url: str) -> Text:
    """Return a text with an address behind it, which a terminal may make a link, or "" for none."""
    text = Text(said, overflow="fold")
    if url:
        link = url if is_web(url) else None
        text.append(" " * bool(said)).append(url, Look(dim=True, link=link))
    return text


def kind_colour(kind: str | None) -> str:
    """Return the colour of a kind, always the same for the same word."""
    return _COLOURS[zlib.crc32(kind.encode("utf-8", "replace")) % len(_COLOURS)] if kind else ""


def notes(numbers: list[int]) -> str:
    """Return the numbers of sources behind what they support."""
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _date(match: Match, language: str) -> str:
    return match.event.date.words.said_in(language)


def date_width(dates: Sequence[str]) -> int:
    """Return the columns that some dates need so that no word of them is torn."""
    widest = max(len(word) for date in dates for word in date.split())
    return max(widest, min(max(map(len, dates)), _WIDEST_DATE))


def folded(date: str, width: int) -> str:
    """Break a date that is too long at its dash, so that no day is torn from its month."""
    return date if len(date) <= width else date.replace(" – ", " –\n")
