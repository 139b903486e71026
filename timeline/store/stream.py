"""A store event by event, for stores of any size: read quickly, where nothing in it is wrong.

Every event is cut out of the text and read alone, so that no more than one of them is in memory as
nodes. Whatever is not as it should be, or might be read otherwise as a part of the whole, raises
``Unsure``: then ``loading`` reads all of it, and knows where everything stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias

from timeline.store import schema
from timeline.store.characters import decode
from timeline.store.events import read_event, read_events
from timeline.store.loading import read_store
from timeline.store.nodes import Mapping, Report, Scalar, Sequence
from timeline.store.order import arrange
from timeline.store.quick import read_item
from timeline.store.reader import read_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.model import Contents, Event, Source, Term
    from timeline.store.nodes import Node

_EVENTS = re.compile(rb"^events:[ ]*(?:#[^\n]*)?$", re.MULTILINE)
_FIRST = re.compile(rb"(?:[ ]*(?:#[^\n]*)?\n)*([ ]*)- ")
# Patterns that begin with a line end are found many times faster than those that begin with "^".
_SECTION = re.compile(rb"\n(?=[^\s#])")
_SECTION_AT_MARGIN = re.compile(rb"\n(?=[^\s#])(?!- )")
_MARK = "\ufeff".encode()
_CONFLICTS = (b"<<<<<<<", b">>>>>>>")
_ORDER = re.compile(rb"(?:after|before)['\"]?[ ]*:")
"""What tells the order of events: then what one of them says depends on others."""


class Unsure(Exception):  # noqa: N818 - no error: the store is only to be read in another way
    """A store cannot be read event by event."""


class Stream(NamedTuple):
    """What a store says, as in ``model.Contents``; its events are read as they are asked for.

    Reading on may raise Unsure, up to the end; ``whole`` reads the store in the other way, and
    raises StoreError. ``cuts`` are the files as they are cut into events, None where they cannot
    be; ``raw`` are these events, where what each of them says depends on no other.
    """

    language: str
    networks: tuple[Term, ...] | None
    kinds: tuple[Term, ...] | None
    sources: tuple[Source, ...]
    events: Iterator[Event]
    whole: Callable[[], Contents]
    cuts: list[Cut] | None
    raw: Raw | None


class _Strict(Report):
    """Takes no problem."""

    def __init__(self, file: str) -> None:
        super().__init__(file, [""])

    def add(self, *_arguments: object, **_options: object) -> NoReturn:
        raise Unsure

    add_at = add


class Cut(NamedTuple):
    """A file cut into events: what it says besides (``head``), and where each begins and ends."""

    name: str
    head: bytes
    data: bytes
    spans: list[tuple[int, int]]

    @property
    def items(self) -> Iterator[bytes]:
        """The events as they are written."""
        return (self.data[start:end] for start, end in self.spans)


class _Part(NamedTuple):
    """A file, and what its head says."""

    report: Report
    top: dict[str, Node]
    cut: Cut


Mentions: TypeAlias = list[tuple[str, "str | None", str]]
"""What events say of others: the key, the id of the one that says it, and of the one it names."""


Head: TypeAlias = "tuple[str, dict[str, Term] | None, dict[str, Term] | None, dict[str, Source]]"
"""What every event of a store has to be read with: its language, networks, kinds and sources."""


class Raw:
    """The events of a store as they are written, to be read here or in another process."""

    def __init__(self, head: Head, cuts: list[Cut]) -> None:
        self.head = head
        self._spans = [(cut.data, *span) for cut in cuts for span in cut.spans]

    def __len__(self) -> int:
        return len(self._spans)

    def items(self, first: int, last: int) -> list[bytes]:
        """Return the text of some events."""
        return [data[start:end] for data, start, end in self._spans[first:last]]


def read_items(head: Head, items: list[bytes]) -> tuple[list[Event], Mentions]:
    """Read some events from their text; raises Unsure, and where one is told by others."""
    draft = schema.Draft(*head, known={})  # a line that is written alike is the same node
    report = _Strict("")
    events = [_event(draft, report, _item(item, report)) for item in items]
    if draft.ordering:
        raise Unsure
    return events, [(r.key, r.event, r.wanted) for r in draft.references]


def check_mentions(ids: Iterable[str], mentions: Mentions) -> None:
    """Raise Unsure where an event names one that is not there, or itself by way of others."""
    report = _Strict("")
    draft = schema.Draft()
    draft.places["events"] = dict.fromkeys(ids, ("", 0))
    nothing = Scalar("", 0, 0)
    draft.references = [schema.Reference(report, nothing, *mention) for mention in mentions]
    draft.finish()


def open_store(files: Iterable[tuple[str, bytes]]) -> Stream | Contents:
    """Read the files of one store, given as (name to show, bytes).

    Raises StoreError with all problems of all files, at once or as soon as ``whole`` is called.
    """
    files = list(files)

    def whole() -> Contents:
        return read_store(files)

    try:
        return _stream(files, whole)
    except Unsure:
        return whole()


def _stream(files: list[tuple[str, bytes]], whole: Callable[[], Contents]) -> Stream:
    parts = [_part(cut(name, data)) for name, data in files]
    draft = _draft([(part.report, part.top) for part in parts])
    language, networks, kinds, sources, _ = draft.contents()
    is_cut = all(part.cut.spans for part in parts if _holds_events(part.top))
    cuts = [part.cut for part in parts] if is_cut else None
    events, raw = _events(draft, parts), None
    if any(_may_order(part.cut.data) for part in parts):
        draft.events = list(events)
        if draft.ordering:
            arrange(draft)
        events = iter(draft.events)
    elif cuts is not None:
        raw = Raw(_head(draft), cuts)
    return Stream(language, networks, kinds, sources, events, whole, cuts, raw)


def read_heads(heads: Iterable[tuple[str, bytes, bool]]) -> Head:
    """Read what files say besides their events, from (name, head, whether there are events).

    Raises Unsure where something is wrong, or events could not be cut out.
    """
    tops = [_top(*head) for head in heads]
    if any(_holds_events(top) for _, top in tops):
        raise Unsure
    return _head(_draft(tops))


def _head(draft: schema.Draft) -> Head:
    return draft.language, draft.networks, draft.kinds, draft.sources


def _draft(tops: list[tuple[Report, dict[str, Node]]]) -> schema.Draft:
    draft = schema.Draft()
    for report, top in tops:
        schema.read_language(draft, report, top)
    for report, top in tops:
        schema.read_vocabularies(draft, report, top)
    return draft


def _holds_events(top: dict[str, Node]) -> bool:
    return "events" in top and not _is_nothing(top["events"])


def _is_nothing(node: Node) -> bool:
    if isinstance(node, Sequence):
        return not node.items
    return isinstance(node, Scalar) and not node.text and not node.quoted


def _may_order(data: bytes) -> bool:
    return (b"after" in data or b"before" in data) and _ORDER.search(data) is not None


def cut(name: str, data: bytes) -> Cut:
    """Cut a file into its events; raises Unsure where that may go wrong."""
    data = data.removeprefix(_MARK).replace(b"\r\n", b"\n")
    if data.startswith(_MARK) or any(sign in data for sign in _CONFLICTS):
        raise Unsure
    first, spans, end = _items(data)
    return Cut(name, data[:first] + data[end:], data, spans)


def _part(cut: Cut) -> _Part:
    return _Part(*_top(cut.name, cut.head, bool(cut.spans)), cut)


def _top(name: str, head: bytes, is_cut: bool) -> tuple[Report, dict[str, Node]]:  # noqa: FBT001 - one of three values of a row
    report, root = _Strict(name), _nodes(head, name)
    top = schema.read_top(report, root)
    if is_cut and (_holds_events(top) or not _heads_events(head, root)):
        raise Unsure
    return report, top


def _heads_events(head: bytes, root: Node | None) -> bool:
    """Tell whether events were cut out below their key, and not out of a text that looks so."""
    found = _EVENTS.search(head)
    line = head.count(b"\n", 0, found.start()) if found else -1
    keys = [key for key, _ in root.pairs] if isinstance(root, Mapping) else []
    return any((key.text, key.line) == ("events", line) for key in keys)


def _items(data: bytes) -> tuple[int, list[tuple[int, int]], int]:
    """Return where the events of a file begin, where each of them stands, and where they end."""
    header = _EVENTS.search(data)
    first = _FIRST.match(data, header.end() + 1) if header else None
    if first is None:
        return len(data), [], len(data)
    dash = len(first[1])
    begin = first.start(1)
    section = (_SECTION if dash else _SECTION_AT_MARGIN).search(data, begin)
    end = section.end() if section else len(data)
    following = re.compile(rb"\n(?=[ ]{%d}- )" % dash)
    starts = [begin, *(found.end() for found in following.finditer(data, begin, end))]
    return begin, list(zip(starts, [*starts[1:], end], strict=True)), end


def _events(draft: schema.Draft, parts: list[_Part]) -> Iterator[Event]:
    for part in parts:
        if not part.cut.spans:
            read_events(draft, part.report, part.top)
            yield from draft.events
            draft.events.clear()
        for item in part.cut.items:
            yield _event(draft, part.report, _item(item, part.report))
    draft.finish()


def _event(draft: schema.Draft, report: Report, item: Node) -> Event:
    event = read_event(draft, report, item)
    assert event is not None, "what cannot be read is a problem"
    return event


def _item(data: bytes, report: Report) -> Node:
    """Return the nodes of one event, read alone."""
    try:
        item = read_item(data.decode())
    except UnicodeDecodeError:
        raise Unsure from None
    if item is not None:
        return item
    root = _nodes(data, report.file)
    if not isinstance(root, Sequence) or len(root.items) != 1:
        raise Unsure
    return root.items[0]


def _nodes(data: bytes, name: str) -> Node | None:
    """Read YAML in which nothing is wrong."""
    text, report = decode(data, name)
    root = read_nodes(text, report) if text is not None else None
    if report.problems:
        raise Unsure
    return root
