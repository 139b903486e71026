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


def read_bytes(
    path: str, most: int | None = None, store: str | None = None
) -> tuple[bytes, os.stat_result]:
    """Return a regular file's bytes and its state before they were read.

    Raises TimelineError where it cannot be read, is a device, a pipe or a folder, has more than
    ``most`` bytes, or is a link that leads out of the folder of its ``store``.
    """
    try:
        if store is not None and os.path.islink(path):
            _refuse_way_out(path, store)
        # O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                hint = "a store is a file of YAML text, or a folder of such files"
                raise TimelineError(f"{path} is not a regular file", hint)
            if most is not None and state.st_size > most:
                raise too_large(path, state.st_size)
            with open(descriptor, "rb", closefd=False) as file:
                data = file.read(-1 if most is None else most + 1)
            if most is not None and len(data) > most:  # it grew, or lies about its size
                raise too_large(path, len(data))
            return data, state
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unreadable(path, error) from error


def _refuse_way_out(link: str, store: str) -> None:
    """Raise TimelineError for a link in a folder to what lies elsewhere.

    Whoever names a folder that a stranger filled has not named what else is to be read. A link that
    is named itself is no part of a folder.
    """
    target = os.path.realpath(link)
    if link != store and not target.startswith(os.path.join(os.path.realpath(store), "")):
        raise TimelineError(f"{link} is a link that leads out of the store, to {target}",
                            "copy the file there, or link the folder itself")  # fmt: skip


def too_large(path: str, size: int) -> TimelineError:
    """Return the refusal of a file of so many bytes."""
    message = f"{path} has {size:,} bytes, more than is read of a store"
    return TimelineError(message, "raise --max-size (64MB), TIMELINE_MAX_SIZE or max-size")


def _unreadable(path: str, error: OSError) -> TimelineError:
    reason = (error.strerror or str(error)).lower()
    return TimelineError(f"{path} cannot be read: {reason}")
