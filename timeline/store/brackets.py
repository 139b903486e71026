"""Entries put into a section that stands in brackets, where those are on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.errors import TimelineError
from timeline.store.blocks import lines_of
from timeline.store.nodes import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.loading import Part
    from timeline.store.nodes import Node


def put_inside(part: Part, name: str, fresh: list[tuple[int, str]]) -> str:
    """Return the text of a file with more entries in the brackets of a section.

    Each new one, as it is written, has the number of the entry that it stands before; those of one
    number keep their order. Raises TimelineError where brackets with entries are not on one line.
    """
    node = part.top[name]
    starts = _starts(node)
    lines = lines_of(part.text)
    line = lines[node.line]
    if not is_in_brackets(node, lines):
        raise refused(part, node, name, f"the {name} do not stand on lines of their own")
    last, close = _closing(part.text, node)
    if starts and last > node.line:
        raise refused(part, node, name, f"the {name} stand in brackets over several lines")
    end = len(line[:close].rstrip()) if starts else node.column + 1
    pieces: dict[int, list[str]] = {}
    for number, text in fresh:
        pieces.setdefault([*starts, end][number], []).append(text)
    for at, texts in sorted(pieces.items(), reverse=True):
        new = ", ".join(texts)
        if at < end:
            new = f"{new}, "
        elif starts:
            new = f" {new}" if line[:end].endswith(",") else f", {new}"
        line = line[:at] + new + line[at:]
    lines[node.line] = line
    return "".join(lines)


def is_in_brackets(node: Node | None, lines: list[str]) -> bool:
    """Tell whether a list or a mapping is written in brackets."""
    return isinstance(node, Sequence | Mapping) and lines[node.line].startswith(
        ("[", "{"), node.column
    )


def refused(part: Part, node: Node, name: str, why: str) -> TimelineError:
    """Return the failure to put something into a section, with the place of what is in the way."""
    return TimelineError(f"{part.report.file}:{node.line + 1}: {why}",
                         f"write each on lines of its own, below '{name}:'")  # fmt: skip


def _starts(node: Node) -> list[int]:
    """Return the columns in which the entries of a section begin."""
    if isinstance(node, Mapping):
        return [key.column for key, _ in node.pairs]
    return [item.column for item in node.items] if isinstance(node, Sequence) else []


def _closing(text: str, node: Node) -> tuple[int, int]:
    """Return the line and the column of the bracket that closes a list or a mapping."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    opening: Any = yaml.CollectionStartEvent
    closing: Any = yaml.CollectionEndEvent
    depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=loader)
    for event in events:
        mark = event.start_mark
        if isinstance(event, opening) and (depth or (mark.line, mark.column) == node[1:3]):
            depth += 1
        elif isinstance(event, closing) and depth:
            depth -= 1
            if not depth:
                return mark.line, mark.column
    raise AssertionError("what opens is closed")
