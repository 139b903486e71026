"""A store from its bytes: every file read, every problem told in one run."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import StoreError
from timeline.store import schema
from timeline.store.characters import decode
from timeline.store.cutting import cut_up, unified
from timeline.store.events import read_events
from timeline.store.limits import USUAL
from timeline.store.nodes import MOST_PROBLEMS, EnoughError, Problems, Report
from timeline.store.order import arrange
from timeline.store.piecemeal import SMALL, look_through
from timeline.store.reader import read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.errors import Problem
    from timeline.model import Contents
    from timeline.store.cutting import Cut
    from timeline.store.limits import Limits
    from timeline.store.nodes import Node


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

    ``parts`` are its files, in reading order; ``events`` is how many events there seem to be;
    ``is_all`` is false where nobody looked for more problems after the first ones.
    """

    contents: Contents
    parts: list[Part]
    events: int
    is_all: bool = True

    @property
    def problems(self) -> list[Problem]:
        """The problems of all files."""
        return [problem for part in self.parts for problem in part.report.problems]


def read_store(
    files: Iterable[tuple[str, bytes]], limits: Limits = USUAL, cuts: list[Cut] | None = None
) -> Contents:
    """Read the files of one store, given as (name to show, bytes) in reading order.

    ``cuts`` are the same files, where they were cut into events before. Raises StoreError with all
    problems of all files, or the first ones of a large store.
    """
    reading = examine(files, limits, cuts=cuts)
    if problems := reading.problems:
        raise StoreError(problems, is_all=reading.is_all)
    return reading.contents


def examine(
    files: Iterable[tuple[str, bytes]],
    limits: Limits | None = None,
    *,
    is_whole: bool = True,
    cuts: list[Cut] | None = None,
) -> Reading:
    """Read what can be read of the files of one store, given as (name to show, bytes).

    Where these are not all, ``is_whole`` is false, and others may declare whatever they mention.
    Of a large store within which something is wrong, nothing but that is told; ``limits`` are None
    where nothing can be, because it was read before.
    """
    files = list(files)
    draft = schema.Draft()
    with no_collector():
        if limits and sum(len(data) for _, data in files) > SMALL:
            found = look_through(files, limits, is_whole=is_whole, cuts=cuts)
            if problems := found.problems:
                reports = [Report(name, problems=Problems(p for p in problems if p.file == name))
                           for name, _ in files]  # fmt: skip
                parts = [Part(report, "", {}) for report in reports]
                return Reading(draft.contents(), parts, found.events, is_all=found.is_all)
        parts = [_read_file(name, data) for name, data in files]
        # What cannot be read may declare whatever the rest mentions.
        draft.incomplete = not is_whole or any(part.report.incomplete for part in parts)
        with contextlib.suppress(EnoughError):
            _fill(draft, parts)
    is_all = all(len(part.report.problems) < MOST_PROBLEMS for part in parts)
    return Reading(draft.contents(), parts, len(draft.events), is_all=is_all)


def _fill(draft: schema.Draft, parts: list[Part]) -> None:
    for read in (schema.read_language, schema.read_vocabularies, read_events):
        for part in parts:
            read(draft, part.report, part.top)
    draft.finish()
    if draft.ordering:
        arrange(draft)


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
    report = Report(name)
    text = decode(data, report)
    if text is None:
        report.incomplete = True
        return Part(report, "", {})
    root = read_nodes(text, report, margin=cut_up(name, unified(data)).margin)
    top: dict[str, Node] = {}
    with contextlib.suppress(EnoughError):
        top = schema.read_top(report, root)
    return Part(report, text, top, root)
