"""A date as stretches of days, for formats that know only days: one for each member of a set.

Nothing is widened. The members of a set stay apart, and a side that is open, unknown or unbounded
ends where knowledge ends.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.calendar import iso
from timeline.dates.edtf import DateSet, Interval, Run
from timeline.dates.point import Point, parse_point
from timeline.dates.wording import words
from timeline.placement import newest, value_of

if TYPE_CHECKING:
    from timeline.model import Event


class Stretch(NamedTuple):
    """Where one member of a date lies: from the first day of ``start`` to the last of ``end``.

    ``text`` is the EDTF of the member. ``is_exact``: it took up all of these days and no others.
    ``is_cut``: one side is open, unknown or unbounded, and what is known of it ends here.
    ``is_within``: it took up one day, month or year of these, and nobody knows which.
    """

    text: str
    start: Point
    end: Point
    is_exact: bool = False
    is_cut: bool = False
    is_within: bool = False

    @property
    def first(self) -> int:
        """The number of the first day."""
        return self.start.first

    @property
    def last(self) -> int:
        """The number of the last day."""
        return self.end.last

    @property
    def is_coarse(self) -> bool:
        """Whether an end of it is not told to the day."""
        return not (is_day(self.start) and is_day(self.end))


def stretches(event: Event) -> tuple[Stretch, ...]:
    """Return where an event lies, member by member, as its own date tells it.

    What other events say about it is left out: a month stays a month.
    """
    value = value_of(event.date.edtf)
    if isinstance(value, Point):
        return (_of_point(value),)
    if isinstance(value, Interval):
        return (_of_interval(value, newest(event.citations)),)
    return tuple(
        _of_run(item, one_of=value.one_of) if isinstance(item, Run) else _of_point(item)
        for item in value.items
    )


def is_choice(event: Event) -> bool:
    """Tell whether only one of several stretches, or only a part of its one stretch, is right.

    A run without a bound on one side is none: as that it is cut.
    """
    value = value_of(event.date.edtf)
    if not (isinstance(value, DateSet) and value.one_of):
        return False
    item = value.items[0]
    return len(value.items) > 1 or (isinstance(item, Run) and bool(item.first and item.last))


def date_words(event: Event, stretch: Stretch, language: str) -> str:
    """Word the date of a stretch: of an all-of set the member it is for, of others the whole."""
    value = value_of(event.date.edtf)
    if isinstance(value, DateSet) and not value.one_of and len(value.items) > 1:
        return words(value_of(f"{{{stretch.text}}}"), language)
    return event.date.words.said_in(language)


def is_day(point: Point) -> bool:
    """Tell whether a date is one day, whatever else is said of it."""
    return point.precision in ("day", "second") and point.first == point.last


def _is_known(point: Point) -> bool:
    return is_day(point) and not (point.qualifier or point.time)


def _of_point(point: Point) -> Stretch:
    return Stretch(point.text, point, point, _is_known(point))


def _of_interval(value: Interval, seen: float) -> Stretch:
    """Cut an open end where the newest source still knew it to go on, an unknown one at once."""
    start, end = value.start, value.end
    if isinstance(start, Point) and isinstance(end, Point):
        return Stretch(value.text, start, end, _is_known(start) and _is_known(end))
    if not isinstance(start, Point):
        assert isinstance(end, Point)
        return Stretch(value.text, end, end, is_cut=True)
    last = _day(seen) if end == ".." and start.last < seen < inf else None
    return Stretch(value.text, start, last or start, is_cut=True)


def _of_run(run: Run, *, one_of: bool) -> Stretch:
    first, last = run.first or run.last, run.last or run.first
    assert first
    assert last
    text = f"{run.first or ''}..{run.last or ''}"
    is_bounded = bool(run.first and run.last)
    is_exact = is_bounded and not one_of and _is_known(first) and _is_known(last)
    return Stretch(text, first, last, is_exact, not is_bounded, one_of)


def _day(number: float) -> Point | None:
    """Return a day as a date; EDTF has no days beyond the year 9999."""
    return parse_point(iso(number) or "")
