"""What a chronology is made of: frozen values that know neither files nor formats nor queries."""
# No "from __future__ import annotations": of texts, NamedTuple would compile every one at a start.

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

LANGUAGES = ("de", "en")
STATUSES = ("planned", "cancelled")
LABELS = ("network", "kind", "tag", "source", "place", "status", "part-of", "follows")
"""What events are filed under: the fields of a query whose values are names."""

FIELDS = (
    "id", "date", "title", "kind", "networks", "certainty", "status", "summary", "place", "tags",
    "figures", "sources", "disputed", "part_of", "follows", "after", "before", "by",
    "state",
)  # fmt: skip
"""What an event shows, in the order of its JSON form."""

_NONE: Mapping[str, Any] = MappingProxyType({})

Certainty: TypeAlias = Literal["certain", "possible"]
CERTAIN: Certainty = "certain"
POSSIBLE: Certainty = "possible"

Figure: TypeAlias = int | float | str
"""A number, or a text of a hedge (``~ < <= > >=``) and a number, as in ``>750``."""


class Text(NamedTuple):
    """A text in German, English or both."""

    de: str | None = None
    en: str | None = None

    def said_in(self, language: str) -> str:
        """Return the text in a language, or in the other one where it was never translated."""
        return (self.de or self.en if language == "de" else self.en or self.de) or ""


class Date(NamedTuple):
    """A date as a reader meets it: its EDTF text, its words, and the days it may touch.

    ``earliest`` and ``latest`` are ISO days, None where unbounded.
    """

    edtf: str
    words: Text
    earliest: str | None
    latest: str | None
    precision: str


class Source(NamedTuple):
    """A publication: from the catalogue (with an id), a bare URL, or written inside an event."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: Date | None = None
    url: str | None = None
    accessed: Date | None = None
    ignore: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is filed under and told apart by: its id, or else its address, or its title."""
        return self.id or self.url or self.title or ""


class Citation(NamedTuple):
    """A source as evidence for one event; ``stated`` is its own wording of the date."""

    source: Source
    stated: str | None = None
    note: Text | None = None


class Dispute(NamedTuple):
    """A competing date with its own evidence."""

    date: Date
    citations: tuple[Citation, ...] = ()
    note: Text | None = None


class Placed(NamedTuple):
    """What the order of events says about when one of them was.

    ``members`` are the members of its date that the order leaves possible: (es, ls, ee, le,
    hedged, step) as in ``dates.edtf.Member``; ``rank`` is how many events must come before it, one
    after the other.
    """

    members: tuple[tuple[float, float, float, float, bool, str], ...]
    rank: int


class Event(NamedTuple):
    """Something that happened, was planned or was called off, with its date and its evidence.

    ``after`` and ``before`` are the ids of events that it came after or before; ``by`` is how long
    after (or before) the only one of them, where its date is told so; ``placed`` is None where no
    order is known. ``ignore`` are the codes of checks that have nothing to say here, in this and in
    other values of a store: for who curates it, and no part of what it says.
    """

    id: str
    date: Date
    title: Text
    kind: str | None = None
    networks: tuple[str, ...] = ()
    status: str | None = None
    summary: Text | None = None
    place: str | None = None
    tags: tuple[str, ...] = ()
    figures: tuple[tuple[str, Figure], ...] = ()
    citations: tuple[Citation, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    part_of: str | None = None
    follows: str | None = None
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    by: str | None = None
    placed: Placed | None = None
    ignore: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Citation, ...]:
        """Its citations, and then those of the dates that compete with its own."""
        return (*self.citations, *(c for dispute in self.disputed for c in dispute.citations))


class Term(NamedTuple):
    """A declared name: a network or a kind, with what it stands for."""

    name: str
    title: Text
    url: str | None = None
    ignore: tuple[str, ...] = ()


class Contents(NamedTuple):
    """Everything a store says, in its own order; None where it declares no vocabulary."""

    language: str
    networks: tuple[Term, ...] | None
    kinds: tuple[Term, ...] | None
    sources: tuple[Source, ...]
    events: tuple[Event, ...]


class Match(NamedTuple):
    """An event that answers a query, whether it does so certainly, and its state on a day."""

    event: Event
    certainty: Certainty = "certain"
    state: str | None = None


Told: TypeAlias = tuple[str, bool, str, str, str | None, str | None, str]
"""A match as a list tells it: title, whether it is certain, date, networks, kind, status, cited."""


class Answer(NamedTuple):
    """The answer to a query: matches in order, the language asked for, and how many there were.

    ``matches`` may be read only when they are looked at, each time anew: a format that has to know
    something of all of them looks at them more than once.
    ``found`` counts (certain, possible) matches before any limit cut the list; ``kinds`` are the
    declared names of kinds, for formats that show words; ``order`` is what the matches are sorted
    by; ``sought`` are the phrases searched for: title, summary or "" for all, then their folded
    words ("*" ends a prefix). ``networks`` are the declared names of networks, ``asked`` the names
    by field that the query is about alone, ``window`` the day numbers that it asks for (±infinity:
    unbounded), and ``days`` those on which the state of each match is told. ``figures`` finds the
    names of the figures of all matches where an index knows them without reading those, ``briefs``
    what a list tells of them: each with its certainty, or the match itself where there is more.
    """

    matches: Sequence[Match]
    language: str = "en"
    found: Sequence[int] = (0, 0)
    kinds: Mapping[str, Text] = _NONE
    order: str = "date"
    sought: tuple[tuple[str, ...], ...] = ()
    networks: Mapping[str, Text] = _NONE
    asked: Mapping[str, frozenset[str]] = _NONE
    window: tuple[float, float] | None = None
    days: tuple[float, float] | None = None
    figures: Callable[[], Iterable[str]] | None = None
    briefs: Callable[[], Iterator[Told | Match]] | None = None

    def figure_names(self) -> list[str]:
        """Return the names of all figures that matches have, sorted."""
        if self.figures is not None:
            return sorted(self.figures())
        return sorted({name for match in self.matches for name, _ in match.event.figures})

    def kind_name(self, event: Event) -> str:
        """Return the kind of an event in the language of the answer, or ""."""
        return self.name_of_kind(event.kind)

    def name_of_kind(self, kind: str | None) -> str:
        """Return a kind in the language of the answer, or ""."""
        if kind is None:
            return ""
        name = self.kinds.get(kind)
        return (name.said_in(self.language) if name else "") or kind
