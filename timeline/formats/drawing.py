"""What charts have in common, whatever they are drawn with: labels, headings, the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.chart.labels import Line, Run
from timeline.dates.calendar import iso
from timeline.dates.wording import words
from timeline.formats.words import marks, word
from timeline.placement import value_of
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.chart.layout import Lane, Layout
    from timeline.formats.footnotes import Footnotes
    from timeline.model import Answer, Match


def label(match: Match, language: str, footnotes: Footnotes) -> Line:
    """Return what stands beside a bar: the date in words, marks and title, numbers of sources."""
    event = match.event
    said = marks(event, match.certainty, language)
    mark = f"({', '.join(said)}) " if said else ""
    notes = "".join(f"[{number}]" for number in footnotes.cite_all(event))
    return tuple(
        Run(text, role)
        for text, role in (
            (event.date.words.said_in(language), "date"),
            (mark + one_line(event.title.said_in(language)), "title"),
            (notes, "notes"),
        )
        if text
    )


def heading(lane: Lane, by: str, language: str) -> tuple[str, str]:
    """Return the name of a lane and what it stands for ("" where nothing more is known)."""
    if not lane.name:
        return ("", "") if by == "none" else (word("none", language), "")
    said = one_line(lane.title.said_in(language)) if lane.title else ""
    name = one_line(lane.name)
    if by == "kind":
        return said or name, ""
    return name, said if said != name else ""


def legend(layout: Layout, language: str, today: int) -> Iterator[tuple[str, str]]:
    """Yield the signs that a layout has, each with its words."""
    spans = [item.span for lane in layout.lanes for row in lane.rows for item in row.items]
    shades = {piece.shade for span in spans for piece in span.pieces}
    ends = {end for span in spans for end in (span.left, span.right)}
    for sign in ("certain", "possible", "disputed", "open", "unknown", "cut"):
        if sign in shades or sign in ends:
            yield sign, word(f"chart_{sign}", language)
    if layout.today is not None:
        yield "today", f"{word('today', language)} ({day_words(today, language)})"


def day_words(day: int, language: str) -> str:
    """Return a day number in words."""
    return words(value_of(iso(day) or ""), language)


def title(answer: Answer, language: str) -> str:
    """Return what a drawing is called: the names that the query is about, and the days."""
    names = [name for field in ("network", "kind", "place")
             for name in sorted(answer.asked.get(field, ()))]  # fmt: skip
    kinds = {name: said.said_in(language) for name, said in answer.kinds.items()}
    said = ", ".join(one_line(kinds.get(name) or name) for name in names)
    return f"{word('chronology', language)}: {said}" if said else word("chronology", language)
