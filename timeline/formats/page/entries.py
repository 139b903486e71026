"""Everything that an event and its sources say, in both languages, as the template tells it."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from timeline.brief import is_bounded
from timeline.chart.axis import year_label
from timeline.formats.footnotes import cited_sources, is_web
from timeline.formats.page.page_words import WORDS_OF_PAGE
from timeline.formats.words import distance, figure, grouped, marks, word
from timeline.formats.years import by_year
from timeline.model import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.formats.footnotes import Footnotes
    from timeline.model import Answer, Citation, Date, Dispute, Event, Figure, Match, Source

__all__ = ["MOST", "both", "counted", "is_bounded", "is_time", "is_web", "sources_of", "years"]

T = TypeVar("T")

MOST = 20
"""How many entries a browser draws together: what is out of view costs nothing."""

_TIME = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
"""What HTML knows as a time: it has no seasons and no year 0."""


class Said(NamedTuple):
    """What a source says of a date: its own wording, a note on it, and the source's numbers."""

    stated: str | None
    note: Text | None
    cited: list[int]


class Rival(NamedTuple):
    """A competing date, a note on it, the numbers of its sources, and what these say."""

    date: Date
    note: Text | None
    cited: list[int]
    said: list[Said]


class Relation(NamedTuple):
    """What an event is to others, in words, and their ids, with titles if they are on the page."""

    words: Text
    others: list[tuple[str, Text | None]]


class Entry(NamedTuple):
    """A match as the list tells it; ``filed`` has (name, what it stands for) for each network."""

    match: Match
    event: Event
    marks: Text
    kind: Text | None
    state: Text | None
    filed: list[tuple[str, Text]]
    figures: list[tuple[str, Text]]
    cited: list[int]
    said: list[Said]
    rivals: list[Rival]
    relations: list[Relation]
    distance: Text | None


class Part(NamedTuple):
    """A part of a list: the number of its first entry, how many there are, and the entries."""

    first: int
    size: int
    entries: Iterator[Entry]


def both(say: Callable[[str], str]) -> Text:
    """Return what is said in each language."""
    return Text(*(say(language) for language in LANGUAGES))


def is_time(edtf: str) -> bool:
    """Tell whether a date is one that HTML knows: a year, a month or a day."""
    return _TIME.fullmatch(edtf) is not None


def counted(answer: Answer) -> Text:
    """Say how many events there are, how many are shown, and how many are only possible."""
    shown, possible = len(answer.matches), answer.found[1]
    found = max(sum(answer.found), shown)

    def said(language: str) -> str:
        name = "one" if found == 1 else "several"
        numbers = (grouped(Decimal(number), language) for number in (shown, found))
        if shown < found:
            told = word(f"of_{name}", language).format(*numbers)
        else:
            told = WORDS_OF_PAGE[f"count_{name}"].said_in(language).format(next(numbers))
        if not possible:
            return told
        only = WORDS_OF_PAGE["count_possible"].said_in(language)
        return f"{told}, {only.format(grouped(Decimal(possible), language))}"

    return both(said)


def years(answer: Answer, footnotes: Footnotes) -> Iterator[tuple[Text | None, Iterator[Part]]]:
    """Yield the entries year by year, each year with its name; all under None in another order."""
    titles = {match.event.id: match.event.title for match in answer.matches}
    number = 0

    def numbered() -> Iterator[tuple[int, str, Match]]:
        nonlocal number
        year = ""
        for begun, match in by_year(answer):
            number += bool(begun)
            year = begun or year
            yield number, year, match

    for (_, year), found in groupby(numbered(), key=lambda found: found[:2]):
        matches = [match for _, _, match in found]
        parts = (
            Part(first, len(some), (_entry(match, answer, titles, footnotes) for match in some))
            for first, some in parted(matches)
        )
        yield (_year(int(year)) if year else None), parts


def _year(year: int) -> Text:
    return both(lambda language: year_label(year, language))


def parted(things: list[T]) -> Iterator[tuple[int, list[T]]]:
    """Yield things in parts of a list that a browser draws together, each with its first number."""
    for start in range(0, len(things), MOST):
        yield start + 1, things[start : start + MOST]


def _entry(match: Match, answer: Answer, titles: dict[str, Text], footnotes: Footnotes) -> Entry:
    event = match.event
    kind = event.kind and (answer.kinds.get(event.kind) or Text(event.kind, event.kind))
    return Entry(
        match, event,
        marks=both(lambda lang: ", ".join(marks(event, match.certainty, lang))),
        kind=kind or None,
        state=_state(match, answer) if match.state else None,
        filed=[(name, answer.networks.get(name, Text())) for name in event.networks],
        figures=[(name, _figure(number)) for name, number in event.figures],
        cited=footnotes.cite(event.citations),
        said=list(_said(event.citations, footnotes)),
        rivals=[_rival(dispute, footnotes) for dispute in event.disputed],
        relations=list(_relations(event, titles)),
        distance=both(lambda lang: distance(event.by or "", lang)) if event.by else None,
    )  # fmt: skip


def _state(match: Match, answer: Answer) -> Text:
    if answer.days is None:  # an answer put together by hand
        return Text(**{answer.language: match.state})
    # Imported only here: only ``at`` asks for it.
    from timeline.state import state

    first, last = answer.days
    return both(lambda language: state(match.event, first, last, language))


def _figure(number: Figure) -> Text:
    return both(lambda language: figure(number, language))


def _said(citations: Iterable[Citation], footnotes: Footnotes) -> Iterator[Said]:
    for citation in citations:
        if citation.stated or citation.note:
            yield Said(citation.stated, citation.note, footnotes.cite([citation]))


def _rival(dispute: Dispute, footnotes: Footnotes) -> Rival:
    cited = footnotes.cite(dispute.citations)
    return Rival(dispute.date, dispute.note, cited, list(_said(dispute.citations, footnotes)))


def _relations(event: Event, titles: dict[str, Text]) -> Iterator[Relation]:
    for name in ("part_of", "follows", "after", "before"):
        value = getattr(event, name)
        others = [value] if isinstance(value, str) else value
        if others:
            yield Relation(WORDS_OF_PAGE[name], [(other, titles.get(other)) for other in others])


def sources_of(answer: Answer) -> list[tuple[int, list[Source]]]:
    """Return the sources of all events in parts of a list, in the order in which they are cited."""
    return list(parted(cited_sources(answer)))
