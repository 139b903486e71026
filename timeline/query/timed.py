"""Terms about time: the rules of ``docs/architecture.md`` ("What a query means"), and their SQL.

Here they are written once, as comparisons in no language yet, and a second time only as the
brute-force oracle of the tests. Below they become SQL of the index, whose bounds are keys
(``dates/keys.py``); ``portable.py`` makes that of other databases of them.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple, TypeAlias

from timeline.dates.calendar import civil, day_number, days_in_month
from timeline.dates.keys import key
from timeline.query.conditions import FALSE, TRUE, Condition, Verdict, join
from timeline.query.terms import After, Anniversary, Before, Inside, KnownBy, Touching

Timed: TypeAlias = Touching | Inside | Before | After
STEPS = ("year", "month", "day")
"""The units of which a run in an all-of set may be made."""


class Compared(NamedTuple):
    """A bound of a member (es, ls, ee or le), a sign, and the day number it is compared with."""

    bound: str
    sign: str
    day: float


Asked: TypeAlias = tuple[Compared, ...] | None
"""What has to hold, all of it; None: it never does."""


class Sides(NamedTuple):
    """What makes a member certain, and what makes it at least possible; hedges come on top."""

    certain: Asked
    possible: Asked


def of_member(term: Timed) -> Sides:
    """Return what a term asks of the four bounds of one member."""
    match term:
        case Touching(first, last):
            return Sides((Compared("ls", "<=", last), Compared("ee", ">=", first)),
                         (Compared("es", "<=", last), Compared("le", ">=", first)))  # fmt: skip
        case Inside(first, last):
            return Sides((Compared("es", ">=", first), Compared("le", "<=", last)),
                         (Compared("ls", ">=", first), Compared("ee", "<=", last)))  # fmt: skip
        case Before(day):
            return Sides((Compared("le", "<", day),), (Compared("ee", "<", day),))
        case After(day):  # pragma: no branch - mypy: no others
            return Sides((Compared("es", ">", day),), (Compared("ls", ">", day),))


def of_run(term: Timed, step: str) -> Sides:
    """Do the same for a run of whole units in an all-of set: its best unit decides."""
    match term:
        case Touching(first, last) | Inside(first, last):
            whole = _whole_units(first, last, step)
            certain = None if whole[0] > whole[1] else _overlap(*whole)
            return Sides(certain, _overlap(first, last))
        case Before(day):  # the first unit is the earliest: es to ls
            return Sides((Compared("ls", "<", day),), (Compared("es", "<", day),))
        # The last unit is ee to le.
        case After(day):  # pragma: no branch - mypy: no others
            return Sides((Compared("ee", ">", day),), (Compared("le", ">", day),))


def _overlap(first: float, last: float) -> Asked:
    return Compared("es", "<=", last), Compared("le", ">=", first)


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


def in_time(term: Timed) -> Verdict:
    """Return the conditions of a term on the bounds of a date: of its own, or of each member."""
    own = _both_written(of_member(term), "e")
    member = _both_written(of_member(term), "s")
    runs = [(step, _both_written(of_run(term, step), "s")) for step in STEPS]
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


def _written(asked: Asked, row: str) -> Condition:
    """Write down what is asked of the bounds of a row."""
    if asked is None:
        return FALSE
    sql = " AND ".join(f"{row}.{bound} {sign} ?" for bound, sign, _ in asked)
    return Condition(f"({sql})", tuple(key(day) for *_, day in asked))


def _both_written(sides: Sides, row: str) -> Verdict:
    return Verdict(*(_written(asked, row) for asked in sides))


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
