"""Where in time an event may lie: the members of its date, and of dates that compete with it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.model import Citation, Event


class Placement(NamedTuple):
    """The members of an event's date, and of the dates that compete with it.

    ``rank`` tells apart those that are alike in time: it is that of ``model.Placed``, or else 0.
    """

    one_of: bool
    members: tuple[edtf.Member, ...]
    rivals: tuple[edtf.Member, ...] = ()
    rank: int = 0


@lru_cache(32_768)
def value_of(text: str) -> edtf.Edtf:
    """Return the value of a date; many events share one, and each is asked for several times."""
    return edtf.parse(text)


def place(event: Event) -> Placement:
    """Work out where in time an event, and each date that competes with its own, may lie."""
    value = value_of(event.date.edtf)
    rivals = tuple(
        member._replace(hedged=True)
        for dispute in event.disputed
        for member in edtf.members(value_of(dispute.date.edtf))
    )
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    if event.placed:
        members = tuple(edtf.Member(*member) for member in event.placed.members)
    else:
        members = edtf.members(value, newest(event.citations))
    return Placement(one_of, members, rivals, event.placed.rank if event.placed else 0)


def sort_key(placement: Placement) -> tuple[float, ...]:
    """Return the place of an event in a chronology: its earliest start decides, where it has one.

    Where a start is unbounded its latest start counts, and where that is too, its latest end.
    Events that are alike in all this stand in the order that is known of them.
    """
    earliest = min(
        (next((day for day in (m.es, m.ls, m.le) if abs(day) != inf), -inf), *m[:4])
        for m in placement.members
    )
    return (*earliest, placement.rank)


def newest(citations: Iterable[Citation]) -> float:
    """Return the first day of the newest publication: by then an open end was still open."""
    published = (value_of(c.source.published.edtf) for c in citations if c.source.published)
    return max((day for day, _ in map(edtf.bounds, published) if day != inf), default=-inf)


def beginning(event: Event) -> float:
    """Return the day that decides where an event stands in a chronology (±infinity: none)."""
    return sort_key(place(event))[0]


def is_newest_first(keys: Sequence[float]) -> bool:
    """Tell whether days stand wholly the other way round: three different ones or more."""
    return len(set(keys)) > 2 and all(a >= b for a, b in pairwise(keys))


def astray(keys: Sequence[float]) -> list[int]:
    """Return the numbers of the fewest days that have to be moved for all to be in order."""
    if all(a <= b for a, b in pairwise(keys)):
        return []
    # The longest row of keys that do not fall (patience sorting); what is not in it is astray.
    tails: list[float] = []
    ends: list[int] = []
    before: list[int] = []
    for number, key in enumerate(keys):
        at = bisect_right(tails, key)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(key)
            ends.append(number)
        else:
            tails[at], ends[at] = key, number
    kept = set()
    number = ends[-1]
    while number >= 0:
        kept.add(number)
        number = before[number]
    return [number for number in range(len(keys)) if number not in kept]
