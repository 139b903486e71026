"""What a user may not read or write, on a real file system: one line, and nothing is changed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conftest import BUNDLED

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

if sys.platform == "win32":
    pytest.skip("permissions are those of POSIX", allow_module_level=True)

STORE = "events:\n  - {id: a, date: 2020, title: A}\n"
PAGE = "<!-- timeline: list -->\n<!-- /timeline -->\n"
ASK_ALL = """
import contextlib, io, json, sys
from timeline.cli.app import main
done = []
for arguments in json.load(sys.stdin):
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())) as out:
        with contextlib.redirect_stderr(err):
            status = main(arguments)
        out.flush()
    done.append([status, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()])
print(json.dumps(done))
"""
"""Runs command lines in one process, and tells of each the status and what it said."""


class Said(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


@pytest.fixture
def ask(ordinary: Callable[..., subprocess.CompletedProcess[bytes]]) -> Callable[..., list[Said]]:
    """Return a function that runs command lines as an ordinary user."""

    def run(*commands: str) -> list[Said]:
        given = json.dumps([command.split() for command in commands]).encode()
        done = ordinary(program=(sys.executable, "-c", ASK_ALL), input=given)
        assert done.returncode == 0, done.stderr
        return [Said(*said) for said in json.loads(done.stdout)]

    return run


@pytest.fixture
def shut() -> Iterator[Callable[[str, int], None]]:
    """Return a function that takes permissions away; they are given back."""
    before: list[tuple[str, int]] = []

    def take(name: str, mode: int) -> None:
        before.append((name, os.stat(name).st_mode & 0o7777))
        os.chmod(name, mode)

    yield take
    for name, mode in reversed(before):
        os.chmod(name, mode)


def tree() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def test_what_may_not_be_read_is_named(store, ask, shut):
    here = Path.cwd()
    store(STORE, "secret.yaml")
    store(STORE, "closed/a.yaml")
    store(STORE, "mixed/a.yaml")
    store(STORE, "mixed/b.yaml")
    store("id,date,title\nx,2020,X\n", "in.csv")
    for name in ("secret.yaml", "closed", "mixed/b.yaml", "in.csv"):
        shut(name, 0)
    places = {"secret.yaml": "secret.yaml", "closed": "closed", "mixed": "mixed/b.yaml"}
    for name, said in places.items():
        reason = f"{here / said} cannot be read: permission denied\n"
        listed, told, checked = ask(f"list -s {name}", f"info -s {name}", f"check -s {name}")
        assert listed == told == (1, "", f"timeline: {reason}")
        assert checked.status == 1
        assert reason in checked.out + checked.err
    (run,) = ask("import in.csv -s mixed/a.yaml --dry-run")
    assert run.status in {1, 2}
    assert "permission denied" in run.err


def test_a_folder_on_the_way_up_that_may_not_be_read_is_passed_over(store, ask, shut):
    store(STORE, "sub/events/a.yaml")
    shut("sub/events", 0)
    run, other = ask("info -s sub/events", "info")
    assert (run.status, run.err.count("\n")) == (1, 1)
    assert f"- store: {BUNDLED}" in other.out
    store(STORE)
    os.chdir("sub")
    (run,) = ask("info")
    os.chdir("..")
    assert f"- store: {Path.cwd() / 'events.yaml'}" in run.out


def test_what_may_not_be_written_stays_as_it_is(store, ask, shut):
    store(STORE)
    store("old", "out.md")
    for name in ("a.md", "b.md", "c.md", "closed/page.md"):
        store(PAGE, name)
    store(STORE, "closed/events.yaml")
    for name, mode in (
        ("out.md", 0o444),
        ("b.md", 0o444),
        ("events.yaml", 0o444),
        ("closed", 0o555),
    ):
        shut(name, mode)
    before = tree()
    here = Path.cwd()
    refused = {
        "list -o out.md": "'out.md'",
        "list -o closed/new.md": "'closed/new.md'",
        "embed a.md b.md c.md": "'b.md'",
        "embed closed/page.md": "'closed/page.md'",
        "add --date 2021 --title B": f"{here / 'events.yaml'}",
        "add --date 2021 --title B -s closed/events.yaml": f"{here / 'closed/events.yaml'}",
    }
    for run, name in zip(ask(*refused), refused.values(), strict=True):
        assert (run.status, run.out) == (1, "")
        assert run.err.startswith(f"timeline: cannot write {name}: permission denied")
        assert run.err.count("\n") == 1
    assert tree() == before
    assert ask("list -o new.md")[0].status == 0
