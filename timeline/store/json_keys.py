"""What an editor tells of each key of a store, and what may stand there, as JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.model import LANGUAGES, STATUSES
from timeline.store import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Schema: TypeAlias = "dict[str, Any]"

LANGUAGE_NAMES = {"de": "German", "en": "English"}
_STATUSES = {
    "planned": "It had not happened yet when its sources were published.",
    "cancelled": "It was called off.",
}


def ref(name: str) -> Schema:
    """Return a reference to a kind of values or entries, by its name in ``$defs``."""
    return {"$ref": f"#/$defs/{name}"}


def described(kind: str, description: str, *examples: object) -> Schema:
    """Return the schema of the value of a key, as it is shown to who writes one."""
    shown = {"examples": list(examples)} if examples else {}
    return {"description": description, **shown, **ref(kind)}


def one_of(choices: Iterable[str], said: Mapping[str, str]) -> Schema:
    """Return the schema of some words, with what is said of each."""
    words = list(choices)
    return {"enum": words, "enumDescriptions": [said[word] for word in words]}


def named(kind: str, names: Schema, description: str) -> Schema:
    """Return the schema of a mapping of names to what they name."""
    return {
        "description": description, "type": "object",
        "propertyNames": names, "additionalProperties": ref(kind),
    }  # fmt: skip


_IGNORE = described(
    "ignore", "Codes of checks that have nothing to say here, best with the reason for each: "
    "{single-source: the gazette itself}.",
)  # fmt: skip

TOP: dict[str, Schema] = {
    "language": {
        "description": "The language of plain texts; {de: ..., en: ...} says both.",
        **one_of(LANGUAGES, LANGUAGE_NAMES),
    },
    "networks": named(
        "term", ref("name"), "The networks that events are filed under. Where this stands, there "
        "are no others. NUM: {name: {de: Netzwerk Universitätsmedizin, en: Network of University "
        "Medicine}}.",
    ),
    "kinds": named(
        "term", ref("name"), "The kinds of events. Where this stands, there are no others. "
        "founding: {name: {de: Gründung, en: Founding}}.",
    ),
    "sources": named(
        "source", ref("id"), "The catalogue of sources, each under an id that events cite. "
        "num-portrait: {title: Portrait, published: 2025~, url: ...}.",
    ),
    "events": {
        "description": "What happened, best in the order of dates.",
        "type": ["array", "null"],
        "items": ref("event"),
    },
}  # fmt: skip

TERM: dict[str, Schema] = {
    "name": described("bilingual", "Its name as it is shown, in one language or both."),
    "url": described("url", "Its web page.", "https://www.example.org/"),
    "ignore": _IGNORE,
}

SOURCE: dict[str, Schema] = {
    "title": described("text", "The title of the source, in its own language."),
    "publisher": described("text", "Who published it."),
    "published": described("edtf", "When it was published, as far as that is known.",
                           "2025-07-01", "2025~", "[2025-07-01..2026-11-21]"),
    "url": described("url", "Where it is on the web.", "https://www.example.org/"),
    "accessed": described("edtf", "When it was read there.", "2026-11-21"),
    "ignore": _IGNORE,
}  # fmt: skip

CITATION: dict[str, Schema] = {
    "source": described("cited", "An id of the catalogue under 'sources:', or a web address."),
    "stated": described("text", "The source's own words for the date, a few of them.",
                        "zum 1. Juli 2025"),
    "note": described("bilingual", "What is to be said about this evidence, in our words."),
}  # fmt: skip

DISPUTE: dict[str, Schema] = {
    "date": described("edtf", "The date that others give (EDTF).", "2025-06"),
    "sources": described("citations", "The sources that give it."),
    "note": described("bilingual", "What is to be said about it, in our words."),
}

TOLD: dict[str, Schema] = {
    "after": described("ids", "The event, or events, that it came after.", "num-founding"),
    "before": described("ids", "The event, or events, that it came before.", "num-founding"),
    "by": described("duration", "How long after or before; years and months are counted first.",
                    "2 weeks", "1 year 6 months", "3 Monate"),
}  # fmt: skip

EVENT: dict[str, Schema] = {
    "id": described("id", "Its id, unique in the store.", "num-founding"),
    "date": described("date", "When it was, never more precise than the sources: EDTF, or told by "
                      "other events, {after: ID, by: 2 weeks}.", "2025-07-01", "2025-07",
                      "2018/2022", "2025-07/..", "2018~", "[2018,2019]"),
    "title": described("bilingual", "What happened, in a line."),
    "kind": described("name", "What kind of event it is: a name under 'kinds:'.", "founding"),
    "networks": described("names", "The networks that it is filed under: names under 'networks:'.",
                          ["NUM"]),
    "summary": described("bilingual", "What happened, in a few sentences."),
    "place": described("text", "Where it was.", "Berlin"),
    "tags": described("names", "Words that it can be found by.", ["covid", "biobank"]),
    "figures": named(
        "figure", {
            "pattern": patterns.FIGURE_NAME,
            "patternErrorMessage": "The name of a figure is made of lower-case words joined by _.",
        }, "Named numbers, each exact or after one of ~ (about) < <= > >=. "
        "{sites: 37, participants: '>750', funding_eur: ~390000000}.",
    ),
    "status": {"description": "Only for what has not happened.", **one_of(STATUSES, _STATUSES)},
    "sources": described("citations", "The evidence: ids of the catalogue, web addresses, {source: "
                         "..., stated: ..., note: ...}, or whole sources, {title: ..., published: "
                         "...}.", ["num-portrait"]),
    "disputed": {
        "description": "Dates that other sources give: by them it is possible, not certain.",
        "type": "array",
        "items": ref("dispute"),
    },
    "part_of": described("id", "The id of the event that it is a part of.", "num-phase-1"),
    "follows": described("id", "The id of the event that it succeeds.", "num-phase-1"),
    "after": TOLD["after"],
    "before": TOLD["before"],
    "ignore": _IGNORE,
}  # fmt: skip
