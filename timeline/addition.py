"""What is added to a store: where it goes, what it changes, and what speaks against it."""

from __future__ import annotations

import os
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

from timeline.doubts import doubts, related
from timeline.errors import TimelineError, UsageError
from timeline.placement import beginning
from timeline.spelling import did_you_mean
from timeline.store.edits import with_events, with_named
from timeline.store.files import names_among
from timeline.store.homes import Home, choose_home
from timeline.store.loading import Reading, examine
from timeline.store.places import Places
from timeline.workspace import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.curation import Curation
    from timeline.errors import Problem
    from timeline.store.emit import Entry
    from timeline.store.writer import Change

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
        near = contents._replace(events=tuple(related(new, others) + new))
        among = self.after._replace(contents=near)
        found = doubts(among, places, today, is_whole=False)
        return [problem for problem in found
                if places.event_at(problem.file, problem.line - 1) in self.new]  # fmt: skip

    def places(self) -> Iterator[tuple[str, str, int]]:
        """Yield the id, the file and the line (from 1) of each new event."""
        places = Places(self.after)
        for name in sorted(self.new):
            spot = places.find(("events", name))
            assert spot, "what was added is there"
            yield name, spot.file, spot.line + 1


def add(curation: Curation, addition: Addition, file: str | None = None) -> Plan:
    """Return the changes that add events and what they mention, each where it belongs.

    ``file`` names the file of the store, or a new one of its folder, that the events go to.
    Raises StoreError for a store that cannot be read, AdditionError for what cannot be added.
    """
    curation.refuse_broken()
    plan = _planned(curation, addition, file, {})
    if not any({"after", "before"} & {*entry, *_as_dict(entry.get("date"))}
               for entry in addition.events):  # fmt: skip
        return plan
    # Where an event belongs that is told by others, is known only when all is read.
    events = plan.after.contents.events
    known = {event.id: beginning(event) for event in events if event.id in plan.new}
    return _planned(curation, addition, file, known)


def _planned(
    curation: Curation, addition: Addition, file: str | None, known: Mapping[str, float]
) -> Plan:
    reading = curation.reading
    keys = {event.id: beginning(event) for event in reading.contents.events}
    keys.update(known)
    texts = {part.report.file: part.text for part in reading.parts}
    parts = {part.report.file: part for part in reading.parts}
    homes = _homes(curation, addition.events, file)
    for section in NAMED:
        if added := addition.named.get(section):
            name = _home_of(curation, section, next(iter(homes), ""))
            texts[name] = with_named(parts[name], section, added)
            parts[name] = examine([(name, texts[name].encode())]).parts[0]
    for name, entries in homes.items():
        texts[name] = (
            with_events(parts[name], entries, keys) if name in parts
            else with_events(examine([(name, b"events:\n")]).parts[0], entries, keys)
        )  # fmt: skip
    after = curation.reread(texts)
    if after.problems:
        raise AdditionError(after, addition)
    events = {str(entry["id"]): entry for entry in addition.events}
    curation.verify(texts, after, {**addition.named, "events": events})
    changes = curation.changes(texts, homes)
    return Plan(changes, after, set(events), sum(map(len, addition.named.values())))


def _homes(curation: Curation, entries: list[Entry], file: str | None) -> dict[str, list[Entry]]:
    """Return the events to add by the file that each belongs to."""
    found: dict[str, list[Entry]] = {}
    if not entries:
        return found
    if file is not None:
        return {_file_named(curation, file): entries}
    places = Places(curation.reading)
    by_id = {event.id: event for event in curation.reading.contents.events}
    homes = [Home(name, [by_id[i] for i in places.ids(name)]) for name in curation.names]
    for entry in entries:
        found.setdefault(choose_home(homes, entry), []).append(entry)
    return _in_order(found)


def _file_named(curation: Curation, file: str) -> str:
    """Return the name of a file of the store by any path to it, or of a new one beside it."""
    path = os.path.join(curation.shown_from, os.path.expanduser(file))
    for shown, known in curation.names.items():
        if file == shown or os.path.basename(known) == file or _is_same(path, known):
            return shown
    if os.path.isdir(curation.path):
        if os.sep not in file:
            path = os.path.join(curation.path, file)
        name = os.path.basename(path)
        if os.path.realpath(os.path.dirname(path)) == os.path.realpath(curation.path) and (
            names_among([name])
        ):
            shown = shown_path(path, curation.shown_from)
            curation.names[shown] = path
            return shown
    hint = did_you_mean(file, curation.names, f"it has {', '.join(list(curation.names)[:10])}")
    raise UsageError(f"{file} is no file of the store", hint)


def _home_of(curation: Curation, section: str, usual: str) -> str:
    """Return the file that has most entries of a section, or else that of the events."""
    sizes = {
        part.report.file: len(getattr(part.top.get(section), "pairs", ()))
        for part in curation.reading.parts
    }
    best = max(sizes, key=lambda name: sizes[name])
    return best if sizes[best] or usual not in sizes else usual


class Objection(NamedTuple):
    """A problem that an addition would bring: of which new event (None for none), of which key."""

    event: str | None
    key: str
    problem: Problem


class AdditionError(TimelineError):
    """What was to be added cannot be, for the reasons in ``objections``."""

    exit_code = 2

    def __init__(self, reading: Reading, addition: Addition) -> None:
        new = {str(entry.get("id")) for entry in addition.events}
        places = Places(reading)
        self.objections = []
        for problem in reading.problems:
            line, column = problem.line - 1, problem.column - 1
            name = places.event_at(problem.file, line)
            if name not in new:
                self.objections.append(Objection(None, "", problem))
            else:
                key = places.key_at(problem.file, line, column)
                self.objections.append(Objection(name, key, problem))
        first = self.objections[0].problem
        super().__init__(first.message, first.hint)


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
    except (OSError, ValueError):  # not there, or no path at all
        return False
