"""Order without dates: bounds that follow from it, held against brute force, and what cannot be."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from functools import partial
from itertools import product
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import chosen, examples
from timeline.dates import edtf
from timeline.dates.calendar import day_number, iso
from timeline.errors import StoreError
from timeline.model import Event
from timeline.placement import place
from timeline.store.loading import read_store

if TYPE_CHECKING:
    from collections.abc import Callable

M1 = "- {id: m1, date: 2025-07-02, title: M1}\n"


def read(*texts: str) -> dict[str, Event]:
    files = [(f"{i}.yaml", f"events:\n{text}".encode()) for i, text in enumerate(texts)]
    return {event.id: event for event in read_store(files).events}


def problems(*texts: str) -> list[tuple[str, str]]:
    with pytest.raises(StoreError) as caught:
        read(*texts)
    return [(problem.code, problem.message) for problem in caught.value.problems]


def one_problem(*texts: str) -> tuple[str, str]:
    (problem,) = problems(*texts)
    return problem


def dated(text: str, given: str, others: str = M1) -> Event:
    """Return an event that is told so by others."""
    assert text
    return read(f"{others}- {{id: e, title: E, {given}}}\n")["e"]


def days(event: Event) -> list[tuple[str | None, ...]]:
    assert event.placed
    return [tuple(iso(day) for day in member[:4]) for member in event.placed.members]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("after: m1", "[2025-07-02..]"),
        ("before: m1", "[..2025-07-02]"),
        ("date: {after: m1}", "[2025-07-02..]"),
        ("date: {after: m1, before: end}", "[2025-07-02..2026-01-31]"),
        ("date: {after: m1}, before: [end]", "[2025-07-02..2026-01-31]"),
        ("date: {after: m1}, after: [end, year]", "[2026-01-31..]"),
        ("date: {after: m1, by: 1 day}", "2025-07-03"),
        ("date: {before: m1, by: 2 weeks}", "2025-06-18"),
        ("date: {after: m1, by: 1 Monat}", "2025-08-02"),
        ("date: {after: end, by: 1 month}", "2026-02-28"),
        ("date: {after: end, by: 1 month 1 day}", "2026-03-01"),
        ("date: {after: year, by: 1 year}", "2025"),
        ("date: {before: year, by: 2 years}", "2022"),
        ("date: {after: year, by: 3 months}", "[2024-04..2025-03]"),
        ("date: {after: year, by: 1 day}", "[2024-01-02..2025-01-01]"),
        ("date: {after: month, by: 1 month}", "2024-03"),
        ("date: {before: month, by: 1 month}", "2024-01"),
        ("date: {after: month, by: 1 year}", "2025-02"),
        ("date: {after: month, by: 1 month 3 days}", "[2024-03-04..2024-04-01]"),
        ("after: year", "[2024..]"),
        ("after: month, before: end", "[2024-02-01..2026-01-31]"),
        ("after: span", "[2023-06-30..]"),
        ("before: span", "[..2021]"),
        ("date: {after: span, by: 1 day}", "2023-07-01"),
        ("after: running", "[2020-05..]"),
        ("date: {after: season, by: 1 month}", "[2021-04..2021-06]"),
        ("after: choice", "[2018..]"),
        ("before: choice", "[..2022]"),
        ("date: {after: choice, by: 1 year}", "[2019..2023]"),
        ("after: every", "[2022..]"),
        ("before: every", "[..2018]"),
    ],
)  # fmt: skip
def test_an_event_without_a_date_gets_one_that_is_as_fine_as_what_is_known(given, expected):
    others = M1 + (
        "- {id: end, date: 2026-01-31, title: End}\n"
        "- {id: year, date: 2024, title: Year}\n"
        "- {id: month, date: 2024-02, title: Month}\n"
        "- {id: span, date: 2021/2023-06-30, title: Span}\n"
        "- {id: running, date: 2020-05/.., title: Running}\n"
        "- {id: season, date: 2021-21, title: Season}\n"
        "- {id: choice, date: '[2018,2022]', title: Choice}\n"
        "- {id: every, date: '{2018,2022}', title: Every}\n"
    )
    assert dated("one", given, others).date.edtf == expected


@pytest.mark.parametrize(
    ("known", "given", "expected"),
    [
        ("Y-66000000", "after: x", "[Y-66000000..]"),
        ("Y12025", "date: {after: x, by: 1 year}", "Y12026"),
        ("Y12025", "date: {after: x, by: 1 day}", "[Y12025..Y12026]"),
        ("9999-12-31", "date: {after: x, by: 1 day}", "Y10000"),
        ("2021-XX-15", "date: {after: x, by: 1 month}", "[2021-02-15..2022-01-15]"),
        ("9999-12-31", "date: {after: x, by: 999999999 years}", "Y1000009998"),
        ("-0044-03-15", "date: {before: x, by: 1 day}", "-0044-03-14"),
        ("-0043-03-15", "after: x", "[-0043-03-15..]"),
        ("0001-01-01", "date: {before: x, by: 1 day}", "0000-12-31"),
        ("-9999", "date: {before: x, by: 1 month}", "[Y-10000..-9999]"),
        ("Y-66000000", "date: {after: x, before: y}", "[Y-66000000..2024]"),
    ],
)
def test_years_of_any_size_are_counted_and_written(known, given, expected):
    others = f"- {{id: x, date: {known}, title: X}}\n- {{id: y, date: 2024-05-06, title: Y}}\n"
    assert dated("one", given, others).date.edtf == expected


def test_a_year_of_more_digits_than_can_be_written_is_left_open():
    x = f"- {{id: x, date: Y{'9' * 4000}, title: X}}\n"
    assert dated("one", "after: x", x).date.edtf == f"[Y{'9' * 4000}..]"
    code, message = one_problem(f"{x}- {{id: e, title: E, date: {{after: x, by: 1 year}}}}\n")
    assert code == "undatable"
    assert len(message) < 200
    late = "- {id: u, title: U, after: x}\n- {id: e, title: E, date: 2025, after: u}\n"
    assert one_problem(x + late)[1].endswith("ended in a year of very many digits at the earliest")


def test_the_words_and_days_of_such_a_date_are_those_of_its_edtf():
    event = dated("one", "date: {after: m1, by: '2  Wochen'}")
    assert event.date.words.de == "16. Juli 2025"
    assert (event.date.earliest, event.date.latest, event.date.precision) == (
        "2025-07-16", "2025-07-16", "day",
    )  # fmt: skip
    assert (event.after, event.before, event.by) == (("m1",), (), "2 Wochen")


def test_the_ids_of_a_date_come_before_those_of_the_keys():
    events = read(M1 + "- {id: a, date: 2020, title: A}\n"
                  "- {id: e, title: E, after: a, date: {after: m1, before: z}, before: [y]}\n"
                  "- {id: z, date: 2026, title: Z}\n- {id: y, date: 2027, title: Y}\n")  # fmt: skip
    assert events["e"].after == ("m1", "a")
    assert events["e"].before == ("z", "y")
    assert events["e"].by is None


def test_a_date_keeps_its_text_and_words_while_its_days_are_narrowed():
    event = dated("one", "date: 2025-07, after: m1")
    assert (event.date.edtf, event.date.words.en) == ("2025-07", "July 2025")
    assert (event.date.earliest, event.date.latest) == ("2025-07-02", "2025-07-31")
    assert days(event) == [("2025-07-02", "2025-07-31", "2025-07-02", "2025-07-31")]


def test_both_ends_of_an_interval_are_narrowed():
    events = read("- {id: e, title: E, date: 2025-07/2025-09, after: a, before: b}\n"
                  "- {id: a, date: 2025-07-10, title: A}\n"
                  "- {id: b, date: 2025-09-05, title: B}\n")  # fmt: skip
    assert days(events["e"]) == [("2025-07-10", "2025-07-31", "2025-09-01", "2025-09-05")]


def test_open_and_unknown_ends_are_narrowed_by_what_came_after():
    for end in ("..", ""):
        events = read(f"- {{id: e, title: E, date: 2020/{end}, before: b}}\n"
                      "- {id: b, date: 2024-05, title: B}\n")  # fmt: skip
        assert days(events["e"]) == [("2020-01-01", "2020-12-31", "2020-01-01", "2024-05-31")]


def test_an_open_end_was_still_open_when_its_newest_source_came_out():
    running = ("- {id: r, date: 2020/.., title: R,"
               " sources: [{title: T, published: 2023-04-05}]}\n")  # fmt: skip
    assert dated("one", "after: r", running).date.edtf == "[2023-04-05..]"
    code, message = one_problem(f"{running}- {{id: e, date: 2022, title: E, after: r}}\n")
    assert code == "contradiction"
    assert "r (0.yaml:2) ended on 5 April 2023 at the earliest" in message


def test_members_of_a_one_of_set_that_the_order_rules_out_are_dropped():
    event = dated("one", "date: '[2024,2025-07,2026]', after: m1")
    assert days(event) == [
        ("2025-07-02", "2025-07-31", "2025-07-02", "2025-07-31"),
        ("2026-01-01", "2026-12-31", "2026-01-01", "2026-12-31"),
    ]
    assert (event.date.earliest, event.date.latest) == ("2025-07-02", "2026-12-31")


def test_what_is_left_of_a_set_is_what_counts_for_the_next_event():
    events = read("- {id: a, date: 2021, title: A}\n"
                  "- {id: s, date: '[2018,2020,2023]', title: S, after: a}\n"
                  "- {id: e, title: E, after: s}\n")  # fmt: skip
    assert events["e"].date.edtf == "[2023..]"


def test_members_of_an_all_of_set_are_checked_and_not_narrowed():
    event = dated("one", "date: '{2025-07,2026}', after: m1")
    assert days(event)[0][0] == "2025-07-01"
    assert event.date.earliest == "2025-07-01"
    code, message = one_problem(M1 + "- {id: e, title: E, date: '{2024,2026}', after: m1}\n")
    assert code == "contradiction"
    assert "it is dated 2024 and 2026" in message


@pytest.mark.parametrize("mark", "?~%")
def test_hedged_dates_neither_pass_their_bounds_on_nor_contradict(mark):
    events = read(f"- {{id: h, date: 2025{mark}, title: H}}\n"
                  "- {id: e, date: 2024, title: E, after: h}\n"
                  f"- {{id: i, date: 2025{mark}, title: I}}\n"
                  "- {id: f, date: 2026-01/2027, title: F, before: i}\n")  # fmt: skip
    assert events["e"].date.earliest == "2024-01-01"
    assert days(events["h"]) == [("2025-01-01", "2025-12-31", "2025-01-01", "2025-12-31")]
    assert [member[4] for member in place(events["h"]).members] == [True]
    assert days(events["f"]) == [("2026-01-01", "2026-01-31", "2027-01-01", "2027-12-31")]


def test_the_order_itself_goes_through_a_hedged_date():
    code, message = one_problem("- {id: a, date: 2025, title: A}\n"
                                "- {id: h, date: '[2020~,2030]', title: H, after: a}\n"
                                "- {id: e, date: 2023, title: E, after: h}\n")  # fmt: skip
    assert code == "contradiction"
    assert "comes after a (0.yaml:2), which ended on 1 January 2025" in message
    assert "2030" not in message


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("after: h", "[2025~..]"),
        ("date: {after: h, by: 1 year}", "2026~"),
        ("date: {before: h, by: 1 month}", "[2024-12~..2025-11~]"),
        ("after: h, before: sure", "[2025~..2030]"),
        ("after: [h, sure]", "[2030..]"),
        ("after: sure, before: h", "[2030..]"),
        ("after: soft", "[2025~..]"),
    ],
)
def test_a_date_that_rests_on_a_hedged_one_is_hedged(given, expected):
    others = ("- {id: h, date: 2025?, title: H}\n- {id: sure, date: 2030, title: S}\n"
              "- {id: soft, title: Soft, after: h}\n")  # fmt: skip
    event = dated("one", given, others)
    assert event.date.edtf == expected
    assert any(member.hedged for member in place(event).members) == ("~" in expected)


def test_disputed_dates_count_for_nothing():
    event = dated("one", "date: 2025-07, after: m1, disputed: [{date: 2020}]")
    assert event.date.earliest == "2025-07-02"


def test_a_chain_passes_bounds_on_in_both_directions():
    events = read("- {id: c, title: C, date: '[2024..2026]', after: b}\n- {id: a, date: 2025, title: A}\n"
                  "- {id: b, title: B, after: a}\n- {id: d, date: 2025-06-07, title: D, after: c}\n")  # fmt: skip
    assert events["b"].date.edtf == "[2025-01-01..2025-06-07]"
    assert days(events["a"]) == [("2025-01-01", "2025-06-07", "2025-01-01", "2025-06-07")]
    assert [events[i].placed.rank for i in "abcd"] == [0, 1, 2, 3]  # type: ignore[union-attr]  # each is placed


def test_a_diamond_takes_the_tightest_of_its_ways():
    events = read("- {id: top, date: 2020, title: Top}\n"
                  "- {id: l, date: 2021, title: L, after: top}\n"
                  "- {id: r, date: 2022-05-06, title: R, after: top}\n"
                  "- {id: low, title: Low, after: [l, r]}\n")  # fmt: skip
    assert events["low"].date.edtf == "[2022-05-06..]"


def test_distances_of_days_are_reckoned_in_both_directions():
    events = read("- {id: x, date: 2025-07, title: X}\n- {id: e, title: E, date: {after: x, by: 10 days},"
                  " after: f, before: g}\n- {id: f, date: 2025-07-20, title: F}\n"
                  "- {id: g, date: 2025-07-31, title: G}\n")  # fmt: skip
    assert events["e"].date.edtf == "[2025-07-20..2025-07-31]"
    assert days(events["x"])[0][2:] == ("2025-07-10", "2025-07-21")


def test_an_event_in_no_order_is_left_alone():
    events = read(M1 + "- {id: e, date: 2025-08, title: E, after: m1}\n"
                  "- {id: f, date: 2020, title: F, part_of: e}\n")  # fmt: skip
    assert events["f"].placed is None
    assert events["e"].placed


# What cannot be


def test_a_contradiction_names_both_events_and_both_places():
    assert one_problem(
        "- {id: press-release, date: 2025-07-01, title: P, after: m1-founding}\n",
        "- {id: m1-founding, date: 2025-07-02, title: M1}\n",
    ) == (
        "contradiction",
        (
            "'press-release' cannot be after 'm1-founding': it is dated 1 July 2025, and "
            "m1-founding (1.yaml:2) ended on 2 July 2025 at the earliest"
        ),
    )


def test_of_a_choice_that_nothing_is_left_of_every_part_is_told():
    b, c = "- {id: b, date: 2019, title: B}\n", "- {id: c, date: 2021, title: C}\n"
    choice = "- {id: a, date: '[2018,2022]', title: A, after: b, before: c}\n"
    assert one_problem(b, c, choice) == (
        "contradiction",
        (
            "'a' cannot be before 'c': it is dated 2018 or 2022, it comes after b (0.yaml:2), which "
            "ended on 1 January 2019 at the earliest, and c (1.yaml:2) began on 31 December 2021 at "
            "the latest"
        ),
    )
    longest = f"- {{id: a, date: Y{'9' * 4000}, title: A, before: b}}\n"
    code, message = one_problem(b, longest)
    assert code == "contradiction"
    assert len(message) < 300


def test_a_choice_may_lose_all_its_parts_at_once():
    code, message = one_problem("- {id: x, date: '[2018,2022]', title: X}\n"
                                "- {id: a, date: 2020-05, title: A}\n- {id: b, date: 2020-09, title: B}\n"
                                "- {id: e, title: E, date: {after: x, by: 365 days}, after: a, before: b}\n")  # fmt: skip
    assert code == "contradiction"
    assert message == (
        "'e' cannot be 365 days after 'x': it comes before b (0.yaml:4), which began on 30 September 2020 "
        "at the latest, it comes after a (0.yaml:3), which ended on 1 May 2020 at the earliest, and "
        "x (0.yaml:2) is dated 2018 or 2022"
    )


@pytest.mark.parametrize(("given", "told"), [
    ("after: [p, q], before: r", "it comes after q (0.yaml:4), which ended on 1 January 2021 at the earliest"),
    ("before: [q, p], after: s", "it comes after s (0.yaml:6), which ended on 1 June 2019 at the earliest"),
])  # fmt: skip
def test_of_what_made_a_choice_smaller_the_last_is_told(given, told):
    dates = {"p": "2019", "q": "2021", "r": "2021-06", "s": "2019-06"}
    others = "".join(f"- {{id: {name}, date: {day}, title: T}}\n" for name, day in dates.items())
    choice = f"- {{id: x, date: '[2018,2020,2022]', title: X, {given}}}\n"
    code, message = one_problem(others.replace("- {id: p", f"{choice}- {{id: p"))
    assert code == "contradiction"
    assert "it is dated 2018, 2020 or 2022" in message
    assert told in message


def test_a_month_after_a_day_is_a_day_also_where_the_beginning_is_only_known_to_the_month():
    x = "- {id: x, date: 2020-01/2020-02-28, title: X}\n"
    assert dated("one", "date: {after: x, by: 1 month}", x).date.latest == "2020-03-28"


def test_the_same_day_is_no_contradiction():
    events = read(M1 + "- {id: e, date: 2025-07-02, title: E, after: m1}\n"
                  "- {id: f, date: 2025-07-02, title: F, before: m1}\n")  # fmt: skip
    assert [events[i].placed.rank for i in ("f", "m1", "e")] == [0, 1, 2]  # type: ignore[union-attr]  # each is placed


def test_a_contradiction_by_way_of_others_names_where_the_bound_comes_from_and_the_way():
    chain = "".join(f"- {{id: u{i}, title: U, after: u{i - 1}}}\n" for i in range(1, 8))
    code, message = one_problem("- {id: u0, date: 2025-02-03, title: First}\n" + chain,
                                "- {id: e, date: 2025-01, title: E, after: u7}\n")  # fmt: skip
    assert code == "contradiction"
    assert message == (
        "'e' cannot be after 'u7': it is dated January 2025, and u7 (0.yaml:9) comes after u0 "
        "(0.yaml:2) by way of u6 (0.yaml:8), u5 (0.yaml:7), u4 (0.yaml:6), u3 (0.yaml:5), ..., "
        "which ended on 3 February 2025 at the earliest"
    )


def test_all_contradictions_are_told_in_one_run_and_none_twice():
    found = problems(M1 + "- {id: a, date: 2024, title: A, after: m1}\n"
                     "- {id: b, date: 2023, title: B, after: m1}\n"
                     "- {id: c, date: 2024-05, title: C, after: a}\n"
                     "- {id: d, title: D, after: a}\n"
                     "- {id: f, date: 2020, title: F}\n"
                     "- {id: g, date: 2020, title: G, after: f}\n"
                     "- {id: h, date: 2019, title: H, after: f, before: g}\n")  # fmt: skip
    assert [message.split(":")[0] for _, message in found] == [
        "'a' cannot be after 'm1'", "'b' cannot be after 'm1'", "'h' cannot be after 'f'",
    ]  # fmt: skip


def test_the_same_order_told_from_both_sides_is_one():
    found = problems("- {id: a, date: 2024, title: A, after: b}\n"
                     "- {id: b, date: 2025, title: B, before: a}\n")  # fmt: skip
    assert len(found) == 1
    events = read("- {id: a, date: 2026, title: A, after: b}\n"
                  "- {id: b, date: 2025, title: B, before: a}\n")  # fmt: skip
    assert events["a"].placed


def test_a_set_may_be_emptied_from_two_sides():
    code, message = one_problem("- {id: s, date: '[2020,2025]', title: S, after: a, before: b}\n"
                                "- {id: a, date: 2021, title: A}\n"
                                "- {id: b, date: 2024, title: B}\n")  # fmt: skip
    assert code == "contradiction"
    for part in ("it is dated 2020 or 2025", "a (0.yaml:3), which ended", "b (0.yaml:4) began"):
        assert part in message


def test_distances_that_exclude_each_other_are_a_contradiction_without_any_dates_close_by():
    found = problems("- {id: x, date: 201X, title: X}\n"
                     "- {id: p, title: P, date: {after: x, by: 2 days}, before: q}\n"
                     "- {id: q, title: Q, date: {after: x, by: 1 day}}\n"
                     "- {id: y, date: 2010-02, title: Y, after: x}\n")  # fmt: skip
    assert [code for code, _ in found] == ["contradiction"]
    assert "p before q (0.yaml:3)" in found[0][1]


@pytest.mark.parametrize("known", ["2020~", "2020/..", "'{2020..}'", "'[..2020]'", "'[2020..]'"])
def test_distances_that_exclude_each_other_are_found_whatever_they_rest_on(known):
    found = problems(f"- {{id: x, date: {known}, title: X}}\n- {{id: z, date: 2020-06, title: Z}}\n"
                     "- {id: p, title: P, date: {after: x, by: 2 days}, before: q}\n"
                     "- {id: q, title: Q, date: {after: x, by: 1 day}, before: z}\n"
                     )  # fmt: skip
    assert "contradiction" in {code for code, _ in found}


def test_months_that_give_way_for_ever_are_a_contradiction():
    for known in ("2020/..", "'[2020..]'", "2020"):
        code, message = one_problem(f"- {{id: x, date: {known}, title: X}}\n"
                                    "- {id: e, title: E, date: {before: x, by: 1 month}}\n"
                                    "- {id: y, title: Y, date: {after: e, by: 32 days}, before: x}\n")  # fmt: skip
        assert code == "contradiction"
        assert "y before x (0.yaml:4)" in message
        assert "x (0.yaml:2) is dated" in message


def test_months_give_way_to_one_another():
    events = read("- {id: x, date: 2025-03, title: X}\n- {id: e, title: E, date: {before: x, by: 1 month}}\n"
                  "- {id: y, title: Y, date: {after: e, by: 30 days}, before: x}\n")  # fmt: skip
    assert events["y"].date.earliest == "2025-03-30"


def test_a_circle_is_told_with_the_places_of_all_its_parts():
    found = problems("- {id: egg, date: 2020, title: Egg, after: hen}\n",
                     "- {id: hen, title: Hen, date: {after: egg, by: 3 weeks}}\n")  # fmt: skip
    assert found == [("circle", "'egg' comes after itself, by way of hen (1.yaml:2)")]


def test_events_off_a_circle_are_judged_all_the_same():
    found = problems("- {id: a, date: 2020, title: A, before: [b, c]}\n- {id: b, title: B, before: a}\n"
                     "- {id: c, date: 2019, title: C}\n- {id: d, title: D, after: d}\n")  # fmt: skip
    assert sorted(code for code, _ in found) == ["circle", "circle", "contradiction"]


def test_an_event_before_and_after_the_same_one_is_a_circle():
    assert one_problem(M1 + "- {id: e, title: E, after: m1, before: m1}\n")[0] == "circle"


def test_an_event_of_which_nothing_is_known_needs_a_date():
    found = problems("- {id: x, date: '[2030..]', title: X}\n- {id: y, date: '[..2030]', title: Y}\n"
                     "- {id: e, title: E, before: x}\n- {id: f, title: F, after: [y]}\n"
                     "- {id: g, title: G, after: f, before: e}\n")  # fmt: skip
    assert found == [
        ("undatable", "nothing is known about when 'e' was: x (0.yaml:2) has no known start"),
        ("undatable", "nothing is known about when 'f' was: y (0.yaml:3) has no known end"),
    ]


def test_what_waits_for_a_circle_is_not_called_undatable():
    found = problems("- {id: x, title: X, before: b}\n- {id: a, title: A, after: b}\n"
                     "- {id: b, title: B, after: c}\n- {id: c, title: C, after: a}\n"
                     "- {id: y, title: Y, after: x}\n")  # fmt: skip
    assert [code for code, _ in found] == ["circle"]


def test_what_waits_for_an_event_that_cannot_be_read_is_not_called_undatable():
    found = problems("- {id: a, date: soon, title: A}\n- {id: b, title: B, after: a}\n"
                     "- {id: c, title: C, after: [nothing]}\n- {id: d, title: D, after: c}\n"
                     "- {id: x, date: '[2030..]', title: X}\n- {id: e, title: E, after: a, before: x}\n")  # fmt: skip
    assert [code for code, _ in found] == ["bad-date", "unknown-event"]


@pytest.mark.parametrize(
    ("after", "code"),
    [("[]", "missing-key"), ("", "empty-value"), ("A B", "bad-id"), ("{a: b}", "not-list")],
)
def test_who_waits_for_what_tells_nothing_readable_is_not_called_undatable(after, code):
    found = problems(f"- {{id: a, title: A, after: {after}}}\n- {{id: b, title: B, after: a}}\n")
    assert [code for code, _ in found] == [code]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("after: []", "missing-key"),
        ("before: []", "missing-key"),
        ("after: ''", "empty-value"),
        ("after: {m1: 1}", "not-list"),
        ("after: [[m1]]", "not-text"),
        ("after: M1", "bad-id"),
        ("after: [m1, m1]", "duplicate-item"),
        ("after: m1, date: {after: m1}", "duplicate-item"),
        ("date: {}", "not-text"),
        ("date: {from: 2020}", "not-text"),
        ("date: {by: 1 day}", "missing-key"),
        ("date: {after: []}", "missing-key"),
        ("date: {aftr: m1}", "unknown-key"),
        ("date: {after: m1, by: }", "empty-value"),
        ("date: {after: m1, by: [1 day]}", "not-text"),
        ("date: {after: m1, by: soon}", "bad-duration"),
        ("date: {after: m1, before: z, by: 1 day}", "bad-date"),
        ("date: {after: [m1, z], by: 1 day}", "bad-date"),
        ("after: m2", "unknown-event"),
        ("date: {before: m2, by: 1 day}", "unknown-event"),
        ("after: e", "circle"),
    ],
)
def test_every_slip_is_told_as_one_problem(given, code):
    text = M1 + f"- {{id: e, title: E, {given}}}\n- {{id: z, date: 2026, title: Z}}\n"
    assert [found for found, _ in problems(text)] == [code]


def test_an_event_that_tells_no_order_still_needs_a_date():
    assert one_problem("- {id: e, title: E}\n") == ("missing-key", "an event has no 'date'")


# Size


def chain(count: int, last: str = "") -> str:
    links = (f"- {{id: e{i}, title: E, after: e{i - 1}}}\n" for i in range(1, count))
    return "- {id: e0, date: 2020, title: E}\n" + "".join(links) + last


@pytest.mark.parametrize("count", chosen([4_000, 20_000], lambda place: place < 1))
@pytest.mark.parametrize("is_right", [True, False])
def test_a_chain_of_thousands_of_events_is_read(is_right, count):
    if not is_right:
        assert len(problems(late_chain(count))) == 1
        return
    events = list(read(chain(count)).values())
    assert events[-1].placed
    assert events[-1].placed.rank == count - 1
    assert {event.date.edtf for event in events[1:]} == {"[2020..]"}


@pytest.mark.parametrize("told", ["chain", "ring", "pairs"])
def test_work_grows_no_faster_than_what_is_told(told):
    make = {"chain": late_chain, "ring": ring, "pairs": pairs}[told]
    few, many = (calls(partial(problems, make(n))) for n in (250, 1_000))
    assert few > 250
    assert many < 5 * few


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls: unlike its time, this is no matter of the machine."""
    found = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


def late_chain(count: int) -> str:
    return chain(count, f"- {{id: z, date: 2019, title: Z, after: e{count - 1}}}\n")


def ring(count: int) -> str:
    return "".join(f"- {{id: e{i}, title: E, after: e{(i + 1) % count}}}\n" for i in range(count))


def pairs(count: int) -> str:
    return "".join(f"- {{id: p{i}, title: E, after: p{i ^ 1}}}\n" for i in range(count))


def test_distances_told_to_and_fro_reach_every_event():
    events = read("- {id: e0, date: 2020-01-31, title: E}\n" + "".join(
        f"- {{id: e{i}, title: E, date: {{{('before', 'after')[i % 2]}: e{i - 1}, by: {i} days}}}}\n"
        for i in range(1, 1001)
    ))  # fmt: skip
    assert events["e1000"].date.edtf == "2018-09-18"


def test_a_circle_of_thousands_and_a_thousand_circles_are_told():
    found = problems(ring(5_000) + pairs(1_000))
    assert [code for code, _ in found] == ["circle"] * 501
    assert max(len(message) for _, message in found) < 200


def test_distances_that_move_on_and_on_end():
    store = "- {id: x, date: 2020/.., title: X}\n" + "".join(
        f"- {{id: p{i}, title: P, date: {{after: x, by: {i + 2} days}}, before: q{i}}}\n"
        f"- {{id: q{i}, title: Q, date: {{after: x, by: {i + 1} days}}}}\n"
        for i in range(50)
    )
    assert {code for code, _ in problems(store)} == {"contradiction"}


# Held against brute force

FIRST = date(2020, 1, 10)
ZERO = FIRST.toordinal()


def on(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


class Told(NamedTuple):
    """What one event says: the members of its date as (es, ls, ee, le), and its links."""

    members: tuple[tuple[int, int, int, int], ...]
    text: str
    after: tuple[int, ...]
    by: int = 0


low_days = st.integers(2, 6)


@st.composite
def dates(draw: Any) -> tuple[tuple[tuple[int, int, int, int], ...], str]:
    kind = draw(st.sampled_from(("none", "day", "run", "set", "interval")))
    if kind == "none":
        return (), ""
    first, last = sorted((draw(low_days), draw(low_days)))
    if kind == "day":
        return ((first,) * 4,), on(first)
    if kind == "run":
        return ((first, last, first, last),), f"'[{on(first)}..{on(last)}]'"
    if kind == "interval":
        return ((first, first, last, last),), f"{on(first)}/{on(last)}"
    chosen = sorted(draw(st.sets(low_days, min_size=2, max_size=3)))
    return tuple((day,) * 4 for day in chosen), f"'[{','.join(map(on, chosen))}]'"


@st.composite
def stores(draw: Any, most: int, *, distances: bool) -> list[Told]:
    told = []
    for i in range(draw(st.integers(2, most))):
        members, text = draw(dates())
        after = draw(st.sets(st.integers(0, i - 1), max_size=2)) if i else set()
        by = 0
        if distances and i and not text and after and draw(st.booleans()):
            by = draw(st.integers(1, 3))
        if distances and len(members) > 1:
            members, text = members[:1], on(members[0][0])
        told.append(Told(members, text, tuple(sorted(after)), by))
    return told


def written(told: list[Told], order: list[int]) -> str:
    lines = []
    for i in order:
        event = told[i]
        after = [f"e{j}" for j in event.after]
        parts = [f"id: e{i}", "title: E"]
        if event.by:
            parts.append(f"date: {{after: {after.pop(0)}, by: {event.by} days}}")
        elif event.text:
            parts.append(f"date: {event.text}")
        if after or not (event.text or event.by):
            parts.append(f"after: [{', '.join(after)}]")
        before = [f"e{k}" for k, other in enumerate(told) if i in other.after and k % 2]
        # Half of the order is told by the earlier event as well.
        if before:
            parts.append(f"before: [{', '.join(before)}]")
        lines.append(f"- {{{', '.join(parts)}}}\n")
    return "".join(lines)


LOW, HIGH = 0, 8
"""The days of the brute-force world; its edges stand for what has no bound."""


def possible(told: list[Told]) -> list[dict[int, list[tuple[int, int]]]]:
    """Return for each event its (start, end) in every world that is possible, by member."""
    anything = ((LOW, HIGH, LOW, HIGH),)
    choices = [
        [(m, s, e) for m, (es, ls, ee, le) in enumerate(event.members or anything)
         for s in range(es, ls + 1) for e in range(max(s, ee), le + 1)]
        for event in told
    ]  # fmt: skip
    found: list[dict[int, list[tuple[int, int]]]] = [{} for _ in told]
    for world in product(*choices):
        if all(world[j][2] <= world[i][1] for i, event in enumerate(told) for j in event.after):
            for seen, (member, start, end) in zip(found, world, strict=True):
                seen.setdefault(member, []).append((start, end))
    return found


def outcome(text: str) -> tuple[set[str], dict[str, Event]]:
    try:
        return set(), read(text)
    except StoreError as error:
        return {problem.code for problem in error.problems}, {}


def absolute(day: int, edge: float) -> float:
    return edge if day in (LOW, HIGH) else ZERO + day


def bounds_of(pairs: list[tuple[int, int]]) -> tuple[float, float, float, float]:
    starts, ends = zip(*pairs, strict=True)
    return (absolute(min(starts), -inf), absolute(max(starts), inf),
            absolute(min(ends), -inf), absolute(max(ends), inf))  # fmt: skip


def has_place(told: list[Told]) -> bool:
    """Tell whether each event has a date or an order: a store in which one has neither is broken."""
    named = {j for i, event in enumerate(told) for j in event.after if i % 2}
    return all(e.text or e.after or i in named for i, e in enumerate(told))


@examples(300)
@given(st.data())
def test_bounds_are_exactly_those_of_all_possible_worlds(data):
    told = data.draw(stores(3, distances=False).filter(has_place))
    order = data.draw(st.permutations(range(len(told))))
    codes, events = outcome(written(told, order))
    worlds = possible(told)
    if not worlds[0]:
        assert "contradiction" in codes
        return
    free = [bounds_of(w[0]) for w, event in zip(worlds, told, strict=True) if not event.members]
    if any(bounds[0] == -inf and bounds[3] == inf for bounds in free):
        assert codes == {"undatable"}
        return
    assert codes == set()
    for i, (event, seen) in enumerate(zip(told, worlds, strict=True)):
        expected = [bounds_of(pairs) for _, pairs in sorted(seen.items())]
        if not event.members:
            expected = [(es, le, es, le) for es, _, _, le in expected]
        found = place(events[f"e{i}"]).members
        assert [member[:4] for member in found] == expected
        assert events[f"e{i}"].date.earliest == iso(min(member.es for member in found))
        assert events[f"e{i}"].date.latest == iso(max(member.le for member in found))


def shortest(told: list[Told]) -> list[list[float]] | None:
    """Return by how much each variable is at most later than each other one, or None: never.

    Variable 0 is day 0; 2i + 1 is the start of event i and 2i + 2 its end (Floyd and Warshall).
    """
    size = 2 * len(told) + 1
    most = [[0.0 if a == b else inf for b in range(size)] for a in range(size)]

    def at_most(a: int, b: int, days: float) -> None:
        """Note that b - a is at most so many days."""
        most[a][b] = min(most[a][b], days)

    for i, event in enumerate(told):
        start, end = 2 * i + 1, 2 * i + 2
        at_most(end, start, 0)
        for es, ls, ee, le in event.members:
            at_most(0, start, ls)
            at_most(start, 0, -es)
            at_most(0, end, le)
            at_most(end, 0, -ee)
        for n, j in enumerate(event.after):
            by = event.by if n == 0 else 0
            at_most(start, 2 * j + 2, -by)
            if by:
                at_most(2 * j + 2, end, by)
    for k, a, b in product(range(size), repeat=3):
        most[a][b] = min(most[a][b], most[a][k] + most[k][b])
    return None if any(most[a][a] < 0 for a in range(size)) else most


@examples(200)
@given(st.data())
def test_with_distances_of_days_bounds_are_those_of_the_shortest_ways(data):
    told = data.draw(stores(6, distances=True).filter(has_place))
    order = data.draw(st.permutations(range(len(told))))
    codes, events = outcome(written(told, order))
    most = shortest(told)
    if most is None:
        # Events that nothing dates are told first: what contradicts itself has no days yet.
        assert "contradiction" in codes or codes == {"undatable"}
        return
    expected = [
        (-most[s][0], most[0][s], -most[s + 1][0], most[0][s + 1])
        for s in range(1, 2 * len(told) + 1, 2)
    ]
    free = [b for b, event in zip(expected, told, strict=True) if not event.members]
    if any(bounds[0] == -inf and bounds[3] == inf for bounds in free):
        assert codes == {"undatable"}
        return
    assert codes == set()
    for i, (event, bounds) in enumerate(zip(told, expected, strict=True)):
        es, ls, ee, le = (ZERO + day for day in bounds)
        (member,) = place(events[f"e{i}"]).members
        assert member[:4] == ((es, ls, ee, le) if event.members else (es, le, es, le))


some_dates = st.sampled_from(
    ("2020", "2020-02", "2020-02-29", "2020~", "2019/2021", "2020/..", "2020/", "../2020",
     "'[2019,2021]'", "'{2019,2021}'", "'{2019..}'", "'[..2020]'", "Y-66E6", "Y170000002", "201X",
     "2020-21", "'[2020?,2021]'", "")
)  # fmt: skip
orders = st.lists(st.tuples(st.sampled_from(("after", "before")), st.integers(0, 4)), max_size=3)
spans = st.sampled_from(("", "", "1 day", "5 weeks", "1 month", "1 Jahr", "999999999 years"))


@examples(400)
@given(st.lists(st.tuples(some_dates, orders, spans), min_size=5, max_size=5))
def test_whatever_is_told_is_answered_with_bounds_inside_the_dates_or_with_problems(told):
    lines = []
    for i, (text, links, by) in enumerate(told):
        parts = [f"id: e{i}", "title: E", f"date: {text or 2020}"]
        if by and links and not text:
            key, other = links[0]
            parts[2] = f"date: {{{key}: e{other}, by: {by}}}"
            links = links[1:]  # noqa: PLW2901 - what is left of them
        for key in ("after", "before"):
            ids = sorted({f"e{other}" for k, other in links if k == key})
            parts += [f"{key}: [{', '.join(ids)}]"] * bool(ids)
        lines.append(f"- {{{', '.join(parts)}}}\n")
    codes, events = outcome("".join(lines))
    assert codes <= {"circle", "contradiction", "undatable", "duplicate-item"}
    for event in events.values():
        own = edtf.bounds(edtf.parse(event.date.edtf))
        members = place(event).members
        assert members
        for member in members:
            es, ls, ee, le = member[:4]
            assert own[0] <= es <= ls <= le <= own[1]
            assert es <= ee <= le
        for other in event.after:
            first, second = place(events[other]).members, members
            if not any(member.hedged for member in (*first, *second)):
                assert max(m.le for m in second) >= min(m.ee for m in first)


# The whole tool


def test_an_event_after_another_one_on_the_same_day_is_listed_after_it(store, timeline):
    store("events:\n- {id: third, date: 2025-07-02, title: C, after: second}\n"
          "- {id: second, date: 2025-07-02, title: B, after: first}\n"
          "- {id: first, date: 2025-07-02, title: A}\n"
          "- {id: zeroth, date: 2025-07-02, title: Z, before: first}\n")  # fmt: skip
    run = timeline("list", "-f", "json", "--fields", "id")
    assert [event["id"] for event in json.loads(run.out)] == ["zeroth", "first", "second", "third"]


STORE = """\
events:
- {id: later, title: Later, after: m1, before: end}
- {id: next-day, title: Next day, date: {after: m1, by: 1 day}}
- {id: in-july, title: In July, date: 2025-07, after: m1}
- {id: about, title: About, date: {after: guess, by: 1 year}}
- {id: guess, date: 2024~, title: Guess}
- {id: m1, date: 2025-07-02, title: M1}
- {id: end, date: 2026-01-31, title: End}
"""


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (("2025-07-01", "2025-07-01"), {"about": "possible"}),
        (("2025-07-03", "2025-07-03"), {"later": "possible", "next-day": "certain",
                                        "in-july": "possible", "about": "possible"}),
        (("2025-07-02", "2025-07-31"), {"later": "possible", "next-day": "certain",
                                        "in-july": "certain", "about": "possible", "m1": "certain"}),
        (("2025-07-02", "2026-01-31"), {"later": "certain", "next-day": "certain", "end": "certain",
                                        "in-july": "certain", "about": "possible", "m1": "certain"}),
        (("2026-02-01", "2027"), {}),
    ],
)  # fmt: skip
def test_windows_are_answered_from_what_the_order_leaves_possible(
    store, timeline, window, expected
):
    store(STORE)
    for _ in range(2):  # built, and read again
        found = json.loads(timeline("between", *window, "-f", "json").out)
        assert {event["id"]: event["certainty"] for event in found} == expected


def test_the_order_is_shown_in_every_format(store, timeline):
    store(STORE)
    (event,) = json.loads(timeline("show", "next-day", "-f", "json").out)
    assert (event["after"], event["before"], event["by"]) == (["m1"], [], "1 day")
    assert event["date"]["edtf"] == "2025-07-03"
    for name in ("markdown", "plain", "table"):
        shown = timeline("show", "next-day", "later", "-f", name).out
        for words in ("After: m1", "Before: end", "Distance: 1 day"):
            assert words in shown
        german = timeline("show", "next-day", "later", "-f", name, "--lang", "de").out
        for words in ("Nach: m1", "Vor: end", "Abstand: 1 Tag"):
            assert words in german


def test_a_store_of_two_files_is_ordered_across_them(store, timeline):
    store("events:\n- {id: a, title: A, before: b}\n", "events/2.yaml")
    store("events:\n- {id: b, date: 2020, title: B}\n", "events/1.yaml")
    run = timeline("list", "-f", "json")
    assert [(e["id"], e["date"]["edtf"]) for e in json.loads(run.out)] == [
        ("b", "2020"), ("a", "[..2020]"),
    ]  # fmt: skip


def test_day_numbers_of_any_size_survive_the_index(store, timeline):
    store(f"events:\n- {{id: a, date: Y-{'9' * 60}, title: A}}\n"
          "- {id: b, date: '[Y-66E6..2020]', title: B, after: a, before: c}\n"
          "- {id: c, date: 2019-05-06, title: C}\n")  # fmt: skip
    found = {e["id"]: e["date"] for e in json.loads(timeline("list", "-f", "json").out)}
    assert found["b"]["latest"] == "2019-05-06"
    assert found["b"]["earliest"] == "-66000000-01-01"
    assert day_number(2019, 5, 6) == date(2019, 5, 6).toordinal()
