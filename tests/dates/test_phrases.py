"""What people type: each phrase with its EDTF, or with the reason why it is refused."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from babel.dates import format_date, get_month_names
from hypothesis import example, given
from hypothesis import strategies as st

from tests.amount import examples
from timeline.dates import edtf, phrases
from timeline.dates.phrases import LONGEST, parse_phrase
from timeline.dates.point import PRECISIONS
from timeline.dates.wording import words
from timeline.errors import DateError

TODAY = date(2026, 11, 21)  # a Saturday

ABSOLUTE = {
    # EDTF as it is
    "2025": "2025",
    "2025-07": "2025-07",
    " 2025-07-01 ": "2025-07-01",
    "2018/2022": "2018/2022",
    "2018/..": "2018/..",
    "2001-21": "2001-21",
    "201x": "201X",
    "2004-xx": "2004-XX",
    "[1667,1668]": "[1667,1668]",
    "Y-17E7": "Y-17E7",
    "1985-04-12T23:20:30Z": "1985-04-12T23:20:30Z",
    # numbers with dots are day, month, year
    "1.7.2025": "2025-07-01",
    "01.07.2025": "2025-07-01",
    "1. 7. 2025": "2025-07-01",
    "7.2025": "2025-07",
    "07.2025": "2025-07",
    # names of months
    "1. Juli 2025": "2025-07-01",
    "1.Juli 2025": "2025-07-01",
    "Juli 2025": "2025-07",
    "JULI 2025": "2025-07",
    "July 2025": "2025-07",
    "July, 2025": "2025-07",
    "July of 2025": "2025-07",
    "1 Jul 2025": "2025-07-01",
    "1st of July 2025": "2025-07-01",
    "July 1, 2025": "2025-07-01",
    "July 1 2025": "2025-07-01",
    "July 1st, 2025": "2025-07-01",
    "Sept. 2024": "2024-09",
    "3. Okt. 1990": "1990-10-03",
    "Jänner 2020": "2020-01",
    "Maerz 2020": "2020-03",
    "März 2020": "2020-03",
    "Ma\u0308rz 2020": "2020-03",
    "Marz 2020": "2020-03",
    "1.\u00a0Juli\u00a02025": "2025-07-01",
    # other orders of words, by python-dateutil
    "2025 July 1": "2025-07-01",
    "2025, Juli": "2025-07",
    "July the 1st, 2025": "2025-07-01",
    "Dienstag, 1. Juli 2025": "2025-07-01",
    "Tue 1 Jul 2025": "2025-07-01",
    # parts of years
    "Q3 2025": "2025-35",
    "2025 Q3": "2025-35",
    "2025-Q3": "2025-35",
    "Q3/2025": "2025-35",
    "3. Quartal 2025": "2025-35",
    "drittes Quartal 2025": "2025-35",
    "third quarter of 2025": "2025-35",
    "H1 2025": "2025-40",
    "1. Halbjahr 2025": "2025-40",
    "2nd half of 2025": "2025-41",
    "Frühjahr 1999": "1999-21",
    "Frühling 1999": "1999-21",
    "spring 1999": "1999-21",
    "fall 1999": "1999-23",
    "im Winter 2001": "2001-24",
    # decades, years with an era
    "2010er Jahre": "201X",
    "2010er": "201X",
    "in den 2010er-Jahren": "201X",
    "the 2010s": "201X",
    "1980's": "198X",
    "476 n. Chr.": "0476",
    "AD 476": "0476",
    "im Jahr 476": "0476",
    "44 v. Chr.": "-0043",
    "44 vor Christus": "-0043",
    "1 BC": "0000",
    "10000 BCE": "-9999",
    "10001 BCE": "Y-10000",
    "Jahr 12025": "Y12025",
    "Jahr −170000000": "Y-170000000",
    "15. März 44 v. Chr.": "-0043-03-15",
    # prepositions
    "im April 2020": "2020-04",
    "am 1. Juli 2025": "2025-07-01",
    "zum 1. Juli 2025": "2025-07-01",
    "vom 1. Juli 2025": "2025-07-01",
    "on July 1, 2025": "2025-07-01",
    "in 2020": "2020",
    "im Jahre 2020": "2020",
    "in the year 2020": "2020",
    # doubt
    "um 2018": "2018~",
    "circa 2018": "2018~",
    "ca. 2018": "2018~",
    "ca. 2018?": "2018%",
    "vermutlich 2018~": "2018%",
    "um 2018~": "2018~",
    "ca 2018": "2018~",
    "c.2018": "2018~",
    "about 2018": "2018~",
    "around July 2018": "2018-07~",
    "um den 1. Juli 2018": "2018-07-01~",
    "vermutlich 2018": "2018?",
    "vermutlich um 2018": "2018%",
    "probably c. 2018": "2018%",
    "um 2018?": "2018%",
    "Anfang 2020": "2020~",
    "Mitte Juli 2020": "2020-07~",
    "Ende der 2010er Jahre": "201X~",
    "early 2020": "2020~",
    "mid-2020": "2020~",
    "late 2010s": "201X~",
    # bounds
    "seit Juli 2025": "2025-07/..",
    "since July 2025": "2025-07/..",
    "seit dem 1.7.2025": "2025-07-01/..",
    "seit etwa 2018": "2018~/..",
    "ab Juli 2025": "2025-07/",
    "from July 2025": "2025-07/",
    "ab 2025, Ende unbekannt": "2025/",
    "bis 2022": "../2022",
    "until July 2025": "../2025-07",
    "bis zum 1. Juli 2025": "../2025-07-01",
    "bis Ende 2020": "../2020~",
    "bis 2025, Beginn unbekannt": "/2025",
    "vor 2026": "[..2025]",
    "before 2026": "[..2025]",
    "vor Juli 2025": "[..2025-06]",
    "before January 2025": "[..2024-12]",
    "vor dem 1. Januar 2025": "[..2024-12-31]",
    "before Q3 2025": "[..2025-06]",
    "vor den 2010er Jahren": "[..2009]",
    "vor 44 v. Chr.": "[..-0044]",
    "vor 10000 v. Chr.": "[..Y-10000]",
    "vor etwa 2020": "[..2019~]",
    "nach 2020": "[2021..]",
    "after 2020": "[2021..]",
    "nach dem 31. Dezember 2020": "[2021-01-01..]",
    "after winter 2020": "[2021-03..]",
    "1984 oder früher": "[..1984]",
    "July 2025 or later": "[2025-07..]",
    # ranges
    "zwischen 2011 und 2012": "[2011..2012]",
    "between 1 and 5 July 2025": "[2025-07-01..2025-07-05]",
    "von 2018 bis 2022": "2018/2022",
    "from 2018 to 2022": "2018/2022",
    "2018 bis 2022": "2018/2022",
    "2018 - 2022": "2018/2022",
    "2018-2022": "2018/2022",
    "2018–2022": "2018/2022",
    "2018—2022": "2018/2022",
    "1.–5. Juli 2025": "2025-07-01/2025-07-05",
    "1.-5.7.2025": "2025-07-01/2025-07-05",
    "1.7.-5.8.2025": "2025-07-01/2025-08-05",
    "vom 1. bis 5. Juli 2025": "2025-07-01/2025-07-05",
    "vom 1. Juli bis zum 5. August 2025": "2025-07-01/2025-08-05",
    "2025-07-01 - 2025-08-05": "2025-07-01/2025-08-05",
    "July 1–5, 2025": "2025-07-01/2025-07-05",
    "July 1 – August 5, 2025": "2025-07-01/2025-08-05",
    "Juli–August 2025": "2025-07/2025-08",
    "April 2020 – Juni 2025": "2020-04/2025-06",
    "Q2–Q3 2001": "2001-34/2001-35",
    "21. und 22. Januar 2026": "2026-01-21/2026-01-22",
    "21 and 22 January 2026": "2026-01-21/2026-01-22",
    # lists
    "21. und 23. Januar 2026": "{2026-01-21,2026-01-23}",
    "1., 2. und 5. Juli 2025": "{2025-07-01,2025-07-02,2025-07-05}",
    "2018 und 2020": "{2018,2020}",
    "Juli oder August 2025": "[2025-07,2025-08]",
    "July 1, 2025 or July 2, 2025": "[2025-07-01,2025-07-02]",
    "1667, 1668, or 1670–1672": "[1667,1668,1670..1672]",
    "jedes Jahr bis 1984": "{..1984}",
    "every month from December 1984": "{1984-12..}",
}

RELATIVE = {
    "gestern oder morgen": "[2026-11-20,2026-11-22]",
    "today and tomorrow": "{2026-11-21,2026-11-22}",
    "heute": "2026-11-21",
    "Today": "2026-11-21",
    "gestern": "2026-11-20",
    "yesterday": "2026-11-20",
    "morgen": "2026-11-22",
    "tomorrow": "2026-11-22",
    "vorgestern": "2026-11-19",
    "übermorgen": "2026-11-23",
    "this day": "2026-11-21",
    "this week": "2026-11-16/2026-11-22",
    "last week": "2026-11-09/2026-11-15",
    "nächste Woche": "2026-11-23/2026-11-29",
    "this month": "2026-11",
    "letzten Monat": "2026-10",
    "im nächsten Monat": "2026-12",
    "this quarter": "2026-36",
    "last quarter": "2026-35",
    "im letzten Quartal": "2026-35",
    "next quarter": "2027-33",
    "last year": "2025",
    "letztes Jahr": "2025",
    "dieses Jahr": "2026",
    "next year": "2027",
    "3 months ago": "2026-08-21",
    "vor 3 Monaten": "2026-08-21",
    "vor einem Jahr": "2025-11-21",
    "two quarters ago": "2026-05-21",
    "10 days ago": "2026-11-11",
    "in 2 weeks": "2026-12-05",
    "in zwei Wochen": "2026-12-05",
    "in twelve months": "2027-11-21",
    "seit letztem Jahr": "2025/..",
    "2018 bis heute": "2018/2026-11-21",
    "vor gestern": "[..2026-11-19]",
}

EXAMPLES = "write 2025, July 2025 or 2025-07-01"
NO_CENTURY = "years and centuries are never guessed: write 1.7.2025, July 2025 or 2025"
NO_YEAR = "a year is never filled in: write 1.7.2025 or July 2025"

REFUSED = [
    # slashes, and other numbers in an order nobody can know
    ("03/04/2024", "'03/04/2024' is ambiguous: 3 April 2024 (2024-04-03) or 4 March 2024 (2024-03-04)", "write 2024-04-03 or 2024-03-04"),
    ("01-07-2025", "'01-07-2025' is ambiguous: 1 July 2025 (2025-07-01) or 7 January 2025 (2025-01-07)", "write 2025-07-01 or 2025-01-07"),
    ("13/04/2024", "'13/04/2024' is not a way to write a date here; it can only be 13 April 2024 (2024-04-13)", "write 2024-04-13"),
    ("04/13/2024", "'04/13/2024' is not a way to write a date here; it can only be 13 April 2024 (2024-04-13)", "write 2024-04-13"),
    ("04/04/2024", "'04/04/2024' is not a way to write a date here; it can only be 4 April 2024 (2024-04-04)", "write 2024-04-04"),
    ("13/13/2024", "'13/13/2024' names no day or month there is", EXAMPLES),
    ("07/2025", "'07/2025' is not a way to write a date here; it can only be July 2025 (2025-07)", "write 2025-07"),
    ("12/2025", "'12/2025' is not a way to write a date here; it can only be December 2025 (2025-12)", "write 2025-12"),
    ("2024/05/06", "'2024/05/06' is not a way to write a date here; it can only be 6 May 2024 (2024-05-06)", "write 2024-05-06"),
    ("2024/05", "'2024/05' is not a way to write a date here; it can only be May 2024 (2024-05)", "write 2024-05"),
    ("2010/11", "'2010/11' is ambiguous: November 2010 (2010-11) or 2010–2011 (2010/2011)", "write 2010-11 or 2010/2011"),
    ("2020/21", "'2020/21' is not a way to write a date here; it can only be 2020–2021 (2020/2021)", "write 2020/2021"),
    ("2018–21", "'2018–21' is not a way to write a date here; it can only be 2018–2021 (2018/2021)", "write 2018/2021"),
    ("1990-95", "'1990-95' is not a way to write a date here; it can only be 1990–1995 (1990/1995)", "write 1990/1995"),
    ("2025-7-1", "'2025-7-1' is not a way to write a date here; it can only be 1 July 2025 (2025-07-01)", "write 2025-07-01"),
    ("2025.07.01", "'2025.07.01' is not a way to write a date here; it can only be 1 July 2025 (2025-07-01)", "write 2025-07-01"),
    ("20250701", "'20250701' is not a way to write a date here; it can only be 1 July 2025 (2025-07-01)", "write 2025-07-01"),
    ("0005 May 5", "'0005 May 5' is not understood as a date", "write 2025, July 2025 or 2025-07-01"),  # python-dateutil: 2005
    ("2018/2022/2024", "an interval has one slash", "write start/end, for example 2018/2022"),
    # years
    ("1.7.25", "'1.7.25' has no year of four digits", NO_CENTURY),
    ("1. Juli 25", "'1. Juli 25' has no year of four digits", NO_CENTURY),
    ("Juli 25", "'Juli 25' has no year of four digits", NO_CENTURY),
    ("July 1, 25", "'July 1, 25' has no year of four digits", NO_CENTURY),
    ("Juli ’25", "'Juli ’25' has no year of four digits", NO_CENTURY),
    ("Q3 25", "'Q3 25' has no year of four digits", NO_CENTURY),
    ("80er Jahre", "'80er Jahre' has no year of four digits", NO_CENTURY),
    ("25", "'25' has no year of four digits", NO_CENTURY),
    ("476", "'476' has fewer than the four digits of a year", "write 0476 or 476 CE"),
    ("12025", "'12025' has more than the four digits of a year", "write Y12025 if it is a year, 2025-07-01 for a day"),
    ("0 BCE", "there is no year 0 of an era", "1 CE follows 1 BCE, which is 0000 in EDTF"),
    ("1900s", "'1900s' may be ten years or a hundred", "write 190X for 1900 to 1909, 19XX for 1900 to 1999"),
    ("20. Jahrhundert", "a century may begin with its year 0 or with its year 1", "write 19XX for 1900 to 1999, or 1901/2000"),
    ("1. Juli", "'1. Juli' has no year", NO_YEAR),
    ("Juli", "'Juli' has no year", NO_YEAR),
    ("July 4th", "'July 4th' has no year", NO_YEAR),
    ("1.7.", "'1.7.' has no year", NO_YEAR),
    ("Q3", "'Q3' has no year", NO_YEAR),
    # days and months there are not
    ("31.2.2025", "2025-02 has no day 31: it has 28 days", "write 2025-02 if the day is not known"),
    ("2021-02-29", "2021-02 has no day 29: it has 28 days", "write 2021-02 if the day is not known"),
    ("31 2025 February", "'31 2025 february' names no day there is", "write 2025-07-01"),
    ("1.13.2025", "there is no month 13", "months are 1 to 12, as in 31.12.2025"),
    ("21.2025", "there is no month 21", "months are 1 to 12, as in 31.12.2025"),
    ("2025-13", "there is no month 13", "months are 01 to 12, seasons 21 to 41"),
    ("Montag, 1. Juli 2025", "2025-07-01 is a Tuesday, not a Monday", "leave out the weekday or mend the day"),
    ("Tuesday July 2025", "'Tuesday July 2025' is not understood as a date", EXAMPLES),
    # times of day
    ("1. Juli 2025 um 15 Uhr", "a time of day is read only in full", "write 1985-04-12T23:20:30 or leave the time out"),
    ("1985-04-12 23:20", "a time of day is read only in full", "write 1985-04-12T23:20:30 or leave the time out"),
    # runs
    ("2022/2018", "2022 is after 2018", "write 2018/2022"),
    ("2022 bis 2018", "2022 is after 2018", "write 2018/2022"),
    ("zwischen April 2020 und 2022", "2020-04..2022 counts in two precisions", "write both ends alike"),
    ("[1667,1668", "a set that opens with [ closes with ]", "write [1667,1668] for one of them, {1667,1668} for all of them"),
    ("since last week", "'since last week' is not understood as a date", EXAMPLES),
    # everything else
    ("", "a date is missing", EXAMPLES),
    (" \t ", "a date is missing", EXAMPLES),
    ("２０２５", "'２０２５' has digits other than 0 to 9", "write 2025"),
    ("²025", "'²025' has digits other than 0 to 9", EXAMPLES),
    ("Juny 2025", "'Juny 2025' is not understood as a date", f"did you mean Juni? {EXAMPLES}"),
    ("Setpember 2025", "'Setpember 2025' is not understood as a date", f"did you mean September? {EXAMPLES}"),
    ("y12025", "'y12025' has small letters", "EDTF has capitals: write Y12025"),
    ("Wintersemester 2025", "'Wintersemester 2025' is not understood as a date", EXAMPLES),
    ("winter 2001/02", "'winter 2001/02' is not understood as a date", EXAMPLES),
    ("Monday", "'Monday' is a weekday, not a date", EXAMPLES),
    ("foo", "'foo' is not understood as a date", EXAMPLES),
    ("{}", "a set that opens with { closes with }", "write [1667,1668] for one of them, {1667,1668} for all of them"),
    ("um letzte Woche", "'um letzte Woche' is not understood as a date", EXAMPLES),
    ("2 weeks", "'2 weeks' is not understood as a date", EXAMPLES),
    ("in 2 weeks ago", "'in 2 weeks ago' is not understood as a date", EXAMPLES),
    ("seit", "'seit' is not understood as a date", EXAMPLES),
    ("between 2020", "'between 2020' is not understood as a date", EXAMPLES),
    ("in - 2022", "'in - 2022' is not understood as a date", EXAMPLES),
    ("H3 2025", "'H3 2025' is not understood as a date", EXAMPLES),
    ("Q5 2025", "'Q5 2025' is not understood as a date", EXAMPLES),
    ("vor 3 Monaten in 2 weeks", "'vor 3 Monaten in 2 weeks' is not understood as a date", EXAMPLES),
    ("a\x1b[31m", "'a\\x1b[31m' is not understood as a date", EXAMPLES),
    ("in 999999999 weeks", "'in 999999999 weeks' lies outside the years 1 to 9999", "write the date itself, for example 2025, 2025-07 or Y12025"),
    ("x" * 500, "a date of 500 characters cannot be read", EXAMPLES),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*ABSOLUTE.items(), *RELATIVE.items()])
def test_a_phrase_is_read(text, expected):
    assert str(parse_phrase(text, TODAY)) == expected


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_a_phrase_is_refused_with_reason_and_mend(text, message, hint):
    with pytest.raises(DateError) as caught:
        parse_phrase(text, TODAY)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize("hint", sorted({hint for _, _, hint in REFUSED if hint}))
def test_every_mend_that_is_offered_can_be_read(hint):
    offered = re.findall(r"(?<!\w)(?:Y?[0-9][-0-9./XT:]*(?: CE)?|July 2025)(?!\w)", hint)
    for text in offered:
        if len(text) > 3:
            parse_phrase(text.rstrip("."), TODAY)


@pytest.mark.parametrize("text", ABSOLUTE)
def test_only_relative_phrases_depend_on_today(text):
    assert parse_phrase(text, date(1, 1, 1)) == parse_phrase(text, date(9999, 12, 31))


@pytest.mark.parametrize("text", RELATIVE)
@pytest.mark.parametrize("today", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_traceback(text, today):
    message = ""
    try:
        parse_phrase(text, today)
    except DateError as error:
        message = error.message
    assert not message or "outside the years 1 to 9999" in message or "is after" in message


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("1 month ago", date(2025, 3, 31), "2025-02-28"),
        ("last month", date(2025, 3, 31), "2025-02"),
        ("last quarter", date(2025, 1, 1), "2024-36"),
        ("this week", date(2025, 1, 1), "2024-12-30/2025-01-05"),
        ("in einem Jahr", date(2024, 2, 29), "2025-02-28"),
        ("next year", date(2024, 2, 29), "2025"),
        ("last year", date(476, 5, 1), "0475"),
    ],
)
def test_relative_dates_cross_the_ends_of_months_and_years(text, today, expected):
    assert str(parse_phrase(text, today)) == expected


def test_the_real_clock_is_never_read(monkeypatch):
    import dateutil.parser
    import dateutil.parser._parser as machine

    class Clockless(datetime):
        @classmethod
        def now(cls, *_):
            raise AssertionError("the clock was read")

        today = utcnow = now

    monkeypatch.setattr(f"{machine.__name__}.datetime.datetime", Clockless)
    with pytest.raises(AssertionError, match="clock"):
        dateutil.parser.parse("July 2025")
    for text in [*ABSOLUTE, *RELATIVE]:
        parse_phrase(text, TODAY)
    for source in Path(phrases.__file__).parent.glob("*.py"):
        assert not re.search(r"\.(now|today|utcnow|time)\(", source.read_text("utf-8")), source


def test_the_usual_forms_import_nothing_heavy():
    code = (
        "import sys, datetime; from timeline.dates.phrases import parse_phrase\n"
        "for text in ('2025', '2025-07-01', '1.7.2025', 'Juli 2025', '2018–2022', 'seit 2018'):\n"
        "    parse_phrase(text, datetime.date(2026, 11, 21))\n"
        "print({'dateutil', 'difflib', 'babel', 'yaml'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


# Babel's names and formats are how other programs write dates.


@pytest.mark.parametrize("locale", ["de", "de_AT", "en", "en_GB"])
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
@pytest.mark.parametrize("context", ["format", "stand-alone"])
def test_every_month_name_that_babel_knows_is_read(locale, width, context):
    for number, name in get_month_names(width, context, locale).items():
        assert str(parse_phrase(f"{name} 2025", TODAY)) == f"2025-{number:02}"
        assert str(parse_phrase(f"3. {name} 2025", TODAY)) == f"2025-{number:02}-03"


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(["de", "de_AT", "en_US", "en_GB"]),
    st.sampled_from(["long", "full"]),
)
def test_a_day_that_babel_writes_is_read(day, locale, width):
    assert str(parse_phrase(format_date(day, width, locale), TODAY)) == day.isoformat()


# Round trip: EDTF -> words -> EDTF
#
# The forms that come back as they were: years of any era, months, days, parts of years, decades and
# unspecified months and days, each with or without a qualifier on the whole; intervals of these with
# two ends, an open or an unknown one; sets of years, months and days with their runs; times of day.
# What cannot come back, because its words say the same as those of a simpler form: centuries and
# decades such as 200X ("zwischen 2000 und 2009" is [2000..2009]), exponents and significant digits,
# qualifiers on parts of a date, sets of one date.

YEARS = st.one_of(st.integers(1000, 2100), st.integers(0, 9999)).map("{:04}".format) | st.integers(
    1, 9999
).map("-{:04}".format)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.builds("{}-{:02}".format, MONTHS, st.integers(1, 28))
PARTS = st.builds("{}-{}".format, YEARS, st.integers(21, 41))
DECADES = st.integers(100, 999).filter(lambda n: n % 10).map("{}X".format)
HUGE = st.integers(10_000, 10**14).map("Y{}".format) | st.integers(10_000, 10**14).map(
    "Y-{}".format
)
UNKNOWN = (
    YEARS.map("{}-XX".format)
    | MONTHS.map("{}-XX".format)
    | YEARS.map("{}-XX-XX".format)
    | st.builds(
        "{}X-{:02}-{:02}".format, st.integers(100, 999), st.integers(1, 12), st.integers(1, 28)
    )
)
PLAIN = YEARS | MONTHS | DAYS
POINTS = PLAIN | PARTS | DECADES | HUGE | UNKNOWN
QUALIFIED = st.builds("{}{}".format, POINTS, st.sampled_from(["", "", "?", "~", "%"]))
TIMES = st.builds(
    "{}T{:02}:{:02}:00{}".format,
    DAYS, st.integers(0, 23), st.integers(0, 59), st.sampled_from(["", "Z", "-04", "+05:30"]),
)  # fmt: skip
ENDS = st.sampled_from(["{}/..", "../{}", "{}/", "/{}"])


def _ordered(texts: list[str]) -> list[str]:
    return sorted(set(texts), key=lambda text: edtf.bounds(edtf.parse(text)))


@st.composite
def intervals(draw):
    kind = draw(st.sampled_from([YEARS, MONTHS, DAYS, PARTS, DECADES, HUGE]) | st.just(QUALIFIED))
    first, last = (draw(kind) for _ in range(2))
    ends = [first, last]
    if draw(st.booleans()) and kind in (MONTHS, DAYS):  # ends that share their year or month
        shared = 8 if kind is DAYS and draw(st.booleans()) else 5
        ends[1] = first[: shared + (first[0] == "-")] + last[shared + (last[0] == "-") :]
    ends.sort(key=lambda text: edtf.bounds(edtf.parse(text)))
    return "/".join(ends)


@st.composite
def sets(draw):
    kind = draw(st.sampled_from([YEARS, MONTHS, DAYS]))
    texts = _ordered(draw(st.lists(kind, min_size=3, max_size=6, unique=True)))
    items = draw(st.sampled_from([texts, [f"{texts[0]}..{texts[1]}", *texts[2:]]]))
    if draw(st.booleans()):
        items = [f"..{items[0]}", *items[1:]] if ".." not in items[0] else items[:1]
    elif draw(st.booleans()):
        items = [*items[:-1], f"{items[-1]}.."]
        items = items if items[-1].count("..") == 1 else items[:1]
    if len(items) == 1 and ".." not in items[0]:
        items = [f"..{items[0]}"]
    pattern = draw(st.sampled_from(["[{}]", "{{{}}}"]))
    return pattern.format(",".join(item.replace("....", "..") for item in items))


BOUNDED = st.builds(str.format, ENDS, QUALIFIED)
KINDS = {"dates": QUALIFIED | TIMES, "bounds": BOUNDED, "intervals": intervals(), "sets": sets()}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_what_is_worded_is_read_back(kind, language, data):
    text = data.draw(KINDS[kind])
    worded = words(edtf.parse(text), language)
    assert str(parse_phrase(worded, TODAY)) == text


@given(
    QUALIFIED | BOUNDED,
    st.sampled_from(["de", "en"]),
    st.sampled_from(["vor", "before", "nach", "after"]),
)
def test_before_and_after_leave_the_date_itself_out(text, language, word):
    value = edtf.parse(text)
    try:
        found = parse_phrase(f"{word} {words(value, language)}", TODAY)
    except DateError:
        return
    first, last = edtf.bounds(value)
    found_first, found_last = edtf.bounds(found)
    if word in ("vor", "before"):
        assert found_last == first - 1
    else:
        assert found_first == last + 1


# A phrase made of known parts, with the precision of its coarsest one

TYPED = st.one_of(
    st.tuples(st.sampled_from(["2025", "im Jahr 2025", "44 v. Chr.", "AD 476"]), st.just("year")),
    st.tuples(
        st.sampled_from(["Juli 2025", "7.2025", "2025-07", "July 2025", "2025 Jul", "Mar. 44 BC"]),
        st.just("month"),
    ),
    st.tuples(
        st.sampled_from(["1.7.2025", "July 1, 2025", "1. Juli 2025", "2025 July 1", "2025-07-01"]),
        st.just("day"),
    ),
    st.tuples(st.sampled_from(["Q3 2025", "2025-Q3", "3. Quartal 2025"]), st.just("quarter")),
    st.tuples(st.sampled_from(["Herbst 2025", "fall 2025"]), st.just("season")),
    st.tuples(st.sampled_from(["2010er Jahre", "2010s"]), st.just("decade")),
    st.tuples(st.sampled_from(["last year", "dieses Jahr"]), st.just("year")),
    st.tuples(st.sampled_from(["letzter Monat", "this month"]), st.just("month")),
)
AROUND = st.sampled_from(
    ["{}", "um {}", "ca. {}", "vermutlich {}", "Anfang {}", "late {}", "im {}", "seit {}", "bis {}", "ab {}"]
)  # fmt: skip
BETWEEN = st.sampled_from(
    ["{} bis {}", "{} – {}", "zwischen {} und {}", "{} oder {}", "{}, {} and {}"]
)


@given(TYPED, AROUND)
def test_nothing_is_read_more_precisely_than_it_was_typed(typed, pattern):
    text, precision = typed
    try:
        found = parse_phrase(pattern.format(text), TODAY)
    except DateError:
        return
    assert PRECISIONS.index(edtf.precision(found)) >= PRECISIONS.index(precision)


@given(TYPED, TYPED, BETWEEN)
def test_no_part_of_a_range_or_list_is_read_more_precisely_than_typed(one, two, pattern):
    texts = [one[0], two[0], two[0]][: pattern.count("{}")]
    try:
        found = parse_phrase(pattern.format(*texts), TODAY)
    except DateError:
        return
    coarsest = max((one[1], two[1]), key=PRECISIONS.index)
    assert PRECISIONS.index(edtf.precision(found)) >= PRECISIONS.index(coarsest)


@given(st.text("0123456789.-/–,:XY~?%[]{} aeinouvrstJjulMäz", max_size=30))
@examples(800)
@example("1" * LONGEST)
@example("1. " * 60)
@example(", ".join(["2018"] * 30) + " oder")
@example("vor " * 50)
@example("um " * 60)
@example("im " * 60 + "und")
@example("1900 or before " * 12)
def test_garbage_is_a_date_error_at_worst_and_quickly(text):
    start = time.process_time()
    with contextlib.suppress(DateError):
        value = parse_phrase(text, TODAY)
        assert edtf.parse(str(value)) == value
    assert time.process_time() - start < 2  # seconds: a regular expression run wild takes minutes


WORDS = "vor nach um bis und oder im in 2 1. Juli 2025 – - , Q3 last Jahr ago 2010er"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join))
@examples(800)
def test_known_words_in_any_order_are_a_date_error_at_worst(text):
    try:
        value = parse_phrase(text, TODAY)
    except DateError:
        return
    assert edtf.parse(str(value)) == value
