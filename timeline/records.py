"""Events as plain JSON-able data and back: the form in which the index keeps them."""

from __future__ import annotations

from math import inf
from typing import Any, TypeAlias

from timeline.model import Citation, Date, Dispute, Event, Placed, Source, Text

Record: TypeAlias = dict[str, Any]
_SOURCE_KEYS = ("id", "title", "publisher", "url")
_SOURCE_DATES = ("published", "accessed")
_PLAIN_KEYS = ("kind", "status", "place", "part_of", "follows", "by")
_LISTS = ("networks", "tags", "after", "before")


def record_of(event: Event) -> Record:
    """Return an event as data; what it does not say is left out."""
    record: Record = {"id": event.id, "date": _date(event.date), "title": _text(event.title)}
    for key in _PLAIN_KEYS:
        if (value := getattr(event, key)) is not None:
            record[key] = value
    for key in _LISTS:
        if value := getattr(event, key):
            record[key] = value
    if event.summary:
        record["summary"] = _text(event.summary)
    if event.figures:
        record["figures"] = dict(event.figures)
    if event.citations:
        record["sources"] = [_citation(c) for c in event.citations]
    if event.disputed:
        record["disputed"] = [
            {"date": _date(d.date), "sources": [_citation(c) for c in d.citations]}
            | ({"note": _text(d.note)} if d.note else {})
            for d in event.disputed
        ]
    if event.placed:
        members = [[*map(_day, member[:4]), *member[4:]] for member in event.placed.members]
        record["placed"] = [members, event.placed.rank]
    return record


def event_of(record: Record) -> Event:
    """Return the event that :func:`record_of` wrote down."""
    get = record.get
    return Event(
        id=record["id"],
        date=_read_date(record["date"]),
        title=Text(*record["title"]),
        kind=get("kind"),
        networks=tuple(get("networks", ())),
        status=get("status"),
        summary=Text(*record["summary"]) if "summary" in record else None,
        place=get("place"),
        tags=tuple(get("tags", ())),
        figures=tuple(get("figures", {}).items()),
        citations=tuple(_read_citation(c) for c in get("sources", ())),
        disputed=tuple(
            Dispute(
                _read_date(d["date"]),
                tuple(_read_citation(c) for c in d["sources"]),
                Text(*d["note"]) if "note" in d else None,
            )
            for d in get("disputed", ())
        ),
        part_of=get("part_of"),
        follows=get("follows"),
        after=tuple(get("after", ())),
        before=tuple(get("before", ())),
        by=get("by"),
        placed=_read_placed(*record["placed"]) if "placed" in record else None,
    )


def source_record(source: Source) -> Record:
    """Return a source as data; what it does not say is left out."""
    record = {k: v for k in _SOURCE_KEYS if (v := getattr(source, k)) is not None}
    return record | {k: _date(v) for k in _SOURCE_DATES if (v := getattr(source, k)) is not None}


def source_of(record: Record) -> Source:
    """Return the source that :func:`source_record` wrote down."""
    values: dict[str, Any] = {
        k: _read_date(v) if k in _SOURCE_DATES else v for k, v in record.items()
    }
    return Source(**values)


def _text(text: Text) -> list[str | None]:
    return [text.de, text.en]


def _date(date: Date) -> list[Any]:
    return [date.edtf, date.words.de, date.words.en, date.earliest, date.latest, date.precision]


def _read_date(record: list[Any]) -> Date:
    edtf, de, en, earliest, latest, precision = record
    return Date(edtf, Text(de, en), earliest, latest, precision)


def _day(number: float) -> float | str:
    """Return a day number; JSON has no infinity."""
    return str(number) if abs(number) == inf else number


def _read_placed(members: list[list[Any]], rank: int) -> Placed:
    return Placed(
        tuple(
            (*(float(day) if isinstance(day, str) else day for day in member[:4]), *member[4:])
            for member in members
        ),
        rank,
    )


def _citation(citation: Citation) -> Record:
    record: Record = {"source": source_record(citation.source)}
    if citation.stated:
        record["stated"] = citation.stated
    if citation.note:
        record["note"] = _text(citation.note)
    return record


def _read_citation(record: Record) -> Citation:
    note = Text(*record["note"]) if "note" in record else None
    return Citation(source_of(record["source"]), record.get("stated"), note)
