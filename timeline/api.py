"""What ``import timeline`` offers: a store opened for Python."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from timeline.chronology import Chronology
from timeline.errors import UsageError
from timeline.model import LANGUAGES
from timeline.spelling import choose
from timeline.workspace import open_workspace

if TYPE_CHECKING:
    from timeline.workspace import Workspace


def load(
    path: str | os.PathLike[str] | None = None, *,
    language: str | None = None, today: date | None = None, cache: bool = True,
    max_size: str | None = None,
) -> Chronology:  # fmt: skip
    """Return all events of a store.

    ``path`` is a YAML file or a folder of them; without one it is found as on the command line
    (``TIMELINE_STORE``, the nearest upward, the bundled one). ``language`` is "de" or "en" (else
    the store's), ``today`` the day that relative dates count from; without ``cache`` no index is
    kept on the disk; ``max_size`` ("500MB", else ``TIMELINE_MAX_SIZE`` or "64MB") is that of the
    largest store that is read. Raises StoreError with all problems of a broken store, UsageError
    where there is none.
    """
    if language is not None:
        choose(language, LANGUAGES, "language")
    if today is not None and not isinstance(today, date):
        raise UsageError(f"today cannot be {today!r}", "give a datetime.date")
    given = None if path is None else os.fspath(path)
    workspace: Workspace = open_workspace(given, os.getcwd(), os.environ)
    largest = max_size or os.environ.get("TIMELINE_MAX_SIZE") or None
    workspace.allow(largest, "max_size")
    if not cache:
        workspace.cache_folder = None
    workspace.index  # noqa: B018 - opened here, so that a broken store is told at once
    return Chronology(workspace, today or date.today(), language)  # noqa: DTZ011 - the user's own day is meant
