"""What needs python-dateutil: dates relative to a given today, and rare orders of words.

Texts are folded (:func:`timeline.dates.vocabulary.fold`). python-dateutil is imported only once a
text has the form of such a date, so that the usual forms never pay for it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from timeline.dates.units import strip_prepositions
from timeline.dates.vocabulary import MONTH_NUMBERS, NUMBERS, WEEKDAY_NUMBERS, WEEKDAYS
from timeline.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateutil.parser import parser

RELATIVE_DAYS = {
    "vorgestern": -2,
    "day before yesterday": -2,
    "gestern": -1,
    "yesterday": -1,
    "heute": 0,
    "today": 0,
    "morgen": 1,
    "tomorrow": 1,
    "uebermorgen": 2,
    "day after tomorrow": 2,
}
UNITS = {
    form: unit
    for unit, forms in (
        ("days", "day days tag tage tagen tages"),
        ("weeks", "week weeks woche wochen"),
        ("months", "month months monat monate monaten monats"),
        ("quarters", "quarter quarters quartal quartale quartalen quartals"),
        ("years", "year years jahr jahre jahren jahres"),
    )
    for form in forms.split()
}
STEPS = {
    **dict.fromkeys(("last", "previous", "letzt", "vorig", "vergangen"), -1),
    **dict.fromkeys(("this", "current", "dies", "laufend", "aktuell"), 0),
    **dict.fromkeys(("next", "coming", "naechst", "kommend"), 1),
}
_DISTANCE = re.compile(
    rf"(?:(in|vor) )?([0-9]{{1,9}}|{'|'.join(NUMBERS)}) ({'|'.join(UNITS)})( ago)?"
)
_NAMED = re.compile(rf"({'|'.join(STEPS)})(?:e[rsnm]?)? ({'|'.join(UNITS)})")


def read_relative(text: str, today: date) -> str | None:
    """Return the EDTF of "yesterday", "last year", "vor 3 Monaten"; None for other text.

    A named unit is that unit ("last month" a month, "last week" an interval from Monday to
    Sunday); a distance leads to a day. Raises DateError outside the years 1 to 9999.
    """
    bare = strip_prepositions(text)
    try:
        if bare in RELATIVE_DAYS:
            return _shift(today, days=RELATIVE_DAYS[bare]).isoformat()
        if match := _DISTANCE.fullmatch(text):
            return _distant(match, today)
        if match := _NAMED.fullmatch(bare):
            return _named(STEPS[match[1]], UNITS[match[2]], today)
    except (ValueError, OverflowError):
        raise DateError(
            f"{text!r} lies outside the years 1 to 9999",
            "write the date itself, for example 2025, 2025-07 or Y12025",
        ) from None
    return None


def _shift(day: date, *, days: int = 0, weeks: int = 0, months: int = 0, years: int = 0) -> date:
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(days=days, weeks=weeks, months=months, years=years)


def _distant(match: re.Match[str], today: date) -> str | None:
    before, number, unit, ago = match.groups()
    if (before is None) == (ago is None):
        return None
    count = NUMBERS.get(number) or int(number)
    signed = count if before == "in" else -count
    name = UNITS[unit]
    if name == "quarters":
        name, signed = "months", 3 * signed
    return _shift(today, **{name: signed}).isoformat()


def _named(step: int, unit: str, today: date) -> str:
    if unit == "weeks":
        monday = _shift(today, days=7 * step - today.weekday())
        return f"{monday}/{_shift(monday, days=6)}"
    if unit == "days":
        return _shift(today, days=step).isoformat()
    if unit == "years":
        return _shift(today.replace(day=1), years=step).isoformat()[:4]
    months = 3 if unit == "quarters" else 1
    shifted = _shift(today.replace(day=1), months=months * step)
    if unit == "months":
        return shifted.isoformat()[:7]
    return f"{shifted.isoformat()[:4]}-{33 + (shifted.month - 1) // 3}"


_CONNECTORS = frozenset(
    (
        ",",
        ".",
        "st",
        "nd",
        "rd",
        "th",
        "of",
        "the",
        "der",
        "den",
        "dem",
        "des",
        "am",
        "im",
        "in",
        "on",
    )
)
# python-dateutil fills what is missing from a default. What differs between two defaults was
# filled in; they are more than a week apart, so that no weekday falls on the same day in both.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2003, 2, 15))  # noqa: DTZ001 - dates without a place


def read_loosely(text: str) -> str | None:
    """Return the EDTF of a month name, a year and perhaps a day in any order; None for other text.

    Raises DateError for a day that does not exist, or falls on another weekday than the text says.
    """
    tokens = [t for t in re.findall(r"[a-z]+|[0-9]+|[^ ]", text) if t not in _CONNECTORS]
    numbers = sorted((t for t in tokens if t.isdigit()), key=len)
    names = [t for t in tokens if not t.isdigit()]
    weekdays = [t for t in names if t in WEEKDAY_NUMBERS]
    months = [t for t in names if t in MONTH_NUMBERS]
    # Everything that python-dateutil would guess about is left out before it is asked.
    if len(names) != len(weekdays) + 1 or len(months) != 1 or len(weekdays) > 1:
        return None
    if [len(n) for n in numbers] not in ([4], [1, 4], [2, 4]) or (weekdays and len(numbers) < 2):
        return None
    found = [_parse_with(" ".join(tokens), default) for default in _DEFAULTS]
    first, second = found
    if first.year != int(numbers[-1]):
        return None  # python-dateutil takes the year 5 for 2005
    if first.day != second.day:
        return first.isoformat()[:7]
    if weekdays and first.weekday() + 1 != (named := WEEKDAY_NUMBERS[weekdays[0]]):
        raise DateError(
            f"{first} is a {WEEKDAYS[first.weekday()]}, not a {WEEKDAYS[named - 1]}",
            "leave out the weekday or mend the day",
        )
    return first.isoformat()


def _parse_with(text: str, default: datetime) -> date:
    try:
        return _parser().parse(text, default=default).date()
    except (ValueError, OverflowError):
        raise DateError(f"{text!r} names no day there is", "write 2025-07-01") from None


@cache
def _parser() -> parser:
    from dateutil.parser import parser, parserinfo

    tables = {
        "MONTHS": [_words(MONTH_NUMBERS, number) for number in range(1, 13)],
        "WEEKDAYS": [_words(WEEKDAY_NUMBERS, number) for number in range(1, 8)],
    }
    return parser(type("Names", (parserinfo,), tables)())


def _words(numbers: Mapping[str, int], number: int) -> tuple[str, ...]:
    return tuple(word for word, its_number in numbers.items() if its_number == number)
