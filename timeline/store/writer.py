"""Files changed so that nothing is ever lost: the old bytes or the new ones, whole, whatever fails.

A writer holds a lock, writes a temporary file in the same folder, sees to it that its bytes are on
the disk (fsync), gives it the place of the old one in one step (rename), and sees to it that the
folder knows (fsync of the folder; POSIX.1-2017, "rename" and "fsync").
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import TimelineError
from timeline.store.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PATIENCE = 120
"""Seconds that a writer waits for others."""

_STEP = 0.02
_NO_LOCKS = ("EBADF", "EINVAL", "EISDIR", "ENOLCK", "ENOSYS", "EOPNOTSUPP")
"""What a file system says that cannot lock a folder (NFS wants a file that is open for writing)."""

_DRAFT = re.compile(r"\.timeline-draft\.[0-9]+\.[0-9]+")


class Change(NamedTuple):
    """A file, and its bytes before and after; ``old`` is None for a file that is not there yet."""

    path: str
    old: bytes | None
    new: bytes


@contextlib.contextmanager
def locked(paths: Iterable[str]) -> Iterator[None]:
    """Hold the locks of all folders in which some files really lie.

    Raises TimelineError where another writer holds one for longer than ``_PATIENCE`` seconds, or
    where a folder cannot be opened.
    """
    folders = sorted({os.path.dirname(os.path.realpath(path)) for path in paths})
    with contextlib.ExitStack() as held:
        for folder in folders:  # in one order everywhere, so that no two wait for each other
            try:
                held.enter_context(_locked_folder(folder))
            except TimeoutError as error:
                raise TimelineError(f"another program is writing to {folder}",
                                    "try again when it is done") from error  # fmt: skip
            except OSError as error:
                raise _failed(folder, error) from error
        yield


@contextlib.contextmanager
def _locked_folder(folder: str) -> Iterator[None]:
    """Lock a folder itself, so that no file is left behind, or else a file in it."""
    try:
        import fcntl
    except ImportError:  # Windows
        with _locked_file(folder):
            yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        end = monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if monotonic() > end:
                    raise TimeoutError from error
                sleep(_STEP)
            except OSError as error:
                if errno.errorcode.get(error.errno or 0) not in _NO_LOCKS:
                    raise
                with _locked_file(folder):
                    yield
                return
            else:
                break
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _locked_file(folder: str) -> Iterator[None]:
    from filelock import FileLock

    with FileLock(os.path.join(folder, ".timeline.lock"), timeout=_PATIENCE):
        yield


def write_changes(changes: list[Change]) -> None:
    """Write files, each in one step; a caller holds the lock.

    Raises TimelineError where a file is no longer what it was when it was read, where it is not to
    be written, and where writing fails: what was not written is as before, and the message says
    what was.
    """
    drafts: list[tuple[Change, str, str]] = []
    written: list[str] = []
    real = {change.path: os.path.realpath(change.path) for change in changes}
    for folder in {os.path.dirname(path) for path in real.values()}:
        _sweep(folder)
    try:
        for number, change in enumerate(changes):
            with _failing(change.path, written):
                drafts.append(
                    (change, real[change.path], _draft(real[change.path], change, number))
                )
        for change in changes:
            _check_same(change)
        for change, path, draft in drafts:
            with _failing(change.path, written):
                os.replace(draft, path)
                written.append(change.path)
                _sync_folder(os.path.dirname(path))
    finally:
        for _, _, draft in drafts:
            with contextlib.suppress(OSError):
                os.unlink(draft)


def _draft(path: str, change: Change, number: int) -> str:
    """Write the new bytes beside a file, down to the disk, with its mode and owner."""
    state = None
    if change.old is not None:
        state = os.stat(path)
        if not os.access(path, os.W_OK):  # a rename would not ask
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if state.st_nlink > 1:
            raise TimelineError(f"{change.path} has several names (hard links)",
                                "make it one file, and links to it symbolic ones")  # fmt: skip
    draft = os.path.join(os.path.dirname(path), f".timeline-draft.{os.getpid()}.{number}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(draft, flags, 0o600 if state else 0o666)
    try:
        try:
            _write_all(descriptor, change.new)
            if state is not None:
                _take_over(descriptor, path, draft, state)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
    return draft


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:  # a write may be short
        count = os.write(descriptor, rest)
        if count <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[count:]


def _take_over(descriptor: int, path: str, draft: str, state: os.stat_result) -> None:
    """Give a draft the owner, the mode and the attributes of the file whose place it will take.

    Who is not the owner of a file that a group may write to can keep its group only.
    """
    new = os.fstat(descriptor)
    if hasattr(os, "fchown") and (new.st_uid, new.st_gid) != (state.st_uid, state.st_gid):
        try:
            os.fchown(descriptor, state.st_uid, state.st_gid)
        except PermissionError:
            os.fchown(descriptor, -1, state.st_gid)
    shutil.copystat(path, draft)
    os.utime(draft)  # a change has a time of its own


def _check_same(change: Change) -> None:
    """Raise TimelineError where somebody else has changed a file meanwhile."""
    if change.old is None:
        if os.path.lexists(change.path):
            raise TimelineError(f"{change.path} is there already", "name another file")
    elif read_bytes(change.path)[0] != change.old:
        raise TimelineError(f"{change.path} was changed by another program meanwhile",
                            "run the command again")  # fmt: skip


def _sync_folder(folder: str) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and needs no such care
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: str) -> None:
    """Delete what writers left behind that were killed; as the caller holds the lock, none runs."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if _DRAFT.fullmatch(name):
                os.unlink(os.path.join(folder, name))


@contextlib.contextmanager
def _failing(path: str, written: list[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _failed(path, error, written) from error


def _failed(path: str, error: OSError, written: list[str] | None = None) -> TimelineError:
    reason = (error.strerror or str(error)).lower()
    if written and path in written:  # only whether the disk has it is not known
        return TimelineError(f"{path} was written, but may not be on the disk: {reason}",
                             "look whether it is as it should be")  # fmt: skip
    before = f"already written: {', '.join(written)}" if written else "nothing was changed"
    return TimelineError(f"cannot write {path}: {reason}", before)
