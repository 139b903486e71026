"""Dates in the words of a source: those that a short quotation names, in German and English.

A quotation may name less than a date ("am 21. und 22. Januar", "Am Mittwoch"): the year that it
leaves out is that of the date which it is held against. A bare year among other words may be
part of a name or a number of anything ("Horizon 2020", "2000 Betten"): it confirms, but never
contradicts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.dates.phrases import read_absolute
from timeline.dates.point import Point
from timeline.dates.vocabulary import MONTH_NUMBERS, SEASON_NUMBERS, WEEKDAY_NUMBERS, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 9  # words of a date
_MOST = 60  # words of a quotation that are looked at
_YEARS = 3  # of a date whose year is open, that a quotation without one is tried with
_LONG_WEEKDAYS = "|".join(word for word in WEEKDAY_NUMBERS if len(word) > 4)
_SHORTHAND = (
    (re.compile(r"\b([0-9]{1,2}\.) ?/ ?(?=[0-9]{1,2}\.)"), r"\1 und "),  # 21./22. Januar
    (re.compile(r"\b([A-Za-zä]{3,9}) ?/ ?(?=[A-Z][a-z]+ [0-9]{4})"), r"\1 bis "),  # Mai/Juni 2021
    (re.compile(r"\b(winter [0-9]{4}) ?/ ?[0-9]{2,4}\b", re.IGNORECASE), r"\1"),  # Winter 2018/19
    (re.compile(r",? \b[0-9]{3,4} (?:uhr|hrs|hours)\b", re.IGNORECASE), " "),  # , 1800 Uhr
    (re.compile(rf"\b({_LONG_WEEKDAYS})-\w+", re.IGNORECASE), r"\1"),  # Mittwoch-Abend
)
_AROUND = "„“”»«\"'()[]?!…‚‘’"
_PART = re.compile(r"\b(anfang|mitte|ende|early|mid|late|beginning of|middle of|end of)\b")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}\. ?[0-9]{1,2}\.")
_ALONE = re.compile(r"(?:1[0-9]|20|21)[0-9]{2}")
_LOOSE = re.compile(
    r"(?:(?:ca|circa|c|um|etwa|ungefaehr|gegen|rund|about|around|roughly|approximately)\.? |~ ?)?"
    r"[0-9]{4}"
)
_SEASONS = ("21", "22", "23", "24")
_MONTH = 31  # days; a season is not the same months to everybody


class Mention(NamedTuple):
    """A date that a quotation names: its words, and the days it may mean.

    ``spans`` are (first, last) in day numbers, one for each year that a date without one may be
    of, and ``values`` what they were worked out from. ``days`` is how many days it cannot tell
    apart: 1 for a day, some 30 for a month. ``weekday``, from 1 (Monday), is the one that is named
    beside a day; a mere weekday has no spans. ``is_loose`` tells that it is a bare year among
    other words.
    """

    text: str
    spans: tuple[tuple[float, float], ...]
    days: float
    values: tuple[edtf.Edtf, ...] = ()
    weekday: int = 0
    is_loose: bool = False

    def meets(self, first: float, last: float) -> bool:
        """Tell whether it may mean a day from one to another."""
        if not self.spans:
            return last - first >= 6 or any(
                (day - 1) % 7 + 1 == self.weekday for day in range(int(first), int(last) + 1)
            )
        return any(start <= last and end >= first for start, end in self.spans)

    def has_ends_of(self, value: edtf.Edtf) -> bool:
        """Tell whether, as a stretch of time, it may be the one of a date.

        Two stretches whose four ends are days, or all months, or all years are not one where they
        share one end only, or overlap in part. Two that have no end are not one where their starts
        have no day in common.
        """
        return not self.values or any(_may_be_one(quoted, value) for quoted in self.values)

    def misnames(self, first: float, last: float) -> bool:
        """Tell whether it is a day from one to another with a wrong weekday beside it."""
        days = [edtf.points(value)[0].first for value in self.values]
        near = [day for day in days if first <= day <= last]
        return bool(self.weekday and near) and all(
            (day - 1) % 7 + 1 != self.weekday for day in near
        )


def mentions(stated: str, value: edtf.Edtf) -> list[Mention]:
    """Return the dates that a quotation names, those without a year in the years of a date.

    The longest run of words that is a date counts; a number that is no year is none.
    """
    first, last = edtf.bounds(value)
    years: tuple[int, ...] = ()
    if not isinf(first) and not isinf(last):
        low, high = civil(int(first))[0], civil(int(last))[0]
        years = tuple(dict.fromkeys([*range(low, min(low + _YEARS, high + 1)), high]))
    return list(_mentions(stated, years))


@lru_cache(4_096)
def _mentions(stated: str, years: tuple[int, ...]) -> tuple[Mention, ...]:
    for form, meant in _SHORTHAND:
        stated = form.sub(meant, stated)
    return tuple(_scan(stated.split()[:_MOST], years))


def _scan(words: list[str], years: tuple[int, ...]) -> Iterator[Mention]:
    start = beside = weekday = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            if found := _read(" ".join(words[start:end]), years):
                if not found.spans:
                    beside, weekday = end, found.weekday
                elif weekday and beside == start and found.days == 1:
                    found = found._replace(weekday=weekday)
                if end - start < len(words) and _LOOSE.fullmatch(fold(found.text)):
                    found = found._replace(is_loose=True)
                yield found
                start = end
                break
        else:
            start += 1


def _read(text: str, years: tuple[int, ...]) -> Mention | None:
    bare = text.strip(_AROUND).rstrip(",;:")
    for form in filter(None, dict.fromkeys((bare, bare.rstrip(".")))):
        values = []
        if _is_date(form) and (value := read_absolute(form)):
            values = [value]
        elif not _YEAR.search(form) and _is_part(form):
            if "winter" in fold(form):  # it began in the year before
                years = tuple(dict.fromkeys(y for year in years for y in (year - 1, year)))
            dated = (read_absolute(f"{form} {year:04}") for year in years if year > 0)
            values = [value for value in dated if value]
        if values:
            is_vague = not _PART.search(fold(form))
            spans = tuple(_span(value, is_vague=is_vague) for value in values)
            return Mention(form, spans, min(map(_days, values)), tuple(values))
        if (number := WEEKDAY_NUMBERS.get(fold(form))) and len(form) > 4:
            return Mention(form, (), 1, weekday=number)
    return None


def _is_date(text: str) -> bool:
    """Tell whether a text may be a date: a bare number only where it looks like a year."""
    return not text.isdigit() or _ALONE.fullmatch(text) is not None


def _is_part(text: str) -> bool:
    """Tell whether a text is a date but for its year: it names a month, with a capital letter."""
    if _DAY_AND_MONTH.fullmatch(text):
        return True
    named = [word for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper() and len(word) > 2]
    return any(fold(word) in MONTH_NUMBERS or fold(word) in SEASON_NUMBERS for word in named)


def _days(value: edtf.Edtf) -> int:
    return min(point.last - point.first + 1 for point in edtf.points(value))


def _span(value: edtf.Edtf, *, is_vague: bool) -> tuple[float, float]:
    points = edtf.points(value)
    if isinstance(value, edtf.Interval) and len(points) == 1:
        # "seit August 2020" names August 2020, and not all that came after it.
        first: float = points[0].first
        last: float = points[0].last
    else:
        first, last = edtf.bounds(value)
    if any(point.month in _SEASONS for point in points):
        first, last = first - _MONTH, last + _MONTH
        if points[0].month == "24":  # "Winter 2019" is also said of January 2019
            first = edtf.bounds(edtf.parse(points[0].year))[0]
    if is_vague and any(point.qualifier for point in points):
        days = _days(value)
        first, last = first - days, last + days  # "um 2018" may be the year before or after
    return first, last


def _may_be_one(quoted: edtf.Edtf, value: edtf.Edtf) -> bool:
    if not (isinstance(quoted, edtf.Interval) and isinstance(value, edtf.Interval)):
        return True
    starts, ends = (quoted.start, value.start), (quoted.end, value.end)
    if not all(isinstance(start, Point) for start in starts):
        return True
    if not any(isinstance(end, Point) for end in ends):
        spans = [_span(side, is_vague=True) for side in starts if isinstance(side, Point)]
        return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]
    sides = [side for side in (*starts, *ends) if isinstance(side, Point)]
    if len(sides) < 4 or len({side.precision for side in sides}) > 1:
        return True
    if any(side.qualifier for side in sides):
        return True
    start, other_start, end, other_end = (side.first for side in sides)
    later, longer = start - other_start, end - other_end
    # Both the same, or one within the other: what is part of a longer time is often told with it.
    return later == longer == 0 or later * longer < 0
