"""Count the events that a question finds, by year, decade or name, and add up their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.figures import split
from timeline.query.conditions import Condition
from timeline.query.names import declared, find_name
from timeline.query.shares import NAMED, UNITS, choose_events, shares
from timeline.query.stored import read_event
from timeline.spelling import choose, fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from timeline.model import Figure, Text
    from timeline.query.answer import Question
    from timeline.query.shares import Bucket, Chosen

BY = (*UNITS, *NAMED, "none")
"""What events may be counted by; ``none`` is all of them in one."""

MOST_ROWS = 200
"""Years (or decades) up to which those without an event get a row, too."""


class Sum(NamedTuple):
    """A figure added up: the number, its hedge, and how many events have the figure.

    ``hedge`` is that of a figure (``~ <= >=``, "" for exact) or one of ``>=~`` and ``<=~``.
    """

    number: Decimal
    hedge: str
    events: int


class Row(NamedTuple):
    """A year, a decade or a name with its events; ``name`` is None where they have none.

    Years and decades are named in EDTF. ``sums`` are those of the certain and of the possible
    events, None where nothing is added up.
    """

    name: str | None
    certain: int
    possible: int
    sums: tuple[Sum, Sum] | None = None


class Tally(NamedTuple):
    """Counts: by what, the figure added up or None, the rows, and all events, each once."""

    by: str
    figure: str | None
    rows: tuple[Row, ...]
    total: Row
    language: str = "en"
    kinds: Mapping[str, Text] = {}


def tally(
    connection: sqlite3.Connection,
    question: Question,
    by: str = "year",
    figure: str | None = None,
    language: str = "en",
) -> Tally:
    """Count the events of a question; raises UsageError for what cannot be counted or summed."""
    choose(by, BY, "field")
    chosen = choose_events(question)
    counts: dict[Bucket, list[int]] = {}
    for _, events, verdicts in shares(connection, chosen, by):
        for bucket, sure in verdicts.items():
            counts.setdefault(bucket, [0, 0])[sure] += events
    ((sure, found),) = connection.execute(
        f"SELECT total({chosen.sure.sql}), count(*) FROM event e WHERE {chosen.where.sql}",
        chosen.values,
    )
    total = Row(None, int(sure), found - int(sure))
    rows = []
    for bucket in _in_order(counts):
        possible, certain = counts.get(bucket, (0, 0))
        rows.append(Row(_name(bucket, by), certain, possible))
    if figure is not None:
        (figure,) = find_name(connection, "figure", figure)
        adders, whole = _add_up(connection, chosen, by, figure)
        sums = {_name(bucket, by): found for bucket, found in adders.items()}
        nothing = (_Adder(), _Adder())
        rows = [row._replace(sums=_sums(sums.get(row.name, nothing))) for row in rows]
        total = total._replace(sums=_sums(whole))
    return Tally(by, figure, tuple(rows), total, language, declared(connection, "kind"))


def _in_order(counts: dict[Bucket, list[int]]) -> Iterator[Bucket]:
    """Yield the rows in order: years as they come, names by their counts; what has none is last."""
    units = [bucket for bucket in counts if isinstance(bucket, int)]
    if units and max(units) - min(units) < MOST_ROWS:
        yield from range(min(units), max(units) + 1)
    else:
        yield from sorted(units)
    found = [bucket for bucket in counts if isinstance(bucket, str)]
    yield from sorted(
        found, key=lambda name: (-counts[name][1], -counts[name][0], fold(name), name)
    )
    if None in counts:
        yield None


def _name(bucket: Bucket, by: str) -> str | None:
    if not isinstance(bucket, int):
        return bucket
    if by == "year":
        return _year(bucket)
    first, last = _year(10 * bucket), _year(10 * bucket + 9)
    return f"{first[:3]}X" if 0 <= bucket < 1000 else f"[{first}..{last}]"


def _year(year: int) -> str:
    """Return a year in EDTF, the zeros of a huge one as an exponent."""
    sign, digits = "-" if year < 0 else "", str(abs(year))
    if len(digits) <= 4:
        return f"{sign}{digits:>04}"
    short = digits.rstrip("0")
    zeros = len(digits) - len(short)
    return f"Y{sign}{short}E{zeros}" if len(digits) > 15 and zeros else f"Y{sign}{digits}"


class _Adder:
    """Adds up figures, each with its hedge, exactly."""

    def __init__(self) -> None:
        from decimal import Decimal

        self.number = Decimal(0)
        self.hedges: set[str] = set()
        self.events = 0

    def add(self, figure: Figure) -> None:
        """Add the figure of one more event."""
        from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context

        hedge, number = split(figure)
        # Rounded nowhere: figures are of 30 digits, or of many behind the point.
        self.number = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN).add(self.number, number)
        self.hedges.add(hedge)
        self.events += 1

    @property
    def hedge(self) -> str:
        """What all the hedges come to: bounds on both sides leave a sum that is about right."""
        signs = {sign for hedge in self.hedges for sign in hedge}
        if not signs or signs >= {"<", ">"}:
            return "~" if signs else ""
        about = "~" if "~" in signs else ""
        return "".join(f"{sign}=" for sign in signs & {"<", ">"}) + about


def _sums(adders: tuple[_Adder, _Adder]) -> tuple[Sum, Sum]:
    first, second = (Sum(adder.number, adder.hedge, adder.events) for adder in adders)
    return first, second


def _add_up(
    connection: sqlite3.Connection, chosen: Chosen, by: str, figure: str
) -> tuple[dict[Bucket, tuple[_Adder, _Adder]], tuple[_Adder, _Adder]]:
    """Add up a figure for each row and for all events: (certain, possible) sums."""
    having = Condition("e.n IN (SELECT event FROM figure WHERE name = ?)", (figure,))
    chosen = chosen.narrowed(having)
    rows = connection.execute(
        f"SELECT {chosen.sure.sql}, e.n, r.record FROM event e JOIN record r ON r.n = e.n "
        f"WHERE {chosen.where.sql}",
        chosen.values,
    )
    whole = (_Adder(), _Adder())
    figures: dict[int, Figure] = {}
    for sure, n, record in rows:
        figures[n] = dict(read_event(record).figures)[figure]
        whole[not sure].add(figures[n])
    found: dict[Bucket, tuple[_Adder, _Adder]] = {}
    for n, _, verdicts in shares(connection, chosen, by, apart=True):
        for bucket, is_sure in verdicts.items():
            found.setdefault(bucket, (_Adder(), _Adder()))[not is_sure].add(figures[n])
    return found, whole
