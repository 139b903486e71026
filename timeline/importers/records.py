"""Events in the JSON form of this tool, back to what a store says: the inverse of its JSON.

What an answer adds is passed over: the words and days of a date, whether a match is certain, how it
stood on a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.importers import values
from timeline.importers.order import Given, restore
from timeline.importers.values import shown
from timeline.model import FIELDS, LANGUAGES
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from timeline.importers.harvest import Draft, Entry, Harvest
    from timeline.importers.json_text import Element

_DATE_KEYS = ("edtf", "text", "earliest", "latest", "precision")
_CITATION_KEYS = ("id", *values.SOURCE_KEYS, "stated", "note")
_DISPUTE_KEYS = ("date", "sources", "note")


class Records:
    """Puts events in the JSON form into a harvest; ``finish`` is to be called after the last."""

    def __init__(self, harvest: Harvest) -> None:
        self._harvest = harvest
        self._given: dict[str, Given] = {}

    def take(self, place: str, element: Element) -> None:
        """Add one event, or refuse it."""

        def read(draft: Draft) -> Entry:
            if element.fault:
                raise UsageError(element.fault, "write each value once, and as JSON has it")
            entry, self._given[place] = _read_event(draft, element.value)
            date = element.value.get("date")
            draft.is_own = isinstance(date, dict) and "precision" in date
            return entry

        self._harvest.take(place, read)

    def finish(self) -> None:
        """Leave out the dates that only follow from other events, as a store does."""
        restore((row.entry, self._given[row.place]) for row in self._harvest.rows)


def _read_event(draft: Draft, value: Any) -> tuple[Entry, Given]:
    found = _mapping(value, "an event", FIELDS)
    date = found.get("date")
    told = _mapping(date, "date", _DATE_KEYS) if isinstance(date, dict) else {"edtf": date}
    entry: Entry = {
        "id": values.read_id(draft, found.get("id"), "id"),
        "date": values.read_edtf(draft, told.get("edtf"), "date"),
        "title": _bilingual(draft, found.get("title"), "title"),
        "kind": _name(draft, found.get("kind"), "kind"),
        "networks": _names(draft, found, "networks", "network"),
        "summary": _bilingual(draft, found.get("summary"), "summary"),
        "place": values.read_line(draft, found.get("place"), "place"),
        "tags": _names(draft, found, "tags", "tag"),
        "figures": _figures(found.get("figures")),
        "status": values.read_status(draft, found.get("status")),
        "sources": [_citation(draft, item) for item in _list(found, "sources")],
        "disputed": [_dispute(draft, item) for item in _list(found, "disputed")],
        "part_of": values.read_id(draft, found.get("part_of"), "part_of"),
        "follows": values.read_id(draft, found.get("follows"), "follows"),
        "after": _ids(draft, found, "after"),
        "before": _ids(draft, found, "before"),
    }
    entry = {key: value for key, value in entry.items() if value}
    by = values.read_by(draft, found.get("by"), "by")
    _check(entry, by)
    days = [values.read_text(draft, told.get(key), key) for key in ("earliest", "latest")]
    published = [source["published"] for source in _sources(draft, entry) if "published" in source]
    return entry, Given(entry.get("date", ""), days[0], days[1], by, tuple(published))


def _check(entry: Entry, by: str) -> None:
    """Raise UsageError where an event says too little to be one."""
    if not entry.get("title"):
        raise UsageError("it has no title", "an event needs a title and a date")
    is_ordered = bool(entry.get("after") or entry.get("before"))
    if not entry.get("date") and not is_ordered:
        raise UsageError("it has no date", "an event needs a title and a date")
    if by and not is_ordered:
        raise UsageError("'by' counts from an event of 'after' or 'before', and there is none",
                         "name that event, or leave 'by' out")  # fmt: skip


def _sources(draft: Draft, entry: Entry) -> list[Entry]:
    """Return what is known of the sources of an event."""
    found = []
    for cited in entry.get("sources", ()):
        name = cited if isinstance(cited, str) else cited.get("source")
        found.append(cited if name is None else draft.sources.get(name, {}))
    return found


def _mapping(value: Any, what: str, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{what} is not an object", f"its keys are {', '.join(keys)}")
    for key in value:
        if key not in keys:
            hint = did_you_mean(key, keys, f"its keys are {', '.join(keys)}")
            raise UsageError(f"{shown(key)} is not a key of {what}", hint)
    return value


def _list(found: dict[str, Any], key: str) -> list[Any]:
    value = found.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise UsageError(f"{key} is not a list", "write [...]")
    return value


def _bilingual(draft: Draft, value: Any, what: str) -> str | dict[str, str]:
    read = values.read_line if what == "title" else values.read_text
    if not isinstance(value, dict):
        return read(draft, value, what)
    said = _mapping(value, what, LANGUAGES)
    texts = {language: read(draft, text, f"{what}.{language}") for language, text in said.items()}
    return values.in_languages(draft, texts)


def _name(draft: Draft, value: Any, what: str) -> str:
    text = values.read_line(draft, value, what)
    return values.read_name(draft, text, what) if text else ""


def _names(draft: Draft, found: dict[str, Any], key: str, what: str) -> list[str]:
    texts = (values.read_line(draft, item, f"an entry of {key}") for item in _list(found, key))
    return values.read_names(draft, texts, what)


def _ids(draft: Draft, found: dict[str, Any], key: str) -> list[str]:
    ids = (values.read_id(draft, item, key) for item in _list(found, key))
    return list(dict.fromkeys(filter(None, ids)))


def _figures(value: Any) -> Entry:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError("figures is not an object", 'write {"sites": 37}')
    return {name: values.read_figure(name, figure) for name, figure in value.items()}


def _dispute(draft: Draft, value: Any) -> Entry:
    found = _mapping(value, "a disputed date", _DISPUTE_KEYS)
    date = found.get("date")
    told = _mapping(date, "date", _DATE_KEYS) if isinstance(date, dict) else {"edtf": date}
    dispute = {
        "date": values.read_edtf(draft, told.get("edtf"), "a disputed date"),
        "sources": [_citation(draft, item) for item in _list(found, "sources")],
        "note": _bilingual(draft, found.get("note"), "note"),
    }
    if not dispute["date"]:
        raise UsageError("a disputed date has no date", "write its EDTF")
    return {key: value for key, value in dispute.items() if value}


def _citation(draft: Draft, value: Any) -> str | Entry:
    """Return a citation; a source with an id and a title goes to the catalogue."""
    found = _mapping(value, "a source", _CITATION_KEYS)
    name = values.read_id(draft, found.get("id"), "the id of a source")
    source: Entry = {
        "title": values.read_line(draft, found.get("title"), "the title of a source"),
        "publisher": values.read_line(draft, found.get("publisher"), "publisher"),
        "published": values.read_edtf(draft, found.get("published"), "published"),
        "url": values.read_url(draft, found.get("url"), "url"),
        "accessed": values.read_edtf(draft, found.get("accessed"), "accessed"),
    }
    source = {key: text for key, text in source.items() if text}
    stated = values.read_line(draft, found.get("stated"), "stated")
    note = _bilingual(draft, found.get("note"), "note")
    if name and not source:  # it only names an entry of the store's own catalogue
        return values.citation(name, stated, note)
    if name and draft.sources.setdefault(name, source) != source:
        raise UsageError(f"the source {name!r} says two things in one event", "let them agree")
    if "title" in source:
        return values.citation(name or source, stated, note)
    if set(source) != {"url"} or name:
        raise UsageError("a source has no title", "an address alone may do without")
    return values.citation(source["url"], stated, note)
