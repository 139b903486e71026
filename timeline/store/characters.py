"""Bytes to text that may be read: UTF-8, without invisible characters or signs of a merge."""

from __future__ import annotations

import contextlib
import re
from itertools import islice
from typing import TYPE_CHECKING

from timeline.store.nodes import MOST_PROBLEMS, STAND_IN, EnoughError, Report
from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST = 20
_COUNTED = 1_000
_PLAIN = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
_SIDES = ("<" * 7, ">" * 7)
_UNREADABLE = re.compile(f"{FORBIDDEN.pattern}|{STAND_IN}")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x(..)|u(....)|U(........)|(.))", re.DOTALL)
_SHORT_ESCAPES = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "e": 27,
                  "N": 0x85, "L": 0x2028, "P": 0x2029}  # fmt: skip


def decode(data: bytes, report: Report) -> str | None:
    """Decode a store's bytes (a byte order mark is passed over) and report what must not be there.

    Returns None where the text cannot be read on; refused characters are replaced by STAND_IN. The
    report, which is without lines before, gets them.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _report_undecodable(report, error)
        return None
    report.lines = _lines_of(text)
    if "\0" in text[:4]:
        report.add_at(0, text.index("\0"), "not-utf8", "byte 0x00 does not belong into a text",
                      "it looks like UTF-16 or UTF-32: save the file as UTF-8")  # fmt: skip
        return None
    is_merged = any(sign in text for sign in _SIDES)
    if is_merged and (conflict := _CONFLICT.search(text)) is not None:
        with contextlib.suppress(EnoughError):
            _report_conflicts(report, text, conflict.start())
        return None
    is_plain = text.isascii() and not data.translate(None, _PLAIN)  # patterns are much slower
    if not is_plain and _UNREADABLE.search(text) is not None:
        _report_characters(report, text)
        text = _UNREADABLE.sub(STAND_IN, text)
    return text


def _lines_of(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def replace_escapes(report: Report, source: str, line: int, column: int, value: str) -> str:
    """Report the escapes for forbidden characters in a quoted text; return it without them.

    ``source`` is the text as it stands in the file, at a line and column counted from 0.
    """
    escapes = ((m, sign) for m in _ESCAPE.finditer(source) if (sign := _forbidden_by(m)))
    found = list(islice(escapes, _COUNTED))
    places = _places(source, (match.start() for match, _ in found[:_MOST]))
    for count, ((match, character), place) in enumerate(zip(found, places, strict=False), start=1):
        at_line, at = place
        report.add_at(line + at_line, at if at_line else column + at, "forbidden-character",
                      _complaint(character), f"delete this escape{_more(count, len(found))}",
                      width=len(match[0]))  # fmt: skip
    return FORBIDDEN.sub(STAND_IN, value)


def _forbidden_by(escape: re.Match[str]) -> str | None:
    """Return the forbidden character that an escape stands for, or None."""
    digits = escape[1] or escape[2] or escape[3]
    character = chr(int(digits, 16) if digits else _SHORT_ESCAPES.get(escape[4], 0x20))
    return character if FORBIDDEN.match(character) else None


def _more(count: int, total: int) -> str:
    least = "at least " * (total == _COUNTED)
    return f", and {least}{total - count} more after it" if count == _MOST < total else ""


def _complaint(character: str) -> str:
    number = ord(character)
    kind = "a control character" if number < 0xA0 else "invisible or changes the text around it"
    return f"U+{number:04X} is {kind}"


def _places(text: str, indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the line and column of each place in a text, which come in ascending order."""
    line = start = before = 0
    for index in indices:
        line += text.count("\n", before, index) + text.count("\r", before, index)
        line -= text.count("\r\n", before, index)
        start = max(start, *(text.rfind(end, before, index) + 1 for end in "\n\r"))
        before = index
        yield line, index - start


def _report_characters(report: Report, text: str) -> None:
    found = list(islice(_UNREADABLE.finditer(text), _COUNTED))
    places = _places(text, (match.start() for match in found[:_MOST]))
    for count, (match, place) in enumerate(zip(found, places, strict=False), start=1):
        report.add_at(*place, "forbidden-character", _complaint(match[0]),
                      f"delete it{_more(count, len(found))}")  # fmt: skip


def _report_conflicts(report: Report, text: str, first: int) -> None:
    """Report each conflict once, where it begins: the text around it says everything twice."""
    is_open = False
    found = []
    for match in islice(_CONFLICT.finditer(text, first), MOST_PROBLEMS):
        begins = match[0][0] == "<"
        if begins or not is_open:
            found.append(match)
        is_open = begins
    for match, place in zip(found, _places(text, map(re.Match.start, found)), strict=True):
        report.add_at(*place, "merge-conflict", "an unresolved merge conflict",
                      "keep one side of it, and delete the lines of <, = and >",
                      width=len(match[0]))  # fmt: skip


def _report_undecodable(report: Report, error: UnicodeDecodeError) -> None:
    data = error.object  # without the byte order mark, unlike what was given
    lines = _lines_of(data[: error.start].decode())
    before = lines[-1]
    rest = re.split(rb"[\r\n]", data[error.start :], maxsplit=1)[0].decode("utf-8", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint, rest = "it looks like UTF-16: save the file as UTF-8", ""
    else:
        hint = "save the file as UTF-8; an older Windows program may have written it"
    report.lines = [*lines[:-1], before + rest]
    reason = f"byte 0x{data[error.start]:02X} is not UTF-8"
    report.add_at(len(lines) - 1, len(before), "not-utf8", reason, hint)
