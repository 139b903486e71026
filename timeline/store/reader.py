"""YAML text to nodes with line and column: iteratively, within limits, and only its plain part.

Scalars stay text (``NO`` is Norway, ``1.10`` is 1.10). Anchors, aliases, tags, duplicate keys, deep
nesting, control and bidirectional characters are refused: a store may come from a stranger.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.store.characters import replace_escapes
from timeline.store.nodes import (
    STAND_IN,
    Code,
    EnoughError,
    Mapping,
    Node,
    Report,
    Scalar,
    Sequence,
    shown,
)
from timeline.store.syntax import report_syntax
from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.store.cutting import Margin

MAX_DEPTH = 8
_HOPELESS = 100  # levels: what nests so deep was made to break a reader
_QUOTES = ("'", '"')
_TAG = re.compile(r"![^\s,\[\]{}]*")


def read_nodes(
    text: str,
    report: Report,
    most: int | None = None,
    deepest: int = MAX_DEPTH,
    margin: Margin | None = None,
) -> Node | None:
    """Read one YAML document into nodes, ``most`` at most; what is wrong goes into the report.

    ``margin`` is that of a file from which events could be cut out by their lines: a line that goes
    on with what is in quotes or brackets must not look as if something else began there. (By YAML
    1.2.2, 7.4, it stands further right than the block that it is in; libyaml takes it anywhere.)
    Returns None where the text holds nothing. Where reading had to stop, the report is incomplete
    and the nodes are those before that place, without the entry that was being read.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(report, text, most, deepest, margin)
    try:
        try:
            builder.build(yaml.parse(text, Loader=loader))
        except (yaml.YAMLError, ValueError) as error:  # ValueError: a code point that there is not
            builder.give_up()
            report_syntax(report, error)
    except EnoughError:
        builder.give_up()
    return builder.root


def lines_inside_texts(text: str) -> set[int]:
    """Return the lines (from 0) whose ends belong to a text in a block or in quotation marks.

    ``text`` is one that could be read.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: set[int] = set()
    events: Iterator[Any] = yaml.parse(text, Loader=loader)
    scalar: Any = yaml.ScalarEvent
    for event in events:
        if isinstance(event, scalar) and event.style:
            found.update(range(event.start_mark.line, event.end_mark.line))
            if event.style in "|>":
                found.discard(event.start_mark.line)
    return found


class _Open:
    """A container that is being filled; it waits on a stack, never on a call."""

    __slots__ = ("is_flow", "key", "node", "seen")

    def __init__(self, node: Sequence | Mapping, *, is_flow: bool) -> None:
        self.node = node
        self.is_flow = is_flow
        self.key: Scalar | None = None  # the key that waits for its value
        self.seen: dict[str, int] = {}  # each key and its line


class _Builder:
    """Puts parser events together."""

    def __init__(
        self, report: Report, text: str, most: int | None, deepest: int, margin: Margin | None
    ) -> None:  # fmt: skip
        from yaml import events

        self.report = report
        self.text = text
        self.stack: list[_Open] = []
        self.skipped = 0  # open containers below the deepest level
        self.documents = 0
        self.most = most
        self.deepest = deepest
        self.margin = margin
        self.root: Node | None = None
        # No bound methods: with them, it would hold itself, and all of the text.
        self.steps: dict[type, Callable[[_Builder, Any], bool | None]] = {
            events.ScalarEvent: _Builder._take_scalar,
            events.SequenceStartEvent: _Builder._open_sequence,
            events.MappingStartEvent: _Builder._open_mapping,
            events.SequenceEndEvent: _Builder._close,
            events.MappingEndEvent: _Builder._close,
            events.AliasEvent: _Builder._take_alias,
            events.DocumentStartEvent: _Builder._start_document,
        }

    def build(self, events: Iterator[Any]) -> None:
        """Take in events until there are no more, or reading on makes no sense."""
        steps = self.steps
        for event in islice(events, self.most):
            step = steps.get(type(event))
            if step is not None and step(self, event):
                return
        if (event := next(events, None)) is not None:
            self._refuse(event, "too-large", f"more than {self.most:,} values in one piece",
                         "write less beside the events and in each of them")  # fmt: skip
            self.give_up()

    def give_up(self) -> None:
        """Keep what is whole: of the section that was being read, the entries before the last."""
        self.report.incomplete = True
        section = self._last_section()
        if isinstance(section, Sequence) and section.items:
            section.items.pop()
        elif isinstance(section, Mapping) and section.pairs:
            section.pairs.pop()

    def _last_section(self) -> Node | None:
        if len(self.stack) > 1:
            return self.stack[1].node
        if isinstance(self.root, Mapping) and self.root.pairs:
            return self.root.pairs[-1][1]
        return None

    def _start_document(self, event: Any) -> bool:
        self.documents += 1
        if self.documents == 1:
            return False
        self._refuse(event, "multiple-documents", "a second YAML document starts",
                     "a store is one document: delete the '---'", width=3)  # fmt: skip
        self.report.incomplete = True
        return True

    def _take_scalar(self, event: Any) -> None:
        if self.skipped:
            return
        if event.anchor is not None or event.tag is not None:
            self._refuse_node_properties(event)
            if event.tag is not None and not event.value:  # the text was taken for the tag
                self._place(self._stand_in(event))
                return
        mark, style, text = event.start_mark, event.style, event.value
        if style in _QUOTES:
            self._goes_on(mark.line, event.end_mark.line)
        if style == '"' and FORBIDDEN.search(text) is not None:
            source = self.text[mark.index : event.end_mark.index]
            text = replace_escapes(self.report, source, mark.line, mark.column, text)
        self._place(Scalar(text, mark.line, mark.column, style in _QUOTES))

    def _take_alias(self, event: Any) -> None:
        if not self.skipped:
            name = f"*{event.anchor}"
            self._refuse(event, "alias", f"an alias ({shown(name)})",
                         "write the value out, or quote a text that begins with '*'",
                         width=len(name))  # fmt: skip
            self._place(self._stand_in(event))

    def _open_sequence(self, event: Any) -> bool:
        return self._open(event, Sequence([], event.start_mark.line, event.start_mark.column))

    def _open_mapping(self, event: Any) -> bool:
        return self._open(event, Mapping([], event.start_mark.line, event.start_mark.column))

    def _open(self, event: Any, node: Sequence | Mapping) -> bool:
        if len(self.stack) >= self.deepest:
            if not self.skipped:
                self._refuse(event, "too-deep", f"nested deeper than {MAX_DEPTH} levels",
                             "no key of a store needs that")  # fmt: skip
                self._place(self._stand_in(event))
            self.skipped += 1
            if self.skipped > _HOPELESS:
                self.give_up()
                return True
            return False
        if event.anchor is not None or event.tag is not None:
            self._refuse_node_properties(event)
        self._place(node)
        self.stack.append(_Open(node, is_flow=event.flow_style))
        return False

    def _close(self, event: Any) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        closed = self.stack.pop()
        if closed.is_flow:
            self._goes_on(closed.node.line, event.end_mark.line)

    def _goes_on(self, first: int, last: int) -> None:
        """Refuse a line after the first one that looks as if something else began there."""
        # What is in brackets is looked at when the outermost of them are closed.
        if self.margin is None or first == last or (self.stack and self.stack[-1].is_flow):
            return
        lines = self.report.lines
        for row in range(first + 1, last + 1):
            if self.margin.is_first(row, lines[row]):
                began = f"belongs to what began on line {self.report.line_of(first) + 1}"
                self.report.add_at(
                    row, 0, "yaml-syntax",
                    f"this line {began}, but begins as an event or a section",
                    "indent it, or end the quotes or brackets above", width=len(lines[row]),
                )  # fmt: skip
                return

    def _place(self, node: Node) -> None:
        """Put a node where it belongs: at the top, into a list, or as a key or value."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is not None:
            top.node.pairs.append((top.key, node))
            top.key = None
        else:
            top.key = self._key(node, top.seen)

    def _key(self, node: Node, seen: dict[str, int]) -> Scalar:
        if not isinstance(node, Scalar):
            hint = "write 'key: value', or quote a text that begins with [ or {"
            self.report.add(node, "bad-key", "a list or mapping cannot be a key", hint)
            return Scalar(STAND_IN, node.line, node.column)
        if node.text in seen:
            line = seen[node.text]
            at = self.report.line_of(line) + 1
            before = "on this line" if line == node.line else f"on line {at}"
            self.report.add(node, "duplicate-key", f"{shown(node.text)} is already given {before}",
                            "keep one of them")  # fmt: skip
        else:
            seen[node.text] = node.line
        return node

    def _stand_in(self, event: Any) -> Scalar:
        return Scalar(STAND_IN, event.start_mark.line, event.start_mark.column)

    def _refuse_node_properties(self, event: Any) -> None:
        """Refuse an anchor or tag, which the parser joins to the node that follows it."""
        if event.anchor is not None:
            name = f"&{event.anchor}"
            hint = "delete it, or quote a text that begins with '&'"
            self._refuse(event, "alias", f"an anchor ({shown(name)})", hint, width=len(name))
        if event.tag is not None:
            mark = event.start_mark
            tag = _TAG.search(self.report.lines[mark.line], mark.column)
            name, column = (tag[0], tag.start()) if tag else (event.tag, mark.column)
            self.report.add_at(
                mark.line, column, "tag", f"a YAML tag ({shown(name)})",
                "delete it: all values are text; or quote a text that begins with '!'",
                width=len(name),
            )  # fmt: skip

    def _refuse(self, event: Any, code: Code, message: str, hint: str, *, width: int = 1) -> None:
        mark = event.start_mark
        self.report.add_at(mark.line, mark.column, code, message, hint, width=width)
