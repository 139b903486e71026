"""What formats write, held against golden files and other people's parsers."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.golden import regenerate
from timeline import formats
from timeline.errors import UsageError
from timeline.formats.markdown import escape
from timeline.formats.words import WORDS, figure
from timeline.model import FIELDS, Answer, Date, Event, Match, Text
from timeline.text import FORBIDDEN, clean, one_line

GOLDEN = Path(regenerate.__file__).parent
OUTPUTS = regenerate.outputs()
HOSTILE = [
    "[red]a[/red]", "[/i]", "a | b", "*a* _b_ **c** __d__", "<b>x</b><script>", "`x` ``y``",
    "a_b_c _d_e", "\\", "\\*", "![x](y)", "[a](javascript:alert(1))", "&amp; &copy; &#60; AT&T",
    "~~x~~", "$x$", "<https://x.y>", "# a", "- a", "1. a", "a\nb", "  a   b ", "x[^1]y", "{{x}}",
    "www.example.org", "|---|", "\u202eabc", "a\x1b[31mb", "a\u200bb", ":smile:", "a\tb", "***",
]  # fmt: skip


def chronology(title: str) -> Answer:
    date = Date("2020", Text("2020", "2020"), "2020-01-01", "2020-12-31", "year")
    return Answer((Match(Event("x", date, Text(en=title))),), "en", (1, 0))


def test_the_golden_files_are_those_that_there_should_be():
    stored = {path.name for path in GOLDEN.iterdir() if path.suffix in (".txt", ".md", ".json")}
    assert stored == set(OUTPUTS)


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_an_output_is_as_its_golden_file(name):
    assert OUTPUTS[name] == (GOLDEN / name).read_bytes().decode()


def test_two_runs_write_the_same_bytes():
    assert regenerate.outputs() == OUTPUTS


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_no_output_without_colour_holds_a_control_character(name):
    if "colour" not in name:
        assert not FORBIDDEN.search(OUTPUTS[name])


@pytest.mark.parametrize("name", [n for n in sorted(OUTPUTS) if "table" in n])
def test_no_line_of_a_table_is_wider_than_the_terminal(name):
    width = 40 if "narrow" in name else 200 if "wide" in name else 80
    for line in OUTPUTS[name].splitlines():
        assert len(re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", line)) <= width


@pytest.mark.parametrize("name", [n for n in sorted(OUTPUTS) if n.endswith(".md")])
def test_markdown_has_one_line_for_each_event_and_no_html(name):
    parsed = MarkdownIt().parse(OUTPUTS[name])
    kinds = {token.type for token in parsed}
    kinds |= {child.type for token in parsed for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "code_inline", "em_open_x", "image", "fence"}


def test_footnotes_are_numbered_once_and_all_cited():
    text = OUTPUTS["markdown-en.md"]
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    cited = re.findall(r"\[\^(\d+)\](?!: )", text)
    assert defined == [str(n) for n in range(1, len(defined) + 1)]
    assert set(cited) == set(defined)
    assert list(dict.fromkeys(cited)) == defined


def shown_by_markdown(text: str) -> str:
    rendered = MarkdownIt("gfm-like", {"linkify": False}).renderInline(text)
    assert not re.search(r"<(?!/?p>)", rendered), rendered
    return html.unescape(rendered)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_never_taken_for_markup(text):
    assert shown_by_markdown(f"x {escape(text)} x") == f"x {one_line(text)} x".replace("  ", " ")


@given(st.text(max_size=60))
@example("&amp;")
@example("_a_")
@example("a_ _b")
def test_any_text_comes_out_of_markdown_as_itself(text):
    assert shown_by_markdown(f"– {escape(text)} –") == f"– {one_line(text)} –"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["table", "plain", "json"])
def test_hostile_text_comes_out_of_the_other_formats_as_itself(name, text):
    out = "".join(formats.render(name, chronology(text), formats.Style(width=200)))
    if name == "json":
        assert json.loads(out)[0]["title"]["en"] == text
    else:
        assert one_line(text) in out


def test_json_has_the_documented_shape():
    records = json.loads(OUTPUTS["json-en.json"])
    for record in records:
        assert tuple(record) == FIELDS
        assert tuple(record["date"]) == ("edtf", "text", "earliest", "latest", "precision")
        assert tuple(record["title"]) == ("de", "en")
        for source in record["sources"]:
            assert tuple(source) == ("id", "title", "publisher", "published", "url", "accessed",
                                     "stated", "note")  # fmt: skip
    by_id = {record["id"]: record for record in records}
    assert by_id["decade"]["title"] == {"de": None, "en": "Only in English"}
    assert by_id["running"]["date"]["latest"] is None
    assert by_id["reign"]["date"]["earliest"] is None
    assert by_id["decade"]["summary"] is None
    assert by_id["decade"]["networks"] == []
    assert by_id["num-founding"]["figures"] == {"participants": ">750", "funding_eur": "~390000000"}


def test_fields_select_and_keep_their_order():
    records = json.loads(OUTPUTS["json-fields-en.json"])
    assert tuple(records[0]) == ("id", "date", "figures", "sources", "certainty")


def test_an_empty_answer_is_an_empty_array_or_nothing():
    assert json.loads(OUTPUTS["json-empty-en.json"]) == []
    assert OUTPUTS["markdown-empty-en.md"] == OUTPUTS["table-empty-en.table.txt"] == ""


def test_possible_matches_are_marked_in_words_in_both_languages():
    assert "*(possible)*" in OUTPUTS["markdown-window-en.md"]
    assert "(möglich)" in OUTPUTS["table-window-de.table.txt"]


@pytest.mark.parametrize(
    ("number", "de", "en"),
    [(37, "37", "37"), (390_000_000, "390.000.000", "390,000,000"), (2.5, "2,5", "2.5"),
     ("~390000000", "rund 390.000.000", "about 390,000,000"), (">750", "über 750", "over 750"),
     ("<=2.5", "bis zu 2,5", "up to 2.5"), (">=-1", "mindestens -1", "at least -1"),
     ("<10", "unter 10", "under 10")],
)  # fmt: skip
def test_figures_keep_their_hedges_in_words(number, de, en):
    assert (figure(number, "de"), figure(number, "en")) == (de, en)


def test_every_word_of_the_formats_is_there_in_both_languages():
    assert all(set(said) == {"de", "en"} and all(said.values()) for said in WORDS.values())


def test_an_unknown_format_is_answered_with_the_nearest_and_all_of_them():
    with pytest.raises(UsageError) as caught:
        formats.check("markdwon")
    assert "did you mean markdown?" in caught.value.hint
    with pytest.raises(UsageError) as caught:
        formats.check("xyz")
    assert caught.value.hint == f"valid: {', '.join(formats.FORMATS)}"


@pytest.mark.parametrize(("sign", "shown"), [
    ("\x1b", "\\x1b"), ("\udcff", "\\xff"), ("\u202e", "\\u202e"), ("\U000e0041", "\\U000e0041"),
    ("\u00ad", "\u00ad"), ("\ufe0f", "\ufe0f"),
])  # fmt: skip
def test_what_acts_is_shown_as_an_escape_and_what_writing_needs_as_it_is(sign, shown):
    assert clean(f"a{sign}b") == f"a{shown}b"


@given(st.text())
def test_cleaned_text_has_nothing_that_acts_on_a_terminal(text):
    for safe in (clean(text), one_line(text)):
        assert not FORBIDDEN.search(safe)
        assert not set("\r\n\t") & set(safe)
        safe.encode()
