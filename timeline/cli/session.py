"""One run of a reading command: the store, the day, the language, the question, the answer."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from timeline import formats
from timeline.chronology import Chronology
from timeline.cli.config import read_config
from timeline.cli.console import choose_target, note, write
from timeline.cli.progress import progress
from timeline.errors import DateError, UsageError
from timeline.model import LANGUAGES
from timeline.query.fields import FIELDS, ORDERS, choose
from timeline.spelling import did_you_mean
from timeline.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from timeline.chronology import Given
    from timeline.cli.options import Choosing, Common, Filtering
    from timeline.differences import Differences


class Session:
    """What the options and the environment of one run come to.

    Everything that can be wrong about the options alone is refused before a store is looked for.
    """

    def __init__(self, options: Common) -> None:
        self.options = options
        self.environment = os.environ
        self.config = read_config(self.environment)
        fields = _fields(getattr(options, "fields", None))
        choose(getattr(options, "sort", None) or "date", ORDERS, "order")
        self.target = choose_target(options, self.config, self.environment, fields)
        self._given_language = _language(options.lang, "--lang") or _language(
            self.environment.get("TIMELINE_LANG") or None, "TIMELINE_LANG"
        )
        self.today = _day(options.today)

    @cached_property
    def workspace(self) -> Workspace:
        """The store that this run is about; it is read when its index is first needed."""
        if self.options.store is not None and not self.options.store:
            raise UsageError("--store is empty", "name a YAML file, or a folder of them")
        workspace = open_workspace(self.options.store, folder_of_the_run(), self.environment)
        workspace.watched = partial(progress, "Compiling the store")
        return workspace

    @property
    def language(self) -> str:
        """German or English: as told, or as the reader or the store has it."""
        return self._wished_language or self.workspace.language

    @cached_property
    def _wished_language(self) -> str | None:
        """The language that was asked for, or that the reader's surroundings wish for.

        What the user's configuration and locale say is for readers; a machine format follows the
        store alone.
        """
        if self._given_language or formats.FORMATS[self.target.format].is_machine:
            return self._given_language
        return self.config.lang or _locale_language(self.environment)

    @property
    def chronology(self) -> Chronology:
        """Everything the store says."""
        return Chronology(self.workspace, self.today, self._wished_language)

    def chosen(
        self, options: Choosing, query: Iterable[str] | None, among: Chronology | None = None
    ) -> Chronology:
        """Return what the options and the terms of a query choose, of all events or among some."""
        everything = self.chronology if among is None else among
        with _options_named(options):
            return everything.where(*map(typed, query or ()), **_asked(options))

    def changes(self, options: Choosing, query: Iterable[str], old: Chronology) -> Differences:
        """Return what changed since an older version, of what options and query choose."""
        with _options_named(options):
            return self.chronology.changes_since(old, *map(typed, query), **_asked(options))

    def list_events(self, options: Filtering, found: Chronology, order: str = "date") -> None:
        """Answer with a chronology, in the order and up to the limit that the options ask for."""
        found = found.sorted(options.sort or order, reverse=options.reverse).limit(options.limit)
        self.write(found.render(self.target.format, self.target.style))
        note(count_line(found))

    def write(self, pieces: Iterable[str]) -> None:
        """Write the answer to where it belongs; raises UsageError where the store itself lies."""
        if self.target.path is not None and self.workspace.holds(self.target.path):
            raise UsageError(
                f"--output {self.target.path!r} is a file of the store", "write to another file"
            )
        write(pieces, self.target, self.environment)


def _asked(options: Choosing) -> dict[str, Given]:
    """Return what was asked for by options, as it was typed."""
    return {
        name: [typed(v) for v in value] if isinstance(value, list)
        else typed(value) if isinstance(value, str) else value
        for name, value in options.asked().items()
    }  # fmt: skip


@contextmanager
def _options_named(options: Choosing) -> Iterator[None]:
    """Say of a wrong date which option it was given with."""
    try:
        yield
    except DateError as error:
        name = error.message.partition(": ")[0]
        if name.replace("-", "_") in options.asked():
            raise DateError(f"--{error.message}", error.hint) from error
        raise


def count_line(chronology: Chronology) -> str:
    """Say how many events matched, and how surely."""
    certain, possible = chronology.counts
    found, shown = certain + possible, len(chronology)
    if not found:
        return "no event matches"
    events = f"{found} event{'s' * (found != 1)}"
    if shown < found:
        events = f"{shown} of {events}"
    return f"{events}: {certain} certain, {possible} possible" if possible else events


def typed(text: str) -> str:
    """Return an argument as the UTF-8 that was typed, whatever the locale made of its bytes.

    Bytes that are not UTF-8 are shown as escapes: no name of a store has such.
    """
    if text.isascii():
        return text
    try:
        return os.fsencode(text).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def _fields(given: str | None) -> tuple[str, ...]:
    if given is None:
        return ()
    names = [name.strip() for name in given.split(",") if name.strip()]
    if not names:
        raise UsageError("--fields is empty", f"valid: {', '.join(FIELDS)}")
    return tuple(dict.fromkeys(choose(name, FIELDS, "field") for name in names))


def _language(given: str | None, where: str) -> str | None:
    if given is None:
        return None
    if given not in LANGUAGES:
        hint = did_you_mean(given, LANGUAGES, "write de or en")
        raise UsageError(f"{where}: there is no language {given!r}", hint)
    return given


def _day(given: str | None) -> date:
    """Return the day that relative dates count from: ``--today``, or the clock's."""
    if given is None:
        return date.today()  # noqa: DTZ011 - the user's own day is meant
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise DateError(f"--today: {given!r} is not a day", "write 2026-11-21") from error


def _locale_language(environment: Mapping[str, str]) -> str | None:
    """Return the language of the user's locale (POSIX order of variables), if it is one of ours."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return value[:2] if value[:2] in LANGUAGES and not value[2:3].isalpha() else None
    return None


def folder_of_the_run() -> str:
    """Return the current folder; raises UsageError where it is gone."""
    try:
        return os.getcwd()
    except OSError as error:
        raise UsageError("the current folder is gone", "go to another one") from error
