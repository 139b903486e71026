"""iCalendar (RFC 5545): every VEVENT that is no series becomes an event.

A calendar knows days alone. Entries of this tool's own say in their description what they are the
days of, so that they come back as they were; entries of one set of dates are one event.

Content lines are read here, because all that an import needs of them is a name and a text: the
icalendar library, against which the tests hold it, makes objects of time zones, alarms and all the
rest, which takes it a minute for 100,000 events, and its oldest version that we take parts
categories at commas that are escaped.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import inf
from typing import TYPE_CHECKING

from timeline.dates import edtf
from timeline.dates.wording import words
from timeline.errors import DateError, UsageError
from timeline.importers import values
from timeline.importers.account import bare_title, language_of, parted, read_account
from timeline.importers.dating import UNTIMED
from timeline.importers.decoding import decode
from timeline.importers.filing import filed
from timeline.importers.harvest import Harvest
from timeline.importers.markup import plain
from timeline.importers.order import Given, restore
from timeline.importers.values import shown
from timeline.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.importers.harvest import Draft, Entry, Imported, Options, Told

_PROPERTY = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?:;[^";:]*(?:"[^"]*"[^";:]*)*)*:(?P<value>.*)', re.DOTALL
)
_FOLD = re.compile("\n[ \t]")
_OWN = re.compile(rf"(?P<id>{values.ID.pattern})(?:\.[0-9A-Za-z._-]+)?@yaml-timeline")
_DATED = re.compile(r"(?P<words>.*) \(EDTF: (?P<edtf>[^\s()]+)\)")
_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})Z?)?")
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?"
    r"(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
_PART = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)
_STATUSES = {"TENTATIVE": "planned", "CANCELLED": "cancelled"}
_KINDS = ("VEVENT", "VTODO", "VJOURNAL")
_MEMBERS = 50
"""Members of a set whose words may stand behind a title that are looked for."""

_OTHERS: Told = (
    "to-do or journal entry is left out",
    "to-dos and journal entries are left out",
)


class Component:
    """An entry of a calendar: what it is, and the raw values of its properties."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.properties: dict[str, list[str]] = {}

    def raw(self, name: str) -> str:
        """Return the first value of a property as it stands there, "" for none."""
        return self.properties.get(name, [""])[0].strip()

    def text(self, name: str) -> str:
        """Return the first value of a property without its escapes, "" for none."""
        return _unescaped(self.raw(name))

    def parts(self, name: str) -> list[str]:
        """Return the parts of all values of a property, between commas that are not escaped."""
        found = (part for raw in self.properties.get(name, ()) for part in _PART.findall(raw))
        return [_unescaped(part) for part in found]


def read(data: bytes, options: Options) -> Imported:
    """Read the events of a calendar; raises UsageError for what is none."""
    text, notes = decode(data, may_be_old=True)
    heading, found = components(text)
    reader = _Reader(Harvest(options), heading)
    for component in found:
        reader.take(component)
    return reader.finish(notes)


def components(text: str) -> tuple[str, list[Component]]:
    """Return the heading of a calendar ("" for none) and its entries.

    Raises UsageError for what is no calendar, or ends inside of an entry.
    """
    properties = list(_properties(text))
    if ("BEGIN", "VCALENDAR") not in ((name, value.strip().upper()) for name, value in properties):
        raise UsageError("the file is no calendar", "a calendar begins with BEGIN:VCALENDAR")
    headings = (_unescaped(value) for name, value in properties if name == "X-WR-CALNAME")
    return next(headings, ""), list(_entries(properties))


class _Reader:
    """Puts the entries of a calendar into a harvest."""

    def __init__(self, harvest: Harvest, heading: str) -> None:
        self._harvest = harvest
        self._heading = heading
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
            entry = found or _read_any(draft, component)
            if found:
                self._given[place] = Given(found["date"], by=found.get("by", ""))
            if not entry["title"]:
                raise UsageError("it has no title", "an event needs a SUMMARY and a DTSTART")
            where = values.read_line(draft, component.text("LOCATION"), "LOCATION")
            return _filed(draft, component) | entry | {"id": own, "place": where}

        self._harvest.take(place, read)

    def finish(self, notes: tuple[str, ...]) -> Imported:
        """Return everything."""
        given = self._given
        restore((row.entry, given[row.place]) for row in self._harvest.rows if row.place in given)
        return self._harvest.finish(notes=notes)


def _entries(properties: Iterable[tuple[str, str]]) -> Iterator[Component]:
    """Yield entries with the properties that are their own, and not those of what is in them.

    Raises UsageError where the last one does not end.
    """
    component, depth = Component(""), 0
    for name, value in properties:
        if not depth:
            kind = value.strip().upper()
            if name == "BEGIN" and kind in _KINDS:
                component, depth = Component(kind), 1
            continue
        depth += {"BEGIN": 1, "END": -1}.get(name, 0)
        if not depth:
            yield component
        elif depth == 1:
            component.properties.setdefault(name, []).append(value)
    if depth:
        raise UsageError("the calendar ends inside of an event",
                         "is it the whole file, as it was written?")  # fmt: skip


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the raw value of every content line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for line in _FOLD.sub("", text).split("\n"):
        if match := _PROPERTY.fullmatch(line):
            yield match["name"].upper(), match["value"]


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value, flags=re.DOTALL)


def _read_any(draft: Draft, component: Component) -> Entry:
    """Return what any calendar says of an event."""
    for series in ("RRULE", "RDATE"):
        if series in component.properties:
            raise UsageError(f"it is a series ({series}), and no single event",
                             "write the days that matter as events of their own")  # fmt: skip
    url = values.read_url(draft, component.raw("URL"), "URL")
    return {
        "date": _days(draft, component),
        "title": values.read_line(draft, component.text("SUMMARY"), "SUMMARY"),
        "summary": values.read_text(draft, plain(component.text("DESCRIPTION")), "DESCRIPTION"),
        "status": _STATUSES.get(component.raw("STATUS").upper(), ""),
        "sources": [url] if url else [],
    }


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


def _days(draft: Draft, component: Component) -> str:
    """Return the days of an entry as EDTF; its end, as a calendar writes it, is the day after."""
    if "DTSTART" not in component.properties:
        raise UsageError("it has no date", "an event needs a SUMMARY and a DTSTART")
    start, is_timed = _stamp(component.raw("DTSTART"))
    end = start
    if "DTEND" in component.properties:
        end = _stamp(component.raw("DTEND"))[0]
    elif "DURATION" in component.properties:
        end = _later(start, component.raw("DURATION"))
    if end < start:
        raise UsageError("it ends before it begins", "mend its DTEND")
    if is_timed:
        draft.note(UNTIMED)
    first, last = start.date(), end.date()
    if last > first and end.time() == time():
        last -= timedelta(1)
    return first.isoformat() if first == last else f"{first}/{last}"


def _stamp(text: str) -> tuple[datetime, bool]:
    """Return a day, with its time of day as it stands there, and whether it has one."""
    match = _STAMP.fullmatch(text)
    parts = [int(part or 0) for part in match.groups()] if match else [0] * 6
    try:
        clock = time(parts[3], parts[4], min(parts[5], 59))  # Python has no second 60
        return datetime.combine(date(*parts[:3]), clock), bool(match and match[4])
    except ValueError:
        raise UsageError(f"{shown(text)} is no day there is", "write 20250701") from None


def _later(start: datetime, text: str) -> datetime:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise UsageError(f"the duration {shown(text)} is not understood", "write P1D or PT2H")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    try:
        return start + timedelta(days, seconds, 0, 0, minutes, hours, weeks)
    except OverflowError:
        raise UsageError(f"the duration {shown(text)} is too long", "write P1D or PT2H") from None
