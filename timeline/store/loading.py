"""A store from its bytes: every file read, every problem told in one run."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import StoreError
from timeline.store import schema
from timeline.store.characters import decode
from timeline.store.events import read_events
from timeline.store.order import arrange
from timeline.store.reader import read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.errors import Problem
    from timeline.model import Contents
    from timeline.store.nodes import Node, Report


class Part(NamedTuple):
    """A file of a store: its report, its text ("" where that cannot be read), its sections.

    ``root`` is all of it, as it was read.
    """

    report: Report
    text: str
    top: dict[str, Node]
    root: Node | None = None


class Reading(NamedTuple):
    """What could be read of a store, with every problem in it; complete where there is none.

    ``parts`` are its files, in reading order.
    """

    contents: Contents
    parts: list[Part]

    @property
    def problems(self) -> list[Problem]:
        """The problems of all files."""
        return [problem for part in self.parts for problem in part.report.problems]


def read_store(files: Iterable[tuple[str, bytes]]) -> Contents:
    """Read the files of one store, given as (name to show, bytes) in reading order.

    Raises StoreError with all problems of all files.
    """
    reading = examine(files)
    if problems := reading.problems:
        raise StoreError(problems)
    return reading.contents


def examine(files: Iterable[tuple[str, bytes]], *, is_whole: bool = True) -> Reading:
    """Read what can be read of the files of one store, given as (name to show, bytes).

    Where these are not all, ``is_whole`` is false, and others may declare whatever they mention.
    """
    with no_collector():
        draft = schema.Draft()
        parts = [_read_file(name, data) for name, data in files]
        # What cannot be read may declare whatever the rest mentions.
        draft.incomplete = not is_whole or any(part.report.incomplete for part in parts)
        for read in (schema.read_language, schema.read_vocabularies, read_events):
            for part in parts:
                read(draft, part.report, part.top)
        draft.finish()
        if draft.ordering:
            arrange(draft)
    return Reading(draft.contents(), parts)


@contextlib.contextmanager
def no_collector() -> Iterator[None]:
    """Keep the cyclic collector away: nodes make no circle, and it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_file(name: str, data: bytes) -> Part:
    text, report = decode(data, name)
    if text is None:
        report.incomplete = True
        return Part(report, "", {})
    root = read_nodes(text, report)
    return Part(report, text, schema.read_top(report, root), root)
