"""Slides, read by the real TimelineJS in Chromium.

``TIMELINE_TIMELINEJS`` names its ``dist/js/timeline.js`` (``.ci/run`` fetches it).
"""

from __future__ import annotations

import html
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.amount import examples
from tests.dates.test_edtf import EDTF
from tests.formats.samples import TEXTS, answer, bundled, event, hostile
from timeline import formats
from timeline.dates.calendar import day_number, days_in_month
from timeline.formats.days import stretches
from timeline.model import Answer, Citation, Match, Source, Text
from timeline.text import FORBIDDEN, one_line

STYLE = formats.Style()
SCRIPT = os.environ.get("TIMELINE_TIMELINEJS", "")
PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>TimelineJS</title>
<link rel="stylesheet" href="{style}"><div id="here" style="width: 1200px; height: 700px"></div>
<script src="{script}"></script>
<script>
const texts = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent);
function show(data) {{
  // Fonts would be fetched from the network.
  window.shown = new TL.Timeline("here", data, {{script_path: "{folder}/", font: null}});
  window.shown.on("loaded", () => {{ window.loaded = true; }});
}}
</script>"""


@pytest.fixture
def timelinejs(browser: Any, tmp_path: Path) -> Any:
    """Return a function that shows what a format wrote and returns the browser."""
    if not SCRIPT:
        pytest.skip("TIMELINE_TIMELINEJS does not name the script of TimelineJS")

    def show(answer: Answer, style: formats.Style = STYLE, ready: str = "window.loaded") -> Any:
        script = Path(SCRIPT)
        page = tmp_path / "page.html"
        page.write_text(PAGE.format(
            script=script.as_uri(), folder=script.parent.as_uri(),
            style=(script.parent.parent / "css" / "timeline.css").as_uri(),
        ), encoding="utf-8")  # fmt: skip
        browser.open(page)
        browser.run("show(arguments[0])", slides(answer, style))
        browser.wait_for(ready)
        assert browser.errors() == []
        assert browser.run("return window.hit === undefined")
        assert all(url.startswith(("file:", "data:")) for url in browser.requests())
        return browser

    return show


def written(answer: Answer, style: formats.Style = STYLE) -> str:
    return "".join(formats.render("timelinejs", answer, style))


def slides(answer: Answer, style: formats.Style = STYLE) -> Any:
    return json.loads(written(answer, style))


def shown(page: Any, selector: str) -> list[str]:
    found: list[str] = page.run("return texts(arguments[0])", selector)
    return found


def test_timelinejs_shows_every_title_and_date_of_the_bundled_chronology(timelinejs):
    chronology = bundled("de")
    page = timelinejs(chronology)
    assert page.run("return shown.config.messages") == {"errors": [], "warnings": []}
    headlines = shown(page, ".tl-slide .tl-headline")
    dates = set(shown(page, ".tl-slide .tl-headline-date"))
    for match in chronology.matches:
        title = match.event.title.said_in("de")
        assert any(said == title or said.startswith(f"{title} (") for said in headlines), title
        if match.event.date.edtf[0] != "{":
            assert match.event.date.words.said_in("de") in dates
    links = set(
        page.run("return [...document.querySelectorAll('.tl-text-content a')].map(a => a.href)")
    )
    wanted = {c.source.url for m in chronology.matches for c in m.event.citations if c.source.url}
    assert len(wanted - links) == 0


def test_timelinejs_shows_hostile_texts_as_themselves_and_runs_none_of_them(timelinejs):
    # Kinds, as networks would be too many groups.
    chronology = hostile(longest=60)
    few = chronology._replace(matches=chronology.matches[:12])
    page = timelinejs(few)
    wanted = [one_line(text[:60]) for text in TEXTS[:12]]
    assert shown(page, ".tl-timegroup-message") == wanted
    page = timelinejs(chronology)
    cut = [one_line(text[:60]) for text in TEXTS]
    wanted = ["Chronology", *(text or f"e{number}" for number, text in enumerate(cut))]
    assert shown(page, ".tl-slide .tl-headline") == wanted
    assert shown(page, ".tl-timemarker h2.tl-headline") == wanted[1:]
    for said, text in zip(shown(page, ".tl-slide .tl-text-content"), cut, strict=True):
        assert text in said
    assert page.run("return document.querySelectorAll('.tl-slide img, .tl-slide b').length") == 0


def test_timelinejs_shows_one_event_and_tells_of_an_error_where_there_is_none(timelinejs):
    page = timelinejs(answer(event("x", "2020-04~", "One")))
    assert shown(page, ".tl-slide .tl-headline") == ["Chronology", "One"]
    assert shown(page, ".tl-slide .tl-headline-date")[-1] == "c. April 2020"
    page = timelinejs(answer(), ready="texts('.tl-message-content').join().includes('no events')")
    assert formats.losses("timelinejs", answer(), STYLE) == [
        "no event is left to show: TimelineJS tells of an error instead"
    ]


def test_timelinejs_shows_two_times_of_a_day_in_their_order(timelinejs):
    times = {"ten": "2020-04-01T10:00:00Z", "nine": "2020-04-01T09:59:59+02:00",
             "last": "2016-12-31T23:59:60Z", "day": "2016-12-31"}  # fmt: skip
    page = timelinejs(answer(*(event(name, text, name) for name, text in times.items())))
    assert page.run("return shown.config.messages") == {"errors": [], "warnings": []}
    assert shown(page, ".tl-slide .tl-headline") == ["Chronology", "day", "last", "nine", "ten"]
    assert shown(page, ".tl-slide .tl-headline-date")[-1] == "1 April 2020, 10:00:00 UTC"


def test_timelinejs_shows_years_of_any_size_it_can_reckon_with(timelinejs):
    # It would make ticks for hours of anything beyond.
    texts = ["Y-66E6~", "-0043-03-15", "0000", "2020-04", "Y1E11", "Y2E11", "Y1E30", "Y-3E3000"]
    page = timelinejs(answer(*(event(f"e{n}", text, text) for n, text in enumerate(texts))))
    assert page.run("return shown.config.scale") == "cosmological"
    assert sorted(shown(page, ".tl-slide .tl-headline")[1:]) == sorted(texts[:5])


SHOWN: dict[str, list[object]] = {
    "2024-05-03": [(2024, 5, 3), "3 May 2024"],
    "2024-02-01T23:30:00-05:00": [(2024, 2, 1, 23, 30, 0), "1 February 2024, 23:30:00 UTC−05:00"],
    "2016-12-31T23:59:60Z": [(2016, 12, 31, 23, 59), "31 December 2016, 23:59:60 UTC"],
    "2020-04": [(2020, 4), "April 2020"],
    "2018~": [(2018,), "c. 2018"],
    "2018/2022": [(2018,), (2022,), "2018–2022"],
    "2018-07/2022-01-05": [(2018, 7), (2022, 1, 5), "July 2018 – 5 January 2022"],
    "1999-21": [(1999, 3), (1999, 5), "spring 1999"],
    "2019-24": [(2019, 12), (2020, 2), "winter 2019"],
    "201X": [(2010,), (2019,), "2010s"],
    "156X-12-25": [(1560,), (1569,), "25 December 156X"],
    "2004-XX": [(2004,), "2004, month unknown"],
    "1985-04-XX": [(1985, 4), "April 1985, day unknown"],
    "1984-1X": [(1984, 10), (1984, 12), "1984, month 1X"],
    "2025-07/..": [(2025, 7), "since July 2025"],
    "2024-05/..": [(2024, 5), (2025, 6, 1), "since May 2024"],
    "../1806-08-06": [(1806, 8, 6), "until 6 August 1806"],
    "[1760-12..]": [(1760, 12), "December 1760 or later"],
    "-0043-03-15": [(-43, 3, 15), "15 March 44 BCE"],
    "[2018,2020-05-01]": [(2018,), "2018 or 1 May 2020", (2020, 5, 1), "2018 or 1 May 2020"],
    "{2029-03-26,2031}": [(2029, 3, 26), "26 March 2029", (2031,), "2031"],
    "Y-66E6": [(-66_000_000,), "year −66000000"],
    "Y1E30": [],
}


def test_dates_have_the_parts_that_are_known_and_words_for_the_rest():
    for text, wanted in SHOWN.items():
        found: list[Any] = []
        for slide in slides(answer(event("x", text, published="2025-06~")))["events"]:
            found += (tuple(slide[n].values()) for n in ("start_date", "end_date") if n in slide)
            found.append(slide["display_date"])
        assert found == wanted, text


@examples(60)
@given(EDTF)
def test_the_years_months_or_days_of_a_slide_are_all_of_what_is_known_of_a_member(dated):
    happened = event("x", dated.text)
    found = slides(answer(happened))["events"]
    assert len(found) <= len(stretches(happened))
    for slide in found:
        first, last = slide["start_date"], slide.get("end_date", slide["start_date"])
        low = day_number(first["year"], first.get("month", 1), first.get("day", 1))
        month = last.get("month", 12)
        high = day_number(last["year"], month, last.get("day", days_in_month(last["year"], month)))
        assert any(low <= known.first and known.last <= high for known in stretches(happened))
        # A day is named only where the date names one.
        assert ("day" not in last) or any(known.last == high for known in stretches(happened))


@pytest.mark.parametrize("language", ["de", "en"])
def test_slides_have_the_documented_shape(language):
    for chronology in (bundled(language), hostile(language)):
        text = written(chronology)
        assert not FORBIDDEN.search(text)
        data = json.loads(text)
        assert tuple(data) == ("title", "scale", "events")
        ids = [slide["unique_id"] for slide in data["events"]]
        assert len(set(ids)) == len(ids)
        for slide in data["events"]:
            assert set(slide) <= {"unique_id", "start_date", "end_date", "display_date", "text", "group", "autolink"}  # fmt: skip
            assert {"start_date", "display_date", "text"} <= set(slide)
            assert set(slide["text"]) == {"headline", "text"}
            group = slide.get("group", "no group")
            assert "<" not in slide["text"]["headline"] + slide["display_date"] + group
            assert html.unescape(html.unescape(group))


def test_a_link_is_made_of_web_addresses_only():
    cited = tuple(Citation(Source(title="x", url=u)) for u in ("javascript:hit()", 'http://a"b'))
    (slide,) = slides(answer(event("x", "2020", citations=cited)))["events"]
    assert slide["text"]["text"] == (
        "<p>Sources:</p><ol><li>x. javascript:hit()</li>"
        '<li>x. <a href="http://a&quot;b">http://a&quot;b</a></li></ol>'
    )


def test_what_must_be_said_of_an_event_stands_in_its_headline_and_its_text():
    happened = event("x", "2027", status="planned", networks=("A", "B"), summary=Text(en="S."))
    (slide,) = slides(Answer((Match(happened, "possible"),)))["events"]
    assert slide["text"] == {
        "headline": "Something (possible, planned)",
        "text": "<p>(possible, planned)</p><p>S.</p><p>Networks: A, B</p>",
    }


def test_slides_are_grouped_as_asked_unless_the_groups_are_too_many():
    def groups(style: formats.Style, number: int) -> tuple[set[str | None], list[str]]:
        chronology = answer(*(
            event(f"e{n}", "2020-05-01", networks=(f"n{n}", "x"), kind=f"k{n % 3}", place=f"p{n}")
            for n in range(number)
        ))  # fmt: skip
        found = {slide.get("group") for slide in slides(chronology, style)["events"]}
        return found, formats.losses("timelinejs", chronology, style)

    kinds = {"k0", "k1", "k2"}
    assert groups(STYLE, 2) == (
        {"n0", "n1"}, ["2 events are of several networks: only the first groups them"],
    )  # fmt: skip
    assert groups(formats.Style(lanes="place"), 2) == ({"p0", "p1"}, [])
    assert groups(formats.Style(lanes="kind"), 20) == (kinds, [])
    assert groups(formats.Style(lanes="none"), 20) == ({None}, [])
    told = "more than 12 groups would leave no room for anything else: the events are"
    assert groups(STYLE, 20) == (kinds, [f"{told} grouped by kind"])


def test_what_timelinejs_cannot_show_is_told_with_counts():
    def told(*texts: str, order: str = "date") -> list[str]:
        events = [event(f"e{n}", text) for n, text in enumerate(texts)]
        return formats.losses("timelinejs", answer(*events)._replace(order=order), STYLE)

    assert told("2020", "2020-04", "2020-04-01/2020-04-05") == []
    assert told("2020~", "[2018,2019]", "2018/2022", "2018/..", "Y1E30", "Y-66E6", "2020-04",
                "2021-05-01T10:00:00Z", "[2022..2023]", order="title") == [
        "1 date is hedged: only words say so",
        "1 date is one of several: each of them is a slide, and words say so",
        "1 date lies somewhere between two: one slide is as long as all that, and words say so",
        "1 time of day has a time zone: only words say so",
        "1 date is open, unknown or unbounded on one side: only words say so",
        "2 bars end where the month or year of their end begins",
        "2 dates stand at the beginning of their years, because others are too far away for days",
        "8 events are shown in the order of dates, whatever order was asked for",
        "1 slide is left out, because its year is too far away",
    ]  # fmt: skip


def test_the_order_is_told_to_be_another_only_where_it_is():
    def told(order: str, *texts: str) -> list[str]:
        events = [event(f"e{n}", text) for n, text in enumerate(texts)]
        return formats.losses("timelinejs", answer(*events)._replace(order=order), STYLE)

    said = "events are shown in the order of dates, whatever order was asked for"
    assert told("title", "2021-03-04") == told("title", "2020", "2020-01-01", "2021-05-01") == []
    assert told("title", "2020-01-01T09:00:00", "2020-01-01T10:00:00") == []
    assert told("title", "2020-01-01T10:00:00", "2020-01-01T09:00:00") == [f"2 {said}"]
    assert told("title", "2021-05-01", "2020", "2020-02-01") == [f"3 {said}"]
    assert told("date", "2020", "2020-02-01", "2021-05-01") == []
    assert told("date", "2021-05-01", "2020-02-01", "2020") == [f"3 {said}"]  # as --reverse does
    assert told("title", "Y-66E6", "2020-04-01", "2020-03-01")[1:] == []  # years alone count there


def test_a_run_of_days_one_of_which_it_was_is_told_in_words():
    found = answer(event("x", "[2023-01-03..2024-02-01]"))
    (slide,) = slides(found)["events"]
    assert slide["display_date"] == "between 3 January 2023 and 1 February 2024"
    assert formats.losses("timelinejs", found, STYLE) == [
        "1 date lies somewhere between two: one slide is as long as all that, and words say so"
    ]
