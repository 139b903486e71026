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
_SHIFTED_ENDS = 3
"""Days by which the end of a month may be off after months were added to it."""

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


class _Place(NamedTuple):
    """Where an event lies: from es to le; it has ended by ``ended`` and begun by ``begun``."""

    es: float
    le: float
    ended: _End
    begun: _End


def restore(events: Iterable[tuple[Entry, Given]]) -> None:
    """Give events their distances back, and take away the dates that follow from others."""
    listed = list(events)
    linked = {name for entry, _ in listed for name in _links(entry)}
    places = {
        entry["id"]: _place(given)
        for entry, given in listed
        if entry.get("id") in linked and given.edtf
    }
    earlier: dict[str, list[_Place]] = defaultdict(list)
    later: dict[str, list[_Place]] = defaultdict(list)
    for entry, given in listed:
        if given.by:
            _reckon(entry, given, places)
        name = entry.get("id", "")
        for key, own, others in (("after", earlier, later), ("before", later, earlier)):
            for neighbour in entry.get(key, ()):
                if neighbour in places:
                    own[name].append(places[neighbour])
                if name in places:
                    others[neighbour].append(places[name])
    for entry, given in listed:
        if not given.by and (entry.get("after") or entry.get("before")):
            name = entry.get("id", "")
            low = _best([place.ended for place in earlier[name]], sign=1)
            high = _best([place.begun for place in later[name]], sign=-1)
            if {_text(*ends) for ends in product(low, high) if any(ends)} == {given.edtf}:
                del entry["date"]


def _links(entry: Entry) -> Iterator[str]:
    """Yield the events that are in an order with one, and that one itself if there are any."""
    for key in ("after", "before"):
        if key in entry:
            yield from (entry.get("id", ""), *entry[key])


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


def _reckon(entry: Entry, given: Given, places: Mapping[str, _Place]) -> None:
    """Write the date of an event as its distance from another one.

    Where it came after some and before others, its date tells from which it is counted.
    """
    keys = [key for key in ("after", "before") if entry.get(key)]
    key = max(keys, key=lambda key: _fit(given, places.get(entry[key][0]), key))
    first, *others = entry[key]
    entry["date"] = {key: first, "by": given.by}
    if others:
        entry[key] = others
    else:
        del entry[key]


def _fit(given: Given, other: _Place | None, key: str) -> int:
    """Return how well a date lies a distance after (or before) an event: ends that agree, or -1."""
    if other is None or not given.edtf:
        return -1
    by = parse_duration(given.by)
    first, last = edtf.bounds(value_of(given.edtf))
    if key == "after":
        low, high = _moved(other.ended.day, by, 1), _moved(other.le, by, 1)
    else:
        low, high = _moved(other.es, by, -1), _moved(other.begun.day, by, -1)
    if first < low - _SHIFTED_ENDS or last > high + _SHIFTED_ENDS:
        return -1
    return (first <= low + _SHIFTED_ENDS) + (last >= high - _SHIFTED_ENDS)


def _moved(day: float, by: Duration, sign: int) -> float:
    return day if abs(day) == inf else shift(int(day), by, sign)


def _best(ends: Iterable[_End], sign: int) -> set[_End | None]:
    """Return the latest (``sign`` 1) or earliest (-1) of some days, in each way it is known.

    Which of them counts depends on the order of a store. What cannot be relied on counts only where
    it says more than all that can. Returns None for nothing that is known.
    """
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
