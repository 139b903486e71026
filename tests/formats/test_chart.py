"""The chart of a terminal: what it shows at every width, with and without colour, in ASCII."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rich.cells import cell_len

from tests.amount import chosen
from tests.conftest import BUNDLED
from tests.formats import samples
from tests.test_query import event
from timeline.formats import Style, render
from timeline.formats.chart import _Canvas
from timeline.model import Answer, Match, Text
from timeline.text import ascii_text

TODAY = 739_942  # 22 November 2026
HOSTILE = ("[red]x[/red]", "a | b * c", "ein \u202e verkehrter", "e\u0301" * 30, "漢字" * 40, "👩\u200d👩\u200d👧 family",
           "<b>fett</b>", "\x1b[31mrot", "tab\there", "x" * 5_000)  # fmt: skip


@pytest.fixture(scope="module")
def bundled() -> Answer:
    return samples.bundled()


def chart(answer: Answer, **style) -> str:
    return "".join(render("chart", answer, Style(today=TODAY, **style)))


def answer_of(*events) -> Answer:
    return Answer(tuple(map(Match, events)), "en", (len(events), 0))


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("language", chosen(["de", "en"], lambda place: place < 1))
def test_the_bundled_chronology_fits_and_keeps_every_date_and_title(bundled, width, language):
    answer = bundled._replace(language=language)
    shown = chart(answer, width=width)
    lines = shown.splitlines()
    assert max(map(cell_len, lines)) <= width
    # Lines of labels are read one after the other, so words are looked for without their spaces.
    squeezed = re.sub(r"[\s┊]", "", shown)
    for match in answer.matches:
        said = match.event.date.words.said_in(language) + " " + match.event.title.said_in(language)
        for word in said.split():
            assert word in squeezed or any(word[:8] in line for line in lines)
    for source in {c.source.url for m in answer.matches for c in m.event.citations if c.source.url}:
        assert source in squeezed


def test_colour_adds_nothing_but_colour(bundled):
    answer = bundled._replace(language="de")
    plain, coloured = chart(answer, width=80), chart(answer, width=80, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_ascii_is_ascii_and_as_wide(bundled):
    answer = bundled._replace(language="de")
    for width in (40, 80, 200):
        shown = chart(answer, width=width, is_ascii=True)
        assert shown.isascii()
        assert max(map(len, shown.splitlines())) <= width
    assert "Gruendung" in shown
    assert ascii_text("Łódź – „ß“ … 漢") == '?odz - "ss" ... ?'


@pytest.mark.parametrize("width", [20, 40, 80])
def test_hostile_titles_are_drawn_as_text_and_stay_in_their_place(width):
    events = [event(f"e{n}", f"20{n + 10}", title=Text(en=said)) for n, said in enumerate(HOSTILE)]
    shown = chart(answer_of(*events), width=width, colour=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert not any(unicodedata.category(sign) in ("Cc", "Cf") for sign in bare if sign != "\n")
    assert max(map(cell_len, bare.splitlines())) <= width
    assert "[red]x[/red]" in bare.replace("\n", "")
    assert bare.count("x") >= 5_000
    assert bare.count("漢") == 40


def test_what_reaches_beyond_the_edge_is_not_drawn():
    canvas = _Canvas(4)
    canvas.put(1, "漢字")
    assert canvas.text().plain == " 漢 "


def test_today_is_marked_only_where_it_lies_on_the_axis():
    now = chart(answer_of(event("a", "2020/..")), width=80)
    assert "┊ today (22 November 2026)" in now
    assert "▶ open end" in now
    then = chart(answer_of(event("a", "1848-03")), width=80)
    assert "today" not in then
    assert "┊" not in then


def test_the_signs_of_the_legend_are_those_of_the_chart():
    shown = chart(answer_of(event("a", "2019/2024"), event("b", "2020/"), event("c", "2021~")))
    assert "█ certain  ░ possible  ? end unknown" in shown
    assert "┄" not in shown


def test_a_sign_of_what_goes_on_never_hides_how_certain_the_only_cell_is():
    shown = chart(answer_of(event("a", "{2019-03-15,2020-06-01,2024-06-01}")), width=80)
    assert shown.count("●") == 4  # three, and the legend
    assert "›" not in shown


def test_sources_of_a_competing_date_stand_behind_that_date(bundled):
    m1 = next(match for match in bundled.matches if match.event.id == "m1-founding")
    shown = chart(bundled._replace(matches=(m1,)), width=200)
    assert "Munich [1][2][3] (disputed: 17 July 2023 [4]) (disputed: 3 July 2025 [5])" in shown


def test_today_runs_through_no_label():
    events = [event("a", "2026~/2027", title=Text(en="x " * 60)), event("b", "2020/..")]
    for line in chart(answer_of(*events), width=60).splitlines():
        if "x" in line:
            assert "┊" not in line.strip("┊ ")


def test_the_state_on_a_day_is_told(timeline):
    run = timeline(
        "at", "2025-07-01", "-s", str(BUNDLED), "-n", "NUM", "-f", "chart", "--lang", "en"
    )
    assert "; begins then" in run.out


def test_nothing_is_drawn_for_nothing(timeline):
    run = timeline("chart", "-s", str(BUNDLED), "--since", "2090", "--until", "2091", "--certain")
    assert (run.status, run.out) == (0, "")
    assert run.err == "no event matches\n"


def test_lanes_and_the_shape_of_the_drawing_are_chosen_by_options(timeline, tmp_path):
    store = str(BUNDLED)
    run = timeline("chart", "-s", store, "-n", "GBN", "--lanes", "kind", "--lang", "en",
                   "--width", "100")  # fmt: skip
    assert "\nIntegration\n" in run.out
    assert "\nGBN" not in run.out
    assert max(map(len, run.out.splitlines())) == 100
    run = timeline("chart", "-s", store, "--lanes", "netwrok")
    assert run.status == 2
    assert "did you mean network?" in run.err
    for option, value, mend in (("--width", "7", "20 to 20000"), ("--scale", "nan", "0.1 to 10")):
        run = timeline("chart", "-s", store, option, value)
        assert (run.status, mend in run.err) == (2, True)
    path = tmp_path / "chart.txt"
    assert timeline("chart", "-s", store, "-n", "M1", "-o", str(path)).status == 0
    assert "M1" in path.read_text(encoding="utf-8")
    assert "─" in path.read_text(encoding="utf-8")


def test_plain_and_a_pipe_are_kept_apart(timeline):
    assert "Title: " in timeline("chart", "-s", str(BUNDLED), "-n", "M1", "--plain").out
    piped = timeline("chart", "-s", str(BUNDLED), "-n", "M1").out
    assert "\x1b" not in piped
    assert "┬" in piped


def test_two_runs_draw_the_same(bundled):
    assert chart(bundled, colour=True) == chart(bundled, colour=True)
