"""A pager for what is taller than the screen."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from subprocess import Popen


def is_tall(text: str) -> bool:
    """Tell whether a text needs more lines than the terminal has, long lines wrapped."""
    try:
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return False
    columns = max(columns, 1)
    return sum(-(-len(line) // columns) or 1 for line in text.split("\n")) > lines


def page(pieces: Iterable[bytes], command: str, environment: Mapping[str, str]) -> Iterator[bytes]:
    """Show an answer in a pager, as it is made, if it is taller than the screen.

    Return the pieces that are left to be shown without one: all of them where it is not so tall, or
    where there is no such pager. Raises KeyboardInterrupt where Ctrl-C ended the pager.
    """
    rest, begun = iter(pieces), b""
    for piece in rest:
        begun += piece
        if is_tall(begun.decode("utf-8", "ignore")):
            break
    else:
        return iter((begun,))
    whole = chain((begun,), rest)
    return iter(()) if _show(whole, command, environment) else whole


def _show(pieces: Iterator[bytes], command: str, environment: Mapping[str, str]) -> bool:
    """Show pieces in a pager; False, and none of them is taken, where there is none."""
    import shlex
    import signal
    import subprocess

    try:
        words = shlex.split(command)
    except ValueError:
        return False
    if not words or words == ["cat"]:
        return False
    surroundings = {**environment, "LESS": environment.get("LESS", "FRX")}
    # Ctrl-C is the pager's: one that goes on must not lose its terminal to the shell. A handler,
    # unlike SIG_IGN, is not inherited, and set before the pager starts it leaves no gap.
    before = signal.signal(signal.SIGINT, _leave_to_pager)
    try:
        with _ends_put_off() as put_off:
            try:
                process = subprocess.Popen(  # noqa: S603 - the user's own pager
                    words, stdin=subprocess.PIPE, env=surroundings, bufsize=0
                )
            except (OSError, ValueError):
                return False
        try:
            for number in put_off:
                signal.raise_signal(number)
            _feed(process, pieces)
        except Exception:  # what came before it is still to be read
            raise
        except BaseException:  # this process is to end, and its pager with it
            process.terminate()
            raise
        finally:
            process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return True


def _feed(process: Popen[bytes], pieces: Iterator[bytes]) -> None:
    """Give pieces to a process until it has seen enough."""
    assert process.stdin is not None
    try:
        with suppress(BrokenPipeError), open(process.stdin.fileno(), "wb", closefd=False) as file:
            file.write(next(pieces))
            file.flush()  # a screen of it: whoever reads has something to read
            file.writelines(pieces)
    finally:  # also where a piece could not be made: the pager comes to an end
        process.stdin.close()


@contextmanager
def _ends_put_off() -> Iterator[list[int]]:
    """Only remember what asks this process to end, while it starts one that would outlive it."""
    import signal

    put_off: list[int] = []
    known = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP"))  # Windows has no SIGHUP
    heard = {number: handler for number in known
             if number is not None and callable(handler := signal.getsignal(number))}  # fmt: skip
    for number in heard:
        signal.signal(number, lambda number, _: put_off.append(number))
    try:
        yield put_off
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)


def _leave_to_pager(_number: int, _frame: object) -> None:
    """Do nothing."""
