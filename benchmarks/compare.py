"""Ask this tool and its peers the same question in turn, and print what it took in Markdown.

Run it with ``python -m benchmarks.compare 100000 [RUNS]``. Whole processes are measured, one of
each tool after the other (A B A B), so that a machine's noise falls on all; medians are told:
seconds by the clock, seconds of the processor, and the most memory. Floors stand in the same table:
a Python that does nothing, and an empty command of Typer with one sub-command, loaded when called.
"""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import generator
from benchmarks.peers import PEERS, Peer
from benchmarks.processes import Contestant, Cost, empty_command, measured

_USUAL_RUNS = 5


def contestants(count: int, folder: Path) -> list[Contestant]:
    """Write the events for each tool that is installed, and return how it is asked."""
    nothing, empty = [sys.executable, "-c", "pass"], [str(empty_command(folder)), "list"]
    return [
        Contestant("python -c pass", platform.python_version(), nothing, {}),
        Contestant("empty Typer command", version("typer"), empty, {}),
        *(_prepared(peer, count, folder) for peer in PEERS if peer.is_there and count <= peer.most),
    ]


def _prepared(peer: Peer, count: int, folder: Path) -> Contestant:
    path = folder / f"{count}.{peer.suffix}"
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(peer.write(generator.events(count)))
    environment = {"TIMELINE_CACHE_DIR": str(folder / "cache"), **peer.environment(path)}
    if peer.load:
        load = Contestant(peer.name, "", peer.load(path), environment)
        measured(load, folder / "loaded")
    return Contestant(peer.name, peer.said_version(), peer.ask(path), environment)


def main(count: int, runs: int) -> None:
    """Print the table."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        asked = contestants(count, folder)
        costs: dict[str, list[Cost]] = {contestant.name: [] for contestant in asked}
        for run in range(runs + 1):
            for contestant in asked:
                cost = measured(contestant, folder / "out")
                if run:  # the first one builds what the others only read
                    costs[contestant.name].append(cost)
    print(
        f"{count:,} events, {runs} runs, medians. {platform.platform()}, {os.cpu_count()} cores.\n"
    )
    print(
        "| tool | version | wall (ms) | CPU (ms) | memory (MB) | lines |\n|---|---|--:|--:|--:|--:|"
    )
    for contestant in asked:
        wall, cpu, memory, lines = (
            median(values) for values in zip(*costs[contestant.name], strict=True)
        )
        print(f"| {contestant.name} | {contestant.version} | {wall * 1e3:,.0f} | {cpu * 1e3:,.0f} "
              f"| {memory / 1e6:,.0f} | {lines:,.0f} |")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _USUAL_RUNS)
