"""What is known of one event beyond its title and date, in lines, for formats with room for prose.

Each line goes with the numbers of the sources that say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.formats.footnotes import evidence
from timeline.formats.words import DETAILS, field_text, label, marks, match_text
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats.footnotes import Footnotes
    from timeline.model import Answer, Match


class Line(NamedTuple):
    """A line of text and the numbers of its sources."""

    text: str
    cited: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} ({', '.join(map(str, self.cited))})" if self.cited else self.text


def account(
    match: Match, answer: Answer, footnotes: Footnotes, fields: Iterable[str] = DETAILS
) -> Iterator[Line]:
    """Yield what must be known of an event, its summary, some fields, and what its sources say.

    First comes that it is only possible, planned or cancelled; every competing date is told with
    who says so. The sources of the event are numbered in ``footnotes``.
    """
    event, language = match.event, answer.language
    footnotes.cite_all(event)
    said = [*marks(event, match.certainty, language), one_line(match.state or "")]
    if any(said):
        yield Line(f"({', '.join(filter(None, said))})")
    if summary := field_text(match, "summary", language):
        yield Line(summary)
    for name in fields:
        if text := one_line(match_text(match, name, answer)):
            yield Line(f"{label(name, language)}: {text}")
    for dispute in event.disputed:
        if dispute.note:  # told below, with its date and sources
            continue
        date = f"{label('disputed', language)}: {dispute.date.words.said_in(language)}"
        yield Line(date, tuple(footnotes.cite(dispute.citations)))
    for citations, text in evidence(event, language):
        yield Line(text, tuple(footnotes.cite(citations)))
