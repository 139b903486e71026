"""The drawing: well-formed, inert, readable to the blind, and nothing on anything else."""

from __future__ import annotations

import re
from itertools import combinations
from math import inf
from xml.etree import ElementTree as ET

import pytest

from tests.browser import Browser, browser  # noqa: F401 - the fixture comes with its import
from tests.formats import samples
from tests.test_query import event
from timeline.formats import Style, render
from timeline.formats.svg_style import STYLE
from timeline.formats.text_width import text_width
from timeline.model import Answer, Citation, Date, Match, Source, Text

TODAY = 739_942  # 22 November 2026
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("</text><script>alert(1)</script>", '" onload="alert(1)', "&amp; &lt; &#x41;", "]]>",
           "\x00\x1b[31m\ufffe", "\u202eback", "<!-- x -->", "漢字" * 40, "x" * 5_000)  # fmt: skip


@pytest.fixture(scope="module")
def bundled() -> Answer:
    return samples.bundled()


def drawing(answer: Answer, **style) -> str:
    return "".join(render("svg", answer, Style(today=TODAY, **style)))


def parsed(answer: Answer, **style) -> ET.Element:
    return ET.fromstring(drawing(answer, **style))


def words_of(element: ET.Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_event_is_drawn_with_its_date_title_and_sources(bundled, language):
    root = parsed(bundled._replace(language=language), lanes="none")
    groups = root.findall(f".//{SVG}g[@class='event']")
    assert len(groups) == len(bundled.matches)
    by_title = {words_of(group.find(f"{SVG}title")): group for group in groups}
    for match in bundled.matches:
        said = match.event.title.said_in(language)
        date = match.event.date.words.said_in(language)
        title = next(t for t in by_title if said in t and t.startswith(date))
        labels = "".join(words_of(text) for text in by_title[title].findall(f"{SVG}text"))
        assert said.replace(" ", "") in labels.replace(" ", "")
        assert ("[" in title) == bool(match.event.citations)
    notes = "".join(words_of(root.find(f".//{SVG}g[@class='sources']")).split())
    for source in {c.source for m in bundled.matches for c in m.event.citations}:
        assert "".join((source.url or source.title).split()) in notes


def test_a_screen_reader_finds_name_description_lanes_and_events(bundled):
    root = parsed(bundled)
    assert root.get("role") == "graphics-document"
    names = {element.get("id"): words_of(element) for element in root if element.get("id")}
    assert root.get("aria-labelledby", "").split() == ["title", "desc"]
    assert names["title"] == "Chronology"
    assert names["desc"].startswith("Events on a time axis: 127, of them only possible: 0.")
    for lane in root.findall(f".//{SVG}g[@role='list']"):
        assert {child.get("role") for child in lane} == {"listitem"}
    (grid,) = root.findall(f"{SVG}g[@class='grid']")
    assert grid.get("aria-hidden") == "true"
    assert root.get("lang") == "en"


def test_hostile_texts_are_text():
    events = [event(f"e{n}", f"20{n + 10}", title=Text(en=said), networks=(said,),
                    citations=(Citation(Source(title=said, url="javascript:alert(1)")),))
              for n, said in enumerate(HOSTILE)]  # fmt: skip
    text = drawing(Answer(tuple(map(Match, events)), "en", (9, 0)))
    root = ET.fromstring(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "g", "line", "text", "tspan", "polygon", "path"}  # fmt: skip
    assert not any(name.startswith("on") or "href" in name
                   for element in root.iter() for name in element.attrib)  # fmt: skip
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe]", text)
    assert HOSTILE[0] in words_of(root)
    assert "&amp;amp; &amp;lt;" in text


def test_nothing_is_fetched_and_nothing_runs(bundled):
    text = drawing(bundled)
    assert not re.search(r"url\(|@import|@font-face|<script|<image|<foreignObject|href=", text)
    assert text.count("http://") == 1 + text.count(
        ">http://"
    )  # the name space; addresses of sources


def test_what_was_called_off_is_struck_through_and_nothing_else():
    events = [event("a", "2020/2021", status="cancelled"), event("b", "2020-05", status="cancelled"),
              event("c", "2020/2021", status="planned"), event("d", "1900/2021")]  # fmt: skip
    root = parsed(Answer(tuple(map(Match, events)), "en", (4, 0)))
    lines = {
        words_of(group.find(f"{SVG}title")): group.findall(f"{SVG}line[@class='cancelled']")
        for group in root.findall(f".//{SVG}g[@class='event']")
    }
    struck = [title for title, found in lines.items() if len(found) == 1]
    assert [("cancelled" in title) for title in lines].count(True) == 2
    assert sorted(struck) == sorted(title for title in lines if "cancelled" in title)


def test_what_is_as_short_as_the_sign_of_an_open_end_is_that_sign_alone():
    known = Source("s", published=Date("2026-11-21", Text("", ""), None, None, "day"))
    going_on = event("a", "2000/..", citations=(Citation(known),))
    answer = Answer((Match(going_on),), "en", (1, 0), window=(-inf, float(TODAY)))
    (group,) = parsed(answer).findall(f".//{SVG}g[@class='event']")
    # The first day may be any of 2000; the last one is all that is possible after the source.
    assert [bar.get("class") for bar in group.findall(f"{SVG}rect")] == ["possible", "certain"]
    assert [sign.get("class") for sign in group.findall(f"{SVG}polygon")] == ["arrow"]


def test_a_piece_that_is_shorter_than_the_sign_of_an_open_end_lies_below_it():
    known = Source("s", published=Date("2026-11-21", Text("", ""), None, None, "day"))
    going_on = event("a", "2000/..", citations=(Citation(known),))
    answer = Answer((Match(going_on),), "en", (1, 0), window=(TODAY - 200.0, float(TODAY)))
    (group,) = parsed(answer).findall(f".//{SVG}g[@class='event']")
    assert [bar.get("class") for bar in group.findall(f"{SVG}rect")] == ["certain"]
    assert [sign.get("class") for sign in group.findall(f"{SVG}polygon")] == ["arrow"]


def test_no_event_is_said_in_words():
    root = parsed(Answer((), "de"))
    assert "Kein Ereignis" in words_of(root)
    assert int(root.get("height", "")) < 200


def test_width_is_as_asked_for_and_two_runs_are_alike(bundled):
    for pixels in (400, 1280, 3000):
        root = parsed(bundled, pixels=pixels)
        assert root.get("width") == str(pixels)
        assert root.get("viewBox") == f"0 0 {pixels} {root.get('height')}"
    assert drawing(bundled) == drawing(bundled)


def test_text_is_readable_on_both_papers():
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = STYLE.split("@media (prefers-color-scheme: dark)")
    for css, paper in ((light, "#ffffff"), (dark, "#0d1117")):
        fills = re.findall(
            r"^(?:text|\.said|\.l\d \.lane)[^{]*\{[^}]*fill: (#\w{6})", css, re.MULTILINE
        )
        assert len(fills) >= 8
        for fill in fills:
            high, low = sorted((luminance(fill), luminance(paper)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, fill


@pytest.mark.long
def test_labels_are_measured_at_least_as_wide_as_a_browser_draws_them(browser, tmp_path, bundled):  # noqa: F811 - the fixture
    page = tmp_path / "chart.svg"
    texts = [m.event.title.said_in(lang) for m in bundled.matches for lang in ("de", "en")]
    # The style is that of any drawing, and a small one is laid out quickly.
    page.write_text(drawing(bundled._replace(matches=bundled.matches[:1])), encoding="utf-8")
    browser.open(page)
    drawn = browser.run(
        "const t = document.createElementNS('http://www.w3.org/2000/svg', 'text');"
        "t.setAttribute('class', 'title'); document.documentElement.append(t);"
        "return arguments[0].map(s => (t.textContent = s, t.getComputedTextLength()))", texts,
    )  # fmt: skip
    narrow = [(text, width) for text, width in zip(texts, drawn, strict=True)
              if text_width(text, 15) < width]  # fmt: skip
    assert not narrow


@pytest.mark.parametrize("pixels", [500, 1280])
def test_no_two_things_are_drawn_on_each_other(browser: Browser, tmp_path, bundled, pixels):  # noqa: F811 - the fixture
    page = tmp_path / "chart.svg"
    page.write_text(drawing(bundled, pixels=pixels), encoding="utf-8")
    browser.open(page, width=pixels)
    lanes = browser.run(
        "return [...document.querySelectorAll('.band')].map(band =>"
        " [...band.querySelectorAll('text.label, text.lane, text.said, rect, polygon')].map(e =>"
        " { const b = e.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height, e.tagName, "
        "   e.closest('.event') ? e.closest('.event').textContent : '', e.textContent] }))"
    )
    compared = 0
    for boxes in lanes:
        for one, other in combinations(boxes, 2):
            if one[5] == other[5] and "text" not in (one[4], other[4]):
                continue  # the pieces of one bar
            compared += 1
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            # Boxes of text are higher than its letters.
            assert across <= 0.5 or down <= 5, (one, other)
        assert all(box[0] >= 0 and box[2] <= pixels for box in boxes)
    assert compared > 3_000
    assert browser.errors() == []
    assert browser.requests() == []
