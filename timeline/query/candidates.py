"""Which events can match a term at all: a few ranges of an index instead of the whole store.

Candidates are a superset of the matches; the conditions of ``sql.py`` decide on each of them.
"""

from __future__ import annotations

from timeline.frozen import Frozen
from timeline.query.conditions import Condition, marks
from timeline.query.sql import SEARCH, compile_term, labelled, search
from timeline.query.terms import (
    EVERYTHING,
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
    both,
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


class Filing(Frozen):
    """Where the index has all matches: under a name, or in windows that every one touches."""

    label: Label | None
    windows: tuple[Touching, ...]

    def within(self, window: Touching) -> Filing:
        """Return the same for those matches that touch one more window."""
        return Filing(self.label, (*self.windows, window))

    def selection(self) -> Selection:
        """Return the query for what is filed there."""
        if not self.windows and self.label:
            return Selection(*labelled(self.label), settled=self.label)
        from timeline.dates.keys import key  # imported only here: not all ask for time

        ranges = self.ranges()
        bounds = ((reach, key(lowest), key(highest)) for reach, lowest, highest in ranges)
        number, rows, filed = self._rows()
        return Selection(
            f"SELECT {number} FROM (VALUES {', '.join('(?, ?, ?)' for _ in ranges)}) w "
            f"CROSS JOIN {rows} AND c.reach = w.column1 AND c.edge BETWEEN w.column2 AND w.column3",
            (*(value for row in bounds for value in row), *filed),
            settled=self.label,
        )

    def edges(self, *, descending: bool) -> Condition:
        """Return the query for edges of a reach between two, in order: all three are bound last."""
        _, rows, filed = self._rows()
        return Condition(
            f"SELECT c.edge FROM {rows.replace(' ON ', ' WHERE ')} AND c.reach = ? AND c.edge "
            f"BETWEEN ? AND ? ORDER BY c.edge{' DESC' * descending} LIMIT ?",
            filed,
        )

    def ranges(self) -> list[tuple[int, float, float]]:
        """Return (reach, lowest edge, highest edge) of all that can touch every window."""
        from timeline.dates.keys import edges_touching

        found = [edges_touching(w.first, w.last) for w in self.windows or (Touching(),)]
        return [
            (same[0][0], max(low for _, low, _ in same), min(high for *_, high in same))
            for same in zip(*found, strict=True)
        ]

    def _rows(self) -> tuple[str, str, tuple[object, ...]]:
        """Return the number of an event, the rows ``c`` that file it, and what is bound in them."""
        if self.label is None:
            return "c.n", "event c ON 1", ()
        names = self.label.names
        filed = f"label c ON c.field = ? AND c.name IN ({marks(names)})"
        return "c.event", filed, (self.label.field, *names)


def candidates(term: Term) -> Selection | None:
    """Return a query for events among which all matches are, or None where any may be one."""
    if filing := filing_of(term):
        return filing.selection()
    match term:
        case And():
            return _of_all(term)
        case Or(terms):
            return _of_any(terms)
        case Kept(inner):
            return candidates(inner)
    return _filed(term)


def narrowed(term: Term, filing: Filing | None = None) -> Condition:
    """Return when an event matches at all; asked are only those that can, where an index knows.

    With a ``filing``, only those that are filed there.
    """
    selection = filing.selection() if filing else candidates(term)
    if selection is None or selection.sql == SEARCH:  # the condition searches for it anyway
        return compile_term(term).possible
    condition = compile_term(_unsettled(term, selection)).possible
    return Condition(
        f"e.n IN ({selection.sql}) AND ({condition.sql})", (*selection.values, *condition.values)
    )


def all_matching(term: Term) -> Selection | None:
    """Return the candidates of a term where it asks nothing else: all of them match, certainly."""
    selection = candidates(term)
    return selection if selection and _unsettled(term, selection) == EVERYTHING else None


def _unsettled(term: Term, selection: Selection) -> Term:
    """Return what is still to be asked of the events of a selection."""
    if selection.settled is None:
        return term
    terms = term.terms if isinstance(term, And) else (term,)
    return both(*(asked for asked in terms if asked != selection.settled))


def filing_of(term: Term) -> Filing | None:
    """Return where all matches of a term are filed, None where they are looked for elsewhere."""
    match term:
        case And():
            return _filing_of_all(term)
        case Kept(inner):
            return filing_of(inner)
        case Label():
            return Filing(term, ())
    window = window_of(term)
    return Filing(None, (window,)) if window else None


def _filed(term: Term) -> Selection | None:
    match term:
        case Ids(ids):
            return Selection(f"SELECT n FROM event WHERE id IN ({marks(ids)})", ids)
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


def _narrowest(term: And) -> Term | None:
    """Return the condition that narrows most by other things than time."""
    terms = tuple(conjuncts(term))
    found = (t for kind in _NARROWEST_FIRST for t in terms if isinstance(t, kind))
    return next(found, None)


def _filing_of_all(term: And) -> Filing | None:
    """Return where the index has those that answer one condition, or two that it keeps together."""
    terms, narrowest = tuple(conjuncts(term)), _narrowest(term)
    if isinstance(narrowest, Label):
        return Filing(narrowest, tuple(w for t in terms if (w := window_of(t)))[:1])
    if narrowest:
        return None
    first = next((t for t in terms if isinstance(t, Or) or window_of(t)), None)
    return filing_of(first) if first else None


def _of_all(term: And) -> Selection | None:
    """Return the candidates of the one condition that narrows most."""
    if narrowest := _narrowest(term):
        return _filed(narrowest)
    return next((selection for t in conjuncts(term) if (selection := candidates(t))), None)


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
