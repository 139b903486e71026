"""A file cut into its events by its lines alone, so that each of them can be read by itself."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from timeline.store.limits import USUAL
from timeline.store.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.limits import Limits
    from timeline.store.nodes import Node

_MARK = "\ufeff".encode()

_HEADER = re.compile(rb"events:[ ]*+(?:#[^\n]*+)?\n")
_LATER_HEADER = re.compile(rb"\n" + _HEADER.pattern)
# Possessive: a file may have millions of lines above its first event.
_FIRST = re.compile(rb"(?:[ ]*+(?:#[^\n]*+)?\n)*+([ ]*+)- ")
_DASH_OF_NO_ITEM = re.compile(rb"\n-(?! )")
_INSIDE = b"\t\n\v\f #]}"
"""What no section begins with: blanks, the sign of a comment, and brackets that end something."""

_NO_SECTION = _INSIDE.decode()

_BLOCK = 1 << 20
"""Bytes that are searched at once for the end of the events."""

_MANY_LINES = _BLOCK >> 4

_SHORTEST = 20
"""Bytes that an event has at least: an id, a date and a title."""

_ORDER = re.compile(rb"(?:after|before)['\"]?[ \t]*:")
"""What tells the order of events: then what one of them says depends on others."""
_ESCAPED_KEY = re.compile(rb"\\[xuU][^\"\n]*\"[ \t]*:")
"""A key that may be any."""


class Unsure(Exception):  # noqa: N818 - no error: the store is only to be read in another way
    """A store cannot be read event by event."""


class Margin(NamedTuple):
    """The first lines of sections and events, as far as the left of a line tells.

    ``rows`` are the lines (from 0) among which events begin, each at the column ``dash``.
    """

    dash: int
    rows: range

    def is_first(self, row: int, line: str) -> bool:
        """Tell whether a line looks like the first one of a section or event."""
        if line and line[0] not in _NO_SECTION:
            return True
        return row in self.rows and line.startswith(" " * self.dash + "- ")


HEAD = Margin(0, range(0))
"""The margin of what a file says beside its events."""


class Cut(NamedTuple):
    """A file cut into its events, which stand between ``begin`` and ``end``.

    ``data`` is without byte order mark, its lines end with LF; ``dash`` is the column at which each
    event begins, -1 where there is none; ``most`` is how many bytes one may have, and ``length``
    how many events there are.
    """

    name: str
    data: bytes
    begin: int
    end: int
    dash: int
    most: int
    length: int

    @property
    def is_cut(self) -> bool:
        """Tell whether there are events."""
        return self.dash >= 0

    @property
    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each event begins and ends; where one is too large, it has all that follows it."""
        if not self.is_cut:
            return
        data, start = self.data, self.begin
        mark = _mark(self.dash)
        following = re.compile(rb"\n(?=%b)" % mark[1:])
        most = self.most + len(mark)
        while found := following.search(data, start, min(start + most, self.end)):
            yield start, found.end()
            start = found.end()
        yield start, self.end

    @property
    def items(self) -> Iterator[bytes]:
        """The events as they are written; raises Unsure before one that is too large."""
        for start, end in self.spans:
            if end - start > self.most:
                raise Unsure
            yield self.data[start:end]

    @property
    def margin(self) -> Margin | None:
        """How its sections and events begin; None where there are no events to be cut out."""
        if not self.is_cut:
            return None
        first = self.data.count(b"\n", 0, self.begin)
        last = first + self.data.count(b"\n", self.begin, self.end)
        return Margin(self.dash, range(first, last + 1))

    @property
    def head(self) -> bytes:
        """What the file says beside its events."""
        return self.data[: self.begin] + self.data[self.end :] if self.is_cut else self.data

    @property
    def beside(self) -> int:
        """The bytes of the head."""
        return len(self.data) - (self.end - self.begin)

    def uncut(self) -> Cut:
        """Return the file as one without events that could be cut out."""
        return _uncut(self.name, self.data, self.most)


def cut(name: str, data: bytes, limits: Limits = USUAL) -> Cut:
    """Cut a file into its events; raises Unsure where that may go wrong or a piece is too large."""
    found = cut_up(name, unified(data), limits)
    check_cut(found, limits)
    return found


def check_cut(found: Cut, limits: Limits) -> None:
    """Raise Unsure where a cut may have gone wrong, or there is too much beside the events."""
    data = found.data
    # Nothing but a broken store has so many.
    is_odd = data.startswith(_MARK) or found.length > len(data) // _SHORTEST
    if is_odd or found.beside > limits.at_once:
        raise Unsure


def unified(data: bytes) -> bytes:
    """Return the bytes of a file without a byte order mark, and with LF at the end of lines."""
    data = data.removeprefix(_MARK)
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def cut_up(name: str, data: bytes, limits: Limits = USUAL) -> Cut:
    """Cut unified bytes at the lines that look like the beginnings of events."""
    # What has more above its events is refused for that, and never searched to its end.
    most = limits.at_once
    header = _header(data, most)
    first = _FIRST.match(data, header.end(), header.end() + most) if header else None
    if first is None:
        return _uncut(name, data, limits.event)
    begin, dash = first.start(1), len(first[1])
    end = _end(data, begin, dash)
    # Counted, they take much less time than found, of which a broken store may have no need.
    return Cut(name, data, begin, end, dash, limits.event, data.count(_mark(dash), begin, end) + 1)


def _uncut(name: str, data: bytes, most: int) -> Cut:
    return Cut(name, data, len(data), len(data), -1, most, 0)


def _mark(dash: int) -> bytes:
    """Return what stands before all that an event says, but for the first one."""
    return b"\n" + b" " * dash + b"- "


def _header(data: bytes, most: int) -> re.Match[bytes] | None:
    """Find the line that is only the key of the events, before so many bytes."""
    return _HEADER.match(data) or _LATER_HEADER.search(data, 0, most)


def _end(data: bytes, begin: int, dash: int) -> int:
    """Return where another section begins after the events, or the end of the file."""
    end = len(data)
    inside = _INSIDE if dash else _INSIDE + b"-"
    for at in range(begin, end, _BLOCK):
        found = _section(data[at : at + _BLOCK + 1], inside)
        if found >= 0:
            end = at + found + 1
            break
    other = None if dash else _DASH_OF_NO_ITEM.search(data, begin, end)
    return other.start() + 1 if other else end


def _section(piece: bytes, inside: bytes) -> int:
    """Return where a line ends before one that does not begin with one of some signs, or -1."""
    if piece.count(b"\n") > _MANY_LINES:  # then a pattern takes many times as long
        return piece.translate(_signs(inside)).find(b"\nx")
    found = re.compile(rb"\n(?=[^%b])" % re.escape(inside)).search(piece)
    return found.start() if found else -1


@cache
def _signs(inside: bytes) -> bytes:
    """Return what stands for each byte: a blank for some of them, the end of a line, or else x."""
    return bytes(10 if c == 10 else 32 if c in inside else 120 for c in range(256))


def heads_events(head: bytes, root: Node | None) -> bool:
    """Tell whether events were cut out below their key, and not out of a text that looks so.

    ``root`` is what a head says, with as many lines above that key.
    """
    found = _header(head, len(head))
    line = head.count(b"\n", 0, found.end()) - 1 if found else -1
    pairs = root.pairs if isinstance(root, Mapping) else []
    events = [node for key, node in pairs if (key.text, key.line) == ("events", line)]
    return bool(events) and not any(map(_says_something, events))


def holds_events(top: dict[str, Node]) -> bool:
    """Tell whether the sections of a file have events."""
    return "events" in top and _says_something(top["events"])


def _says_something(node: Node) -> bool:
    if isinstance(node, Sequence):
        return bool(node.items)
    return not isinstance(node, Scalar) or bool(node.text) or node.quoted


def may_order(data: bytes) -> bool:
    """Tell whether an event may be told to come after or before another one."""
    if (b"after" in data or b"before" in data) and _ORDER.search(data) is not None:
        return True
    return _ESCAPED_KEY.search(data) is not None
