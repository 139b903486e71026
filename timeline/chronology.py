"""A chronology as Python sees it: immutable, asked step by step, read when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline import formats
from timeline.errors import UsageError
from timeline.model import FIELDS, LANGUAGES
from timeline.query import terms
from timeline.query.answer import Question
from timeline.query.fields import ORDERS
from timeline.query.given import names_of_any, read_given, written
from timeline.query.matches import Counts
from timeline.query.values import touching
from timeline.spelling import choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from timeline.differences import Differences
    from timeline.formats import Style
    from timeline.model import Answer, Event, Match
    from timeline.query.given import Given
    from timeline.query.resolve import Reading
    from timeline.workspace import Workspace

_MOST = 2**63 - 1  # SQLite counts in 64 bits


class Chronology:
    """The events of a store that answer a question, in chronological order.

    Every method that asks something returns a new chronology. Iteration, ``len`` and indexing give
    its matches (an event, and whether it is a certain or a possible one); an index that is a text
    is the id of an event.
    """

    __slots__ = ("_answer", "_language", "_question", "_workspace", "today")
    today: date
    _workspace: Workspace
    _language: str | None
    _question: Question
    _answer: Answer | None

    def __init__(
        self, workspace: Workspace, today: date, language: str | None = None,
        question: Question | None = None,
    ) -> None:  # fmt: skip
        for name, value in (("_workspace", workspace), ("today", today), ("_language", language),
                            ("_question", question or Question()), ("_answer", None)):  # fmt: skip
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, _value: object) -> None:
        raise AttributeError(f"a chronology cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a chronology cannot be changed: {name}")

    def __copy__(self) -> Chronology:
        return self

    def __deepcopy__(self, _memo: object) -> Chronology:
        return self

    def where(self, *query: str, **fields: Given) -> Chronology:
        """Keep the events that answer a query, and have the values of some fields.

        ``where("biobank date:2022..2025", network=["NUM", "MII"], figures={"sites": ">=30"})``;
        fields are those of ``docs/queries.md``, with ``_`` for ``-``. Raises QueryError where a
        query cannot be understood, UsageError where a field or name does not exist.
        """
        return self._narrowed(read_given(self._workspace, self.today, query, fields))

    def between(
        self, start: str | date | None, end: str | date | None, *query: str, **fields: Given
    ) -> Chronology:
        """Keep what touches the days from the first of one date to the last of another.

        None leaves a side open. Raises DateError for what is no date, UsageError where the first
        lies after the last.
        """
        from timeline.query import windows  # imported only here: not every question is about time

        days = windows.between(written(start), written(end), self.today)
        return self._touching(days).where(*query, **fields)

    def at(self, when: str | date, *query: str, **fields: Given) -> Chronology:
        """Keep what happened or was running on a date, each match with its state then."""
        from timeline.query import windows

        text = written(when)
        days = windows.between(text, text, self.today)
        return self._touching(days, days=days).where(*query, **fields)

    def search(self, *query: str, **fields: Given) -> Chronology:
        """Keep the events that answer a query, those that do so best first."""
        return self.where(*query, **fields).sorted("relevance")

    def known_by(self, when: str | date) -> Chronology:
        """Keep what a reader could know on a date: with a source published by then."""
        return self.where(known_by=when)

    def certain(self) -> Chronology:
        """Keep the certain matches."""
        return self.where(certain=True)

    def sorted(self, order: str = "date", *, reverse: bool = False) -> Chronology:
        """Return the same in another order: date, relevance, end, id, title, kind or place."""
        return self._ask(sort=choose(order, ORDERS, "order"), reverse=reverse)

    def limit(self, most: int | None) -> Chronology:
        """Show at most so many matches, whatever is asked after; ``counts`` counts all of them.

        Raises UsageError for what is no whole number from 0 on; None lifts the limit.
        """
        given: Any = most
        if not (given is None or (isinstance(given, int) and given >= 0)):
            raise UsageError(f"a limit cannot be {most!r}", "give a whole number from 0 on")
        return self._ask(limit=most if most is None else min(most, _MOST))

    def said_in(self, language: str) -> Chronology:
        """Return the same in German ("de") or English ("en")."""
        choose(language, LANGUAGES, "language")
        return Chronology(self._workspace, self.today, language, self._question)

    def _touching(self, window: tuple[float, float], **changes: Any) -> Chronology:
        return self._ask(term=terms.both(self._question.term, touching(window)), **changes)

    def _narrowed(self, reading: Reading) -> Chronology:
        term = terms.both(self._question.term, reading.term)
        if reading.certainty:
            term = terms.Kept(term, reading.certainty)
        return self._ask(term=term)

    def _ask(self, **changes: Any) -> Chronology:
        question = self._question._replace(**changes)
        return Chronology(self._workspace, self.today, self._language, question)

    @property
    def question(self) -> Question:
        """What this chronology answers."""
        return self._question

    @property
    def language(self) -> str:
        """The language of its words: as asked for, or the store's."""
        return self._language or self._workspace.language

    @property
    def answer(self) -> Answer:
        """The matches with all that formats have to know; raises StoreError for a broken store.

        Until ``matches`` are asked for, they are read from the index whenever they are looked at.
        """
        found = self._answer
        if found is None:
            found = self._workspace.answer(self._question, self.language)
            object.__setattr__(self, "_answer", found)
        return found

    @property
    def matches(self) -> tuple[Match, ...]:
        """The matches in order, always the same ones."""
        found = self.answer
        if not isinstance(found.matches, tuple):
            found = found._replace(matches=tuple(iter(found.matches)))
            object.__setattr__(self, "_answer", found)
        return tuple(found.matches)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events in order, without how certain they match."""
        return tuple(match.event for match in self.matches)

    @property
    def counts(self) -> tuple[int, int]:
        """How many matches are certain and how many only possible, whatever the limit."""
        certain, possible = self.answer.found
        return certain, possible

    def counts_up_to(self, most: int) -> tuple[int, int]:
        """Return the same where there are fewer than ``most``, or else so many, counted sooner."""
        found = self.answer.found
        return found.up_to(most) if isinstance(found, Counts) else self.counts

    def __iter__(self) -> Iterator[Match]:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.answer.matches)

    def __getitem__(self, index: int | str) -> Match:
        if isinstance(index, str):
            found = next((match for match in self.matches if match.event.id == index), None)
            if found is None:
                raise KeyError(index)
            return found
        return self.matches[index]

    def __contains__(self, event_id: object) -> bool:
        return any(event_id in (match.event.id, match, match.event) for match in self.matches)

    def __repr__(self) -> str:
        certain, possible = self.counts
        return f"<Chronology: {certain} certain, {possible} possible>"

    def render(self, name: str, style: Style | None = None) -> Iterator[str]:
        """Return the chronology in a format, in pieces of text; "" joins them.

        Without a style it looks as the command line writes it into a pipe. Raises UsageError for
        no format, and for one that is no text.
        """
        return formats.render(name, self.answer, style or self._style())

    def render_bytes(self, name: str, style: Style | None = None) -> Iterator[bytes]:
        """Return the chronology in any format, in pieces of bytes; text is UTF-8.

        Without a style it looks as the command line writes it into a file. Raises UsageError for
        no format, and for one whose library is not installed.
        """
        return formats.render_bytes(name, self.answer, style or self._style())

    def _style(self) -> Style:
        return formats.Style(today=self.today.toordinal())

    def to_json(self, *, fields: Iterable[str] = ()) -> str:
        """Return one array of events as JSON; ``docs/format.md`` describes it."""
        return "".join(self.render("json", formats.Style(fields=_fields(fields))))

    def to_markdown(self, *, fields: Iterable[str] = (), detail: bool = False) -> str:
        """Return one event a line as Markdown, with footnotes; ``detail`` tells everything."""
        style = formats.Style(fields=_fields(fields), detail=detail)
        return "".join(self.render("markdown", style))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one flat dict an event, all with the same keys: rows for pandas or polars."""
        from timeline.formats.rows import rows

        return rows(self.answer)

    def changes_since(self, old: Chronology, *query: str, **fields: Given) -> Differences:
        """Return what was added, removed and changed since an older version of the same store.

        With a query, of the events that answer it in either version; names may be those of either.
        """
        # Imported only here: other questions compare nothing.
        from timeline.differences import compare

        kinds = {**old.answer.kinds, **self.answer.kinds}
        found = compare(old.events, self.events, self.language, kinds)
        if not (query or fields):
            return found
        names = names_of_any(self._workspace, old._workspace)
        reading = read_given(names, self.today, query, fields)
        matches = [*old._narrowed(reading), *self._narrowed(reading)]
        ids = {match.event.id for match in matches}
        return found._replace(
            added=tuple(event for event in found.added if event.id in ids),
            removed=tuple(event for event in found.removed if event.id in ids),
            changed=tuple(c for c in found.changed if {c.old.id, c.new.id} & ids),
        )

    def _repr_html_(self) -> str:
        """Return a table for a notebook."""
        from timeline.formats.notebook import html

        return html(self.answer)


def _fields(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        raise UsageError(f"fields are a list of names, not {names!r}", f"write [{names!r}]")
    return tuple(choose(name, FIELDS, "field") for name in names)
