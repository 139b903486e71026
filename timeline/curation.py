"""What a curator does with a store: check it, and mend it; what is added is ``addition.py``'s."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from timeline.doubts import doubts
from timeline.errors import Problem, StoreError, TimelineError
from timeline.placement import beginning
from timeline.store.edits import lost_lines, sorted_events, without_spaces
from timeline.store.emit import as_texts, plain_value
from timeline.store.files import read_bytes, store_files, too_large
from timeline.store.limits import USUAL
from timeline.store.loading import Reading, examine, no_collector
from timeline.store.places import Places
from timeline.store.reader import lines_inside_texts
from timeline.store.writer import Change, locked
from timeline.workspace import shown_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from timeline.store.emit import Entry, Value
    from timeline.store.limits import Limits

_MARK = "\ufeff".encode()


class Verdict(NamedTuple):
    """What a check of a store came to: its problems in file and line order, and its size.

    ``is_all`` is false where nobody looked for more of them after the first ones.
    """

    problems: list[Problem]
    files: int
    events: int
    is_all: bool = True


class Curation:
    """A store that is being looked after: its files as they were read."""

    def __init__(self, path: str, shown_from: str, limits: Limits = USUAL) -> None:
        self.path = path
        self.shown_from = shown_from
        self.limits = limits
        paths = store_files(path)
        self.names = {shown_path(name, shown_from): name for name in paths}
        self.data: dict[str, bytes] = {}
        self._unread: list[Problem] = []
        left = limits.size
        for shown, name in self.names.items():
            try:
                self.data[shown] = read_bytes(name, left, path)[0]
                left -= len(self.data[shown])
            except TimelineError as error:
                if len(paths) == 1:
                    raise
                self._unread.append(Problem(shown, 1, 1, "unreadable", error.message, error.hint))
        self.reading = examine(self.data.items(), limits, is_whole=not self._unread)

    @property
    def problems(self) -> list[Problem]:
        """What keeps the store from being read."""
        return [*self._unread, *self.reading.problems]

    def check(self, today: int) -> Verdict:
        """Return the store's errors, and what rules find on a day (a number)."""
        problems = [*self.problems, *doubts(self.reading, Places(self.reading), today)]
        problems.sort(key=lambda p: (p.file, p.line, p.column, p.code))
        return Verdict(problems, len(self.names), self.reading.events, self.reading.is_all)

    def said(self) -> dict[tuple[str, str], Value]:
        """Return what every entry says, by section and name, as texts, lists and mappings."""
        return _said(self.reading)

    def mended(self) -> list[Change]:
        """Return the changes that mend what can be mended safely: they say exactly the same.

        Spaces at the ends of lines go where they say nothing, and events move to where their dates
        belong. Raises StoreError for a store that cannot be read.
        """
        self.refuse_broken()
        texts = {
            part.report.file: without_spaces(part.text, lines_inside_texts(part.text))
            for part in self.reading.parts
        }
        reading = examine((name, text.encode()) for name, text in texts.items())
        keys = {event.id: beginning(event) for event in reading.contents.events}
        for part in reading.parts:
            texts[part.report.file] = sorted_events(part, keys)
        self.verify(texts, self.reread(texts), is_sorted=True)
        return self.changes(texts)

    def refuse_broken(self) -> None:
        """Raise StoreError for a store that cannot be read as it stands."""
        if self.problems:
            raise StoreError(self.problems, is_all=self.reading.is_all)

    def changes(self, texts: Mapping[str, str], homes: Collection[str] = ()) -> list[Change]:
        """Return what is to be written: ``homes`` of events last, so that no step leaves a gap."""
        changes = []
        order = [*(name for name in texts if name not in homes), *homes]
        for name in order:
            text = texts[name]
            old = self.data.get(name)
            mark = _MARK if old is not None and old.startswith(_MARK) else b""
            new = mark + text.encode()
            if new != old:
                changes.append(Change(self.names[name], old, new))
        return changes

    def reread(self, texts: Mapping[str, str]) -> Reading:
        """Read what the files of the store are to become: never more than could be read again.

        Raises TimelineError where they are too large as a whole.
        """
        files = [(name, text.encode()) for name, text in texts.items()]
        size = sum(len(data) for _, data in files)
        if size > self.limits.size:
            raise too_large("the store, as it would be,", size)
        return examine(files, self.limits)

    def verify(
        self,
        texts: Mapping[str, str],
        reading: Reading,
        added: Mapping[str, Mapping[str, Entry]] | None = None,
        *,
        is_sorted: bool = False,
    ) -> None:
        """Raise TimelineError where files would not say what they did, and what is added to them.

        ``added`` are entries by section and name. Where nothing ``is_sorted``, their order counts.
        """
        if reading.problems:
            raise _unsafe(reading.problems[0].message)
        old, new = self.said(), _said(reading)
        for section, entries in (added or {}).items():
            for name, entry in entries.items():
                if new.pop((section, name), None) != as_texts(entry):
                    raise _unsafe(name)
        if new != old or (not is_sorted and list(new) != list(old)):
            raise _unsafe("the rest of the store")
        for part in self.reading.parts:  # comments say nothing to a store, but much to its curator
            if lost := lost_lines(part.text, texts[part.report.file]):
                raise _unsafe(f"the line {lost[0][:60]!r}")


def _unsafe(what: str) -> TimelineError:
    return TimelineError(f"{what} would not come out as it went in, so nothing was changed",
                         "edit the file by hand, and please report this")  # fmt: skip


@contextlib.contextmanager
def curating(
    path: str, shown_from: str = "", limits: Limits = USUAL, *, lock: bool = False
) -> Iterator[Curation]:
    """Read a store (a file or folder), and hold its lock where it is to be changed.

    Names of files are shown from a folder. Raises TimelineError where a file cannot be read.
    """
    with no_collector(), locked(store_files(path)) if lock else contextlib.nullcontext():
        yield Curation(path, shown_from, limits)


def _said(reading: Reading) -> dict[tuple[str, str], Value]:
    """Return what the entries of a store say, by section and name, as plain values."""
    return {
        (section, name): plain_value(node)
        for section, name, node in Places(reading).entries()
    }  # fmt: skip
