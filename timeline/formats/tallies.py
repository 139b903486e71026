"""Counts of events, and sums of a figure, in every format that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.formats.pipes import pipe_table
from timeline.formats.tally_words import heading, label, plain_lines, sum_cells
from timeline.formats.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.query.tally import Row, Sum, Tally


def render_tally(tally: Tally, format_name: str, style: Style) -> Iterator[str]:
    """Return the rows and the total; nothing for people to read where no event was counted."""
    if format_name == "json":
        from timeline.formats.json_array import array

        rows = (tally.total,) if tally.by == "none" else tally.rows
        yield from array(_data(row, tally) for row in rows)
    elif tally.total.certain or tally.total.possible:
        if format_name == "table":
            from timeline.formats.tally_table import render_table

            yield render_table(tally, style)
        elif format_name == "markdown":
            yield from _markdown(tally)
        else:
            yield from plain_lines(tally)


def _data(row: Row, tally: Tally) -> dict[str, Any]:
    """Return a row as JSON-able data; a sum is a number, where a number can keep it, or a text."""

    def number(added: Sum) -> int | float | str:
        if added.number == added.number.to_integral_value():
            return int(added.number)
        near = float(added.number)
        return near if repr(near) == f"{added.number:f}" else f"{added.number:f}"

    def data(added: Sum) -> dict[str, Any] | None:
        if not added.events:
            return None
        return {"number": number(added), "hedge": added.hedge, "events": added.events}

    sums = None
    if row.sums:
        sums = {"figure": tally.figure, "certain": data(row.sums[0]), "possible": data(row.sums[1])}
    return {"name": row.name, "certain": row.certain, "possible": row.possible, "sum": sums}


def _markdown(tally: Tally) -> Iterator[str]:
    """Return a table (GitHub Flavored Markdown), counts to the right."""
    language = tally.language
    rows = (*tally.rows, tally.total)
    sums = [sum_cells(row, language) for row in rows]
    certain, possible = word("certain", language), word("possible", language)
    heads = [heading(tally), certain, possible]
    if tally.figure is not None:
        heads.append(tally.figure)
    if any(second for _, second in sums):
        heads.append(f"{tally.figure}, {possible}")
    cells = [
        [label(row, tally), str(row.certain), str(row.possible), *added][: len(heads)]
        for row, added in zip(rows, sums, strict=True)
    ]
    yield from pipe_table(heads, cells, right=range(1, len(heads)))
