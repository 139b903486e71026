"""No text of a store acts in any format: proved by parsers that are not ours (``inert.py``).

Every text stands in every field of the model, also where no store could have it: what writes a
format does not rely on the care of what reads a store.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.formats import inert
from tests.formats.hostile import HARMLESS, TEXTS, answer_of
from timeline import formats
from timeline.formats import FORMATS, Style

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = 739_942  # 22 November 2026
STYLE = Style(today=TODAY)
FIELDS = ("id", "date", "title", "kind", "networks", "place", "tags", "figures", "sources", "part_of",
          "follows", "after", "before", "by", "summary")  # fmt: skip
EVERYTHING = "{id} {title} {summary} {kind} {networks} {place} {tags} {figures} {sources.url} {sources.title} {part_of}"

WAYS: dict[str, tuple[str, Style, Callable[[bytes], object]]] = {
    "plain": ("plain", STYLE._replace(detail=True), inert.text),
    "markdown": ("markdown", STYLE, inert.markdown),
    "markdown, all of it": ("markdown", STYLE._replace(detail=True, headings=True, label="a"), inert.markdown),
    "markdown, fields": ("markdown", STYLE._replace(fields=FIELDS), inert.markdown),
    "markdown-table": ("markdown-table", STYLE, inert.markdown),
    "markdown-table, all of it": ("markdown-table", STYLE._replace(detail=True), inert.markdown),
    "markdown-table, fields": ("markdown-table", STYLE._replace(fields=FIELDS), inert.markdown),
    "html": ("html", STYLE, inert.html),
    "html of places": ("html", STYLE._replace(lanes="place"), inert.html),
    "svg": ("svg", STYLE, inert.svg),
    "png": ("png", STYLE._replace(lanes="none", pixels=400, scale=0.1), inert.png),
    "json": ("json", STYLE._replace(detail=True), inert.data),
    "json, fields": ("json", STYLE._replace(fields=FIELDS), inert.data),
    "jsonl": ("jsonl", STYLE, inert.json_lines),
    "jsonl, flat": ("jsonl", STYLE._replace(flat=True), inert.json_lines),
    "csv": ("csv", STYLE, inert.csv_of),
    "csv for Excel": ("csv", STYLE._replace(excel=True), inert.excel),
    "xlsx": ("xlsx", STYLE, inert.xlsx),
    "ics": ("ics", STYLE, inert.calendar),
    "mermaid": ("mermaid", STYLE, inert.mermaid),
    "timelinejs": ("timelinejs", STYLE, inert.timelinejs),
    "csl": ("csl", STYLE, inert.citations),
    "template": ("template", STYLE._replace(template=EVERYTHING), inert.lines),
}  # fmt: skip
TERMINALS = {
    "table": ("table", STYLE._replace(colour=True)),
    "table, narrow": ("table", STYLE._replace(colour=True, width=40)),
    "table, all of it": ("table", STYLE._replace(detail=True)),
    "table, fields": ("table", STYLE._replace(fields=FIELDS, width=200)),
    "chart": ("chart", STYLE._replace(colour=True)),
    "chart, narrow": ("chart", STYLE._replace(width=40, lanes="kind")),
    "chart in ASCII": ("chart", STYLE._replace(is_ascii=True, lanes="place")),
}
EVERYDAY = [way for way in WAYS if way in FORMATS and way != "png"]
CUT = [text[:300] for text in TEXTS.values()]


def written(name: str, style: Style, *texts: str, language: str = "en") -> bytes:
    answer = answer_of(*texts, language=language)
    formats.losses(name, answer, style)
    return b"".join(formats.render_bytes(name, answer, style))


@cache
def harmless(way: str, events: int, language: str = "en") -> object:
    """Return the structure of an answer in a format, whose texts mean nothing to anybody."""
    name, style, read = WAYS[way]
    texts = (f"{HARMLESS} {number} x" for number in range(events))
    return read(written(name, style, *texts, language=language))


def test_every_format_is_held_against_hostile_texts():
    assert {name for name, *_ in (*WAYS.values(), *TERMINALS.values())} == set(FORMATS)


@pytest.mark.parametrize("way", EVERYDAY)
def test_no_text_changes_the_structure_of_a_file(way):
    name, style, read = WAYS[way]
    assert read(written(name, style, *CUT)) == harmless(way, len(TEXTS))


@pytest.mark.parametrize("way", ["table", "chart"])
def test_no_text_acts_on_a_terminal(way):
    name, style = TERMINALS[way]
    inert.terminal(written(name, style, *CUT).decode(), style.width)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_no_text_of_any_length_changes_the_structure_of_a_file(way):
    name, style, read = WAYS[way]
    assert read(written(name, style, *TEXTS.values())) == harmless(way, len(TEXTS))


@pytest.mark.long
@pytest.mark.parametrize("way", TERMINALS)
def test_no_text_of_any_length_acts_on_a_terminal_of_any_width(way):
    name, style = TERMINALS[way]
    shown = written(name, style, *TEXTS.values()).decode()
    assert ("\x1b" in shown) == style.colour
    inert.terminal(shown, style.width)


@pytest.mark.long
@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("way", [*EVERYDAY, "table", "chart"])
def test_no_text_acts_alone_and_in_german(way, kind):
    language = "de"
    if way in TERMINALS:
        name, style = TERMINALS[way]
        inert.terminal(written(name, style, TEXTS[kind], language=language).decode(), style.width)
    else:
        name, style, read = WAYS[way]
        raw = written(name, style, TEXTS[kind], language=language)
        assert read(raw) == harmless(way, 1, language)
