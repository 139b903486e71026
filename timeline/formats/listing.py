"""Lists of names (networks, kinds, tags, sources) in every format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timeline.formats import markdown
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
        yield from _json(what, rows)
    elif format_name == "table":
        yield _table(rows, language, style)
    else:
        for name, record, events in rows:
            title, url = _said(record, language), record.get("url", "")
            if format_name == "markdown":
                said = f" – {markdown.escape(title)}" if title else ""
                address = f" {markdown.link(url)}" if url and url != name else ""
                yield f"- **{markdown.escape(name)}**{said} ({_events(events)}){address}\n"
            else:
                said = f": {title}" if title else ""
                address = f" {url}" if url and url != name else ""
                yield f"{one_line(name)}{said} ({_events(events)}){address}\n"


def _events(count: int) -> str:
    return f"{count} event{'s' * (count != 1)}"


def _said(record: dict[str, Any], language: str) -> str:
    if "title" in record or "publisher" in record:
        parts = [record.get("publisher"), record.get("title")]
        said = ": ".join(one_line(part) for part in parts if part)
        if published := record.get("published"):
            said += f" ({published[1 if language == 'de' else 2]})"
        return said
    other = "de" if language == "en" else "en"
    return one_line(record.get(language) or record.get(other) or "")


def _json(what: str, rows: list[Row]) -> Iterator[str]:
    separator = "[\n"
    for name, record, events in rows:
        if what == "sources":
            # A source without an id is filed under its address or title.
            known = {"id": record.get("id")} | {
                key: value[0] if isinstance(value := record.get(key), list) else value
                for key in _SOURCE_KEYS
            }
        else:
            known = {"id": name}
            if what != "tags":
                known["name"] = {key: record.get(key) for key in ("de", "en")}
                known["url"] = record.get("url")
        yield separator + json.dumps(known | {"events": events}, ensure_ascii=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _table(rows: list[Row], language: str, style: Style) -> str:
    from rich.table import Table
    from rich.text import Text

    from timeline.formats.table import PROSE, write

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", max_width=max(14, style.width // 3))
    table.add_column(justify="right")
    table.add_column(overflow="fold", max_width=PROSE)
    for name, record, events in rows:
        table.add_row(
            Text(one_line(name), "bold"), Text(str(events)), Text(_said(record, language))
        )
    return write(table, style) if rows else ""
