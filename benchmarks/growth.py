"""What each kind of work takes on stores of growing size, in Markdown, and how fast it grows.

Run it with ``python -m benchmarks.growth FOLDER [RUNS] [EVENTS...]``. Stores are kept there, and
indexes are built anew. Whole processes are measured: seconds by the clock, and the most memory that
the largest of their processes took. The exponent is the slope of a line through the logarithms of
seconds and events (least squares), from 1,000 events on: 0 where nothing grows, 1 where all does.
"""

from __future__ import annotations

import subprocess
import sys
import time
from math import log
from pathlib import Path
from shutil import rmtree
from statistics import linear_regression, median

from benchmarks.measured import COOL, Stores, Taken, taken, timeline
from benchmarks.peers import FIRST, LAST, NETWORK

_FROM = 1_000
_ASKED = {
    "query": ("between", str(FIRST), str(LAST), "-n", NETWORK, "--limit", "50"),
    "search": ("search", "biobank", "--limit", "50"),
    "export, Markdown": ("list",),
    "export, JSON Lines": ("list", "-f", "jsonl"),
}


def grown(stores: Stores, count: int, runs: int) -> dict[str, Taken]:
    """Return what each kind of work takes on a store of so many events, as medians."""
    path = stores.text(count)
    rmtree(stores.folder / "cache", ignore_errors=True)
    one = timeline("list", "--limit", "1", store=path)
    found = {"build": [taken(one, stores.environment)]}
    time.sleep(COOL)
    taken(one, stores.environment)
    for run in range(runs):
        _edit(path, run)
        found.setdefault("edit", []).append(taken(one, stores.environment))
    time.sleep(COOL)
    taken(one, stores.environment)
    for _ in range(runs):
        for name, question in _ASKED.items():
            command = timeline(*question, store=path)
            found.setdefault(name, []).append(taken(command, stores.environment))
    return {
        name: Taken(*(median(column) for column in zip(*costs, strict=True)))
        for name, costs in found.items()
    }


_EDIT = """
import sys
path, run = sys.argv[1:]
text = open(path, "rb").read()
at = text.index(b"title: {de: ", len(text) // 2) + len(b"title: {de: ")
open(path, "wb").write(text[:at] + f"Anders {run} ".encode() + text[at:])
"""
"""Changes the title of one event in the middle of a store."""


def _edit(path: Path, run: int) -> None:
    # In a process of its own: what this one holds, those that it starts seem to have taken.
    subprocess.run([sys.executable, "-c", _EDIT, str(path), str(run)], check=True)


def main() -> None:
    """Print the table."""
    stores = Stores(Path(sys.argv[1]))
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    sizes = [int(size) for size in sys.argv[3:]] or [100, 1_000, 10_000, 100_000, 1_000_000]
    table = {size: grown(stores, size, runs) for size in sizes}
    kinds = list(table[sizes[0]])
    print(f"medians of {runs} runs, one build\n")
    print(f"| events | {' | '.join(kinds)} |\n|--:|{'--:|' * len(kinds)}")
    for size, costs in table.items():
        cells = (f"{cost.total:.2f} s, {cost.memory / 1e6:.0f} MB" for cost in costs.values())
        print(f"| {size:,} | {' | '.join(cells)} |")
    exponents = []
    for kind in kinds:
        points = [(log(size), log(table[size][kind].total)) for size in sizes if size >= _FROM]
        exponents.append(f"{linear_regression(*zip(*points, strict=True)).slope:.2f}")
    print(f"| exponent | {' | '.join(exponents)} |")


if __name__ == "__main__":
    main()
