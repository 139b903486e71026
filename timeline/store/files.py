"""The files of a store and their bytes."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from timeline.errors import TimelineError

if TYPE_CHECKING:
    from collections.abc import Iterable


def store_files(path: str) -> list[str]:
    """Return the files of a store in the order in which they are read.

    Raises TimelineError where a folder cannot be read.
    """
    if not os.path.isdir(path):
        return [path]
    try:
        return files_in(path)
    except OSError as error:
        raise _unreadable(path, error) from error


def files_in(folder: str, suffix: str = ".yaml") -> list[str]:
    """Return the files of a folder that end so, in name order, without hidden ones."""
    return [os.path.join(folder, name) for name in names_among(os.listdir(folder), suffix)]


def names_among(names: Iterable[str], suffix: str = ".yaml") -> list[str]:
    """Return those names in a folder that end so, in order; hidden ones are an editor's."""
    return sorted(n for n in names if n.endswith(suffix) and not n.startswith("."))


def read_bytes(path: str) -> tuple[bytes, os.stat_result]:
    """Return a regular file's bytes and its state before they were read.

    Raises TimelineError where it cannot be read, or is a device, a pipe or a folder.
    """
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                hint = "a store is a file of YAML text, or a folder of such files"
                raise TimelineError(f"{path} is not a regular file", hint)
            with open(descriptor, "rb", closefd=False) as file:
                return file.read(), state
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> TimelineError:
    reason = (error.strerror or str(error)).lower()
    return TimelineError(f"{path} cannot be read: {reason}")
