"""What can be asked: a closed algebra of terms, each answered certain, possible or no.

Terms combine as Kleene's three values: AND takes the weakest, OR the strongest, NOT turns certain
into no and leaves possible possible.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, TypeAlias

from timeline.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.figures import Bound
    from timeline.model import Certainty


class All(Frozen):
    """Every event."""


class Label(Frozen):
    """Events filed under any of some names of a field (network, kind, tag, source, place, ...)."""

    field: str
    names: tuple[str, ...]


class Filed(Frozen):
    """Events filed under any name of a field at all."""

    field: str


class Touching(Frozen):
    """Events that touch a window of days, first and last included (±infinity: unbounded)."""

    first: float = -inf
    last: float = inf


class Inside(Frozen):
    """Events that lie wholly in a window of days, first and last included."""

    first: float = -inf
    last: float = inf


class Before(Frozen):
    """Events that end before a day."""

    day: float


class After(Frozen):
    """Events that start after a day."""

    day: float


class KnownBy(Frozen):
    """Events of which a source was published by a day."""

    day: float


class Anniversary(Frozen):
    """Events that started or ended on a day of the year, in whatever year."""

    month: int
    day: int


class Figure(Frozen):
    """Events with a figure of a name that lies between two bounds."""

    name: str
    low: Bound
    high: Bound


class Phrase(Frozen):
    """Events whose text has some words in a row, the last of them only begun if ``is_prefix``.

    ``words`` are folded (``spelling.words_in``); ``column`` is title or summary, or "" for all.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    column: str = ""


class Ids(Frozen):
    """Events with any of some ids."""

    ids: tuple[str, ...]


class And(Frozen):
    """The weakest verdict of several terms."""

    terms: tuple[Term, ...]


class Or(Frozen):
    """The strongest verdict of several terms."""

    terms: tuple[Term, ...]


class Not(Frozen):
    """Certain becomes no, no becomes certain, possible stays."""

    term: Term


class Kept(Frozen):
    """Only the certain verdicts of a term, or only the possible ones; the others become no."""

    term: Term
    certainty: Certainty


EVERYTHING = All()
NOTHING = Or(())

Term: TypeAlias = (
    All | Label | Filed | Touching | Inside | Before | After | KnownBy | Anniversary | Figure
    | Phrase | Ids | And | Or | Not | Kept
)  # fmt: skip


def both(*terms: Term) -> Term:
    """Combine terms with AND, leaving out those that ask nothing."""
    asking = tuple(term for term in terms if not isinstance(term, All))
    if not asking:
        return EVERYTHING
    return asking[0] if len(asking) == 1 else And(asking)


def phrases(term: Term) -> tuple[Phrase, ...]:
    """Return what is searched for in a term, leaving out what is searched for in vain (NOT)."""
    match term:
        case Phrase():
            return (term,)
        case And(terms) | Or(terms):
            return tuple(dict.fromkeys(phrase for inner in terms for phrase in phrases(inner)))
        case Kept(inner):
            return phrases(inner)
        case _:
            return ()


def conjuncts(term: Term) -> Iterator[Term]:
    """Yield the terms that every match of a term answers, at least possibly."""
    if isinstance(term, Kept):
        yield from conjuncts(term.term)
    elif isinstance(term, And):
        for inner in term.terms:
            yield from conjuncts(inner)
    else:
        yield term


def window_of(term: Term) -> Touching | None:
    """Return the window that matches of a term touch, None where it leaves both sides open."""
    match term:
        case Touching(first, last) | Inside(first, last):  # what lies inside touches, too
            return Touching(first, last) if (first, last) != (-inf, inf) else None
        case Before(day):
            return Touching(-inf, day - 1)
        case After(day):
            return Touching(day + 1, inf)
    return None


def framed(term: Term) -> Touching:
    """Return the days that a question is about: every match lies in them with one of its dates.

    Of several windows they reach from the first to the last day of any. Where these overlap, not
    every match lies: an event of the years 2020 and 2024 touches either, as does one whose date
    is disputed.
    """
    windows = [window for one in conjuncts(term) if (window := window_of(one))]
    return Touching(
        min((window.first for window in windows), default=-inf),
        max((window.last for window in windows), default=inf),
    )


def asked_names(term: Term, field: str) -> frozenset[str]:
    """Return the names of a field that a question is about; none where it is about all of them."""
    labels = (t for t in conjuncts(term) if isinstance(t, Label) and t.field == field)
    return frozenset(name for label in labels for name in label.names)
