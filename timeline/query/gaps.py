"""Find the gaps of a chronology: stretches of time without an event.

What a gap is stands in docs/architecture.md ("Gaps"); ``stretches.py`` works it out.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.durations import shift
from timeline.dates.keys import number
from timeline.errors import UsageError
from timeline.query.names import declared, known_names
from timeline.query.shares import NAMED, UNITS, choose_events
from timeline.query.stored import read_event
from timeline.query.stretches import (
    Bounds,
    Filled,
    filling,
    lasting,
    longest_empty,
    merged,
    untouched,
)
from timeline.query.terms import KnownBy, Label, Not, asked_names, both, conjuncts, framed
from timeline.spelling import choose

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from timeline.dates.durations import Duration
    from timeline.model import Event, Text
    from timeline.query.answer import Question
    from timeline.query.shares import Chosen
    from timeline.query.terms import Term

GAPS_BY = (*NAMED, "none")
"""What gaps may be looked for in; ``none`` is all events together."""


class Gap(NamedTuple):
    """A stretch of days without an event: ``first`` to ``last`` at its longest.

    ``sure`` is the longest stretch in it that no event can touch, as (first, last), or None;
    ``is_certain`` tells whether one such stretch is as long as was asked for. The event ``before``
    it ends on the eve of ``first`` at the earliest; the one ``after`` it starts on the morrow of
    ``last`` at the latest, None where nothing follows until today.
    """

    name: str | None
    first: int
    last: int
    sure: tuple[int, int] | None
    is_certain: bool
    before: Event
    after: Event | None


class Gaps(NamedTuple):
    """Gaps by a field, name by name and in order of time, and the declared names of kinds."""

    by: str
    found: tuple[Gap, ...]
    kinds: Mapping[str, Text] = {}


def gaps(
    connection: sqlite3.Connection, question: Question, by: str, span: Duration, today: int
) -> Gaps:
    """Find the gaps of at least a span among the events of a question.

    They end on ``today`` (a day number), or on the last day of the window that is asked for.
    Raises UsageError for a field by which there are none.
    """
    if by in UNITS:
        raise UsageError(f"there are no gaps by {by}", f"valid: {', '.join(GAPS_BY)}")
    choose(by, GAPS_BY, "field")
    until = min(today, _last_day(question.term))
    # What was called off did not happen.
    happened = Not(Label("status", ("cancelled",)))
    question = question._replace(term=both(question.term, happened))
    read = lru_cache(1_024)(lambda n: _event(connection, n))
    found: dict[str | None, list[Gap]] = {}
    asked = asked_names(question.term, by)
    for name, lying in _lying(connection, choose_events(question), by):
        if asked and name not in asked:  # of a network that is not asked for, only a part is here
            continue
        touched = merged(lying.touched)
        for empty in longest_empty(lying.filled, until):
            if shift(empty.first, span, 1) > empty.last + 1:
                continue
            sure = list(untouched(touched, empty.first, empty.last))
            gap = Gap(
                name, empty.first, empty.last,
                max(sure, key=lambda days: days[1] - days[0], default=None),
                any(shift(first, span, 1) <= last + 1 for first, last in sure),
                read(lying.events[empty.before - 1]),
                read(lying.events[empty.after - 1]) if empty.after else None,
            )  # fmt: skip
            found.setdefault(name, []).append(gap)
    order = {name: place for place, (name, _) in enumerate(known_names(connection, by))}
    in_order = sorted(found, key=lambda name: (order.get(name or "", len(order)), name or ""))
    every = tuple(gap for name in in_order for gap in found[name])
    return Gaps(by, every, declared(connection, "kind"))


def _last_day(term: Term) -> float:
    """Return the last day of a question's window: what comes later is not asked for."""
    known = (t.day for t in conjuncts(term) if isinstance(t, KnownBy))
    return min((framed(term).last, *known))


class Lying(NamedTuple):
    """Where some events lie: what they fill for certain, and the stretches they may touch.

    What is filled names an event by its place (from 1) in ``events``, which are in their order.
    """

    events: list[int]
    filled: list[Filled]
    touched: list[tuple[float, float]]


def _lying(
    connection: sqlite3.Connection, chosen: Chosen, by: str
) -> Iterator[tuple[str | None, Lying]]:
    """Yield where the events lie that bear each name of a field, or all of them under None."""
    day = lru_cache(65_536)(number)
    spans: dict[int, list[Bounds]] = {}
    for n, one_of, hedged, *bounds in connection.execute(
        "SELECT s.event, s.one_of, s.hedged, s.es, s.ls, s.ee, s.le FROM event e JOIN span s "
        f"ON s.event = e.n WHERE {chosen.where.sql}",
        chosen.where.values,
    ):
        spans.setdefault(n, []).append(Bounds(one_of, hedged, *map(day, bounds)))
    for name, rows in groupby(_rows(connection, chosen, by), key=itemgetter(0)):
        events: list[int] = []
        filled: list[Filled] = []
        touched: list[tuple[float, float]] = []
        for place, (_, n, sure, hedged, *keys) in enumerate(rows, start=1):
            events.append(n)
            if n in spans:
                touched += ((m.es, m.le) for m in spans[n])
                filled += filling(place, spans[n]) if sure else ()
                continue
            # One member, as most events have: a million of them are worth a shorter way.
            es, ls, ee, le = map(day, keys)
            touched.append((es, le))
            if sure and not hedged:
                filled.append(Filled(lasting(ee, le), ls, place))
        yield name, Lying(events, filled, touched)


def _rows(connection: sqlite3.Connection, chosen: Chosen, by: str) -> sqlite3.Cursor:
    sure, where = chosen
    columns = f"e.n, {sure.sql}, e.hedged, e.es, e.ls, e.ee, e.le"
    if by == "none":
        sql = f"SELECT NULL, {columns} FROM event e WHERE {where.sql} ORDER BY e.slot"
        return connection.execute(sql, chosen.values)
    return connection.execute(
        f"SELECT l.name, {columns} FROM label l CROSS JOIN event e ON e.n = l.event "
        f"WHERE l.field = ? AND ({where.sql}) ORDER BY l.name, e.slot",
        (*sure.values, by, *where.values),
    )


def _event(connection: sqlite3.Connection, n: int) -> Event:
    ((record,),) = connection.execute("SELECT record FROM record WHERE n = ?", (n,))
    return read_event(record)
