"""Where in the files of a store something stands, found by what it is called there."""

from __future__ import annotations

from bisect import bisect_right
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from timeline.errors import Spot
from timeline.store.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.errors import Problem
    from timeline.store.loading import Part, Reading
    from timeline.store.nodes import Report

Path: TypeAlias = tuple[str | int, ...]
"""A section, the name of an entry (of an event its id), and keys and numbers from there on."""


class Entry(NamedTuple):
    """An entry of a section: the file it stands in, its name, and what it says."""

    report: Report
    name: Scalar
    node: Node


class Places:
    """The entries of a store that was read, by section and name."""

    def __init__(self, reading: Reading) -> None:
        self._parts = {part.report.file: part for part in reading.parts}
        self._entries: dict[tuple[str, str], Entry] = {}
        self._starts: dict[str, list[tuple[int, str]]] = {}  # of the events of each file
        self._ends = {part.report.file: _end_of_events(part) for part in reading.parts}
        for part in reading.parts:
            starts = self._starts.setdefault(part.report.file, [])
            for section, entry in _entries(part):
                self._entries.setdefault((section, entry.name.text.strip()), entry)
                if section == "events":
                    starts.append((entry.node.line, entry.name.text.strip()))

    def entries(self) -> Iterator[tuple[str, str, Node]]:
        """Yield every entry, as (section, name, what it says), in the order of the files."""
        return ((section, name, entry.node) for (section, name), entry in self._entries.items())

    def find(self, path: Path) -> Spot | None:
        """Return the place that a path leads to, or as near to it as there is something.

        Returns None where there is not even such an entry.
        """
        entry = self._entries.get((str(path[0]), str(path[1])))
        if entry is None:
            return None
        place: Node = entry.name
        node: Node | None = entry.node
        for step in path[2:]:
            key, node = _step(node, step)
            if node is None:
                break
            # The code of a check is a key: its value is the reason.
            is_value = isinstance(node, Scalar) and "ignore" not in path[:-1]
            place = node if is_value else key or node
        return Spot(entry.report.file, place.line, place.column, entry.report.width(place))

    def problem(self, spot: Spot, code: str, message: str, hint: str) -> Problem:
        """Return a problem at a place."""
        report = self._parts[spot.file].report
        return report.problem_at(spot.line, spot.column, code, message, hint, width=spot.width)

    def event_at(self, file: str, line: int) -> str | None:
        """Return the id of the event that a line (from 0) of a file belongs to, or None."""
        starts = self._starts[file]
        at = bisect_right(starts, (line, "\U0010ffff"))
        return starts[at - 1][1] if at and line < self._ends[file] else None

    def key_at(self, file: str, line: int, column: int) -> str:
        """Return the key of an event that a place (from 0) in a file belongs to, or ""."""
        events = self._parts[file].top.get("events")
        items = events.items if isinstance(events, Sequence) else []
        at = bisect_right(items, line, key=lambda item: item.line)
        entry = items[at - 1] if at else None
        pairs = entry.pairs if isinstance(entry, Mapping) else []
        before = [key.text for key, _ in pairs if (key.line, key.column) <= (line, column)]
        return before[-1] if before else ""

    def ids(self, file: str) -> list[str]:
        """Return the ids of the events of a file, in their order."""
        return [name for _, name in self._starts[file]]


def _end_of_events(part: Part) -> float:
    """Return the line at which another section begins after the events of a file."""
    events = part.top.get("events")
    keys = part.root.pairs if isinstance(part.root, Mapping) else []
    return min((key.line for key, _ in keys if events and key.line > events.line), default=inf)


def _entries(part: Part) -> Iterator[tuple[str, Entry]]:
    for section, node in part.top.items():
        if isinstance(node, Mapping):
            for key, value in node.pairs:
                yield section, Entry(part.report, key, value)
        elif isinstance(node, Sequence) and section == "events":
            for item in node.items:
                name = _step(item, "id")[1]
                if isinstance(name, Scalar):
                    yield section, Entry(part.report, name, item)


def _step(node: Node | None, step: str | int) -> tuple[Node | None, Node | None]:
    """Return the key and the value that a step leads to from a node; None where there is none."""
    if isinstance(node, Mapping):
        found = ((key, value) for key, value in node.pairs if key.text == str(step))
        return next(found, (None, None))
    if isinstance(node, Sequence):
        if isinstance(step, int):
            return None, node.items[step] if step < len(node.items) else None
        items = (item for item in node.items if isinstance(item, Scalar) and item.text == step)
        return None, next(items, None)
    # A single value may stand without a list.
    is_single = isinstance(node, Scalar) and (step == 0 or step == node.text.strip())
    return None, node if is_single else None
