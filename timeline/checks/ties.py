"""Checks of what follows what: a date against that of the event it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.checks.rule import (
    ERROR,
    Finding,
    Subject,
    rule,
    said,
    sure_span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


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
