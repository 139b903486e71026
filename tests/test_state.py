"""What of an event lay behind and ahead on a day, and what a search found in a text."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from math import inf

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates import edtf
from timeline.figures import Bound, bound_key, range_of
from timeline.formats.found import excerpt, found_in
from timeline.model import Citation, Date, Dispute, Event, Source, Text
from timeline.spelling import words_in
from timeline.state import state


def event(when: str, **known) -> Event:
    return Event("x", Date(when, Text(), None, None, ""), Text("X", "X"), **known)


def on(when: str) -> tuple[float, float]:
    return edtf.bounds(edtf.parse(when))


CASES = [  # a date, the days asked about, German, English
    ("2023-04-01/2026-12-31", "2025-07-01", "seit 2 Jahren 3 Monaten, noch 1 Jahr 6 Monate",
     "since 2 years 3 months, 1 year 6 months to come"),
    ("2025-06-30/2025-07-02", "2025-07-01", "seit 1 Tag, noch 2 Tage", "since 1 day, 2 days to come"),
    ("2025-07-01/2025-07-05", "2025-07-01", "beginnt dann, noch 5 Tage", "begins then, 5 days to come"),
    ("2025-06-24/2025-07-01", "2025-07-01", "seit 7 Tagen, endet dann", "since 7 days, ends then"),
    ("2023/2026", "2025-07-01",
     "seit 1 Jahr 6 Monaten bis 2 Jahren 6 Monaten, noch 6 Monate bis 1 Jahr 6 Monate",
     "since 1 year 6 months to 2 years 6 months, 6 months to 1 year 6 months to come"),
    ("2023/2026", "2025-12-31", "seit 2 bis 3 Jahren, noch höchstens 1 Jahr",
     "since 2 to 3 years, at most 1 year to come"),
    ("2023-06/2027-02", "2025-07-01",
     "seit 2 Jahren bis 2 Jahren 1 Monat, noch 1 Jahr 7 bis 8 Monate",
     "since 2 years to 2 years 1 month, 1 year 7 to 8 months to come"),
    ("2023-04/2025-07", "2025-07-01", "seit 2 Jahren 2 bis 3 Monaten, noch höchstens 1 Monat",
     "since 2 years 2 to 3 months, at most 1 month to come"),
    ("2023-04-01~/2025-08-01?", "2025-07-01",
     "seit etwa 2 Jahren 3 Monaten, noch etwa 1 Monat 1 Tag",
     "since about 2 years 3 months, about 1 month 1 day to come"),
    ("2024-07-01/..", "2025-07-01", "seit 1 Jahr, Ende offen", "since 1 year, open end"),
    ("2024-07-01/", "2025-07-01", "seit 1 Jahr, Ende unbekannt", "since 1 year, end unknown"),
    ("../2025-12-31", "2025-07-01", "Beginn offen, noch 6 Monate", "open start, 6 months to come"),
    ("/2025-12-31", "2025-07-01", "Beginn unbekannt, noch 6 Monate", "start unknown, 6 months to come"),
    ("2025/2026", "2025-07-15", "seit höchstens 7 Monaten, noch 5 Monate bis 1 Jahr 6 Monate",
     "since at most 7 months, 5 months to 1 year 6 months to come"),
    ("2025-07-01", "2025-07-01", "an diesem Tag", "on that day"),
    ("2025-07", "2025-07-01", "", ""),
    ("2025-07-01", "2025-07", "", ""),
    ("[2025-07-01,2025-08-01]", "2025-07-01", "an diesem Tag", "on that day"),
    ("2023-04-01/2026-12-31", "2025", "seit 1 Jahr 9 Monaten, noch 1 Jahr",
     "since 1 year 9 months, 1 year to come"),
    ("2025-02-01/2025-03-31", "2025", "beginnt dann, endet dann", "begins then, ends then"),
    ("{2018..2026}", "2025-07-01", "", ""),
    ("2025-06-1X/2025-09-30", "2025-07-05", "seit 16 bis 25 Tagen, noch 2 Monate 26 Tage",
     "since 16 to 25 days, 2 months 26 days to come"),
    ("2025-06-1X/2025-06-30", "2025-06-15", "seit höchstens 5 Tagen, noch 16 Tage",
     "since at most 5 days, 16 days to come"),
    ("2025-01-3X/2025-03-31", "2025-03-31", "seit 2 Monaten, endet dann", "since 2 months, ends then"),
    ("Y-17E7/2026-12-31", "2025-07-01", "seit 170002024 Jahren 6 Monaten", "since 170002024 years 6 months"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "asked", "de", "en"), CASES)
def test_a_state_is_never_more_precise_than_the_date(when, asked, de, en):
    for language, said in (("de", de), ("en", en)):
        found = state(event(when), *on(asked), language)
        if when.startswith("Y"):
            assert found.startswith(said.split()[0])
        else:
            assert found == said


def test_what_was_called_off_and_what_has_no_end_in_the_question_has_no_state():
    running = "2023-04-01/2026-12-31"
    assert state(event(running, status="cancelled"), *on("2025-07-01"), "en") == ""
    assert state(event(running, status="planned"), *on("2025-07-01"), "en") != ""
    assert state(event(running), -inf, 700_000, "en") == ""
    assert state(event(running), *on("1999"), "en") == ""


def test_a_disputed_date_tells_its_own_state():
    rival = (Dispute(Date("2021-01-01/2025-12-31", Text(), None, None, "")),)
    disputed = event("2021/2023", disputed=rival)
    assert state(disputed, *on("2025-07-01"), "en") == (
        "by the disputed date: since 4 years 6 months, 6 months to come"
    )
    assert state(disputed, *on("2022-07-01"), "de").startswith("seit ")


def test_an_open_end_is_open_though_a_source_tells_that_it_still_ran():
    cited = (Citation(Source(id="a", published=Date("2026-01", Text(), None, None, ""))),)
    assert state(event("2024-07-01/..", citations=cited), *on("2025-07-01"), "en").endswith(
        "open end"
    )


@given(st.dates(), st.integers(1, 20_000), st.integers(1, 20_000))
def test_a_known_start_and_end_are_told_as_dateutil_counts_them(asked, before, after):
    start, end = asked.toordinal() - before, asked.toordinal() + after
    if not 1 <= start < end < date.max.toordinal():
        return
    first, last = date.fromordinal(start), date.fromordinal(end)
    found = state(event(f"{first}/{last}"), asked.toordinal(), asked.toordinal(), "en")
    behind, ahead = found.split(", ")
    assert behind == f"since {worded(relativedelta(asked, first))}"
    assert ahead == f"{worded(relativedelta(last + timedelta(days=1), asked))} to come"


def worded(delta: relativedelta) -> str:
    parts = ((delta.years, "year"), (delta.months, "month"), (delta.days, "day"))
    return " ".join(f"{n} {name}{'s' * (n != 1)}" for n, name in parts if n)


def test_at_tells_the_state_in_every_format(timeline, store):
    store("language: en\nevents: [{id: a, date: 2023-04-01/2026-12-31, title: A}]")
    told = "since 2 years 3 months, 1 year 6 months to come"
    (found,) = json.loads(timeline("at", "2025-07-01", "-f", "json").out)
    assert found["state"] == told
    assert (
        timeline("at", "2025-07-01").out == f"- **1 April 2023 – 31 December 2026** – A; {told}\n"
    )
    assert f"On that day: {told}\n" in timeline("at", "2025-07-01", "--plain").out
    assert told in timeline("at", "2025-07-01", "-f", "table").out
    assert timeline("at", "1.7.2025", "--fields", "state", "--lang", "de").out == (
        "- seit 2 Jahren 3 Monaten, noch 1 Jahr 6 Monate\n"
    )
    assert timeline("at", "today", "--today", "2025-07-01").out.count(told) == 1
    (listed,) = json.loads(timeline("list", "-f", "json").out)
    assert listed["state"] is None


# What was found


@pytest.mark.parametrize(
    ("text", "sought", "marked"),
    [
        ("Die Gründung des NUM", [("", "grundung")], ["Gründung"]),
        ("Die Gru\u0308ndung des NUM", [("", "grundung")], ["Gru\u0308ndung"]),
        ("Straße, STRASSE", [("", "strasse")], ["Straße", "STRASSE"]),
        ("Biobanken und Biobank", [("", "biobank*")], ["Biobanken", "Biobank"]),
        ("data-integration; data  integration", [("", "data", "integration")],
         ["data-integration", "data  integration"]),
        ("integration data", [("", "data", "integration")], []),
        ("a b a", [("", "a"), ("", "b")], ["a", "b", "a"]),
        ("", [("", "a")], []),
        ("a", [("title", "a")], ["a"]),
        ("a", [("summary", "a")], []),
        ("a", [], []),
    ],
)  # fmt: skip
def test_what_was_searched_for_is_found_again_in_the_text(text, sought, marked):
    assert [text[start:end] for start, end in found_in(text, sought)] == marked


@given(st.text(max_size=30), st.data())
def test_every_word_of_a_text_is_found_in_it(text, data):
    for word in words_in(text):
        if word.isascii() and text.isascii():
            places = found_in(text, [("", word)])
            assert places
            assert all(words_in(text[start:end]) == [word] for start, end in places)


def test_where_the_title_does_not_have_it_a_piece_of_the_text_is_shown():
    long = "a " * 60 + "the Biobank of Berlin" + " z" * 60
    summary = Text("Die Biobank zu Berlin.", long)
    found = event("2020", summary=summary)
    said = excerpt(found, "en", [("", "biobank*")])
    assert said.startswith("… a a ")
    assert "the Biobank of Berlin z" in said
    assert said.endswith(" z …")
    assert len(said) < 150
    assert excerpt(found, "de", [("", "biobank")]) == "Die Biobank zu Berlin."
    assert excerpt(found, "en", [("", "zu")]) == "Die Biobank zu Berlin."
    assert excerpt(found, "en", [("", "x")]) == excerpt(found, "en", [("", "q")]) == ""
    assert excerpt(found, "en", []) == ""


# Figures as keys


def test_keys_of_figures_sort_as_the_numbers_do():
    chance = random.Random(1)
    texts = ["0", "-0.5", "0.5", "0.05", "0.50001", "1", "-1", "750", "749.999", "1E30", "-1E30"]
    texts += [f"{chance.choice('-+')}{chance.randrange(10**chance.randint(1, 20))}"
              f".{chance.randrange(10**9)}" for _ in range(300)]  # fmt: skip
    bounds: list[Bound] = [(Decimal(text), side) for text in texts for side in (-1, 0, 1)]
    bounds += [(inf, 0), (-inf, 0)]
    assert sorted(bounds, key=bound_key) == sorted(bounds)
    assert len({bound_key(bound) for bound in bounds}) == len(set(bounds))


def test_a_figure_is_the_range_of_numbers_that_it_may_be():
    assert range_of(37) == ((Decimal(37), 0), (Decimal(37), 0), False)
    assert range_of(2.5) == ((Decimal("2.5"), 0), (Decimal("2.5"), 0), False)
    assert range_of("~2.5").hedged
    assert range_of(">750") == ((Decimal(750), 1), (inf, 0), False)
    assert range_of("<=-3") == ((-inf, 0), (Decimal(-3), 0), False)
