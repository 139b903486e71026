"""A short run of every target of the fuzzer, and that it would find what it looks for."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fuzz import __main__ as fuzz
from tests.fuzz import targets
from tests.fuzz.mutating import LONGEST, mutated

SLOW = {"export-html", "export-png", "export-xlsx"}
"""Targets of which a few executions take seconds."""


@pytest.fixture(autouse=True)
def chronology_of_its_own():
    # A fixture of all tests closes what each has opened.
    targets.chronology.cache_clear()


@pytest.mark.parametrize("name", targets.TARGETS)
def test_a_target_holds_what_it_promises_of_its_seeds_and_of_what_is_made_of_them(name):
    seeds = targets.seeds(name)
    assert seeds
    for data in seeds:
        targets.TARGETS[name](data)
    inputs = mutated(seeds, targets.tokens(name), random.Random(2))
    for data in islice(inputs, 5 if name in SLOW else 60):
        targets.TARGETS[name](data)


@pytest.mark.long
@pytest.mark.parametrize("name", targets.TARGETS)
def test_a_longer_run_finds_nothing(name, monkeypatch):
    monkeypatch.setattr(
        fuzz, "SLOW", 20.0
    )  # a busy machine, and coverage, are no fault of an input
    Path(".fuzz").mkdir()
    assert fuzz.by_chance(name, 20 if name in SLOW else 400, 3) == 0


@pytest.mark.parametrize("fails", [False, True])
def test_what_a_target_raises_is_kept_and_told(fails, monkeypatch, capsys):
    def target(data: bytes) -> None:
        assert not (fails and b"2020" in data)

    monkeypatch.setitem(targets.TARGETS, "edtf", target)
    Path(".fuzz").mkdir()
    if not fails:
        assert fuzz.by_chance("edtf", 50, 1) == 0
        assert "50 executions" in capsys.readouterr().out
        return
    with pytest.raises(AssertionError):
        fuzz.by_chance("edtf", 1_000, 1)
    [kept] = Path(".fuzz").iterdir()
    assert b"2020" in kept.read_bytes()
    assert str(kept) in capsys.readouterr().err


def test_an_input_that_takes_too_long_is_a_find(monkeypatch):
    monkeypatch.setattr(fuzz, "SLOW", 0.0)
    with pytest.raises(TimeoutError):
        fuzz.once("edtf", b"2020")


def test_inputs_are_the_same_for_the_same_seed_and_never_too_long():
    seeds, tokens = [b"abc" * 3_000, b"2020"], (b"<", b"")
    first, second = (list(islice(mutated(seeds, tokens, random.Random(7)), 200)) for _ in range(2))
    assert first == second
    assert max(map(len, first)) <= LONGEST
    assert len({*first}) > 150


def test_an_unknown_target_is_refused():
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "readr"], cwd=ROOT, capture_output=True, check=False
    )
    assert run.returncode == 2
    assert b"there is no target 'readr'; valid: all, reader" in run.stderr
