"""What each kind of work takes on stores of growing size, in Markdown, and how fast it grows.

Run it with ``python -m benchmarks.growth FOLDER [RUNS] [EVENTS...]``. Stores are kept there, and
indexes are built anew. Whole processes are measured: seconds by the clock, and the most memory that
the largest of their processes took. The exponent is the slope of a line through the logarithms of
seconds and events (least squares), from 1,000 events on: 0 where nothing grows, 1 where all does.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from math import log
from pathlib import Path
from shutil import rmtree
from statistics import linear_regression

from benchmarks.peers import FIRST, LAST, NETWORK
from benchmarks.processes import Cost, in_turn, measured, medians
from benchmarks.stores import COOL, Stores, edit

_FROM = 1_000
_ASKED = {
    "query": ("between", str(FIRST), str(LAST), "-n", NETWORK, "--limit", "50"),
    "search": ("search", "biobank", "--limit", "50"),
    "export, Markdown": ("list",),
    "export, JSON Lines": ("list", "-f", "jsonl"),
}


def grown(stores: Stores, count: int, runs: int) -> dict[str, Cost]:
    """Return what each kind of work takes on a store of so many events, as medians."""
    path = stores.text(count)
    rmtree(stores.cache, ignore_errors=True)
    one = stores.asked(path, "list", "--limit", "1")
    found = {"build": measured(one)}
    [edits] = in_turn([one._replace(prepare=partial(edit, path))], runs)
    found["edit"] = medians(edits)
    time.sleep(COOL)
    measured(one)
    costs = in_turn((stores.asked(path, *question) for question in _ASKED.values()), runs)
    return found | dict(zip(_ASKED, map(medians, costs), strict=True))


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
        cells = (f"{cost.wall:.2f} s, {cost.memory / 1e6:.0f} MB" for cost in costs.values())
        print(f"| {size:,} | {' | '.join(cells)} |")
    exponents = []
    for kind in kinds:
        points = [(log(size), log(table[size][kind].wall)) for size in sizes if size >= _FROM]
        exponents.append(f"{linear_regression(*zip(*points, strict=True)).slope:.2f}")
    print(f"| exponent | {' | '.join(exponents)} |")


if __name__ == "__main__":
    main()
