"""What a curator does with a store: check it, mend it, add to it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from timeline.doubts import doubts, related
from timeline.errors import StoreError, TimelineError, UsageError
from timeline.placement import beginning
from timeline.spelling import did_you_mean
from timeline.store.edits import (
    lost_lines,
    sorted_events,
    with_events,
    with_named,
    without_spaces,
)
from timeline.store.emit import as_texts, plain_value
from timeline.store.files import names_among, read_bytes, store_files
from timeline.store.homes import Home, choose_home
from timeline.store.loading import Reading, examine, no_collector
from timeline.store.places import Places
from timeline.store.reader import lines_inside_texts
from timeline.store.writer import Change, locked
from timeline.workspace import shown_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from timeline.errors import Problem
    from timeline.store.emit import Entry, Value

_MARK = "\ufeff".encode()


class Verdict(NamedTuple):
    """What a check of a store came to: every problem in file and line order, and its size."""

    problems: list[Problem]
    files: int
    events: int


NAMED = ("networks", "kinds", "sources")
"""The sections whose entries have a name; events may mention them."""


class Addition(NamedTuple):
    """What is to be added, as a store writes it: events, and named entries by section."""

    events: list[Entry]
    named: Mapping[str, Mapping[str, Entry]] = {}


class Plan(NamedTuple):
    """Changes to a store, how it reads after them, the new ids, and the number of new names."""

    changes: list[Change]
    after: Reading
    new: set[str]
    named: int = 0

    def doubts(self, today: int) -> list[Problem]:
        """Return what rules find about the new events on a day (a number).

        Of the others, only those are looked at that have something to do with them.
        """
        contents, places = self.after.contents, Places(self.after)
        new = [event for event in contents.events if event.id in self.new]
        others = [event for event in contents.events if event.id not in self.new]
        near = replace(contents, events=tuple(related(new, others) + new))
        found = doubts(Reading(near, self.after.parts), places, today, is_whole=False)
        return [problem for problem in found
                if places.event_at(problem.file, problem.line - 1) in self.new]  # fmt: skip

    def places(self) -> Iterator[tuple[str, str, int]]:
        """Yield the id, the file and the line (from 1) of each new event."""
        places = Places(self.after)
        for name in sorted(self.new):
            spot = places.find(("events", name))
            assert spot, "what was added is there"
            yield name, spot.file, spot.line + 1


class Curation:
    """A store that is being looked after: its files as they were read."""

    def __init__(self, path: str, shown_from: str) -> None:
        self.path = path
        self._shown_from = shown_from
        paths = store_files(path)
        self.names = {shown_path(name, shown_from): name for name in paths}
        self.data = {shown: read_bytes(name)[0] for shown, name in self.names.items()}
        self.reading = examine(self.data.items())

    def check(self, today: int) -> Verdict:
        """Return the store's errors, and what rules find on a day (a number)."""
        problems = [*self.reading.problems, *doubts(self.reading, Places(self.reading), today)]
        problems.sort(key=lambda p: (p.file, p.line, p.column, p.code))
        return Verdict(problems, len(self.data), len(self.reading.contents.events))

    def said(self) -> dict[tuple[str, str], Value]:
        """Return what every entry says, by section and name, as texts, lists and mappings."""
        return _said(self.reading)

    def mended(self) -> list[Change]:
        """Return the changes that mend what can be mended safely: they say exactly the same.

        Spaces at the ends of lines go where they say nothing, and events move to where their dates
        belong. Raises StoreError for a store that cannot be read.
        """
        self.refuse_broken()
        texts = {
            part.report.file: without_spaces(part.text, lines_inside_texts(part.text))
            for part in self.reading.parts
        }
        reading = examine((name, text.encode()) for name, text in texts.items())
        keys = {event.id: beginning(event) for event in reading.contents.events}
        for part in reading.parts:
            texts[part.report.file] = sorted_events(part, keys)
        changes = self._changes(texts)
        self._verify(texts, Addition([]), is_sorted=True)
        return changes

    def added(self, addition: Addition, file: str | None = None) -> Plan:
        """Return the changes that add events and what they mention, each where it belongs.

        ``file`` names the file of the store, or a new one of its folder, that the events go to.
        Raises StoreError for a store that cannot be read, AdditionError for what cannot be added.
        """
        self.refuse_broken()
        plan = self._planned(addition, file, {})
        if not any({"after", "before"} & {*entry, *_as_dict(entry.get("date"))}
                   for entry in addition.events):  # fmt: skip
            return plan
        # Where an event belongs that is told by others, is known only when all is read.
        events = plan.after.contents.events
        known = {event.id: beginning(event) for event in events if event.id in plan.new}
        return self._planned(addition, file, known)

    def _planned(self, addition: Addition, file: str | None, known: Mapping[str, float]) -> Plan:
        reading = self.reading
        keys = {event.id: beginning(event) for event in reading.contents.events}
        keys.update(known)
        texts = {part.report.file: part.text for part in reading.parts}
        parts = {part.report.file: part for part in reading.parts}
        homes = self._homes(addition.events, file)
        for section in NAMED:
            if added := addition.named.get(section):
                name = self._home_of(section, next(iter(homes), ""))
                texts[name] = with_named(parts[name], section, added)
                parts[name] = examine([(name, texts[name].encode())]).parts[0]
        for name, entries in homes.items():
            texts[name] = (
                with_events(parts[name], entries, keys) if name in parts
                else with_events(examine([(name, b"events:\n")]).parts[0], entries, keys)
            )  # fmt: skip
        after = self._verify(texts, addition)
        new = {str(entry["id"]) for entry in addition.events}
        return Plan(self._changes(texts, homes), after, new, sum(map(len, addition.named.values())))

    def refuse_broken(self) -> None:
        """Raise StoreError for a store that cannot be read as it stands."""
        if problems := self.reading.problems:
            raise StoreError(problems)

    def _homes(self, entries: list[Entry], file: str | None) -> dict[str, list[Entry]]:
        """Return the events to add by the file that each belongs to."""
        found: dict[str, list[Entry]] = {}
        if not entries:
            return found
        if file is not None:
            return {self._named(file): entries}
        places = Places(self.reading)
        by_id = {event.id: event for event in self.reading.contents.events}
        homes = [Home(name, [by_id[i] for i in places.ids(name)]) for name in self.names]
        for entry in entries:
            found.setdefault(choose_home(homes, entry), []).append(entry)
        return _in_order(found)

    def _named(self, file: str) -> str:
        """Return the name of a file of the store by any path to it, or of a new one beside it."""
        path = os.path.join(self._shown_from, os.path.expanduser(file))
        for shown, known in self.names.items():
            if file == shown or os.path.basename(known) == file or _is_same(path, known):
                return shown
        if os.path.isdir(self.path):
            if os.sep not in file:
                path = os.path.join(self.path, file)
            name = os.path.basename(path)
            if os.path.realpath(os.path.dirname(path)) == os.path.realpath(self.path) and (
                names_among([name])
            ):
                shown = shown_path(path, self._shown_from)
                self.names[shown] = path
                return shown
        hint = did_you_mean(file, self.names, f"it has {', '.join(list(self.names)[:10])}")
        raise UsageError(f"{file} is no file of the store", hint)

    def _home_of(self, section: str, usual: str) -> str:
        """Return the file that has most entries of a section, or else that of the events."""
        sizes = {
            part.report.file: len(getattr(part.top.get(section), "pairs", ()))
            for part in self.reading.parts
        }
        best = max(sizes, key=lambda name: sizes[name])
        return best if sizes[best] or usual not in sizes else usual

    def _changes(self, texts: Mapping[str, str], homes: Collection[str] = ()) -> list[Change]:
        """Return what is to be written: ``homes`` of events last, so that no step leaves a gap."""
        changes = []
        order = [*(name for name in texts if name not in homes), *homes]
        for name in order:
            text = texts[name]
            old = self.data.get(name)
            mark = _MARK if old is not None and old.startswith(_MARK) else b""
            new = mark + text.encode()
            if new != old:
                changes.append(Change(self.names[name], old, new))
        return changes

    def _verify(
        self, texts: Mapping[str, str], addition: Addition, *, is_sorted: bool = False
    ) -> Reading:
        """Read everything again and return it; raise where it does not say what it should."""
        reading = examine((name, text.encode()) for name, text in texts.items())
        if reading.problems:
            raise AdditionError(reading, addition)
        old, new = _said(self.reading), _said(reading)
        events = {str(entry.get("id")): entry for entry in addition.events}
        for section, added in {**addition.named, "events": events}.items():
            for name, entry in added.items():
                if new.pop((section, name), None) != as_texts(entry):
                    raise _unsafe(name)
        if new != old or (not is_sorted and list(new) != list(old)):
            raise _unsafe("the rest of the store")
        for part in self.reading.parts:  # comments say nothing to a store, but much to its curator
            if lost := lost_lines(part.text, texts[part.report.file]):
                raise _unsafe(f"the line {lost[0][:60]!r}")
        return reading


class AdditionError(TimelineError):
    """What was to be added cannot be; ``problems`` are (id of the event, what is wrong)."""

    exit_code = 2

    def __init__(self, reading: Reading, addition: Addition) -> None:
        places = Places(reading)
        new = {str(entry.get("id")) for entry in addition.events}
        self.problems = [
            (name if name in new else None, problem)
            for problem in reading.problems
            for name in [places.event_at(problem.file, problem.line - 1)]
        ]
        first = self.problems[0][1]
        super().__init__(first.message, first.hint)


def _unsafe(what: str) -> TimelineError:
    return TimelineError(f"{what} would not come out as it went in, so nothing was changed",
                         "edit the file by hand, and please report this")  # fmt: skip


@contextlib.contextmanager
def curating(path: str, shown_from: str = "", *, lock: bool = False) -> Iterator[Curation]:
    """Read a store (a file or folder), and hold its lock where it is to be changed.

    Names of files are shown from a folder. Raises TimelineError where a file cannot be read.
    """
    with no_collector(), locked(store_files(path)) if lock else contextlib.nullcontext():
        yield Curation(path, shown_from)


def _in_order(homes: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    """Return files so that what an event names is written before it, or with it.

    Where two files name each other, no order does: then all events go to the first one.
    """
    owner = {entry.get("id"): name for name, entries in homes.items() for entry in entries}
    needs = {
        name: {owner[word] for entry in entries for word in _named(entry) if word in owner} - {name}
        for name, entries in homes.items()
    }
    try:
        return {name: homes[name] for name in TopologicalSorter(needs).static_order()}
    except CycleError:
        return {next(iter(homes)): [entry for entries in homes.values() for entry in entries]}


def _named(entry: Entry) -> list[str]:
    """Return the ids of events that an event names."""
    date = entry.get("date")
    given = [entry.get(key) for key in ("part_of", "follows", "after", "before")]
    given += [date.get(key) for key in ("after", "before")] if isinstance(date, dict) else []
    return [str(name) for some in given if some
            for name in (some if isinstance(some, list) else [some])]  # fmt: skip


def _as_dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _is_same(path: str, known: str) -> bool:
    try:
        return os.path.samefile(path, known)
    except OSError:
        return False


def _said(reading: Reading) -> dict[tuple[str, str], Value]:
    """Return what the entries of a store say, by section and name, as plain values."""
    return {
        (section, name): plain_value(node)
        for section, name, node in Places(reading).entries()
    }  # fmt: skip
