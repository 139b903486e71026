"""What can be asked: a closed algebra of terms, each answered certain, possible or no.

Terms combine as Kleene's three values: AND takes the weakest, OR the strongest, NOT turns certain
into no and leaves possible possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class All:
    """Every event."""


@dataclass(frozen=True, slots=True)
class Label:
    """Events filed under any of some names of a field (network, kind, tag, source, status)."""

    field: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Events that touch a window of days, first and last included (±infinity: unbounded)."""

    first: float = -inf
    last: float = inf


@dataclass(frozen=True, slots=True)
class Ids:
    """Events with any of some ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """The weakest verdict of several terms."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The strongest verdict of several terms."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Certain becomes no, no becomes certain, possible stays."""

    term: Term


EVERYTHING = All()

Term: TypeAlias = All | Label | Within | Ids | And | Or | Not


def both(*terms: Term) -> Term:
    """Combine terms with AND, leaving out those that ask nothing."""
    asking = tuple(term for term in terms if not isinstance(term, All))
    if not asking:
        return EVERYTHING
    return asking[0] if len(asking) == 1 else And(asking)
