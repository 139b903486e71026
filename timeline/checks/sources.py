"""Checks of the evidence: whether there is any, is dated, and could know what it tells."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from timeline.checks.rule import WARNING, Finding, Subject, rule, said, sure_span
from timeline.dates.calendar import iso
from timeline.dates.edtf import Interval, bounds, points
from timeline.placement import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.checks.rule import Path
    from timeline.model import Citation, Date, Event, Source

_STALE = 730
"""Days after which a source says little about whether something is still going on."""


@rule(
    "no-source",
    WARNING,
    "without a source nobody can check an event",
    """\
events:
  - {id: num-founding, date: 2020-04, title: NUM founded}
""",
)
def no_source(subject: Subject) -> Iterator[Finding]:
    """Find events without any source."""
    for event in subject.contents.events:
        if not event.citations:
            yield Finding(
                ("events", event.id),
                f"{event.id} has no source",
                "add 'sources: [...]' with an id of the catalogue or a URL",
            )


@rule(
    "single-source",
    WARNING,
    "what only one source says may be that source's slip",
    """\
events:
  - {id: num-founding, date: 2020-04, title: NUM founded, sources: [num-portrait]}
sources:
  num-portrait: {title: Portrait, published: 2025}
""",
)
def single_source(subject: Subject) -> Iterator[Finding]:
    """Find events that one source alone reports."""
    for event in subject.contents.events:
        names = {citation.source for citation in event.citations}
        if len(names) == 1:
            yield Finding(
                ("events", event.id, "sources"),
                f"{event.id} has a single source",
                "add a second one, or 'ignore: {single-source: why one is enough}'",
            )


@rule(
    "undated-source",
    WARNING,
    "when a source was published tells what could be known",
    """\
events:
  - {id: num-founding, date: 2020-04, title: NUM founded, sources: [num-portrait]}
sources:
  num-portrait: {title: Portrait}
""",
)
def undated_source(subject: Subject) -> Iterator[Finding]:
    """Find sources of which no date of publication or of access is known, each once.

    A source without an id is known by its URL, or else by its title, and told of where it is cited
    first.
    """
    hint = (
        "add 'published: ...', as coarse as need be: '[2020..2026]' for some time between, "
        "or 'accessed: ...' for a page that changes"
    )
    for source in subject.contents.sources:
        if source.id and not (source.published or source.accessed):
            yield Finding(("sources", source.id), f"the source {source.id} has no date", hint)
    seen = set()
    for event in subject.contents.events:
        for path, citation in _citations(event):
            source = citation.source
            name = source.url or source.name
            if source.id or source.published or source.accessed or name in seen:
                continue
            seen.add(name)
            is_bare = not (source.title or source.publisher)
            yield Finding(
                path,
                f"the source {source.name[:60]} has no date",
                f"give it once, under 'sources:', and {hint}" if is_bare else hint,
            )


@rule(
    "early-source",
    WARNING,
    "what was only announced is not known to have happened",
    """\
events:
  - {id: gbn-joins-num, date: 2025-07-01, title: GBN joins NUM, sources: [call]}
sources:
  call: {title: Plans for July, published: 2025-03-12}
""",
)
def early_source(subject: Subject) -> Iterator[Finding]:
    """Find events, not planned ones, that were all reported before they can have happened.

    A source that announces an event is no fault where another one came out later. A page without a
    date of its own is as old as when it was read. A date that is approximate or uncertain, of the
    event or of a source, rules nothing out.
    """
    for event in subject.contents.events:
        known = [c.source.published or c.source.accessed for c in event.citations]
        latest = [inf if _is_hedged(date) else _latest(date) for date in known]
        first = sure_span(event).es
        if event.status or not latest or not max(latest) < first < inf:
            continue
        yield Finding(
            ("events", event.id, "sources"),
            f"every source of {event.id} was published, or read, before it "
            f"({iso(max(latest))} at the latest; the event: {said(event)})",
            "add a later source, or 'status: planned'",
        )


@rule(
    "stale-open-end",
    WARNING,
    "what still went on years ago may be over",
    """\
events:
  - {id: num-network, date: 2020-04/.., title: NUM at work, sources: [num-portrait]}
sources:
  num-portrait: {title: Portrait, published: 2022-05}
""",
)
def stale_open_end(subject: Subject) -> Iterator[Finding]:
    """Find open ends whose newest source was published, or read, more than two years ago.

    What was cancelled is left out.
    """
    for event in subject.contents.events:
        value = value_of(event.date.edtf)
        if event.status == "cancelled" or not (isinstance(value, Interval) and value.end == ".."):
            continue
        known = [max(_latest(c.source.published), _latest(c.source.accessed), key=_finite)
                 for c in event.citations]  # fmt: skip
        newest = max(map(_finite, known), default=-inf)
        if -inf < newest < subject.today - _STALE:
            yield Finding(
                ("events", event.id, "date"),
                f"{event.id} goes on, says its newest source, of {iso(newest)}",
                "look whether it does, and add a newer source or the end",
            )


@rule(
    "unused-source", WARNING, "a source that nothing cites is a leftover, or forgotten", """\
events:
  - {id: num-founding, date: 2020-04, title: NUM founded}
sources:
  num-portrait: {title: Portrait, published: 2025}
""", needs_all=True)  # fmt: skip
def unused_source(subject: Subject) -> Iterator[Finding]:
    """Find sources of the catalogue that no event and no competing date cites."""
    used = {
        citation.source.id for event in subject.contents.events for _, citation in _citations(event)
    }
    for source in subject.contents.sources:
        if source.id not in used:
            yield Finding(
                ("sources", str(source.id)),
                f"no event cites the source {source.id}",
                "cite it, or delete it",
            )


@rule(
    "repeated-source",
    WARNING,
    "a source written out twice is changed in one place only",
    """\
events:
  - {id: one, date: 2020, title: One, sources: [{title: A, url: https://num.example}]}
  - {id: two, date: 2021, title: Two, sources: [{title: B, url: https://num.example}]}
""",
)
def repeated_source(subject: Subject) -> Iterator[Finding]:
    """Find addresses that stand in the store with different particulars."""
    given: list[tuple[Path, Source]] = [
        (("sources", source.id or ""), source) for source in subject.contents.sources
    ]
    for event in subject.contents.events:
        given += [(path, c.source) for path, c in _citations(event) if not c.source.id]
    seen: dict[str, tuple[object, str]] = {}
    for path, source in given:
        known = (source.title, source.publisher, source.published and source.published.edtf)
        if not (source.url and any(known)):
            continue
        first, name = seen.setdefault(source.url, (known, source.name))
        if first != known:
            yield Finding(
                path,
                f"{source.url[:80]} has other particulars here than before",
                f"give it once, under 'sources:' (first: {name[:60]})",
            )


def _citations(event: Event) -> Iterator[tuple[Path, Citation]]:
    """Yield each citation of an event, those of its competing dates included, and where it is."""
    for number, citation in enumerate(event.citations):
        yield ("events", event.id, "sources", number), citation
    for place, dispute in enumerate(event.disputed):
        for number, citation in enumerate(dispute.citations):
            yield ("events", event.id, "disputed", place, "sources", number), citation


def _latest(date: Date | None) -> float:
    return bounds(value_of(date.edtf))[1] if date else inf


def _is_hedged(date: Date | None) -> bool:
    return date is not None and any(point.qualifier for point in points(value_of(date.edtf)))


def _finite(day: float) -> float:
    return day if day < inf else -inf
