"""EDTF text to values and back, without loss: dates, intervals, one-of and all-of sets.

Levels 0, 1 and 2 of the Library of Congress specification (2019-02-04; ISO 8601-2:2019). Every
value keeps its text, so ``str(parse(text)) == text``; its members say where in time it may lie.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple, TypeAlias

from timeline.dates.point import PRECISIONS, Point, parse_point
from timeline.errors import DateError

MOST_ITEMS = 500
"""Dates in a set: nobody says of one event that it was on so many."""

EXAMPLES = "2025, 2025-07 or 2025-07-01"


class Member(NamedTuple):
    """Where one member of a date may lie, in day numbers (±infinity: unbounded).

    ``es`` to ``ls`` is when it starts, ``ee`` to ``le`` when it ends; always es <= ls, ee <= le,
    es <= ee, ls <= le. ``hedged`` caps its verdict at possible. ``step`` is "" or, for a run of
    whole units in an all-of set, ``year``, ``month`` or ``day``: each of them is a member of its
    own; ``es`` to ``ls`` is then the first of them, ``ee`` to ``le`` the last.
    """

    es: float
    ls: float
    ee: float
    le: float
    hedged: bool = False
    step: str = ""


class Interval(NamedTuple):
    """``start/end``; an end is a date, ".." (open) or "" (unknown); one of them is a date."""

    text: str
    start: Point | str
    end: Point | str

    def __str__(self) -> str:
        return self.text


class Run(NamedTuple):
    """``first..last`` in a set; one side may be None (everything before, or after)."""

    first: Point | None
    last: Point | None


class DateSet(NamedTuple):
    """``[...]`` one of its items, or ``{...}`` all of them."""

    text: str
    one_of: bool
    items: tuple[Point | Run, ...]

    def __str__(self) -> str:
        return self.text


Edtf: TypeAlias = Point | Interval | DateSet


def parse(text: str) -> Edtf:
    """Read an EDTF string of any level.

    Raises DateError, with the reason and a mend, for anything else; white space is not removed.
    """
    if text[:1] in ("[", "{"):
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    value = parse_point(text)
    if value is not None:
        return value
    raise _not_edtf(text)


def _parse_interval(text: str) -> Interval:
    left, _, right = text.partition("/")
    if "/" in right:
        raise DateError("an interval has one slash", "write start/end, for example 2018/2022")
    if not (left and left != "..") and not (right and right != ".."):
        raise DateError("an interval needs a date on one side at least", "write 2018/.. or ../2022")
    start, end = _interval_end(left), _interval_end(right)
    if isinstance(start, Point) and isinstance(end, Point) and end.last < start.first:
        raise DateError(f"{left} is after {right}", f"write {right}/{left}")
    return Interval(text, start, end)


def _interval_end(text: str) -> Point | str:
    if text in ("", ".."):
        return text
    point = parse_point(text)
    if point is None:
        raise _not_edtf(text)
    if point.time:
        raise DateError("EDTF intervals have no times of day", f"write {text.partition('T')[0]}")
    return point


def _parse_set(text: str) -> DateSet:
    one_of = text[0] == "["
    closing = "]" if one_of else "}"
    if len(text) < 3 or text[-1] != closing:
        raise DateError(
            f"a set that opens with {text[0]} closes with {closing}",
            "write [1667,1668] for one of them, {1667,1668} for all of them",
        )
    parts = text[1:-1].split(",")
    if len(parts) > MOST_ITEMS:
        raise DateError(f"a set has at most {MOST_ITEMS} dates", "write a run of them: 1667..1672")
    items = tuple(
        _set_item(part, is_first=i == 0, is_last=i == len(parts) - 1)
        for i, part in enumerate(parts)
    )
    return DateSet(text, one_of, items)


def _set_item(text: str, *, is_first: bool, is_last: bool) -> Point | Run:
    left, dots, right = text.partition("..")
    if not dots:
        return _set_point(text)
    if (not left and (not right or not is_first)) or (not right and not is_last):
        raise DateError(
            "an open run stands at the edge of a set",
            "write [..1760], [1760..] or [1667,1760..]",
        )
    first, last = (_set_point(side) if side else None for side in (left, right))
    ends = [point for point in (first, last) if point]
    precision = ends[0].precision
    if precision not in ("day", "month", "year") or any("X" in p.text for p in ends):
        raise DateError(f"{text} cannot be counted through", "runs are of years, months or days")
    if first and last:
        if last.precision != precision:
            raise DateError(f"{text} counts in two precisions", "write both ends alike")
        if last.first < first.first:
            raise DateError(f"{left} is after {right}", f"write {right}..{left}")
    return Run(first, last)


def _set_point(text: str) -> Point:
    point = parse_point(text)
    if point is None:
        raise _not_edtf(text)
    if point.time:
        raise DateError("EDTF sets have no times of day", f"write {text.partition('T')[0]}")
    return point


def members(value: Edtf, seen: float = -inf) -> tuple[Member, ...]:
    """Return where a date may lie, member by member.

    ``seen`` is the day number on which an event with an open end (``2025/..``) was certainly still
    running: the newest publication date among its sources.
    """
    if isinstance(value, Point):
        return (_member(value),)
    if isinstance(value, Interval):
        return (_interval_member(value, seen),)
    return tuple(
        _run_member(item, one_of=value.one_of) if isinstance(item, Run) else _member(item)
        for item in value.items
    )


def _member(point: Point) -> Member:
    first, last = point.first, point.last
    return Member(first, last, first, last, bool(point.qualifier))


def _interval_member(value: Interval, seen: float) -> Member:
    es: float = -inf
    le: float = inf
    hedged = False
    start, end = value.start, value.end
    if isinstance(start, Point):
        es, hedged = start.first, bool(start.qualifier)
    if isinstance(end, Point):
        le, hedged = end.last, hedged or bool(end.qualifier)
    ls = min(start.last, le) if isinstance(start, Point) else le
    if isinstance(end, Point):
        ee: float = max(end.first, es)
    else:
        ee = max(es, seen) if end == ".." else es
    return Member(es, ls, ee, le, hedged)


def _run_member(run: Run, *, one_of: bool) -> Member:
    ends = [point for point in (run.first, run.last) if point]
    hedged = any(point.qualifier for point in ends)
    es: float = run.first.first if run.first else -inf
    le: float = run.last.last if run.last else inf
    if one_of:
        return Member(es, le, es, le, hedged)
    ls: float = run.first.last if run.first else -inf
    ee: float = run.last.first if run.last else inf
    return Member(es, ls, ee, le, hedged, ends[0].precision)


def bounds(value: Edtf) -> tuple[float, float]:
    """Return the day numbers of the earliest and the latest day a date may touch (±infinity)."""
    found = members(value)
    return min(member.es for member in found), max(member.le for member in found)


def points(value: Edtf) -> list[Point]:
    """Return the dates that a value is written with, in their order."""
    if isinstance(value, Point):
        return [value]
    if isinstance(value, Interval):
        return [end for end in (value.start, value.end) if isinstance(end, Point)]
    found: list[Point] = []
    for item in value.items:
        found += [end for end in item if end] if isinstance(item, Run) else [item]
    return found


def precision(value: Edtf) -> str:
    """Name the coarsest precision in a date: ``second``, ``day``, ``month``, ``year`` and so on."""
    return max((point.precision for point in points(value)), key=PRECISIONS.index)


def level(value: Edtf) -> int:
    """Return the lowest EDTF level (0, 1 or 2) at which a date may be written."""
    if isinstance(value, Point):
        return value.level
    if isinstance(value, DateSet):
        return 2
    ends = points(value)
    if any("X" in point.text for point in ends):
        return 2
    is_extended = len(ends) < 2
    return max(int(is_extended), *(point.level for point in ends))


def _not_edtf(text: str) -> DateError:
    if not text:
        return DateError("a date is missing", f"write {EXAMPLES}")
    if text != text.strip() or " " in text:
        return DateError("EDTF has no white space", f"write {EXAMPLES}")
    if not text.isascii():
        return DateError("EDTF is written in ASCII characters", f"write {EXAMPLES}")
    shown = repr(text) if len(text) <= 80 else f"{text[:80]!r}..."
    return DateError(f"{shown} is not a date", f"write {EXAMPLES}")
