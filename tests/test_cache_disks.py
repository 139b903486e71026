"""A cache on a full or failing disk, under a clock that steps, built by several at once: the answer is right."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.amount import chosen
from tests.conftest import ROOT
from tests.faults.adder import Fault
from tests.test_cache_owners import FALSE, TRUE, titles

IS_ROOT = os.geteuid() == 0


# Full disks

SMALL = """
mount -t tmpfs -o size=64k,mode=0700 tmpfs "$1" || exit 77
shift
"$@" || exit
"$@"
"""


def in_a_small_disk(place: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command twice with a disk of 64 KB at a place; skip where no disk can be mounted."""
    place.mkdir()
    shell = ("sh", "-c", SMALL, "sh", str(place), *command)
    namespace = ("unshare", "-m") if IS_ROOT else ("unshare", "-rm")
    try:
        run = subprocess.run([*namespace, *shell], capture_output=True, timeout=120, check=False)
    except FileNotFoundError:
        pytest.skip("unshare is not here")
    if run.returncode == 77 or b"unshare" in run.stderr:
        pytest.skip(f"no disk can be mounted: {run.stderr.decode()}")
    return run


@pytest.mark.parametrize("count", [40, *chosen([2_000, 60_000], lambda _: False)])
def test_a_cache_on_a_full_disk_is_done_without(store, tmp_path, monkeypatch, count):
    """Its files for sorting are there, too: they stay in memory."""
    lines = (f"  - {{id: e{n}, date: 2020, title: Title {n}}}\n" for n in range(count))
    store("events:\n" + "".join(lines))
    place = tmp_path / "cache"
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(place))
    run = in_a_small_disk(place, sys.executable, "-m", "timeline", "list", "-f", "jsonl")
    assert run.returncode == 0, run.stderr
    assert run.stdout.count(b"\n") == 2 * count
    assert run.stderr == f"{count} events\n".encode() * 2


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    """Return the library of faults, compiled."""
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler (Debian: gcc, libc6-dev)")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    source = ROOT / "tests/faults/faults.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return str(library)


ARMED = """
import ctypes, json, os, shutil, sys
from timeline.cli.app import main
folder, kind, error = sys.argv[1:4]
library = ctypes.CDLL(None)
main(["list", "-f", "json"])  # so that every import is done before the forks
at, calls, outcomes = 0, 0, []
while calls >= at:
    at += 1
    for name, text in json.loads(sys.argv[4]).items():
        shutil.rmtree(folder, ignore_errors=True)
        if name == "before":
            with open("events.yaml", "w") as file:
                file.write(text)
            main(["list", "-f", "json"])
        elif name == "now":
            with open("events.yaml", "w") as file:
                file.write(text)
    files = [os.memfd_create(name) for name in ("out", "err", "log")]
    if not (pid := os.fork()):
        os.dup2(files[0], 1)
        os.dup2(files[1], 2)
        library.arm(folder.encode(), files[2], kind.encode(), at, int(error))
        status = main(["list", "-f", "json"])
        sys.stdout.flush()
        os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    texts = []
    for file in files:
        os.lseek(file, 0, 0)
        with open(file) as stream:
            texts.append(stream.read())
    calls = texts[2].count("\\n")
    outcomes.append([status, *texts[:2]])
with open("outcomes.json", "w") as file:
    json.dump(outcomes, file)
"""


@pytest.mark.parametrize(
    "fault",
    chosen(
        [
            Fault(kind, 0, number)
            for number in (errno.EDQUOT, errno.ENOSPC, errno.EIO, errno.EROFS)
            for kind in ("full", "fail", "dead")
        ],
        lambda place: place < 1,
    ),
)
@pytest.mark.parametrize("is_there", chosen([True, False], lambda place: place < 1))
def test_whatever_the_disk_of_the_cache_refuses_the_answer_is_right(
    faults, store, tmp_path, fault, is_there
):
    """A quota that is used up, a disk that fails: at every call that the cache makes in turn."""
    store(TRUE)
    texts = {**({"before": FALSE} if is_there else {}), "now": TRUE}
    command = [sys.executable, "-c", ARMED, str(tmp_path / "cache"), fault.kind, str(fault.error)]
    subprocess.run(
        [*command, json.dumps(texts)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, check=True,
        env={**os.environ, "LD_PRELOAD": faults},
    )  # fmt: skip
    outcomes = json.loads(Path("outcomes.json").read_text(encoding="utf-8"))
    assert len(outcomes) > 10
    for status, out, err in outcomes:
        assert (status, err) == (0, "1 event\n")
        assert titles(out) == ["True"]


# Clocks


@pytest.mark.parametrize("then", [-3_600, 3_600, 31_556_952 * 470], ids=str)
def test_an_index_of_another_time_is_right_or_built_anew(store, timeline, tmp_path, then):
    """The clock stepped: what is sealed lies in the future or long ago, and so do the files."""
    path, cache = store(TRUE), tmp_path / "cache"
    timeline("list")
    (seal,) = cache.glob("*.seal")
    found = json.loads(seal.read_bytes())
    found["sealed_at"] += then * 1_000_000_000
    seal.write_text(json.dumps(found))
    for file in (seal, *cache.glob("*.sqlite")):
        os.utime(file, (max(0, time.time() + then),) * 2)
    for text, title in ((FALSE, "Lies"), (TRUE, "True"), (FALSE, "Lies")):
        path.write_text(text)
        os.utime(path, (max(0, time.time() + then),) * 2)
        for _ in range(2):
            assert titles(timeline("list", "-f", "json").out) == [title]


@pytest.mark.parametrize("when", [0, 1, 4_102_444_800, 16_725_225_600])
def test_files_of_1970_or_2500_are_files(store, timeline, when):
    path = store(TRUE)
    os.utime(path, (when, when))
    assert titles(timeline("list", "-f", "json").out) == ["True"]
    path.write_text(FALSE)  # of the same size
    os.utime(path, (when, when))
    assert titles(timeline("list", "-f", "json").out) == ["Lies"]


# Several at once


@pytest.mark.parametrize("several", chosen([2, 8], lambda place: place < 1))
def test_several_that_build_the_index_at_once_are_all_right(store, tmp_path, several):
    """One of them is killed midway, whenever that is."""
    lines = (f"  - {{id: e{n}, date: 2020, title: Title {n}}}\n" for n in range(3_000))
    store("events:\n" + "".join(lines))
    cache, command = tmp_path / "cache", [sys.executable, "-m", "timeline", "list", "-f", "jsonl"]
    doomed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(several)
    ]

    def kill() -> None:
        while doomed.poll() is None and not list(cache.glob(".new-*.sqlite")):
            time.sleep(0.005)
        doomed.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    outs = [run.communicate(timeout=120) for run in runs]
    killer.join()
    assert doomed.wait() in {0, -signal.SIGKILL}
    assert {err for _, err in outs} == {b"3000 events\n"}
    assert {out.count(b"\n") for out, _ in outs} == {3_000}
    assert len({out for out, _ in outs}) == 1
    assert len(list(cache.glob("*.sqlite"))) - len(list(cache.glob(".new-*.sqlite"))) == 1
    warm = subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert warm.stdout == outs[0][0]
