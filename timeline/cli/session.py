"""One run of a reading command: the store, the day, the language, the question, the answer."""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from timeline import formats
from timeline.cli.config import read_config
from timeline.cli.console import choose_target, note, write
from timeline.cli.progress import progress
from timeline.errors import DateError, UsageError
from timeline.model import LANGUAGES
from timeline.query import terms
from timeline.query.answer import Question
from timeline.query.fields import FIELDS, ORDERS, choose
from timeline.spelling import did_you_mean
from timeline.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from timeline.cli.options import Common, Filtering
    from timeline.dates.edtf import Edtf
    from timeline.model import Chronology


class Session:
    """What the options and the environment of one run come to.

    Everything that can be wrong about the options alone is refused before a store is looked for.
    """

    def __init__(self, options: Common) -> None:
        self.options = options
        self.environment = os.environ
        self.config = read_config(self.environment)
        fields = _fields(getattr(options, "fields", None))
        self.target = choose_target(options, self.config, self.environment, fields)
        self._given_language = _language(options.lang, "--lang") or _language(
            self.environment.get("TIMELINE_LANG") or None, "TIMELINE_LANG"
        )
        self.today = _day(options.today)

    @cached_property
    def workspace(self) -> Workspace:
        """The store that this run is about, its index opened."""
        if self.options.store is not None and not self.options.store:
            raise UsageError("--store is empty", "name a YAML file, or a folder of them")
        workspace = open_workspace(self.options.store, _folder(), self.environment)
        with progress("Compiling the store"):
            workspace.index  # noqa: B018 - opened here, while somebody may watch
        return workspace

    @cached_property
    def language(self) -> str:
        """German or English: as told, or as the reader or the store has it.

        What the user's configuration and locale say is for readers; a machine format follows the
        store alone.
        """
        if self._given_language:
            return self._given_language
        if formats.FORMATS[self.target.format].is_machine:
            return self.workspace.language
        wished = self.config.lang or _locale_language(self.environment)
        return wished or self.workspace.language

    def day_bounds(self, text: str, option: str = "") -> tuple[float, float]:
        """Return the first and last day number of a date as people type it.

        Raises DateError for what is no date, and for a date too vague to be asked for.
        """
        from timeline.dates.edtf import EXAMPLES
        from timeline.dates.phrases import parse_phrase

        text = typed(text)
        try:
            return _stretch(parse_phrase(text, self.today), text)
        except DateError as error:
            said, hint = error.message, error.hint
            if text not in said:  # what was read, and what could be written
                said = f"{text!r}: {said}"
                hint = "; ".join(filter(None, (hint, f"for example {EXAMPLES}")))
            raise DateError(f"{option}: {said}" if option else said, hint) from error

    def window(
        self, since: str | None, until: str | None, names: tuple[str, str] = ("", "")
    ) -> terms.Term:
        """Return the term for a stretch of time; raises UsageError where it ends before it starts.

        ``names`` are those of the options that the dates were given with.
        """
        first = self.day_bounds(since, names[0])[0] if since is not None else -inf
        last = self.day_bounds(until, names[1])[1] if until is not None else inf
        if since is not None and first == -inf:
            raise DateError(f"{since!r} has no first day", "give a date that begins somewhere")
        if until is not None and last == inf:
            raise DateError(f"{until!r} has no last day", "give a date that ends somewhere")
        if first > last:
            raise UsageError(f"{since!r} is after {until!r}", "give the earlier date first")
        return terms.EVERYTHING if (first, last) == (-inf, inf) else terms.Within(first, last)

    def list_events(self, options: Filtering, *more: terms.Term) -> None:
        """Answer with the events that the options and further terms choose."""
        choose(options.sort, ORDERS, "order")
        window = self.window(options.since, options.until, ("--since", "--until"))
        labels = (
            self._label("network", options.network),
            self._label("kind", options.kind),
            self._label("tag", options.tag),
        )
        term = terms.both(window, *more, *labels)
        question = Question(term, options.certain, options.sort, options.reverse, options.limit)
        chronology = self.workspace.answer(question, self.language)
        self.write(formats.render(self.target.format, chronology, self.target.style))
        note(count_line(chronology))

    def _label(self, field: str, given: Iterable[str] | None) -> terms.Term:
        if not given:
            return terms.EVERYTHING
        found = [name for text in given for name in self.workspace.find_name(field, typed(text))]
        return terms.Label(field, tuple(dict.fromkeys(found)))

    def write(self, pieces: Iterable[str]) -> None:
        """Write the answer to where it belongs; raises UsageError where the store itself lies."""
        if self.target.path is not None and self.workspace.holds(self.target.path):
            raise UsageError(
                f"--output {self.target.path!r} is a file of the store", "write to another file"
            )
        write(pieces, self.target, self.environment)


def _stretch(value: Edtf, text: str) -> tuple[float, float]:
    """Return the days that a window may start and end with.

    A window is one stretch of days, known to the day: "um 2018" and "2020 or 2024" are none, and
    their outermost days would claim to be certain of what lies between.
    """
    from timeline.dates.edtf import bounds, members
    from timeline.dates.wording import words

    found = members(value)
    if any(member.hedged for member in found):
        reason = "too vague to ask for"
    elif len(found) > 1:
        reason = "more than one stretch of time"
    else:
        return bounds(value)
    raise DateError(
        f"{text!r} is {reason} (it means {words(value, 'en')})",
        "write 2025, 2025-07 or 2025-07-01, or ask between two dates",
    )


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


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError as error:
        raise UsageError("the current folder is gone", "go to another one") from error
