"""Where a command runs: in the user's shell, or within another command that keeps its answer."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Kept:
    """What a command answered and said: its format, its bytes, its notes.

    ``check`` raises UsageError for the name of a format that is not wanted.
    """

    def __init__(self, check: Callable[[str], None]) -> None:
        self.check = check
        self.format = ""
        self.data = b""
        self.notes: list[str] = []


class Surroundings(Frozen):
    """What a command takes from where it runs.

    ``folder`` is where its paths start, "" for the current one. ``kept``, where it is not None,
    gets all that would be written; there is no terminal then, and no user with settings.
    ``label`` begins the labels of footnotes.
    """

    environment: Mapping[str, str]
    folder: str = ""
    kept: Kept | None = None
    label: str = ""


class _Inner:
    """The surroundings of the command that runs within another one, if one does.

    ``max_size`` is what the running command was given by ``--max-size``.
    """

    now: Surroundings | None = None
    max_size: str | None = None


def take_max_size(given: str | None) -> None:
    """Keep the value of ``--max-size`` for the running command, until it is None again."""
    _Inner.max_size = given


def max_size_given() -> str | None:
    """Return the value of ``--max-size``, None where it was not given."""
    return _Inner.max_size


def surroundings() -> Surroundings:
    """Return where the running command runs."""
    return _Inner.now or Surroundings(os.environ)


@contextmanager
def within(inner: Surroundings) -> Iterator[None]:
    """Run what follows in other surroundings than those of the process."""
    before, _Inner.now = _Inner.now, inner
    try:
        yield
    finally:
        _Inner.now = before


def folder_of_the_run() -> str:
    """Return the folder in which paths start; raises UsageError where it is gone."""
    try:
        return surroundings().folder or os.getcwd()
    except OSError as error:
        raise UsageError("the current folder is gone", "go to another one") from error


def real_path(path: str) -> str:
    """Return where a path leads; raises UsageError for what none can be (a NUL is in it)."""
    try:
        return os.path.realpath(path)
    except ValueError as error:
        raise UsageError(f"{path!r} cannot be a path: {error}", "name another one") from error
