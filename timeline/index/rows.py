"""An event to rows of the index: everything that a query asks is worked out here, once."""

from __future__ import annotations

import json
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.brief import briefs_of
from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.dates.keys import key, reach_and_edge
from timeline.figures import bound_key, range_of
from timeline.model import LABELS, Text
from timeline.placement import Placement, newest, place, sort_key, value_of
from timeline.records import record_of
from timeline.spelling import fold, words_in, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from timeline.model import Event

BETWEEN = "¦"
"""Stands between names, as a word that nobody can search for: a phrase is never part of two."""

_LEAP_YEAR = 366
"""Days after which every day of the year has come."""

_KEPT = 32_768
"""Dates and names of which many events share one, whose rows are worked out once."""

dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Write a record as text."""


class Time(NamedTuple):
    """What an index says of when an event was; all bounds are keys (``dates/keys.py``).

    ``slot`` sorts as the events do; ``bounds`` are plain, hedged, es, ls, ee, le, first and last;
    ``spans`` are the members of a date that is not plain: one_of, hedged, step, es, ls, ee and le.
    """

    slot: bytes
    bounds: tuple[bool | bytes, ...]
    reach: int
    edge: bytes
    spans: tuple[tuple[bool | str | bytes, ...], ...]


class Rows(NamedTuple):
    """The rows of one event, without its number; ``schema.py`` says what their columns are."""

    time: Time
    known: tuple[bytes, bytes]
    labels: list[tuple[str, str]]
    filed: int
    kind: str | None
    place: str | None
    titles: tuple[str, str]
    figures: list[tuple[str, bytes, bytes, bool]]
    anniversaries: tuple[tuple[int, bool], ...]
    texts: tuple[str, ...]
    record: str
    brief: tuple[str | None, ...]


def rows_of(event: Event) -> Rows:
    """Return the rows of an event."""
    date = event.date.edtf
    days = _days_of_year(date)
    if event.placed or event.disputed:
        time = _time(place(event))
        days += tuple((day, True) for d in event.disputed for day, _ in _days_of_year(d.date.edtf))
    else:
        time = _usual_time(date, newest(event.citations) if date.endswith("..") else -inf)
    labels = list(_labels(event))
    title, summary = event.title, event.summary or Text()
    titles = fold(title.de or ""), fold(title.en or "")
    return Rows(
        time, _known(event), labels, _filed(labels), event.kind, event.place,
        (titles[0] or titles[1], titles[1] or titles[0]),
        [(name, bound_key(low), bound_key(high), hedged)
         for name, (low, high, hedged) in ((k, range_of(v)) for k, v in event.figures)],
        days,
        (*(" ".join(words_of(folded)) for folded in titles), *map(_words, (summary.de, summary.en)),
         _names(event)),
        dump(record_of(event)), _brief(event),
    )  # fmt: skip


def _brief(event: Event) -> tuple[str | None, ...]:
    """Return the columns of what a list tells of an event; none where it tells more of it."""
    if not (briefs := briefs_of(event)):
        return (None,) * 9
    (de, en) = briefs
    return de.date, en.date, de.title, en.title, en.networks, en.kind, en.status, de.cited, en.cited


@lru_cache(_KEPT)
def _usual_time(date: str, seen: float) -> Time:
    value = value_of(date)
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    return _time(Placement(one_of, edtf.members(value, seen)))


def _time(placement: Placement) -> Time:
    one_of, members, rivals, _ = placement
    is_plain = len(members) == 1 and not rivals and not members[0].step
    hull = members[0][:4] if is_plain else _hull(members)
    first, last = (hull[0], hull[3]) if is_plain else _hull(members + rivals)[::3]
    reach, day = reach_and_edge(first, last)
    *order, rank = sort_key(placement)
    return Time(
        b"".join(map(key, order)) + int(rank).to_bytes(4, "big"),
        (is_plain, members[0].hedged, *map(key, hull), key(first), key(last)),
        reach,
        key(day),
        ()
        if is_plain
        else tuple(
            (one, m.hedged, m.step, *map(key, m[:4]))
            for some, one in ((members, one_of), (rivals, False))
            for m in some
        ),
    )


def _hull(members: tuple[edtf.Member, ...]) -> tuple[float, float, float, float]:
    es, ls, ee, le = zip(*(m[:4] for m in members), strict=True)
    return min(es), min(ls), max(ee), max(le)


def _labels(event: Event) -> Iterator[tuple[str, str]]:
    for name in event.networks:
        yield "network", name
    for tag in event.tags:
        yield "tag", tag
    if event.kind:
        yield "kind", event.kind
    if event.place:
        yield "place", event.place
    if event.part_of:
        yield "part-of", event.part_of
    if event.follows:
        yield "follows", event.follows
    yield "status", event.status or "happened"
    for citation in event.evidence:
        yield "source", citation.source.name


def _filed(labels: Iterable[tuple[str, str]]) -> int:
    filed = 0
    for field, _ in labels:
        filed |= _BITS[field]
    return filed


_BITS = {field: 1 << bit for bit, field in enumerate(LABELS)}


def _names(event: Event) -> str:
    """Return the words of the names of an event, each kept apart from the next."""
    names = (*event.networks, event.kind or "", *event.tags, event.place or "")
    return f" {BETWEEN} ".join(map(_words_of_name, names))


def _words(text: str | None) -> str:
    return " ".join(words_in(text)) if text else ""


_words_of_name = lru_cache(_KEPT)(_words)


def _known(event: Event) -> tuple[bytes, bytes]:
    """Return the days from which on an event was known, certainly and possibly (∞: never).

    What counts are its own sources, not those of competing dates: these report something else.
    """
    sure, maybe = inf, inf
    for citation in event.citations:
        published = citation.source.published
        own_sure, own_maybe = _out(published.edtf) if published else (inf, -inf)
        sure, maybe = min(sure, own_sure), min(maybe, own_maybe)
    return key(sure), key(maybe)


@lru_cache(_KEPT)
def _out(published: str) -> tuple[float, float]:
    """Return the days from which on a source was out, certainly and possibly."""
    value = value_of(published)
    found = edtf.members(value)
    latest = [inf if member.hedged else member.ls for member in found]
    # One edition of several suffices, but of several possible days each must have come.
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    return max(latest) if one_of else min(latest), min(member.es for member in found)


@lru_cache(_KEPT)
def _days_of_year(date: str) -> tuple[tuple[int, bool], ...]:
    """Return the days of the year that are known to be those of a date, and which are in doubt."""
    value = value_of(date)
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    known = [
        ({_day_of_year(start + i) for i in range(min(end + 1 - start, _LEAP_YEAR))}, hedged)
        for start, end, hedged in _known_days(value)
        if not one_of or end - start < _LEAP_YEAR  # else it may be any day: that is no known one
    ]
    choices = len(value.items) if isinstance(value, edtf.DateSet) else 0
    return tuple(
        # Of one-of dates, every one must fall on it, and on no other day.
        (day, hedged or not (not one_of or (
            len(known) == choices and all(others == {day} for others, _ in known)
        )))
        for days, hedged in known
        for day in days
    )  # fmt: skip


def _day_of_year(number: int) -> int:
    _, month, day = civil(number)
    return month * 100 + day


def _known_days(value: edtf.Edtf) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of days that a date names: its ends, or a run of days in a set."""
    items: Any = value.items if isinstance(value, edtf.DateSet) else edtf.points(value)
    # A hedge on one end of an interval is one on all of it.
    all_hedged = isinstance(value, edtf.Interval) and any(
        end.qualifier for end in edtf.points(value)
    )
    for item in items:
        ends = [end for end in item if end] if isinstance(item, edtf.Run) else [item]
        if all(end.month.isdigit() and end.day.isdigit() for end in ends):
            first, last = int(ends[0].first), int(ends[-1].first)
            if isinstance(item, edtf.Run) and None in item:  # a year holds all the days there are
                first, last = (
                    (first, first + _LEAP_YEAR) if item.first else (last - _LEAP_YEAR, last)
                )
            yield first, last, all_hedged or any(end.qualifier for end in ends)
