"""Dates as people ask for them: one stretch of days, known to the day."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from timeline.dates.calendar import civil, days_in_month
from timeline.errors import DateError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from timeline.dates.edtf import Edtf

_LEAP_YEAR = 2000
_EXAMPLES = "2025, 2025-07 or 2025-07-01"
_SHOWN = 60
"""Characters of a date that a refusal says at least."""
_DAY_OF_YEAR = re.compile(
    r"(?:--)?(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<first>[0-9]{1,2})\. ?(?P<then>[0-9]{1,2})\.?"
)


def stretch(text: str, today: date) -> tuple[float, float]:
    """Return the first and last day number of a date as people type it.

    Raises DateError for what is no date, and for a date too vague to be asked for.
    """
    from timeline.dates.phrases import parse_phrase

    try:
        return _known_to_the_day(parse_phrase(text, today), text)
    except DateError as error:
        said, hint = error.message, error.hint
        read = " ".join(text.split())  # white space of any kind is one space
        if repr(read)[1:-1][:_SHOWN] not in said:  # what was read, and what could be written
            said = f"{text!r}: {said}"
            hint = "; ".join(filter(None, (hint, f"for example {_EXAMPLES}")))
        raise DateError(said, hint) from error


def first_day(text: str, today: date) -> float:
    """Return the first day of a date; raises DateError where it has none."""
    first, _ = stretch(text, today)
    if first == -inf:
        raise DateError(f"{text!r} has no first day", "give a date that begins somewhere")
    return first


def last_day(text: str, today: date) -> float:
    """Return the last day of a date; raises DateError where it has none."""
    _, last = stretch(text, today)
    if last == inf:
        raise DateError(f"{text!r} has no last day", "give a date that ends somewhere")
    return last


def between(start: str | None, end: str | None, today: date) -> tuple[float, float]:
    """Return the days from the first of one date to the last of another; None leaves a side open.

    Raises UsageError where the first lies after the last.
    """
    first = first_day(start, today) if start is not None else -inf
    last = last_day(end, today) if end is not None else inf
    if first > last:
        raise UsageError(f"{start!r} is after {end!r}", "give the earlier date first")
    return first, last


def window(text: str, today: date) -> tuple[float, float]:
    """Return the days of ``2025``, ``2022..2025``, ``2022..``, ``..2025`` or an EDTF interval."""
    start, dots, end = text.partition("..")
    if not dots or "/" in text or text[:1] in ("[", "{"):
        return stretch(text, today)
    start, end = start.strip(), end.strip()
    if not (start or end):
        raise DateError("'..' has no date on either side", "write 2022..2025, 2022.. or ..2025")
    try:
        return between(start or None, end or None, today)
    except DateError:
        raise
    except UsageError as error:
        raise UsageError(error.message, f"write {end}..{start}") from error


def day_of_year(text: str, today: date) -> tuple[int, int]:
    """Return the (month, day) of a day as people type it, with or without a year.

    Raises DateError for what is no single day.
    """
    if match := _DAY_OF_YEAR.fullmatch(text):
        month, day = int(match["month"] or match["then"]), int(match["day"] or match["first"])
        if 1 <= month <= 12 and 1 <= day <= days_in_month(_LEAP_YEAR, month):
            return month, day
        raise DateError(f"there is no day {text!r} in any year", "write 07-01, or 1.7.")
    hint = "write today, 07-01, 1.7., 1 July or 2025-07-01"
    for said in (text, f"{text} {_LEAP_YEAR}"):
        try:
            first, last = stretch(said, today)
        except DateError:
            continue
        if first != last:
            raise DateError(f"{text!r} is not one day", hint)
        _, month, day = civil(int(first))
        return month, day
    raise DateError(f"{text!r} is no day of the year", hint)


def _known_to_the_day(value: Edtf, text: str) -> tuple[float, float]:
    """Return the days that a window may start and end with.

    A window is one stretch of days, known to the day: "um 2018" and "2020 or 2024" are none, and
    their outermost days would claim to be certain of what lies between.
    """
    from timeline.dates.edtf import bounds, members
    from timeline.dates.wording import words

    found = members(value)
    if any(member.hedged for member in found):
        reason = "too vague to ask for"
    elif len(found) > 1:
        reason = "more than one stretch of time"
    else:
        return bounds(value)
    raise DateError(
        f"{text!r} is {reason} (it means {words(value, 'en')})",
        "write 2025, 2025-07 or 2025-07-01, or ask between two dates",
    )
