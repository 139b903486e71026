"""JSON: one array of events, one event a line. Its shape: ``docs/output.schema.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Citation, Date, Match, Text

_encode = json.JSONEncoder(ensure_ascii=False).encode


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the array; absent values are null, or empty where there may be several."""
    yield from array(records(answer, style))


def records(answer: Answer, style: Style) -> Iterator[dict[str, Any]]:
    """Return every match as JSON-able data, all of it or only the fields that are asked for."""
    for match in answer.matches:
        record = as_data(match, answer.language)
        yield {name: record[name] for name in style.fields} if style.fields else record


def array(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return records as one array, one of them a line."""
    separator = "[\n"
    for record in found:
        yield separator + line(record)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def line(record: dict[str, Any]) -> str:
    """Return a record as JSON on one line; what no output may carry is written as an escape."""
    text = _encode(record)
    return text if text.isprintable() else escaped(text)


def escaped(text: str) -> str:
    """Return JSON with escapes (RFC 8259, section 7) for what no output may carry.

    Such characters stand only inside its strings, where it takes them.
    """
    return FORBIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def as_data(match: Match, language: str) -> dict[str, Any]:
    """Return a match as JSON-able data; ``date.text`` is in one language, texts are in both."""
    event = match.event
    return {
        "id": event.id,
        "date": _date(event.date, language),
        "title": _text(event.title),
        "kind": event.kind,
        "networks": list(event.networks),
        "certainty": match.certainty,
        "status": event.status,
        "summary": _text(event.summary),
        "place": event.place,
        "tags": list(event.tags),
        "figures": dict(event.figures),
        "sources": [_citation(citation) for citation in event.citations],
        "disputed": [
            {
                "date": _date(dispute.date, language),
                "sources": [_citation(citation) for citation in dispute.citations],
                "note": _text(dispute.note),
            }
            for dispute in event.disputed
        ],
        "part_of": event.part_of,
        "follows": event.follows,
        "after": list(event.after),
        "before": list(event.before),
        "by": event.by,
        "state": match.state,
    }


def _date(date: Date, language: str) -> dict[str, Any]:
    return {
        "edtf": date.edtf,
        "text": date.words.said_in(language),
        "earliest": date.earliest,
        "latest": date.latest,
        "precision": date.precision,
    }


def _text(text: Text | None) -> dict[str, str | None] | None:
    return None if text is None else {"de": text.de, "en": text.en}


def _citation(citation: Citation) -> dict[str, Any]:
    source = citation.source
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published.edtf if source.published else None,
        "url": source.url,
        "accessed": source.accessed.edtf if source.accessed else None,
        "stated": citation.stated,
        "note": _text(citation.note),
    }
