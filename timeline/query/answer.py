"""Run a question on an index and read the answer back as a chronology."""

from __future__ import annotations

from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.model import CERTAIN, POSSIBLE, Answer, Match
from timeline.query.candidates import all_matching, narrowed
from timeline.query.conditions import TRUE, Condition, join
from timeline.query.fields import ORDERS
from timeline.query.matches import Counts, Finding, Matches, Reading
from timeline.query.names import declared, known_names
from timeline.query.ranking import (
    found_in_all,
    found_in_any,
    is_sought,
    tiers,
    without_phrases,
)
from timeline.query.sql import SEARCH, compile_term
from timeline.query.stored import read_event
from timeline.query.terms import (
    EVERYTHING,
    And,
    Term,
    Touching,
    asked_names,
    framed,
    phrases,
)
from timeline.spelling import choose

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from timeline.model import Certainty, Event
    from timeline.query.candidates import Filing
    from timeline.query.matches import Mend
    from timeline.query.terms import Phrase


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
    sought = phrases(question.term)
    choose(question.sort, ORDERS, "order")

    def read(row: tuple[Any, ...]) -> Match:
        event = read_event(row[0])
        return _match(event, CERTAIN if row[1] else POSSIBLE, question, language)

    finding = Finding(connection, mend, partial(_count, question=question), question.limit)
    records = Reading(
        partial(_rows, question, language, _RECORD), lambda rows: list(map(read, rows))
    )
    matches = Matches(finding, records)

    def told(rows: list[tuple[Any, ...]]) -> list[Any]:
        return [row if row[2] is not None else read((row[-1], row[1])) for row in rows]

    reading = Reading(partial(_rows, question, language, _brief(language)), told)
    briefs = None if question.days else partial(finding.each, reading)
    kinds, networks = (MappingProxyType(declared(connection, f)) for f in ("kind", "network"))
    shown = tuple((p.column, *p.words[:-1], p.words[-1] + "*" * p.is_prefix) for p in sought)
    asked = {name: asked_names(question.term, name) for name in ("network", "kind", "place")}
    figures = partial(_figures, finding, question) if question.limit is None else None
    return Answer(matches, language, Counts(finding), kinds, question.sort, shown, networks, asked,
                  _window(question), question.days, figures, briefs)  # fmt: skip


def _figures(finding: Finding, question: Question) -> list[str]:
    """Return the names of the figures that the matches of a question have."""
    _, condition = conditions(question)
    sql = (
        "SELECT DISTINCT f.name FROM figure f CROSS JOIN event e ON e.n = f.event "
        f"WHERE {condition.sql}"
    )
    return [n for (n,) in finding.ask(lambda asked: asked.execute(sql, condition.values))]


class _Columns(NamedTuple):
    """What is read of a match, before and behind how certain it is, and the table it stands in."""

    before: str
    behind: str
    table: str


_RECORD = _Columns("r.record", "", "record r ON r.n = e.n")


def _brief(language: str) -> _Columns:
    """Return the columns of ``brief.Told``, and the record where these are not all."""
    cited = "b.cited_en" if language == "en" else "ifnull(b.cited_de, b.cited_en)"
    whole = (
        f"CASE WHEN b.title_{language} IS NULL THEN (SELECT record FROM record WHERE n = b.n) END"
    )
    behind = f", b.date_{language}, b.networks, b.kind, b.status, {cited}, {whole}"
    return _Columns(f"b.title_{language}", behind, "brief b ON b.n = e.n")


def _rows(
    question: Question, language: str, columns: _Columns, connection: sqlite3.Connection
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of all matches in order, up to the limit of the question."""
    left = -1 if question.limit is None else question.limit
    for source, certain, condition, order in _selects(connection, question, language):
        rows = connection.execute(
            f"SELECT {columns.before}, {certain.sql}{columns.behind} FROM {source} "
            f"CROSS JOIN {columns.table} WHERE {condition.sql} ORDER BY {order} LIMIT ?",
            (*certain.values, *condition.values, left),
        )
        if question.limit is None:
            yield from chain(rows)  # left early, it closes no cursor whose index is gone
            continue
        for row in rows:
            yield row
            left -= 1
        if not left:
            return


class _Select(NamedTuple):
    """Where events are read from, when they match certainly and when at all, and in which order."""

    source: str
    certain: Condition
    condition: Condition
    order: str


def _selects(
    connection: sqlite3.Connection, question: Question, language: str
) -> Iterator[_Select]:
    """Yield the queries that find all matches in order.

    One query for each tier of what is searched for; where a limit cuts the list, one for the first
    events that may match, which may be enough; or else a single one.
    """
    term, sought = question.term, phrases(question.term)
    sort = choose(question.sort, ORDERS, "order")
    if not sought or sort not in ("relevance", "date"):
        order, beyond = _order(question, sort, language), TRUE
        if question.limit and ORDERS[sort] == ORDERS["date"]:
            from timeline.query.first import first_parts  # imported only here: most lists are whole

            for part in first_parts(connection, term, question.limit, reverse=question.reverse):
                certain, condition = conditions(question, part.filing)
                begun = join(" AND ", [condition, part.within], TRUE)
                yield _Select("event e", certain, begun, order)
                beyond = part.beyond
        certain, condition = conditions(question)
        yield _Select("event e", certain, join(" AND ", [condition, beyond], TRUE), order)
        return
    way = " DESC" if question.reverse else ""
    all_found = is_sought(term)
    if sort == "date":
        if all_found:
            yield _searched(question, found_in_all(sought), way)
        else:
            yield _Select("event e", *conditions(question), f"e.slot{way}")
        return
    ranked = [_searched(question, tier, way) for tier in tiers(sought, all_found=all_found)]
    if not all_found:
        certain, condition = conditions(question)
        others = join(" AND ", [condition, *_not_found(sought)], TRUE)
        ranked.append(_Select("event e", certain, others, f"e.slot{way}"))
    yield from reversed(ranked) if question.reverse else ranked


_FOUND = "text k CROSS JOIN chronology c ON c.place = k.rowid CROSS JOIN event e ON e.n = c.event"
"""What a search finds, in the order of the chronology."""


def _searched(question: Question, search: str, way: str) -> _Select:
    """Return the query for those matches that a search finds: it is the search that is read.

    ``way`` is how their dates are ordered; the rows of a search come in that order.
    """
    certain, condition = _beyond_search(question)
    found = Condition("k.text MATCH ?", (search,))
    return _Select(_FOUND, certain, join(" AND ", [found, condition], TRUE), f"k.rowid{way}")


def _beyond_search(question: Question) -> tuple[Condition, Condition]:
    """Return both conditions of what is found, where all of it is: nobody searches twice."""
    if not is_sought(question.term):
        return conditions(question)
    return conditions(question._replace(term=without_phrases(question.term)))


def _not_found(sought: tuple[Phrase, ...]) -> list[Condition]:
    return [Condition(f"e.n NOT IN ({SEARCH})", (found_in_any(sought),))]


def _count(
    connection: sqlite3.Connection, most: int | None, *, question: Question
) -> tuple[int, int]:
    """Return how many matches a question has, certain and possible, counted up to ``most``."""
    source = "event e"
    certain, condition = conditions(question)
    if is_sought(question.term):
        certain, condition = _beyond_search(question)
        found = Condition("k.text MATCH ?", (found_in_all(phrases(question.term)),))
        source = "text k" if condition == TRUE else _FOUND
        condition = join(" AND ", [found, condition], TRUE)
    elif selection := all_matching(question.term):
        # Whatever else is known of those that bear a name, they need not be looked at.
        source, condition = f"(SELECT DISTINCT event FROM ({selection.sql}))", TRUE
        certain = Condition("1", selection.values)
    ((sure, every),) = connection.execute(
        f"SELECT total(sure), count(*) FROM (SELECT {certain.sql} AS sure FROM {source} "
        f"WHERE {condition.sql} LIMIT ?)",
        (*certain.values, *condition.values, -1 if most is None else most),
    )
    return int(sure), every - int(sure)


def _window(question: Question) -> tuple[float, float] | None:
    """Return the days that a question asks for; a single day that is asked about frames nothing."""
    frame = framed(question.term)
    if question.days is not None or frame == Touching():
        return None
    return frame.first, frame.last


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


def conditions(question: Question, filing: Filing | None = None) -> tuple[Condition, Condition]:
    """Return when a match is certain, and when an event matches at all, as SQL conditions.

    With a ``filing``, only of the events that are filed there.
    """
    terms = question.term.terms if isinstance(question.term, And) else (question.term,)
    verdicts = [compile_term(term) for term in terms]
    # What asks nothing about time matches certainly, if it does at all.
    doubtful = [verdict.certain for verdict in verdicts if verdict.certain != verdict.possible]
    return join(" AND ", doubtful, TRUE), narrowed(question.term, filing)


def _match(event: Event, certainty: Certainty, question: Question, language: str) -> Match:
    if question.days is None:
        return Match(event, certainty)
    # Imported only here: only ``at`` asks for it.
    from timeline.state import state

    return Match(event, certainty, state(event, *question.days, language) or None)


def _order(question: Question, sort: str, language: str) -> str:
    columns = ORDERS[sort].format(language=language)
    if not question.reverse:
        return columns
    return ", ".join(f"{column} DESC" for column in columns.split(", "))
