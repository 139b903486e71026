"""Checks of dates: against the words of their sources, against each other, and against today."""

from __future__ import annotations

from itertools import pairwise
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

_PHASES = ("phase", "period")
"""What the id or a name of a kind has in it whose events follow one another without a gap."""


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
    """Find quotations whose dates all lie outside of the date that they are to prove.

    German and English phrases are understood, also where the year, or all but the weekday, is left
    out. A quotation in which no date is understood says nothing.
    """
    for path, date, citation in _quoted(subject):
        value = value_of(date.edtf)
        found = mentions(citation.stated or "", value)
        found = [m for m in found if not m.weekday] or found  # a day says more than its weekday
        first, last = _widened(value, *bounds(value))
        if found and not any(mention.meets(first, last) for mention in found):
            yield Finding(
                (*path, "stated"),
                f"{found[0].text!r} is not {date.words.said_in('en')} ({date.edtf})",
                "correct the date or the quotation, or cite it under 'disputed:'",
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
    """Find planned events whose date has certainly passed."""
    for event in subject.contents.events:
        if event.status == "planned" and span_of(event).le < subject.today:
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
    """Find events that certainly begin before the one that they follow."""
    by_id = subject.by_id
    for event in subject.contents.events:
        other = by_id.get(event.follows or "")
        if other and span_of(event).ls < span_of(other).es:
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
    """Find events that certainly begin before, or end after, what they are a part of."""
    by_id = subject.by_id
    for event in subject.contents.events:
        other = by_id.get(event.part_of or "")
        if other is None:
            continue
        part, whole = span_of(event), span_of(other)
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
    """Find phases that certainly begin before the one before them has ended.

    Phases are intervals whose kind has "phase" or "period" in its name; of them, those that follow
    one another by ``follows`` and share a network, or else have the same networks.
    """
    for earlier, later in _phases(subject):
        if span_of(later).ls <= span_of(earlier).ee:
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
    """Find phases (as ``phase-overlap`` has them) with certainly a day or more between them."""
    for earlier, later in _phases(subject):
        if span_of(later).es > span_of(earlier).le + 1:
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


def _phases(subject: Subject) -> Iterator[tuple[Event, Event]]:
    """Yield the phases that come one after the other, as (earlier, later)."""
    kinds = {
        term.name for term in subject.contents.kinds or ()
        if _names_phase(f"{term.name} {term.title.de} {term.title.en}")
    }  # fmt: skip
    phases = {
        event.id: event for event in subject.contents.events
        if event.kind and (event.kind in kinds or _names_phase(event.kind)) and _has_ends(event)
    }  # fmt: skip
    linked = set()
    for event in phases.values():
        other = phases.get(event.follows or "")
        if other and set(other.networks) & set(event.networks):
            linked |= {event.id, other.id}
            yield other, event
    rows: dict[tuple[str, ...], list[Event]] = {}
    for event in phases.values():
        if event.id not in linked and event.networks:
            rows.setdefault((*event.networks, event.kind or "", event.part_of or ""), []).append(
                event
            )
    for found in rows.values():
        yield from pairwise(sorted(found, key=lambda event: span_of(event).es))


def _names_phase(text: str) -> bool:
    return any(word in text.casefold() for word in _PHASES)


def _has_ends(event: Event) -> bool:
    value = value_of(event.date.edtf) if event.date.edtf else None
    return isinstance(value, Interval) and not isinf(span_of(event).es)
