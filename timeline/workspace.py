"""The only joiner: from a place on the disk to an answer."""

from __future__ import annotations

import os
import sys
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

from timeline.index.cache import Index, open_index
from timeline.query.answer import Question, answer, find_event, find_name, ids, names
from timeline.query.terms import Ids
from timeline.store.files import store_files
from timeline.store.locate import Location, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timeline.model import Chronology, Contents

T = TypeVar("T")


class Workspace:
    """A store that has been found, and its index, opened when first needed."""

    def __init__(self, location: Location, cache_folder: str | None, shown_from: str = "") -> None:
        self.location = location
        self.cache_folder = cache_folder
        self._shown_from = shown_from
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """The index; raises StoreError where the store is broken."""
        if self._index is None:
            self._open(self.cache_folder)
        assert self._index is not None
        return self._index

    def _open(self, cache_folder: str | None) -> None:
        self._index = open_index(self.location.path, cache_folder, self._compile)
        weakref.finalize(self, self._index.connection.close)

    def close(self) -> None:
        """Let go of the index; it is opened again when next needed."""
        if self._index is not None:
            self._index.connection.close()
            self._index = None

    def _compile(self, files: list[tuple[str, bytes]]) -> Contents:
        # Read only when an index has to be built: a warm query knows nothing of YAML.
        from timeline.store.loading import read_store

        return read_store((shown_path(path, self._shown_from), data) for path, data in files)

    def _ask(self, question: Callable[..., T], *args: Any) -> T:
        import sqlite3

        try:
            return question(self.index.connection, *args)
        except sqlite3.Error:
            # The index rotted on the disk in a way that its seal cannot show: do without a cache.
            if self.index.path is None:
                raise
            self.close()
            self._open(None)
            return question(self.index.connection, *args)

    def holds(self, path: str) -> bool:
        """Tell whether a path, by whatever name or link, leads to a file of the store."""
        try:
            return any(os.path.samefile(path, file) for file in store_files(self.location.path))
        except (OSError, ValueError):  # not there, or no path at all
            return False

    @property
    def language(self) -> str:
        """The language in which the store's plain texts are written."""
        return str(self.meta("language"))

    def meta(self, name: str) -> str | None:
        """Return what the index says of itself: ``format``, ``digest`` or ``language``."""
        sql = "SELECT value FROM meta WHERE key = ?"
        row = self._ask(lambda connection: connection.execute(sql, (name,)).fetchone())
        return row[0] if row else None

    def count(self) -> int:
        """Return the number of events."""
        sql = "SELECT count(*) FROM event"
        return int(self._ask(lambda connection: connection.execute(sql).fetchone())[0])

    def answer(self, question: Question, language: str) -> Chronology:
        """Return the matches of a question."""
        return self._ask(answer, question, language)

    def show(self, event_id: str, language: str) -> Chronology:
        """Return one event by its id; raises UsageError where there is none."""
        found = self._ask(find_event, event_id)
        return self.answer(Question(Ids((found,))), language)

    def ids(self, start: str) -> list[tuple[str, str]]:
        """Return the ids that start with a text, with the titles of their events."""
        return self._ask(ids, start)

    def names(self, field: str) -> list[tuple[str, dict[str, Any], int]]:
        """Return the networks, kinds, tags or sources with what is known of them and their use."""
        return self._ask(names, field)

    def find_name(self, field: str, given: str) -> tuple[str, ...]:
        """Return the names a user means by one; raises UsageError where there is none."""
        return self._ask(find_name, field, given)


def open_workspace(given: str | None, folder: str, environment: Mapping[str, str]) -> Workspace:
    """Find the store that a command is about; raises UsageError where there is none."""
    location = locate(given, environment.get("TIMELINE_STORE"), folder)
    return Workspace(location, cache_folder(environment), folder)


def cache_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of the indexes: ``TIMELINE_CACHE_DIR``, or the user's cache folder."""
    if given := environment.get("TIMELINE_CACHE_DIR"):
        return os.path.abspath(given)
    if sys.platform == "linux":
        # What platformdirs answers here (XDG Base Directory), without its import on every start.
        base = environment.get("XDG_CACHE_HOME", "")
        return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"),
                            "timeline")  # fmt: skip
    from platformdirs import user_cache_dir

    return user_cache_dir("timeline", appauthor=False)


def shown_path(path: str, folder: str) -> str:
    """Return a path as short as it can be shown from a folder, without climbing out of it."""
    try:
        relative = os.path.relpath(path, folder or os.curdir)
    except (ValueError, OSError):
        return path
    return path if relative.startswith(os.pardir) else relative
