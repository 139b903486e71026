"""The index of a store, from the cache where it still holds, or else built anew.

Beside each index lies a seal: which store it was compiled from, how its files looked (size, times,
inode), the digest of their bytes, and the same of the index file itself. A file whose state is as
sealed is taken for unchanged; where the clock is too coarse to tell, its bytes are compared.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import TimelineError
from timeline.index.schema import FORMAT
from timeline.store.files import read_bytes, store_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.model import Contents
    from timeline.store.stream import Stream

_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may carry the same time (FAT counts in 2 s)."""

_SERIALIZED = 3
"""SQLite's threading mode (PEP 249) in which threads may share a connection."""

_TEMPORARY = ".new-"
_ABANDONED = 3_600_000_000_000
"""Nanoseconds after which a temporary file belongs to nobody: its builder was killed."""


class Index(NamedTuple):
    """An open index; ``path`` is None in memory, ``fresh`` tells that it was just built."""

    connection: sqlite3.Connection
    path: str | None
    fresh: bool


def open_index(store: str, folder: str | None, read: Callable[..., Contents | Stream]) -> Index:
    """Return the index of the store at an absolute path.

    ``folder`` is the cache folder (None: build in memory), ``read`` compiles (path, bytes) pairs
    into contents. Raises StoreError where the store is broken, TimelineError where a file of it
    cannot be read; a cache that cannot be used is never an error.
    """
    if folder is not None:
        with contextlib.suppress(OSError, sqlite3.Error):
            return _Cache(store, folder, read).open()
    files = [(path, data) for path, data, _ in _read_files(store)]
    return in_memory(files, read)


def _read_files(store: str) -> list[tuple[str, bytes, os.stat_result]]:
    try:
        return [(path, *read_bytes(path)) for path in store_files(store)]
    except OSError as error:
        raise TimelineError(f"{store} cannot be read: {error.strerror or error}") from error


def in_memory(files: list[tuple[str, bytes]], read: Callable[..., Contents | Stream]) -> Index:
    """Return an index of (path, bytes) pairs that no file keeps; raises StoreError as they are."""
    # Imported only here: a warm query builds nothing.
    from timeline.index.build import build

    contents = read(files)
    connection = _connect(":memory:")
    try:
        build(connection, contents, digest(files))
    except BaseException:
        connection.close()
        raise
    return Index(connection, None, fresh=True)


def digest(files: list[tuple[str, bytes]]) -> str:
    """Return what identifies the names and bytes of a store's files (BLAKE2b, 128 bits)."""
    from hashlib import blake2b

    total = blake2b(digest_size=16)
    for path, data in files:
        total.update(f"{os.path.basename(path)}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def _state(state: os.stat_result) -> list[int]:
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_dev]


class _Cache:
    def __init__(self, store: str, folder: str, read: Callable[..., Contents | Stream]) -> None:
        self.store, self.folder, self.read = store, folder, read
        raw = store.encode("utf-8", "surrogateescape")
        name = f"{zlib.crc32(raw):08x}{zlib.adler32(raw):08x}"
        self.index = os.path.join(folder, f"{name}.sqlite")
        self.seal = os.path.join(folder, f"{name}.seal")

    def open(self) -> Index:
        seal = self._read_seal()
        connection = None
        if seal is not None:
            connection = self._connect(seal) if self._is_as_sealed(seal) else self._verify(seal)
        return self._rebuild() if connection is None else Index(connection, self.index, fresh=False)

    def _read_seal(self) -> dict[str, Any] | None:
        try:
            with open(self.seal, "rb") as file:
                seal = json.loads(file.read())
            if seal["format"] == FORMAT and seal["store"] == self.store:
                return dict(seal)
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            pass
        return None

    def _is_as_sealed(self, seal: dict[str, Any]) -> bool:
        """Tell, without reading them, whether neither the store nor the index changed."""
        try:
            states = {path: _state(os.stat(path)) for path in store_files(self.store)}
            index = _state(os.stat(self.index))
            # A file changed so shortly before it was sealed that a later change may not show is
            # in doubt: git calls such an entry racily clean.
            newest = max(time for state in (*states.values(), index) for time in state[1:3])
            return bool(
                states == seal["files"]
                and index == seal["index"]
                and newest <= seal["sealed_at"] - _TICK
            )
        except (OSError, LookupError, TypeError):
            return False

    def _verify(self, seal: dict[str, Any]) -> sqlite3.Connection | None:
        """Compare the bytes of store and index with the seal; where they agree, seal them anew."""
        sealed_at = self._clock()
        read = _read_files(self.store)
        if digest([(path, data) for path, data, _ in read]) != seal.get("digest"):
            return None
        try:
            with open(self.index, "rb") as file:
                index = _state(os.fstat(file.fileno()))
                if _checksum(file) != seal.get("checksum"):
                    return None
        except OSError:
            return None
        files = {path: _state(state) for path, _, state in read}
        if sealed_at is not None:
            self._write_seal(seal | {"files": files, "index": index, "sealed_at": sealed_at})
        return self._connect(seal)

    def _clock(self) -> int | None:
        """Return the time by the clock of the cache's file system; None where it is read-only."""
        try:
            with self._temporary(".clock") as (_, descriptor):
                return os.fstat(descriptor).st_mtime_ns
        except OSError:
            return None

    def _connect(self, seal: dict[str, Any]) -> sqlite3.Connection | None:
        """Open the index; None where it is not the one that was sealed."""
        try:
            connection = _open_database(self.index)
            row = connection.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()
        except sqlite3.Error:
            return None
        if row == (seal.get("digest"),):
            return connection
        connection.close()
        return None

    def _rebuild(self) -> Index:
        # Imported only here: a warm query builds nothing.
        from timeline.index.build import build

        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        with self._temporary(".sqlite") as (temporary, descriptor):
            sealed_at = os.fstat(descriptor).st_mtime_ns
            self._sweep(sealed_at - _ABANDONED)
            read = _read_files(self.store)
            files = [(path, data) for path, data, _ in read]
            content_digest = digest(files)
            with contextlib.closing(sqlite3.connect(temporary)) as connection:
                connection.executescript("PRAGMA synchronous = OFF")
                build(connection, self.read(files), content_digest)
            opened = _open_database(temporary)
            with open(temporary, "rb") as file:
                checksum = _checksum(file)
                os.replace(temporary, self.index)
                # Asked of the open file, not of the path: another run may just have replaced it.
                index = _state(os.fstat(file.fileno()))
        self._write_seal({
            "format": FORMAT, "store": self.store, "digest": content_digest, "checksum": checksum,
            "files": {path: _state(state) for path, _, state in read}, "index": index,
            "sealed_at": sealed_at,
        })  # fmt: skip
        return Index(opened, self.index, fresh=True)

    def _write_seal(self, seal: dict[str, Any]) -> None:
        # Without its seal an index is built anew the next time; the one at hand is as good.
        with contextlib.suppress(OSError), self._temporary(".seal") as (temporary, descriptor):
            with open(descriptor, "wb", closefd=False) as file:
                file.write(json.dumps(seal).encode())
            os.replace(temporary, self.seal)

    def _sweep(self, before: int) -> None:
        """Remove what killed builders left behind."""
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.folder):
                with contextlib.suppress(OSError):
                    if entry.name.startswith(_TEMPORARY) and entry.stat().st_mtime_ns < before:
                        os.unlink(entry.path)

    @contextlib.contextmanager
    def _temporary(self, suffix: str) -> Any:
        import tempfile

        descriptor, path = tempfile.mkstemp(suffix=suffix, prefix=_TEMPORARY, dir=self.folder)
        try:
            yield path, descriptor
        finally:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                os.unlink(path)


def _checksum(file: Any) -> int:
    checksum = 0
    while block := file.read(1 << 20):
        checksum = zlib.crc32(block, checksum)
    return checksum


def _connect(database: str) -> sqlite3.Connection:
    """Open a database that any thread may ask, where SQLite was built for that."""
    is_shared = sqlite3.threadsafety >= _SERIALIZED
    return sqlite3.connect(database, uri=True, check_same_thread=not is_shared)


def _open_database(path: str) -> sqlite3.Connection:
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    if os.sep == "\\":
        escaped = "/" + escaped.replace(os.sep, "/")
    # An empty authority: without it, a path that starts with two slashes would name a host.
    connection = _connect(f"file://{escaped}?mode=ro&immutable=1")
    connection.execute("PRAGMA query_only = ON")
    return connection
