"""Every error code has an input that provokes it, and the exact text of what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tests.errors.regenerate import HERE, inputs, lay_out, name_of
from timeline.cli.problems import render_problem, render_problems
from timeline.errors import Problem, StoreError
from timeline.store.loading import read_store
from timeline.store.nodes import Code

INPUTS = inputs()


@pytest.mark.parametrize("source", INPUTS, ids=name_of)
def test_a_broken_store_is_answered_with_exactly_this(source: Path, timeline):
    lay_out(source, Path.cwd())
    run = timeline("list")
    assert run.status == 1
    assert run.out == ""
    assert run.err == (HERE / f"{name_of(source)}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", INPUTS, ids=name_of)
def test_a_broken_store_provokes_the_code_that_its_file_is_named_after(source: Path):
    code = name_of(source).split(".")[0]
    expected = (HERE / f"{name_of(source)}.txt").read_text(encoding="utf-8")
    assert f": error[{code}]: " in expected


def test_every_code_has_an_input_and_every_input_a_code():
    # Half a megabyte is provoked in test_limits.py instead.
    assert {name_of(source).split(".")[0] for source in INPUTS} == {*get_args(Code)} - {"too-large"}


def test_every_expected_text_belongs_to_an_input():
    assert {path.stem for path in HERE.glob("*.txt")} == {name_of(source) for source in INPUTS}


def test_no_code_of_the_registry_is_left_unused():
    source = "".join(p.read_text("utf-8") for p in Path(HERE, "../../timeline/store").glob("*.py"))
    assert [code for code in get_args(Code) if source.count(f'"{code}"') < 2] == []


def test_every_problem_of_every_input_has_a_mend():
    for source in INPUTS:
        for line in (HERE / f"{name_of(source)}.txt").read_text("utf-8").splitlines():
            assert not line.strip().startswith("hint:") or len(line.split("hint: ")[1]) > 5


TEN_MISTAKES = """\
language: de
network:
  NUM: Netzwerk
kinds:
  founding:
events:
  - id: Num-Founding
    date: 2020-4
    title: NUM
    kind: foundign
    status: maybe
    figures: {sites: many}
    tags: [covid, covid]
    sources: [http://]
    title: NUM again
  - id: b
    titel: B
"""


def test_ten_different_mistakes_are_all_told_in_one_run_in_the_order_of_their_places(
    store, timeline
):
    store(TEN_MISTAKES)
    run = timeline("list")
    heads = [line.split(": ")[:2] for line in run.err.splitlines() if ": error[" in line]
    assert heads == [
        ["events.yaml:2:1", "error[unknown-key]"],
        ["events.yaml:7:9", "error[bad-id]"],
        ["events.yaml:8:11", "error[bad-date]"],
        ["events.yaml:11:13", "error[bad-choice]"],
        ["events.yaml:12:22", "error[bad-figure]"],
        ["events.yaml:13:19", "error[duplicate-item]"],
        ["events.yaml:14:15", "error[bad-url]"],
        ["events.yaml:15:5", "error[duplicate-key]"],
        ["events.yaml:16:5", "error[missing-key]"],
        ["events.yaml:17:5", "error[unknown-key]"],
    ]
    assert run.err.endswith("timeline: 10 errors in events.yaml; mend them and ask again\n")


def test_the_problems_of_two_files_name_the_right_file(store, timeline):
    store("networks: {NUM: }\nevents:\n  - {id: a, date: x, title: A}\n", "events/one.yaml")
    store("events:\n  - {id: b, date: 2020, title: B, networks: MII}\n", "events/two.yaml")
    run = timeline("list")
    assert "events/one.yaml:3:19: error[bad-date]" in run.err
    assert "events/two.yaml:2:45: error[unknown-network]" in run.err
    assert run.err.endswith("timeline: 2 errors in 2 files; mend them and ask again\n")


def problems_of(*texts: str) -> list[str]:
    with pytest.raises(StoreError) as caught:
        read_store((f"{n}.yaml", text.encode()) for n, text in enumerate(texts))
    return [f"{p.file}:{p.line}:{p.column} {p.code}" for p in caught.value.problems]


def test_what_an_unreadable_file_may_declare_is_not_called_unknown():
    broken = 'networks: {NUM: }\nsources:\n  report: {title: "a" b}\n'
    events = "events: [{id: a, date: 2020, title: A, networks: MII, sources: report, follows: b}]"
    assert problems_of(broken, events) == ["0.yaml:3:23 yaml-syntax"]
    assert problems_of("\0", events) == ["0.yaml:1:1 not-utf8"]


def test_a_wrong_name_in_a_vocabulary_is_reported_once_and_not_wherever_it_is_used():
    text = "networks: {A/B: }\nevents: [{id: a, date: 2020, title: A, networks: A/B}]"
    assert problems_of(text) == ["0.yaml:1:12 bad-name"]


def test_an_event_that_has_an_error_is_still_known_to_others():
    text = "events:\n- {id: a, date: x, title: A}\n- {id: b, date: 2020, title: B, follows: a}"
    assert problems_of(text) == ["0.yaml:2:17 bad-date"]


def test_what_comes_before_a_syntax_error_is_checked_too():
    text = "events:\n- {id: a, date: x, title: A}\n- {id: b, date: 2020, title: b: c\n- id: c"
    assert problems_of(text) == ["0.yaml:2:17 bad-date", "0.yaml:3:31 yaml-syntax"]


def test_the_same_id_twice_on_one_line_is_seen():
    text = "events: [{id: a, date: 2020, title: A}, {id: a, date: 2020, title: A}]"
    assert problems_of(text) == ["0.yaml:1:46 duplicate-id"]


def test_more_than_twenty_forbidden_characters_are_summed_up(store, timeline):
    store("events: []\n# " + "\u200b" * 100)
    run = timeline("list")
    assert run.err.count("error[forbidden-character]") == 20
    assert "delete it, and 80 more after it" in run.err


def problem(excerpt: str, column: int, width: int = 1) -> Problem:
    return Problem("events.yaml", 7, column, "bad-date", "no date", "", excerpt, width)


@pytest.mark.parametrize(
    ("excerpt", "column", "width", "shown", "below"),
    [
        ("date: x", 7, 1, "date: x", "      ^"),
        ("\tdate:\tx", 8, 1, " date: x", "       ^"),
        ("日本: x", 5, 1, "日本: x", "      ^"),
        ("e\u0301e\u0301: x", 7, 1, "e\u0301e\u0301: x", "    ^"),
        ("date: 日本", 7, 2, "date: 日本", "      ^^^^"),
        ("\u202ea\x1bb", 4, 1, "\\u202ea\\x1bb", "           ^"),
        ("date:", 6, 1, "date:", "     ^"),
        ("x" * 300, 1, 300, "x" * 100 + "…", "^" * 100),
        ("x" * 300, 300, 1, "…" + "x" * 100, " " * 100 + "^"),
        ("x" * 300, 200, 1, "…" + "x" * 100 + "…", " " * 41 + "^"),
    ],
)  # fmt: skip
def test_the_caret_stands_under_the_character(excerpt, column, width, shown, below):
    lines = render_problem(problem(excerpt, column, width)).split("\n")
    assert lines[1:] == [f"    7 | {shown}", f"      | {below}"]


def test_a_problem_without_an_excerpt_is_one_line():
    assert render_problem(problem("  ", 3)) == "events.yaml:7:3: error[bad-date]: no date"


def test_one_error_is_counted_in_the_singular():
    assert render_problems([problem("", 1)]).endswith(
        "1 error in events.yaml; mend it and ask again"
    )


def test_a_file_name_cannot_act_on_the_terminal(timeline):
    Path("\x1b[31mred\n.yaml").write_text("events: 1", encoding="utf-8")
    run = timeline("list", "--store", "\x1b[31mred\n.yaml")
    assert run.err.startswith("\\x1b[31mred\\x0a.yaml:1:9: error[not-list]")
    assert "\x1b" not in run.err
