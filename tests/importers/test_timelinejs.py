"""Slides: of others with the parts of their dates, of this tool with what their words tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.formats.samples import answer, event
from tests.importers.helpers import entries, imported, options, refused, rendered
from timeline.errors import UsageError
from timeline.importers import read


def timeline(*slides: Any, **more: Any) -> str:
    return json.dumps(
        {"title": {"text": {"headline": "My timeline"}}, "events": list(slides), **more}
    )


def slide(**fields: Any) -> dict[str, Any]:
    """Return a slide with just a date and a headline, and what is changed in it."""
    return {"start_date": {"year": "2020"}, "text": {"headline": "T"}} | fields


def test_a_slide_of_any_timeline():
    text = timeline(
        slide(
            start_date={"year": "1998", "month": "07", "day": "10", "hour": "", "format": ""},
            end_date={"year": 2001, "month": 4.0, "day": 0},
            text={"headline": "<b>Whitney</b> Houston &amp; <i>Co.</i>",
                  "text": "<p>One <a href='https://b.org'>two</a>,</p>\n<p>three.<br/>four</p>"},
            media={"url": "https://a.org/x.jpg", "caption": "A <b>caption</b>", "credit": "C", "link": "x"},
            group="Music", unique_id="Whitney 1", background={"color": "red"},
        ),
        eras=[{}, {}],
    )  # fmt: skip
    found = imported("timelinejs", text)
    assert [row.place for row in found.rows] == ["event 1"]
    assert found.rows[0].entry == {
        "id": "whitney-1", "date": "1998-07-10/2001-04", "title": "Whitney Houston & Co.",
        "summary": "One two,\nthree.\nfour", "tags": ["Music"], "sources": ["https://a.org/x.jpg"],
    }  # fmt: skip
    assert found.notes == [
        "2 eras are left out", "1 link in a text is left out",
        "1 caption, credit or picture of a slide is left out",
        "1 id is written as a store writes ids: 'Whitney 1' as whitney-1",
    ]  # fmt: skip
    known = options(networks=frozenset(["Music"]))
    assert entries("timelinejs", text, known)[0]["networks"] == ["Music"]
    kinds = options(kinds={"Music": "music"})
    assert entries("timelinejs", text, kinds)[0]["kind"] == "music"


@pytest.mark.parametrize(("start", "end", "edtf"), [
    ({"year": 2020}, None, "2020"), ({"year": "2020", "month": "5"}, None, "2020-05"),
    ({"year": "2020", "month": "", "day": "7"}, None, "2020"), ({"year": -44}, None, "-0044"),
    ({"year": "-66000000"}, None, "Y-66000000"), ({"year": 0}, None, "0000"),
    ({"year": 2020, "month": 0, "day": 0}, {}, "2020"), ({"year": 2020}, {"year": 2020}, "2020"),
    ({"year": 2020}, {"year": 2021, "month": 2, "day": 28}, "2020/2021-02-28"),
])  # fmt: skip
def test_a_date_is_as_fine_as_its_parts(start, end, edtf):
    one = slide(start_date=start) | ({} if end is None else {"end_date": end})
    assert entries("timelinejs", timeline(one))[0]["date"] == edtf


@pytest.mark.parametrize(("said", "date", "stated"), [
    ("2020", "2020", None), ("around 2020", "2020~", "around 2020"), ("", "2020", None),
    ("<i>um 2020</i>", "2020~", "um 2020"), ("May 2020", "2020-05", "May 2020"),
    ("the year of the plague", "2020", "the year of the plague"),
    ("yesterday", "2020", "yesterday"), ("the World Cup 2018", "2020", "the World Cup 2018"),
])  # fmt: skip
def test_words_of_a_date_count_as_far_as_they_agree_with_it(said, date, stated):
    one = slide(display_date=said, media={"url": "https://a.org"})
    (entry,) = entries("timelinejs", timeline(one))
    source = {"source": "https://a.org", "stated": stated} if stated else "https://a.org"
    assert (entry["date"], entry["sources"]) == (date, [source])
    inside = slide(start_date={"year": 2020, "display_date": said})
    found = imported("timelinejs", timeline(inside))
    assert found.rows[0].entry == {"date": date, "title": "T"}
    assert len(found.notes) == bool(stated)  # nobody is there to say it


@pytest.mark.parametrize(("said", "date"), [
    ("March 2021 (tbc)", "2021-03"), ("March 2021", "2021-03"), ("sometime in March 2021", "2021-03"),
    ("2021 (tbc)", "2021"), ("spring of 2021, or so", "2021-21"), ("1 March 2021, at noon", "2021-03-01"),
    ("announced in March 2021, held in May 2022", "2021-03"), ("Horizon 2020", "2021-03-01"),
    ("a Monday", "2021-03-01"), ("some day in March", "2021-03"),
])  # fmt: skip
def test_a_date_is_no_finer_than_the_words_that_are_shown_for_it(said, date):
    one = slide(start_date={"year": 2021, "month": 3, "day": 1}, display_date=said)
    assert entries("timelinejs", timeline(one))[0]["date"] == date


@pytest.mark.parametrize("said", ["1990s", "1666", "April 2021", "on 2 March 2021", "some day in May 2022",
                                  "Tuesday, at noon"])  # fmt: skip
def test_words_of_another_date_refuse_their_slide(said):
    one = slide(start_date={"year": 2021, "month": 3, "day": 1}, display_date=said)
    assert refused("timelinejs", timeline(one)) == [
        ("event 1", f"its display_date {said!r} is not 2021-03-01", "mend one of the two")
    ]


def test_a_time_of_day_is_left_out():
    found = imported(
        "timelinejs", timeline(slide(start_date={"year": 2020, "month": 5, "day": 1, "hour": 9}))
    )
    assert (found.rows[0].entry["date"], found.notes) == (
        "2020-05-01",
        ["1 time of day is left out"],
    )


@pytest.mark.parametrize(("one", "reason"), [
    (3, "it is not an object"), ({}, "it has no headline"), ({"text": []}, "it has no headline"),
    (slide(start_date=None), "it has no start_date"), (slide(start_date=2020), "start_date is not an object"),
    (slide(start_date={}), "start_date has no year"), (slide(start_date={"year": "MMXX"}), "the year 'MMXX' is no number"),
    (slide(start_date={"year": True}), "the year 'True' is no number"),
    (slide(start_date={"year": 2020, "month": 13, "day": 1}), "start_date names no day there is"),
    (slide(start_date={"year": 2020, "month": 100}), "start_date names no day there is"),
    (slide(start_date={"year": 2020, "month": 2, "day": 30}), "2020-02 has no day 30: it has 29 days"),
    (slide(start_date={"year": 2020, "month": 22}), "start_date names no day there is"),
    (slide(end_date={"year": 2019}), "2020 is after 2019"),
    (slide(text={"headline": 1}), "headline is not a text"), (slide(group=["x"]), "group is not a text"),
    (slide(group="???"), "'???' cannot name a tag"), (slide(unique_id="--"), "unique_id '--' has no letter"),
])  # fmt: skip
def test_a_slide_that_cannot_be_an_event_spoils_no_other(one, reason):
    found = read("timelinejs", timeline(one, slide()).encode(), options())
    ((place, told, hint),) = found.refused
    assert place == "event 1"
    assert told.startswith(reason)
    assert hint
    assert [row.place for row in found.rows] == ["event 2"]


@pytest.mark.parametrize(("text", "reason"), [
    ("", "not JSON: Expecting value"), ("[]", "the file is no timeline"), ("{}", "the file is no timeline"),
    ('{"events": {}}', "the file is no timeline"), ('{"events": []} x', "not JSON: something follows"),
    ('{"events": [], "events": []}', "the timeline cannot be read: the key 'events' is given twice"),
    ('{"events": [{"start_date": {"year": NaN}}]}', "the timeline cannot be read: NaN is no number"),
    ('{"events": ' + "[" * 100_000, "not JSON: lists and objects are nested too deeply"),
])  # fmt: skip
def test_what_is_no_timeline_is_refused_as_a_whole(text, reason):
    with pytest.raises(UsageError) as error:
        read("timelinejs", text.encode(), options())
    assert error.value.message.startswith(reason)


def test_what_is_no_html_is_read_all_the_same():
    text = (
        "a<!--b>-->c &lt;i&gt; <x y='>'>d</x> &nosuch; & <script>e<p></script><a b='>f</a> <style>g"
    )
    one = slide(text={"headline": "1 < 2 <![x <!-- &#" + "9" * 5_000 + ";", "text": text})
    (entry,) = entries("timelinejs", timeline(one))
    assert entry["title"] == "1 < 2 <![x <!-- \ufffd"
    assert entry["summary"] == "ac <i> d &nosuch; & f"


# Of this tool's own


def test_slides_of_one_set_of_dates_are_one_event():
    dated = [event("a", "{2029-03-26,2031-03}"), event("b", "[1667,1668,1670..1672]"),
             event("c", "{2018..2022}"), event("d", "2020", "T (2020)", status="planned")]  # fmt: skip
    data = rendered(answer(*dated), "timelinejs")
    assert len(json.loads(data)["events"]) == 7
    assert [(row.place, row.entry) for row in imported("timelinejs", data).rows] == [
        ("event 1", {"id": "a", "date": "{2029-03-26,2031-03}", "title": "Something"}),
        ("event 3", {"id": "b", "date": "[1667,1668,1670..1672]", "title": "Something"}),
        ("event 6", {"id": "c", "date": "{2018..2022}", "title": "Something"}),
        ("event 7", {"id": "d", "date": "2020", "title": "T (2020)", "status": "planned"}),
    ]


def test_slides_of_which_one_was_added_by_hand_are_those_of_anybody():
    found = json.loads(rendered(answer(event("a", "2020~", "T")), "timelinejs"))
    found["events"].append(slide())
    assert entries("timelinejs", json.dumps(found)) == [
        {"id": "a", "date": "2020~", "title": "T"}, {"date": "2020", "title": "T"},
    ]  # fmt: skip


def test_words_that_were_changed_are_refused():
    data = rendered(answer(event("a", "2020~", "T")), "timelinejs").decode()
    assert refused("timelinejs", data.replace('"T"', '" "'))[0][1] == "it has no headline"
    assert refused("timelinejs", data.replace("c. 2020", "long ago")) == [
        (
            "event 1",
            "the words of its date are not understood",
            "write its display_date as in May 2020",
        )
    ]
