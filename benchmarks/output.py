"""What it takes to write very many events, in Markdown, beside a loop that prints the same lines.

Run it with ``python -m benchmarks.output FOLDER [EVENTS] [RUNS] [FORMAT...]``: stores and indexes
are kept in the folder. The floor of a format is a Python that reads its lines from a file and
prints them one by one; ratios are of seconds of the processor, and the first byte is measured
against the same format of 120 events. Tables go to a terminal of 100 columns, all else to a pipe.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.processes import Contestant, in_turn, measured, medians
from benchmarks.stores import Stores

_SMALL = 120
_FORMATS = ("table", "markdown", "jsonl", "json", "csv", "plain", "template", "markdown-table")
_FLOOR = "import sys\nfor line in open(sys.argv[1], encoding='utf-8'): print(line, end='')"


def main() -> None:
    """Print the table."""
    stores = Stores(Path(sys.argv[1]))
    events = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    small, large = stores.warm(_SMALL), stores.warm(events)
    print(f"{events:,} events, medians of {runs} runs\n")
    print("| format | first byte | of 120 | ratio | total | CPU | memory | floor, CPU | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in sys.argv[4:] or _FORMATS:
        shown = name == "table"
        question = ["list", "-f", name, "--no-pager"]
        question += ["--template", "{date.text}: {title}"] * (name == "template")
        lines = stores.folder / f"lines.{name}"
        print_them = [sys.executable, "-c", _FLOOR, str(lines)]
        asked = [
            *(stores.asked(store, *question, on_terminal=shown) for store in (small, large)),
            Contestant("floor", print_them, {"PYTHONUTF8": "1"}, on_terminal=shown),
        ]
        measured(asked[1], lines)
        few, many, floor = map(medians, in_turn(asked, runs))
        print(
            f"| {name} | {many.first:.2f} s | {few.first:.2f} s | {many.first / few.first:.2f} | "
            f"{many.wall:.2f} s | {many.cpu:.2f} s | {many.memory / 1e6:.0f} MB | "
            f"{floor.cpu:.2f} s | {many.cpu / floor.cpu:.2f} |", flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
