"""What a hostile file is told by the commands: where, why, with exit status 1, small and large."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from timeline.store.limits import USUAL
from timeline.store.piecemeal import SMALL

EVENT = "events:\n- id: a\n  date: 2020\n  title: A\n"
COMMENT = b"# " + b"x" * SMALL + b"\n"
"""Stands above what is to be read as a large store is."""


class Case(NamedTuple):
    """A file, and the first thing that is wrong with it: line and column from 1, and the code."""

    data: bytes
    line: int
    column: int
    code: str
    is_first: bool = False  # nothing may stand above it


def case(text: str, line: int, column: int, code: str) -> Case:
    return Case(text.encode("utf-8", "surrogatepass"), line, column, code)


CASES = {
    "an alias bomb": case("events:\n- &a [x]\n- &b [*a, *a]\n- &c [*b, *b]\n", 2, 3, "alias"),
    "a merge bomb": case(f"{EVENT}  <<: &m {{tags: [x]}}\n  place: {{<<: [*m, *m]}}\n", 5, 3, "unknown-key"),
    "a recursion": case(f"{EVENT}  tags: &t [*t]\n", 5, 9, "alias"),
    "brackets of 100,000 levels": case(f"{EVENT}  tags: {'[' * 100_000}", 5, 14, "too-deep"),
    "braces of 100,000 levels": case(f"{EVENT}  tags: {'{a: ' * 100_000}", 5, 29, "too-deep"),
    "lists of 100,000 levels": case(f"events:\n{'- ' * 100_000}a", 2, 15, "too-deep"),
    "keys of 100,000 levels": case(f"{EVENT}  {'? ' * 100_000}a", 5, 5, "bad-key"),
    "a key given twice": case(f"{EVENT}  date: 2021\n", 5, 3, "duplicate-key"),
    "a section given twice": case(f"{EVENT}events:\n- id: b\n  date: 2020\n  title: B\n", 5, 1, "duplicate-key"),
    "python": case(f"{EVENT}  place: !!python/object/apply:os.system touch\n", 5, 10, "tag"),
    "a tag": case(f"{EVENT}  place: !!binary aGVsbG8=\n", 5, 10, "tag"),
    "a byte order mark": Case(b"\xef\xbb\xbf" + f"{EVENT}  titel: x\n".encode(), 5, 3, "unknown-key", is_first=True),
    "a byte order mark inside": case(f"{EVENT}  place: a\ufeffb\n", 5, 11, "forbidden-character"),
    "UTF-16": Case(EVENT.encode("utf-16"), 1, 1, "not-utf8", is_first=True),
    "UTF-16 without mark": Case(EVENT.encode("utf-16-be"), 1, 1, "not-utf8", is_first=True),
    "an overlong slash": Case(f"{EVENT}  place: ".encode() + b"\xc0\xaf\n", 5, 10, "not-utf8"),
    "a cut off sign": Case(f"{EVENT}  place: ".encode() + b"\xe2\x82\n", 5, 10, "not-utf8"),
    "a surrogate": case(f"{EVENT}  place: a\ud800\n", 5, 11, "not-utf8"),
    "an escape for a surrogate": case(f'{EVENT}  place: "a\\ud800"\n', 5, 12, "yaml-syntax"),
    "a null": case(f"{EVENT}  place: a\0\n", 5, 11, "forbidden-character"),
    "a C0 sign": case(f"{EVENT}  place: a\x1b[31m\n", 5, 11, "forbidden-character"),
    "a C1 sign": case(f"{EVENT}  place: a\x9b31m\n", 5, 11, "forbidden-character"),
    "a bidirectional sign": case(f"{EVENT}  place: a\u202eb\n", 5, 11, "forbidden-character"),
    "an escape for one": case(f'{EVENT}  place: "a\\u202eb"\n', 5, 12, "forbidden-character"),
    "a tab": case(f"{EVENT}\tplace: b\n", 5, 1, "yaml-syntax"),
    "ends of lines of old": case(f"{EVENT}  titel: x\n".replace("\n", "\r"), 5, 3, "unknown-key"),
    "ends of lines of Windows": case(f"{EVENT}  titel: x\n".replace("\n", "\r\n"), 5, 3, "unknown-key"),
    "a conflict": case(f"{EVENT}<<<<<<< HEAD\n  place: b\n=======\n  place: c\n>>>>>>> x\n", 5, 1, "merge-conflict"),
    "nothing": Case(b"", 1, 1, "empty-store", is_first=True),
    "a comment": case("# nothing\n", 1, 1, "empty-store"),
    "a list": case("- a\n", 1, 1, "not-mapping"),
    "a text": case("x\n", 1, 1, "not-mapping"),
    "two documents": case(f"{EVENT}---\nevents: []\n", 5, 1, "multiple-documents"),
}  # fmt: skip


@pytest.mark.parametrize("command", ["list", "check", "add"])
@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_told_with_its_place(name, is_large, command, timeline):
    data, line, column, code, is_first = CASES[name]
    if is_large and data:
        data = data + b"\n" + COMMENT if is_first else COMMENT + data
        line += not is_first and code != "empty-store"
    Path("events.yaml").write_bytes(data)
    given = ["--date", "2020", "--title", "T", "--source", "https://a.example"]
    run = timeline(command, *(given if command == "add" else []))
    told, silent = (run.out, "") if command == "check" else (run.err, run.out)
    assert (run.status, silent) == (1, "")
    errors = re.findall(r"^(?!.*: warning).*: \w+\[[\w-]+\]: ", told, re.MULTILINE)
    assert errors[0] == f"events.yaml:{line}:{column}: error[{code}]: "
    assert "Traceback" not in run.err
    assert Path("events.yaml").read_bytes() == data


def long_store(middle: str, count: int = 12_000) -> str:
    """Return a store of 5 MB, with something in the middle of its events."""
    summary = "x" * 800
    event = "- id: e{}\n  date: 2020\n  title: T\n  summary: " + summary + "\n"
    events = [event.format(n) for n in range(count // 2)]
    return "events:\n" + "".join(events) + middle + "".join(events).replace("- id: e", "- id: f")


@pytest.mark.parametrize(("middle", "told"), [
    ("<<<<<<< HEAD\n=======\n>>>>>>> x\n", "24002:1: error[merge-conflict]: an unresolved merge conflict"),
    ("place: x\n", "24002:1: error[too-large]: the events end before this line, with 5,"),
])  # fmt: skip
@pytest.mark.parametrize("command", ["list", "check"])
def test_what_ends_the_events_of_a_large_store_too_early_is_named(middle, told, command, timeline):
    Path("events.yaml").write_text(long_store(middle), encoding="utf-8")
    run = timeline(command)
    assert run.status == 1
    assert (run.out + run.err).startswith(f"events.yaml:{told}"), run.err[:300]


@pytest.mark.parametrize("command", ["list", "check"])
def test_too_much_beside_the_events_is_named(command, timeline):
    names = "".join(f"  N{n}: {{name: {'x' * 400}}}\n" for n in range(5_000))
    Path("events.yaml").write_text(f"networks:\n{names}{EVENT}kinds:\n{names}", encoding="utf-8")
    run = timeline(command)
    assert run.status == 1
    told = "events.yaml:1:1: error[too-large]: the file has 4,"
    assert (run.out + run.err).startswith(told), run.err[:300]
    assert "bytes beside its events" in run.out + run.err


@pytest.mark.parametrize("data", [
    ("events:\n" + "- id: ä\n" * 600_000).encode("utf-16"), ("x: ä\n" * 900_000).encode("latin-1"),
])  # fmt: skip
def test_a_large_file_that_is_not_utf_8_is_told_so_and_not_to_be_shortened(data, timeline):
    Path("events.yaml").write_bytes(data)
    run = timeline("list")
    assert run.status == 1
    assert re.match(r"events\.yaml:1:[14]: error\[not-utf8\]", run.err), run.err[:300]


@pytest.mark.parametrize("command", ["list", "check", "add"])
def test_where_reading_stopped_it_is_said_that_more_may_follow(command, store, timeline):
    wrong = "".join(f"- id: e{n}\n  date: 2020\n  titel: T\n" for n in range(2_000))
    given = ["--date", "2020", "--title", "T", "--source", "s"] if command == "add" else []
    more = "more may follow, as not all was read after the first of them\n"
    store("events:\n" + wrong)
    assert timeline(command, *given).err.endswith(more)
    store(f"# {'x' * SMALL}\nevents:\n" + wrong)
    assert timeline(command, *given).err.endswith(more)
    store("events:\n- id: a\n  date: 2020\n  titel: T\n")
    assert "more may follow" not in timeline(command, *given).err


def test_after_the_first_mistake_only_so_much_is_read(store, timeline):
    good = "".join(f"- id: e{n}\n  date: 2020\n  title: T\n" for n in range(990))
    wrong = "- id: x\n  date: soon\n  title: T\n"
    long = f"- id: long\n  date: 2020\n  title: T\n  summary: {'x' * SMALL}\n"
    last = "- id: y\n  date: late\n  title: T\n"
    store(f"# {'x' * SMALL}\nevents:\n{wrong}{good}{last}")
    assert timeline("check").err.startswith("2 errors")
    store(f"# {'x' * SMALL}\nevents:\n{wrong}{long}{last}")
    assert timeline("check").err.startswith("1 error in 3 events in 1 file; more may follow")
    store(f"# {'x' * SMALL}\nevents:\n{wrong}{good}{good.replace('id: e', 'id: f')}{last}")
    assert timeline("check").err.startswith("1 error in 1982 events in 1 file; more may follow")


@pytest.mark.parametrize("command", ["list", "check"])
def test_one_file_of_a_folder_that_is_no_file_is_named(command, timeline, store):
    store(EVENT, "events/a.yaml")
    os.mkfifo("events/b.yaml")
    run = timeline(command)
    assert run.status == 1
    assert "events/b.yaml is not a regular file" in run.out + run.err


@pytest.mark.parametrize("command", ["list", "check", "add"])
@pytest.mark.parametrize("target", ["../secret.yaml", "/dev/zero", "/etc/hostname", "../nowhere"])
def test_a_link_that_leads_out_of_a_folder_is_not_followed(command, target, timeline, store):
    store("events:\n- id: secret\n  date: 2020\n  title: Secret\n", "secret.yaml")
    store(EVENT, "events/a.yaml")
    Path("events/b.yaml").symlink_to(target)
    given = ["--date", "2020", "--title", "T", "--source", "https://a.example"]
    run = timeline(command, *(given if command == "add" else []))
    assert run.status == 1
    assert "events/b.yaml is a link that leads out of the store, to /" in run.out + run.err
    assert "ecret\n" not in run.out


@pytest.mark.parametrize("command", ["list", "check", "add", "info", "diff"])
@pytest.mark.parametrize("name", ["events.yaml", "events"])
def test_a_store_that_is_found_is_no_link_to_what_lies_elsewhere(command, name, timeline, tmp_path):
    """A stranger's checkout must not get a file of yours read, and its first line into a log."""
    secret = tmp_path / "secret" / "events"
    secret.mkdir(parents=True)
    (secret / "events.yaml").write_text("password: hunter2\n")
    Path("project").mkdir()
    Path("project", name).symlink_to(secret / "events.yaml" if name == "events.yaml" else secret)
    os.chdir("project")
    given = {"add": ["--date", "2020", "--title", "T"], "diff": ["HEAD"]}
    run = timeline(command, *given.get(command, []))
    assert run.status == 2
    assert run.out == ""
    assert (
        f"/{name} is a link that leads out of its folder, to {os.path.realpath(secret)}" in run.err
    )
    assert "name what you want to be read by --store or TIMELINE_STORE" in run.err
    assert "hunter2" not in run.err


@pytest.mark.parametrize("name", ["events.yaml", "events"])
def test_a_store_that_is_found_may_be_a_link_within_its_folder(name, timeline, store):
    store(EVENT, "data/deep/x.yaml")
    Path(name).symlink_to("data/deep/x.yaml" if name == "events.yaml" else "data/deep")
    Path("sub").mkdir()
    os.chdir("sub")
    assert timeline("list").status == 0


def test_a_link_that_stays_in_the_folder_or_is_named_itself_is_followed(timeline, store):
    store(EVENT, "events/parts/a.txt")
    Path("events/a.yaml").symlink_to("parts/a.txt")
    assert timeline("list").status == 0
    Path("link").symlink_to("events")
    assert timeline("list", "--store", "link").status == 0
    Path("one.yaml").symlink_to("events/a.yaml")
    assert timeline("check", "one.yaml").status == 0
    assert timeline("list", "--store", "one.yaml").status == 0


def test_a_link_that_is_changed_to_lead_out_of_a_folder_is_noticed(timeline, store):
    store(EVENT, "events/parts/a.txt")
    Path("events/a.yaml").symlink_to("parts/a.txt")
    assert timeline("list").status == 0
    store(EVENT.replace("title: A", "title: B"), "elsewhere.yaml")
    Path("events/a.yaml").unlink()
    Path("events/a.yaml").symlink_to("../elsewhere.yaml")
    assert "leads out of the store" in timeline("list").err


@pytest.mark.parametrize("command", ["list", "check"])
def test_a_file_that_grows_while_it_is_read_is_refused(command, timeline, store, monkeypatch):
    store(f"# {'x' * 2_000_000}\n{EVENT}")
    stat = os.fstat

    def before(descriptor: int) -> os.stat_result:
        found = list(stat(descriptor))
        return os.stat_result([*found[:6], 10, *found[7:]])

    monkeypatch.setattr(os, "fstat", before)
    run = timeline(command, "--max-size", "1MB")
    assert (run.status, run.out) == (1, "")
    assert "events.yaml has 1,000,001 bytes, more than is read of a store" in run.err


@pytest.mark.parametrize("command", ["list", "check"])
def test_a_file_above_the_limit_is_refused_unread(command, timeline):
    with open("events.yaml", "wb") as file:
        file.truncate(100 * USUAL.size)  # it takes no room on the disk
    run = timeline(command)
    assert (run.status, run.out) == (1, "")
    assert run.err.endswith("events.yaml has 6,400,000,000 bytes, more than is read of a store; "
                            "raise --max-size (64MB), TIMELINE_MAX_SIZE or max-size\n")  # fmt: skip
