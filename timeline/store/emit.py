"""Values as YAML, in the way in which the rest of a file is written."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.store.nodes import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.nodes import Node

Value: TypeAlias = "str | int | float | list[Any] | dict[str, Any]"
Entry: TypeAlias = "dict[str, Any]"
"""An event, or a source: the keys of a store and their values."""

WIDTH = 120
"""Characters of a line that nothing but a single long word is to pass."""

BARE = ("date", "published", "accessed", "figures")
"""Keys whose values look like days or numbers, and are written as they are."""

_BLOCK, _FLOW = "block", "flow"
_LIST, _MAPPING = "list", "mapping"
_STEP = 2
_SAMPLE = 200
"""Entries at the end of a file that show how it is written."""
_FOLDED = 100


class Style:
    """How a file writes entries, and the mappings and lists of their keys.

    They stand in brackets or line by line (``is_braced``: most entries as a whole), and then so
    many columns further in than their key (``steps``, of lists and of mappings).
    """

    def __init__(self, nodes: list[Node], lines: list[str]) -> None:
        counts: dict[tuple[str, str], Counter[str]] = {}
        steps: dict[str, Counter[int]] = {_LIST: Counter(), _MAPPING: Counter()}
        seen = nodes[-_SAMPLE:]

        def is_flow(node: Node) -> bool:
            return lines[node.line][node.column : node.column + 1] in ("[", "{")

        for node in seen:
            for key, value in node.pairs if isinstance(node, Mapping) else ():
                if isinstance(value, Sequence | Mapping):
                    kind = _LIST if isinstance(value, Sequence) else _MAPPING
                    way = _FLOW if is_flow(value) else _BLOCK
                    counts.setdefault((key.text, kind), Counter())[way] += 1
                    if way == _BLOCK:
                        steps[kind][value.column - key.column] += 1
        self._ways = {which: found.most_common(1)[0][0] for which, found in counts.items()}
        self.steps = {
            kind: found.most_common(1)[0][0] if found else _STEP for kind, found in steps.items()
        }
        self.is_braced = sum(map(is_flow, seen)) * 2 > len(seen)

    def is_flow(self, key: str, value: Value) -> bool:
        """Tell whether a value of a key is to be written in brackets, if it fits on a line."""
        kind = _LIST if isinstance(value, list) else _MAPPING
        usual = _BLOCK if key in ("sources", "disputed") else _FLOW
        return self._ways.get((key, kind), usual) == _FLOW


def emit(entry: Entry, style: Style, column: int, *, is_bare: bool = False) -> list[str]:
    """Return a mapping as lines without ends, its keys in a column."""
    lines: list[str] = []
    for key, value in entry.items():
        lines += _emit_pair(key, value, style, column, is_bare=is_bare)
    return lines


def emit_named(name: str, entry: Entry, style: Style, column: int, key: int) -> list[str]:
    """Return a mapping as the entry of a section, in brackets where that is usual and it fits.

    Its name stands in one column, its keys in another.
    """
    start = f"{' ' * column}{scalar(name, flow=False)}:"
    line = f"{start} {flow_text(entry)}"
    if style.is_braced and len(line) <= WIDTH:
        return [line]
    return [start, *emit(entry, style, key)]


def emit_item(entry: Entry, style: Style, dash: int, key: int) -> list[str]:
    """Return a mapping as an item of a list: its dash in one column, its keys in another."""
    line = f"{' ' * dash}-{' ' * (key - dash - 1)}{flow_text(entry)}"
    if style.is_braced and len(line) <= WIDTH:
        return [line]
    lines = emit(entry, style, key)
    lines[0] = f"{' ' * dash}-{' ' * (key - dash - 1)}{lines[0][key:]}"
    return lines


def _emit_pair(key: str, value: Value, style: Style, column: int, *, is_bare: bool) -> list[str]:
    start = f"{' ' * column}{scalar(key, flow=False)}:"
    is_bare = is_bare or key in BARE
    if not isinstance(value, list | dict):
        return _emit_text(start, value, column, is_bare=is_bare)
    line = f"{start} {flow_text(value, is_bare=is_bare)}"
    if not value or (style.is_flow(key, value) and len(line) <= WIDTH):
        return [line]
    lines = [start]
    if isinstance(value, dict):
        return lines + emit(value, style, column + style.steps[_MAPPING], is_bare=is_bare)
    for item in value:
        lines += _emit_item(item, style, column + style.steps[_LIST])
    return lines


def _emit_item(item: Value, style: Style, column: int) -> list[str]:
    margin = " " * column
    if not isinstance(item, list | dict):
        return _emit_text(f"{margin}-", item, column, is_bare=False)
    line = f"{margin}- {flow_text(item)}"
    if isinstance(item, list) or len(line) <= WIDTH:
        return [line]
    lines = emit(item, style, column + _STEP)
    return [f"{margin}- {lines[0].lstrip(' ')}", *lines[1:]]


def _emit_text(start: str, value: Value, column: int, *, is_bare: bool) -> list[str]:
    """Return a text after its key: on the same line, or folded below it where it is long."""
    text = str(value)
    line = f"{start} {flow_text(value, is_bare=is_bare, flow=False)}"
    if len(line) <= WIDTH or not _can_fold(text):
        return [line]
    margin = " " * (column + 2)
    return [f"{start} >-", *(f"{margin}{line}" for line in _folded(text, WIDTH - column - 2))]


def _can_fold(text: str) -> bool:
    """Tell whether a text comes out of a folded block as it went in: single spaces, no breaks."""
    return len(text) > _FOLDED and text.isprintable() and text == " ".join(text.split())


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def flow_named(name: str, entry: Entry) -> str:
    """Return a mapping with its name, as it stands in the brackets of a section."""
    return f"{scalar(name, flow=True)}: {flow_text(entry)}"


def flow_text(value: Value, *, is_bare: bool = False, flow: bool = True) -> str:
    """Return a value on one line, lists and mappings in brackets; ``is_bare`` as in ``scalar``."""
    if isinstance(value, dict):
        pairs = (
            f"{scalar(key, flow=True)}: {flow_text(item, is_bare=is_bare or key in BARE)}"
            for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow_text, value))}]"
    return scalar(str(value), flow=flow, is_bare=is_bare or not isinstance(value, str))


@lru_cache(4_096)
def scalar(text: str, *, flow: bool, is_bare: bool = False) -> str:
    """Return a text as YAML on one line: as it is where that is read as itself, or quoted.

    What others take for a number, a day or a truth is quoted, too, unless it is ``is_bare``.
    """
    import yaml

    if not text:
        return '""'
    plain = (True, True)  # no tag, whatever a reader might take it for: a store knows only texts
    events: list[Any] = [
        yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False),
        yaml.MappingStartEvent(None, None, implicit=True, flow_style=flow),
        yaml.ScalarEvent(None, None, plain, "k"),
        yaml.ScalarEvent(None, None, plain, text, style=_quotes(text, is_bare=is_bare)),
        yaml.MappingEndEvent(), yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent(),
    ]  # fmt: skip
    written = str(yaml.emit(events, width=10**9, allow_unicode=True)).rstrip("\n")
    written = (
        written.removeprefix("{k: ").removesuffix("}") if flow else written.removeprefix("k: ")
    )
    if written[0] == "'" and not set(text) & {'"', "\\"} and text.isprintable():
        return f'"{text}"'  # nothing in it needs an escape: prose has apostrophes
    return written


def _quotes(text: str, *, is_bare: bool) -> str | None:
    """Return the quotation marks of a text with line breaks or tabs, or that looks like no text."""
    import yaml

    if any(sign in text for sign in "\n\r\t"):
        return '"'
    if is_bare:
        return None
    resolver: Any = yaml.SafeLoader("")
    taken = resolver.resolve(yaml.ScalarNode, text, (True, False))
    return None if taken == "tag:yaml.org,2002:str" else '"'


def plain_value(node: Node) -> Value:
    """Return what a node says as texts, lists and mappings; space around a text says nothing."""
    if isinstance(node, Mapping):
        return {key.text: plain_value(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain_value(item) for item in node.items]
    return node.text.strip()


def as_texts(value: Value) -> Value:
    """Return a value with its numbers as the texts that a store has of them, as ``plain_value``."""
    if isinstance(value, dict):
        return {key: as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return str(value).strip()
