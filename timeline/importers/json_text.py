"""JSON value by value, so that one that cannot be used is told by its number and spoils no other.

What JSON itself leaves open is told as a fault of the value: a key given twice, a number that is
none (NaN, 1e999) or too long to be one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import UsageError
from timeline.importers.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\r\n]*")
_DIGITS = 40


class Element(NamedTuple):
    """A value, and what is wrong with it ("" for nothing)."""

    value: Any
    fault: str = ""


class Reader:
    """Reads the values of a JSON text one after the other.

    ``line`` is the number of its first line in the file.
    """

    def __init__(self, text: str, line: int = 1) -> None:
        self.text = text
        self.line = line
        self.at = 0
        self._faults: list[str] = []
        # A line break inside a text is no reason to refuse it.
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=self._whole, parse_float=self._fraction,
            parse_constant=self._constant, strict=False,
        )  # fmt: skip

    def peek(self) -> str:
        """Return the next sign that is no space, "" at the end."""
        match = _SPACE.match(self.text, self.at)
        assert match, "it matches nothing, too"
        self.at = match.end()
        return self.text[self.at : self.at + 1]

    def element(self) -> Element:
        """Return the next value; raises UsageError where there is none."""
        self.peek()
        self._faults.clear()
        try:
            value, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise self.error(error.msg, error.pos) from None
        except RecursionError:
            raise self.error("lists and objects are nested too deeply", self.at) from None
        return Element(value, self._faults[0] if self._faults else "")

    def array(self) -> Iterator[Element]:
        """Yield the values of an array that is all of the text; raises UsageError."""
        if self.peek() != "[":
            raise self.error("an array should begin here", self.at)
        self.at += 1
        if self.peek() == "]":
            self.at += 1
        else:
            yield from self._elements()
        self.expect_end()

    def _elements(self) -> Iterator[Element]:
        while True:
            yield self.element()
            sign = self.peek()
            self.at += 1
            if sign == "]":
                return
            if sign != ",":
                raise self.error("a comma or ] is missing", self.at - 1)

    def expect_end(self) -> None:
        """Raise UsageError where anything follows."""
        if self.peek():
            raise self.error("something follows after the end", self.at)

    def error(self, reason: str, at: int) -> UsageError:
        """Return an error that says where it is."""
        line = self.line + self.text.count("\n", 0, at)
        column = at - self.text.rfind("\n", 0, at)
        return UsageError(f"not JSON: {reason} (line {line}, column {column})",
                          "is it the whole file, as it was written?")  # fmt: skip

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, count in Counter(k for k, _ in pairs).items() if count > 1)
            self._faults.append(f"the key {shown(twice)} is given twice")
        return found

    def _whole(self, digits: str) -> int:
        if len(digits) > _DIGITS:
            self._faults.append(f"a number has more than {_DIGITS} digits")
            return 0
        return int(digits)

    def _fraction(self, digits: str) -> float:
        number = float(digits)
        if not isfinite(number):
            self._faults.append(f"the number {shown(digits)} is too large")
        return number

    def _constant(self, name: str) -> None:
        self._faults.append(f"{name} is no number of JSON")
