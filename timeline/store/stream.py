"""A store event by event, for stores of any size: read quickly, where nothing in it is wrong.

Every event is cut out of the text and read alone, so that no more than one of them is in memory as
nodes. Whatever is not as it should be, or might be read otherwise as a part of the whole, raises
``Unsure``: then ``loading`` reads all of it, and knows where everything stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from timeline.store import schema
from timeline.store.characters import decode
from timeline.store.events import read_event, read_events
from timeline.store.loading import read_store
from timeline.store.nodes import Report, Scalar, Sequence
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
_CONFLICTS = (b"<<<<<<<", b">>>>>>>")
_ORDER = re.compile(rb"(?:after|before)['\"]?[ ]*:")
"""What tells the order of events: then what one of them says depends on others."""


class Unsure(Exception):  # noqa: N818 - no error: the store is only to be read in another way
    """A store cannot be read event by event."""


class Stream(NamedTuple):
    """What a store says, as in ``model.Contents``; its events are read as they are asked for.

    Reading on may raise Unsure, up to the end; ``whole`` reads the store in the other way, and
    raises StoreError.
    """

    language: str
    networks: tuple[Term, ...] | None
    kinds: tuple[Term, ...] | None
    sources: tuple[Source, ...]
    events: Iterator[Event]
    whole: Callable[[], Contents]


class _Strict(Report):
    """Takes no problem."""

    def __init__(self, file: str) -> None:
        super().__init__(file, [""])

    def add(self, *_arguments: object, **_options: object) -> NoReturn:
        raise Unsure

    add_at = add


class _Part(NamedTuple):
    """A file: all but its events, and where each of these begins and ends."""

    report: Report
    data: bytes
    top: dict[str, Node]
    items: list[tuple[int, int]]


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
    parts = [_part(name, data) for name, data in files]
    draft = schema.Draft()
    for part in parts:
        schema.read_language(draft, part.report, part.top)
    for part in parts:
        schema.read_vocabularies(draft, part.report, part.top)
    events = _events(draft, parts)
    if any(_may_order(part.data) for part in parts):
        draft.events = list(events)
        if draft.ordering:
            arrange(draft)
        events = iter(draft.events)
    return Stream(
        draft.language,
        None if draft.networks is None else tuple(draft.networks.values()),
        None if draft.kinds is None else tuple(draft.kinds.values()),
        tuple(draft.sources.values()),
        events,
        whole,
    )


def _may_order(data: bytes) -> bool:
    return (b"after" in data or b"before" in data) and _ORDER.search(data) is not None


def _part(name: str, data: bytes) -> _Part:
    data = data.removeprefix("\ufeff".encode()).replace(b"\r\n", b"\n")
    if any(sign in data for sign in _CONFLICTS):
        raise Unsure
    report = _Strict(name)
    first, items, end = _items(data)
    top = schema.read_top(report, _nodes(data[:first] + data[end:], name))
    events = top.get("events")
    if items and not (isinstance(events, Scalar) and not events.text and not events.quoted):
        raise Unsure
    return _Part(report, data, top, items)


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
        if not part.items:
            read_events(draft, part.report, part.top)
            yield from draft.events
            draft.events.clear()
        for start, end in part.items:
            event = read_event(draft, part.report, _item(part, start, end))
            assert event is not None, "what cannot be read is a problem"
            yield event
    draft.finish()


def _item(part: _Part, start: int, end: int) -> Node:
    """Return the nodes of one event, read alone."""
    data = part.data[start:end]
    try:
        item = read_item(data.decode())
    except UnicodeDecodeError:
        raise Unsure from None
    if item is not None:
        return item
    root = _nodes(data, part.report.file)
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
