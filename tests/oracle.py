"""What a query means, once more and by brute force: the SQL is held against this.

Written from docs/architecture.md ("What a query means"), not from the code. Verdicts are Kleene's
three values as numbers, so that AND is the minimum, OR the maximum and NOT the difference to 2.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.dates.point import Point
from timeline.query.terms import All, And, Ids, Label, Not, Or, Term, Within

if TYPE_CHECKING:
    from timeline.model import Event

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


def judge(term: Term, event: Event) -> int:  # noqa: PLR0911 - one return for each kind of term
    """Return the verdict of a term on an event."""
    match term:
        case All():
            return CERTAIN
        case Ids(ids):
            return CERTAIN if event.id in ids else NO
        case Label(field, names):
            return CERTAIN if set(names) & _labels(field, event) else NO
        case Within(first, last):
            return verdict(event, first, last)
        case And(terms):
            return min((judge(t, event) for t in terms), default=CERTAIN)
        case Or(terms):
            return max((judge(t, event) for t in terms), default=NO)
        case Not(inner):
            return CERTAIN - judge(inner, event)


def _labels(field: str, event: Event) -> set[str | None]:
    evidence = [*event.citations, *(c for rival in event.disputed for c in rival.citations)]
    sources = {c.source.id or c.source.url or c.source.title or "" for c in evidence}
    return {
        "network": set(event.networks),
        "tag": set(event.tags),
        "kind": {event.kind} - {None},
        "status": {event.status or "happened"},
        "source": sources,
    }[field]  # type: ignore[return-value]  # a dict of sets of str and of str | None


def verdict(event: Event, first: float, last: float) -> int:
    """Return whether an event touches a window of days."""
    value = edtf.parse(event.date.edtf)
    verdicts = [_touches(member, first, last) for member in bounds_of(value, _seen(event))]
    is_one_of = isinstance(value, edtf.DateSet) and value.one_of
    if is_one_of and len(set(verdicts)) > 1:
        own = POSSIBLE if max(verdicts) > NO else NO
    else:
        own = max(verdicts)
    rivals = (m for d in event.disputed for m in bounds_of(edtf.parse(d.date.edtf), -inf))
    rival = max((_touches(member, first, last) for member in rivals), default=NO)
    return max(own, min(rival, POSSIBLE))


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


def _touches(member: Bounds, first: float, last: float) -> int:
    if member.unit:
        return max(
            (_touches(unit, first, last) for unit in _units(member, first, last)), default=NO
        )
    if member.ls <= last and member.ee >= first:
        return POSSIBLE if member.hedged else CERTAIN
    return POSSIBLE if member.es <= last and member.le >= first else NO


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
