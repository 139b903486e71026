"""Stretches of days without an event: what may be empty, and what is so for certain.

An event certainly fills the days from its latest start to its earliest end, and may touch those
from its earliest start to its latest end. So a stretch is *possibly* empty where ``between`` would
find nothing certain in it, and *certainly* empty where ``between`` would find nothing at all.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, groupby
from math import inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Filled(NamedTuple):
    """An event that is in any case somewhere between its earliest end and its latest start.

    Where the end comes after the start, it fills all the days between them. A stretch of days
    cannot be empty if it begins no later than ``end`` and ends no earlier than ``start``. ``n`` is
    the place of the event among all (from 1).
    """

    end: float
    start: float
    n: int


class Bounds(NamedTuple):
    """The bounds of one member of a date, as days."""

    one_of: int
    hedged: int
    es: float
    ls: float
    ee: float
    le: float


def lasting(end: float, latest: float) -> float:
    """Return the earliest end of an event that counts: one without an end may go on for ever."""
    return inf if latest == inf else end


def filling(n: int, members: list[Bounds]) -> Iterator[Filled]:
    """Yield what an event fills: a one-of set is one event, of an all-of set each member is."""
    choices = [m for m in members if m.one_of]
    for alike in ([m] for m in members if not m.one_of):
        yield from _filled(n, alike)
    if choices:
        yield from _filled(n, choices)


def _filled(n: int, alike: list[Bounds]) -> Iterator[Filled]:
    if not any(m.hedged for m in alike):
        latest = max(m.le for m in alike)
        yield Filled(lasting(min(m.ee for m in alike), latest), max(m.ls for m in alike), n)


class Empty(NamedTuple):
    """A stretch of days that may be empty, and the places of the events around it (0: none)."""

    first: int
    last: int
    before: int
    after: int


def longest_empty(filled: Iterable[Filled], today: float) -> list[Empty]:
    """Return the stretches between events, or after the last until today, that may be empty.

    Each is as long as any reading of the dates makes it; none lies in another.
    """
    found: list[Empty] = []
    together = [list(marks) for _, marks in groupby(sorted(filled), key=lambda mark: mark.end)]
    start, after = inf, 0  # of the events that end later, the one that must have started first
    for marks, earlier in zip(reversed(together), reversed(_latest(together)), strict=True):
        end = marks[0].end
        last, following = start - 1, after
        if start == inf:  # all may be over: until today, or until one of them that came late
            late, n = max([earlier, *_starts(marks[1:])])
            last, following = max((today, 0), (late - 1, n))
        if -inf < end < last:
            while found and found[-1].last <= last:
                found.pop()
            found.append(Empty(int(end) + 1, int(last), marks[0].n, following))
        start, after = min([(start, after), *_starts(marks)])
    return found[::-1]


def _starts(marks: list[Filled]) -> list[tuple[float, int]]:
    return [(mark.start, mark.n) for mark in marks if mark.start < inf]


def _latest(together: list[list[Filled]]) -> list[tuple[float, int]]:
    """Return for each group of events which of those in the groups before it may start last."""
    starts = (max(_starts(marks), default=(-inf, 0)) for marks in together)
    return list(accumulate(starts, max, initial=(-inf, 0)))[:-1]


def merged(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the days of overlapping stretches as ones that neither overlap nor meet, in order."""
    found: list[tuple[float, float]] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def untouched(
    touched: list[tuple[float, float]], first: int, last: int
) -> Iterator[tuple[int, int]]:
    """Yield what no stretch touches of the days from a first to a last one."""
    free = first
    edge: float = first
    at = bisect_left(touched, edge, key=lambda stretch: stretch[1])
    for begin, end in touched[at:]:
        if free > last or begin > last:
            break
        if begin > free:
            yield free, int(begin) - 1
        if end == inf:
            return
        free = int(end) + 1
    if free <= last:
        yield free, last
