"""Matches are read when they are looked at, as often as that is, also when an index rots below."""

from __future__ import annotations

import gc
import sqlite3
import tracemalloc
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from timeline.errors import TimelineError
from timeline.index.cache import Index
from timeline.query.answer import Question
from timeline.query.matches import Counts, Finding, Matches, Reading
from timeline.query.terms import Label
from timeline.store.locate import Location
from timeline.workspace import Workspace

MANY = 1_200
EVENTS = "".join(
    f"  - {{id: e{n}, date: {2000 + n % 9}~, title: 'T {n}', tags: [{'ab'[n % 2]}]}}\n"
    for n in range(MANY)
)


@pytest.fixture
def workspace(store, tmp_path):
    return Workspace(Location(str(store("events:\n" + EVENTS)), ""), str(tmp_path / "cache"))


def ids(matches) -> list[str]:
    return [match.event.id for match in matches]


def test_matches_can_be_looked_at_again_and_in_the_midst_of_another_look(workspace):
    matches = workspace.answer(Question(), "en").matches
    whole = ids(matches)
    assert len(set(whole)) == len(matches) == MANY
    rest = iter(matches)
    assert ids(islice(rest, 700)) == whole[:700]
    assert ids(matches) == whole
    assert ids(rest) == whole[700:]
    assert matches[3] == matches[3:4][0] == list(matches)[3]
    assert matches[-1] == matches[MANY - 1]
    assert matches == tuple(matches)
    assert hash(matches) == hash(tuple(matches))
    assert matches != whole
    for wrong in (MANY, -MANY - 1):
        with pytest.raises(IndexError):
            matches[wrong]


@pytest.mark.parametrize("limit", [None, 0, 1, 499, 500, 501, MANY, MANY + 1])
def test_what_is_known_of_matches_is_the_same_before_and_after_they_are_read(workspace, limit):
    question = Question(Label("tag", ("a",)), limit=limit)
    shown = MANY // 2 if limit is None else min(limit, MANY // 2)
    for read in (False, True):
        found = workspace.answer(question, "en")
        if read:
            assert len(list(found.matches)) == shown
        assert bool(found.matches) == bool(shown)
        assert len(found.matches) == shown
        assert found.found == (MANY // 2, 0)
        assert (*found.found,) == (MANY // 2, 0)
        assert isinstance(found.found, Counts)
        assert sum(found.found.up_to(100)) in (100, MANY // 2)
        assert found.found.up_to(MANY) == (MANY // 2, 0)
        assert len(found.found) == 2
        assert hash(found.found) == hash((MANY // 2, 0))


def test_counting_stops_where_it_is_told_to(workspace):
    found = workspace.answer(Question(limit=3), "en").found
    assert found.up_to(10) == (10, 0)
    assert found == (MANY, 0)


def test_few_matches_are_kept_and_many_are_not(workspace):
    few = workspace.answer(Question(limit=10), "en").matches
    first, second = tuple(few), tuple(few)
    assert first[0] is second[0]
    many = workspace.answer(Question(), "en").matches
    first, second = tuple(many), tuple(many)
    assert first[0] is not second[0]


def test_a_look_at_many_matches_holds_few_of_them(workspace):
    matches = workspace.answer(Question(), "en").matches
    for _ in matches:
        pass
    gc.collect()
    tracemalloc.start()
    try:
        for _ in matches:
            pass
        passing = tracemalloc.get_traced_memory()[1]
        whole = list(matches)
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(whole) == MANY
    assert passing < held * 0.6  # the first ones are kept until it shows that there are more


def rot(workspace: Workspace, first: int) -> None:
    """Spoil the records of an index from some event on, below the connection that is open."""
    path = workspace.index.path
    assert path is not None
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE record SET record = '{' WHERE n >= ?", (first,))


@pytest.mark.parametrize("look", ["first", "second"])
def test_an_index_that_rots_in_the_middle_of_a_look_is_not_noticed(workspace, look):
    expected = ids(workspace.answer(Question(), "en").matches)
    matches = workspace.answer(Question(), "en").matches
    if look == "second":
        assert len(ids(matches)) == MANY
    rest = iter(matches)
    begun = ids(islice(rest, 5))
    workspace.close()  # what reads now reads from nowhere
    assert begun + ids(rest) == expected
    assert ids(matches) == expected


def test_records_that_rotted_are_read_from_the_store(workspace):
    expected = ids(workspace.answer(Question(), "en").matches)
    rot(workspace, 800)
    workspace.close()
    workspace._open = no_seal(workspace, workspace._open)
    assert ids(workspace.answer(Question(), "en").matches) == expected
    assert workspace.index.path is None
    assert workspace.answer(Question(limit=3), "en").found == (MANY, 0)


def no_seal(workspace: Workspace, usual):
    """Open the index at hand without a look at its seal, and after that as usual."""
    (path,) = Path(str(workspace.cache_folder)).glob("*.sqlite")

    def open_index(folder: str | None, *_: object) -> None:
        if folder is None:
            usual(None)
        else:
            connection = sqlite3.connect(path, check_same_thread=False)
            workspace._index = Index(connection, str(path), fresh=False)

    return open_index


def test_a_store_that_changes_when_its_index_rots_is_told_and_never_mixed(workspace):
    rest = iter(workspace.answer(Question(), "en").matches)
    assert len(ids(islice(rest, 700))) == 700
    store = workspace.location.path
    with open(store, encoding="utf-8") as file:
        text = file.read()
    with open(store, "w", encoding="utf-8") as file:
        file.write(text.replace("'T ", "'New "))
    workspace.close()
    # Some were read together with the last one: they are still those of before.
    assert all(match.event.title.en.startswith("T ") for match in islice(rest, 4))
    with pytest.raises(TimelineError, match="the store changed while it was read"):
        next(rest)


def test_what_fails_once_is_counted_in_the_index_that_takes_its_place():
    rotten, mended = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")

    def count(connection: sqlite3.Connection, _most: int | None) -> tuple[int, int]:
        if connection is rotten:
            raise sqlite3.DatabaseError("malformed")
        return 3, 4

    finding = Finding(rotten, lambda _rotten: mended, count, None)
    assert finding.counts() == (3, 4)
    assert finding.connection is mended


def test_what_fails_without_a_cache_fails():
    def refuse(_connection: sqlite3.Connection) -> sqlite3.Connection:
        raise  # noqa: PLE0704 - asked while an error is handled

    def fail(*_given: object) -> Any:
        raise sqlite3.DatabaseError("malformed")

    finding = Finding(sqlite3.connect(":memory:"), refuse, fail, None)
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        finding.counts()
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        list(Matches(finding, Reading(fail, fail)))
