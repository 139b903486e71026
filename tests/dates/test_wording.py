"""EDTF in words: what each form says in German and in English."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import edtf
from timeline.dates.vocabulary import month_names
from timeline.dates.wording import words

EXAMPLES = [
    # dates
    ("2025", "2025", "2025"),
    ("2025-07", "Juli 2025", "July 2025"),
    ("2025-07-01", "1. Juli 2025", "1 July 2025"),
    ("2020-03-31", "31. März 2020", "31 March 2020"),
    # years that need their era, or a word
    ("0999", "999 n. Chr.", "999 CE"),
    ("0025-07-01", "1. Juli 25 n. Chr.", "1 July 25 CE"),
    ("1000", "1000", "1000"),
    ("0000", "1 v. Chr.", "1 BCE"),
    ("-1985", "1986 v. Chr.", "1986 BCE"),
    ("-9999", "10000 v. Chr.", "10000 BCE"),
    ("-0043-03-15", "15. März 44 v. Chr.", "15 March 44 BCE"),
    ("Y170000002", "Jahr 170000002", "year 170000002"),
    ("Y-170000000", "Jahr −170000000", "year −170000000"),
    ("Y-17E7", "Jahr −170000000", "year −170000000"),
    ("Y17E3000", "Jahr 17E3000", "year 17E3000"),
    ("Y2E3", "2000", "2000"),
    # intervals
    ("2018/2022", "2018–2022", "2018–2022"),
    ("2025-07-01/2025-07-05", "1.–5. Juli 2025", "1–5 July 2025"),
    ("2025-07-01/2025-08-05", "1. Juli – 5. August 2025", "1 July – 5 August 2025"),
    ("2025-07/2025-08", "Juli–August 2025", "July–August 2025"),
    ("2020-04/2025-06", "April 2020 – Juni 2025", "April 2020 – June 2025"),
    ("2024-12-30/2025-01-02", "30. Dezember 2024 – 2. Januar 2025", "30 December 2024 – 2 January 2025"),
    ("2025-07-01/2025-07", "1. Juli 2025 – Juli 2025", "1 July 2025 – July 2025"),
    ("2025-07~/2025-08", "um Juli 2025 – August 2025", "c. July 2025 – August 2025"),
    ("-0043/-0029", "44 v. Chr. – 30 v. Chr.", "44 BCE – 30 BCE"),
    ("201X/202X", "2010er Jahre – 2020er Jahre", "2010s–2020s"),
    ("2001-34/2001-35", "2. Quartal 2001 – 3. Quartal 2001", "Q2 2001 – Q3 2001"),
    ("2025-07/..", "seit Juli 2025", "since July 2025"),
    ("../2025", "bis 2025", "until 2025"),
    ("2025/", "ab 2025, Ende unbekannt", "from 2025, end unknown"),
    ("/2025", "bis 2025, Beginn unbekannt", "until 2025, start unknown"),
    ("2018~/..", "seit etwa 2018", "since c. 2018"),
    ("1984~/2004?", "um 1984 – vermutlich 2004", "c. 1984 – probably 2004"),
    # doubt
    ("2018~", "um 2018", "c. 2018"),
    ("2018?", "vermutlich 2018", "probably 2018"),
    ("2018%", "vermutlich um 2018", "probably c. 2018"),
    ("2004-06~-11", "um 11. Juni 2004", "c. 11 June 2004"),
    ("?2004-06-~11", "vermutlich um 11. Juni 2004", "probably c. 11 June 2004"),
    ("2001-34~", "um 2. Quartal 2001", "c. Q2 2001"),
    # unspecified digits
    ("201X", "2010er Jahre", "2010s"),
    ("200X", "zwischen 2000 und 2009", "between 2000 and 2009"),
    ("012X", "zwischen 120 n. Chr. und 129 n. Chr.", "between 120 CE and 129 CE"),
    ("-01XX", "zwischen 200 v. Chr. und 101 v. Chr.", "between 200 BCE and 101 BCE"),
    ("20XX", "zwischen 2000 und 2099", "between 2000 and 2099"),
    ("2XXX", "zwischen 2000 und 2999", "between 2000 and 2999"),
    ("20XX~", "etwa zwischen 2000 und 2099", "roughly between 2000 and 2099"),
    ("2004-XX", "2004, Monat unbekannt", "2004, month unknown"),
    ("1985-04-XX", "April 1985, Tag unbekannt", "April 1985, day unknown"),
    ("1985-XX-XX", "1985, Monat und Tag unbekannt", "1985, month and day unknown"),
    ("156X-12-25", "25. Dezember 156X", "25 December 156X"),
    ("XXXX-12-XX", "Dezember XXXX, Tag unbekannt", "December XXXX, day unknown"),
    ("1984-1X", "1984, Monat 1X", "1984, month 1X"),
    ("1984-XX-25", "1984, Monat unbekannt, Tag 25", "1984, month unknown, day 25"),
    ("1984-12-1X", "Dezember 1984, Tag 1X", "December 1984, day 1X"),
    ("1X5X", "1X5X", "1X5X"),
    ("0X5X", "Jahr 0X5X", "year 0X5X"),
    ("156X-21", "Frühjahr 156X", "spring 156X"),
    # significant digits
    ("1950S2", "zwischen 1900 und 1999, geschätzt auf 1950", "between 1900 and 1999, estimated at 1950"),
    ("1950S2~", "etwa zwischen 1900 und 1999, geschätzt auf 1950", "roughly between 1900 and 1999, estimated at 1950"),
    ("Y171010000S3", "zwischen Jahr 171000000 und Jahr 171999999, geschätzt auf Jahr 171010000", "between year 171000000 and year 171999999, estimated at year 171010000"),
    ("2004S4", "2004", "2004"),
    # parts of years
    ("2001-21", "Frühjahr 2001", "spring 2001"),
    ("2001-22", "Sommer 2001", "summer 2001"),
    ("2001-23", "Herbst 2001", "autumn 2001"),
    ("2001-24", "Winter 2001", "winter 2001"),
    ("2001-25", "Frühjahr 2001 (Nordhalbkugel)", "spring 2001 (northern hemisphere)"),
    ("2001-32", "Winter 2001 (Südhalbkugel)", "winter 2001 (southern hemisphere)"),
    ("2001-34", "2. Quartal 2001", "Q2 2001"),
    ("2001-38", "2. Jahresdrittel 2001", "second third of 2001"),
    ("2001-40", "1. Halbjahr 2001", "first half of 2001"),
    # sets
    ("[1667,1668,1670..1672]", "1667, 1668 oder 1670–1672", "1667, 1668 or 1670–1672"),
    ("{1667,1668,1670..1672}", "1667, 1668 und 1670–1672", "1667, 1668 and 1670–1672"),
    ("{1960,1961-12}", "1960 und Dezember 1961", "1960 and December 1961"),
    ("[..1984]", "1984 oder früher", "1984 or earlier"),
    ("[1984..]", "1984 oder später", "1984 or later"),
    ("[1667,1760-12..]", "1667 oder Dezember 1760 oder später", "1667 or December 1760 or later"),
    ("[1667..1670]", "zwischen 1667 und 1670", "between 1667 and 1670"),
    ("[1667]", "1667", "1667"),
    ("[2020-04,2020-05,2020-06]", "April, Mai oder Juni 2020", "April, May or June 2020"),
    ("[2020-04-01,2020-04-03,2020-04-09]", "1., 3. oder 9. April 2020", "1, 3 or 9 April 2020"),
    ("[2020-04,2021-05]", "April 2020 oder Mai 2021", "April 2020 or May 2021"),
    ("[2020-04,2020-05-01]", "April 2020 oder 1. Mai 2020", "April 2020 or 1 May 2020"),
    ("[2020-04-01,2020-05-01]", "1. April 2020 oder 1. Mai 2020", "1 April 2020 or 1 May 2020"),
    ("[2020-04~,2020-05]", "um April 2020 oder Mai 2020", "c. April 2020 or May 2020"),
    ("[2020-04-1X,2020-04-05]", "April 2020, Tag 1X oder 5. April 2020", "April 2020, day 1X or 5 April 2020"),
    ("2020-04-1X/2020-04-25", "April 2020, Tag 1X – 25. April 2020", "April 2020, day 1X – 25 April 2020"),
    ("{..1984}", "jedes Jahr bis 1984", "every year until 1984"),
    ("{..1984~}", "jedes Jahr bis etwa 1984", "every year until c. 1984"),
    ("[..1984~]", "um 1984 oder früher", "c. 1984 or earlier"),
    ("[1980~..1984~]", "zwischen etwa 1980 und etwa 1984", "between c. 1980 and c. 1984"),
    ("{1984-12..}", "jeder Monat ab Dezember 1984", "every month from December 1984"),
    ("{2025-07-01..2025-07-05}", "jeder Tag 1.–5. Juli 2025", "every day 1–5 July 2025"),
    # times
    ("1985-04-12T23:20:30Z", "12. April 1985, 23:20:30 UTC", "12 April 1985, 23:20:30 UTC"),
    ("1985-04-12T23:20:30-04", "12. April 1985, 23:20:30 UTC−04", "12 April 1985, 23:20:30 UTC−04"),
    ("1985-04-12T23:20:30+04:30", "12. April 1985, 23:20:30 UTC+04:30", "12 April 1985, 23:20:30 UTC+04:30"),
    ("1985-04-12T23:20:30", "12. April 1985, 23:20:30", "12 April 1985, 23:20:30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "german", "english"), EXAMPLES)
def test_a_date_is_worded_in_both_languages(text, german, english):
    value = edtf.parse(text)
    assert words(value, "de") == german
    assert words(value, "en") == english


def test_another_language_is_refused():
    with pytest.raises(KeyError):
        words(edtf.parse("2025"), "fr")


@pytest.mark.parametrize("language", ["de", "en"])
def test_babel_names_the_months_alike(language):
    assert month_names(language) == tuple(get_month_names("wide", locale=language).values())


@given(st.dates(min_value=date(1000, 1, 1)))
def test_babel_words_a_day_alike(day):
    value = edtf.parse(day.isoformat())
    assert words(value, "de") == format_date(day, "d. MMMM y", locale="de")
    assert words(value, "en") == format_date(day, "d MMMM y", locale="en")


@given(st.sampled_from([text for text, _, _ in EXAMPLES]), st.sampled_from(["de", "en"]))
def test_an_unknown_day_or_month_is_never_named(text, language):
    worded = words(edtf.parse(text), language)
    months = [name for name in month_names(language) if name in worded]
    points = edtf.points(edtf.parse(text))
    assert len(months) <= sum(point.month.isdigit() and point.month <= "12" for point in points)


@given(st.integers(-99_999, 99_999), st.sampled_from(["de", "en"]))
def test_two_years_are_never_worded_alike(year, language):
    def worded(number: int) -> str:
        sign = "-" if number < 0 else ""
        text = f"{sign}{abs(number):04}" if abs(number) < 10_000 else f"Y{number}"
        return words(edtf.parse(text), language)

    assert worded(year) not in {worded(year + 1), worded(year - 1), worded(-year) if year else ""}
