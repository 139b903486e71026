"""Stores made to take time and memory: how long until each is answered or refused, in Markdown.

Run it with ``python -m benchmarks.hostile [BYTES...]``. Whole processes are measured, as in
``compare``: without sizes, just below those at which a store is read in another way. A figure is
that of the command that takes most.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.processes import Contestant, measured
from benchmarks.stores import timeline
from timeline.store.limits import USUAL
from timeline.store.piecemeal import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = (
    ("list",),
    ("check",),
    ("add", "--date", "2020", "--title", "T", "--source", "https://a.example"),
)

STATUSES = (0, 1)
"""A text may be long and no more: it is read like any other below the size of an event."""

_EVENT = "  - id: a\n    date: 2020\n    title: T\n"

_ONE = f"events:\n{_EVENT}"


def _joined(pattern: str, count: int) -> str:
    return ",".join(map(pattern.format, range(count)))


HOSTILE: dict[str, Callable[[int], str]] = {
    "one endless text": lambda n: _ONE + "    summary: " + "x" * n,
    "one endless quotation": lambda n: _ONE + '    summary: "' + "x" * n,
    "lines without end": lambda n: _ONE + "    summary: |\n" + "      x\n" * (n // 8),
    "an endless comment": lambda n: "# " + "x" * n + "\nevents:\n" + _EVENT,
    "an endless key": lambda n: "events:\n  - " + "x" * n + ": a\n",
    "keys without end": lambda n: "events:\n  - {" + _joined("k{}: 1", n // 12) + "}\n",
    "empty events": lambda n: "events:\n" + "  -\n" * (n // 4),
    "events of one letter": lambda n: "events:\n" + "  - x\n" * (n // 6),
    "anchors": lambda n: "events:\n" + "".join(f"  - &a{i} x\n" for i in range(n // 14)),
    "empty lines": lambda n: "\n" * n,
    "spaces": lambda n: " " * n,
    "dashes": lambda n: "-" * n,
    "names without end": lambda n: "networks: {" + _joined("N{}", n // 8) + "}\nevents: []\n",
    "sections of nothing": lambda n: "a:\n" * (n // 3),
    "items in brackets": lambda n: "events: [" + "a," * (n // 2) + "]\n",
    "networks without end": lambda n: _ONE + "    networks: [" + _joined("n{}", n // 8) + "]\n",
    "a quotation never closed": lambda n: _ONE + '    summary: "' + "\n" * n,
    "quotations never closed": lambda n: "events:\n" + ("  - id: a\n    summary: 'x\n") * (n // 26),
    "brackets never closed": lambda n: "events:\n" + ("  - id: [a\n" * (n // 11)),
    "signs of no text": lambda n: "events:\n" + ("  - id: \x07\n" * (n // 11)),
    "a half merged file": lambda n: _ONE + "<<<<<<< x\n" * (n // 10),
    "tags": lambda n: "events:\n" + "  - !!python/name:os.system x\n" * (n // 30),
}  # fmt: skip


def main() -> None:
    """Print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or [
        size - 1_000 for size in (SMALL, USUAL.event, USUAL.at_once, USUAL.size)
    ]
    print(f"| store | {' | '.join(f'{size:,} bytes' for size in sizes)} |")
    print(f"|---|{'--:|' * len(sizes)}")
    for name, make in HOSTILE.items():
        cells = []
        for size in sizes:
            with TemporaryDirectory() as folder:
                path = Path(folder) / "events.yaml"
                path.write_bytes(make(size).encode()[:size])
                costs = [
                    measured(
                        Contestant(name, timeline(*command, store=path), {}, statuses=STATUSES)
                    )
                    for command in COMMANDS
                ]
            wall = max(cost.wall for cost in costs)
            memory = max(cost.memory for cost in costs)
            cells.append(f"{wall:.2f} s, {memory / 1e6:.0f} MB")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
