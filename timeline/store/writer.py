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
import warnings
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import TimelineError
from timeline.store.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PATIENCE = 120
"""Seconds that a writer waits for others."""

_STEP = 0.02
_NO_SYNC = (errno.EBADF, errno.EINVAL)
"""What a file system says that has nothing to do where a folder is to be written to the disk."""

_NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP,
             errno.EOPNOTSUPP)  # fmt: skip
"""What a file system says that cannot lock a folder (NFS wants a file that is open for writing)."""

_RIGHTS = {"system.posix_acl_access"}
"""Attributes that give rights: a folder may have some for all files that are made in it."""

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
    if os.name == "nt":  # pragma: no cover - a folder cannot be opened there
        with _locked_file(folder):
            yield
        return
    end = monotonic() + _PATIENCE
    while True:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if not _lock(descriptor, end):
                with _locked_file(folder):
                    yield
                return
            # While this one was waited for, another folder may have taken its place.
            if os.path.samestat(os.fstat(descriptor), os.stat(folder)):
                yield
                return
        finally:
            os.close(descriptor)


def _lock(descriptor: int, end: float) -> bool:
    """Lock a folder, and return whether it can be; raises TimeoutError where it is not by then."""
    import fcntl

    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() > end:
                raise TimeoutError from error
            sleep(_STEP)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            return False
        else:
            return True


@contextlib.contextmanager
def _locked_file(folder: str) -> Iterator[None]:
    from filelock import FileLock

    # Whoever may write in the folder may lock it.
    mode = os.stat(folder).st_mode & 0o666
    lock = FileLock(os.path.join(folder, ".timeline.lock"), timeout=_PATIENCE, mode=mode)
    with warnings.catch_warnings(action="ignore"):  # that nothing is left but a lock by existence
        held = lock.acquire()
    with held:
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
            with _failing(change, changes, written):
                drafts.append(
                    (change, real[change.path], _draft(real[change.path], change, number))
                )
        for change in changes:
            _check_same(change, real[change.path])
        for change, path, draft in drafts:
            with _failing(change, changes, written):
                try:
                    os.replace(draft, path)
                finally:
                    # NFS may report a failure of what was done.
                    if not os.path.lexists(draft):  # pragma: no branch - or else an error goes on
                        written.append(change.path)
                _sync_folder(os.path.dirname(path))
    finally:
        for _, _, draft in drafts[len(written) :]:
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
    try:
        descriptor = os.open(draft, flags, 0o600 if state else 0o666)
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
    for name in (_attributes(draft) - _attributes(path)) & _RIGHTS:
        os.removexattr(draft, name)
    os.utime(draft)  # a change has a time of its own


def _attributes(path: str) -> set[str]:
    """Return the names of a file's extended attributes, which not every system knows."""
    try:
        return set(os.listxattr(path))
    except (AttributeError, OSError):
        return set()


def _check_same(change: Change, path: str) -> None:
    """Raise TimelineError where somebody else has changed a file, or a link to it, meanwhile."""
    if change.old is None:
        if os.path.lexists(change.path):
            raise TimelineError(f"{change.path} is there already", "name another file")
    elif os.path.realpath(change.path) != path or read_bytes(path)[0] != change.old:
        raise TimelineError(f"{change.path} was changed by another program meanwhile",
                            "run the command again")  # fmt: skip


def _sync_folder(folder: str) -> None:
    if os.name == "nt":  # pragma: no cover - a folder cannot be opened there, and needs no care
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def _sweep(folder: str) -> None:
    """Delete what writers left behind that were killed; as the caller holds the lock, none runs."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if _DRAFT.fullmatch(name):
                with contextlib.suppress(OSError):  # the next one may go all the same
                    os.unlink(os.path.join(folder, name))


@contextlib.contextmanager
def _failing(change: Change, changes: list[Change], written: list[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        left = [c.path for c in changes if c.path not in {change.path, *written}]
        raise _failed(change.path, error, written, left) from error


def _failed(
    path: str, error: OSError, written: Iterable[str] = (), left: Iterable[str] = ()
) -> TimelineError:
    """Say why a file could not be written, and what became of the others of the same change."""
    reason = (error.strerror or str(error)).lower()
    before = ", ".join(name for name in written if name != path)
    fates = (("already written", before), ("not written", ", ".join(left)))
    said = [f"{fate}: {names}" for fate, names in fates if names]
    if path in written:  # only whether the disk has it is not known
        return TimelineError(f"{path} was written, but may not be on the disk: {reason}",
                             "; ".join([*said, "look whether it is as it should be"]))  # fmt: skip
    return TimelineError(f"cannot write {path}: {reason}",
                         "; ".join(said) if before else "nothing was changed")  # fmt: skip
