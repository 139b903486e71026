"""Where events have their places among others: by their days, each under its year."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import dropwhile
from math import inf
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from timeline.dates.calendar import civil
from timeline.placement import astray, is_newest_first
from timeline.store.blocks import Block, is_nested
from timeline.store.headings import with_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.store.blocks import Blocks

Key: TypeAlias = float
"""The day (a number) by which an event has its place: those that begin alike stand as they came."""

_New = TypeVar("_New")


def in_place(days: Sequence[Key], fresh: list[tuple[Key, _New]]) -> list[tuple[int, Key, _New]]:
    """Return new things in order, each with the number of the known one that it stands before.

    ``days`` are those of the known ones as they stand. Those out of order are no guide to others;
    where all stand newest first, so do the new ones.
    """
    way = -1 if is_newest_first(days) else 1
    strays = set(astray([way * day for day in days]))
    order = [number for number in range(len(days)) if number not in strays]
    known = [way * days[number] for number in order]
    found = []
    for key, new in sorted(fresh, key=lambda pair: way * pair[0]):
        behind = bisect_right(known, way * key)
        found.append((order[behind - 1] + 1 if behind else 0, key, new))
    return found


def put(
    blocks: Blocks,
    fresh: list[tuple[Key, Block]],
    days: Sequence[Key],
    end: str,
    *,
    takes_headings: bool = False,
) -> None:
    """Put events among those that are there, each under its year where years are written.

    ``days`` are those of the events that are there. With ``takes_headings``, the heading of a year
    that no event of it stands under is put where one is needed.
    """
    numbers = [number for number, block in enumerate(blocks.items) if block.name]
    way = -1 if is_newest_first(days) else 1
    waiting: dict[int, list[tuple[Key, Block]]] = {}  # by the number of the block they stand before
    above, last = _years_above(blocks.items), 0
    for behind, key, new in in_place(days, fresh):
        at = numbers[behind - 1] + 1 if behind else 0
        # What comes later stands no earlier, whatever the headings say.
        last = max(last, _slot(blocks.items, at, _year(key), above[at], way))
        waiting.setdefault(last, []).append((key, new))
    years = {_year(key) for key, _ in fresh}
    spare = _left_behind(blocks, days, years) if takes_headings else {}
    row = _merged(blocks, waiting, spare, end)
    if len(row.used) < len(spare):  # what is of no use elsewhere stays where it is
        row = _merged(blocks, waiting, {year: spare[year] for year in row.used}, end)
    stack(blocks, row.items, end)


def stack(blocks: Blocks, items: list[Block], end: str) -> None:
    """Make a section of blocks: where a comment would change sides, a blank line keeps it."""
    row: list[Block] = []
    for block in [*items, Block([], blocks.tail)]:
        row.append(_parted(row[-1] if row else None, block, blocks.dash, end))
    blocks.tail[:] = row.pop().lines
    blocks.items[:] = row


def _parted(above: Block | None, block: Block, dash: int, end: str) -> Block:
    first = block.lines[0] if block.lines else ""
    if above is None or not first.strip() or not above.body[-1].strip():
        return block
    # Below an entry, what is indented would be that one's; below a comment, the two would be one.
    clings = is_nested(first, dash) if above.name else above.year is None
    return replace(block, lead=[end, *block.lead]) if clings else block


def _years_above(items: list[Block]) -> list[int | None]:
    """Return the year of the heading under which each block stands, or would at the end."""
    found: list[int | None] = [None]
    for block in items:
        found.append(found[-1] if block.year is None else block.year)
    return found


def _slot(items: list[Block], at: int, year: int | None, above: int | None, way: int) -> int:
    """Return the number of the block before which an event of a year stands.

    By its day that is ``at``, under the heading of the year ``above``, or among what follows it up
    to the next event.
    """
    stop = next((n for n in range(at, len(items)) if items[n].name), len(items))
    headings = {found: n for n in range(stop - 1, at - 1, -1)
                if (found := items[n].year) is not None}  # fmt: skip
    slot = at
    if year is not None and year != above and headings:
        later = (n for found, n in reversed(headings.items()) if way * found > way * year)
        nearest = max(headings.values()) if stop < len(items) else stop
        slot = headings[year] + 1 if year in headings else next(later, nearest)
    is_begun = not slot or items[slot - 1].year is not None
    if is_begun and slot < stop and items[slot].year is None and items[slot].lines[0].strip():
        slot += 1  # a comment that says more about the heading, or about the list
    return slot


def _merged(
    blocks: Blocks, waiting: dict[int, list[tuple[Key, Block]]], spare: dict[int, Block], end: str
) -> _Row:
    """Return the blocks with new ones before those by whose numbers they wait."""
    row = _Row(blocks, spare, end)
    moved = {id(heading) for heading in spare.values()}
    for at, block in enumerate([*blocks.items, None]):
        for key, new in waiting.get(at, ()):
            row.add(new, _year(key))
        if block is not None and id(block) not in moved:
            row.keep(block)
    return row


def _left_behind(blocks: Blocks, days: Sequence[Key], years: set[int | None]) -> dict[int, Block]:
    """Return the headings of some years that no event of theirs stands under, and no comment by."""
    found: dict[int, Block] = {}
    days_left = iter(days)
    year: int | None = None
    for block in blocks.items:
        if block.year is not None:
            is_bare = block.year in years and not any(line.strip() for line in block.lead)
            year = block.year if is_bare else None
            found |= {block.year: block} if is_bare else {}
            continue
        own = _year(next(days_left)) if block.name else year  # a comment may be about the heading
        if own == year and year is not None:
            found.pop(year, None)
    return found


class _Row:
    """Blocks in the making, one after the other, with headings and blank lines as is usual."""

    def __init__(self, blocks: Blocks, spare: dict[int, Block], end: str) -> None:
        self.items: list[Block] = []
        self.year: int | None = None
        self.used: set[int] = set()
        self._spaced = blocks.is_spaced
        # The first heading has nothing above it that it would have to be parted from.
        headings = (block for block in reversed(blocks.items) if block.year is not None)
        self._sample = next(headings, None)
        self._spare, self._end = spare, end
        self._is_new = False  # whether the last block is one that was put here

    def keep(self, block: Block) -> None:
        """Go on with a block that stood here."""
        wants_blank = self._is_new and self._spaced and block.name and not _has_blank(block)
        self.items.append(self._with_blank(block) if wants_blank else block)
        self.year = self.year if block.year is None else block.year
        self._is_new = False

    def add(self, block: Block, year: int | None) -> None:
        """Put an event here, under the heading of its year."""
        if self._sample and year is not None and year != self.year:
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

    def _heading(self, sample: Block, year: int) -> Block:
        lead = [self._end] if _has_blank(sample) and self.items else []
        return Block(lead, [with_year(sample.body[0], year, self._end)], year=year)


def _has_blank(block: Block) -> bool:
    return any(not line.strip() for line in block.lead)


def _year(key: Key) -> int | None:
    return None if key in (inf, -inf) else civil(int(key))[0]
