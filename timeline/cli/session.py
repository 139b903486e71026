"""One run of a reading command: the store, the day, the language, the question, the answer."""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from timeline import formats
from timeline.cli.console import choose_target, note, write
from timeline.errors import DateError, UsageError
from timeline.model import LANGUAGES
from timeline.query import terms
from timeline.query.answer import Question
from timeline.query.fields import FIELDS, ORDERS, choose
from timeline.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.cli.options import Common, Filtering, Showing
    from timeline.model import Chronology


class Session:
    """What the options and the environment of one run come to."""

    def __init__(self, options: Common) -> None:
        self.options = options
        self.environment = os.environ
        fields = getattr(options, "fields", None)
        self.target = choose_target(options, self.environment, _fields(fields))
        self._given_language = _language(options.lang, "--lang") or _language(
            self.environment.get("TIMELINE_LANG"), "TIMELINE_LANG"
        )

    @cached_property
    def workspace(self) -> Workspace:
        """The store that this run is about."""
        return open_workspace(self.options.store, _folder(), self.environment)

    @cached_property
    def today(self) -> date:
        """The day that relative dates count from: ``--today``, or the clock's."""
        given = self.options.today
        if given is None:
            return date.today()  # noqa: DTZ011 - the user's own day is meant
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise DateError(f"--today: {given!r} is not a day", "write 2026-11-21") from error

    @cached_property
    def language(self) -> str:
        """German or English: as told, or as the locale has it for readers, or as the store is."""
        if self._given_language:
            return self._given_language
        is_machine = formats.FORMATS[self.target.format].is_machine
        from_locale = None if is_machine else _locale_language(self.environment)
        return from_locale or self.workspace.language

    def day_bounds(self, text: str) -> tuple[float, float]:
        """Return the first and last day number of a date as people type it."""
        from timeline.dates.edtf import bounds
        from timeline.dates.phrases import parse_phrase

        return bounds(parse_phrase(text, self.today))

    def window(self, since: str | None, until: str | None) -> terms.Term:
        """Return the term for a stretch of time; raises UsageError where it ends before it starts."""
        first = self.day_bounds(since)[0] if since is not None else -inf
        last = self.day_bounds(until)[1] if until is not None else inf
        if first > last:
            raise UsageError(f"{since!r} is after {until!r}", "give the earlier date first")
        return terms.EVERYTHING if (first, last) == (-inf, inf) else terms.Within(first, last)

    def list_events(self, options: Filtering, *more: terms.Term) -> None:
        """Answer with the events that the options and further terms choose."""
        choose(options.sort, ORDERS, "order")
        labels = (
            self._label("network", options.network),
            self._label("kind", options.kind),
            self._label("tag", options.tag),
        )
        term = terms.both(self.window(options.since, options.until), *more, *labels)
        question = Question(term, options.certain, options.sort, options.reverse, options.limit)
        chronology = self.workspace.answer(question, self.language)
        self.write(formats.render(self.target.format, chronology, self.target.style))
        note(count_line(chronology))

    def _label(self, field: str, given: Iterable[str] | None) -> terms.Term:
        if not given:
            return terms.EVERYTHING
        found = [name for text in given for name in self.workspace.find_name(field, text)]
        return terms.Label(field, tuple(dict.fromkeys(found)))

    def write(self, pieces: Iterable[str]) -> None:
        """Write the answer to where it belongs."""
        write(pieces, self.target, self.environment)


def count_line(chronology: Chronology) -> str:
    """Say how many events matched, and how surely."""
    certain, possible = chronology.found
    found, shown = certain + possible, len(chronology.matches)
    if not found:
        return "no event matches"
    events = f"{found} event{'s' * (found != 1)}"
    if shown < found:
        events = f"{shown} of {events}"
    return f"{events}: {certain} certain, {possible} possible" if possible else events


def _fields(given: str | None) -> tuple[str, ...]:
    if given is None:
        return ()
    names = [name.strip() for name in given.split(",") if name.strip()]
    if not names:
        raise UsageError("--fields is empty", f"valid: {', '.join(FIELDS)}")
    return tuple(dict.fromkeys(choose(name, FIELDS, "field") for name in names))


def _language(given: str | None, where: str) -> str | None:
    if not given:
        return None
    if given not in LANGUAGES:
        raise UsageError(f"{where}: there is no language {given!r}", "write de or en")
    return given


def _locale_language(environment: object) -> str | None:
    """Return the language of the user's locale (POSIX order of variables), if it is one of ours."""
    get = environment.get  # type: ignore[attr-defined]  # os.environ, or a mapping in tests
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := get(variable):
            return value[:2] if value[:2] in LANGUAGES and not value[2:3].isalpha() else None
    return None


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError as error:
        raise UsageError("the current folder is gone", "go to another one") from error
