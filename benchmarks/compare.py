"""Ask this tool and its peers the same question in turn, and print what it took in Markdown.

Run it with ``python -m benchmarks.compare 100000 [RUNS]``. Whole processes are measured, one of
each tool after the other (A B A B), so that a machine's noise falls on all; medians are told:
seconds by the clock, seconds of the processor, and the most memory. Floors stand in the same table:
a Python that does nothing, and an empty command of Typer with one sub-command, loaded when called.
Below it stand ratios to hledger and ledger, each the median of those of every turn.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import generator
from benchmarks.peers import PEERS, Peer
from benchmarks.processes import Contestant, Cost, empty_command, in_turn, measured, medians, ratio
from benchmarks.stores import COOL

_USUAL_RUNS = 5
_RATIOS = (
    ("timeline", "hledger, same question"),
    ("timeline", "ledger"),
    ("timeline, index built anew", "hledger, all events"),
    ("timeline, index built anew", "hledger, same question"),
    ("timeline, after an edit", "hledger, all events"),
    ("timeline, after an edit", "hledger, same question"),
)


def contestants(count: int, folder: Path) -> list[Contestant]:
    """Write the events for each tool that is installed, and return how it is asked."""
    nothing, empty = [sys.executable, "-c", "pass"], [str(empty_command(folder)), "list"]
    return [
        Contestant("python -c pass", nothing, {}, platform.python_version()),
        Contestant("empty Typer command", empty, {}, version("typer")),
        *(_prepared(peer, count, folder) for peer in PEERS if peer.is_there and count <= peer.most),
    ]


def _prepared(peer: Peer, count: int, folder: Path) -> Contestant:
    path = folder / f"{count}.{peer.suffix}"
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(peer.write(generator.events(count)))
    environment = {"TIMELINE_CACHE_DIR": str(folder / "cache"), **peer.environment(path)}
    if peer.load:
        measured(Contestant(peer.name, peer.load(path), environment))
    return Contestant(
        peer.name, peer.ask(path), environment, peer.said_version(),
        prepare=partial(peer.prepare, path),
    )  # fmt: skip


def main(count: int, runs: int) -> None:
    """Print the tables."""
    with TemporaryDirectory() as name:
        asked = contestants(count, Path(name))
        time.sleep(COOL)
        costs = in_turn(asked, runs, uncounted=1)
    print(
        f"{count:,} events, {runs} runs, medians. {platform.platform()}, {os.cpu_count()} cores.\n"
    )
    print(
        "| tool | version | wall (ms) | CPU (ms) | memory (MB) | lines |\n|---|---|--:|--:|--:|--:|"
    )
    for contestant, found in zip(asked, costs, strict=True):
        _, wall, cpu, memory, lines = medians(found)
        print(f"| {contestant.name} | {contestant.version} | {wall * 1e3:,.0f} | {cpu * 1e3:,.0f} "
              f"| {memory / 1e6:,.0f} | {lines:,.0f} |")  # fmt: skip
    _print_ratios({contestant.name: found for contestant, found in zip(asked, costs, strict=True)})


def _print_ratios(costs: dict[str, list[Cost]]) -> None:
    print("\n| this | beside | wall | CPU |\n|---|---|--:|--:|")
    for ours, theirs in _RATIOS:
        if theirs in costs:
            wall, cpu = (ratio(costs[ours], costs[theirs], of) for of in ("wall", "cpu"))
            print(f"| {ours} | {theirs} | {wall:.3f} | {cpu:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _USUAL_RUNS)
