"""Run a question on an index and read the answer back as a chronology."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.model import CERTAIN, POSSIBLE, Answer, Match
from timeline.query.candidates import candidates
from timeline.query.conditions import TRUE, Condition
from timeline.query.fields import ORDERS
from timeline.query.matches import Counts, Finding, Matches, Reading
from timeline.query.names import declared, known_names
from timeline.query.sql import SEARCH, compile_term, match_of
from timeline.query.stored import read_event
from timeline.query.terms import EVERYTHING, Term, asked_names, conjuncts, phrases, window_of
from timeline.spelling import choose

if TYPE_CHECKING:
    import sqlite3

    from timeline.model import Certainty, Event
    from timeline.query.matches import Mend


# A title says what an event is about, a name that it merely concerns it. OFFSET keeps SQLite from
# merging this query into the outer one, where its ranking could not be computed.
_RANKING = Condition(
    " LEFT JOIN (SELECT rowid AS n, bm25(text, 10, 10, 3, 3, 2) AS score FROM text "
    "WHERE text MATCH ? LIMIT -1 OFFSET 0) k ON k.n = e.n"
)


class Question(NamedTuple):
    """A term, and how its matches are to be ordered and cut.

    ``days`` are the day numbers on which the state of each match is to be told.
    """

    term: Term = EVERYTHING
    sort: str = "date"
    reverse: bool = False
    limit: int | None = None
    days: tuple[float, float] | None = None


def _raise(_connection: sqlite3.Connection) -> sqlite3.Connection:
    """Raise the error that is being handled: there is no other index."""
    raise  # noqa: PLE0704 - asked only while an error is handled


def answer(
    connection: sqlite3.Connection, question: Question, language: str, mend: Mend = _raise
) -> Answer:
    """Return the matches of a question, which are read when they are looked at.

    ``mend`` gives an index in place of one on which reading failed. Raises UsageError for an order
    that there is not.
    """
    certain, condition = conditions(question)
    sought = phrases(question.term)
    order = _order(question, language, ranked=bool(sought))
    limit = "" if question.limit is None else f" LIMIT {int(question.limit)}"
    ranking = _RANKING if sought and question.sort == "relevance" else Condition("")
    if ranking.sql:
        ranking = ranking._replace(values=(match_of(sought, " OR "),))
    sql = (
        f"SELECT r.record, {certain.sql} FROM event e JOIN record r ON r.n = e.n{ranking.sql} "
        f"WHERE {condition.sql} ORDER BY {order}{limit}"
    )
    values = (*certain.values, *ranking.values, *condition.values)

    def read(row: tuple[Any, ...]) -> Match:
        event = read_event(row[0])
        return _match(event, CERTAIN if row[1] else POSSIBLE, question, language)

    finding = Finding(connection, mend, partial(_count, question=question), question.limit)
    matches = Matches(finding, Reading(lambda asked: asked.execute(sql, values), read))
    kinds, networks = (MappingProxyType(declared(connection, f)) for f in ("kind", "network"))
    shown = tuple((p.column, *p.words[:-1], p.words[-1] + "*" * p.is_prefix) for p in sought)
    asked = {name: asked_names(question.term, name) for name in ("network", "kind", "place")}
    figures = partial(_figures, finding, question) if question.limit is None else None
    return Answer(matches, language, Counts(finding), kinds, question.sort, shown, networks, asked,
                  _window(question), question.days, figures)  # fmt: skip


def _figures(finding: Finding, question: Question) -> list[str]:
    """Return the names of the figures that the matches of a question have."""
    _, condition = conditions(question)
    sql = (
        "SELECT DISTINCT f.name FROM figure f CROSS JOIN event e ON e.n = f.event "
        f"WHERE {condition.sql}"
    )
    return [n for (n,) in finding.ask(lambda asked: asked.execute(sql, condition.values))]


def _count(
    connection: sqlite3.Connection, most: int | None, *, question: Question
) -> tuple[int, int]:
    """Return how many matches a question has, certain and possible, counted up to ``most``."""
    certain, condition = conditions(question)
    ((sure, every),) = connection.execute(
        f"SELECT total(sure), count(*) FROM (SELECT {certain.sql} AS sure FROM event e "
        f"WHERE {condition.sql} LIMIT ?)",
        (*certain.values, *condition.values, -1 if most is None else most),
    )
    return int(sure), every - int(sure)


def _window(question: Question) -> tuple[float, float] | None:
    """Return the days that a question asks for; a single day that is asked about frames nothing."""
    windows = [window for term in conjuncts(question.term) if (window := window_of(term))]
    if question.days is not None or not windows:
        return None
    return max(w.first for w in windows), min(w.last for w in windows)


def used(
    connection: sqlite3.Connection, field: str, question: Question
) -> list[tuple[str, dict[str, Any], int]]:
    """Return the names of a field that matches bear, as ``names`` does, with how many bear them."""
    _, condition = conditions(question)
    rows = connection.execute(
        "SELECT l.name, count(*) FROM label l JOIN event e ON e.n = l.event "
        f"WHERE l.field = ? AND {condition.sql} GROUP BY l.name",
        (field, *condition.values),
    )
    counts = dict(rows.fetchall())
    known = known_names(connection, field)
    return [(name, record, counts[name]) for name, record in known if name in counts]


def conditions(question: Question) -> tuple[Condition, Condition]:
    """Return when a match is certain, and when an event matches at all, as SQL conditions."""
    certain, possible = compile_term(question.term)
    if certain == possible:  # nothing is asked about time: what matches does so certainly
        certain = TRUE
    return certain, _narrowed(question.term, possible)


def _match(event: Event, certainty: Certainty, question: Question, language: str) -> Match:
    if question.days is None:
        return Match(event, certainty)
    # Imported only here: only ``at`` asks for it.
    from timeline.state import state

    return Match(event, certainty, state(event, *question.days, language) or None)


def _narrowed(term: Term, condition: Condition) -> Condition:
    """Ask only the events that can match, where an index knows them."""
    selection = candidates(term)
    if selection is None or selection.sql == SEARCH:  # the condition searches for it anyway
        return condition
    return Condition(
        f"e.n IN ({selection.sql}) AND ({condition.sql})", (*selection.values, *condition.values)
    )


def _order(question: Question, language: str, *, ranked: bool) -> str:
    sort = choose(question.sort, ORDERS, "order")
    # Without words to search for, all events are as relevant.
    columns = ORDERS["date" if sort == "relevance" and not ranked else sort]
    columns = columns.format(language=language)
    if not question.reverse:
        return columns
    return ", ".join(f"{column} DESC" for column in columns.split(", "))
