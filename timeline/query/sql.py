"""Terms to SQL: one condition under which an event matches certainly, one for at least possibly.

The rules stand in ``docs/architecture.md`` ("What a query means"); here they are written once, and
a second time only as the brute-force oracle of the tests. Bounds are compared as keys
(``dates/keys.py``).
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.dates.keys import HIGHEST, LOWEST, key
from timeline.query.terms import All, And, Ids, Label, Not, Or, Term, Within


class Condition(NamedTuple):
    """An SQL expression over the event row ``e``, and the values bound in it, in order."""

    sql: str
    values: tuple[object, ...] = ()


class Verdict(NamedTuple):
    """When an event matches certainly, and when at least possibly."""

    certain: Condition
    possible: Condition


TRUE = Condition("1")
FALSE = Condition("0")


def compile_term(term: Term) -> Verdict:  # noqa: PLR0911 - one return for each kind of term
    """Return the two conditions of a term."""
    match term:
        case All():
            return Verdict(TRUE, TRUE)
        case Label(field, names):
            return _same(
                "EXISTS (SELECT 1 FROM label l WHERE l.field = ? AND "
                f"l.name IN ({marks(names)}) AND l.reach = e.reach AND l.edge = e.edge "
                "AND l.event = e.n)", (field, *names),
            )  # fmt: skip
        case Ids(ids):
            return _same(f"e.id IN ({marks(ids)})", ids)
        case Within(first, last):
            return _within(first, last)
        case And(terms):
            return _combine(" AND ", terms, TRUE)
        case Or(terms):
            return _combine(" OR ", terms, FALSE)
        case Not(inner):
            verdict = compile_term(inner)
            return Verdict(_negate(verdict.possible), _negate(verdict.certain))


def marks(values: tuple[object, ...]) -> str:
    """Return the question marks at which values are bound."""
    return ", ".join("?" * len(values))


def _same(sql: str, values: tuple[object, ...]) -> Verdict:
    condition = Condition(sql, values)
    return Verdict(condition, condition)


def _negate(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.values)


def _combine(joint: str, terms: tuple[Term, ...], empty: Condition) -> Verdict:
    verdicts = [compile_term(term) for term in terms]
    return Verdict(*(_join(joint, [v[i] for v in verdicts], empty) for i in range(2)))


def _join(joint: str, conditions: list[Condition], empty: Condition) -> Condition:
    """Join conditions as a balanced tree: SQLite takes no expression deeper than 1,000."""
    if not conditions:
        return empty
    values = tuple(value for condition in conditions for value in condition.values)
    parts = [condition.sql for condition in conditions]
    while len(parts) > 1:
        parts = [joint.join(f"({part})" for part in parts[i : i + 16])
                 for i in range(0, len(parts), 16)]  # fmt: skip
    return Condition(parts[0], values)


def _within(first: float, last: float) -> Verdict:
    """``between A B``: certain if ls <= B and ee >= A; possible if es <= B and le >= A."""
    ends = (key(last), key(first))
    touching = "EXISTS (SELECT 1 FROM span s WHERE s.event = e.n AND s.es <= ? AND s.le >= ?)"
    possible = Condition(
        f"e.first <= ? AND e.last >= ? AND (e.plain OR {touching})", (*ends, *ends)
    )
    in_span = _certain_in_span(first, last)
    # One member of an all-of set suffices; of a one-of set, every member must be certain.
    certain = Condition(
        "CASE WHEN e.plain THEN NOT e.hedged AND e.ls <= ? AND e.ee >= ? ELSE "
        "(SELECT max(sure AND NOT one_of) OR ifnull(min(CASE WHEN one_of THEN sure END), 0) "
        f"FROM (SELECT s.one_of, {in_span.sql} AS sure FROM span s WHERE s.event = e.n)) END",
        (*ends, *in_span.values),
    )
    return Verdict(certain, possible)


def _certain_in_span(first: float, last: float) -> Condition:
    """When a member lies in the window for certain; a run needs a whole unit of its step there."""
    values: list[object] = [key(last), key(first)]
    for step in ("year", "month"):
        inner_first, inner_last = _whole_units(first, last, step)
        is_empty = inner_first > inner_last
        values += [
            LOWEST if is_empty else key(inner_last),
            HIGHEST if is_empty else key(inner_first),
        ]
    by_step = " OR ".join(
        f"s.step = '{step}' AND s.es <= ? AND s.le >= ?" for step in ("year", "month")
    )
    return Condition(
        f"NOT s.hedged AND ((s.step = '' AND s.ls <= ? AND s.ee >= ?) OR {by_step})", tuple(values)
    )


def _whole_units(first: float, last: float, step: str) -> tuple[float, float]:
    """Return the window narrowed to the whole years or months that lie in it."""
    if abs(first) != inf:
        year, month, day = civil(int(first))
        if step == "year" and (month, day) != (1, 1):
            first = day_number(year + 1, 1, 1)
        elif step == "month" and day != 1:
            first = day_number(year + month // 12, month % 12 + 1, 1)
    if abs(last) != inf:
        year, month, day = civil(int(last))
        if step == "year" and (month, day) != (12, 31):
            last = day_number(year, 1, 1) - 1
        elif step == "month" and day != days_in_month(year, month):
            last = day_number(year, month, 1) - 1
    return first, last
