"""Columns of known widths: what they show is what rich's own table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table
from rich.text import Text

from tests.amount import examples
from timeline.formats import Style
from timeline.formats.grid import Grid
from timeline.formats.table import render, write
from timeline.model import Answer, Date, Event, Match
from timeline.model import Text as Said

if TYPE_CHECKING:
    from rich.console import JustifyMethod

GAP, MOST = 2, 30


def _text(text: str, look: str, part: str, first: int) -> Text:
    made = Text(text, look)
    if part:
        made.stylize(part, first, first + 7)
    return made


cells = st.builds(
    _text, st.text("ab xyzäß –漢字e\u0301\n", max_size=60), st.sampled_from(["", "bold", "cyan"]),
    st.sampled_from(["", "dim", "yellow"]), st.integers(0, 20),
)  # fmt: skip


def _plain(text: Text) -> Text:
    """Return a text as the last column has it: what fills up its lines has no look of its own."""
    return Text(text.plain, spans=text.spans)


@given(
    st.lists(st.tuples(cells, cells, cells.map(_plain)), min_size=1, max_size=4),
    st.integers(4, 20), st.integers(4, 14), st.integers(68, 90), st.booleans(),
    st.sampled_from(["left", "right"]),
)  # fmt: skip
@examples(300)
def test_a_grid_shows_what_a_table_of_rich_shows(rows, first, second, width, colour, justify):
    style = Style(width=width, colour=colour)
    justified: JustifyMethod = justify
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(width=first, overflow="fold", justify=justified)
    table.add_column(width=second, overflow="fold", justify=justified)
    table.add_column(width=MOST, overflow="fold")
    grid = Grid(first, second, gap=GAP, most=MOST, justify=justified)
    for row in rows:
        table.add_row(*row)
        grid.add_row(*row)
        table.add_row(row[0])
        grid.add_row(row[0])
    assert write(grid, style) == write(table, style)


def test_the_last_column_takes_the_room_that_is_left():
    grid = Grid(4, gap=1, most=100)
    grid.add_row(Text("2020"), Text("a founding of which there is much to tell"))
    assert write(grid, Style(width=25)) == (
        "2020 a founding of which\n     there is much to\n     tell\n"
    )


def test_where_there_is_no_room_for_columns_what_is_not_known_has_no_line():
    event = Event("an-id", Date("2020", Said(en="2020"), None, None, "year"), Said(en="Title"))
    style = Style(width=12, fields=("id", "place", "title"))
    assert "".join(render(Answer((Match(event),)), style)) == "Id: an-id\nTitle: Title\n\n"


def test_a_date_that_leaves_no_room_for_columns_stands_above_what_happened_and_is_not_torn():
    for length in (20, 46, 47, 60):
        date = "9" * length
        event = Event("x", Date(date, Said(en=date), None, None, "year"), Said(en="What happened"))
        shown = "".join(render(Answer((Match(event),)), Style(width=80)))
        assert (f"{date}  " in shown) == (length <= 46)
        assert (f"{date}\n" in shown) == (length > 46)
