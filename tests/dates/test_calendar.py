"""The calendar is held against ``datetime.date``, and against itself where that one ends."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.calendar import civil, day_number, days_in_month, is_leap, iso

HUGE = 10**30
ALL_DAYS = st.dates(min_value=date.min, max_value=date.max)
YEARS = st.integers(-HUGE, HUGE)
DAYS_OF_400_YEARS = 146_097


@given(ALL_DAYS)
def test_every_day_python_knows_has_its_ordinal_as_number(day):
    assert day_number(day.year, day.month, day.day) == day.toordinal()


@given(st.integers(1, date.max.toordinal()))
def test_every_ordinal_python_knows_is_the_same_day(number):
    day = date.fromordinal(number)
    assert civil(number) == (day.year, day.month, day.day)


@pytest.mark.parametrize("year", [1, 4, 100, 400, 1582, 1900, 1999, 2000, 2023, 2024, 2100, 9999])
def test_all_days_of_telling_years_agree_with_python(year):
    day = date(year, 1, 1)
    for number in range(day.toordinal(), date(year, 12, 31).toordinal() + 1):
        assert civil(number) == (day.year, day.month, day.day)
        assert day_number(*civil(number)) == number
        day += timedelta(days=1) if day < date.max else timedelta()


def test_the_days_around_year_zero_follow_each_other_without_a_gap():
    expected = [(0, 12, 31), (1, 1, 1)]
    assert [civil(0), civil(1)] == expected
    assert civil(day_number(0, 1, 1) - 1) == (-1, 12, 31)
    assert day_number(0, 3, 1) - day_number(0, 2, 28) == 2
    assert day_number(-100, 3, 1) - day_number(-100, 2, 28) == 1


@given(st.integers(-400 * HUGE, 400 * HUGE))
def test_civil_and_day_number_are_inverse_for_numbers_of_any_size(number):
    year, month, day = civil(number)
    assert 1 <= month <= 12
    assert 1 <= day <= days_in_month(year, month)
    assert day_number(year, month, day) == number


@given(YEARS, st.integers(1, 12), st.integers(1, 31))
def test_day_number_and_civil_are_inverse_for_years_of_any_size(year, month, day):
    day = min(day, days_in_month(year, month))
    assert civil(day_number(year, month, day)) == (year, month, day)


@given(st.integers(-400 * HUGE, 400 * HUGE))
def test_the_day_after_is_the_next_number(number):
    assert civil(number) < civil(number + 1)


@given(YEARS, st.integers(1, 12), st.integers(1, 28))
def test_the_calendar_repeats_every_400_years(year, month, day):
    assert day_number(year + 400, month, day) - day_number(year, month, day) == DAYS_OF_400_YEARS
    assert is_leap(year) == is_leap(year + 400)


@given(YEARS)
def test_a_year_is_as_long_as_its_months(year):
    months = sum(days_in_month(year, month) for month in range(1, 13))
    assert months == day_number(year + 1, 1, 1) - day_number(year, 1, 1)
    assert months == (366 if is_leap(year) else 365)


@pytest.mark.parametrize(
    ("year", "leap"),
    [
        *((2024, True), (2023, False), (2000, True), (1900, False), (0, True)),
        *((-1, False), (-4, True), (-100, False), (-400, True), (4 * HUGE + 1, False)),
    ],
)
def test_leap_years_are_the_gregorian_ones(year, leap):
    assert is_leap(year) is leap


@given(ALL_DAYS)
def test_iso_writes_what_python_writes(day):
    assert iso(day.toordinal()) == day.isoformat()


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((0, 1, 1), "0000-01-01"),
        ((-1, 12, 31), "-0001-12-31"),
        ((-1985, 4, 12), "-1985-04-12"),
        ((10_000, 1, 1), "10000-01-01"),
        ((170_000_002, 12, 31), "170000002-12-31"),
        ((-HUGE, 1, 1), f"-1{'0' * 30}-01-01"),
    ],
)
def test_iso_pads_a_year_to_four_digits_and_keeps_longer_ones(day, text):
    assert iso(day_number(*day)) == text


def test_iso_has_no_text_for_infinity():
    assert iso(inf) is None
    assert iso(-inf) is None
