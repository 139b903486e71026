"""The events in the order of a chronology, and what is searched for numbered by it.

A full-text search yields rows by their numbers: so what it finds comes in the order of dates
without being sorted, and the first of very many matches are found as soon as those of few.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_ROOM = 1 << 16
"""What lies between the places of two events that follow each other: room for others."""

_LEAST = 64
"""Places between two events where room was made."""

_COLUMNS = "title_de, title_en, summary_de, summary_en, names"

STAGE = f"CREATE TEMP TABLE words (event INTEGER PRIMARY KEY, {_COLUMNS});"
"""A table for words as they are made: they are put in when the places of all events are known."""


def settle(connection: sqlite3.Connection) -> None:
    """Give every event of a new index its place, and put its words in."""
    connection.executescript(f"""
        BEGIN;
        INSERT INTO chronology SELECT {_ROOM} * row_number() OVER (ORDER BY slot), n
            FROM event ORDER BY slot;
        INSERT INTO text (rowid, {_COLUMNS}) SELECT c.place, {_of("w")}
            FROM chronology c CROSS JOIN words w ON w.event = c.event ORDER BY c.place;
        CREATE UNIQUE INDEX chronology_event ON chronology (event);
        DROP TABLE words;
    """)


def forget(connection: sqlite3.Connection) -> None:
    """Take out the events whose words are staged."""
    # Of what is searched for nothing but an index is kept: it has to be told what is to go.
    connection.execute(
        f"INSERT INTO text (text, rowid, {_COLUMNS}) SELECT 'delete', c.place, {_of('w')} "
        "FROM words w CROSS JOIN chronology c ON c.event = w.event"
    )
    connection.execute("DELETE FROM chronology WHERE event IN (SELECT event FROM words)")
    connection.execute("DELETE FROM words")


def stage(connection: sqlite3.Connection, words: Iterable[tuple[object, ...]]) -> None:
    """Stage the words of events: rows of a number and a text for each column."""
    connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?, ?)", words)


def crowded(connection: sqlite3.Connection, slots: Iterable[tuple[bytes, int]]) -> set[int]:
    """Return the numbers of events that have to be put elsewhere, so that others find room."""
    found: set[int] = set()
    for low, run in _runs(connection, slots):
        size = 0
        while True:
            around = _neighbours(connection, low, size)
            (first, *_), (last, *_) = around[0], around[-1]
            moved = {n for _, n in around[1:-1] if n is not None}
            if (last - first) // (len(run) + len(moved) + 1) >= bool(size) * _LEAST + 1:
                break
            size = size * 8 or 32
        found |= moved
    return found


def _neighbours(
    connection: sqlite3.Connection, low: int, size: int
) -> list[tuple[int, int | None]]:
    """Return (place, number) of so many events on both sides of a place, and of one more each."""
    sql = "SELECT place, event FROM chronology WHERE place {} ? ORDER BY place {} LIMIT ?"
    below = connection.execute(sql.format("<=", "DESC"), (low, size + 1)).fetchall()
    above = connection.execute(sql.format(">", ""), (low, size + 1)).fetchall()
    if len(below) <= size:
        below.append((0, None))
    if len(above) <= size:
        end = above[-1][0] if above else low
        above.append((end + _ROOM * (size + 2) * 2, None))
    return [*below[::-1], *above]


def fit_in(connection: sqlite3.Connection, slots: Iterable[tuple[bytes, int]]) -> None:
    """Give events, from (slot, number), places between others, and put their staged words in.

    Raises OverflowError where there is no room.
    """
    for low, run in _runs(connection, slots):
        sql = "SELECT min(place) FROM chronology WHERE place > ?"
        ((high,),) = connection.execute(sql, (low,))
        rows = zip(spread(low, high, len(run), _ROOM), run, strict=True)
        connection.executemany("INSERT INTO chronology VALUES (?, ?)", rows)
    connection.execute(
        f"INSERT INTO text (rowid, {_COLUMNS}) SELECT c.place, {_of('w')} "
        "FROM words w CROSS JOIN chronology c ON c.event = w.event ORDER BY c.place"
    )
    connection.execute("DROP TABLE words")


def spread(low: int, high: int | None, count: int, room: int) -> list[int]:
    """Return so many numbers evenly between two, or from one on with some room between them.

    Raises OverflowError where there are not so many.
    """
    step = room if high is None else (high - low) // (count + 1)
    if not step:
        raise OverflowError
    return [low + step * i for i in range(1, count + 1)]


def _runs(
    connection: sqlite3.Connection, slots: Iterable[tuple[bytes, int]]
) -> list[tuple[int, list[int]]]:
    """Return the numbers of events without a place by the place that they come after (0: none)."""
    ahead = (
        "SELECT c.place FROM event e CROSS JOIN chronology c ON c.event = e.n "
        "WHERE e.slot < ? ORDER BY e.slot DESC LIMIT 1"
    )
    placed = []
    for slot, n in sorted(slots):
        row = connection.execute(ahead, (slot,)).fetchone()
        placed.append((row[0] if row else 0, n))
    return [(low, [n for _, n in run]) for low, run in groupby(placed, key=lambda pair: pair[0])]


def _of(table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in _COLUMNS.split(", "))
