"""The EDTF of an event that only has its place in an order: never finer than what is known."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil, days_in_month
from timeline.dates.point import MAX_DIGITS
from timeline.dates.wording import words
from timeline.store.bounds import DAY, MONTH, YEAR

_PLAIN_YEARS = 9_999
_FARTHEST = 10**MAX_DIGITS
_LONGEST_YEAR = 10**15


class End(NamedTuple):
    """A day number (or ±infinity), how fine it is known, and whether it cannot be relied on."""

    day: float
    grain: int
    hedged: bool


def edtf_between(low: End, high: End) -> str | None:
    """Return the EDTF of some day from one to another; None where neither of them is a day.

    It is a day, month or year where both are exactly the ends of that, else a run of them. Days and
    months of years that EDTF only writes with a Y become those years: they have no finer form.
    """
    ends = [end if _can_be_written(end.day) else None for end in (low, high)]
    known = [end for end in ends if end]
    if not known:
        return None
    grain = min(end.grain for end in known)
    while not all(_fits(end.day, grain, is_first=end is low) for end in known):
        grain -= 1
    if any(abs(civil(int(end.day))[0]) > _PLAIN_YEARS for end in known):
        grain = YEAR
    left, right = (_written(end.day, grain) if end else "" for end in ends)
    marks = ["~" if end and end.hedged else "" for end in ends]
    if left == right:
        return left + max(marks)
    return f"[{left}{marks[0]}..{right}{marks[1]}]"


def _can_be_written(day: float) -> bool:
    return abs(day) != inf and abs(civil(int(day))[0]) < _FARTHEST


def _fits(day: float, grain: int, *, is_first: bool) -> bool:
    """Tell whether a year or month begins (or ends) on a day."""
    year, month, day_of_month = civil(int(day))
    if is_first:
        return grain == DAY or (day_of_month == 1 and (grain == MONTH or month == 1))
    return grain == DAY or (
        day_of_month == days_in_month(year, month) and (grain == MONTH or month == 12)
    )


def _written(day: float, grain: int) -> str:
    year, month, day_of_month = civil(int(day))
    if abs(year) > _PLAIN_YEARS:
        return f"Y{year}"
    text = f"{'-' if year < 0 else ''}{abs(year):04}"
    parts = (text, f"{month:02}", f"{day_of_month:02}")
    return "-".join(parts[: 3 - grain])


def day_in_words(day: float) -> str:
    """Return a day as it stands in an English sentence: "on 2 July 2025", "in year 12025"."""
    year = civil(int(day))[0]
    if abs(year) >= _LONGEST_YEAR:
        return "in a year of very many digits"
    is_plain = abs(year) <= _PLAIN_YEARS
    text = words(edtf.parse(_written(day, DAY)), "en")
    return f"{'on' if is_plain else 'in'} {text}"
