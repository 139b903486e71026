"""An index brought up to date holds what one built anew does, whatever was edited."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import generator
from tests.amount import seeds
from tests.test_cache import settle
from timeline.errors import StoreError
from timeline.index import blocks, states, update
from timeline.index.build import build
from timeline.index.cache import Index, open_index
from timeline.index.tables import place_of, places_between
from timeline.store.cutting import Unsure
from timeline.store.files import read_bytes
from timeline.store.stream import open_store, read_items

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEAD = """\
language: de
networks:
  NUM: {name: {de: Netzwerk, en: Network}}
  MII:
kinds: {law: Gesetz, founding: Gründung}
sources:
  dhm: {title: Der Bericht, published: 2021-05, url: https://dhm.example}
  two: {title: Zwei}
events:
"""
BLOCK = """\
    summary: |
      Im Text steht
      - id: no-event
        date: 1999
      # kein Kommentar

"""


def built(files: Iterable[tuple[str, str]]) -> sqlite3.Connection:
    """Return an index of files, built whole."""
    connection = sqlite3.connect(":memory:")
    build(connection, open_store((name, text.encode()) for name, text in files), "digest")
    return connection


def updated(connection: sqlite3.Connection, files: Iterable[tuple[str, str | None]]) -> None:
    given = [(name, None if text is None else text.encode()) for name, text in files]
    update.update(connection, given, "digest")


def dump(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return all that an index says, whatever the numbers of its events and their places are."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.v USING fts5vocab(main, text, instance)"
    )
    ask = connection.execute
    ids = dict(ask("SELECT n, id FROM event"))
    places = dict(ask("SELECT place, event FROM chronology"))
    said: dict[str, Any] = {
        "order": [
            (event_id, bytes(slot[:-8]), *rest)
            for event_id, slot, *rest in ask("SELECT id, slot, * FROM event ORDER BY slot")
            for rest in [rest[3:]]
        ],
        "chronology": [ids[n] for _, n in sorted(places.items())],
        "store": [i for _, i in sorted((place_of(s), i) for s, i in ask("SELECT slot, id FROM event"))],
        "names": list(ask("SELECT field, name, folded, record FROM name ORDER BY field, place")),
        "meta": sorted(ask("SELECT * FROM meta")),
        "words": sorted((term, ids[places[doc]], col, at) for term, doc, col, at in ask("SELECT * FROM temp.v")),
        "scores": sorted(
            (ids[places[place]], round(score, 9))
            for place, score in ask("SELECT rowid, bm25(text, 10, 10, 3, 3, 2) FROM text WHERE text MATCH 'die OR data'")
        ),
        "files": [
            (file.name, file.head, file.digests, [ids[n] for n in file.numbers])
            for file in blocks.remembered(connection)
        ],
    }  # fmt: skip
    for table in ("span", "label", "figure", "anniversary", "record", "brief"):
        rows = connection.execute(f"SELECT * FROM {table}")
        at = [column[0] for column in rows.description].index(
            "n" if table in ("record", "brief") else "event"
        )
        said[table] = sorted(((*row[:at], ids[row[at]], *row[at + 1 :]) for row in rows), key=repr)
    ask("DROP TABLE temp.v")
    return said


def assert_same(connection: sqlite3.Connection, files: list[tuple[str, str]]) -> None:
    whole = built(files)
    found, expected = dump(connection), dump(whole)
    for part, value in expected.items():
        assert found[part] == value, part
    whole.close()


class Editor:
    """Somebody who edits a store in every way one might, and a few more."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.made = 0
        self.folder = [("a.yaml", HEAD, [self.event() for _ in range(12)])]
        if self.chance.random() < 0.5:
            self.folder.append(("b.yaml", "events:\n", [self.event() for _ in range(5)]))

    def event(self) -> str:
        """Return a new event."""
        chance = self.chance
        self.made += 1
        lines = [f"  - id: e{self.made}", f"    date: {chance.choice(DATES)}",
                 f"    title: {chance.choice(TITLES)}"]  # fmt: skip
        more = [
            "    networks: [NUM, MII]", "    networks: NUM", "    kind: law", "    tags: [data, x]",
            "    tags: [zebra]", "    place: Köln", "    sources: [dhm]", "    sources: [two, dhm]",
            "    sources: [https://x.example/1, {title: Anders, publisher: P}]",
            "    sources: [{title: Anders, publisher: Q}, {source: dhm, stated: im Mai}]",
            "    disputed: [{date: 2019, sources: [two], note: Anders gesagt}]",
            "    figures: {sites: 3, eur: ~5}", "    figures: {sites: 40}", BLOCK.rstrip("\n"),
        ]  # fmt: skip
        kept: dict[str, str] = {}
        for line in chance.sample(more, chance.randint(0, 5)):
            kept.setdefault(line.partition(":")[0], line)
        if self.made > 3 and chance.random() < 0.2:
            kept["f"] = f"    follows: e{chance.randint(1, self.made - 1)}"
        return "\n".join([*lines, *kept.values(), *([""] if chance.random() < 0.2 else [])]) + "\n"

    @property
    def files(self) -> list[tuple[str, str]]:
        """The files as they are now."""
        return [(name, head + "".join(events)) for name, head, events in self.folder]

    def edit(self) -> None:
        """Do one thing."""
        self.chance.choice(EDITS)(self)

    def pick(self) -> tuple[list[str], int]:
        events = self.chance.choice([events for _, _, events in self.folder if events])
        return events, self.chance.randrange(len(events))

    def change(self) -> None:
        events, at = self.pick()
        events[at] = re.sub(
            "(?m)^    title: .*", f"    title: {self.chance.choice(TITLES)} neu", events[at]
        )

    def redate(self) -> None:
        events, at = self.pick()
        events[at] = re.sub(
            "(?m)^    date: .*", f"    date: {self.chance.choice(DATES)}", events[at]
        )

    def add(self) -> None:
        events, at = self.pick()
        events[at:at] = [self.event() for _ in range(self.chance.randint(1, 3))]

    def append(self) -> None:
        self.folder[-1][2].append(self.event())

    def delete(self) -> None:
        events, at = self.pick()
        if len(events) > 2:
            del events[at]

    def move(self) -> None:
        events, at = self.pick()
        event = events.pop(at)
        others = self.chance.choice(self.folder)[2]
        others.insert(self.chance.randint(0, len(others)), event)

    def sort(self) -> None:
        events, _ = self.pick()
        way = self.chance.choice(["up", "down", "anyhow"])
        if way == "anyhow":
            self.chance.shuffle(events)
        else:
            events.sort(reverse=way == "down")

    def comment(self) -> None:
        events, at = self.pick()
        events[at] = (
            self.chance.choice(["  # ein Kommentar\n", "# am Rand\n", "\n", "    # - id: e1\n"])
            + events[at]
            if at
            else events[at] + "    # danach\n"
        )

    def rename(self) -> None:
        events, at = self.pick()
        self.made += 1
        events[at] = re.sub("- id: e[0-9]+", f"- id: e{self.made}", events[at])

    def write_otherwise(self) -> None:
        events, at = self.pick()
        events[at] = (
            events[at]
            .replace("kind: law", "kind: 'law'")
            .replace("[NUM, MII]", "\n      - NUM\n      - MII")
        )

    def head(self) -> None:
        name, head, events = self.folder[0]
        old, new = self.chance.choice(HEADS)
        self.folder[0] = (
            name,
            head.replace(old, new) if old in head else head.replace(new, old),
            events,
        )

    def twice(self) -> None:
        events, at = self.pick()
        events.append(events[at])

    def point_nowhere(self) -> None:
        events, at = self.pick()
        events[at] += "    part_of: e9999\n"

    def point_in_a_circle(self) -> None:
        events, at = self.pick()
        events[at] += f"    part_of: e{self.chance.randint(1, self.made)}\n"

    def tell_by_others(self) -> None:
        events, at = self.pick()
        events[at] += f"    after: e{self.chance.randint(1, self.made)}\n"

    def split(self) -> None:
        if len(self.folder) < 3:
            _, _, events = self.folder[0]
            half = len(events) // 2
            self.folder.append(
                (f"{self.chance.choice('bcd')}{len(self.folder)}.yaml", "events:\n", events[half:])
            )
            del events[half:]
            self.folder.sort()


DATES = ["2020", "2020-04", "2020-04-11", "2021/2023", "2019/..", "../2018", "2022~", "196X", "'[2020-01,2021-05-03]'", "'{2020,2022}'",
         "2021-21", "2020?/2021", "Y-17E7"]  # fmt: skip
TITLES = [
    "Die Daten",
    "{de: Die Daten, en: The data}",
    "Das Netzwerk tagt",
    "'- id: e1'",
    "Gründung in Köln",
]
HEADS = [("title: Der Bericht", "title: Der neue Bericht"), ("published: 2021-05", "published: 2022"), ("  MII:\n", "  MII: Initiative\n"),
         ("  two: {title: Zwei}\n", "  zwo: {title: Neu}\n  two: {title: Zwei}\n"), ("  two: {title: Zwei}\n", ""),
         ("kinds: {law: Gesetz, founding: Gründung}\n", ""), ("language: de\n", "language: en\n"), ("  MII:\n", ""),
         ("  NUM: {", "  NEU:\n  NUM: {"), ("kinds:", "# Arten\nkinds:"), ("sources:\n", "sources:\n  Anders: {title: Nun im Verzeichnis}\n"),
         ("founding: Gründung", "founding: Gründung, report: Bericht"),
    ("law: Gesetz, founding: Gründung", "founding: Gründung, law: Gesetz"),
    ("  NUM: {name: {de: Netzwerk, en: Network}}\n  MII:\n", "  MII:\n  NUM: {name: {de: Netzwerk, en: Network}}\n"),
    ("  dhm: {title: Der Bericht, published: 2021-05, url: https://dhm.example}\n  two: {title: Zwei}\n",
     "  two: {title: Zwei}\n  dhm: {title: Der Bericht, published: 2021-05, url: https://dhm.example}\n"),
]  # fmt: skip
EDITS = [Editor.change, Editor.change, Editor.redate, Editor.add, Editor.append, Editor.delete, Editor.move, Editor.sort, Editor.comment,
         Editor.rename, Editor.write_otherwise, Editor.head, Editor.head, Editor.twice, Editor.point_nowhere, Editor.point_in_a_circle,
         Editor.tell_by_others, Editor.split]  # fmt: skip


@pytest.mark.parametrize("seed", seeds(120, 20))
def test_an_index_brought_up_to_date_is_like_one_built_anew(seed, monkeypatch):
    monkeypatch.setattr(update, "_FEW", 50)
    editor = Editor(seed)
    files, connection, times = editor.files, None, 0
    for _ in range(14):
        before = editor.folder[:], [list(events) for _, _, events in editor.folder]
        for _ in range(editor.chance.randint(1, 2)):
            editor.edit()
        if connection is None:
            connection = built(files)
        changed = [(name, None if (name, text) in files else text) for name, text in editor.files]
        try:
            whole = built(editor.files)
        except StoreError:  # broken: the update sees it, and whoever edited it takes it back
            with pytest.raises(Unsure):
                updated(connection, changed)
            editor.folder = [(n, h, e) for (n, h, _), e in zip(*before, strict=True)]
            connection.close()
            connection = built(files)
            continue
        whole.close()
        try:
            updated(connection, changed)
            times += 1
        except Unsure:
            connection.close()
            connection = built(editor.files)
        files = editor.files
        assert_same(connection, files)
    assert times


# What is read


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The text of the events that are read to bring an index up to date."""
    found: list[bytes] = []

    def record(head: Any, items: list[bytes]) -> Any:
        found.extend(items)
        return read_items(head, items)

    monkeypatch.setattr(update, "read_items", record)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened to see what they hold."""
    found: list[str] = []

    def record(path: str, *more: Any) -> Any:
        found.append(path.rpartition("/")[2])
        return read_bytes(path, *more)

    monkeypatch.setattr(states, "read_bytes", record)
    return found


def ask(store: Path, folder: Path) -> Index:
    return open_index(str(store), str(folder), open_store)


def titles(index: Index) -> list[str]:
    rows = index.connection.execute("SELECT e.title_en FROM event e ORDER BY e.slot").fetchall()
    index.connection.close()
    return [title for (title,) in rows]


STORE = "".join(generator.store(400))
EVENTS = [f"  - id{event}" for event in STORE.split("  - id")[1:]]


@pytest.mark.parametrize(
    ("edited", "least", "most"),
    [
        (STORE.replace(EVENTS[200], EVENTS[200].replace("kind: ", "kind: very-")), 1, 1),
        (STORE.replace(EVENTS[200], f"# a comment\n{EVENTS[200]}"), 1, 1),
        (STORE.replace(EVENTS[200], ""), 0, 0),
        (STORE.replace(EVENTS[200], "").replace(EVENTS[0], EVENTS[200] + EVENTS[0]), 0, 0),
        (STORE.replace(EVENTS[7], EVENTS[8]).replace(EVENTS[8], EVENTS[7], 1), 0, 0),
        (STORE + EVENTS[3].replace("event-3\n", "new\n"), 1, 1),
        (STORE.replace("\nnetworks:\n", "\n# of all\nnetworks:\n"), 0, 0),
        (STORE.replace("\n", "\r\n"), 0, 0),
        (STORE.replace("place: Köln", "place: Bonn"), 20, 100),
    ],
    ids=["event", "comment", "gone", "moved", "swapped", "new", "head", "line ends", "many"],
)  # fmt: skip
def test_only_events_that_changed_are_read(edited, least, most, read):
    connection = built([("x", STORE)])
    updated(connection, [("x", edited)])
    assert least <= len(read) <= most
    assert_same(connection, [("x", edited)])


@pytest.mark.parametrize("head", ["events: [{id: a, date: 2020, title: A}]\n", "x: 'a\n", "- a\n"])
def test_where_events_cannot_be_cut_out_any_more_all_is_built_anew(head):
    connection = built([("x", STORE), ("y", "events: []\n")])
    with pytest.raises(Unsure):
        updated(connection, [("x", STORE), ("y", head)])


def test_where_most_changed_all_is_built_anew(monkeypatch):
    monkeypatch.setattr(update, "_FEW", 20)
    connection = built([("x", STORE)])
    with pytest.raises(Unsure):
        updated(connection, [("x", STORE.replace("kind: ", "kind: other-"))])


def test_of_a_folder_only_changed_files_are_read(tmp_path, read, opened):
    store, folder = tmp_path / "store", tmp_path / "cache"
    store.mkdir()
    (store / "_.yaml").write_text(STORE.partition("events:")[0])
    for n in range(4):
        text = f"events:\n{''.join(EVENTS[n * 100 : n * 100 + 100])}"
        (store / f"{n}.yaml").write_text(text, encoding="utf-8")
    ask(store, folder).connection.close()
    settle(folder)
    opened.clear()
    file = store / "2.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(" 250 ", " 250 really ", 1), encoding="utf-8"
    )
    found = titles(ask(store, folder))
    assert (opened, len(read)) == (["2.yaml"], 1)
    assert sum("250 really" in title for title in found) <= 1
    assert found == titles(open_index(str(store), None, open_store))


def test_a_slip_is_told_and_mended_without_building_anew(tmp_path, monkeypatch):
    store, folder = tmp_path / "e.yaml", tmp_path / "cache"
    store.write_text(STORE, encoding="utf-8")
    before = titles(ask(store, folder))
    store.write_text(STORE.replace("networks: [", "networks: [N99, ", 1), encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        ask(store, folder)
    assert [problem.message for problem in caught.value.problems] == ["there is no network 'N99'"]
    monkeypatch.setattr("timeline.index.build.build", None)
    store.write_text(STORE, encoding="utf-8")
    assert titles(ask(store, folder)) == before
    store.write_text(STORE.replace(EVENTS[9], ""), encoding="utf-8")
    assert len(titles(ask(store, folder))) == 399


def test_between_two_events_there_is_room_for_many_until_there_is_none():
    start, end = places_between(None, None, 2)
    assert start < end
    for count in (1, 3, 1000):
        found = places_between(start, end, count)
        assert [start, *found, end] == sorted({start, *found, end})
    assert places_between(end, None, 1) > [end]
    assert b"" < places_between(None, start, 1)[0] < start
    tried = 0
    with contextlib.suppress(OverflowError):
        while tried < 100:
            (end,) = places_between(start, end, 1)
            tried += 1
    assert 30 < tried < 100


def test_where_events_lead_on_to_too_many_others_all_is_built_anew(monkeypatch):
    chain = "".join(
        f"  - {{id: c{n}, date: 2020, title: C, follows: c{n - 1}}}\n" for n in range(1, 9)
    )
    text = f"{STORE}  - {{id: c0, date: 2020, title: C}}\n{chain}"
    more = f"{text}  - {{id: c9, date: 2020, title: C, follows: c8}}\n"
    connection = built([("x", text)])
    monkeypatch.setattr(update, "_LONGEST", 9)
    with pytest.raises(Unsure):
        updated(connection, [("x", more)])
    monkeypatch.setattr(update, "_LONGEST", 10)
    connection = built([("x", text)])
    updated(connection, [("x", more)])
    assert_same(connection, [("x", more)])


def test_without_room_an_index_is_built_anew():
    connection, text, n = built([("x", STORE)]), STORE, 0
    with contextlib.suppress(Unsure):
        while n < 100:  # always behind the same event
            text = text.replace(EVENTS[5], EVENTS[5] + EVENTS[4].replace("event-4\n", f"new-{n}\n"))
            updated(connection, [("x", text)])
            n += 1
            if n % 10 == 0:
                assert_same(connection, [("x", text)])
    assert 30 < n < 100
