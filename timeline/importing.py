"""From a file of another program to changes of a store: what is new, and what cannot be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from timeline.addition import NAMED, Addition, AdditionError, Plan, add
from timeline.drafting import new_id
from timeline.importers import Imported, Options, Refused, Row
from timeline.spelling import fold
from timeline.store.emit import as_texts
from timeline.store.places import Places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from timeline.curation import Curation
    from timeline.errors import Problem
    from timeline.model import Event, Source
    from timeline.store.emit import Entry

_TIES = ("date", "part_of", "follows", "after", "before")
"""The keys by which an event names another one."""

_SECTIONS = {"unknown-network": "networks", "unknown-kind": "kinds"}


class Intake(NamedTuple):
    """What an import comes to: the changes, what is there already, and what is left out.

    ``known`` is how many events (or sources, in a file of sources) are in the store already,
    ``plan`` None where nothing is new. ``doubts`` are what rules find about the new events.
    """

    plan: Plan | None
    known: int
    refused: list[Refused]
    doubts: list[Problem]


def options_for(curation: Curation, mapping: Mapping[str, str], today: date) -> Options:
    """Return what an importer has to know of a store."""
    contents = curation.reading.contents
    kinds = {said: term.name for term in contents.kinds or ()
             for said in (term.name, term.title.de, term.title.en) if said}  # fmt: skip
    networks = {term.name for term in contents.networks or ()}
    networks |= {name for event in contents.events for name in event.networks}
    sources = {source.id: _said_of(source) for source in contents.sources if source.id}
    count = Counter(source.title for source in contents.sources)
    titles = {source.title: source.id for source in contents.sources
              if source.id and source.title and count[source.title] == 1}  # fmt: skip
    return Options(contents.language, mapping, today, frozenset(networks), kinds, sources, titles)


def _said_of(source: Source) -> Entry:
    """Return what the catalogue says of a source, as an importer would write it."""
    found = {
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published and source.published.edtf,
        "url": source.url,
        "accessed": source.accessed and source.accessed.edtf,
    }
    return {key: said for key, said in found.items() if said}


def take_in(
    curation: Curation,
    imported: Imported,
    today: int,
    *,
    declare: bool = False,
    file: str | None = None,
) -> Intake:
    """Plan what an import adds to a store on a day (a number); what is there is passed over.

    ``declare`` declares networks and kinds that the store does not know. What the store cannot
    hold, or its rules call an error, is refused row by row. Raises StoreError for a store that
    cannot be read.
    """
    curation.refuse_broken()
    refused = list(imported.refused)
    imported = _readable(imported, curation.limits.event, refused)
    rows, known = _new_rows(curation, imported, refused)
    while True:
        named, same = _new_names(curation, imported, rows, refused, declare=declare)
        known = known if imported.rows else same
        if not rows and not any(named.values()):
            return Intake(None, known, refused, [])
        try:
            plan = add(curation, Addition([row.entry for row in rows], named), file)
        except AdditionError as error:
            rows = _without(_objected(error, rows), rows, refused)
            continue
        doubts = plan.doubts(today)
        bad = _wrong(plan, doubts, rows)
        if not bad:
            return Intake(plan, known, refused, doubts)
        rows = _without(bad, rows, refused)


def _readable(imported: Imported, most: int, refused: list[Refused]) -> Imported:
    """Return an import without what has more than so many bytes, and could not be read again."""

    def is_small(place: str, entry: Entry) -> bool:
        is_one = sum(len(text.encode()) for text in _mentions(entry)) <= most
        if not is_one:
            message = f"it has more than {most:,} bytes, the most that are read of one"
            refused.append(Refused(place, message, "part or shorten it, or raise --max-size"))
        return is_one

    rows = [row for row in imported.rows if is_small(row.place, row.entry)]
    named = {
        section: {name: entry for name, entry in entries.items()
                  if is_small(f"{section.removesuffix('s')} {name}", entry)}
        for section, entries in imported.named.items()
    }  # fmt: skip
    return imported._replace(rows=rows, named=named)


def _new_rows(
    curation: Curation, imported: Imported, refused: list[Refused]
) -> tuple[list[Row], int]:
    """Return the rows that are not in the store, each with an id, and the number of the others."""
    said = curation.said()
    alike = _titles(curation.reading.contents.events)
    taken = {name for section, name in said if section == "events"}
    taken |= {str(row.entry["id"]) for row in imported.rows if "id" in row.entry}
    rows, known = [], 0
    for row in imported.rows:
        entry = row.entry
        if "id" in entry:
            name = str(entry["id"])
            there = said.get(("events", name))
            if there is None:
                rows.append(row)
            elif there == as_texts(entry) or _is_there(entry, alike, name):
                known += 1
            else:
                refused.append(Refused(row.place, f"the event {name} is another one in the store",
                                       "give it another id, or edit the one there"))  # fmt: skip
        elif _is_there(entry, alike):
            known += 1
        else:
            made = new_id(_said(entry), str(entry.get("date", ""))[:4], taken)
            taken.add(made)
            rows.append(row._replace(entry={"id": made, **entry}))
    return rows, known


def _titles(events: tuple[Event, ...]) -> dict[tuple[str, str], set[str]]:
    """Return the ids of events by their date and each of their titles, folded."""
    found: dict[tuple[str, str], set[str]] = {}
    for event in events:
        for text in (event.title.de, event.title.en):
            if text:
                found.setdefault((event.date.edtf, fold(text)), set()).add(event.id)
    return found


def _is_there(
    entry: Entry, alike: dict[tuple[str, str], set[str]], wanted: str | None = None
) -> bool:
    """Tell whether an event of the same date and title, and of a wanted id, is in the store."""
    title = entry.get("title", "")
    texts = title.values() if isinstance(title, dict) else [title]
    for text in texts:
        ids = alike.get((str(entry.get("date", "")), fold(str(text))), set())
        if ids and (wanted is None or wanted in ids):
            return True
    return False


def _said(entry: Entry) -> str:
    title = entry.get("title", "")
    return str(title.get("en") or title.get("de") or "") if isinstance(title, dict) else str(title)


def _new_names(
    curation: Curation,
    imported: Imported,
    rows: list[Row],
    refused: list[Refused],
    *,
    declare: bool,
) -> tuple[dict[str, dict[str, Entry]], int]:
    """Return the named entries that the store lacks and the new events need, and how many it has.

    A file without events is about its sources: then all of them are wanted.
    """
    said, contents = curation.said(), curation.reading.contents
    declared = {"networks": contents.networks, "kinds": contents.kinds, "sources": contents.sources}
    mentioned = {name for row in rows for name in _mentions(row.entry)}
    found: dict[str, dict[str, Entry]] = {}
    known = 0
    for section in NAMED:
        for name, entry in imported.named.get(section, {}).items():
            there = said.get((section, name))
            if imported.rows and name not in mentioned:
                continue
            if there is None:
                # A store that declares none of its networks knows them by their mention.
                if section == "sources" or (declare and declared[section] is not None):
                    found.setdefault(section, {})[name] = entry or {"name": name}
            elif section == "sources" and there == as_texts(entry):
                known += 1
            elif section == "sources" and not imported.rows:
                refused.append(Refused(f"source {name}", "it is there, and says otherwise",
                                       "edit the one that is there"))  # fmt: skip
    return found, known


def _mentions(value: object) -> list[str]:
    """Return every text in an entry: one that is the name of a source or network is a mention."""
    if isinstance(value, dict):
        return [name for item in value.values() for name in _mentions(item)]
    if isinstance(value, list):
        return [name for item in value for name in _mentions(item)]
    return [str(value)]


def _objected(error: AdditionError, rows: list[Row]) -> dict[str, Refused]:
    """Return the rows that the store cannot hold; raises the error where it is of none of them."""
    by_id = {str(row.entry["id"]): row for row in rows}
    bad: dict[str, Refused] = {}
    for name, _, problem in error.objections:
        if name is None or name not in by_id:
            raise error
        hint = problem.hint
        if (section := _SECTIONS.get(problem.code)) and "declare" in hint:
            hint = f"declare it under '{section}:', or add --declare"
        bad.setdefault(name, Refused(by_id[name].place, problem.message, hint))
    return bad


def _wrong(plan: Plan, doubts: list[Problem], rows: list[Row]) -> dict[str, Refused]:
    """Return the rows whose events rules call an error, as ``timeline add`` refuses them.

    Those that this tool wrote itself are none of them: what their store ignored is not known.
    """
    by_id = {str(row.entry["id"]): row for row in rows}
    bad: dict[str, Refused] = {}
    errors = [problem for problem in doubts if problem.severity == "error"]
    if not errors:
        return bad
    places = Places(plan.after)
    for problem in errors:
        name = places.event_at(problem.file, problem.line - 1)
        assert name, "only what stands at a new event was looked for"
        if not by_id[name].is_own:
            bad.setdefault(name, Refused(by_id[name].place, problem.message, problem.hint))
    return bad


def _without(bad: dict[str, Refused], rows: list[Row], refused: list[Refused]) -> list[Row]:
    """Return the rows that are left, without those that name one of the bad ones."""
    by_id = {str(row.entry["id"]): row for row in rows}
    named = {name: _mentions([row.entry.get(key) for key in _TIES]) for name, row in by_id.items()}
    fresh = set(bad)
    while fresh:  # what follows an event that is left out has nothing to follow
        tied = {name for name in by_id.keys() - bad.keys() if not fresh.isdisjoint(named[name])}
        for name in tied:
            bad[name] = Refused(by_id[name].place, "it names an event that is left out", "")
        fresh = tied
    refused.extend(bad.values())
    return [row for row in rows if str(row.entry["id"]) not in bad]
