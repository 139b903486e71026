"""What warm questions take on stores of different sizes, in Markdown, as ratios to the smallest.

Run it with ``python -m benchmarks.warm FOLDER [RUNS] [EVENTS...]``: stores and indexes are kept in
the folder, and the first run builds what is missing. Each question is asked of all sizes in turn.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.peers import FIRST, LAST, NETWORK
from benchmarks.processes import in_turn, medians
from benchmarks.stores import Stores

_QUESTIONS = {
    f"between {FIRST} {LAST} -n {NETWORK}": ("between", str(FIRST), str(LAST), "-n", NETWORK),
    "search biobank --limit 50": ("search", "biobank", "--limit", "50"),
    "search 'biobank Kiel' --limit 50": ("search", "biobank", "Kiel", "--limit", "50"),
    "list --limit 50": ("list", "--limit", "50"),
    f"list -n {NETWORK} --limit 50": ("list", "-n", NETWORK, "--limit", "50"),
}


def main() -> None:
    """Print the table."""
    stores = Stores(Path(sys.argv[1]))
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    sizes = [int(size) for size in sys.argv[3:]] or [120, 100_000, 1_000_000]
    paths = {size: stores.warm(size) for size in sizes}
    print(f"medians of {runs} runs; in brackets: of the time on {sizes[0]:,} events\n")
    heads = [f"{size:,}, {what}" for size in sizes for what in ("clock", "CPU")]
    print(f"| question | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    for name, question in _QUESTIONS.items():
        asked = [stores.asked(paths[size], *question) for size in sizes]
        found = [medians(costs) for costs in in_turn(asked, runs)]
        cells = []
        for cost in found:
            cells.append(f"{cost.wall * 1e3:.0f} ms ({cost.wall / found[0].wall:.2f})")
            cells.append(f"{cost.cpu * 1e3:.0f} ms ({cost.cpu / found[0].cpu:.2f})")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
