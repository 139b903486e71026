"""The names of an index brought up to date, where events or the heads of files changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timeline.index import names
from timeline.index.tables import PLACE, Numbered, place_of, sources_in
from timeline.records import event_of, source_of
from timeline.store.cutting import Unsure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from timeline.model import Term
    from timeline.store.stream import Head


def known_head(connection: sqlite3.Connection) -> Head:
    """Return what the files said besides their events when the index was compiled."""
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    listed: dict[str, dict[str, Any]] = {field: {} for field in (*names.VOCABULARIES, "source")}
    for field, place, name, record in connection.execute(
        "SELECT field, place, name, record FROM name WHERE field IN (?, ?, ?) ORDER BY place",
        (*listed,),
    ):
        if field != "source":
            listed[field][name] = names.term_of(name, json.loads(record))
        elif names.is_declared(place):
            listed[field][name] = source_of(json.loads(record))
    networks, kinds = (
        listed[field] if field in meta["declared"].split() else None for field in names.VOCABULARIES
    )
    return meta["language"], networks, kinds, listed["source"]


def rename(
    connection: sqlite3.Connection, known: Head, head: Head, touched: dict[str, set[str]]
) -> None:
    """Bring names up to date: what is declared now, and by field those that events gained or lost.

    Raises Unsure where an event bears a name that is not declared any more, or where what a store
    declares changed altogether.
    """
    if known[0] != head[0]:
        raise Unsure
    for field, old, new in zip(names.VOCABULARIES, known[1:3], head[1:3], strict=True):
        if (old is None) != (new is None):
            raise Unsure
        if old is not None and new is not None:
            _redeclare(connection, field, old, new)
            touched.pop(field, None)
    _rename_sources(connection, known, head, touched.pop("source"))
    for field, changed in touched.items():
        names.remove_names(connection, field, changed)
        borne = [name for name in changed if _is_borne(connection, field, name)]
        names.write_names(connection, names.borne(field, borne))


def _redeclare(
    connection: sqlite3.Connection, field: str, old: dict[str, Term], new: dict[str, Term]
) -> None:
    if [*old.items()] == [*new.items()]:  # in the same order, too
        return
    if any(_is_borne(connection, field, name) for name in old.keys() - new.keys()):
        raise Unsure
    connection.execute("DELETE FROM name WHERE field = ?", (field,))
    names.write_names(connection, names.terms(field, new.values()))


def _is_borne(connection: sqlite3.Connection, field: str, name: str) -> bool:
    if field == "figure":
        found = connection.execute("SELECT 1 FROM figure WHERE name = ? LIMIT 1", (name,))
    else:
        sql = "SELECT 1 FROM label WHERE field = ? AND name = ? LIMIT 1"
        found = connection.execute(sql, (field, name))
    return found.fetchone() is not None


def _rename_sources(
    connection: sqlite3.Connection, known: Head, head: Head, touched: Iterable[str]
) -> None:
    old, new = known[3], head[3]
    is_as_it_was = [*old.items()] == [*new.items()]  # in the same order, too
    changed = set(touched) - new.keys() if is_as_it_was else {*touched, *old, *new}
    names.remove_names(connection, "source", changed)
    if not is_as_it_was:
        names.write_names(connection, names.catalogue(new.values()))
    for name in changed - new.keys():
        names.write_names(connection, names.cited(_first_mention(connection, name)))


def _first_mention(
    connection: sqlite3.Connection, name: str
) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Return where a source is first cited, and what it is; nothing where it is not."""
    row = connection.execute(
        "SELECT e.n, e.slot, r.record FROM label l JOIN event e ON e.n = l.event "
        "JOIN record r ON r.n = e.n WHERE l.field = 'source' AND l.name = ? "
        "ORDER BY substr(e.slot, ?) LIMIT 1",
        (name, -PLACE),
    ).fetchone()
    if row is None:
        return {}
    n, slot, record = row
    found = sources_in([Numbered(n, place_of(slot), event_of(json.loads(record)))])
    return {name: found[name]}
