"""What drawings are called, and what they say that they leave out."""

from __future__ import annotations

from math import inf

import pytest

from tests.formats.samples import answer, event
from timeline.dates.calendar import day_number
from timeline.formats.drawing import day_words, losses, title


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2022, 1, 1), (2025, 12, 31), "2022–2025"),
        ((2022, 1, 1), (2022, 12, 31), "2022"),
        ((2025, 5, 1), (2025, 7, 31), "May–July 2025"),
        ((2024, 2, 1), (2024, 2, 29), "February 2024"),
        ((2024, 2, 1), (2024, 2, 28), "1–28 February 2024"),
        ((2025, 7, 1), (2025, 7, 1), "1 July 2025"),
        ((2022, 1, 1), None, "since 2022"),
        (None, (2025, 6, 30), "until June 2025"),
        ((2025, 7, 2), None, "since 2 July 2025"),
        ((12_000, 1, 1), (12_000, 12, 31), ""),
        (None, None, ""),
    ],
)
def test_a_title_names_what_was_asked_for(first, last, said):
    window = (day_number(*first) if first else -inf, day_number(*last) if last else inf)
    asked = {"network": frozenset({"NUM", "GBN"})}
    for known in ({"window": window}, {"days": window}):
        found = title(answer(event("e", "2020"), asked=asked, **known), "en")
        assert found == f"Chronology: GBN, NUM{said and ', '}{said}"
    alone = title(answer(window=window), "de")
    assert alone.startswith("Chronologie: ") if said else alone == "Chronologie"


@pytest.mark.parametrize(
    ("day", "german", "english"),
    [
        ((2025, 7, 1), "1. Juli 2025", "1 July 2025"),
        ((-43, 3, 15), "15. März 44 v. Chr.", "15 March 44 BCE"),
        ((12_000, 1, 31), "31. Januar Jahr 12000", "31 January year 12000"),
    ],
)
def test_a_day_of_any_year_has_words(day, german, english):
    number = day_number(*day)
    assert (day_words(number, "de"), day_words(number, "en")) == (german, english)


def test_a_page_and_a_drawing_of_a_time_say_which(timeline):
    run = timeline("between", "2025-05", "2025-07", "-n", "NUM", "-f", "svg", "--lang", "en")
    assert ">Chronology: NUM, May–July 2025<" in run.out
    run = timeline("list", "place:'Frankfurt am Main'", "-f", "svg", "--lang", "en")
    assert ">Chronology: Frankfurt am Main<" in run.out
    run = timeline("at", "2025-07-01", "-f", "html", "--lang", "en")
    assert "Chronology: 1 July 2025" in run.out


def test_what_is_left_out_is_told_but_for_what_the_lanes_are():
    kinds = answer(event("e", "2020", kind="law"), event("f", "2021"))
    assert losses(kinds, "kind") == []
    assert losses(kinds, "network") == [
        "1 event has more to it (kind, place, tags, summary, figures) than is drawn"
    ]
