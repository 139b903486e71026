"""Which events can match a term at all: a few ranges of an index instead of the whole store.

Candidates are a superset of the matches; the conditions of ``sql.py`` decide on each of them.
"""

from __future__ import annotations

from timeline.frozen import Frozen
from timeline.query.conditions import marks
from timeline.query.sql import labelled, search
from timeline.query.terms import (
    And,
    Anniversary,
    Figure,
    Ids,
    Kept,
    Label,
    Or,
    Phrase,
    Term,
    Touching,
    conjuncts,
    window_of,
)

_MOST_UNITED = 100  # SQLite unites at most 500 queries


class Selection(Frozen):
    """An SQL query for numbers of events, and the values bound in it, in order.

    ``settled`` is a term that every one of them answers: it need not be asked again.
    """

    sql: str
    values: tuple[object, ...]
    united: int = 1
    settled: Term | None = None


def candidates(term: Term) -> Selection | None:
    """Return a query for events among which all matches are, or None where any may be one."""
    match term:
        case And():
            return _of_all(term)
        case Or(terms):
            return _of_any(terms)
        case Kept(inner):
            return candidates(inner)
    if window := window_of(term):
        return _touching(window)
    return _filed(term)


def _filed(term: Term) -> Selection | None:
    match term:
        case Ids(ids):
            return Selection(f"SELECT n FROM event WHERE id IN ({marks(ids)})", ids)
        case Label():
            return Selection(*labelled(term), settled=term)
        case Phrase():
            return Selection(*search((term,)))
        case Figure(name, low, high):
            from timeline.figures import bound_key  # imported only here: few ask for numbers

            sql = "SELECT event FROM figure WHERE name = ? AND low <= ? AND high >= ?"
            return Selection(sql, (name, bound_key(high), bound_key(low)))
        case Anniversary(month, day):
            return Selection("SELECT event FROM anniversary WHERE day = ?", (month * 100 + day,))
    return None


_NARROWEST_FIRST = (Ids, Anniversary, Phrase, Label, Figure)


def _of_all(term: And) -> Selection | None:
    """Return the candidates of the one condition (or two, from one index) that narrows most."""
    terms = tuple(conjuncts(term))
    found = {kind: next((t for t in terms if isinstance(t, kind)), None)
             for kind in _NARROWEST_FIRST}  # fmt: skip
    window = next((w for t in terms if (w := window_of(t))), None)
    narrowest = next((t for t in found.values() if t), None)
    if isinstance(narrowest, Label) and window:
        return _labelled_touching(narrowest, window)
    if narrowest:
        return _filed(narrowest)
    return next((selection for t in terms if (selection := candidates(t))), None)


def _of_any(terms: tuple[Term, ...]) -> Selection | None:
    found = [candidates(term) for term in terms]
    selections = [selection for selection in found if selection]
    united = sum(selection.united for selection in selections)
    if len(selections) < len(found) or not 0 < united <= _MOST_UNITED:
        return None
    return Selection(
        " UNION ".join(s.sql for s in selections),
        tuple(value for s in selections for value in s.values),
        united,
    )


def _touching(window: Touching) -> Selection:
    ranges, values = _ranges(window)
    return Selection(
        f"SELECT c.n FROM {ranges} CROSS JOIN event c "
        "ON c.reach = w.column1 AND c.edge BETWEEN w.column2 AND w.column3",
        values,
    )


def _labelled_touching(label: Label, window: Touching) -> Selection:
    ranges, values = _ranges(window)
    return Selection(
        f"SELECT c.event FROM {ranges} CROSS JOIN label c "
        f"ON c.field = ? AND c.name IN ({marks(label.names)}) "
        "AND c.reach = w.column1 AND c.edge BETWEEN w.column2 AND w.column3",
        (*values, label.field, *label.names),
        settled=label,
    )


def _ranges(window: Touching) -> tuple[str, tuple[object, ...]]:
    from timeline.dates.keys import edges_touching, key  # imported only here: not all ask for time

    ranges = edges_touching(window.first, window.last)
    values = ((reach, key(lowest), key(highest)) for reach, lowest, highest in ranges)
    rows = ", ".join("(?, ?, ?)" for _ in ranges)
    return f"(VALUES {rows}) w", tuple(value for row in values for value in row)
