"""A store event by event, for stores of any size: read quickly, where nothing in it is wrong.

Every event is cut out of the text and read alone, so that no more than one of them is in memory as
nodes. Whatever is not as it should be, or might be read otherwise as a part of the whole, raises
``Unsure``: then ``loading`` reads all of it, and knows where everything stands.
"""

from __future__ import annotations

import contextlib
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from timeline.store import schema
from timeline.store.cutting import (
    HEAD,
    Unsure,
    check_cut,
    cut_up,
    heads_events,
    holds_events,
    may_order,
    unified,
)
from timeline.store.events import read_event, read_events
from timeline.store.limits import USUAL
from timeline.store.loading import read_store
from timeline.store.nodes import Scalar
from timeline.store.order import arrange
from timeline.store.strict import Strict, item_nodes, nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.model import Contents, Event, Source, Term
    from timeline.store.cutting import Cut
    from timeline.store.limits import Limits
    from timeline.store.nodes import Node, Report


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
        self._cuts = cuts

    def __len__(self) -> int:
        return sum(cut.length for cut in self._cuts)

    def batches(self, size: int) -> Iterator[list[bytes]]:
        """Yield the text of all events, so many at once; raises Unsure before too large a one."""
        items = chain.from_iterable(cut.items for cut in self._cuts)
        while some := list(islice(items, size)):
            yield some


def read_items(head: Head, items: list[bytes]) -> tuple[list[Event], Mentions]:
    """Read some events from their text; raises Unsure, and where one is told by others."""
    draft = schema.Draft(*head, known={})  # a line that is written alike is the same node
    report = Strict("")
    events = [_event(draft, report, item_nodes(item, report)) for item in items]
    if draft.ordering:
        raise Unsure
    return events, [(r.key, r.event, r.wanted) for r in draft.references]


def check_mentions(ids: Iterable[str], mentions: Mentions) -> None:
    """Raise Unsure where an event names one that is not there, or itself by way of others."""
    report = Strict("")
    draft = schema.Draft()
    draft.places["events"] = dict.fromkeys(ids, ("", 0))
    nothing = Scalar("", 0, 0)
    draft.references = [schema.Reference(report, nothing, *mention) for mention in mentions]
    draft.finish()


def open_store(files: Iterable[tuple[str, bytes]], limits: Limits = USUAL) -> Stream | Contents:
    """Read the files of one store, given as (name to show, bytes).

    Raises StoreError with all problems of all files, at once or as soon as ``whole`` is called.
    """
    files = list(files)
    cuts: list[Cut] = []

    def whole() -> Contents:
        return read_store(files, limits, cuts)

    # What was read in vain is let go of before the rest is read.
    with contextlib.suppress(Unsure):
        cuts += [cut_up(name, unified(data), limits) for name, data in files]
        for file in cuts:
            check_cut(file, limits)
        return _stream([_part(file, limits.values) for file in cuts], whole)
    return whole()


def _stream(parts: list[_Part], whole: Callable[[], Contents]) -> Stream:
    draft = _draft([(part.report, part.top) for part in parts])
    language, networks, kinds, sources, _ = draft.contents()
    is_cut = all(part.cut.is_cut for part in parts if holds_events(part.top))
    cuts = [part.cut for part in parts] if is_cut else None
    events, raw = _events(draft, parts), None
    if any(may_order(part.cut.data) for part in parts):
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
    if any(holds_events(top) for _, top in tops):
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


def _part(cut: Cut, most: int) -> _Part:
    return _Part(*_top(cut.name, cut.head, cut.is_cut, most), cut)


def _top(
    name: str,
    head: bytes,
    is_cut: bool,  # noqa: FBT001 - one of three values of a row
    most: int = USUAL.values,
) -> tuple[Report, dict[str, Node]]:
    report, root = Strict(name), nodes(head, name, most, HEAD if is_cut else None)
    top = schema.read_top(report, root)
    if is_cut and not heads_events(head, root):
        raise Unsure
    return report, top


def _events(draft: schema.Draft, parts: list[_Part]) -> Iterator[Event]:
    for part in parts:
        if not part.cut.is_cut:
            read_events(draft, part.report, part.top)
            yield from draft.events
            draft.events.clear()
        for item in part.cut.items:
            yield _event(draft, part.report, item_nodes(item, part.report))
    draft.finish()


def _event(draft: schema.Draft, report: Report, item: Node) -> Event:
    event = read_event(draft, report, item)
    assert event is not None, "what cannot be read is a problem"
    return event
