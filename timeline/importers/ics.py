"""iCalendar (RFC 5545): every VEVENT that is no series becomes an event.

A calendar knows days alone. Entries of this tool's own say in their description what they are the
days of, so that they come back as they were; entries of one set of dates are one event.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from timeline.dates import edtf
from timeline.dates.wording import words
from timeline.errors import DateError, UsageError
from timeline.importers import values
from timeline.importers.account import bare_title, language_of, parted, read_account
from timeline.importers.calendar_days import read_days, zone_named
from timeline.importers.content_lines import components
from timeline.importers.decoding import decode
from timeline.importers.filing import filed
from timeline.importers.harvest import Harvest
from timeline.importers.markup import plain
from timeline.importers.order import Given, restore
from timeline.importers.values import shown
from timeline.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from timeline.importers.content_lines import Component
    from timeline.importers.harvest import Draft, Entry, Imported, Options, Told

_OWN = re.compile(rf"(?P<id>{values.ID.pattern})(?:\.[0-9A-Za-z._-]+)?@yaml-timeline")
_DATED = re.compile(r"(?P<words>.*) \(EDTF: (?P<edtf>[^\s()]+)\)")
_STATUSES = {"TENTATIVE": "planned", "CANCELLED": "cancelled"}
_MEMBERS = 50
"""Members of a set whose words may stand behind a title that are looked for."""

_OTHERS: Told = (
    "to-do or journal entry is left out",
    "to-dos and journal entries are left out",
)
_FURTHER: Told = (
    "further SUMMARY, DESCRIPTION or LOCATION of an event is left out",
    "further SUMMARY, DESCRIPTION or LOCATION of events are left out",
)


def read(data: bytes, options: Options) -> Imported:
    """Read the events of a calendar; raises UsageError for what is none."""
    text, notes = decode(data, may_be_old=True)
    calendar = components(text)
    reader = _Reader(Harvest(options), calendar.heading, zone_named(calendar.zone.strip()))
    for component in calendar.entries:
        reader.take(component)
    return reader.finish(notes)


class _Reader:
    """Puts the entries of a calendar into a harvest."""

    def __init__(self, harvest: Harvest, heading: str, zone: tzinfo | None) -> None:
        self._harvest = harvest
        self._heading = heading
        self._zone = zone
        self._given: dict[str, Given] = {}
        self._seen: set[str] = set()
        self._count = 0

    def take(self, component: Component) -> None:
        """Take one entry; one that is but another day of the same date is passed over."""
        if component.kind != "VEVENT":
            self._harvest.note(_OTHERS)
            return
        self._count += 1
        match = _OWN.fullmatch(component.text("UID"))
        own = match["id"] if match else ""
        if own in self._seen:
            return
        self._seen |= {own} - {""}
        place = f"event {self._count}"

        def read(draft: Draft) -> Entry:
            found = _read_own(draft, component, self._heading) if own else None
            entry = found or _read_any(draft, component, self._zone)
            if found:
                draft.is_own = True
                self._given[place] = Given(found["date"], by=found.get("by", ""))
            if not entry["title"]:
                raise UsageError("it has no title", "an event needs a SUMMARY and a DTSTART")
            filed_as = _filed(draft, component)
            return filed_as | entry | {"id": own, "place": _place(draft, component)}

        self._harvest.take(place, read)

    def finish(self, notes: tuple[str, ...]) -> Imported:
        """Return everything."""
        given = self._given
        restore((row.entry, given[row.place]) for row in self._harvest.rows if row.place in given)
        return self._harvest.finish(notes=notes)


def _read_any(draft: Draft, component: Component, zone: tzinfo | None) -> Entry:
    """Return what any calendar says of an event."""
    for series in ("RRULE", "RDATE"):
        if series in component.properties:
            raise UsageError(f"it is a series ({series}), and no single event",
                             "write the days that matter as events of their own")  # fmt: skip
    url = values.read_url(draft, component.raw("URL"), "URL")
    return {
        "date": read_days(draft, component, zone),
        "title": values.in_languages(draft, _texts(draft, component, "SUMMARY")),
        "summary": values.in_languages(draft, _texts(draft, component, "DESCRIPTION")),
        "status": _STATUSES.get(component.raw("STATUS").upper(), ""),
        "sources": [url] if url else [],
    }


def _texts(draft: Draft, component: Component, name: str) -> dict[str, str]:
    """Return what a property says by language; what names none is in the store's language."""
    own = draft.options.language
    said: list[tuple[str, str]] = []
    for value in component.all(name):
        language = value.parameter("LANGUAGE").lower().partition("-")[0]
        if name == "DESCRIPTION":
            text = values.read_text(draft, plain(value.text), name)
        else:
            text = values.read_line(draft, value.text, name)
        if text:
            said.append((language, text))
    if len(said) < 2:
        return {language if language in LANGUAGES else own: text for language, text in said}
    found: dict[str, str] = {}
    # Those whose language is ours come first, so that no other takes their place.
    for language, text in sorted(said, key=lambda one: (one[0] not in LANGUAGES, one[0] != "")):
        if language in (*LANGUAGES, "") or not found:
            found.setdefault(language if language in LANGUAGES else own, text)
        if text not in found.values():
            draft.note(_FURTHER, shown(text))
    return found


def _place(draft: Draft, component: Component) -> str:
    """Return the place of an event, which is told in one language only."""
    found = _texts(draft, component, "LOCATION")
    place = found.get(draft.options.language) or "".join([*found.values()][:1])
    for text in found.values():
        if text != place:
            draft.note(_FURTHER, shown(text))
    return place


def _read_own(draft: Draft, component: Component, heading: str) -> Entry | None:
    """Return what a calendar of this tool's own says, None where its description was changed."""
    lines = values.read_text(draft, component.text("DESCRIPTION"), "DESCRIPTION").split("\n")
    match = _DATED.fullmatch(lines[0])
    if match is None:
        return None
    try:
        value = edtf.parse(match["edtf"])
    except DateError:
        return None
    worded = (code for code in LANGUAGES if words(value, code) == match["words"])
    language = language_of(heading) or next(worded, draft.options.language)
    lines, listed = parted(lines[1:], language)
    numbered = (line.partition(". ")[2] for line in listed)
    entry, marks = read_account(draft, lines, numbered, language)
    if component.raw("STATUS").upper() == "CANCELLED":  # perhaps only in the calendar
        entry["status"] = "cancelled"
    title = values.read_line(draft, component.text("SUMMARY"), "SUMMARY")
    title = bare_title(title, _worded(value, language), marks, "; ")
    return entry | {"date": str(value), "title": values.in_languages(draft, {language: title})}


def _worded(value: edtf.Edtf, language: str) -> Iterator[str]:
    """Yield what may be said of a date behind a title: its words, if days do not tell all of it."""
    if isinstance(value, edtf.DateSet) and not value.one_of:
        for item in value.items[:_MEMBERS]:
            text = f"{item.first or ''}..{item.last or ''}" if isinstance(item, edtf.Run) else item
            member = edtf.parse(f"{{{text}}}")
            if not _is_exact(member):
                yield words(member, language)
    if not _is_exact(value):
        yield words(value, language)
    yield ""


def _is_exact(value: edtf.Edtf) -> bool:
    """Tell whether a date is a day, or all the days from one to another, and nothing else."""
    ends = edtf.points(value)
    first, last = edtf.bounds(value)
    is_one = not isinstance(value, edtf.DateSet) or (not value.one_of and len(value.items) == 1)
    return (
        is_one
        and all(point.precision == "day" and not point.qualifier for point in ends)
        and all(point.first == point.last for point in ends)
        and abs(first) != inf != abs(last)
    )


def _filed(draft: Draft, component: Component) -> Entry:
    """Return what an event is filed under: networks and kinds that are known, the rest as tags."""
    parts = component.parts("CATEGORIES")
    return filed(
        draft, filter(None, (values.read_line(draft, part, "CATEGORIES") for part in parts))
    )
