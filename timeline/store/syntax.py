"""What is wrong with a text that is not YAML, in the words of somebody who writes a store.

The parser's own messages name what it expected; here each is told by where it usually comes from.
Both libyaml's and the pure Python parser's messages are known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from timeline.store.nodes import Report


class Diagnosis(NamedTuple):
    """A message and a mend; ``from_start`` places them where the unfinished thing began."""

    sign: str
    message: str
    hint: str
    from_start: bool = False


_QUOTE_WHOLE = "quote the whole text"
_KEY_INSIDE = Diagnosis("", "a text cannot hold ': '", _QUOTE_WHOLE)
_KEY_MISPLACED = Diagnosis(
    "", "a key cannot stand here",
    "the line above may lack a space after its ':', or be indented less",
)  # fmt: skip
_AFTER_VALUE = Diagnosis(
    "", "text after the end of a value",
    "quote the whole text, and double a quotation mark inside it: 'it''s'",
)  # fmt: skip
_INDENTATION = Diagnosis(
    "", "this line fits no list or key above it",
    "indent it like its neighbours, and look at the line above",
)  # fmt: skip

_NEITHER = Diagnosis(
    "a simple key", "a line that is neither 'key: value' nor '- item'",
    "put ': ' after the key, or indent a text that goes on", from_start=True,
)  # fmt: skip
_DASH = Diagnosis(
    "", "a list item without a space after its '-'", "put a space after the '-'", from_start=True
)

_DIAGNOSES = (
    Diagnosis("any token", "a text cannot begin with SIGN", _QUOTE_WHOLE),
    Diagnosis("while scanning a quoted scalar", "this quotation mark is never closed",
              "close it, or double it inside a text: 'it''s'", from_start=True),
    Diagnosis("while scanning a block scalar", "text beside a lone '>' or '|'",
              "quote a text that begins so ('>750'), or write it on the lines below",
              from_start=True),
    _NEITHER,
    Diagnosis("scanning an alias", "a text cannot begin with '*'", _QUOTE_WHOLE, from_start=True),
    Diagnosis("scanning an anchor", "a text cannot begin with '&'", _QUOTE_WHOLE, from_start=True),
    Diagnosis("scanning a directive", "a line cannot begin with '%'", "delete it",
              from_start=True),
    Diagnosis("%YAML directive|YAML directive|incompatible YAML", "a directive that is not YAML's",
              "delete it: a store needs none"),
    Diagnosis("a tag|tag handle", "a text cannot begin with '!'", _QUOTE_WHOLE, from_start=True),
    Diagnosis("invalid Unicode|arg not in range", "an escape for a character that does not exist",
              r"write the character itself, or \\ for a backslash"),
    Diagnosis("escape|hexdecimal", "a backslash that means nothing",
              r"write \\ for a backslash, or use single quotation marks"),
    Diagnosis("document start", "text after the end of the document",
              "a store is one document: delete the '...'"),
    Diagnosis("sequence entries are not allowed|mapping keys are not allowed",
              "a list or key cannot begin here", "quote the text, or begin a new line"),
    Diagnosis("node content", "a value is missing before this sign",
              "fill it in, or quote a text that begins with , ] or }"),
)  # fmt: skip


def report_syntax(report: Report, error: Any) -> None:
    """Report a YAMLError of the parser (or the ValueError of an impossible escape)."""
    problem = getattr(error, "problem", None)
    problem = str(problem or error).split("\n")[0]
    mark, start = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    mark = mark or start
    line, column = _inside(report, mark)
    context = getattr(error, "context", None) or ""
    found = _diagnose(report, f"{context}: {problem}", line, column, start.line if start else -1)
    if found.from_start and start is not None:
        line, column = _inside(report, start)
    if "backslash" in found.message + found.hint:
        column = max(report.lines[line].rfind("\\", 0, column + 1), 0)
    report.add_at(line, column, "yaml-syntax", found.message, found.hint)


def _inside(report: Report, mark: Any) -> tuple[int, int]:
    """Return a place that is there: the parser counts a line more after the last one."""
    if mark is None:
        return 0, 0
    line, column = mark.line, mark.column
    last = len(report.lines) - 1
    while last > 0 and not report.lines[last].strip():
        last -= 1
    return (line, column) if line <= last else (last, len(report.lines[last].rstrip()))


def _in_brackets(closing: str, before: str, at: str, *, opened_here: bool) -> Diagnosis:
    if at.strip() and opened_here:
        if at == ":":
            return _KEY_INSIDE
        if before.rstrip()[-1:] in ("'", '"'):
            return _AFTER_VALUE
    message = f"this bracket is not closed by {closing!r}"
    hint = "close it, and put a comma between its items"
    return Diagnosis("", message, hint, from_start=True)


def _diagnose(report: Report, text: str, line: int, column: int, start_line: int) -> Diagnosis:
    source = report.lines[line]
    before, at = source[:column], source[column : column + 1]
    if "\t" in before[: len(before) - len(before.lstrip())] or (at == "\t" and not before.strip()):
        return Diagnosis("", "a line indented with a tab", "indent with spaces")
    if match := re.search(r"expected ',' or '(.)'", text):
        return _in_brackets(match[1], before, at, opened_here=start_line == line)
    for diagnosis in _DIAGNOSES:
        if re.search(diagnosis.sign, text):
            found = diagnosis
            if diagnosis is _NEITHER and re.match(r"\s*-[^\s-]", report.lines[start_line]):
                found = _DASH
            return found._replace(message=found.message.replace("SIGN", repr(at)))
    if "mapping values" in text:
        return _KEY_INSIDE if ": " in before else _KEY_MISPLACED
    if "expected key" in text or "block end" in text or "'-' indicator" in text:
        return _AFTER_VALUE if before.strip(" -") else _INDENTATION
    return Diagnosis("", f"not YAML: {text.removeprefix(': ')}", "")
