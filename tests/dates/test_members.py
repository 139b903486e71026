"""Where in time a date may lie: the rules of the design, one by one."""

from __future__ import annotations

from datetime import date
from math import inf

import pytest

from timeline.dates.edtf import Member, members, parse


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def only(text: str, seen: float = -inf) -> Member:
    (member,) = members(parse(text), seen)
    return member


def lying(es: str, ls: str, ee: str, le: str) -> Member:
    """Return a member with four bounds; ``-`` and ``+`` are unbounded."""
    return Member(bound(es), bound(ls), bound(ee), bound(le))


def bound(text: str) -> float:
    return {"-": -inf, "+": inf}.get(text) or day(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-04-12", "2020-04-12", "2020-04-12"),
        ("2020-04", "2020-04-01", "2020-04-30"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2020-XX", "2020-01-01", "2020-12-31"),
        ("2020-02-XX", "2020-02-01", "2020-02-29"),
        ("2020-XX-29", "2020-01-29", "2020-12-29"),
        ("2020-34", "2020-04-01", "2020-06-30"),
        ("2020-24", "2020-12-01", "2021-02-28"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("2020-04-12T23:59:59-04", "2020-04-12", "2020-04-12"),
    ],
)
def test_a_coarse_or_masked_date_is_sometime_in_it(text, first, last):
    assert only(text) == lying(first, last, first, last)


def test_an_interval_runs_from_its_first_date_to_its_last():
    assert only("2018/2022-03") == lying("2018-01-01", "2018-12-31", "2022-03-01", "2022-03-31")


def test_an_interval_of_days_has_no_leeway():
    assert only("2018-05-01/2022-03-07") == lying(
        "2018-05-01", "2018-05-01", "2022-03-07", "2022-03-07"
    )


def test_an_interval_within_one_date_starts_and_ends_sometime_in_it():
    assert only("2018/2018") == lying("2018-01-01", "2018-12-31", "2018-01-01", "2018-12-31")


def test_an_interval_ends_no_earlier_than_it_starts_and_starts_no_later_than_it_ends():
    assert only("2018-06/2018") == lying("2018-06-01", "2018-06-30", "2018-06-01", "2018-12-31")
    assert only("2018/2018-06") == lying("2018-01-01", "2018-06-30", "2018-06-01", "2018-06-30")


def test_an_unknown_end_is_anytime_from_the_start():
    assert only("2025/") == lying("2025-01-01", "2025-12-31", "2025-01-01", "+")


def test_an_open_end_is_the_same_where_nobody_saw_the_event_running():
    assert only("2025/..") == only("2025/")


def test_an_open_end_is_no_earlier_than_the_day_the_event_was_seen_running():
    assert only("2025/..", seen=day("2026-11-21")) == lying(
        "2025-01-01", "2025-12-31", "2026-11-21", "+"
    )


def test_a_day_before_the_start_moves_no_open_end():
    assert only("2025/..", seen=day("2024-02-02")) == only("2025/..")


@pytest.mark.parametrize("text", ["2025/", "2025", "2025/2026", "../2025", "/2025", "[2025..]"])
def test_the_day_an_event_was_seen_matters_to_open_ends_only(text):
    assert only(text, seen=day("2030-01-01")) == only(text)


@pytest.mark.parametrize("text", ["../2022-03", "/2022-03"])
def test_open_and_unknown_starts_mirror_an_unknown_end(text):
    assert only(text) == lying("-", "2022-03-31", "2022-03-01", "2022-03-31")


def test_each_item_of_a_set_is_a_member():
    first, second = members(parse("{1960,1961-12}"))
    assert first == lying("1960-01-01", "1960-12-31", "1960-01-01", "1960-12-31")
    assert second == lying("1961-12-01", "1961-12-31", "1961-12-01", "1961-12-31")
    assert members(parse("[1960,1961-12]")) == (first, second)


def test_a_gap_in_a_set_stays_a_gap():
    first, second = members(parse("[1667,1669]"))
    assert (first.le, second.es) == (day("1667-12-31"), day("1669-01-01"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("[1670..1672]", "1670-01-01", "1672-12-31"),
        ("[1760-01..1760-03]", "1760-01-01", "1760-03-31"),
        ("[1760-01-05..1760-03-07]", "1760-01-05", "1760-03-07"),
        ("[..1760-12-03]", "-", "1760-12-03"),
        ("[1760-12..]", "1760-12-01", "+"),
    ],
)
def test_a_one_of_run_is_as_coarse_as_all_of_it(text, first, last):
    assert only(text) == lying(first, last, first, last)


@pytest.mark.parametrize(
    ("text", "bounds", "step"),
    [
        ("{1670..1672}", ("1670-01-01", "1670-12-31", "1672-01-01", "1672-12-31"), "year"),
        ("{1760-01..1760-03}", ("1760-01-01", "1760-01-31", "1760-03-01", "1760-03-31"), "month"),
        (
            "{1760-01-05..1760-03-07}",
            ("1760-01-05", "1760-01-05", "1760-03-07", "1760-03-07"),
            "day",
        ),
        ("{..1984}", ("-", "-", "1984-01-01", "1984-12-31"), "year"),
        ("{1984-02..}", ("1984-02-01", "1984-02-29", "+", "+"), "month"),
    ],
)
def test_an_all_of_run_covers_its_units_and_names_their_size(text, bounds, step):
    assert only(text) == lying(*bounds)._replace(step=step)


@pytest.mark.parametrize(
    ("plain", "hedged"),
    [
        ("1984", "1984?"),
        ("2004-06", "2004-06~"),
        ("2004-06-11", "2004-06-11%"),
        ("2004-06-11", "2004?-06-11"),
        ("2004-06-11", "2004-06-~11"),
        ("2004", "?2004"),
        ("201X", "201X~"),
        ("2001-21", "2001-21?"),
        ("Y170000002", "Y170000002?"),
        ("1950S2", "1950S2~"),
        ("2018/2022", "2018?/2022"),
        ("2018/2022", "2018/2022~"),
        ("2018/", "2018%/"),
        ("../2022", "../2022?"),
        ("[1670..1672]", "[1670?..1672]"),
        ("{1670..1672}", "{1670..1672~}"),
        ("[..1672]", "[..1672%]"),
    ],
)
def test_a_qualifier_hedges_and_moves_no_bound(plain, hedged):
    assert only(hedged) == only(plain)._replace(hedged=True)
    assert not only(plain).hedged


def test_a_qualifier_hedges_its_own_item_of_a_set_only():
    found = members(parse("{1960?,1961-12,1963}"))
    assert [member.hedged for member in found] == [True, False, False]
