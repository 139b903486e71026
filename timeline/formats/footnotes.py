"""Sources as footnotes: each once, numbered as they are first cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.model import Citation, Event, Source


class Footnotes:
    """Numbers the sources of events as they come."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def cite(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of some citations, each source once."""
        numbers = self._numbers
        return list(
            dict.fromkeys(numbers.setdefault(c.source, len(numbers) + 1) for c in citations)
        )

    def sources(self) -> list[tuple[int, Source]]:
        """Return the numbered sources in order."""
        return [(number, source) for source, number in self._numbers.items()]


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


def _dated(source: Source, language: str) -> str:
    """Say when a source was published; of one without a date, when it was read."""
    published, accessed = source.published, source.accessed
    if published and not (published.edtf.startswith("[") and accessed):
        return published.words.said_in(language)
    if not accessed:
        return ""
    return f"{word('undated', language)} {accessed.words.said_in(language)}"


WORDS = {
    "undated": {"de": "Ohne Datum, abgerufen am", "en": "Undated, read on"},
    "possible": {"de": "möglich", "en": "possible"},
    "planned": {"de": "geplant", "en": "planned"},
    "cancelled": {"de": "abgesagt", "en": "cancelled"},
    "disputed": {"de": "umstritten", "en": "disputed"},
    "stated": {"de": "Wortlaut", "en": "stated as"},
    "sources": {"de": "Quellen", "en": "Sources"},
    "id": {"de": "Kennung", "en": "Id"},
    "date": {"de": "Datum", "en": "Date"},
    "title": {"de": "Titel", "en": "Title"},
    "kind": {"de": "Art", "en": "Kind"},
    "networks": {"de": "Netzwerke", "en": "Networks"},
    "certainty": {"de": "Gewissheit", "en": "Certainty"},
    "certain": {"de": "sicher", "en": "certain"},
    "status": {"de": "Stand", "en": "Status"},
    "summary": {"de": "Zusammenfassung", "en": "Summary"},
    "place": {"de": "Ort", "en": "Place"},
    "tags": {"de": "Schlagworte", "en": "Tags"},
    "figures": {"de": "Zahlen", "en": "Figures"},
    "part_of": {"de": "Teil von", "en": "Part of"},
    "follows": {"de": "Folgt auf", "en": "Follows"},
}
"""The few words that formats add to a store's own."""


def word(name: str, language: str) -> str:
    """Return one of the formats' own words in a language."""
    return WORDS[name][language]


def marks(event: Event, certainty: str, language: str) -> list[str]:
    """Return what must be said of an event in words: that it is only possible, or only planned."""
    said = ["possible"] if certainty == "possible" else []
    if event.status:
        said.append(event.status)
    return [word(name, language) for name in said]


def field_text(event: Event, name: str, certainty: str, language: str) -> str:  # noqa: PLR0911 - one return for each shape of field
    """Return any field of an event in words, "" where it has none; sources come as their ids."""
    value = getattr(event, "citations" if name == "sources" else name, None)
    match name:
        case "certainty":
            return word(certainty, language)
        case "status":
            return word(event.status, language) if event.status else ""
        case "date":
            return event.date.words.said_in(language)
        case "title" | "summary":
            return one_line(value.said_in(language)) if value else ""
        case "figures":
            return ", ".join(f"{key} {number}" for key, number in event.figures)
        case "sources":
            return ", ".join(
                one_line(c.source.id or c.source.url or c.source.title or "")
                for c in event.citations
            )
        case "disputed":
            return ", ".join(d.date.words.said_in(language) for d in event.disputed)
        case "networks" | "tags":
            return ", ".join(map(one_line, value or ()))
    return one_line(str(value)) if value is not None else ""
