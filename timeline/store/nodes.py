"""YAML as a tree that remembers where everything stood, and the list of what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from timeline.errors import Problem


class Scalar(NamedTuple):
    """A piece of text; line and column count from 0. ``quoted`` tells "" from nothing at all."""

    text: str
    line: int
    column: int
    quoted: bool = False


class Sequence(NamedTuple):
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys and values in file order; keys are unique."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping


class Report:
    """Collects the problems of one file, so that all of them are told in one run."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []

    def add(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Note a problem at a node; a scalar is underlined as far as its line goes."""
        width = len(node.text) + 2 * node.quoted if isinstance(node, Scalar) else 1
        self.add_at(node.line, node.column, code, message, hint, width=width)

    def add_at(
        self, line: int, column: int, code: str, message: str, hint: str = "", *, width: int = 1
    ) -> None:
        """Note a problem at a line and column counted from 0."""
        excerpt = self.lines[line] if line < len(self.lines) else ""
        width = max(1, min(width, len(excerpt) - column))
        self.problems.append(
            Problem(self.file, line + 1, column + 1, code, message, hint, excerpt, width)
        )
