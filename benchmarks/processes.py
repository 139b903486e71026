"""What whole processes take, in turn, and the floors under any command line of Python's."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from ast import literal_eval
from compileall import compile_dir
from math import inf
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

_EMPTY = """\
import sys, typer
from typer.core import TyperGroup
class Lazy(TyperGroup):
    def list_commands(self, context): return ["list"]
    def get_command(self, context, name):
        from floor import command
        app = typer.Typer(add_completion=False)
        app.command("list")(command.command)
        return typer.main.get_command(app)
app = typer.Typer(cls=Lazy, add_completion={completes})
@app.callback()
def main(): pass
"""
_EMPTY_COMMAND = "def command(network: str = ''): print(network)\n"
_EMPTY_TABLE = """\
def command(network: str = ''):
    from rich.console import Console
    from rich.table import Table
    table = Table()
    table.add_column("network")
    table.add_row(network)
    Console().print(table)
"""
_SCRIPT = """\
#!{python}
# -*- coding: utf-8 -*-
import re
import sys
from floor.app import app
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(app())
"""


_LAUNCHER = """\
import posix, sys, time
report, *command = sys.argv[1:]
closed = [(posix.POSIX_SPAWN_CLOSE, int(report))]
start = time.monotonic()
process = posix.posix_spawnp(command[0], command, posix.environ, file_actions=closed)
_, status, usage = posix.wait4(process, 0)
found = start, time.monotonic(), status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss
posix.write(int(report), repr(found).encode())
"""
"""Starts a command and tells what it took; being small, as Linux counts a starter to its peak."""

_OF_THE_SHELL = ("PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES")
"""What would change the figures: bytecode compiled at each start, the width of another terminal."""

_ROWS_AND_COLUMNS = (40, 100)


class Cost(NamedTuple):
    """What a process took; processes that it waited for are in it.

    Seconds to its first byte (where it writes none: to its end), by the clock and of the
    processors; the most bytes that the largest of its processes held, which cannot be told below
    some 8 MB; how many lines it wrote.
    """

    first: float
    wall: float
    cpu: float
    memory: float
    lines: float


class Contestant(NamedTuple):
    """A command to be measured, and what its environment has besides.

    ``prepare`` is called before each run, unmeasured. On a terminal it writes to one of 100
    columns, otherwise to a pipe. ``statuses``: with which it may end.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    version: str = ""
    on_terminal: bool = False
    prepare: Callable[[], object] = lambda: None
    statuses: Collection[int] = (0,)


def measured(contestant: Contestant, output: Path | None = None) -> Cost:
    """Run a command once, and keep what it wrote where it is asked for.

    Raises RuntimeError where it ends otherwise than it may. Linux alone has its terminals, units.
    """
    contestant.prepare()
    environment = {k: v for k, v in os.environ.items() if k not in _OF_THE_SHELL}
    environment |= {"TERM": "xterm-256color"} if contestant.on_terminal else {}
    reader, writer = _terminal() if contestant.on_terminal else os.pipe()
    reported, report = os.pipe()
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(report), *contestant.command]
    with subprocess.Popen(
        launcher, stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.DEVNULL,
        env=environment | contestant.environment, pass_fds=[report],
    ):  # fmt: skip
        os.close(writer)
        os.close(report)
        first, lines = _read(reader, output)
        with open(reported, encoding="ascii") as file:
            told = file.read()
    start, end, status, cpu, kibibytes = literal_eval(told) if told else (0, 0, 256, 0, 0)
    if os.waitstatus_to_exitcode(status) not in contestant.statuses:
        raise RuntimeError(f"{contestant.name} failed: {' '.join(contestant.command)}")
    return Cost(min(first, end) - start, end - start, cpu, kibibytes * 1024, lines)


def in_turn(
    contestants: Iterable[Contestant], runs: int, *, uncounted: int = 0
) -> list[list[Cost]]:
    """Run commands one after the other (A B A B), so that a machine's noise falls on all alike.

    Returns the costs of each in the order of the runs, without those of the first ``uncounted``.
    """
    asked = list(contestants)
    turns = [[measured(contestant) for contestant in asked] for _ in range(uncounted + runs)]
    return [list(costs) for costs in zip(*turns[uncounted:], strict=True)]


def medians(costs: Iterable[Cost]) -> Cost:
    """Return the usual cost: the median of each of its figures."""
    return Cost(*(median(figures) for figures in zip(*costs, strict=True)))


def ratio(ours: Iterable[Cost], theirs: Iterable[Cost], of: str) -> float:
    """Return the median of the ratios of a figure, turn by turn."""
    turns = zip(ours, theirs, strict=True)
    return median(getattr(our, of) / getattr(their, of) for our, their in turns)


def _terminal() -> tuple[int, int]:
    """Return the two ends of a terminal: what reads what is shown, and what is written to."""
    import pty
    import termios

    reader, writer = pty.openpty()
    termios.tcsetwinsize(writer, _ROWS_AND_COLUMNS)
    return reader, writer


def _read(reader: int, output: Path | None) -> tuple[float, int]:
    """Return when the first byte came, and how many lines did."""
    first, lines = inf, 0
    with open(output or os.devnull, "wb") as file:
        while piece := _piece(reader):
            first = min(first, time.monotonic())
            lines += piece.count(b"\n")
            file.write(piece)
    os.close(reader)
    return first, lines


def _piece(reader: int) -> bytes:
    try:
        return os.read(reader, 1 << 16)
    except OSError as error:
        if error.errno != errno.EIO:  # how Linux tells that nobody has a terminal open any more
            raise
        return b""


def empty_command(folder: Path, *, with_table: bool = False, completes: bool = False) -> Path:
    """Write a script as pip would: Typer with one sub-command, loaded when called.

    ``with_table``: it shows a table of rich with one row; ``completes``: a shell may ask it.
    """
    package = folder / "floor"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "app.py").write_text(_EMPTY.format(completes=completes), encoding="utf-8")
    (package / "command.py").write_text(_EMPTY_TABLE if with_table else _EMPTY_COMMAND,
                                        encoding="utf-8")  # fmt: skip
    compile_dir(package, quiet=1)
    script = folder / "floor-list"
    script.write_text(_SCRIPT.format(python=sys.executable), encoding="utf-8")
    script.chmod(0o755)
    return script
