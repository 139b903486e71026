"""Whole processes measured in turn (A B A B): a machine's noise falls on all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COOL = 2.5
"""Seconds after which an index that was just built is taken for what it is."""


class Taken(NamedTuple):
    """What a process took: seconds to its first byte, in all and of the processor; most bytes."""

    first: float
    total: float
    cpu: float
    memory: int


class Stores:
    """Generated stores in a folder that outlives a run, and the environment with their indexes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # What writes bytecode anew at each start measures that.
        self.environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self.environment |= {"TIMELINE_CACHE_DIR": str(folder / "cache"), "TIMELINE_LANG": "en"}

    def text(self, count: int) -> Path:
        """Return a store of so many events."""
        path = self.folder / f"s{count}.yaml"
        if not path.exists():
            with path.open("w", encoding="utf-8") as file:
                file.writelines(generator.store(count))
        return path

    def path(self, count: int) -> Path:
        """Return the same with a warm index."""
        path = self.text(count)
        for _ in range(2):
            taken(timeline("list", "--limit", "1", store=path), self.environment)
            time.sleep(COOL)
        return path


def timeline(*arguments: str, store: Path) -> list[str]:
    """Return the command that asks a store."""
    return [sys.executable, "-m", "timeline", *arguments, "-s", str(store)]


def taken(
    command: Sequence[str], environment: Mapping[str, str], output: Path | None = None
) -> Taken:
    """Run a command and return what it took; ``output`` keeps what it wrote."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(environment), bufsize=0
    ) as process:
        assert process.stdout is not None
        with open(output or os.devnull, "wb") as file:
            file.write(process.stdout.read(1))
            first = time.perf_counter()
            while piece := process.stdout.read(1 << 16):
                file.write(piece)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    end = time.perf_counter()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    cpu = usage.ru_utime + usage.ru_stime
    return Taken(first - start, end - start, cpu, usage.ru_maxrss * 1024)


def in_turn(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], runs: int
) -> dict[str, Taken]:
    """Return the medians of what commands take that run one after the other, so many times."""
    found: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(taken(command, environment))
    return {
        name: Taken(*(median(column) for column in zip(*all_runs, strict=True)))
        for name, all_runs in found.items()
    }
