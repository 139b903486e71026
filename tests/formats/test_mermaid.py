"""Diagrams, drawn by the real Mermaid in Chromium.

``TIMELINE_MERMAID`` names its ``mermaid.min.js`` (``.ci/run`` fetches it).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.amount import examples
from tests.formats.samples import TEXTS, answer, bundled, event, hostile
from tests.formats.samples import date as dated
from timeline import formats
from timeline.formats.mermaid import LONGEST, escape
from timeline.model import Answer, Citation, Dispute, Match, Source, Text
from timeline.text import FORBIDDEN, one_line

STYLE = formats.Style()
MORE = "networks, kind, place, tags, summary, figures, ties to other events, notes, state"
SCRIPT = os.environ.get("TIMELINE_MERMAID", "")
PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>Mermaid</title>
<pre class="mermaid">{pasted}</pre>
<script src="{script}"></script>
<script>
mermaid.initialize({{startOnLoad: false}});
const texts = (svg) => [...svg.querySelectorAll("text")].map(
  (text) => [...text.querySelectorAll("tspan")].map((span) => span.textContent).join(" ")
    || text.textContent);
async function draw(text) {{
  const {{svg}} = await mermaid.render(`drawn${{document.images.length}}`, text);
  const place = document.body.appendChild(document.createElement("div"));
  place.innerHTML = svg;
  return [texts(place), place.querySelectorAll("script, foreignObject, a, img, iframe, b, i").length];
}}
mermaid.run().then(() => {{ window.ready = true; }});
</script>"""


@pytest.fixture
def mermaid(browser: Any, tmp_path: Path) -> Any:
    """Return a function that opens a page with a diagram pasted into it, as people do."""

    def open_page(pasted: str = "timeline") -> Any:
        page = tmp_path / "page.html"
        page.write_text(PAGE.format(pasted=pasted, script=Path(SCRIPT).as_uri()), encoding="utf-8")
        browser.open(page)
        browser.wait_for("window.ready")
        return browser

    if not SCRIPT:
        pytest.skip("TIMELINE_MERMAID does not name Mermaid's script")
    return open_page


def diagram(answer: Answer) -> str:
    return "".join(formats.render("mermaid", answer, STYLE))


def words_of(text: str) -> str:
    """Return a text with single spaces: Mermaid breaks lines at any white space."""
    return " ".join(text.split())


def drawn(page: Any, text: str) -> list[str]:
    found, foreign = page.run("return draw(arguments[0])", text)
    assert foreign == 0
    return [words_of(text) for text in found]


def is_quiet(page: Any) -> bool:
    """Tell whether no script of a store ran and nothing was asked of the network."""
    assert page.errors() == []
    assert page.run("return window.hit === undefined")
    return all(url.startswith(("file:", "data:")) for url in page.requests())


def test_mermaid_draws_every_title_and_date_of_the_bundled_chronology(mermaid):
    page = mermaid()
    chronology = bundled("de")
    found = drawn(page, diagram(chronology))
    for match in chronology.matches:
        title = words_of(match.event.title.said_in("de"))
        assert any(text == title or text.startswith(f"{title} (") for text in found), title
        assert words_of(match.event.date.words.said_in("de")) in found
    assert is_quiet(page)


# Mermaid measures long texts word by word, for minutes.
CUT = [words_of(one_line(text[:60])) for text in TEXTS]


def test_mermaid_draws_hostile_texts_as_themselves_and_runs_none_of_them(mermaid):
    page = mermaid()
    found = drawn(page, diagram(hostile(longest=60)))
    for number, text in enumerate(CUT):
        assert f"{text or f'e{number}'} (disputed, 1850)" in found
    assert len(found) == 3 * len(TEXTS)
    assert is_quiet(page)


def test_a_diagram_pasted_into_a_page_is_drawn_as_itself(mermaid):
    page = mermaid(diagram(hostile(longest=60)))
    found = page.run("return texts(document.querySelector('pre.mermaid svg'))")
    assert len(found) == 3 * len(TEXTS)
    wanted = {f"{text} (disputed, 1850)" for text in CUT if text}
    assert wanted <= {words_of(text) for text in found}
    assert is_quiet(page)


def test_mermaid_draws_one_event_and_none(mermaid):
    page = mermaid()
    assert drawn(page, diagram(answer())) == []
    assert drawn(page, diagram(answer(event("x", "2020-04", "One")))) == ["2020", "April 2020", "One"]  # fmt: skip
    assert is_quiet(page)


def test_a_diagram_too_large_for_mermaid_is_told_to_be_so(mermaid):
    page = mermaid()
    said = "characters are more than the 50,000 that Mermaid draws unless told otherwise"
    for length, is_drawn in ((LONGEST - 100, True), (LONGEST, False)):
        chronology = answer(event("x", "2020", "x" * length))
        found, _ = page.run("return draw(arguments[0])", diagram(chronology))
        assert ("x" * length in map(words_of, found)) == is_drawn
        told = formats.losses("mermaid", chronology, STYLE)[1:]
        assert told == ([] if is_drawn else [f"50,042 {said}"])


def lines(answer: Answer) -> list[str]:
    return diagram(answer).splitlines()


def test_a_diagram_has_a_section_for_each_year_and_a_period_for_each_date():
    assert lines(answer(
        event("a", "../1806"), event("b", "2019-24"), event("c", "2020-04"), event("d", "2020-04"),
        event("e", "[2020,2021]"), event("f", "2020-05/2022"), event("g", "-0043-03-15"),
        event("h", "2025/.."), event("i", "Y-66E6~"), event("j", "201X"),
    )) == [
        "timeline",
        "    section until 1806", "        until 1806 : Something",
        "    section winter 2019", "        winter 2019 : Something",
        "    section 2020", "        April 2020 : Something", "                   : Something",
        "        May 2020 – 2022 : Something",
        "    section 2020 or 2021", "        2020 or 2021 : Something",
        "    section 44 BCE", "        15 March 44 BCE : Something",
        "    section 2025", "        since 2025 : Something",
        "    section year −66000000", "        c. year −66000000 : Something",
        "    section 2010s", "        2010s : Something",
    ]  # fmt: skip


def test_in_another_order_than_that_of_dates_a_diagram_has_no_sections():
    chronology = answer(event("a", "2021"), event("b", "2020"))._replace(order="title")
    assert lines(chronology) == ["timeline", "    2021 : Something", "    2020 : Something"]


def test_what_must_be_said_of_an_event_stands_in_words():
    cited = (Citation(Source(title="x")),)
    happened = event("a", "2027", status="planned", disputed=(Dispute(dated("2028"), cited),))
    (*_, line) = lines(Answer((Match(happened, "possible"),)))
    assert line == "        2027 : Something (possible, planned) (disputed, 2028)"
    happened = event("a", "2020-01-01T10:00:00")
    assert lines(answer(happened))[-1] == "        1 January 2020, 10#58;00#58;00 : Something"


@examples(100)
@given(st.text(max_size=60))
@example("a : b; #c %%{init: {}}%% <br> ﬂ°lt¶ß")
def test_no_text_holds_what_mermaid_reads(text):
    escaped = escape(text)
    entities = r"#(?:35|37|38|58|59|60|62|182|64258);"
    assert not set(":<>%&ﬂ¶\n") & set(escaped)
    assert not FORBIDDEN.search(escaped)
    assert not set("#;") & set(re.sub(entities, "", escaped))


def test_what_a_diagram_has_no_place_for_is_told_with_counts():
    assert formats.losses("mermaid", answer(), STYLE) == []
    assert formats.losses("mermaid", answer(event("a", "2020-05-01")), STYLE) == []
    assert formats.losses("mermaid", answer(
        event("a", "2020-05", published="2021", kind="x"), event("b", "2020/2021", published="2021"),
        event("c", "2021-01-01", summary=Text(en="x"), tags=("y",)),
    ), STYLE) == [
        "2 events are or may be longer than a day: they are as wide as any other",
        "1 source is left out",
        f"2 events have more to them ({MORE}) that is left out",
    ]  # fmt: skip


def test_one_of_several_days_is_not_told_to_be_longer_than_a_day():
    def told(text: str) -> list[str]:
        return formats.losses("mermaid", answer(event("a", text)), STYLE)

    for text in (
        "[2023-01-03..2024-02-01]",
        "[..2024-02-01]",
        "[2020-01-01..2020-01-03,2021-01-01]",
    ):
        assert told(text) == []
    for text in ("[2023..2024]", "[2023-01..]", "{2023-01-03..2023-01-04}", "2023-01-03/.."):
        assert told(text) == ["1 event is or may be longer than a day: it is as wide as any other"]


@pytest.mark.parametrize("fields", [
    {"part_of": "b"}, {"follows": "b"}, {"after": ("b",)}, {"before": ("b",)}, {"by": "2 weeks"},
    {"place": "b"}, {"disputed": (Dispute(dated("2019"), (), Text(en="A slip.")),)},
])  # fmt: skip
def test_whatever_else_an_event_has_is_told_to_be_left_out(fields):
    told = formats.losses("mermaid", answer(event("a", "2020-05-01", **fields)), STYLE)
    assert told == [f"1 event has more to it ({MORE}) that is left out"]


def test_the_state_on_a_day_is_told_to_be_left_out():
    found = Answer((Match(event("a", "2020-05-01"), state="for 2 years"),))
    told = formats.losses("mermaid", found, STYLE)
    assert told == [f"1 event has more to it ({MORE}) that is left out"]
