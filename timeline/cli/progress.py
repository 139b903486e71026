"""A progress bar on stderr for what takes longer than a second."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from io import DEFAULT_BUFFER_SIZE
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

PATIENCE = 1.0
"""Seconds that pass in silence."""

_REFRESHED = 0.1
"""Seconds after which a bar is drawn anew."""


@contextmanager
def progress(what: str, *, apart: bool = False) -> Iterator[Callable[[float], None]]:
    """Show that work is going on if it takes longer than a second and stderr is a terminal.

    What is yielded takes the share of the work that is done, from 0 to 1, where that is known.
    ``apart``: the work holds Python still (a library that keeps its lock), so that a process of its
    own has to show it.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _Share()
        return
    with _process(what) if apart and sys.executable else _thread(what) as share:
        yield share


class _Share:
    """The share of some work that is done; None while nobody tells."""

    def __init__(self) -> None:
        self.done: float | None = None

    def __call__(self, done: float) -> None:
        self.done = done


@contextmanager
def _thread(what: str) -> Iterator[_Share]:
    import threading

    done, share = threading.Event(), _Share()
    watcher = threading.Thread(target=_watch, args=(what, done, share), daemon=True)
    try:
        watcher.start()
    except RuntimeError:  # no thread can be started: nobody watches
        yield share
        return
    try:
        yield share
    finally:
        done.set()
        watcher.join()


@contextmanager
def _process(what: str) -> Iterator[_Share]:
    """Show it from a process that ends with this one: at the end of what it is told on stdin."""
    import subprocess

    # -P: nothing is imported from the current folder. A session of its own: Ctrl-C is for us.
    command = [sys.executable, "-P", __file__, what, str(PATIENCE)]
    with ExitStack() as stack:
        with suppress(OSError):  # no process can be started: nobody watches
            stack.enter_context(subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; no shell reads it
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
            ))  # fmt: skip
        yield _Share()


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


def _watch(what: str, done: Event, share: _Share, patience: float | None = None) -> None:
    if done.wait(PATIENCE if patience is None else patience):
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(),
        TimeElapsedColumn(),
    )  # fmt: skip
    # As wide as the terminal itself: what COLUMNS says, and it may say anything, is for answers.
    width, height = os.get_terminal_size(sys.stderr.fileno())
    console = Console(stderr=True, width=width or None, height=height or None)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        while not done.wait(_REFRESHED):
            if share.done is not None:
                bar.update(task, total=1, completed=share.done)


def main() -> None:
    """Show a bar until stdin ends: its name and the seconds of patience are the arguments."""
    import threading

    what, patience = sys.argv[1:]
    done = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    _watch(what, done, _Share(), float(patience))


if __name__ == "__main__":
    main()
