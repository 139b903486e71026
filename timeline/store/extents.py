"""Where texts that take several lines begin and end in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Extent(NamedTuple):
    """The lines (from 0) of a text in a block or in quotation marks, from ``first`` on.

    Its words are on the lines before ``end``; up to ``kept`` stand blank lines that it asks for.
    """

    first: int
    end: int
    kept: int


def extents(lines: list[str]) -> Iterator[Extent]:
    """Yield the extents of the texts on lines that can be read as YAML, in their order."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    scalar: Any = yaml.ScalarEvent
    events: Iterator[Any] = yaml.parse("".join(lines), Loader=loader)
    for event in events:
        if not isinstance(event, scalar) or not event.style:
            continue
        first, column = event.start_mark.line, event.start_mark.column
        if event.style not in "|>":
            yield Extent(first, event.end_mark.line + 1, event.end_mark.line + 1)
            continue
        end = kept = max(event.end_mark.line + (event.end_mark.column > 0), first + 1)
        while end > first + 1 and not lines[end - 1].strip():
            end -= 1
        is_keeping = "+" in lines[first][column : column + 3]
        yield Extent(first, end, kept if is_keeping else end)
