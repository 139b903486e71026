"""Why an order of events cannot be, in words: which dates stand against it, and by what way."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from math import inf
from typing import TYPE_CHECKING

from timeline.store.bounds import EE, ES, LS
from timeline.store.nodes import shown
from timeline.store.undated import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.store.bounds import Bound, Link, Node
    from timeline.store.schema import Draft, Reference

_MOST = 4
_LONGEST = 100
_TIRING = 100
_SURE = 4_096  # a month and a year have given way to any number of days long before


class Complaints:
    """Reports what cannot be while bounds are tightened (``tighten.Critic``)."""

    def __init__(self) -> None:
        self._distances = 0

    @property
    def is_tired(self) -> bool:
        """Whether so many distances exclude each other that nobody reads on."""
        return self._distances >= _TIRING

    def refuse(self, link: Link, node: Node, *, softly: bool) -> None:
        """Report a contradiction; what cannot be relied on contradicts nothing but itself."""
        if softly:
            self.doubt(node)
        else:
            _add_contradiction(link, node)

    def doubt(self, node: Node) -> bool:
        """Report distances that move an event for ever, and tell whether there are any.

        Those of months may give way to one another, but not for as long as ``_SURE`` moves.
        """
        before = self._distances
        for bound in node.bounds:
            turn = _turn(bound)
            if turn and (node.moves >= _SURE or all(link.is_exact for link in turn)):
                self._distances += _add_distances(turn)
        return self._distances > before


def _add_contradiction(link: Link, node: Node) -> None:
    """Report a link that left nothing possible of one of its events, given as it was left."""
    reference = link.reference
    owner = link.second if reference.key == "after" else link.first
    other = link.first if owner is link.second else link.second
    grounds = _grounds(link, node)
    for bound, _ in grounds:
        if turn := _turn(bound):
            _add_distances(turn)
            return
    facts = [fact for bound, at in grounds for fact in _facts(bound, at, owner)]
    if node.has_choice and not node.left:
        facts.append((node, _dated(node, owner)))
    facts.sort(key=lambda fact: fact[0] is not owner)
    said = list(dict.fromkeys(text for _, text in facts))
    reasons = said[0] if len(said) == 1 else f"{', '.join(said[:-1])}, and {said[-1]}"
    message = f"{shown(owner.event.id)} cannot be {_relation(link)} {shown(other.event.id)}: "
    things = "dates or distances" if any(b.is_reckoned for b, _ in grounds) else "dates"
    hint = f"mend one of the {things}, or delete this {reference.key!r}"
    reference.report.add(reference.node, "contradiction", message + reasons, hint)


def _relation(link: Link) -> str:
    """Return "after", or "1 day after" as it was written."""
    key = link.reference.key
    owner = link.second if key == "after" else link.first
    return f"{owner.event.by} {key}" if link.by else key


def _grounds(link: Link, node: Node) -> list[tuple[Bound, Node]]:
    """Return the bounds that exclude each other, each with the event that it is known of.

    What the link brought is told as it was at its other event.
    """
    es, ls, ee, le = node.bounds
    at_odds = [es, ls] if es.day > ls.day else [ee, le]
    if node.has_choice and not node.left:  # also an inner bound may have taken a part of it
        at_odds = [es, le, *(bound for bound in (ls, ee) if bound.link is link)]
    other = link.first if node is link.second else link.second
    return [
        (bound.source, other) if bound.link is link and bound.source is not None else (bound, node)
        for bound in at_odds
    ]


def _facts(bound: Bound, node: Node, owner: Node) -> Iterator[tuple[Node, str]]:
    """Say what is known of an event; of a choice of dates also what made it smaller."""
    if not node.has_choice or bound.link is not None:
        yield node, _fact(bound, node, owner)
        return
    yield node, _dated(node, owner)
    if bound.source is not None:
        yield node, _fact(bound.source, node, owner)


def _dated(node: Node, owner: Node | None = None) -> str:
    who = "it" if node is owner else f"{node.event.id} ({node.place})"
    said = node.event.date.words.said_in("en")
    return f"{who} is dated {said if len(said) <= _LONGEST else f'{said[:_LONGEST]}…'}"


def _fact(bound: Bound, node: Node, owner: Node) -> str:
    """Say what a bound of an event rests on, and by way of which others."""
    origin = bound.origin
    if origin is None or abs(origin.day) == inf:
        if node is owner or abs(bound.day) == inf:
            return _dated(node, owner)
        return f"{node.event.id} ({node.place}) {_when(bound)}"
    who = "it" if node is owner else f"{node.event.id} ({node.place})"
    named = f"{origin.node.event.id} ({origin.node.place}){_by_way(bound)}"
    if bound.is_reckoned:
        return f"{who} {_when(bound)}, reckoned from {named}"
    relation = "after" if bound.side in (ES, EE) else "before"
    return f"{who} comes {relation} {named}, which {_when(origin)}"


def _when(bound: Bound) -> str:
    verb = "began" if bound.side in (ES, LS) else "ended"
    limit = "earliest" if bound.side in (ES, EE) else "latest"
    return f"{verb} {day_in_words(bound.day)} at the {limit}"


def _by_way(bound: Bound) -> str:
    """Name the events between a bound and its origin."""
    names: dict[str, None] = {}
    step = bound.source
    while step is not None and step.link is not None and len(names) <= _MOST:
        names[f"{step.node.event.id} ({step.node.place})"] = None
        step = step.source
    return f" by way of {_listed(list(names))}" if names else ""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST]) + ", ..." * (len(names) > _MOST)


def add_circle(link: Link, way: Iterable[tuple[Node, Link]]) -> None:
    """Report the link that closes a circle, and where each other event of it leads on."""
    reference = link.reference
    others = [
        f"{node.event.id} ({_place(step.reference)})" for node, step in islice(way, _MOST + 1)
    ]
    way_back = f", by way of {_listed(others)}" if others else ""
    reference.report.add(reference.node, "circle",
                         f"{shown(reference.event or '')} comes {reference.key} itself{way_back}",
                         "delete one 'after' or 'before' of the circle")  # fmt: skip


def _place(reference: Reference) -> str:
    return f"{reference.report.file}:{reference.report.line_of(reference.node.line) + 1}"


def _turn(bound: Bound) -> list[Link]:
    """Return the links by which a bound comes to rest on an earlier one of the same kind."""
    links: list[Link] = []
    passed: dict[tuple[Node, int], int] = {}
    while bound.is_reckoned and bound.link and bound.source:
        start = passed.setdefault((bound.node, bound.side), len(links))
        if start < len(links):
            return links[start:]
        links.append(bound.link)
        bound = bound.source
    return []


def _add_distances(turn: list[Link]) -> bool:
    """Report distances that exclude each other, unless one of them has been reported already."""
    if any(link.is_dead for link in turn):
        return False
    link = next(link for link in turn if link.by)
    reference = link.reference
    link.is_dead = True
    told = [f"{_said(other)} ({_place(other.reference)})"
            for other in dict.fromkeys(turn) if other is not link]  # fmt: skip
    if not all(link.is_exact for link in turn):  # the months of another year could do
        told += {_dated(n): None for step in turn for n in (step.first, step.second) if n.members}
    message = f"{shown(reference.event or '')} cannot be {_relation(link)} "
    message += f"{shown(reference.wanted)}, as that leaves no room for: {_listed(told)}"
    hint = "mend one of the distances, or delete one of them"
    reference.report.add(reference.node, "contradiction", message, hint)
    return True


def _said(link: Link) -> str:
    return f"{link.reference.event} {_relation(link)} {link.reference.wanted}"


def report_undatable(draft: Draft, unknown: Iterable[Node]) -> None:
    """Report events of which nothing is known, but not those that only wait for another of them."""
    places = draft.places["events"]
    readable = {event.id for event in draft.events}
    waiting = {node.event.id: node for node in sorted(unknown, key=lambda node: node.number)}
    told: dict[str, list[Reference]] = defaultdict(list)
    waiters: dict[str, list[str]] = defaultdict(list)
    for reference in draft.ordering:
        if reference.event in waiting:
            told[reference.event].append(reference)
            waiters[reference.wanted].append(reference.event)
    # What has been reported comes first, then what waits for nothing, then pairs that wait for
    # each other.
    reported = {name for name, node in waiting.items()
                if not told[name]  # what it tells could not be read
                or any(link.is_dead for link in (*node.into, *node.out))
                or any(reference.wanted not in readable for reference in told[name])}  # fmt: skip
    rank = {name: 0 if name in reported else 1 + any(r.wanted in waiting for r in told[name])
            for name in waiting}  # fmt: skip
    for name in sorted(waiting, key=rank.__getitem__):
        if name in waiting and name not in reported:
            _add_undatable(told[name], places)
        covered = [name]
        while covered:
            done = covered.pop()
            if waiting.pop(done, None):
                covered += waiters[done]


def _add_undatable(told: list[Reference], places: dict[str, tuple[str, int]]) -> None:
    reasons = []
    for reference in told[:_MOST]:
        file, line = places[reference.wanted]
        side = "end" if reference.key == "after" else "start"
        reasons.append(f"{reference.wanted} ({file}:{line + 1}) has no known {side}")
    first = told[0]
    message = (
        f"nothing is known about when {shown(first.event or '')} was: {', and '.join(reasons)}"
    )
    first.report.add(first.node, "undatable", message, "give it a date, as coarse as need be")
