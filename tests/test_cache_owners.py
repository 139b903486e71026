"""A cache that others planted, or that cannot be written, decides no answer and overwrites nothing."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import stat
import sys
import time
from pathlib import Path

import pytest

from tests.amount import chosen
from tests.conftest import ASK_ALL
from timeline.index import states, temporary
from timeline.index.cache import open_index
from timeline.index.states import check_folder, open_ours
from timeline.store.stream import open_store

if sys.platform == "win32":
    pytest.skip("owners are those of POSIX", allow_module_level=True)

IS_ROOT = os.geteuid() == 0
TRUE = "events: [{id: a, date: 2020, title: True}]"
FALSE = TRUE.replace("True", "Lies")
OTHER = 12345
"""The number of somebody else; who runs the tests as himself plays that somebody to a test."""


def titles(said: str | bytes) -> list[str]:
    """Return the titles in an answer as JSON."""
    return [event["title"]["en"] for event in json.loads(said)]


def forge(folder: Path, path: Path) -> None:
    """Fill a folder with an index that tells lies of a store, and a seal that fits."""
    state = path.stat()
    path.write_text(FALSE)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    open_index(str(path), str(folder), open_store).connection.close()
    path.write_text(TRUE)
    (index,) = folder.glob("*.sqlite")
    (seal,) = folder.glob("*.seal")
    found = json.loads(seal.read_bytes())
    found["files"] = {str(path): states.state_of(path.stat())}
    found["index"] = states.state_of(index.stat())
    found["sealed_at"] += 3_600_000_000_000
    seal.write_text(json.dumps(found))


@pytest.fixture
def given_away(monkeypatch):
    """Return a function that gives a file to somebody else.

    Only root can do that; whoever else runs the tests is somebody else himself from then on.
    """

    def give(path: Path) -> None:
        if IS_ROOT:
            os.chown(path, OTHER, OTHER, follow_symlinks=False)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: OTHER)

    return give


def test_an_index_that_is_forged_well_would_be_believed(store, timeline, tmp_path):
    """What the following tests refuse is worth refusing."""
    path = store(TRUE)
    forge(tmp_path / "cache", path)
    assert titles(timeline("list", "-f", "json").out) == ["Lies"]


@pytest.mark.parametrize("what", ["folder", "sticky", "seal", "link", "open"])
def test_what_somebody_else_planted_gives_no_answer(store, timeline, tmp_path, given_away, what):
    path, cache = store(TRUE), tmp_path / "cache"
    forge(cache, path)
    before = {file.name: file.read_bytes() for file in cache.iterdir()}
    if what == "folder":
        given_away(cache)
    elif what == "sticky":  # as in /tmp: anybody may put files there, and take only his away
        os.chmod(cache, 0o1777)
        for file in cache.iterdir():
            given_away(file)
    elif what == "seal":
        given_away(next(cache.glob("*.seal")))
    elif what == "link":
        cache.rename(tmp_path / "theirs")
        cache.symlink_to(tmp_path / "theirs")
        given_away(cache)
    else:
        os.chmod(cache, 0o777)
    for command in (("list",), ("search", "True"), ("show", "a")):
        run = timeline(*command, "-f", "json")
        assert run.status == 0
        assert "True" in run.out
        assert "Lies" not in run.out
    assert timeline("search", "Lies").err == "no event matches\n"
    if what in ("folder", "link", "open"):
        assert "not yours" in timeline("info").out
        assert {file.name: file.read_bytes() for file in cache.iterdir()} == before


def test_an_index_of_somebody_else_under_a_seal_of_ours_gives_no_answer(
    store, timeline, tmp_path, given_away, monkeypatch
):
    """Its bytes have the sum that was sealed: CRC-32 can be had for any bytes."""
    path, cache = store(TRUE), tmp_path / "cache"
    monkeypatch.setattr("timeline.index.cache._checksum", lambda *_: 0)
    assert titles(timeline("list", "-f", "json").out) == ["True"]
    forge(tmp_path / "lies", path)
    (index,), (lies,) = cache.glob("*.sqlite"), (tmp_path / "lies").glob("*.sqlite")
    with contextlib.closing(sqlite3.connect(lies)) as connection, connection:
        (seal,) = cache.glob("*.seal")
        digest = json.loads(seal.read_bytes())["digest"]
        connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", [digest])
    lies.replace(index)
    mine = index.read_bytes()
    assert titles(timeline("list", "-f", "json").out) == ["Lies"]
    index.write_bytes(mine)
    os.chmod(cache, 0o1777)
    given_away(index)
    assert titles(timeline("list", "-f", "json").out) == ["True"]


@pytest.mark.parametrize("kind", ["*.sqlite", "*.seal"])
@pytest.mark.parametrize("planted", ["link", "dangling", "pipe", "hard link"])
def test_a_planted_link_or_pipe_is_neither_followed_nor_waited_for(
    store, timeline, tmp_path, kind, planted
):
    store(TRUE)
    victim, cache = tmp_path / "victim", tmp_path / "cache"
    victim.write_text("precious")
    timeline("list")
    (name,) = cache.glob(kind)
    name.unlink()
    if planted == "link":
        name.symlink_to(victim)
    elif planted == "dangling":
        name.symlink_to(tmp_path / "new")
    elif planted == "pipe":
        os.mkfifo(name)
    else:
        name.hardlink_to(victim)
    for _ in range(3):
        assert titles(timeline("list", "-f", "json").out) == ["True"]
    assert victim.read_text() == "precious"
    assert not (tmp_path / "new").exists()
    assert name.is_file()
    assert not name.is_symlink()
    assert not name.samefile(victim)


def test_the_folder_may_be_a_link_of_ones_own(store, timeline, tmp_path):
    store(TRUE)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    assert timeline("list").status == 0
    assert len(list((tmp_path / "elsewhere").glob("*.sqlite"))) == 1
    assert "in memory" not in timeline("info").out


def test_a_link_that_leads_nowhere_means_no_cache(store, timeline, tmp_path):
    store(TRUE)
    (tmp_path / "cache").symlink_to(tmp_path / "gone")
    assert timeline("list").status == 0
    assert not (tmp_path / "gone").exists()


def test_the_folder_is_made_for_its_user_alone(store, timeline, tmp_path):
    store(TRUE)
    assert timeline("list").status == 0
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    for file in (tmp_path / "cache").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_only_what_is_ours_is_swept(tmp_path, given_away):
    ours, theirs = tmp_path / ".new-ours", tmp_path / ".new-theirs"
    for file in (ours, theirs):
        file.write_bytes(b"x")
        os.utime(file, (0, 0))
    if IS_ROOT:
        given_away(theirs)
        temporary.sweep(str(tmp_path), time.time_ns())
        assert (ours.exists(), theirs.exists()) == (False, True)
    else:
        given_away(theirs)
        temporary.sweep(str(tmp_path), time.time_ns())
        assert (ours.exists(), theirs.exists()) == (True, True)


def test_what_root_owns_is_trusted_by_all(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: OTHER)
    (tmp_path / "file").write_bytes(b"x")
    if IS_ROOT:
        check_folder(str(tmp_path))
        with open_ours(str(tmp_path / "file")) as file:
            assert file.read() == b"x"
    else:
        with pytest.raises(PermissionError):
            check_folder(str(tmp_path))


# Where nothing can be written


@pytest.mark.parametrize("mode", chosen([0o500, 0o000, 0o400], lambda place: place < 2))
@pytest.mark.parametrize("is_there", [False, True])
def test_a_cache_that_its_user_may_not_write_is_done_without(
    ordinary, store, timeline, tmp_path, mode, is_there
):
    path, cache = store(TRUE), tmp_path / "cache"
    if is_there:
        assert titles(timeline("list", "-f", "json").out) == ["True"]
        path.write_text(FALSE)
    else:
        cache.mkdir()
    right = ["Lies"] if is_there else ["True"]
    before = sorted(os.listdir(cache))
    cache.chmod(mode)
    try:
        run = ordinary(
            program=(sys.executable, "-c", ASK_ALL), input=b"list -f jsonl\n" * 2 + b"info\n"
        )
    finally:
        cache.chmod(0o700)
    assert run.returncode == 0
    first, second, *said = run.stdout.decode().splitlines()
    assert [json.loads(line)["title"]["en"] for line in (first, second)] == right * 2
    assert any(line.startswith("- index: in memory: the cache folder cannot be") for line in said)
    assert sorted(os.listdir(cache)) == before


def test_a_cache_below_a_folder_of_somebody_else_is_done_without(ordinary, store, tmp_path):
    store(TRUE)
    (tmp_path / "theirs").mkdir(mode=0o555)
    env = {"TIMELINE_CACHE_DIR": str(tmp_path / "theirs/cache")}
    assert titles(ordinary("list", "-f", "json", env=env).stdout) == ["True"]
    assert os.listdir(tmp_path / "theirs") == []
