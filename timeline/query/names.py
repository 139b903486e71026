"""The names that a store knows, and which of them a user means by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.model import Text
from timeline.query.stored import load, read_event
from timeline.spelling import did_you_mean, fold, words_in

if TYPE_CHECKING:
    import sqlite3

_FEW = 20
"""Names that a hint may list."""

_FEW_FIGURES = 12
"""Figures that a hint may list, the most common ones: how many more there are, it says as well."""

_MOST_NAMES = 1000
"""Names that the beginning of one may stand for."""

_LISTED = ("network", "kind", "tag", "source")
"""Fields whose names a command lists."""


def known_names(connection: sqlite3.Connection, field: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the names of a field in the store's order, with what is known of them."""
    rows = connection.execute(
        "SELECT name, record FROM name WHERE field = ? ORDER BY place", (field,)
    )
    return [(name, load(record)) for name, record in rows]


def declared(connection: sqlite3.Connection, field: str) -> dict[str, Text]:
    """Return the declared words of networks or kinds."""
    known = known_names(connection, field)
    return {name: Text(said.get("de"), said.get("en")) for name, said in known if said}


def names(connection: sqlite3.Connection, field: str) -> list[tuple[str, dict[str, Any], int]]:
    """Return the names of a field in the store's order: (name, what is known of it, events)."""
    rows = connection.execute(
        "SELECT name, record, (SELECT count(*) FROM label l WHERE l.field = name.field "
        "AND l.name = name.name) FROM name WHERE field = ? ORDER BY place",
        (field,),
    )
    return [(name, load(record), count) for name, record, count in rows]


def find_name(connection: sqlite3.Connection, field: str, given: str) -> tuple[str, ...]:
    """Return the names a user means: the exact one, or those that differ in case or accents only.

    Raises UsageError with the nearest name where there is none.
    """
    exact = connection.execute(
        "SELECT name FROM name WHERE field = ? AND folded = ?", (field, fold(given))
    ).fetchall()
    found = tuple(name for (name,) in exact)
    if given in found:
        return (given,)
    if found:
        return found
    known = _figures(connection) if field == "figure" else _names(connection, field)
    listed = _listed(field, known)
    aliases = _aliases(connection, field, known)
    raise UsageError(f"there is no {field} {given!r}", did_you_mean(given, known, listed, aliases))


def _aliases(connection: sqlite3.Connection, field: str, known: list[str]) -> dict[str, str]:
    """Return what else a user may call a name: its words in full, or how a figure's name begins."""
    if field == "figure":  # of several that begin alike, the most common one
        return {name.partition("_")[0]: name for name in reversed(known)}
    titles = declared(connection, field) if field in ("network", "kind") else {}
    return {said: name for name, text in titles.items() for said in (text.de, text.en) if said}


def _listed(field: str, known: list[str]) -> str:
    """Say which names of a field there are."""
    if not known:
        return f"this store has no {field}s"
    few = _FEW_FIGURES if field == "figure" else _FEW
    if len(known) <= few:
        return f"valid: {', '.join(known)}"
    if field == "figure":  # no command lists them
        return f"valid: {', '.join(known[:few])} and {len(known) - few} more"
    return f"see 'timeline {field}s'" if field in _LISTED else f"for example {known[0]}"


def _figures(connection: sqlite3.Connection) -> list[str]:
    """Return the names of figures, the most common ones first."""
    rows = connection.execute("SELECT name FROM figure GROUP BY name ORDER BY count(*) DESC, name")
    return [name for (name,) in rows]


def _names(connection: sqlite3.Connection, field: str) -> list[str]:
    sql = "SELECT name FROM name WHERE field = ? ORDER BY place"
    return [name for (name,) in connection.execute(sql, (field,))]


def find_names_starting(connection: sqlite3.Connection, field: str, start: str) -> tuple[str, ...]:
    """Return the names of a field (or ids) with a beginning, whatever its case or accents.

    Raises UsageError where there is none, or where they are too many to be meant.
    """
    low = fold(start)
    table, column, name = ("event", "id", "id") if field == "id" else ("name", "folded", "name")
    where = "" if field == "id" else "field = ? AND "
    rows = connection.execute(
        f"SELECT {name} FROM {table} WHERE {where}{column} >= ? AND {column} < ? LIMIT ?",
        (*([] if field == "id" else [field]), low, f"{low}\U0010ffff", _MOST_NAMES + 1),
    )
    found = tuple(name for (name,) in rows)
    if not found:
        known = [i for i, _ in ids(connection, "")] if field == "id" else _names(connection, field)
        nearest = did_you_mean(start, known, "the * stands for the rest of a name")
        raise UsageError(f"no {field} starts with {start!r}", nearest)
    if len(found) > _MOST_NAMES:
        raise UsageError(f"{start!r} begins more than {_MOST_NAMES} names", "write more of it")
    return found


def find_place(connection: sqlite3.Connection, given: str) -> tuple[str, ...]:
    """Return the places that have some words in a row, whatever their case or accents.

    Raises UsageError with the nearest place where there is none.
    """
    is_prefix = given.endswith("*")
    wanted = words_in(given)
    sought = f" {' '.join(wanted)}" + " " * (not is_prefix)
    rows = connection.execute(
        "SELECT name FROM name WHERE field = 'place' AND instr(folded, ?)",
        (max(wanted, key=len, default=""),),
    )
    found = tuple(name for (name,) in rows if sought in f" {' '.join(words_in(name))} ")
    if len(found) > _MOST_NAMES:
        raise UsageError(f"{given!r} names more than {_MOST_NAMES} places", "write more of it")
    if wanted and found:
        return found
    known = _names(connection, "place")
    parts = [word for name in known for word in name.replace(",", " ").split()]
    hint = did_you_mean(given, [*known, *dict.fromkeys(parts)], "see 'timeline stats --by place'")
    raise UsageError(f"there is no place {given!r}", hint)


def ids(connection: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Return the ids that start with a text, with the titles of their events."""
    rows = connection.execute(
        "SELECT e.id, r.record FROM event e JOIN record r ON r.n = e.n "
        "WHERE e.id >= ? AND e.id < ? ORDER BY e.id",
        (start, f"{start}\U0010ffff"),
    )
    return [(event_id, read_event(record).title.said_in("en")) for event_id, record in rows]


def find_event(connection: sqlite3.Connection, given: str) -> str:
    """Return the id of an event; raises UsageError with the nearest id where there is none."""
    row = connection.execute("SELECT id FROM event WHERE id = ?", (given.lower(),)).fetchone()
    if row:
        return str(row[0])
    ids = [i for (i,) in connection.execute("SELECT id FROM event ORDER BY slot")]
    raise UsageError(
        f"there is no event {given!r}", did_you_mean(given, ids, "see 'timeline list --fields id'")
    )
