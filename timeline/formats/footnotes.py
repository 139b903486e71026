"""Sources as footnotes: each once, numbered as they are first cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.formats.words import quoted, word
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.model import Answer, Citation, Event, Source


class Reference(NamedTuple):
    """A numbered source: ``text`` on one line, ``url`` or "" (one of the two may be empty)."""

    number: int
    text: str
    url: str


class Footnotes:
    """Numbers the sources of events as they come.

    ``label`` stands before the numbers wherever a format writes them as labels.
    """

    def __init__(self, label: str = "") -> None:
        self.label = label
        self._numbers: dict[Source, int] = {}

    def cite(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of some citations, each source once."""
        numbers = self._numbers
        return list(
            dict.fromkeys(numbers.setdefault(c.source, len(numbers) + 1) for c in citations)
        )

    def cite_all(self, event: Event) -> list[int]:
        """Return the numbers of all sources of an event, those of its competing dates included."""
        return self.cite(event.evidence)

    def references(self, language: str) -> list[Reference]:
        """Return every source that was cited, in the order of the numbers."""
        return [Reference(n, *reference(source, language)) for source, n in self._numbers.items()]


def cited_sources(answer: Answer) -> list[Source]:
    """Return every source of an answer once, in the order in which they are first cited."""
    found = (citation.source for match in answer.matches for citation in match.event.evidence)
    return list(dict.fromkeys(found))


def evidence(event: Event, language: str) -> Iterator[tuple[list[Citation], str]]:
    """Yield what the sources of an event say beyond its date: (who says it, what is said)."""
    for citation in event.citations:
        if said := _said(citation, language):
            yield [citation], said
    for dispute in event.disputed:
        date = f"{word('disputed', language)}, {dispute.date.words.said_in(language)}"
        if dispute.note:
            yield list(dispute.citations), f"{date}: {one_line(dispute.note.said_in(language))}"
        for citation in dispute.citations:
            if said := _said(citation, language):
                yield [citation], f"{date}: {said}"


def _said(citation: Citation, language: str) -> str:
    """Return a source's own wording of the date and what we note about it."""
    said = []
    if citation.stated:
        said.append(f"{word('stated', language)} {quoted(citation.stated, language)}")
    if citation.note:
        said.append(one_line(citation.note.said_in(language)))
    return ". ".join(said)


def reference(source: Source, language: str) -> tuple[str, str]:
    """Return a source as (publisher, title and date on one line; address or "")."""
    parts = []
    if source.title:
        title = one_line(source.title)
        parts.append(f"{one_line(source.publisher)}: {title}" if source.publisher else title)
    elif source.publisher:
        parts.append(one_line(source.publisher))
    if dated := _dated(source, language):
        parts.append(dated)
    ends = (part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
    return " ".join(ends), source.url or ""


def is_web(url: str) -> bool:
    """Tell whether an address may be made a link: nothing but http and https."""
    return re.match("https?://", url, re.IGNORECASE) is not None


def is_bounded(edtf: str) -> bool:
    """Tell whether a date of publication only says between which days it must lie."""
    return edtf.startswith("[") and ".." in edtf


def _dated(source: Source, language: str) -> str:
    """Say when a source was published; of one whose date is only bounded, when it was read."""
    published, accessed = source.published, source.accessed
    if published and not is_bounded(published.edtf):
        return published.words.said_in(language)
    said = [word("undated", language)] if published or accessed else []
    if accessed:
        said.append(f"{word('read', language)} {accessed.words.said_in(language)}")
    return ", ".join(said)
