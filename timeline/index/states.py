"""Files as an index found them: whose they are, and whether they changed, without reading them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from timeline.errors import TimelineError
from timeline.store.files import read_bytes, store_files

if TYPE_CHECKING:
    from collections.abc import Iterable

_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may carry the same time (FAT counts in 2 s)."""


class File(NamedTuple):
    """A file of a store: its state, the digest of its bytes, and these where they were read."""

    path: str
    state: list[int]
    digest: str
    data: bytes | None

    @classmethod
    def of(cls, path: str, data: bytes) -> File:
        """Return a file that does not lie on the disk, or whose state nobody asks for."""
        return cls(path, [], _digest(data), data)

    def read(self, store: str, most: int) -> File:
        """Return a file of a store with its bytes; raises TimelineError where it cannot be read."""
        if self.data is not None:
            return self
        data, state = read_bytes(self.path, most, store)
        return File.of(self.path, data)._replace(state=state_of(state))

    @property
    def pair(self) -> tuple[str, bytes]:
        """The path and the bytes of a file that was read."""
        assert self.data is not None, "only the bytes of read files are asked for"
        return self.path, self.data


def look(store: str, seal: dict[str, Any], most: int) -> list[File]:
    """Return the files of a store; those that are as they were sealed are not read.

    Raises TimelineError where one cannot be read, or they have more than so many bytes.
    """
    files: list[File] = []
    try:
        for path in store_files(store):
            file = _sealed(path, seal) or File(path, [], "", None).read(store, most)
            most -= len(file.data or b"")
            files.append(file)
    except OSError as error:
        raise TimelineError(f"{store} cannot be read: {error.strerror or error}") from error
    return files


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
    """Return what identifies the names and bytes of files together (BLAKE2b, 128 bits)."""
    lines = "".join(f"{file.digest} {os.path.basename(file.path)}\0" for file in files)
    return _digest(lines.encode("utf-8", "surrogateescape"))


def state_of(state: os.stat_result) -> list[int]:
    """Return what changes when a file does: size, times in nanoseconds, and which file it is."""
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_dev]


def is_ours(state: os.stat_result) -> bool:
    """Tell whether a file belongs to this user, or to root, who could do anything anyway."""
    return not hasattr(os, "geteuid") or state.st_uid in {os.geteuid(), 0}


def check_folder(folder: str) -> None:
    """Raise PermissionError where another user may have chosen or changed what lies in a folder.

    It is ours, and so is the link that leads to it; everybody may write to it only where nobody
    may take away what is not his (a sticky folder, as /tmp is).
    """
    found = os.lstat(folder)
    if stat.S_ISLNK(found.st_mode) and is_ours(found):
        found = os.stat(folder)
    open_to_all = found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX
    if open_to_all or not is_ours(found):
        raise PermissionError(f"{folder} is not to be trusted")


def open_ours(path: str) -> BinaryIO:
    """Open a regular file of ours, and no link, to read its bytes; raises OSError for any other."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    # O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or not is_ours(found):
        os.close(descriptor)
        raise PermissionError(f"{path} is not to be trusted")
    return open(descriptor, "rb")
