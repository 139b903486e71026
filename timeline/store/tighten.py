"""Bounds of events, tightened by the order that a store tells: the arithmetic of ``order.py``."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING, NamedTuple, Protocol

from timeline.dates.calendar import civil, days_in_month
from timeline.dates.durations import Duration, shift
from timeline.store.bounds import DAY, EE, ES, LE, LS, MONTH, YEAR, Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.store.bounds import Link, Node


class Critic(Protocol):
    """Told of what cannot be while bounds are tightened."""

    @property
    def is_tired(self) -> bool:
        """Whether it has heard enough."""

    def refuse(self, link: Link, node: Node, *, softly: bool) -> None:
        """Hear that a link left nothing possible of an event, which is as it was left."""

    def doubt(self, node: Node) -> bool:
        """Tell whether an event that moved many times would have moved for ever."""


class Offer(NamedTuple):
    """A bound that a link offers to one of its ends."""

    side: int
    source: Bound
    day: float
    grain: int


def tighten(nodes: Sequence[Node], critic: Critic, *, softly: bool = False) -> None:
    """Tighten the bounds of events, given in order, until nothing changes.

    A link that leaves nothing possible is refused, with the event in its impossible state, and
    passed over from then on. ``softly`` lets events without a date take over the bounds of hedged
    ones as well, as far as they go.
    """
    for position, node in enumerate(nodes):
        node.position = position
        if softly and node.hedged:
            node.relax()
    ahead = {node.position for node in nodes if node.hedged or not softly}
    behind = set(ahead)
    while (ahead or behind) and not critic.is_tired:
        behind |= _pass(nodes, ahead, critic, is_forwards=True, softly=softly)
        ahead = _pass(nodes, behind, critic, is_forwards=False, softly=softly)
        behind = set()


def _pass(
    nodes: Sequence[Node], dirty: set[int], critic: Critic, *, is_forwards: bool, softly: bool
) -> set[int]:
    """Pass on in one direction what is new of some events; return which others it has moved."""
    sign = 1 if is_forwards else -1
    heap = [sign * position for position in dirty]
    heapify(heap)
    moved: set[int] = set()
    while heap:
        node = nodes[abs(heappop(heap))]
        for link in node.out if is_forwards else node.into:
            target = link.second if is_forwards else link.first
            if link.is_dead or (softly and not target.is_soft):
                continue
            offers = _offers_forth(link) if is_forwards else _offers_back(link)
            if _take(target, link, offers, critic, softly=softly):
                if target.position not in moved and target.position not in dirty:
                    heappush(heap, sign * target.position)
                moved.add(target.position)
    return moved


def _take(node: Node, link: Link, offers: Iterable[Offer], critic: Critic, *, softly: bool) -> bool:
    """Take over what a link offers, unless it leaves nothing possible; tell whether it was news."""
    before, left = node.bounds, node.left
    bounds = None
    for side, source, day, grain in offers:
        now = before[side].day
        if day > now if side in (ES, EE) else day < now:
            bounds = bounds or list(before)
            bounds[side] = Bound(
                day, grain, source.hedged, node, side, link, source, source.origin or source,
                source.is_reckoned or link.by is not None,
            )  # fmt: skip
    if bounds is None:
        return False
    node.bounds = bounds
    if node.settle():
        node.moves += 1
        if node.moves % node.patience == 0 and critic.doubt(node):
            node.patience = 2  # where distances exclude each other, others may do so as well
        return True
    critic.refuse(link, node, softly=softly)
    link.is_dead |= not softly
    node.bounds, node.left = before, left
    return False


def _offers_forth(link: Link) -> tuple[Offer, ...]:
    """Return what the first event of a link says about the second one."""
    _, ls, ee, le = link.first.bounds
    if link.by and link.reckons_second:
        return _reckon(ES, ee, link.by, 1), _reckon(LE, le, link.by, 1)
    if link.by and link.is_exact:
        return _reckon(ES, ee, link.by, 1), _reckon(LS, ls, link.by, 1)
    return (Offer(ES, ee, ee.day, ee.grain),)


def _offers_back(link: Link) -> tuple[Offer, ...]:
    """Return what the second event of a link says about the first one."""
    es, ls, ee, _ = link.second.bounds
    if link.by and not link.reckons_second:
        return _reckon(ES, es, link.by, -1), _reckon(LE, ls, link.by, -1)
    if link.by and link.is_exact:
        return _reckon(LE, ls, link.by, -1), _reckon(EE, ee, link.by, -1)
    return (Offer(LE, ls, ls.day, ls.grain),)


def _reckon(side: int, bound: Bound, by: Duration, sign: int) -> Offer:
    """Return a bound moved by a distance; what is known to the month stays known to the month."""
    grain = min(bound.grain, DAY if by.days else MONTH if by.months else YEAR)
    if abs(bound.day) == inf:
        return Offer(side, bound, bound.day, grain)
    moved = shift(int(bound.day), by._replace(days=0), sign)
    if side == LE and bound.grain > DAY and not by.days:
        moved = _month_end(int(bound.day), moved)
    return Offer(side, bound, moved + sign * by.days, grain)


def _month_end(day: int, moved: int) -> int:
    """Return the last day of the month that a last day of a month was moved to, else the day."""
    year, month, day_of_month = civil(day)
    if day_of_month < days_in_month(year, month):
        return moved
    year, month, day_of_month = civil(moved)
    return moved + days_in_month(year, month) - day_of_month
