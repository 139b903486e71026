"""The one registry of formats: names, suffixes, and what each keeps and loses of an event.

``--format`` and its help, ``-o``, completion and ``docs/formats.md`` all read it.
"""
# No "from __future__ import annotations": see timeline.model.

from typing import NamedTuple


class Format(NamedTuple):
    """A format: its module in this package, the suffixes that mean it, and what it is.

    ``keeps`` and ``loses`` say in words what it holds of an event and what not; a module that may
    have to give something up tells what in ``losses(answer, style)``. ``is_machine``: it carries
    both languages, and no locale changes it. ``is_binary``: its pieces are bytes, not text.
    ``also`` are suffixes of files that may hold it but mean another format. ``takes`` are the
    options of ``LOOKS`` that it knows: any other is refused.
    """

    module: str
    suffixes: tuple[str, ...]
    description: str
    keeps: str
    loses: str = ""
    is_machine: bool = False
    is_binary: bool = False
    also: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


LOOKS = {"fields": "fields", "template": "template", "headings": "headings", "excel": "excel",
         "flat": "flat", "lanes": "lanes", "ascii": "is_ascii", "width": "width",
         "scale": "scale"}  # fmt: skip
"""The options that say how an answer looks, and what a style calls each."""

LEAST_PIXELS = 200
"""The least width of a picture: on less, most words are wider than their line."""

SCALES = (0.1, 10)
"""How many times as large as its pixels a picture may be drawn: from, to."""

LANES = ("network", "kind", "place", "none")
"""What a lane of a chart may stand for."""

_READ = "date in words, title, kind, networks, state, certain or possible, disputed dates, sources"
_SHOWN = "the other language, EDTF, what only `show` tells (summary, figures, wording of sources)"
_SEEN = (
    "when, as exactly as it is known; date in words, title, status, state, disputed dates, sources"
)
_DRAWN = (
    "the other language, EDTF, id, kind, networks or place (but for what the lanes are), summary, "
    "figures, tags, wording of sources"
)
_TERMS = "the names and addresses of networks and kinds"

FORMATS = {
    "table": Format(
        "table", (), "a table for the terminal, grouped by year", _READ, _SHOWN, also=(".txt",),
        takes=("fields", "width"),
    ),
    "plain": Format(
        "plain", (".txt",), "labelled lines, without boxes or glyphs", _READ, _SHOWN,
        takes=("fields",),
    ),
    "chart": Format(
        "chart", (), "lanes to scale for the terminal",
        _SEEN, _DRAWN,
        also=(".txt",), takes=("lanes", "ascii", "width"),
    ),
    "markdown": Format(
        "markdown", (".md", ".markdown"), "one event a line, with footnotes", _READ, _SHOWN,
        takes=("fields", "headings"),
    ),
    "markdown-table": Format(
        "markdown_table", (), "a table in Markdown, with footnotes", _READ, _SHOWN,
        also=(".md", ".markdown"), takes=("fields",),
    ),
    "html": Format(
        "html", (".html", ".htm"), "a page to look at, to search, to print and to publish",
        "everything, in both languages", "addresses of networks", takes=("lanes",),
    ),
    "svg": Format(
        "svg", (".svg",), "the chart as a drawing",
        _SEEN, _DRAWN,
        takes=("lanes", "width"),
    ),
    "png": Format(
        "png", (".png",), "the chart as a picture (extra: png)",
        "what svg keeps, but as dots: nobody can search, copy or hear it", _DRAWN, is_binary=True,
        takes=("lanes", "width", "scale"),
    ),
    "json": Format(
        "json_array", (".json",), "one array of events", "everything, in both languages", _TERMS,
        is_machine=True, takes=("fields",),
    ),
    "jsonl": Format(
        "json_lines", (".jsonl", ".ndjson"), "one event as JSON a line",
        "everything, in both languages", _TERMS, is_machine=True, takes=("fields", "flat"),
    ),
    "csv": Format(
        "csv_table", (".csv",), "one row an event, for data tools and Excel",
        "everything, in both languages, dates as text; several values are joined in a cell", _TERMS,
        is_machine=True, takes=("fields", "excel"),
    ),
    "xlsx": Format(
        "xlsx", (".xlsx",), "a workbook of events and sources (extra: xlsx)",
        "everything, in both languages, dates as text; sources on a second sheet",
        f"{_TERMS}; texts beyond 32,767 characters", is_machine=True, is_binary=True,
        takes=("fields",),
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
        "the other language, EDTF; hedges, sets, open ends and time zones stand in words only",
        also=(".json",),
        takes=("lanes",),
    ),
    "csl": Format(
        "csl", (".csl.json",), "CSL-JSON of the cited sources, for Zotero and pandoc",
        "the sources: title, publisher, published, read on, address",
        "the events, and what a source says of them", is_machine=True, also=(".json",),
    ),
    "template": Format(
        "template", (), "a line an event as --template says", "the fields that are asked for",
        "every other field", takes=("template",),
    ),
}  # fmt: skip


def takers(look: str) -> list[str]:
    """Return the names of the formats that know an option of ``LOOKS``."""
    return [name for name, known in FORMATS.items() if look in known.takes]
