"""Dates in the words of a source: those that a short quotation names, in German and English.

A quotation may name less than a date ("am 21. und 22. Januar", "Am Mittwoch"): the year that it
leaves out is that of the date which it is held against.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.dates.phrases import read_absolute
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
    (re.compile(rf"\b({_LONG_WEEKDAYS})-\w+", re.IGNORECASE), r"\1"),  # Mittwoch-Abend
)
_AROUND = "„“”»«\"'()[]?!…‚‘’"
_PART = re.compile(r"\b(anfang|mitte|ende|early|mid|late|beginning of|middle of|end of)\b")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}\. ?[0-9]{1,2}\.")
_ALONE = re.compile(r"(?:1[0-9]|20|21)[0-9]{2}")


class Mention(NamedTuple):
    """A date that a quotation names: its words, and the days it may mean.

    ``spans`` are (first, last) in day numbers, one for each year that a date without one may be
    of. ``days`` is how many days it cannot tell apart: 1 for a day, some 30 for a month. Of a mere
    weekday, ``weekday`` counts from 1 (Monday), and there are no spans.
    """

    text: str
    spans: tuple[tuple[float, float], ...]
    days: float
    weekday: int = 0

    def meets(self, first: float, last: float) -> bool:
        """Tell whether it may mean a day from one to another."""
        if self.weekday:
            return last - first >= 6 or any(
                (day - 1) % 7 + 1 == self.weekday for day in range(int(first), int(last) + 1)
            )
        return any(start <= last and end >= first for start, end in self.spans)


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
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            if found := _read(" ".join(words[start:end]), years):
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
            dated = (read_absolute(f"{form} {year:04}") for year in years if year > 0)
            values = [value for value in dated if value]
        if values:
            is_vague = not _PART.search(fold(form))
            spans = tuple(_span(value, is_vague=is_vague) for value in values)
            return Mention(form, spans, min(map(_days, values)))
        if (number := WEEKDAY_NUMBERS.get(fold(form))) and len(form) > 4:
            return Mention(form, (), 1, number)
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
    if is_vague and any(point.qualifier for point in points):
        days = _days(value)
        first, last = first - days, last + days  # "um 2018" may be the year before or after
    return first, last
