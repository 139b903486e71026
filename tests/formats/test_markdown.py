"""Markdown, as a list and as a table, read again by another program: what comes out is what was put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

import timeline
from tests.amount import examples
from tests.conftest import BUNDLED
from tests.formats.samples import bundled
from timeline import formats
from timeline.formats import Style
from timeline.formats.markdown import escape, escape_start, link
from timeline.model import Answer, Citation, Date, Dispute, Event, Match, Source, Text
from timeline.text import FORBIDDEN, one_line

GITHUB = MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin)
HOSTILE = [
    "[red]a[/red]", "[/i]", "a | b", "|", "\\|", "\\\\|", "a\\", "\\", "| --- |", "||", "*a* _b_ **c**",
    "_", "*", "`x` ``y``", "`", "```", "~~~", "~~x~~", "<b>x</b>", "<script>alert(1)</script>", "<!--",
    "-->", "</td>", "<br>", "![x](y)", "[a](javascript:alert(1))", "javascript:alert(1)", "[^1]",
    "[^t1-1]: x", "[ ] todo", "&amp; &#60; AT&T", "$x$", "# a", "#", "###### a", "####### a", "#1",
    "1. a", "1)", "2020. Ein Jahr", "1234567890. a", "- a", "-", "+ a", "+", "---", "- - -", "===", "***",
    "> a", ">", "a\nb", "a\n\n# b", "  a   b ", "\ta", "=1+1", "@user #12", ":smile:", ": x", "{{x}}",
    "http://x.example", "https://x.example/a_b|c", "www.x.example", "WWW.x.example", "a@b.example", "Wow!",
    "!", "![", "\u202eabc", "a\x1b[31mb", "a\u200bb", "👩\u200d👩\u200d👧", "網絡 | 醫學", "é̂", "a\\\nb", "x" * 10_000,
    "|" * 500,
]  # fmt: skip


def a_date(text: str = "2020", day: str | None = "2020-01-01") -> Date:
    return Date(text, Text(text, text), day, day, "day")


def an_event(title: str, number: int = 0, **given: object) -> Match:
    certainty = given.pop("certainty", "certain")
    state = given.pop("state", None)
    event = Event(f"e{number}", given.pop("date", a_date()), Text(title, title), **given)  # type: ignore[arg-type]  # fields as a test names them
    return Match(event, certainty, state)  # type: ignore[arg-type]  # likewise


def answer_of(*matches: Match, language: str = "en", order: str = "date") -> Answer:
    kinds = {"founding": Text("Gründung", "Founding")}
    return Answer(matches, language, (len(matches), 0), kinds, order)


def written(name: str, answer: Answer, **style: object) -> str:
    text = "".join(formats.render(name, answer, Style(**style)))  # type: ignore[arg-type]  # fields as a test names them
    assert not FORBIDDEN.search(text)
    assert text == "".join(formats.render(name, answer, Style(**style)))  # type: ignore[arg-type]  # likewise
    return text


@dataclass
class Reread:
    """What another program finds in a piece of Markdown.

    ``rows`` are the texts of the cells of tables, ``items`` those of the paragraphs of lists,
    ``notes`` those of footnotes; ``kinds`` are the kinds of all tokens.
    """

    rows: list[list[str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def shown(inline: Token) -> str:
    """Return the text of a piece of prose; a mark of a footnote is ^1, ^2 ..."""
    text = ""
    for child in inline.children or ():
        text += f"^{child.meta['id'] + 1}" if child.type == "footnote_ref" else child.content
    return text


def reread(markdown: str) -> Reread:
    found, within = Reread(), [""]
    for token in GITHUB.parse(markdown):
        found.kinds |= {token.type, *(child.type for child in token.children or ())}
        if token.type == "tr_open":
            found.rows.append([])
        if token.nesting > 0:
            within.append(token.type)
        elif token.nesting < 0:
            within.pop()
        elif token.type == "inline":
            if within[-1] in ("td_open", "th_open"):
                found.rows[-1].append(shown(token))
            elif within[-1] == "heading_open":
                found.headings.append(shown(token))
            else:
                (found.notes if "footnote_open" in within else found.items).append(shown(token))
    return found


PROSE = {"inline", "text", "paragraph_open", "paragraph_close", "footnote_ref", "footnote_open",
         "footnote_close", "footnote_anchor", "footnote_block_open", "footnote_block_close"}  # fmt: skip
LINKS = {"link_open", "link_close"}
LIST = PROSE | LINKS | {
    f"{name}_{end}" for name in ("bullet_list", "list_item", "strong") for end in ("open", "close")
}  # fmt: skip
TABLE = PROSE | LINKS | {
    f"{name}_{end}" for name in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")
}  # fmt: skip
MARKS = {"em_open", "em_close"}


def hostile_answer(texts: list[str]) -> Answer:
    """Return an event for each text, which stands wherever an event has texts."""
    return answer_of(*(
        an_event(
            text, number, kind=text, networks=(text, "B"), place=text, tags=(text,), summary=Text(text, text),
            citations=(Citation(Source(title=text, publisher=f"p{number}"), text, Text(text, text)),
                       Citation(Source(title=f"{text} {number}"))),
            disputed=(Dispute(a_date("1999"), (), Text(text, text)),),
        )
        for number, text in enumerate(texts)
    ))  # fmt: skip


def ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def test_a_table_of_hostile_texts_has_one_row_for_each_event_and_their_texts_in_its_cells():
    found = reread(written("markdown-table", hostile_answer(HOSTILE)))
    assert found.rows[0] == ["Date", "What", "Kind", "Networks"]
    expected = []
    for number, text in enumerate(map(one_line, HOSTILE)):
        what = f"{text}^{2 * number + 1}^{2 * number + 2}; disputed: 1999"
        expected.append(["2020", what, text, f"{text}, B"])
    assert found.rows[1:] == expected
    notes = []
    for number, text in enumerate(map(one_line, HOSTILE)):
        notes += [ended(f"p{number}: {text}"), ended(f"{text} {number}")]
    assert found.notes == notes
    assert found.kinds <= TABLE
    assert found.items == []


def test_a_list_of_hostile_texts_has_one_item_for_each_event():
    found = reread(written("markdown", hostile_answer(HOSTILE)))
    assert found.items == [
        f"2020 – {text} ({text}, B; {text})^{2 * number + 1}^{2 * number + 2}; disputed: 1999"
        for number, text in enumerate(map(one_line, HOSTILE))
    ]
    assert found.kinds <= LIST
    assert len(found.notes) == 2 * len(HOSTILE)


def test_details_of_hostile_texts_begin_no_heading_list_or_rule():
    for name, allowed in (("markdown", LIST), ("markdown-table", TABLE)):
        # A list within a list is what the details themselves are.
        found = reread(written(name, hostile_answer(HOSTILE), detail=True))
        assert found.kinds <= allowed
        lines = found.items if name == "markdown" else [row[1] for row in found.rows[1:]]
        for text in map(one_line, HOSTILE):
            assert f"Summary: {text}" in lines
            assert f"Place: {text}" in lines
        assert len(lines) == len(HOSTILE) * 7  # its own, id, summary, place, tags, two of evidence


@pytest.mark.parametrize("name", ["markdown", "markdown-table"])
def test_a_field_that_begins_a_line_is_no_markup(name):
    texts = [text for text in HOSTILE if one_line(text)]
    answer = answer_of(*map(an_event, texts))
    found = reread(written(name, answer, fields=("title",)))
    lines = found.items if name == "markdown" else [row[0] for row in found.rows[1:]]
    assert lines == list(map(one_line, texts))
    found = reread(written(name, answer, fields=("title", "place", "title")))
    lines = [" · ".join(row) for row in found.rows[1:]] or [i.replace("–", "") for i in found.items]
    assert lines == [f"{one_line(text)} ·  · {one_line(text)}" for text in texts]
    assert found.kinds <= (LIST if name == "markdown" else TABLE)


def test_a_source_that_begins_a_footnote_is_no_markup():
    texts = [text for text in HOSTILE if one_line(text)]
    matches = [
        an_event("x", number, citations=(Citation(Source(id=str(number), title=text)),))
        for number, text in enumerate(texts)
    ]
    for name, allowed in (("markdown", LIST), ("markdown-table", TABLE)):
        found = reread(written(name, answer_of(*matches)))
        # Sources of which a reader is told the same are one.
        assert found.notes == list(dict.fromkeys(ended(one_line(text)) for text in texts))
        assert found.kinds <= allowed


TRICKY = st.text(st.sampled_from("\\|`*_[]<>&!#+-=.1) a~$^:/w@\n"), max_size=12) | st.text(
    max_size=30
)


@examples(60)
@given(st.lists(TRICKY, min_size=1, max_size=6))
def test_any_titles_come_out_of_a_table_and_of_a_list_as_themselves(texts):
    answer = hostile_answer(texts)
    lines = list(map(one_line, texts))
    found = reread(written("markdown-table", answer))
    assert [len(row) for row in found.rows] == [4] * (len(texts) + 1)
    assert [(row[1].rpartition("; disputed")[0], row[2], row[3]) for row in found.rows[1:]] == [
        (f"{line}^{2 * number + 1}^{2 * number + 2}", line, f"{line}, B".strip())
        for number, line in enumerate(lines)
    ]
    assert found.kinds <= TABLE
    assert reread(written("markdown", answer)).kinds <= LIST
    lines = [line for line in lines if line]
    fields = written("markdown", answer_of(*map(an_event, lines)), fields=("title",))
    assert reread(fields).items == lines


@given(TRICKY, st.integers(0, 4))
def test_any_text_fits_between_pipes(text, slashes):
    text = f"{chr(92) * slashes}|{text}{chr(92) * slashes}"
    row = f"| a | b |\n| --- | --- |\n| {escape(text)} | {escape(text)} |\n"
    assert reread(row).rows[1] == [one_line(text)] * 2


@given(TRICKY)
def test_any_text_begins_a_line_without_beginning_anything_else(text):
    line = one_line(text) or "x"
    for prefix in ("", "- ", "  - ", "[^1]: "):
        mark = "x[^1]\n\n" if prefix.startswith("[") else ""
        found = reread(f"{mark}{prefix}{escape_start(line)}\n")
        assert line in [*found.items, *found.notes]
        assert found.kinds <= LIST


def test_an_ordinary_text_is_not_cluttered_with_backslashes():
    for text in (
        "NUM founded",
        "AT&T, a_b",
        "C# 1.5 (2020) – 50 % + 3 = x; #1 -5",
        "Wow! Really?",
        "x: y",
    ):
        assert escape(text) == escape_start(text) == text


def test_no_title_makes_an_image_of_a_footnote_or_swallows_it():
    # To plain CommonMark a footnote with an address alone is the target of a link.
    source = Citation(Source(url="https://x.example/1"))
    matches = [
        an_event(t, i, citations=(source,))
        for i, t in enumerate(("Wow!", "https://x.example", "www.x"))
    ]
    for name in ("markdown", "markdown-table"):
        text = written(name, answer_of(*matches))
        plain = {child.type for token in MarkdownIt().parse(text) for child in token.children or ()}
        assert "image" not in plain
        # GitHub's own extension looks for "://" and "www." and goes on to the next space.
        assert re.findall(r"(?<!<https)(?<!\\)://|www\.(?=x)", text) == []
        assert text.count("[^1]") == 4


def test_only_a_web_address_becomes_a_link():
    assert link("https://x.example/a_b|c`d?e=*&amp;") == "<https://x.example/a_b|c`d?e=*&amp;>"
    for address in ("javascript:alert(1)", "data:text/html,x", "https://x.example/ y", "https://x>y",
                    "https://x.example/\u202ey", "https://x.example/\n# y", "//x.example"):  # fmt: skip
        found = reread(link(address))
        assert found.kinds <= PROSE
        assert found.items == [one_line(address)]
    assert link("") == ""


def test_a_source_without_a_name_is_a_link_among_the_fields_even_with_a_pipe_in_it():
    urls = ("https://x.example/a|b||c", "https://x.example/1_2_3*4*`5`")
    sources = [Source(url=url) for url in urls]
    cited = tuple(
        map(Citation, (*sources, Source("# a", url="https://y.example"), Source(title="|*b*")))
    )
    answer = answer_of(an_event("x", citations=cited))
    for name in ("markdown", "markdown-table"):
        for fields in (("sources",), ("id", "sources")):
            text = written(name, answer, fields=fields)
            found = reread(text)
            told = found.items[0] if name == "markdown" else " · ".join(found.rows[1])
            assert told.removeprefix("e0 · ") == f"{', '.join(urls)}, # a, |*b*"
            assert found.kinds <= LIST | TABLE
            links = re.findall('href="([^"]*)"', GITHUB.render(text))
            assert links == [url.replace("|", "%7C").replace("`", "%60") for url in urls]


def test_a_table_has_what_the_list_has_in_german_and_english():
    day = a_date("2027", "2027-01-01")
    matches = (
        an_event("One", 1, kind="founding", networks=("NUM", "MII"), certainty="possible"),
        an_event("Two", 2, date=day, status="planned", certainty="possible", state="noch 1 Jahr"),
        an_event("Three", 3, status="cancelled", kind="other",
                 disputed=(Dispute(a_date("1999"), (Citation(Source(title="S")),)), Dispute(a_date("1998")))),
    )  # fmt: skip
    english = written("markdown-table", answer_of(*matches))
    assert english == (
        "| Date | What | Kind | Networks |\n| --- | --- | --- | --- |\n"
        "| 2020 | *(possible)* One | Founding | NUM, MII |\n"
        "| 2027 | *(possible, planned)* Two; noch 1 Jahr |  |  |\n"
        "| 2020 | *(cancelled)* Three; disputed: 1999[^1]; disputed: 1998 | other |  |\n"
        "\n[^1]: S.\n"
    )
    assert reread(english).kinds <= TABLE | MARKS
    german = written("markdown-table", answer_of(*matches, language="de")).splitlines()
    assert german[0] == "| Datum | Ereignis | Art | Netzwerke |"
    assert german[2] == "| 2020 | *(möglich)* One | Gründung | NUM, MII |"
    assert "| *(möglich, geplant)* Two; noch 1 Jahr |" in german[3]
    assert "| *(abgesagt)* Three; umstritten: 1999[^1]" in german[4]
    fields = written(
        "markdown-table", answer_of(*matches[:1], language="de"), fields=("kind", "id")
    )
    assert fields == "| Art | Kennung |\n| --- | --- |\n| Gründung | e1 |\n"


def test_details_stand_below_their_event_in_rows_of_their_own():
    match = an_event(
        "One", 1, tags=("a", "b"), summary=Text("Lang", "Long"),
        citations=(Citation(Source(title="S"), "im April"),),
    )  # fmt: skip
    assert written("markdown-table", answer_of(match), detail=True).splitlines()[2:-2] == [
        "| 2020 | One[^1] |  |  |", "|  | Id: e1 |  |  |", "|  | Summary: Long |  |  |",
        "|  | Tags: a, b |  |  |", "|  | stated as “im April”[^1] |  |  |",
    ]  # fmt: skip


def test_an_empty_answer_is_nothing_in_markdown():
    for style in ({}, {"fields": ("id",)}, {"detail": True}, {"headings": True}):
        assert written("markdown-table", answer_of(), **style) == ""
        assert written("markdown", answer_of(), **style) == ""


def years(*days: str | None) -> list[Match]:
    return [an_event(f"t{i}", i, date=a_date("x", day)) for i, day in enumerate(days)]


def test_years_are_headings_on_request_where_dates_are_the_order():
    matches = years("2019-01-01", "2020-05-05", "2020-05-06", "-0044-03-15", "0000-01-01", "0987-01-01",
                    "17000-01-01", "2020-01-01")  # fmt: skip
    text = written("markdown", answer_of(*matches), headings=True)
    found = reread(text)
    assert found.headings == ["2019", "2020", "45 BCE", "1 BCE", "987 CE", "17000", "2020"]
    assert found.items == [f"x – t{i}" for i in range(8)]
    assert text.startswith(
        "## 2019\n\n- **x** – t0\n\n## 2020\n\n- **x** – t1\n- **x** – t2\n\n## "
    )
    german = answer_of(*years("-0500-01-01", "-12345-01-01"))._replace(language="de")
    found = reread(written("markdown", german, headings=True))
    assert found.headings == ["501 v. Chr.", "−12345"]
    by_title = answer_of(*matches, order="title")
    assert written("markdown", by_title, headings=True) == written("markdown", by_title)
    assert "#" not in written("markdown", answer_of(*matches))
    fields = written("markdown", answer_of(*matches[:2]), headings=True, fields=("id",))
    assert fields == "## 2019\n\n- e0\n\n## 2020\n\n- e1\n"


def test_years_are_no_headings_in_another_order_and_that_is_said(timeline):
    for command, mend in (
        (("list", "--sort", "title"), "leave --sort out"),
        (("chart", "--sort", "end"), "leave --sort out"),
        (("search", "x"), "add --sort date"),
        (("search", "x", "--sort", "id"), "add --sort date"),
    ):
        run = timeline(*command, "--headings", "-s", "nowhere.yaml")
        assert (run.status, run.err) == (
            2, f"timeline: --headings needs the order of dates; {mend}\n",
        )  # fmt: skip
    for words in ("list",), ("search", "NUM"):
        run = timeline(*words, "--headings", "--sort", "date", "-s", str(BUNDLED))
        assert run.out.startswith("## ")


def test_every_event_of_the_bundled_chronology_stands_below_its_year(timeline):
    run = timeline("list", "-s", str(BUNDLED), "--headings")
    year = ""
    for line in run.out.splitlines():
        if line.startswith("## "):
            assert line > year
            year = line
        elif line.startswith("- "):
            assert year
    assert year == "## 2029"
    lines = [line for line in run.out.splitlines() if line.startswith(("- ", "[^"))]
    plain = timeline("list", "-s", str(BUNDLED)).out.splitlines()
    assert lines == [line for line in plain if line]
    assert (
        "--headings contradicts --format json" in timeline("list", "--headings", "-f", "json").err
    )


@pytest.mark.parametrize("name", ["markdown", "markdown-table"])
def test_a_label_keeps_the_footnotes_of_two_answers_apart(name):
    everything = bundled()._replace(matches=bundled().matches[:30])
    bare = written(name, everything)
    labelled = written(name, everything, label="t1-")
    assert labelled == re.sub(r"(?<!\\)\[\^([0-9]+)\]", r"[^t1-\1]", bare)
    both = reread(f"{labelled}\n{written(name, everything, label='t2-')}")
    alone = reread(bare)
    assert both.notes == alone.notes * 2
    assert both.kinds == alone.kinds


def test_differences_have_labels_too():
    from timeline.formats.changes import render_changes

    old = timeline.load(BUNDLED)
    differences = old.changes_since(old.where(id="num-founding"))
    text = "".join(render_changes(differences, "markdown", Style(label="t3-")))
    assert "[^t3-1]: " in text
    assert not re.search(r"(?<!\\)\[\^[0-9]", text)


def test_the_bundled_chronology_is_a_table_of_as_many_rows_as_events():
    everything = bundled("de")
    found = reread(written("markdown-table", everything))
    assert len(found.rows) == len(everything.matches) + 1
    assert {len(row) for row in found.rows} == {4}
    assert [row[0] for row in found.rows[1:]] == [m.event.date.words.de for m in everything.matches]
    assert found.kinds <= TABLE | MARKS
