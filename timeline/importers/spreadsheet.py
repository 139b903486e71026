"""Any table: one event a row, by what its columns are called."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from timeline.errors import UsageError
from timeline.importers import values
from timeline.importers.citing import Evidence, cite
from timeline.importers.dating import UNSTATED, Dated, read_date, read_span
from timeline.importers.harvest import Harvest
from timeline.importers.headers import assign
from timeline.importers.values import shown
from timeline.model import LANGUAGES, STATUSES
from timeline.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.importers.harvest import Draft, Entry, Imported, Options

Cells: TypeAlias = dict[str, list[str]]
"""What stands in the columns of each field, without empty cells."""

_PARTS = re.compile(r"[;,|\n]")
_ID_PARTS = re.compile(r"[\s;,|]+")
_STATUSES = {
    **dict.fromkeys(("planned", "geplant", "vorgesehen", "angekundigt", "tentative"), "planned"),
    **dict.fromkeys(
        ("cancelled", "canceled", "abgesagt", "entfallen", "entfallt", "ausgefallen"), "cancelled"
    ),
    **dict.fromkeys(
        ("happened", "geschehen", "stattgefunden", "erfolgt", "abgeschlossen", "beendet",
         "erledigt", "done", "completed", "confirmed", "bestatigt"), "",
    ),
}  # fmt: skip


def read(header: list[str], rows: Iterable[tuple[int, list[str]]], options: Options) -> Imported:
    """Read a table whose first row names its columns.

    Raises UsageError where no column can be the title, or none the date, and for a field or column
    of ``options`` that there is not.
    """
    fields = assign(header, options.mapping)
    harvest = Harvest(options)
    for number, row in rows:
        harvest.take(f"row {number}", partial(_read_row, row=row, fields=fields))
    columns = (name.strip() or f"column {number}" for number, name in enumerate(header, 1))
    return harvest.finish(list(zip(columns, fields, strict=True)))


def _read_row(draft: Draft, row: list[str], fields: list[str]) -> Entry:
    if len(row) > len(fields) and any(cell.strip() for cell in row[len(fields) :]):
        raise UsageError(f"it has {len(row)} cells, and the first row has {len(fields)}",
                         "a cell with a comma or semicolon stands in quotation marks")  # fmt: skip
    cells: Cells = {}
    for field, cell in zip(fields, row, strict=False):
        if field and (text := values.read_text(draft, cell, field)):
            cells.setdefault(field, []).append(text)
    start = _line(draft, cells, "start") or _line(draft, cells, "date")
    end = _line(draft, cells, "end")
    dated = read_span(draft, start, end) if start or end else Dated("")
    entry: Entry = {
        "id": _id(draft, cells, "id"),
        "date": dated.edtf,
        "title": _bilingual(draft, cells, "title"),
        "kind": _name(draft, cells, "kind"),
        "networks": values.read_names(draft, _split(cells, "networks"), "network"),
        "summary": _bilingual(draft, cells, "summary"),
        "place": _line(draft, cells, "place"),
        "tags": values.read_names(draft, _split(cells, "tags"), "tag"),
        "figures": {name.partition(".")[2]: values.read_figure(name.partition(".")[2], texts[0])
                    for name, texts in cells.items() if name.startswith("figures.")},
        "status": _status(cells),
        "sources": _sources(draft, cells, dated.stated),
        "part_of": _id(draft, cells, "part_of"),
        "follows": _id(draft, cells, "follows"),
        "after": _ids(draft, cells, "after"),
        "before": _ids(draft, cells, "before"),
    }  # fmt: skip
    if not entry["title"]:
        raise UsageError("it has no title", "an event needs a title and a date")
    if not (entry["date"] or entry["after"] or entry["before"]):
        raise UsageError("it has no date", "an event needs a title and a date")
    return entry


def _line(draft: Draft, cells: Cells, field: str) -> str:
    return values.read_line(draft, cells[field][0], field) if field in cells else ""


def _bilingual(draft: Draft, cells: Cells, key: str) -> str | dict[str, str]:
    """Return a text from the columns of its languages; a plain one is in the store's language.

    Raises UsageError where that language has two texts that are not the same.
    """
    read = values.read_line if key == "title" else values.read_text
    said = {language: f"{key}_{language}" for language in LANGUAGES}
    texts = {code: read(draft, cells[name][0], key) for code, name in said.items() if name in cells}
    if key in cells:
        own, plain = draft.options.language, read(draft, cells[key][0], key)
        if plain and texts.get(own, plain) not in ("", plain):
            raise UsageError(f"it has two texts for the {key} in the store's language",
                             f"pass one of the columns over: --map {key}=")  # fmt: skip
        texts[own] = texts.get(own) or plain
    return values.in_languages(draft, texts)


def _split(cells: Cells, field: str) -> list[str]:
    return [part.strip() for cell in cells.get(field, ()) for part in _PARTS.split(cell)]


def _name(draft: Draft, cells: Cells, field: str) -> str:
    text = _line(draft, cells, field)
    return values.read_name(draft, text, field) if text else ""


def _id(draft: Draft, cells: Cells, field: str) -> str:
    text = _line(draft, cells, field)
    return values.made_id(draft, text, field) if text else ""


def _ids(draft: Draft, cells: Cells, field: str) -> list[str]:
    found = (values.made_id(draft, text, field) for text in _split(cells, field) if text)
    return list(dict.fromkeys(found))


def _status(cells: Cells) -> str:
    text = cells.get("status", [""])[0]
    status = _STATUSES.get(fold(text), text)
    if status not in ("", *STATUSES):
        raise UsageError(f"the status {shown(text)} is neither planned nor cancelled nor happened",
                         "--map status= passes the column over")  # fmt: skip
    return status


def _sources(draft: Draft, cells: Cells, worded: str) -> list[str | Entry]:
    """Return the citations of a row; ``worded`` is what its date was written like, or ""."""
    dates = {
        key: read_date(draft, text).edtf
        for key in ("published", "accessed") if (text := _line(draft, cells, key))
    }  # fmt: skip
    ids = [part for cell in cells.get("source_id", ()) for part in _ID_PARTS.split(cell)]
    evidence = Evidence(
        sources=cells.get("source", []), urls=cells.get("url", []),
        ids=[values.made_id(draft, part, "source_id") for part in ids if part],
        publisher=_line(draft, cells, "publisher"), dates=dates,
        stated=_line(draft, cells, "stated") or worded, note=_line(draft, cells, "note"),
    )  # fmt: skip
    found = cite(draft, evidence)
    if worded and not found:
        draft.note(UNSTATED)
    return found
