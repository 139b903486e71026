"""The first matches of very many: found among the first events of an index, without sorting all.

An event stands in the chronology at a day that it may touch. So those that stand up to some day are
among those that touch the days up to it, which the index has together (``candidates.py``): where
they are enough, the others are not looked at. How many events are filed up to a day is told by
the edges alone; whether enough of them match is not, so the next part is larger, and the last one
is all the rest.
"""

from __future__ import annotations

from math import inf
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.keys import BEGINLESS, ENDLESS, key, number
from timeline.query.candidates import filing_of
from timeline.query.conditions import TRUE, Condition, join
from timeline.query.terms import Touching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from timeline.query.candidates import Filing
    from timeline.query.terms import Term

_MOST = 1_000
"""The limit beyond which all matches are sorted."""

_SPARE = 50
"""Events of the first part beyond twice as many as are asked for."""

_LARGER = 16
"""How many times as large as the first part the second is."""

_WHOLE = 32
"""How many times as many events as a part has may be looked at whatever its days are."""


class Part(NamedTuple):
    """Where the events of a part are filed, and when an event ``e`` belongs to it, or to the rest.

    The rest are those that stand beyond this part and all before it.
    """

    filing: Filing
    within: Condition
    beyond: Condition


def first_parts(connection: Connection, term: Term, limit: int, *, reverse: bool) -> Iterator[Part]:
    """Yield one part of the chronology after the other: no match stands between or before them.

    There are none where nothing is won by it. ``reverse``: from the end of the chronology.
    """
    filing = filing_of(term)
    if not 0 < limit <= _MOST or filing is None:
        return
    beyond = TRUE
    for size in (2 * limit + _SPARE, _LARGER * (2 * limit + _SPARE)):
        day = _last_day(connection, filing, size, reverse=reverse)
        if day is None:
            return
        window = Touching(day, inf) if reverse else Touching(-inf, day)
        bound = key(day if reverse else day + 1)
        # The plus keeps SQLite from walking the chronology: few of its events may be filed here.
        earlier, later = Condition("+e.slot < ?", (bound,)), Condition("+e.slot >= ?", (bound,))
        inside, outside = (later, earlier) if reverse else (earlier, later)
        yield Part(filing.within(window), join(" AND ", [inside, beyond], TRUE), outside)
        beyond = outside


def _last_day(connection: Connection, filing: Filing, size: int, *, reverse: bool) -> float | None:
    """Return the day up to which so many events are filed, from the end in ``reverse``, or None.

    None, too, where many more would have to be looked at, because they may touch any day.
    """
    edges: list[bytes] = []
    whole = ENDLESS if reverse else BEGINLESS
    sql, values = filing.edges(descending=reverse)
    for reach, lowest, highest in filing.ranges():
        most = _WHOLE * size if reach == whole else size
        bounds = (reach, key(lowest), key(highest), most)
        found = connection.execute(sql, (*values, *bounds)).fetchall()
        if reach == whole and len(found) == most:
            return None
        if reach != BEGINLESS:  # their edge is their end
            edges += (edge for (edge,) in found)
    try:
        edges.sort(reverse=reverse)
        return number(edges[size - 1]) if len(edges) >= size else None
    except (LookupError, TypeError) as error:
        raise DatabaseError("an edge cannot be read") from error
