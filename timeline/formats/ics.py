"""iCalendar (RFC 5545): all-day entries that block no time.

A date is a span of whole days here, at its most exact. So the entry of any that is coarser, hedged,
open or one of several says so in its title, and its description tells the date as EDTF. A set has
one entry for each of its members and never one for all of them together; what is known to lie
between two days has one for all of them, which is tentative.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import inf
from typing import TYPE_CHECKING

from timeline.dates.edtf import bounds, points
from timeline.formats.account import account
from timeline.formats.days import date_words, is_choice, stretches
from timeline.formats.footnotes import Footnotes, is_web
from timeline.formats.given_up import sentences, translations
from timeline.formats.words import label, marks
from timeline.placement import value_of
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event as Entry
    from icalendar import vText

    from timeline.formats import Style
    from timeline.formats.days import Stretch
    from timeline.model import Answer, Event, Match, Source

_LAST_DAY = date.max.toordinal()
"""9999-12-31: RFC 5545 writes a year with four digits."""

_PLACE = "\r\nDESCRIPTION:-\r\n"
"""Where a description goes. No text can look so: there is no line end in one."""

_STATUSES = {"planned": "TENTATIVE", "cancelled": "CANCELLED"}


def render(answer: Answer, style: Style) -> Iterator[str]:  # noqa: ARG001 - a calendar looks as its reader likes
    """Return one VCALENDAR with an all-day VEVENT for each member of each date, in CRLF lines."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//yaml-timeline//timeline//EN")
    calendar.add("x-wr-calname", label("chronology", answer.language))
    head, end, tail = calendar.to_ical().decode().rpartition("END:VCALENDAR")
    yield head
    for match in answer.matches:
        yield from _entries(match, answer)
    yield end + tail


def losses(answer: Answer, style: Style) -> list[str]:  # noqa: ARG001 - every format is asked alike
    """Say what of the dates an entry of a calendar cannot hold."""
    counts: Counter[str] = Counter()
    for match in answer.matches:
        found = stretches(match.event)
        shown = [s for s in found if _days(s)]
        counts["gone"] += len(found) - len(shown)
        counts["clipped"] += sum(_days(s) != (s.first, s.last) for s in shown)
        if shown:
            value = points(value_of(match.event.date.edtf))
            counts["coarse"] += any(s.is_coarse for s in shown)
            counts["hedged"] += any(point.qualifier for point in value)
            counts["within" if len(found) == 1 else "choice"] += is_choice(match.event)
            counts["cut"] += any(s.is_cut for s in shown)
            counts["timed"] += any(point.time for point in value)
    return sentences(_TOLD, counts) + translations(answer)


_TOLD = {
    "coarse": (
        "date is coarser than a day: a span of whole days, with the EDTF in the description",
        "dates are coarser than a day: spans of whole days, with the EDTF in the description",
    ),
    "hedged": ("date is hedged: only words say so", "dates are hedged: only words say so"),
    "choice": (
        "date is one of several: each of them is an entry, and tentative",
        "dates are one of several: each of them is an entry, and tentative",
    ),
    "within": (
        "date lies somewhere between two: one entry is as long as all that, and tentative",
        "dates lie somewhere between two: one entry each is as long as all that, and tentative",
    ),
    "cut": (
        "date is open, unknown or unbounded on one side: it ends where knowledge ends",
        "dates are open, unknown or unbounded on one side: they end where knowledge ends",
    ),
    "timed": ("time of day stands in words only", "times of day stand in words only"),
    "clipped": ("entry is cut to the years 1 to 9999", "entries are cut to the years 1 to 9999"),
    "gone": (
        "entry is left out, because it lies outside of the years 1 to 9999",
        "entries are left out, because they lie outside of the years 1 to 9999",
    ),
}


def _entries(match: Match, answer: Answer) -> Iterator[str]:
    """Yield the entries of an event as they are written.

    UIDs of a set, but for the first, end with a member's EDTF. The first has the UID that it would
    have alone: a calendar that knows the event by another date then moves its entry, and keeps no
    second one of what is wrong.
    """
    used: dict[str, int] = {}
    described = ""
    shown = [(stretch, days) for stretch in stretches(match.event) if (days := _days(stretch))]
    for number, (stretch, days) in enumerate(shown):
        name = one_line(match.event.id)
        if number:
            # Only what every calendar server takes in a file's name.
            name += "." + re.sub("[^0-9A-Za-z.-]", "_", stretch.text)
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            name += f".{used[name]}"
        # Escaped and folded once: that takes longest, and a set may have hundreds of entries.
        described = described or _described(match, answer)
        entry = _entry(match, answer, stretch, name, days).to_ical().decode()
        yield entry.replace(_PLACE, described, 1)


def _days(stretch: Stretch) -> tuple[int, int] | None:
    """Return the first and the last day that a calendar can show, None where there is none."""
    first, last = max(stretch.first, 1), min(stretch.last, _LAST_DAY)
    return (first, last) if first <= last else None


def _entry(
    match: Match, answer: Answer, stretch: Stretch, name: str, days: tuple[int, int]
) -> Entry:
    from icalendar import Event as Entry
    from icalendar.prop import vCategory  # where version 6 has it, too

    event, language = match.event, answer.language
    entry = Entry()
    entry.add("uid", _text(f"{name}@yaml-timeline"))
    entry.add("dtstamp", _stamp(event))
    entry.add("dtstart", date.fromordinal(days[0]))
    if days[1] < _LAST_DAY:
        entry.add("dtend", date.fromordinal(days[1] + 1))
    elif days[0] < _LAST_DAY:  # its end would be a day of the year 10000
        entry.add("duration", timedelta(days=days[1] - days[0] + 1))
    entry.add("transp", "TRANSPARENT")
    entry.add("summary", _text(_title(match, stretch, language)))
    entry.add("description", "-")
    # What happened is left without a status. A possible match is so because of the question, and
    # an entry with the same UID must not change with that: only its title says it.
    status = _STATUSES.get(event.status or "") or ("TENTATIVE" if is_choice(event) else "")
    if status:
        entry.add("status", status)
    filed = [*event.networks, answer.kind_name(event), *event.tags]
    if filed := list(dict.fromkeys(filter(None, map(one_line, filed)))):
        categories = vCategory(filed)
        categories.cats = [_text(name) for name in filed]
        entry.add("categories", categories)
    if event.place:
        entry.add("location", _text(one_line(event.place)))
    urls = (one_line(citation.source.url or "") for citation in event.citations)
    if url := next(filter(is_web, urls), None):
        entry.add("url", url)
    return entry


def _described(match: Match, answer: Answer) -> str:
    """Return the lines of an event's description."""
    from icalendar import Event as Entry

    alone = Entry()
    alone.add("description", _text(_description(match, answer)))
    lines: str = alone.to_ical().decode()
    return lines.removeprefix("BEGIN:VEVENT").removesuffix("END:VEVENT\r\n")


def _title(match: Match, stretch: Stretch, language: str) -> str:
    """Return the title of an event with what its bar of days does not tell."""
    event = match.event
    said = marks(event, match.certainty, language)
    if not stretch.is_exact or is_choice(event):
        said.insert(0, date_words(event, stretch, language))
    title = one_line(event.title.said_in(language)) or one_line(event.id)
    return f"{title} ({'; '.join(said)})" if said else title


def _description(match: Match, answer: Answer) -> str:
    event, language = match.event, answer.language
    footnotes = Footnotes()
    said = [f"{event.date.words.said_in(language)} (EDTF: {one_line(event.date.edtf)})"]
    said += map(str, account(match, answer, footnotes))
    if references := footnotes.references(language):
        said += ["", f"{label('sources', language)}:"]
    for number, text, url in references:
        said.append(f"{number}. {' '.join(filter(None, (text, one_line(url))))}")
    return "\n".join(said)


def _stamp(event: Event) -> datetime:
    """Return the newest day on which one of an event's sources was read or came out.

    RFC 5545 wants to know when an entry was made. A clock would give other bytes at every run, and
    calendars would take each of them for a newer version.
    """
    days = [day for cited in event.evidence for day in _told(cited.source)]
    newest = max((day for day in days if 1 <= day <= _LAST_DAY), default=0)
    found = date.fromordinal(int(newest)) if newest else date(1970, 1, 1)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _told(source: Source) -> Iterator[float]:
    for known in (source.published, source.accessed):
        if known:
            first, last = bounds(value_of(known.edtf))
            yield last if first == -inf else first


def _text(said: str) -> vText:
    """Return a text that is written as RFC 5545 says."""
    made: vText = _text_class()(said)
    return made


@cache
def _text_class() -> type[vText]:
    from icalendar import vText

    class Text(vText):
        r"""A text; the library's own takes ``\N`` in it, as in ``C:\New``, for a new line."""

        def to_ical(self) -> bytes:
            escaped = re.sub(r"[\\;,]", r"\\\g<0>", self)
            return escaped.replace("\n", r"\n").encode()

    return Text
