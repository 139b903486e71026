"""What benchmarks tell is what was run: nothing of what runs them, and all that it waited for."""

from __future__ import annotations

import sys
from functools import partial
from itertools import pairwise

import pytest

from benchmarks import generator
from benchmarks.peers import FIRST, LAST, NETWORK
from benchmarks.processes import Contestant, Cost, in_turn, measured, medians, ratio
from benchmarks.stores import edit
from tests import oracle
from tests.test_query import event
from timeline.dates.calendar import day_number
from timeline.query.terms import Touching

on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="benchmarks ask Linux what a process took"
)

BURNS = "import time\nwhile time.process_time() < 0.3: pass\n"
HOLDS = "held = b'x' * 200_000_000\n"


def python(code: str, **more: object) -> Contestant:
    return Contestant("python", [sys.executable, "-c", code], {}, **more)  # type: ignore[arg-type]  # as given


def in_a_child(code: str) -> str:
    return f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {code!r}])"


@on_linux
def test_memory_is_that_of_a_process_and_its_own_but_not_of_its_starter():
    held = b"x" * 200_000_000
    assert measured(python("pass")).memory < 100_000_000
    assert len(held) < measured(python(HOLDS)).memory < 300_000_000
    assert len(held) < measured(python(in_a_child(HOLDS))).memory < 300_000_000


@on_linux
def test_the_processors_time_of_those_a_process_waited_for_is_its_own():
    for code in (BURNS, in_a_child(BURNS)):
        cost = measured(python(code))
        assert cost.cpu >= 0.3
        assert cost.wall >= 0.3


@on_linux
def test_what_is_written_is_counted_and_kept_from_a_pipe_or_a_terminal(tmp_path):
    code = "import os, sys\nprint(sys.stdout.isatty(), *sys.argv)\nsys.stdout.isatty() and print("
    code += "os.get_terminal_size().columns)\nprint('x' * 200_000)"
    said = {}
    for shown in (False, True):
        cost = measured(python(code, on_terminal=shown), tmp_path / "said")
        said[shown] = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
        assert cost.lines == len(said[shown])
        assert 0 < cost.first <= cost.wall
    assert said == {
        False: ["False -c", "x" * 200_000],
        True: ["True -c", "100", "x" * 200_000],
    }


@on_linux
def test_where_nothing_is_written_the_first_byte_comes_at_the_end():
    cost = measured(python("pass"))
    assert (cost.first, cost.lines) == (cost.wall, 0)


@on_linux
@pytest.mark.parametrize(
    "command", [[sys.executable, "-c", "print(1); raise SystemExit(3)"], ["no-such-command"]]
)
def test_what_fails_is_no_measurement(command):
    with pytest.raises(RuntimeError, match=r"^it failed: "):
        measured(Contestant("it", command, {}))


@on_linux
def test_commands_run_in_turn_each_prepared_before(tmp_path):
    log = tmp_path / "log"

    def noted(name: str) -> Contestant:
        code = f"open({str(log)!r}, 'a').write({name!r})\nprint({name!r})"
        return python(code, prepare=partial(note, name.lower()))

    def note(name: str) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(name)

    costs = in_turn([noted("A"), noted("B")], 2, uncounted=1)
    assert log.read_text(encoding="utf-8") == "aAbB" * 3
    assert [[cost.lines for cost in of_one] for of_one in costs] == [[1, 1], [1, 1]]


def test_medians_are_of_each_figure_and_ratios_of_each_turn():
    ours = [Cost(1, 2, 3, 4, 5), Cost(3, 6, 3, 4, 5), Cost(2, 40, 3, 4, 5)]
    theirs = [Cost(1, 1, 1, 1, 1), Cost(1, 2, 1, 1, 1), Cost(1, 80, 1, 1, 1)]
    assert medians(ours) == (2, 6, 3, 4, 5)
    assert ratio(ours, theirs, "wall") == 2


def test_an_edit_changes_one_title_in_the_middle_and_another_one_does_so_again(tmp_path):
    path = tmp_path / "events.yaml"
    path.write_text("".join(generator.store(100)), encoding="utf-8")
    texts = [path.read_text(encoding="utf-8").splitlines()]
    for _ in range(2):
        edit(path)
        texts.append(path.read_text(encoding="utf-8").splitlines())
    first, second = (changed(old, new) for old, new in pairwise(texts))
    assert first == second == [number for number in first if "title: {de: " in texts[0][number]]
    assert len(first) == 1
    assert len(texts[0]) * 0.4 < first[0] < len(texts[0]) * 0.6


def changed(old: list[str], new: list[str]) -> list[int]:
    pairs = zip(old, new, strict=True)
    return [number for number, (one, other) in enumerate(pairs) if one != other]


@pytest.mark.long
def test_the_question_is_of_three_in_a_thousand_events():
    window = Touching(day_number(FIRST, 1, 1), day_number(LAST, 12, 31))
    made = [made.edtf for made in generator.events(100_000) if NETWORK in made.networks]
    found = sum(oracle.verdict(event("x", edtf), window) > oracle.NO for edtf in made)
    assert 280 <= found <= 320
