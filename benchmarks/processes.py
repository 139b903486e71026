"""What whole processes take, and the floors under any command line of Python's."""

from __future__ import annotations

import os
import sys
import threading
import time
from compileall import compile_dir
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
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


class Cost(NamedTuple):
    """What a process took: seconds by the clock and of the processor, bytes at most; its lines."""

    wall: float
    cpu: float
    memory: int
    lines: int


class Contestant(NamedTuple):
    """A command to be measured, and what its environment has besides."""

    name: str
    version: str
    command: list[str]
    environment: dict[str, str]
    on_terminal: bool = False


def measured(contestant: Contestant, output: Path) -> Cost:
    """Run a command once; raises RuntimeError where it fails."""
    with output.open("wb") as out:
        environment = {**os.environ, **contestant.environment}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as users have it: compiled once
        stdout = _terminal(out.fileno()) if contestant.on_terminal else out.fileno()
        streams = [
            (os.POSIX_SPAWN_DUP2, stdout, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        command = contestant.command
        start = time.perf_counter()
        process = os.posix_spawnp(command[0], command, environment, file_actions=streams)
        _, status, usage = os.wait4(process, 0)
        wall = time.perf_counter() - start
        if stdout != out.fileno():
            os.close(stdout)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{contestant.name} failed: {' '.join(contestant.command)}")
    lines = output.read_bytes().count(b"\n")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, lines)


def _terminal(copy: int) -> int:
    """Return a terminal that is read by a thread, into a copy of the descriptor of a file."""
    import pty

    reader, terminal = pty.openpty()
    copy = os.dup(copy)

    def read() -> None:
        try:
            while data := os.read(reader, 1 << 16):
                os.write(copy, data)
        except OSError:  # how Linux tells that nobody has it open any more
            pass
        os.close(reader)
        os.close(copy)

    threading.Thread(target=read, daemon=True).start()
    return terminal


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
