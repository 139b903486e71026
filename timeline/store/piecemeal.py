"""What is wrong with a large store, told while it is read event by event and nothing is kept.

Reading all of it as one takes memory and time for what follows the first mistake; small files are
read so all the same (``loading``), because what is told of them is then told in the light of all.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from timeline.store import schema
from timeline.store.characters import decode
from timeline.store.cutting import HEAD, Unsure, cut_up, heads_events, may_order, unified
from timeline.store.events import read_event, read_events
from timeline.store.nodes import EnoughError, Problems, Report, Sequence
from timeline.store.order import arrange
from timeline.store.reader import MAX_DEPTH, read_nodes
from timeline.store.strict import Strict, item_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.errors import Problem
    from timeline.model import Event
    from timeline.store.cutting import Cut, Margin
    from timeline.store.limits import Limits
    from timeline.store.nodes import Node

SMALL = 1 << 18
"""Bytes up to which a store is read as one."""

_FURTHER = 1_000
"""Events that are still read after the first mistake, as long as they have no more than ``SMALL``
bytes, together with what files say beside them."""


_CONFLICT = b"\n<<<<<<<"
_NOT_ASCII = bytes(range(0x80, 0x100))

_DEEPEST = MAX_DEPTH - 1
"""Levels of an event that is read alone: in a file, one more lies around it."""


class _Part(NamedTuple):
    """A file: what it says beside its events, and these as they are written."""

    report: Report
    top: dict[str, Node]
    cut: Cut


class Found(NamedTuple):
    """What is wrong with a store, how many events it seems to have, and if all of it was read."""

    problems: list[Problem]
    events: int
    is_all: bool


def look_through(
    files: Iterable[tuple[str, bytes]],
    limits: Limits,
    *,
    is_whole: bool = True,
    cuts: list[Cut] | None = None,
) -> Found:
    """Return what is wrong with the files of one store, given as (name to show, bytes).

    Not everything after the first mistake is told, and never more than ``nodes.MOST_PROBLEMS``.
    Where these are not all files, ``is_whole`` is false; ``cuts`` are the same as they were cut.
    """
    reading = _Reading(limits)
    reading.draft.incomplete = not is_whole
    is_all = False
    with contextlib.suppress(EnoughError):
        reading.read(cuts or [cut_up(name, unified(data), limits) for name, data in files])
        is_all = True
    return Found(reading.problems, reading.events, is_all)


class _Reading:
    """One way through a store."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.draft = schema.Draft()
        self.problems = Problems()
        self.events_left = _FURTHER
        self.bytes_left = SMALL
        self.may_order = False
        self.events = 0

    def read(self, cuts: list[Cut]) -> None:
        draft = self.draft
        self.events = sum(cut.length for cut in cuts)
        parts = [self._part(cut) for cut in cuts]
        self.may_order = any(may_order(part.cut.data) for part in parts)
        draft.incomplete |= any(part.report.incomplete for part in parts)
        for part in parts:
            schema.read_language(draft, part.report, part.top)
        for part in parts:
            schema.read_vocabularies(draft, part.report, part.top)
        for part in parts:
            read_events(draft, part.report, part.top)
            self._read_items(part)
        draft.finish()
        if draft.ordering and not draft.incomplete:
            arrange(draft)

    def _part(self, cut: Cut, margin: Margin | None = None) -> _Part:
        """Read what a file says beside its events, every line where it stands in the file.

        ``margin`` is that of the file where it was cut, but not where its events are.
        """
        self._spend(cut.beside)
        if cut.beside > self.limits.at_once:
            self._refuse_head(cut)
            raise EnoughError
        begin, end, data, head = cut.begin, cut.end, cut.data, cut.head
        report = Report(cut.name, problems=self.problems)
        report.gap = data.count(b"\n", 0, begin), data.count(b"\n", begin, end)
        text = decode(head, report)
        if text is None:
            report.incomplete = True
            return _Part(report, {}, cut.uncut())
        margin = HEAD if cut.is_cut else margin
        root = read_nodes(text, report, self.limits.values, margin=margin)
        if self.problems and self.problems[-1].code == "too-large":
            raise EnoughError
        if cut.is_cut and not (report.problems or heads_events(head, root)):
            return self._part(cut.uncut(), cut.margin)
        return _Part(report, schema.read_top(report, root), cut)

    def _refuse_head(self, cut: Cut) -> None:
        """Tell why so much stands beside the events of a file, as far as a short look goes."""
        data = cut.data
        conflict = data.find(_CONFLICT) + 1
        pieces = [(0, data[:SMALL].rstrip(_NOT_ASCII))]
        pieces += [(conflict, data[conflict : conflict + 8])] if conflict else []
        for at, piece in pieces:
            line = data.count(b"\n", 0, at)
            if decode(piece, Report(cut.name, first=line, problems=self.problems)) is None:
                return
        end, size, most = cut.end, cut.beside, self.limits.at_once
        if not cut.is_cut:
            what = f"the file has {size:,} bytes without a list of events line by line"
        elif len(data) - end <= most:
            what = f"the file has {size:,} bytes beside its events"
        else:  # most probably a line is indented too little, and nobody wants to say so much
            what = f"the events end before this line, with {len(data) - end:,} bytes after it"
            line, hint = data.count(b"\n", 0, end), "indent it, if it belongs to an event"
            self._refuse_size(cut.name, data[end : end + 100], line, what, most, hint)
            return
        self._refuse_size(cut.name, b"", 0, what, most)

    def _refuse_size(
        self, name: str, start: bytes, line: int, what: str, most: int,
        hint: str = "part it or shorten it",
    ) -> None:  # fmt: skip
        self.draft.incomplete = True
        excerpt = start.decode(errors="replace").split("\n")[0]
        Report(name, [excerpt], line, self.problems).add_at(
            0, 0, "too-large", f"{what}, of which at most {most:,} are read",
            f"{hint}, or raise --max-size",
        )  # fmt: skip

    def _read_items(self, part: _Part) -> None:
        data, line = part.cut.data, 0
        most = self.limits.event + 1  # of a larger one, no more is looked at
        at = 0
        for start, end in part.cut.spans:
            line += data.count(b"\n", at, start)
            at = start
            if self.problems:
                self.events_left -= 1
            self._spend(end - start)
            self._read_item(part.cut.name, data[start : min(end, start + most)], line)

    def _spend(self, size: int) -> None:
        """Raise EnoughError where a piece is not to be read any more after the first mistake."""
        if self.problems:
            self.bytes_left -= size
            if self.bytes_left < 0 or not self.events_left:
                raise EnoughError

    def _read_item(self, name: str, data: bytes, line: int) -> None:
        most = self.limits.event
        if len(data) > most:
            self._refuse_size(
                name, data[:100], line, f"this event has more than {most:,} bytes", most
            )
            return
        if not self._read_quickly(name, data, line):
            self._read_slowly(name, data, line)

    def _read_quickly(self, name: str, data: bytes, line: int) -> bool:
        """Read an event in which nothing is wrong; otherwise leave no trace, and return False."""
        draft = self.draft
        ids = draft.places["events"]
        before = len(ids), len(draft.references), len(draft.ordering)
        report = Strict(name, line)
        try:
            event = read_event(draft, report, item_nodes(data, report))
        except Unsure:
            pass
        else:
            # What it mentions may not be there: that has to be told with its place.
            if (len(draft.references), len(draft.ordering)) == before[1:]:
                self._keep(event)
                return True
        del draft.references[before[1] :]
        del draft.ordering[before[2] :]
        while len(ids) > before[0]:
            ids.popitem()
        return False

    def _read_slowly(self, name: str, data: bytes, line: int) -> None:
        report = Report(name, first=line, problems=self.problems)
        text = decode(data, report)
        root = None if text is None else read_nodes(text, report, self.limits.values, _DEEPEST)
        if text is None or report.incomplete:  # what is left of it says nothing
            self.draft.incomplete = True
        elif isinstance(root, Sequence):  # pragma: no branch - a piece begins with a dash
            for item in root.items:
                self._keep(read_event(self.draft, report, item))

    def _keep(self, event: Event | None) -> None:
        # Only the order of events is looked at when all are read: without one, none is kept.
        if event is not None and self.may_order:
            self.draft.events.append(event)
