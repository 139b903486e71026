"""Where the events of a question count: the years they begin in, or the names they bear.

What is plain is counted in SQL, so that a store of a million events is counted without reading one
of its records; dates with several members are looked at one by one.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from timeline.dates.calendar import civil
from timeline.dates.keys import number
from timeline.model import LABELS
from timeline.query.answer import conditions
from timeline.query.conditions import Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from timeline.query.answer import Question

UNITS = {"year": 1, "decade": 10}
"""What events begin in, in years."""

NAMED = tuple(field for field in LABELS if field not in ("part-of", "follows"))
"""The labels by which events are counted."""

MOST_UNITS = 100
"""Years (or decades) that a beginning may lie in and still be counted in each of them."""

Bucket: TypeAlias = "int | str | None"
"""A year, the number of a decade, a name; None where there is none of them."""


class Chosen(NamedTuple):
    """The events of a question: whether each matches certainly, and which match at all."""

    sure: Condition
    where: Condition

    @property
    def values(self) -> tuple[object, ...]:
        """The values of a query that asks for ``sure`` and limits itself to ``where``."""
        return (*self.sure.values, *self.where.values)

    def narrowed(self, condition: Condition) -> Chosen:
        """Return those of the events that fulfil a condition."""
        where = Condition(f"({condition.sql}) AND ({self.where.sql})",
                          (*condition.values, *self.where.values))  # fmt: skip
        return Chosen(self.sure, where)


def choose_events(question: Question) -> Chosen:
    """Return the events of a question as conditions on the event row ``e``."""
    return Chosen(*conditions(question))


class Share(NamedTuple):
    """Events that count alike: the number of one of them, how many, and where, surely or not."""

    n: int
    events: int
    verdicts: dict[Bucket, bool]


def shares(
    connection: sqlite3.Connection, chosen: Chosen, by: str, *, apart: bool = False
) -> Iterator[Share]:
    """Yield events with the rows that they count in; ``apart`` for each event on its own."""
    who = "e.n" if apart else "0"
    if by in NAMED:
        return _by_label(connection, chosen, by, who)
    if by in UNITS:
        return _by_beginning(connection, chosen, UNITS[by], who)
    return iter(())


def _by_label(
    connection: sqlite3.Connection, chosen: Chosen, field: str, who: str
) -> Iterator[Share]:
    sure, where = chosen
    named = (
        f"SELECT l.name, {sure.sql}, {who}, count(*) FROM label l CROSS JOIN event e "
        f"ON e.n = l.event WHERE l.field = ? AND ({where.sql}) GROUP BY 1, 2, 3"
    )
    unnamed = (
        f"SELECT NULL, {sure.sql}, {who}, count(*) FROM event e "
        f"WHERE (e.filed & ?) = 0 AND ({where.sql}) GROUP BY 2, 3"
    )
    for sql, value in ((named, field), (unnamed, 1 << LABELS.index(field))):
        for name, is_sure, n, events in connection.execute(
            sql, (*sure.values, value, *where.values)
        ):
            yield Share(n, events, {name: bool(is_sure)})


class Start(NamedTuple):
    """When a member of a date may begin: in the first to the last of some units.

    ``units`` is None where they cannot be named. ``one_of`` and ``hedged`` are those of the member;
    one that ``repeats`` begins anew in each of the units.
    """

    units: tuple[int, int] | None
    one_of: bool = False
    hedged: bool = False
    repeats: bool = False


def _by_beginning(
    connection: sqlite3.Connection, chosen: Chosen, size: int, who: str
) -> Iterator[Share]:
    @lru_cache(65_536)
    def units(first: bytes, last: bytes) -> tuple[int, int] | None:
        return _units(number(first), number(last), size)

    sure, where = chosen
    plain = connection.execute(
        f"SELECT {sure.sql}, {who}, e.es, e.ls, e.hedged, count(*) FROM event e "
        f"WHERE e.plain AND ({where.sql}) GROUP BY 3, 4, 5, 1, 2",
        chosen.values,
    )
    for is_sure, n, es, ls, hedged, events in plain:
        start = Start(units(es, ls), hedged=bool(hedged))
        yield Share(n, events, verdicts([start], is_sure=bool(is_sure)))
    spans = connection.execute(
        f"SELECT {sure.sql}, e.n, s.one_of, s.hedged, s.step, s.es, s.ls, s.le "
        f"FROM event e JOIN span s ON s.event = e.n WHERE {where.sql} ORDER BY e.n",
        chosen.values,
    )
    for (is_sure, n), members in groupby(spans, key=lambda row: row[:2]):
        starts = [
            Start(units(es, le if step else ls), bool(one_of), bool(hedged), bool(step))
            for _, _, one_of, hedged, step, es, ls, le in members
        ]
        yield Share(n, 1, verdicts(starts, is_sure=bool(is_sure)))


def _units(first: float, last: float, size: int) -> tuple[int, int] | None:
    """Return the units of the first and last of some days; None for too many to be counted in."""
    if inf in (abs(first), abs(last)):
        return None
    low, high = (civil(int(day))[0] // size for day in (first, last))
    return (low, high) if high - low < MOST_UNITS else None


def verdicts(starts: Iterable[Start], *, is_sure: bool) -> dict[Bucket, bool]:
    """Return the units in which an event may begin, and whether it certainly does."""
    found: dict[Bucket, bool] = {}
    choices = set()
    for start in starts:
        units: tuple[Bucket, ...] = (None,)
        if start.units:
            units = tuple(range(start.units[0], start.units[1] + 1))
        settled = is_sure and not start.hedged and (len(units) == 1 or start.repeats)
        for unit in units:
            found[unit] = found.get(unit, False) or (settled and not start.one_of)
        if start.one_of:
            choices.add(units if settled else ())
    # Of a one-of set every member must be certain.
    if len(choices) == 1:
        found.update(dict.fromkeys(choices.pop(), True))
    return found
