"""YAML as a tree that remembers where everything stood, and the list of what is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from timeline.errors import Problem
from timeline.spelling import Patience, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Code: TypeAlias = Literal[
    "alias", "bad-choice", "bad-date", "bad-duration", "bad-figure", "bad-id", "bad-key",
    "bad-name", "bad-url", "circle", "contradiction", "duplicate-id", "duplicate-item",
    "duplicate-key", "empty-store", "empty-value", "forbidden-character", "merge-conflict",
    "missing-key", "multiple-documents", "not-list", "not-mapping", "not-text", "not-utf8",
    "tag", "too-deep", "too-large", "two-languages", "undatable", "unknown-event", "unknown-key",
    "unknown-kind", "unknown-network", "unknown-source", "yaml-syntax",
]  # fmt: skip
"""Every error code; each has an input that provokes it in ``tests/errors``."""

STAND_IN = "\U0010ffff"
"""Stands where something was refused (a noncharacter); a text that holds it is reported already."""

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"?|\'(?:[^\']|\'\')*+\'?')


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
    """Keys and values in file order; a key given twice is a problem, and its first value counts."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping


MOST_PROBLEMS = 1_000
"""Problems after which nobody reads on."""


class EnoughError(Exception):
    """A report has ``MOST_PROBLEMS``: what is still to be read can wait until they are mended."""


class Problems(list[Problem]):
    """What is wrong with a store, and how long it is still looked for the words that were meant."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__(problems)
        self.patience = Patience()


class Report:
    """Collects the problems of one file, so that all of them are told in one run.

    ``lines`` may be a part of the file: ``first`` is the line of the file (from 0) that they begin
    with, ``gap`` one of them before which so many others were left out, and ``problems`` those of
    the parts before. ``incomplete`` says that a part of the file is
    not known, so that what other places mention may well stand in that part. What notes the last of
    ``MOST_PROBLEMS`` raises EnoughError.
    """

    def __init__(
        self, file: str, lines: list[str] | None = None, first: int = 0,
        problems: Problems | None = None,
    ) -> None:  # fmt: skip
        self.file = file
        self.lines = lines or [""]
        self.first = first
        self.gap = 0, 0
        self.problems = Problems() if problems is None else problems
        self.incomplete = False

    def add(self, node: Node, code: Code, message: str, hint: str = "") -> None:
        """Note a problem at a node, unless the node stands for something that was refused."""
        if not (isinstance(node, Scalar) and STAND_IN in node.text):
            width = self.width(node)
            self.add_at(node.line, node.column, code, message, hint, width=width)

    def add_at(
        self, line: int, column: int, code: Code, message: str, hint: str = "", *, width: int = 1
    ) -> None:
        """Note a problem at a line and column counted from 0; both are kept inside the file."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(self.problem_at(line, column, code, message, hint, width=width))
        if len(self.problems) >= MOST_PROBLEMS:
            self.incomplete = True
            raise EnoughError

    def problem_at(
        self, line: int, column: int, code: str, message: str, hint: str = "", *, width: int = 1
    ) -> Problem:
        """Return a problem at a line and column counted from 0; both are kept inside the file."""
        if line >= len(self.lines):
            line, column = len(self.lines) - 1, len(self.lines[-1])
        excerpt = self.lines[line]
        column = min(column, len(excerpt))
        width = max(1, min(width, len(excerpt) - column))
        return Problem(
            self.file, self.line_of(line) + 1, column + 1, code, message, hint, excerpt, width
        )

    def line_of(self, line: int) -> int:
        """Return which line of the file one of ``lines`` is; both count from 0."""
        at, left_out = self.gap
        return self.first + line + (left_out if line >= at else 0)

    def suggest(self, word: str, known: Collection[str], otherwise: str) -> str:
        """Return ``did you mean x?``, or another hint; after thousands of mistakes only that."""
        return did_you_mean(word, known, otherwise, patience=self.problems.patience)

    def width(self, node: Node) -> int:
        """Return how much of its first line a node takes: of a container, its first key."""
        if isinstance(node, Sequence):
            return 1
        if isinstance(node, Mapping):
            key = node.pairs[0][0] if node.pairs else None
            is_flow = key is None or (key.line, key.column) != (node.line, node.column)
            return 1 if is_flow or key is None else self.width(key)
        if node.quoted and (match := _QUOTED.match(self.lines[node.line], node.column)):
            return len(match[0])
        return len(node.text)


def shown(text: str) -> str:
    """Return a text in quotation marks as a message may show it, however long it is."""
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
