"""Gaps of a chronology in every format that has them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from timeline.dates.calendar import iso
from timeline.dates.durations import between, words
from timeline.formats.drawing import day_words
from timeline.formats.pipes import pipe_table
from timeline.formats.tally_words import name_words
from timeline.formats.words import label, word
from timeline.model import CERTAIN, POSSIBLE
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from timeline.formats import Style
    from timeline.model import Event
    from timeline.query.gaps import Gap, Gaps


def render_gaps(
    gaps: Gaps, language: str, format_name: str, style: Style, today: int
) -> Iterator[str]:
    """Return the gaps, each with its name, its length and the events around it.

    ``today`` (a day number) is the day on which a gap is still open; one that ends on another day
    without an event ends with the window that was asked for.
    """
    if format_name == "json":
        from timeline.formats.json_array import array

        yield from array(map(_data, gaps.found))
    elif gaps.found and format_name == "table":
        yield from _table(gaps, language, style, today)
    elif gaps.found:
        render = _markdown if format_name == "markdown" else _plain
        yield from render(gaps, language, today)


def length_words(gap: Gap, language: str) -> str:
    """Return how long a gap is: from its certain length to its longest possible one."""
    longest = words(between(gap.first, gap.last + 1), language)
    if gap.sure is None:
        return f"{word('at_most', language)} {longest}"
    first, last = gap.sure
    sure = words(between(first, last + 1), language)
    return longest if sure == longest else word("to", language).format(sure, longest)


def _name(gap: Gap, gaps: Gaps, language: str) -> str:
    return "" if gap.name is None else name_words(gap.name, gaps.by, gaps.kinds, language)


def _around(gap: Gap, language: str, today: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what a gap comes after and lasts until, each behind the name of its word."""
    if gap.after:
        end = _event(gap.after, language)
    else:
        end = word("today", language) if gap.last == today else day_words(gap.last, language)
    return ("gap_after", _event(gap.before, language)), ("gap_until", end)


def _event(event: Event, language: str) -> str:
    title = one_line(event.title.said_in(language))
    return f"{event.date.words.said_in(language)} · {title} · {event.id}"


def _length(gap: Gap, language: str) -> str:
    length = length_words(gap, language)
    return length if gap.is_certain else f"{length} ({word('possible', language)})"


def _data(gap: Gap) -> dict[str, Any]:
    """Return a gap as JSON-able data; days are ISO, lengths in days."""

    def stretch(first: int, last: int) -> dict[str, Any]:
        return {"first": iso(first), "last": iso(last), "days": last - first + 1}

    def named(event: Event) -> dict[str, Any]:
        title = {"de": event.title.de, "en": event.title.en}
        return {"id": event.id, "date": event.date.edtf, "title": title}

    return {
        "name": gap.name,
        "certainty": CERTAIN if gap.is_certain else POSSIBLE,
        **stretch(gap.first, gap.last),
        "certain": stretch(*gap.sure) if gap.sure else None,
        "before": named(gap.before),
        "after": named(gap.after) if gap.after else None,
    }


def _plain(gaps: Gaps, language: str, today: int) -> Iterator[str]:
    for gap in gaps.found:
        lines = [("length", _length(gap, language)), *_around(gap, language, today)]
        if gap.name is not None:
            lines.insert(0, (gaps.by, _name(gap, gaps, language)))
        yield "".join(f"{label(key, language)}: {said}\n" for key, said in lines) + "\n"


def _markdown(gaps: Gaps, language: str, today: int) -> Iterator[str]:
    heads = [label(key, language) for key in ("length", "gap_after", "gap_until")]
    rows = [
        [_length(gap, language), *(said for _, said in _around(gap, language, today))]
        for gap in gaps.found
    ]
    if gaps.by != "none":
        heads.insert(0, label(gaps.by, language))
        rows = [[_name(g, gaps, language), *row] for g, row in zip(gaps.found, rows, strict=True)]
    yield from pipe_table(heads, rows)


def _table(gaps: Gaps, language: str, style: Style, today: int) -> Iterator[str]:
    """Return the gaps of each name below it, wrapped and never cut."""
    from rich.console import Group
    from rich.constrain import Constrain
    from rich.padding import Padding
    from rich.text import Text

    from timeline.formats.grid import PROSE
    from timeline.formats.table import write

    for name, found in groupby(gaps.found, key=lambda gap: _name(gap, gaps, language)):
        lines: list[RenderableType] = [Text(name, "bold", overflow="fold")] if name else []
        for gap in found:
            paragraphs = _paragraphs(gap, language, today)
            lines += [Padding(text, (0, 0, 0, indent + 2 * bool(name)))
                      for indent, text in zip((0, 2, 2), paragraphs, strict=True)]  # fmt: skip
        yield write(Constrain(Group(*lines), PROSE), style)


def _paragraphs(gap: Gap, language: str, today: int) -> Iterator[Text]:
    """Yield the length of a gap, and what it lies between."""
    from rich.text import Text

    text = Text(overflow="fold")
    if not gap.is_certain:
        text.append(f"({word('possible', language)}) ", "yellow")
    yield text.append(length_words(gap, language))
    for key, said in _around(gap, language, today):
        yield Text.assemble((f"{word(key, language)} ", "dim"), said, overflow="fold")
