"""The check for events that may be the same one, told twice."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from timeline.checks.rule import WARNING, Finding, Subject, rule, said, span_of
from timeline.spelling import fold, nearest, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.model import Event, Text

_ALIKE = 0.7
"""The part of the words of two titles that has to be the same."""

_COMMON = 40
"""Events that a word may be in to be worth a look: what more have says little about any."""

_SHORT = 3

_NUMBER = re.compile(
    r"[0-9].*|[ivx]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf"
    r"|(?:erst|zweit|dritt|viert|funft|sechst|siebt|acht|neunt|zehnt|elft|zwolft)e[nrsm]?"
)
"""A number among the words of a title (as ``words_in`` has them), also one that counts."""


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

    Titles are not alike that have different numbers ("First meeting", "Second meeting"), or that
    differ in one word with a capital letter each ("Berlin joins", "Munich joins"), unless one is a
    slip of the other. Events that are told to follow or to be a part of each other are two.
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
    return any(_say_one(a, b) for a in _texts(first.title) for b in _texts(second.title))


def _texts(title: Text) -> list[str]:
    return [text for text in (title.de, title.en) if text]


def _say_one(first: str, second: str) -> bool:
    """Tell whether two titles share most words, and do not tell a series apart in the others."""
    ours, theirs = set(words_in(first)), set(words_in(second))
    if not ours or not theirs or len(ours & theirs) < _ALIKE * len(ours | theirs):
        return False
    own, other = ours - theirs, theirs - ours
    if any(map(_NUMBER.fullmatch, own)) and any(map(_NUMBER.fullmatch, other)):
        return False
    if len(own) == len(other) == 1 and own <= _names(first) and other <= _names(second):
        return nearest(own.pop(), other) is not None
    return True


def _names(title: str) -> set[str]:
    """Return the words of a title that begin with a capital letter."""
    return {fold(word) for word in re.findall(r"[^\W_]+", title) if word[0].isupper()}


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
    return {word for text in _texts(title) for word in words_in(text) if len(word) > _SHORT}


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
