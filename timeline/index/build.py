"""The model to rows: everything that a query asks is worked out here, once."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.dates import edtf
from timeline.dates.keys import key, reach_and_edge
from timeline.index.schema import FORMAT, TABLES
from timeline.records import record_of, source_record
from timeline.spelling import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from timeline.model import Citation, Contents, Event, Source, Term


class Dated(NamedTuple):
    """An event with the members of its date and of the dates that compete with it."""

    event: Event
    one_of: bool
    members: tuple[edtf.Member, ...]
    rivals: tuple[edtf.Member, ...]


def build(connection: sqlite3.Connection, contents: Contents, digest: str) -> None:
    """Write a store into an empty database; ``digest`` identifies the bytes it was read from."""
    connection.executescript(TABLES)
    events = sorted((date_event(event) for event in contents.events), key=sort_key)
    rows = enumerate(events, start=1)
    for n, dated in rows:
        _insert_event(connection, n, dated)
    for field, names in _vocabularies(contents):
        connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?)",
            ((field, n, name, fold(name), _dump(record)) for n, (name, record) in enumerate(names)),
        )
    meta = {"format": str(FORMAT), "digest": digest, "language": contents.language}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.commit()


def date_event(event: Event) -> Dated:
    """Work out where in time an event, and each date that competes with its own, may lie."""
    value = edtf.parse(event.date.edtf)
    rivals = tuple(
        member._replace(hedged=True)
        for dispute in event.disputed
        for member in edtf.members(edtf.parse(dispute.date.edtf))
    )
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    return Dated(event, one_of, edtf.members(value, _newest(event.citations)), rivals)


def _newest(citations: Iterable[Citation]) -> float:
    """Return the first day of the newest publication: by then an open end was still open."""
    published = (edtf.parse(c.source.published.edtf) for c in citations if c.source.published)
    return max((day for day, _ in map(edtf.bounds, published) if day != inf), default=-inf)


def sort_key(dated: Dated) -> tuple[float, ...]:
    """Return the place of an event in a chronology: its earliest start decides, where it has one.

    Where a start is unbounded its latest start counts, and where that is too, its latest end.
    """
    return min(
        (next((day for day in (m.es, m.ls, m.le) if abs(day) != inf), -inf), *m[:4])
        for m in dated.members
    )


def _insert_event(connection: sqlite3.Connection, n: int, dated: Dated) -> None:
    event, one_of, members, rivals = dated
    everything = members + rivals
    plain = len(everything) == 1 and not members[0].step
    first, last = min(m.es for m in everything), max(m.le for m in everything)
    reach, day = reach_and_edge(first, last)
    edge = key(day)
    connection.execute(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (n, event.id, plain, members[0].hedged, *map(key, _hull(members)), key(first), key(last),
         reach, edge, event.kind, event.place,
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
        ((field, name, reach, edge, n) for field, name in _labels(event)),
    )
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
    yield "status", event.status or "happened"
    for citation in _evidence(event):
        yield "source", source_name(citation.source)


def _evidence(event: Event) -> tuple[Citation, ...]:
    """Return the citations of an event, those of its competing dates included."""
    return (*event.citations, *(c for dispute in event.disputed for c in dispute.citations))


def source_name(source: Source) -> str:
    """Return what a source is filed under: its id, or else its address, or its title."""
    return source.id or source.url or source.title or ""


def _vocabularies(contents: Contents) -> Iterator[tuple[str, Iterable[tuple[str, Any]]]]:
    """Yield every field with its names: the declared ones in order, then those merely used."""
    events = contents.events
    yield "network", _terms(contents.networks, (n for e in events for n in e.networks))
    yield "kind", _terms(contents.kinds, (e.kind for e in events if e.kind))
    yield "tag", ((tag, {}) for tag in sorted({tag for e in events for tag in e.tags}))
    sources = {source_name(source): source_record(source) for source in contents.sources}
    for event in events:
        for citation in _evidence(event):
            sources.setdefault(source_name(citation.source), source_record(citation.source))
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
