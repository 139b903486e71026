"""Events in an order and the links between them, with the bounds that are known so far.

Every event has a start and an end; a link says that one event ends before another one starts. Each
bound remembers where it came from, so that a contradiction can be told in words.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.model import Event
    from timeline.store.schema import Reference

ES, LS, EE, LE = range(4)
DAY, MONTH, YEAR = range(3)
PATIENCE = 64
"""After so many moves of one event, its distances may be such as move it for ever."""

_GRAINS = dict.fromkeys(("month", "quarter", "season", "quadrimester", "half-year"), MONTH)
_GRAINS |= dict.fromkeys(("second", "day"), DAY)


class Bound(NamedTuple):
    """A bound of an event: its day number, how fine it is known, and where it comes from.

    ``side`` tells which of the four bounds of ``node`` it is. ``link`` and ``source`` are what it
    was taken over from; without a link, the event's own date gives it, in place of ``source`` where
    a choice of dates became smaller. ``origin`` is the first in this row; ``is_reckoned`` tells
    that there are distances in it, and ``hedged`` that it rests on a date not to be relied on.
    """

    day: float
    grain: int
    hedged: bool
    node: Node
    side: int
    link: Link | None = None
    source: Bound | None = None
    origin: Bound | None = None
    is_reckoned: bool = False


class Node:
    """An event in the order, with the bounds that are known of it so far.

    ``members`` are those of its own date; ``undated`` and ``hedged`` events bring no bounds along.
    """

    __slots__ = (
        "bounds", "event", "grain", "hedged", "into", "left", "members", "moves", "number",
        "one_of", "out", "patience", "place", "position", "rank", "undated",
    )  # fmt: skip

    def __init__(self, event: Event, number: int, place: str, seen: float) -> None:
        self.event, self.number, self.place = event, number, place
        self.into: list[Link] = []
        self.out: list[Link] = []
        self.rank = self.moves = self.position = 0
        self.patience = PATIENCE
        self.undated = not event.date.edtf
        value = None if self.undated else edtf.parse(event.date.edtf)
        self.members = () if value is None else edtf.members(value, seen)
        self.hedged = any(member.hedged for member in self.members)
        self.one_of = not isinstance(value, edtf.DateSet) or value.one_of
        self.grain = _GRAINS.get(event.date.precision, YEAR)
        is_known = bool(self.members) and not self.hedged
        self.bounds = self._own_bounds() if is_known else self._bounds((-inf, inf, -inf, inf))
        # The members that are still possible, where there is a choice.
        self.left = self.members if is_known and self.has_choice else ()

    @property
    def has_choice(self) -> bool:
        """Whether its date is one of several that can be relied on."""
        return self.one_of and len(self.members) > 1 and not self.hedged

    def _bounds(self, days: Iterable[float]) -> list[Bound]:
        return [Bound(day, self.grain, self.hedged, self, i) for i, day in enumerate(days)]

    @property
    def is_soft(self) -> bool:
        """Whether it has no date of its own that could be relied on."""
        return self.undated or self.hedged

    def relax(self) -> None:
        """Take its own date for certain, as far as the order does not speak against it."""
        known = self.bounds
        own = self._own_bounds()
        self.bounds = [
            pick(pair, key=lambda bound: bound.day)
            for pick, pair in zip((max, min, max, min), zip(own, known, strict=True), strict=True)
        ]
        if not self.settle():
            self.bounds = own

    def _own_bounds(self) -> list[Bound]:
        """Return the bounds of its own date: of a set, of all that may be meant, or that are."""
        es, ls, ee, le = zip(*(member[:4] for member in self.members), strict=True)
        if self.one_of:
            return self._bounds((min(es), max(ls), min(ee), max(le)))
        return self._bounds((min(es), min(ls), max(ee), max(le)))

    def settle(self) -> bool:
        """Bring the bounds into line with one another; False where they leave nothing possible."""
        bounds = self.bounds
        if bounds[EE].day < bounds[ES].day:
            bounds[EE] = bounds[ES]
        if bounds[LS].day > bounds[LE].day:
            bounds[LS] = bounds[LE]
        if bounds[ES].day > bounds[LS].day or bounds[EE].day > bounds[LE].day:
            return False
        return not self.left or self._choose()

    def _choose(self) -> bool:
        """Leave out the members of a one-of set that the bounds rule out."""
        self.left = self.clipped(self.left)
        if not self.left:
            return False
        sides = zip(*(member[:4] for member in self.left), strict=True)
        days = [pick(side) for pick, side in zip((min, max, min, max), sides, strict=True)]
        known = tuple(self.bounds)
        for side, day in enumerate(days):
            if day != known[side].day:
                # Of what came from others, that of its own side, if there is any, made it smaller.
                came = [bound for bound in (known[side], known[side ^ 2], *known) if bound.link]
                own = Bound(day, self.grain, self.hedged, self, side, source=came[0])
                self.bounds[side] = own
        return True

    def clipped(self, members: Iterable[edtf.Member]) -> tuple[edtf.Member, ...]:
        """Return members as far as the bounds leave them possible."""
        found = []
        first, latest, earliest, last = (bound.day for bound in self.bounds)
        for member in members:
            es, le = max(member.es, first), min(member.le, last)
            ls, ee = min(member.ls, latest, le), max(member.ee, earliest, es)
            if es <= ls and ee <= le:
                found.append(member._replace(es=es, ls=ls, ee=ee, le=le))
        return tuple(found)


class Link:
    """``first`` ends before ``second`` starts; ``by`` is how long before, where that is told."""

    __slots__ = ("by", "first", "is_dead", "reckons_second", "reference", "second")

    def __init__(self, first: Node, second: Node, reference: Reference) -> None:
        self.first, self.second, self.reference = first, second, reference
        self.by = reference.by
        self.reckons_second = reference.key == "after"
        self.is_dead = False

    @property
    def is_exact(self) -> bool:
        """Whether the distance is one of days, which are all alike, or none."""
        return self.by is None or not (self.by.years or self.by.months)
