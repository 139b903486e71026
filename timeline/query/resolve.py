"""A query as it was typed to the terms it means, with the names and dates of one store and day."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar

from timeline.errors import DateError, QueryError, UsageError
from timeline.frozen import Frozen
from timeline.query import terms
from timeline.query.fields import QUERY_FIELDS, STATUSES, find_field
from timeline.query.nodes import Either, Every, Has, Never, Value, Words
from timeline.query.values import (
    nearly_a_term,
    read_figure,
    read_phrase,
    read_time,
    read_window,
    read_yes_or_no,
    shown,
)
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from timeline.model import Certainty
    from timeline.query.nodes import Node
    from timeline.query.terms import Term

MOST_NAMES = 5000
"""Names that the beginnings of names in one query may stand for."""

MOST_TERMS = 500
MOST_TIMES = 100
"""Terms of one query, and those of them about time; more are a mistake, and would take long."""

T = TypeVar("T")
_ENDS = ("since", "until")
_WORDS_OF_A_DATE = 4
_OPERATOR_WORDS = ("or", "and", "not")


class Names(Protocol):
    """What has to be known of a store to understand a query: its names."""

    def find_name(self, field: str, given: str) -> tuple[str, ...]:
        """Return the names that are meant by one; raises UsageError where there is none."""

    def find_names_starting(self, field: str, start: str) -> tuple[str, ...]:
        """Return the names with a beginning; raises UsageError where there is none."""

    def find_place(self, given: str) -> tuple[str, ...]:
        """Return the places with some words; raises UsageError where there is none."""

    def find_event(self, given: str) -> str:
        """Return the id of an event; raises UsageError where there is none."""


class Reading(Frozen):
    """What a query means: a term, and which of its matches are kept (None: all)."""

    term: Term
    certainty: Certainty | None = None


def resolve(node: Node, query: str, names: Names, today: date) -> Reading:
    """Return what a query means; raises QueryError with the place of what means nothing.

    A value without a place (``at`` is negative) came from an option or a call: what is wrong with
    it is raised as a plain UsageError.
    """
    return _Resolver(query, names, today).read(node)


class _Resolver:
    def __init__(self, query: str, names: Names, today: date) -> None:
        self.query, self.names, self.today = query, names, today
        self.count = self.times = self.named = 0

    def read(self, node: Node) -> Reading:
        certainty: Certainty | None = None
        kept = []
        ends: dict[str, Value] = {}
        for part in _conjuncts(node):
            name = part.field.text.lower() if isinstance(part, Has) else ""
            if isinstance(part, Has) and name == "certain":
                chosen = self._certainty(part)
                if certainty and chosen != certainty:
                    self._fail(part.field, "certain: is asked for twice", "keep one of them")
                certainty = chosen
            elif isinstance(part, Has) and name in _ENDS and len(part.values) == 1:
                if name in ends:  # the narrower one holds: both do
                    kept.append(self._term(part))
                ends.setdefault(name, part.values[0])
            else:
                kept.append(self._term(part))
        if ends:
            kept.append(self._window(ends))
        return Reading(terms.both(*kept), certainty)

    def _window(self, ends: dict[str, Value]) -> Term:
        """Return one window from since: and until:, which both hold."""
        for name, value in ends.items():  # each by itself, so that the wrong one is named
            self._at(value, self._reader(name, "", Has(value, (value,))), name, name)
        since, until = (ends[name].text.strip() if name in ends else None for name in _ENDS)
        last = list(ends.values())[-1]
        return self._at(last, lambda _: read_window(since, until, self.today))

    def _term(self, node: Node) -> Term:
        match node:
            case Words(value):
                self._count(value)
                return self._at(value, lambda text: self._words(text, value))
            case Has():
                return self._has(node)
            case Every(nodes):
                return terms.both(*(self._term(inner) for inner in nodes))
            case Either(nodes):
                return terms.Or(tuple(self._term(inner) for inner in nodes))
            case Never(inner):  # pragma: no branch - mypy: no others
                return terms.Not(self._term(inner))

    def _count(self, value: Value, *, is_time: bool = False) -> None:
        self.count += 1
        self.times += is_time
        if self.count > MOST_TERMS:
            self._fail(value, f"a query has at most {MOST_TERMS} terms", "ask for less at once")
        if self.times > MOST_TIMES:
            self._fail(value, f"a query has at most {MOST_TIMES} terms about time",
                       "ask for less at once")  # fmt: skip

    def _certainty(self, node: Has) -> Certainty:
        found = [self._at(value, read_yes_or_no) for value in node.values]
        if len(found) > 1:
            self._fail(node.values[1], "certain: is either yes or no", "keep one of them")
        return found[0]

    def _has(self, node: Has) -> Term:
        given = node.field.text
        base, _, figure = given.lower().partition(".")
        name = find_field(base)
        if name is None or (figure and name != "figures"):
            quoted = f'"{given}:{node.values[0].text}"'
            hint = did_you_mean(base, QUERY_FIELDS, f"quote it to search for it: {quoted}")
            with contextlib.suppress(UsageError):
                (known,) = self.names.find_name("figure", given)
                hint = f"did you mean figures.{known}?"
            self._fail(node.field, f"there is no field {given!r}", hint)
        if name == "certain":
            self._fail(node.field, "certain: holds for the whole query",
                       "put it outside of NOT, OR and parentheses")  # fmt: skip
        read = self._reader(name, figure, node)
        found: list[Term] = []
        for value in node.values:
            self._count(value, is_time=QUERY_FIELDS[name].values in ("date", "window"))
            if not value.text.strip() and value.at >= 0:
                self._fail(node.field if not value.width else value, f"{given}: has no value",
                           f"write {QUERY_FIELDS[name].example}")  # fmt: skip
            found.append(self._at(value, read, node.field.text, name))
        return _any_of(found)

    def _reader(self, name: str, figure: str, node: Has) -> Callable[[str], Term]:
        """Return what reads the values of a field."""
        values = QUERY_FIELDS[name].values
        if values == "figure":
            known = self._at(node.field, lambda _: self._figure_name(figure))
            return lambda text: read_figure(known, text)
        if values == "text":
            return lambda text: read_phrase(text, name)
        if values in ("names", "place", "id"):
            return lambda text: self._named(name, text)
        return lambda text: read_time(name, text, self.today)

    def _named(self, name: str, text: str) -> Term:
        """Read a name, the beginning of some (NU*), or * for any."""
        if text == "*":
            return terms.EVERYTHING if name == "id" else terms.Filed(name)
        if name in ("id", "part-of", "follows"):
            ids = (self._names_starting("id", text) if text.endswith("*")
                   else (self.names.find_event(text),))  # fmt: skip
            return terms.Ids(ids) if name == "id" else terms.Label(name, ids)
        return terms.Label(name, self._labels(name, text))

    def _labels(self, name: str, text: str) -> tuple[str, ...]:
        if name == "status":
            if text.lower() not in STATUSES:
                hint = did_you_mean(text, STATUSES, f"valid: {', '.join(STATUSES)}")
                raise UsageError(f"there is no status {text!r}", hint)
            return (text.lower(),)
        if name == "place":
            return self._counted(self.names.find_place(text))
        if text.endswith("*"):
            return self._names_starting(name, text)
        return self.names.find_name(name, text)

    def _names_starting(self, name: str, text: str) -> tuple[str, ...]:
        return self._counted(self.names.find_names_starting(name, text.rstrip("*")))

    def _counted(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return names; raises UsageError where those of a whole query are too many."""
        self.named += len(names)
        if self.named > MOST_NAMES:
            raise UsageError(f"this query stands for more than {MOST_NAMES} names",
                             "write more of them")  # fmt: skip
        return names

    def _figure_name(self, given: str) -> str:
        if not given:
            raise UsageError("figures: needs the name of a figure",
                             f"write {QUERY_FIELDS['figures'].example}")  # fmt: skip
        (found,) = self.names.find_name("figure", given)
        return found

    def _words(self, text: str, value: Value) -> Term:
        if not value.quoted and text in _OPERATOR_WORDS:
            hint = f'write {text.upper()}, or "{text}" to search for the word'
            raise UsageError(f"{text!r} is a word here", hint)
        if not value.quoted and (meant := nearly_a_term(text)):
            raise UsageError(f"{shown(text)} is almost a field", f"write {meant}, or quote it")
        return read_phrase(text)

    def _at(self, value: Value, read: Callable[[str], T], typed: str = "", field: str = "") -> T:
        """Read a value; what is wrong with it is told with its place.

        ``typed`` is its field as it was typed, ``field`` as it is named.
        """
        try:
            return read(value.text.strip())
        except UsageError as error:
            if value.at >= 0:
                hint = self._with_more_words(value, read, typed) or _quoted(error.hint)
                raise QueryError(error.message, hint, self.query, value.at,
                                 value.width) from error  # fmt: skip
            if isinstance(error, DateError) and field:
                raise DateError(f"{field}: {error.message}", error.hint) from error
            raise

    def _with_more_words(self, value: Value, read: Callable[[str], T], typed: str) -> str:
        """Return a mend where a value makes sense together with the words that follow it."""
        if not typed or value.quoted:
            return ""
        following = self.query[value.at + value.width :].split()[:_WORDS_OF_A_DATE]
        for count in range(1, len(following) + 1):
            whole = " ".join((value.text, *following[:count]))
            with contextlib.suppress(UsageError):
                read(whole)
                return f'quote a value with spaces: {typed}:"{whole}"'
        return ""

    def _fail(self, value: Value, message: str, hint: str) -> NoReturn:
        if value.at < 0:
            raise UsageError(message, hint)
        raise QueryError(message, hint, self.query, value.at, value.width)


def _quoted(hint: str) -> str:
    """Put the name that a hint means into quotation marks where a query needs them."""
    match = re.fullmatch(r"did you mean (.+)\?", hint)
    if match is None or not set(match[1]) & set(' ,():"“„«»'):
        return hint
    doubled = match[1].replace('"', '""')
    return f'did you mean "{doubled}"?'


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, Every):
        for inner in node.nodes:
            yield from _conjuncts(inner)
    else:
        yield node


def _any_of(found: list[Term]) -> Term:
    """Join the values of one field; names of one field are one term. None of them is nothing."""
    if len(found) < 2:
        return found[0] if found else terms.NOTHING
    labels = [term for term in found if isinstance(term, terms.Label)]
    if len(labels) == len(found):
        names = dict.fromkeys(name for label in labels for name in label.names)
        return terms.Label(labels[0].field, tuple(names))
    return terms.Or(tuple(found))
