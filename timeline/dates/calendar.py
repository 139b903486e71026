"""The proleptic Gregorian calendar for years of any size: days as numbers and back.

Day 1 is 0001-01-01, as in ``datetime.date.toordinal``; year 0 exists (ISO 8601).
"""

from __future__ import annotations

_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Tell whether a year (astronomical numbering) has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month (1 to 12) in a year."""
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month]


def day_number(year: int, month: int, day: int) -> int:
    """Return the number of a day; day 1 is 0001-01-01, earlier days count down through 0.

    The arithmetic is Howard Hinnant's ``days_from_civil``: a year that starts in March has its leap
    day at the end.
    """
    if month <= 2:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 306


def civil(number: int) -> tuple[int, int, int]:
    """Return (year, month, day) of a day number, the inverse of :func:`day_number`."""
    shifted = number + 305
    era, day_of_era = divmod(shifted, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    return era * 400 + year_of_era + (month <= 2), month, day


def iso(number: float) -> str | None:
    """Return a day number as ``YYYY-MM-DD`` (any number of year digits), or None for ±infinity."""
    if number in (float("inf"), float("-inf")):
        return None
    year, month, day = civil(int(number))
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04}-{month:02}-{day:02}"
