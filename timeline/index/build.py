"""The model to the tables of an index."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.index.rows import dump, rows_of
from timeline.index.schema import FORMAT, INDEXES, TABLES
from timeline.records import source_record
from timeline.spelling import fold
from timeline.store.loading import no_collector
from timeline.store.stream import Stream, Unsure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from timeline.index.rows import Rows
    from timeline.model import Contents, Event, Source, Term

_BATCH = 1_000
"""Events that are inserted at once."""

_INSERTS = {
    "event": f"INSERT INTO event VALUES ({', '.join('?' * 20)})",
    "span": "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "label": "INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?, ?)",
    "figure": "INSERT INTO figure VALUES (?, ?, ?, ?, ?)",
    "anniversary": "INSERT OR IGNORE INTO anniversary VALUES (?, ?, ?)",
    "text": "INSERT INTO text (rowid, title_de, title_en, summary_de, summary_en, names)"
            " VALUES (?, ?, ?, ?, ?, ?)",
    "record": "INSERT INTO record VALUES (?, ?)",
}  # fmt: skip


def build(connection: sqlite3.Connection, contents: Contents | Stream, digest: str) -> None:
    """Write a store into an empty database; ``digest`` identifies the bytes it was read from.

    Raises StoreError where the store turns out to be broken.
    """
    # What went before the first table has to be undone where the events cannot be streamed.
    connection.executescript("PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -65536")
    with no_collector():
        try:
            _build(connection, contents, digest)
        except Unsure:
            connection.rollback()
            assert isinstance(contents, Stream), "nothing else is unsure"
            _build(connection, contents.whole(), digest)


def _build(connection: sqlite3.Connection, contents: Contents | Stream, digest: str) -> None:
    connection.executescript(f"BEGIN; {TABLES}")
    used = _Used()
    numbered = enumerate(contents.events, start=1)
    while some := list(islice(numbered, _BATCH)):
        used.add(event for _, event in some)
        insert(connection, [(n, event.id, rows_of(event)) for n, event in some])
    for field, names in _vocabularies(contents, used):
        connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?)",
            ((field, n, name, fold(name), dump(record)) for n, (name, record) in enumerate(names)),
        )
    meta = {"format": str(FORMAT), "digest": digest, "language": contents.language}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.executescript(INDEXES)
    connection.commit()


def insert(connection: sqlite3.Connection, events: list[tuple[int, str, Rows]]) -> None:
    """Insert the rows of events, given as (number, id, rows)."""

    def put(table: str, values: list[tuple[object, ...]]) -> None:
        connection.executemany(_INSERTS[table], values)

    put("event", [
        (n, name, r.time.slot + n.to_bytes(8, "big"), *r.time.bounds, r.time.reach, r.time.edge,
         *r.known, r.filed, r.kind, r.place, *r.titles)
        for n, name, r in events
    ])  # fmt: skip
    put("span", [(n, *span) for n, _, r in events for span in r.time.spans])
    put("label", [(field, name, reach, edge, n) for n, _, r in events
                  for reach, edge in [(r.time.reach, r.time.edge)]
                  for field, name in r.labels])  # fmt: skip
    put("figure", [(name, n, *range_) for n, _, r in events for name, *range_ in r.figures])
    put("anniversary", [(day, n, hedged) for n, _, r in events for day, hedged in r.anniversaries])
    put("text", [(n, *r.texts) for n, _, r in events])
    put("record", [(n, r.record) for n, _, r in events])


class _Used:
    """The names that events bear, whether they are declared or not."""

    def __init__(self) -> None:
        self.networks: set[str] = set()
        self.kinds: set[str] = set()
        self.places: set[str] = set()
        self.figures: set[str] = set()
        self.tags: set[str] = set()
        self.sources: dict[str, Source] = {}

    def add(self, events: Iterable[Event]) -> None:
        """Take in the names of some events."""
        for event in events:
            self.networks.update(event.networks)
            self.tags.update(event.tags)
            self.figures.update(name for name, _ in event.figures)
            if event.kind:
                self.kinds.add(event.kind)
            if event.place:
                self.places.add(event.place)
            for citation in event.evidence:
                self.sources.setdefault(citation.source.name, citation.source)


def _vocabularies(
    contents: Contents | Stream, used: _Used
) -> Iterator[tuple[str, Iterable[tuple[str, Any]]]]:
    """Yield every field with its names: the declared ones in order, then those merely used."""
    yield "network", _terms(contents.networks, used.networks)
    yield "kind", _terms(contents.kinds, used.kinds)
    yield "place", ((place, {}) for place in sorted(used.places))
    yield "figure", ((name, {}) for name in sorted(used.figures))
    yield "tag", ((tag, {}) for tag in sorted(used.tags))
    sources = {source.name: source for source in contents.sources} | used.sources
    yield "source", ((name, source_record(source)) for name, source in sources.items())


def _terms(declared: tuple[Term, ...] | None, used: set[str]) -> list[tuple[str, Any]]:
    if declared is None:
        return [(name, {}) for name in sorted(used, key=fold)]
    return [
        (t.name, {"de": t.title.de, "en": t.title.en} | ({"url": t.url} if t.url else {}))
        for t in declared
    ]
