"""What a store may say: its keys, and the sections before the events. See ``docs/format.md``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from timeline.model import LANGUAGES, Contents, Date, Event, Source, Term, Text
from timeline.store import fields
from timeline.store.nodes import Mapping, Node, Report, Scalar, Sequence, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.dates.durations import Duration

T = TypeVar("T")

TOP_KEYS = ("language", "networks", "kinds", "sources", "events")
TERM_KEYS = ("name", "url", "ignore")
INLINE_KEYS = ("title", "publisher", "published", "url", "accessed")
SOURCE_KEYS = (*INLINE_KEYS, "ignore")
CITATION_KEYS = ("source", "stated", "note")
DISPUTE_KEYS = ("date", "sources", "note")
EVENT_KEYS = (
    "id", "date", "title", "kind", "networks", "summary", "place", "tags", "figures", "status",
    "sources", "disputed", "part_of", "follows", "after", "before", "ignore",
)  # fmt: skip
UNDATED = Date("", Text(), None, None, "")
"""The date of an event that is only told by others, until all of them are read."""


class Reference(NamedTuple):
    """An event's mention of another one, to be looked up once all events are known.

    ``by`` is how long after or before it the event was, where its date is told so.
    """

    report: Report
    node: Node
    key: str
    event: str | None  # the id of the one that mentions
    wanted: str
    by: Duration | None = None


@dataclass
class Draft:
    """A store in the making, filled file by file: vocabularies first, then the events.

    ``places`` tells in which file and line (from 0) each name of a section was given.
    ``references`` and ``ordering`` (those of ``after`` and ``before``) are the mentions of events.
    ``incomplete`` says that a part of the store is not known, so that no name is called unknown.
    ``known`` are the values of nodes by key and identity, where one node may stand in many events.
    """

    language: str = "en"
    networks: dict[str, Term] | None = None
    kinds: dict[str, Term] | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    places: dict[str, dict[str, tuple[str, int]]] = field(default_factory=lambda: defaultdict(dict))
    references: list[Reference] = field(default_factory=list)
    ordering: list[Reference] = field(default_factory=list)
    incomplete: bool = False
    known: dict[tuple[str, int], tuple[Node, Any]] | None = None

    def take(self, section: str, name: str, report: Report, node: Node) -> tuple[str, int] | None:
        """Note that a node gives a name, and return where it was given before, or None."""
        names = self.places[section]
        if name in names:
            return names[name]
        names[name] = (report.file, report.line_of(node.line))
        return None

    def contents(self) -> Contents:
        """Return what was read so far."""
        return Contents(
            self.language,
            None if self.networks is None else tuple(self.networks.values()),
            None if self.kinds is None else tuple(self.kinds.values()),
            tuple(self.sources.values()),
            tuple(self.events),
        )

    def finish(self) -> None:
        """Note every mention of an event that there is not, and every circle of events."""
        events = self.places["events"]
        for reference in (*self.references, *self.ordering):
            if reference.wanted not in events and not self.incomplete:
                hint = reference.report.suggest(reference.wanted, events, "give the id of an event")
                message = f"there is no event {shown(reference.wanted)}"
                reference.report.add(reference.node, "unknown-event", message, hint)
        for key, relation in (("part_of", "is part of itself"), ("follows", "follows itself")):
            by_event = {r.event: r for r in self.references if r.key == key and r.event}
            for circle in _circles({event: r.wanted for event, r in by_event.items()}):
                first = by_event[circle[0]]
                others = ", ".join(circle[1:4]) + ", ..." * (len(circle) > 4)
                way = f", by way of {others}" if others else ""
                first.report.add(first.node, "circle", f"{shown(circle[0])} {relation}{way}",
                                 f"delete one {key!r} of the circle")  # fmt: skip


def _circles(steps: dict[str, str]) -> list[list[str]]:
    """Return every circle of a graph in which each node has at most one step."""
    circles, seen = [], set()
    for start in steps:
        path: dict[str, None] = {}
        node = start
        while node in steps and node not in seen:
            seen.add(node)
            path[node] = None
            node = steps[node]
        if node in path:
            nodes = list(path)
            circles.append(nodes[nodes.index(node) :])
    return circles


def read_top(report: Report, root: Node | None) -> dict[str, Node]:
    """Read the top level of one file."""
    if root is None or (isinstance(root, Scalar) and not root.text):
        if not report.problems:
            report.add_at(0, 0, "empty-store", "the file holds nothing", "write 'events: []'")
        report.incomplete = True
        return {}
    if not isinstance(root, Mapping):
        if not report.incomplete:
            hint = f"its sections are {', '.join(TOP_KEYS)}"
            if isinstance(root, Sequence):
                hint = "write 'events:' on the line above the list"
            report.add(root, "not-mapping", "the file is not a mapping of sections", hint)
        report.incomplete = True
        return {}
    top = fields.read_mapping(report, root, "a store", TOP_KEYS) or {}
    # A misspelt section may declare what the events mention.
    report.incomplete |= len(top) < len(root.pairs)
    return top


def read_language(draft: Draft, report: Report, top: dict[str, Node]) -> None:
    """Read the language in which a store's plain texts are written; one store has one."""
    if "language" not in top:
        return
    node = top["language"]
    language = fields.read_choice(report, node, "the language", LANGUAGES)
    if language is None:
        return
    before = draft.take("language", "", report, node)
    if before is not None and language != draft.language:
        report.add(node, "two-languages", f"the language is {draft.language!r} in "
                   f"{before[0]}:{before[1] + 1}",
                   "a store has one language: write {de: ..., en: ...} for the other")  # fmt: skip
        return
    draft.language = language


def read_vocabularies(draft: Draft, report: Report, top: dict[str, Node]) -> None:
    """Read the networks, kinds and sources of one file into the draft."""
    for section in ("networks", "kinds"):
        if section in top:
            _read_terms(draft, report, top[section], section)
    if "sources" in top:
        _read_catalogue(draft, report, top["sources"])


def _entries(draft: Draft, report: Report, node: Node, what: str) -> list[tuple[Scalar, Node]]:
    if isinstance(node, Mapping):
        return node.pairs
    fields.add_not_mapping(report, node, what, "write a 'name: ...' line for each")
    draft.incomplete = True
    return []


def _is_taken(draft: Draft, report: Report, key: Scalar, section: str, name: str) -> bool:
    """Tell whether a name is declared already; twice in one file is the reader's to report."""
    before = draft.take(section, name, report, key)
    if before is not None and before[0] != report.file:
        report.add(key, "duplicate-key",
                   f"{shown(name)} is already declared in {before[0]}:{before[1] + 1}",
                   "keep one of them")  # fmt: skip
    return before is not None


def _read_terms(draft: Draft, report: Report, node: Node, section: str) -> None:
    terms: dict[str, Term] = {}
    for key, value in _entries(draft, report, node, section):
        name = key.text.strip()
        if not fields.NAME.fullmatch(name):
            report.add(key, "bad-name", f"{shown(name)} cannot name one of the {section}",
                       fields.NAME_HINT)  # fmt: skip
        # A wrong name is declared all the same: who mentions it need not hear that it is unknown.
        if not _is_taken(draft, report, key, section, name):
            terms[name] = _read_term(report, name, value, draft.language)
    setattr(draft, section, (getattr(draft, section) or {}) | terms)


def _read_term(report: Report, name: str, node: Node, language: str) -> Term:
    what = f"the name of {shown(name)}"
    if isinstance(node, Scalar):
        if not node.text and not node.quoted:
            return Term(name, Text(name, name))
        return Term(name, fields.read_bilingual(report, node, what, language) or Text())
    found = fields.read_mapping(report, node, f"the entry of {shown(name)}", TERM_KEYS) or {}
    title = None
    if "name" in found:
        title = fields.read_bilingual(report, found["name"], what, language)
    url = fields.read_url(report, found["url"], "url") if "url" in found else None
    return Term(name, title or Text(name, name), url, fields.read_ignore(report, found))


def _read_catalogue(draft: Draft, report: Report, node: Node) -> None:
    for key, value in _entries(draft, report, node, "sources"):
        source_id = fields.read_id(report, key, "the source id") or key.text
        if not _is_taken(draft, report, key, "sources", source_id):
            source = read_source(report, value, f"the source {shown(source_id)}", source_id)
            draft.sources[source_id] = source or Source(source_id)


def read_source(
    report: Report, node: Node, what: str, source_id: str | None = None
) -> Source | None:
    """Read a publication of the catalogue."""
    found = fields.read_mapping(report, node, what, SOURCE_KEYS, required=("title",))
    return None if found is None else source_of(report, found, source_id)


def source_of(report: Report, found: dict[str, Node], source_id: str | None = None) -> Source:
    """Put a publication together from the values of its keys."""

    def value(key: str, read: Callable[[Report, Node, str], T | None]) -> T | None:
        node = found.get(key)
        return None if node is None else read(report, node, key)

    return Source(
        id=source_id,
        title=value("title", fields.read_line),
        publisher=value("publisher", fields.read_line),
        published=value("published", fields.read_edtf),
        accessed=value("accessed", fields.read_edtf),
        url=value("url", fields.read_url),
        ignore=fields.read_ignore(report, found),
    )
