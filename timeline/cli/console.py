"""Where words go: to stdout, to stderr, to a file or through a pager."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from timeline.cli.surroundings import surroundings
from timeline.errors import TimelineError
from timeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from timeline.cli.target import Target


def is_terminal() -> bool:
    """Tell whether a terminal shows what is written to stdout: stdout itself is asked."""
    return not surroundings().kept and sys.stdout is not None and sys.stdout.isatty()


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
        from timeline.cli.pager import is_tall, page

        text = b"".join(map(_encoded, pieces)).decode()
        if is_tall(text) and page(text, target.pager, environment):
            return
        pieces = (text,)
    put(pieces)


def put(pieces: Iterable[str | bytes]) -> None:
    """Write to stdout: bytes, because neither locale nor Windows code page may change them."""
    if sys.stdout is None:
        raise TimelineError("cannot write the output: stdout is closed")
    out = sys.stdout.buffer
    for piece in pieces:
        out.write(_encoded(piece))
    out.flush()


def _encoded(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def write_file(path: str, pieces: Iterable[str | bytes]) -> None:
    """Write a file whole or not at all; what is no regular file is written to directly."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as file:
                file.writelines(map(_encoded, pieces))
            return
        _replace(os.path.realpath(path), pieces)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise TimelineError(f"cannot write {path!r}: {reason}") from error


def _replace(path: str, pieces: Iterable[str | bytes]) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "xb") as file:
            file.writelines(map(_encoded, pieces))
        if os.path.exists(path):  # a file keeps its permissions
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
