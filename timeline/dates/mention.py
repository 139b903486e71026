"""A date that a quotation names, and whether it may be the date which it is held against."""

from __future__ import annotations

import re
from math import inf
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.point import Point
from timeline.dates.vocabulary import fold

_PART = re.compile(r"\b(anfang|mitte|ende|early|mid|late|beginning of|middle of|end of)\b")
_SEASONS = ("21", "22", "23", "24")
_MONTH = 31  # days; a season is not the same months to everybody


class Mention(NamedTuple):
    """A date that a quotation names: its words, and the days it may mean.

    ``spans`` are (first, last) in day numbers, one for each year that a date without one may be
    of, and ``values`` what they were worked out from. ``days`` is how many days it cannot tell
    apart: 1 for a day, some 30 for a month. ``weekdays``, from 1 (Monday), holds the one that is
    named beside a day; mere weekdays have no spans. ``is_loose`` tells that it may be a part of a
    name, or a number of anything.
    """

    text: str
    spans: tuple[tuple[float, float], ...]
    days: float
    values: tuple[edtf.Edtf, ...] = ()
    weekdays: tuple[int, ...] = ()
    is_loose: bool = False

    def meets(self, first: float, last: float) -> bool:
        """Tell whether it may mean a day from one to another."""
        if not self.spans:
            return last - first >= 6 or any(
                (day - 1) % 7 + 1 in self.weekdays for day in range(int(first), int(last) + 1)
            )
        return any(start <= last and end >= first for start, end in self.spans)

    def has_ends_of(self, value: edtf.Edtf) -> bool:
        """Tell whether, as a stretch of time, it may be the one of a date.

        Two stretches whose four ends are days, or all months, or all years are not one where they
        share one end only, or overlap in part. Two that have no end are not one where their starts
        have no day in common, nor is one of which only the end is told and that has another.
        """
        is_vague = is_vaguely(self.text)
        return not self.values or any(
            _may_be_one(quoted, value, is_vague=is_vague) for quoted in self.values
        )

    def misnames(self, first: float, last: float) -> bool:
        """Tell whether it is a day from one to another with a wrong weekday beside it."""
        days = [edtf.points(value)[0].first for value in self.values]
        near = [day for day in days if first <= day <= last]
        return bool(self.weekdays and near) and all(
            (day - 1) % 7 + 1 not in self.weekdays for day in near
        )

    def days_at(self, end: Point) -> float | None:
        """Return how many days it cannot tell apart at an end of a stretch; None if it is silent.

        "Mai bis September" tells of both ends of a summer, "seit Mai" of its start alone.
        """
        own = [point for value in self.values for point in edtf.points(value)]
        near = [p.last - p.first + 1 for p in own if p.first <= end.last and p.last >= end.first]
        if near:
            return min(near)
        tells_of_ends = any(isinstance(value, edtf.Interval) for value in self.values)
        return self.days if self.meets(end.first, end.last) and not tells_of_ends else None


def is_vaguely(text: str) -> bool:
    """Tell whether words of doubt make a date wider: those that name a part of it do not."""
    return not _PART.search(fold(text))


def days_in(value: edtf.Edtf) -> float:
    """Return how many days the words of a date cannot tell apart: of one of some years, all."""
    first, last = edtf.bounds(value)
    is_run = isinstance(value, edtf.DateSet) and value.one_of and len(value.items) == 1
    return last - first + 1 if is_run and last - first < inf else _unit(value)


def _unit(value: edtf.Edtf) -> int:
    return min(point.last - point.first + 1 for point in edtf.points(value))


def span(value: edtf.Edtf, *, is_vague: bool) -> tuple[float, float]:
    """Return the first and the last day that the words of a date may mean.

    "seit August 2020" names August 2020, and not all that came after it; "bis 2020" is said of all
    that came before. ``is_vague`` dates that are approximate reach a unit further.
    """
    points = edtf.points(value)
    first, last = edtf.bounds(value)
    if isinstance(value, edtf.Interval) and isinstance(value.start, Point) and len(points) == 1:
        last = points[0].last
    if any(point.month in _SEASONS for point in points):
        first, last = first - _MONTH, last + _MONTH
        if points[0].month == "24":  # "Winter 2019" is also said of January 2019
            first = min(first, edtf.bounds(edtf.parse(points[0].year))[0])
    if is_vague and any(point.qualifier for point in points):
        days = _unit(value)
        first, last = first - days, last + days  # "um 2018" may be the year before or after
    return first, last


def _may_be_one(quoted: edtf.Edtf, value: edtf.Edtf, *, is_vague: bool) -> bool:
    if not (isinstance(quoted, edtf.Interval) and isinstance(value, edtf.Interval)):
        return True
    if not isinstance(quoted.start, Point):
        return _may_be_same(quoted.end, value.end, is_vague=is_vague)
    if not any(isinstance(end, Point) for end in (quoted.end, value.end)):
        return _may_be_same(quoted.start, value.start, is_vague=is_vague)
    ends = (quoted.start, value.start, quoted.end, value.end)
    sides = [side for side in ends if isinstance(side, Point) and not side.qualifier]
    if len(sides) < 4 or len({side.precision for side in sides}) > 1:
        return True
    start, other_start, end, other_end = (side.first for side in sides)
    later, longer = start - other_start, end - other_end
    # Both the same, or one within the other: what is part of a longer time is often told with it.
    return later == longer == 0 or later * longer < 0


def _may_be_same(quoted: Point | str, end: Point | str, *, is_vague: bool) -> bool:
    if not (isinstance(quoted, Point) and isinstance(end, Point)):
        return True
    first, last = span(quoted, is_vague=is_vague)
    other_first, other_last = span(end, is_vague=True)
    return first <= other_last and other_first <= last
