"""What the index holds, and how a workspace asks it: on the disk or in memory, the same."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zlib
from pathlib import Path

import pytest

from timeline.dates.keys import key
from timeline.errors import StoreError, TimelineError, UsageError
from timeline.index import states
from timeline.index.build import build
from timeline.index.schema import FORMAT
from timeline.model import Contents, Date, Dispute, Event, Text
from timeline.placement import place
from timeline.query.answer import Question
from timeline.query.terms import Label
from timeline.store.locate import Location
from timeline.workspace import Workspace, cache_folder, open_workspace, shown_path

STORE = """\
language: de
networks: {NUM: {name: {de: Netzwerk, en: Network}, url: https://num.example}, GBN: {name: B}}
kinds: {founding: {name: {de: Gründung, en: Founding}}}
sources: {s1: {title: One, url: https://one.example}}
events:
  - {id: b, date: 2021, title: {de: Später, en: Later}, networks: [NUM], sources: [s1]}
  - {id: a, date: 2020, title: Früh, kind: founding, tags: [x, x2], status: planned}
"""


@pytest.fixture(params=["on the disk", "in memory"])
def workspace(request, store, tmp_path):
    folder = str(tmp_path / "cache") if request.param == "on the disk" else None
    return Workspace(Location(str(store(STORE)), ""), folder, str(tmp_path / "work"))


def row(connection: sqlite3.Connection, sql: str) -> tuple[object, ...]:
    found = connection.execute(sql).fetchall()
    assert len(found) == 1
    return tuple(found[0])


def test_a_workspace_answers_the_same_with_and_without_a_cache(workspace):
    assert workspace.language == "de"
    assert workspace.count() == 2
    assert workspace.meta("format") == str(FORMAT)
    assert workspace.meta("unheard-of") is None
    found = workspace.answer(Question(), "en")
    assert [m.event.id for m in found.matches] == ["a", "b"]
    assert found.kinds == {"founding": Text("Gründung", "Founding")}
    assert [n for n, _, _ in workspace.names("network")] == ["NUM", "GBN"]
    assert workspace.names("network")[0][1]["url"] == "https://num.example"
    assert workspace.names("source") == [
        ("s1", {"id": "s1", "title": "One", "url": "https://one.example"}, 1)
    ]
    assert workspace.find_name("network", "gbn") == ("GBN",)
    assert workspace.find_event("B") == "b"
    assert [i for i, _ in workspace.ids("a")] == ["a"]
    with pytest.raises(UsageError, match="there is no event 'zebra'"):
        workspace.find_event("zebra")


def test_an_index_is_opened_once_and_says_whether_it_was_built(workspace):
    assert workspace.index is workspace.index
    assert workspace.index.fresh
    again = Workspace(workspace.location, workspace.cache_folder).index
    assert again.fresh == (workspace.cache_folder is None)


def test_nothing_can_be_written_into_an_index_on_the_disk(store, tmp_path):
    workspace = Workspace(Location(str(store(STORE)), ""), str(tmp_path / "cache"))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        workspace.index.connection.execute("DELETE FROM event")


def test_a_broken_store_answers_nothing_and_leaves_no_index(store, tmp_path):
    path = store("events: [{id: x}]")
    with pytest.raises(StoreError):
        Workspace(Location(str(path), ""), str(tmp_path / "cache")).count()
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_store_that_broke_is_not_answered_from_its_old_index(store, tmp_path):
    path = store(STORE)
    location = Location(str(path), "")
    assert Workspace(location, str(tmp_path / "cache")).count() == 2
    path.write_text(STORE.replace("2021", "2O21"), encoding="utf-8")
    with pytest.raises(StoreError):
        Workspace(location, str(tmp_path / "cache")).count()


@pytest.mark.parametrize("folder", [None, "cache"])
def test_a_store_that_went_away_is_told_in_one_message(store, tmp_path, folder):
    path = store(STORE)
    path.unlink()
    with pytest.raises(TimelineError, match="cannot be read"):
        Workspace(Location(str(path), ""), folder and str(tmp_path / folder)).count()


def test_a_folder_that_cannot_be_listed_is_told_in_one_message(store, tmp_path, monkeypatch):
    path = store(STORE, "events/a.yaml").parent

    def refuse(folder: str) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(states, "store_files", refuse)
    with pytest.raises(TimelineError, match="cannot be read: Permission denied"):
        Workspace(Location(str(path), ""), str(tmp_path / "cache")).count()


def test_an_index_that_fails_in_the_middle_of_a_query_is_built_again_in_memory(store, tmp_path):
    workspace = Workspace(Location(str(store(STORE)), ""), str(tmp_path / "cache"))
    assert workspace.index.path is not None
    rotten = workspace.index.connection

    def question(connection: sqlite3.Connection) -> int:
        if connection is rotten:
            raise sqlite3.DatabaseError("malformed")
        return 7

    assert workspace._ask(question) == 7
    assert workspace.index.path is None
    rotten = workspace.index.connection
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):  # that was the last resort
        workspace._ask(question)
    assert workspace.count() == 2


@pytest.mark.parametrize("rotten", ["{", "[]", "{}", '{"id": "x", "date": 7, "title": [1, 2]}'])
def test_a_record_that_rotted_is_built_again_in_memory(store, tmp_path, rotten):
    workspace = Workspace(Location(str(store(STORE)), ""), str(tmp_path / "cache"))
    path = workspace.index.path
    assert path is not None
    for _ in range(2):  # what is closed already stays so
        workspace.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE record SET record = ?", (rotten,))
    # As if the disk had done it: without a trace in the file's times.
    reseal(path)
    assert len(tuple(workspace.answer(Question(), "en").matches)) == 2
    assert workspace.index.path is None


def reseal(index: str) -> None:
    """Make a changed index pass for the one that was sealed."""
    path = Path(index).with_suffix(".seal")
    seal = json.loads(path.read_text())
    state = os.stat(index)
    seal["index"] = [
        state.st_size,
        state.st_mtime_ns,
        state.st_ctime_ns,
        state.st_ino,
        state.st_dev,
    ]
    seal["checksum"] = zlib.crc32(Path(index).read_bytes())
    path.write_text(json.dumps(seal))


def test_an_error_in_the_code_is_raised_and_not_tried_again(store, tmp_path):
    workspace = Workspace(Location(str(store(STORE)), ""), str(tmp_path / "cache"))
    asked = []

    def question(connection: sqlite3.Connection) -> None:
        asked.append(connection)
        raise ValueError("a fault in the code")

    with pytest.raises(ValueError, match="a fault in the code"):
        workspace._ask(question)
    assert len(asked) == 1


def test_a_users_mistake_is_not_taken_for_a_rotten_index(store, tmp_path):
    workspace = Workspace(Location(str(store(STORE)), ""), str(tmp_path / "cache"))
    with pytest.raises(UsageError):
        workspace.answer(Question(sort="nothing"), "en")
    assert workspace.index.path is not None


def test_pages_that_rot_below_an_open_index_are_noticed(store, tmp_path):
    events = "".join(f"  - {{id: e{n}, date: 2020, title: 'T {n}'}}\n" for n in range(400))
    workspace = Workspace(Location(str(store("events:\n" + events)), ""), str(tmp_path / "cache"))
    assert workspace.index.path
    with open(workspace.index.path, "r+b") as file:  # in place: the open index sees it
        size = file.seek(0, os.SEEK_END)
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    assert len(tuple(workspace.answer(Question(), "en").matches)) == 400
    assert workspace.index.path is None


def test_dates_keep_their_members_and_the_hull_of_everything_they_may_touch():
    def date(text: str) -> Date:
        return Date(text, Text(), None, None, "")

    event = Event("x", date("{1960,1962?}"), Text("T"), disputed=(Dispute(date("1950")),))
    dated = place(event)
    assert (len(dated.members), len(dated.rivals), dated.one_of) == (2, 1, False)
    assert [m.hedged for m in (*dated.members, *dated.rivals)] == [False, True, True]
    connection = sqlite3.connect(":memory:")
    build(connection, Contents("en", None, None, (), (event,)), "d")
    es, le, first, last = row(connection, "SELECT es, le, first, last FROM event")
    (rival,) = dated.rivals
    assert es == key(dated.members[0].es)
    assert (le, last) == (key(dated.members[1].le),) * 2
    assert first == key(rival.es)
    assert row(connection, "SELECT count(*) FROM span") == (3,)


def test_a_name_borne_twice_by_an_event_counts_once(store, tmp_path):
    text = "events: [{id: x, date: 2020, title: T, tags: [a], sources: [https://e.example, https://e.example]}]"
    workspace = Workspace(Location(str(store(text)), ""), None)
    assert [count for _, _, count in workspace.names("source")] == [1]
    assert workspace.answer(Question(Label("tag", ("a",))), "en").found == (1, 0)


# Where things are


def test_the_cache_folder_is_the_users_or_as_told(tmp_path):
    assert cache_folder({"TIMELINE_CACHE_DIR": "/x/../y"}) == "/y"
    assert cache_folder({"TIMELINE_CACHE_DIR": "here"}) == os.path.abspath("here")
    if sys.platform == "linux":
        user, home = {"HOME": str(tmp_path)}, f"{tmp_path}/.cache/timeline"
        assert cache_folder(user) == cache_folder({**user, "TIMELINE_CACHE_DIR": ""}) == home
        assert cache_folder({"XDG_CACHE_HOME": "/c"}) == "/c/timeline"
        assert cache_folder({**user, "XDG_CACHE_HOME": "not/absolute"}) == home


def test_elsewhere_the_cache_folder_is_what_platformdirs_says(monkeypatch):
    from platformdirs import user_cache_dir

    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder({}) == user_cache_dir("timeline", appauthor=False)


def test_paths_are_shown_from_the_current_folder_without_climbing():
    assert shown_path("/a/b/c.yaml", "/a") == os.path.join("b", "c.yaml")
    assert shown_path("/a/c.yaml", "/a/b") == "/a/c.yaml"


def test_a_path_is_shown_whole_where_the_current_folder_is_gone(tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert shown_path("/a/c.yaml", "") == "/a/c.yaml"


def test_a_workspace_is_opened_where_the_environment_says(store, tmp_path):
    path = store(STORE)
    environment = {"TIMELINE_STORE": str(path), "TIMELINE_CACHE_DIR": str(tmp_path / "c")}
    workspace = open_workspace(None, str(Path("/")), environment)
    assert workspace.count() == 2
    assert workspace.index.path
    assert workspace.index.path.startswith(str(tmp_path / "c"))


def test_what_stands_before_the_tables_while_they_are_built_is_gone_and_all_else_is_there():
    connection = sqlite3.connect(":memory:")
    build(connection, Contents("en", None, None, (), ()), "d")
    assert connection.execute("SELECT * FROM temp.sqlite_master").fetchall() == []
    made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert {"event_id", "event_edge", "span_event", "name_folded"} <= made
