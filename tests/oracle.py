"""What a query means, once more and by brute force: the SQL is held against this.

Written from docs/architecture.md ("What a query means"), not from the code. Verdicts are Kleene's
three values as numbers, so that AND is the minimum, OR the maximum and NOT the difference to 2.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.dates.point import Point
from timeline.model import Text
from timeline.query.terms import (
    After,
    All,
    And,
    Anniversary,
    Before,
    Figure,
    Filed,
    Ids,
    Inside,
    Kept,
    KnownBy,
    Label,
    Not,
    Or,
    Phrase,
    Term,
    Touching,
)

if TYPE_CHECKING:
    from timeline.figures import Bound
    from timeline.model import Date, Event

NO, POSSIBLE, CERTAIN = 0, 1, 2
_COUNTED = 150  # so many units of a run are looked at one by one


class Bounds(NamedTuple):
    """Where one member may lie; ``unit`` is "year", "month" or "day" for a run of them."""

    es: float
    ls: float
    ee: float
    le: float
    hedged: bool
    unit: str = ""


def judge(term: Term, event: Event) -> int:  # noqa: PLR0911, PLR0912 - one for each kind of term
    """Return the verdict of a term on an event."""
    match term:
        case All():
            return CERTAIN
        case Ids(ids):
            return CERTAIN if event.id in ids else NO
        case Label(field, names):
            return CERTAIN if set(names) & _labels(field, event) else NO
        case Filed(field):
            return CERTAIN if _labels(field, event) else NO
        case Touching() | Inside() | Before() | After():
            return verdict(event, term)
        case KnownBy(day):
            return max(
                (_published_by(c.source.published, day) for c in event.citations), default=NO
            )
        case Anniversary(month, day):
            return _anniversary(event, (month, day))
        case Figure(name, low, high):
            figures = dict(event.figures)
            return compare(figures[name], low, high) if name in figures else NO
        case Phrase():
            return CERTAIN if any(_has(words, term) for words in _columns(event, term)) else NO
        case And(terms):
            return min((judge(t, event) for t in terms), default=CERTAIN)
        case Or(terms):
            return max((judge(t, event) for t in terms), default=NO)
        case Not(inner):
            return CERTAIN - judge(inner, event)
        case Kept(inner, certainty):
            found = judge(inner, event)
            return found if found == (CERTAIN if certainty == "certain" else POSSIBLE) else NO


def _labels(field: str, event: Event) -> set[str | None]:
    evidence = [*event.citations, *(c for rival in event.disputed for c in rival.citations)]
    sources = {c.source.id or c.source.url or c.source.title or "" for c in evidence}
    return {
        "network": set(event.networks),
        "tag": set(event.tags),
        "kind": {event.kind} - {None},
        "status": {event.status or "happened"},
        "source": sources,
        "place": {event.place} - {None},
        "part-of": {event.part_of} - {None},
        "follows": {event.follows} - {None},
    }[field]  # type: ignore[return-value]  # a dict of sets of str and of str | None


def verdict(event: Event, term: Touching | Inside | Before | After) -> int:
    """Return what a term about time comes to: on the own date of an event, and on its rivals."""
    value = edtf.parse(event.date.edtf)
    own = _of_members(value, [_decide(m, term) for m in bounds_of(value, _seen(event))])
    rivals = (m for d in event.disputed for m in bounds_of(edtf.parse(d.date.edtf), -inf))
    rival = max((_decide(member, term) for member in rivals), default=NO)
    return max(own, min(rival, POSSIBLE))


def _of_members(value: edtf.Edtf, verdicts: list[int]) -> int:
    is_one_of = isinstance(value, edtf.DateSet) and value.one_of
    if is_one_of and len(set(verdicts)) > 1:
        return POSSIBLE if max(verdicts) > NO else NO
    return max(verdicts)


def _decide(member: Bounds, term: Touching | Inside | Before | After) -> int:
    if member.unit:
        return max((_decide(unit, term) for unit in _units_for(member, term)), default=NO)
    es, ls, ee, le, hedged, _ = member
    match term:
        case Touching(first, last):
            certain, possible = ls <= last and ee >= first, es <= last and le >= first
        case Inside(first, last):
            certain, possible = es >= first and le <= last, ls >= first and ee <= last
        case Before(day):
            certain, possible = le < day, ee < day
        case After(day):
            certain, possible = es > day, ls > day
    if certain:
        return POSSIBLE if hedged else CERTAIN
    return POSSIBLE if possible else NO


def _units_for(run: Bounds, term: Touching | Inside | Before | After) -> list[Bounds]:
    match term:
        case Touching(first, last) | Inside(first, last):
            return _units(run, first, last)
        case Before():  # the earliest unit is the best; without one there are ever earlier ones
            if run.es == -inf:
                return [Bounds(-inf, -inf, -inf, -inf, run.hedged)]
            first_unit = _unit_of(int(run.es), run.unit)
            return [Bounds(*first_unit, *first_unit, run.hedged)]
        case After():
            if run.le == inf:
                return [Bounds(inf, inf, inf, inf, run.hedged)]
            last_unit = _unit_of(int(run.le), run.unit)
            return [Bounds(*last_unit, *last_unit, run.hedged)]


def _published_by(published: Date | None, day: float) -> int:
    """Return whether something had come out by a day: at least its first part, on some date."""
    if published is None:
        return POSSIBLE
    value = edtf.parse(published.edtf)
    verdicts = []
    for member in bounds_of(value, -inf):
        es, ls = member.es, member.ls
        if member.unit and es > -inf:
            ls = _unit_of(int(es), member.unit)[1]
        elif member.unit:
            ls = -inf
        sure = CERTAIN if ls <= day and not member.hedged else POSSIBLE
        verdicts.append(sure if es <= day else NO)
    return _of_members(value, verdicts)


def _anniversary(event: Event, wanted: tuple[int, int]) -> int:
    value = edtf.parse(event.date.edtf)
    own = _known_day(value, wanted)
    rivals = [_known_day(edtf.parse(d.date.edtf), wanted) for d in event.disputed]
    return max(own, *(min(rival, POSSIBLE) for rival in rivals), NO)


def _known_day(value: edtf.Edtf, wanted: tuple[int, int]) -> int:
    """Return whether a date names a day of the year: as an end of it, or in a run of days."""
    if isinstance(value, edtf.Interval):
        ends = [end for end in (value.start, value.end) if isinstance(end, Point)]
        named = wanted in {_day_of_year(end) for end in ends}
        return (POSSIBLE if any(e.qualifier for e in ends) else CERTAIN) if named else NO
    items = value.items if isinstance(value, edtf.DateSet) else (value,)
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    verdicts = []
    for item in items:
        ends = [end for end in item if end] if isinstance(item, edtf.Run) else [item]
        days = _days_of(item, ends, one_of=one_of)
        is_sure = not any(end.qualifier for end in ends) and (not one_of or days == {wanted})
        verdicts.append((CERTAIN if is_sure else POSSIBLE) if wanted in days else NO)
    return _of_members(value, verdicts)


def _days_of(
    item: Point | edtf.Run, ends: list[Point], *, one_of: bool
) -> set[tuple[int, int] | None]:
    days = {_day_of_year(end) for end in ends}
    if isinstance(item, Point) or None in days:
        return days if isinstance(item, Point) else set()
    every = {
        (month, day) for month in range(1, 13) for day in range(1, days_in_month(2000, month) + 1)
    }
    if None in item or ends[-1].first - ends[0].first >= 366:
        return set() if one_of else set(every)
    return {civil(day)[1:] for day in range(int(ends[0].first), int(ends[-1].first) + 1)}


def _day_of_year(point: Point) -> tuple[int, int] | None:
    found = re.search(r"-(\d\d)-(\d\d)(?:T.*)?$", re.sub("[?~%]", "", point.text))
    return (int(found[1]), int(found[2])) if found else None


def compare(figure: str | float, low: Bound, high: Bound) -> int:
    """Return whether a figure lies between two bounds, tried out on every number that matters."""
    text = str(figure)
    digits = text.lstrip("~<>=")
    hedge, number = text[: len(text) - len(digits)], Fraction(digits)
    ends = [number, *(Fraction(str(b[0])) for b in (low, high) if b[0] not in (inf, -inf))]
    tiny = Fraction(1, 10**40)
    numbers = {end + by for end in ends for by in (-tiny, 0, tiny, -(10**40), 10**40)}
    test = {"": operator.eq, "~": operator.eq, "<": operator.lt, "<=": operator.le,
            ">": operator.gt, ">=": operator.ge}[hedge]  # fmt: skip
    may_be = [n for n in numbers if test(n, number)]
    inside = [_at_least(n, low) and _at_most(n, high) for n in may_be]
    if all(inside):
        return POSSIBLE if hedge == "~" else CERTAIN
    return POSSIBLE if any(inside) else NO


def _at_least(number: Fraction, low: Bound) -> bool:
    bound, side = low
    return bound == -inf or (
        number > Fraction(str(bound)) if side > 0 else number >= Fraction(str(bound))
    )


def _at_most(number: Fraction, high: Bound) -> bool:
    bound, side = high
    return bound == inf or (
        number < Fraction(str(bound)) if side < 0 else number <= Fraction(str(bound))
    )


def _columns(event: Event, phrase: Phrase) -> list[list[str]]:
    title, summary = event.title, event.summary or Text()
    columns = {"title": (title.de, title.en), "summary": (summary.de, summary.en)}
    names = [*event.networks, event.kind, *event.tags, event.place]
    texts = columns[phrase.column] if phrase.column else (*columns["title"], *columns["summary"])
    filed = [] if phrase.column else [_words(name) for name in names]
    return [_words(text) for text in texts] + filed


def _words(text: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKD", (text or "").casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return "".join(c if c.isalnum() else " " for c in letters).split()


def _has(words: list[str], phrase: Phrase) -> bool:
    length = len(phrase.words)
    for at in range(len(words) - length + 1):
        row = words[at : at + length]
        if phrase.is_prefix and row[:-1] == list(phrase.words[:-1]):
            if row[-1].startswith(phrase.words[-1]):
                return True
        elif row == list(phrase.words):
            return True
    return False


def _seen(event: Event) -> float:
    """Return the newest publication date: the day by which it had come out for certain, at first."""
    dates = (c.source.published.edtf for c in event.citations if c.source.published)
    firsts = (min(b.es for b in bounds_of(edtf.parse(date), -inf)) for date in dates)
    return max((first for first in firsts if first != inf), default=-inf)


def bounds_of(value: edtf.Edtf, seen: float) -> list[Bounds]:
    """Return the members of a date."""
    if isinstance(value, Point):
        return [_sometime_in(value)]
    if isinstance(value, edtf.Interval):
        return [_interval(value, seen)]
    return [
        _sometime_in(item) if isinstance(item, Point) else _run(item, one_of=value.one_of)
        for item in value.items
    ]


def _sometime_in(point: Point) -> Bounds:
    return Bounds(point.first, point.last, point.first, point.last, bool(point.qualifier))


def _interval(value: edtf.Interval, seen: float) -> Bounds:
    start, end = value.start, value.end
    hedged = any(p.qualifier for p in (start, end) if isinstance(p, Point))
    if isinstance(start, Point) and isinstance(end, Point):
        # It starts no later than it ends, and ends no earlier than it starts.
        return Bounds(start.first, min(start.last, end.last),
                      max(start.first, end.first), end.last, hedged)  # fmt: skip
    if isinstance(start, Point):
        es = start.first
        return Bounds(es, start.last, max(es, seen) if end == ".." else es, inf, hedged)
    assert isinstance(end, Point)
    return Bounds(-inf, end.last, end.first, end.last, hedged)


def _run(run: edtf.Run, *, one_of: bool) -> Bounds:
    ends = [point for point in run if point]
    first = run.first.first if run.first else -inf
    last = run.last.last if run.last else inf
    hedged = any(point.qualifier for point in ends)
    unit = "" if one_of else ends[0].precision
    return Bounds(first, last, first, last, hedged, unit)


def _units(run: Bounds, first: float, last: float) -> list[Bounds]:
    """Return the years, months or days of a run that reach into a window, from both its edges on."""
    low, high = max(run.es, first), min(run.le, last)
    if low > high:
        return []
    found: list[tuple[int, int]] = []
    for edge, step in ((low, 1), (high, -1)):
        if abs(edge) == inf:
            continue
        unit = _unit_of(int(edge), run.unit)
        for _ in range(_COUNTED):
            if unit[1] < low or unit[0] > high:
                break
            found.append(unit)
            unit = _unit_of(unit[1] + 1 if step > 0 else unit[0] - 1, run.unit)
    assert found, "a run has an end, so some edge is a day"
    return [Bounds(a, b, a, b, run.hedged) for a, b in found]


def _unit_of(day: int, unit: str) -> tuple[int, int]:
    year, month, _ = civil(day)
    if unit == "year":
        return day_number(year, 1, 1), day_number(year, 12, 31)
    if unit == "month":
        return day_number(year, month, 1), day_number(year, month, days_in_month(year, month))
    return day, day


def sort_key(event: Event) -> tuple[float, ...]:
    """Return the place of an event in a chronology, before the store's order decides."""
    keys = []
    for es, ls, ee, le in _counted_members(event):
        bounded = [day for day in (es, ls, le) if abs(day) != inf]
        keys.append((bounded[0], es, ls, ee, le))
    return min(keys)


def _counted_members(event: Event) -> list[tuple[float, ...]]:
    """Return members as the index keeps them: a run is one, between its first and last unit."""
    return [member[:4] for member in edtf.members(edtf.parse(event.date.edtf), _seen(event))]
