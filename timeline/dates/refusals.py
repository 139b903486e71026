"""Why a typed text is not a date, and what to write instead.

Each reason is a function from the folded text to a message, in which ``{}`` stands for the text as
typed, and a hint; or to None. The first that applies is given.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from timeline.dates.calendar import days_in_month
from timeline.dates.edtf import parse
from timeline.dates.relative import RELATIVE_DAYS, STEPS, UNITS
from timeline.dates.vocabulary import (
    DASH,
    MONTH_NUMBERS,
    SEASON_NUMBERS,
    VOCABULARY,
    WEEKDAY_NUMBERS,
)
from timeline.dates.wording import words
from timeline.errors import DateError

EXAMPLES = "2025, July 2025 or 2025-07-01"
_SHOWN = 60
Reason: TypeAlias = tuple[str, str]
_EDTF_LIKE = re.compile(r"[-0-9XYEST?~%.,/:+\[\]{}]+")


def refusal(typed: str, folded: str, reason: DateError) -> DateError:
    """Return the error for a text that nothing could read.

    ``reason`` is what EDTF said about it; it is given where the text is written like EDTF.
    """
    if not typed:
        return DateError("a date is missing", f"write {EXAMPLES}")
    for explain in _REASONS:
        if found := explain(folded):
            message, hint = found
            return DateError(message.replace("{}", _show(typed)), hint)
    if _EDTF_LIKE.fullmatch(typed) and not reason.message.endswith("is not a date"):
        return reason
    return DateError(f"{_show(typed)} is not understood as a date", f"write {EXAMPLES}")


def _show(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _foreign_digits(text: str) -> Reason | None:
    foreign = [char for char in text if char.isdigit() and not char.isascii()]
    if not foreign:
        return None
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    hint = f"write {plain}" if plain.isascii() else f"write {EXAMPLES}"
    return ("{} has digits other than 0 to 9", hint)


def _readings(*candidates: tuple[int, int, int]) -> list[str]:
    """Return the (year, month, day) that exist, as EDTF, without repetition."""
    found = [
        f"{year:04}-{month:02}-{day:02}"
        for year, month, day in candidates
        if 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)
    ]
    return list(dict.fromkeys(found))


def _offer(readings: list[str]) -> Reason:
    """Say how a numeric date can be read; ``readings`` are EDTF."""
    if not readings:
        return ("{} names no day or month there is", f"write {EXAMPLES}")
    said = " or ".join(f"{words(parse(edtf), 'en')} ({edtf})" for edtf in readings)
    hint = f"write {' or '.join(readings)}"
    if len(readings) > 1:
        return (f"{{}} is ambiguous: {said}", hint)
    return (f"{{}} is not a way to write a date here; it can only be {said}", hint)


_DAY_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(
    r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})([01][0-9])([0-9]{2})"
)
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/-]([0-9]{4})")
_YEAR_NUMBER = re.compile(rf"([0-9]{{4}}) ?[/.{DASH}-] ?([0-9]{{1,2}})")


def _numeric_day(text: str) -> Reason | None:
    if match := _DAY_FIRST.fullmatch(text):
        one, two, last = int(match[1]), int(match[3]), int(match[4])
        return _offer(_readings((last, two, one), (last, one, two)))
    if match := _YEAR_FIRST.fullmatch(text):
        parts = [int(part) for part in match.groups() if part and part not in "/.-"]
        if match[2] != "-" or len(text) < 10:
            return _offer(_readings((parts[0], parts[1], parts[2])))
    return None


def _numeric_month(text: str) -> Reason | None:
    if match := _MONTH_YEAR.fullmatch(text):
        month = int(match[1])
        return _offer([f"{match[2]}-{month:02}"] if 1 <= month <= 12 else [])
    match = _YEAR_NUMBER.fullmatch(text)
    if match is None:
        return None
    year, digits = match.groups()
    readings = [f"{year}-{int(digits):02}"] if 1 <= int(digits) <= 12 else []
    if len(digits) == 2 and digits > year[2:]:
        readings.append(f"{year}/{year[:2]}{digits}")
    return _offer(readings) if readings else None


def _time_of_day(text: str) -> Reason | None:
    if not re.search(r"[0-9]:[0-9]{2}|[0-9] ?(?:uhr|am|pm|o'clock)\b", text):
        return None
    return ("a time of day is read only in full", "write 1985-04-12T23:20:30 or leave the time out")


def _century(text: str) -> Reason | None:
    match = re.search(r"([0-9]{1,2})(?:\.|st|nd|rd|th)? ?(?:jahrhundert|jh|century)", text)
    if match and 2 <= int(match[1]) <= 99:
        number = int(match[1])
        decimal, counted = f"{number - 1:02}XX", f"{number - 1:02}01/{number:02}00"
        return (
            "a century may begin with its year 0 or with its year 1",
            f"write {decimal} for {number - 1}00 to {number - 1}99, or {counted}",
        )
    match = re.search(r"\b([0-9]{2})00(?:er|'?s)", text)
    if match:
        start = match[1]
        return (
            "{} may be ten years or a hundred",
            f"write {start}0X for {start}00 to {start}09, {start}XX for {start}00 to {start}99",
        )
    return None


_SHORT_YEAR = re.compile(
    r"[0-9]{1,2}([./-]) ?[0-9]{1,2}\1 ?[0-9]{2}|.*'[0-9]{2}|.*\b[0-9]0(?:er\b|s\b).*"
    r"|(?:q|h)[1-4][ /-]?[0-9]{2}|(?:[0-9]{1,2}\.? ?)[a-z]{3,}\.? [0-9]{2}"
    r"|[a-z]{3,}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{2}|(?:[a-z]{3,}\.? )?[0-9]{2}|[0-9]"
)


def _short_year(text: str) -> Reason | None:
    if _SHORT_YEAR.fullmatch(text):
        return (
            "{} has no year of four digits",
            "years and centuries are never guessed: write 1.7.2025, July 2025 or 2025",
        )
    return None


def _long_year(text: str) -> Reason | None:
    match = re.fullmatch(r"(?:jahr |year )?(-?)([0-9]+)", text)
    if match is None or len(match[2]) == 4:
        return None
    if len(match[2]) > 4:
        return (
            "{} has more than the four digits of a year",
            f"write Y{match[1]}{match[2].lstrip('0')} if it is a year, 2025-07-01 for a day",
        )
    sign = match[1]
    return (
        "{} has fewer than the four digits of a year",
        f"write {sign}{match[2].zfill(4)}" + ("" if sign else f" or {int(match[2])} CE"),
    )


def _no_year(text: str) -> Reason | None:
    names = re.findall(r"[a-z]+", text)
    has_month = any(name in MONTH_NUMBERS or name in SEASON_NUMBERS for name in names)
    if re.search(r"[0-9]{4}", text):
        return None
    if has_month or re.fullmatch(r"[0-9]{1,2}\. ?[0-9]{1,2}\.?|q[1-4]|h[12]", text):
        return ("{} has no year", "a year is never filled in: write 1.7.2025 or July 2025")
    if any(name in WEEKDAY_NUMBERS and len(name) > 4 for name in names):
        return ("{} is a weekday, not a date", f"write {EXAMPLES}")
    return None


def _misspelt(text: str) -> Reason | None:
    from difflib import get_close_matches

    months = {n.lower(): n for terms in VOCABULARY.values() for n in terms.months}
    relative = (*UNITS, *STEPS, *RELATIVE_DAYS, *WEEKDAY_NUMBERS, "ago")
    others = {word: word for word in relative if len(word) > 3 or word == "ago"}
    known = {*MONTH_NUMBERS, *SEASON_NUMBERS, *others}
    for name in re.findall(r"[^\W\d_]{4,12}", text)[:4]:
        if name in known or name.startswith(tuple(STEPS)):  # German has endings: "letzten"
            continue
        near = get_close_matches(name, months, 1, 0.75) or get_close_matches(name, others, 1, 0.8)
        if near:
            return (
                "{} is not understood as a date",
                f"did you mean {(months | others)[near[0]]}? write {EXAMPLES}",
            )
    return None


def _lower_case_edtf(text: str) -> Reason | None:
    try:
        parse(text.upper())
    except DateError:
        return None
    return ("{} has small letters", f"EDTF has capitals: write {text.upper()}")


_REASONS = (
    _foreign_digits, _numeric_day, _numeric_month, _time_of_day, _century, _short_year, _long_year,
    _no_year, _lower_case_edtf, _misspelt,
)  # fmt: skip
