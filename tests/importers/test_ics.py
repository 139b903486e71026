"""Calendars: of others with their days, of this tool with everything that their words tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar import Event as Entry

from tests.amount import examples
from tests.formats.inert import READS_TEXTS
from tests.formats.samples import TEXTS, answer, event, hostile
from tests.importers.helpers import entries, imported, options, refused, rendered
from timeline.errors import UsageError
from timeline.importers import read
from timeline.importers.content_lines import Component, components
from timeline.model import Answer, Citation, Match, Source, Text
from timeline.text import one_line


def calendar(*events: str, head: str = "") -> str:
    """Return a calendar of events, each given as its lines."""
    body = "".join(f"BEGIN:VEVENT\n{lines}\nEND:VEVENT\n" for lines in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n")


def one(lines: str) -> dict[str, object]:
    (entry,) = entries("ics", calendar(lines))
    return entry


def test_an_event_of_any_calendar():
    text = calendar(
        "UID:7f@example.org\nDTSTAMP:20250101T000000Z\nDTSTART;VALUE=DATE:20250701\n"
        "DTEND;VALUE=DATE:20250702\nSUMMARY;LANGUAGE=de:GBN kommt\\, sagt\n  man\\; ins NUM\n"
        "DESCRIPTION:Zeile 1\\nZeile 2 C:\\\\New\nLOCATION:Berlin\\, Mitte\nSTATUS:CANCELLED\n"
        'CATEGORIES;X-A="a:b;c":Biobank,a\\,b\nCATEGORIES:NUM,Förderung,Beitritt\nURL:https://a.org/x;y\n'
        "BEGIN:VALARM\nDESCRIPTION:Reminder\nSUMMARY:No\nTRIGGER:-PT5M\nEND:VALARM"
    )
    known = options("de", networks=frozenset(["NUM"]), kinds={"Förderung": "funding"})
    found = imported("ics", text, known)
    assert [row.place for row in found.rows] == ["event 1"]
    assert found.rows[0].entry == {
        "date": "2025-07-01", "title": "GBN kommt, sagt man; ins NUM", "kind": "funding",
        "networks": ["NUM"], "summary": "Zeile 1\nZeile 2 C:\\New", "place": "Berlin, Mitte",
        "tags": ["Biobank", "a b", "Beitritt"], "status": "cancelled", "sources": ["https://a.org/x;y"],
    }  # fmt: skip
    assert found.notes == [
        "1 name is written without the signs that a name cannot have: 'a,b' as 'a b'"
    ]


@pytest.mark.parametrize(("lines", "days"), [
    ("DTSTART;VALUE=DATE:20250701", "2025-07-01"),
    ("DTSTART;VALUE=DATE:20250701\nDTEND;VALUE=DATE:20250701", "2025-07-01"),
    ("DTSTART;VALUE=DATE:20250701\nDTEND;VALUE=DATE:20250706", "2025-07-01/2025-07-05"),
    ("DTSTART;VALUE=DATE:20250701\nDTEND;VALUE=DATE:20250801", "2025-07-01/2025-07-31"),
    ("DTSTART;VALUE=DATE:20250701\nDURATION:P1W", "2025-07-01/2025-07-07"),
    ("DTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:99991231", "0001-01-01/9999-12-30"),
    ("DTSTART:20250701T100000Z\nDTEND:20250701T120000Z", "2025-07-01"),
    ("DTSTART;TZID=Europe/Berlin:20250701T220000\nDURATION:PT4H", "2025-07-01/2025-07-02"),
    ("DTSTART:20250701T000000\nDTEND:20250703T000000", "2025-07-01/2025-07-02"),
    ("DTSTART:20250630T235960Z", "2025-06-30"), ("DTSTART:20250701T100000\nDURATION:+P1DT1H1M1S", "2025-07-01/2025-07-02"),
])  # fmt: skip
def test_its_end_is_the_day_after_the_last(lines, days):
    assert one(f"SUMMARY:T\n{lines}")["date"] == days


BERLIN = "X-WR-TIMEZONE:Europe/Berlin\n"
UNTIL_MIDNIGHT = "DTSTART:20210430T220000Z\nDTEND:20210501T215900Z"


@pytest.mark.parametrize(("head", "lines", "days"), [
    (BERLIN, UNTIL_MIDNIGHT, "2021-05-01"), (BERLIN, "DTSTART:20210430T215959Z", "2021-04-30"),
    (BERLIN, "DTSTART:20210430T220000Z\nDURATION:PT24H", "2021-05-01"),
    (BERLIN, "DTSTART;TZID=America/New_York:20210430T220000", "2021-04-30"),
    (BERLIN, "DTSTART;TZID=UTC:20210430T220000", "2021-05-01"),
    (BERLIN, "DTSTART;VALUE=DATE:20210430", "2021-04-30"), (BERLIN, "DTSTART:20210430T230000", "2021-04-30"),
    ("X-WR-TIMEZONE:America/New_York\n", "DTSTART:20210501T010000Z", "2021-04-30"),
    # Its own time zone comes before that of the calendar; one end is enough to know it.
    (BERLIN, 'DTSTART;TZID="Asia/Tokyo":20210501T010000\nDTEND:20210430T170000Z', "2021-05-01"),
    ("", "DTSTART:20210430T220000Z\nDTEND;TZID=Europe/Berlin:20210501T020000", "2021-05-01"),
    ("", "DTSTART;TZID=Europe/Berlin:20210501T100000\nDTEND;TZID=America/New_York:20210501T200000",
     "2021-05-01/2021-05-02"),
    # What is not known is as good as not told.
    (BERLIN, "DTSTART;TZID=Nowhere:20210501T010000", "2021-05-01"),
    ("", "DTSTART;TZID=Nowhere:20210501T010000", "2021-05-01"),
    (BERLIN, "DTSTART;X-A=b:20210501T010000", "2021-05-01"),
    (BERLIN, "DTSTART;X-A=b;TZID=Asia/Tokyo:20210501T010000\nDTEND:20210430T170000Z", "2021-05-01"),
])  # fmt: skip
def test_what_is_told_in_utc_is_of_the_day_where_it_is(head, lines, days):
    found = imported("ics", calendar(f"SUMMARY:T\n{lines}", head=head))
    assert found.rows[0].entry["date"] == days
    assert not any("UTC" in note for note in found.notes)


@pytest.mark.parametrize("zone", ["", "Nowhere", "Europe", "..", "/etc/passwd", "x" * 300])
def test_where_no_time_zone_is_known_days_that_may_be_others_are_named(zone):
    events = [f"SUMMARY:{n}\n{lines}" for n, lines in enumerate((
        UNTIL_MIDNIGHT, "DTSTART:20250701T100000Z", "DTSTART:20250701T110000Z", "DTSTART:20250701T095959Z",
        "DTSTART:20250701T230000", "DTSTART:00010101T000000Z", "DTSTART:20250701T230000Z\nRRULE:FREQ=DAILY",
    ))]  # fmt: skip
    head = f"X-WR-TIMEZONE:{zone}\n" if zone else ""
    found = read("ics", calendar(*events, head=head).encode(), options())
    assert found.notes[-1] == (
        "4 dates are told in UTC, and may be the day before or after where they happened: "
        "event 1 (2021-04-30/2021-05-01), event 3 (2025-07-01), event 4 (2025-07-01), event 6 (0001-01-01)"
    )


def test_a_day_that_no_calendar_of_its_time_zone_has_is_refused():
    text = calendar("SUMMARY:T\nDTSTART:99991231T235900Z", head=BERLIN)
    ((_, reason, hint),) = refused("ics", text)
    assert (reason, hint) == ("'9999-12-31 23:59:00' is no day there is", "write 20250701")


def test_texts_are_taken_in_both_languages():
    text = calendar(
        "DTSTART:20250701\nSUMMARY;LANGUAGE=de:Deutsch\nSUMMARY;LANGUAGE=en-GB:English\n"
        "SUMMARY;LANGUAGE=fr:Français\nDESCRIPTION:Eins\nDESCRIPTION;LANGUAGE=en:<p>One</p>\n"
        "LOCATION;LANGUAGE=en:Munich\nLOCATION;LANGUAGE=de:München"
    )
    found = imported("ics", text, options("de"))
    assert found.rows[0].entry == {
        "date": "2025-07-01", "title": {"de": "Deutsch", "en": "English"},
        "summary": {"de": "Eins", "en": "One"}, "place": "München",
    }  # fmt: skip
    assert found.notes == [
        "2 further SUMMARY, DESCRIPTION or LOCATION of events are left out: 'Français'"
    ]


@pytest.mark.parametrize(("lines", "title", "left"), [
    ("SUMMARY;LANGUAGE=de:Eins", {"de": "Eins"}, 0), ("SUMMARY;LANGUAGE=fr:Un", "Un", 0),
    ("SUMMARY:One\nSUMMARY;LANGUAGE=de:Eins", {"de": "Eins", "en": "One"}, 0),
    ("SUMMARY:Other\nSUMMARY;LANGUAGE=en:One", "One", 1), ("SUMMARY:One\nSUMMARY:Two", "One", 1),
    ("SUMMARY;LANGUAGE=fr:Un\nSUMMARY:One", "One", 1), ("SUMMARY:One\nSUMMARY;LANGUAGE=en:One", "One", 0),
    ("SUMMARY;LANGUAGE=en:\nSUMMARY:One", "One", 0),
])  # fmt: skip
def test_a_text_is_in_the_language_that_it_names(lines, title, left):
    found = imported("ics", calendar(f"DTSTART:20250701\n{lines}"))
    assert (found.rows[0].entry["title"], len(found.notes)) == (title, left)


def test_times_of_day_are_told_to_be_left_out():
    found = imported(
        "ics", calendar("SUMMARY:T\nDTSTART:20250701T100000Z", "SUMMARY:U\nDTSTART:20250701")
    )
    assert found.notes == ["1 time of day is left out"]


@pytest.mark.parametrize(("lines", "reason"), [
    ("DTSTART:20250701", "it has no title"), ("SUMMARY:T", "it has no date"),
    ("SUMMARY:\\n \nDTSTART:20250701", "it has no title"),
    ("SUMMARY:T\nDTSTART:20250231", "'20250231' is no day there is"),
    ("SUMMARY:T\nDTSTART:00000101", "'00000101' is no day there is"),
    ("SUMMARY:T\nDTSTART:20250701T250000", "'20250701T250000' is no day there is"),
    ("SUMMARY:T\nDTSTART:soon", "'soon' is no day there is"),
    ("SUMMARY:T\nDTSTART:20250701\nDTEND:20250630", "it ends before it begins"),
    ("SUMMARY:T\nDTSTART:20250701\nDURATION:-P1D", "the duration '-P1D' is not understood"),
    ("SUMMARY:T\nDTSTART:99991231\nDURATION:P9W", "the duration 'P9W' is too long"),
    ("SUMMARY:T\nDTSTART:20250701\nRRULE:FREQ=DAILY", "it is a series (RRULE), and no single event"),
    ("SUMMARY:T\nDTSTART:20250701\nRDATE:20250702", "it is a series (RDATE), and no single event"),
    ("SUMMARY:T\nDTSTART:20250701\nURL:ftp://a.org", "URL 'ftp://a.org' is not a web address"),
    ("SUMMARY:T\nDTSTART:20250701\nCATEGORIES:???", "'???' cannot name a tag"),
])  # fmt: skip
def test_what_is_no_single_event_is_refused_with_a_mend(lines, reason):
    ((place, told, hint),) = refused("ics", calendar(lines))
    assert (place, told) == ("event 1", reason)
    assert hint


def test_what_is_no_event_is_passed_over_and_told():
    todo = "BEGIN:VTODO\r\nSUMMARY:T\r\nEND:VTODO\r\n"
    zone = ("BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            "RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n")  # fmt: skip
    found = imported("ics", calendar("SUMMARY:T\nDTSTART:20250701", head=zone + todo * 2))
    assert [row.place for row in found.rows] == ["event 1"]
    assert found.notes == ["2 to-dos and journal entries are left out"]


@pytest.mark.parametrize(("text", "reason"), [
    ("", "the file is no calendar"), ("SUMMARY:T\n", "the file is no calendar"),
    ("Datum;Titel\n2020;T\n", "the file is no calendar"),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:T\n", "the calendar ends inside of an event"),
])  # fmt: skip
def test_what_is_no_calendar_is_refused_as_a_whole(text, reason):
    with pytest.raises(UsageError) as error:
        read("ics", text.encode(), options())
    assert error.value.message == reason


def test_html_in_a_description_becomes_lines():
    text = "SUMMARY:T\nDTSTART:20250701\nDESCRIPTION:<p>One<br>Two &amp; <b>three</b></p><script>x</script>"
    assert one(text)["summary"] == "One\nTwo & three"
    text = "SUMMARY:T\nDTSTART:20250701\nDESCRIPTION:1 < 2 & 3 > 2"
    assert one(text)["summary"] == "1 < 2 & 3 > 2"


# Of this tool's own


def test_entries_of_one_set_of_dates_are_one_event():
    dated = [
        event("a", "{2029-03-26,2031-03}"),
        event("b", "[1667,1668,1670..1672]"),
        event("c", "2020"),
    ]
    data = rendered(answer(*dated), "ics")
    assert data.count(b"BEGIN:VEVENT") == 6
    found = imported("ics", data)
    assert [(row.place, row.entry) for row in found.rows] == [
        ("event 1", {"id": "a", "date": "{2029-03-26,2031-03}", "title": "Something"}),
        ("event 3", {"id": "b", "date": "[1667,1668,1670..1672]", "title": "Something"}),
        ("event 6", {"id": "c", "date": "2020", "title": "Something"}),
    ]
    # A calendar may have put them into another order.
    head, *middle, tail = data.decode().split("BEGIN:VEVENT\r\n")
    last, end = tail.split("END:VCALENDAR")
    turned = "BEGIN:VEVENT\r\n".join([head, last, *middle[::-1]]) + f"END:VCALENDAR{end}"
    assert {str(entry) for entry in entries("ics", turned)} == {
        str(row.entry) for row in found.rows}  # fmt: skip


@pytest.mark.parametrize("status", [None, "planned", "cancelled"])
@pytest.mark.parametrize("day", ["2020-05-01", "2020-05", "2020~", "{2020-05-01,2021}"])
@pytest.mark.parametrize("title", ["T", "T (2020)", "T (planned)", "T (May 2020; planned)"])
def test_a_title_loses_what_was_said_behind_it_and_no_more(title, day, status):
    (entry,) = entries("ics", rendered(answer(event("a", day, title, status=status)), "ics"))
    assert (entry["date"], entry["title"], entry.get("status")) == (day, title, status)


def test_that_a_match_was_only_possible_is_no_part_of_its_event():
    one = event("a", "2020-05", "T", status="planned", summary=Text(en="S"))
    chronology = Answer((Match(one, "possible", "since 2 years, open end"),))
    for name in ("ics", "timelinejs"):
        assert entries(name, rendered(chronology, name)) == [
            {"id": "a", "date": "2020-05", "title": "T", "summary": "S", "status": "planned"}
        ]
    certain = Answer((Match(one._replace(status=None), "possible"),))
    assert entries("ics", rendered(certain, "ics"))[0]["title"] == "T"


def test_what_somebody_changed_is_read_as_of_any_calendar():
    data = rendered(answer(event("a-1", "2020-05", "T", place="Berlin")), "ics").decode()
    changed = data.replace("(EDTF: 2020-05)", "or so")
    assert entries("ics", changed) == [
        {"id": "a-1", "date": "2020-05-01/2020-05-31", "title": "T (May 2020)", "place": "Berlin",
         "summary": "May 2020 or so"}
    ]  # fmt: skip
    broken = data.replace("(EDTF: 2020-05)", "(EDTF: 2020-99)")
    assert entries("ics", broken)[0]["date"] == "2020-05-01/2020-05-31"
    ordered = answer(event("a", "2020-05-15", "T", after=("b",), by="14 days"))
    lost = rendered(ordered, "ics").decode().replace("After: b", "nach b")
    (entry,) = entries("ics", lost)  # a distance from nothing says nothing
    assert (entry["date"], entry.get("after")) == ("2020-05-15", None)


def test_a_source_that_was_edited_away_is_none():
    cited = Citation(Source(title="A report", url="https://a.example"), note=Text(None, "page 3"))
    data = rendered(answer(event("a", "2020", "T", citations=(cited,))), "ics").decode()
    ((source,),) = (entry["sources"] for entry in entries("ics", data))
    assert (source["title"], source["note"]) == ("A report", "page 3")
    without = data.replace("\r\n ", "").replace("1. A report. https://a.example", "1")
    assert "report" not in without
    (entry,) = entries("ics", without)
    assert (entry["date"], entry["title"], entry.get("sources")) == ("2020", "T", None)


@pytest.mark.parametrize("language", ["de", "en"])
def test_its_language_is_known_without_its_heading(language):
    data = rendered(answer(event("a", "2020-05", "T"), language=language), "ics").decode()
    headless = "\r\n".join(line for line in data.split("\r\n") if not line.startswith("X-WR-"))
    other = "de" if language == "en" else "en"
    for text in (data, headless):
        assert entries("ics", text, options(other)) == [
            {"id": "a", "date": "2020-05", "title": {language: "T"}}
        ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_hostile_texts_come_back_on_one_line_or_are_refused(language):
    found = read("ics", rendered(hostile(language), "ics"), options(language))
    # What these have for names of networks and tags are none.
    assert {reason.rpartition("' ")[2] for _, reason, _ in found.refused} <= {"cannot name a tag"}
    told = {row.entry["id"]: row.entry for row in found.rows}
    for number, text in enumerate(TEXTS):
        entry = told.get(f"e{number}")
        if entry and one_line(text).strip():
            assert entry["title"] == entry["place"] == one_line(text).strip()
            assert entry["date"] == str(1900 + number)
    assert len(told) > 30


# Held against the library


def test_a_line_may_have_any_number_of_parameters():
    (found,) = components(calendar("SUMMARY" + ";A=B" * 100_000 + ';C="D:E":x\nDTSTART:2020'))[1]
    assert found.text("SUMMARY") == "x"
    assert found.first("SUMMARY").parameter("C") == "D:E"


def oracle(data: bytes) -> list[tuple[str, str, list[str]]]:
    """Return title, place and categories of all events, as the library reads them."""
    found: list[Any] = Calendar.from_ical(data).walk("VEVENT")
    return [
        (str(one.get("SUMMARY", "")), str(one.get("LOCATION", "")),
         sorted(str(name) for name in one.categories))
        for one in found
    ]  # fmt: skip


def ours(data: bytes) -> list[tuple[str, str, list[str]]]:
    def named(found: Component) -> list[str]:
        return sorted(found.parts("CATEGORIES"))

    return [(found.text("SUMMARY"), found.text("LOCATION"), named(found))
            for found in components(data.decode())[1] if found.kind == "VEVENT"]  # fmt: skip


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=90) | st.text(
    st.sampled_from("\\;,:nN\n \"'<=x"), max_size=12)  # fmt: skip


@pytest.mark.skipif(not READS_TEXTS, reason="this release of icalendar reads texts wrongly")
@examples(100)
@given(st.lists(st.tuples(texts, texts, st.lists(texts.filter(str.strip), max_size=3)), max_size=3))
def test_what_the_library_writes_is_read_as_it_reads_it(events):
    whole = Calendar()
    for title, place, categories in events:
        entry = Entry()
        entry.add("summary", title)
        entry.add("location", place)
        entry.add("dtstart", date(2020, 5, 1))
        entry.add("dtend", date(2020, 5, 2))
        if categories:
            entry.add("categories", categories)
        whole.add_component(entry)
    data = whole.to_ical()
    theirs = [(a.strip(), b.strip(), c) for a, b, c in oracle(data)]
    assert [(a.strip(), b.strip(), c) for a, b, c in ours(data)] == theirs
