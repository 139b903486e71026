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
from rich.table import Table
from rich.text import Text

from timeline.formats.footnotes import Footnotes, evidence
from timeline.formats.found import excerpt, found_in
from timeline.formats.grid import Grid
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

PROSE = 100
"""Columns beyond which prose is hard to read: a wider terminal leaves the rest empty."""

NARROW = 72
"""Columns below which there is no room for columns: everything stands one below the other."""

PART = 150
"""Events, or sources, of which a table is made at once."""

_WIDEST_DATE = 22  # a longer one is folded
_WIDEST_KIND = 14
_LEAST_ROOM = 34  # beside the date, so that what happened has more of it than its kind
_LONGEST_WORD = 10  # a longer one, such as an address, may be folded
_LINK = re.compile(r"\x1b\]8;id=[^;]*;([^\x1b]+)")
_COLOURS = ("cyan", "green", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta",
            "bright_blue")  # fmt: skip


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the table, its sources numbered below it.

    Of very many events it comes in parts: what the columns of one need, the next ones have, too.
    """
    footnotes = Footnotes()
    wide = style._replace(width=max(style.width, 20))
    build: Callable[[_Part, _Widths], RenderableType]
    if style.fields:
        build = _Chosen(answer, wide)
    else:
        build = partial(_described, answer=answer, footnotes=footnotes, style=wide)
    widths: _Widths = []
    parts = _parts(headings(answer))
    if style.fields:  # its head stands also above nothing
        parts = chain([next(parts, [])], parts)
    for part in parts:
        yield write(build(part, widths), style)
    references = footnotes.references(answer.language)
    if references:
        yield "\n"
    for shown in source_tables(references, answer.language):
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
    part: _Part, widths: _Widths, *, answer: Answer, footnotes: Footnotes, style: Style
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
    filed = [field_text(match, "networks", language), one_line(event.place or ""), event.id]
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


class _Chosen:
    """The chosen fields as columns, or below each other where they would be torn apart."""

    def __init__(self, answer: Answer, style: Style) -> None:
        self.answer, self.style = answer, style
        self.is_labelled: bool | None = None
        self.least: list[int] = []

    def __call__(self, part: _Part, widths: _Widths) -> Table | Group:
        language, fields = self.answer.language, self.style.fields
        rows = [[match_text(match, name, self.answer) for name in fields] for _, match in part]
        is_first = self.is_labelled is None
        least = [max((_least(row[n], name) for row in rows), default=0)
                 for n, name in enumerate(fields)]  # fmt: skip
        if is_first:
            least = list(map(max, least, (len(word(name, language)) for name in fields)))
        self.least = list(map(max, self.least or least, least))
        room = self.style.width - 2 * len(fields)
        # Once there is no room for columns, there is none for what follows.
        self.is_labelled = bool(self.is_labelled) or sum(self.least) > room
        if self.is_labelled:
            return Group(*(line for row in rows for line in _labelled(row, fields, language)))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=is_first)
        is_whole = is_first and len(part) < PART
        fixed = [] if is_whole else self._settle(rows, widths)
        for place, name in enumerate(fields):
            table.add_column(
                word(name, language), overflow="fold", max_width=PROSE, min_width=self.least[place],
                width=None if is_whole else fixed[place],
            )  # fmt: skip
        for row in rows:
            table.add_row(*map(Text, row))
        return table

    def _settle(self, rows: list[list[str]], widths: _Widths) -> list[int]:
        """Return widths that this part and those after it have, if they need no more."""
        needed = [min(PROSE, max(map(cell_len, column))) for column in zip(*rows, strict=True)]
        least = self.least
        found = list(map(max, widths or needed, needed, least))
        while sum(found) + 2 * len(found) > self.style.width:
            place = max(range(len(found)), key=lambda n: (found[n] - least[n], found[n]))
            found[place] -= 1
        widths[:] = found
        return found


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


def source_table(references: Sequence[Reference], language: str) -> Group:
    """Return the sources that were cited, numbered, below a heading."""
    return Group(*source_tables(references, language))


def source_tables(references: Sequence[Reference], language: str) -> Iterator[RenderableType]:
    """Return the same in parts: the heading, then some sources at once; nothing where none is."""
    if references:
        yield Text(word("sources", language), "bold")
    width = len(f"[{len(references)}]")
    for part in _parts(references):
        table = Grid(width, gap=1, most=PROSE, justify="right")
        for number, said, url in part:
            table.add_row(Text(f"[{number}]", "dim"), linked(said, url))
        yield table


def linked(said: str, url: str) -> Text:
    """Return a text with an address behind it, which a terminal may make a link, or "" for none."""
    text = Text(said, overflow="fold")
    if url:
        text.append(" " * bool(said)).append(url, Look(dim=True, link=url))
    return text


def kind_colour(kind: str | None) -> str:
    """Return the colour of a kind, always the same for the same word."""
    return _COLOURS[zlib.crc32(kind.encode()) % len(_COLOURS)] if kind else ""


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
