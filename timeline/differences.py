"""What became of a chronology: events added, removed and changed, field by field."""

from __future__ import annotations

from collections import defaultdict, deque
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from timeline.model import LANGUAGES, Citation, Date, Dispute, Event, Figure, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

Value: TypeAlias = Figure | Date | Citation | Dispute | None
T = TypeVar("T")
Key: TypeAlias = "Callable[[T], Hashable]"

FIELDS = (
    "id", "date", "title", "kind", "networks", "status", "summary", "place", "tags", "figures",
    "sources", "disputed", "part_of", "follows", "after", "before", "by",
)  # fmt: skip
"""Every field of an event that can change, in the order in which changes are told."""

_LISTS = ("networks", "tags", "after", "before")
_SOURCE_PARTS = ("id", "title", "publisher", "published", "url", "accessed")


class Change(NamedTuple):
    """One thing that is said otherwise.

    ``old`` is None where nothing was said before, ``new`` where nothing is said now. ``part`` is
    the part of the field: a language, the name of a figure, a key of a source. ``within`` are the
    competing date and the source that it is a part of, as they are now.
    """

    field: str
    old: Value
    new: Value
    part: tuple[str, ...] = ()
    within: tuple[Citation | Dispute, ...] = ()


class Changed(NamedTuple):
    """An event as it was and as it is, and what makes the difference."""

    old: Event
    new: Event
    changes: tuple[Change, ...]


class Differences(NamedTuple):
    """What is new, what is gone and what is told otherwise, each in the order of its chronology.

    ``kinds`` are the declared names of kinds, as in an answer.
    """

    added: tuple[Event, ...]
    removed: tuple[Event, ...]
    changed: tuple[Changed, ...]
    language: str = "en"
    kinds: Mapping[str, Text] = MappingProxyType({})

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changed."""
        return not (self.added or self.removed or self.changed)


def compare(
    old: Iterable[Event],
    new: Iterable[Event],
    language: str = "en",
    kinds: Mapping[str, Text] = MappingProxyType({}),
) -> Differences:
    """Return what became of events, told apart by their ids.

    An event that is gone and a new one of the same title and date are one whose id changed. The
    order in which an event lists something does not count. A date that is told by other events
    changes with them.
    """
    before, after = {e.id: e for e in old}, {e.id: e for e in new}
    partners = {i: before[i] for i in after if i in before}
    gone = [event for i, event in before.items() if i not in partners]
    come = [event for i, event in after.items() if i not in partners]
    alike = [_both(_all_but_id), _both(_title_and_date)]
    pairs, removed, added = _paired(gone, come, alike)
    partners |= {later.id: earlier for earlier, later in pairs}
    changed = (
        Changed(partners[event.id], event, changes(partners[event.id], event))
        for event in after.values()
        if event.id in partners
    )
    return Differences(
        tuple(added), tuple(removed), tuple(c for c in changed if c.changes), language, kinds
    )


def changes(old: Event, new: Event) -> tuple[Change, ...]:
    """Return everything that an event says otherwise than it did."""
    # Most events stay as they are; 37 and 37.0 are equal to Python, but not to a reader.
    if old == new and repr(old.figures) == repr(new.figures):
        return ()
    return tuple(change for field in FIELDS for change in _field_changes(field, old, new))


def _all_but_id(event: Event) -> Hashable:
    return event._replace(id="", placed=None, ignore=())


def _title_and_date(event: Event) -> Hashable:
    return event.title, event.date.edtf


def _field_changes(field: str, old: Event, new: Event) -> Iterator[Change]:
    if field == "figures":
        return _figures(dict(old.figures), dict(new.figures))
    if field == "sources":
        return _citations(field, old.citations, new.citations)
    if field == "disputed":
        return _disputes(old.disputed, new.disputed)
    before, after = getattr(old, field), getattr(new, field)
    if field in _LISTS:
        return _items(field, before, after)
    if field in {"title", "summary"}:
        return _texts(field, before, after)
    return _value(Change(field, before, after))


def _value(change: Change) -> Iterator[Change]:
    """Yield a change if it is one."""
    if _essence(change.old) != _essence(change.new):
        yield change


def _essence(value: Value) -> object:
    # The words and days of a date follow from its EDTF.
    return value.edtf if isinstance(value, Date) else (type(value), value)


def _items(field: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    before, after = set(old), set(new)
    yield from (Change(field, None, item) for item in new if item not in before)
    yield from (Change(field, item, None) for item in old if item not in after)


def _texts(
    field: str,
    old: Text | None,
    new: Text | None,
    part: tuple[str, ...] = (),
    within: tuple[Citation | Dispute, ...] = (),
) -> Iterator[Change]:
    for language in LANGUAGES:
        before, after = (getattr(text, language) if text else None for text in (old, new))
        yield from _value(Change(field, before, after, (*part, language), within))


def _figures(old: dict[str, Figure], new: dict[str, Figure]) -> Iterator[Change]:
    for name in new | old:
        yield from _value(Change("figures", old.get(name), new.get(name), (name,)))


def _citations(
    field: str, old: Sequence[Citation], new: Sequence[Citation], dispute: Dispute | None = None
) -> Iterator[Change]:
    within, part = ((dispute,), ("sources",)) if dispute else ((), ())
    pairs, gone, come = _paired(old, new, _SAME_CITATION)
    yield from (Change(field, None, citation, part, within) for citation in come)
    yield from (Change(field, citation, None, part, within) for citation in gone)
    for before, after in pairs:
        around = (*within, after)
        for name in _SOURCE_PARTS:
            said = getattr(before.source, name), getattr(after.source, name)
            yield from _value(Change(field, *said, (name,), around))
        yield from _value(Change(field, before.stated, after.stated, ("stated",), around))
        yield from _texts(field, before.note, after.note, ("note",), around)


def _disputes(old: Sequence[Dispute], new: Sequence[Dispute]) -> Iterator[Change]:
    pairs, gone, come = _paired(old, new, _SAME_DISPUTE)
    yield from (Change("disputed", None, dispute) for dispute in come)
    yield from (Change("disputed", dispute, None) for dispute in gone)
    for before, after in pairs:
        yield from _value(Change("disputed", before.date, after.date, ("date",), (after,)))
        yield from _citations("disputed", before.citations, after.citations, after)
        yield from _texts("disputed", before.note, after.note, ("note",), (after,))


def _paired(
    old: Iterable[T], new: Iterable[T], keys: Iterable[tuple[Key[T], Key[T]]]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Return what belongs together, what is gone and what came.

    ``keys`` are tried one after the other on what no earlier one paired: two belong together where
    the first function says the same of the old as the second of the new, and not None.
    """
    pairs, gone, come = [], list(old), list(new)
    for of_old, of_new in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for at, item in enumerate(come):
            waiting[of_new(item)].append(at)
        waiting.pop(None, None)
        left, gone, taken = gone, [], set()
        for item in left:
            if found := waiting.get(of_old(item)):
                taken.add(at := found.popleft())
                pairs.append((item, come[at]))
            else:
                gone.append(item)
        come = [item for at, item in enumerate(come) if at not in taken]
    return pairs, gone, come


def _both(key: Key[T]) -> tuple[Key[T], Key[T]]:
    return key, key


def _bare(citation: Citation) -> Hashable:
    """Return the address of a source of which nothing else is known."""
    return citation.source.url if not citation.source.title else None


def _titled(citation: Citation) -> Hashable:
    return citation.source.url if citation.source.title else None


def _inline(name: str) -> Key[Citation]:
    """Return a key for sources that have no id."""
    return lambda citation: None if citation.source.id else getattr(citation.source, name)


_SAME_CITATION: tuple[tuple[Key[Citation], Key[Citation]], ...] = (
    _both(lambda c: c),
    _both(lambda c: c.source.id),
    _both(lambda c: (c.source.url, c.source.title) if c.source.url else None),
    # A bare address that was given a title, mostly by a place in the catalogue.
    (_bare, _titled),
    (_titled, _bare),
    _both(_inline("url")),
    _both(_inline("title")),
)
_SAME_DISPUTE: tuple[tuple[Key[Dispute], Key[Dispute]], ...] = (
    _both(lambda d: d),
    _both(lambda d: d.date.edtf),
    # The same evidence for another date: what it says was read anew.
    _both(lambda d: _names(d) or None),
)


def _names(dispute: Dispute) -> tuple[str, ...]:
    return tuple(sorted(citation.source.name for citation in dispute.citations))
