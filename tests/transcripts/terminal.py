"""A command line in a terminal of a given size: what it shows there, and how it ends."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from unittest.mock import patch

from timeline.cli.app import main

ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")


@dataclass(frozen=True)
class Shown:
    """What a terminal was sent (stderr apart where asked for), and the exit status."""

    status: int
    text: str
    err: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines as a reader sees them, without colour and links."""
        return ESCAPES.sub("", self.text).splitlines()


def run_in_terminal(
    *arguments: str,
    columns: int = 80,
    rows: int = 500,
    env: dict[str, str] | None = None,
    apart: bool = False,
) -> Shown:
    """Run a command line in this process with stdout and stderr in a terminal.

    ``apart`` keeps stderr out of the terminal.
    """
    leader, follower = _open_terminal(columns, rows)
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(_read(leader, None)))
    with ExitStack() as undo:
        undo.enter_context(patch.dict(os.environ, env or {}))
        for name in {"COLUMNS", "LINES"} - set(env or {}):
            os.environ.pop(name, None)
        err = undo.enter_context(tempfile.TemporaryFile())
        for descriptor, new in ((1, follower), (2, err.fileno() if apart else follower)):
            undo.callback(_restore, os.dup(descriptor), descriptor)
            os.dup2(new, descriptor)
        os.close(follower)
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            stream = undo.enter_context(open(os.dup(descriptor), "w", encoding="utf-8"))
            undo.enter_context(patch.object(sys, name, stream))
        reader.start()
        status = main(arguments)
        err.seek(0)
        said = err.read().decode()
    reader.join()
    os.close(leader)
    return Shown(status, _as_text(seen[0]), said)


def start_in_terminal(
    *program: str,
    columns: int = 80,
    rows: int = 500,
    env: dict[str, str] | None = None,
    interrupt_after: str | None = None,
) -> Shown:
    """Run a program with a terminal of its own; Ctrl-C is pressed once a text was shown."""
    leader, follower = _open_terminal(columns, rows)

    def take_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    process = subprocess.Popen(
        program, stdin=follower, stdout=follower, stderr=follower,
        env={**os.environ, **(env or {})}, start_new_session=True, preexec_fn=take_terminal,  # noqa: PLW1509 - two system calls
    )  # fmt: skip
    os.close(follower)
    seen = _read(leader, interrupt_after)
    status = process.wait(10)
    os.close(leader)
    return Shown(status, _as_text(seen))


def talk_in_terminal(
    talk: list[tuple[str, str | None]],
    *program: str,
    columns: int = 80,
    rows: int = 500,
    env: dict[str, str] | None = None,
) -> Shown:
    """Run a program with a terminal of its own, and type an answer to each question.

    ``talk`` are (what is shown, what is typed then, with Enter unless it is a single sign); nothing
    is typed for None. Raises AssertionError where something is never shown.
    """
    leader, follower = _open_terminal(columns, rows)
    process = subprocess.Popen(
        program, stdin=follower, stdout=follower, stderr=follower,
        env={**os.environ, "TERM": "dumb", **(env or {})}, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one system call
    )  # fmt: skip
    os.close(follower)
    seen, at, end = "", 0, time.monotonic() + 60
    waiting = list(talk)
    data = b""
    while time.monotonic() < end:
        while waiting and (found := seen.find(waiting[0][0], at)) >= 0:
            at = found + len(waiting[0][0])
            typed = waiting.pop(0)[1]
            if typed is not None:
                os.write(leader, (typed if typed == "\x04" else f"{typed}\n").encode())
        if not select.select([leader], [], [], 0.1)[0]:
            continue
        try:
            block = os.read(leader, 65536)
        except OSError:  # so Linux says that the other side is closed
            break
        if not block:
            break
        data += block
        seen = ESCAPES.sub("", _as_text(data))
    process.kill()
    os.close(leader)
    assert not waiting, (waiting[0], seen)
    return Shown(process.wait(10), seen)


def _open_terminal(columns: int, rows: int) -> tuple[int, int]:
    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    return leader, follower


def _restore(saved: int, descriptor: int) -> None:
    os.dup2(saved, descriptor)
    os.close(saved)


def _as_text(seen: bytes) -> str:
    return seen.decode("utf-8", "backslashreplace").replace("\r\n", "\n")


def _read(leader: int, interrupt_after: str | None) -> bytes:
    """Read until nobody has the other side of the terminal open."""
    seen = b""
    end = time.monotonic() + 30
    while select.select([leader], [], [], max(0, end - time.monotonic()))[0]:
        try:
            block = os.read(leader, 65536)
        except OSError as error:  # so Linux says that the other side is closed
            if error.errno == errno.EIO:
                return seen
            raise
        if not block:
            return seen
        seen += block
        if interrupt_after is not None and interrupt_after.encode() in seen:
            os.write(leader, b"\x03")
            interrupt_after = None
    raise TimeoutError(seen)
