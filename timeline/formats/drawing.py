"""What charts have in common, whatever they are drawn with: labels, headings, the legend."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.chart.labels import Line, Run
from timeline.dates.calendar import civil, day_number, days_in_month, iso
from timeline.dates.point import Point
from timeline.dates.wording import words
from timeline.formats.given_up import sentences
from timeline.formats.words import marks, word
from timeline.placement import value_of
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.chart.layout import Lane, Layout
    from timeline.chart.spans import Piece
    from timeline.formats.footnotes import Footnotes
    from timeline.model import Answer, Citation, Match


_WRITTEN = (day_number(0, 1, 1), day_number(9999, 12, 31))
"""The days of years that are written with four digits."""


def label(match: Match, language: str, footnotes: Footnotes | None) -> Line:
    """Return what stands beside a bar: date in words, marks, title and state, competing dates.

    The numbers of sources follow what they say; without footnotes there are none.
    """
    event = match.event
    said = marks(event, match.certainty, language)
    mark = f"({', '.join(said)}) " if said else ""
    state = f"; {match.state}" if match.state else ""
    runs = [
        Run(event.date.words.said_in(language), "date"),
        Run(mark + one_line(event.title.said_in(language)) + state, "title"),
        Run(_numbers(event.citations, footnotes), "notes"),
    ]
    for dispute in event.disputed:
        date = f"({word('disputed', language)}: {dispute.date.words.said_in(language)}"
        notes = _numbers(dispute.citations, footnotes)
        runs += [Run(date if notes else f"{date})", "title"),
                 Run(f"{notes})" if notes else "", "notes")]  # fmt: skip
    return tuple(run for run in runs if run.text)


def _numbers(citations: tuple[Citation, ...], footnotes: Footnotes | None) -> str:
    numbers = footnotes.cite(citations) if footnotes else []
    return "".join(f"[{number}]" for number in numbers)


def heading(lane: Lane, by: str, language: str) -> tuple[str, str]:
    """Return the name of a lane and what it stands for ("" where nothing more is known)."""
    if not lane.name:
        return ("", "") if by == "none" else (word("none", language), "")
    said = one_line(lane.title.said_in(language)) if lane.title else ""
    name = one_line(lane.name)
    if by == "kind":
        return said or name, ""
    return name, said if said != name else ""


class Sign(NamedTuple):
    """A sign of the legend: its name and its words; of a shade, how it is drawn."""

    name: str
    said: str
    is_bar: bool = False
    is_point: bool = False


def legend(
    layout: Layout, language: str, today: int, is_point: Callable[[tuple[Piece, ...]], bool]
) -> Iterator[Sign]:
    """Yield the signs that a layout has; ``is_point`` tells which pieces are no bar, but a mark."""
    spans = [item.span for lane in layout.lanes for row in lane.rows for item in row.items]
    drawn = {(piece.shade, is_point(island)) for span in spans for island in span.islands
             for piece in island}  # fmt: skip
    for shade in ("certain", "possible", "disputed"):
        forms = [point for shown, point in drawn if shown == shade]
        if forms:
            said = word(f"chart_{shade}", language)
            yield Sign(shade, said, is_bar=False in forms, is_point=True in forms)
    ends = {end for span in spans for end in (span.left, span.right)}
    for end in ("open", "unknown", "cut"):
        if end in ends:
            yield Sign(end, word(f"chart_{end}", language))
    if layout.today is not None:
        yield Sign("today", f"{word('today', language)} ({day_words(today, language)})")


def day_words(day: int, language: str) -> str:
    """Return a day number in words, of any year: EDTF has no days of years beyond 9999."""
    text = str(iso(day))
    year, month, number = text.rsplit("-", 2)
    return words(Point(text, day, day, "day", 0, year, month, number), language)


def title(answer: Answer, language: str) -> str:
    """Return what a drawing is called: the names and the days that the query is about."""
    names = [name for field in ("network", "kind", "place")
             for name in sorted(answer.asked.get(field, ()))]  # fmt: skip
    kinds = {name: said.said_in(language) for name, said in answer.kinds.items()}
    about = [one_line(kinds.get(name) or name) for name in names]
    if said := _window_words(answer.window or answer.days, language):
        about.append(said)
    return ": ".join(filter(None, (word("chronology", language), ", ".join(about))))


def _window_words(window: tuple[float, float] | None, language: str) -> str:
    """Return a window of days in words, as whole years or months where it is that."""
    if not window or any(
        abs(day) != inf and not _WRITTEN[0] <= day <= _WRITTEN[1] for day in window
    ):
        return ""
    first, last = (None if abs(day) == inf else civil(int(day)) for day in window)
    length = 3
    if (not first or first[2] == 1) and (not last or last[2] == days_in_month(*last[:2])):
        length = 2
        if (not first or first[1] == 1) and (not last or last[1] == 12):
            length = 1
    ends = [f"{end[0]:04}" + "".join(f"-{part:02}" for part in end[1:length]) if end else ".."
            for end in (first, last)]  # fmt: skip
    text = ends[0] if ends[0] == ends[1] else "/".join(ends)
    return "" if text == ".." else words(value_of(text), language)


def losses(answer: Answer, by: str) -> list[str]:
    """Say what a drawing leaves out of the events of an answer; ``by`` is what a lane is."""
    left_out = ("networks", "kind", "place", "tags", "summary", "figures")
    names = [name for name in left_out if name.removesuffix("s") != by.removesuffix("s")]
    told = ", ".join(names)
    more = sum(any(getattr(match.event, name) for name in names) for match in answer.matches)
    said = {"more": (f"event has more to it ({told}) than is drawn",
                     f"events have more to them ({told}) than is drawn")}  # fmt: skip
    return sentences(said, {"more": more})
