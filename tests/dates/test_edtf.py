"""EDTF: the specification's examples, what must be refused, and properties against oracles.

The oracles use nothing of the code under test: days come from ``datetime.date``, years outside 1 to
9999 from the rule that the Gregorian calendar repeats every 400 years (146,097 days).
"""

from __future__ import annotations

import csv
import re
import time
import warnings
from datetime import date
from itertools import product
from math import inf
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.amount import chosen, examples
from timeline.dates import point
from timeline.dates.calendar import iso
from timeline.dates.edtf import (
    MOST_ITEMS,
    Edtf,
    bounds,
    level,
    members,
    parse,
    points,
    precision,
)
from timeline.dates.point import MAX_DIGITS, PRECISIONS
from timeline.errors import DateError

DATA = Path(__file__).parent.parent / "data"

with (DATA / "edtf_examples.csv").open(encoding="utf-8", newline="") as lines:
    EXAMPLES = list(csv.DictReader(lines))

INVALID = [
    (line.partition("\t")[0].encode("ascii").decode("unicode_escape"), line.partition("\t")[2])
    for line in (DATA / "edtf_invalid.txt").read_text("ascii").splitlines()
]


# The specification's examples


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["string"])
def test_an_example_of_the_specification_is_read_as_written(row):
    value = parse(row["string"])
    assert str(value) == row["string"]
    assert level(value) == int(row["level"])
    expected = [row["earliest"], row["latest"]]
    if "bounds-unsettled" in row["notes"]:
        expected = re.findall(r"\d{4}-\d\d-\d\d", row["notes"])
    assert [iso(day) or "" for day in bounds(value)] == expected


# What must be refused


def test_what_is_not_edtf_is_refused_in_one_printable_line():
    for text, reason in INVALID:
        assert reason, text
        with pytest.raises(DateError) as caught:
            raise AssertionError(f"{text!r} is read as {parse(text)!r}")
        message, hint = str(caught.value), caught.value.hint
        assert message, text
        assert (message + hint).isprintable(), text
        assert (message + hint).isascii(), text


def test_the_list_of_invalid_texts_has_no_text_twice():
    assert len({text for text, _ in INVALID}) == len(INVALID) > 150


def test_the_refusal_of_a_long_text_is_short():
    with pytest.raises(DateError) as caught:
        parse("x" * 10_000)
    assert len(str(caught.value)) < 200


# An oracle for days, and texts with the bounds they must have


class Dated(NamedTuple):
    """A text and the first and last day it may mean."""

    text: str
    first: float
    last: float


def ordinal(year: int, month: int, day: int) -> int | None:
    """Return a day's number, None where there is no such day."""
    cycles, year_of_cycle = divmod(year - 1, 400)
    try:
        return date(year_of_cycle + 1, month, day).toordinal() + cycles * 146_097
    except ValueError:
        return None


def days_of(year: int, month: int) -> list[int]:
    days = [ordinal(year, month, day) for day in range(1, 32)]
    return [day for day in days if day is not None]


SEASON_MONTHS = {
    21: (3, 4, 5), 22: (6, 7, 8), 23: (9, 10, 11), 24: (12, 13, 14),
    25: (3, 4, 5), 26: (6, 7, 8), 27: (9, 10, 11), 28: (12, 13, 14),
    29: (9, 10, 11), 30: (12, 13, 14), 31: (3, 4, 5), 32: (6, 7, 8),
    33: (1, 2, 3), 34: (4, 5, 6), 35: (7, 8, 9), 36: (10, 11, 12),
    37: (1, 2, 3, 4), 38: (5, 6, 7, 8), 39: (9, 10, 11, 12),
    40: (1, 2, 3, 4, 5, 6), 41: (7, 8, 9, 10, 11, 12),
}  # fmt: skip
"""Months of each season, quarter, quadrimester and half-year; 13 and 14 are of the next year."""


def season_days(year: int, code: int) -> list[int]:
    months = [(year + (month > 12), (month - 1) % 12 + 1) for month in SEASON_MONTHS[code]]
    return [day for month in months for day in days_of(*month)]


def masked_bounds(year: str, month: str, day: str) -> tuple[int, int] | None:
    """Return the first and last day among all completions, found by trying them; None: no day."""
    sign = "-" if year.startswith("-") else ""
    years = sorted(
        int(sign + digits) for digits in fillings(year.lstrip("-")) if sign + digits != "-0000"
    )
    if month.isdigit() and int(month) in SEASON_MONTHS:
        return season_days(years[0], int(month))[0], season_days(years[-1], int(month))[-1]
    months = [int(digits) for digits in fillings(month or "XX") if "01" <= digits <= "12"]
    days = [int(digits) for digits in fillings(day or "XX") if "01" <= digits <= "31"]

    def first(years: list[int], pick: int) -> int | None:
        for candidate in years:
            found = [n for m in months for d in days if (n := ordinal(candidate, m, d)) is not None]
            if found:
                return sorted(found)[pick]
        return None

    earliest, latest = first(years, 0), first(years[::-1], -1)
    return None if earliest is None or latest is None else (earliest, latest)


def fillings(mask: str) -> list[str]:
    choices = ("0123456789" if character == "X" else character for character in mask)
    return ["".join(characters) for characters in product(*choices)]


# Generators of valid texts

QUALIFIERS = st.sampled_from("?~%")
MAYBE_QUALIFIED = st.sampled_from(["", "?", "~", "%"])
YEARS = st.integers(-9999, 9999)


def year_text(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"


@st.composite
def plain_years(draw: st.DrawFn) -> Dated:
    year = draw(YEARS)
    days = days_of(year, 1)[0], days_of(year, 12)[-1]
    return Dated(year_text(year), *days)


@st.composite
def plain_months(draw: st.DrawFn) -> Dated:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    days = days_of(year, month)
    return Dated(f"{year_text(year)}-{month:02}", days[0], days[-1])


@st.composite
def plain_days(draw: st.DrawFn) -> Dated:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    days = days_of(year, month)
    day = draw(st.integers(1, len(days)))
    return Dated(f"{year_text(year)}-{month:02}-{day:02}", days[day - 1], days[day - 1])


@st.composite
def date_times(draw: st.DrawFn) -> Dated:
    text, first, last = draw(plain_days())
    clock = draw(st.times()).strftime("%H:%M:%S")
    zones = ["", "Z", "+00", "+00:00", "-04", "+04:30", "-11:59", "+14:00", "+23:59"]
    return Dated(f"{text}T{clock}{draw(st.sampled_from(zones))}", first, last)


@st.composite
def seasons(draw: st.DrawFn) -> Dated:
    year, code = draw(YEARS), draw(st.sampled_from(sorted(SEASON_MONTHS)))
    days = season_days(year, code)
    return Dated(f"{year_text(year)}-{code}", days[0], days[-1])


def year_span(low: int, high: int) -> tuple[int, int]:
    return days_of(low, 1)[0], days_of(high, 12)[-1]


@st.composite
def long_years(draw: st.DrawFn) -> Dated:
    sign = draw(st.sampled_from([1, -1]))
    if draw(st.booleans()):
        exponent = draw(st.integers(1, 40))
        digits = draw(st.integers(1, 10**6))
        size, text = digits * 10**exponent, f"{sign * digits}E{exponent}"
    else:
        size = draw(st.integers(10_000, 10**25))
        text = str(sign * size)
    return significant(draw, f"Y{text}", size, sign)


@st.composite
def significant_years(draw: st.DrawFn) -> Dated:
    size, sign = draw(st.integers(1000, 9999)), draw(st.sampled_from([1, -1]))
    found = significant(draw, year_text(sign * size), size, sign)
    assume("S" in found.text)
    return found


def significant(draw: st.DrawFn, text: str, size: int, sign: int) -> Dated:
    kept = draw(st.integers(0, min(len(str(size)), 9)))
    if not kept:
        return Dated(text, *year_span(sign * size, sign * size))
    leading, dropped = str(size)[:kept], len(str(size)) - kept
    low, high = sign * int(leading + "0" * dropped), sign * int(leading + "9" * dropped)
    return Dated(f"{text}S{kept}", *year_span(min(low, high), max(low, high)))


MASKED_PARTS = st.tuples(
    st.from_regex(r"-?[0-9X]{4}", fullmatch=True)
    | st.sampled_from(["XXXX", "201X", "20XX", "1XXX", "X000", "-000X", "-XXXX"]),
    st.sampled_from(["", "XX", "0X", "1X", "X1", "X2", "02", "04", "12", "21", "34", "41", "13"])
    | st.from_regex(r"[0-9X]{2}", fullmatch=True),
    st.sampled_from(["", "XX", "0X", "1X", "2X", "3X", "X9", "X0", "X1", "28", "29", "30", "31"])
    | st.from_regex(r"[0-9X]{2}", fullmatch=True),
).map(lambda parts: (parts[0], parts[1], parts[2] if parts[1] else ""))


def is_a_form_of_its_own(year: str, month: str, day: str) -> bool:
    """Tell whether masked parts make a date at all: seasons have no days, -0000 is no year."""
    is_season = month.isdigit() and int(month) in SEASON_MONTHS
    return year != "-0000" and not (is_season and day)


@st.composite
def masked(draw: st.DrawFn) -> Dated:
    parts = draw(MASKED_PARTS)
    assume("X" in "".join(parts) and is_a_form_of_its_own(*parts))
    found = masked_bounds(*parts)
    assume(found is not None)
    assert found is not None
    return Dated("-".join(part for part in parts if part), *found)


@st.composite
def partly_qualified(draw: st.DrawFn) -> Dated:
    text, first, last = draw(
        st.one_of(plain_years(), plain_months(), plain_days(), seasons(), masked())
    )
    sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
    parts = rest.split("-")
    parts[0] = sign + parts[0]
    for i, part in enumerate(parts):
        qualifier = draw(MAYBE_QUALIFIED)
        parts[i] = qualifier + part if draw(st.booleans()) else part + qualifier
    return Dated("-".join(parts), first, last)


@st.composite
def qualified(draw: st.DrawFn, dates: st.SearchStrategy[Dated]) -> Dated:
    text, first, last = draw(dates)
    return Dated(text + draw(QUALIFIERS), first, last)


LEVEL_0 = st.one_of(plain_years(), plain_months(), plain_days())
LONG = st.one_of(long_years(), significant_years())
DATES = st.one_of(
    LEVEL_0,
    seasons(),
    LONG,
    masked(),
    partly_qualified(),
    qualified(st.one_of(LEVEL_0, seasons(), LONG, masked())),
)


@st.composite
def intervals(draw: st.DrawFn, dates: st.SearchStrategy[Dated] = DATES) -> Dated:
    start, end = draw(dates), draw(dates)
    if end.last < start.first:
        start, end = end, start
    missing = draw(st.sampled_from(["", "", "start", "end"]))
    if missing == "start":
        return Dated(f"{draw(st.sampled_from(['', '..']))}/{end.text}", -inf, end.last)
    if missing == "end":
        return Dated(f"{start.text}/{draw(st.sampled_from(['', '..']))}", start.first, inf)
    return Dated(f"{start.text}/{end.text}", start.first, end.last)


@st.composite
def runs(draw: st.DrawFn) -> Dated:
    dates = draw(st.sampled_from([plain_years(), plain_months(), plain_days()]))
    first, last = sorted((draw(dates), draw(dates)), key=lambda found: found.first)
    return Dated(f"{first.text}..{last.text}", first.first, last.last)


@st.composite
def sets(draw: st.DrawFn) -> Dated:
    items = draw(st.lists(st.one_of(DATES, runs()), min_size=1, max_size=4))
    if draw(st.booleans()):
        date = draw(LEVEL_0)
        items[0] = Dated(f"..{date.text}", -inf, date.last)
    if draw(st.booleans()) and items[-1].first != -inf:
        date = draw(LEVEL_0)
        items[-1] = Dated(f"{date.text}..", date.first, inf)
    opening, closing = draw(st.sampled_from([("[", "]"), ("{", "}")]))
    text = opening + ",".join(item.text for item in items) + closing
    return Dated(text, min(item.first for item in items), max(item.last for item in items))


EDTF = st.one_of(DATES, date_times(), intervals(), sets())


# Properties


@examples(400)
@given(EDTF)
def test_valid_texts_keep_their_wording_and_have_the_bounds_of_the_oracle(dated):
    value = parse(dated.text)
    assert str(value) == dated.text
    assert bounds(value) == (dated.first, dated.last)
    assert level(value) in (0, 1, 2)
    assert precision(value) in PRECISIONS
    assert all(str(parse(part.text)) == part.text for part in points(value))


@examples(200)
@given(EDTF, st.none() | st.integers(-(10**6), 10**6))
def test_members_start_before_they_end_and_early_bounds_come_before_late_ones(dated, seen):
    for member in members(parse(dated.text), -inf if seen is None else seen):
        assert member.es <= member.ls
        assert member.ee <= member.le
        assert member.es <= member.ee
        assert member.ls <= member.le


@examples(400)
@given(MASKED_PARTS)
@example(("XXXX", "02", "29"))
@example(("XXX1", "02", "29"))
@example(("-000X", "02", "29"))
@example(("-000X", "", ""))
@example(("-00X0", "", ""))
@example(("-0X00", "02", "29"))
@example(("-0000", "XX", ""))
@example(("1900", "02", "X9"))
@example(("190X", "02", "X9"))
@example(("XX00", "X2", "X9"))
@example(("XX00", "02", "29"))
@example(("2001", "1X", "31"))
@example(("2001", "X2", "3X"))
def test_masked_dates_agree_with_all_their_completions(parts):
    assume("X" in "".join(parts))
    text = "-".join(part for part in parts if part)
    expected = masked_bounds(*parts) if is_a_form_of_its_own(*parts) else None
    if expected is None:
        with pytest.raises(DateError):
            parse(text)
    else:
        assert bounds(parse(text)) == expected


@given(LEVEL_0 | intervals(LEVEL_0))
def test_a_level_0_text_is_of_level_0_unless_a_year_is_negative_or_an_end_missing(dated):
    extended = re.search(r"(^|/)-|^\.\.|^/|/$|\.\.$", dated.text)
    assert level(parse(dated.text)) == (1 if extended else 0)


@pytest.mark.parametrize("code", range(100))
def test_two_digits_after_a_year_are_a_month_a_season_or_refused(code):
    text = f"2003-{code:02}"
    if 1 <= code <= 12:
        expected = days_of(2003, code)
    elif code in SEASON_MONTHS:
        expected = season_days(2003, code)
    else:
        with pytest.raises(DateError):
            parse(text)
        return
    assert bounds(parse(text)) == (expected[0], expected[-1])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2004-06-11T10:10:10Z", "second"),
        ("2004-06-11", "day"),
        ("2004-06-XX", "day"),
        ("2004-XX", "month"),
        ("2004-34", "quarter"),
        ("2004-21", "season"),
        ("2004-38", "quadrimester"),
        ("2004-40", "half-year"),
        ("2004?", "year"),
        ("201X", "decade"),
        ("1950S2", "century"),
        ("1XXX", "millennium"),
        ("Y171010000S3", "significant"),
        ("2004-06-11/2004-07", "month"),
        ("2004-06/..", "month"),
        ("[1667,1760-12]", "year"),
        ("{1760-12-01..1760-12-03}", "day"),
    ],
)
def test_a_date_is_as_precise_as_its_coarsest_part(text, name):
    assert precision(parse(text)) == name


# Hostile input

ALPHABET = "0123456789-/XYEST?~%.,[]{}:+Z \n"
LIKELY_PIECES = st.sampled_from(
    [
        *("2020", "-0000", "0000", "XXXX", "201X", "-", "-02", "-29", "-XX", "-21", "/", "..", "Y"),
        *("E9", "S2", "S", "T23:59:60", "T24:00:00", "Z", "+04:30", *"?~%[]{},"),
    ]
)


def parse_or_refuse(text: str) -> Edtf | DateError:
    try:
        return parse(text)
    except DateError as error:
        return error


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(EDTF).text
    i = draw(st.integers(0, len(text)))
    j = draw(st.integers(i, min(i + 2, len(text))))
    return text[:i] + draw(st.text(ALPHABET, max_size=2)) + text[j:]


@examples(600)
@given(st.text(ALPHABET) | st.lists(LIKELY_PIECES, max_size=8).map("".join) | damaged() | st.text())
def test_any_text_is_read_without_loss_or_refused_in_words(text):
    value = parse_or_refuse(text)
    if isinstance(value, DateError):
        assert str(value)
        assert str(value).isprintable()
        return
    assert str(value) == text
    first, last = bounds(value)
    assert first <= last
    assert text.isascii()
    assert not re.search(r"\s", text)


MANY = 10_000
LONG_TEXTS = {
    "digits": "1" * MANY,
    "masks": "X" * MANY,
    "hyphens": "-" * MANY,
    "years": "2020-" * (MANY // 5),
    "slashes": "/" * MANY,
    "dots": "." * MANY,
    "brackets": "[" * MANY,
    "pairs of brackets": "[" * (MANY // 2) + "]" * (MANY // 2),
    "commas": "[" + "," * MANY + "]",
    "qualifiers": "?" * MANY,
    "a qualified year": "2020" + "?" * MANY,
    "a long year": "Y" + "9" * MANY,
    "the longest year": "Y" + "9" * MAX_DIGITS,
    "a longer year": "Y" + "9" * (MAX_DIGITS + 1),
    "the longest exponent": f"Y1E{MAX_DIGITS - 1}",
    "a longer exponent": f"Y1E{MAX_DIGITS}",
    "a huge exponent": "Y1E" + "9" * MANY,
    "a big exponent": "Y1E99999",
    "many significant digits": "1950S" + "9" * MANY,
    "zeros": "Y" + "0" * MANY,
    "times": "2020-01-01T" + "00:" * (MANY // 3),
    "a long offset": "2020-01-01T00:00:00+" + "0" * MANY,
    "blanks": " " * MANY,
    "newlines": "2020" + "\n" * MANY,
    "NULs": "\0" * MANY,
    "not ASCII": "\uff12" * MANY,
    "no leap day": "XXX1-02-29",
    "no day": "XXXX-02-30",
    "leap days": "XXXX-02-29",
    "leap days before our era": "-XXXX-02-29",
    "a run of everything": "{-9999-01-01..9999-12-31}",
    "a run of long years": "{Y-1E3999..Y1E3999}",
    "dots in a set": "[1667" + "." * MANY + "]",
}


def quickest(text: str) -> float:
    """Return the shortest of a few times that reading or refusing a text takes, in seconds."""
    found = []
    for _ in range(3):
        point._leap_years.cache_clear()
        start = time.process_time()
        value = parse_or_refuse(text)
        if isinstance(value, DateError):
            str(value)
        else:
            str(value), bounds(value), level(value), precision(value)
        found.append(time.process_time() - start)
    return min(found)


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_no_text_keeps_the_parser_busy(name):
    assert quickest(LONG_TEXTS[name]) < 1  # seconds: a quadratic slip would take minutes


def test_the_longest_year_is_read_and_one_digit_more_is_refused():
    assert str(parse("Y" + "9" * MAX_DIGITS))
    with pytest.raises(DateError, match="digits"):
        parse("Y" + "9" * (MAX_DIGITS + 1))


@pytest.mark.parametrize("brackets", chosen(["[]", "{}"], lambda place: place < 1))
@pytest.mark.parametrize("item", ["{}", "{}-02-29", "X{:03}-02-29", "?{}-02-~04", "{}..9999"])
def test_a_set_takes_time_in_proportion_to_its_items(brackets: str, item: str):
    def written(count: int) -> str:
        items = (item.format((0 if "X" in item else 1000) + 4 + i % 24 * 4) for i in range(count))
        return brackets[0] + ",".join(items) + brackets[1]

    assert str(parse(written(MOST_ITEMS))) == written(MOST_ITEMS)
    assert quickest(written(MOST_ITEMS)) < 1  # seconds: out of proportion, it would be more
    with pytest.raises(DateError, match="at most 500 dates"):
        parse(written(MOST_ITEMS + 1))


# Another implementation as an oracle: python-edtf 5, where it follows the specification

KNOWN_DISAGREEMENTS = {
    "2021-02-29": ("2021-02-29", "2021-02-29", "every February has 29 days"),
    "1900-02-29": ("1900-02-29", "1900-02-29", "every February has 29 days"),
    "2008/1964": ("2008-01-01", "1964-12-31", "intervals may be reversed"),
    "2004-06-11/2004-06-01": ("2004-06-11", "2004-06-01", "intervals may be reversed"),
    "../..": ("-inf", "inf", "an interval needs no date"),
    "2004-06-11T24:00:00": ("2004-06-11", "2004-06-11", "hour 24, as before ISO 8601-1:2019"),
    " 2020": ("2020-01-01", "2020-12-31", "white space is dropped"),
    "2020\n": ("2020-01-01", "2020-12-31", "white space is dropped"),
    "2001-24": ("2001-12-01", "2001-12-31", "winter ends with the year"),
    "1985/": ("1985-01-01", "1995-01-01", "an unknown end is ten years away"),
    "/1985": ("1975-12-31", "1985-12-31", "an unknown start is ten years away"),
    "-2004-XX": ("-2004-12-01", "-2004-01-31", "months before our era run backwards"),
    "-000X": ("-0009-01-01", "0000-12-31", "there is a year -0000"),
    "2001-21?": ("", "", "seasons have no qualifiers"),
    "2004-06-11T10:10:10+23:59": ("", "", "offsets end with 14:00"),
    "2004-06-11T10:10:10+00:00": ("", "", "UTC is Z only"),
}
"""What python-edtf makes of a text (earliest, latest; "" where it refuses), and its rule."""


@pytest.fixture(scope="module")
def other_bounds():
    """Return a function to the bounds that python-edtf finds, None where it refuses the text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf
        from edtf.parser.edtf_exceptions import EDTFParseException

    def find(text: str) -> tuple[str, str] | None:
        try:
            found = parse_edtf(text)
        except EDTFParseException:
            return None
        return written(found.lower_strict()), written(found.upper_strict())

    def written(day: float | tuple[int, ...]) -> str:
        if isinstance(day, float | int):
            return str(day)
        year, month, day_of_month = day[:3]
        return f"{year_text(year)}-{month:02}-{day_of_month:02}"

    return find


def our_bounds(text: str) -> tuple[str, str] | None:
    try:
        first, last = bounds(parse(text))
    except DateError:
        return None
    return iso(first) or "-inf", iso(last) or "inf"


@pytest.mark.parametrize("text", KNOWN_DISAGREEMENTS)
def test_where_python_edtf_disagrees_it_does_so_for_a_known_reason(text, other_bounds):
    first, last, reason = KNOWN_DISAGREEMENTS[text]
    assert reason
    assert other_bounds(text) == ((first, last) if first else None)
    assert our_bounds(text) != other_bounds(text)


@st.composite
def perhaps_impossible_days(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(0, 9999)), draw(st.integers(0, 14))
    day = draw(st.integers(0, 33))
    assume((month, day) != (2, 29))  # every February has 29 days
    return f"{year:04}-{month:02}-{day:02}"


LEVEL_1_TEXTS = st.one_of(
    perhaps_impossible_days(),
    LEVEL_0.map(lambda dated: dated.text),
    qualified(LEVEL_0).map(lambda dated: dated.text),
    date_times().map(lambda dated: dated.text),
    intervals(LEVEL_0).map(lambda dated: dated.text),
    st.builds("{:04}-{}".format, st.integers(0, 9999), st.sampled_from([21, 22, 23, 20, 42, 99])),
    st.builds("{}X".format, st.from_regex(r"-?[0-9]{3}", fullmatch=True)),
    st.builds("{}XX".format, st.from_regex(r"-?[0-9]{2}", fullmatch=True)),
    st.builds("{}-{}".format, st.from_regex("[0-9]{4}", fullmatch=True), st.sampled_from(["XX", "XX-XX", "04-XX", "02-XX"])),
    st.builds("Y{}".format, st.integers(-(10**9), 10**9)),
)  # fmt: skip


@examples(80)
@given(text=LEVEL_1_TEXTS)
def test_texts_of_levels_0_and_1_mean_what_they_mean_to_python_edtf(text, other_bounds):
    assume(text.strip("/") == text)  # an unknown end is ten years away
    assume(not re.search(r"\+(00|23)", text))  # offsets end with 14:00, and UTC is Z only
    assume(not re.fullmatch("-000X|-00XX", text))  # there is a year -0000
    assert our_bounds(text) == other_bounds(text)
