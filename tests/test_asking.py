"""What is asked at a terminal, by ``timeline add`` and ``edit``: one line a question, one an answer.

In this process, without what a real terminal adds to it (``test_add.py``): stdout is a pipe.
"""

from __future__ import annotations

import io
import shlex
import sys

import pytest

from timeline.cli.asking import confirm

STORE = """\
networks: {NUM: {name: Network}}
sources:
  portrait: {title: Portrait, published: 2025}
events:
  - {id: early, date: 2019, title: Early, kind: founding}
"""
QUESTIONS = (
    "Date: ", "Title: ", "Title (German): ", "Title (English): ", "Kind (founding): ",
    "Networks, parted by commas (NUM): ", "Place: ", "Tags, parted by commas: ", "Source 1: ",
    "Source 2: ", "Id [", "Write this? [Y/n]: ",
)  # fmt: skip


class Typed(io.StringIO):
    """A terminal at which some lines are typed, and then Ctrl-D."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def answering(timeline, monkeypatch):
    """Return a function that runs a command line and answers what it asks."""

    def run(answers, *arguments):
        monkeypatch.setenv("TERM", "dumb")
        monkeypatch.setattr(sys, "stdin", Typed("".join(f"{line}\n" for line in answers)))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        return timeline(*arguments)

    return run


def given(**known: str) -> list[str]:
    """Return the options of an event, but for those that are None."""
    whole = {"date": "2020", "title": "T", "kind": "founding", "network": "NUM", "place": "P",
             "tag": "t", "source": "portrait", "id": "x", **known}  # fmt: skip
    return [word for name, text in whole.items() if text for word in (f"--{name}", text)]


@pytest.mark.parametrize(
    ("options", "answers", "asked"),
    [
        (given(date=""), ["2021"], ["Date: "]),
        (given(title=""), ["", "Later"], ["Title: "]),
        (["--date", "2021"], ["Later", "", "", "", "", "", ""],
         ["Title: ", *QUESTIONS[4:9], "Id ["]),
        (given(title="", source=""), ["Later", "New one", "", "", "", "", ""],
         ["Title: ", "Source 1: ", "Source 2: "]),
        (given(title="", id=""), ["Later", "Not an id", "later-2"], ["Title: ", "Id ["]),
    ],
)  # fmt: skip
def test_only_what_is_missing_is_asked_for(answering, store, options, answers, asked):
    path = store(STORE)
    run = answering([*answers, "j"], "add", *options)
    assert (run.status, run.out) == (0, ""), run.err
    assert [question for question in QUESTIONS if question in run.err] == [*asked, QUESTIONS[-1]]
    assert path.read_text(encoding="utf-8").count("id: ") == 2


def test_an_answer_that_cannot_be_is_told_and_asked_for_again(answering, store):
    path = store(STORE)
    run = answering(["", "Later", "Not an id", "", "y"], "add", *given(title="", id=""))
    assert run.err.count("Title: ") == run.err.count("Id [later]: ") == 2
    assert "  an event has to have one; press Ctrl-D to leave\n" in run.err
    assert "the id 'Not an id' is not made of [a-z0-9] words" in run.err
    assert "press Enter for later\n" in run.err
    assert "id: later" in path.read_text(encoding="utf-8")


def test_a_new_source_may_do_without_an_address(answering, store):
    path = store(STORE)
    run = answering(
        ["Later", "New one", "", "", "", "", "", "y"], "add", *given(title="", source="")
    )
    assert run.status == 0, run.err
    assert "  new-one: {title: New one}\n" in path.read_text(encoding="utf-8")


def test_what_was_answered_is_not_asked_for_twice_where_it_cannot_be_added(answering, store):
    path = store(STORE)
    run = answering(["Before it"], "add", *given(title="", date="2018"), "--after", "early")
    assert (run.status, run.out) == (2, "")
    assert run.err.removeprefix("Title: ").splitlines() == [
        (
            "nothing was written; to try again: timeline add --date 2018 --title 'Before it' "
            "--kind founding --network NUM --place P --tag t --source portrait --after early --id x"
        ),
        (
            "timeline: --after: 'x' cannot be after 'early': it is dated 2018, and early "
            "(events.yaml:15) ended on 1 January 2019 at the earliest; mend one of the dates, "
            "or delete this 'after'"
        ),
    ]
    assert path.read_text(encoding="utf-8") == STORE


def test_a_dry_run_asks_and_shows_what_it_would_write(answering, store):
    path = store(STORE)
    run = answering(["Later"], "add", *given(title=""), "--dry-run")
    assert run.status == 0
    assert "title: Later" in run.out
    assert "Write this?" not in run.err
    assert run.err.splitlines()[-1] == "events.yaml:6: would add x"
    assert path.read_text(encoding="utf-8") == STORE


@pytest.mark.parametrize("answer", ["", "y", "J", "ja", "n", "nein"])
def test_a_question_is_asked_without_readline_too(monkeypatch, capsys, answer):
    """As on Windows."""
    monkeypatch.setitem(sys.modules, "readline", None)
    monkeypatch.setattr(sys, "stdin", Typed(f"{answer}\n"))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert confirm("Write this?") is not answer.startswith("n")
    assert capsys.readouterr().out == "Write this? [Y/n]: "


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("os.unlink(path)", "timeline: the store has lost a file; take it from a backup"),
        ("open(path, 'w').write('events: 1')", "the store has 1 error"),
    ],
)  # fmt: skip
def test_who_leaves_when_asked_about_what_the_editor_did_leaves_it(
    answering, store, monkeypatch, done, said
):
    path = store(STORE)
    code = f"import os, sys; path = sys.argv[1]; {done}"
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, "-c", code]))
    run = answering([], "edit", "early")
    assert run.status == 1
    assert said in run.err
    assert "? [Y/n]: " in run.err
    assert not path.exists() or path.read_text() == "events: 1"
