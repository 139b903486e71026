"""A timeline diagram of Mermaid: https://mermaid.js.org/syntax/timeline.html.

A section for each year in which events begin, a period for each date in words, an event for each
title. All are drawn equally wide, whatever time they took.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from timeline.dates.calendar import civil
from timeline.dates.edtf import members
from timeline.dates.wording import words
from timeline.formats.columns import units
from timeline.formats.days import stretches
from timeline.formats.footnotes import cited_sources
from timeline.formats.given_up import sentences, translations
from timeline.formats.words import DETAILS, marks, word
from timeline.placement import value_of
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.formats.days import Stretch
    from timeline.model import Answer, Event, Match

LONGEST = 50_000
"""Characters that Mermaid draws, unless a site sets its ``maxTextSize``."""

# What its grammar or its preprocessor takes for more than text (`:;#%`, and `ﬂ` and `¶`, which it
# puts in the place of entities), and what a page that it stands in would take for HTML.
_SPECIAL = re.compile("[:;#%&<>ﬂ¶]")


def escape(text: str) -> str:
    """Return a text so that Mermaid shows it as it is, on one line: ``:`` is ``#58;``."""
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", one_line(text))


def render(answer: Answer, style: Style) -> Iterator[str]:  # noqa: ARG001 - the renderer decides on looks
    """Return the diagram; only in the order of dates it has sections."""
    language = answer.language
    yield "timeline\n"
    for section, matches in _sections(answer):
        if section:
            yield f"    section {escape(section)}\n"
        indent = "        " if section else "    "
        for date, group in groupby(matches, lambda match: match.event.date.words.said_in(language)):
            said = escape(date)
            for match in group:
                yield f"{indent}{said} : {escape(_told(match, language))}\n"
                said = " " * len(said)


def losses(answer: Answer, style: Style) -> list[str]:
    """Say what of the events a diagram has no place for."""
    counts: Counter[str] = Counter()
    for match in answer.matches:
        counts["long"] += any(map(_may_last, stretches(match.event)))
        counts["details"] += _has_more(match)
    counts["sources"] = len(cited_sources(answer))
    size = sum(map(units, render(answer, style)))
    counts["size"] = size if size > LONGEST else 0
    return sentences(_TOLD, counts) + translations(answer)


_LEFT_OUT = ("networks", "kind", "place", "tags", "summary", *DETAILS)
_MORE = "networks, kind, place, tags, summary, figures, ties to other events, notes, state"
_TOLD = {
    "long": (
        "event is or may be longer than a day: it is as wide as any other",
        "events are or may be longer than a day: they are as wide as any other",
    ),
    "sources": ("source is left out", "sources are left out"),
    "details": (
        f"event has more to it ({_MORE}) that is left out",
        f"events have more to them ({_MORE}) that is left out",
    ),
    "size": (
        "",
        f"characters are more than the {LONGEST:,} that Mermaid draws unless told otherwise",
    ),
}


def _may_last(stretch: Stretch) -> bool:
    """Tell whether a date may be longer than a day: one of several days, however many, is not."""
    if stretch.is_within and not stretch.is_coarse:
        return False
    return stretch.first != stretch.last or stretch.is_cut


def _has_more(match: Match) -> bool:
    event = match.event
    return bool(
        any(getattr(event, name) for name in _LEFT_OUT)
        or any(dispute.note for dispute in event.disputed)
        or match.state
    )


def _sections(answer: Answer) -> Iterator[tuple[str, list[Match]]]:
    """Yield each section with its matches; of two sections of one name Mermaid draws all twice."""
    if answer.order != "date":
        yield "", list(answer.matches)
        return
    found: dict[str, list[Match]] = {}
    for match in answer.matches:
        found.setdefault(_section(match.event, answer.language), []).append(match)
    yield from found.items()


def _section(event: Event, language: str) -> str:
    """Return the year in which an event begins, or the words of its date where none is known."""
    value = value_of(event.date.edtf)
    begins = {day for member in members(value) for day in (member.es, member.ls)}
    years = {civil(int(day))[0] for day in begins if abs(day) < inf}
    if len(years) != 1 or not begins.isdisjoint((inf, -inf)):
        return event.date.words.said_in(language)
    (year,) = years
    sign = "-" if year < 0 else ""
    # Not year_label: beyond 9999 an axis, which is short of room, has bare numbers.
    text = f"{sign}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"
    return words(value_of(text), language)


def _told(match: Match, language: str) -> str:
    """Return the title of an event, and in words what else must be said of it."""
    event = match.event
    title = one_line(event.title.said_in(language)) or one_line(event.id)
    said = [", ".join(marks(event, match.certainty, language))]
    said += (
        f"{word('disputed', language)}, {dispute.date.words.said_in(language)}"
        for dispute in event.disputed
    )
    return " ".join([title, *(f"({mark})" for mark in said if mark)])
