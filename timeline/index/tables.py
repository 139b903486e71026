"""Some events to rows of all tables, and the names that they bear: what a process can hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.index.rows import rows_of
from timeline.records import source_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.model import Event

INSERTS = {
    "event": f"INSERT INTO event VALUES ({', '.join('?' * 20)})",
    "span": "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "label": "INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?, ?)",
    "figure": "INSERT INTO figure VALUES (?, ?, ?, ?, ?)",
    "anniversary": "INSERT OR IGNORE INTO anniversary VALUES (?, ?, ?)",
    "text": "INSERT INTO text (rowid, title_de, title_en, summary_de, summary_en, names)"
            " VALUES (?, ?, ?, ?, ?, ?)",
    "record": "INSERT INTO record VALUES (?, ?)",
}  # fmt: skip
"""How a row of each table is put in."""


class Batch(NamedTuple):
    """The rows of some events by table, and the names by field, with what is known of each."""

    tables: dict[str, list[tuple[Any, ...]]]
    names: dict[str, dict[str, Any]]


def batch_of(events: Sequence[Event], first: int) -> Batch:
    """Return the rows of events that are numbered from ``first`` on."""
    numbered = [(n, event.id, rows_of(event)) for n, event in enumerate(events, first)]
    tables: dict[str, list[tuple[Any, ...]]] = {
        "event": [
            (n, name, r.time.slot + n.to_bytes(8, "big"), *r.time.bounds, r.time.reach, r.time.edge,
             *r.known, r.filed, r.kind, r.place, *r.titles)
            for n, name, r in numbered
        ],
        "span": [(n, *span) for n, _, r in numbered for span in r.time.spans],
        "label": [(field, name, reach, edge, n) for n, _, r in numbered
                  for reach, edge in [(r.time.reach, r.time.edge)]
                  for field, name in r.labels],
        "figure": [(name, n, *bounds) for n, _, r in numbered for name, *bounds in r.figures],
        "anniversary": [(day, n, hedged) for n, _, r in numbered
                        for day, hedged in r.anniversaries],
        "text": [(n, *r.texts) for n, _, r in numbered],
        "record": [(n, r.record) for n, _, r in numbered],
    }  # fmt: skip
    return Batch(tables, _names(events))


def _names(events: Sequence[Event]) -> dict[str, dict[str, Any]]:
    sources: dict[str, Any] = {}
    for event in events:
        for citation in event.evidence:
            if (name := citation.source.name) not in sources:
                sources[name] = source_record(citation.source)
    return {
        "network": dict.fromkeys(name for event in events for name in event.networks),
        "kind": dict.fromkeys(event.kind for event in events if event.kind),
        "place": dict.fromkeys(event.place for event in events if event.place),
        "figure": dict.fromkeys(name for event in events for name, _ in event.figures),
        "tag": dict.fromkeys(name for event in events for name in event.tags),
        "source": sources,
    }
