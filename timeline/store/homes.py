"""Which file of a store a new event belongs to, judged by what is in each of them."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.errors import DateError
from timeline.placement import beginning

if TYPE_CHECKING:
    from timeline.model import Event
    from timeline.store.emit import Entry

_MOST, _FEW = 0.8, 0.2
"""Parts of a file's events that make it the one of a network, or not."""


class Home(NamedTuple):
    """A file by its name, and the events in it."""

    name: str
    events: list[Event]

    @property
    def span(self) -> tuple[float, float]:
        """The first and the last day on which its events begin (inf, -inf without any)."""
        days = [day for day in map(beginning, self.events) if abs(day) != inf]
        return min(days, default=inf), max(days, default=-inf)

    def share(self, networks: set[str]) -> float:
        """Return the part of its events that are of some of these networks."""
        own = sum(bool(networks & set(event.networks)) for event in self.events)
        return own / len(self.events) if self.events else 0


def choose_home(homes: list[Home], entry: Entry) -> str:
    """Return the file for an event: that of its network, or of its time, or of what is near it.

    A file is of a network where nearly all its events are, and nearly none of any other file.
    Files are of times where their times do not overlap.
    """
    used = [home for home in homes if home.events]
    if len(used) < 2:
        return (used or homes)[0].name
    given = entry.get("networks", [])
    networks = {given} if isinstance(given, str) else set(given)
    shares = sorted(used, key=lambda home: -home.share(networks))
    if shares[0].share(networks) >= _MOST and shares[1].share(networks) <= _FEW:
        return shares[0].name
    day = _day(entry)
    ordered = sorted(used, key=lambda home: home.span)
    if all(a.span[1] < b.span[0] for a, b in pairwise(ordered)):
        return next(
            (home.name for home in reversed(ordered) if home.span[0] <= day), ordered[0].name
        )
    best = shares[0].share(networks)
    return min(
        (home for home in used if home.share(networks) == best),
        key=lambda home: min(abs(day - beginning(event)) for event in home.events),
    ).name


def _day(entry: Entry) -> float:
    try:
        first, last = edtf.bounds(edtf.parse(str(entry.get("date", ""))))
    except DateError:
        return inf
    return first if first > -inf else last
