"""What commands share that look after a store: which one it is, and how a change is shown."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from timeline.cli.console import is_terminal, note
from timeline.cli.surroundings import folder_of_the_run, surroundings
from timeline.errors import UsageError
from timeline.store.locate import bundled, locate
from timeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.store.locate import Location
    from timeline.store.writer import Change


def find_store(given: str | None, option: str = "--store") -> Location:
    """Return where the store lies that a command is about; raises UsageError for none.

    ``option`` is what it was given by.
    """
    usual = surroundings().environment.get("TIMELINE_STORE")
    return locate(given, usual, folder_of_the_run(), option)


def find_own_store(given: str | None, option: str = "--store") -> Location:
    """Return where the store lies that a command may change.

    Raises UsageError where there is none but the chronology that comes with the package.
    """
    found = find_store(given, option)
    if found.reason.startswith("bundled") or _is_installed(found.path):
        raise UsageError("there is no store here or above, and the bundled chronology is not yours",
                         "make one with 'timeline init', or name it by --store")  # fmt: skip
    return found


def _is_installed(path: str) -> bool:
    """Tell whether a path is the bundled chronology of an installed package, not of a checkout."""
    return "site-packages" in path.split(os.sep) and os.path.realpath(path) == bundled()


def differences(changes: Iterable[Change], folder: str) -> Iterator[str]:
    """Yield how files would change, as unified diffs; nothing acts on a terminal."""
    for change in changes:
        name = os.path.relpath(change.path, folder)
        old = (change.old or b"").decode("utf-8-sig")
        yield from difference(old, change.new.decode("utf-8-sig"), name)


def tell_new_files(changes: Iterable[Change]) -> None:
    """Say which files were not there before: a name may have been misspelt."""
    for change in changes:
        if change.old is None:
            note(f"{os.path.basename(change.path)} is a new file of the store")


def difference(old: str, new: str, name: str) -> Iterator[str]:
    """Yield how a text would change, as a unified diff; nothing acts on a terminal."""
    from difflib import unified_diff

    name = clean(name)  # one with a line end would begin lines of the difference
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (old, new))
    for line in unified_diff(before, after, name, name):
        shown = "".join(map(_shown, re.split(r"([\t\r\n])", line))) if is_terminal() else line
        yield shown if line.endswith("\n") else f"{shown}\n\\ No newline at end of file\n"


def _shown(piece: str) -> str:
    return piece if piece in "\t\r\n" else clean(piece)
