"""Questions to whoever sits at the terminal: asked on it, and nowhere else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TypeVar

from timeline.cli.console import note
from timeline.errors import TimelineError, UsageError
from timeline.text import FORBIDDEN, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


class Quit(Exception):  # noqa: N818 - no error: the answer was to leave
    """Whoever was asked wants to leave."""


def can_ask() -> bool:
    """Tell whether somebody can be asked: stdin and stderr are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(question: str, read: Callable[[str], T], *, offers: Iterable[str] = ()) -> T:
    """Return what an answer is read as; who gives one that cannot be read is asked again.

    Tab completes to an offer, also the last one of several that commas part. Raises Quit at the
    end of the input (Ctrl-D).
    """
    while True:
        try:
            answer = _line(f"{question}: ", list(offers)).strip()
            check_text(answer, "that")
            return read(answer)
        except TimelineError as error:
            note("  " + "; ".join(filter(None, (clean(error.message), clean(error.hint)))))


def check_text(text: str, what: str) -> None:
    """Raise UsageError for what is no text that a store could hold; ``what`` names it."""
    try:
        text = os.fsencode(text).decode()
    except UnicodeError:
        raise UsageError(f"{what} is not UTF-8", "set the terminal to UTF-8") from None
    if found := FORBIDDEN.search(text):
        raise UsageError(f"{what} has the character U+{ord(found[0]):04X}", "leave it out")


def confirm(question: str) -> bool:
    """Ask a question whose answer is yes unless it is no; raises Quit as ``ask`` does."""

    def read(answer: str) -> bool:
        if answer.casefold() in ("", "y", "yes", "j", "ja"):
            return True
        if answer.casefold() in ("n", "no", "nein"):
            return False
        raise TimelineError("that is neither yes nor no", "write y or n")

    return ask(f"{question} [Y/n]", read)


def _line(prompt: str, offers: list[str]) -> str:
    """Read a line with what a terminal offers: history, editing, completion by Tab."""
    try:
        if not sys.stdout.isatty():
            # Python would write the question to where the output goes.
            sys.stderr.write(prompt)
            sys.stderr.flush()
            line = sys.stdin.readline()
        else:
            _offer(offers)
            line = f"{input(prompt)}\n"
    except EOFError:
        line = ""
    if not line:
        note("")
        raise Quit
    return line


def _offer(offers: list[str]) -> None:
    try:
        import readline
    except ImportError:  # not on Windows
        return

    def complete(typed: str, number: int) -> str | None:
        start = typed.lstrip()
        found = [name for name in offers if name.casefold().startswith(start.casefold())]
        return found[number] if number < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(",")
    readline.parse_and_bind("tab: complete")
    readline.set_auto_history(False)
