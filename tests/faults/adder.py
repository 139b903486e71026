"""Adds events to stores as ``timeline add`` does, in processes of their own that meet with faults.

``Adder`` starts one process that has everything imported, and forks for each run: so a run takes
milliseconds, and is yet a process that can be killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import subprocess
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.addition import Addition, add
from timeline.curation import curating
from timeline.errors import TimelineError
from timeline.store.writer import write_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Fault(NamedTuple):
    """What befalls the call of a number, from 1; see ``faults.c``. ``error`` is an errno."""

    kind: str = ""
    at: int = 0
    error: int = 0


NO_FAULT = Fault()


class Call(NamedTuple):
    """A system call on a path, and maybe a second one, below the folder that is watched."""

    name: str
    path: str
    other: str


class Outcome(NamedTuple):
    """How a run ended (status as of ``subprocess``), what it said, and what it called."""

    status: int
    out: str
    err: str
    calls: list[Call]


def order(
    store: str, name: str, root: str, fault: Fault = NO_FAULT, source: str = "", file: str = "",
    *, date: str = "2021", weak: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return the order to add an event of an id, with a new source if one is named.

    ``root`` is the folder that is watched. ``weak`` takes from root its power over permissions.
    """
    return {"store": store, "name": name, "root": root, "fault": list(fault), "source": source,
            "file": file, "date": date, "weak": weak}  # fmt: skip


class Adder:
    """A process that runs orders, under a library of faults."""

    def __init__(self, library: str, watcher: Iterable[str] = ()) -> None:
        """Start it, as the child of a command that watches it, if one is given."""
        self.preloaded = library
        self._process = subprocess.Popen(
            [*watcher, sys.executable, "-m", "tests.faults.adder"], text=True, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LD_PRELOAD": library},
        )  # fmt: skip

    def run(self, *orders: dict[str, Any]) -> list[Outcome]:
        """Run orders at the same time, and return how each ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()
        answers = json.loads(self._process.stdout.readline())
        return [
            Outcome(status, out, err, [Call(*call) for call in calls])
            for status, out, err, calls in answers
        ]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _serve() -> None:
    with tempfile.TemporaryDirectory() as folder:  # so that every import is done before the forks
        store = os.path.join(folder, "events.yaml")
        with open(store, "w", encoding="utf-8") as file:
            file.write("events:\n  - {id: one, date: 2020, title: One}\n")
        with contextlib.redirect_stdout(io.StringIO()):
            _add(order(store, "two", folder, source="new"))
    for line in sys.stdin:
        started = [_start(order) for order in json.loads(line)]
        sys.stdout.write(json.dumps([_outcome(*run) for run in started]) + "\n")
        sys.stdout.flush()


def _start(order: dict[str, Any]) -> tuple[int, list[int]]:
    files = [os.memfd_create(name) for name in ("out", "err", "calls")]
    pid = os.fork()
    if pid:
        return pid, files
    status = 70
    try:
        os.dup2(files[0], 1)
        os.dup2(files[1], 2)
        if order["weak"]:
            _weaken()
        libc = ctypes.CDLL(None)
        kind, at, error = order["fault"]
        libc.arm(order["root"].encode(), files[2], kind.encode(), at, error)
        status = _add(order)
    except BaseException:  # noqa: BLE001 - told to the test, which knows no such status
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _weaken() -> None:
    """Give up all capabilities (version 3 of capset(2)), so that root asks for permissions."""
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(header, none) == 0


def _add(order: dict[str, Any]) -> int:
    name, source = order["name"], order["source"]
    event = {"id": name, "date": order["date"], "title": name}
    addition = Addition([event])
    if source:
        addition = Addition(
            [event | {"sources": [source]}], {"sources": {source: {"title": source}}}
        )
    try:
        with curating(order["store"], lock=True) as curation:
            write_changes(add(curation, addition, order["file"] or None).changes)
    except TimelineError as error:
        sys.stderr.write(f"{error.message}; {error.hint}\n")
        return 1
    sys.stdout.write("done\n")
    return 0


def _outcome(pid: int, files: list[int]) -> tuple[int, str, str, list[list[str]]]:
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    texts = []
    for descriptor in files:
        os.lseek(descriptor, 0, os.SEEK_SET)
        with open(descriptor, encoding="utf-8") as file:
            texts.append(file.read())
    return status, texts[0], texts[1], [line.split("\t") for line in texts[2].splitlines()]


if __name__ == "__main__":
    _serve()
