"""Where on a scale an event is drawn: cells that it certainly, possibly or disputedly touches.

A cell is answered as ``between`` would answer for its days (docs/architecture.md): a chart claims
no more than a list does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from timeline.dates.calendar import civil, day_number
from timeline.dates.edtf import Interval, members
from timeline.placement import Placement, place, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.chart.scale import Scale
    from timeline.dates.edtf import Member
    from timeline.model import Event

Shade: TypeAlias = Literal["certain", "possible", "disputed"]
End: TypeAlias = Literal["", "open", "unknown", "cut"]

_LEAST_DAYS = {"month": 28, "year": 365}
_SHADES: tuple[Shade, ...] = ("disputed", "possible", "certain")
_ENDS: tuple[End, ...] = ("", "cut", "unknown", "open")


class Piece(NamedTuple):
    """A row of cells, first and last included, that an event touches with one certainty."""

    first: int
    last: int
    shade: Shade


@dataclass(frozen=True)  # without slots, which would leave no room for what is cached
class Span:
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

    @cached_property
    def islands(self) -> tuple[tuple[Piece, ...], ...]:
        """The pieces, those together that touch each other; disputed ones stand by themselves."""
        found: list[tuple[Piece, ...]] = []
        for piece in self.pieces:
            before = found[-1][-1] if found else None
            is_own = before and (before.shade == "disputed") == (piece.shade == "disputed")
            if before and is_own and before.last + 1 == piece.first:
                found[-1] += (piece,)
            else:
                found.append((piece,))
        return tuple(found)


def surest(pieces: Iterable[Piece]) -> Shade:
    """Return the surest shade of some pieces."""
    return max((piece.shade for piece in pieces), key=_SHADES.index)


class Days(NamedTuple):
    """The first and last known day of an event's dates (±infinity: nothing is known).

    ``is_begun``: one of them has no first day; ``is_open``: one has no last day.
    """

    first: float
    last: float
    is_begun: bool
    is_open: bool


def days_of(event: Event) -> Days:
    """Return the days on which an event may lie, of its own and of competing dates."""
    found = [member for part in place(event)[1:3] for member in part]
    known = [day for member in found for day in member[:4] if abs(day) != inf]
    return Days(
        min(known, default=inf), max(known, default=-inf),
        any(member.es == -inf for member in found), any(member.le == inf for member in found),
    )  # fmt: skip


def span_of(event: Event, scale: Scale, placed: Placement | None = None) -> Span | None:
    """Return where an event is drawn on a scale, None where it lies beyond it.

    ``placed`` is where in time it may lie, where that was worked out before.
    """
    placed = placed or place(event)
    layers: dict[Shade, list[tuple[int, int]]] = {
        "certain": list(_certain(placed, scale)),
        "possible": _touched(placed.members, scale),
        "disputed": _touched(placed.rivals, scale),
    }
    pieces = tuple(_flattened(layers))
    if not pieces:
        return None
    return Span(pieces, *_ends(event, placed, scale))


def _touched(members: Iterable[Member], scale: Scale) -> list[tuple[int, int]]:
    return [
        (scale.start(member.es), scale.end(member.le))
        for member in members
        if member.es <= scale.last and member.le >= scale.first
    ]


def _certain(placed: Placement, scale: Scale) -> Iterator[tuple[int, int]]:
    """Yield the cells that an event certainly touches."""
    known = placed.members
    if any(member.hedged for member in known):
        # One hedged alternative makes all of them doubtful; of several events, only itself.
        if placed.one_of:
            return
        known = tuple(member for member in known if not member.hedged)
    if placed.one_of:
        least = max((scale.start(m.ls) if m.ls <= scale.last else scale.cells) for m in known)
        most = min((scale.end(m.ee) if m.ee >= scale.first else -1) for m in known)
        if least <= most:
            yield least, most
        return
    for member in known:
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
    if -(-scale.days // scale.cells) < _LEAST_DAYS[member.step]:
        return  # no cell is as long as a unit
    for cell in range(first, last + 1):
        start, end = scale.days_of(cell)
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


def _ends(event: Event, placed: Placement, scale: Scale) -> tuple[End, End]:
    """Tell how what is drawn of an event goes on beyond the axis, to the left and to the right.

    What lies wholly beyond it is not drawn, and has no sign: only a bar that reaches the edge has.
    """
    left: list[End] = []
    right: list[End] = []
    dated = [(placed.members, event.date.edtf)]
    dated += [(members(value_of(text)), text) for text in (d.date.edtf for d in event.disputed)]
    for found, text in dated:
        value = value_of(text)
        for member in found:
            if member.es > scale.last or member.le < scale.first:
                continue
            is_blank = isinstance(value, Interval) and value.start == ""
            left.append(_end(member.es < scale.first, member.es, is_blank=is_blank))
            is_blank = isinstance(value, Interval) and value.end == ""
            right.append(_end(member.le > scale.last, member.le, is_blank=is_blank))
    return max(left, key=_ENDS.index, default=""), max(right, key=_ENDS.index, default="")


def _end(goes_on: bool, day: float, *, is_blank: bool) -> End:  # noqa: FBT001 - one call, in words
    if abs(day) == inf:
        return "unknown" if is_blank else "open"
    return "cut" if goes_on else ""
