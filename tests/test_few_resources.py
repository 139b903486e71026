"""Few open files, small files, little memory, no processes: the answer is right, or one line says why not."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.amount import chosen

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("uncounted_processes")

TITLE = "„Größe“ – 东京 😀"
STORE = f"events:\n  - {{id: one, date: 2020-04, title: {TITLE}, tags: [Köln]}}\n"
MANY = "".join(f"  - {{id: e{n}, date: 2020, title: Title {n}}}\n" for n in range(6_000))


def limited(what: int, most: int) -> Callable[[], None]:
    """Return what gives a process a limit of its own, before it becomes another program."""
    return lambda: resource.setrlimit(what, (most, most))


@pytest.mark.parametrize("most", chosen([8, 6, 5, 10, 12, 16, 20], lambda place: place < 1))
def test_few_open_files_are_enough(process, store, most):
    store(STORE)
    limit = limited(resource.RLIMIT_NOFILE, most)
    for command in (("list", "-o", "x.html"), ("check",)):
        run = process(*command, preexec_fn=limit)
        assert (run.returncode, b"Traceback" in run.stderr) == (0, False), run.stderr


@pytest.mark.parametrize(
    "most", chosen([1, 4_096, 0, 512, 16_384, 65_536], lambda place: place < 1)
)
def test_a_limit_on_the_size_of_files_is_no_end_without_words(process, store, tmp_path, most):
    path = store(STORE)
    limit = limited(resource.RLIMIT_FSIZE, most)
    for _ in range(2):
        run = process("list", preexec_fn=limit)
        assert (run.returncode, run.stderr) == (0, b"1 event\n")
        assert TITLE in run.stdout.decode()
    run = process("list", "-f", "html", "-o", "x.html", preexec_fn=limit)
    if run.returncode:
        assert run.stderr == b"timeline: cannot write 'x.html': file too large\n"
        assert os.listdir() == ["events.yaml"]
    if most < len(STORE.encode()):
        run = process("add", "--date", "2021", "--title", "X", preexec_fn=limit)
        assert run.returncode == 1
        assert run.stderr.endswith(b": file too large; nothing was changed\n")
        assert path.read_text(encoding="utf-8") == STORE
    assert not list((tmp_path / "cache").glob(".*"))


@pytest.mark.parametrize(
    "megabytes", chosen([64, 56, 60, 70, 76, 82, 90, 100, 120, 150, 200, 300], lambda p: p < 1)
)
def test_little_memory_is_told_in_one_line(process, store, tmp_path, megabytes):
    store("events:\n" + MANY)
    run = process("list", "-f", "json", preexec_fn=limited(resource.RLIMIT_AS, megabytes << 20))
    if run.returncode == 0:
        assert len(json.loads(run.stdout)) == 6_000
        assert run.stderr == b"6000 events\n"
    else:
        assert (run.returncode, run.stderr) == (1, b"timeline: there is not enough memory\n")
    assert not list((tmp_path / "cache").glob(".*"))


def test_where_neither_process_nor_thread_can_be_started_one_does_it_all(stranger, store, tmp_path):
    store("events:\n" + MANY)
    cache = tmp_path / "cache"
    cache.mkdir()
    os.chmod(cache, 0o1777)
    run = stranger("list", "-f", "jsonl", preexec_fn=limited(resource.RLIMIT_NPROC, 1))
    assert (run.returncode, run.stderr) == (0, b"6000 events\n")
    assert run.stdout.count(b"\n") == 6_000


@pytest.mark.long
def test_no_bar_is_shown_where_no_thread_can_be_started(stranger, store, tmp_path):
    store(STORE)
    leader, follower = os.openpty()
    script = "import timeline.cli.progress as p, timeline.cli.app as a; p.PATIENCE = 0; a.run()"
    with open(follower, "wb", closefd=True) as terminal:
        run = stranger(
            "list", "-f", "jsonl", "-o", "x.jsonl", program=(sys.executable, "-c", script),
            preexec_fn=limited(resource.RLIMIT_NPROC, 1), capture_output=False,
            stderr=terminal, stdout=subprocess.PIPE, env={"XDG_CONFIG_HOME": "/nonexistent"},
        )  # fmt: skip
    said = os.read(leader, 4096)
    os.close(leader)
    assert b"Traceback" not in said
    assert run.returncode in {0, 1}  # 1: the folder of the test is not the stranger's
    assert b"start new thread" not in said
