"""The first entries of a section that a file has not, or that is empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.store.blocks import comment_column, end_of_document, joined, line_end, lines_of
from timeline.store.brackets import is_in_brackets, put_inside, refused
from timeline.store.emit import Style, emit_item, emit_named, flow_named, flow_text
from timeline.store.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from timeline.store.emit import Entry
    from timeline.store.loading import Part

EMPTY = re.compile(r"[ \t]*(?:\[[ \t]*\]|\{[ \t]*\})(?!#)")
"""Brackets with nothing in them, and the space before them."""


def begun(part: Part, name: str, entries: list[Entry]) -> str:
    """Return the text of a file with the first entries of a section: events, or {name: entry}.

    Raises TimelineError where all of the file stands in brackets, and the section is not there.
    """
    lines, node = lines_of(part.text), part.top.get(name)
    is_braced = is_in_brackets(part.root, lines)
    margin = part.root.column if isinstance(part.root, Mapping) else 0
    fresh = _written(name, entries, lines, margin)
    if node is None:
        if part.root and is_braced:
            raise refused(part, part.root, name, "the whole store stands in brackets")
        at = _place(part, name, lines, margin)
        return joined([*lines[:at], f"{' ' * margin}{name}:{line_end(lines)}", *fresh, *lines[at:]])
    at = node.line
    if not isinstance(node, Scalar):
        line = lines[at]
        blank = len(line[: node.column].rstrip(" \t"))
        brackets = EMPTY.match(line, blank)
        if is_braced or not brackets:
            inside = (
                map(flow_text, entries) if name == "events"
                else (flow_named(*pair) for entry in entries for pair in entry.items())
            )  # fmt: skip
            return put_inside(part, name, [(0, text) for text in inside])
        lines[at] = line[:blank] + line[brackets.end() :]
        if not lines[at].strip():  # they stood there alone
            fresh[-1] = fresh[-1].rstrip("\r\n") + lines.pop(at)
            at -= 1
    below = _below_nested(lines, at + 1, margin + 2)
    if below > at + 1:
        fresh.insert(0, line_end(lines))
    return joined([*lines[:below], *fresh, *lines[below:]])


def _below_nested(lines: list[str], at: int, dash: int) -> int:
    """Return the line below comments that are indented so far that what is above gets them."""
    found = at
    while at < len(lines) and (not lines[at].strip() or comment_column(lines[at]) >= 0):
        at += 1
        found = at if comment_column(lines[at - 1]) > dash else found
    return found


def _written(name: str, entries: list[Entry], lines: list[str], margin: int) -> list[str]:
    """Return entries as lines, line by line, as nothing tells of another way."""
    style, end = Style([], lines), line_end(lines)
    dash, key = margin + 2, margin + 4
    found: list[str] = []
    for entry in entries:
        if name == "events":
            found += emit_item(entry, style, dash, key)
        else:
            found += [line for called, value in entry.items()
                      for line in emit_named(called, value, style, dash, key)]  # fmt: skip
    return [line + end for line in found]


def _place(part: Part, name: str, lines: list[str], margin: int) -> int:
    """Return the line before which a section begins that is not there yet."""
    keys = [key for key, _ in part.root.pairs] if isinstance(part.root, Mapping) else []
    events = next((key.line for key in keys if key.text == "events"), None)
    if name == "events" or events is None:
        return end_of_document(lines, part.root.line if part.root else 0)
    at = events
    while at and lines[at - 1].startswith(f"{' ' * margin}#"):
        at -= 1
    return at or events  # what begins a file is about all of it
