"""The order of events that a store tells without dates: checked, and put into their bounds.

The rules stand in ``docs/architecture.md`` ("What a query means"). Nothing here is recursive: a
chain may be as long as a store.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.dates import edtf
from timeline.dates.calendar import iso
from timeline.model import Placed
from timeline.placement import newest
from timeline.store.bounds import ES, LE, Link, Node
from timeline.store.contradictions import Complaints, add_circle, report_undatable
from timeline.store.fields import describe
from timeline.store.tighten import tighten
from timeline.store.undated import End, edtf_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.model import Date, Event
    from timeline.store.schema import Draft


def arrange(draft: Draft) -> None:
    """Give every event in an order what follows from it, and report what contradicts itself.

    An event without a date of its own gets one; the dates of others get narrower bounds.
    """
    nodes = _sorted(_graph(draft))
    complaints = Complaints()
    tighten(nodes, complaints)
    if any(node.hedged for node in nodes) and any(node.undated for node in nodes):
        tighten(nodes, complaints, softly=True)
    unknown = []
    for node in nodes:
        usable = (link.first.rank + 1 for link in node.into if not link.is_dead)
        node.rank = max(usable, default=0)
        event = _dated(node) if node.undated else _narrowed(node)
        if event is None:
            unknown.append(node)
        else:
            draft.events[node.number] = event
    if unknown and not complaints.is_tired:
        report_undatable(draft, unknown)


def _dated(node: Node) -> Event | None:
    """Return an event with the date that follows from its place, or None where nothing does."""
    low, high = node.bounds[ES], node.bounds[LE]
    found = _described(End(low.day, low.grain, low.hedged), End(high.day, high.grain, high.hedged))
    if found is None:
        return None
    date, members = found
    return node.event._replace(date=date, placed=Placed(members, node.rank))


@lru_cache(maxsize=1000)  # in a chain of events, many are known to be as late as the same date
def _described(low: End, high: End) -> tuple[Date, tuple[edtf.Member, ...]] | None:
    text = edtf_between(low, high)
    if text is None:
        return None
    value = edtf.parse(text)
    return describe(value), edtf.members(value)


def _narrowed(node: Node) -> Event:
    """Return an event whose date keeps its text, but has only the days that the order leaves."""
    event, members = node.event, node.members
    if node.one_of and not node.hedged:
        members = node.clipped(node.left or members)
    date = event.date
    if members != node.members:
        earliest, latest = min(m.es for m in members), max(m.le for m in members)
        date = date._replace(earliest=iso(earliest), latest=iso(latest))
    return event._replace(date=date, placed=Placed(members, node.rank))


def _graph(draft: Draft) -> list[Node]:
    """Return the events that are in an order, linked, as they stand in the store."""
    numbers = {event.id: number for number, event in enumerate(draft.events)}
    # What is not there, or could not be read, has been reported.
    known = [(r.event, r) for r in draft.ordering
             if r.event is not None and r.event in numbers and r.wanted in numbers]  # fmt: skip
    places = draft.places["events"]
    nodes: dict[str, Node] = {}
    for name in sorted({name for owner, r in known for name in (owner, r.wanted)},
                       key=numbers.__getitem__):  # fmt: skip
        event, (file, line) = draft.events[numbers[name]], places[name]
        nodes[name] = Node(event, numbers[name], f"{file}:{line + 1}", newest(event.citations))
    links: set[tuple[Node, Node, object]] = set()
    for owner, reference in known:
        ends = nodes[reference.wanted], nodes[owner]
        if reference.key == "before":
            ends = ends[1], ends[0]
        # "b after a" and "a before b" say the same once only.
        key = (*ends, reference.by and (reference.key, reference.by))
        if key not in links:
            links.add(key)
            link = Link(*ends, reference)
            link.first.out.append(link)
            link.second.into.append(link)
    return list(nodes.values())


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    """Return events so that links lead forwards; a link that closes a circle is reported."""
    finished: list[Node] = []
    depths: dict[Node, int] = {}  # of events on the path, -1 once they are finished
    for start in nodes:
        path = [_Step(start, None)] if start not in depths else []
        depths.setdefault(start, 0)
        while path:
            link = next(path[-1].links, None)
            if link is None:
                node = path.pop().node
                depths[node] = -1
                finished.append(node)
            elif link.second not in depths:
                depths[link.second] = len(path)
                path.append(_Step(link.second, link))
            elif depths[link.second] >= 0:
                link.is_dead = True
                add_circle(link, _way(link, path, depths[link.second]))
    return finished[::-1]


class _Step:
    """An event on a path, by which link it was reached, and the links still to be tried."""

    __slots__ = ("link", "links", "node")

    def __init__(self, node: Node, link: Link | None) -> None:
        self.node, self.link, self.links = node, link, iter(node.out)


def _way(closing: Link, path: list[_Step], depth: int) -> Iterator[tuple[Node, Link]]:
    """Yield the other events of a circle, each with the link that leads on from it."""
    steps = range(depth + 1, len(path))
    is_backwards = closing.reference.key == "after"
    for i in reversed(steps) if is_backwards else steps:
        link = path[i].link
        assert link is not None
        yield (link.second if is_backwards else link.first), link
