"""Event by event from nodes to the model, against the vocabularies of the store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from timeline.model import STATUSES, Citation, Dispute, Event, Source, Text
from timeline.store import fields
from timeline.store.figures import read_figures
from timeline.store.mentions import OrderReader, required_keys
from timeline.store.nodes import Code, Mapping, Node, Report, Scalar, shown
from timeline.store.schema import (
    CITATION_KEYS,
    DISPUTE_KEYS,
    EVENT_KEYS,
    INLINE_KEYS,
    Draft,
    Reference,
    source_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.model import Term

Label: TypeAlias = Literal["network", "kind"]
_UNKNOWN: dict[Label, Code] = {"network": "unknown-network", "kind": "unknown-kind"}
_KEYS_OF_INLINE = (*INLINE_KEYS, *CITATION_KEYS[1:])
_ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def read_events(draft: Draft, report: Report, top: dict[str, Node]) -> None:
    """Read the events of one file into the draft; a bare ``events:`` is a store without any."""
    node = top.get("events")
    if node is None or (isinstance(node, Scalar) and not node.text and not node.quoted):
        return
    for item in fields.read_list(report, node, "events"):
        event = read_event(draft, report, item)
        if event is not None:
            draft.events.append(event)


def read_event(draft: Draft, report: Report, item: Node) -> Event | None:
    """Read an event, or return None where it cannot be used."""
    found = fields.read_mapping(report, item, "an event", EVENT_KEYS, required_keys(item))
    return None if found is None else _EventReader(draft, report, found).read()


class _EventReader:
    """Reads one event."""

    def __init__(self, draft: Draft, report: Report, found: dict[str, Node]) -> None:
        self.draft, self.report, self.found = draft, report, found

    def read(self) -> Event | None:
        """Return the event, or None where one of its required parts cannot be used."""
        event_id = self._id()
        order = OrderReader(self.draft, self.report, event_id)
        required = event_id, order.read_date(self.found), self._bilingual("title")
        order.read(self.found)
        values: dict[str, Any] = {
            "kind": self._value("kind", self._kind),
            "networks": self._value("networks", self._networks) or (),
            "summary": self._bilingual("summary", fields.read_text),
            "place": self._value("place", fields.read_line),
            "tags": self._value("tags", self._tags) or (),
            "figures": self._value("figures", read_figures) or (),
            "status": self._value("status", self._status),
            "citations": self._citations(self.found),
            "disputed": self._value("disputed", self._disputed) or (),
            "part_of": self._reference("part_of", event_id),
            "follows": self._reference("follows", event_id),
            "by": order.by,
            "ignore": fields.read_ignore(self.report, self.found),
            **{key: tuple(ids) for key, ids in order.named.items()},
        }
        if any(value is None for value in required):
            return None
        return Event(*required, **values)  # type: ignore[arg-type]  # none of them is None

    def _value(self, key: str, read: Callable[[Report, Node, str], Any]) -> Any:
        node = self.found.get(key)
        if node is None:
            return None
        known = self.draft.known
        if known is None:
            return read(self.report, node, key)
        found = known.get((key, id(node)))
        if found is None:
            found = known[key, id(node)] = node, read(self.report, node, key)
        return found[1]

    def _id(self) -> str | None:
        node = self.found.get("id")
        event_id = fields.read_id(self.report, node, "id") if node else None
        if event_id is None or node is None:
            return None
        before = self.draft.take("events", event_id, self.report, node)
        if before is not None:
            self.report.add(node, "duplicate-id",
                            f"the id {shown(event_id)} is taken by {before[0]}:{before[1] + 1}",
                            "give this event another id, or delete it")  # fmt: skip
            return None
        return event_id

    def _bilingual(
        self, key: str, read: Callable[[Report, Node, str], str | None] = fields.read_line
    ) -> Text | None:
        node = self.found.get(key)
        if node is None:
            return None
        return fields.read_bilingual(self.report, node, key, self.draft.language, read)

    def _status(self, report: Report, node: Node, key: str) -> str | None:
        hint = "write planned or cancelled, or leave it out for what happened"
        return fields.read_choice(report, node, key, STATUSES, hint)

    def _kind(self, report: Report, node: Node, key: str) -> str | None:
        kind = fields.read_text(report, node, key)
        return self._declared(node, kind, self.draft.kinds, "kind") if kind else None

    def _networks(self, report: Report, node: Node, key: str) -> tuple[str, ...]:
        names = fields.read_names(report, node, key)
        declared = self.draft.networks
        found = (self._declared(node, node.text, declared, "network") for node in names)
        return tuple(name for name in found if name is not None)

    def _declared(
        self, node: Node, name: str, declared: dict[str, Term] | None, what: Label
    ) -> str | None:
        if declared is not None:
            if name in declared:
                return name
            if not self.draft.incomplete:
                hint = self.report.suggest(name, declared, f"declare it under '{what}s:'")
                message = f"there is no {what} {shown(name)}"
                self.report.add(node, _UNKNOWN[what], message, hint)
            return None
        return self._well_formed(node, name, what)

    def _well_formed(self, node: Node, name: str, what: str) -> str | None:
        if fields.NAME.fullmatch(name):
            return name
        message = f"{shown(name)} cannot name a {what}"
        self.report.add(node, "bad-name", message, fields.NAME_HINT)
        return None

    def _tags(self, report: Report, node: Node, key: str) -> tuple[str, ...]:
        names = fields.read_names(report, node, key)
        found = (self._well_formed(name, name.text, "tag") for name in names)
        return tuple(name for name in found if name is not None)

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
            cited = self._cited(node)
            return Citation(cited) if cited else None
        keys = {key.text for key, _ in node.pairs} if isinstance(node, Mapping) else set()
        if "source" not in keys and not keys.isdisjoint(INLINE_KEYS):
            found = self._mapping(node, "a source written inline", _KEYS_OF_INLINE, "title")
            source: Source | None = source_of(self.report, found) if found else None
        else:
            found = self._mapping(node, "a citation", CITATION_KEYS, "source")
            source = self._cited(found["source"]) if "source" in found else None
        stated = None
        if "stated" in found:
            stated = fields.read_line(self.report, found["stated"], "stated")
        note = self._note(found)
        return Citation(source, stated, note) if source else None

    def _mapping(
        self, node: Node, what: str, keys: tuple[str, ...], required: str
    ) -> dict[str, Node]:
        return fields.read_mapping(self.report, node, what, keys, (required,)) or {}

    def _note(self, found: dict[str, Node]) -> Text | None:
        if "note" not in found:
            return None
        language = self.draft.language
        return fields.read_bilingual(self.report, found["note"], "note", language, fields.read_text)

    def _cited(self, node: Node) -> Source | None:
        text = fields.read_text(self.report, node, "a source")
        if text is None:
            return None
        if "://" in text:
            url = fields.read_url(self.report, node, "the source")
            return Source(url=url) if url else None
        source = self.draft.sources.get(text)
        if source is None and not self.draft.incomplete:
            hint = "declare it under 'sources:', or give its URL"
            if _ADDRESS.fullmatch(text):
                hint = f"write https://{text[:60]} for a web page"
            hint = self.report.suggest(text, self.draft.sources, hint)
            self.report.add(node, "unknown-source", f"there is no source {shown(text)}", hint)
        return source

    def _disputed(self, report: Report, node: Node, key: str) -> tuple[Dispute, ...]:
        return fields.each(report, node, key, self._dispute)

    def _dispute(self, node: Node) -> Dispute | None:
        found = fields.read_mapping(self.report, node, "a disputed date", DISPUTE_KEYS, ("date",))
        if not found:
            return None
        date = None
        if "date" in found:
            date = fields.read_edtf(self.report, found["date"], "date")
        citations, note = self._citations(found), self._note(found)
        return Dispute(date, citations, note) if date is not None else None

    def _reference(self, key: str, event_id: str | None) -> str | None:
        node = self.found.get(key)
        wanted = fields.read_id(self.report, node, key) if node else None
        if wanted is not None and node is not None:
            self.draft.references.append(Reference(self.report, node, key, event_id, wanted))
        return wanted
