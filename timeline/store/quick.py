"""The usual way of writing an event, read much faster than YAML at large, and to the same nodes.

Most events are lines of ``key: text``, with a few lists and mappings in brackets or line by line.
What is written otherwise, or may be wrong in any way, is not read here: None leaves it to libyaml.
The tests hold every answer against that of the reader of YAML.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from timeline.store.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What no text without quotation marks begins with."""

_SHORT = 48
_BELOW = Scalar("", -1, -1)
"""Stands for a text on the lines below."""

_BLOCKS = ("|", ">", "|-", ">-")
"""What announces such a text."""

_DEEPEST = 5
"""Levels of an event: no key of a store needs more."""

_KEY = re.compile(r"[A-Za-z_][\w-]{0,99}", re.ASCII)
_NESTS = re.compile(r"[\"'\[\]{}#]")

# What stands between commas in brackets: a text, or a list or mapping of texts.
_TEXT = r"([^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#,\[\]{}]*)|(\"[^\"\\]*\"|'[^']*')"
_VALUE = rf"(?:{_TEXT}|(\[[^\[\]{{}}]*\]|\{{[^\[\]{{}}]*\}}))[ ]*(?:,|\Z)"
_ITEM = re.compile(rf"[ ]*{_VALUE}", re.ASCII)
_PAIR = re.compile(rf"[ ]*({_KEY.pattern}):[ ]+{_VALUE}", re.ASCII)

Line: TypeAlias = tuple[int, int, "str | None", "Node | None"]
"""The column of the dash (-1: none), that of what follows, its key and its value (None: none)."""


class _UnusualError(Exception):
    """What is written here is not read here."""


def read_item(text: str) -> Mapping | None:
    """Read one item of a list of events as a node without places; None for what is unusual.

    ``text`` is everything from the dash to the next item, its lines ended by LF.
    """
    if not text.replace("\n", "").isprintable():  # signs that are forbidden, tabs, other line ends
        return None
    try:
        lines = _lines(text.split("\n"))
        dash, column, key, node = lines[0] if lines else (-1, 0, None, None)
        if dash < 0:
            return None
        if key is None and isinstance(node, Mapping):  # all of it in brackets
            return node if len(lines) == 1 else None
        node, end = _mapping(lines, 0, column, 1)
    except _UnusualError:
        return None
    return node if end == len(lines) else None


def _lines(written: list[str]) -> list[Line]:
    lines: list[Line] = []
    at, end = 0, len(written)
    while at < end:
        line = written[at]
        at += 1
        found = _usual_line(line) if len(line) < _SHORT else _line(line)
        if found is None:
            continue
        if found[3] is _BELOW:
            dash, column, key, _ = found
            node, at = _block(written, at, column, line[line.rindex(":") + 1 :].strip(" "))
            found = dash, column, key, node
        lines.append(found)
    return lines


def _line(line: str) -> Line | None:
    """Read one line; None for one that says nothing."""
    body = line.lstrip(" ")
    if not body or body[0] == "#":
        return None
    dash, column = -1, len(line) - len(body)
    if body[0] == "-":
        rest = body[1:].lstrip(" ")
        if not rest or body[1] != " ":
            raise _UnusualError
        dash, column, body = column, column + len(body) - len(rest), rest
    key, body = _parted(body)
    if not body or body[0] == "#":
        if key is None:
            raise _UnusualError
        return dash, column, key, None
    if body[0] not in _SIGNS:
        return dash, column, key, _bare(body)
    if key is not None and body in _BLOCKS:
        return dash, column, key, _BELOW
    return dash, column, key, _in_signs(body.rstrip(" "))


_usual_line = lru_cache(16_384)(_line)
"""The same for short lines, many of which stand in many events."""


def _parted(body: str) -> tuple[str | None, str]:
    """Return the key of a line, where it has one, and what comes after."""
    if body[0] in "[{\"'":
        return None, body
    key, sign, value = body.partition(": ")
    if sign:
        return _key(key).text, value.strip(" ")
    return (_key(body[:-1]).text, "") if body[-1] == ":" else (None, body)


@lru_cache(1_024)
def _key(text: str) -> Scalar:
    if not _KEY.fullmatch(text):
        raise _UnusualError
    return Scalar(text, 0, 0)


def _bare(text: str) -> Scalar:
    """Read a text without quotation marks, up to a comment."""
    if " #" in text:
        text = text[: text.index(" #")]
    text = text.rstrip(" ")
    if ": " in text or text[-1] == ":":
        raise _UnusualError
    return Scalar(text, 0, 0)


def _in_signs(text: str) -> Node:
    """Read a text in quotation marks, or what stands in brackets."""
    first, last = text[0], text[-1]
    if first in "\"'" and first == last and text.count(first) == 2 and "\\" not in text:
        return Scalar(text[1:-1], 0, 0, quoted=True)
    if (first, last) in (("[", "]"), ("{", "}")):
        return _flow(text)
    raise _UnusualError


def _flow(text: str) -> Node:
    """Read a list or mapping in brackets, of texts or of such lists and mappings."""
    inside = text[1:-1].strip(" ")
    is_list = text[0] == "["
    if not inside:
        return Sequence([], 0, 0) if is_list else Mapping([], 0, 0)
    if not _NESTS.search(inside):
        return _plain_flow(inside.split(","), is_list=is_list)
    if is_list:
        return Sequence([_value(*value) for value in _parts(_ITEM, inside)], 0, 0)
    return _pairs((key, _value(*value)) for key, *value in _parts(_PAIR, inside))


def _plain_flow(parts: list[str], *, is_list: bool) -> Node:
    if is_list:
        return Sequence([_word(part) for part in parts], 0, 0)
    pairs = (part.partition(": ") for part in parts)
    return _pairs((key.lstrip(" "), _word(value)) for key, _, value in pairs)


def _word(text: str) -> Scalar:
    text = text.strip(" ")
    if not text or text[0] in _SIGNS or ":" in text:
        raise _UnusualError
    return Scalar(text, 0, 0)


def _pairs(pairs: Iterator[tuple[str, Node]]) -> Mapping:
    found: dict[str, Node] = {}
    for key, node in pairs:
        if key in found:
            raise _UnusualError
        found[key] = node
    return Mapping([(_key(key), node) for key, node in found.items()], 0, 0)


def _parts(what: re.Pattern[str], text: str) -> Iterator[tuple[str, ...]]:
    """Yield the groups of what is parted by commas."""
    at = 0
    while at < len(text):
        found = what.match(text, at)
        if found is None:
            raise _UnusualError
        yield found.groups()
        at = found.end()
    if text[-1] == ",":
        raise _UnusualError


def _value(bare: str | None, quoted: str | None, brackets: str | None) -> Node:
    if bare is not None:
        return Scalar(bare.rstrip(" "), 0, 0)
    if quoted is not None:
        return Scalar(quoted[1:-1], 0, 0, quoted=True)
    return _flow(brackets or "")


def _block(written: list[str], at: int, column: int, sign: str) -> tuple[Scalar, int]:
    """Read a text that stands below its key, in lines that begin alike."""
    start = at
    first = written[at] if at < len(written) else ""
    indent = len(first) - len(first.lstrip(" "))
    if indent <= column:
        raise _UnusualError
    margin = " " * indent
    while at < len(written) and written[at].startswith(margin) and written[at][indent:].lstrip(" "):
        if written[at][indent] == " ":
            raise _UnusualError
        at += 1
    # Blank lines may belong to it, and what is indented so far after them does.
    if any(
        line.startswith(margin) or (line and not line.strip(" ")) for line in written[at : at + 1]
    ):
        raise _UnusualError
    following = next((line for line in written[at:] if line), "")
    if following.startswith(margin):
        raise _UnusualError
    said = (" " if sign[0] == ">" else "\n").join(line[indent:] for line in written[start:at])
    is_ended = at < len(written)  # the last line of a file may have no end
    return Scalar(said + "\n" * (is_ended and len(sign) == 1), 0, 0), at


def _mapping(lines: list[Line], at: int, column: int, depth: int) -> tuple[Mapping, int]:
    """Read the mapping whose keys stand in a column; the first may stand behind a dash."""
    if depth > _DEEPEST:
        raise _UnusualError
    found: dict[str, Node] = {}
    start, end = at, len(lines)
    while at < end:
        dash, inner, key, node = lines[at]
        if at > start and (dash >= 0 or inner < column):
            break
        if inner != column or key is None or key in found:
            raise _UnusualError
        at += 1
        if node is None:
            node, at = _below(lines, at, column, depth)
        found[key] = node
    return Mapping([(_key(key), node) for key, node in found.items()], 0, 0), at


def _below(lines: list[Line], at: int, column: int, depth: int) -> tuple[Node, int]:
    """Read the list or mapping below a key that stands in a column; nothing where there is none."""
    if at < len(lines):
        dash, inner, _, _ = lines[at]
        if dash >= column:
            return _sequence(lines, at, dash, depth + 1)
        if dash < 0 and inner > column:
            return _mapping(lines, at, inner, depth + 1)
    return _NOTHING, at


_NOTHING = Scalar("", 0, 0)


def _sequence(lines: list[Line], at: int, column: int, depth: int) -> tuple[Sequence, int]:
    """Read the list whose dashes stand in a column."""
    items: list[Node] = []
    while at < len(lines):
        dash, inner, key, node = lines[at]
        if dash != column:
            if dash > column or (dash < 0 and inner > column):
                raise _UnusualError
            break
        if key is not None:
            node, at = _mapping(lines, at, inner, depth + 1)
        else:
            at += 1
        assert node is not None, "a dash alone is unusual"
        items.append(node)
    return Sequence(items, 0, 0), at
