"""Which JSON a file holds: the first value in it tells."""

from __future__ import annotations

from typing import Any

from timeline.errors import UsageError
from timeline.importers.decoding import decode
from timeline.importers.json_text import Reader

_OURS = ("date", "after", "before", "certainty")
"""Keys of our events that no item of CSL has."""


def kind_of_json(data: bytes) -> str | None:
    """Return the importer of a JSON file; None for an object that is none of ours."""
    try:
        text = decode(data)[0]
        reader = Reader(text)
        if reader.peek() == "[":
            first = next(reader.array(), None)
            return "csl" if first and _is_source(first.value) else "json"
        if '"events"' in text and '"start_date"' in text:
            return "timelinejs"
        value = reader.element().value
    except UsageError:
        return "json"  # whose importer says what is wrong
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("events"), list):
        return "timelinejs"
    return "jsonl" if set(_OURS) & set(value) else None


def _is_source(value: Any) -> bool:
    return isinstance(value, dict) and "type" in value and not set(_OURS) & set(value)
