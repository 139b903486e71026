"""What an importer is asked and what it hands back, and the gathering of it row by row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from timeline.errors import TimelineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

Entry: TypeAlias = dict[str, Any]
"""An event or another entry of a store: its keys, and texts, numbers, lists and mappings."""

Told: TypeAlias = tuple[str, str]
"""How a sentence goes on after a count of one, and after any other."""

EVENT_KEYS = (
    "id", "date", "title", "kind", "networks", "summary", "place", "tags", "figures", "status",
    "sources", "disputed", "part_of", "follows", "after", "before",
)  # fmt: skip
"""The keys of an event that an import may fill in, in the order in which they are written."""

_PATIENCE = 1_000
"""Rows refused with the best of reasons: nobody reads more, and finding them takes time."""

_NAMED = 50
"""Rows that one note names."""

_AGAIN: Told = (
    "row says what an earlier one says and is left out",
    "rows say what earlier ones say and are left out",
)


class Options(NamedTuple):
    """What an importer has to know: the language of plain texts, and the day that is today.

    ``mapping`` leads from fields to the columns of a table that were given for them ("": to none).
    ``networks`` are the names that the store knows, ``kinds`` lead from what its kinds are called
    to their names: where a format has but one list for all of them, they tell which is which.
    ``sources`` lead from the ids of its catalogue to what that says of each, ``source_titles`` from
    titles that only one of them has to ids.
    """

    language: str
    mapping: Mapping[str, str]
    today: date
    networks: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = {}
    sources: Mapping[str, Entry] = {}
    source_titles: Mapping[str, str] = {}


class Row(NamedTuple):
    """An event as a store writes it, and where in the file it was; it may have no id.

    ``is_own`` tells that this tool wrote it, of a store whose rules it had passed. What that store
    ignored of them, with its reason, is in no file of ours.
    """

    place: str
    entry: Entry
    is_own: bool = False


class Refused(NamedTuple):
    """What could not be read: where it was, why, and what to do about it (or "")."""

    place: str
    reason: str
    hint: str


class Imported(NamedTuple):
    """What a file says.

    ``named`` are entries by section (``sources``, ``networks``, ``kinds``) and name: what the file
    itself tells of them, and of what its events only mention no more than the name. ``mapping``
    is (column, field) for each column of a table, "" for one that is passed over. ``notes`` say in
    sentences what was changed and what was given up.
    """

    rows: list[Row]
    named: dict[str, dict[str, Entry]]
    refused: list[Refused]
    mapping: list[tuple[str, str]]
    notes: list[str]


class Draft:
    """One row while it is read: what it mentions, and what had to be changed in it.

    ``is_hurried``: so much was refused already that a reason in short will do. ``is_own``: this
    tool wrote it.
    """

    __slots__ = ("doubts", "is_hurried", "is_own", "notes", "options", "sources")

    def __init__(self, options: Options, *, is_hurried: bool = False) -> None:
        self.options = options
        self.is_hurried = is_hurried
        self.is_own = False
        self.notes: list[tuple[Told, str]] = []
        self.doubts: dict[Told, str] = {}
        self.sources: dict[str, Entry] = {}

    def note(self, told: Told, example: str = "") -> None:
        """Note that something was changed or given up; the first example is told."""
        self.notes.append((told, example))

    def doubt(self, told: Told, what: str) -> None:
        """Note what somebody has to look at: every such row is named, with what is doubtful."""
        self.doubts.setdefault(told, what)


class Harvest:
    """Gathers rows: what is wrong with one of them refuses that one and no other."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.rows: list[Row] = []
        self.refused: list[Refused] = []
        self._named: dict[str, dict[str, Entry]] = {"sources": {}, "networks": {}, "kinds": {}}
        self._origins: dict[str, str] = {}  # of sources: where each was first told of
        self._ids: dict[str, Row] = {}
        self._seen: set[str] = set()
        self._notes: dict[Told, tuple[int, str]] = defaultdict(lambda: (0, ""))
        self._doubts: dict[Told, list[str]] = defaultdict(list)

    def take(self, place: str, read: Callable[[Draft], Entry | None]) -> None:
        """Add the event that ``read`` returns, or refuse the row for the error that it raises."""
        draft = Draft(self.options, is_hurried=len(self.refused) > _PATIENCE)
        try:
            entry = read(draft)
            self._refuse_other_sources(draft)
            row = None if entry is None else Row(place, _arranged(entry), draft.is_own)
            is_new = row is not None and self._is_new(row)
        except TimelineError as error:
            self.refuse(place, error)
            return
        for told, example in draft.notes:
            self.note(told, example)
        for name, source in draft.sources.items():
            self._named["sources"][name] = source
            self._origins.setdefault(name, place)
        if row is None:
            return
        if not is_new:
            self.note(_AGAIN, place)
            return
        self.rows.append(row)
        for told, what in draft.doubts.items():
            self._doubts[told].append(f"{place} ({what})")
        for name in row.entry.get("networks", ()):
            self._named["networks"].setdefault(name, {"name": name})
        if kind := row.entry.get("kind"):
            self._named["kinds"].setdefault(kind, {"name": kind})

    def refuse(self, place: str, error: TimelineError) -> None:
        """Refuse a row for an error."""
        self.refused.append(Refused(place, error.message, error.hint))

    def note(self, told: Told, example: str = "", count: int = 1) -> None:
        """Note that something was changed or given up, so many times."""
        before, first = self._notes[told]
        self._notes[told] = (before + count, first or example)

    def finish(
        self, mapping: list[tuple[str, str]] | None = None, notes: tuple[str, ...] = ()
    ) -> Imported:
        """Return everything; ``notes`` come before those of the rows."""
        told = [
            f"{count:,} {one if count == 1 else several}" + (f": {first}" if first else "")
            for (one, several), (count, first) in self._notes.items()
        ]
        for (one, several), places in self._doubts.items():
            listed = ", ".join(places[:_NAMED]) + ", and more" * (len(places) > _NAMED)
            told.append(f"{len(places):,} {one if len(places) == 1 else several}: {listed}")
        return Imported(self.rows, self._named, self.refused, mapping or [], [*notes, *told])

    def _refuse_other_sources(self, draft: Draft) -> None:
        for name, source in draft.sources.items():
            if self._named["sources"].get(name, source) != source:
                raise UsageError(
                    f"the source {name!r} is another one than in {self._origins[name]}",
                    "let both say the same, or give one of them another id",
                )

    def _is_new(self, row: Row) -> bool:
        """Tell whether no row said the same; raises UsageError where another has the id."""
        name = row.entry.get("id")
        if name is None:
            said = repr(row.entry)
            known = said in self._seen
            self._seen.add(said)
            return not known
        first = self._ids.setdefault(name, row)
        if first is not row and first.entry != row.entry:
            raise UsageError(f"the id {name!r} is taken by {first.place}", "give it another id")
        return first is row


def _arranged(entry: Entry) -> Entry:
    """Return an event with its keys in the order of a store, and without empty values."""
    return {key: entry[key] for key in EVENT_KEYS if entry.get(key) not in (None, "", [], {})}
