"""A store is refused before it takes more time or memory than its size is worth."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import timeline as library
from benchmarks.hostile import HOSTILE
from tests.uncounted import uncounted
from timeline.errors import Problem, StoreError, UsageError
from timeline.store.limits import USUAL, Limits, limits_of
from timeline.store.loading import examine, read_store
from timeline.store.piecemeal import SMALL, look_through

EVENT = "  - id: a\n    date: 2020\n    title: T\n"


def problems(text: str | bytes, limits: Limits = USUAL) -> list[Problem]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(StoreError) as caught:
        read_store([("events.yaml", data)], limits)
    return caught.value.problems


@pytest.mark.parametrize(("text", "size"), [
    ("64000000", 64_000_000), ("500MB", 500_000_000), ("500 MB", 500_000_000), ("2G", 2_000_000_000),
    ("1000kB", 1_000_000), ("1GB", 1_000_000_000),
])  # fmt: skip
def test_a_size_is_read(text, size):
    assert limits_of(text, "x").size == size


@pytest.mark.parametrize(
    "text", ["", "x", "0", "-1", "1kB", "1.5GB", "999999", "1 TB", "९MB", "1" * 40]
)
def test_what_is_no_size_is_refused(text):
    with pytest.raises(UsageError, match="is not a size"):
        limits_of(text, "--max-size")


def test_the_limit_is_told_by_option_environment_and_configuration(store, timeline, monkeypatch):
    path = store("# " + "x" * 2_000_000 + "\nevents:\n" + EVENT)
    assert timeline("list", "--max-size", "3MB").status == 0
    path.write_text(path.read_text() + "# changed\n")
    Path("t.csv").write_text("date,title\n2020,T\n")
    refused = timeline("list", "--max-size", "1MB")
    assert (refused.status, refused.out) == (1, "")
    assert "bytes, more than is read of a store" in refused.err
    assert "--max-size" in refused.err
    for command in (
        ["--max-size", "1MB", "list"],
        ["check", "--max-size", "1MB"],
        ["show", "a", "--max-size=1MB"],
        ["edit", "a", "--max-size=1MB"],
        ["add", "--date", "2020", "--title", "T", "--max-size=1MB"],
        ["import", "t.csv", "--max-size=1MB"],
    ):
        assert timeline(*command).status == 1
    monkeypatch.setenv("TIMELINE_MAX_SIZE", "1MB")
    assert timeline("list").status == 1
    assert timeline("list", "--max-size", "3MB").status == 0, (
        "the option comes before the environment"
    )
    monkeypatch.delenv("TIMELINE_MAX_SIZE")
    path.write_text(path.read_text() + "# changed\n")
    config = Path("config/timeline/config.yaml")
    config.parent.mkdir(parents=True)
    config.write_text("max-size: 1MB\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path("config").resolve()))
    assert timeline("list").status == 1
    config.write_text("max-size: plenty\n")
    run = timeline("list")
    assert run.status == 2
    assert "config.yaml: max-size: 'plenty' is not a size" in run.err


@pytest.mark.parametrize(("text", "code", "line"), [
    (f"{EVENT}z: {'x' * 4_000_000}\n", "too-large", 5),
    (f"x: [{'a, ' * 100_001}]\n{EVENT}", "too-large", 1),
    ("events:\n  - {id: a, date: 2020, title: A}\n- a\n", "yaml-syntax", 3),
], ids=["below", "above", "beside"])  # fmt: skip
def test_what_stands_beside_the_events_is_told_where_it_is_too_much_or_wrong(text, code, line):
    text = text if text.startswith(("x", "events")) else f"events:\n{text}"
    found = look_through([("events.yaml", text.encode())], USUAL)
    assert [(problem.code, problem.line) for problem in found.problems] == [(code, line)]
    assert {problem.code for problem in problems(text)} == {code}


def test_the_limit_counts_all_files_of_a_folder(store, timeline):
    store("events:\n" + EVENT, "events/a.yaml")
    store("# " + "x" * 600_000 + "\nevents: []\n", "events/b.yaml")
    store("# " + "y" * 600_000 + "\nevents: []\n", "events/c.yaml")
    assert timeline("list", "--max-size", "1MB").status == 1
    assert timeline("check", "--max-size", "1MB").status == 1
    assert timeline("list", "--max-size", "2MB").status == 0


def test_a_size_that_is_none_is_refused_even_where_nothing_is_read(store, timeline):
    store("events:\n" + EVENT)
    assert timeline("list").status == 0
    run = timeline("list", "--max-size", "10")
    assert (run.status, run.out) == (2, "")
    assert "--max-size: '10' is not a size" in run.err


@pytest.mark.parametrize("command", ["check", "list", "add"])
def test_every_command_tells_what_is_wrong_with_a_large_store(command, store, timeline):
    events = "".join(EVENT.replace("id: a", f"id: a{n}") for n in range(8_000))
    wrong = EVENT.replace("title", "titel") + EVENT.replace("2020", "soon")
    store(f"events:\n{events}{wrong}", "events/b.yaml")
    store("sources: {s: {title: S}}\nevents: []\n", "events/a.yaml")
    given = ["--date", "2020", "--title", "T", "--source", "s"] if command == "add" else []
    run = timeline(command, *given)
    assert run.status == 1
    told = run.out + run.err
    assert "events/b.yaml:24004:5: error[unknown-key]: 'titel' is not a key of an event" in told
    assert "events/b.yaml:24006:11: error[bad-date]" in told
    assert "hint: did you mean title?" in told
    if command == "check":
        assert run.err.endswith("errors in 8002 events in 2 files\n")


def test_python_takes_the_limit_too(store):
    path = store("# " + "x" * 2_000_000 + "\nevents:\n" + EVENT)
    with pytest.raises(library.TimelineError, match="more than is read of a store"):
        library.load(path, max_size="1MB")
    assert len(library.load(path, max_size="4MB")) == 1


def test_an_answer_from_the_index_asks_for_no_size(store, timeline):
    store("# " + "x" * 2_000_000 + "\nevents:\n" + EVENT)
    assert timeline("list", "--max-size", "4MB").status == 0
    # Sealed by now or not: it is read again only where it is in doubt, and then refused.
    assert timeline("list", "--max-size", "4MB").out == timeline("list", "--max-size", "5MB").out


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [
    SMALL - 1_000, pytest.param(USUAL.event - 1_000, marks=pytest.mark.long),
    pytest.param(USUAL.at_once - 1_000, marks=pytest.mark.long),
    pytest.param(USUAL.size - 1_000, marks=pytest.mark.long),
])  # fmt: skip
def test_what_has_no_end_is_refused_before_it_takes_long(name, size, tmp_path):
    # Sizes just below what is read as one, as an event, beside the events, and at all.
    path = tmp_path / "events.yaml"
    path.write_bytes(HOSTILE[name](size).encode()[:size])
    run = subprocess.run(
        [sys.executable, "-m", "timeline", "list", "--store", str(path)],
        capture_output=True, check=False, preexec_fn=_narrow, env=uncounted(),
    )  # fmt: skip
    assert b"Traceback" not in run.stderr
    if run.returncode == 0:  # a text may be long, as long as it is read
        assert size < USUAL.at_once
        assert b"error" not in run.stderr
        return
    assert (run.returncode, run.stdout) == (1, b""), run.stderr[:500]
    first = run.stderr.splitlines()[0]
    assert re.match(rb".*events\.yaml:\d+:\d+: error\[[a-z0-9-]+\]: ", first), first


@pytest.mark.long
@pytest.mark.parametrize("name", ["one endless text", "one endless quotation", "lines without end"])
def test_a_text_of_100_mb_is_refused_with_and_without_a_limit(name, tmp_path):
    path = tmp_path / "events.yaml"
    path.write_text(HOSTILE[name](100_000_000))
    # Whoever raises the limit pays for it: 256 MB are promised below the usual one.
    for limit, narrow, said in (
        ("64MB", _narrow, "raise --max-size (64MB)"),
        ("10GB", None, ": error[too-large]: "),
    ):
        run = subprocess.run(
            [sys.executable, "-m", "timeline", "list", "--store", str(path), "--max-size", limit],
            capture_output=True, check=False, preexec_fn=narrow, env=uncounted(), text=True,
        )  # fmt: skip
        assert (run.returncode, run.stdout) == (1, "")
        assert said in run.stderr.splitlines()[0]
        assert "Traceback" not in run.stderr


def _narrow() -> None:
    """Let a process have little time and memory; ``benchmarks.hostile`` tells how little it needs."""
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))  # no figure of speed
    resource.setrlimit(resource.RLIMIT_DATA, (256_000_000, 256_000_000))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_small_store_without_end_says_the_same_by_both_ways_of_reading(name):
    data = HOSTILE[name](20_000).encode()
    whole = examine([("events.yaml", data)]).problems
    piecemeal = look_through([("events.yaml", data)], USUAL).problems
    assert bool(piecemeal) == bool(whole)


@pytest.mark.parametrize("path", [p for p in Path(__file__).parent.glob("errors/*.*") if p.suffix in (".yaml", ".bin")],
                         ids=lambda p: p.stem)  # fmt: skip
def test_each_mistake_is_told_alike_by_both_ways_of_reading(path):
    files = [("events.yaml", path.read_bytes())]
    whole, piecemeal = examine(files).problems, look_through(files, USUAL).problems
    found = [(p.line, p.column, p.code, p.message, p.hint, p.excerpt, p.width) for p in piecemeal]
    assert set(found) <= {
        (p.line, p.column, p.code, p.message, p.hint, p.excerpt, p.width) for p in whole
    }
    assert found
