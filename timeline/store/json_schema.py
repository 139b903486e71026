"""A store's form as JSON Schema (draft 2020-12), for editors: completion, hover texts, mistakes.

It is made of the keys that the reader knows, and takes what the reader takes. To the reader it
leaves what no schema can say: which names and ids are declared, mentioned, given twice or in a
circle, whether dates contradict each other or the calendar, and what is YAML but no value
(comments, anchors, tags, further documents, a key given twice). Codes in ``ignore`` are those that
``timeline check`` knows.

YAML makes numbers, truths and nothing of some words (1.2, core schema), while a store takes every
one as text: ``date: 2025``, ``title: 1.10``, ``id: true``. How they were written is lost: 0043 is
43, and 1.10 is 1.1. So the schema takes a number or a truth if one way to write it is right. It
takes nothing (null) only where a store may say nothing: an empty ``title:`` is common, and who
means the word ``null`` can quote it. To the schema, 1.1 and 1.10 in one list are the same, and a
word of a few possible ones has no spaces around it.

The words of draft 2020-12 are used that older language servers know as well, with two that they
show and others pass over: ``patternErrorMessage`` and ``enumDescriptions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.model import LANGUAGES
from timeline.store import patterns, schema
from timeline.store.json_keys import (
    CITATION,
    DISPUTE,
    EVENT,
    LANGUAGE_NAMES,
    SOURCE,
    TERM,
    TOLD,
    TOP,
    described,
    one_of,
    ref,
)
from timeline.store.mentions import DATE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from timeline.store.json_keys import Schema

_WORD = ("string", "number", "boolean")
"""What YAML makes of a word."""

_MOST = 10.0**30  # what a whole number of 30 digits is below
_PLAIN_YEARS = 9_999
_AN_ID = "An id is made of lower-case words and digits, joined by hyphens: num-founding."
_A_SOURCE = "A source is an id of the catalogue under 'sources:', or a web address: https://..."


def store_schema(codes: Mapping[str, str]) -> Schema:
    """Return the schema of a file of a store.

    ``codes`` are those of checks, which ``ignore`` may name, each with the reason for the check.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A chronology",
        "description": "A store of timeline: one YAML file, or one of several in a folder.",
        **_mapping(schema.TOP_KEYS, TOP),
        "$defs": {**_VALUES, "ignore": _ignore(codes), **_ENTRIES},
    }


def _mapping(keys: Iterable[str], known: Mapping[str, Schema], *required: str) -> Schema:
    """Return the schema of a mapping of some keys and no others."""
    return {
        "type": "object",
        "properties": {key: {"title": _title(key), **known[key]} for key in keys},
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


def _title(key: str) -> str:
    """Return the title of a key; without one, an editor shows that of the whole."""
    return "URL" if key == "url" else key.replace("_", " ").capitalize()


def _or(found: Schema, *kinds: str) -> Schema:
    """Return a schema of what may be of some other types as well."""
    types = [found["type"]] if isinstance(found["type"], str) else found["type"]
    return {**found, "type": [*kinds, *types]}


def _word(pattern: str, message: str) -> Schema:
    """Return the schema of a text that may look like a number, which none below 0 can be."""
    return {"type": list(_WORD), "pattern": pattern, "patternErrorMessage": message, "minimum": 0}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item, "uniqueItems": True}


def _ignore(codes: Mapping[str, str]) -> Schema:
    code = one_of(codes, codes)
    reasons = {name: described("text", f"Why not: {reason}.") for name, reason in codes.items()}
    return {"anyOf": [_mapping(codes, reasons), _list(code), code]}


def _naming(key: str) -> Schema:
    """Return the condition that a key names an event."""
    return {"required": [key], "properties": {key: {"minItems": 1}}}


_TEXT: Schema = {
    "type": list(_WORD),
    "pattern": patterns.TEXT,
    "patternErrorMessage": "A text says something, and has no control or invisible characters.",
}
_NAME = _word(patterns.NAME, "A name has letters, digits, '-', '.', '+' or '&', and single spaces.")
_ID = _word(patterns.ID, _AN_ID)
_CITED = _word(patterns.CITED, _A_SOURCE)
_EDTF: Schema = {
    "type": ["string", "integer"],
    "pattern": patterns.EDTF,
    "patternErrorMessage": "Not a date: write EDTF, such as 2025, 2025-07, 2025-07-01, 2018/2022, "
    "2025-07/.., 2018~, 201X or [2018,2019].",
    "minimum": -_PLAIN_YEARS,
    "maximum": _PLAIN_YEARS,
}
_TRANSLATIONS = {
    language: described("text", f"The text in {name}.") for language, name in LANGUAGE_NAMES.items()
}

_VALUES: dict[str, Schema] = {
    "text": _TEXT,
    "bilingual": {
        **_or(_mapping(LANGUAGES, _TRANSLATIONS), *_WORD),
        **{key: _TEXT[key] for key in ("pattern", "patternErrorMessage")},
        "minProperties": 1,
    },
    "name": _NAME,
    "names": {**_list(ref("name")), **_or(_NAME, "array")},
    "id": _ID,
    "ids": {**_list(ref("id")), **_or(_ID, "array")},
    "cited": _CITED,
    "url": {
        "type": "string",
        "pattern": patterns.URL,
        "patternErrorMessage": "A web address begins with http:// or https://, and has no spaces.",
    },
    "edtf": _EDTF,
    "duration": {
        "type": "string",
        "pattern": patterns.DURATION,
        "patternErrorMessage": "Write 1 day, 2 weeks, 3 months, or 1 year 6 months.",
    },
    "figure": {
        "type": ["string", "number"],
        "pattern": patterns.FIGURE,
        "patternErrorMessage": "A figure is a number, or one after ~, <, <=, > or >=; "
        "it has 30 digits at most, or 15 with a fraction.",
        "minimum": -_MOST,
        "maximum": _MOST,
    },
}

_ENTRIES: dict[str, Schema] = {
    "term": {
        **_or(_mapping(schema.TERM_KEYS, TERM), *_WORD, "null"),
        **{key: _TEXT[key] for key in ("pattern", "patternErrorMessage")},
    },
    "source": _mapping(schema.SOURCE_KEYS, SOURCE, "title"),
    "citation": {
        **_CITED,
        **_or(_mapping((*schema.CITATION_KEYS, *schema.INLINE_KEYS), SOURCE | CITATION), *_WORD),
        "if": {"required": ["source"]},
        "then": {"properties": dict.fromkeys(schema.INLINE_KEYS, False)},
        "else": {"required": ["title"]},
    },
    "citations": {**_or(_CITED, "array"), "items": ref("citation")},
    "dispute": _mapping(schema.DISPUTE_KEYS, DISPUTE, "date"),
    "date": {
        **_EDTF,
        **_or(_mapping(DATE_KEYS, TOLD), *_EDTF["type"]),
        "allOf": [
            {"if": _naming("after"), "else": _naming("before")},
            {
                "if": {"type": "object", "required": ["by"]},
                "then": {
                    "oneOf": [_naming("after"), _naming("before")],
                    "properties": {"after": {"maxItems": 1}, "before": {"maxItems": 1}},
                },
            },
        ],
    },
    "event": {
        **_mapping(schema.EVENT_KEYS, EVENT, "id", "title"),
        "if": {"anyOf": [_naming("after"), _naming("before")]},
        "else": {"required": ["date"]},
    },
}
