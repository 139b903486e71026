"""The days of an entry of a calendar, as they are where it takes place."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import UsageError
from timeline.importers.dating import EASTERNMOST, IN_UTC, UNTIMED, WESTERNMOST
from timeline.importers.values import shown

if TYPE_CHECKING:
    from timeline.importers.content_lines import Component, Value
    from timeline.importers.harvest import Draft

_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_UTC = ("UTC", "Etc/UTC")
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?"
    r"(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)


class _Stamp(NamedTuple):
    """A day with its time of day as it stands there; ``zone`` is None for one that is not known."""

    clock: datetime
    is_timed: bool
    is_utc: bool
    zone: tzinfo | None


@lru_cache(256)
def zone_named(name: str) -> tzinfo | None:
    """Return a time zone, None for one that is not known."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # not known; a folder; no name of a file
        return None


def read_days(draft: Draft, component: Component, home: tzinfo | None) -> str:
    """Return the days of an entry as EDTF; its end, as a calendar writes it, is the day after.

    What is told in UTC is of the day that it is in the entry's own time zone, or else in that of
    the calendar (``home``). Where neither is known, and the day may be another one, this is noted.
    Raises UsageError for what is no day.
    """
    if "DTSTART" not in component.properties:
        raise UsageError("it has no date", "an event needs a SUMMARY and a DTSTART")
    stamps = [_stamp(component.first("DTSTART"))]
    if "DTEND" in component.properties:
        stamps.append(_stamp(component.first("DTEND")))
    zone = next((stamp.zone for stamp in stamps if stamp.zone), home)
    start, end = (_local(stamp, zone) for stamp in (stamps[0], stamps[-1]))
    if "DURATION" in component.properties and len(stamps) == 1:
        end = _later(start, component.raw("DURATION"))
    if end < start:
        raise UsageError("it ends before it begins", "mend its DTEND")
    if stamps[0].is_timed:
        draft.note(UNTIMED)
    days = _days(start, end)
    if zone is None and any(stamp.is_utc for stamp in stamps) and _may_be_others(start, end):
        draft.doubt(IN_UTC, days)
    return days


def _days(start: datetime, end: datetime) -> str:
    first, last = start.date(), end.date()
    if last > first and end.time() == time():
        last -= timedelta(1)
    return first.isoformat() if first == last else f"{first}/{last}"


def _may_be_others(start: datetime, end: datetime) -> bool:
    """Tell whether what is told in UTC has other days in some time zone."""
    try:
        found = {_days(start + offset, end + offset) for offset in (WESTERNMOST, EASTERNMOST)}
    except OverflowError:
        return True
    return found != {_days(start, end)}


def _stamp(value: Value) -> _Stamp:
    text = value.raw.strip()
    match = _STAMP.fullmatch(text)
    parts = [int(part or 0) for part in match.groups()[:6]] if match else [0] * 6
    try:
        clock = time(parts[3], parts[4], min(parts[5], 59))  # Python has no second 60
        shown_there = datetime.combine(date(*parts[:3]), clock)
    except ValueError:
        raise _no_day(text) from None
    is_timed = bool(match and match[4])
    name = value.parameter("TZID") if is_timed else ""
    is_utc = bool(match and match[7]) or name in _UTC
    return _Stamp(shown_there, is_timed, is_utc, None if name in _UTC else zone_named(name))


def _local(stamp: _Stamp, zone: tzinfo | None) -> datetime:
    """Return what a clock shows in a time zone; what is told in none is told in that one."""
    told = UTC if stamp.is_utc else stamp.zone
    if zone is None or told is None or told is zone:
        return stamp.clock
    try:
        return stamp.clock.replace(tzinfo=told).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise _no_day(str(stamp.clock)) from None


def _later(start: datetime, text: str) -> datetime:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise UsageError(f"the duration {shown(text)} is not understood", "write P1D or PT2H")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    try:
        return start + timedelta(days, seconds, 0, 0, minutes, hours, weeks)
    except OverflowError:
        raise UsageError(f"the duration {shown(text)} is too long", "write P1D or PT2H") from None


def _no_day(text: str) -> UsageError:
    return UsageError(f"{shown(text)} is no day there is", "write 20250701")
