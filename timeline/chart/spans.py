"""Where on a scale an event is drawn: cells that it certainly, possibly or disputedly touches.

A cell is answered as ``between`` would answer for its days (docs/architecture.md): a chart claims
no more than a list does.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from timeline.dates.calendar import civil, day_number
from timeline.dates.edtf import Interval
from timeline.placement import Placement, place, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.chart.scale import Scale
    from timeline.dates.edtf import Member
    from timeline.model import Event

Shade: TypeAlias = Literal["certain", "possible", "disputed"]
End: TypeAlias = Literal["", "open", "unknown", "cut"]

_SHADES: tuple[Shade, ...] = ("disputed", "possible", "certain")


class Piece(NamedTuple):
    """A row of cells, first and last included, that an event touches with one certainty."""

    first: int
    last: int
    shade: Shade


class Span(NamedTuple):
    """The pieces of an event from left to right, and how it goes on beyond them.

    An end is "" (it ends there), "open" or "unknown" (as EDTF's ``..`` and blank), or "cut" (it
    goes on beyond the axis).
    """

    pieces: tuple[Piece, ...]
    left: End
    right: End

    @property
    def first(self) -> int:
        """The first cell of all."""
        return self.pieces[0].first

    @property
    def last(self) -> int:
        """The last cell of all."""
        return self.pieces[-1].last

    @property
    def islands(self) -> list[tuple[Piece, ...]]:
        """The pieces, those together that touch each other."""
        found: list[tuple[Piece, ...]] = []
        for piece in self.pieces:
            if found and found[-1][-1].last + 1 == piece.first:
                found[-1] += (piece,)
            else:
                found.append((piece,))
        return found


def surest(pieces: Iterable[Piece]) -> Shade:
    """Return the surest shade of some pieces."""
    return max((piece.shade for piece in pieces), key=_SHADES.index)


def days_of(events: Iterable[Event]) -> Iterator[tuple[float, float, bool]]:
    """Yield the first and last known day of each event's dates, and whether one has no last day.

    A day is ±infinity where nothing is known.
    """
    for event in events:
        members = [m for part in place(event)[2:] for m in part]
        known = [day for m in members for day in m[:4] if abs(day) != inf]
        is_open = any(member.le == inf for member in members)
        yield min(known, default=inf), max(known, default=-inf), is_open


def span_of(event: Event, scale: Scale) -> Span | None:
    """Return where an event is drawn on a scale, None where it lies beyond it."""
    placed = place(event)
    layers: dict[Shade, list[tuple[int, int]]] = {
        "certain": list(_certain(placed, scale)),
        "possible": _touched(placed.members, scale),
        "disputed": _touched(placed.rivals, scale),
    }
    pieces = tuple(_flattened(layers))
    if not pieces:
        return None
    return Span(pieces, _end(placed, scale, 0), _end(placed, scale, -1))


def _touched(members: Iterable[Member], scale: Scale) -> list[tuple[int, int]]:
    return [
        (scale.start(member.es), scale.end(member.le))
        for member in members
        if member.es <= scale.last and member.le >= scale.first
    ]


def _certain(placed: Placement, scale: Scale) -> Iterator[tuple[int, int]]:
    """Yield the cells that an event certainly touches."""
    members = placed.members
    if any(member.hedged for member in members):
        # One hedged alternative makes all of them doubtful; of several events, only itself.
        if placed.one_of:
            return
        members = tuple(member for member in members if not member.hedged)
    if placed.one_of:
        least = max((scale.start(m.ls) if m.ls <= scale.last else scale.cells) for m in members)
        most = min((scale.end(m.ee) if m.ee >= scale.first else -1) for m in members)
        if least <= most:
            yield least, most
        return
    for member in members:
        if member.ls > scale.last or member.ee < scale.first:
            continue
        if member.step:
            yield from _whole_units(member, scale)
        elif (first := scale.start(member.ls)) <= (last := scale.end(member.ee)):
            yield first, last


def _whole_units(member: Member, scale: Scale) -> Iterator[tuple[int, int]]:
    """Yield the cells in which a whole unit of a run lies: each of its years is an event."""
    first, last = scale.start(member.es), scale.end(member.le)
    if member.step == "day":
        yield first, last
        return
    for cell in range(first, last + 1):
        start, end = scale.days_of(cell)
        if start <= end:
            begun = _next_unit(max(start, int(max(member.es, start))), member.step)
            if _next_unit(begun + 1, member.step) - 1 <= min(end, member.le):
                yield cell, cell


def _next_unit(day: int, step: str) -> int:
    """Return the first day of a year or month from a day on."""
    year, month, number = civil(day)
    if number == 1 and (month == 1 or step == "month"):
        return day
    if step == "month" and month < 12:
        return day_number(year, month + 1, 1)
    return day_number(year + 1, 1, 1)


def _flattened(layers: dict[Shade, list[tuple[int, int]]]) -> Iterator[Piece]:
    """Part rows of cells that overlap: each cell has the surest of its shades."""
    edges: dict[int, list[int]] = {}
    for rank, shade in enumerate(_SHADES):
        for first, last in layers[shade]:
            edges.setdefault(first, [0, 0, 0])[rank] += 1
            edges.setdefault(last + 1, [0, 0, 0])[rank] -= 1
    depth = [0, 0, 0]
    begun, now = 0, -1  # the rank of the shade, -1 for none
    for cell in sorted(edges):
        depth = [a + b for a, b in zip(depth, edges[cell], strict=True)]
        rank = max((rank for rank in range(3) if depth[rank]), default=-1)
        if rank != now:
            if now >= 0:
                yield Piece(begun, cell - 1, _SHADES[now])
            begun, now = cell, rank


def _end(placed: Placement, scale: Scale, side: int) -> End:
    """Tell how an event goes on beyond one side of a scale: 0 the left, -1 the right one."""
    dates = [placed.event.date, *(dispute.date for dispute in placed.event.disputed)]
    for members, date in zip((placed.members, placed.rivals), dates[:2], strict=False):
        days = [m.es for m in members] if side == 0 else [m.le for m in members]
        if not days:
            continue
        day = min(days) if side == 0 else max(days)
        if abs(day) == inf:
            value = value_of(date.edtf)
            blank = isinstance(value, Interval) and value[1 + (side == -1)] == ""
            return "unknown" if blank else "open"
        if day < scale.first if side == 0 else day > scale.last:
            return "cut"
    return ""
