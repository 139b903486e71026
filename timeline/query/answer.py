"""Run a question on an index and read the answer back as a chronology."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.model import CERTAIN, POSSIBLE, Chronology, Match, Text
from timeline.query.candidates import candidates
from timeline.query.fields import ORDERS, choose
from timeline.query.sql import TRUE, Condition, compile_term
from timeline.query.terms import EVERYTHING, Term
from timeline.records import event_of
from timeline.spelling import did_you_mean, fold

if TYPE_CHECKING:
    import sqlite3

    from timeline.model import Event


_FEW = 20
"""Names that a hint may list."""


@dataclass(frozen=True, slots=True)
class Question:
    """A term, and how its matches are to be ordered and cut."""

    term: Term = EVERYTHING
    certain_only: bool = False
    sort: str = "date"
    reverse: bool = False
    limit: int | None = None


def answer(connection: sqlite3.Connection, question: Question, language: str) -> Chronology:
    """Return the matches of a question; raises UsageError for an order that there is not."""
    certain, possible = compile_term(question.term)
    condition = _narrowed(question.term, certain if question.certain_only else possible)
    if certain == possible:  # nothing is asked about time: what matches does so certainly
        certain = TRUE
    order = _order(question, language)
    limit = "" if question.limit is None else f" LIMIT {int(question.limit)}"
    rows = connection.execute(
        f"SELECT r.record, {certain.sql} FROM event e JOIN record r ON r.n = e.n "
        f"WHERE {condition.sql} ORDER BY {order}{limit}",
        (*certain.values, *condition.values),
    )
    matches = tuple(Match(_read(record), CERTAIN if sure else POSSIBLE) for record, sure in rows)
    kinds = {name: Text(known.get("de"), known.get("en"))
             for name, known in _known(connection, "kind") if known}  # fmt: skip
    if question.limit is None:
        sure = sum(match.certainty == CERTAIN for match in matches)
        return Chronology(matches, language, (sure, len(matches) - sure), kinds)
    ((sure, found),) = connection.execute(
        f"SELECT total({certain.sql}), count(*) FROM event e WHERE {condition.sql}",
        (*certain.values, *condition.values),
    )
    return Chronology(matches, language, (int(sure), found - int(sure)), kinds)


def _read(record: str) -> Event:
    """Return the event of a record; raises DatabaseError for one that rotted on the disk."""
    try:
        return event_of(_load(record))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DatabaseError("a record cannot be read") from error


def _load(record: str) -> Any:
    try:
        return json.loads(record)
    except ValueError as error:
        raise DatabaseError("a record cannot be read") from error


def _narrowed(term: Term, condition: Condition) -> Condition:
    """Ask only the events that can match, where an index knows them."""
    selection = candidates(term)
    if selection is None:
        return condition
    return Condition(
        f"e.n IN ({selection.sql}) AND ({condition.sql})", (*selection.values, *condition.values)
    )


def _order(question: Question, language: str) -> str:
    columns = ORDERS[choose(question.sort, ORDERS, "order")].format(language=language)
    if not question.reverse:
        return columns
    return ", ".join(f"{column} DESC" for column in columns.split(", "))


def _known(connection: sqlite3.Connection, field: str) -> list[tuple[str, dict[str, Any]]]:
    rows = connection.execute("SELECT name, record FROM name WHERE field = ? ORDER BY n", (field,))
    return [(name, _load(record)) for name, record in rows]


def names(connection: sqlite3.Connection, field: str) -> list[tuple[str, dict[str, Any], int]]:
    """Return the names of a field in the store's order: (name, what is known of it, events)."""
    rows = connection.execute(
        "SELECT name, record, (SELECT count(*) FROM label l WHERE l.field = name.field "
        "AND l.name = name.name) FROM name WHERE field = ? ORDER BY n",
        (field,),
    )
    return [(name, _load(record), count) for name, record, count in rows]


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
    known = [name for name, in connection.execute(
        "SELECT name FROM name WHERE field = ? ORDER BY n", (field,))]  # fmt: skip
    if "," in given:
        listed = f"repeat the option for each: --{field} A --{field} B"
    elif not known:
        listed = f"this store has no {field}s"
    else:
        listed = f"valid: {', '.join(known)}" if len(known) <= _FEW else f"see 'timeline {field}s'"
    raise UsageError(f"there is no {field} {given!r}", did_you_mean(given, known, listed))


def ids(connection: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Return the ids that start with a text, with the titles of their events."""
    rows = connection.execute(
        "SELECT e.id, r.record FROM event e JOIN record r ON r.n = e.n "
        "WHERE e.id >= ? AND e.id < ? ORDER BY e.id",
        (start, f"{start}\U0010ffff"),
    )
    return [(event_id, _read(record).title.said_in("en")) for event_id, record in rows]


def find_event(connection: sqlite3.Connection, given: str) -> str:
    """Return the id of an event; raises UsageError with the nearest id where there is none."""
    row = connection.execute("SELECT id FROM event WHERE id = ?", (given.lower(),)).fetchone()
    if row:
        return str(row[0])
    ids = [i for (i,) in connection.execute("SELECT id FROM event ORDER BY n")]
    raise UsageError(
        f"there is no event {given!r}", did_you_mean(given, ids, "see 'timeline list --fields id'")
    )
