"""The model to the tables of an index."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.index.rows import dump
from timeline.index.schema import FORMAT, INDEXES, TABLES
from timeline.index.tables import INSERTS, batch_of
from timeline.records import source_record
from timeline.spelling import fold
from timeline.store.loading import no_collector
from timeline.store.stream import Stream, Unsure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from timeline.index.tables import Batch
    from timeline.model import Contents, Event, Term

_BATCH = 1_000
"""Events that are put in at once."""

_VERY_MANY = 5_000
"""Events from which on other processes gain more than they cost to start."""


def build(connection: sqlite3.Connection, contents: Contents | Stream, digest: str) -> None:
    """Write a store into an empty database; ``digest`` identifies the bytes it was read from.

    Raises StoreError where the store turns out to be broken.
    """
    # What went before the first table has to be undone where the events cannot be streamed.
    connection.executescript("PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -65536")
    with no_collector():
        try:
            _build(connection, contents, _batches(contents), digest)
        except Unsure:
            connection.rollback()
            assert isinstance(contents, Stream), "nothing else is unsure"
            whole = contents.whole()
            _build(connection, whole, _batches(whole), digest)


def _batches(contents: Contents | Stream) -> Iterator[Batch]:
    """Return the rows of all events, by several processes where there are very many."""
    raw = contents.raw if isinstance(contents, Stream) else None
    if raw is not None and len(raw) >= _VERY_MANY:
        # Imported only here: few stores are so large, and every other would wait for it.
        from timeline.index.workers import batches_of

        return batches_of(raw)
    return _in_batches(contents.events)


def _in_batches(events: Iterable[Event]) -> Iterator[Batch]:
    rest, first = iter(events), 1
    while some := list(islice(rest, _BATCH)):
        yield batch_of(some, first)
        first += len(some)


def _build(
    connection: sqlite3.Connection,
    contents: Contents | Stream,
    batches: Iterator[Batch],
    digest: str,
) -> None:
    connection.executescript(f"BEGIN; {TABLES}")
    catalogue = {source.name: source_record(source) for source in contents.sources}
    used: dict[str, dict[str, Any]] = {"source": catalogue}
    for batch in batches:
        for table, rows in batch.tables.items():
            connection.executemany(INSERTS[table], rows)
        for field, names in batch.names.items():
            known = used.setdefault(field, {})
            for name, record in names.items():
                known.setdefault(name, record)
    for field, listed in _vocabularies(contents, used):
        connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?)",
            ((field, n, name, fold(name), dump(record)) for n, (name, record) in enumerate(listed)),
        )
    meta = {"format": str(FORMAT), "digest": digest, "language": contents.language}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.executescript(INDEXES)
    connection.commit()


def _vocabularies(
    contents: Contents | Stream, used: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, Iterable[tuple[str, Any]]]]:
    """Yield every field with its names: the declared ones in order, then those merely used."""
    yield "network", _terms(contents.networks, used.get("network", {}))
    yield "kind", _terms(contents.kinds, used.get("kind", {}))
    for field in ("place", "figure", "tag"):
        yield field, ((name, {}) for name in sorted(used.get(field, {})))
    yield "source", used["source"].items()


def _terms(declared: tuple[Term, ...] | None, used: Iterable[str]) -> list[tuple[str, Any]]:
    if declared is None:
        return [(name, {}) for name in sorted(used, key=fold)]
    return [
        (t.name, {"de": t.title.de, "en": t.title.en} | ({"url": t.url} if t.url else {}))
        for t in declared
    ]
