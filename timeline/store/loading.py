"""A store from its bytes: every file read, every problem told in one run."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

from timeline.errors import StoreError
from timeline.model import Contents
from timeline.store import schema
from timeline.store.characters import decode
from timeline.store.events import read_events
from timeline.store.order import arrange
from timeline.store.reader import read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.store.nodes import Node, Report


def read_store(files: Iterable[tuple[str, bytes]]) -> Contents:
    """Read the files of one store, given as (name to show, bytes) in reading order.

    Raises StoreError with all problems of all files.
    """
    with _no_collector():
        draft = schema.Draft()
        parts = [_read_file(name, data) for name, data in files]
        # What cannot be read may declare whatever the rest mentions.
        draft.incomplete = any(report.incomplete for report, _ in parts)
        for read in (schema.read_language, schema.read_vocabularies, read_events):
            for report, top in parts:
                read(draft, report, top)
        draft.finish()
        if draft.ordering:
            arrange(draft)
    problems = [problem for report, _ in parts for problem in report.problems]
    if problems:
        raise StoreError(problems)
    return Contents(
        draft.language,
        None if draft.networks is None else tuple(draft.networks.values()),
        None if draft.kinds is None else tuple(draft.kinds.values()),
        tuple(draft.sources.values()),
        tuple(draft.events),
    )


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the cyclic collector away: it finds no circle here, and takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_file(name: str, data: bytes) -> tuple[Report, dict[str, Node]]:
    text, report = decode(data, name)
    if text is None:
        report.incomplete = True
        return report, {}
    return report, schema.read_top(report, read_nodes(text, report))
