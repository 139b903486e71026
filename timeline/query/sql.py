"""Terms to SQL: one condition under which an event matches certainly, one for at least possibly."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from timeline.model import LABELS
from timeline.query.conditions import (
    FALSE,
    TRUE,
    Condition,
    Verdict,
    combine,
    kept,
    marks,
    negate,
    same,
)
from timeline.query.ranking import found_in_all
from timeline.query.terms import (
    After,
    All,
    And,
    Anniversary,
    Before,
    Figure,
    Filed,
    Ids,
    Inside,
    Kept,
    KnownBy,
    Label,
    Not,
    Or,
    Phrase,
    Touching,
)

if TYPE_CHECKING:
    from timeline.query.terms import Term
    from timeline.query.timed import Timed

    Plain: TypeAlias = All | Label | Filed | Ids | Phrase

_MANY = 16

SEARCH = (
    "SELECT c.event FROM text k CROSS JOIN chronology c ON c.place = k.rowid WHERE k.text MATCH ?"
)
"""The events in which something is found."""


def compile_term(term: Term) -> Verdict:  # noqa: PLR0911 - one return for each kind of term
    """Return the two conditions of a term."""
    match term:
        case And(terms):
            verdicts = [compile_term(t) for t in terms if not isinstance(t, Phrase)]
            # What is searched for is one search, where all of it must be found.
            if phrases := tuple(dict.fromkeys(t for t in terms if isinstance(t, Phrase))):
                verdicts.append(_among(search(phrases)))
            return combine(" AND ", verdicts, TRUE)
        case Or(terms):
            return combine(" OR ", [compile_term(t) for t in terms], FALSE)
        case Not(inner):
            return negate(compile_term(inner))
        case Kept(inner, certainty):
            return kept(compile_term(inner), certainty)
        case Touching() | Inside() | Before() | After() | KnownBy() | Anniversary():
            return _timed(term)
        case Figure():
            return _figure(term)
    return _plain(term)


def _timed(term: Timed | KnownBy | Anniversary) -> Verdict:
    # Imported only here: not every question is about time.
    from timeline.query.timed import in_time, known_by, on_day_of_year

    match term:
        case KnownBy():
            return known_by(term)
        case Anniversary():
            return on_day_of_year(term)
    return in_time(term)


def _plain(term: Plain) -> Verdict:
    """Return the one condition of a term that asks nothing about time or numbers."""
    match term:
        case All():
            return same("1", ())
        case Label(_, names) if len(names) > _MANY:  # looked up once, not for every event
            return _among(labelled(term))
        case Label(field, names):
            sql = (
                "EXISTS (SELECT 1 FROM label l WHERE l.field = ? AND "
                f"l.name IN ({marks(names)}) AND l.reach = e.reach AND l.edge = e.edge "
                "AND l.event = e.n)"
            )
            return same(sql, (field, *names))
        case Filed(field):
            return same("(e.filed & ?) <> 0", (1 << LABELS.index(field),))
        case Ids(ids):
            return same(f"e.id IN ({marks(ids)})", ids)
        case Phrase():  # pragma: no branch - mypy: no others
            return _among(search((term,)))


def _among(found: Condition) -> Verdict:
    return same(f"e.n IN ({found.sql})", found.values)


def labelled(label: Label) -> Condition:
    """Return the query for the events under any of some names."""
    found = f"SELECT event FROM label WHERE field = ? AND name IN ({marks(label.names)})"
    return Condition(found, (label.field, *label.names))


def search(phrases: tuple[Phrase, ...]) -> Condition:
    """Return the query for the events in which all of some phrases are found."""
    return Condition(SEARCH, (found_in_all(phrases),))


def _figure(term: Figure) -> Verdict:
    """Certain if all that the figure may be lies in the range, possible if some of it does."""
    from timeline.figures import bound_key  # imported only here: few questions are about numbers

    found = "EXISTS (SELECT 1 FROM figure f WHERE f.event = e.n AND f.name = ? AND {})"
    low, high = bound_key(term.low), bound_key(term.high)
    wholly = found.format("NOT f.hedged AND f.low >= ? AND f.high <= ?")
    partly = found.format("f.low <= ? AND f.high >= ?")
    return Verdict(
        Condition(wholly, (term.name, low, high)), Condition(partly, (term.name, high, low))
    )
