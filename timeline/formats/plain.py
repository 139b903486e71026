"""Plain text: labelled lines, no boxes, no glyphs, for screen readers and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.footnotes import Footnotes, evidence
from timeline.formats.words import DETAILS, label, match_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Event, Match

_SHOWN = ("date", "title", "kind", "networks", "certainty", "status", "state", "place", "disputed",
          "id")  # fmt: skip
_DETAILED = (*_SHOWN[:-1], "summary", "tags", *DETAILS, "id")


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return every event as a paragraph of labelled lines, then the numbered sources."""
    language = answer.language
    footnotes = Footnotes(language=language)
    shown = style.fields or (_DETAILED if style.detail else _SHOWN)
    for match in answer.matches:
        yield from field_lines(match, shown, answer)
        if not style.fields:
            yield from cited_line(match.event, footnotes, language)
        if style.detail:
            for citations, said in evidence(match.event, language):
                cited = numbers(footnotes.cite(citations))
                yield f"({cited}) {said}\n" if cited else f"{said}\n"
        yield "\n"
    yield from source_lines(footnotes, language)


def field_lines(match: Match, names: Iterable[str], answer: Answer) -> Iterator[str]:
    """Yield a labelled line for each field that an event has, of those that are named."""
    for name in names:
        if text := match_text(match, name, answer):
            yield f"{label(name, answer.language)}: {text}\n"


def cited_line(event: Event, footnotes: Footnotes, language: str) -> Iterator[str]:
    """Yield the line with the numbers of an event's sources, if it has any."""
    if cited := numbers(footnotes.cite_all(event)):
        yield f"{label('sources', language)}: {cited}\n"


def numbers(cited: Iterable[int]) -> str:
    """Return the numbers of sources as a list in a line."""
    return ", ".join(map(str, cited))


def source_lines(footnotes: Footnotes, language: str) -> Iterator[str]:
    """Yield the sources that were cited, numbered, below a line of their own, if there are any."""
    if footnotes.count:
        yield f"{label('sources', language)}:\n"
    for number, text, url in footnotes.each(language):
        yield f"{number}. {' '.join(filter(None, (text, url)))}\n"
