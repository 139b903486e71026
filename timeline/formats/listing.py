"""Lists of names (networks, kinds, tags, sources) in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.brief import reference
from timeline.formats import markdown
from timeline.model import Text
from timeline.records import source_of
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style

Row = tuple[str, dict[str, Any], int]
_SOURCE_KEYS = ("title", "publisher", "published", "url", "accessed")


def render_listing(
    what: str, rows: list[Row], language: str, format_name: str, style: Style
) -> Iterator[str]:
    """Return the names of a field, each with what is known of it and its number of events."""
    if format_name == "json":
        from timeline.formats.json_array import array

        yield from array(_data(what, row) for row in rows)
    elif format_name == "table":
        yield _table(rows, language, style)
    else:
        for name, record, events in rows:
            said, url = _said(record, language)
            if format_name == "markdown":
                title = f" – {markdown.escape(said)}" if said else ""
                address = f" {markdown.link(url)}" if url and url != name else ""
                named = markdown.link(url) if name == url else markdown.escape(name)
                yield f"- **{named}**{title} ({_events(events)}){address}\n"
            else:
                title = f": {said}" if said else ""
                address = f" {url}" if url and url != name else ""
                yield f"{one_line(name)}{title} ({_events(events)}){address}\n"


def _events(count: int) -> str:
    return f"{count} event{'s' * (count != 1)}"


def _said(record: dict[str, Any], language: str) -> tuple[str, str]:
    """Return what a name stands for, and its address or ""."""
    if "title" in record or "publisher" in record:
        return reference(source_of(record), language)
    title = Text(record.get("de"), record.get("en")).said_in(language)
    return one_line(title), record.get("url", "")


def _data(what: str, row: Row) -> dict[str, Any]:
    """Return a name as JSON-able data."""
    name, record, events = row
    known: dict[str, Any] = {"id": name}
    if what == "sources":
        # A source without an id is filed under its address or title.
        known = {"id": record.get("id")} | {
            key: value[0] if isinstance(value := record.get(key), list) else value
            for key in _SOURCE_KEYS
        }
    elif what != "tags":
        known["name"] = {key: record.get(key) for key in ("de", "en")}
        known["url"] = record.get("url")
    return known | {"events": events}


def _table(rows: list[Row], language: str, style: Style) -> str:
    from rich.table import Table
    from rich.text import Text as Shown

    from timeline.formats.grid import PROSE
    from timeline.formats.table import linked, write

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", max_width=max(14, style.width // 3))
    table.add_column(justify="right")
    table.add_column(overflow="fold", max_width=PROSE)
    for name, record, events in rows:
        said, url = _said(record, language)
        # An address that is its own name needs no second telling.
        shown = Shown("" if name == url else one_line(name), "bold")
        table.add_row(shown, str(events), linked(said, url))
    return write(table, style) if rows else ""
