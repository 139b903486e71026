"""The matches of a question, read when they are looked at: never all of them lie in memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from sqlite3 import Error
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, overload

from timeline.errors import TimelineError
from timeline.model import Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from sqlite3 import Connection

T = TypeVar("T")
Row: TypeAlias = tuple[Any, ...]
Mend: TypeAlias = "Callable[[Connection], Connection]"

_FEW = 500
"""Matches up to which all of them are kept, so that the next pass over them asks nobody."""

_AT_ONCE = 64
"""Matches that are read together: of very many, each costs less than the way of one alone."""


class Reading(NamedTuple, Generic[T]):
    """How something is read for each match: ``rows`` asks an index, ``read`` makes it of some rows.

    Both raise sqlite3.Error where the index rotted on the disk. A row begins with a text by which
    its event is known again, and with whether it matches certainly.
    """

    rows: Callable[[Connection], Iterator[Row]]
    read: Callable[[list[Row]], list[T]]


class Finding:
    """What a question finds on an index; what rotted there is mended, and reading goes on.

    ``count`` counts (certain, possible) matches, whatever the ``limit``; at ``most`` it stops.
    ``mend`` takes an index on which reading failed and returns one that holds, or raises. ``known``
    are the counts and ``length`` is the number of matches up to the limit, once it was seen.
    """

    def __init__(
        self,
        connection: Connection,
        mend: Mend,
        count: Callable[[Connection, int | None], tuple[int, int]],
        limit: int | None,
    ) -> None:
        self.connection, self.mend, self.limit = connection, mend, limit
        self.count = count
        self.known: tuple[int, int] | None = None
        self.length: int | None = None

    def each(self, reading: Reading[T]) -> Iterator[T]:
        """Yield what is read for each match.

        Raises TimelineError where the store was found changed when its index had to be mended.
        """
        place, last, sure = 0, None, 0
        while True:
            connection = self.connection
            try:
                rows = reading.rows(connection)
                if place and next(islice(rows, place - 1, None), (None,))[0] != last:
                    raise TimelineError("the store changed while it was read", "ask once more")
                while some := list(islice(rows, _AT_ONCE)):
                    read = reading.read(some)
                    place, last = place + len(some), some[-1][0]
                    sure += sum(1 for row in some if row[1])
                    yield from read
            except Error:
                self.connection = self.mend(connection)
            else:
                break
        self.length = place
        if self.limit is None or place < self.limit:
            self.known = sure, place - sure

    def ask(self, question: Callable[[Connection], Iterable[T]]) -> tuple[T, ...]:
        """Return all that a question finds."""
        try:
            return tuple(question(self.connection))
        except Error:
            self.connection = self.mend(self.connection)
            return tuple(question(self.connection))

    def counts(self, most: int | None = None) -> tuple[int, int]:
        """Return how many matches are certain and how many possible, counted up to ``most``."""
        if self.known is not None:
            return self.known
        certain, possible = self.ask(lambda asked: self.count(asked, most))
        if most is None or certain + possible < most:
            self.known = certain, possible
        return certain, possible


class Matches(Sequence[Match]):
    """The matches of a question in order, read anew whenever they are looked at, unless few."""

    def __init__(self, finding: Finding, reading: Reading[Match]) -> None:
        self.finding, self._reading = finding, reading
        self._kept: tuple[Match, ...] | None = None

    def __iter__(self) -> Iterator[Match]:
        return self._pass() if self._kept is None else iter(self._kept)

    def _pass(self) -> Iterator[Match]:
        few: list[Match] = []
        for place, match in enumerate(self.finding.each(self._reading)):
            if place <= _FEW:
                few.append(match)
            yield match
        if len(few) <= _FEW:
            self._kept = tuple(few)

    def __bool__(self) -> bool:
        finding = self.finding
        if finding.length is None:
            return finding.limit != 0 and any(finding.counts(1))
        return finding.length > 0

    def __len__(self) -> int:
        finding = self.finding
        if finding.length is None:
            found, limit = sum(finding.counts()), finding.limit
            finding.length = found if limit is None else min(found, limit)
        return finding.length

    @overload
    def __getitem__(self, index: int) -> Match: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Match, ...]: ...

    def __getitem__(self, index: int | slice) -> Match | tuple[Match, ...]:
        if isinstance(index, slice):
            return tuple(iter(self))[index]  # without asking how many there are
        place = index if index >= 0 else len(self) + index
        for match in islice(self, max(place, 0), None) if place >= 0 else ():
            return match
        raise IndexError(index)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(iter(self)) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(iter(self)))


class Counts(Sequence[int]):
    """How many matches are certain and how many possible, counted when first asked."""

    def __init__(self, finding: Finding) -> None:
        self._finding = finding

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...

    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        return self._finding.counts()[index]

    def __len__(self) -> int:
        return 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._finding.counts() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._finding.counts())

    def up_to(self, most: int) -> tuple[int, int]:
        """Return the same, but stop counting at so many."""
        return self._finding.counts(most)
