"""A line an event as a template says: no code, nothing written before all of it was checked."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.amount import examples
from tests.conftest import BUNDLED
from tests.formats import samples
from timeline import formats
from timeline.errors import QueryError, UsageError
from timeline.formats import Style
from timeline.formats.template import NAMES, Field, parse
from timeline.model import FIELDS, Answer, Citation, Dispute, Event, Match, Source, Text
from timeline.text import FORBIDDEN, one_line

FULL = Match(
    Event(
        "full", samples.date("2020-04/2021"), Text("Zwei", "Two"), "founding", ("NUM", "MII"), "planned",
        Text("Mehr", "More"), "Berlin", ("a", "b"), (("sites", 37), ("funding_eur", "~390000000")),
        (Citation(Source("s-1", "First", url="https://x.example/1")), Citation(Source(title="Second")),
         Citation(Source(url="https://x.example/3"))),
        (Dispute(samples.date("2019")),), "whole", "earlier", ("first",), ("last",), "3m",
    ),
    "possible", "since 3 months",
)  # fmt: skip
BARE = Match(Event("bare", samples.date("../1806"), Text(en="Only English")))


def lines(template: str, *matches: Match, language: str = "en") -> list[str]:
    answer = Answer(matches, language, kinds={"founding": Text("Gründung", "Founding")})
    text = "".join(formats.render("template", answer, Style(template=template)))
    assert text.endswith("\n")
    return text[:-1].split("\n")


def refused(template: str) -> tuple[str, str, str]:
    """Return the message, the mend, and the part of a template that is marked as wrong."""
    with pytest.raises(UsageError) as caught:
        parse(template)
    error = caught.value
    at = template[error.at : error.at + error.width] if isinstance(error, QueryError) else ""
    return error.message, error.hint, at


def outcome(template: str) -> list[Field | str] | UsageError:
    try:
        return parse(template)
    except UsageError as error:
        return error


def test_every_field_of_an_event_can_be_named():
    fields = {
        "id": "full", "date": "April 2020 – 2021", "title": "Two", "kind": "Founding", "networks": "NUM, MII",
        "certainty": "possible", "status": "planned", "summary": "More", "place": "Berlin", "tags": "a, b",
        "figures": "sites 37, funding_eur about 390,000,000", "disputed": "2019", "part_of": "whole",
        "sources": "s-1, Second, https://x.example/3", "follows": "earlier", "after": "first",
        "before": "last", "by": "3 months", "state": "since 3 months", "date.edtf": "2020-04/2021",
        "date.text": "April 2020 – 2021", "date.earliest": "2020-04-01", "date.latest": "2021-12-31",
        "date.precision": "year", "title.de": "Zwei", "title.en": "Two", "summary.de": "Mehr",
        "summary.en": "More", "sources.id": "s-1", "sources.title": "First, Second",
        "sources.url": "https://x.example/1, https://x.example/3",
    }  # fmt: skip
    assert set(fields) == set(NAMES)
    assert set(FIELDS) <= set(NAMES)
    template = "|".join(f"{{{name}}}" for name in fields)
    assert lines(template, FULL)[0].split("|") == list(fields.values())
    assert lines("{figures.sites}|{figures.funding_eur}", FULL, BARE) == ["37|~390000000", "|"]


def test_words_come_in_the_language_of_the_answer_but_not_those_that_name_one():
    template = "{date}|{title}|{kind}|{status}|{certainty}|{by}|{title.en}|{date.text}"
    assert lines(template, FULL, language="de") == [
        "April 2020 – 2021|Zwei|Gründung|geplant|möglich|3 Monate|Two|April 2020 – 2021"
    ]
    assert lines("{title}|{title.de}|{title.en}", BARE, language="de") == [
        "Only English||Only English"
    ]


def test_what_an_event_does_not_say_is_empty():
    said = {"id", "date", "title", "certainty", "date.edtf", "date.text", "date.latest", "date.precision",
            "title.en"}  # fmt: skip
    for name in [name for name in NAMES if name not in said]:
        assert lines(f"[{{{name}}}]", BARE) == ["[]"], name


def test_braces_are_doubled_and_escapes_are_what_a_shell_passes_on():
    assert lines("{{{id}}}", BARE) == ["{bare}"]
    assert lines("{{id}}", BARE) == ["{id}"]
    assert lines(r"a\tb\\n{id}\\{id}", BARE) == ["a\tb\\nbare\\bare"]
    assert lines(r"{id}\n  {date.latest}", BARE) == ["bare", "  1806-12-31"]
    assert lines("x\ty", BARE) == ["x\ty"]
    assert lines("x", BARE, BARE) == ["x", "x"]


def test_a_field_is_laid_out_as_python_lays_out_text():
    for layout in (
        "",
        "<10",
        ">10",
        "^10",
        "10",
        ".2",
        "*^10.2",
        "<<8",
        "010",
        "5s",
        " >6",
        "}"[:0],
        "1000",
    ):
        assert lines(f"[{{id:{layout}}}]", BARE) == [f"[{'bare':{layout}}]"]
    assert lines("{ id :>6}", BARE) == ["  bare"]
    assert lines("{place:>3}|{figures.x:3}|", BARE) == ["   |   |"]


@pytest.mark.parametrize(
    ("template", "message", "hint", "at"),
    [
        ("", "the template is empty", "write '{date.text}: {title}'", ""),
        ("{titel}", "there is no field 'titel'", "did you mean title? (valid: id, date,", "titel"),
        ("a {xyzzy}", "there is no field 'xyzzy'", "valid: id, date, title,", "xyzzy"),
        ("{}", "a field has no name", "write '{date.text}: {title}' (valid:", "}"),
        ("{0}", "there is no field '0'", "valid: id", "0"),
        ("{date.ealiest}", "date has no 'ealiest'", "did you mean date.earliest?", "date.ealiest"),
        ("{id.x}", "id has no 'x'", "write {id}", "id.x"),
        ("{title.__class__}", "title has no '__class__'", "write {title} or {title.de}", "title.__class__"),
        ("{title.en.upper}", "title has no 'en.upper'", "", "title.en.upper"),
        ("{id.__class__.__mro__}", "id has no '__class__.__mro__'", "write {id}", "id.__class__.__mro__"),
        ("{__import__('os')}", "a field is a name alone, without \"('os')\"", "write {title}", "__import__('os')"),
        ("{title.upper()}", "a field is a name alone, without '()'", "write {title}", "title.upper()"),
        ("{title!r}", "a field is a name alone, without '!r'", "write {title}", "title!r"),
        ("{date.text!s:>3}", "a field is a name alone, without '!s'", "write {date.text}", "date.text!s"),
        ("{tags[0]}", "a field is a name alone, without '[0]'", "write {tags}", "tags[0]"),
        ("{id:{kind}}", "a field cannot stand inside another", "write them one after the other", "{"),
        ("{id:>{kind}}", "a field cannot stand inside another", "", "{"),
        ("{{id}", "a brace without its opening one", "write }} for a brace itself", "}"),
        ("{id", "a brace without its closing one", "write {{ for a brace itself", "{"),
        ("a } b", "a brace without its opening one", "", "}"),
        ("{ and {id}", "a brace without its closing one", "", "{"),
        ("{id:>1001}", "'>1001' is too wide", "at most 1000 characters", ">1001"),
        ("{id:.99999999999}", "'.99999999999' is too wide", "", ".99999999999"),
        ("{id:+5}", "'+5' is no layout of text", "write <30, >30, ^30 or .30", "+5"),
        ("{id:=5}", "'=5' is no layout of text", "", "=5"),
        ("{figures.sites:,}", "',' is no layout of text", "", ","),
        ("{id:٣}", "'٣' is no layout of text", "", "٣"),
        ("{figures.sites:d}", "'d' is no layout of text", "", "d"),
        ("{figures.Sites}", "there is no field 'figures.Sites'", "did you mean figures.NAME?", "figures.Sites"),
        ("x\\q", "\\q means nothing", "write \\t, \\n, or \\\\ for a backslash", "\\q"),
        ("x\\", "\\ means nothing", "", "\\"),
        ("\\{id}", "\\{ means nothing", "", "\\{"),
        ("a\x1b[1m{id}", "\\x1b is no character to print", "leave it out", "\x1b"),
        ("\u202e{id}", "\\u202e is no character to print", "", "\u202e"),
        ("a\r{id}", "\\x0d is no character to print", "", "\r"),
    ],
)  # fmt: skip
def test_what_a_template_cannot_hold_is_refused_with_its_place_and_a_mend(
    template, message, hint, at
):
    said, mend, marked = refused(template)
    assert said.removeprefix("template: ") == message
    assert mend.startswith(hint)
    assert mend
    assert marked == at


def test_a_figure_that_no_event_has_is_empty_and_told(timeline):
    style = Style(template="{figures.sitez:>2}{figures.sites}{figures.xyzzy}")
    answer = Answer((FULL,), "en", (1, 0))
    assert "".join(formats.render("template", answer, style)) == "  37\n"
    assert formats.losses("template", answer, style) == [
        "no event here has the figure 'sitez'; did you mean sites?",
        "no event here has the figure 'xyzzy'",
    ]
    assert formats.losses("template", Answer(()), style) == []
    run = timeline("list", "-s", str(BUNDLED), "--template", "{figures.sitez}", "-n", "M1")
    assert (run.status, run.out) == (0, "\n" * 4)
    assert run.err.startswith("template: no event here has the figure 'sitez'")


def test_a_template_is_refused_before_a_store_is_looked_for_and_before_anything_is_written(
    timeline, tmp_path
):
    path = tmp_path / "out.txt"
    for wrong in ("{titel}", "{id", "", "x\\q"):
        run = timeline("list", "--template", wrong, "-o", str(path), "-s", "nowhere.yaml")
        assert (run.status, run.out) == (2, "")
        assert "nowhere" not in run.err
        assert not path.exists()
    run = timeline("list", "-f", "template", "-s", "nowhere.yaml")
    assert run.status == 2
    assert run.err == (
        "timeline: --format template needs a template; add --template '{date.text}: {title}'\n"
    )
    run = timeline("list", "--template", "x {titel}")
    assert run.err.splitlines()[1:] == ["  | x {titel}", "  |    ^^^^^"]


def test_a_template_goes_to_a_pipe_to_a_file_and_beside_other_options(timeline, tmp_path):
    store = ("-s", str(BUNDLED), "-n", "M1", "--limit", "1")
    line = "2023-07-17\tMünchner Partner unterzeichnen Absichtserklärung zu M1\n"
    run = timeline("list", *store, "--template", r"{date.edtf}\t{title.de}")
    assert (run.status, run.out, run.err) == (0, line, "1 of 4 events\n")
    path = tmp_path / "out.md"  # any suffix: who writes a template knows what it is
    assert (
        timeline("list", *store, "--template", r"{date.edtf}\t{title.de}", "-o", str(path)).out
        == ""
    )
    assert path.read_text(encoding="utf-8") == line
    assert "contradicts --template" in timeline("list", "--fields", "id", "--template", "{id}").err
    assert "contradicts --format json" in timeline("list", "-f", "json", "--template", "{id}").err
    run = timeline(
        "show", "num-founding", "-s", str(BUNDLED), "--template", "ü {kind} {figures.sites}"
    )
    assert run.out == "ü Founding 37\n"


def test_a_template_is_read_as_it_was_typed_whatever_the_locale(process):
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    run = process(
        "list", "-s", str(BUNDLED), "-n", "M1", "--limit", "1", "--template", "ü–網 {id}", env=plain
    )
    assert run.stdout.decode() == "ü–網 m1-letter-of-intent\n"


def test_store_texts_stay_on_one_line_and_are_no_template_themselves():
    template = "{id}|{title}|{kind}|{place}|{tags}|{summary.de}|{sources.title}"
    matches = samples.hostile().matches
    for number, (line, match) in enumerate(zip(lines(template, *matches), matches, strict=True)):
        said = one_line(match.event.title.en or "")
        assert line == "|".join([f"e{number}", *[said] * 6])
        assert not FORBIDDEN.search(line)
    braces = Match(Event("x", samples.date("2020"), Text(en="{id} {{y}} \\n %s")))
    assert lines("{title}", braces) == ["{id} {{y}} \\n %s"]


def parsed_by_python(template: str) -> list[Any]:
    """Return what Python itself finds in a format string: text and fields, by turns."""
    found: list[Any] = []
    for literal, name, layout, conversion in string.Formatter().parse(template):
        found += list(literal)
        if name is not None:
            assert conversion is None
            found.append((name.strip(), layout))
    return found


@examples(200)
@given(
    st.lists(
        st.sampled_from(
            ["{", "}", "{{", "}}", "{id}", "{title:>3}", "a", ":", " ", "{ id :.2}", "é"]
        )
    )
)
@example(["{", "{", "{id}", "}", "}"])
def test_a_template_has_the_parts_that_python_finds_in_it(pieces):
    template = "".join(pieces)
    parts = outcome(template)
    if isinstance(parts, QueryError):
        assert template[parts.at : parts.at + parts.width]
    elif isinstance(parts, list):
        found: list[Any] = []
        for part in parts:
            found += [tuple(part)] if isinstance(part, Field) else list(part)
        assert found == parsed_by_python(template)


@given(st.text(st.sampled_from("{}[]!:.\\tn_id0 <>^s\x1b"), max_size=20) | st.text(max_size=20))
def test_any_template_is_filled_in_or_refused_in_words(template):
    parts = outcome(template)
    if isinstance(parts, UsageError):
        assert parts.message
        assert parts.hint
    else:
        assert not FORBIDDEN.search("".join(lines(template, FULL, BARE)))
