"""The only joiner: from a place on the disk to an answer."""

from __future__ import annotations

import contextlib
import os
import sys
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

from timeline.index.cache import Index, in_memory, open_index
from timeline.index.states import File
from timeline.query.answer import answer, used
from timeline.query.names import (
    find_event,
    find_name,
    find_names_starting,
    find_place,
    ids,
    names,
)
from timeline.store.files import names_among, store_files
from timeline.store.locate import Location, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from sqlite3 import Connection

    from timeline.dates.durations import Duration
    from timeline.index.cache import Tell
    from timeline.model import Answer, Contents
    from timeline.query.answer import Question
    from timeline.query.gaps import Gaps
    from timeline.query.tally import Tally
    from timeline.store.limits import Limits
    from timeline.store.stream import Stream

T = TypeVar("T")


def _usual() -> Limits:
    # Imported only here: a warm query reads no store.
    from timeline.store.limits import USUAL

    return USUAL


class Workspace:
    """A store that has been found, and its index, opened when first needed."""

    def __init__(self, location: Location, cache_folder: str | None, shown_from: str = "") -> None:
        self.location = location
        self.cache_folder = cache_folder
        self.watched: Callable[[], AbstractContextManager[Tell | None]] = contextlib.nullcontext
        self.limits: Callable[[], Limits] = _usual
        self._shown_from = shown_from
        self._index: Index | None = None

    def allow(self, size: str | None, what: str) -> None:
        """Let a store be as large as a text says ("500MB"; None: the usual size), or ``what`` says.

        Raises UsageError where that is no size.
        """
        from timeline.store.limits import limits_of

        given = limits_of(size, what)
        self.limits = lambda: given

    @property
    def index(self) -> Index:
        """The index; raises StoreError where the store is broken."""
        if self._index is None:
            with self.watched() as tell:  # it may take its time
                self._open(self.cache_folder, tell)
        assert self._index is not None
        return self._index

    def _open(self, cache_folder: str | None, tell: Tell | None = None) -> None:
        path = self.location.path
        self._index = open_index(
            path, cache_folder, self._compile, tell, lambda: self.limits().size
        )
        weakref.finalize(self, self._index.connection.close)

    def close(self) -> None:
        """Let go of the index; it is opened again when next needed."""
        if self._index is not None:
            self._index.connection.close()
            self._index = None

    def _compile(self, files: list[tuple[str, bytes]]) -> Contents | Stream:
        # Read only when an index has to be built: a warm query knows nothing of YAML.
        from timeline.store.stream import open_store

        shown = ((shown_path(path, self._shown_from), data) for path, data in files)
        return open_store(shown, self.limits())

    def _ask(self, question: Callable[..., T], *args: Any) -> T:
        import sqlite3

        connection = self.index.connection
        try:
            return question(connection, *args)
        except sqlite3.Error:
            return question(self._mend(connection), *args)

    def _mend(self, rotten: Connection) -> Connection:
        """Return an index in place of one on which a question fails with the error at hand.

        It rotted on the disk in a way that its seal cannot show: this one does without a cache.
        """
        index = self.index
        if index.connection is not rotten:  # somebody else came upon it, too
            return index.connection
        if index.path is None:
            raise  # noqa: PLE0704 - asked only while an error is handled
        self.close()
        self._open(None)
        return self.index.connection

    def holds(self, path: str) -> bool:
        """Tell whether a path, by whatever name or link, leads to a file of the store.

        A file that is not there yet counts where the store's folder would be read with it.
        """
        try:
            if os.path.exists(path):
                files = store_files(self.location.path)
                return any(os.path.samefile(path, file) for file in files)
            if not os.path.isdir(self.location.path):
                return False
            places = map(os.path.split, (os.path.abspath(path), os.path.realpath(path)))
            return any(
                names_among([name]) and os.path.samefile(folder, self.location.path)
                for folder, name in places
            )
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

    def answer(self, question: Question, language: str) -> Answer:
        """Return the matches of a question, which are read when they are looked at."""
        return self._ask(answer, question, language, self._mend)

    def tally(self, question: Question, by: str, figure: str | None, language: str) -> Tally:
        """Return the counts of a question's events, and the sums of a figure."""
        from timeline.query.tally import tally  # imported only here: only ``stats`` asks for it

        return self._ask(tally, question, by, figure, language)

    def gaps(self, question: Question, by: str, span: Duration, today: int) -> Gaps:
        """Return the stretches of at least a span, until a day, without an event of a question."""
        from timeline.query.gaps import gaps  # imported only here: only ``stats`` asks for it

        return self._ask(gaps, question, by, span, today)

    def ids(self, start: str) -> list[tuple[str, str]]:
        """Return the ids that start with a text, with the titles of their events."""
        return self._ask(ids, start)

    def names(
        self, field: str, question: Question | None = None
    ) -> list[tuple[str, dict[str, Any], int]]:
        """Return the networks, kinds, tags or sources with what is known of them and their use.

        With a question, only those that events bear which answer it, and how many do.
        """
        return self._ask(names, field) if question is None else self._ask(used, field, question)

    def find_name(self, field: str, given: str) -> tuple[str, ...]:
        """Return the names a user means by one; raises UsageError where there is none."""
        return self._ask(find_name, field, given)

    def find_names_starting(self, field: str, start: str) -> tuple[str, ...]:
        """Return the names with a beginning; raises UsageError where there is none."""
        return self._ask(find_names_starting, field, start)

    def find_place(self, given: str) -> tuple[str, ...]:
        """Return the places with some words; raises UsageError where there is none."""
        return self._ask(find_place, given)

    def find_event(self, given: str) -> str:
        """Return the id of an event; raises UsageError where there is none."""
        return self._ask(find_event, given)


def open_workspace(given: str | None, folder: str, environment: Mapping[str, str]) -> Workspace:
    """Find the store that a command is about; raises UsageError where there is none."""
    location = locate(given, environment.get("TIMELINE_STORE"), folder)
    return Workspace(location, cache_folder(environment), folder)


class Snapshot(Workspace):
    """A store as bytes that do not lie on the disk: those of an old revision."""

    def __init__(self, location: Location, files: list[tuple[str, bytes]]) -> None:
        super().__init__(location, None)
        self._files = files

    def _open(self, _cache_folder: str | None, tell: Tell | None = None) -> None:
        from timeline.store.stream import open_store

        files = [File.of(path, data) for path, data in self._files]
        self._index = in_memory(files, lambda given: open_store(given, self.limits()), tell)
        weakref.finalize(self, self._index.connection.close)

    def holds(self, path: str) -> bool:
        """Tell that no path leads to it."""
        del path
        return False


def open_version(
    given: str,
    store: Location,
    folder: str,
    environment: Mapping[str, str],
    limits: Callable[[], Limits] = _usual,
) -> Workspace:
    """Open a file or folder, or else a git revision of a store; raises UsageError for neither."""
    path = os.path.join(folder, os.path.expanduser(given))
    # A folder without YAML files is none that could be meant: a branch may bear its name.
    if given and "\0" not in given and os.path.exists(path) and store_files(path):
        found = open_workspace(given, folder, environment)
    else:
        from timeline.store.revisions import files_at

        files = files_at(given, store.path, folder, environment, limits().size)
        found = Snapshot(Location(given, "a git revision"), files)
    found.limits = limits
    return found


def cache_folder(environment: Mapping[str, str]) -> str | None:
    """Return the folder of the indexes: ``TIMELINE_CACHE_DIR``, or the user's cache folder.

    None for a user without a home: one is neither made up nor made.
    """
    if given := environment.get("TIMELINE_CACHE_DIR"):
        return os.path.abspath(given)
    if sys.platform == "linux":
        # What platformdirs answers here (XDG Base Directory), without its import on every start.
        base = environment.get("XDG_CACHE_HOME", "")
        if os.path.isabs(base):
            return os.path.join(base, "timeline")
        home = home_folder(environment)
        return os.path.join(home, ".cache", "timeline") if home and os.path.isdir(home) else None
    from platformdirs import user_cache_dir

    return user_cache_dir("timeline", appauthor=False)


def home_folder(environment: Mapping[str, str]) -> str | None:
    """Return where the user's own files are: HOME if it is absolute, or as the system knows.

    None for somebody of whom it knows nothing (a container's ``--user 1234``): ``~`` would be a
    folder in the current one.
    """
    home = environment.get("HOME", "")
    if os.path.isabs(home):
        return home
    if sys.platform == "win32":  # pragma: no cover - Windows
        home = os.path.expanduser("~")
    else:
        import pwd

        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            return None
    return home if os.path.isabs(home) else None


def shown_path(path: str, folder: str) -> str:
    """Return a path as short as it can be shown from a folder, without climbing out of it."""
    try:
        relative = os.path.relpath(path, folder or os.curdir)
    except (ValueError, OSError):
        return path
    return path if relative.startswith(os.pardir) else relative
