"""Several processes make the same rows as one, whatever becomes of them."""

from __future__ import annotations

import json
import marshal
import os
import pickle
import sqlite3
import subprocess
from typing import TYPE_CHECKING, Any, NoReturn
from unittest.mock import DEFAULT, Mock

import pytest

from benchmarks import generator
from timeline.errors import StoreError
from timeline.index import workers
from timeline.index.build import build
from timeline.index.tables import batch_of, number
from timeline.index.workers import batches_of
from timeline.store.cutting import Unsure
from timeline.store.events import read_event
from timeline.store.loading import read_store
from timeline.store.stream import Raw, Stream, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.model import Contents, Event

TEXT = "".join(generator.store(400))
ODD = """\
  - id: odd
    date: 2020
    title: "With \\u00e4n escape"
    follows: event-1
    sources: [known, {source: known, stated: im Jahr 2020}]
"""
STORE = f"sources: {{known: {{title: Known}}}}\n{TEXT}{ODD}"


def raw_of(text: str) -> Raw:
    found = open_store([("x", text.encode())])
    assert isinstance(found, Stream)
    assert found.raw is not None
    return found.raw


def dump_of(store: str | Contents) -> list[str]:
    """Return the tables of the index of a store."""
    connection = sqlite3.connect(":memory:")
    found = open_store([("x", store.encode())]) if isinstance(store, str) else store
    build(connection, found, "digest")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even a few events be worth three processes."""
    monkeypatch.setattr("timeline.index.build._VERY_MANY", 0)
    monkeypatch.setattr(workers, "_BATCH", 30)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return the processes that were started."""
    found: list[subprocess.Popen[bytes]] = []
    start: Callable[..., Any] = subprocess.Popen

    def remember(*arguments: Any, **options: Any) -> Any:
        found.append(start(*arguments, **options))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    return found


def test_three_processes_make_the_rows_that_one_makes(monkeypatch, few, started):
    found = list(batches_of(raw_of(STORE)))
    assert len(started) == 3
    assert all(process.returncode is not None for process in started)
    several = dump_of(STORE)
    assert len(started) == 6
    monkeypatch.setattr("timeline.index.build._VERY_MANY", 1_000_000)
    assert dump_of(STORE) == several
    monkeypatch.setattr("timeline.index.build._BATCH", 30)
    assert dump_of(STORE) == several
    assert len(started) == 6
    alone = open_store([("x", STORE.encode())])
    assert [batch_of(number(some, first)) for first, some in batched(alone.events, 30)] == found


def batched(events: Iterable[Event], count: int) -> Iterator[tuple[int, list[Event]]]:
    rest, first = list(events), 1
    while rest:
        yield first, rest[:count]
        first, rest = first + count, rest[count:]


def test_names_stand_in_the_order_of_the_store_and_the_catalogue_comes_first(few):
    head = "sources: {z: {title: Of the catalogue}, report: {title: Another}}\n"
    last = "  - {id: x, date: 2020, title: X, sources: [report, {title: z}, https://a.example]}\n"
    text = head + TEXT + last
    events = read_store([("x", text.encode())]).events
    used = dict.fromkeys(c.source.name for event in events for c in event.citations)
    connection = sqlite3.connect(":memory:")
    build(connection, open_store([("x", text.encode())]), "digest")
    rows = connection.execute(
        "SELECT name, record FROM name WHERE field = 'source' ORDER BY place"
    ).fetchall()
    connection.close()
    assert [name for name, _ in rows] == list(dict.fromkeys(["z", "report", *used]))
    assert json.loads(rows[0][1]) == {"id": "z", "title": "Of the catalogue"}


@pytest.mark.parametrize("deaths", [1, 3])
def test_what_a_process_leaves_undone_is_done_here(few, started, deaths):
    expected = [batch.tables for batch in batches_of(raw_of(STORE))]
    started.clear()
    found = []
    for batch in batches_of(raw_of(STORE)):
        found.append(batch.tables)
        for process in started[:deaths]:
            process.kill()
    assert found == expected


def test_where_no_process_can_be_started_one_does_it_all(monkeypatch, few):
    expected = [batch.tables for batch in batches_of(raw_of(STORE))]

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert [batch.tables for batch in batches_of(raw_of(STORE))] == expected


def test_where_no_thread_can_be_started_one_asks_them_all(monkeypatch, few, started):
    expected = [batch.tables for batch in batches_of(raw_of(STORE))]

    def refuse(*_arguments: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("concurrent.futures.ThreadPoolExecutor.submit", refuse)
    assert [batch.tables for batch in batches_of(raw_of(STORE))] == expected
    assert len(started) == 6


def test_a_process_answers_until_nobody_asks_any_more(monkeypatch):
    """What ``_Worker`` starts, here in this process; coverage does not count what that one does."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("gc.disable", lambda: None)
    (asked, ask), (answered, answer) = os.pipe(), os.pipe()
    raw = raw_of(STORE)
    items = next(raw.batches(30))
    with os.fdopen(ask, "wb") as stream:
        workers._send(stream, pickle.dumps(raw.head))
        for given in (items, [b"  - {id: x, date: 2020-13, title: X}\n"]):
            workers._send(stream, marshal.dumps((30, given)))
    workers.serve(asked, answer)
    os.close(asked)
    os.close(answer)
    with os.fdopen(answered, "rb") as stream:
        first, second = (marshal.loads(workers._receive(stream)) for _ in range(2))
        assert first == marshal.loads(marshal.dumps(workers._compile(raw.head, 30, items)))
        assert second is None
        with pytest.raises(EOFError):
            workers._receive(stream)


@pytest.mark.parametrize("processes", [1, 3])
def test_what_turns_out_to_be_unsure_is_read_as_a_whole(monkeypatch, few, started, processes):
    """Reading in pieces may be more careful than reading as a whole, up to the end."""

    def unsure(*_given: object) -> NoReturn:
        raise Unsure

    expected = dump_of(read_store([("x", STORE.encode())]))
    if processes == 1:
        monkeypatch.setattr("timeline.index.build._VERY_MANY", 1_000_000)
        last = len(read_store([("x", STORE.encode())]).events)
        read = Mock(side_effect=[DEFAULT] * (last - 1) + [Unsure], wraps=read_event)
        monkeypatch.setattr("timeline.store.stream.read_event", read)
    else:
        monkeypatch.setattr(workers, "check_mentions", unsure)
    shares: list[float] = []
    connection = sqlite3.connect(":memory:")
    build(connection, open_store([("x", STORE.encode())]), "digest", shares.append)
    assert list(connection.iterdump()) == expected
    connection.close()
    assert shares[-1] == pytest.approx(0.9)
    assert len(started) == (0 if processes == 1 else 3)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("  - {id: event-7, date: 2020, title: X}\n", "duplicate-id"),
        ("  - {id: x, date: 2020, title: X, part_of: nobody}\n", "unknown-event"),
        ("  - {id: x, date: 2020, title: X, follows: x}\n", "circle"),
        ("  - {id: x, date: 2020-13, title: X}\n", "bad-date"),
        ("  - {id: x, date: 2020, title: X, networks: [N99]}\n", "unknown-network"),
    ],
)
def test_what_is_wrong_is_told_as_ever(few, started, more, code):
    with pytest.raises(Unsure):
        list(batches_of(raw_of(STORE + more)))
    connection = sqlite3.connect(":memory:")
    with pytest.raises(StoreError) as raised:
        build(connection, open_store([("x", (STORE + more).encode())]), "digest")
    connection.close()
    assert [problem.code for problem in raised.value.problems] == [code]
    assert all(process.returncode is not None for process in started)


def test_nothing_in_the_current_folder_is_run(monkeypatch, few, tmp_path):
    expected = [batch.tables for batch in batches_of(raw_of(STORE))]
    for name in ("marshal", "timeline", "yaml", "sitecustomize", "signal", "re"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    assert [batch.tables for batch in batches_of(raw_of(STORE))] == expected
    assert not (tmp_path / "ran").exists()
