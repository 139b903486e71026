"""Markdown: one event a line, so that ``grep`` works; footnotes follow, each source once.

CommonMark with GitHub's footnotes. A store's text is never taken for markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.formats.footnotes import Footnotes, evidence, reference
from timeline.formats.words import field_text, marks, word
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Match

# An underscore inside a word and a lone ampersand mean nothing: they stay readable.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


def escape(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", one_line(text))


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the events as a list and their sources as footnotes."""
    footnotes = Footnotes()
    language = answer.language
    for match in answer.matches:
        if style.fields:
            yield f"- {_chosen(match, style.fields, language)}\n"
        else:
            yield _line(match, answer, footnotes)
            if style.detail:
                yield from _details(match, language, footnotes)
    sources = footnotes.sources()
    if sources:
        yield "\n"
    for number, source in sources:
        text, url = reference(source, language)
        yield f"[^{number}]: {' '.join(part for part in (escape(text), link(url)) if part)}\n"


def link(url: str) -> str:
    """Return an address as an autolink, or "" for none."""
    return f"<{url}>" if url else ""


def _chosen(match: Match, fields: tuple[str, ...], language: str) -> str:
    texts = (field_text(match, name, language) for name in fields)
    return " · ".join(escape(text) or "–" for text in texts)


def _line(match: Match, answer: Answer, footnotes: Footnotes) -> str:
    event, language = match.event, answer.language
    said = marks(event, match.certainty, language)
    parts = [f"- **{escape(event.date.words.said_in(language))}**"]
    if said:
        parts.append(f"*({', '.join(said)})*")
    parts.append(f"– {escape(event.title.said_in(language))}")
    filed = [escape(t) for t in (", ".join(event.networks), answer.kind_name(event)) if t]
    if filed:
        parts.append(f"({'; '.join(filed)})")
    line = " ".join(parts)
    if match.state:
        line += f"; {escape(match.state)}"
    line += _notes(footnotes.cite(event.citations))
    for dispute in event.disputed:
        line += f"; {word('disputed', language)}: {escape(dispute.date.words.said_in(language))}"
        line += _notes(footnotes.cite(dispute.citations))
    return f"{line}\n"


def _notes(numbers: list[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _details(match: Match, language: str, footnotes: Footnotes) -> Iterator[str]:
    event = match.event
    for name in ("id", "summary", "place", "tags", "figures", "part_of", "follows", "after",
                 "before", "by"):  # fmt: skip
        text = field_text(match, name, language)
        if text:
            yield f"  - {word(name, language)}: {escape(text)}\n"
    for citations, said in evidence(event, language):
        yield f"  - {escape(said)}{_notes(footnotes.cite(citations))}\n"
