"""An index brought up to date with a store that changed a little: only what changed is read again.

What may depend on more than that is left to a whole build; the result is always the same as its.
"""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from timeline.index.blocks import Blocks, digests_of, remember, remembered, unchanged
from timeline.index.order import STAGE, crowded, fit_in, forget, stage
from timeline.index.renaming import known_head, rename
from timeline.index.tables import (
    Numbered,
    batch_of,
    place_of,
    places_between,
    put_in,
    take_out,
)
from timeline.records import event_of, source_record
from timeline.store.cutting import Unsure, cut
from timeline.store.loading import no_collector
from timeline.store.stream import read_heads, read_items

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from timeline.model import Citation, Event, Source
    from timeline.store.cutting import Cut
    from timeline.store.stream import Mentions

_FEW = 500
"""So many changed events are always few."""

_SHARE = 4
"""Where more than one in so many changed, building anew is as quick."""

_LONGEST = 10_000
"""Steps of a chain of events that are followed."""


class _File(NamedTuple):
    """A file as it is now: its text only where it was read again, and no numbers then."""

    blocks: Blocks
    cut: Cut | None


class _Now(NamedTuple):
    """The events as they stand now: the number of each, None for what has to be read.

    ``moved`` are places in this row of events that stand elsewhere than they did, ``gone`` the
    numbers of those that are not there any more.
    """

    numbers: list[int | None]
    moved: set[int]
    gone: set[int]


def update(
    connection: sqlite3.Connection, files: Iterable[tuple[str, bytes | None]], digest: str
) -> None:
    """Bring an index up to date with the files of a store: (base name, bytes or None: unchanged).

    Raises Unsure where the index has to be built anew: then it is of no use any more.
    """
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA cache_size = -65536; BEGIN;" + STAGE
    )
    with no_collector():
        try:
            _update(connection, files)
        except (sqlite3.IntegrityError, OverflowError):  # an id twice; no room between places
            raise Unsure from None
    connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (digest,))
    connection.commit()


def _update(connection: sqlite3.Connection, given: Iterable[tuple[str, bytes | None]]) -> None:
    old = remembered(connection)
    if not old:
        raise Unsure
    files = _files(given, old)
    known = head = known_head(connection)
    if [_headed(file.blocks) for file in files] != [_headed(file) for file in old]:
        head = read_heads((f.blocks.name, *_headed(f.blocks)) for f in files)
    now = _now(old, files)
    recast = _recast(connection, known[3], head[3]) - now.gone
    changes = len(now.gone) + len(now.moved) + len(recast) + now.numbers.count(None)
    if changes > max(_FEW, len(now.numbers) // _SHARE):
        raise Unsure

    moved = {n for i in now.moved if (n := now.numbers[i]) is not None}
    outdated = _stored(connection, now.gone | moved | recast)
    if any(
        stored.event.placed for stored in outdated.values()
    ):  # others tell its date, or hang on it
        raise Unsure
    read, mentions = read_items(head, list(_unread(files, now)))
    fresh = list(_fresh(connection, now, read, outdated, head[3]))
    removed, put = batch_of(list(outdated.values())), batch_of(fresh)
    take_out(connection, removed)
    slots = [(row[2], row[0]) for row in put.tables["event"]]
    slots += _make_room(connection, slots)
    put_in(connection, put)
    fit_in(connection, slots)
    _hold_mentions(connection, [outdated[n].event.id for n in now.gone], mentions)
    rename(connection, known, head, {f: {*removed.names[f], *put.names[f]} for f in put.names})
    new = (fresh_one.n for fresh_one in fresh if fresh_one.n not in outdated)
    numbers = iter([next(new) if n is None else n for n in now.numbers])
    remember(
        connection,
        (f.blocks._replace(numbers=[next(numbers) for _ in f.blocks.digests]) for f in files),
    )


def _headed(file: Blocks) -> tuple[bytes, bool]:
    """Return what a file says besides its events, and whether it has any: it is read with that."""
    return file.head, bool(file.digests)


def _files(given: Iterable[tuple[str, bytes | None]], old: list[Blocks]) -> list[_File]:
    by_name = {file.name: file for file in old}
    return [
        _File(by_name[name], None) if data is None else _read(cut(name, data))
        for name, data in given
    ]


def _read(found: Cut) -> _File:
    return _File(Blocks(found.name, found.head, digests_of(found), ()), found)


def _now(old: list[Blocks], files: list[_File]) -> _Now:
    numbers = [n for file in old for n in file.numbers]
    found, moved = unchanged(
        [digest for file in old for digest in file.digests],
        [digest for file in files for digest in file.blocks.digests],
    )
    present = [None if i is None else numbers[i] for i in found]
    return _Now(present, moved, set(numbers).difference(present))


def _unread(files: list[_File], now: _Now) -> Iterator[bytes]:
    """Yield the text of events that have to be read."""
    numbers = iter(now.numbers)
    for file in files:
        items = file.cut.items if file.cut else (b"" for _ in file.blocks.digests)
        # Of a file that is as it was, every event is known.
        yield from (item for item, n in zip(items, numbers, strict=False) if n is None)


def _recast(
    connection: sqlite3.Connection, old: dict[str, Source], new: dict[str, Source]
) -> set[int]:
    """Return the numbers of events that may cite a source of the catalogue that changed."""
    changed = [name for name, source in old.items()
               if name not in new or source_record(new[name]) != source_record(source)]  # fmt: skip
    sql = "SELECT event FROM label WHERE field = 'source' AND name = ?"
    return {n for name in changed for (n,) in connection.execute(sql, (name,))}


def _stored(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Numbered]:
    """Return events as the index has them."""
    sql = "SELECT e.slot, r.record FROM event e JOIN record r ON r.n = e.n WHERE e.n = ?"
    found = {}
    for n in numbers:
        slot, record = connection.execute(sql, (n,)).fetchone()
        found[n] = Numbered(n, place_of(slot), event_of(json.loads(record)))
    return found


def _fresh(
    connection: sqlite3.Connection,
    now: _Now,
    read: list[Event],
    outdated: dict[int, Numbered],
    sources: dict[str, Source],
) -> Iterator[Numbered]:
    """Yield the events that are to be put in, with their numbers and places."""
    ((last,),) = connection.execute("SELECT ifnull(max(n), 0) FROM event")
    places, events = _places(connection, now), iter(read)
    for i, n in enumerate(now.numbers):
        if n is None:
            last += 1
            yield Numbered(last, places[i], next(events))
        elif n in outdated:
            stored = outdated[n]
            yield Numbered(n, places.get(i, stored.place), _cited_anew(stored.event, sources))


def _places(connection: sqlite3.Connection, now: _Now) -> dict[int, bytes]:
    """Return places for events that are new or moved, between those that stay where they are."""
    stays = [n is not None and i not in now.moved for i, n in enumerate(now.numbers)]
    places: dict[int, bytes] = {}
    before = None
    for stay, group in groupby(enumerate(now.numbers), key=lambda pair: stays[pair[0]]):
        run = list(group)
        if stay:
            before = run[-1][1]
            continue
        after = run[-1][0] + 1
        behind = now.numbers[after] if after < len(stays) else None
        found = places_between(_place(connection, before), _place(connection, behind), len(run))
        places |= {i: place for (i, _), place in zip(run, found, strict=True)}
    return places


def _place(connection: sqlite3.Connection, n: int | None) -> bytes | None:
    if n is None:
        return None
    ((slot,),) = connection.execute("SELECT slot FROM event WHERE n = ?", (n,))
    return place_of(slot)


def _make_room(
    connection: sqlite3.Connection, slots: list[tuple[bytes, int]]
) -> list[tuple[bytes, int]]:
    """Take events out of the chronology between which others find no room, to be fitted in anew."""
    events = batch_of(list(_stored(connection, crowded(connection, slots)).values()))
    stage(connection, events.tables["words"])
    forget(connection)
    stage(connection, events.tables["words"])
    return [(row[2], row[0]) for row in events.tables["event"]]


def _cited_anew(event: Event, sources: dict[str, Source]) -> Event:
    """Return an event with the sources of the catalogue as they are now."""

    def cited(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(
            c if c.source.id is None else c._replace(source=_known(sources, c.source.id))
            for c in citations
        )

    return event._replace(
        citations=cited(event.citations),
        disputed=tuple(d._replace(citations=cited(d.citations)) for d in event.disputed),
    )


def _known(sources: dict[str, Source], name: str) -> Source:
    if name not in sources:
        raise Unsure
    return sources[name]


def _hold_mentions(
    connection: sqlite3.Connection, gone: Collection[str], mentions: Mentions
) -> None:
    """Raise Unsure where an event names one that is not there, or itself by way of others."""

    def is_there(event_id: str) -> bool:
        sql = "SELECT 1 FROM event WHERE id = ?"
        return connection.execute(sql, (event_id,)).fetchone() is not None

    named = "SELECT 1 FROM label WHERE field IN ('part-of', 'follows') AND name = ?"
    if any(connection.execute(named, (i,)).fetchone() for i in gone if not is_there(i)):
        raise Unsure
    for key, event_id, wanted in mentions:
        if not is_there(wanted) or any(i == event_id for i in _chain(connection, key, wanted)):
            raise Unsure


def _chain(connection: sqlite3.Connection, key: str, start: str) -> Iterator[str]:
    """Yield the events that lead on from one; raises Unsure where they are too many to follow."""
    sql = "SELECT r.record FROM event e JOIN record r ON r.n = e.n WHERE e.id = ?"
    event_id: str | None = start
    for _ in range(_LONGEST):
        if event_id is None:
            return
        yield event_id
        row = connection.execute(sql, (event_id,)).fetchone()
        event_id = json.loads(row[0]).get(key) if row else None
    raise Unsure
