"""CSV: how a table is written is found out, its first row says what its columns are."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.importers import own_table, spreadsheet
from timeline.importers.decoding import decode
from timeline.importers.headers import field_of
from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.importers.harvest import Imported, Options

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 65_536
_LONGEST = 2**31 - 1
"""Characters of a cell: the usual limit of csv is less than a summary may have."""
_LOOKED_AT = 50
_MOST_COLUMNS = 16_384
"""Columns that a sheet may have in Excel."""


def read(data: bytes, options: Options) -> Imported:
    """Read the rows of a table: one of this tool's own, or any other.

    Raises UsageError for what is no table, has no column for a title or date, or does not have the
    columns that are given in ``options``.
    """
    text, notes = decode(data, may_be_old=True)
    text, delimiter = _announced(text)
    rows = _rows(text, delimiter or _delimiter_of(text[:_SAMPLE]))
    numbered = ((number, row) for number, row in rows if any(cell.strip() for cell in row))
    first = next(numbered, (0, []))[1]
    if len(first) > _MOST_COLUMNS:
        raise UsageError(f"the table has {len(first):,} columns, more than {_MOST_COLUMNS:,}",
                         "leave out those that say nothing about events")  # fmt: skip
    header = [FORBIDDEN.sub("", cell) for cell in first]
    if not header:
        raise UsageError("the table is empty", "its first row names the columns")
    reader: Any = own_table if own_table.is_own(header) else spreadsheet
    found: Imported = reader.read(header, numbered, options)
    return found._replace(notes=[*notes, *found.notes])


def _announced(text: str) -> tuple[str, str]:
    """Return the text after a line such as ``sep=;``, which Excel reads and does not show."""
    head, _, rest = text.partition("\n")
    line = head.rstrip("\r")
    is_announced = line.lower().startswith("sep=") and line[4:] in _DELIMITERS
    return (rest, line[4:]) if is_announced else (text, "")


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their numbers, as a spreadsheet counts them."""
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UsageError(
                f"row {number} is no row of a table: {error}",
                "a quotation mark inside a cell is written twice, and the cell in quotation marks",
            ) from None
        if row is None:
            return
        yield number, row


def _delimiter_of(sample: str) -> str:
    """Return what parts the cells: what makes most sense of the header, and even rows."""
    return max(_DELIMITERS, key=lambda delimiter: _sense_of(sample, delimiter))


def _sense_of(sample: str, delimiter: str) -> tuple[bool, int, float, int]:
    rows: list[list[str]] = []
    try:
        for _, row in _rows(sample, delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _LOOKED_AT:
                break
    except UsageError:
        pass  # the sample may end in the middle of a cell
    if not rows:
        return (False, 0, 0, 0)
    header = rows[0]
    known = sum(bool(field_of(cell)) for cell in header)
    even = sum(len(row) == len(header) for row in rows) / len(rows)
    return (len(header) > 1, known, even, len(header))
