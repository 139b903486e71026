"""A progress bar on stderr for what takes longer than a second."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from io import DEFAULT_BUFFER_SIZE
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

PATIENCE = 1.0
"""Seconds that pass in silence."""


@contextmanager
def progress(what: str, *, apart: bool = False) -> Iterator[None]:
    """Show that work is going on if it takes longer than a second and stderr is a terminal.

    ``apart``: the work holds Python still (a library that keeps its lock), so that a process of its
    own has to show it.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    with _process(what) if apart and sys.executable else _thread(what):
        yield


@contextmanager
def _thread(what: str) -> Iterator[None]:
    import threading

    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(what, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@contextmanager
def _process(what: str) -> Iterator[None]:
    """Show it from a process that ends with this one: at the end of what it is told on stdin."""
    import subprocess

    # -P: nothing is imported from the current folder. A session of its own: Ctrl-C is for us.
    command = [sys.executable, "-P", __file__, what, str(PATIENCE)]
    with subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; no shell reads it
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
    ):
        yield


def watched(pieces: Iterator[bytes], what: str, *, apart: bool = False) -> Iterator[bytes]:
    """Yield the pieces of an answer; while the first ones are made, somebody may watch.

    As many as stdout keeps back anyway: once something was written, the terminal may belong to the
    pager at the other end of the pipe.
    """
    begun, size = [], 0
    with progress(what, apart=apart):
        for piece in pieces:
            begun.append(piece)
            size += len(piece)
            if size >= DEFAULT_BUFFER_SIZE:
                break
    yield from begun
    yield from pieces


def _watch(what: str, done: Event, patience: float | None = None) -> None:
    if done.wait(PATIENCE if patience is None else patience):
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(what, total=None)
        done.wait()


def main() -> None:
    """Show a bar until stdin ends: its name and the seconds of patience are the arguments."""
    import threading

    what, patience = sys.argv[1:]
    done = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    _watch(what, done, float(patience))


if __name__ == "__main__":
    main()
