"""Checks of dates: against the words of their sources, against each other, and against today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.checks.rule import (
    ERROR,
    WARNING,
    Finding,
    Subject,
    rule,
    said,
    sure_span,
)
from timeline.dates.edtf import Interval, bounds, points
from timeline.dates.point import Point
from timeline.dates.stated import mentions
from timeline.dates.vocabulary import WEEKDAYS
from timeline.placement import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.checks.rule import Path
    from timeline.dates.edtf import Edtf
    from timeline.dates.mention import Mention
    from timeline.model import Citation, Date


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
    one end only or overlaps in part, or where both have an open end and different starts. Of a
    stretch "bis 2022" tells the end; "by 2022" and "nicht vor 2022" have no end on one side.
    German and English phrases are understood, also where the year, or all but the weekday, is left
    out; a season reaches a month further. A bare year or month among other words ("Horizon 2020",
    "Jan Müller") contradicts nothing, and a quotation in which no date is understood says nothing.
    """
    for path, date, citation in _quoted(subject):
        value = value_of(date.edtf)
        found = mentions(citation.stated or "", value)
        loose = [mention for mention in found if mention.is_loose]
        plain = [mention for mention in found if not mention.is_loose]
        plain = [m for m in plain if m.spans] or plain  # a day says more than its weekday
        first, last = _widened(value, *bounds(value))
        if plain and not any(m.meets(first, last) and m.has_ends_of(value) for m in plain + loose):
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
                    f"{mention.text!r} was no {WEEKDAYS[mention.weekdays[0] - 1]}",
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
    """Find dates that are finer than every quotation, where each source is quoted.

    Each end of a stretch of time is held against the finest words for that end. A bare year or
    month among other words is not what makes a date too precise.
    """
    for event in subject.contents.events:
        quotations = [citation.stated for citation in event.citations]
        value = value_of(event.date.edtf)
        if not (isinstance(value, Point | Interval) and quotations and all(quotations)):
            continue
        found = [[m for m in mentions(stated or "", value) if m.meets(*bounds(value))]
                 for stated in quotations]  # fmt: skip
        if not all(any(not mention.is_loose for mention in some) for some in found):
            continue
        told = [mention for some in found for mention in some]
        coarse = [mention for end in points(value) if (mention := _coarser(told, value, end))]
        if coarse:
            yield Finding(
                ("events", event.id, "date"),
                f"{said(event)} is more precise than what its sources state",
                f"write no more than they say: {coarse[0].text!r}",
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
                f"{event.id} is planned, but its date has passed: {said(event)}",
                "delete the status, or write 'status: cancelled'",
            )


def _quoted(subject: Subject) -> Iterator[tuple[Path, Date, Citation]]:
    """Yield every quotation with where it is and the date that it is to prove."""
    for event in subject.contents.events:
        for number, citation in enumerate(event.citations):
            if citation.stated:
                yield ("events", event.id, "sources", number), event.date, citation
        for place, dispute in enumerate(event.disputed):
            for number, citation in enumerate(dispute.citations):
                if citation.stated:
                    path = ("events", event.id, "disputed", place, "sources", number)
                    yield path, dispute.date, citation


def _widened(value: Edtf, first: float, last: float) -> tuple[float, float]:
    """Return the days of a date, and of one that is approximate a unit more on each side."""
    found = [p for p in points(value) if p.qualifier in ("~", "%")]
    more = max((p.last - p.first + 1 for p in found), default=0)
    return first - more, last + more


def _coarser(told: list[Mention], value: Edtf, end: Point) -> Mention | None:
    """Return what tells most finely of an end of a date, where that is coarser than the end."""
    known = [(m.days if isinstance(value, Point) else m.days_at(end), m) for m in told]
    days, finest = min(
        ((days, m) for days, m in known if days is not None), key=lambda pair: pair[0],
        default=(0, None),
    )  # fmt: skip
    return finest if days > end.last - end.first + 1 else None
