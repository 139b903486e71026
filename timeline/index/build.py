"""The model to the tables of an index."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.index.blocks import Blocks, digests_of, remember
from timeline.index.names import VOCABULARIES, borne, catalogue, cited, terms, write_names
from timeline.index.order import STAGE, settle
from timeline.index.schema import FORMAT, INDEXES, TABLES
from timeline.index.tables import batch_of, number, put_in
from timeline.store.cutting import Unsure
from timeline.store.loading import no_collector
from timeline.store.stream import Stream

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from timeline.index.tables import Batch
    from timeline.model import Contents, Event, Term
    from timeline.store.cutting import Cut

_BATCH = 1_000
"""Events that are put in at once."""

_VERY_MANY = 5_000
"""Events from which on other processes gain more than they cost to start."""


_ROWS = 0.9
"""The share of the work that it is to make rows: sorting them follows."""


def build(
    connection: sqlite3.Connection,
    contents: Contents | Stream,
    digest: str,
    tell: Callable[[float], None] | None = None,
) -> None:
    """Write a store into an empty database; ``digest`` identifies the bytes it was read from.

    ``tell`` is told which share of the work is done, where that is known. Raises StoreError where
    the store turns out to be broken.
    """
    # What went before the first table has to be undone where the events cannot be streamed.
    connection.executescript(
        "PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -65536; PRAGMA temp.cache_size = -16384"
    )
    with no_collector():
        try:
            _build(connection, contents, _told(contents, tell), digest)
        except Unsure:
            connection.rollback()
            assert isinstance(contents, Stream), "nothing else is unsure"
            whole = contents.whole()
            _build(connection, whole, _told(whole, tell), digest)


def _told(contents: Contents | Stream, tell: Callable[[float], None] | None) -> Iterator[Batch]:
    """Return the rows of all events, and tell how far that is."""
    if tell is None:
        yield from _batches(contents)
        return
    if isinstance(contents, Stream):  # how many there are is known where they are cut out
        count = sum(cut.length for cut in contents.cuts or ())
    else:
        count = len(contents.events)
    done = 0
    for batch in _batches(contents):
        done += len(batch.tables["event"])
        yield batch
        if count:
            tell(_ROWS * done / count)


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
        yield batch_of(number(some, first))
        first += len(some)


def _build(
    connection: sqlite3.Connection,
    contents: Contents | Stream,
    batches: Iterator[Batch],
    digest: str,
) -> None:
    connection.executescript(f"BEGIN; {TABLES} {STAGE}")
    used: dict[str, dict[str, Any]] = {}
    for batch in batches:
        put_in(connection, batch)
        for field, names in batch.names.items():
            known = used.setdefault(field, {})
            for name, record in names.items():
                known.setdefault(name, record)
    _write_names(connection, contents, used)
    declared = [field for field, named in _vocabularies(contents).items() if named is not None]
    meta = {"format": str(FORMAT), "digest": digest, "language": contents.language,
            "declared": " ".join(declared)}  # fmt: skip
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    if isinstance(contents, Stream) and contents.cuts is not None:
        remember(connection, _blocks(contents.cuts))
    connection.executescript(f"BEGIN; {INDEXES}")
    settle(connection)
    connection.commit()


def _blocks(cuts: list[Cut]) -> Iterator[Blocks]:
    first = 1
    for cut in cuts:
        following = first + cut.length
        name = os.path.basename(cut.name)
        yield Blocks(name, cut.head, digests_of(cut), range(first, following))
        first = following


def _vocabularies(contents: Contents | Stream) -> dict[str, tuple[Term, ...] | None]:
    return dict(zip(VOCABULARIES, (contents.networks, contents.kinds), strict=True))


def _write_names(
    connection: sqlite3.Connection, contents: Contents | Stream, used: dict[str, dict[str, Any]]
) -> None:
    """Put the declared names in, and those that are merely used."""
    for field, declared in _vocabularies(contents).items():
        if declared is not None:
            write_names(connection, terms(field, declared))
            used.pop(field, None)
    sources = used.pop("source", {})
    for source in contents.sources:
        sources.pop(source.name, None)
    write_names(connection, catalogue(contents.sources))
    write_names(connection, cited(sources))
    for field, names in used.items():
        write_names(connection, borne(field, names))
