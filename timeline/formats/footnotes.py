"""Sources as footnotes: each once, numbered as they are first cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.brief import reference, reference_line, reference_of
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

    ``label`` stands before the numbers wherever a format writes them as labels. With a language,
    sources of which the same is said in it are one.
    """

    def __init__(self, label: str = "", language: str = "") -> None:
        self.label, self._language = label, language
        self._numbers: dict[Source | str, int] = {}

    @property
    def count(self) -> int:
        """How many sources were cited."""
        return len(self._numbers)

    def cite(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of some citations, each source once."""
        if self._language:
            return self.cite_lines(reference_line(c.source, self._language) for c in citations)
        return self._cite(citation.source for citation in citations)

    def cite_lines(self, lines: Iterable[str]) -> list[int]:
        """Return the numbers of some sources that were written as ``reference_line`` does."""
        return self._cite(lines)

    def cite_line(self, line: str) -> int:
        """Return the number of one such source."""
        numbers = self._numbers
        return numbers.setdefault(line, len(numbers) + 1)

    def _cite(self, keys: Iterable[Source | str]) -> list[int]:
        numbers = self._numbers
        return list(dict.fromkeys(numbers.setdefault(key, len(numbers) + 1) for key in keys))

    def cite_all(self, event: Event) -> list[int]:
        """Return the numbers of all sources of an event, those of its competing dates included."""
        return self.cite(event.evidence)

    def references(self, language: str) -> list[Reference]:
        """Return every source that was cited, in the order of the numbers."""
        return [Reference(*told) for told in self.each(language)]

    def each(self, language: str) -> Iterator[tuple[int, str, str]]:
        """Yield the same one by one."""
        for key, number in self._numbers.items():
            text, url = reference_of(key) if isinstance(key, str) else reference(key, language)
            yield number, text, url


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


def is_web(url: str) -> bool:
    """Tell whether an address may be made a link: http and https, and nothing behind a space."""
    return re.fullmatch(r"https?://\S+", url, re.IGNORECASE) is not None
