"""Nodes to the model: what a store may say, key by key. The prose of it is ``docs/format.md``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from timeline.model import (
    LANGUAGES,
    STATUSES,
    Citation,
    Dispute,
    Event,
    Source,
    Term,
    Text,
)
from timeline.spelling import did_you_mean
from timeline.store import fields
from timeline.store.nodes import Mapping, Node, Report, Scalar

TOP_KEYS = ("language", "networks", "kinds", "sources", "events")
TERM_KEYS = ("name", "url")
SOURCE_KEYS = ("title", "publisher", "published", "url", "accessed")
CITATION_KEYS = ("source", "stated", "note")
DISPUTE_KEYS = ("date", "sources", "note")
EVENT_KEYS = (
    "id", "date", "title", "kind", "networks", "summary", "place", "tags", "figures", "status",
    "sources", "disputed", "part_of", "follows",
)  # fmt: skip


class Reference(NamedTuple):
    """A mention of another event, to be looked up once all events are known."""

    report: Report
    node: Node
    id: str


@dataclass
class Draft:
    """A store in the making, filled file by file: vocabularies first, then the events."""

    language: str = "en"
    networks: dict[str, Term] | None = None
    kinds: dict[str, Term] | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)  # id: (file, line)
    references: list[Reference] = field(default_factory=list)

    def finish(self) -> None:
        """Note every mention of an event that there is not."""
        for report, node, wanted in self.references:
            if wanted not in self.places:
                hint = did_you_mean(wanted, self.places, "give the id of an event of this store")
                report.add(node, "unknown-event", f"there is no event {wanted!r}", hint)


def read_top(report: Report, root: Node | None) -> dict[str, Node]:
    """Read the top level of one file."""
    if root is None or (isinstance(root, Scalar) and not root.text):
        if not report.problems:
            report.add_at(0, 0, "empty-store", "the file holds nothing", "write 'events: []'")
        return {}
    return fields.read_mapping(report, root, "a store", TOP_KEYS) or {}


def read_vocabularies(draft: Draft, report: Report, top: dict[str, Node]) -> None:
    """Read the language, networks, kinds and sources of one file into the draft."""
    if "networks" in top:
        draft.networks = draft.networks or {}
        _read_terms(draft.networks, report, top["networks"], "networks", draft.language)
    if "kinds" in top:
        draft.kinds = draft.kinds or {}
        _read_terms(draft.kinds, report, top["kinds"], "kinds", draft.language)
    if "sources" in top:
        _read_catalogue(draft, report, top["sources"])


def read_language(draft: Draft, report: Report, top: dict[str, Node]) -> None:
    """Read the language in which a store's plain texts are written."""
    if "language" in top:
        language = fields.read_choice(report, top["language"], "the language", LANGUAGES)
        draft.language = language or draft.language


def _entries(report: Report, node: Node, what: str) -> list[tuple[Scalar, Node]]:
    if isinstance(node, Mapping):
        return node.pairs
    if isinstance(node, Scalar) and not node.text:
        report.add(node, "empty-value", f"{what} is empty", "fill it in, or delete the key")
    else:
        report.add(node, "not-mapping", f"{what} is not a mapping", "write 'name: ...' lines")
    return []


def _read_terms(
    terms: dict[str, Term], report: Report, node: Node, what: str, language: str
) -> None:
    for key, value in _entries(report, node, what):
        name = key.text
        if not fields.NAME.fullmatch(name):
            report.add(key, "bad-name", f"{name!r} cannot name one of the {what}",
                       "use letters, digits, '-', '.', '+' or '&', and single spaces")  # fmt: skip
        elif name in terms:
            report.add(key, "duplicate-key", f"{name!r} is declared twice", "keep one of them")
        else:
            terms[name] = _read_term(report, name, value, language)


def _read_term(report: Report, name: str, node: Node, language: str) -> Term:
    if isinstance(node, Scalar):
        if not node.text and not node.quoted:
            return Term(name, Text(name, name))
        title = fields.read_bilingual(report, node, f"the name of {name}", language)
        return Term(name, title or Text())
    found = fields.read_mapping(report, node, f"the entry of {name}", TERM_KEYS) or {}
    title, url = Text(name, name), None
    if "name" in found:
        what = f"the name of {name}"
        title = fields.read_bilingual(report, found["name"], what, language) or title
    if "url" in found:
        url = fields.read_url(report, found["url"], "url")
    return Term(name, title, url)


def _read_catalogue(draft: Draft, report: Report, node: Node) -> None:
    for key, value in _entries(report, node, "sources"):
        source_id = fields.read_id(report, key, "the source id")
        if source_id is None:
            continue
        if source_id in draft.sources:
            report.add(key, "duplicate-key", f"{source_id!r} is declared twice", "keep one of them")
        source = _read_source(report, value, f"the source {source_id}", source_id)
        draft.sources[source_id] = source or Source(source_id)


def _read_source(
    report: Report, node: Node, what: str, source_id: str | None = None
) -> Source | None:
    found = fields.read_mapping(report, node, what, SOURCE_KEYS, required=("title",))
    if found is None:
        return None
    texts = {k: fields.read_text(report, found[k], k) for k in ("title", "publisher") if k in found}
    dates = {k: fields.read_edtf(report, found[k], k) for k in ("published", "accessed")
             if k in found}  # fmt: skip
    return Source(
        id=source_id,
        title=texts.get("title"),
        publisher=texts.get("publisher"),
        published=fields.describe(published) if (published := dates.get("published")) else None,
        accessed=fields.describe(accessed) if (accessed := dates.get("accessed")) else None,
        url=fields.read_url(report, found["url"], "url") if "url" in found else None,
    )


def read_events(draft: Draft, report: Report, node: Node) -> None:
    """Read the events of one file into the draft."""
    for item in fields.read_list(report, node, "events"):
        found = fields.read_mapping(report, item, "an event", EVENT_KEYS, ("id", "date", "title"))
        if found is not None:
            event = _EventReader(draft, report, found).read()
            if event is not None:
                draft.events.append(event)


class _EventReader:
    """Reads one event against the vocabularies of its store."""

    def __init__(self, draft: Draft, report: Report, found: dict[str, Node]) -> None:
        self.draft, self.report, self.found = draft, report, found

    def read(self) -> Event | None:
        found, report, draft = self.found, self.report, self.draft
        event_id = self._id()
        date = fields.read_edtf(report, found["date"], "date") if "date" in found else None
        title = self._bilingual("title")
        values = {
            "kind": self._kind(),
            "networks": self._networks(),
            "summary": self._bilingual("summary"),
            "place": fields.read_text(report, found["place"], "place")
            if "place" in found
            else None,
            "tags": self._tags(),
            "figures": fields.read_figures(report, found["figures"]) if "figures" in found else (),
            "status": self._status(),
            "citations": self._citations(found),
            "disputed": fields.each(report, found["disputed"], "disputed", self._dispute)
            if "disputed" in found
            else (),
            "part_of": self._reference("part_of"),
            "follows": self._reference("follows"),
        }
        if event_id is None or date is None or title is None or draft.places.get(event_id) is None:
            return None
        return Event(event_id, fields.describe(date), title, **values)  # type: ignore[arg-type]  # a mixed dict

    def _id(self) -> str | None:
        node = self.found.get("id")
        event_id = fields.read_id(self.report, node, "id") if node else None
        if event_id is None or node is None:
            return None
        place = (self.report.file, node.line + 1)
        file, line = self.draft.places.setdefault(event_id, place)
        if (file, line) != place:
            self.report.add(node, "duplicate-id", f"the id {event_id!r} is taken by {file}:{line}",
                            "give this event another id, or delete it")  # fmt: skip
            return None
        return event_id

    def _bilingual(self, key: str) -> Text | None:
        node = self.found.get(key)
        if node is None:
            return None
        return fields.read_bilingual(self.report, node, key, self.draft.language)

    def _status(self) -> str | None:
        node = self.found.get("status")
        return fields.read_choice(self.report, node, "status", STATUSES) if node else None

    def _kind(self) -> str | None:
        node = self.found.get("kind")
        kind = fields.read_text(self.report, node, "kind") if node else None
        return self._declared(node, kind, self.draft.kinds, "kind") if node and kind else None

    def _networks(self) -> tuple[str, ...]:
        if "networks" not in self.found:
            return ()
        names = fields.read_names(self.found["networks"], self.report, "networks")
        declared = self.draft.networks
        found = (self._declared(node, node.text, declared, "network") for node in names)
        return tuple(name for name in found if name is not None)

    def _declared(
        self, node: Node, name: str, declared: dict[str, Term] | None, what: str
    ) -> str | None:
        if declared is None:
            if fields.NAME.fullmatch(name):
                return name
            self.report.add(node, "bad-name", f"{name!r} cannot name a {what}",
                            "use letters, digits, '-', '.', '+' or '&'")  # fmt: skip
        elif name in declared:
            return name
        else:
            hint = did_you_mean(name, declared, f"declare it under '{what}s:'")
            self.report.add(node, f"unknown-{what}", f"there is no {what} {name!r}", hint)
        return None

    def _tags(self) -> tuple[str, ...]:
        if "tags" not in self.found:
            return ()
        names = fields.read_names(self.found["tags"], self.report, "tags")
        for node in names:
            if not fields.NAME.fullmatch(node.text):
                self.report.add(node, "bad-name", f"{node.text!r} cannot be a tag",
                                "use letters, digits, '-', '.', '+' or '&'")  # fmt: skip
        return tuple(node.text for node in names)

    def _citations(self, found: dict[str, Node]) -> tuple[Citation, ...]:
        node = found.get("sources")
        if node is None:
            return ()
        if isinstance(node, Scalar) and node.text:
            citation = self._citation(node)
            return (citation,) if citation else ()
        return fields.each(self.report, node, "sources", self._citation)

    def _citation(self, node: Node) -> Citation | None:
        if isinstance(node, Scalar):
            source = self._cited(node)
            return Citation(source) if source else None
        if isinstance(node, Mapping) and not any(key.text == "source" for key, _ in node.pairs):
            source = _read_source(self.report, node, "a source written inline")
            return Citation(source) if source else None
        found = fields.read_mapping(self.report, node, "a citation", CITATION_KEYS) or {}
        source = self._cited(found["source"]) if "source" in found else None
        stated = (
            fields.read_text(self.report, found["stated"], "stated") if "stated" in found else None
        )
        note = None
        if "note" in found:
            note = fields.read_bilingual(self.report, found["note"], "note", self.draft.language)
        return Citation(source, stated, note) if source else None

    def _cited(self, node: Node) -> Source | None:
        text = fields.read_text(self.report, node, "a source")
        if text is None:
            return None
        if "://" in text:
            url = fields.read_url(self.report, node, "the source")
            return Source(url=url) if url else None
        source = self.draft.sources.get(text)
        if source is None:
            hint = did_you_mean(
                text, self.draft.sources, "declare it under 'sources:', or give its URL"
            )
            self.report.add(node, "unknown-source", f"there is no source {text!r}", hint)
        return source

    def _dispute(self, node: Node) -> Dispute | None:
        found = fields.read_mapping(self.report, node, "a disputed date", DISPUTE_KEYS, ("date",))
        if not found or "date" not in found:
            return None
        date = fields.read_edtf(self.report, found["date"], "date")
        note = None
        if "note" in found:
            note = fields.read_bilingual(self.report, found["note"], "note", self.draft.language)
        citations = self._citations(found)
        return Dispute(fields.describe(date), citations, note) if date is not None else None

    def _reference(self, key: str) -> str | None:
        node = self.found.get(key)
        event_id = fields.read_id(self.report, node, key) if node else None
        if event_id is not None and node is not None:
            self.draft.references.append(Reference(self.report, node, event_id))
        return event_id
