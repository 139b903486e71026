"""What people type for a date, in German and English, to EDTF; nothing is ever filled in.

The grammar, on folded text: a *date* is an absolute or relative date with words of doubt before it
("um 2018"); a *phrase* is a date, a bound ("seit", "bis", "vor", "nach"), a range ("2018 bis 2022",
"zwischen ... und ...") or a list ("1667, 1668 oder 1670–1672").
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.dates.point import Point, parse_point
from timeline.dates.refusals import EXAMPLES, refusal
from timeline.dates.relative import read_loosely, read_relative
from timeline.dates.units import read_unit, sign_eras, strip_prepositions
from timeline.dates.vocabulary import DASH, MINUS, MONTH_NUMBERS, fold, month_names
from timeline.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable

TWO_DAYS = (date(2001, 2, 3), date(2012, 11, 10))
"""A relative date comes out differently on each of them."""

LONGEST = 200
"""Characters a phrase may have; EDTF itself may be longer."""


def parse_phrase(text: str, today: date) -> edtf.Edtf:
    """Read a date as typed: EDTF, or German or English words; "last year" counts from ``today``.

    ``ab``/``from`` leave the end unknown, ``seit``/``since`` leave it open; ``between`` is one day,
    month or year of that stretch; ``before`` and ``after`` leave the named date itself out.
    Raises DateError, with the reason and a mend, for anything else.
    """
    typed = " ".join(text.split())
    try:
        return edtf.parse(typed)
    except DateError as error:
        reason = error
    if len(typed) > LONGEST:
        raise DateError(f"a date of {len(typed)} characters cannot be read", f"write {EXAMPLES}")
    folded = fold(typed)
    found = _read_phrase(sign_eras(folded), today) or read_loosely(folded)
    if found is None or found == typed:
        raise refusal(typed, folded, reason)
    return edtf.parse(found)


def read_absolute(text: str) -> edtf.Edtf | None:
    """Read a date in its usual form that means the same on every day, or return None."""
    if len(text) > LONGEST:
        return None
    try:
        folded = sign_eras(fold(text))
        found = _read_phrase(folded, TWO_DAYS[0])
        if found and found == _read_phrase(folded, TWO_DAYS[1]):
            return edtf.parse(found)
    except DateError:
        pass
    return None


def _read_phrase(text: str, today: date) -> str | None:
    text = _AMERICAN.sub(r"\2\3\4 \1 \5", text)
    for read in _READERS:
        found = read(text, today)
        if found:
            return found
    return None


# Dates, with their words of doubt

_DOUBT = re.compile(
    r"(?:(?P<about>(?:circa|ca|c|approx)(?:\. ?| )|(?:um|etwa|ungefaehr|gegen|rund|about|around"
    r"|approximately|roughly) |~ ?)"
    r"|(?P<maybe>(?:vermutlich|wahrscheinlich|vielleicht|wohl|moeglicherweise|probably|perhaps"
    r"|possibly|maybe) )"
    r"|(?P<part>(?:anfang|mitte|ende|early|mid|late|beginning of|middle of|end of)[ -]))"
)


def _read_date(text: str, today: date) -> str | None:
    marks = set()
    while match := _DOUBT.match(bare := strip_prepositions(text)):
        marks.add("?" if match["maybe"] else "~")
        text = bare[match.end() :]
    found = read_unit(text) or read_relative(text, today)
    if found is None or not marks:
        return found
    if found[-1] in "?~%":
        marks |= set(found[-1].replace("%", "?~"))
        found = found[:-1]
    if "/" in found or "T" in found:
        return None
    return found + (marks.pop() if len(marks) == 1 else "%")


def _read_point(text: str, today: date) -> Point | None:
    """Read a date that can be the end of something; a week cannot."""
    found = _read_date(text, today)
    return parse_point(found) if found else None


# Bounds


def _before(point: Point) -> str:
    return f"[..{_neighbour(point, point.first - 1)}]"


def _after(point: Point) -> str:
    return f"[{_neighbour(point, point.last + 1)}..]"


def _neighbour(point: Point, number: int) -> str:
    """Return what ends or begins at a day number, as precise as the point it lies beside.

    Parts of years are counted in months, decades and centuries in years.
    """
    year, month, day = civil(number)
    sign = "-" if year < 0 else ""
    text = f"{sign}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"
    if point.month and abs(year) <= 9999:
        text += f"-{month:02}-{day:02}" if point.day else f"-{month:02}"
    return text + point.qualifier


_BOUNDS: tuple[tuple[re.Pattern[str], Callable[[Point], str]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (r"(?:seit|since|ever since) (.+)", "{}/..".format),
        (r"(?:bis|until) (.+), (?:beginn|start) (?:unbekannt|unknown)", "/{}".format),
        (r"(?:ab|from) (.+?)(?:, (?:ende|end) (?:unbekannt|unknown))?", "{}/".format),
        (r"(?:bis|until|till|up to|through) (.+)", "../{}".format),
        (r"(?:vor|before|prior to) (.+)", _before),
        (r"(?:nach|after) (.+)", _after),
        (r"(.+) (?:oder|or) (?:frueher|vorher|earlier|before)", "[..{}]".format),
        (r"(.+) (?:oder|or) (?:spaeter|danach|later|after)", "[{}..]".format),
    )
)


def _read_bound(text: str, today: date) -> str | None:
    for form, write in _BOUNDS:
        match = form.fullmatch(text)
        if match and (point := _read_point(match[1], today)):
            return write(point)
    return None


# Ranges

_RANGES = tuple(
    (re.compile(form), pattern)
    for form, pattern in (
        (r"(?:zwischen|between) (.+?) (?:und|and|&) (.+)", "[{}..{}]"),
        (rf"(?:von|vom|from) (.+?) (?:bis|to|until|till|through|-|{DASH}) (.+)", "{}/{}"),
        (rf"(.+?) ?{DASH} ?(.+)", "{}/{}"),
        (r"(.+?) (?:bis|to|until|till|through|-) (.+)", "{}/{}"),
        (r"([^-]+)-([^-]+)", "{}/{}"),
    )
)
_AMERICAN = re.compile(
    rf"([a-z]+)\.? ([0-9]{{1,2}}(?:st|nd|rd|th)?)( ?[-{DASH}] ?| (?:to|and|through) )"
    r"([0-9]{1,2}(?:st|nd|rd|th)?),? ([0-9]{4})$"
)


class Pair(NamedTuple):
    """The two ends of a range; ``shared`` where the first one took month or year from the other."""

    first: Point
    last: Point
    shared: bool


def _read_range(text: str, today: date) -> str | None:
    for form, pattern in _RANGES:
        match = form.fullmatch(text)
        if match and (pair := _read_pair(match[1], match[2], today)):
            return pattern.format(pair.first, pair.last)
    return None


def _read_pair(left: str, right: str, today: date) -> Pair | None:
    last = _read_point(right, today)
    if last is None:
        return None
    first = _read_point(left, today)
    if first:
        return Pair(first, last, shared=False)
    first = _complete(left, last, today)
    return Pair(first, last, shared=True) if first else None


def _complete(text: str, other: Point, today: date) -> Point | None:
    """Read "1." or "1. Juli" with the month and year that stand only in the other date."""
    if not other.month.isdigit() or "X" in other.year:
        return None
    shared = [other.year.replace("-", MINUS)]
    if other.day:
        shared.append(f"{month_names('en')[int(other.month) - 1].lower()} {shared[0]}")
    for rest in shared:
        point = _read_point(f"{text} {rest}", today)
        if point and point.precision == other.precision:
            return point
    return None


# Lists

_EARLIER = re.compile(r" (?:oder|or) (?:frueher|vorher|earlier|before)\b")
_LATER = re.compile(r" (?:oder|or) (?:spaeter|danach|later|after)\b")
_OR = re.compile(r",? (?:oder|or) |, ")
_AND = re.compile(r",? (?:und|and|&) |, ")
_DAY_COMMA = re.compile(
    rf"\b((?:{'|'.join(MONTH_NUMBERS)})\.? [0-9]{{1,2}}(?:st|nd|rd|th)?), (?=[0-9]{{4}})"
)
_EVERY = re.compile(
    r"(?:jede[rsn]?|every|each) (?:tag|monat|jahr|day|month|year)"
    r" (?:(?:(bis|until)|(ab|from)) )?(.+)"
)


def _read_list(text: str, today: date) -> str | None:
    text = _LATER.sub(">", _EARLIER.sub("<", _DAY_COMMA.sub(r"\1 ", text)))
    one_of = " oder " in text or " or " in text
    parts = (_OR if one_of else _AND).split(text)
    if len(parts) == 1 and not _EVERY.fullmatch(text):
        return None
    last = _read_point(parts[-1], today)
    items = [_read_item(part, last, today) for part in parts]
    if None in items:
        return None
    if not one_of and last and len(parts) == 2 and _read_point(parts[0], today) is None:
        first = parse_point(items[0] or "")
        if first and first.precision == last.precision == "day" and first.first + 1 == last.first:
            return f"{first}/{last}"
    joined = ",".join(item for item in items if item)
    return f"[{joined}]" if one_of else f"{{{joined}}}"


def _read_item(text: str, last: Point | None, today: date) -> str | None:
    """Return one item of a set; it may share month and year with the last one."""
    before = after = None
    if match := _EVERY.fullmatch(text):
        before, after, text = match.groups()
    elif text[-1:] in ("<", ">"):
        before, after, text = text[-1] == "<", text[-1] == ">", text[:-1]
    point = _read_point(text, today) or (last and _complete(text, last, today))
    if point:
        return f"..{point}" if before else f"{point}.." if after else str(point)
    found = _read_range(text, today)
    if found is None or "/" not in found or before or after:
        return None
    return found.replace("/", "..")


_READERS = (_read_date, _read_bound, _read_range, _read_list)
