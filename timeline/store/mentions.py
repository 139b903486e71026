"""What an event says of its place among others: ``after``, ``before``, and dates told by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.spelling import nearest
from timeline.store import fields
from timeline.store.nodes import Mapping, Node, Report, Sequence, shown
from timeline.store.schema import UNDATED, Draft, Reference

if TYPE_CHECKING:
    from timeline.dates.durations import Duration
    from timeline.model import Date

_KEYS = ("after", "before")
DATE_KEYS = (*_KEYS, "by")


def required_keys(node: Node) -> tuple[str, ...]:
    """Return the keys an event needs: no date where its place among others is told."""
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        if key.text in _KEYS and not (isinstance(value, Sequence) and not value.items):
            return ("id", "title")
    return ("id", "date", "title")


class OrderReader:
    """Reads which events one event came after and before: their ids, in ``named``.

    ``by`` is the distance to the one that its date is told by.
    """

    def __init__(self, draft: Draft, report: Report, event_id: str | None) -> None:
        self.draft, self.report, self.event_id = draft, report, event_id
        self.named: dict[str, dict[str, None]] = {}
        self.by: str | None = None

    def read(self, found: dict[str, Node], by: Duration | None = None) -> None:
        """Read ``after`` and ``before``, each an id or a list of them."""
        for key in _KEYS:
            if key in found:
                self._read_ids(key, found[key], by)

    def read_date(self, found: dict[str, Node]) -> Date | None:
        """Read the date of an event: EDTF, or ``{after: ID, by: 1 day}``, or none where it may."""
        node = found.get("date")
        if node is None:
            return UNDATED if set(_KEYS) & set(found) else None
        if not isinstance(node, Mapping) or not _is_told_by_others(node):
            return fields.read_edtf(self.report, node, "date")
        what = "a date told by other events"
        told = fields.read_mapping(self.report, node, what, DATE_KEYS) or {}
        given = [told[key] for key in _KEYS if key in told]
        if all(isinstance(ids, Sequence) and not ids.items for ids in given):
            if len(told) == len(node.pairs):  # else a misspelt key has been reported
                hint = "add 'after: ID' or 'before: ID'"
                self.report.add(node, "missing-key", f"{what} names none of them", hint)
            return None
        self.read(told, self._read_by(told, given))
        return UNDATED

    def _read_by(self, told: dict[str, Node], given: list[Node]) -> Duration | None:
        if "by" not in told:
            return None
        by = fields.read_duration(self.report, told["by"], "by")
        if sum(len(node.items) if isinstance(node, Sequence) else 1 for node in given) > 1:
            hint = "name the others in the event's own 'after' and 'before'"
            self.report.add(told["by"], "bad-date", "'by' counts from one event only", hint)
            return None
        if by is not None:
            text = fields.read_line(self.report, told["by"], "by")
            self.by = " ".join(text.split()) if text else None
        return by

    def _read_ids(self, key: str, node: Node, by: Duration | None) -> None:
        known = self.named.setdefault(key, {})
        for name in fields.read_names(self.report, node, key):
            wanted = fields.read_id(self.report, name, key)
            if wanted in known:
                self.report.add(name, "duplicate-item", f"{shown(name.text)} is given twice",
                                "keep one of them")  # fmt: skip
            elif wanted is not None:
                known[wanted] = None
                reference = Reference(self.report, name, key, self.event_id, wanted, by)
                self.draft.ordering.append(reference)


def _is_told_by_others(node: Mapping) -> bool:
    keys = [key.text for key, _ in node.pairs[: len(DATE_KEYS)]]  # of many, each would be compared
    return any(key in DATE_KEYS or nearest(key, DATE_KEYS) for key in keys)
