"""The model to rows: everything that a query asks is worked out here, once."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING, Any

from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.dates.keys import key, reach_and_edge
from timeline.figures import bound_key, range_of
from timeline.index.schema import FORMAT, TABLES
from timeline.model import LABELS, Text
from timeline.placement import place, sort_key, value_of
from timeline.records import record_of, source_record
from timeline.spelling import fold, words_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from timeline.model import Contents, Event, Term
    from timeline.placement import Placement


_BETWEEN = "¦"
"""Stands between names, as a word that nobody can search for: a phrase is never part of two."""

_LEAP_YEAR = 366
"""Days after which every day of the year has come."""


def build(connection: sqlite3.Connection, contents: Contents, digest: str) -> None:
    """Write a store into an empty database; ``digest`` identifies the bytes it was read from."""
    connection.executescript(TABLES)
    events = sorted((place(event) for event in contents.events), key=sort_key)
    rows = enumerate(events, start=1)
    for n, placement in rows:
        _insert_event(connection, n, placement)
    for field, names in _vocabularies(contents):
        connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?)",
            ((field, n, name, fold(name), _dump(record)) for n, (name, record) in enumerate(names)),
        )
    meta = {"format": str(FORMAT), "digest": digest, "language": contents.language}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.commit()


def _insert_event(connection: sqlite3.Connection, n: int, placement: Placement) -> None:
    event, one_of, members, rivals = placement
    everything = members + rivals
    plain = len(everything) == 1 and not members[0].step
    first, last = min(m.es for m in everything), max(m.le for m in everything)
    reach, day = reach_and_edge(first, last)
    edge = key(day)
    labels = list(_labels(event))
    connection.execute(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (n, event.id, plain, members[0].hedged, *map(key, _hull(members)), key(first), key(last),
         reach, edge, *map(key, _known(event)), _filed(labels), event.kind, event.place,
         fold(event.title.said_in("de")), fold(event.title.said_in("en"))),
    )  # fmt: skip
    if not plain:
        spans = [(m, one_of) for m in members] + [(m, False) for m in rivals]
        connection.executemany(
            "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((n, one, m.hedged, m.step, *map(key, m[:4])) for m, one in spans),
        )
    connection.executemany(
        "INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?, ?)",
        ((field, name, reach, edge, n) for field, name in labels),
    )
    connection.executemany(
        "INSERT INTO figure VALUES (?, ?, ?, ?, ?)",
        ((name, n, bound_key(low), bound_key(high), hedged)
         for name, (low, high, hedged) in ((k, range_of(v)) for k, v in event.figures)),
    )  # fmt: skip
    connection.executemany(
        "INSERT OR IGNORE INTO anniversary VALUES (?, ?, ?)",
        ((day, n, hedged) for day, hedged in _anniversaries(event)),
    )
    connection.execute("INSERT INTO text (rowid, title_de, title_en, summary_de, summary_en, names)"
                       " VALUES (?, ?, ?, ?, ?, ?)", (n, *_texts(event)))  # fmt: skip
    connection.execute("INSERT INTO record VALUES (?, ?)", (n, _dump(record_of(event))))


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
    fields = {field for field, _ in labels}
    return sum(1 << bit for bit, field in enumerate(LABELS) if field in fields)


def _texts(event: Event) -> Iterator[str]:
    """Yield the words that a search finds, column by column."""
    for text in (event.title, event.summary or Text()):
        for said in (text.de, text.en):
            yield " ".join(words_in(said or ""))
    names = (*event.networks, event.kind or "", *event.tags, event.place or "")
    yield f" {_BETWEEN} ".join(" ".join(words_in(name)) for name in names)


def _known(event: Event) -> tuple[float, float]:
    """Return the days from which on an event was known, certainly and possibly (∞: never).

    What counts are its own sources, not those of competing dates: these report something else.
    """
    sure, maybe = inf, inf
    for citation in event.citations:
        if citation.source.published is None:
            maybe = -inf
            continue
        value = value_of(citation.source.published.edtf)
        found = edtf.members(value)
        latest = [inf if member.hedged else member.ls for member in found]
        # One edition of several suffices, but of several possible days each must have come.
        one_of = isinstance(value, edtf.DateSet) and value.one_of
        sure = min(sure, max(latest) if one_of else min(latest))
        maybe = min(maybe, *(member.es for member in found))
    return sure, maybe


def _anniversaries(event: Event) -> Iterator[tuple[int, bool]]:
    """Yield the days of the year that are known to be those of an event, and which are in doubt."""
    yield from _days_of_year(value_of(event.date.edtf), in_doubt=False)
    for dispute in event.disputed:
        yield from _days_of_year(value_of(dispute.date.edtf), in_doubt=True)


def _days_of_year(value: edtf.Edtf, *, in_doubt: bool) -> Iterator[tuple[int, bool]]:
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    known = [
        ({_day_of_year(start + i) for i in range(min(end + 1 - start, _LEAP_YEAR))}, hedged)
        for start, end, hedged in _known_days(value)
        if not one_of or end - start < _LEAP_YEAR  # else it may be any day: that is no known one
    ]
    choices = len(value.items) if isinstance(value, edtf.DateSet) else 0
    for days, hedged in known:
        for day in days:
            # Of one-of dates, every one must fall on it, and on no other day.
            is_sure = not one_of or (
                len(known) == choices and all(others == {day} for others, _ in known)
            )
            yield day, in_doubt or hedged or not is_sure


def _day_of_year(number: int) -> int:
    _, month, day = civil(number)
    return month * 100 + day


def _known_days(value: edtf.Edtf) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of days that a date names: its ends, or a run of days in a set."""
    items = value.items if isinstance(value, edtf.DateSet) else edtf.points(value)
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


def _vocabularies(contents: Contents) -> Iterator[tuple[str, Iterable[tuple[str, Any]]]]:
    """Yield every field with its names: the declared ones in order, then those merely used."""
    events = contents.events
    yield "network", _terms(contents.networks, (n for e in events for n in e.networks))
    yield "kind", _terms(contents.kinds, (e.kind for e in events if e.kind))
    yield "place", ((place, {}) for place in sorted({e.place for e in events if e.place}))
    yield "figure", ((name, {}) for name in sorted({name for e in events for name, _ in e.figures}))
    yield "tag", ((tag, {}) for tag in sorted({tag for e in events for tag in e.tags}))
    sources = {source.name: source_record(source) for source in contents.sources}
    for event in events:
        for citation in event.evidence:
            if (name := citation.source.name) not in sources:
                sources[name] = source_record(citation.source)
    yield "source", sources.items()


def _terms(declared: tuple[Term, ...] | None, used: Iterable[str]) -> list[tuple[str, Any]]:
    if declared is None:
        return [(name, {}) for name in sorted(set(used), key=fold)]
    return [
        (t.name, {"de": t.title.de, "en": t.title.en} | ({"url": t.url} if t.url else {}))
        for t in declared
    ]


def _dump(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
