"""Some events to rows of all tables, and the names that they bear: what a process can hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.index.order import forget, spread, stage
from timeline.index.rows import rows_of
from timeline.records import source_record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from timeline.model import Event

INSERTS = {
    "event": f"INSERT INTO event VALUES ({', '.join('?' * 20)})",
    "span": "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "label": "INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?, ?)",
    "figure": "INSERT INTO figure VALUES (?, ?, ?, ?, ?)",
    "anniversary": "INSERT OR IGNORE INTO anniversary VALUES (?, ?, ?)",
    "record": "INSERT INTO record VALUES (?, ?)",
    "brief": "INSERT INTO brief VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?9, ?10), ?10)",
}  # fmt: skip
"""How a row of each table is put in."""


_KEYS = {
    "event": ("n",),
    "span": ("event",),
    "label": ("field", "name", "reach", "edge", "event"),
    "figure": ("name", "event"),
    "anniversary": ("day", "event", "hedged"),
    "record": ("n",),
    "brief": ("n",),
}
"""The columns that tell which row of a table it is: the first ones of each."""

_STEP = 1 << 32
"""What lies between the places of two events that follow each other: room for others."""

PLACE = 8
"""Bytes of a place, at the end of an event's slot."""


class Numbered(NamedTuple):
    """An event with its number in the index, and its place in the store.

    Places are bytes that sort as the events stand there; they tell apart what is alike in time.
    """

    n: int
    place: bytes
    event: Event


class Batch(NamedTuple):
    """The rows of some events by table, and the names by field, with what is known of each.

    Of sources that is their record, after the place where the first mention of them stands.
    """

    tables: dict[str, list[tuple[Any, ...]]]
    names: dict[str, dict[str, Any]]


def number(events: Iterable[Event], first: int) -> list[Numbered]:
    """Give the events of a new index numbers from ``first`` on, in the order of the store."""
    return [Numbered(n, place_at(n * _STEP), event) for n, event in enumerate(events, first)]


def place_at(position: int) -> bytes:
    """Return a position in the store as a place."""
    return position.to_bytes(PLACE, "big")


def place_of(slot: bytes) -> bytes:
    """Return the place in the store that a slot ends with."""
    return slot[-PLACE:]


def places_between(before: bytes | None, after: bytes | None, count: int) -> list[bytes]:
    """Return so many places between two (None: the end); raises OverflowError without room."""
    low = int.from_bytes(before, "big") if before else 0
    high = int.from_bytes(after, "big") if after else None
    return [place_at(position) for position in spread(low, high, count, _STEP)]


def put_in(connection: sqlite3.Connection, batch: Batch) -> None:
    """Put the rows of events in; their words are only staged (``order.py``)."""
    for table, sql in INSERTS.items():
        connection.executemany(sql, batch.tables[table])
    stage(connection, batch.tables["words"])


def take_out(connection: sqlite3.Connection, batch: Batch) -> None:
    """Take the rows of events out."""
    for table, keys in _KEYS.items():
        sql = f"DELETE FROM {table} WHERE {' AND '.join(f'{key} = ?' for key in keys)}"
        connection.executemany(sql, [row[: len(keys)] for row in batch.tables[table]])
    stage(connection, batch.tables["words"])
    forget(connection)


def batch_of(events: Sequence[Numbered]) -> Batch:
    """Return the rows of numbered events."""
    numbered = [(n, place, event.id, rows_of(event)) for n, place, event in events]
    tables: dict[str, list[tuple[Any, ...]]] = {
        "event": [
            (n, name, r.time.slot + place, *r.time.bounds, r.time.reach, r.time.edge,
             *r.known, r.filed, r.kind, r.place, *r.titles)
            for n, place, name, r in numbered
        ],
        "span": [(n, *span) for n, _, _, r in numbered for span in r.time.spans],
        "label": [(field, name, reach, edge, n) for n, _, _, r in numbered
                  for reach, edge in [(r.time.reach, r.time.edge)]
                  for field, name in r.labels],
        "figure": [(name, n, *bounds) for n, _, _, r in numbered for name, *bounds in r.figures],
        "anniversary": [(day, n, hedged) for n, _, _, r in numbered
                        for day, hedged in r.anniversaries],
        "words": [(n, *r.texts) for n, _, _, r in numbered],
        "record": [(n, r.record) for n, _, _, r in numbered],
        "brief": [(n, *r.brief) for n, _, _, r in numbered],
    }  # fmt: skip
    return Batch(tables, _names(events))


def _names(numbered: Sequence[Numbered]) -> dict[str, dict[str, Any]]:
    events = [event for _, _, event in numbered]
    return {
        "network": dict.fromkeys(name for event in events for name in event.networks),
        "kind": dict.fromkeys(event.kind for event in events if event.kind),
        "place": dict.fromkeys(event.place for event in events if event.place),
        "figure": dict.fromkeys(name for event in events for name, _ in event.figures),
        "tag": dict.fromkeys(name for event in events for name in event.tags),
        "source": sources_in(numbered),
    }


def sources_in(numbered: Iterable[Numbered]) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Return the sources that events cite: where each is first mentioned, and what it is."""
    sources: dict[str, tuple[bytes, dict[str, Any]]] = {}
    for _, place, event in numbered:
        for i, citation in enumerate(event.evidence):
            if (name := citation.source.name) not in sources:
                sources[name] = (place + i.to_bytes(4, "big"), source_record(citation.source))
    return sources
