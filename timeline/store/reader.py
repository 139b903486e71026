"""YAML text to nodes with line and column: iteratively, within limits, and only its plain part.

Scalars stay text (``NO`` is Norway, ``1.10`` is 1.10). Anchors, aliases, tags, duplicate keys, deep
nesting, control and bidirectional characters are refused: a store may come from a stranger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from timeline.store.nodes import Mapping, Node, Report, Scalar, Sequence
from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 8

_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7}) ", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")

_MENDS = (
    ("mapping values are not allowed", "quote a text that holds ': '"),
    ("\\t", "indent with spaces, not with tabs"),
    ("could not find expected ':'", "write 'key: value', or quote the text"),
    ("did not find expected key", "check the indentation, and quote a text that ends early"),
    ("did not find expected '-'", "start every list item with '- ' in the same column"),
    ("unexpected end of stream", "close the quotation mark or the bracket"),
    ("did not find expected ',' or", "close the bracket, and put a comma between the items"),
    ("cannot start any token", "quote a text that starts with %, @ or a back-tick"),
)


def decode(data: bytes, file: str) -> tuple[str, Report]:
    """Decode a store's bytes as UTF-8 (a byte order mark is passed over) and look for bad signs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", _undecodable(data, file, error)
    report = Report(file, _LINE_END.split(text))
    for pattern, code, message, hint in (
        (FORBIDDEN, "forbidden-character", "U+{:04X} is invisible or a control character",
         "delete it"),
        (_CONFLICT, "merge-conflict", "an unresolved merge conflict", "keep one side of it"),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            line = len(_LINE_END.findall(text, 0, match.start()))
            column = match.start() - max(text.rfind(end, 0, match.start()) for end in "\r\n") - 1
            report.add_at(line, column, code, message.format(ord(match[0][0])), hint)
            if len(report.problems) >= 20:
                break
    return text, report


def _undecodable(data: bytes, file: str, error: UnicodeDecodeError) -> Report:
    before = data[: error.start].decode("utf-8", "replace")
    lines = _LINE_END.split(before)
    report = Report(file, [*lines[:-1], ""])
    hint = "save the file as UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "it looks like UTF-16: save it as UTF-8"
    reason = f"byte 0x{data[error.start]:02X} is not UTF-8"
    report.add_at(len(lines) - 1, len(lines[-1]), "not-utf8", reason, hint)
    return report


def read_nodes(text: str, report: Report) -> Node | None:
    """Read one YAML document into nodes; what is wrong goes into the report.

    Returns None where the text holds nothing, or where reading had to stop.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(report).build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "unreadable"
        hint = next((mend for sign, mend in _MENDS if sign in problem), "")
        line, column = (mark.line, mark.column) if mark else (0, 0)
        report.add_at(line, column, "yaml-syntax", f"not YAML: {problem}", hint)
    except yaml.YAMLError as error:
        report.add_at(0, 0, "yaml-syntax", f"not YAML: {error}".splitlines()[0])
    return None


class _Builder:
    """Puts parser events together; an open container waits on a stack, never on a call."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []  # the key waiting for its value, per open container
        self.seen: list[dict[str, int]] = []  # key and line, per open container
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node | None:
        documents = 0
        for event in events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._refuse(event, "multiple-documents", "a second YAML document starts",
                                 "a store is one document: delete the '---'")  # fmt: skip
                    return self.root
            elif name == "AliasEvent":
                self._refuse(event, "alias", f"an alias (*{event.anchor})", "write the value out")
                self._place(self._scalar(event, ""))
            elif name in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
                self._check(event)
                if name == "ScalarEvent":
                    self._place(self._scalar(event, event.value))
                elif not self._open(event, name):
                    return None
            elif name in ("SequenceEndEvent", "MappingEndEvent"):
                for pile in (self.stack, self.keys, self.seen):
                    pile.pop()
        return self.root

    def _scalar(self, event: Any, text: str) -> Scalar:
        mark = event.start_mark
        style = getattr(event, "style", None)
        if style == '"' and (match := FORBIDDEN.search(text)):
            self._refuse(event, "forbidden-character",
                         f"U+{ord(match[0]):04X} is invisible or a control character",
                         "delete it")  # fmt: skip
        return Scalar(text, mark.line, mark.column, style in ("'", '"'))

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "alias", f"an anchor (&{event.anchor})", "write the value out")
        if event.tag is not None:
            self._refuse(
                event, "tag", f"a YAML tag ({event.tag})", "delete it: all values are text"
            )

    def _open(self, event: Any, name: str) -> bool:
        if len(self.stack) >= MAX_DEPTH:
            self._refuse(event, "too-deep", f"nested deeper than {MAX_DEPTH} levels",
                         "no key of a store needs that")  # fmt: skip
            return False
        mark = event.start_mark
        kind = Sequence if name == "SequenceStartEvent" else Mapping
        container = kind([], mark.line, mark.column)
        self._place(container)
        self.stack.append(container)
        self.keys.append(None)
        self.seen.append({})
        return True

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            parent.pairs.append((key, node))
            self.keys[-1] = None
            return
        if not isinstance(node, Scalar):
            self.report.add(node, "bad-key", "a key that is not a text", "write 'key: value'")
            node = Scalar("", node.line, node.column)
        line = self.seen[-1].setdefault(node.text, node.line)
        if line != node.line:
            self.report.add(node, "duplicate-key",
                            f"{node.text!r} is already given in line {line + 1}",
                            "keep one of them")  # fmt: skip
        self.keys[-1] = node

    def _refuse(self, event: Any, code: str, message: str, hint: str) -> None:
        mark = event.start_mark
        self.report.add_at(mark.line, mark.column, code, message, hint)
