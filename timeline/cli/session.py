"""One run of a reading command: the store, the day, the language, the question, the answer."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from timeline import formats
from timeline.chronology import Chronology
from timeline.cli.config import Config, read_config
from timeline.cli.console import is_terminal, note, write
from timeline.cli.counts import MANY, count_line
from timeline.cli.progress import progress, watched
from timeline.cli.surroundings import folder_of_the_run, surroundings
from timeline.cli.target import choose_target
from timeline.errors import DateError, UsageError
from timeline.formats.registry import LOOKS
from timeline.model import FIELDS, LANGUAGES
from timeline.query.fields import ORDERS
from timeline.spelling import choose, did_you_mean
from timeline.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from timeline.cli.explaining import Explanation
    from timeline.cli.options import Choosing, Common, Filtering
    from timeline.differences import Differences
    from timeline.model import Answer
    from timeline.query.given import Given
    from timeline.store.limits import Limits


def _limits() -> Limits:
    # Imported only here: a warm question reads no store.
    from timeline.cli.allowed import limits

    return limits()


class Session:
    """What the options and the environment of one run come to.

    Everything that can be wrong about the options alone is refused before a store is looked for.
    """

    def __init__(self, options: Common) -> None:
        self.options = options
        here = surroundings()
        self.environment = here.environment
        self.config = Config() if here.kept else read_config(here.environment)
        self.today = read_day(options.today)
        self._order = self._choose_order()
        self._explanation = self._read_explanation()
        self.target = choose_target(options, self.config, self.environment, self._style())
        if here.kept:
            here.kept.check(self.target.format)
            here.kept.format = self.target.format
        self._given_language = read_language(options.lang, "--lang") or read_language(
            self.environment.get("TIMELINE_LANG") or None, "TIMELINE_LANG"
        )

    def _choose_order(self) -> str:
        """Return the order of events; raises UsageError where it cannot be or hides --headings."""
        usual = getattr(self.options, "usual_order", "date")
        order = choose(getattr(self.options, "sort", None) or usual, ORDERS, "order")
        if order != "date" and getattr(self.options, "headings", False):
            mend = "leave --sort out" if usual == "date" else "add --sort date"
            raise UsageError("--headings needs the order of dates", mend)
        return order

    def _read_explanation(self) -> Explanation | None:
        """Return what is to be written for another database instead of an answer, if anything."""
        if {getattr(self.options, name, None) for name in ("explain", "dialect")} == {None}:
            return None
        # Imported only here: most runs answer themselves.
        from timeline.cli.explaining import read_explanation

        return read_explanation(self.options, self._order)

    def _style(self) -> formats.Style:
        """Return how the options want the answer to look."""
        given = {name: getattr(self.options, name, None) for name in LOOKS.values()}
        fields = _fields(given.pop("fields"))
        if hasattr(self.options, "template"):
            given["template"] = _template(given["template"], self.options.format)
        looks = {name: value for name, value in given.items() if value is not None}
        looks["label"] = surroundings().label
        if given["width"]:  # columns of a terminal, or pixels of a picture: the format knows
            looks["pixels"] = given["width"]
        return formats.Style(fields=fields, today=self.today.toordinal(), **{"width": 0, **looks})

    @cached_property
    def workspace(self) -> Workspace:
        """The store that this run is about; it is read when its index is first needed."""
        if self.options.store is not None and not self.options.store:
            raise UsageError("--store is empty", "name a YAML file, or a folder of them")
        workspace = open_workspace(self.options.store, folder_of_the_run(), self.environment)
        workspace.watched = partial(progress, "Compiling the store")
        workspace.limits = _limits
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
        with _options_named():
            return everything.where(*map(typed, query or ()), **_asked(options))

    def changes(self, options: Choosing, query: Iterable[str], old: Chronology) -> Differences:
        """Return what changed since an older version, of what options and query choose."""
        with _options_named():
            return self.chronology.changes_since(old, *map(typed, query), **_asked(options))

    def list_events(self, options: Filtering, found: Chronology) -> None:
        """Answer with a chronology, in the order and up to the limit that the options ask for.

        Where a query for another database is asked for, that is written instead.
        """
        found = found.sorted(self._order, reverse=options.reverse).limit(options.limit)
        if self._explanation:
            self.write([self._explanation.of(found.question)])
            return
        self.show(found.answer)
        # Counted when the list is out: nobody who reads it has to wait for that.
        most = max(MANY, len(found))
        note(count_line(found.counts_up_to(most + 1), len(found), most))

    def show(self, answer: Answer, *, detail: bool = False) -> None:
        """Write an answer in its format, and say on stderr what the format had to give up.

        Whoever left the pager early has seen enough, and waits for no words about the rest.
        """
        name, style = self.target.format, self.target.style._replace(detail=detail)
        what, is_whole = f"Writing {name}", False

        def rendered() -> Iterator[bytes]:
            nonlocal is_whole
            yield from formats.render_bytes(name, answer, style)
            is_whole = True

        apart = name == "png"  # the library that draws it lets no other thread run
        if self.target.is_file:
            with progress(what, apart=apart):
                self.write(rendered())
        else:
            pieces = rendered()
            self.write(pieces if is_terminal() else watched(pieces, what, apart=apart))
        for lost in formats.losses(name, answer, style) if is_whole else ():
            note(f"{name}: {lost}")

    def write(self, pieces: Iterable[str | bytes]) -> None:
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
def _options_named() -> Iterator[None]:
    """Say of a wrong date which option it was given with; one in a query is a QueryError."""
    try:
        yield
    except DateError as error:
        raise DateError(f"--{error.message}", error.hint) from error


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
    return tuple(dict.fromkeys(names))


def _template(given: str | None, format_name: str | None) -> str | None:
    """Return a template that can be filled in; raises UsageError for any other."""
    if given is None:
        if format_name == "template":
            raise UsageError("--format template needs a template",
                             "add --template '{date.text}: {title}'")  # fmt: skip
        return None
    from timeline.formats.template import parse

    template = typed(given)
    parse(template)
    return template


def read_language(given: str | None, where: str) -> str | None:
    """Return a language that was asked for, or None; raises UsageError for any but ours."""
    if given is None:
        return None
    if given not in LANGUAGES:
        hint = did_you_mean(given, LANGUAGES, "write de or en")
        raise UsageError(f"{where}: there is no language {given!r}", hint)
    return given


def read_day(given: str | None) -> date:
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
