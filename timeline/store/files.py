"""The files of a store and their bytes."""

from __future__ import annotations

import os
import stat

from timeline.errors import TimelineError


def store_files(path: str) -> list[str]:
    """Return the files of a store in the order in which they are read."""
    if not os.path.isdir(path):
        return [path]
    names = sorted(n for n in os.listdir(path) if n.endswith(".yaml") and not n.startswith("."))
    return [os.path.join(path, name) for name in names]


def read_bytes(path: str) -> tuple[bytes, os.stat_result]:
    """Return a regular file's bytes and its state before they were read.

    Raises TimelineError where it cannot be read, or is a device, a pipe or a folder.
    """
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with open(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise TimelineError(
                    f"{path} is not a regular file", "a store is a file of YAML text"
                )
            return file.read(), state
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TimelineError(f"{path} cannot be read: {reason}") from error
