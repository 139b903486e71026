"""EDTF values in German and English words, never more precise than the value."""

from __future__ import annotations

from timeline.dates.calendar import civil
from timeline.dates.edtf import DateSet, Edtf, Interval, Run
from timeline.dates.point import Point
from timeline.dates.vocabulary import DASH, MINUS, VOCABULARY, Vocabulary

_LONGEST_YEAR = 15
"""Digits up to which a year is written out even where its EDTF has an exponent."""


def words(value: Edtf, language: str) -> str:
    """Word a date in German ("de") or English ("en").

    Raises KeyError for another language.
    """
    terms = VOCABULARY[language]
    if isinstance(value, Point):
        return _point(value, terms)
    if isinstance(value, Interval):
        return _interval(value, terms)
    return _set(value, terms)


def _point(point: Point, terms: Vocabulary, *, within: bool = False) -> str:
    """Word one date with its qualifier; ``within`` a phrase German says "etwa" for "um"."""
    body = _body(point, terms)
    mark = point.qualifier
    if not mark:
        return body
    if mark == "partial":
        # Words that single out the part would be longer than the date: the whole is hedged.
        marks = {char for char in point.text if char in "?~%"}
        mark = marks.pop() if len(marks) == 1 else "%"
    if mark == "?":
        return f"{terms.probably} {body}"
    about = terms.about_within if within else terms.about
    if body.startswith(terms.between.partition(" ")[0]):
        about = terms.roughly
    return f"{about} {body}" if mark == "~" else f"{terms.probably} {about} {body}"


def _body(point: Point, terms: Vocabulary) -> str:
    if "X" in point.text:
        return _masked(point, terms)
    if not point.month:
        return _plain_year(point, terms)
    year = _year(point.year, terms)
    if not point.day:
        return _month(point.month, year, terms)
    text = terms.day.format(int(point.day), terms.months[int(point.month) - 1], year)
    return f"{text}, {_clock(point.time)}" if point.time else text


def _month(code: str, year: str, terms: Vocabulary) -> str:
    if code <= "12":
        return f"{terms.months[int(code) - 1]} {year}"
    return terms.groups[code].format(year)


def _clock(time: str) -> str:
    """Word a time of day and its offset: ``23:20:30-04`` is "23:20:30 UTC−04"."""
    clock, zone = time[:8], time[8:]
    if not zone:
        return clock
    return f"{clock} UTC{'' if zone == 'Z' else zone.replace('-', MINUS)}"


def _plain_year(point: Point, terms: Vocabulary) -> str:
    if "S" in point.text:
        low, high = civil(point.first)[0], civil(point.last)[0]
        if low != high:
            return terms.estimated.format(_between(low, high, terms), _year(point.year, terms))
    if len(point.year) > _LONGEST_YEAR:
        written = point.text.strip("Y?~%").partition("S")[0]
        return f"{terms.year} {written.replace('-', MINUS)}"
    return _year(point.year, terms)


def _year(text: str, terms: Vocabulary) -> str:
    """Word a year, given as its digits; in years 1 to 999 and before, the era tells it from a day.

    Years before -9999 are numbers, not dates of a calendar anybody used: they keep their sign.
    """
    if len(text) == 4 and text[0] in "123456789X":
        return text
    if "X" in text or len(text.lstrip("-")) > 4:
        return f"{terms.year} {text.replace('-', MINUS)}"
    number = int(text)
    return f"{number} {terms.ce}" if number > 0 else f"{1 - number} {terms.bce}"


def _between(low: int, high: int, terms: Vocabulary) -> str:
    return terms.between.format(_year(f"{low:04}", terms), _year(f"{high:04}", terms))


def _masked(point: Point, terms: Vocabulary) -> str:
    year, month, day = point.year, point.month, point.day
    if not month:
        return _masked_year(point, terms)
    shown = _year(year, terms)
    if "X" not in month:
        if not day:
            return _month(month, shown, terms)
        if "X" not in day:
            return terms.day.format(int(day), terms.months[int(month) - 1], shown)
        return f"{_month(month, shown, terms)}, {_digits(terms.day_word, day, terms)}"
    if month == day == "XX":
        return f"{shown}, {terms.month_and_day} {terms.unknown}"
    text = f"{shown}, {_digits(terms.month, month, terms)}"
    return f"{text}, {_digits(terms.day_word, day, terms)}" if day else text


def _digits(name: str, mask: str, terms: Vocabulary) -> str:
    return f"{name} {terms.unknown if mask == 'XX' else mask}"


def _masked_year(point: Point, terms: Vocabulary) -> str:
    year = point.year
    if "X" in year.rstrip("X"):
        return _year(year, terms)
    # "1900s" means the decade to some and the century to others, so it is never said.
    if point.precision == "decade" and year[0] in "123456789" and year[2] != "0":
        return terms.decade.format(f"{year[:3]}0")
    return _between(civil(point.first)[0], civil(point.last)[0], terms)


def _interval(value: Interval, terms: Vocabulary) -> str:
    start, end = value.start, value.end
    if isinstance(start, Point) and isinstance(end, Point):
        return _span(start, end, terms)
    if isinstance(start, Point):
        pattern = terms.since if end == ".." else terms.from_unknown
        return pattern.format(_point(start, terms, within=True))
    assert isinstance(end, Point)
    pattern = terms.until if start == ".." else terms.until_unknown
    return pattern.format(_point(end, terms, within=True))


def _span(start: Point, end: Point, terms: Vocabulary) -> str:
    """Word start and end, saying once what they share."""
    right = _point(end, terms)
    if start.year == end.year and start.precision == end.precision and _is_plain(start, end):
        if start.precision == "month":
            return f"{terms.months[int(start.month) - 1]}{DASH}{right}"
        if start.precision == "day" and start.month == end.month:
            return f"{terms.day_alone.format(int(start.day))}{DASH}{right}"
        if start.precision == "day":
            month = terms.months[int(start.month) - 1]
            return f"{terms.day_alone.format(int(start.day))} {month} {DASH} {right}"
    left = _point(start, terms)
    dash = f" {DASH} " if " " in left or " " in right else DASH
    return f"{left}{dash}{right}"


def _is_plain(*points: Point) -> bool:
    return not any(point.qualifier or "X" in point.text for point in points)


def _set(value: DateSet, terms: Vocabulary) -> str:
    if len(value.items) == 1 and isinstance(run := value.items[0], Run) and run.first and run.last:
        if value.one_of:
            first, last = (_point(end, terms, within=True) for end in (run.first, run.last))
            return terms.between.format(first, last)
        return f"{terms.every[run.first.precision]} {_span(run.first, run.last, terms)}"
    items = [_item(item, terms, one_of=value.one_of) for item in value.items]
    if len(items) == 1:
        return items[0]
    if value.one_of:
        items[:-1] = _shortened(value.items, terms) or items[:-1]
    joint = terms.either if value.one_of else terms.both
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def _shortened(items: tuple[Point | Run, ...], terms: Vocabulary) -> list[str]:
    """Word all but the last of some days of one month, or months of one year, by what differs."""
    points = [item for item in items if isinstance(item, Point)]
    kinds = {(point.precision, point.year) for point in points}
    if len(points) < len(items) or len(kinds) > 1 or not _is_plain(*points):
        return []
    if points[0].precision == "month":
        return [terms.months[int(point.month) - 1] for point in points[:-1]]
    if points[0].precision == "day" and len({point.month for point in points}) == 1:
        return [terms.day_alone.format(int(point.day)) for point in points[:-1]]
    return []


def _item(item: Point | Run, terms: Vocabulary, *, one_of: bool) -> str:
    if isinstance(item, Point):
        return _point(item, terms)
    if item.first and item.last:
        return _span(item.first, item.last, terms)
    end = item.first or item.last
    assert end
    text = _point(end, terms, within=not one_of)
    if one_of:
        return (terms.or_later if item.first else terms.or_earlier).format(text)
    pattern = terms.every_from if item.first else terms.every_until
    return pattern.format(terms.every[end.precision], text)
