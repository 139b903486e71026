"""The one registry of formats: names, suffixes, and what each keeps and loses of an event.

``--format`` and its help, ``-o``, completion and ``docs/formats.md`` all read it.
"""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """A format: its module in this package, the suffixes that mean it, and what it is.

    ``keeps`` and ``loses`` say in words what it holds of an event and what not; a module that may
    have to give something up tells what in ``losses(answer, style)``. ``is_machine``: it carries
    both languages, and no locale changes it. ``is_binary``: its pieces are bytes, not text.
    ``also`` are suffixes of files that may hold it but mean another format.
    """

    module: str
    suffixes: tuple[str, ...]
    description: str
    keeps: str
    loses: str = ""
    is_machine: bool = False
    is_binary: bool = False
    also: tuple[str, ...] = ()


LANES = ("network", "kind", "place", "none")
"""What a lane of a chart may stand for."""

_READ = "date in words, title, kind, networks, state, certain or possible, disputed dates, sources"
_SHOWN = "the other language, EDTF, what only `show` tells (summary, figures, wording of sources)"
_DRAWN = "the other language, EDTF, summary, figures, tags"

FORMATS = {
    "table": Format(
        "table", (), "a table for the terminal, grouped by year", _READ, _SHOWN, also=(".txt",)
    ),
    "plain": Format(
        "plain", (".txt",), "labelled lines, without boxes or glyphs", _READ, _SHOWN
    ),
    "chart": Format(
        "chart", (), "lanes to scale for the terminal",
        "when, as exactly as it is known; title, status, disputed dates, sources", _DRAWN,
        also=(".txt",),
    ),
    "markdown": Format(
        "markdown", (".md", ".markdown"), "one event a line, with footnotes", _READ, _SHOWN
    ),
    "markdown-table": Format(
        "markdown_table", (), "a table in Markdown, with footnotes", _READ, _SHOWN,
        also=(".md", ".markdown"),
    ),
    "html": Format(
        "html", (".html", ".htm"), "a page to look at, to search, to print and to publish",
        "everything, in both languages",
    ),
    "svg": Format(
        "svg", (".svg",), "the chart as a drawing",
        "when, as exactly as it is known; title, status, disputed dates, sources", _DRAWN,
    ),
    "png": Format(
        "png", (".png",), "the chart as a picture (extra: png)",
        "what svg keeps, but as dots: nobody can search, copy or hear it", _DRAWN, is_binary=True,
    ),
    "json": Format(
        "json_array", (".json",), "one array of events", "everything, in both languages",
        is_machine=True,
    ),
    "jsonl": Format(
        "json_lines", (".jsonl", ".ndjson"), "one event as JSON a line",
        "everything, in both languages", is_machine=True,
    ),
    "csv": Format(
        "csv_table", (".csv",), "one row an event, for data tools and Excel",
        "everything, in both languages, dates as text; several values are joined in a cell",
        is_machine=True,
    ),
    "xlsx": Format(
        "xlsx", (".xlsx",), "a workbook of events and sources (extra: xlsx)",
        "everything, in both languages, dates as text; sources on a second sheet",
        "texts beyond 32,767 characters", is_machine=True, is_binary=True,
    ),
    "ics": Format(
        "ics", (".ics",), "a calendar",
        "title, place, networks, kind, tags, one address; in the description the date in words and "
        "as EDTF, summary, figures, disputed dates, sources and their wording",
        "the other language; a calendar knows days alone: what is coarser becomes a span of whole "
        "days, what is open ends where knowledge ends, the years 1 to 9999 are all there are",
    ),
    "mermaid": Format(
        "mermaid", (".mmd", ".mermaid"), "a timeline diagram of Mermaid",
        "date in words, title, status, certain or possible, disputed dates",
        "sources, lengths of time, the other language, everything else",
    ),
    "timelinejs": Format(
        "timelinejs", (".timelinejs.json",), "JSON for Knight Lab's TimelineJS",
        "title, date in words, summary, figures, disputed dates, sources and their wording; one "
        "network, kind or place as group",
        "the other language, EDTF; hedges, sets and open ends stand in words only", also=(".json",),
    ),
    "csl": Format(
        "csl", (".csl.json",), "CSL-JSON of the cited sources, for Zotero and pandoc",
        "the sources: title, publisher, published, read on, address",
        "the events, and what a source says of them", is_machine=True, also=(".json",),
    ),
    "template": Format(
        "template", (), "a line an event as --template says", "the fields that are asked for",
        "every other field",
    ),
}  # fmt: skip
