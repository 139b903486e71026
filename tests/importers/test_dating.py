"""Dates as tables have them: never finer than they were written, and never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.formats.anything import EDTF
from tests.importers.helpers import TODAY, options
from timeline.dates import edtf
from timeline.dates.phrases import parse_phrase
from timeline.dates.wording import words
from timeline.errors import DateError
from timeline.importers.dating import IN_UTC, UNTIMED, Dated, read_date, read_span
from timeline.importers.harvest import Draft


def draft() -> Draft:
    return Draft(options())


@pytest.mark.parametrize(("text", "found"), [
    ("2025", "2025"), ("2025-07-01", "2025-07-01"), ("2018/..", "2018/.."), ("201X", "201X"),
    ("2025.0", "2025"), ("2025-07-01 00:00:00", "2025-07-01"), ("2025-07-01 0:00", "2025-07-01"),
    ("2025-07-01T00:00:00.000+02:00", "2025-07-01T00:00:00.000+02:00"),
    ("2025-07-01T10:20:30", "2025-07-01T10:20:30"), ("2025-07-01T10:20:30Z", "2025-07-01T10:20:30Z"),
])  # fmt: skip
def test_what_a_date_says_by_itself_has_no_wording(text, found):
    if "." in found and "T" in found:
        found = "2025-07-01"
    assert read_date(draft(), text) == Dated(found)


@pytest.mark.parametrize(("text", "found"), [
    ("01.07.2025", "2025-07-01"), ("1. Juli 2025", "2025-07-01"), ("July 1, 2025", "2025-07-01"),
    ("Juli 2025", "2025-07"), ("Sommer 2020", "2020-22"), ("um 1850", "1850~"), ("1990er", "199X"),
    ("seit 2018", "2018/.."), ("2018 bis 2022", "2018/2022"), ("Q3 2025", "2025-35"),
    ("zwischen 2018 und 2020", "[2018..2020]"), ("44 v. Chr.", "-0043"), ("01.07.2025 00:00", None),
    ("21. und 22. Januar 2025", "2025-01-21/2025-01-22"), ("Montag, 3. März 2025", "2025-03-03"),
])  # fmt: skip
def test_what_is_written_in_words_keeps_them(text, found):
    read = read_date(draft(), text)
    assert read == (Dated(found, text) if found else Dated("2025-07-01", "01.07.2025"))


@pytest.mark.parametrize("text", ["2025-07-01 14:30", "2025-07-01T14:30:15.5Z", "1.7.2025 9:05 Uhr",
                                  "1.7.2025, 09:05:00", "2025-07-01 14:30 UTC"])  # fmt: skip
def test_a_time_of_day_that_is_no_edtf_is_left_out_and_told(text):
    one = draft()
    assert read_date(one, text) == Dated("2025-07-01", text, is_timed=True)
    assert one.notes == [(UNTIMED, "")]


@pytest.mark.parametrize(("text", "day"), [
    ("2025-07-01T22:00:00.000Z", "2025-07-01"), ("2025-07-01 09:59 UTC", "2025-07-01"),
    ("2025-07-01 11:00Z", "2025-07-01"), ("2025-07-01T22:00:00.5+00:00", "2025-07-01"),
    ("2025-07-01T22:00:00Z", "2025-07-01T22:00:00Z"),
    ("2025-07-01 10:59 UTC", None), ("2025-07-01T22:00:00.000+02:00", None), ("2025-07-01 22:00", None),
    ("2025-07-01T00:00:00.000Z", None),  # a day alone, as programs write it
])  # fmt: skip
def test_a_time_in_utc_at_which_it_may_be_another_day_is_doubted(text, day):
    one = draft()
    read_date(one, text)
    assert one.doubts == ({IN_UTC: day} if day else {})


def test_the_times_of_two_cells_are_told_to_be_left_out():
    one = draft()
    found = read_span(one, "2025-07-01T09:00:00Z", "2025-07-02T17:00:00Z")
    assert found == Dated("2025-07-01/2025-07-02")
    assert one.notes == [(UNTIMED, ""), (UNTIMED, "")]
    assert IN_UTC in one.doubts


@pytest.mark.parametrize(("text", "reason", "hint"), [
    ("03/04/2024", "ambiguous: 3 April 2024 (2024-04-03) or 4 March 2024 (2024-03-04)",
     "write 2024-04-03 or 2024-03-04"),
    ("1.7.25", "no year of four digits", "years and centuries are never guessed"),
    ("1. Juli", "has no year", "a year is never filled in"),
    ("31.02.2025", "no day 31", "write 2025-02"), ("2025-02-30", "no day 30", "write 2025-02"),
    ("gestern", "counts from the day on which it was written", "write 2026-11-20 if that is today"),
    ("last year", "counts from the day", "write 2025 if that is today"),
    ("heute", "counts from the day", "write 2026-11-21"),
    ("45839", "45839 is not a date", "if it is Excel's number of a day, write 2025-07-01"),
    ("irgendwann", "not understood as a date", "write 2025"), ("14:30", "a time of day", "write"),
    ("", "a date is missing", "write 2025"), ("x" * 500, "cannot be read", "write"),
    ("2018/2022 14:30", "a time of day", "write"),
])  # fmt: skip
def test_what_is_no_date_is_refused_with_a_mend(text, reason, hint):
    for _ in range(2):  # the second time from memory
        with pytest.raises(DateError) as error:
            read_date(draft(), text)
        assert reason in error.value.message
        assert error.value.hint.startswith(hint)


def test_after_very_many_refusals_reasons_are_short():
    hurried = Draft(options(), is_hurried=True)
    with pytest.raises(DateError) as error:
        read_date(hurried, "03/04/2024")
    assert error.value.message == "'03/04/2024' is not understood as a date"
    assert read_date(hurried, "um 1850") == Dated("1850~", "um 1850")


@pytest.mark.parametrize(("start", "end", "found"), [
    ("2018", "", Dated("2018")), ("2018", "2022", Dated("2018/2022")), ("2018", "2018", Dated("2018")),
    ("", "2018", Dated("/2018")), ("2018", "..", Dated("2018/..")), ("2018", "heute", Dated("2018/..")),
    ("2018", "Ongoing", Dated("2018/..")), ("2018", "?", Dated("2018/")),
    ("Mai 2018", "laufend", Dated("2018-05/..", "Mai 2018 – laufend")),
    ("1.7.2025", "5.7.2025", Dated("2025-07-01/2025-07-05", "1.7.2025 – 5.7.2025")),
    ("2025-07-01", "5. Juli 2025", Dated("2025-07-01/2025-07-05", "2025-07-01 – 5. Juli 2025")),
    ("1.7.2025", "2025-07-01", Dated("2025-07-01", "1.7.2025")),
    ("2025-07-01 09:00", "2025-07-01 17:00", Dated("2025-07-01", "2025-07-01 09:00")),
    ("2025-07-01T09:00:00", "2025-07-02T17:00:00", Dated("2025-07-01/2025-07-02")),
    ("", "bis 2018", None), ("2018/2019", "2020", None), ("[2018,2019]", "2020", None),
    ("2019", "2018", None), ("", "", None), ("heute", "2018", None), ("", "..", None),
])  # fmt: skip
def test_two_cells_are_an_interval_if_both_are_dates(start, end, found):
    if found:
        assert read_span(draft(), start, end) == found
    else:
        with pytest.raises(DateError):
            read_span(draft(), start, end)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("text", EDTF)
def test_a_date_in_our_own_words_is_the_date_it_words(text, language):
    if text == "1950S2":  # nobody types that
        return
    said = words(edtf.parse(text), language)
    assert edtf.members(edtf.parse(read_date(draft(), said).edtf)) == edtf.members(edtf.parse(text))


@examples(400)
@given(
    st.text(max_size=30) | st.text(st.sampled_from("0123456789./-: TZ?~,bisumJuli"), max_size=20)
)
def test_any_text_is_a_date_or_is_refused(text):
    found = Dated("")
    with suppress(DateError):
        found = read_date(draft(), text)
    if found.stated and not found.is_timed:
        # It says the same on every day, and the same as to somebody who types it.
        assert found.stated == text
        days = (TODAY, date(2001, 2, 3))
        assert {str(parse_phrase(text, day)) for day in days} == {found.edtf}
