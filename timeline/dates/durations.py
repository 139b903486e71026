"""Stretches of time in years, months and days: read, worded, counted and added to days.

Days are proleptic day numbers of any size (``dates/calendar.py``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.errors import DateError
from timeline.spelling import did_you_mean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator


class Duration(NamedTuple):
    """A stretch of time of whole ``years``, ``months`` and ``days``, none of them negative."""

    years: int = 0
    months: int = 0
    days: int = 0


MOST_DIGITS = 9
_HINT = "write 1 day, 2 weeks, 3 months, or 1 year 6 months"
FORMS = {
    "years": ("year", "years", "yr", "yrs", "y", "jahr", "jahre", "jahren"),
    "months": ("month", "months", "m", "monat", "monate", "monaten"),
    "weeks": ("week", "weeks", "w", "woche", "wochen"),
    "days": ("day", "days", "d", "tag", "tage", "tagen"),
}
"""The words for each unit of time, folded."""

_UNITS = {form: unit for unit, forms in FORMS.items() for form in forms}
_WORDS = ("days", "weeks", "months", "years", "Tage", "Wochen", "Monate", "Jahre")
_PART = re.compile(r"([0-9]+) ?([^\W\d_]+)(?:(?:, ?| (?:and|und) )(?=[0-9])| ?)")
_NAMES = {
    "en": (("year", "years", "years"), ("month", "months", "months"), ("day", "days", "days")),
    "de": (("Jahr", "Jahre", "Jahren"), ("Monat", "Monate", "Monaten"), ("Tag", "Tage", "Tagen")),
}
"""For each unit: one of them, several of them, several of them in the dative."""


def parse_duration(text: str) -> Duration:
    """Read a stretch of time, in English or German: "1 day", "2 weeks", "18m", "2 Jahre 3 Monate".

    Weeks become days. Raises DateError, with the reason and a mend, for anything else.
    """
    counts = dict.fromkeys(FORMS, 0)
    given: set[str] = set()
    for number, unit in _parts(text):
        if unit in given:
            raise DateError(f"{_shown(text)} gives {unit} twice", _HINT)
        given.add(unit)
        counts[unit] = number
    if not any(counts.values()):
        raise DateError(f"{_shown(text)} is no time at all", _HINT)
    return Duration(counts["years"], counts["months"], 7 * counts["weeks"] + counts["days"])


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield each number with its unit; raises DateError where something else stands."""
    plain = " ".join(text.split())
    if not plain:
        raise DateError("a stretch of time is missing", _HINT)
    if plain[0] in "-−–":
        raise DateError(f"{_shown(text)} is negative", "count forwards, and choose after or before")
    at = 0
    while at < len(plain):
        match = _PART.match(plain, at)
        if match is None:
            raise DateError(f"{_shown(text)} is not a stretch of time", _HINT)
        number, word = match.groups()
        if len(number) > MOST_DIGITS:
            raise DateError(f"{_shown(number)} has more than {MOST_DIGITS} digits", _HINT)
        unit = _UNITS.get(fold(word))
        if unit is None:
            hint = did_you_mean(word, _WORDS, "the units are days, weeks, months and years")
            raise DateError(f"{_shown(word)} is no unit of time", hint)
        yield int(number), unit
        at = match.end()


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def shift(day: int, duration: Duration, sign: int) -> int:
    """Return the day a duration after (``sign`` 1) or before (-1) another, as a day number.

    Years and months are counted first, on the civil calendar: a day that the month does not have
    becomes its last. Then the days.
    """
    return _month_shift(day, sign * _months(duration)) + sign * duration.days


def _months(duration: Duration) -> int:
    return 12 * duration.years + duration.months


def _month_shift(day: int, months: int) -> int:
    if not months:
        return day
    year, month, day_of_month = civil(day)
    years, month_index = divmod(month - 1 + months, 12)
    year, month = year + years, month_index + 1
    return day_number(year, month, min(day_of_month, days_in_month(year, month)))


def between(first_day: int, last_day: int) -> Duration:
    """Return the most whole years, then months, then days from one day number to another.

    ``shift(first_day, between(first_day, last_day), 1)`` is ``last_day``. Raises ValueError where
    the last day comes before the first.
    """
    if last_day < first_day:
        raise ValueError("the last day comes before the first")
    first_year, first_month, _ = civil(first_day)
    last_year, last_month, _ = civil(last_day)
    months = 12 * (last_year - first_year) + last_month - first_month
    reached = _month_shift(first_day, months)
    if reached > last_day:
        months -= 1
        reached = _month_shift(first_day, months)
    return Duration(*divmod(months, 12), last_day - reached)


def words(duration: Duration, language: str, *, dative: bool = False) -> str:
    """Word a duration in German ("de") or English ("en"): "2 years 3 months", "0 days".

    ``dative`` is the German case after "seit", "vor" and "nach": "2 Jahren 3 Monaten".
    """
    names = _NAMES[language]
    parts = [
        f"{count} {forms[0 if count == 1 else 1 + dative]}"
        for count, forms in zip(duration, names, strict=True)
        if count
    ]
    return " ".join(parts) or f"0 {names[2][1 + dative]}"
