"""What tests share: a store on the disk, a cache of its own, and the command line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.amount import EVERYDAY
from tests.browser import browser  # noqa: F401 - a fixture of all tests
from tests.locales import folder_of_locales, latin_1  # noqa: F401 - likewise
from tests.uncounted import uncounted
from tests.users import ordinary, stranger  # noqa: F401 - likewise
from timeline.cli.app import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "events.yaml"

_OURS = ("TIMELINE_STORE", "TIMELINE_LANG", "TIMELINE_PAGER", "PAGER", "LESS", "NO_COLOR",
         "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "COLUMNS", "LINES", "LC_ALL",
         "LC_MESSAGES", "LANG", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "PYTHONUTF8")  # fmt: skip

ASK_ALL = """
import shlex, sys
import timeline.cli.app as app
app._prepare_streams()
for line in sys.stdin:
    if status := app.main(shlex.split(line)):
        sys.exit(status)
"""
"""Runs command lines, one after the other, in one process."""


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples a property is held against, before it is imported.

    Every process that a test starts would compile all of timeline anew, where no bytecode is kept.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    is_everyday = EVERYDAY in config.option.markexpr
    settings.load_profile("everyday" if is_everyday else "everything")


@dataclass(frozen=True)
class Run:
    """What a command line did."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test an empty folder, a cache of its own and a plain environment."""
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TIMELINE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture(autouse=True)
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test opened of its own; that the tool closes its own is a test in itself."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remember(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remember)
    yield
    for connection in opened:
        connection.close()


@pytest.fixture
def store(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an events.yaml into the current folder."""

    def write(text: str, name: str = "events.yaml") -> Path:
        path = tmp_path / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def timeline(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Return a function that runs a command line in this process (so that coverage sees it)."""

    def run(*arguments: str) -> Run:
        capfd.readouterr()
        status = main(list(arguments))
        out, err = capfd.readouterr()
        return Run(status, out, err)

    return run


@pytest.fixture
def uncounted_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what the test starts count no lines: coverage takes of what is scarce.

    Its own lock, too, interrupted while it is held, would keep a process for ever.
    """
    for name in os.environ.keys() - uncounted().keys():
        monkeypatch.delenv(name)


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that runs a command line as a process of its own."""

    def run(
        *arguments: str, env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # type: ignore[call-overload, no-any-return]  # options as subprocess takes them
            [sys.executable, "-m", "timeline", *arguments],
            capture_output=True, timeout=60, check=False, env={**os.environ, **(env or {})}, **options,
        )  # fmt: skip

    return run
