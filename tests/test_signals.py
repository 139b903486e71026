"""Ended at any moment, by Ctrl-C, a closed terminal or a shutdown: quietly, with nothing left behind."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import weakref
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.amount import EVERYDAY, chosen
from tests.transcripts.terminal import start_in_terminal
from timeline.cli import app, pager
from timeline.store.loading import examine

if sys.platform == "win32":
    pytest.skip("signals are those of POSIX", allow_module_level=True)

pytestmark = pytest.mark.usefixtures("uncounted_processes")

BEGIN = """
import os, sys, timeline.cli.app as app
told, prepare = int(sys.argv.pop(1)), app._prepare_streams
def begin():
    os.write(told, b".")
    prepare()
app._prepare_streams = begin
app.run()
"""
STORE = "events:\n" + "".join(
    f"  - {{id: e{n}, date: {1900 + n % 120}, title: Title {n}}}\n" for n in range(400)
)
LARGE = "events:\n" + "".join(
    f"  - {{id: e{n}, date: {1900 + n % 120}, title: Title {n}}}\n" for n in range(6_000)
)
TABLE = "id,date,title\n" + "".join(f"x{n},2020,Imported {n}\n" for n in range(300))
COMMANDS = {
    "cold": ("list", "-f", "json"),
    "warm": ("list", "-f", "json"),
    "check": ("check",),
    "add": ("add", "--date", "2021", "--title", "Added"),
    "import": ("import", "in.csv"),
    "html": ("list", "-f", "html", "-o", "out.html"),
    "workers": ("list", "-f", "json"),
}
NAMES = {"events.yaml", "in.csv", "out.html"}
MOMENTS = 40


class End(NamedTuple):
    """How a process ended, after how many seconds of its own, and what it had written."""

    status: int
    out: bytes
    err: bytes


def hear_signals() -> None:
    """Undo what a shell does to what runs in its background, and nohup."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def start(*arguments: str) -> tuple[subprocess.Popen[bytes], float]:
    """Start a command line; return it once it listens, and when that was."""
    begun, told = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN, str(told), *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        pass_fds=[told],
        preexec_fn=hear_signals,  # noqa: PLW1509 - some system calls
        start_new_session=True,
    )  # fmt: skip
    os.close(told)
    assert os.read(begun, 1) == b"."
    os.close(begun)
    return process, time.monotonic()


def end(
    process: subprocess.Popen[bytes], number: int | None, delay: float, *, with_all: bool = False
) -> End:
    """Wait for a process, and end it before; ``with_all``: as a terminal does, with its children."""
    with process:
        if number is not None:
            time.sleep(delay)
            (os.killpg if with_all else os.kill)(process.pid, number)
        try:
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    return End(process.returncode, out, err)


def prepare(name: str, folder: Path) -> None:
    """Put the store into the current folder as it was, and its index into the cache, or not."""
    Path("events.yaml").write_text(LARGE if name == "workers" else STORE, encoding="utf-8")
    Path("in.csv").write_text(TABLE)
    if name in ("cold", "workers"):
        for file in folder.glob("*"):
            file.unlink()


ENDINGS = [(number, name) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
           for name in COMMANDS]  # fmt: skip
EVERY_DAY = {(signal.SIGINT, "cold"), (signal.SIGTERM, "html")}


@pytest.mark.parametrize(
    "ending", chosen(ENDINGS, lambda place: ENDINGS[place] in EVERY_DAY),
    ids=lambda ending: f"{ending[0].name}-{ending[1]}",
)  # fmt: skip
def test_whenever_it_ends_nothing_is_said_and_nothing_left(tmp_path, ending, request):
    number, name = ending
    moments = 2 if EVERYDAY in request.config.option.markexpr else MOMENTS
    chance = random.Random(name)
    folder = tmp_path / "cache"
    prepare(name, folder)
    process, began = start(*COMMANDS[name])
    whole = end(process, None, 0)
    lasted = time.monotonic() - began
    assert whole.status == 0
    before, after = STORE, Path("events.yaml").read_text(encoding="utf-8")
    if name == "workers":
        before = LARGE
    statuses = []
    for _ in range(moments):
        prepare(name, folder)
        process, _began = start(*COMMANDS[name])
        with_all = number != signal.SIGTERM and chance.random() < 0.5
        run = end(process, number, chance.random() * lasted, with_all=with_all)
        statuses.append(run.status)
        # What came when all was done changed nothing.
        assert run.status in {0, 130 if number == signal.SIGINT else -number}, run.err
        if run.status:
            assert b"Traceback" not in run.err
            assert b"xception" not in run.err
            assert b"timeline:" not in run.err
        else:
            assert run == whole
        assert set(os.listdir()) <= NAMES
        assert not list(folder.glob(".*"))
        assert Path("events.yaml").read_text(encoding="utf-8") in {before, after}
        if name == "html" and Path("out.html").exists():
            assert Path("out.html").read_bytes().endswith(b"</html>\n")
    assert any(statuses)  # it did not always come too late
    process, _began = start("list", "-f", "json")
    text = Path("events.yaml").read_bytes()
    reading = examine([("events.yaml", text)])
    assert not reading.problems
    assert len(json.loads(end(process, None, 0).out)) == text.count(b"- {id:")


def test_whoever_asks_twice_does_not_wait(tmp_path):
    """The first time, half a file is cleared away; if that takes for ever, the second one ends it."""
    code = (
        "import sys, time, timeline.cli.app as app\n"
        "def main(_):\n"
        "    try:\n        print('.', flush=True); time.sleep(30)\n"
        "    finally:\n        print('clearing', flush=True); time.sleep(30)\n"
        "app.main = main; app.run()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        for said in (b".\n", b"clearing\n"):
            assert process.stdout.readline() == said
            process.send_signal(signal.SIGTERM)
    assert process.returncode == -signal.SIGTERM


def test_what_nohup_switched_off_stays_off():
    code = (
        "import os, signal, timeline.cli.app as app\n"
        "app.main = lambda _: os.kill(os.getpid(), signal.SIGHUP) or 7\n"
        "app.run()"
    )
    command = ["nohup", sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert run.returncode == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_end_that_python_drops_comes_once_more(number):
    """What is raised in a callback of the collector, of an import's lock perhaps, goes no further."""
    code = (
        "import os, sys, time, weakref, timeline.cli.app as app\n"
        "def main(_):\n"
        "    class Held: pass\n"
        "    held = Held()\n"
        f"    known = weakref.ref(held, lambda _: os.kill(os.getpid(), {number:d}))\n"
        "    del held\n"
        "    time.sleep(30)\n"
        "app.main = main; app.run()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False,
        preexec_fn=hear_signals,
    )  # fmt: skip
    assert (run.stdout, run.stderr) == (b"", b"")
    assert run.returncode == (130 if number == signal.SIGINT else -number)


@pytest.fixture
def listening(monkeypatch):
    """Let this process listen as a run does, if Ctrl-C does what is told, until the test is over."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    before = {number: signal.getsignal(number) for number in numbers}
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(app._Asked, "end", None)

    def listen(ctrl_c):
        signal.signal(signal.SIGINT, ctrl_c)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        app._listen()

    yield listen
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_end_clears_up_first_and_the_next_one_waits_for_nothing(listening, number):
    listening(signal.default_int_handler)
    with pytest.raises(app._Ended) as ended:
        os.kill(os.getpid(), number)
    assert ended.value.signal == number
    assert signal.getsignal(number) is signal.SIG_DFL


def test_ctrl_c_that_is_switched_off_stays_off(listening):
    """As of what a shell runs in its background."""
    listening(signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGINT)
    assert app._Asked.end is None
    listening(signal.default_int_handler)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    assert isinstance(app._Asked.end, KeyboardInterrupt)


def test_a_closed_terminal_that_is_switched_off_stays_off(listening):
    """As below nohup."""
    listening(signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    app._listen()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_an_end_while_a_pager_begins_is_put_off_until_it_can_be_ended(listening, monkeypatch):
    begin = subprocess.Popen.__init__
    begun = []

    def begin_and_end(self, *arguments, **options):
        begin(self, *arguments, **options)
        begun.append(self)
        os.kill(os.getpid(), signal.SIGTERM)

    listening(signal.default_int_handler)
    monkeypatch.setattr(subprocess.Popen, "__init__", begin_and_end)
    monkeypatch.setattr(pager, "is_tall", bool)
    with pytest.raises(app._Ended):
        pager.page([b"an answer\n"], "sleep 60", os.environ)
    assert [process.returncode for process in begun] == [-signal.SIGTERM]


def test_any_other_error_that_python_drops_is_told_as_python_does(listening, capsys):
    class Held:
        def __del__(self):
            raise RuntimeError("lost")

    listening(signal.default_int_handler)
    Held()
    assert "RuntimeError: lost" in capsys.readouterr().err


def test_what_python_drops_is_raised_once_more(listening):
    class Held: ...

    def let_go() -> None:
        held.clear()
        time.sleep(30)

    listening(signal.default_int_handler)
    held = [Held()]
    known = weakref.ref(held[0], lambda _: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        let_go()
    assert known() is None


def test_ctrl_c_while_python_says_goodbye_is_no_failure():
    code = (
        "import atexit, os, signal, timeline.cli.app as app\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
        "app.main = lambda _: 0\n"
        "app.run()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False,
        preexec_fn=hear_signals,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_pager_ends_with_the_command_whose_answer_it_shows(tmp_path):
    Path("events.yaml").write_text(STORE)
    pager = tmp_path / "pager"
    pager.write_text(
        f"#!/bin/sh\necho $PPID > {tmp_path}/parent\nkill -TERM $PPID\nexec sleep 60\n"
    )
    pager.chmod(0o755)
    began = time.monotonic()
    shown = start_in_terminal(
        sys.executable, "-m", "timeline", "list", rows=20, env={"PAGER": str(pager)}
    )
    assert shown.status == -signal.SIGTERM
    assert "Traceback" not in shown.text
    assert time.monotonic() - began < 30


def test_a_draft_that_a_killed_run_of_the_same_number_left_is_no_hindrance(store, tmp_path):
    """In a container each command may have the same number as the last."""
    store(STORE)
    code = (
        "import os, sys\n"
        "open(f'out.md.{os.getpid()}.tmp', 'w').close()\n"
        "from timeline.cli.app import run; run()"
    )
    command = [sys.executable, "-c", code, "list", "-o", "out.md"]
    run = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, b"400 events\n")
    assert sorted(os.listdir()) == ["events.yaml", "out.md"]


def test_a_pager_that_has_just_begun_ends_with_the_command_too(tmp_path):
    """Between its beginning and the moment at which the command knows of it."""
    Path("events.yaml").write_text(STORE)
    begun = tmp_path / "begun"
    pager = f"sh -c \"trap '' HUP; echo $$ > {begun}; exec sleep 60\""
    code = (
        "import os, subprocess, time, timeline.cli.app as app\n"
        "begin = subprocess.Popen.__init__\n"
        "def begin_and_end(self, command, **options):\n"
        "    begin(self, command, **options)\n"
        f"    while not (os.path.exists({str(begun)!r}) and os.path.getsize({str(begun)!r})):\n"
        "        time.sleep(0.01)\n"
        f"    os.kill(os.getpid(), {signal.SIGTERM:d})\n"
        "subprocess.Popen.__init__ = begin_and_end\n"
        "app.run()"
    )
    shown = start_in_terminal(sys.executable, "-c", code, "list", rows=20, env={"PAGER": pager})
    assert shown.status == -signal.SIGTERM
    assert "Traceback" not in shown.text
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)
