"""Stretches of time: what people write, and the civil calendar's counting, held against dateutil."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.calendar import civil, day_number
from timeline.dates.durations import Duration, between, parse_duration, shift, words
from timeline.errors import DateError

FAR = date.max.toordinal()
days = st.integers(1, FAR)
any_days = st.integers(-(10**12), 10**12)
durations = st.builds(
    Duration, st.integers(0, 3000), st.integers(0, 40_000), st.integers(0, 400_000)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 day", Duration(0, 0, 1)),
        ("2 weeks", Duration(0, 0, 14)),
        ("3 months", Duration(0, 3, 0)),
        ("1 year 6 months", Duration(1, 6, 0)),
        ("2y", Duration(2, 0, 0)),
        ("18m", Duration(0, 18, 0)),
        ("30d", Duration(0, 0, 30)),
        ("6w", Duration(0, 0, 42)),
        ("1y6m", Duration(1, 6, 0)),
        ("1 week 3 days", Duration(0, 0, 10)),
        ("6 months 1 year", Duration(1, 6, 0)),
        ("1 year, 6 months", Duration(1, 6, 0)),
        ("1 year and 6 months", Duration(1, 6, 0)),
        ("1 year 0 months", Duration(1, 0, 0)),
        ("999999999 days", Duration(0, 0, 999_999_999)),
        ("  2\n Weeks ", Duration(0, 0, 14)),
        ("1 Tag", Duration(0, 0, 1)),
        ("5 Tagen", Duration(0, 0, 5)),
        ("2 WOCHEN", Duration(0, 0, 14)),
        ("3 Monate", Duration(0, 3, 0)),
        ("2 Jahre", Duration(2, 0, 0)),
        ("2 Jahren und 3 Monaten", Duration(2, 3, 0)),
    ],
)
def test_a_duration_may_be_written_so(text, expected):
    assert parse_duration(text) == expected


MEND = "write 1 day, 2 weeks, 3 months, or 1 year 6 months"


@pytest.mark.parametrize(("text", "reason", "mend"), [
    ("", "a stretch of time is missing", MEND),
    (" ", "a stretch of time is missing", MEND),
    ("0 days", "'0 days' is no time at all", MEND),
    ("0y 0m", "'0y 0m' is no time at all", MEND),
    ("-1 day", "'-1 day' is negative", "count forwards, and choose after or before"),
    ("−1 Tag", "'−1 Tag' is negative", "count forwards, and choose after or before"),
    ("1 year -2 days", "'1 year -2 days' is not a stretch of time", MEND),
    ("1234567890 days", "'1234567890' has more than 9 digits", MEND),
    ("3 mnths", "'mnths' is no unit of time", "did you mean months?"),
    ("2 Wochn", "'Wochn' is no unit of time", "did you mean Wochen?"),
    ("3 hours", "'hours' is no unit of time", "the units are days, weeks, months and years"),
    ("1 day 2 days", "'1 day 2 days' gives days twice", MEND),
    ("one day", "'one day' is not a stretch of time", MEND),
    ("5", "'5' is not a stretch of time", MEND),
    ("days", "'days' is not a stretch of time", MEND),
    ("1.5 years", "'1.5 years' is not a stretch of time", MEND),
    ("1,5 years", "'1,5 years' is not a stretch of time", MEND),
    ("P1Y6M", "'P1Y6M' is not a stretch of time", MEND),
    ("1 day,", "'1 day,' is not a stretch of time", MEND),
    ("1 day and", "'1 day and' is not a stretch of time", MEND),
    ("٣ days", "'٣ days' is not a stretch of time", MEND),
    ("2025-07-01", "'2025-07-01' is not a stretch of time", MEND),
])  # fmt: skip
def test_anything_else_is_refused_with_a_reason_and_a_mend(text, reason, mend):
    with pytest.raises(DateError) as caught:
        parse_duration(text)
    assert (caught.value.message, caught.value.hint) == (reason, mend)


@pytest.mark.parametrize(("text", "message"), [
    ("x" * 60, f"'{'x' * 60}' is not a stretch of time"),
    ("x" * 61, f"'{'x' * 59}…' is not a stretch of time"),
    ("9" * 10_000 + " days", f"'{'9' * 59}…' has more than 9 digits"),
])  # fmt: skip
def test_a_long_text_is_shown_by_its_beginning(text, message):
    with pytest.raises(DateError) as caught:
        parse_duration(text)
    assert caught.value.message == message


@given(st.text(alphabet="0123456789 ydmwtaghrejonu,-.", max_size=30) | st.text(max_size=20))
def test_no_text_is_answered_with_anything_but_a_duration_or_a_reason(text):
    try:
        said: tuple[object, ...] = parse_duration(text)
    except DateError as error:
        said = error.message, error.hint
    assert any(said)


@given(days, durations, st.sampled_from((1, -1)))
def test_a_day_is_shifted_as_dateutil_does(day, duration, sign):
    delta = relativedelta(years=duration.years, months=duration.months, days=duration.days)
    try:
        expected = date.fromordinal(day) + sign * delta
    except (ValueError, OverflowError):
        return  # outside of the years 1 to 9999
    assert shift(day, duration, sign) == expected.toordinal()


@given(days, days)
def test_a_stretch_is_counted_as_dateutil_does(one, other):
    first, last = sorted((one, other))
    delta = relativedelta(date.fromordinal(last), date.fromordinal(first))
    assert between(first, last) == Duration(delta.years, delta.months, delta.days)


@given(any_days, st.integers(0, 10**12))
def test_a_stretch_leads_back_to_where_it_was_counted_to(first, length):
    found = between(first, first + length)
    assert min(found) >= 0
    assert found.months < 12
    assert found.days < 31
    assert shift(first, found, 1) == first + length


@given(any_days, any_days, durations, st.sampled_from((1, -1)))
def test_shifting_keeps_the_order_of_days(one, other, duration, sign):
    first, last = sorted((one, other))
    assert shift(first, duration, sign) <= shift(last, duration, sign)


def test_a_day_that_a_month_does_not_have_becomes_its_last():
    assert civil(shift(day_number(2024, 1, 31), Duration(0, 1, 0), 1)) == (2024, 2, 29)
    assert civil(shift(day_number(2024, 2, 29), Duration(1, 0, 0), -1)) == (2023, 2, 28)
    assert civil(shift(day_number(2024, 1, 31), Duration(0, 1, 1), 1)) == (2024, 3, 1)


def test_years_of_any_size_are_counted():
    day = day_number(-(10**500), 2, 29)
    assert civil(shift(day, Duration(10**499, 12, 0), 1)) == (-9 * 10**499 + 1, 2, 28)
    assert between(day, day_number(10**500, 2, 28)) == Duration(2 * 10**500 - 1, 11, 30)


def test_counting_backwards_is_refused():
    with pytest.raises(ValueError, match="before the first"):
        between(2, 1)


@pytest.mark.parametrize(
    ("duration", "english", "german", "dative"),
    [
        (Duration(2, 3, 0), "2 years 3 months", "2 Jahre 3 Monate", "2 Jahren 3 Monaten"),
        (Duration(1, 1, 1), "1 year 1 month 1 day", "1 Jahr 1 Monat 1 Tag", "1 Jahr 1 Monat 1 Tag"),
        (Duration(0, 0, 1), "1 day", "1 Tag", "1 Tag"),
        (Duration(0, 0, 5), "5 days", "5 Tage", "5 Tagen"),
        (Duration(0, 18, 0), "18 months", "18 Monate", "18 Monaten"),
        (Duration(), "0 days", "0 Tage", "0 Tagen"),
    ],
)
def test_durations_are_worded_in_english_and_german(duration, english, german, dative):
    assert words(duration, "en") == english
    assert words(duration, "en", dative=True) == english
    assert words(duration, "de") == german
    assert words(duration, "de", dative=True) == dative


@given(durations.filter(any), st.sampled_from(("en", "de")), st.booleans())
def test_what_is_worded_is_read_back(duration, language, dative):
    assert parse_duration(words(duration, language, dative=dative)) == duration
