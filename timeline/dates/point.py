"""One EDTF date (no interval, no set): a year, season, month, day or time of day, as written.

Rules: Library of Congress, EDTF Specification (2019-02-04), and ISO 8601-2:2019, clauses 4 to 8.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from timeline.dates.calendar import day_number, days_in_month, is_leap
from timeline.errors import DateError

MAX_DIGITS = 4_000
"""Digits a year may have: beyond it Python refuses to turn a number into text."""

PRECISIONS = (
    "second", "day", "month", "quarter", "season", "quadrimester", "half-year",
    "year", "decade", "century", "millennium", "significant",
)  # fmt: skip
"""Precisions from fine to coarse; ``significant`` is a year with fewer significant digits still."""

_SPANS = {10: "decade", 100: "century", 1000: "millennium"}

# code: (first month, months); a span that runs past December ends in the next year.
# 21 to 24 are read as on the northern hemisphere, in meteorological seasons.
SEASONS = {
    **dict(zip((21, 22, 23, 24), ((3, 3), (6, 3), (9, 3), (12, 3)), strict=True)),
    **dict(zip((25, 26, 27, 28), ((3, 3), (6, 3), (9, 3), (12, 3)), strict=True)),
    **dict(zip((29, 30, 31, 32), ((9, 3), (12, 3), (3, 3), (6, 3)), strict=True)),
    **{33 + i: (1 + 3 * i, 3) for i in range(4)},
    **{37 + i: (1 + 4 * i, 4) for i in range(3)},
    **{40 + i: (1 + 6 * i, 6) for i in range(2)},
}

_PLAIN = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_LONG = re.compile(
    r"(?:Y(-?[1-9][0-9]*)(?:E([1-9][0-9]*))?|(-?[0-9]{4})(?=S))(?:S([1-9][0-9]*))?([?~%]?)"
)
_RICH = re.compile(
    r"([?~%]?)(-?[0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_TIME = re.compile(
    r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"T([0-9]{2}):([0-9]{2}):([0-9]{2})(Z|[+-]([0-9]{2})(?::([0-9]{2}))?)?"
)
_MASKED_RIGHT = re.compile(r"-?[0-9]{2}(?:[0-9]X|XX)|-?[0-9]{4}-(?:XX|XX-XX|[0-9]{2}-XX)")


class Point(NamedTuple):
    """One date as written.

    ``first`` and ``last`` are the day numbers of the earliest and latest day it may mean. ``year``,
    ``month`` (or the season code) and ``day`` are its parts as text, with ``X`` where unspecified
    and "" where absent; ``qualifier`` is ``?``, ``~`` or ``%`` for the whole date, or ``partial``
    where only some parts are qualified; ``time`` is the time of day with its offset.
    """

    text: str
    first: int
    last: int
    precision: str
    level: int
    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""
    time: str = ""

    def __str__(self) -> str:
        return self.text


def parse_point(text: str) -> Point | None:
    """Read one EDTF date; None where the text has not the form of one.

    Raises DateError where it has the form but names no day there is (2021-02-29, 2020-13).
    """
    match = _PLAIN.fullmatch(text)
    if match:
        year, month, day, qualifier = match.groups()
        return _plain(text, year, month, day, qualifier)
    if "T" in text:
        return _with_time(text)
    if "Y" in text or "S" in text:
        match = _LONG.fullmatch(text)
        return _long(text, match) if match else None
    match = _RICH.fullmatch(text)
    return _rich(text, match) if match else None


def _plain(text: str, year: str, month: str | None, day: str | None, qualifier: str) -> Point:
    number = _year_number(year)
    level = 1 if qualifier or number < 0 else 0
    if month is None:
        first, last = day_number(number, 1, 1), day_number(number, 12, 31)
        return Point(text, first, last, "year", level, year, "", "", qualifier)
    month_number = int(month)
    if month_number > 12 or month_number == 0:
        return _season(text, number, year, month, day, qualifier)
    length = days_in_month(number, month_number)
    first = day_number(number, month_number, 1)
    if day is None:
        last = first + length - 1
        return Point(text, first, last, "month", level, year, month, "", qualifier)
    offset = int(day) - 1
    if not 0 <= offset < length:
        raise DateError(
            f"{year}-{month} has no day {day}: it has {length} days",
            f"write {year}-{month} if the day is not known",
        )
    first += offset
    return Point(text, first, first, "day", level, year, month, day, qualifier)


def _year_number(year: str) -> int:
    if year == "-0000":
        raise DateError("there is no year -0000", "write 0000 for the year before 0001")
    return int(year)


def _season(text: str, number: int, year: str, code: str, day: str | None, qualifier: str) -> Point:
    first, last = _season_days(number, *_season_span(year, code, day))
    level = 1 if int(code) <= 24 else 2
    return Point(text, first, last, season_precision(int(code)), level, year, code, "", qualifier)


def _season_span(year: str, code: str, day: str | None) -> tuple[int, int]:
    span = SEASONS.get(int(code))
    if span is None:
        raise DateError(f"there is no month {code}", "months are 01 to 12, seasons 21 to 41")
    if day:
        raise DateError(f"{code} is a season, which has no days", f"write {year}-{code}")
    return span


def _season_days(year: int, month: int, months: int) -> tuple[int, int]:
    end = month + months - 1
    end_year, end_month = year + (end > 12), (end - 1) % 12 + 1
    length = days_in_month(end_year, end_month)
    return day_number(year, month, 1), day_number(end_year, end_month, length)


def season_precision(code: int) -> str:
    """Name the kind of an ISO 8601-2 sub-year grouping (21 to 41)."""
    if code <= 32:
        return "season"
    if code <= 36:
        return "quarter"
    return "quadrimester" if code <= 39 else "half-year"


def _with_time(text: str) -> Point | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone, zone_hour, zone_minute = match.groups("0")
    if not "01" <= month <= "12":
        raise DateError(f"there is no month {month}", "months are 01 to 12")
    date = _plain(text, year, month, day, "")
    clock = text[text.index("T") + 1 :]
    if hour > "23" or minute > "59" or second > "60":
        raise DateError(f"{clock} is not a time of day", "hours are 00 to 23, minutes 00 to 59")
    if zone != "0" and (zone_hour > "23" or zone_minute > "59" or zone in ("-00", "-00:00")):
        raise DateError(f"{zone} is not an offset from UTC", "write Z, +02 or +02:00")
    if second == "60":
        offset = (int(zone_hour) * 60 + int(zone_minute)) * (-1 if zone[0] == "-" else 1)
        if (int(hour) * 60 + int(minute) - offset) % 1440 != 1439:
            raise DateError(f"{clock} is no leap second", "a second 60 exists only at 23:59 UTC")
    return Point(text, date.first, date.last, "second", date.level, year, month, day, "", clock)


def _long(text: str, match: re.Match[str]) -> Point:
    digits, exponent, short, significant, qualifier = match.groups()
    written = digits or short
    size = len(written) + (int(exponent) if exponent and len(exponent) < 6 else 0)
    if size > MAX_DIGITS or (exponent and len(exponent) >= 6):
        raise DateError(f"a year of more than {MAX_DIGITS:,} digits cannot be used")
    if digits and not exponent and len(digits.lstrip("-")) <= 4:
        plain = f"{'-' if digits[0] == '-' else ''}{digits.lstrip('-').zfill(4)}"
        raise DateError("Y is for years of more than four digits", f"write {plain}")
    number = (int(digits) if digits else _year_number(short)) * 10 ** int(exponent or 0)
    low = high = abs(number)
    precision, level = "year", 2 if exponent or significant else 1
    if significant:
        dropped = len(str(low)) - int(significant) if len(significant) < 6 else -1
        if dropped < 0:
            raise DateError(f"{written} has fewer than {significant} significant digits")
        span = 10**dropped
        low = low // span * span
        high = low + span - 1
        precision = _SPANS.get(span, "year" if span == 1 else "significant")
    if number < 0:
        low, high = -high, -low
    first, last = day_number(low, 1, 1), day_number(high, 12, 31)
    return Point(text, first, last, precision, level, str(number), "", "", qualifier)


def _rich(text: str, match: re.Match[str]) -> Point:
    before_year, year, after_year, before_month, month, after_month, before_day, day, after_day = (
        match.groups("")
    )
    bare = f"{year}-{month}-{day}" if day else f"{year}-{month}" if month else year
    if "X" in bare:
        first, last = _completions(bare, year, month, day)
        level = 1 if _MASKED_RIGHT.fullmatch(bare) else 2
        precision = _masked_precision(year, month, day)
    else:
        plain = _plain(text, year, month or None, day or None, "")
        first, last, precision, level = plain.first, plain.last, plain.precision, 1
    if bare == text:
        return Point(text, first, last, precision, level, year, month, day)
    whole = after_day if day else after_month if month else after_year
    if bare + whole == text:
        return Point(text, first, last, precision, level, year, month, day, whole)
    if (before_year and after_year) or (before_month and after_month) or (before_day and after_day):
        raise DateError("one part of a date takes one qualifier", "keep ?, ~ or % on one side")
    return Point(text, first, last, precision, 2, year, month, day, "partial")


def _masked_precision(year: str, month: str, day: str) -> str:
    if day:
        return "day"
    if month:
        return season_precision(int(month)) if month.isdigit() and int(month) > 12 else "month"
    unknown = len(year) - len(year.rstrip("X"))
    if unknown in (1, 2, 3) and "X" not in year[:-unknown]:
        return _SPANS[10**unknown]
    return "significant" if unknown == 4 else "year"


def _completions(bare: str, year: str, month: str, day: str) -> tuple[int, int]:
    """Return the first and last day among all the ways to fill in the ``X`` of a masked date."""
    if "X" not in year:
        low = high = _year_number(year)
    else:
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        if year[0] == "-":
            # Of -00X0, -0000 is no year: the last is -0010.
            low, high = high, low or -(10 ** year[::-1].index("X"))
    if month.isdigit() and int(month) > 12:
        span = _season_span(year, month, day)
        return _season_days(low, *span)[0], _season_days(high, *span)[1]
    first, last = _edges(month, day, is_leap(low)), _edges(month, day, is_leap(high))
    if first is None or last is None:  # only a 29 February fits: look for leap years
        edges = _edges(month, day, leap=True)
        leap_years = _leap_years(year, low, high) if edges else None
        if edges is None or leap_years is None:
            raise DateError(f"no day there is fits {bare}")
        first = last = edges
        low, high = leap_years
    return day_number(low, *first[0]), day_number(high, *last[1])


@lru_cache(maxsize=1024)
def _edges(
    month: str,
    day: str,
    leap: bool,  # noqa: FBT001 - the cache takes no keywords apart
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the first and last (month, day) that fit two masks in a (leap) year."""
    year = 2000 if leap else 2001
    fitting = [
        (m, d)
        for m in range(1, 13)
        for d in range(1, days_in_month(year, m) + 1)
        if _fits(m, month or "XX") and _fits(d, day or "XX")
    ]
    return (fitting[0], fitting[-1]) if fitting else None


def _fits(number: int, mask: str) -> bool:
    digits = f"{number:02}"
    return mask[0] in ("X", digits[0]) and mask[1] in ("X", digits[1])


@lru_cache(maxsize=1024)
def _leap_years(year: str, low: int, high: int) -> tuple[int, int] | None:
    """Return the first and last leap year among the ways to fill in a masked year."""
    sign = -1 if year[0] == "-" else 1
    digits = ("0123456789" if digit == "X" else digit for digit in year.lstrip("-"))
    years = (sign * int("".join(filling)) for filling in product(*digits))
    leap_years = [y for y in years if is_leap(y) and low <= y <= high]
    return (min(leap_years), max(leap_years)) if leap_years else None
