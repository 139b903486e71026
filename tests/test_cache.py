"""The cache is never wrong: whatever befalls store, index or folder, the answer is the current one."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import shutil
import sqlite3
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.amount import examples, seeds
from timeline.index import states, temporary
from timeline.index.build import build
from timeline.index.cache import Index, open_index
from timeline.index.schema import FORMAT
from timeline.model import Contents, Date, Event, Text
from timeline.store.files import read_bytes
from timeline.store.stream import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATE = Date("2020", Text(), None, None, "year")


DAMAGES = 13
LIBRARY = "events:\n" + "".join(
    f"  - {{id: event-{n}, date: {1980 + n % 40}, title: A title {n}, tags: [t{n % 7}]}}\n"
    for n in range(60)
)


def compile_files(files: list[tuple[str, bytes]]) -> Contents:
    """Stand in for the reader of YAML: one event a file, titled with its name and all its bytes."""
    events = (
        Event(f"e{n}", DATE, Text(f"{os.fsencode(os.path.basename(path))!r} {data!r}"))
        for n, (path, data) in enumerate(files)
    )
    return Contents("en", None, None, (), tuple(events))


def ask(index: Index) -> list[str]:
    sql = "SELECT r.record FROM event e JOIN record r ON r.n = e.n ORDER BY e.slot"
    rows = index.connection.execute(sql).fetchall()
    index.connection.close()
    return [json.loads(record)["title"][0] for (record,) in rows]


def warm(
    store: Path | str, folder: Path | str, read: Callable[..., Any] = compile_files
) -> tuple[list[str], bool]:
    """Return the answer, and whether it came from the cache."""
    index = open_index(str(store), str(folder), read)
    fresh, answer = index.fresh, ask(index)
    return answer, not fresh


def truth(store: Path | str, read: Callable[..., Any] = compile_files) -> list[str]:
    return ask(open_index(str(store), None, read))


def assert_right(
    store: Path | str, folder: Path | str, read: Callable[..., Any] = compile_files
) -> bool:
    """Hold the answer against the one without a cache; return whether it was warm."""
    answer, was_warm = warm(store, folder, read)
    assert answer == truth(store, read)
    return was_warm


def index_file(folder: Path) -> Path:
    (found,) = folder.glob("*.sqlite")
    return found


def seal_file(folder: Path) -> Path:
    (found,) = folder.glob("*.seal")
    return found


def digest(files: list[tuple[str, bytes]]) -> str:
    return states.digest_of_all(states.File.of(path, data) for path, data in files)


def settle(folder: Path) -> None:
    """Make the seal old enough to be trusted, as if it had been written an hour later.

    The next change must not carry the time of the last: that is what the hour stands for.
    """
    clock = folder.parent / "clock"
    newest = max(file.stat().st_ctime_ns for file in folder.rglob("*"))
    clock.touch()
    while clock.stat().st_ctime_ns <= newest:
        time.sleep(0.001)
        clock.touch()
    seal = json.loads(seal_file(folder).read_bytes())
    seal["sealed_at"] += 3_600_000_000_000
    seal_file(folder).write_text(json.dumps(seal))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "events.yaml"
    file.write_bytes(b"first")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


# The warm path


def test_a_settled_index_is_used_without_reading_the_store(path, folder, monkeypatch):
    assert not assert_right(path, folder)
    settle(folder)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}

    def refuse(*arguments: object) -> None:
        raise AssertionError("a warm query reads, builds and writes nothing")

    for name in ("timeline.index.states.read_bytes", "timeline.index.cache._checksum",
                 "timeline.index.build.build"):  # fmt: skip
        monkeypatch.setattr(name, refuse)
    monkeypatch.setattr(temporary, "create", refuse)
    assert warm(path, folder) == (["b'events.yaml' b'first'"], True)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_an_index_just_built_is_compared_byte_by_byte_and_settles_with_time(
    path, folder, monkeypatch
):
    read = []

    def record_and_read(name: str, most: int | None = None, store: str | None = None) -> object:
        read.append(name)
        return read_bytes(name, most, store)

    monkeypatch.setattr(states, "read_bytes", record_and_read)
    assert warm(path, folder)[1] is False
    assert warm(path, folder)[1] is True
    assert len(read) == 2  # built, then compared: both within one tick
    time.sleep(2.05)
    assert warm(path, folder)[1] is True
    assert len(read) == 3  # compared for the last time, and sealed anew
    assert warm(path, folder)[1] is True
    assert len(read) == 3


# The store changes


def test_two_edits_within_one_tick_of_the_clock_are_both_noticed(path, folder):
    for number in range(200):
        path.write_bytes(b"%05d" % number)
        assert warm(path, folder)[0] == [f"b'events.yaml' b'{number:05}'"]


@pytest.mark.parametrize("settled", [False, True])
def test_an_edit_of_the_same_size_with_its_old_time_is_noticed(path, folder, settled):
    assert_right(path, folder)
    if settled:
        settle(folder)
    state = path.stat()
    path.write_bytes(b"other")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert not assert_right(path, folder)


def test_a_store_replaced_by_another_file_is_noticed(path, folder, tmp_path):
    assert_right(path, folder)
    settle(folder)
    other = tmp_path / "other"
    other.write_bytes(b"other")
    shutil.copystat(path, other)
    other.replace(path)
    assert not assert_right(path, folder)


def test_a_store_that_was_only_touched_or_rewritten_needs_no_new_index(path, folder):
    assert_right(path, folder)
    settle(folder)
    path.touch()
    assert assert_right(path, folder)
    path.write_bytes(b"second")
    path.write_bytes(b"first")
    assert assert_right(path, folder)


def test_a_store_rolled_back_after_an_index_of_the_newer_state_is_built_again(path, folder):
    assert_right(path, folder)
    path.write_bytes(b"newer")
    assert not assert_right(path, folder)
    path.write_bytes(b"first")
    assert not assert_right(path, folder)
    assert assert_right(path, folder)


def test_a_store_from_the_future_is_answered_rightly(path, folder):
    for number in range(5):
        path.write_bytes(b"%d" % number)
        os.utime(path, (4_000_000_000, 4_000_000_000))
        assert not assert_right(path, folder)
        assert assert_right(path, folder)


def test_a_link_that_points_elsewhere_is_noticed(path, folder, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_bytes(b"other")
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert_right(link, folder)
    settle(folder)
    link.unlink()
    link.symlink_to(other)
    assert not assert_right(link, folder)


def test_files_added_removed_and_renamed_in_a_folder_are_noticed(tmp_path, folder):
    store = tmp_path / "events"
    store.mkdir()
    (store / "a.yaml").write_bytes(b"A")

    def is_noticed() -> bool:
        settle(folder)
        noticed = not assert_right(store, folder)
        assert assert_right(store, folder)
        return noticed

    assert_right(store, folder)
    (store / "b.yaml").write_bytes(b"B")
    assert is_noticed()
    (store / "b.yaml").rename(store / "0.yaml")
    assert is_noticed()
    (store / "0.yaml").unlink()
    assert is_noticed()
    (store / "c.yaml").write_bytes(b"")
    assert is_noticed()
    (store / "a.yaml").write_bytes(b"")
    (store / "c.yaml").write_bytes(b"A")
    assert is_noticed()
    (store / "notes.txt").write_bytes(b"not a part of it")
    assert not is_noticed()


def test_a_file_moved_between_names_of_a_folder_changes_the_digest():
    assert digest([("a", b"bc")]) != digest([("ab", b"c")])
    assert digest([("a", b"b"), ("c", b"")]) != digest([("a", b""), ("c", b"b")])
    assert digest([("a", b"b")]) == digest([("elsewhere/a", b"b")])


def test_a_folder_put_where_a_file_was_is_another_store(path, folder):
    assert_right(path, folder)
    settle(folder)
    path.unlink()
    path.mkdir()
    (path / "events.yaml").write_bytes(b"inside")
    assert not assert_right(path, folder)


@pytest.mark.parametrize(
    "name",
    [b"a?b.yaml", b"a#b%20.yaml", b"a b.yaml", b"\xff\xfe.yaml", "ü€.yaml".encode(), b"'\".yaml"],
)
@pytest.mark.parametrize("odd_folder", [False, True])
@pytest.mark.parametrize("read", [compile_files, open_store])
def test_stores_and_cache_folders_of_any_name_are_warm(tmp_path, name, odd_folder, read):
    store = os.path.join(str(tmp_path), os.fsdecode(name))
    Path(store).write_bytes(six(b"any"))
    folder = os.path.join(str(tmp_path), os.fsdecode(name) + "d" if odd_folder else "cache")
    assert not assert_right(store, folder, read)
    assert assert_right(store, folder, read)
    settle(Path(folder))
    assert assert_right(store, folder, read)
    Path(store).write_bytes(six(b"other"))  # only what changed is read again
    assert not assert_right(store, folder, read)
    assert assert_right(store, folder, read)


def test_a_cache_folder_that_starts_with_two_slashes_is_no_host(path, folder):
    assert not assert_right(path, f"/{folder}")
    assert assert_right(path, f"/{folder}")


def test_each_store_has_an_index_of_its_own(tmp_path, folder):
    stores = [tmp_path / f"{name}.yaml" for name in "abc"]
    for store in stores:
        store.write_bytes(store.name.encode())
        assert not assert_right(store, folder)
    assert all(assert_right(store, folder) for store in stores)


def test_two_stores_filed_under_the_same_name_do_not_answer_for_each_other(
    tmp_path, folder, monkeypatch
):
    crc32 = zlib.crc32
    monkeypatch.setattr(zlib, "adler32", lambda _: 0)
    monkeypatch.setattr(zlib, "crc32", lambda raw, *more: crc32(raw, *more) if more else 0)
    stores = [tmp_path / f"{name}.yaml" for name in "ab"]
    for store in stores * 3:
        store.write_bytes(store.name.encode())
        assert not assert_right(store, folder)
        settle(folder)
    assert len(list(folder.glob("*.sqlite"))) == 1


# The index or its seal is not what it was


@pytest.mark.parametrize("settled", [False, True])
def test_an_index_cut_or_flipped_anywhere_is_built_anew(path, folder, settled):
    assert_right(path, folder)
    chance = random.Random(1)
    for _ in range(100):
        if settled:
            settle(folder)
        index = index_file(folder)
        state, data = index.stat(), bytearray(index.read_bytes())
        offset = chance.randrange(len(data))
        if chance.random() < 0.3:
            del data[offset:]
        else:
            data[offset] ^= 1 << chance.randrange(8)
        index.write_bytes(data)
        if chance.random() < 0.5:
            os.utime(index, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert not assert_right(path, folder)


ASKED = (
    ("list", "-f", "json"),
    ("search", "title", "-f", "json"),
    ("show", "event-7", "-f", "json"),
    ("stats", "--by", "year", "-f", "json"),
)


@pytest.mark.parametrize("seed", seeds(80, 1))
@pytest.mark.parametrize("settled", [False, True])
def test_no_command_answers_from_a_cache_that_was_cut_or_flipped_anywhere(
    timeline, store, tmp_path, monkeypatch, settled, seed
):
    """Where everything runs, at 1,040 offsets of the index and its seal."""
    where = tmp_path / "cache"
    file = store(LIBRARY)
    monkeypatch.delenv("TIMELINE_CACHE_DIR")
    with monkeypatch.context() as patch:
        patch.setenv("HOME", "/nonexistent")
        right = [timeline(*command) for command in ASKED]
        assert "in memory" in timeline("info").out
    monkeypatch.setenv("TIMELINE_CACHE_DIR", str(where))
    chance = random.Random(seed)
    for _ in range(DAMAGES if seed else 3):
        assert timeline("list").status == 0
        if settled:
            settle(where)
        whole = {path: path.read_bytes() for path in where.iterdir()}
        seal, index = sorted(whole)
        damaged = chance.choice((seal, index, index, index))
        data = bytearray(whole[damaged])
        offset = chance.randrange(len(data))
        if chance.random() < 0.3:
            del data[offset:]
        else:
            data[offset] ^= 1 << chance.randrange(8)
        for command, answer in zip(ASKED, right, strict=True):
            for path, before in whole.items():
                path.write_bytes(before)
            damaged.write_bytes(data)
            assert timeline(*command) == answer, (damaged.suffix, offset, command)
    assert file.read_text(encoding="utf-8") == LIBRARY


@pytest.mark.parametrize(
    "content", [b"", b"no database", b"SQLite format 3\0", "foreign", "folder", "gone"]
)
@pytest.mark.parametrize("settled", [False, True])
def test_what_is_no_index_of_ours_is_replaced_in_silence(path, folder, content, settled, capfd):
    assert_right(path, folder)
    if settled:
        settle(folder)
    index = index_file(folder)
    index.unlink()
    if content == "folder":
        index.mkdir()
    elif content == "foreign":
        with sqlite3.connect(index) as connection:
            connection.execute("CREATE TABLE meta (key, value)")
        connection.close()
    elif content != "gone":
        index.write_bytes(content)
    assert not assert_right(path, folder)
    assert assert_right(path, folder) == (content != "folder")
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_read_under_a_seal_that_fits_its_file_is_replaced(path, folder):
    assert_right(path, folder)
    index_file(folder).write_bytes(b"no database")
    seal = json.loads(seal_file(folder).read_bytes())
    seal["index"] = states.state_of(index_file(folder).stat())
    seal_file(folder).write_text(json.dumps(seal))
    settle(folder)
    assert not assert_right(path, folder)
    settle(folder)
    assert assert_right(path, folder)


def test_an_index_of_other_content_under_a_seal_that_fits_its_file_is_not_trusted(path, folder):
    assert_right(path, folder)
    with sqlite3.connect(index_file(folder)) as connection:
        connection.execute("UPDATE meta SET value = 'other' WHERE key = 'digest'")
    connection.close()
    seal = json.loads(seal_file(folder).read_bytes())
    seal["index"] = states.state_of(index_file(folder).stat())
    seal_file(folder).write_text(json.dumps(seal))
    settle(folder)
    assert not assert_right(path, folder)


SEALS: list[Any] = [
    b"", b"\xff", b"{", b"null", b"[]", b"1", b'"text"', b"[" * 100_000, b"1" * 5_000,
    {"format": FORMAT - 1}, {"format": FORMAT + 1}, {"format": str(FORMAT)}, {"format": None},
    {"store": "/elsewhere"}, {"store": None},
    {"digest": "0" * 32}, {"digest": None}, {"digest": 1}, {"digest": []},
    {"sealed_at": 0}, {"sealed_at": "x"}, {"sealed_at": None}, {"sealed_at": []},
    {"digests": None}, {"digests": []}, {"digests": {}}, {"digests": 3},
    {"files": None}, {"files": []}, {"files": {}}, {"files": {"x": 1}}, {"files": 3},
    {"index": None}, {"index": []}, {"index": {}}, {"index": [0] * 5},
    {"checksum": None, "sealed_at": 0}, {"checksum": "x", "sealed_at": 0},
]  # fmt: skip


@pytest.mark.parametrize("change", SEALS, ids=lambda c: repr(c)[:30])
@pytest.mark.parametrize("settled", [False, True])
def test_a_seal_that_is_wrong_in_any_way_leads_to_no_wrong_answer(path, folder, change, settled):
    assert_right(path, folder)
    if settled:
        settle(folder)
    file = seal_file(folder)
    if isinstance(change, bytes):
        file.write_bytes(change)
    else:
        file.write_text(json.dumps(json.loads(file.read_bytes()) | change))
    assert_right(path, folder)
    path.write_bytes(b"newer")
    assert not assert_right(path, folder)


@pytest.mark.parametrize(
    "key", ["format", "store", "digest", "digests", "checksum", "files", "index", "sealed_at"]
)
@pytest.mark.parametrize("settled", [False, True])
def test_a_seal_with_a_gap_leads_to_no_wrong_answer(path, folder, key, settled):
    assert_right(path, folder)
    if settled:
        settle(folder)
    seal = json.loads(seal_file(folder).read_bytes())
    del seal[key]
    seal_file(folder).write_text(json.dumps(seal))
    assert_right(path, folder)
    assert assert_right(path, folder)


def test_a_seal_that_is_a_folder_means_no_cache(path, folder):
    assert_right(path, folder)
    seal = seal_file(folder)
    seal.unlink()
    seal.mkdir()
    assert not assert_right(path, folder)
    assert not list(folder.glob(".new-*"))


# The folder cannot be used


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/timeline", "/dev/null/x"])
def test_where_no_cache_can_be_written_the_index_is_in_memory(path, tmp_path, place):
    (tmp_path / "file").write_bytes(b"no folder")
    place = str(tmp_path / place)
    index = open_index(str(path), place, compile_files)
    assert (index.path, index.fresh) == (None, True)
    assert not assert_right(path, place)


def full(*arguments: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["create", "replace", "makedirs"])
@pytest.mark.parametrize("when", ["from the start", "later"])
def test_a_full_or_read_only_disk_means_a_right_answer_all_the_same(
    path, folder, monkeypatch, call, when
):
    if when == "later":
        assert_right(path, folder)
    monkeypatch.setattr(temporary if call == "create" else os, call, full)
    for content in (b"first", b"other"):
        path.write_bytes(content)
        assert_right(path, folder)
    monkeypatch.undo()
    assert_right(path, folder)
    assert assert_right(path, folder)
    assert not list(folder.glob(".new-*"))


def test_a_disk_that_fills_up_during_the_build_means_an_index_in_memory(path, folder, monkeypatch):
    def full_build(connection: sqlite3.Connection, *arguments: Any) -> None:
        build(connection, *arguments)
        if connection.execute("PRAGMA database_list").fetchone()[2]:
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("timeline.index.build.build", full_build)
    assert open_index(str(path), str(folder), compile_files).path is None
    assert list(folder.iterdir()) == []
    monkeypatch.undo()
    assert not assert_right(path, folder)
    assert assert_right(path, folder)


def test_a_valid_index_in_a_folder_that_became_read_only_is_still_used(path, folder, monkeypatch):
    assert_right(path, folder)
    monkeypatch.setattr(temporary, "create", full)
    assert assert_right(path, folder)
    path.write_bytes(b"other")
    assert not assert_right(path, folder)


def test_a_seal_that_cannot_be_written_costs_no_second_build(path, folder, monkeypatch):
    built = []
    replace = os.replace

    def count_and_build(*arguments: Any) -> None:
        built.append(1)
        build(*arguments)

    monkeypatch.setattr("timeline.index.build.build", count_and_build)
    monkeypatch.setattr(
        os, "replace", lambda a, b: full() if b.endswith(".seal") else replace(a, b)
    )
    index = open_index(str(path), str(folder), compile_files)
    assert index.path is not None
    assert ask(index) == ["b'events.yaml' b'first'"]
    assert len(built) == 1


# Others use the folder too


def test_what_killed_builders_left_is_swept_after_an_hour(path, folder):
    folder.mkdir()
    old, young, foreign = (folder / name for name in (".new-old.sqlite", ".new-young", "mine"))
    for file in (old, young, foreign):
        file.write_bytes(b"x")
    for file in (old, foreign):
        os.utime(file, (time.time() - 4_000,) * 2)
    assert_right(path, folder)
    assert [file.exists() for file in (old, young, foreign)] == [False, True, True]


def work(folder: str, store: str, worker: int, rounds: int) -> list[str]:
    """Edit and ask at once with others; return what went wrong."""
    wrong = []
    own = Path(folder) / f"own-{worker}.yaml"
    cached = os.path.join(folder, "cache")
    for number in range(rounds):
        own.write_bytes(b"%d %d" % (worker, number))
        if warm(own, cached)[0] != truth(own):
            wrong.append(f"own store of {worker}, round {number}")
        replacement = Path(folder) / f"next-{worker}"
        replacement.write_bytes(b"shared %d" % (worker % 2))
        replacement.replace(store)
        (said,) = warm(store, cached)[0]
        if said not in ("b'events.yaml' b'shared 0'", "b'events.yaml' b'shared 1'"):
            wrong.append(said)
    return wrong


@pytest.mark.long
def test_eight_processes_that_edit_and_ask_at_once_get_right_answers(path, folder, tmp_path):
    path.write_bytes(b"shared 0")
    with multiprocessing.get_context("spawn").Pool(8) as pool:
        jobs = [(str(tmp_path), str(path), worker, 6) for worker in range(8)]
        assert pool.starmap(work, jobs) == [[]] * 8
    assert_right(path, folder)
    assert assert_right(path, folder)
    assert not list(folder.glob(".new-*"))


# Anything, in any order


def six(word: bytes, which: str = "e") -> bytes:
    """Return six events; a word stands in the titles of two, and in what is said of sources."""
    events = (
        f"  - id: {which}{n}\n    date: 2020\n    sources: [known]\n"
        f"    title: {word.decode() if n in {2, 3} else 'other'} {n}\n"
        for n in range(6)
    )
    source = f"sources: {{known: {{title: {word[:1].decode()}}}}}\n" if which == "e" else ""
    return f"{source}events:\n{''.join(events)}".encode()


class AnyHistory(RuleBasedStateMachine):
    """Whatever happens to store and cache, the index answers what no index would."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="timeline-"))
        self.store, self.folder = self.root / "events", self.root / "cache"
        self.store.mkdir()
        self.file = self.store / "a.yaml"
        self.file.write_bytes(six(b"begin"))

    def teardown(self) -> None:
        if hasattr(self, "root"):
            shutil.rmtree(self.root)

    def _cached(self, kind: str) -> Iterator[Path]:
        return iter(sorted(self.folder.glob(kind))) if self.folder.is_dir() else iter(())

    @rule(content=st.sampled_from((b"begin", b"other", b"more text")))
    def edit(self, content: bytes) -> None:
        self.file.write_bytes(six(content))

    @rule(content=st.sampled_from((b"abcde", b"edcba")))
    def edit_and_restore_the_time(self, content: bytes) -> None:
        state = self.file.stat()
        self.file.write_bytes(six(content))
        os.utime(self.file, ns=(state.st_atime_ns, state.st_mtime_ns))

    @rule(content=st.sampled_from((b"swap1", b"swap2")))
    def check_out(self, content: bytes) -> None:
        """As git does: a new file in place of the old one, and of its size."""
        self.file.unlink()
        self.file.write_bytes(six(content))

    @rule(hours=st.integers(1, 400_000))
    def roll_back(self, hours: int) -> None:
        """An older version, with the time it had then: as tar, rsync and cp -p do."""
        older = self.file.stat().st_mtime_ns - hours * 3_600_000_000_000
        self.file.write_bytes(six(b"older"))
        os.utime(self.file, ns=(older, older))

    @rule(years=st.sampled_from((-60, -1, 1, 500)))
    def touch_with_any_time(self, years: int) -> None:
        """The clock was, or will be, another one."""
        then = time.time() + years * 31_556_952
        os.utime(self.file, (then, then))

    @rule(content=st.sampled_from((b"swap1", b"swap2")))
    def replace_by_a_file_of_the_same_time(self, content: bytes) -> None:
        other = self.root / "other"
        other.write_bytes(six(content))
        shutil.copystat(self.file, other)
        other.replace(self.file)

    @rule()
    def touch(self) -> None:
        self.file.touch()

    @rule(name=st.sampled_from(("a.yaml", "b.yaml", "ü?#.yaml", os.fsdecode(b"\xe9\xff.yaml"))))
    def rename(self, name: str) -> None:
        self.file = self.file.rename(self.store / name)

    @rule(content=st.sampled_from((None, b"mine", b"begin")))
    def add_or_remove_a_second_file(self, content: bytes | None) -> None:
        second = self.store / "z.yaml"
        if content is None:
            second.unlink(missing_ok=True)
        else:
            second.write_bytes(six(content, "z"))

    @rule()
    def let_an_hour_pass(self) -> None:
        if self.folder.is_dir() and [*self._cached("*.seal")]:
            settle(self.folder)

    @rule()
    def delete_the_cache(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @rule(at=st.integers(0, 100_000), bit=st.integers(0, 7))
    def flip_a_bit_of_the_index(self, at: int, bit: int) -> None:
        for file in self._cached("*.sqlite"):
            data = bytearray(file.read_bytes())
            data[at % len(data)] ^= 1 << bit
            file.write_bytes(data)

    @rule(kind=st.sampled_from(("*.sqlite", "*.seal")))
    def delete_a_part_of_the_cache(self, kind: str) -> None:
        for file in self._cached(kind):
            file.unlink()

    @invariant()
    def the_answer_is_right(self) -> None:
        if hasattr(self, "root"):
            assert_right(self.store, self.folder, open_store)


AnyHistory.TestCase.settings = settings(examples(1_000, everyday=3), stateful_step_count=15)
TestAnyHistory = AnyHistory.TestCase
