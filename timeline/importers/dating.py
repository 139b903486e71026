"""Dates as people and their programs write them, to EDTF; what they were written like is kept."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.phrases import TWO_DAYS, parse_phrase, read_absolute
from timeline.dates.point import Point, parse_point
from timeline.dates.refusals import EXAMPLES
from timeline.errors import DateError
from timeline.importers.values import shown

if TYPE_CHECKING:
    from timeline.importers.harvest import Draft, Told

UNTIMED: Told = ("time of day is left out", "times of day are left out")
UNSTATED: Told = (
    "date was written in words that are left out, because no source of the row says them",
    "dates were written in words that are left out, because no source of their rows says them",
)
IN_UTC: Told = (
    "date is told in UTC, and may be the day before or after where it happened",
    "dates are told in UTC, and may be the day before or after where they happened",
)
WESTERNMOST, EASTERNMOST = timedelta(hours=-10), timedelta(hours=13)
"""How far clocks are from UTC where people live: from Hawaii to New Zealand in summer."""

_TIMED = re.compile(
    r"(.*[0-9])(?:[T ]|, ?)"
    r"(?P<time>(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?)"
    r"(?: ?Uhr| ?(?P<utc>Z|UTC|[+-]00:?00)| ?[+-][0-9]{2}:?[0-9]{2})?"
)
_MIDNIGHT = re.compile("[0:.,]+")
_SERIAL = re.compile("[1-9][0-9]{4}")
_DECIMAL_YEAR = re.compile(r"([0-9]{4})\.0")
_GOES_ON = frozenset(
    ("..", "offen", "open", "laufend", "andauernd", "ongoing", "present", "current", "now", "heute",
     "today", "jetzt", "bis heute")
)  # fmt: skip
_UNKNOWN = frozenset(("?", "unbekannt", "unknown"))


class Dated(NamedTuple):
    """A date as EDTF, and the words in which it was written ("" where those were EDTF)."""

    edtf: str
    stated: str = ""
    is_timed: bool = False


def read_date(draft: Draft, text: str) -> Dated:
    """Read a date on one line: EDTF, or what German and English people and Excel write.

    A time of day at midnight is none; any other is left out, unless it is EDTF. Raises DateError
    for what is ambiguous, incomplete, or counted from the day on which it was written.
    """
    found = _read(text, None if draft.is_hurried else draft.options.today)
    if not isinstance(found, Dated):
        raise DateError(*found)
    if found.is_timed:
        draft.note(UNTIMED)
    if _may_be_another_day(text):
        draft.doubt(IN_UTC, found.edtf)
    return found


def read_span(draft: Draft, start: str, end: str) -> Dated:
    """Read a date from the two cells of its ends, of which one may be empty.

    An end that is missing makes no interval; a start that is missing is unknown. Raises DateError.
    """
    if not end or end == start:
        return read_date(draft, start)
    first = read_date(draft, start) if start else Dated("")
    plain = end.casefold()
    if plain in _GOES_ON or plain in _UNKNOWN:
        last = Dated(".." if plain in _GOES_ON else "")
    else:
        last = read_date(draft, end)
    days = [_day_of(draft, found.edtf) for found in (first, last)]
    if days[0] == days[1]:
        return Dated(days[0], first.stated or last.stated)
    value = edtf.parse("/".join(days))
    is_worded = first.stated or last.stated
    return Dated(str(value), " – ".join(filter(None, (start, end))) if is_worded else "")


def _day_of(draft: Draft, text: str) -> str:
    """Return the end of an interval: a date without its time of day, which is noted."""
    if text in ("", ".."):
        return text
    point = parse_point(text)
    if point is None:
        raise DateError(f"{shown(text)} cannot be the start or the end of something",
                        "write 2025, 2025-07 or 2025-07-01 for each end")  # fmt: skip
    if point.time:
        draft.note(UNTIMED)
    return text.partition("T")[0]


def _may_be_another_day(text: str) -> bool:
    """Tell whether a date has a time in UTC at which it is another day where people live.

    One at midnight is a day alone, which was never in a time zone.
    """
    match = _TIMED.fullmatch(text) if ":" in text else None
    if match is None or not match["utc"] or _MIDNIGHT.fullmatch(match["time"]):
        return False
    clock = timedelta(hours=int(match["hour"]), minutes=int(match["minute"]))
    return not -WESTERNMOST <= clock < timedelta(days=1) - EASTERNMOST


@lru_cache(16_384)
def _read(text: str, today: date | None) -> Dated | tuple[str, str]:
    """Return a date, or why it is none and a hint; without a day that is today only in short."""
    try:
        return _parse(text, today)
    except DateError as error:
        return error.message, error.hint


def _parse(text: str, today: date | None) -> Dated:
    try:
        return Dated(str(edtf.parse(text)))
    except DateError:
        pass
    if match := _DECIMAL_YEAR.fullmatch(text):
        return Dated(match[1])
    if match := _TIMED.fullmatch(text):
        found = _parse(match[1], today)
        if isinstance(edtf.parse(found.edtf), Point):
            if _MIDNIGHT.fullmatch(match["time"]):
                return found
            return Dated(found.edtf, text, is_timed=True)
    if _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(int(text))
        raise DateError(f"{text} is not a date", f"if it is Excel's number of a day, write {day}")
    value = read_absolute(text)
    if value is None:
        value = _explained(text, today)
    return Dated(str(value), text)


def _explained(text: str, today: date | None) -> edtf.Edtf:
    """Return a date that is none of the usual ones; raises DateError with the reason, if any."""
    if today is None:
        raise DateError(f"{shown(text)} is not understood as a date", f"write {EXAMPLES}")
    # What comes out differently on two days is counted from the day of writing.
    told = {str(parse_phrase(text, day)) for day in (*TWO_DAYS, today)}
    if len(told) > 1:
        raise DateError(f"{shown(text)} counts from the day on which it was written",
                        f"write {parse_phrase(text, today)} if that is today")  # fmt: skip
    return edtf.parse(told.pop())
