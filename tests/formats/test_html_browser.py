"""The page as its readers meet it, in Chromium: looked at, searched, printed, without a script."""

from __future__ import annotations

import base64
import os
import re
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.formats.samples import TEXTS, answer, bundled, event, hostile
from tests.formats.test_html import golden, render
from timeline.formats.svg_style import DARK, LIGHT
from timeline.model import Answer, Match
from timeline.text import one_line

AXE = os.environ.get("TIMELINE_AXE", "")
SHOWN = """[...document.querySelectorAll("li.event")].filter((e) => e.checkVisibility()).map((e) => e.id)"""
FRAME = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The chart lets go of its height, so that all of it is drawn.
UNROLL = """
const box = document.getElementById("_scroll");
box.style.maxHeight = "none";
return new Promise((done) => new ResizeObserver(() => requestAnimationFrame(() =>
  requestAnimationFrame(done))).observe(box));
"""
DRAWN = "return [...document.querySelectorAll('#_canvas .item')].map((item) => item.hash.slice(1))"
# What crosses in a row: labels anything, bars those of other events; and labels of the axis.
COLLISIONS = (
    """
const canvas = document.getElementById("_canvas").getBoundingClientRect();
const shape = (item) => (part) => ({
  item, isLabel: part.className.startsWith("label"), rect: part.getBoundingClientRect() });
const crosses = ({ rect: a }, { rect: b }) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.1;
const draw = () => {
  const collisions = [], bars = [];
  const rows = [...document.querySelectorAll("#_canvas .row")];
  for (const row of rows) {
    const parts = [...row.children].flatMap((item) => [...item.children].map(shape(item.hash)));
    for (const [n, one] of parts.entries()) {
      if (one.rect.left < canvas.left - 0.1 || one.rect.right > canvas.right + 0.1)
        collisions.push(`${one.item} beyond the edge`);
      if (!one.isLabel) bars.push(one.rect.left);
      for (const other of parts.slice(n + 1))
        if ((one.item !== other.item || one.isLabel || other.isLabel) && crosses(one, other))
          collisions.push(`${one.item} and ${other.item}`);
    }
  }
  const ticks = [...document.querySelectorAll(".axis span")].filter((mark) => mark.textContent)
    .map(shape("axis"));
  for (const [n, one] of ticks.entries())
    if (n && crosses(one, ticks[n - 1])) collisions.push("marks of the axis");
  return { collisions, rows: rows.length, ticks: ticks.length,
           spread: Math.max(...bars) - Math.min(...bars) };
};
"""
    + FRAME
    + ".then(draw)"
)
TYPE = """
const search = document.getElementById("_search");
search.value = arguments[0];
search.dispatchEvent(new Event("input"));
"""
PICK = """
for (const box of document.querySelectorAll(`.filters input[name=${arguments[0]}]`))
  if (box.checked !== arguments[1].includes(box.closest("label").querySelector(".name").firstChild.textContent.trim()))
    box.click();
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a small store, in which one event matches only possibly."""
    some = golden()
    matches = tuple(
        match._replace(certainty="possible") if match.event.id == "decade" else match
        for match in some.matches
    )
    return written(tmp_path_factory, some._replace(matches=matches, found=(8, 1)))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the bundled chronology."""
    return written(tmp_path_factory, bundled())


def written(folder: pytest.TempPathFactory, some: Any) -> Path:
    path = folder.mktemp("page") / "page.html"
    path.write_text(render(some), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def silence(browser: Any) -> Any:
    """Hold of every test that the page asks nobody for anything, and breaks nothing."""
    yield
    assert browser.requests() == []
    assert browser.errors() == []


def shown(browser: Any) -> list[str]:
    found: list[str] = browser.run(f"{FRAME}.then(() => {SHOWN})")
    return found


def visible(browser: Any, selector: str) -> list[str]:
    found: list[str] = browser.run(
        "return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility())"
        ".map((e) => e.innerText)", selector,
    )  # fmt: skip
    return found


def test_networks_kinds_and_certainty_choose_what_the_list_and_the_chart_show(browser, page):
    browser.open(page)
    everything = shown(browser)
    assert len(everything) == 9
    for networks, kinds, wanted in (
        (["NUM"], [], ["num-founding", "running"]),
        (["MII"], [], ["mii-phase", "num-founding"]),
        (["NUM", "MII"], [], ["mii-phase", "num-founding", "running"]),
        (["NUM", "MII"], ["Phase"], ["mii-phase"]),
        ([], ["Gründung", "Phase"], ["mii-phase", "num-founding"]),
        (["NUM"], ["Phase"], []),
        ([], [], everything),
    ):
        browser.run(PICK, "network", networks)
        browser.run(PICK, "kind", kinds)
        assert shown(browser) == wanted
        # Lanes of networks that were not chosen would tell only a part.
        lanes = visible(browser, "#_canvas .heading b")
        assert lanes[: len(networks)] == ([] if not wanted else sorted(networks))[: len(lanes)]
        assert set(browser.run(DRAWN)) == set(wanted)
        assert visible(browser, "#_none") == (
            [] if wanted else ["No event matches this selection."]
        )
        assert visible(browser, "#_count") == [
            f"{len(wanted)} of 9 events" if networks or kinds else ""
        ]
    browser.run("document.getElementById('_certain').click()")
    assert shown(browser) == [name for name in everything if name != "decade"]
    assert visible(browser, ".year h3").count("2010") == 0
    browser.run("document.getElementById('_clear').click()")
    assert shown(browser) == everything
    assert browser.run("return document.activeElement.id") == "_search"


def test_the_search_folds_case_and_accents_over_both_languages(browser, page):
    browser.open(page)
    for text, wanted in {
        "GEGRUNDET": ["num-founding"], "gegründet": ["num-founding"], "founded": ["num-founding"],
        "gegru\u0308ndet": ["num-founding"], "lauft": ["running"], "LÄUFT": ["running"],
        "krisen berlin": ["num-founding"], "berlin only": ["decade", "num-founding"],
        '"only in"': ["decade"],
        '"in only"': [], "zebra": [], "covid": ["num-founding"], "universitaet": [],
        "Universität": ["num-founding", "running"], "<b>fett": ["markup"], "juni 2024": ["markup"],
        "   ": ["deep-past", "reign", "decade", "mii-phase", "num-founding", "markup", "running",
                "next-convention", "called-off"],
    }.items():  # fmt: skip
        browser.run(TYPE, text)
        assert shown(browser) == wanted, text


def test_the_language_is_switched_with_and_without_a_script(browser, page):
    for scripts in (True, False):
        browser.open(page, scripts=scripts)
        title = ".event#num-founding h4 > .title"
        assert (visible(browser, title), visible(browser, "h1")) == (
            ["NUM founded"],
            ["Chronology"],
        )
        browser.driver.find_element("css selector", "label[for=_de]").click()
        assert (visible(browser, title), visible(browser, "h1")) == (
            ["NUM gegründet"],
            ["Chronologie"],
        )
        assert visible(browser, "#deep-past .when") == ["um Jahr −66000000"]
        # What has no German is told in English, and says so.
        assert visible(browser, "#decade h4 > .title") == ["Only in English"]
        assert browser.run("return document.querySelector('#decade h4 [lang]').lang") == "en"
        if scripts:
            assert browser.run("return [document.documentElement.lang, document.title]") == [
                "de",
                "Chronologie",
            ]
            assert "April 2020 NUM gegründet" in visible(browser, "#_canvas .label")
            browser.wait_for("location.search === '?lang=de'")


def test_without_a_script_the_page_is_a_list_and_offers_nothing_that_does_not_work(browser, page):
    browser.open(page, scripts=False)
    assert len(browser.run(f"return {SHOWN}")) == 9
    offered = browser.run(
        "return [...document.querySelectorAll('input, button, summary, [tabindex=\"0\"]')]"
        ".filter((e) => e.checkVisibility()).map((e) => e.id)"
    )
    assert offered == ["_de", "_en"]


def test_a_deep_link_shows_its_event_whatever_the_filters_say(browser, large):
    browser.open(large, fragment="gbn-joins-num", query="kind=law&q=nothing")
    assert len(shown(browser)) == 127
    inside = """(() => { const { top, bottom } = document.getElementById(arguments[0])
      .getBoundingClientRect(); return top >= -1 && bottom <= innerHeight + 1; })()"""
    for name in ("gbn-joins-num", "tmf-association-founding"):
        browser.run(f"location.hash = '#{name}'")
        browser.wait_for(inside.replace("arguments[0]", f"'{name}'"))
        here = browser.run(
            "return [...document.querySelectorAll('#_canvas .here')].map((e) => e.hash)"
        )
        assert set(here) <= {f"#{name}"}
        look = "return getComputedStyle(document.getElementById(arguments[0])).backgroundColor"
        assert browser.run(look, name) != browser.run(look, "num-founding")
    browser.run(TYPE, "biobank")
    assert "num-phase-3" not in shown(browser)
    browser.run("location.hash = '#num-phase-3'")
    browser.wait_for(f"{SHOWN}.length === 127")


@pytest.mark.long
def test_an_address_names_no_event_that_is_filtered_out_and_back_restores_what_it_says(
    browser, page
):
    browser.open(page, fragment="mii-phase")
    browser.run(TYPE, "gegründet")
    browser.wait_for("location.search && !location.hash")
    browser.driver.find_element("css selector", "#num-founding a.id").click()
    browser.wait_for("location.hash === '#num-founding'")
    browser.run("document.getElementById('_clear').click()")
    browser.wait_for("!location.search")
    browser.driver.back()
    browser.wait_for("location.search && !location.hash")
    assert shown(browser) == ["num-founding"]
    browser.wait_for("!document.querySelector('#_canvas .here')")


def test_what_was_chosen_stands_in_the_address_and_can_be_passed_on(browser, page):
    browser.open(page)
    browser.run(PICK, "network", ["MII"])
    browser.run(TYPE, "gegründet")
    browser.wait_for("location.search")
    asked = browser.run("return location.search")
    assert asked == "?q=gegr%C3%BCndet&network=MII"
    browser.open(page, query=asked[1:])
    assert shown(browser) == ["num-founding"]
    assert visible(browser, "#_count") == ["1 of 9 events"]
    browser.open(page, query="network=nothing&kind=%FF&q=&lang=xx&certain=1")
    assert len(shown(browser)) == 8


@pytest.mark.long
def test_nothing_in_the_chart_collides_at_any_width_or_scale_in_either_language(browser, large):
    browser.open(large, width=390)
    browser.run(UNROLL)
    spread, ticks = 0.0, 0
    for language, steps in (("_de", 0), ("_en", 0), ("_de", 1), ("_en", 5)):
        if steps == 5:
            browser.resize(1900)
            spread = 0
        browser.run(
            "for (let n = 0; n < arguments[0]; n++) document.getElementById('_in').click()", steps
        )
        browser.run("document.getElementById(arguments[0]).click()", language)
        found = browser.run(COLLISIONS)
        assert found["collisions"] == []
        assert found["rows"] > 127 / 2
        assert not spread or found["spread"] == pytest.approx(2**steps * spread, rel=0.02)
        assert found["ticks"] > ticks or not steps
        spread, ticks = found["spread"], found["ticks"]
    assert visible(browser, "#_level") == ["×64"]
    # Nor does it where a reader has a wider font than any that was reckoned with.
    browser.run("document.documentElement.style.setProperty('--sans', 'monospace')")
    browser.run("document.getElementById('_all').click()")
    assert browser.run(COLLISIONS)["collisions"] == []


def test_the_chart_is_moved_by_keys_mouse_and_wheel(browser, large):
    from selenium.webdriver import ActionChains, Keys

    browser.open(large)
    box = browser.driver.find_element("id", "_scroll")
    place = "return [document.getElementById('_scroll').scrollLeft, document.getElementById('_level').textContent]"
    box.send_keys("+", "+", "=")
    left, level = browser.run(place)
    assert level == "×8"
    assert left > 1000
    box.send_keys(Keys.ARROW_RIGHT)
    browser.wait_for(f"document.getElementById('_scroll').scrollLeft > {left}")
    left = browser.run(place)[0]
    ActionChains(browser.driver).move_to_element_with_offset(box, 0, 60).click_and_hold().move_by_offset(
        -120, 0).release().perform()  # fmt: skip
    assert browser.run(place)[0] == pytest.approx(left + 120, abs=40)
    assert browser.run("return location.hash") == ""
    browser.run("document.getElementById('_scroll').dispatchEvent(new WheelEvent('wheel', "
                "{ deltaY: 100, ctrlKey: true, clientX: 600, cancelable: true }))")  # fmt: skip
    assert browser.run(place)[1] == "×4"
    box.send_keys("-", "0")
    assert browser.run(place) == [0, "×1"]
    box.send_keys("-")
    assert browser.run("return document.getElementById('_out').ariaDisabled") == "true"
    first = browser.run(DRAWN)[0]
    browser.run("document.querySelector('#_canvas .item .label').click()")
    assert browser.run("return location.hash") == f"#{first}"


def test_every_control_is_reached_by_tab_in_the_order_of_reading_and_shows_it(browser, page):
    from selenium.webdriver import ActionChains, Keys

    browser.open(page)
    reached = []
    for _ in range(14):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        reached.append(browser.run("const e = document.activeElement; const l = e.labels?.[0] ?? e;"
                                   "return [e.id || e.className || e.textContent.trim().slice(0, 20), "
                                   "getComputedStyle(e).outlineStyle + getComputedStyle(l).outlineStyle]"))  # fmt: skip
    names = [name for name, _ in reached]
    assert names[:4] == ["skip", "_en", "_auto", "_search"]
    assert names[6:11] == ["_certain", "_out", "_in", "_all", "_scroll"]
    assert all("solid" in outline or "auto" in outline for _, outline in reached)


def test_printed_the_page_has_all_events_and_no_controls(browser, page, large):
    browser.open(large, width=794)
    browser.run("document.getElementById('_in').click()")
    media = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": "print", "features": media}
    )
    browser.wait_for("document.querySelectorAll('#_canvas .item').length > 150")
    assert set(browser.run(DRAWN)) == set(shown(browser))
    assert len(shown(browser)) == 127
    assert visible(browser, ".switch, .filters input, .zoom, .skip, summary") == []
    look = browser.run(
        "return [getComputedStyle(document.body).color, document.documentElement.scrollWidth]"
    )
    assert look == ["rgb(28, 33, 40)", 779]  # beside the bar that scrolls the window
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.wait_for("document.querySelectorAll('#_canvas .item').length < 150")
    assert visible(browser, "#_level") == ["×2"]

    browser.open(page)
    browser.run(
        "addEventListener('beforeprint', () => { window.drawn = document.querySelectorAll('.item').length; })"
    )
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    assert browser.run("return window.drawn") == 10

    # Of what is chosen, a print says how much it is, and has the sources that are cited.
    browser.open(large)
    browser.run(TYPE, "biobank")
    seen = "[...document.querySelectorAll('.sources li')].filter((e) => !e.hidden).length"
    every = browser.run(f"return {seen}")
    browser.run(f"addEventListener('beforeprint', () => {{ window.cited = {seen}; }})")
    browser.driver.execute_cdp_cmd("Page.printToPDF", {})
    assert 0 < browser.run("return window.cited") < every / 4
    assert browser.run(f"return {seen}") == every
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert visible(browser, ".result") == ["15 of 127 events"]


def test_hostile_texts_do_nothing_and_are_shown_as_themselves(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(render(hostile(longest=80)), encoding="utf-8")
    browser.open(path)
    browser.run(UNROLL)
    browser.run("for (const d of document.querySelectorAll('details')) d.open = true")
    assert browser.run("return [window.hit, document.scripts.length, document.images.length]") == [
        None,
        3,
        0,
    ]
    tags = browser.run(
        "return [...new Set([...document.body.querySelectorAll('*')].map((e) => e.localName))]"
    )
    assert not set(tags) & {"img", "svg", "iframe", "style", "object", "form", "br", "base"}
    titles = browser.run(
        "return [...document.querySelectorAll('.event h4 > .title')].map((e) => e.textContent)"
    )
    drawn = browser.run(
        "return [...document.querySelectorAll('#_canvas .label')].map((e) => e.textContent)"
    )
    for text, title in zip(TEXTS, titles, strict=True):
        assert title == one_line(text[:80])
        assert any("".join(title.split()) in "".join(label.split()) for label in drawn)
    browser.run("const boxes = document.querySelectorAll('.filters input[name=network]');"
                "for (const box of boxes) { box.click(); box.click(); }")  # fmt: skip
    assert len(shown(browser)) == len(TEXTS)


@pytest.mark.long
def test_a_page_of_nothing_and_one_without_a_chart_work_as_well(browser, tmp_path):
    path = tmp_path / "page.html"
    ended = tuple(m for m in golden().matches if m.event.date.earliest and m.event.date.latest)
    beyond = Answer(ended, found=(7, 0), window=(800_000, 800_100))
    for some, count in ((Answer(()), 0), (beyond, 7)):
        path.write_text(render(some), encoding="utf-8")
        browser.open(path, fragment="decade")
        browser.driver.find_element("css selector", "label[for=_de]").click()
        title = "Chronologie: 29. April – 7. August 2191" if count else "Chronologie"
        assert visible(browser, "h1") == [title]
        assert len(shown(browser)) == count
        assert len(visible(browser, "#_none")) == (count == 0)
        assert visible(browser, "#_canvas") == []
    browser.run(TYPE, "krisen")
    assert shown(browser) == ["num-founding"]


@pytest.mark.skipif(not AXE, reason="TIMELINE_AXE does not name axe-core's axe.min.js")
@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 1280), (False, 390)])
def test_axe_finds_no_barrier(browser, page, dark, width):
    browser.open(page, dark=dark, width=width, fragment="num-founding")
    browser.run("document.querySelector('details').open = true")
    browser.run(
        "for (const part of document.querySelectorAll('.part')) part.style.contentVisibility = 'visible'"
    )
    browser.run(Path(AXE).read_text(encoding="utf-8") + "; window.axe = axe;")
    found = browser.run("return axe.run().then(({ violations }) => violations.map("
                        "(v) => [v.id, v.nodes.map((n) => n.html)]))")  # fmt: skip
    assert found == []


def test_a_search_runs_on_over_no_seam_and_finds_no_label_of_a_filter(browser, page):
    browser.open(page)
    everything = len(shown(browser))
    for needle in ("gfound", "20201", "2020A", "not given", "ohne Angabe"):
        browser.run(TYPE, needle)
        assert shown(browser) == [], needle
    browser.run(TYPE, "founding")
    assert 0 < len(shown(browser)) < everything


@pytest.mark.long
def test_the_search_knows_what_is_read_in_an_entry_and_the_sources_that_it_cites(browser, page):
    browser.open(page)
    for text, wanted in {
        "planned": ["next-convention"], "geplant": ["next-convention"],
        "cancelled": ["called-off"], "abgesagt": ["called-off"], "möglich": ["decade"],
        "Netzwerk Universitätsmedizin": ["num-founding", "running"],
        "im April 2020": ["num-founding"], "names the day": ["num-founding"],
        "umstritten": ["num-founding"], "zum 1. April": ["num-founding"], "sites": ["mii-phase"],
        "390.000.000": ["num-founding"], "covid, research": ["num-founding"],
        # Titles, publishers and ids of sources, and ids of events.
        "Titel mit": ["markup"], '"ein porträt"': ["mii-phase", "num-founding", "running"],
        "portrait": ["mii-phase", "num-founding", "running"], "press": ["mii-phase", "num-founding"],
        "called-off": ["called-off"], "#num-founding": ["num-founding"],
        # Names of fields, numbers of notes, dates of sources, and the titles of other events.
        "stated": [], "laut": [], "tags": [], "Place": [], "follows": [], "Teil von": [],
        "2026": [], '"NUM gegründet"': ["num-founding"],
    }.items():  # fmt: skip
        browser.run(TYPE, text)
        assert shown(browser) == wanted, text


def test_the_state_on_a_day_is_told_in_the_language_that_is_chosen(browser, tmp_path):
    days = (739_433, 739_433)  # 1 July 2025
    path = tmp_path / "page.html"
    running = Match(event("a", "2023-04-01/2026-12-31"), state="since 2 years")
    path.write_text(render(Answer((running,), found=(1, 0), days=days)), encoding="utf-8")
    browser.open(path)
    browser.run(FRAME)  # an entry has its text once it is drawn
    assert visible(browser, ".state") == ["since 2 years 3 months, 1 year 6 months to come"]
    browser.driver.find_element("css selector", "label[for=_de]").click()
    browser.run(FRAME)
    assert visible(browser, ".state") == ["seit 2 Jahren 3 Monaten, noch 1 Jahr 6 Monate"]


@pytest.mark.long
@pytest.mark.parametrize(("dark", "colours"), [(False, LIGHT), (True, DARK)])
def test_lanes_have_the_colours_that_they_have_in_an_svg(browser, large, dark, colours):
    browser.open(large, dark=dark)
    browser.run(UNROLL)
    found = browser.run("return [...document.querySelectorAll('#_canvas .heading b')].map("
                        "(name) => getComputedStyle(name).color)")  # fmt: skip
    lanes = [tuple(bytes.fromhex(colour[1:])) for colour in (*colours, *colours)]
    assert found[: len(lanes)] == [f"rgb{lane}" for lane in lanes]


# Which events have a bar in the part of the chart that is in view, below its axis and headings.
IN_VIEW = (
    FRAME
    + """.then(() => new Promise(requestAnimationFrame)).then(() => {
const view = document.getElementById("_scroll").getBoundingClientRect();
const { bottom } = document.querySelector(".axis").getBoundingClientRect();
return [...new Set([...document.querySelectorAll("#_canvas .item i")].filter((bar) => {
  const { left, right, top } = bar.getBoundingClientRect();
  return left < view.right && right > view.left && top > bottom && top < view.bottom;
}).map((bar) => bar.parentElement.hash.slice(1)))].sort();
})"""
)


def comes_into_view(browser: Any, wanted: list[str]) -> None:
    """Assert that these bars, and no others, are in view once the chart has been drawn anew."""
    end = time.monotonic() + 10
    while (found := browser.run(IN_VIEW)) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert found == wanted


@pytest.mark.long
def test_what_a_selection_leaves_is_brought_into_view_but_a_view_that_has_some_of_it_stays(
    browser, tmp_path
):
    near = [event(f"n{n}", "2000-01-01", "Near", networks=("B",)) for n in range(60)]
    some = answer(
        event("first", "1900-01-01", "One of two", networks=("A",)),
        event("second", "1910-01-01", "Two of two", networks=("A",)),
        event("odd", "2000-01-01", "Odd", networks=("A",)), *near,
    )  # fmt: skip
    path = tmp_path / "page.html"
    path.write_text(render(some), encoding="utf-8")
    browser.open(path)
    browser.run("for (let n = 0; n < 5; n++) document.getElementById('_in').click();"
                "document.getElementById('_scroll').scrollTo(1e6, 0)")  # fmt: skip
    assert {"odd", "n0"} < set(browser.run(IN_VIEW))
    for text, wanted, level in (
        ("odd", ["odd"], "×32"),  # it was in view
        ('"one of two"', ["first"], "×32"),  # moved
        ('"two of two"', ["second"], "×32"),
        ("two", ["second"], "×32"),  # some of it was in view
        ("odd", ["odd"], "×32"),
        ("two", ["first", "second"], "×8"),  # moved, and zoomed out as far as it takes
    ):
        browser.run(TYPE, text)
        comes_into_view(browser, wanted)
        assert visible(browser, "#_level") == [level], text
    # What does not fit into the view at any scale is seen from the first of it on.
    browser.open(path, width=400)
    browser.run("document.getElementById('_scroll').scrollTo(400, 0)")
    comes_into_view(browser, [])
    browser.run(TYPE, "o")
    comes_into_view(browser, ["first", "second"])
    # Whichever rows are in view, and wherever: there is something in them.
    browser.open(path)
    browser.run(f"for (let n = 0; n < 6; n++) document.getElementById('_in').click(); {FRAME}")
    assert visible(browser, "#_level") == ["×64"]
    browser.run(f"document.getElementById('_scroll').scrollTo(0, 1e6); {FRAME}")
    comes_into_view(browser, [])
    browser.run(TYPE, "n")
    assert len(browser.run(IN_VIEW)) > 10


@pytest.mark.long
def test_the_chart_stays_where_it_is_when_its_width_changes_or_it_was_printed(browser, large):
    browser.open(large)
    browser.run("for (let n = 0; n < 3; n++) document.getElementById('_in').click();"
                "document.getElementById('_scroll').scrollTo(2000, 700)")  # fmt: skip
    middle = (
        "(() => { const box = document.getElementById('_scroll');"
        "return [(box.scrollLeft + box.clientWidth / 2 - 16)"
        " / document.getElementById('_canvas').clientWidth, box.scrollTop]; })()"
    )
    before = browser.run(f"{FRAME}.then(() => {middle})")
    browser.resize(1500)
    browser.wait_for("document.getElementById('_scroll').clientWidth > 1300")
    assert browser.run(f"{FRAME}.then(() => {middle})") == pytest.approx(before, abs=0.01)
    browser.resize(1280)
    browser.wait_for("document.getElementById('_scroll').clientWidth < 1300")
    place = "(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])(document.getElementById('_scroll'))"
    before = browser.run(f"{FRAME}.then(() => {place})")
    browser.driver.execute_cdp_cmd("Page.printToPDF", {})
    assert browser.run(f"{FRAME}.then(() => {place})") == before


@pytest.mark.long
def test_every_printed_page_of_the_chart_has_the_axis(browser, large):
    browser.open(large)
    # Colours that nothing else has, by which they are known in the PDF.
    browser.run("""
      const [look] = document.styleSheets;
      for (const rule of [".axis span { color: #010203 }", ".row .label { color: #040506 }"])
        look.insertRule(rule, look.cssRules.length);""")
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {})
    pages = drawn(base64.b64decode(printed["data"]))
    with_axis, with_labels = (
        [coloured(page, rgb) for page in pages] for rgb in ((1, 2, 3), (4, 5, 6))
    )
    assert sum(with_labels) > 3
    assert with_axis == with_labels


def drawn(pdf: bytes) -> list[bytes]:
    """Return what draws the pages of a PDF of Chromium's, page by page."""
    heads = re.finditer(rb"<</Filter /FlateDecode\s/Length (\d+)>>\sstream\r?\n", pdf)
    return [zlib.decompress(pdf[head.end() : head.end() + int(head[1])]) for head in heads]


def coloured(page: bytes, colour: tuple[int, ...]) -> bool:
    """Tell whether anything on a page is filled with a colour: parts of 1, as in ".0039"."""
    parts = (f"{part / 255:.4f}".strip("0").replace(".", r"0?\.") + r"\d*" for part in colour)
    return re.search(rf"(?<!\S){' '.join(parts)} rg", page.decode("latin-1")) is not None
