"""Checks of the phases of a network: one after the other, without a gap."""

from __future__ import annotations

import re
from collections import defaultdict
from math import isinf
from typing import TYPE_CHECKING

from timeline.checks.rule import (
    WARNING,
    Finding,
    Subject,
    rule,
    said,
    span_of,
    sure_span,
)
from timeline.dates.edtf import Interval
from timeline.placement import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.model import Event

_PHASE = re.compile(r"(?:phase[ns]?|period(?:s|en?)?)(?![^\W_])")
"""How a word of the id or a name of a kind ends whose events follow one another without a gap."""


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
    value = value_of(event.date.edtf)
    return isinstance(value, Interval) and not isinf(span_of(event).es)
