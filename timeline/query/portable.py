"""A question in the SQL of other engines, asked of the flat form of events (``flat.py``).

Every term that is no combination of others makes one or two columns: 1 where it is certain (``c1``)
or possible (``p1``) on a line. These are then brought together for each event (``certain_1``,
``possible_1``), and at last combined. sqlglot writes all of it, values included, so this module is
imported only where that library is known to be there.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

import sqlglot
from sqlglot import exp

from timeline.errors import UsageError
from timeline.figures import bound_key
from timeline.flat import COLUMNS, FAR, LABELS, day_of_year
from timeline.query import terms
from timeline.query.terms import conjuncts, window_of
from timeline.query.timed import STEPS, of_member, of_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.query.answer import Question
    from timeline.query.terms import Term
    from timeline.query.timed import Asked

TABLE = "events"
"""What the table with the flat form is called."""

_TABLES = {
    "duckdb": f"CREATE TABLE {TABLE} (n BIGINT)",
    "spark": f"CREATE TABLE {TABLE} (n BIGINT) USING PARQUET",
    "clickhouse": f"CREATE TABLE {TABLE} (n Int64) ENGINE=MergeTree ORDER BY (first_day, id)",
    "postgres": f"CREATE TABLE {TABLE} (n BIGINT)",
}
"""What a table is in each dialect, without its columns."""

_SIGNS = {"<=": exp.LTE, ">=": exp.GTE, "<": exp.LT, ">": exp.GT}
_WORDS = {"title": "title_words", "summary": "summary_words", "name": "name_words"}
_TIMED = terms.Touching | terms.Inside | terms.Before | terms.After
_SURE = terms.Label | terms.Filed | terms.Ids | terms.Phrase


class _Sides(NamedTuple):
    """When an event matches certainly, and when at least possibly."""

    certain: exp.Expr
    possible: exp.Expr


def table_in(dialect: str) -> str:
    """Return the command that makes the table of the flat form."""
    table = sqlglot.parse_one(_TABLES[dialect], read=dialect)
    columns = [
        exp.ColumnDef(this=exp.to_identifier(name), kind=exp.DataType.build(type_, "clickhouse"))
        for name, type_ in COLUMNS.items()
    ]
    table.this.set("expressions", columns)
    return _printed(table, dialect)


def query_in(dialect: str, question: Question) -> str:
    """Return the query whose rows are the ids of a question's matches with their verdicts.

    They stand in the order of the flat form. Raises UsageError for days beyond its columns.
    """
    asking = _Asking(dialect)
    certain, possible = asking.verdict(question.term)
    lines = exp.select("id", "n", "one_of", *asking.lines).from_(TABLE)
    lines = lines.where(*asking.narrowing(question.term))
    judged = exp.select("id", "n", *asking.events).from_("lines").group_by("id", "n")
    says: exp.Expr = _text("certain", dialect)
    if certain != possible:  # else nothing is asked about time: what matches does so certainly
        says = exp.Case().when(certain, says).else_(_text("possible", dialect))
    query = exp.select("id", exp.alias_(says, "certainty")).from_("judged").where(possible)
    query = query.order_by(f"n{' DESC' * question.reverse}", dialect=dialect)
    query = query.with_("lines", lines).with_("judged", judged)
    return _printed(query if question.limit is None else query.limit(question.limit), dialect)


def _printed(command: exp.Expr, dialect: str) -> str:
    return f"{command.sql(dialect, pretty=True)};\n"


class _Asking:
    """The columns that one question needs: of lines, and of events."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.lines: list[exp.Expr] = []
        self.events: list[exp.Expr] = []
        self._known: dict[Term, _Sides] = {}

    def verdict(self, term: Term) -> _Sides:
        """Return what is asked of the columns that a term needs."""
        match term:
            case terms.All():
                return _Sides(exp.true(), exp.true())
            case terms.And(inner) | terms.Or(inner):
                join = _all_of if isinstance(term, terms.And) else _any_of
                sides = [self.verdict(t) for t in inner]
                return _Sides(join(s.certain for s in sides), join(s.possible for s in sides))
            case terms.Not(one):
                certain, possible = self.verdict(one)
                return _Sides(exp.not_(possible), exp.not_(certain))
            case terms.Kept(one, certainty):
                certain, possible = self.verdict(one)
                if certainty == "certain":
                    return _Sides(certain, certain)
                return _Sides(exp.false(), exp.and_(possible, exp.not_(certain)))
        if term not in self._known:
            self._known[term] = self._counted(term)
        return self._known[term]

    def narrowing(self, term: Term) -> list[exp.Expr]:
        """Return conditions on lines that hold for every match, so that fewer are grouped."""
        found = []
        for part in conjuncts(term):
            if window := window_of(part):
                reach = (("first_day", "<=", window.last), ("last_day", ">=", window.first))
                found += self._compared(reach)
            elif isinstance(part, _SURE):
                found.append(self._sure(part))
        return found

    def _counted(self, term: Term) -> _Sides:
        """Add the columns of a term, and return what is asked of them."""
        number = len(self._known) + 1
        if isinstance(term, _SURE):
            column = self._add("possible", number, self._sure(term))
            return _Sides(column, column)
        certain, possible = self._in_doubt(term)
        # Of one-of dates, every one must be certain; of all others, any one.
        of_all = isinstance(term, _TIMED)
        return _Sides(
            self._add("certain", number, certain, of_all=of_all),
            self._add("possible", number, possible),
        )

    def _add(self, side: str, number: int, holds: exp.Expr, *, of_all: bool = False) -> exp.Expr:
        """Add a column to lines and events, and return what it says of an event."""
        line, event = exp.column(f"{side[0]}{number}"), f"{side}_{number}"
        one = exp.Case().when(holds, exp.convert(1)).else_(exp.convert(0))
        self.lines.append(exp.alias_(one, line.name))
        found: exp.Expr = exp.Max(this=line)
        if of_all:
            alternative = exp.Case().when(exp.column("one_of"), line)
            found = exp.Coalesce(this=exp.Min(this=alternative), expressions=[found])
        self.events.append(exp.alias_(found, event))
        return exp.column(event).eq(1)

    def _in_doubt(self, term: Term) -> _Sides:
        """Return the conditions of a term that may be possible only, on one line."""
        match term:
            case terms.KnownBy(day):
                return _Sides(*(exp.column(f"known_{side}") <= _number(day)
                                for side in ("certainly", "possibly")))  # fmt: skip
            case terms.Anniversary(month, day):
                wanted = (day_of_year(month * 100 + day),)
                return _Sides(self._has("days_certainly", wanted),
                              self._has("days_possibly", wanted))  # fmt: skip
            case terms.Figure():
                return self._figure(term)
        assert isinstance(term, _TIMED), "every other term was dealt with"
        both = [of_member(term), *(of_run(term, step) for step in STEPS)]
        certain, possible = (self._member([sides[i] for sides in both]) for i in range(2))
        return _Sides(exp.and_(exp.not_(exp.column("hedged")), certain), possible)

    def _member(self, asked: list[Asked]) -> exp.Expr:
        """Return what is asked of a member: of a single one first, then of runs of each step."""
        alike: dict[Asked, list[str]] = {}
        for step, wanted in zip(("", *STEPS), asked, strict=True):
            alike.setdefault(wanted, []).append(step)
        if len(alike) == 1:
            return self._holds(asked[0])
        return _any_of(
            exp.and_(self._among("step", tuple(steps)), self._holds(wanted))
            for wanted, steps in alike.items()
        )

    def _holds(self, asked: Asked) -> exp.Expr:
        return exp.false() if asked is None else _all_of(self._compared(asked))

    def _compared(self, asked: Iterable[tuple[str, str, float]]) -> list[exp.Expr]:
        return [
            _SIGNS[sign](this=exp.column(bound), expression=_number(day))
            for bound, sign, day in asked
            if abs(day) != inf  # an open side of a window: that always holds
        ]

    def _figure(self, term: terms.Figure) -> _Sides:
        """Certain if all that the figure may be lies in the range, possible if some of it does."""
        low, high = (_text(bound_key(b).hex(), self.dialect) for b in (term.low, term.high))
        named = self._among("figure", (term.name,))
        least, most = exp.column("figure_low"), exp.column("figure_high")
        return _Sides(
            exp.and_(named, exp.not_(exp.column("figure_hedged")), least >= low, most <= high),
            exp.and_(named, least <= high, most >= low),
        )

    def _sure(self, term: _SURE) -> exp.Expr:
        """Return the condition of a term that is never in doubt."""
        match term:
            case terms.Ids(ids):
                return self._among("id", ids)
            case terms.Label(field, names):
                column, is_list = LABELS[field]
                return self._has(column, names) if is_list else self._among(column, names)
            case terms.Filed(field):
                column, is_list = LABELS[field]
                if is_list:
                    return exp.ArraySize(this=exp.column(column)) > 0
                return exp.column(column).neq(_text("", self.dialect))
            case terms.Phrase(words, is_prefix, column):  # pragma: no branch - mypy: no others
                sought = _text(f" {' '.join(words)}{'' if is_prefix else ' '}", self.dialect)
                columns = (_WORDS[column],) if column else _WORDS.values()
                return _any_of(
                    exp.StrPosition(this=exp.column(name), substr=sought) > 0 for name in columns
                )

    def _among(self, column: str, names: tuple[str, ...]) -> exp.Expr:
        if len(names) < 2:
            return exp.column(column).eq(_text(names[0], self.dialect)) if names else exp.false()
        return exp.column(column).isin(*(_text(name, self.dialect) for name in names))

    def _has(self, column: str, names: tuple[str, ...]) -> exp.Expr:
        """Return whether a list has any of some names; sqlglot has no one word for it."""
        if not names:
            return exp.false()
        wanted = exp.Array(expressions=[_text(name, self.dialect) for name in names])
        called = {"spark": "ARRAYS_OVERLAP", "clickhouse": "hasAny"}.get(self.dialect)
        if called:
            return exp.Anonymous(this=called, expressions=[exp.column(column), wanted])
        return exp.ArrayOverlaps(this=exp.column(column), expression=wanted)


def _number(day: float) -> exp.Expr:
    if not -FAR < day < FAR:
        raise UsageError(
            "--explain: years of more than twelve digits are all alike to other databases",
            "ask for days nearer by",
        )
    return exp.convert(int(day))


def _text(value: str, dialect: str) -> exp.Expr:
    # Spark puts variables in wherever it reads ${, inside of texts as well.
    parts = value.split("${") if dialect == "spark" else [value]
    texts = [exp.Literal.string("{" * (i > 0) + part + "$" * (i < len(parts) - 1))
             for i, part in enumerate(parts)]  # fmt: skip
    return texts[0] if len(texts) == 1 else exp.Concat(expressions=texts)


def _all_of(conditions: Iterable[exp.Expr]) -> exp.Expr:
    found = list(conditions)
    return exp.and_(*found) if found else exp.true()


def _any_of(conditions: Iterable[exp.Expr]) -> exp.Expr:
    found = list(conditions)
    return exp.or_(*found) if found else exp.false()
