"""A query as people type it, to a tree that remembers where each part stood.

    expression = all { OR all }
    all        = negated { [AND] negated }
    negated    = { NOT | not: } ( "(" expression ")" | field:value{,value} | word | "phrase" )

NOT binds closest, then AND (or nothing at all between two terms), then OR. What the fields and
their values mean is settled in ``resolve.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from timeline.errors import QueryError
from timeline.query.nodes import Either, Every, Has, Never, Value, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.query.nodes import Node

DEEPEST = 50
"""Parentheses and negations inside each other."""

_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*(?:\.[A-Za-z0-9_-]*)?):")
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}
"""What closes a quotation, by what opens it."""

_OPERATORS = ("OR", "AND", "NOT")


def parse_query(text: str) -> Node:
    """Read a query; raises QueryError, with the place and a mend, for one that cannot be read.

    An empty one asks for everything.
    """
    return _Parser(text).read()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def read(self) -> Node:
        self._skip_space()
        if self._is_done():
            return Every(())
        node = self._expression()
        if not self._is_done():
            self._fail("this parenthesis was never opened", "delete it, or quote it", self.at)
        return node

    def _expression(self) -> Node:
        nodes = [self._all()]
        while (start := self.at) < len(self.text) and self._operator() == "OR":
            self._take("OR")
            if self._ends_here():
                self._fail("OR needs a term after it", 'write A OR B, or "OR" to search for it',
                           start, 2)  # fmt: skip
            nodes.append(self._all())
        return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))

    def _all(self) -> Node:
        nodes: list[Node] = []
        while not self._ends_here():
            start, operator = self.at, self._operator()
            if operator == "OR" or (operator == "AND" and not nodes):
                if not nodes:
                    self._fail(f"{operator} needs a term before it",
                               f'write A {operator} B, or "{operator}" to search for it',
                               start, len(operator))  # fmt: skip
                break
            if operator == "AND":
                self._take("AND")
                if self._ends_here() or self._operator() in ("OR", "AND"):
                    self._fail("AND needs a term after it",
                               'write A AND B, or "AND" to search for it', start, 3)  # fmt: skip
            nodes.append(self._negated())
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _negated(self) -> Node:
        start = self.at
        if self._operator() == "NOT":
            self._take("NOT")
            if self._ends_here() or self._operator() in ("OR", "AND"):
                self._fail("NOT needs a term after it", 'write NOT A, or "NOT" to search for it',
                           start, 3)  # fmt: skip
            return self._inner(self._never, start)
        if self.text[start : start + 4].lower() == "not:":
            self.at += 4
            if self._is_done() or self.text[self.at].isspace() or self.text[self.at] == ")":
                self._fail("not: needs a term right after it", "write not:kind:funding", start, 4)
            return self._inner(self._never, start)
        if self.text[start] == "(":
            return self._group()
        return self._term()

    def _never(self) -> Node:
        return Never(self._negated())

    def _inner(self, read: Callable[[], Node], start: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            self._fail(f"more than {DEEPEST} parentheses or negations inside each other",
                       "ask a simpler question", start)  # fmt: skip
        node = read()
        self.depth -= 1
        return node

    def _group(self) -> Node:
        start = self.at
        self.at += 1
        self._skip_space()
        if self._is_done():
            self._fail("this parenthesis is never closed", "close it, or quote it", start)
        if self.text[self.at] == ")":
            self._fail("there is nothing in these parentheses", "delete them", start,
                       self.at - start + 1)  # fmt: skip
        node = self._inner(self._expression, start)
        if self._is_done():
            self._fail("this parenthesis is never closed", "close it, or quote it", start)
        self.at += 1
        self._skip_space()
        return node

    def _term(self) -> Node:
        field = _FIELD.match(self.text, self.at)
        if field is None:
            return Words(self._value(is_list=False))
        name = Value(field[1], self.at, len(field[1]))
        self.at = field.end()
        if not self._is_done() and self.text[self.at] == "(":
            mend = f"write {field[1]}:A,B for any of several, or quote the value"
            self._fail("parentheses stand around terms, not around values", mend, self.at)
        values = [self._value(is_list=True)]
        while not self._is_done() and self.text[self.at] == ",":
            self.at += 1
            values.append(self._value(is_list=True))
        self._skip_space()
        return Has(name, tuple(values))

    def _value(self, *, is_list: bool) -> Value:
        """Read up to white space, a closing parenthesis or, in a list, a comma."""
        start, opened = self.at, 0
        parts: list[str] = []
        quoted = False
        while not self._is_done():
            sign = self.text[self.at]
            if sign.isspace() or (sign == ")" and not opened) or (sign == "," and is_list):
                break
            if sign in _CLOSING:
                quoted = True
                parts.append(self._quotation())
                continue
            opened += (sign == "(") - (sign == ")")
            parts.append(sign)
            self.at += 1
        value = Value("".join(parts), start, self.at - start, quoted)
        if not is_list:
            self._skip_space()
        return value

    def _quotation(self) -> str:
        """Read what stands in quotation marks; a straight one inside is doubled."""
        start = self.at
        closing = _CLOSING[self.text[start]]
        parts: list[str] = []
        end = start
        while True:
            at = end + 1
            end = min((i for sign in closing if (i := self.text.find(sign, at)) >= 0), default=-1)
            if end < 0:
                self._fail("this quotation mark is never closed", "close it, or delete it", start)
            parts.append(self.text[at:end])
            if closing != '"' or self.text[end + 1 : end + 2] != '"':
                self.at = end + 1
                return '"'.join(parts)
            end += 1

    def _operator(self) -> str:
        """Return the operator that stands here, or ""."""
        for operator in _OPERATORS:
            end = self.at + len(operator)
            if self.text.startswith(operator, self.at) and (
                end == len(self.text) or self.text[end].isspace() or self.text[end] in "()"
            ):
                return operator
        return ""

    def _take(self, operator: str) -> None:
        self.at += len(operator)
        self._skip_space()

    def _ends_here(self) -> bool:
        return self._is_done() or self.text[self.at] == ")"

    def _is_done(self) -> bool:
        return self.at >= len(self.text)

    def _skip_space(self) -> None:
        while not self._is_done() and self.text[self.at].isspace():
            self.at += 1

    def _fail(self, message: str, hint: str, at: int, width: int = 1) -> NoReturn:
        raise QueryError(message, hint, self.text, at, width)
