"""What stands beside a bar: words in runs of one role, on lines that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Run(NamedTuple):
    """Words that look alike: the role is "date", "title" or "notes"."""

    text: str
    role: str


Line: TypeAlias = tuple[Run, ...]
Measure: TypeAlias = "Callable[[str, str], int]"
"""Tells how many cells a text of a role takes."""


def width_of(line: Line, measure: Measure) -> int:
    """Return how many cells a line takes, a space between its runs included."""
    spaces = measure(" ", "title") * max(len(line) - 1, 0)
    return sum(measure(run.text, run.role) for run in line) + spaces


def wrapped(label: Line, cells: int, measure: Measure) -> tuple[Line, ...]:
    """Break a label into lines of at most so many cells; nothing of it is left out."""
    lines: list[list[Run]] = [[]]
    room = cells
    for run in label:
        for word in _words(run, cells, measure):
            space = measure(" ", run.role) if lines[-1] else 0
            taken = measure(word, run.role)
            if lines[-1] and space + taken > room:
                lines.append([])
                room, space = cells, 0
            room -= space + taken
            lines[-1].append(Run(word, run.role))
    return tuple(tuple(_joined(line)) for line in lines)


def _words(run: Run, cells: int, measure: Measure) -> Iterator[str]:
    """Yield the words of a run, those that are longer than a line in pieces."""
    for word in run.text.split(" "):
        rest = word
        while rest and measure(rest, run.role) > cells:
            fits = 1
            while fits < len(rest) and measure(rest[: fits + 1], run.role) <= cells:
                fits += 1
            yield rest[:fits]
            rest = rest[fits:]
        if rest:
            yield rest


def _joined(line: list[Run]) -> Iterator[Run]:
    for place, run in enumerate(line):
        if place and line[place - 1].role == run.role:
            continue
        texts = []
        for following in line[place:]:
            if following.role != run.role:
                break
            texts.append(following.text)
        yield Run(" ".join(texts), run.role)
