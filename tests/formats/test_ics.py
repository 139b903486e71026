"""Calendars, held against RFC 5545 by a parser of the tests' own, and read by khal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date as day

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.amount import examples
from tests.formats.samples import TEXTS, answer, bundled, event, hostile
from tests.formats.samples import date as dated
from timeline import formats
from timeline.model import Answer, Citation, Dispute, Match, Source, Text
from timeline.text import FORBIDDEN, one_line

STYLE = formats.Style()
TEXTUAL = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID"}
REQUIRED = {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION",
            "TRANSP"}  # fmt: skip
Entry = dict[str, str]


def ics(answer: Answer) -> bytes:
    return b"".join(formats.render_bytes("ics", answer, STYLE))


def content_lines(raw: bytes) -> list[str]:
    """Check the bytes of a calendar and return its unfolded lines (RFC 5545, 3.1)."""
    assert raw.endswith(b"\r\n")
    unfolded: list[str] = []
    for line in raw.split(b"\r\n")[:-1]:
        assert 0 < len(line) <= 75
        text = line.decode()  # each line by itself: no character is folded in two
        assert not FORBIDDEN.search(text)
        assert not set(text) & set("\r\n\t")
        if text[0] == " ":
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    return unfolded


def unescape(value: str) -> str:
    r"""Read a TEXT value (3.3.11): only ``\\ \; \, \n`` are escapes, and none of them is bare."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", value), value[:200]
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], value)


def entries(raw: bytes) -> list[Entry]:
    """Return the properties of every VEVENT; CATEGORIES are one a line."""
    lines = content_lines(raw)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found: list[Entry] = []
    inside = False
    for line in lines[1:-1]:
        form = re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[A-Z]+)?):(.*)", line)
        assert form, line[:200]
        name, value = form.groups()
        if name in ("BEGIN", "END"):
            assert value == "VEVENT"
            assert inside == (name == "END")
            inside = name == "BEGIN"
            if inside:
                found.append({})
        elif inside:
            assert name not in found[-1]
            if name == "CATEGORIES":
                value = "\n".join(map(unescape, re.findall(r"(?:[^\\,]|\\.)+", value)))
            found[-1][name] = unescape(value) if name in TEXTUAL else value
    assert not inside
    return found


def days(entry: Entry) -> tuple[int, int]:
    """Return the day numbers of the first and the last day of an entry."""
    assert not {"DTEND;VALUE=DATE", "DURATION"} <= set(entry)
    first = day.fromisoformat(entry["DTSTART;VALUE=DATE"]).toordinal()
    if "DTEND;VALUE=DATE" in entry:
        return first, day.fromisoformat(entry["DTEND;VALUE=DATE"]).toordinal() - 1
    # RFC 5545, 3.6.1: without an end it is one day; 3.8.2.5: a DATE goes with days or weeks only.
    form = re.fullmatch("P([0-9]+)D", entry.get("DURATION", "P1D"))
    assert form
    return first, first + int(form[1]) - 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_bundled_chronology_is_a_calendar_with_everything_rfc_5545_asks_for(language):
    chronology = bundled(language)
    raw = ics(chronology)
    found = entries(raw)
    assert b"\r\nVERSION:2.0\r\n" in raw
    assert raw.count(b"\r\nPRODID:") == raw.count(b"\r\nX-WR-CALNAME:") == 1
    assert len({entry["UID"] for entry in found}) == len(found) > len(chronology.matches)
    for entry in found:
        assert set(entry) >= REQUIRED
        assert entry["TRANSP"] == "TRANSPARENT"
        assert re.fullmatch(r"20\d{6}T000000Z", entry["DTSTAMP"])
        first, last = days(entry)
        assert first <= last
    for match in chronology.matches:
        told = [e for e in found if re.split("[.@]", e["UID"])[0] == match.event.id]
        assert told
        for entry in told:
            assert match.event.title.said_in(language) in entry["SUMMARY"]
            assert f"(EDTF: {match.event.date.edtf})" in entry["DESCRIPTION"].splitlines()[0]
            for citation in match.event.citations:
                assert (citation.source.url or "") in entry["DESCRIPTION"]


def test_two_runs_write_the_same_bytes():
    assert ics(bundled()) == ics(bundled())


@pytest.mark.parametrize("language", ["de", "en"])
def test_hostile_texts_come_out_as_themselves_and_add_no_line(language):
    found = entries(ics(hostile(language)))
    assert len(found) == len(TEXTS)
    for entry, text in zip(found, TEXTS, strict=True):
        said = one_line(text)
        assert entry["SUMMARY"].rpartition(" (")[0] == (said or entry["UID"].partition("@")[0])
        assert entry.get("LOCATION", "") == said
        assert entry.get("CATEGORIES", "") == said
        assert said in entry["DESCRIPTION"]
        assert set(entry) <= REQUIRED | {"LOCATION", "CATEGORIES", "URL"}


@examples(60)
@given(st.text(max_size=200))
@example("\\N")
@example("\r\nEND:VCALENDAR")
def test_any_title_comes_out_as_itself(title):
    (entry,) = entries(ics(answer(event("x", "2020-05-01", title))))
    assert entry["SUMMARY"] == (one_line(title) or "x")


SHOWN = {
    "2024-05-03": [("2024-05-03", "2024-05-03", "")],
    "2026-01-21/2026-01-22": [("2026-01-21", "2026-01-22", "")],
    "2020-04": [("2020-04-01", "2020-04-30", "April 2020")],
    "2024-02": [("2024-02-01", "2024-02-29", "February 2024")],
    "2018": [("2018-01-01", "2018-12-31", "2018")],
    "1999-21": [("1999-03-01", "1999-05-31", "spring 1999")],
    "201X": [("2010-01-01", "2019-12-31", "2010s")],
    "2018/2022": [("2018-01-01", "2022-12-31", "2018–2022")],
    "2024-05-03~": [("2024-05-03", "2024-05-03", "c. 3 May 2024")],
    "2024?-05-03": [("2024-05-03", "2024-05-03", "probably 3 May 2024")],
    "2024-05-03T10:00:00Z": [("2024-05-03", "2024-05-03", "3 May 2024, 10:00:00 UTC")],
    # Open: until the day on which the newest source (of June 2025) still knew it to go on.
    "2024-05/..": [("2024-05-01", "2025-06-01", "since May 2024")],
    "2025-07/..": [("2025-07-01", "2025-07-31", "since July 2025")],
    "2024-05/": [("2024-05-01", "2024-05-31", "from May 2024, end unknown")],
    "../1806-08-06": [("1806-08-06", "1806-08-06", "until 6 August 1806")],
    "/1985": [("1985-01-01", "1985-12-31", "until 1985, start unknown")],
    "[..2024-03-18]": [("2024-03-18", "2024-03-18", "18 March 2024 or earlier")],
    "[1760-12..]": [("1760-12-01", "1760-12-31", "December 1760 or later")],
    "[2008-07-21..2008-07-31]": [
        ("2008-07-21", "2008-07-31", "between 21 July 2008 and 31 July 2008")
    ],
    "{..1984}": [("1984-01-01", "1984-12-31", "every year until 1984")],
    "{2024-01-01..2024-01-05}": [("2024-01-01", "2024-01-05", "")],
    "[2018,2020-05-01]": [
        ("2018-01-01", "2018-12-31", "2018 or 1 May 2020"),
        ("2020-05-01", "2020-05-01", "2018 or 1 May 2020"),
    ],
    "{2029-03-26,2031,2033..2034}": [
        ("2029-03-26", "2029-03-26", ""),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2033-01-01", "2034-12-31", "every year 2033–2034"),
    ],
    "0000": [],
    "Y-66E6~": [],
    "-0001/0003": [("0001-01-01", "0003-12-31", "2 BCE – 3 CE")],
    "9999": [("9999-01-01", "9999-12-31", "9999")],
    "9999-12-31": [("9999-12-31", "9999-12-31", "")],
    "9999-12-30": [("9999-12-30", "9999-12-30", "")],
    "9999-12-30/Y10000": [("9999-12-30", "9999-12-31", "30 December 9999 – year 10000")],
    "Y12345": [],
}


def test_an_entry_shows_the_days_of_its_date_and_says_in_words_what_days_cannot_say():
    events = [event(f"e{n}", text, published="2025-06~") for n, text in enumerate(SHOWN)]
    found = entries(ics(answer(*events)))
    for number, (text, wanted) in enumerate(SHOWN.items()):
        told = [e for e in found if re.split("[.@]", e["UID"])[0] == f"e{number}"]
        shown = [
            (*(str(day.fromordinal(n)) for n in days(entry)), entry["SUMMARY"]) for entry in told
        ]
        titles = [(a, b, f"Something ({said})" if said else "Something") for a, b, said in wanted]
        assert shown == titles, text
        is_choice = text[0] == "[" and ".." not in (text[1:3], text[-3:-1])
        assert {e.get("STATUS") for e in told} <= {"TENTATIVE" if is_choice else None}


def test_a_set_has_uids_that_stay_when_a_member_is_added():
    def uids(text: str) -> set[str]:
        return {entry["UID"] for entry in entries(ics(answer(event("x", text))))}

    assert uids("2020") == {"x@yaml-timeline"}
    assert uids("[2020,2020~]") == {"x@yaml-timeline", "x.2020_@yaml-timeline"}
    assert uids("{2018,2020..2022}") | {"x.2018@yaml-timeline"} == uids("{2017,2018,2020..2022}")
    assert len(uids("[2020,2020,2020]")) == 3


@pytest.mark.parametrize("corrected", ["[2021-01-05,2021-01-06]", "{2021-01-05,2021-02-01}",
                                       "[0000,2021-01-05]", "2021-01"])  # fmt: skip
def test_a_corrected_date_moves_the_entry_that_a_calendar_has_and_adds_no_second_one(corrected):
    def known(text: str) -> dict[str, Entry]:
        return {entry["UID"]: entry for entry in entries(ics(answer(event("x", text))))}

    for before, after in (("2021-01-05", corrected), (corrected, "2021-01-05")):
        calendar = known(before) | known(after)
        assert calendar["x@yaml-timeline"] == known(after)["x@yaml-timeline"]
        assert len(calendar) == max(len(known(before)), len(known(after)))


def test_a_run_of_days_one_of_which_it_was_is_tentative_and_says_so_in_words_and_on_the_way_out():
    found = answer(event("x", "[2023-01-03..2024-02-01]", "NUM founded"))
    (entry,) = entries(ics(found))
    assert entry["SUMMARY"] == "NUM founded (between 3 January 2023 and 1 February 2024)"
    assert entry["STATUS"] == "TENTATIVE"
    assert "(EDTF: [2023-01-03..2024-02-01])" in entry["DESCRIPTION"]
    assert formats.losses("ics", found, STYLE) == [
        "1 date lies somewhere between two: one entry is as long as all that, and tentative"
    ]


def test_texts_in_the_other_language_are_told_to_be_left_out():
    both = Text("Etwas", "Something")
    noted = (Citation(Source(title="s"), note=both),)
    found = answer(
        event("a", "2020-05-01", summary=both), event("b", "2020-05-01", citations=noted),
        event("c", "2020-05-01", disputed=(Dispute(dated("2019"), noted),)), event("d", "2020-05-01"),
        event("e", "2020-05-01", disputed=(Dispute(dated("2019"), (), both),)),
        event("f", "2020-05-01", summary=Text("GBN", "GBN")),
    )  # fmt: skip
    for name in ("ics", "timelinejs", "mermaid"):
        for language, other in (("en", "a German"), ("de", "an English")):
            said = f"4 events have {other} text as well that is left out"
            assert formats.losses(name, found._replace(language=language), STYLE)[-1] == said
            one = found._replace(language=language, matches=found.matches[:1])
            assert f"1 event has {other} text as well that is left out" in formats.losses(name, one, STYLE)  # fmt: skip
            none = found._replace(language=language, matches=found.matches[3:4])
            assert formats.losses(name, none, STYLE) == []


def test_a_planned_event_is_tentative_and_a_cancelled_one_cancelled_and_both_say_so_in_words():
    found = entries(ics(answer(
        event("a", "2027", status="planned"), event("b", "2027-03-01", status="cancelled"),
    )))  # fmt: skip
    assert [(entry["STATUS"], entry["SUMMARY"]) for entry in found] == [
        ("TENTATIVE", "Something (2027; planned)"), ("CANCELLED", "Something (cancelled)"),
    ]  # fmt: skip


def test_a_possible_match_says_so_in_words_and_is_otherwise_the_same_entry():
    happened = event("x", "2020-04", published="2021")
    sure, possible = (
        entries(ics(Answer((Match(happened, certainty),))))[0] for certainty in ("certain", "possible")
    )  # fmt: skip
    assert possible["SUMMARY"] == "Something (April 2020; possible)"
    assert "\n(possible)\n" in possible["DESCRIPTION"]
    told = ("SUMMARY", "DESCRIPTION")
    assert {**sure, **dict.fromkeys(told)} == {**possible, **dict.fromkeys(told)}


def test_the_stamp_is_the_newest_day_on_which_a_source_came_out_or_was_read():
    read = Source(title="b", published=dated("[..2019]"), accessed=dated("2023-05-04"))
    late = Citation(Source(title="a", published=dated("2024-02~")))
    endless = Citation(Source(title="c", published=dated("Y20000"), accessed=dated("-0500/..")))
    stamps = {
        "19700101T000000Z": event("a", "2020"),
        "20240201T000000Z": event("b", "2020", citations=(Citation(read), late, endless)),
        "20230504T000000Z": event(
            "c", "2020", disputed=(Dispute(dated("2019"), (Citation(read),)),)
        ),
        "20191231T000000Z": event("d", "2020", published="[..2019]"),
    }
    found = entries(ics(answer(*stamps.values())))
    assert [entry["DTSTAMP"] for entry in found] == list(stamps)


def test_the_description_tells_competing_dates_with_who_says_so():
    (entry,) = entries(ics(answer(event(
        "x", "2020-04", published="2021", summary=Text(en="What it was."), figures=(("n", ">3"),),
        disputed=(Dispute(dated("2019"), (Citation(Source(title="Other", url="http://b.c"),
                                                   stated="last year"),), Text(en="A slip.")),),
    ))))  # fmt: skip
    assert entry["DESCRIPTION"].splitlines() == [
        "April 2020 (EDTF: 2020-04)", "What it was.", "Figures: n over 3",
        "disputed, 2019: A slip. (2)", "disputed, 2019: stated as “last year” (2)",
        "", "Sources:", "1. A source. 2021.", "2. Other. http://b.c",
    ]  # fmt: skip


def test_the_address_of_an_entry_is_the_first_web_address_among_its_own_sources():
    urls = ("javascript:alert(1)", None, "HTTPS://a.b/x;y,z", "http://c.d")
    cited = tuple(Citation(Source(title="x", url=url)) for url in urls)
    (entry,) = entries(ics(answer(event("x", "2020", citations=cited))))
    assert entry["URL"] == "HTTPS://a.b/x;y,z"
    assert "URL" not in entries(ics(answer(event("x", "2020", citations=cited[:2]))))[0]


def test_what_a_calendar_cannot_hold_is_told_with_counts():
    def told(*texts: str) -> list[str]:
        events = [event(f"e{n}", text) for n, text in enumerate(texts)]
        return formats.losses("ics", answer(*events), STYLE)

    assert told() == told("2020-05-01", "2020-05-01/2020-05-03", "{2020-05-01,2020-06-01}") == []
    assert told("9999-12-31", "9999-12-01/9999-12-31") == []
    assert told("2020", "2020-04~", "[2018,2019]", "2020-01-01/..", "2020-01-01T10:00:00", "0000",
                "9999/Y10000", "[0000,-0001]") == [
        "4 dates are coarser than a day: spans of whole days, with the EDTF in the description",
        "1 date is hedged: only words say so",
        "1 date is one of several: each of them is an entry, and tentative",
        "1 date is open, unknown or unbounded on one side: it ends where knowledge ends",
        "1 time of day stands in words only",
        "1 entry is cut to the years 1 to 9999",
        "3 entries are left out, because they lie outside of the years 1 to 9999",
    ]  # fmt: skip


def test_an_empty_answer_is_an_empty_calendar():
    assert entries(ics(answer())) == []


KHAL = """[calendars]
[[test]]
path = {0}/calendar
[sqlite]
path = {0}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = test
"""


def test_khal_reads_every_entry_of_the_bundled_chronology_and_lists_those_of_two_days(tmp_path):
    pytest.importorskip("khal", reason="khal is not installed")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(KHAL.format(tmp_path), encoding="utf-8")

    def khal(*arguments: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(tmp_path / "khal.conf"), *arguments]
        done = subprocess.run(
            command, capture_output=True, timeout=60, check=False,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    raw = ics(bundled("de"))
    (tmp_path / "events.ics").write_bytes(raw)
    told = {}
    for entry in entries(raw):
        first, last = days(entry)
        told[f"{day.fromordinal(first)} {day.fromordinal(last)} {entry['SUMMARY']}"] = first, last
    form = ("--format", "{start-date} {end-date} {title}")
    assert set(khal("printics", *form, str(tmp_path / "events.ics")).splitlines()[1:]) == set(told)
    assert khal("import", "--batch", "-a", "test", str(tmp_path / "events.ics")) == ""
    assert len(list((tmp_path / "calendar").iterdir())) == len(entries(raw))
    # Of two days only: listing takes khal time for each day and each entry.
    listed = khal("list", "--once", "--day-format", "", *form, "2020-04-01", "2d").splitlines()
    one, two = day(2020, 4, 1).toordinal(), day(2020, 4, 2).toordinal()
    wanted = {line for line, (first, last) in told.items() if first <= two and last >= one}
    assert set(listed) - {""} == wanted
    assert len(wanted) > 4
