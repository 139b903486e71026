"""Dates that only follow from the order of events: found again, and left to follow from it.

JSON shows such a date like any other. It is one of these where the neighbours of its event, as the
file tells them, lead to its very text; so whether it is written down or not, it comes out the same.
A date that rests on more than that (on distances of other events, or on events that are not in the
file) is kept as it came out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.dates.durations import Duration, parse_duration, shift
from timeline.placement import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from timeline.importers.harvest import Entry

_DAY, _MONTH, _YEAR = range(3)
_GRAINS = dict.fromkeys(("month", "quarter", "season", "quadrimester", "half-year"), _MONTH)
_GRAINS |= dict.fromkeys(("second", "day"), _DAY)
_PLAIN_YEARS = 9_999
_DAYS_OF_A_YEAR = 366
_SHIFTED_ENDS = 3
"""Days by which the end of a month may be off after months were added to it."""

_ROUNDS = 8
"""How often dates are looked at that follow from dates that follow from others."""

_ISO = re.compile(r"(-?[0-9]{4,4000})-([0-9]{2})-([0-9]{2})")


class Given(NamedTuple):
    """What a file tells of the date of an event.

    ``earliest`` and ``latest`` are the ISO days that its order leaves it ("" for none), ``by`` its
    distance from another event, ``published`` are the dates of its sources.
    """

    edtf: str
    earliest: str = ""
    latest: str = ""
    by: str = ""
    published: tuple[str, ...] = ()


class _End(NamedTuple):
    """A day by which something has ended or begun (±infinity: none), and how well it is known."""

    day: float
    grain: int
    hedged: bool


_NEVER, _ALWAYS = _End(-inf, _YEAR, hedged=False), _End(inf, _YEAR, hedged=False)


class _Place(NamedTuple):
    """Where an event lies: from es to le; it has ended by ``ended`` and begun by ``begun``."""

    es: float
    le: float
    ended: _End
    begun: _End


def restore(events: Iterable[tuple[Entry, Given]]) -> None:
    """Give events their distances back, and take away the dates that follow from others."""
    order = _Order(events)
    for _ in range(_ROUNDS):
        if not order.settle():
            break
    for entry in order.following:
        del entry["date"]


class _Order:
    """The events of a file and which of them came after which.

    A date that follows from others is known no better than theirs, whatever its own text looks
    like. As that may have shown in the dates that follow from it, all of them are looked at again
    (``settle``) until nothing changes.
    """

    def __init__(self, events: Iterable[tuple[Entry, Given]]) -> None:
        self._events = {entry.get("id", number): (entry, given)
                        for number, (entry, given) in enumerate(events)}  # fmt: skip
        self._follows: set[str | int] = set()
        self._earlier: dict[str | int, list[str | int]] = defaultdict(list)
        self._later: dict[str | int, list[str | int]] = defaultdict(list)
        linked = {name for key, (entry, _) in self._events.items() for name in _links(key, entry)}
        self._places = {
            name: _place(self._events[name][1])
            for name in linked
            if name in self._events and self._events[name][1].edtf
        }
        for name, (entry, given) in self._events.items():
            if given.by:
                _reckon(entry, given, self._places)
            for key, own, others in (("after", self._earlier, self._later),
                                     ("before", self._later, self._earlier)):  # fmt: skip
                for neighbour in entry.get(key, ()):
                    own[name].append(neighbour)
                    others[neighbour].append(name)

    @property
    def following(self) -> list[Entry]:
        """The events whose dates follow from others."""
        return [self._events[name][0] for name in self._follows]

    def settle(self) -> bool:
        """Find out anew which dates follow from others; tell whether any is known otherwise."""
        is_new = False
        for name, (entry, given) in self._events.items():
            if given.by or not (entry.get("after") or entry.get("before")) or not given.edtf:
                continue
            low = _best((place.ended for place in self._places_of(self._earlier[name])), sign=1)
            high = _best((place.begun for place in self._places_of(self._later[name])), sign=-1)
            if {_text(*ends) for ends in product(low, high) if any(ends)} != {given.edtf}:
                self._follows.discard(name)
                continue
            self._follows.add(name)
            place = self._places[name]
            known = place._replace(ended=low.pop() or _NEVER, begun=high.pop() or _ALWAYS)
            is_new |= known != place
            self._places[name] = known
        return is_new

    def _places_of(self, names: Iterable[str | int]) -> Iterator[_Place]:
        return (self._places[name] for name in names if name in self._places)


def _links(name: str | int, entry: Entry) -> Iterator[str | int]:
    """Yield the events that are in an order with one, and that one itself if there are any."""
    for key in ("after", "before"):
        if key in entry:
            yield from (name, *entry[key])


def _place(given: Given) -> _Place:
    value = value_of(given.edtf)
    days = (edtf.bounds(value_of(text))[0] for text in given.published)
    seen = max((day for day in days if day != inf), default=-inf)
    members = edtf.members(value, seen)
    hedged = any(member.hedged for member in members)
    one_of = not isinstance(value, edtf.DateSet) or value.one_of
    if one_of and not hedged:
        members = _clipped(members, _day(given.earliest, -inf), _day(given.latest, inf)) or members
    es, ls, ee, le = zip(*(member[:4] for member in members), strict=True)
    grain = _GRAINS.get(edtf.precision(value), _YEAR)
    return _Place(
        min(es), max(le),
        _End(min(ee) if one_of else max(ee), grain, hedged),
        _End(max(ls) if one_of else min(ls), grain, hedged),
    )  # fmt: skip


def _clipped(members: Iterable[edtf.Member], first: float, last: float) -> tuple[edtf.Member, ...]:
    """Return members as far as they lie between two days."""
    found = []
    for member in members:
        es, le = max(member.es, first), min(member.le, last)
        ls, ee = min(member.ls, le), max(member.ee, es)
        if es <= ls and ee <= le:
            found.append(member._replace(es=es, ls=ls, ee=ee, le=le))
    return tuple(found)


def _day(text: str, otherwise: float) -> float:
    match = _ISO.fullmatch(text)
    if match is None:
        return otherwise
    year, month, day = map(int, match.groups())
    is_day = 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)
    return day_number(year, month, day) if is_day else otherwise


def _reckon(entry: Entry, given: Given, places: Mapping[str | int, _Place]) -> None:
    """Write the date of an event as its distance from another one.

    Where it came after some and before others, its date tells from which it is counted. A distance
    from nothing says nothing.
    """
    keys = [key for key in ("after", "before") if entry.get(key)]
    if not keys:
        return
    key = max(keys, key=lambda key: _fit(given, places.get(entry[key][0]), key))
    first, *others = entry[key]
    entry["date"] = {key: first, "by": given.by}
    if others:
        entry[key] = others
    else:
        del entry[key]


def _fit(given: Given, other: _Place | None, key: str) -> int:
    """Return how well a date lies a distance after (or before) an event: how many ends agree.

    It is 0 where nothing is known of that event, and below 0 where it cannot lie so, or could not
    if the date of that event were to be relied on (-1).
    """
    if other is None or not given.edtf:
        return 0
    by = parse_duration(given.by)
    first, last = edtf.bounds(value_of(given.edtf))
    if key == "after":
        low, high = _moved(other.ended.day, by, 1), _moved(other.le, by, 1)
    else:
        low, high = _moved(other.es, by, -1), _moved(other.begun.day, by, -1)
    off = _SHIFTED_ENDS if by.years or by.months else 0
    if "Y" in given.edtf:
        off = _DAYS_OF_A_YEAR  # of years beyond four digits EDTF knows no months
    if first < low - off or last > high + off:
        return -1 if other.ended.hedged else -2
    return (first <= low + off) + (last >= high - off)


def _moved(day: float, by: Duration, sign: int) -> float:
    return day if abs(day) == inf else shift(int(day), by, sign)


def _best(known: Iterable[_End], sign: int) -> set[_End | None]:
    """Return the latest (``sign`` 1) or earliest (-1) of some days, in each way it is known.

    Which of them counts depends on the order of a store. What cannot be relied on counts only where
    it says more than all that can. Returns None for nothing that is known.
    """
    ends = list(known)
    found: set[_End | None] = set()
    best = -inf
    for hedged in (False, True):
        days = [end for end in ends if end.hedged == hedged]
        top = max((sign * end.day for end in days), default=-inf)
        if top > best:
            best, found = top, {end for end in days if sign * end.day == top}
    return found or {None}


def _text(low: _End | None, high: _End | None) -> str:
    """Return the date of an event that lies between two days, as a store words it."""
    known = [end for end in (low, high) if end]
    grain = min(end.grain for end in known)
    while not all(_is_edge(end.day, grain, is_first=end is low) for end in known):
        grain -= 1
    if any(abs(civil(int(end.day))[0]) > _PLAIN_YEARS for end in known):
        grain = _YEAR
    left, right = (_written(end.day, grain) if end else "" for end in (low, high))
    marks = ["~" if end and end.hedged else "" for end in (low, high)]
    return left + max(marks) if left == right else f"[{left}{marks[0]}..{right}{marks[1]}]"


def _is_edge(day: float, grain: int, *, is_first: bool) -> bool:
    """Tell whether a day is the first (or last) one of a year or month, or is to be a day."""
    year, month, day_of_month = civil(int(day))
    edge = (1, 1) if is_first else (12, days_in_month(year, month))
    return grain == _DAY or (day_of_month == edge[1] and (grain == _MONTH or month == edge[0]))


def _written(day: float, grain: int) -> str:
    year, month, day_of_month = civil(int(day))
    if abs(year) > _PLAIN_YEARS:
        return f"Y{year}"
    parts = (f"{'-' if year < 0 else ''}{abs(year):04}", f"{month:02}", f"{day_of_month:02}")
    return "-".join(parts[: 3 - grain])
