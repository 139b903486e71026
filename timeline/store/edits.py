"""Edits of a store's text: events put where their date belongs, and no other byte changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from math import inf
from typing import TYPE_CHECKING

from timeline.dates import edtf
from timeline.errors import DateError
from timeline.model import Date, Event, Text
from timeline.placement import astray, beginning, is_newest_first
from timeline.store.blocks import Block, blocks_of, id_of, line_end, lines_of
from timeline.store.brackets import put_inside
from timeline.store.emit import Style, emit_item, emit_named, flow_named, flow_text
from timeline.store.extents import extents
from timeline.store.nodes import Mapping, Sequence
from timeline.store.placing import in_place, put, stack
from timeline.store.sections import EMPTY, begun

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict
    from collections.abc import Set as AbstractSet

    from timeline.store.emit import Entry
    from timeline.store.loading import Part
    from timeline.store.placing import Key

_LAST: Key = inf


def with_events(part: Part, entries: list[Entry], keys: Dict[str, Key]) -> str:
    """Return the text of a file with more events, each behind the last one that is not later.

    In a file that is written newest first it is the other way round. ``keys`` are the days by which
    events have their places, by id: those that are there, and those of new ones without a date of
    their own, where they are known. Raises TimelineError where the events of the file stand in
    brackets over several lines.
    """
    node = part.top.get("events")
    nodes = node.items if isinstance(node, Sequence) else []
    days = [keys.get(id_of(item), _LAST) for item in nodes]
    fresh = [(keys.get(str(entry.get("id", "")), _key_of(entry)), entry) for entry in entries]
    if not nodes:
        return begun(part, "events", [entry for _, _, entry in in_place([], fresh)])
    found = blocks_of(part)
    if found is None:
        placed = in_place(days, fresh)
        return put_inside(part, "events", [(at, flow_text(entry)) for at, _, entry in placed])
    lines = lines_of(part.text)
    style, end = Style(nodes, lines), line_end(lines)
    blocks = []
    for key, entry in fresh:
        body = [line + end for line in emit_item(entry, style, found.dash, found.key)]
        blocks.append((key, Block([], body, name=str(entry.get("id", "")))))
    put(found, blocks, days, end)
    return found.text


def with_named(part: Part, section: str, added: Dict[str, Entry]) -> str:
    """Return the text of a file with more sources, networks or kinds.

    Where those that are there stand in alphabetical order, they do so afterwards, too. Raises
    TimelineError where a section stands in brackets over several lines.
    """
    node = part.top.get(section)
    pairs = node.pairs if isinstance(node, Mapping) else []
    if not pairs:
        return begun(part, section, [{name: entry} for name, entry in added.items()])
    names = [key.text for key, _ in pairs]
    # In a catalogue without an order of its own, the end is the place that nobody wonders at.
    is_ordered = names == sorted(names)
    places = {name: bisect_left(names, name) if is_ordered else len(names) for name in added}
    order = sorted(added) if is_ordered else list(added)
    found = blocks_of(part, section)
    if found is None:
        return put_inside(part, section, [(places[name], flow_named(name, added[name]))
                                          for name in order])  # fmt: skip
    lines = lines_of(part.text)
    style, end = Style([value for _, value in pairs], lines), line_end(lines)
    numbers = [n for n, block in enumerate(found.items) if block.name] + [len(found.items)]
    waiting: dict[int, list[Block]] = {}
    for name in order:
        body = emit_named(name, added[name], style, found.dash, found.key)
        at = numbers[places[name]]
        lead = [end] * (found.is_spaced and at > 0)
        new = Block(lead, [line + end for line in body], name=name)
        waiting.setdefault(at, []).append(new)
    items: list[Block] = []
    for at, block in enumerate(found.items):
        items += [*waiting.get(at, ()), block]
    stack(found, items + waiting.get(len(found.items), []), end)
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
    strays = set(astray(days))
    moved = [(days[n], events[n]) for n in sorted(strays)]
    for _, block in moved:
        found.items.remove(block)
    others = [day for n, day in enumerate(days) if n not in strays]
    put(found, moved, others, line_end(found.head), takes_headings=True)
    return found.text


def without_spaces(text: str, inside: AbstractSet[int]) -> str:
    """Return a text without spaces at line ends, but for lines (from 0) ``inside`` texts."""
    found = lines_of(text)
    blank = [n for n in inside if found[n].strip("\r\n") and not found[n].strip()]
    said: set[int] = set()
    if blank:
        said = {n for extent in extents(found) for n in range(extent.first, extent.end)}
    # What is blank at the end of a text says nothing, and is the text's only until that moves.
    kept = inside - (set(blank) - said)
    for number, line in enumerate(found):
        bare = line.rstrip("\r\n")
        if number not in kept:
            found[number] = bare.rstrip(" \t") + line[len(bare) :]
    return "".join(found)


def lost_lines(old: str, new: str) -> list[str]:
    """Return the lines of a text that another has not; brackets may be filled, or go if empty."""
    before, after = (Counter(map(str.strip, lines_of(text))) for text in (old, new))
    grown = list(after - before)
    left = ((line, EMPTY.sub("", line, count=1).strip()) for line in before - after)
    return [line for line, rest in left
            if rest and not any(_has_grown_from(other, rest) for other in grown)]  # fmt: skip


def _has_grown_from(line: str, old: str) -> bool:
    """Tell whether a line begins as another did, and has all of it in its order."""
    signs = iter(line)
    return line[:1] == old[0] and all(sign in signs for sign in old)


def _key_of(entry: Entry) -> Key:
    """Return the day by which a new event has its place; without a date of its own the last."""
    try:
        value = edtf.parse(str(entry.get("date", "")))
    except DateError:
        return _LAST
    date = Date(str(value), Text(), None, None, "")
    return beginning(Event("", date, Text()))
