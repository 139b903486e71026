"""What is said about a text that is not EDTF, word for word, and what lies just within the limits."""

from __future__ import annotations

import pytest

from timeline.dates import edtf
from timeline.dates.point import Point, season_precision
from timeline.errors import DateError

EXAMPLES = "write 2025, 2025-07 or 2025-07-01"
NO_TIME = "hours are 00 to 23, minutes 00 to 59"
NO_OFFSET = "write Z, +02 or +02:00"
ENDS = "write [1667,1668] for one of them, {1667,1668} for all of them"

SAID = {
    "": ("a date is missing", EXAMPLES),
    "foo": ("'foo' is not a date", EXAMPLES),
    " 2020": ("EDTF has no white space", EXAMPLES),
    "２０２０": ("EDTF is written in ASCII characters", EXAMPLES),
    # intervals and sets
    "2018/2022/2024": ("an interval has one slash", "write start/end, for example 2018/2022"),
    "../..": ("an interval needs a date on one side at least", "write 2018/.. or ../2022"),
    "2022/2018": ("2022 is after 2018", "write 2018/2022"),
    "2020-01-01T10:00:00/2021": ("EDTF intervals have no times of day", "write 2020-01-01"),
    "[1667,1668": ("a set that opens with [ closes with ]", ENDS),
    "{1667]": ("a set that opens with { closes with }", ENDS),
    "[2020-21..2021-21]": ("2020-21..2021-21 cannot be counted through", "runs are of years, months or days"),
    "[2020..2021-01]": ("2020..2021-01 counts in two precisions", "write both ends alike"),
    "[2022..2018]": ("2022 is after 2018", "write 2018..2022"),
    "[2020-01-01T10:00:00,2021]": ("EDTF sets have no times of day", "write 2020-01-01"),
    # years, months, days
    "-0000": ("there is no year -0000", "write 0000 for the year before 0001"),
    "Y1E4000": ("a year of more than 4,000 digits cannot be used", ""),
    "Y1E1000000": ("a year of more than 4,000 digits cannot be used", ""),
    "Y2020": ("Y is for years of more than four digits", "write 2020"),
    "Y-44": ("Y is for years of more than four digits", "write -0044"),
    "1950S5": ("1950 has fewer than 5 significant digits", ""),
    "1950S1000000": ("1950 has fewer than 1000000 significant digits", ""),
    "2020-00": ("there is no month 00", "months are 01 to 12, seasons 21 to 41"),
    "2020-42": ("there is no month 42", "months are 01 to 12, seasons 21 to 41"),
    "2020-21-01": ("21 is a season, which has no days", "write 2020-21"),
    "2020-02-30": ("2020-02 has no day 30: it has 29 days", "write 2020-02 if the day is not known"),
    "200X-02-3X": ("no day there is fits 200X-02-3X", ""),
    "?2004?-06": ("one part of a date takes one qualifier", "keep ?, ~ or % on one side"),
    # times
    "2020-13-01T10:00:00": ("there is no month 13", "months are 01 to 12"),
    "2020-00-01T10:00:00": ("there is no month 00", "months are 01 to 12"),
    "2020-01-01T24:00:00": ("24:00:00 is not a time of day", NO_TIME),
    "2020-01-01T10:60:00": ("10:60:00 is not a time of day", NO_TIME),
    "2020-01-01T10:00:61": ("10:00:61 is not a time of day", NO_TIME),
    "2020-01-01T10:00:00+24": ("+24 is not an offset from UTC", NO_OFFSET),
    "2020-01-01T10:00:00+02:60": ("+02:60 is not an offset from UTC", NO_OFFSET),
    "2020-01-01T10:00:00-00": ("-00 is not an offset from UTC", NO_OFFSET),
    "2020-01-01T10:00:00-00:00": ("-00:00 is not an offset from UTC", NO_OFFSET),
    "2016-12-31T23:58:60Z": ("23:58:60Z is no leap second", "a second 60 exists only at 23:59 UTC"),
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_what_is_not_edtf_is_refused_with_reason_and_mend(text):
    with pytest.raises(DateError) as caught:
        edtf.parse(text)
    assert (caught.value.message, caught.value.hint) == SAID[text]


@pytest.mark.parametrize("text", [
    "Y1E3999", "1950S4", "2020-12-31T23:59:59+23:59", "2020-01-01T00:00:00-23",
    # the leap second of 2016, wherever the clock is
    "2016-12-31T23:59:60Z", "2016-12-31T18:59:60-05", "2017-01-01T05:29:60+05:30",
])  # fmt: skip
def test_what_lies_just_within_the_limits_is_read(text):
    assert str(edtf.parse(text)) == text


@pytest.mark.parametrize("text", ["2016-12-31T18:59:60+05", "2017-01-01T05:29:60-05:30"])
def test_a_leap_second_is_one_minute_of_utc(text):
    with pytest.raises(DateError, match="no leap second"):
        edtf.parse(text)


def test_every_part_of_a_year_is_of_its_kind():
    kinds = {"season": range(21, 33), "quarter": range(33, 37),
             "quadrimester": range(37, 40), "half-year": range(40, 42)}  # fmt: skip
    for kind, codes in kinds.items():
        assert {season_precision(code) for code in codes} == {kind}


@pytest.mark.parametrize(("text", "precision"), [
    ("1950S4", "year"), ("1950S3", "decade"), ("1950S2", "century"), ("1950S1", "millennium"),
    ("Y171010000S3", "significant"), ("195X", "decade"), ("19XX", "century"), ("1XXX", "millennium"),
    ("XXXX", "significant"), ("1X5X", "year"), ("195X-24", "season"), ("195X-1X", "month"),
])  # fmt: skip
def test_digits_that_are_not_known_make_a_date_as_coarse(text, precision):
    value = edtf.parse(text)
    assert isinstance(value, Point)
    assert value.precision == precision
