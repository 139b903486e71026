"""A chronology as Python sees it: immutable, asked step by step, read when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from timeline import formats
from timeline.errors import UsageError
from timeline.model import LANGUAGES
from timeline.query import terms
from timeline.query.answer import Question
from timeline.query.fields import ALIASES, FIELDS, ORDERS, QUERY_FIELDS, choose
from timeline.query.parse import Every, Has, Node, Value, parse_query
from timeline.query.resolve import Names, Reading, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.differences import Differences
    from timeline.formats import Style
    from timeline.model import Answer, Event, Match
    from timeline.workspace import Workspace

Given: TypeAlias = (
    "str | date | float | bool | Iterable[str | date | float] | Mapping[str, str | float] | None"
)
"""What a field may be asked for: one value, or any of several; None asks nothing."""


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
        return self._narrowed(_reading(self._workspace, self.today, query, fields))

    def between(
        self, start: str | date | None, end: str | date | None, *query: str, **fields: Given
    ) -> Chronology:
        """Keep what touches the days from the first of one date to the last of another.

        None leaves a side open. Raises DateError for what is no date, UsageError where the first
        lies after the last.
        """
        from timeline.query.values import read_window

        window = read_window(_text(start), _text(end), self.today)
        found = self._ask(term=terms.both(self._question.term, window))
        return found.where(*query, **fields) if query or fields else found

    def at(self, when: str | date, *query: str, **fields: Given) -> Chronology:
        """Keep what happened or was running on a date, each match with its state then."""
        from timeline.query.windows import between

        text = _text(when)
        found = self.between(text, text, *query, **fields)
        return found._ask(days=between(text, text, self.today))  # noqa: SLF001 - it is one of us

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
        """The matches with all that formats have to know; raises StoreError for a broken store."""
        found = self._answer
        if found is None:
            found = self._workspace.answer(self._question, self.language)
            object.__setattr__(self, "_answer", found)
        return found

    @property
    def matches(self) -> tuple[Match, ...]:
        """The matches in order."""
        return self.answer.matches

    @property
    def events(self) -> tuple[Event, ...]:
        """The events in order, without how certain they match."""
        return tuple(match.event for match in self.matches)

    @property
    def counts(self) -> tuple[int, int]:
        """How many matches are certain and how many only possible, whatever the limit."""
        return self.answer.found

    def __iter__(self) -> Iterator[Match]:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.matches)

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
        """Return the chronology in a format, in pieces of text; raises UsageError for no format."""
        return formats.render(name, self.answer, style or formats.Style())

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
        names = _Names((self._workspace, old._workspace))
        reading = _reading(names, self.today, query, fields)
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


class _Names:
    """The names that any of several versions of a store knows."""

    def __init__(self, versions: tuple[Names, ...]) -> None:
        self.versions = versions

    def find_name(self, field: str, given: str) -> tuple[str, ...]:
        return self._of_any(lambda names: names.find_name(field, given))

    def find_names_starting(self, field: str, start: str) -> tuple[str, ...]:
        return self._of_any(lambda names: names.find_names_starting(field, start))

    def find_place(self, given: str) -> tuple[str, ...]:
        return self._of_any(lambda names: names.find_place(given))

    def find_event(self, given: str) -> str:
        return self._of_any(lambda names: (names.find_event(given),))[0]

    def _of_any(self, find: Callable[[Names], tuple[str, ...]]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        unknown: UsageError | None = None
        for version in self.versions:
            try:
                found |= dict.fromkeys(find(version))
            except UsageError as error:
                unknown = unknown or error
        if not found and unknown:
            raise unknown
        return tuple(found)


def _reading(
    names: Names, today: date, query: tuple[str, ...], fields: Mapping[str, Given]
) -> Reading:
    text = _readable(" ".join(query))
    return resolve(Every((parse_query(text), *_given(fields))), text, names, today)


def _given(fields: Mapping[str, Given]) -> Iterator[Node]:
    """Yield the nodes of fields that were given as values, not as a query."""
    for key, given in fields.items():
        name = ALIASES.get(key, key).replace("_", "-")
        if name == "figures" and isinstance(given, Mapping):
            for figure, value in given.items():
                if value is not None:
                    yield Has(_value(f"figures.{figure}"), (_value(_text(value)),))
            continue
        choose(name, QUERY_FIELDS, "field")
        if given is not None and given is not False:
            yield Has(_value(name), tuple(map(_value, _values(name, given))))


def _values(name: str, given: Any) -> Iterator[str]:
    if isinstance(given, bool):
        yield "yes"
    elif isinstance(given, str):
        is_list = QUERY_FIELDS[name].is_list
        yield from (part.strip() for part in given.split(",")) if is_list else (given,)
    elif isinstance(given, date | int | float):
        yield _text(given)
    else:
        for one in given:  # a mapping belongs to figures alone, and has no such values
            yield from _values(name, one)


def _value(text: str) -> Value:
    return Value(_readable(text), -1, 0)


def _readable(text: str) -> str:
    """Return a text without lone surrogates, which no name and no word has."""
    return text.encode("utf-8", "backslashreplace").decode()


def _text(given: Any) -> Any:
    """Return a date or number as a query has it; a text or None stays as it is."""
    if isinstance(given, date):
        return given.isoformat()[:10]
    if isinstance(given, float):
        return f"{given:f}".rstrip("0").rstrip(".")
    return given if given is None or isinstance(given, str) else str(given)


def _fields(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        raise UsageError(f"fields are a list of names, not {names!r}", f"write [{names!r}]")
    return tuple(choose(name, FIELDS, "field") for name in names)
