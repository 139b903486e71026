"""What a check is: a rule with a code and a reason, what it looks at, and what it finds."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from timeline.placement import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timeline.dates.edtf import Member
    from timeline.errors import Spot
    from timeline.model import Contents, Event

Severity: TypeAlias = Literal["error", "warning"]
ERROR: Severity = "error"
WARNING: Severity = "warning"

Path: TypeAlias = tuple[str | int, ...]
"""Where in a store: its section, the name of an entry, and keys and numbers from there on."""


class Finding(NamedTuple):
    """One thing found: where, what is the matter, and what to do about it."""

    place: Path | Spot
    message: str
    hint: str


class Span(NamedTuple):
    """Where in time an event may lie, as day numbers: the hull of all members of its date."""

    es: float
    ls: float
    ee: float
    le: float


class File(NamedTuple):
    """A file of a store: its name, its text, and the events that stand in it, in their order.

    ``inside`` are the lines, from 0, at whose end spaces are a part of a text of the store.
    """

    name: str
    text: str
    events: tuple[Event, ...]
    inside: frozenset[int] = frozenset()


class Subject(NamedTuple):
    """A store as rules see it: what it says, the files it is written in, and the day (a number).

    ``is_whole`` is false where a part could not be read: then nothing can be said to be missing.
    """

    contents: Contents
    files: tuple[File, ...]
    today: int
    is_whole: bool = True

    @property
    def by_id(self) -> Mapping[str, Event]:
        """The events by their ids."""
        return {event.id: event for event in self.contents.events}


class Rule(NamedTuple):
    """A check: ``find`` yields what it finds; ``reason`` is one line on why that is worth a word.

    ``example`` is a store in which it finds something on ``EXAMPLE_DAY``. ``needs_all`` says that
    it looks for what is nowhere, and makes no sense where a part of the store is not known.
    """

    code: str
    severity: Severity
    reason: str
    find: Callable[[Subject], Iterator[Finding]]
    example: str
    needs_all: bool = False

    @property
    def about(self) -> str:
        """What it finds, exactly."""
        return self.find.__doc__ or ""


EXAMPLE_DAY = "2026-11-21"
"""The day that the examples of rules are checked on."""


def rule(
    code: str, severity: Severity, reason: str, example: str, *, needs_all: bool = False
) -> Callable[[Callable[[Subject], Iterator[Finding]]], Rule]:
    """Make a rule of a function."""

    def made(find: Callable[[Subject], Iterator[Finding]]) -> Rule:
        return Rule(code, severity, reason, find, example, needs_all)

    return made


def span_of(event: Event) -> Span:
    """Return where an event may lie, whichever member of its date is the right one."""
    return hull(place(event).members)


def sure_span(event: Event) -> Span:
    """Return where an event certainly lies: a hedged date ("2018~", "2018?") rules nothing out."""
    if any(member.hedged for member in place(event).members):
        return Span(-inf, inf, -inf, inf)
    return span_of(event)


def hull(members: tuple[Member, ...]) -> Span:
    """Return the earliest and latest start and end of some members."""
    return Span(
        min(m.es for m in members), max(m.ls for m in members),
        min(m.ee for m in members), max(m.le for m in members),
    )  # fmt: skip


def said(event: Event) -> str:
    """Return the date of an event in words, for a message."""
    return event.date.words.said_in("en")
