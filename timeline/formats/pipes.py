"""Tables in Markdown (GitHub Flavored Markdown), their cells between pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats import markdown

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence


def pipe_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Container[int] = ()
) -> Iterator[str]:
    """Return a table of plain texts; ``right`` are the columns aligned to the right."""
    yield from pipe_heads(heads, right)
    for cells in rows:
        yield pipe_row(map(markdown.escape, cells))


def pipe_heads(heads: Sequence[str], right: Container[int] = ()) -> Iterator[str]:
    """Return the row of plain headings, and the line below it."""
    yield pipe_row(map(markdown.escape, heads))
    yield pipe_row("---:" if i in right else "---" for i in range(len(heads)))


def pipe_row(cells: Iterable[str]) -> str:
    """Return a row of cells that are Markdown, in which every pipe is escaped."""
    return f"| {' | '.join(cells)} |\n"
