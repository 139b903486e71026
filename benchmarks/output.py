"""What it takes to write very many events, in Markdown, beside a loop that prints the same lines.

Run it with ``python -m benchmarks.output FOLDER [EVENTS] [RUNS] [FORMAT...]``: stores and indexes
are kept in the folder. The floor of a format is a Python that reads its lines from a file and
prints them one by one; ratios are of seconds of the processor, and the first byte is measured
against the same format of 120 events.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measured import Stores, in_turn, taken, timeline

_SMALL = 120
_FORMATS = ("markdown", "jsonl", "json", "csv", "plain", "template", "markdown-table")
_FLOOR = "import sys\nfor line in open(sys.argv[1], encoding='utf-8'): print(line, end='')"


def main() -> None:
    """Print the table."""
    stores = Stores(Path(sys.argv[1]))
    events = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    small, large = stores.path(_SMALL), stores.path(events)
    print(f"{events:,} events, medians of {runs} runs\n")
    print("| format | first byte | of 120 | ratio | total | CPU | memory | floor, CPU | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in sys.argv[4:] or _FORMATS:
        look = ["-f", name, *(["--template", "{date.text}: {title}"] * (name == "template"))]
        lines = stores.folder / f"lines.{name}"
        taken(timeline("list", *look, store=large), stores.environment, lines)
        commands = {
            "small": timeline("list", *look, store=small),
            "large": timeline("list", *look, store=large),
            "floor": [sys.executable, "-c", _FLOOR, str(lines)],
        }
        found = in_turn(commands, {**stores.environment, "PYTHONUTF8": "1"}, runs)
        few, many, floor = found["small"], found["large"], found["floor"]
        print(
            f"| {name} | {many.first:.2f} s | {few.first:.2f} s | {many.first / few.first:.2f} | "
            f"{many.total:.2f} s | {many.cpu:.2f} s | {many.memory / 1e6:.0f} MB | "
            f"{floor.cpu:.2f} s | {many.cpu / floor.cpu:.2f} |", flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
