"""Which events can match a term at all: a few ranges of an index instead of the whole store.

Candidates are a superset of the matches; the conditions of ``sql.py`` decide on each of them.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.keys import edges_touching, key
from timeline.query.sql import marks
from timeline.query.terms import And, Ids, Label, Or, Term, Within

if TYPE_CHECKING:
    from collections.abc import Iterator


_MOST_UNITED = 100  # SQLite unites at most 500 queries


class Selection(NamedTuple):
    """An SQL query for numbers of events, and the values bound in it, in order."""

    sql: str
    values: tuple[object, ...]
    united: int = 1


def candidates(term: Term) -> Selection | None:
    """Return a query for events among which all matches are, or None where any may be one."""
    match term:
        case Ids(ids):
            return Selection(f"SELECT n FROM event WHERE id IN ({marks(ids)})", ids)
        case Label():
            return _labelled(term)
        case Within():
            return _touching(term)
        case And():
            return _of_all(term)
        case Or(terms):
            return _of_any(terms)
        case _:
            return None


def _of_all(term: And) -> Selection | None:
    """Return the candidates of the one condition (or two, from one index) that narrows most."""
    terms = tuple(_conjuncts(term))
    ids = next((t for t in terms if isinstance(t, Ids)), None)
    window = next((t for t in terms if isinstance(t, Within) and _is_bounded(t)), None)
    label = next((t for t in terms if isinstance(t, Label)), None)
    if label and window and not ids:
        return _labelled_touching(label, window)
    if narrowest := ids or label or window:
        return candidates(narrowest)
    return next((found for t in terms if (found := candidates(t))), None)


def _conjuncts(term: Term) -> Iterator[Term]:
    if isinstance(term, And):
        for inner in term.terms:
            yield from _conjuncts(inner)
    else:
        yield term


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


def _labelled(label: Label) -> Selection:
    sql = f"SELECT event FROM label WHERE field = ? AND name IN ({marks(label.names)})"
    return Selection(sql, (label.field, *label.names))


def _touching(window: Within) -> Selection | None:
    if not _is_bounded(window):
        return None
    ranges, values = _ranges(window)
    return Selection(
        f"SELECT c.n FROM {ranges} CROSS JOIN event c "
        "ON c.reach = w.column1 AND c.edge BETWEEN w.column2 AND w.column3",
        values,
    )


def _labelled_touching(label: Label, window: Within) -> Selection:
    ranges, values = _ranges(window)
    return Selection(
        f"SELECT c.event FROM {ranges} CROSS JOIN label c "
        f"ON c.field = ? AND c.name IN ({marks(label.names)}) "
        "AND c.reach = w.column1 AND c.edge BETWEEN w.column2 AND w.column3",
        (*values, label.field, *label.names),
    )


def _ranges(window: Within) -> tuple[str, tuple[object, ...]]:
    ranges = edges_touching(window.first, window.last)
    values = ((reach, key(lowest), key(highest)) for reach, lowest, highest in ranges)
    rows = ", ".join("(?, ?, ?)" for _ in ranges)
    return f"(VALUES {rows}) w", tuple(value for row in values for value in row)


def _is_bounded(window: Within) -> bool:
    return (window.first, window.last) != (-inf, inf)
