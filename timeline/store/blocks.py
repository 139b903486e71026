"""The text of a section as blocks that can be put elsewhere, every byte of them kept.

A block is an event, or a source, with the comments right above it. A comment that is only a year,
or that a blank line parts from what follows, belongs to its place, and not to what stands below it.
What is indented further than the dashes, and not parted by a blank line from the entry above,
belongs to that one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.store.extents import extents
from timeline.store.headings import year_on
from timeline.store.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from timeline.store.loading import Part
    from timeline.store.nodes import Node

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"[\r\n]+$")
_DOCUMENT_END = re.compile(r"\.\.\.(?:\s|$)")
_KEEPING = re.compile(r"[|>][0-9]?\+[0-9]?[ \t]*(#.*)?[\r\n]*$")
"""The header of a block scalar to which the blank lines below it belong."""


@dataclass(slots=True)
class Block:
    """Lines of a file, with their line ends: an entry, a heading, or comments that stay.

    ``lead`` are the blank lines and comments above, ``name`` is the entry's id ("" for what is
    none), ``year`` that of a heading.
    """

    lead: list[str]
    body: list[str]
    name: str = ""
    year: int | None = None

    @property
    def lines(self) -> list[str]:
        """All of its lines."""
        return [*self.lead, *self.body]


@dataclass(slots=True)
class Blocks:
    """A file as what stands before the entries of a section, their blocks, and what comes after.

    ``dash`` is the column in which entries begin, ``key`` that of their keys.
    """

    head: list[str]
    items: list[Block]
    tail: list[str]
    dash: int
    key: int

    @property
    def text(self) -> str:
        """The text of the file; what is put behind its last line begins on a line of its own."""
        within = [line for block in self.items for line in block.lines]
        return joined([*self.head, *within, *self.tail])

    @property
    def is_spaced(self) -> bool:
        """Whether blank lines stand between the entries, most of the time."""
        leads = [block.lead for block in self.items[1:] if block.name]
        blank = sum(any(not line.strip() for line in lead) for lead in leads)
        return 2 * blank > len(leads)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text with their ends: LF, CR, or both together."""
    return _LINE.findall(text)


def joined(lines: list[str]) -> str:
    """Return lines as one text; if the file's last line had no end, its new last line has none.

    A line without an end that is no longer the last one gets the end that its neighbours have.
    """
    bare = [number for number, line in enumerate(lines[:-1]) if not _END.search(line)]
    if bare:
        end = line_end(lines)
        for number in bare:
            lines[number] += end
        lines[-1] = _END.sub("", lines[-1])
    return "".join(lines)


def line_end(lines: list[str]) -> str:
    """Return how the lines of a file end: as most of them do."""
    text = "".join(lines)
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    return max(counts, key=lambda end: counts[end])


def blocks_of(part: Part, name: str = "events") -> Blocks | None:
    """Return the blocks of a section; None where it is not there, or not written line by line."""
    section = part.top.get(name)
    lines = lines_of(part.text)
    if isinstance(section, Sequence) and section.items:
        starts = _dashes(lines, section)
        names = [id_of(node) for node in section.items]
        key = min(node.column for node in section.items)
    elif isinstance(section, Mapping) and section.pairs:
        starts = [key.line for key, _ in section.pairs]
        if section.column != section.pairs[0][0].column or len({*starts}) < len(starts):
            starts = None  # in brackets
        names = [key.text for key, _ in section.pairs]
        key = min((value.column for name, value in section.pairs
                   if isinstance(value, Mapping) and value.line > name.line),
                  default=0)  # fmt: skip
    else:
        return None
    if starts is None:
        return None
    columns = section.column, key if key > section.column else section.column + 2
    return _cut(lines, starts, names, columns, _end(part, section, lines))


def end_of_document(lines: list[str], start: int) -> int:
    """Return the line after the last one of a document: that of its ``...``, or of nothing."""
    ends = (n for n in range(start, len(lines)) if _DOCUMENT_END.match(lines[n]))
    return next(ends, len(lines))


def _end(part: Part, section: Node, lines: list[str]) -> int:
    """Return the line after the last one of a section: that of the next section's key."""
    keys = part.root.pairs if isinstance(part.root, Mapping) else []
    following = (key.line for key, _ in keys if key.line > section.line)
    return min(following, default=end_of_document(lines, section.line))


def _cut(
    lines: list[str], starts: list[int], names: list[str], columns: tuple[int, int], end: int
) -> Blocks:
    stops = _stops(lines, starts, end, columns)
    first = starts[0]
    while first and _is_loose(lines[first - 1], columns[1]):
        first -= 1
    items: list[Block] = []
    above = first
    for name, start, stop in zip(names, starts, stops, strict=True):
        lead = _standing(items, lines[above:start])
        items.append(Block(lead, lines[start:stop], name=name))
        above = stop
    below = above + 1 + max((n for n, line in enumerate(lines[above:end])
                             if year_on(line) is not None), default=-1)  # fmt: skip
    _standing(items, lines[above:below])
    return Blocks(lines[:first], items, lines[below:], *columns)


def _standing(items: list[Block], gap: list[str]) -> list[str]:
    """Add what stays in its place of the lines between two entries; return the second one's own."""
    lead: list[str] = []
    for line in gap:
        year = year_on(line)
        if year is not None:
            items.append(Block(lead, [line], year=year))
            lead = []
        elif not line.strip() and any(earlier.strip() for earlier in lead):
            items.append(Block([], lead))
            lead = [line]
        else:
            lead.append(line)
    return lead


def _dashes(lines: list[str], section: Sequence) -> list[int] | None:
    """Return the lines with the dashes of a list; None where it is not written so."""
    starts: list[int] = []
    for node in section.items:
        at = node.line
        while at > section.line and not _is_dash(lines[at], section.column):
            at -= 1
        if not _is_dash(lines[at], section.column) or (starts and at <= starts[-1]):
            return None
        starts.append(at)
    return starts


def _is_dash(line: str, column: int) -> bool:
    return line[column : column + 1] == "-" and not line[:column].strip(" ")


def _stops(lines: list[str], starts: list[int], end: int, columns: tuple[int, int]) -> list[int]:
    """Return the lines after the last ones of entries: what is loose below is not their own."""
    dash, key = columns
    following = [*starts[1:], end]
    stops, is_doubtful = [], False
    for start, stop in zip(starts, following, strict=True):
        at = stop
        while at > start + 1 and _is_loose(lines[at - 1], key):
            at -= 1
        stops.append(at)
        is_doubtful = is_doubtful or any(map(str.strip, lines[at:stop])) or (
            at < stop and any(map(_KEEPING.search, lines[start:at]))
        )  # fmt: skip
    # Only then may texts reach into what looks loose; it takes a while to find out.
    for text in extents(lines) if is_doubtful else ():
        number = bisect_right(starts, text.first) - 1
        if number >= 0 and text.first < following[number]:
            stops[number] = max(stops[number], text.kept)
    for number, stop in enumerate(following):
        at = stops[number]
        if lines[at - 1].strip():  # else a blank line that a text asks for parts what follows
            while at < stop and is_nested(lines[at], dash):
                at += 1
        stops[number] = at
    return stops


def _is_loose(line: str, key: int) -> bool:
    """Tell whether a line is blank, or a comment that stands no deeper than the keys."""
    # What stands deeper could become part of a text, if that came to stand above it.
    return not line.strip() or 0 <= comment_column(line) <= key


def is_nested(line: str, dash: int) -> bool:
    """Tell whether a line is a comment on what is above it, by its indentation, and no heading."""
    return comment_column(line) > dash and year_on(line) is None


def comment_column(line: str) -> int:
    """Return the column of a line that is a comment; -1 for what is none."""
    bare = line.lstrip(" \t")
    return len(line) - len(bare) if bare.startswith("#") else -1


def id_of(node: Node) -> str:
    """Return the id that an event gives itself, or ""."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.text == "id" and isinstance(value, Scalar):
                return value.text.strip()
    return ""
