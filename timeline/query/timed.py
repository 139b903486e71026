"""Terms about time to SQL: the rules of ``docs/architecture.md`` ("What a query means").

Here they are written once, and a second time only as the brute-force oracle of the tests. Bounds
are compared as keys (``dates/keys.py``).
"""

from __future__ import annotations

from math import inf
from typing import TypeAlias

from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.dates.keys import key
from timeline.query.conditions import FALSE, TRUE, Condition, Verdict, join
from timeline.query.terms import After, Anniversary, Before, Inside, KnownBy, Touching

Timed: TypeAlias = Touching | Inside | Before | After


def in_time(term: Timed) -> Verdict:
    """Return the conditions of a term on the bounds of a date: of its own, or of each member."""
    own = _on_bounds(term, "e")
    member = _on_bounds(term, "s")
    runs = [(step, _on_run(term, step)) for step in ("year", "month", "day")]
    spans = "FROM span s WHERE s.event = e.n"
    any_run = _alternatives([(f"s.step = '{step}'", run.possible) for step, run in runs])
    possible = _either_or(
        own.possible,
        f"EXISTS (SELECT 1 {spans} AND ((s.step = '' AND {member.possible.sql}) OR {any_run.sql}))",
        (*member.possible.values, *any_run.values),
    )
    sure_run = _alternatives([(f"s.step = '{step}'", run.certain) for step, run in runs])
    sure = f"NOT s.hedged AND ((s.step = '' AND {member.certain.sql}) OR {sure_run.sql})"
    # One member of an all-of set suffices; of a one-of set, every member must be certain.
    certain = _either_or(
        own.certain._replace(sql=f"NOT e.hedged AND {own.certain.sql}"),
        "(SELECT max(sure AND NOT one_of) OR ifnull(min(CASE WHEN one_of THEN sure END), 0) "
        f"FROM (SELECT s.one_of, {sure} AS sure {spans}))",
        (*member.certain.values, *sure_run.values),
    )
    if isinstance(term, Touching | Inside):  # a hull that misses the window needs no second look
        hull = Condition("e.first <= ? AND e.last >= ?", (key(term.last), key(term.first)))
        possible = join(" AND ", [hull, possible], TRUE)
    return Verdict(certain, possible)


def _either_or(plain: Condition, members: str, values: tuple[object, ...]) -> Condition:
    return Condition(
        f"CASE WHEN e.plain THEN {plain.sql} ELSE {members} END", (*plain.values, *values)
    )


def _alternatives(cases: list[tuple[str, Condition]]) -> Condition:
    return Condition(
        " OR ".join(f"({guard} AND {condition.sql})" for guard, condition in cases),
        tuple(value for _, condition in cases for value in condition.values),
    )


def _on_bounds(term: Timed, row: str) -> Verdict:
    """Write down the definitions of docs/architecture.md on the four bounds of a row."""

    def both_of(first: str, second: str, *values: float) -> Condition:
        return Condition(f"({row}.{first} AND {row}.{second})", tuple(map(key, values)))

    def one_of(bound: str, value: float) -> Condition:
        return Condition(f"{row}.{bound}", (key(value),))

    match term:
        case Touching(first, last):
            return Verdict(both_of("ls <= ?", "ee >= ?", last, first),
                           both_of("es <= ?", "le >= ?", last, first))  # fmt: skip
        case Inside(first, last):
            return Verdict(both_of("es >= ?", "le <= ?", first, last),
                           both_of("ls >= ?", "ee <= ?", first, last))  # fmt: skip
        case Before(day):
            return Verdict(one_of("le < ?", day), one_of("ee < ?", day))
        case After(day):
            return Verdict(one_of("es > ?", day), one_of("ls > ?", day))


def _on_run(term: Timed, step: str) -> Verdict:
    """Do the same for a run of whole units in an all-of set: its best unit decides."""
    match term:
        case Touching(first, last) | Inside(first, last):
            whole = _whole_units(first, last, step)
            certain = FALSE if whole[0] > whole[1] else _overlap(*whole)
            return Verdict(certain, _overlap(first, last))
        case Before(day):  # the first unit is the earliest: es to ls
            return Verdict(Condition("s.ls < ?", (key(day),)), Condition("s.es < ?", (key(day),)))
        case After(day):  # the last unit is ee to le
            return Verdict(Condition("s.ee > ?", (key(day),)), Condition("s.le > ?", (key(day),)))


def _overlap(first: float, last: float) -> Condition:
    return Condition("(s.es <= ? AND s.le >= ?)", (key(last), key(first)))


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


def known_by(term: KnownBy) -> Verdict:
    """Return the conditions under which a source of an event was published by a day."""
    bound = (key(term.day),)
    return Verdict(Condition("e.known_sure <= ?", bound), Condition("e.known_maybe <= ?", bound))


def on_day_of_year(term: Anniversary) -> Verdict:
    """Return the conditions under which an event started or ended on a day of the year."""
    found = "SELECT {} FROM anniversary a WHERE a.day = ? AND a.event = e.n"
    day = (term.month * 100 + term.day,)
    return Verdict(
        Condition(f"ifnull(({found.format('max(NOT a.hedged)')}), 0)", day),
        Condition(f"EXISTS ({found.format('1')})", day),
    )
