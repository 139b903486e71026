"""Checks of dates: against the words of their sources, against each other, and against today."""

from __future__ import annotations

import re
from collections import defaultdict
from math import isinf
from typing import TYPE_CHECKING

from timeline.checks.rule import (
    ERROR,
    WARNING,
    Finding,
    Subject,
    rule,
    said,
    span_of,
    sure_span,
)
from timeline.dates.edtf import Interval, bounds, points
from timeline.dates.point import Point
from timeline.dates.stated import mentions
from timeline.placement import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.checks.rule import Path
    from timeline.dates.stated import Mention
    from timeline.model import Citation, Date, Event

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_PHASE = re.compile(r"(?:phase[ns]?|period(?:s|en?)?)(?![^\W_])")
"""How a word of the id or a name of a kind ends whose events follow one another without a gap."""


@rule(
    "stated-date",
    ERROR,
    "a date must not contradict the words that it was read from",
    """\
events:
  - id: num-convention-2026
    date: 2026-01-22/2026-01-23
    title: NUM Convention
    sources: [{title: Report, published: 2026-02, stated: Am 20. und 21. Januar}]
""",
)
def stated_date(subject: Subject) -> Iterator[Finding]:
    """Find quotations of whose dates none can be the date that they are to prove.

    A date cannot be where it lies outside, where it is a stretch of time as finely told that shares
    one end only or overlaps in part, or where both have an open end and different starts. German
    and English phrases are understood, also where the year, or all but the weekday, is left out; a
    season reaches a month further. A bare year among other words ("Horizon 2020") contradicts
    nothing, and a quotation in which no date is understood says nothing.
    """
    for path, date, citation in _quoted(subject):
        value = value_of(date.edtf)
        found = mentions(citation.stated or "", value)
        found = [m for m in found if m.spans] or found  # a day says more than its weekday
        first, last = _widened(value, *bounds(value))
        plain = [mention for mention in found if not mention.is_loose]
        if plain and not any(m.meets(first, last) and m.has_ends_of(value) for m in found):
            yield Finding(
                (*path, "stated"),
                f"{plain[0].text!r} is not {date.words.said_in('en')} ({date.edtf})",
                "correct the date or the quotation, or cite it under 'disputed:'",
            )


@rule(
    "stated-weekday",
    WARNING,
    "a weekday that is not that of its day tells of a slip",
    """\
events:
  - id: num-convention-2026
    date: 2026-01-21
    title: NUM Convention
    sources: [{title: Report, published: 2026-02, stated: "Donnerstag, 21. Januar"}]
""",
)
def stated_weekday(subject: Subject) -> Iterator[Finding]:
    """Find quotations that name the day of their date, and right before it another weekday."""
    for path, date, citation in _quoted(subject):
        value = value_of(date.edtf)
        for mention in mentions(citation.stated or "", value):
            if mention.misnames(*bounds(value)):
                yield Finding(
                    (*path, "stated"),
                    f"{mention.text!r} was no {_WEEKDAYS[mention.weekday - 1]}",
                    "look whether the date or the weekday is the source's slip",
                )


@rule(
    "over-precise",
    WARNING,
    "a date is never more precise than its sources",
    """\
events:
  - id: num-founding
    date: 2020-04-01
    title: NUM founded
    sources: [{title: Portrait, published: 2025, stated: im April 2020}]
""",
)
def over_precise(subject: Subject) -> Iterator[Finding]:
    """Find dates that are finer than every quotation, where each source is quoted."""
    for event in subject.contents.events:
        quotations = [citation.stated for citation in event.citations]
        value = value_of(event.date.edtf) if event.date.edtf else None
        if not (isinstance(value, Point) and quotations and all(quotations)):
            continue
        found = [[m for m in mentions(stated or "", value) if m.meets(*bounds(value))]
                 for stated in quotations]  # fmt: skip
        finest = min((mention.days for some in found for mention in some), default=0)
        if all(found) and finest > value.last - value.first + 1:
            yield Finding(
                ("events", event.id, "date"),
                f"{said(event)} is more precise than what its sources state",
                f"write no more than they say: {_finest(found)!r}",
            )


@rule(
    "planned-past",
    WARNING,
    "what was planned has happened by now, or has not",
    """\
events:
  - {id: num-convention-2026, date: 2026-01-21, title: NUM Convention, status: planned}
""",
)
def planned_past(subject: Subject) -> Iterator[Finding]:
    """Find planned events whose date has certainly passed; "2026~" has not."""
    for event in subject.contents.events:
        if event.status == "planned" and sure_span(event).le < subject.today:
            yield Finding(
                ("events", event.id, "status"),
                f"{event.id} is planned, for {said(event)}: that has passed",
                "delete the status, or write 'status: cancelled'",
            )


@rule(
    "follows-order",
    ERROR,
    "what follows cannot begin before what it follows",
    """\
events:
  - {id: phase-1, date: 2020, title: Phase 1}
  - {id: phase-2, date: 2018, title: Phase 2, follows: phase-1}
""",
)
def follows_order(subject: Subject) -> Iterator[Finding]:
    """Find events that certainly begin before the one that they follow.

    A date that is approximate or uncertain ("2018~", "2018?") rules nothing out.
    """
    by_id = subject.by_id
    for event in subject.contents.events:
        other = by_id.get(event.follows or "")
        if other and sure_span(event).ls < sure_span(other).es:
            yield Finding(
                ("events", event.id, "follows"),
                f"{event.id} ({said(event)}) begins before {other.id} ({said(other)})",
                "correct one of the dates, or delete 'follows'",
            )


@rule(
    "part-of-span",
    ERROR,
    "a part cannot lie outside of its whole",
    """\
events:
  - {id: phase-1, date: 2018/2022, title: Phase 1}
  - {id: start, date: 2017-12, title: Start, part_of: phase-1}
""",
)
def part_of_span(subject: Subject) -> Iterator[Finding]:
    """Find events that certainly begin before, or end after, what they are a part of.

    A date that is approximate or uncertain ("2018~", "2018?") rules nothing out.
    """
    by_id = subject.by_id
    for event in subject.contents.events:
        other = by_id.get(event.part_of or "")
        if other is None:
            continue
        part, whole = sure_span(event), sure_span(other)
        if part.ls < whole.es or part.ee > whole.le:
            verb = "begins before" if part.ls < whole.es else "ends after"
            yield Finding(
                ("events", event.id, "part_of"),
                f"{event.id} ({said(event)}) {verb} {other.id}, its whole ({said(other)})",
                "correct one of the dates, or delete 'part_of'",
            )


@rule(
    "phase-overlap",
    WARNING,
    "phases of one network follow one another",
    """\
kinds: {phase: {name: Phase}}
networks: {NUM: {name: Network}}
events:
  - {id: phase-1, date: 2020-04/2021-12, title: Phase 1, kind: phase, networks: [NUM]}
  - {id: phase-2, date: 2021-07/2025-06, title: Phase 2, kind: phase, networks: [NUM]}
""",
)
def phase_overlap(subject: Subject) -> Iterator[Finding]:
    """Find phases that certainly begin before an earlier one of the same row has ended.

    Phases are intervals, not cancelled ones, whose kind has a word that ends with "phase" or
    "period" (German "Periode") in its name. A row has the same networks, kind and whole; two phases
    that follow one another by ``follows`` are compared where they share a network. Phases that are
    linked by ``follows`` are compared with all that are not; two of them that do not follow one
    another are not compared, as they may belong to rows of their own.
    """
    phases, linked = _phases(subject)
    pairs = [(earlier, later) for earlier, later in linked.values()
             if sure_span(later).ls <= sure_span(earlier).ee]  # fmt: skip
    known = {event.id for pair in linked.values() for event in pair}
    for row in _rows(phases):
        longest: Event | None = None
        free: Event | None = None  # the longest one that is not linked
        for event in row:
            earlier = free if event.id in known else longest
            if earlier and sure_span(event).ls <= sure_span(earlier).ee:
                pairs.append((earlier, event))
            longest = _longer(longest, event)
            free = free if event.id in known else _longer(free, event)
    for earlier, later in pairs:
        yield Finding(
            ("events", later.id, "date"),
            f"{later.id} begins ({said(later)}) before {earlier.id} ends ({said(earlier)})",
            "correct one of the dates",
        )


@rule(
    "phase-gap",
    WARNING,
    "between two phases of one network something may be missing",
    """\
kinds: {phase: {name: Phase}}
networks: {NUM: {name: Network}}
events:
  - {id: phase-1, date: 2020-04/2021-12, title: Phase 1, kind: phase, networks: [NUM]}
  - {id: phase-2, date: 2022-07/2025-06, title: Phase 2, kind: phase, networks: [NUM]}
""",
)
def phase_gap(subject: Subject) -> Iterator[Finding]:
    """Find phases (as ``phase-overlap`` has them) with certainly a day or more before them.

    The gap is after what they follow by ``follows``, or else after all earlier ones of their row.
    """
    phases, linked = _phases(subject)
    pairs = list(linked.values())
    for row in _rows(phases):
        longest = row[0]
        for event in row[1:]:
            if event.id not in linked:
                pairs.append((longest, event))
            longest = max(longest, event, key=lambda phase: sure_span(phase).le)
    for earlier, later in pairs:
        if sure_span(later).es > sure_span(earlier).le + 1:
            yield Finding(
                ("events", later.id, "date"),
                f"{later.id} ({said(later)}) leaves a gap after {earlier.id} ({said(earlier)})",
                "correct one of the dates, or add what came between",
            )


def _quoted(subject: Subject) -> Iterator[tuple[Path, Date, Citation]]:
    """Yield every quotation with where it is and the date that it is to prove."""
    for event in subject.contents.events:
        if event.date.edtf:
            for number, citation in enumerate(event.citations):
                if citation.stated:
                    yield ("events", event.id, "sources", number), event.date, citation
        for place, dispute in enumerate(event.disputed):
            for number, citation in enumerate(dispute.citations):
                if citation.stated:
                    path = ("events", event.id, "disputed", place, "sources", number)
                    yield path, dispute.date, citation


def _widened(value: object, first: float, last: float) -> tuple[float, float]:
    """Return the days of a date, and of one that is approximate a unit more on each side."""
    found = [p for p in points(value) if p.qualifier in ("~", "%")]  # type: ignore[arg-type]  # a value of EDTF
    more = max((p.last - p.first + 1 for p in found), default=0)
    return first - more, last + more


def _finest(found: list[list[Mention]]) -> str:
    return min((m for some in found for m in some), key=lambda mention: mention.days).text


def _phases(subject: Subject) -> tuple[list[Event], dict[str, tuple[Event, Event]]]:
    """Return the phases, and by the id of each that follows another one, (earlier, later)."""
    kinds = {
        term.name for term in subject.contents.kinds or ()
        if _names_phase(f"{term.name} {term.title.de} {term.title.en}")
    }  # fmt: skip
    phases = {
        event.id: event for event in subject.contents.events
        if event.kind and (event.kind in kinds or _names_phase(event.kind))
        and event.status != "cancelled" and _has_ends(event)
    }  # fmt: skip
    linked = {}
    for event in phases.values():
        other = phases.get(event.follows or "")
        if other and set(other.networks) & set(event.networks):
            linked[event.id] = (other, event)
    return list(phases.values()), linked


def _rows(phases: list[Event]) -> list[list[Event]]:
    """Return the phases of the same networks, kind and whole, each row by its beginnings."""
    rows: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in phases:
        if event.networks:
            rows[frozenset(event.networks), event.kind, event.part_of].append(event)
    return [sorted(row, key=lambda event: sure_span(event).es) for row in rows.values()]


def _longer(first: Event | None, second: Event) -> Event:
    return first if first and sure_span(first).ee >= sure_span(second).ee else second


def _names_phase(text: str) -> bool:
    return _PHASE.search(text.casefold()) is not None


def _has_ends(event: Event) -> bool:
    value = value_of(event.date.edtf) if event.date.edtf else None
    return isinstance(value, Interval) and not isinf(span_of(event).es)
