"""What a cell of a chart claims: what the list would answer for the days of that cell."""

from __future__ import annotations

import random
from math import inf

import pytest

from tests import oracle
from tests.amount import seeds
from tests.test_query import (
    KINDS,
    edges_of,
    event,
    open_store,
    some_events,
    some_window,
    timed,
)
from timeline.chart.layout import scale_for
from timeline.chart.scale import Scale
from timeline.chart.spans import span_of
from timeline.dates.calendar import day_number
from timeline.model import Citation, Date, Dispute, Source, Text
from timeline.query.answer import Question, answer
from timeline.query.terms import Touching, both

YEAR_2020, END_OF_2023 = day_number(2020, 1, 1), day_number(2023, 12, 31)


def shades(found, scale: Scale) -> list[str]:
    """Return the shade of every cell, "" where nothing is drawn."""
    cells = [""] * scale.cells
    for piece in found.pieces if found else ():
        for cell in range(piece.first, piece.last + 1):
            assert not cells[cell], "pieces overlap"
            cells[cell] = piece.shade
    return cells


@pytest.mark.parametrize("seed", seeds(6, everyday=2))
def test_every_cell_says_what_a_query_for_its_days_would_say(seed):
    chance = random.Random(seed)
    looked_at = 0
    for one in some_events(chance, 120):
        first = day_number(chance.choice((1999, 2019, 2020, 2022)), chance.randint(1, 12), 5)
        days = chance.choice((40, 400, 1500, 9000))
        # At most a cell a day: the days of a cell are then a window that a query can ask for.
        scale = Scale(first, first + days - 1, min(days, chance.choice((20, 37, 80))))
        drawn = shades(span_of(one, scale), scale)
        without_rivals = event("x", one.date.edtf, citations=one.citations)
        for cell in range(scale.cells):
            window = Touching(*scale.days_of(cell))
            verdict = oracle.verdict(one, window)
            undisputed = oracle.verdict(without_rivals, window)
            expected = {oracle.CERTAIN: "certain", oracle.NO: ""}.get(
                verdict, "possible" if undisputed else "disputed"
            )
            assert drawn[cell] == expected, (one.date.edtf, cell, scale)
            looked_at += bool(expected)
    assert looked_at > 500


@pytest.mark.parametrize("seed", seeds(6, everyday=2))
def test_whatever_is_asked_about_time_every_match_with_a_date_is_drawn(seed):
    """Also what touches two windows outside of the days that they share, as {2020,2024} may."""
    chance = random.Random(seed)
    events = some_events(chance)
    connection, edges = open_store(*events), edges_of(events)
    drawn = framed = 0
    for _ in range(60):
        terms = [timed(some_window(chance, edges), chance.choice(KINDS)) for _ in range(2)]
        found = answer(connection, Question(both(*terms)), "en")
        scale = scale_for(found, 80, YEAR_2020)
        for match in found.matches:
            assert span_of(match.event, scale), (match.event.date.edtf, terms, scale)
        drawn += len(found.matches)
        framed += found.window is not None
    assert drawn > 200
    assert framed > 20


def test_cells_part_the_days_among_them():
    chance = random.Random(1)
    for _ in range(300):
        first = chance.choice((1, -400, 737_000, -(10**30)))
        scale = Scale(first, first + chance.randint(0, 3000), chance.randint(1, 300))
        for day in range(scale.first, min(scale.last, scale.first + 400) + 1):
            low, high = scale.start(day), scale.end(day)
            assert 0 <= low <= high < scale.cells
            if scale.days >= scale.cells:
                assert low == high
                start, end = scale.days_of(low)
                assert start <= day <= end
            elif day < scale.last:
                assert scale.start(day + 1) == high + 1
        assert scale.start(-inf) == 0
        assert scale.end(inf) == scale.cells - 1


def test_a_month_is_solid_only_where_a_cell_holds_the_whole_month():
    april = event("e", "2020-04")
    coarse = Scale(YEAR_2020, day_number(2020, 12, 31), 2)  # half years
    assert shades(span_of(april, coarse), coarse) == ["certain", ""]
    fine = Scale(YEAR_2020, day_number(2020, 12, 31), 366)
    drawn = shades(span_of(april, fine), fine)
    assert drawn.count("possible") == 30
    assert "certain" not in drawn


def test_an_interval_has_a_solid_core_and_faded_edges():
    scale = Scale(YEAR_2020, END_OF_2023, 48)
    drawn = shades(span_of(event("e", "2020-07/2022"), scale), scale)
    assert drawn[6] == "certain"  # July 2020 lies in one cell, for the most part
    assert set(drawn[7:24]) == {"certain"}
    assert set(drawn[25:36]) == {"possible"}  # it ended some time in 2022
    assert set(drawn[37:]) == {""}


@pytest.mark.parametrize(
    ("edtf", "left", "right"),
    [
        ("2020/2021", "", ""), ("2020/..", "", "open"), ("2020/", "", "unknown"),
        ("../2022", "open", ""), ("/2022", "unknown", ""), ("[..2022]", "open", ""),
        ("[2022..]", "", "open"), ("2010/2022", "cut", ""), ("2021/2040", "", "cut"),
        ("2010/2040", "cut", "cut"), ("2010/..", "cut", "open"), ("2030/..", None, None),
        ("2021", "", ""),
    ],
)  # fmt: skip
def test_ends_tell_open_unknown_and_what_goes_on_beyond_the_axis(edtf, left, right):
    found = span_of(event("e", edtf), Scale(YEAR_2020, END_OF_2023, 80))
    assert (found.left, found.right) == (left, right) if found else left is None


def test_only_what_reaches_the_edge_of_the_axis_has_a_sign_there():
    scale = Scale(day_number(2019, 6, 1), day_number(2022, 12, 31), 80)
    for text in ("{2019-03-01,2020-06-01,2024-06-01}", "[2019-03-01,2020-06-01,2024-06-01]"):
        found = span_of(event("e", text), scale)
        assert found
        assert (len(found.pieces), found.left, found.right) == (1, "", "")
    rivals = tuple(Dispute(Date(text, Text("", ""), None, None, "")) for text in ("2018", "2021/"))
    found = span_of(event("e", "2020", disputed=rivals), scale)
    assert found
    assert (found.left, found.right) == ("", "unknown")


def test_a_day_beside_a_disputed_stretch_stands_by_itself():
    scale = Scale(YEAR_2020, END_OF_2023, 1461)
    rival = (Dispute(Date("2022", Text("", ""), None, None, "year")),)
    found = span_of(event("e", "2023-01-01", disputed=rival), scale)
    assert found
    assert [[piece.shade for piece in island] for island in found.islands] == [
        ["disputed"], ["certain"]]  # fmt: skip


def test_an_open_end_is_solid_up_to_its_newest_source():
    scale = Scale(YEAR_2020, END_OF_2023, 48)
    source = Source("s", published=Date("2022-01", Text("", ""), None, None, "month"))
    found = span_of(event("e", "2020/..", citations=(Citation(source),)), scale)
    drawn = shades(found, scale)
    assert set(drawn[12:24]) == {"certain"}
    assert set(drawn[25:]) == {"possible"}


def test_one_of_several_days_is_never_their_hull():
    scale = Scale(YEAR_2020, END_OF_2023, 48)
    drawn = shades(span_of(event("e", "[2020-01-10,2023-12-10]"), scale), scale)
    assert drawn == ["possible", *[""] * 46, "possible"]
    drawn = shades(span_of(event("e", "{2020-01-10,2023-12-10}"), scale), scale)
    assert drawn == ["certain", *[""] * 46, "certain"]


def test_hedged_dates_are_never_solid_and_disputed_ones_are_told_apart():
    scale = Scale(YEAR_2020, END_OF_2023, 4)
    assert shades(span_of(event("e", "2021~"), scale), scale) == ["", "possible", "", ""]
    rival = (Dispute(Date("2023", Text("", ""), None, None, "year")),)
    found = span_of(event("e", "2021", disputed=rival), scale)
    assert shades(found, scale) == ["", "certain", "", "disputed"]
    assert found
    assert [len(island) for island in found.islands] == [1, 1]


def test_years_of_any_size_are_drawn():
    scale = Scale(-(10**40), 10**40, 80)
    found = span_of(event("e", "Y1E30"), scale)
    assert found
    assert 0 <= found.first <= found.last < 80
