"""What rules find in a store that was read, as problems with places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from timeline import checks
from timeline.checks import File, Subject
from timeline.errors import Spot
from timeline.store.reader import lines_inside_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.errors import Problem
    from timeline.model import Event
    from timeline.store.loading import Reading
    from timeline.store.places import Places


def doubts(
    reading: Reading, places: Places, today: int, *, is_whole: bool = True
) -> Iterator[Problem]:
    """Yield what rules find, but nothing about an event that could not be read as it stands."""
    broken = reading.problems
    # Where events only have their places in an order that is broken, they have no date at all.
    dated = tuple(event for event in reading.contents.events if event.date.edtf)
    contents = reading.contents._replace(events=dated)
    by_id = {event.id: event for event in dated}
    files = tuple(
        File(part.report.file, part.text,
             tuple(by_id[name] for name in places.ids(part.report.file) if name in by_id),
             frozenset(lines_inside_texts(part.text)) if not broken else frozenset())
        for part in reading.parts
    )  # fmt: skip
    troubled = {places.event_at(problem.file, problem.line - 1) for problem in broken}
    subject = Subject(contents, files, today, is_whole=is_whole and not broken)
    for code, severity, (place, message, hint) in checks.run(subject):
        if isinstance(place, Spot):
            spot: Spot | None = place
        elif place[0] == "events" and place[1] in troubled:
            continue
        else:
            spot = places.find(place)
        assert spot, "what was found stands somewhere"
        yield places.problem(spot, code, message, hint)._replace(severity=severity)


def related(new: list[Event], others: list[Event]) -> list[Event]:
    """Return the events that new ones follow, are a part of, stand in a row with, or look like."""
    named = {name for event in new for name in (event.follows, event.part_of)}
    rows = {(event.kind, event.networks) for event in new}
    words: dict[str, list[int]] = {}
    titles = [_words(event) for event in new]
    for number, title in enumerate(titles):
        for word in title:
            words.setdefault(word, []).append(number)
    found = []
    for event in others:
        own = _words(event)
        shared = Counter(number for word in own for number in words.get(word, ()))
        looks_alike = any(2 * count >= min(len(titles[number]), len(own))
                          for number, count in shared.items())  # fmt: skip
        if event.id in named or (event.kind, event.networks) in rows or looks_alike:
            found.append(event)
    return found


def _words(event: Event) -> set[str]:
    return set(f"{event.title.de or ''} {event.title.en or ''}".casefold().split())
