"""Where bars and labels go: every event in its lanes, nothing on anything else."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_query import event, some_events
from timeline.chart.labels import Run, width_of, wrapped
from timeline.chart.layout import Paper, lay_out, scale_for
from timeline.chart.rows import Item, Rows
from timeline.chart.spans import Span
from timeline.dates.calendar import day_number
from timeline.model import Answer, Match, Text

TODAY = day_number(2026, 11, 22)


def answer_of(*events, **known) -> Answer:
    return Answer(tuple(map(Match, events)), "en", (len(events), 0), **known)


def measure(text: str, _role: str) -> int:
    return len(text)


def named(match: Match):
    title = match.event.title.said_in("en")
    return ((Run(match.event.date.edtf, "date"), Run(title, "title"), Run("[1]", "notes")),)


def boxes(lane) -> list[tuple[int, int, int, int, str]]:
    """Return what is drawn in a lane: (first cell, last cell, first line, last line, what)."""
    found, top = [], 0
    for row in lane.rows:
        for item in row.items:
            bar = top + row.lines
            found.append((*item.bar, bar, bar, f"bar {item.match.event.id}"))
            (lines,) = item.labels
            assert item.width == max(width_of(line, measure) for line in lines)
            for place, line in enumerate(lines):
                at = bar - len(lines) + place if item.above else bar
                width = width_of(line, measure)
                found.append((item.at, item.at + width - 1, at, at, f"label {item.match.event.id}"))
        top += row.lines + 1
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("cells", "least", "gap"), [(40, 1, 1), (80, 1, 1), (200, 1, 1), (600, 12, 6)]
)
def test_nothing_lies_on_anything_else_or_beyond_the_edge(seed, cells, least, gap):
    chance = random.Random(seed)
    words = ("Gründung", "of", "the", "Netzwerk", "Universitätsmedizin" * 3, "2020", "MII")
    events = [
        event(one.id, one.date.edtf, networks=one.networks, disputed=one.disputed,
              title=Text(en=" ".join(chance.choices(words, k=chance.randint(1, 9)))))
        for one in some_events(chance, 70)
    ]  # fmt: skip
    layout = lay_out(answer_of(*events), Paper(cells, measure, gap, least), named, today=TODAY)
    drawn = 0
    for lane in layout.lanes:
        for one, other in combinations(boxes(lane), 2):
            apart = one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
            assert apart, (one, other)
        for first, last, *_ in boxes(lane):
            assert 0 <= first <= last < cells
            drawn += 1
    filed = sum(max(len(one.networks), 1) for one in events)
    assert drawn >= 2 * filed, "every event is in every lane it is filed under, with its label"


def test_labels_keep_every_word():
    chance = random.Random(3)
    for _ in range(200):
        words = ["x" * chance.randint(1, 30) for _ in range(chance.randint(1, 12))]
        label = (Run("1 July 2025", "date"), Run(" ".join(words), "title"), Run("[1][2]", "notes"))
        cells = chance.choice((20, 33, 80))
        lines = wrapped(label, cells, measure)
        assert all(width_of(line, measure) <= cells for line in lines)
        said = "".join(run.text for line in lines for run in line).replace(" ", "")
        assert said == "".join(run.text for run in label).replace(" ", "")


NOWHERE = Span((), "", "")


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=60))
def test_rows_are_filled_from_the_top(spans):
    rows = Rows(1)
    plain: list[list[int]] = []
    for first, length in spans:
        item = Item(Match(event("e", "2020")), NOWHERE, (), 0, 0, 0, first, first + length, (0, 0))
        rows.add(item)
        for row in plain:  # what first-fit means, written out
            if row[-1] + 1 < first:
                row.append(first + length)
                row[:] = [max(row)]
                break
        else:
            plain.append([first + length])
    assert len(rows.found()) == len(plain)


def test_lanes_are_what_was_asked_for_and_the_unfiled_come_last():
    events = [event("a", "2019"), event("b", "2020", networks=("MII", "NUM")),
              event("c", "2021", networks=("NUM",))]  # fmt: skip
    paper = Paper(80, measure)
    layout = lay_out(answer_of(*events), paper, named)
    assert [lane.name for lane in layout.lanes] == ["MII", "NUM", ""]
    asked = answer_of(*events, asked={"network": frozenset({"NUM"})})
    assert [lane.name for lane in lay_out(asked, paper, named).lanes] == ["NUM"]
    assert [lane.name for lane in lay_out(answer_of(*events), paper, named, by="none").lanes] == [
        ""
    ]


def test_the_axis_is_as_long_as_what_is_asked_for():
    events = [event("a", "2000/2030"), event("b", "2021-03"), event("c", "2022-03-05")]
    scale = scale_for(answer_of(*events), 80, TODAY)
    assert (scale.first, scale.last) == (day_number(2000, 1, 1), day_number(2030, 12, 31))
    window = (float(day_number(2021, 1, 1)), float(day_number(2022, 12, 31)))
    scale = scale_for(answer_of(*events, window=window), 80, TODAY)
    assert (scale.first, scale.last) == window
    # An open end goes on beyond today, a closed one does not reach for it.
    assert scale_for(answer_of(event("a", "1990/..")), 80, TODAY).last > TODAY
    assert scale_for(answer_of(event("a", "1990")), 80, TODAY).last == day_number(1990, 12, 31)
    assert scale_for(answer_of(event("a", "2020-05-05")), 80, TODAY).days == 7
    assert scale_for(answer_of(), 80, TODAY).days == 7


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [("2020/..", (2090, 1, 1), (2090, 12, 31)), ("../2020", (1700, 1, 1), (1700, 12, 31))],
)
def test_where_nothing_known_lies_in_a_window_the_window_itself_is_drawn(edtf, first, last):
    window = (float(day_number(*first)), float(day_number(*last)))
    scale = scale_for(answer_of(event("a", edtf), window=window), 80, TODAY)
    assert (scale.first, scale.last) == window


def test_what_has_no_day_in_a_window_has_neither_a_place_nor_a_lane_of_its_own():
    window = (float(day_number(2022, 1, 1)), float(day_number(2022, 12, 31)))
    around = event("a", "{2020,2024}", networks=("MII",))
    answer = answer_of(around, event("b", "2022", networks=("NUM",)), window=window)
    assert [lane.name for lane in lay_out(answer, Paper(80, measure), named).lanes] == ["NUM"]
