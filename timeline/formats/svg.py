"""SVG: the chart as a drawing that any slide, page or printer takes, light or dark.

Fonts are those that exist, nothing is fetched, nothing runs. Each event has its date, title and
sources as a ``<title>``; lists and roles are there for screen readers (SVG-AAM, WAI-ARIA
graphics). The sources stand below as footnotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from timeline.chart.labels import Run, wrapped
from timeline.chart.layout import Paper, lay_out
from timeline.formats.drawing import heading, label, legend, title
from timeline.formats.drawing import losses as left_out
from timeline.formats.footnotes import Footnotes
from timeline.formats.shapes import HEIGHT, bar, draw_sign, element, is_mark, text
from timeline.formats.svg_style import LIGHT, MARGIN, SIZES, STYLE
from timeline.formats.text_width import text_width
from timeline.formats.words import word
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.chart.layout import Lane
    from timeline.chart.rows import Item
    from timeline.chart.spans import Piece
    from timeline.formats import Style
    from timeline.formats.footnotes import Reference
    from timeline.model import Answer

_LINE = 22
"""Pixels from one line of labels to the next; so high is a row without lines above it."""

_GAP = 6
_COLUMN = 560
"""Pixels that a column of sources takes at least."""


def measure(said: str, role: str) -> int:
    """Return the width of a text in pixels, as it is drawn in a role."""
    return text_width(said, SIZES[role], bold=role in ("date", "lane", "heading"))


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the drawing: ``style.pixels`` wide, as high as it needs."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(draw(answer, style), encoding="unicode")
    yield "\n"


def losses(answer: Answer, style: Style) -> list[str]:
    """Say what the drawing leaves out."""
    return left_out(answer, style.lanes)


def draw(answer: Answer, style: Style) -> ET.Element:
    """Return the drawing as an element that has its width and height in pixels."""
    return _Drawing(answer, style).root


class _Drawing:
    """A drawing that grows downwards; ``y`` is where the next thing goes."""

    def __init__(self, answer: Answer, style: Style) -> None:
        self.answer = answer
        self.style = style
        self.language = answer.language
        self.footnotes = Footnotes()
        self.width = style.pixels
        self.paper = Paper(self.width - 2 * MARGIN, measure, _GAP, HEIGHT)
        self.layout = lay_out(
            answer, self.paper, lambda match: (label(match, self.language, self.footnotes),),
            by=style.lanes, today=style.today,
        )  # fmt: skip
        self.root = element(
            None, "svg", xmlns="http://www.w3.org/2000/svg", role="graphics-document",
            lang=self.language, **{"aria-labelledby": "title desc", "font-size": SIZES["title"]},
        )  # fmt: skip
        self._draw()

    def _draw(self) -> None:
        name = title(self.answer, self.language)
        element(self.root, "title", id="title").text = name
        element(self.root, "desc", id="desc").text = self._described()
        element(self.root, "style").text = STYLE
        paper = element(self.root, "rect", "paper", width=self.width)
        self.y = MARGIN
        self._wrapped(self.root, (Run(name, "heading"),), SIZES["heading"] + 4)
        self.y += _LINE - 4
        if self.layout.lanes:
            self._chart()
        else:
            self.y += _LINE
            text(self.root, "title", MARGIN, self.y, word("no_event", self.language))
        self._sources(self.footnotes.references(self.language))
        height = self.y + MARGIN
        paper.set("height", str(height))
        self.root.set("width", str(self.width))
        self.root.set("height", str(height))
        self.root.set("viewBox", f"0 0 {self.width} {height}")

    def _described(self) -> str:
        certain, possible = self.answer.found
        lanes = ", ".join(filter(None, (self._named(lane)[0] for lane in self.layout.lanes)))
        said = word("described", self.language).format(certain + possible, possible)
        return f"{said} {word(self.style.lanes, self.language)}: {lanes}." if lanes else said

    def _named(self, lane: Lane) -> tuple[str, str]:
        return heading(lane, self.style.lanes, self.language)

    def _chart(self) -> None:
        grid = element(self.root, "g", "grid", **{"aria-hidden": "true"})
        self.y += _LINE
        top = self.y
        for number, lane in enumerate(self.layout.lanes):
            self._lane(lane, number)
        self.y += _LINE
        for tick in self.layout.ticks:
            x = MARGIN + tick.cell
            element(grid, "line", x1=x, x2=x, y1=top - _LINE, y2=self.y - 4)
            for y in (top - 8, self.y):
                text(grid, "tick", x + 4, y, tick.label)
        if self.layout.today is not None:
            x = MARGIN + self.layout.today
            element(grid, "line", "today", x1=x, x2=x, y1=top - _LINE, y2=self.y - 4)
        self._legend()

    def _lane(self, lane: Lane, number: int) -> None:
        name, said = self._named(lane)
        group = element(self.root, "g", f"band l{number % len(LIGHT)}")
        if name:
            self.y += 4
            self._wrapped(group, (Run(name, "lane"), Run(said, "said")), _LINE)
            self.y += 8
        events = element(group, "g", role="list", **{"aria-label": name} if name else {})
        for row in lane.rows:
            self.y += _LINE * row.lines
            for item in row.items:
                self._item(events, item)
            self.y += _LINE

    def _wrapped(self, parent: ET.Element, runs: tuple[Run, ...], step: int) -> None:
        """Write a heading on as many lines as it needs."""
        for line in wrapped(runs, self.layout.scale.cells, measure):
            self.y += step
            x = MARGIN
            for run in line:
                text(parent, run.role, x, self.y, run.text)
                x += measure(run.text, run.role) + 8

    def _item(self, parent: ET.Element, item: Item) -> None:
        group = element(parent, "g", "event", role="listitem")
        element(group, "title").text = self._told(item)
        middle = self.y + _LINE // 2
        bar(group, item.span, self.paper, middle, item.match.event.status)
        lines = item.labels[0]
        for place, runs in enumerate(lines):
            y = middle + 5 - _LINE * (len(lines) - place if item.above else 0)
            if item.at < item.bar[0]:  # it ends where it has to, whichever font it is drawn in
                self._line(group, MARGIN + item.at + item.width, y, runs, anchor="end")
            else:
                self._line(group, MARGIN + item.at, y, runs, anchor="start")

    def _line(self, group: ET.Element, x: int, y: int, runs: tuple[Run, ...], anchor: str) -> None:
        line = text(group, "label", x, y, "")
        if anchor == "end":
            line.set("text-anchor", anchor)
        for place, run in enumerate(runs):
            span = element(line, "tspan", run.role)
            span.text = run.text + " " * (place + 1 < len(runs))

    def _told(self, item: Item) -> str:
        """Say in one text what an event's drawing shows."""
        runs = label(item.match, self.language, self.footnotes)
        said = [" ".join(run.text for run in runs)]
        for dispute in item.match.event.disputed:
            if dispute.note:
                date, note = (t.said_in(self.language) for t in (dispute.date.words, dispute.note))
                said.append(f"{date}: {one_line(note)}")
        return ". ".join(said)

    def _legend(self) -> None:
        group = element(self.root, "g", "legend l0")
        x = MARGIN
        self.y += _LINE * 2
        for sign in legend(self.layout, self.language, self.style.today, self._is_mark):
            room = 48 if sign.is_bar and sign.is_point else 32
            taken = room + 8 + measure(sign.said, "said")
            if x > MARGIN and x + taken > self.width - MARGIN:
                x, self.y = MARGIN, self.y + _LINE
            draw_sign(group, sign, x, self.y - 5)
            text(group, "said", x + room, self.y, sign.said)
            x += taken + 16

    def _is_mark(self, island: tuple[Piece, ...]) -> bool:
        return is_mark(island, self.paper)

    def _sources(self, references: list[Reference]) -> None:
        """Write the sources below, in columns where there is room for them."""
        if not references:
            return
        room = self.width - 2 * MARGIN
        columns = max(1, min(room // _COLUMN, len(references)))
        wide = (room - (columns - 1) * 24) // columns
        self.y += _LINE * 2
        group = element(self.root, "g", "sources")
        text(group, "lane", MARGIN, self.y, word("sources", self.language))
        blocks = [(reference, self._lines(reference, wide)) for reference in references]
        step = SIZES["note"] + 5
        most = -(-sum(len(lines) for _, lines in blocks) // columns)
        x, y, top, lowest = MARGIN, self.y, self.y, self.y
        for reference, lines in blocks:
            if y > top and (y - top) // step + len(lines) > most + len(lines) // 2 and columns > 1:
                x, y, columns = x + wide + 24, top, columns - 1
            text(group, "note", x, y + step, f"[{reference.number}]")
            for line in lines:
                y += step
                text(group, "note", x + 36, y, " ".join(run.text for run in line))
            lowest = max(lowest, y)
        self.y = lowest

    def _lines(self, reference: Reference, wide: int) -> tuple[tuple[Run, ...], ...]:
        runs = tuple(Run(part, "note") for part in (reference.text, reference.url) if part)
        return wrapped(runs, wide - 36, measure)
