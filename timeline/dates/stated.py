"""Dates in the words of a source: those that a short quotation names, in German and English.

A quotation may name less than a date ("am 21. und 22. Januar", "Am Mittwoch"): the year that it
leaves out is that of the date which it is held against. A bare year or month among other words may
be part of a name or a number of anything ("Horizon 2020", "2000 Betten", "Jan Müller"): it
confirms, but never contradicts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import inf, isinf
from typing import TYPE_CHECKING

from timeline.dates import edtf
from timeline.dates.calendar import civil, iso
from timeline.dates.mention import Mention, days_in, is_vaguely, span
from timeline.dates.phrases import read_absolute
from timeline.dates.point import Point
from timeline.dates.shorthand import LONG_WEEKDAYS, one_of, spelt_out
from timeline.dates.vocabulary import MONTH_NUMBERS, SEASON_NUMBERS, WEEKDAY_NUMBERS, fold
from timeline.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 9  # words of a date
_MOST = 60  # words of a quotation that are looked at
_SIGNS = 4_000  # and characters: no sixty words have more
_YEARS = 3  # of a date whose year is open, that a quotation without one is tried with
_AROUND = "„“”»«\"'()[]?!…‚‘’"
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DAY_AND_MONTH = re.compile(r"(?:.*[ –-])?[0-9]{1,2}\. ?[0-9]{1,2}\.")
_SHORT_YEAR = re.compile(r"((?:.*[ –-])?[0-9]{1,2}\. ?[0-9]{1,2}\. ?)'?([0-9]{2})")
_QUARTER = re.compile(
    r"(?:.* )?(?:Q[1-4]|(?:[1-4]\.|[a-z]+|[1-4][a-z]{2}) (?:Quartals?|Halbjahr(?:e?s)?|quarter))"
)
_EIGHT_DIGITS = re.compile(r"((?:1[0-9]|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_ALONE = re.compile(r"(?:1[0-9]|20|21)[0-9]{2}")
_CENTURIES = r"jahrhunderts?|jh(?:dt)?s?\.?|century|centuries"
_LOOSE = re.compile(
    r"(?:(?:ca|circa|c|um|etwa|ungefaehr|gegen|rund|about|around|roughly|approximately)\.? |~ ?)?"
    r"[0-9]{4}|[0-9]{8}|[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]{2}|q[1-4]"
    rf"|[^ ]+ (?:quartals?|halbjahr(?:e?s)?|quarter|{_CENTURIES})"
    rf"|(?:{one_of((*MONTH_NUMBERS, *SEASON_NUMBERS))})\.?"
)
_ARTICLE = re.compile(r"(?:(?:the|of|der|die|das|des|dem|den) )+")


def mentions(stated: str, value: edtf.Edtf) -> list[Mention]:
    """Return the dates that a quotation names, those without a year in the years of a date.

    The longest run of words that is a date counts; a number that is no year is none.
    """
    return list(_mentions(stated, _years_of(value)))


def _years_of(value: edtf.Edtf) -> tuple[int, ...]:
    """Return the years that a quotation without one may be of: the first few, and the last."""
    first, last = edtf.bounds(value)
    if isinf(first) and isinf(last):
        return ()
    low = None if isinf(first) else civil(int(first))[0]
    high = None if isinf(last) else civil(int(last))[0]
    if low is None:
        low = (high or 0) - _YEARS
    if high is None:
        high = low + _YEARS
    return tuple(dict.fromkeys([*range(low, min(low + _YEARS, high + 1)), high]))


@lru_cache(4_096)
def _mentions(stated: str, years: tuple[int, ...]) -> tuple[Mention, ...]:
    return tuple(_scan(spelt_out(stated[:_SIGNS]).split()[:_MOST], years))


def _scan(words: list[str], years: tuple[int, ...]) -> Iterator[Mention]:
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            if not _END.search(words[end - 1]):
                continue
            if found := _read(" ".join(words[start:end]), years):
                is_loose = end - start < len(words) and _is_loose(found.text)
                yield found._replace(is_loose=is_loose)
                start = end
                break
        else:
            start += 1


def _is_loose(text: str) -> bool:
    """Tell whether a date among other words may be none: it has no preposition, day or year."""
    return _LOOSE.fullmatch(_ARTICLE.sub("", fold(text), count=1)) is not None


def _read(text: str, years: tuple[int, ...]) -> Mention | None:
    bare = text.strip(_AROUND).rstrip(",;:")
    closed = f"{bare})" if "(" in bare else ""  # Herbst 2020 (Südhalbkugel)
    for form in filter(None, dict.fromkeys((bare, bare.rstrip("."), closed))):
        for read in _READERS:
            if found := read(form, years):
                return found
    return None


def _mention(text: str, values: Iterable[edtf.Edtf | None]) -> Mention | None:
    found = [_stretch(value) for value in values if value]
    if not found:
        return None
    is_vague = is_vaguely(text)
    spans = tuple(span(value, is_vague=is_vague) for value in found)
    return Mention(text, spans, min(map(days_in, found)), tuple(found))


def _stretch(value: edtf.Edtf) -> edtf.Edtf:
    """Return days that follow each other ("am 1., 2. und 3. Mai") as the stretch that they are."""
    if not isinstance(value, edtf.DateSet) or value.one_of:
        return value
    days = [item for item in value.items if isinstance(item, Point) and item.precision == "day"]
    if len(days) < len(value.items) or any(a.first + 1 != b.first for a, b in pairwise(days)):
        return value
    return edtf.parse(f"{days[0]}/{days[-1]}")


# Dates, with or without a year


def _read_date(text: str, years: tuple[int, ...]) -> Mention | None:
    if match := _EIGHT_DIGITS.fullmatch(text):
        return _mention(text, [read_absolute("-".join(match.groups()))])
    if (not text.isdigit() or _ALONE.fullmatch(text)) and (value := read_absolute(text)):
        return _mention(text, [value])
    if _YEAR.search(text):
        return None
    if match := _SHORT_YEAR.fullmatch(text):
        full = sorted({y - y % 100 + n + int(match[2]) for y in years for n in (-100, 0, 100)})
        return _mention(text, (read_absolute(f"{match[1]}{y:04}") for y in full if y > 0))
    if not _is_part(text):
        return None
    folded = fold(text)
    more = {*years}
    if "winter" in folded:  # it began in the year before
        more |= {year - 1 for year in years}
    if years and _UNTIL.match(folded):  # of what is still to come
        more.add(max(years) + 1)
    return _mention(text, (read_absolute(f"{text} {y:04}") for y in sorted(more) if y > 0))


def _is_part(text: str) -> bool:
    """Tell whether a text is a date but for its year: it names a month, with a capital letter."""
    if _DAY_AND_MONTH.fullmatch(text) or _QUARTER.fullmatch(text):
        return True
    named = [word for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper() and len(word) > 2]
    return any(fold(word) in MONTH_NUMBERS or fold(word) in SEASON_NUMBERS for word in named)


# Weekdays

_SHORT_WEEKDAYS = one_of(word.title() for word in WEEKDAY_NUMBERS if len(word) <= 4)
_UNTIL = re.compile(r"(?:bis|until|till|up to|through) ")
_WEEKDAY = re.compile(rf"(?i:{LONG_WEEKDAYS})")
_WEEKDAYS = re.compile(
    rf"((?i:{LONG_WEEKDAYS})|{_SHORT_WEEKDAYS})\.?(?: (?:bis|to|through|until) | ?[–-] ?)"
    rf"((?i:{LONG_WEEKDAYS})|{_SHORT_WEEKDAYS})"
)
_BESIDE = re.compile(
    r"((?:[^\W\d_]+ ){0,3})"
    rf"(?:((?i:{LONG_WEEKDAYS}))(?:, ?| \(| )"
    rf"|({_SHORT_WEEKDAYS})(?:[.,]{{1,2}} ?| (?=[0-9]|[A-Z])))(.+)"  # not "So am 1. Mai"
)


def _read_weekday(text: str, _years: tuple[int, ...]) -> Mention | None:
    if _WEEKDAY.fullmatch(text):
        return Mention(text, (), 1, weekdays=(WEEKDAY_NUMBERS[fold(text)],))
    if match := _WEEKDAYS.fullmatch(text):
        first, last = (WEEKDAY_NUMBERS[fold(name)] for name in match.groups())
        days = range(first, last + 1 if last >= first else last + 8)
        return Mention(text, (), 1, weekdays=tuple((day - 1) % 7 + 1 for day in days))
    return None


def _read_day_beside_weekday(text: str, years: tuple[int, ...]) -> Mention | None:
    match = _BESIDE.fullmatch(text)
    if match is None:
        return None
    before, long, short, rest = match.groups()
    found = _read(before + rest, years)
    if found is None or found.days != 1 or not found.spans:
        return None
    return found._replace(weekdays=(WEEKDAY_NUMBERS[fold(long or short)],))


# Dates that are an end of what is meant, or stand for more than themselves

_LATEST = re.compile(
    r"(?i)(?:by|(?:bis )?sp(?:ä|ae)testens|(?:no|not) later than|not after|nicht nach"
    r"|(?:vor|before)(?= (?:the )?end)) (.+)|(.+) (?:at the latest|sp(?:ä|ae)testens)"
)
_EARLIEST = re.compile(
    r"(?i)(?:(?:ab )?fr(?:ü|ue)hestens|nicht vor|not before|(?:no|not) earlier than|not until) (.+)"
    r"|(.+) (?:at the earliest|fr(?:ü|ue)hestens)"
)
_WEEK = re.compile(
    r"(?i)(?:(?:in|the|der|die|a|einer) )*(?:woche|week) "
    r"(?:vom|ab|von|um|of|from|beginning|commencing|starting)(?: on)? (.+)"
)
_LEAD = (
    r"(?:(?:im|in|am|zum|the|of|der|des|dem|seit|ab|vom|since|from|anfang|mitte|ende|beginn|early|mid"
    r"|late|beginning|middle|end)[ -])*"
)
_CENTURY = re.compile(
    rf"{_LEAD}([0-9]{{1,2}})(?:\.|st|nd|rd|th)? ?(?:{_CENTURIES})( (?:v\. ?chr\.?|bce?))?"
)
_SEMESTER = re.compile(
    rf"{_LEAD}(?:(?:wise|wintersemester|winter (?:semester|term)|ws(?= [0-9]{{4}}/)) ([0-9]{{4}})"
    r"(?:/[0-9]{2,4})?|(?:sose|sommersemester|summer (?:semester|term)) ([0-9]{4}))"
)


def _read_bound(text: str, years: tuple[int, ...]) -> Mention | None:
    """Read "spätestens am 31. Mai" and "nicht vor Mai", which are open on one side."""
    if match := _LATEST.fullmatch(text):
        return _read_open(text, match[1] or match[2], years, 1)
    if match := _EARLIEST.fullmatch(text):
        return _read_open(text, match[1] or match[2], years, -1)
    return None


def _read_until(text: str, years: tuple[int, ...]) -> Mention | None:
    """Read "bis" before what phrases do not know: a weekday, a term, a century."""
    match = _UNTIL.match(text.lower())
    return _read_open(text, text[match.end() :], years, 1) if match else None


def _read_open(text: str, named: str, years: tuple[int, ...], step: int) -> Mention | None:
    """Read a date that all before (``step`` 1) or after it (-1) is meant by, too."""
    found = _read(named, tuple(sorted({*years, *(year + step for year in years)})))
    if found is None:
        return None
    spans = tuple((-inf, last) if step > 0 else (first, inf) for first, last in found.spans)
    days = tuple(value for value in found.values if isinstance(value, Point))
    weekdays = found.weekdays if spans else tuple(range(1, 8))
    return found._replace(text=text, spans=spans, values=days, weekdays=weekdays)


def _read_week(text: str, years: tuple[int, ...]) -> Mention | None:
    """Read "Woche vom 31. August": seven days from there, and those from the Monday before."""
    match = _WEEK.fullmatch(text)
    found = _read(match[1], years) if match else None
    if found is None or found.days != 1 or not found.spans:
        return None
    days = [value.first for value in found.values if isinstance(value, Point)]
    return _mention(text, (_one_of(iso(day - (day - 1) % 7), iso(day + 6)) for day in days))


def _one_of(first: str | None, last: str | None) -> edtf.Edtf | None:
    try:
        return edtf.parse(f"[{first}..{last}]")
    except DateError:  # of years that have not four digits
        return None


def _read_century(text: str, _years: tuple[int, ...]) -> Mention | None:
    """Read a century, that may begin with its year 0 or with its year 1."""
    match = _CENTURY.fullmatch(fold(text))
    if match is None:
        return None
    last = 100 * int(match[1])
    if match[2]:
        return _mention(text, [_one_of(f"-{last - 1:04}", f"-{last - 100:04}")])
    return _mention(text, (_one_of(f"{y - 100:04}", f"{y - 1:04}") for y in (last, last + 1)))


def _read_semester(text: str, _years: tuple[int, ...]) -> Mention | None:
    """Read a term of a university: those in winter begin in September or October."""
    match = _SEMESTER.fullmatch(fold(text))
    if match is None:
        return None
    winter, summer = match.groups()
    if winter:
        return _mention(text, [_one_of(f"{winter}-09", f"{int(winter) + 1:04}-03")])
    return _mention(text, [_one_of(f"{summer}-03", f"{summer}-09")])


_READERS = (
    _read_bound, _read_date, _read_weekday, _read_day_beside_weekday, _read_until, _read_week,
    _read_century, _read_semester,
)  # fmt: skip
_END = re.compile(
    rf"[0-9]|\b(?:{_SHORT_WEEKDAYS})\b|(?i:\b(?:{LONG_WEEKDAYS}|märz|jänner|jän|frühjahr|frühling"
    rf"|{one_of((*MONTH_NUMBERS, *SEASON_NUMBERS))}|quartals?|halbjahr(?:e?s)?|quarter|{_CENTURIES}"
    r"|jahren?|(?:nord|süd)halbkugel|hemisphere|unbekannt|unknown|latest|earliest|before|after|later"
    r"|earlier|vorher|danach|sp(?:ä|ae)te(?:r|stens)|fr(?:ü|ue)h(?:er|estens)|chr(?:istus)?|z|bce?|ce"
    r"|ad|[bc]\.[ce])\b)"
)
"""The last word of a date: most runs of words have none, and need not be read at all."""
