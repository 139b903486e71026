"""A pager for what is taller than the screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_tall(text: str) -> bool:
    """Tell whether a text needs more lines than the terminal has, long lines wrapped."""
    try:
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return False
    columns = max(columns, 1)
    return sum(-(-len(line) // columns) or 1 for line in text.split("\n")) > lines


def page(text: str, command: str, environment: Mapping[str, str]) -> bool:
    """Show a text in a pager; False where there is none.

    Raises KeyboardInterrupt where Ctrl-C ended the pager.
    """
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
        process = subprocess.Popen(words, stdin=subprocess.PIPE, env=surroundings)  # noqa: S603 - the user's own pager
        process.communicate(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:
        process.wait()
    except (OSError, ValueError):
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    if process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return True


def _leave_to_pager(_number: int, _frame: object) -> None:
    """Do nothing."""
