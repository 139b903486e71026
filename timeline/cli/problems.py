"""Problems of a store as text: a place, an excerpt, a caret, the reason and a mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.errors import Problem

_WIDEST = 100


def render_problems(problems: Sequence[Problem]) -> str:
    """Return all problems, then how many there are in how many files."""
    files = {problem.file for problem in problems}
    where = clean(next(iter(files))) if len(files) == 1 else f"{len(files)} files"
    count = f"{len(problems)} error{'s' * (len(problems) != 1)}"
    parts = [render_problem(problem) for problem in problems]
    return "\n".join([*parts, f"timeline: {count} in {where}; mend them and ask again"])


def render_problem(problem: Problem) -> str:
    """Return one problem; a long line is shown around its place."""
    place = f"{clean(problem.file)}:{problem.line}:{problem.column}"
    lines = [f"{place}: error[{problem.code}]: {clean(problem.message)}"]
    if problem.excerpt.strip():
        start = max(0, problem.column - 1 - _WIDEST // 2)
        excerpt = problem.excerpt[start : start + _WIDEST]
        before = clean(problem.excerpt[start : problem.column - 1].replace("\t", " "))
        shown = clean(excerpt.replace("\t", " "))
        width = max(1, min(problem.width, len(shown) - len(before)))
        gutter = f"{problem.line:>5} | "
        lines.append(f"{gutter}{shown}")
        lines.append(f"{' ' * (len(gutter) - 2)}| {' ' * len(before)}{'^' * width}")
    if problem.hint:
        lines.append(f"        hint: {clean(problem.hint)}")
    return "\n".join(lines)
