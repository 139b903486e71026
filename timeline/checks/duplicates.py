"""The check for events that may be the same one, told twice."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from timeline.checks.rule import WARNING, Finding, Subject, rule, said, span_of
from timeline.spelling import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.model import Event, Text

_ALIKE = 0.7
"""The part of the words of two titles that has to be the same."""

_COMMON = 40
"""Events that a word may be in to be worth a look: what more have says little about any."""

_SHORT = 3


@rule(
    "near-duplicate",
    WARNING,
    "the same event twice is counted twice",
    """\
events:
  - {id: gbn-joins-num, date: 2025-07-01, title: The German Biobank Node joins NUM}
  - {id: gbn-in-num, date: 2025-07, title: German Biobank Node joins the NUM}
""",
)
def near_duplicate(subject: Subject) -> Iterator[Finding]:
    """Find events that may have been on the same day and whose titles share most words.

    Events that are told to follow or to be a part of each other are two.
    """
    order = {event.id: number for number, event in enumerate(subject.contents.events)}
    earliest: dict[Event, Event] = {}
    for first, second in _pairs(subject.contents.events):
        known = earliest.setdefault(second, first)
        earliest[second] = min(known, first, key=lambda event: order[event.id])
    for second, first in sorted(earliest.items(), key=lambda pair: order[pair[0].id]):
        yield Finding(
            ("events", second.id),
            f"{second.id} ({said(second)}) may be {first.id} ({said(first)}) once more",
            "keep one of them, with the sources of both",
        )


def alike(first: Event, second: Event) -> bool:
    """Tell whether two events may be the same one: some day in common, and most words."""
    if second.id in (first.part_of, first.follows) or first.id in (second.part_of, second.follows):
        return False
    one, other = span_of(first), span_of(second)
    if one.es > other.le or other.es > one.le:
        return False
    # What took years may hold a year's event of the same name, which is another one.
    if max(one.le - one.es, other.le - other.es) > 366 and one != other:
        return False
    # Whoever took it in from elsewhere may not have said in which language it is.
    return any(_share(a, b) >= _ALIKE for a in _titles(first) for b in _titles(second))


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0


def _titles(event: Event) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(words_in(text or "")) for text in (event.title.de, event.title.en))


def _pairs(events: tuple[Event, ...]) -> set[tuple[Event, Event]]:
    """Return the pairs of events that are alike, found by the rarer words that they share."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        for word in _words(event.title):
            by_word[word].append(number)
    candidates = {
        pair for numbers in by_word.values() if 1 < len(numbers) <= _COMMON
        for pair in combinations(numbers, 2)
    }  # fmt: skip
    candidates |= _namesakes(events)
    return {(events[a], events[b]) for a, b in candidates if alike(events[a], events[b])}


def _words(title: Text) -> set[str]:
    return {word for text in (title.de, title.en) if text for word in words_in(text)
            if len(word) > _SHORT}  # fmt: skip


def _namesakes(events: tuple[Event, ...]) -> set[tuple[int, int]]:
    """Return pairs of events with the same title, however common its words are.

    Each is paired with the one before it in time, and with that before it which ends last.
    """
    groups: dict[tuple[frozenset[str], ...], list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        groups[_titles(event)].append(number)
    found = set()
    for numbers in groups.values():
        ordered = sorted(numbers, key=lambda number: span_of(events[number]).es)
        longest = ordered[0]
        for before, number in pairwise(ordered):
            found |= {(min(p), max(p)) for p in ((before, number), (longest, number))}
            longest = max(longest, number, key=lambda n: span_of(events[n]).le)
    return found
