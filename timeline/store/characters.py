"""Bytes to text that may be read: UTF-8, without invisible characters or signs of a merge."""

from __future__ import annotations

import re

from timeline.store.nodes import STAND_IN, Report
from timeline.text import FORBIDDEN

_MOST = 20
_UNREADABLE = re.compile(f"{FORBIDDEN.pattern}|{STAND_IN}")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile(r"\\(?:x(..)|u(....)|U(........)|(.))", re.DOTALL)
_SHORT_ESCAPES = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "e": 27,
                  "N": 0x85, "L": 0x2028, "P": 0x2029}  # fmt: skip


def decode(data: bytes, file: str) -> tuple[str | None, Report]:
    """Decode a store's bytes (a byte order mark is passed over) and report what must not be there.

    Returns None where the text cannot be read on; refused characters are replaced by STAND_IN.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, _undecodable(file, error)
    report = Report(file, _LINE_END.split(text))
    if "\0" in text[:4]:
        report.add_at(0, text.index("\0"), "not-utf8", "byte 0x00 does not belong into a text",
                      "it looks like UTF-16 or UTF-32: save the file as UTF-8")  # fmt: skip
        return None, report
    if (conflict := _CONFLICT.search(text)) is not None:
        _report_conflicts(report, text, conflict.start())
        return None, report
    if _UNREADABLE.search(text) is not None:
        _report_characters(report, text)
        text = _UNREADABLE.sub(STAND_IN, text)
    return text, report


def replace_escapes(report: Report, source: str, line: int, column: int, value: str) -> str:
    """Report the escapes for forbidden characters in a quoted text; return it without them.

    ``source`` is the text as it stands in the file, at a line and column counted from 0.
    """
    found = [(m, sign) for m in _ESCAPE.finditer(source) if (sign := _forbidden_by(m))]
    for count, (match, character) in enumerate(found[:_MOST], start=1):
        at_line, at = _place(source, match.start())
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
    return f", and {total - count} more after it" if count == _MOST < total else ""


def _complaint(character: str) -> str:
    number = ord(character)
    kind = "a control character" if number < 0xA0 else "invisible or changes the text around it"
    return f"U+{number:04X} is {kind}"


def _place(text: str, index: int) -> tuple[int, int]:
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return len(_LINE_END.findall(text, 0, start)), index - start


def _report_characters(report: Report, text: str) -> None:
    found = list(_UNREADABLE.finditer(text))
    for count, match in enumerate(found[:_MOST], start=1):
        line, column = _place(text, match.start())
        report.add_at(line, column, "forbidden-character", _complaint(match[0]),
                      f"delete it{_more(count, len(found))}")  # fmt: skip


def _report_conflicts(report: Report, text: str, first: int) -> None:
    """Report each conflict once, where it begins: the text around it says everything twice."""
    is_open = False
    for match in _CONFLICT.finditer(text, first):
        begins = match[0][0] == "<"
        if begins or not is_open:
            report.add_at(*_place(text, match.start()), "merge-conflict",
                          "an unresolved merge conflict",
                          "keep one side of it, and delete the lines of <, = and >",
                          width=len(match[0]))  # fmt: skip
        is_open = begins


def _undecodable(file: str, error: UnicodeDecodeError) -> Report:
    data = error.object  # without the byte order mark, unlike what was given
    lines = _LINE_END.split(data[: error.start].decode())
    before = lines[-1]
    rest = re.split(rb"[\r\n]", data[error.start :], maxsplit=1)[0].decode("utf-8", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint, rest = "it looks like UTF-16: save the file as UTF-8", ""
    else:
        hint = "save the file as UTF-8; an older Windows program may have written it"
    report = Report(file, [*lines[:-1], before + rest])
    reason = f"byte 0x{data[error.start]:02X} is not UTF-8"
    report.add_at(len(lines) - 1, len(before), "not-utf8", reason, hint)
    return report
