"""Files of a cache folder while they are made: none is seen before it is whole, none is left."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from timeline.index.states import is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = ".new-"
_ABANDONED = 3_600_000_000_000
"""Nanoseconds after which a temporary file belongs to nobody: its builder was killed."""


@contextlib.contextmanager
def temporary(folder: str, suffix: str) -> Iterator[tuple[str, int]]:
    """Make an empty file, and yield its path and a descriptor; unless it was renamed, it goes.

    Its name, which nobody can guess, is there before the file is: Ctrl-C comes as soon as the call
    that makes it returns, and would leave behind what has no name yet.
    """
    path = os.path.join(folder, f"{_PREFIX}{os.urandom(8).hex()}{suffix}")
    try:
        descriptor = create(path)
        try:
            yield path, descriptor
        finally:
            os.close(descriptor)
    finally:
        # Not contextlib.suppress: before it begins there is a moment for Ctrl-C.
        try:  # noqa: SIM105 - as was said
            os.unlink(path)
        except OSError:
            pass


def create(path: str) -> int:
    """Make a file for its user alone, and return a descriptor; raises OSError where it is there."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o600)


def clock(folder: str) -> int | None:
    """Return the time in nanoseconds by a folder's file system; None where it is read-only."""
    try:
        with temporary(folder, ".clock") as (_, descriptor):
            return os.fstat(descriptor).st_mtime_ns
    except OSError:
        return None


def sweep(folder: str, now: int) -> None:
    """Remove what killed builders of ours left behind; ``now`` is as of ``clock``."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                is_old = found.st_mtime_ns < now - _ABANDONED
                if entry.name.startswith(_PREFIX) and is_old and is_ours(found):
                    os.unlink(entry.path)
