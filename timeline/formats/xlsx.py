"""A workbook for Excel and LibreOffice: events on one sheet, what each source says on another.

Every text is written as text, in cells formatted as text: nothing is taken for a formula, an
address or a day, not even when a cell is edited. The same answer gives the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from timeline.errors import UsageError
from timeline.formats.columns import (
    EVIDENCE,
    LONGEST,
    cell_text,
    columns_of,
    edtf_of,
    figure_text,
    is_overlong,
    rivals,
)
from timeline.formats.extras import load
from timeline.formats.given_up import sentences
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Citation, Date, Event, Figure

MOST_ROWS = 1_048_575
"""How many rows a sheet holds below its header."""

_MOST_COLUMNS = 16_384
_NAMES = {"de": ("Ereignisse", "Quellen"), "en": ("Events", "Sources")}
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)  # the oldest a zip file knows: XlsxWriter's own choice
_CUT = " […]"
_TOO_LONG = f"cut after {LONGEST:,} characters: a cell holds no more"
_TOLD = {"cut": (f"text is {_TOO_LONG}", f"texts are {_TOO_LONG}")}
_WIDEST, _NARROWEST, _ARROW = 60, 8, 4  # in characters; the arrow is the filter's, in the header
_FIRST_WIDE = "\u1100"
_LINE, _TALLEST = 15, 27  # the height of a line in points; no row is higher than 409

_LONGEST_LINK = 2_079 // 3  # of Excel, were every byte written as %xx
_MOST_LINKS = 65_530

_CITED = ("event", "role", "disputed_number", "date", "source", "title", "publisher", "published",
          "url", "accessed", "stated", "note_de", "note_en")  # fmt: skip


class _Sheet(NamedTuple):
    name: str
    header: list[str]
    rows: list[list[Figure]]


def render(answer: Answer, style: Style) -> Iterator[bytes]:
    """Return the workbook as one piece.

    Raises UsageError where XlsxWriter is not installed, and for more than a sheet holds.
    """
    library = load("xlsxwriter", "xlsx")
    sheets = _sheets(answer, style)
    for sheet in sheets:
        _check_size(sheet)
    buffer = BytesIO()
    workbook = library.Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    top = {"num_format": "@", "valign": "top"}
    looks = {
        "header": workbook.add_format({**top, "bold": True, "bottom": 1}),
        "text": workbook.add_format({**top, "text_wrap": True}),
        "link": workbook.add_format({**top, "font_color": "#0563C1", "underline": 1}),
        "number": workbook.add_format({"valign": "top"}),
    }
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, looks)
    workbook.close()
    yield buffer.getvalue()


def losses(answer: Answer, style: Style) -> list[str]:
    """Say how many texts are too long for a cell."""
    cut = sum(
        isinstance(value, str) and is_overlong(value)
        for sheet in _sheets(answer, style) for row in sheet.rows for value in row
    )  # fmt: skip
    return sentences(_TOLD, {"cut": cut})


def _sheets(answer: Answer, style: Style) -> list[_Sheet]:
    """Return the sheet of events and, where sources are asked for, the one of citations."""
    columns = [column for column in columns_of(answer, style.fields) if not column.is_evidence]
    rows = [[column.cell(match) for column in columns] for match in answer.matches]
    events, sources = _NAMES[answer.language]
    sheets = [_Sheet(events, [column.name for column in columns], rows)]
    roles = [role for field, role in (("sources", "own"), ("disputed", "disputed"))
             if not style.fields or field in style.fields]  # fmt: skip
    if roles:
        cited = [row for match in answer.matches for row in _citations(match.event, roles)]
        sheets.append(_Sheet(sources, list(_CITED), cited))
    return sheets


def _citations(event: Event, roles: list[str]) -> Iterator[list[Figure]]:
    """Yield a row for each source of an event, and of its competing dates."""
    if "own" in roles:
        for citation in event.citations:
            yield [cell_text(event.id), "own", "", *_cited(event.date, citation)]
    if "disputed" in roles:
        for number, dispute, cited in rivals(event):
            if cited:
                yield [cell_text(event.id), "disputed", number, *_cited(dispute.date, cited)]


def _cited(date: Date, citation: Citation) -> list[str]:
    values = (tell(citation) for tell in EVIDENCE.values())
    return [edtf_of(date), cell_text(citation.source.id), *map(cell_text, values)]


def _check_size(sheet: _Sheet) -> None:
    if len(sheet.rows) > MOST_ROWS or len(sheet.header) > _MOST_COLUMNS:
        raise UsageError(
            f"a sheet of xlsx holds {MOST_ROWS:,} rows and {_MOST_COLUMNS:,} columns, "
            f"and {sheet.name} has {len(sheet.rows):,} and {len(sheet.header):,}",
            "write csv, or ask for fewer with --limit or --fields",
        )


def _write_sheet(paper: Any, sheet: _Sheet, looks: dict[str, Any]) -> None:
    """Fill a sheet and set it up for reading: header in sight, filters, widths."""
    last_row, last_column = len(sheet.rows), len(sheet.header) - 1
    widths = [_width(name, (row[i] for row in sheet.rows)) for i, name in enumerate(sheet.header)]
    for column, name in enumerate(sheet.header):
        paper.write_string(0, column, name, looks["header"])
        paper.set_column(column, column, widths[column])
    links = 0
    for number, row in enumerate(sheet.rows, start=1):
        if (lines := max(map(_lines, row, widths), default=1)) > 1:
            paper.set_row(number, _LINE * min(lines, _TALLEST))
        for column, value in enumerate(row):
            if sheet.header[column] == "url" and _is_link(value) and links < _MOST_LINKS:
                paper.write_url(number, column, value, looks["link"], value)
                links += 1
            elif value != "":
                _write_cell(paper, (number, column), value, looks)
    paper.freeze_panes(1, 0)
    if last_column >= 0:
        paper.autofilter(0, 0, last_row, last_column)
        whole = load("xlsxwriter.utility", "xlsx").xl_range(0, 0, last_row, last_column)
        # Years and dates are meant to be text: no green corners.
        paper.ignore_errors({"number_stored_as_text": whole, "two_digit_text_year": whole})


def _write_cell(paper: Any, place: tuple[int, int], value: Figure, looks: dict[str, Any]) -> None:
    if not isinstance(value, str) and _is_exact(value):
        paper.write_number(*place, value, looks["number"])
        return
    text = _fitted(figure_text(value))
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes this for markup of its own, but escapes the parts of a rich text. No part
        # may hold an escape of Excel's (_x0041_), because it would be escaped twice.
        parts = (text[0], text[1], *re.split("(?<=_)(?=x)", text[2:]))
        paper.write_rich_string(*place, *parts, looks["text"])
    else:
        paper.write_string(*place, text, looks["text"])


def _is_exact(number: float) -> bool:
    """Tell whether all digits of a number are in the file (16) and shown by Excel (15)."""
    return abs(number) < 10**15 and all(float(f"{number:.{n}g}") == number for n in (15, 16))


def _is_link(value: Figure) -> bool:
    text = str(value)
    # Stricter than is_web: a target in a workbook has to be an address from beginning to end.
    return len(text.encode()) <= _LONGEST_LINK and bool(ADDRESS.fullmatch(text))


def _fitted(text: str) -> str:
    """Return a text as long as a cell may hold, with a mark where it was cut."""
    if not is_overlong(text):
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT


def _width(name: str, values: Iterable[Figure]) -> int:
    """Return the width of a column, in characters: as its longest line, within reason."""
    texts = (figure_text(value) for value in values if value != "")
    longest = max((_length(line) for text in texts for line in text.split("\n")), default=0)
    return min(max(longest + 2, len(name) + _ARROW, _NARROWEST), _WIDEST)


def _lines(value: Figure, width: int) -> int:
    """Return about how many lines a cell takes: LibreOffice does not work it out by itself."""
    room = width - 2
    if not isinstance(value, str) or (2 * len(value) <= room and "\n" not in value):
        return 1
    return sum(max(1, -(-_length(line) // room)) for line in value.split("\n"))


def _length(line: str) -> int:
    """Return how wide a line is, in characters: those of East Asia are twice as wide."""
    if not line or max(line) < _FIRST_WIDE:
        return len(line)
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)
