"""Differences as sections of events, the same for every format that is for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.formats.change_words import phrases
from timeline.model import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.differences import Changed, Differences
    from timeline.formats.change_words import Phrase
    from timeline.model import Event

SECTIONS = {
    "added": {"de": "Hinzugefügt", "en": "Added"},
    "removed": {"de": "Entfernt", "en": "Removed"},
    "changed": {"de": "Geändert", "en": "Changed"},
}


class Line(NamedTuple):
    """An event, with only those sources that its section shows, and what changed in it."""

    event: Event
    phrases: tuple[Phrase, ...] = ()


def sections(differences: Differences) -> Iterator[tuple[str, list[Line]]]:
    """Yield the name and the events of every section that has any.

    What was removed comes without its evidence; a changed event keeps the sources that none of its
    changes tells of.
    """
    added = [Line(event) for event in differences.added]
    removed = [Line(event._replace(citations=(), disputed=())) for event in differences.removed]
    changed = [_changed_line(changed, differences) for changed in differences.changed]
    for name, lines in (("added", added), ("removed", removed), ("changed", changed)):
        if lines:
            yield name, lines


def _changed_line(changed: Changed, differences: Differences) -> Line:
    said = tuple(phrases(changed, differences))
    told = {citation.source for phrase in said for citation in phrase.cited}
    kept = tuple(c for c in changed.new.citations if c.source not in told)
    return Line(changed.new._replace(citations=kept, disputed=()), said)


def as_answer(differences: Differences) -> Answer:
    """Return an answer without events, by which the other formats know language and kinds."""
    return Answer((), differences.language, kinds=differences.kinds)


def heading(name: str, lines: list[Line], language: str) -> str:
    """Return the heading of a section, with the number of its events."""
    return f"{SECTIONS[name][language]} ({len(lines)})"
