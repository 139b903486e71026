"""Hold the start of the installed ``timeline`` against an empty command of Typer's.

Run it with ``python -m benchmarks.startup [RUNS]``. Both are scripts of the same environment, run
in turn (A B A B) with what they import compiled and the bundled store's index built. Seconds of the
processor (``CPU``) are steadier than those by the clock (``wall``), least ones than medians; each
ratio is told of both. The floor of a terminal shows a table of rich with one row; that of help is
typer's without rich, which takes half as long as with it.
"""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
import time
from contextlib import chdir
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.processes import Contestant, Cost, empty_command, in_turn, measured
from benchmarks.stores import COOL

_USUAL_RUNS = 30
_PLAIN_TYPER = {"TYPER_USE_RICH": "0"}


class Race(NamedTuple):
    """The same start twice: the floor's and ours."""

    floor: Contestant
    ours: Contestant


def races(folder: Path) -> list[Race]:
    """Return what is measured, with what it needs in a folder."""
    empty = str(empty_command(folder / "empty"))
    table = str(empty_command(folder / "table", with_table=True))
    completing = str(empty_command(folder / "completing", completes=True))
    ours = str(Path(sysconfig.get_path("scripts")) / "timeline")
    listing = ["list", "--network", "NUM"]

    def race(
        name: str, script: str, arguments: list[str], floor: dict[str, str] | None = None,
        own: dict[str, str] | None = None, *, on_terminal: bool = False,
    ) -> Race:  # fmt: skip
        here = {"TIMELINE_CACHE_DIR": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder),
                "TIMELINE_PAGER": ""}  # fmt: skip
        return Race(
            Contestant(name, [script, *arguments], here | (floor or {}), on_terminal=on_terminal),
            Contestant(name, [ours, *arguments], here | (own or {}), on_terminal=on_terminal),
        )

    def tab(line: str) -> Race:
        floor, own = (_asked(name, line) for name in ("floor-list", "timeline"))
        return race(f"Tab after `{line}`", completing, [], _PLAIN_TYPER | floor, own)

    return [
        race("`list --network NUM`, piped", empty, listing),
        race("the same on a terminal", table, listing, on_terminal=True),
        tab("li"), tab("list --net"), tab("list --network N"),
        race("`--help`", empty, ["--help"], _PLAIN_TYPER),
        race("`list --help`", empty, ["list", "--help"], _PLAIN_TYPER),
    ]  # fmt: skip


def _asked(name: str, typed: str) -> dict[str, str]:
    """Return how bash asks what may follow in a line."""
    words = [name, *typed.split()]
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    asked = {variable: "complete_bash", "COMP_WORDS": "\n".join(words)}
    return asked | {"COMP_CWORD": str(len(words) - 1)}


def main(runs: int) -> None:
    """Print the table."""
    print(
        f"{runs} runs each, medians (and the least). Typer {version('typer')}, "
        f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} cores.\n"
    )
    print("| start | floor, CPU ms | ours | ratio | floor, wall ms | ours | ratio |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    with TemporaryDirectory() as name, chdir(name):  # where no store lies but the bundled one
        folder = Path(name)
        given = races(folder)
        measured(given[0].ours)
        time.sleep(COOL)
        for race in given:
            floor, ours = in_turn(race, runs, uncounted=1)
            cells = [cell for of in ("cpu", "wall") for cell in _cells(floor, ours, of)]
            print(f"| {race.floor.name} | {' | '.join(cells)} |", flush=True)


def _cells(floor: list[Cost], ours: list[Cost], of: str) -> list[str]:
    """Return what the floor took, what ours did, and how many times as much that is."""
    sides = [[getattr(cost, of) * 1e3 for cost in costs] for costs in (floor, ours)]
    (usual, least), (our_usual, our_least) = [(median(side), min(side)) for side in sides]
    ratio = f"{our_usual / usual:.2f} ({our_least / least:.2f})"
    return [f"{usual:.0f} ({least:.0f})", f"{our_usual:.0f} ({our_least:.0f})", ratio]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _USUAL_RUNS)
