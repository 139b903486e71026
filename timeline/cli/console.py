"""Where words go: to stdout, to stderr, to a file or through a pager."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from timeline.cli.surroundings import surroundings
from timeline.errors import TimelineError
from timeline.frozen import Frozen
from timeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from timeline.cli.target import Target


def is_terminal() -> bool:
    """Tell whether a terminal shows what is written to stdout: stdout itself is asked."""
    return not surroundings().kept and sys.stdout.isatty()


def note(text: str) -> None:
    """Say something on stderr; where there is none, or it is full, there is nobody to tell."""
    if kept := surroundings().kept:
        kept.notes.append(text)
        return
    if sys.stderr is None:
        return
    safe = "\n".join(clean(line) for line in text.split("\n"))
    try:
        buffer = sys.stderr.buffer
        buffer.write(f"{safe}\n".encode("utf-8", "backslashreplace"))
        buffer.flush()
    except (OSError, AttributeError, ValueError):
        pass


def write(pieces: Iterable[str | bytes], target: Target, environment: Mapping[str, str]) -> None:
    """Write an answer where it belongs; raises TimelineError or OSError where that fails."""
    if kept := surroundings().kept:
        kept.data += b"".join(map(_encoded, pieces))
        return
    if target.path is not None:
        write_file(target.path, pieces)
        return
    if target.pager:
        from timeline.cli.pager import page

        pieces = page(map(_encoded, pieces), target.pager, environment)
    put(pieces)


class ReaderGoneError(BrokenPipeError):
    """Whoever read stdout has seen enough; the run ends with a status that was known before."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


def put(pieces: Iterable[str | bytes], status: int = 0) -> None:
    """Write to stdout: bytes, because neither locale nor Windows code page may change them.

    ``status`` is that of the run where whoever reads goes away before the end.
    """
    out = sys.stdout.buffer
    try:
        for piece in pieces:
            out.write(_encoded(piece))
        out.flush()
    except BrokenPipeError:
        raise ReaderGoneError(status) from None


def _encoded(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def write_file(path: str, pieces: Iterable[str | bytes]) -> None:
    """Write a file whole or not at all; what is no regular file is written to directly."""
    if os.path.exists(path) and not os.path.isfile(path):
        with _failing_for(path), open(path, "wb") as file:
            file.writelines(map(_encoded, pieces))
        return
    write_files([(path, pieces)])


def write_files(
    contents: Iterable[tuple[str, Iterable[str | bytes]]], check: Callable[[], None] | None = None
) -> None:
    """Write regular files, each whole or not at all.

    None is touched before all are ready beside their places and ``check`` raised nothing. Raises
    TimelineError, which says what was written before, if anything was.
    """
    drafts: list[_Draft] = []
    written: list[str] = []
    try:
        for path, pieces in contents:
            with _failing_for(path):
                drafts.append(_draft(path))
                drafts[-1].fill(pieces)
        if check:
            check()
        for draft in drafts:
            with _failing_for(draft.named, written):
                draft.take_place()
            written.append(draft.named)
    finally:
        for draft in drafts:
            if os.path.exists(draft.temporary):
                os.unlink(draft.temporary)


@contextmanager
def _failing_for(path: str, written: Iterable[str] = ()) -> Iterator[None]:
    """Say of a failure which file could not be written, and which ones were already."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        before = ", ".join(map(repr, written))
        raise TimelineError(f"cannot write {path!r}: {reason}",
                            f"already written: {before}" if before else "") from error  # fmt: skip


class _Draft(Frozen):
    """A file by the name it was given, its real path, and what is to stand there, beside it."""

    named: str
    path: str
    temporary: str

    def fill(self, pieces: Iterable[str | bytes]) -> None:
        """Write what is to stand in the file, with the permissions that the file has."""
        with suppress(FileNotFoundError):  # of a killed run that had our number
            os.unlink(self.temporary)
        with open(self.temporary, "xb") as file:
            file.writelines(map(_encoded, pieces))
        if os.path.exists(self.path):
            os.chmod(self.temporary, os.stat(self.path).st_mode & 0o7777)

    def take_place(self) -> None:
        """Let this stand in the file."""
        if not os.path.exists(self.path) or os.stat(self.path).st_nlink == 1:
            os.replace(self.temporary, self.path)
            return
        # A file of several names (hard links) would lose all but one by that, and its readers
        # under the others would go on with what is stale. So it alone is written in place, from
        # what is complete and known to fit on the disk, and cut only when all of it is there.
        with open(self.temporary, "rb") as new, open(self.path, "r+b") as file:
            file.write(new.read())
            file.truncate()


def _draft(path: str) -> _Draft:
    """Return a draft of a file; raises PermissionError for one that is not to be written.

    Asked here because a rename asks only the folder: it would replace a read-only file, too.
    """
    real = os.path.realpath(path)
    if os.path.exists(real) and not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return _Draft(path, real, f"{real}.{os.getpid()}.tmp")
