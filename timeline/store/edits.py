"""Edits of a store's text: events put where their date belongs, and no other byte changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from itertools import dropwhile
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.errors import DateError, TimelineError
from timeline.model import Date, Event, Text
from timeline.placement import astray, beginning, is_newest_first
from timeline.store.blocks import Block, Blocks, blocks_of, joined, line_end, lines_of
from timeline.store.emit import Style, emit_item, emit_named
from timeline.store.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict
    from collections.abc import Set as AbstractSet

    from timeline.store.emit import Entry
    from timeline.store.loading import Part
    from timeline.store.nodes import Node

Key: TypeAlias = float
"""The day (a number) by which an event has its place: those that begin alike stand as they came."""

_LAST: Key = inf
_BRACKETS = re.compile(r"[\[{][ \t]*[\]}]")
_EMPTY_SECTION = re.compile(r"""["']?(events|sources|networks|kinds)["']?\s*:""")


def with_events(part: Part, entries: list[Entry], keys: Dict[str, Key]) -> str:
    """Return the text of a file with more events, each behind the last one that is not later.

    In a file that is written newest first it is the other way round. ``keys`` are the days by which
    events have their places, by id: those that are there, and those of new ones without a date of
    their own, where they are known. Raises TimelineError where the events of the file are not
    written line by line.
    """
    if not entries:
        return part.text
    found = blocks_of(part)
    if found is None:
        return _begun(part, "events", entries)
    nodes = part.top["events"]
    style = Style(nodes.items if isinstance(nodes, Sequence) else [], lines_of(part.text))
    end = line_end(lines_of(part.text))
    fresh = []
    for entry in entries:
        body = [line + end for line in emit_item(entry, style, found.dash, found.key)]
        name = str(entry.get("id", ""))
        fresh.append(
            (keys.get(name, _key_of(entry)), Block([], body, name=str(entry.get("id", ""))))
        )
    _put(found, fresh, keys, end)
    return found.text


def with_named(part: Part, section: str, added: Dict[str, Entry]) -> str:
    """Return the text of a file with more sources, networks or kinds.

    Where those that are there stand in alphabetical order, they do so afterwards, too. Raises
    TimelineError where a section is not written line by line.
    """
    if not added:
        return part.text
    found = blocks_of(part, section)
    if found is None:
        return _begun(part, section, [{name: entry} for name, entry in added.items()])
    nodes = part.top[section]
    lines = lines_of(part.text)
    values = [value for _, value in nodes.pairs] if isinstance(nodes, Mapping) else []
    style, end = Style(values, lines), line_end(lines)
    names = [block.name for block in found.items if block.name]
    fresh = [
        Block([end] * found.is_spaced, [line + end for line in
              emit_named(name, entry, style, found.dash, found.key)], name=name)
        for name, entry in added.items()
    ]  # fmt: skip
    # In a catalogue without an order of its own, the end is the place that nobody wonders at.
    is_ordered = names == sorted(names)
    waiting = sorted(fresh, key=lambda block: block.name)[::-1] if is_ordered else []
    items: list[Block] = []
    for block in found.items:
        while waiting and block.name and waiting[-1].name < block.name:
            new = waiting.pop()
            items.append(new if items else replace(new, lead=[]))
        items.append(block)
    found.items[:] = [*items, *(waiting[::-1] if is_ordered else fresh)]
    return found.text


def sorted_events(part: Part, keys: Dict[str, Key]) -> str:
    """Return the text of a file with the fewest events moved for all to be in order."""
    found = blocks_of(part)
    if found is None:
        return part.text
    events = [block for block in found.items if block.name]
    days = [keys.get(block.name, _LAST) for block in events]
    if is_newest_first(days):
        return part.text
    strays = [events[n] for n in astray(days)]
    for block in strays:
        found.items.remove(block)
    _put(found, [(keys.get(b.name, _LAST), b) for b in strays], keys, line_end(found.head))
    return found.text


def without_spaces(text: str, inside: AbstractSet[int]) -> str:
    """Return a text without spaces at line ends, but for lines (from 0) ``inside`` texts."""
    found = lines_of(text)
    for number, line in enumerate(found):
        bare = line.rstrip("\r\n")
        if number not in inside:
            found[number] = bare.rstrip(" \t") + line[len(bare) :]
    return "".join(found)


def lost_lines(old: str, new: str) -> list[str]:
    """Return the lines of a text that are not in another, but for empty brackets of a section."""
    left = Counter(map(str.strip, lines_of(old))) - Counter(map(str.strip, lines_of(new)))
    return [line for line in left if line and not _EMPTY_SECTION.match(line)]


def _put(blocks: Blocks, fresh: list[tuple[Key, Block]], keys: Dict[str, Key], end: str) -> None:
    """Put events among those that are there, each under its year where years are written."""
    events = [(keys.get(b.name, _LAST), at) for at, b in enumerate(blocks.items) if b.name]
    way = -1 if is_newest_first([key for key, _ in events]) else 1
    strays = set(astray([way * key for key, _ in events]))
    order = [pair for number, pair in enumerate(events) if number not in strays]
    known = [way * key for key, _ in order]
    waiting: dict[int, list[tuple[Key, Block]]] = {}  # by the number of the block they stand before
    for key, new in sorted(fresh, key=lambda pair: way * pair[0]):
        number = bisect_right(known, way * key)
        waiting.setdefault(order[number - 1][1] + 1 if number else 0, []).append((key, new))
    spare = _left_behind(blocks, {_year(key) for key, _ in fresh})
    row = _merged(blocks, waiting, spare, end)
    if len(row.used) < len(spare):  # what is of no use elsewhere stays where it is
        row = _merged(blocks, waiting, {year: spare[year] for year in row.used}, end)
    blocks.items[:] = row.items


def _merged(
    blocks: Blocks, waiting: dict[int, list[tuple[Key, Block]]], spare: dict[str, Block], end: str
) -> _Row:
    """Return the blocks with new ones before those by whose numbers they wait."""
    row = _Row(blocks, spare, end)
    moved = {id(heading) for heading in spare.values()}
    standing: list[Block | None] = [*blocks.items, None]
    for at, block in enumerate(standing):
        later = []
        for key, new in waiting.get(at, ()):
            # What is of the year whose heading comes next belongs below that.
            if block is not None and block.year and block.year == _year(key) != row.year:
                later.append((key, new))
            else:
                row.add(new, _year(key))
        if block is not None and id(block) not in moved:
            row.keep(block)
        for key, new in later:
            row.add(new, _year(key))
    return row


def _left_behind(blocks: Blocks, years: set[str]) -> dict[str, Block]:
    """Return the headings of some years that no event stands under, and no comment above."""
    following: list[Block | None] = [*blocks.items[1:], None]
    return {
        block.year: block for block, after in zip(blocks.items, following, strict=True)
        if block.year and block.year in years and (after is None or after.year)
        and not any(line.strip() for line in block.lead)
    }  # fmt: skip


class _Row:
    """Blocks in the making, one after the other, with headings and blank lines as is usual."""

    def __init__(self, blocks: Blocks, spare: dict[str, Block], end: str) -> None:
        self.items: list[Block] = []
        self.year = ""
        self.used: set[str] = set()
        self._spaced = blocks.is_spaced
        # The first heading has nothing above it that it would have to be parted from.
        self._sample = next((block for block in reversed(blocks.items) if block.year), None)
        self._spare, self._end = spare, end
        self._is_new = False  # whether the last block is one that was put here

    def keep(self, block: Block) -> None:
        """Go on with a block that stood here."""
        wants_blank = self._is_new and self._spaced and block.name and not _has_blank(block)
        self.items.append(self._with_blank(block) if wants_blank else block)
        self.year = block.year or self.year
        self._is_new = False

    def add(self, block: Block, year: str) -> None:
        """Put an event here, under the heading of its year."""
        if self._sample and year and year != self.year:
            heading = self._spare.get(year)
            self.used |= {year} if heading else set()
            self.items.append(heading or self._heading(self._sample, year))
            self.year = year
        is_first = not self.items or not self.items[-1].name
        if is_first:
            lead = list(dropwhile(lambda line: not line.strip(), block.lead))
            block = replace(block, lead=lead)
        elif self._spaced and not _has_blank(block):
            block = self._with_blank(block)
        self.items.append(block)
        self._is_new = True

    def _with_blank(self, block: Block) -> Block:
        return replace(block, lead=[self._end, *block.lead])

    def _heading(self, sample: Block, year: str) -> Block:
        line = sample.body[0].replace(sample.year, year)
        return Block([self._end] if _has_blank(sample) and self.items else [], [line], year=year)


def _has_blank(block: Block) -> bool:
    return any(not line.strip() for line in block.lead)


def _year(key: Key) -> str:
    if key in (inf, -inf):
        return ""
    year = civil(int(key))[0]
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def _key_of(entry: Entry) -> Key:
    """Return the day by which a new event has its place; without a date of its own the last."""
    try:
        value = edtf.parse(str(entry.get("date", "")))
    except DateError:
        return _LAST
    date = Date(str(value), Text(), None, None, "")
    return beginning(Event("", date, Text()))


def _begun(part: Part, name: str, entries: list[Entry]) -> str:
    """Return the text of a file with the first entries of a section."""
    lines = lines_of(part.text)
    end = line_end(lines)
    style = Style([], lines)
    body = [f"{name}:"]
    for entry in sorted(entries, key=_key_of) if name == "events" else entries:
        if name == "events":
            body += emit_item(entry, style, 2, 4)
        else:
            body += [line for key, value in entry.items()
                     for line in emit_named(key, value, style, 2, 4)]  # fmt: skip
    fresh = [line + end for line in body]
    node = part.top.get(name)
    if node is None:
        events = _line_of("events", lines) if name != "events" else None
        at = len(lines) if events is None else events
        while events is not None and at and lines[at - 1].startswith("#"):
            at -= 1
        at = at or events or 0  # what begins a file is about all of it
        return joined([*lines[:at], *fresh, *lines[at:]])
    if _line_of(name, lines) is None or not _is_empty(node):
        raise TimelineError(f"the {name} of {part.report.file} stand in brackets",
                            f"write each on lines of its own, below '{name}:'")  # fmt: skip
    lines[node.line] = _BRACKETS.sub("", lines[node.line], count=1).rstrip() + end
    at = node.line + 1
    return joined([*lines[:at], *fresh[1:], *lines[at:]])


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return not node.text
    return not (node.items if isinstance(node, Sequence) else node.pairs)


def _line_of(name: str, lines: list[str]) -> int | None:
    """Return the line on which a section begins."""
    begin = re.compile(rf"""(["']?){name}\1[ \t]*:""")
    return next((number for number, line in enumerate(lines) if begin.match(line)), None)
