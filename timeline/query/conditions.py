"""Conditions in SQL: an expression with its bound values, and two of them as one verdict."""
# No "from __future__ import annotations": see timeline.model.

from typing import NamedTuple


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


def marks(values: tuple[object, ...]) -> str:
    """Return the question marks at which values are bound."""
    return ", ".join("?" * len(values))


def same(sql: str, values: tuple[object, ...]) -> Verdict:
    """Return the verdict of a condition that is never in doubt."""
    condition = Condition(sql, values)
    return Verdict(condition, condition)


def negate(verdict: Verdict) -> Verdict:
    """Turn certain into no and no into certain; possible stays."""
    return Verdict(*(Condition(f"NOT ({c.sql})", c.values) for c in reversed(verdict)))


def kept(verdict: Verdict, certainty: str) -> Verdict:
    """Keep the certain verdicts, or the possible ones; the others become no."""
    certain, possible = verdict
    if certainty == "certain":
        return Verdict(certain, certain)
    only = Condition(f"({possible.sql}) AND NOT ({certain.sql})",
                     (*possible.values, *certain.values))  # fmt: skip
    return Verdict(FALSE, only)


def combine(joint: str, verdicts: list[Verdict], empty: Condition) -> Verdict:
    """Join verdicts with AND or OR; ``empty`` is what none of them come to."""
    return Verdict(*(join(joint, [v[i] for v in verdicts], empty) for i in range(2)))


def join(joint: str, conditions: list[Condition], empty: Condition) -> Condition:
    """Join conditions as a balanced tree: SQLite takes no expression deeper than 1,000."""
    if not conditions:
        return empty
    values = tuple(value for condition in conditions for value in condition.values)
    parts = [condition.sql for condition in conditions]
    while len(parts) > 1:
        parts = [joint.join(f"({part})" for part in parts[i : i + 16])
                 for i in range(0, len(parts), 16)]  # fmt: skip
    return Condition(parts[0], values)
