"""One absolute date as people write it ("1.7.2025", "Juli 2025", "Q3 2025") to EDTF text.

Every text here is folded (:func:`timeline.dates.vocabulary.fold`), eras are signed years
(:func:`sign_eras`), and a result still has to pass ``edtf.parse``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.dates.vocabulary import MINUS, MONTH_NUMBERS, ORDINALS, SEASON_NUMBERS
from timeline.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable

_Y = rf"({MINUS}?[0-9x]{{4}})"
_DAY = "(?P<day>[0-9]{1,2})"
_NTH = r"(?:\.|st|nd|rd|th)?"
_NAME = r"([a-z]{3,12})"

_PREPOSITIONS = re.compile(r"(?:(?:im|am|in|on|zum|zur|vom|den|dem|der|des|die|das|the|of) )+")
_ERA = re.compile(
    r"\b(?:"
    r"(?P<bce>[0-9]{1,5}) ?(?:v\. ?chr\b|vor chr(?:istus)?\b|v\. ?u\. ?z|bce?\b|b\.c\.(?:e\.)?)|"
    r"(?P<ce>[0-9]{1,4}) ?(?:n\. ?chr\b|nach chr(?:istus)?\b|n\. ?u\. ?z|ce\b|ad\b|[ca]\.[ed]\.)|"
    r"ad (?P<ad>[0-9]{1,4})\b"
    r")\.?"
)

_GROUPS = {
    **dict.fromkeys(("q", "quartal", "quartals", "quarter"), (32, 4)),
    **dict.fromkeys(("drittel", "jahresdrittel", "tertial", "third", "quadrimester"), (36, 3)),
    **dict.fromkeys(("h", "halbjahr", "halbjahres", "half", "half-year"), (39, 2)),
}
"""Part of a year: the code before its first one, and how many there are."""

_HEMISPHERES = {
    "": 20,
    "nordhalbkugel": 24,
    "northern hemisphere": 24,
    "suedhalbkugel": 28,
    "southern hemisphere": 28,
}


def sign_eras(text: str) -> str:
    """Replace years with an era by four digits: "44 v. chr." is "−0043", "476 ce" is "0476".

    Raises DateError for a year 0 of either era.
    """
    return _ERA.sub(_signed, text)


def _signed(match: re.Match[str]) -> str:
    number = int(match["bce"] or match["ce"] or match["ad"])
    if number == 0:
        raise DateError("there is no year 0 of an era", "1 CE follows 1 BCE, which is 0000 in EDTF")
    if not match["bce"]:
        return f"{number:04}"
    if number > 10_000:
        return f"jahr {MINUS}{number - 1}"
    return f"{MINUS}{number - 1:04}" if number > 1 else "0000"


def strip_prepositions(text: str) -> str:
    """Remove the prepositions and articles that may stand before a date."""
    match = _PREPOSITIONS.match(text)
    return text[match.end() :] if match else text


def read_unit(text: str) -> str | None:
    """Return the EDTF of one year, part of a year, month, day or decade; None for other text.

    Raises DateError where the form is clear but a month is not one of twelve.
    """
    text = strip_prepositions(text)
    for form, read in _FORMS:
        match = form.fullmatch(text)
        if match and (found := read(match)):
            return found
    return None


def _year(text: str) -> str:
    return text.replace(MINUS, "-").upper()


def _iso(match: re.Match[str]) -> str:
    year, month, day, mark = match.groups("")
    return "-".join(part for part in (_year(year), month.upper(), day.upper()) if part) + mark


def _dotted(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month, day = int(parts["month"]), parts.get("day")
    if not 1 <= month <= 12:
        raise DateError(f"there is no month {month}", "months are 1 to 12, as in 31.12.2025")
    return f"{_year(parts['year'])}-{month:02}" + (f"-{int(day):02}" if day else "")


def _named_day(match: re.Match[str]) -> str | None:
    day, name, year = match["day"], match["name"], match["year"]
    month = MONTH_NUMBERS.get(name)
    return f"{_year(year)}-{month:02}-{int(day):02}" if month else None


def _named(match: re.Match[str]) -> str | None:
    name, year, hemisphere = match.groups("")
    if season := SEASON_NUMBERS.get(name):
        return f"{_year(year)}-{_HEMISPHERES[hemisphere] + season}"
    month = MONTH_NUMBERS.get(name)
    return f"{_year(year)}-{month:02}" if month and not hemisphere else None


def _part_of_year(match: re.Match[str]) -> str | None:
    """Read a quarter, third or half of a year."""
    number, name, year = match["number"], match["name"], match["year"]
    before, count = _GROUPS[name]
    part = ORDINALS.get(number) or int(number)
    return f"{_year(year)}-{before + part}" if part <= count else None


def _decade(match: re.Match[str]) -> str | None:
    # "1900s" may be the decade or the century: not for us to choose.
    return None if match[1].endswith("0") else f"{match[1]}X"


def _numbered_year(match: re.Match[str]) -> str | None:
    """Read the number after "Jahr"; two digits could leave out a century, so they are no year."""
    sign, digits = match[1].replace(MINUS, "-"), match[2].upper()
    if len(digits) > 4:
        return f"Y{sign}{digits}" if "X" not in digits and digits[0] != "0" else None
    if len(digits) == 4:
        return f"{sign}{digits}"
    return f"0{digits}" if len(digits) == 3 and digits.isdigit() and not sign else None


def _masked(match: re.Match[str]) -> str | None:
    """Read what follows a year or a month: "month unknown", "Tag 1X"."""
    base, month, day = match.groups()
    if not (month or day):
        return None
    found = read_unit(base)
    form = _BARE_YEAR if month else _BARE_MONTH
    if found is None or not form.fullmatch(found):
        return None
    parts = ("XX" if part[0] == "u" else part.upper() for part in (month, day) if part)
    return "-".join((found, *parts))


def _both_unknown(match: re.Match[str]) -> str:
    return f"{_year(match[1])}-XX-XX"


def _timed(match: re.Match[str]) -> str | None:
    base = read_unit(match[1])
    zone = (match[4] or "Z").replace(MINUS, "-") if match[3] else ""
    return f"{base}T{match[2]}{zone}" if base else None


_BARE_YEAR = re.compile("-?[0-9X]{4}")
_BARE_MONTH = re.compile("-?[0-9X]{4}-(?:0[1-9]|1[0-2])")
_MASK = "([0-9x]{2}|unbekannt|unknown)"
_OFFSET = rf"[+{MINUS}-][0-9]{{2}}(?::[0-9]{{2}})?"
_NUMBER = rf"(?P<number>{'|'.join(map(re.escape, ORDINALS))}|[1-4])"
_UNKNOWN = "(?:unbekannt|unknown)"

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (rf"{_Y}(?:-([0-9x]{{2}})(?:-([0-9x]{{2}}))?)?([?~%]?)", _iso),
        (rf"{_DAY}\. ?(?P<month>[0-9]{{1,2}})\. ?(?P<year>{_Y})", _dotted),
        (rf"(?P<month>[0-9]{{1,2}})\.(?P<year>{_Y})", _dotted),
        (rf"{_NAME}(?:\. ?|, ?| )(?:of |des jahres )?{_Y}(?: \(([a-z ]+)\))?", _named),
        (rf"{_DAY}{_NTH} ?(?:of )?(?P<name>{_NAME})(?:\. ?|, ?| )(?P<year>{_Y})", _named_day),
        (rf"(?P<name>{_NAME})(?:\. ?| ){_DAY}{_NTH}(?:, ?| )(?P<year>{_Y})", _named_day),
        (rf"(?P<name>[qh])(?P<number>[1-4])[ /-]?(?P<year>{_Y})", _part_of_year),
        (rf"(?P<year>{_Y})[ /-]?(?P<name>[qh])(?P<number>[1-4])", _part_of_year),
        (
            rf"{_NUMBER} ?(?P<name>{'|'.join(_GROUPS)}) (?:of |in |des jahres )?(?P<year>{_Y})",
            _part_of_year,
        ),
        (r"([0-9]{3})0(?:er|'?s)(?:[ -]jahren?)?", _decade),
        (rf"(?:jahre?s?|year) ([{MINUS}-]?)([0-9x]+)", _numbered_year),
        (rf"{_Y}, (?:monat und tag|month and day) {_UNKNOWN}", _both_unknown),
        (rf"([^,]+)(?:, (?:monat|month) {_MASK})?(?:, (?:tag|day) {_MASK})?", _masked),
        (rf"([^,]+), ([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})( utc({_OFFSET})?)?", _timed),
    )
)
