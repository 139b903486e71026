"""The files of a store as an index found them, to tell without reading whether they changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import TimelineError
from timeline.store.files import read_bytes, store_files

if TYPE_CHECKING:
    from collections.abc import Iterable

_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may carry the same time (FAT counts in 2 s)."""


def digest(files: Iterable[tuple[str, bytes]]) -> str:
    """Return what identifies the names and bytes of a store's files (BLAKE2b, 128 bits)."""
    return digest_of_all(File(path, [], _digest(data), data) for path, data in files)


class File(NamedTuple):
    """A file of a store: its state, the digest of its bytes, and these where they were read."""

    path: str
    state: list[int]
    digest: str
    data: bytes | None

    def read(self) -> File:
        """Return the file with its bytes; raises TimelineError where it cannot be read."""
        if self.data is not None:
            return self
        data, state = read_bytes(self.path)
        return File(self.path, state_of(state), _digest(data), data)

    @property
    def pair(self) -> tuple[str, bytes]:
        """The path and the bytes of a file that was read."""
        assert self.data is not None, "only the bytes of read files are asked for"
        return self.path, self.data


def look(store: str, seal: dict[str, Any]) -> list[File]:
    """Return the files of a store; those that are as they were sealed are not read.

    Raises TimelineError where one cannot be read.
    """
    try:
        return [_sealed(path, seal) or File(path, [], "", None).read()
                for path in store_files(store)]  # fmt: skip
    except OSError as error:
        raise TimelineError(f"{store} cannot be read: {error.strerror or error}") from error


def _sealed(path: str, seal: dict[str, Any]) -> File | None:
    try:
        state = state_of(os.stat(path))
        if state == seal["files"][path] and is_settled(state, seal):
            return File(path, state, str(seal["digests"][path]), None)
    except (OSError, LookupError, TypeError):
        pass
    return None


def is_settled(state: list[int], seal: dict[str, Any]) -> bool:
    """Tell whether a file was sealed so long after its last change that a later one would show.

    Otherwise it is in doubt: git calls such an entry racily clean.
    """
    return bool(max(state[1:3]) <= seal["sealed_at"] - _TICK)


def _digest(data: bytes) -> str:
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def digest_of_all(files: Iterable[File]) -> str:
    """Return what identifies the names and bytes of files together."""
    lines = "".join(f"{file.digest} {os.path.basename(file.path)}\0" for file in files)
    return _digest(lines.encode("utf-8", "surrogateescape"))


def state_of(state: os.stat_result) -> list[int]:
    """Return what changes when a file does: size, times in nanoseconds, and which file it is."""
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_dev]
