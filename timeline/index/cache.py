"""The index of a store, from the cache where it still holds, or else built anew.

Beside each index lies a seal: which store it was compiled from, how its files looked (size, times,
inode), the digest of their bytes, and the same of the index file itself. A file whose state is as
sealed is taken for unchanged; where the clock is too coarse to tell, its bytes are compared. What
another user put into the folder is never read, nor is a folder used that another user chose.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeAlias

from timeline.index.schema import FORMAT
from timeline.index.states import (
    File,
    check_folder,
    digest_of_all,
    is_settled,
    look,
    open_ours,
    state_of,
)
from timeline.store.files import store_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.model import Contents
    from timeline.store.stream import Stream

_SERIALIZED = 3
"""SQLite's threading mode (PEP 249) in which threads may share a connection."""

Tell: TypeAlias = "Callable[[float], None]"
"""Takes the share of some work that is done, from 0 to 1."""


class Index(NamedTuple):
    """An open index; ``path`` is None in memory, ``fresh`` tells that it was just built."""

    connection: sqlite3.Connection
    path: str | None
    fresh: bool


def open_index(
    store: str,
    folder: str | None,
    read: Callable[..., Contents | Stream],
    tell: Tell | None = None,
    most: Callable[[], int] | None = None,
) -> Index:
    """Return the index of the store at an absolute path.

    ``folder`` is the cache folder (None: build in memory), ``read`` compiles (path, bytes) pairs
    into contents, ``tell`` is told which share of the work is done (0 to 1), ``most`` says how many
    bytes are read at most (it is asked only where there are any to be read). Raises StoreError
    where the store is broken, TimelineError where a file of it cannot be read; a cache that cannot
    be used is never an error.
    """
    if folder is not None:
        with contextlib.suppress(OSError, sqlite3.Error):
            return _Cache(store, folder, read, tell, most or _usual).open()
    return in_memory(look(store, {}, (most or _usual)()), read, tell)


def _usual() -> int:
    from timeline.store.limits import USUAL

    return USUAL.size


def in_memory(
    files: list[File], read: Callable[..., Contents | Stream], tell: Tell | None = None
) -> Index:
    """Return an index of files that were read, kept by none; raises StoreError as they are."""
    # Imported only here: a warm query builds nothing.
    from timeline.index.build import build

    contents = read([file.pair for file in files])
    connection = _connect(":memory:")
    try:
        # Often what keeps the cache from being written, a full disk, does so with other files, too.
        connection.execute("PRAGMA temp_store = MEMORY")
        build(connection, contents, digest_of_all(files), tell)
    except BaseException:
        connection.close()
        raise
    return Index(connection, None, fresh=True)


class _Cache:
    def __init__(
        self,
        store: str,
        folder: str,
        read: Callable[..., Contents | Stream],
        tell: Tell | None,
        most: Callable[[], int],
    ) -> None:
        self.most = most
        self.store, self.folder, self.read, self.tell = store, folder, read, tell
        raw = store.encode("utf-8", "surrogateescape")
        name = f"{zlib.crc32(raw):08x}{zlib.adler32(raw):08x}"
        self.index = os.path.join(folder, f"{name}.sqlite")
        self.seal = os.path.join(folder, f"{name}.seal")

    def open(self) -> Index:
        try:
            check_folder(self.folder)
        except FileNotFoundError:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            check_folder(self.folder)
        seal = self._read_seal()
        if seal is not None and self._is_as_sealed(seal):
            connection = self._connect(seal)
            if connection is not None:
                return Index(connection, self.index, fresh=False)
        # Imported only here, as in what follows: a warm query builds nothing.
        from timeline.index.temporary import clock

        sealed_at = clock(self.folder)
        files = look(self.store, seal or {}, self.most())
        if seal is not None:
            found = self._verify(seal, files, sealed_at) or self._update(seal, files, sealed_at)
            if found is not None:
                return found
        return self._rebuild([file.read(self.store, self.most()) for file in files], sealed_at)

    def _read_seal(self) -> dict[str, Any] | None:
        try:
            with open_ours(self.seal) as file:
                seal = json.loads(file.read())
            if seal["format"] == FORMAT and seal["store"] == self.store:
                return dict(seal)
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            pass
        return None

    def _is_as_sealed(self, seal: dict[str, Any]) -> bool:
        """Tell, without reading them, whether neither the store nor the index changed."""
        try:
            states = {path: state_of(os.stat(path)) for path in store_files(self.store)}
            index = state_of(os.lstat(self.index))
            return bool(
                states == seal["files"]
                and index == seal["index"]
                and all(is_settled(state, seal) for state in (*states.values(), index))
            )
        except (OSError, LookupError, TypeError):
            return False

    def _verify(
        self, seal: dict[str, Any], files: list[File], sealed_at: int | None
    ) -> Index | None:
        """Compare the bytes of store and index with the seal; where they agree, seal them anew."""
        if digest_of_all(files) != seal.get("digest"):
            return None
        try:
            with open_ours(self.index) as file:
                index = state_of(os.fstat(file.fileno()))
                if _checksum(file) != seal.get("checksum"):
                    return None
        except OSError:
            return None
        self._write_seal(files, index, seal["checksum"], sealed_at)
        connection = self._connect(seal)
        return None if connection is None else Index(connection, self.index, fresh=False)

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

    def _update(
        self, seal: dict[str, Any], files: list[File], sealed_at: int | None
    ) -> Index | None:
        """Bring a copy of the index up to date; None where it has to be built anew."""
        from timeline.index.temporary import temporary
        from timeline.index.update import update
        from timeline.store.cutting import Unsure

        with temporary(self.folder, ".sqlite") as (draft, descriptor):
            if self._copy(descriptor) != seal.get("checksum"):
                return None
            try:
                with _writable(draft) as connection:
                    given = [(os.path.basename(file.path), file.data) for file in files]
                    update(connection, given, digest_of_all(files))
            except (Unsure, sqlite3.Error):
                return None
            return self._keep(draft, files, sealed_at)

    def _copy(self, descriptor: int) -> int | None:
        """Copy the index into an open file, and return its checksum; None where there is none."""
        try:
            source = open_ours(self.index)
        except OSError:
            return None
        with source, open(descriptor, "wb", closefd=False) as target:
            return _checksum(source, target)

    def _rebuild(self, files: list[File], sealed_at: int | None) -> Index:
        from timeline.index.build import build
        from timeline.index.temporary import sweep, temporary

        with temporary(self.folder, ".sqlite") as (draft, descriptor):
            sweep(self.folder, os.fstat(descriptor).st_mtime_ns)
            with _writable(draft) as connection:
                contents = self.read([file.pair for file in files])
                build(connection, contents, digest_of_all(files), self.tell)
            return self._keep(draft, files, sealed_at)

    def _keep(self, draft: str, files: list[File], sealed_at: int | None) -> Index:
        """Make a finished file the index, and seal it."""
        opened = _open_database(draft)
        with open(draft, "rb") as file:
            checksum = _checksum(file)
            os.replace(draft, self.index)
            # Asked of the open file, not of the path: another run may just have replaced it.
            index = state_of(os.fstat(file.fileno()))
        self._write_seal(files, index, checksum, sealed_at)
        return Index(opened, self.index, fresh=True)

    def _write_seal(
        self, files: list[File], index: list[int], checksum: int, sealed_at: int | None
    ) -> None:
        from timeline.index.temporary import temporary

        if sealed_at is None:
            return
        seal = {
            "format": FORMAT, "store": self.store, "digest": digest_of_all(files),
            "checksum": checksum, "files": {file.path: file.state for file in files},
            "digests": {file.path: file.digest for file in files}, "index": index,
            "sealed_at": sealed_at,
        }  # fmt: skip
        # Without its seal an index is built anew the next time; the one at hand is as good.
        with contextlib.suppress(OSError), temporary(self.folder, ".seal") as (draft, descriptor):
            with open(descriptor, "wb", closefd=False) as file:
                file.write(json.dumps(seal).encode())
            os.replace(draft, self.seal)


@contextlib.contextmanager
def _writable(path: str) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA synchronous = OFF")
        yield connection


def _checksum(file: BinaryIO, copy: BinaryIO | None = None) -> int:
    """Return the checksum of a file, which may be copied at the same time."""
    checksum = 0
    while block := file.read(1 << 20):
        checksum = zlib.crc32(block, checksum)
        if copy is not None:
            copy.write(block)
    return checksum


def _connect(database: str) -> sqlite3.Connection:
    """Open a database that any thread may ask, where SQLite was built for that."""
    is_shared = sqlite3.threadsafety >= _SERIALIZED
    return sqlite3.connect(database, uri=True, check_same_thread=not is_shared)


def _open_database(path: str) -> sqlite3.Connection:
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    if os.sep == "\\":  # pragma: no cover - Windows
        escaped = "/" + escaped.replace(os.sep, "/")
    # An empty authority: without it, a path that starts with two slashes would name a host.
    connection = _connect(f"file://{escaped}?mode=ro&immutable=1")
    connection.execute("PRAGMA query_only = ON")
    return connection
