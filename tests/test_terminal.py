"""What is shown on a real terminal: UX 3, 8, 16, 17, 18 and 27."""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

pty = pytest.importorskip("pty", reason="terminals of this kind are for POSIX systems")

from tests.conftest import BUNDLED  # noqa: E402 - only where there is a pty
from tests.transcripts.terminal import run_in_terminal, start_in_terminal  # noqa: E402 - only where there is a pty
from timeline import formats  # noqa: E402 - only where there is a pty
from timeline.cli import pager as paging  # noqa: E402 - only where there is a pty
from timeline.cli import progress  # noqa: E402 - only where there is a pty
from timeline.errors import TimelineError  # noqa: E402 - only where there is a pty
from timeline.index import build  # noqa: E402 - only where there is a pty
from timeline.index.tables import put_in  # noqa: E402 - only where there is a pty
from timeline.workspace import Workspace  # noqa: E402 - only where there is a pty

if TYPE_CHECKING:
    from collections.abc import Iterator

STORE = """\
networks: {NUM: {name: Network of University Medicine, url: "https://num.example/"}}
kinds: {founding: {name: {de: Gründung, en: Founding}}}
sources:
  report: {title: Report, url: "https://num.example/a-long-address-of-a-report-that-cannot-fit-into-forty-columns.html"}
events:
  - {id: a-rather-long-identifier-of-one-single-event, date: 2025-07-01/2030-12-31, networks: [NUM],
     title: Foundingofthenetworkofuniversitymedicineinonesingleword, kind: founding, sources: [report]}
  - id: second
    date: 2025-09-21
    title: Second
    summary: Prose that goes on for a good while so that it has to be wrapped on any terminal of common width and must not run on to the right end of a wide one where nobody likes to read any more at all.
"""
MANY = "events:\n" + "\n".join(
    f"  - {{id: e{n}, date: {1900 + n}, title: Event {n}}}" for n in range(100)
)


@pytest.fixture(autouse=True)
def known_store(store):
    store(STORE)


def test_a_terminal_gets_a_table_in_colour_with_links():
    shown = start_in_terminal(sys.executable, "-m", "timeline", "list")
    assert shown.status == 0
    assert "\x1b[1m" in shown.text
    assert "\x1b]8;" in shown.text
    assert shown.lines[0].rstrip() == "2025"
    assert "2 events" in shown.lines[-1]


def test_stdout_itself_is_asked_whether_it_is_a_terminal(tmp_path):
    script = f"{sys.executable} -m timeline list > {tmp_path}/out"
    shown = start_in_terminal("sh", "-c", script)
    assert shown.text == "2 events\n"
    assert (tmp_path / "out").read_text().startswith("- **1 July 2025")
    shown = run_in_terminal("list", apart=True)
    assert shown.err == "2 events\n"
    assert "\x1b[1m" in shown.text


@pytest.mark.parametrize(
    ("env", "arguments", "colourful"),
    [
        ({}, (), True),
        ({"NO_COLOR": ""}, (), True),
        ({"NO_COLOR": "0"}, (), False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color=always",), True),
        ({"NO_COLOR": "1"}, ("--color=auto",), False),
        ({"TERM": "dumb"}, (), False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), False),
        ({"TERM": "dumb"}, ("--color=always",), True),
        ({}, ("--color=never",), False),
        ({}, ("--plain",), False),
        ({}, ("-f", "markdown"), False),
        ({}, ("-f", "json"), False),
    ],
    ids=str,
)
def test_colour_follows_the_flag_then_no_color_then_the_terminal(env, arguments, colourful):
    shown = run_in_terminal("list", *arguments, env=env)
    assert shown.status == 0
    assert ("\x1b" in shown.text) == colourful


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_date_and_no_id_is_cut_and_prose_stays_readable(columns, language):
    shown = run_in_terminal("show", "a-rather-long-identifier-of-one-single-event", "second",
                            "--lang", language, columns=columns)  # fmt: skip
    assert shown.status == 0
    assert max(map(len, shown.lines)) <= min(columns, 150)
    text = re.sub(
        r"\s+|1\. Juli 2025 –|1 July 2025 –|31.? De[cz]ember 2030", "", "".join(shown.lines)
    )
    assert "a-rather-long-identifier-of-one-single-event" in text
    assert "Foundingofthenetworkofuniversitymedicineinonesingleword" in text
    assert "a-long-address-of-a-report-that-cannot-fit-into-forty-columns.html" in text
    assert "…" not in text
    if columns >= 40:
        first = "1. Juli 2025" if language == "de" else "1 July 2025"
        assert any(line.startswith(first) for line in shown.lines)
    prose = [
        line.strip() for line in shown.lines if "wrapped on any" in line or "good while" in line
    ]
    assert prose
    assert all(len(line) <= 100 for line in prose)


def test_every_date_and_id_of_the_bundled_chronology_is_whole(timeline):
    events = json.loads(timeline("list", "-s", str(BUNDLED), "-f", "json").out)
    for columns in (40, 200):
        shown = run_in_terminal("list", "-s", str(BUNDLED), "--lang", "en", "--no-pager",
                                columns=columns, rows=50)  # fmt: skip
        assert all(len(line) <= columns for line in shown.lines)
        text = re.sub(r"\s+", "", "".join(shown.lines))
        words = {word for line in shown.lines for word in line.split()}
        for event in events:
            assert event["id"] in text
            # A long date may go on in the next line, but no word of it is cut.
            assert words.issuperset(event["date"]["text"].split())


def test_columns_in_the_environment_come_before_the_terminal():
    shown = run_in_terminal("list", columns=200, env={"COLUMNS": "40"})
    assert max(map(len, shown.lines)) <= 40
    shown = run_in_terminal("list", columns=40, env={"COLUMNS": "zero"})
    assert max(map(len, shown.lines)) <= 40


# The pager


@pytest.fixture
def pager(tmp_path):
    """Return a function that writes a pager which tells its name and its LESS."""

    def write(name, body="sed 's/^/|/'"):
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\necho "{name} $* LESS=$LESS"\n{body}\n')
        path.chmod(0o755)
        return str(path)

    return write


def test_a_pager_shows_what_is_taller_than_the_screen_only(store, pager):
    store(MANY)
    env = {"PAGER": f"{pager('mine')} -x 'a b'"}
    shown = run_in_terminal("list", rows=50, env=env)
    assert shown.lines[0] == "mine -x a b LESS=FRX"
    assert shown.lines[1] == "|1900"
    assert shown.lines[-1] == "100 events"
    assert run_in_terminal("list", rows=500, env=env).lines[0] == "1900"
    shown = run_in_terminal("list", rows=50, env=env, apart=True)
    assert shown.err == "100 events\n"


def test_long_lines_count_as_many_as_they_fill(store, pager):
    store("events: [{id: a, date: 2020, title: " + "word " * 500 + "}]")
    env = {"PAGER": pager("mine")}
    assert run_in_terminal("list", "-f", "json", rows=10, env=env).lines[0].startswith("mine")


def test_which_pager_is_asked_in_order(store, pager):
    store(MANY)
    first, second = pager("first"), pager("second")
    env = {"TIMELINE_PAGER": first, "PAGER": second, "LESS": "S"}
    assert run_in_terminal("list", rows=20, env=env).lines[0] == "first  LESS=S"
    for off in ("", "cat"):
        env = {"TIMELINE_PAGER": off, "PAGER": second}
        assert run_in_terminal("list", rows=20, env=env).lines[0] == "1900"
    assert run_in_terminal("list", "--no-pager", rows=20, env={"PAGER": second}).lines[0] == "1900"
    assert run_in_terminal("--no-pager", "list", rows=20, env={"PAGER": second}).lines[0] == "1900"
    env = {"PAGER": second, "TERM": "dumb"}
    assert run_in_terminal("list", rows=20, env=env).lines[0] == "1900"


@pytest.mark.parametrize("missing", ["/nope/less", "nope-less -R", "'unbalanced", "/"])
def test_a_missing_pager_is_done_without(store, missing):
    store(MANY)
    shown = run_in_terminal("list", rows=20, env={"PAGER": missing})
    assert (shown.status, shown.lines[0]) == (0, "1900")
    assert shown.lines[-1] == "100 events"


def test_a_pager_may_be_left_early(store, pager):
    store(MANY.replace("Event", "Event " + "x" * 5000))
    shown = run_in_terminal("list", rows=20, env={"PAGER": pager("short", "head -1 >/dev/null")})
    assert shown.status == 0
    assert shown.lines == ["short  LESS=FRX", "100 events"]


def test_a_pager_gets_an_answer_as_it_is_made(store, pager):
    store(MANY.replace("Event", "Event " + "x" * 5000))
    made = []

    def pieces() -> Iterator[bytes]:
        for number in range(10_000):
            made.append(number)
            yield b"x" * 1_000 + b"\n"

    with on_screen(10):
        assert list(paging.page(pieces(), pager("brief", "head -1 >/dev/null"), {})) == []
        assert len(made) < 1_000
        made.clear()
        assert len(list(paging.page(pieces(), "nope-less", {}))) > 9_000
        assert len(made) == 10_000


def test_what_fails_in_the_midst_of_an_answer_fails_behind_a_pager_too(tmp_path):
    def pieces() -> Iterator[bytes]:
        yield from [b"line\n"] * 20
        raise TimelineError("broken")

    shown = tmp_path / "shown"
    with on_screen(10), pytest.raises(TimelineError, match="broken"):
        paging.page(pieces(), f"tee {shown}", {})
    assert shown.read_bytes() == b"line\n" * 20


@pytest.fixture
def started(monkeypatch):
    """Return the list of the processes that are started from now on."""
    found = []
    start = subprocess.Popen

    def remember(*given, **options):
        found.append(start(*given, **options))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    return found


def test_whoever_ends_a_command_ends_its_pager(started):
    def pieces() -> Iterator[bytes]:
        yield from [b"line\n"] * 20
        raise KeyboardInterrupt

    with on_screen(10), pytest.raises(KeyboardInterrupt):
        paging.page(pieces(), "sleep 60", {})
    assert [pager.returncode for pager in started] == [-signal.SIGTERM]


def test_a_terminal_of_no_size_needs_no_pager(monkeypatch):
    def refuse(_descriptor):
        raise OSError("inappropriate ioctl for device")

    monkeypatch.setattr(os, "get_terminal_size", refuse)
    assert list(paging.page(iter([b"line\n"] * 500), "nope-less", {})) == [b"line\n" * 500]


@contextmanager
def on_screen(lines):
    """Let stdout be a terminal of so many lines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "get_terminal_size", lambda _fd: (80, lines))
        yield


def test_ctrl_c_is_the_pagers_own(store, pager):
    store(MANY)
    command = (sys.executable, "-m", "timeline", "list")
    patient = pager("patient", "trap 'echo caught' INT\necho ready\nsleep 0.3\necho done")
    env = {"PAGER": patient}
    shown = start_in_terminal(*command, rows=20, env=env, interrupt_after="ready")
    assert shown.status == 0
    assert shown.lines[-1] == "100 events"
    assert "done" in shown.lines
    hasty = pager("hasty", "echo ready\nexec sleep 5")
    env = {"PAGER": hasty}
    shown = start_in_terminal(*command, rows=20, env=env, interrupt_after="ready")
    assert shown.status == 130
    assert "Traceback" not in shown.text


# Progress


@pytest.fixture
def compiling(monkeypatch):
    """Return a function that makes compiling a store take some seconds."""

    def slow_down(seconds):
        compile_store = Workspace._compile

        def compile_slowly(self, files):
            time.sleep(seconds)
            return compile_store(self, files)

        monkeypatch.setattr(Workspace, "_compile", compile_slowly)

    return slow_down


def test_what_takes_longer_than_a_second_shows_a_bar_on_stderr(compiling, monkeypatch):
    assert progress.PATIENCE == 1.0
    monkeypatch.setattr(progress, "PATIENCE", 0.1)
    compiling(0.5)
    shown = run_in_terminal("list")
    assert "Compiling the store" in shown.text
    assert "\x1b[?25h" in shown.text
    assert shown.lines[-1] == "2 events"
    assert "Compiling" not in run_in_terminal("list").text


def test_the_bar_of_a_store_that_is_compiled_tells_how_far_that_is(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    monkeypatch.setattr(build, "_BATCH", 1)

    def put_in_slowly(*given):
        put_in(*given)
        time.sleep(0.4)

    monkeypatch.setattr(build, "put_in", put_in_slowly)
    shown = run_in_terminal("list")
    assert "45%" in shown.text  # one of two events; the last tenth is sorting
    assert shown.lines[-1] == "2 events"


@pytest.mark.parametrize("terminal", [{"apart": True}, {"env": {"TERM": "dumb"}}])
def test_no_bar_is_shown_where_stderr_is_no_able_terminal(compiling, monkeypatch, terminal):
    monkeypatch.setattr(progress, "PATIENCE", 0.1)
    compiling(0.4)
    shown = run_in_terminal("list", **terminal)
    assert "Compiling" not in shown.text + shown.err


def test_what_is_quick_shows_none(compiling):
    compiling(0.1)
    assert "Compiling" not in run_in_terminal("list").text


@pytest.fixture
def drawing(monkeypatch):
    """Let every piece of an answer take half a second, and have patience for less."""
    monkeypatch.setattr(progress, "PATIENCE", 0.1)
    render_bytes = formats.render_bytes

    def render_slowly(*given):
        for piece in render_bytes(*given):
            time.sleep(0.3)
            yield piece

    monkeypatch.setattr(formats, "render_bytes", render_slowly)


@pytest.mark.long
@pytest.mark.usefixtures("drawing")
def test_a_slow_drawing_shows_a_bar_unless_it_is_shown_there_itself(tmp_path):
    shown = run_in_terminal("list", "-o", f"{tmp_path}/out.svg")
    assert "Writing svg" in shown.text
    assert shown.lines[-1] == "2 events"
    assert (tmp_path / "out.svg").read_text(encoding="utf-8").endswith("</svg>\n")
    assert "Writing" not in run_in_terminal("list", "-f", "svg", "--no-pager").text
    assert "Writing" not in run_in_terminal("list", "-o", f"{tmp_path}/out.svg", apart=True).text


@pytest.mark.long
def test_a_library_that_lets_no_thread_run_does_not_hide_the_bar(monkeypatch, tmp_path):
    monkeypatch.setattr(progress, "PATIENCE", 0.1)

    def hold_python_still(*_):
        ctypes.PyDLL(None).usleep(900_000)  # unlike CDLL, it keeps the lock meanwhile
        yield b"drawn"

    monkeypatch.setattr(formats, "render_bytes", hold_python_still)
    (tmp_path / "work" / "rich.py").write_text("raise SystemExit('not mine')\n")
    shown = run_in_terminal("list", "-o", "out.png")
    assert "Writing png" in shown.text
    assert "\x1b[?25h" in shown.text
    assert shown.lines[-1] == "2 events"
    assert "not mine" not in shown.text


@pytest.mark.parametrize("apart", [False, True])
def test_work_is_done_where_nobody_can_be_started_to_watch_it(monkeypatch, apart):
    def refuse(*_given, **_options):
        raise OSError if apart else RuntimeError("can't start new thread")

    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("subprocess.Popen" if apart else "threading.Thread.start", refuse)
    with progress.progress("Writing png", apart=apart) as tell:
        tell(0.5)


def test_a_bar_of_a_process_of_its_own_ends_with_the_work(started, monkeypatch):
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(progress, "PATIENCE", 60)
    with progress.progress("Writing png", apart=True):
        assert [watcher.poll() for watcher in started] == [None]
    assert [watcher.returncode for watcher in started] == [0]


def test_a_bar_that_watches_nothing_any_more_says_nothing(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [progress.__file__, "Writing png", "60"])
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    progress.main()
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("drawing")
def test_the_bar_is_gone_before_a_pipe_gets_its_first_byte(monkeypatch):
    monkeypatch.setattr(progress, "_watch", lambda what, *_: told.append(what))
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setenv("TERM", "xterm")
    told: list[str] = []
    running: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(5):
            running.append(threading.active_count())
            yield f"{number}".encode() * 5000

    alone = threading.active_count()
    answer = progress.watched(pieces(), "Writing html")
    assert not told
    assert not running
    first = next(answer)
    assert told == ["Writing html"]
    assert threading.active_count() == alone
    # Two pieces fill the buffer of stdout; the others are made when somebody asks for them.
    assert len(running) == 2
    assert b"".join([first, *answer]) == b"".join(pieces())


def test_ctrl_c_ends_the_bar_too():
    slow = """
import time
import timeline.workspace as workspace
import timeline.cli.progress as progress
progress.PATIENCE = 0.1
workspace.Workspace._compile = lambda *_: time.sleep(20)
from timeline.cli.app import run
run()
"""
    shown = start_in_terminal(sys.executable, "-c", slow, "list", interrupt_after="Compiling")
    assert shown.status == 130
    assert "Traceback" not in shown.text
    assert "\x1b[?25h" in shown.text
