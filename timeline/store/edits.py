"""Edits of a store's text: events put where their date belongs, and no other byte changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from timeline.dates import edtf
from timeline.dates.calendar import civil
from timeline.errors import DateError, TimelineError
from timeline.model import Date, Event, Text
from timeline.placement import astray, beginning
from timeline.store.blocks import Block, Blocks, blocks_of, joined, line_end, lines_of
from timeline.store.emit import Style, emit_item, emit_named
from timeline.store.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict

    from timeline.store.emit import Entry
    from timeline.store.loading import Part
    from timeline.store.nodes import Node

Key: TypeAlias = float
"""The day (a number) by which an event has its place: those that begin alike stand as they came."""

_LAST: Key = inf
_BRACKETS = re.compile(r"[\[{][ \t]*[\]}]")
_SPACES = re.compile(r"[ \t]+(?=[\r\n]*$)")


def with_events(part: Part, entries: list[Entry], keys: Dict[str, Key]) -> str:
    """Return the text of a file with more events, each behind the last one that is not later.

    ``keys`` are the days by which the events that are there have their places, by id. Raises
    TimelineError where the events of the file are not written line by line.
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
        fresh.append((_key_of(entry), Block([], body, name=str(entry.get("id", "")))))
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
    flow = sum(lines[v.line][v.column : v.column + 1] == "{" for v in values) * 2 > len(values)
    for name, entry in added.items():
        body = emit_named(name, entry, style, found.dash, flow=flow)
        names = [block.name for block in found.items]
        # In a catalogue without an order of its own, the end is the place that nobody wonders at.
        at = bisect_right(names, name) if names == sorted(names) else len(names)
        lead = [end] if found.is_spaced and at else []
        found.items.insert(at, Block(lead, [line + end for line in body], name=name))
    return found.text


def sorted_events(part: Part, keys: Dict[str, Key]) -> str:
    """Return the text of a file with the fewest events moved for all to be in order."""
    found = blocks_of(part)
    if found is None:
        return part.text
    events = [block for block in found.items if block.name]
    strays = [events[n] for n in astray([keys.get(block.name, _LAST) for block in events])]
    for block in strays:
        found.items.remove(block)
    _put(found, [(keys.get(b.name, _LAST), b) for b in strays], keys, line_end(found.head))
    return found.text


def without_spaces(text: str, lines: set[int]) -> str:
    """Return a text without the spaces at the end of some lines (counted from 0)."""
    found = lines_of(text)
    for number in lines:
        found[number] = _SPACES.sub("", found[number])
    return "".join(found)


def _put(blocks: Blocks, fresh: list[tuple[Key, Block]], keys: Dict[str, Key], end: str) -> None:
    """Put events among those that are there, each under its year where years are written."""
    spaced, headed = blocks.is_spaced, blocks.has_headings
    events = [(keys.get(b.name, _LAST), at) for at, b in enumerate(blocks.items) if b.name]
    strays = set(astray([key for key, _ in events]))
    order = [pair for number, pair in enumerate(events) if number not in strays]
    known = [key for key, _ in order]
    # From the last one on, so that the numbers of those before stay what they are.
    for key, block in sorted(fresh, key=lambda pair: pair[0])[::-1]:
        number = bisect_right(known, key)
        at = order[number - 1][1] + 1 if number else 0
        year = _year(key)
        if headed and year:
            at = _under_heading(blocks, at, year, end)
        follows_heading = at > 0 and bool(blocks.items[at - 1].year)
        if spaced and at and not follows_heading and not _has_blank(block):
            block.lead.insert(0, end)
        after = blocks.items[at] if at < len(blocks.items) else None
        if spaced and after and after.name and not _has_blank(after):
            after.lead.insert(0, end)
        blocks.items.insert(at, block)


def _under_heading(blocks: Blocks, at: int, year: str, end: str) -> int:
    """Return where an event of a year belongs, under its heading, which is written if need be."""
    above = next((b.year for b in reversed(blocks.items[:at]) if b.year), "")
    if above == year:
        return at
    if at < len(blocks.items) and blocks.items[at].year == year:
        return at + 1
    for number, block in enumerate(blocks.items):
        after = blocks.items[number + 1 : number + 2]
        if block.year == year and (not after or after[0].year):  # left behind by its events
            del blocks.items[number]
            at -= number < at
            blocks.items.insert(at, block)
            return at + 1
    sample = next(block for block in blocks.items if block.year)
    line = sample.body[0].replace(sample.year, year)
    lead = [end] if _has_blank(sample) and at else []
    blocks.items.insert(at, Block(lead, [line], year=year))
    return at + 1


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
    for entry in entries:
        if name == "events":
            body += emit_item(entry, style, 2, 4)
        else:
            body += [line for key, value in entry.items()
                     for line in emit_named(key, value, style, 2, flow=False)]  # fmt: skip
    fresh = [line + end for line in body]
    node = part.top.get(name)
    if node is None:
        events = _line_of("events", lines) if name != "events" else None
        at = len(lines) if events is None else events
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
