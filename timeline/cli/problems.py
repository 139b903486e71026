"""Problems of a store as text: a place, an excerpt, a caret, the reason and a mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.text import clean, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.errors import Problem, QueryError

_WIDEST = 100
_BEFORE = 40  # characters of a long line that are shown before the place


MORE = "; more may follow, as not all was read after the first of them"


def render_problems(problems: Sequence[Problem], *, is_all: bool = True) -> str:
    """Return problems, then how many there are in how many files, and if these are all."""
    files = {problem.file for problem in problems}
    where = clean(next(iter(files))) if len(files) == 1 else f"{len(files)} files"
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    mend = "mend it" if len(problems) == 1 else "mend them"
    parts = [render_problem(problem) for problem in problems]
    more = "" if is_all else MORE
    return "\n".join([*parts, f"timeline: {count} in {where}; {mend} and ask again{more}"])


def render_problem(problem: Problem) -> str:
    """Return one problem; a long line is shown around its place."""
    place = f"{clean(problem.file)}:{problem.line}:{problem.column}"
    lines = [f"{place}: {problem.severity}[{problem.code}]: {clean(shortened(problem.message))}"]
    if problem.excerpt.strip():
        lines += _excerpt(problem.excerpt, problem.column - 1, problem.width,
                          f"{problem.line:>5} | ")  # fmt: skip
    if problem.hint:
        lines.append(f"        hint: {clean(shortened(problem.hint))}")
    return "\n".join(lines)


def render_query(error: QueryError) -> str:
    """Return the query of an error, and a line of carets under the place."""
    return "\n".join(_excerpt(error.query, error.at, error.width, "  | "))


def _excerpt(line: str, column: int, width: int, gutter: str) -> list[str]:
    """Return a line and a line of carets under a place in it, counted from 0."""
    start = 0 if len(line) <= _WIDEST else max(0, min(column - _BEFORE, len(line) - _WIDEST))
    end = start + _WIDEST
    before = "…" * (start > 0) + _shown(line[start:column])
    marked = _shown(line[column : min(column + width, end)])
    after = _shown(line[column + width : end]) + "…" * (end < len(line))
    margin = " " * (len(gutter) - 2) + "| "
    carets = "^" * max(1, _cells(marked))
    return [f"{gutter}{before}{marked}{after}", f"{margin}{' ' * _cells(before)}{carets}"]


def _shown(text: str) -> str:
    return clean(text.replace("\t", " "))


def _cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
