r"""CSV of this tool, plain or for Excel, back to all that it says (``docs/format.md``).

Cells lose what guards them from spreadsheets: the tab before what might become a day, and the
apostrophe before what might become a formula. Cells of several values are taken apart at ``; ``.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.importers.dating import read_date
from timeline.importers.harvest import Draft, Harvest
from timeline.importers.json_text import Element
from timeline.importers.records import Records
from timeline.importers.values import ID
from timeline.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.importers.harvest import Imported, Options

_SURE = {"date", "date_text", "precision"}
"""Columns that come together in our tables, and hardly in any other."""

_GUARD = re.compile(r"''*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_SIGN = re.compile(r"\\.|; |.", re.DOTALL)
_FIGURES = "figures."
_PLAIN = ("id", "kind", "status", "place", "part_of", "follows", "by")
_LISTS = ("networks", "tags", "after", "before")
_CITED = {
    "title": "source_titles", "publisher": "source_publishers", "published": "source_published",
    "url": "source_urls", "accessed": "source_accessed", "stated": "stated",
}  # fmt: skip
_SOURCES = ("sources", *_CITED.values(), "source_notes_de", "source_notes_en")
_DISPUTED = ("disputed", "disputed_numbers", "disputed_notes_de", "disputed_notes_en")
PASSED_OVER = ("date_text", "earliest", "latest", "precision", "certainty", "state")
"""What an answer adds: it follows from the rest, or from what was asked."""

COLUMNS = {
    *_PLAIN, *_LISTS, *_SOURCES, *_DISPUTED, *(f"disputed_{name}" for name in _SOURCES),
    "date", *(f"{key}_{language}" for key in ("title", "summary") for language in LANGUAGES),
}  # fmt: skip


def is_own(header: list[str]) -> bool:
    """Tell from its first row whether this tool wrote a table."""
    names = set(header)
    return names >= _SURE and bool(names & {"title_de", "title_en"})


def read(header: list[str], rows: Iterable[tuple[int, list[str]]], options: Options) -> Imported:
    """Read a table of this tool; raises UsageError where columns are given for it."""
    if options.mapping:
        raise UsageError("a table of this tool tells by itself what its columns are",
                         "leave out --map")  # fmt: skip
    harvest = Harvest(options)
    records = Records(harvest)
    for number, row in rows:
        cells = {
            name: unguarded(cell) for name, cell in zip(header, row, strict=False) if cell
        }  # fmt: skip
        try:
            element = Element(_record(cells, options))
        except UsageError as error:
            harvest.refuse(f"row {number}", error)
        else:
            records.take(f"row {number}", element)
    records.finish()
    return harvest.finish([(name, _field_of(name)) for name in header])


def _field_of(column: str) -> str:
    return column if column in COLUMNS or column.startswith(_FIGURES) else ""


def unguarded(cell: str) -> str:
    """Return the text of a cell, without what keeps spreadsheets from making something of it."""
    cell = cell.removeprefix("\t")
    return cell[1:] if cell.startswith("'") and _GUARD.match(cell) else cell


def _record(cells: dict[str, str], options: Options) -> dict[str, Any]:
    """Return a row in the JSON form; raises UsageError where its cells do not fit together."""
    record: dict[str, Any] = {name: cells.get(name) or None for name in _PLAIN}
    record |= {name: _parts(cells.get(name, "")) for name in _LISTS}
    for name in ("title", "summary"):
        said = {language: cells.get(f"{name}_{language}") or None for language in LANGUAGES}
        record[name] = said if any(said.values()) else None
    record["figures"] = {
        name.removeprefix(_FIGURES): cell
        for name, cell in cells.items() if name.startswith(_FIGURES) and cell
    }  # fmt: skip
    record["date"] = {
        "edtf": _edtf(cells.get("date", ""), options),
        "earliest": cells.get("earliest"), "latest": cells.get("latest"),
        "precision": cells.get("precision"),
    }  # fmt: skip
    record["sources"] = list(_citations(_table(cells, _SOURCES, "sources")))
    record["disputed"] = list(_disputes(cells, options))
    return record


def _edtf(cell: str, options: Options) -> str:
    """Return a date, which somebody may have typed anew in a spreadsheet."""
    return read_date(Draft(options), cell.strip()).edtf if cell.strip() else ""


def _parts(cell: str) -> list[str]:
    if "\\" not in cell:
        return cell.split("; ") if cell else []
    parts = [""]
    for sign in _SIGN.findall(cell):
        if sign == "; ":
            parts.append("")
        else:
            parts[-1] += sign[1:] if sign[0] == "\\" else sign
    return parts


def _table(cells: dict[str, str], columns: Iterable[str], counted: str) -> list[dict[str, str]]:
    """Return the parts of neighbouring cells that belong together, by column.

    Raises UsageError where one of the cells has other parts than the one that is counted.
    """
    parted = {name: _parts(cells.get(name, "")) for name in columns}
    count = len(parted[counted])
    for name, parts in parted.items():
        if parts and len(parts) != count:
            raise UsageError(f"{name} has {len(parts)} parts, and {counted} has {count}",
                             "a part that says nothing is empty, as in a; ; c")  # fmt: skip
    return [{name: parts[n] if parts else "" for name, parts in parted.items()}
            for n in range(count)]  # fmt: skip


def _citations(table: Iterable[dict[str, str]], prefix: str = "") -> Iterator[dict[str, Any]]:
    for row in table:
        if not any(row[f"{prefix}{name}"] for name in _SOURCES):
            continue
        found: dict[str, Any] = {key: row[f"{prefix}{name}"] or None
                                 for key, name in _CITED.items()}  # fmt: skip
        name = row[f"{prefix}sources"]
        # What a source is called is its id, or else its address, or else its title.
        if "://" in name and not found["url"]:
            found["url"] = name
        elif name and name not in (found["title"], found["url"]):
            found["id" if ID.fullmatch(name) else "title"] = name
        notes = {code: row[f"{prefix}source_notes_{code}"] or None for code in LANGUAGES}
        yield found | {"note": notes if any(notes.values()) else None}


def _disputes(cells: dict[str, str], options: Options) -> Iterator[dict[str, Any]]:
    """Yield competing dates: one that several sources name stands once for each of them."""
    columns = (*_DISPUTED, *(f"disputed_{name}" for name in _SOURCES))
    table = _table(cells, columns, "disputed")
    for _, group in groupby(table, key=itemgetter("disputed_numbers", "disputed")):
        rows = list(group)
        notes = {code: rows[0][f"disputed_notes_{code}"] or None for code in LANGUAGES}
        yield {
            "date": _edtf(rows[0]["disputed"], options),
            "sources": list(_citations(rows, "disputed_")),
            "note": notes if any(notes.values()) else None,
        }
