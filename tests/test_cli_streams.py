"""Broken pipes, full disks, closed descriptors, Ctrl-C and foreign encodings: UX 10, 11 and 26."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.amount import chosen
from tests.conftest import BUNDLED
from tests.locales import LATIN_1

PROGRAM = f"'{sys.executable}' -m timeline"
WORDS = "word " * 60
EVENTS = "\n".join(f"  - {{id: e{n}, date: 2020, title: {n} {WORDS}}}" for n in range(300))
STORE = """\
kinds: {founding: {name: {de: Gründung, en: Founding}}}
events:
  - {id: one, date: 2020-04, title: „Größe“ – 东京, kind: founding, tags: [Köln]}
"""
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has /dev/full")


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)


@pytest.fixture
def big(store):
    return store(f"events:\n{EVENTS}\n")


@pytest.mark.parametrize("name", ["markdown", "json", "table"])
def test_head_ends_the_run_quietly(big, name):
    run = shell(f"set -o pipefail; {PROGRAM} list -f {name} --color=always | head -1")
    assert run.returncode == 0
    assert run.stdout.count(b"\n") == 1
    assert run.stderr.decode() in ("", "300 events\n")


def test_what_was_found_decides_the_status_whoever_stops_reading(store):
    store(
        "events:\n" + "".join(f"- {{id: e{n}, date: 1.7.2025, title: A}}\n" for n in range(2_000))
    )
    run = shell(f"set -o pipefail; {PROGRAM} check | head -1")
    assert run.returncode == 1
    assert run.stderr == b""


@needs_full
@pytest.mark.parametrize("command", ["list -f json", "--help", "--version"])
def test_a_full_disk_is_a_failure(store, command):
    store(STORE)
    run = shell(f"{PROGRAM} {command} > /dev/full")
    assert run.returncode == 1
    assert run.stderr == b"timeline: cannot write the output: no space left on device\n"


@needs_full
def test_a_full_device_is_a_failure(timeline, store):
    store(STORE)
    run = timeline("list", "-f", "json", "-o", "/dev/full")
    assert run.status == 1
    assert run.err.startswith("timeline: cannot write '/dev/full': no space left")


@pytest.mark.parametrize("command", ["list", "--version", "list --help"])
def test_a_closed_stdout_is_a_failure(store, command):
    store(STORE)
    run = shell(f"{PROGRAM} {command} >&-")
    assert run.returncode == 1
    assert run.stderr == b"timeline: cannot write the output: stdout is closed\n"


def test_a_closed_stdout_does_not_matter_where_nothing_is_written_to_it(store, tmp_path):
    store(STORE)
    assert shell(f"{PROGRAM} list -o '{tmp_path}/x.md' >&-").returncode == 0
    assert (tmp_path / "x.md").stat().st_size
    assert shell(f"{PROGRAM} list -n x >&-").returncode == 2


def test_closed_stderr_and_stdin_do_no_harm(store):
    store(STORE)
    before = shell(f"{PROGRAM} list")
    for closing in ("2>&- <&-", "2>/dev/full"):
        run = shell(f"{PROGRAM} list {closing}")
        assert (run.returncode, run.stdout) == (0, before.stdout)
    assert shell(f"{PROGRAM} list --nope 2>&-").returncode == 2


def test_ctrl_c_outside_of_the_command_itself_is_no_failure_either():
    code = "import timeline.cli.app as app; app.main = lambda _: (_ for _ in ()).throw(KeyboardInterrupt); app.run()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"")


BEGIN = """
import timeline.cli.app as app
prepare = app._prepare_streams
def begin():
    prepare()
    print(".", flush=True)
app._prepare_streams = begin
app.run()
"""


@pytest.mark.usefixtures("uncounted_processes")
@pytest.mark.parametrize("moment", [0.0, 0.04, 0.1, 0.16, 0.25, 0.4])
def test_ctrl_c_ends_quietly_at_any_moment(big, moment):
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN, "list", "-f", "table"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - one system call
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    # Ctrl-C after the last line, while Python itself says goodbye, is not ours.
    if b"300 events" in err:
        return
    assert (process.returncode, err) == (130, b"")
    if out:  # it came between the answer and the line that counts it
        assert shell(f"{PROGRAM} list -f table").stdout.startswith(out)


@pytest.mark.parametrize(
    "encoding",
    chosen(
        [
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"PYTHONIOENCODING": "cp1252"},
            {"LC_ALL": "POSIX"},
            LATIN_1,
            {"PYTHONIOENCODING": "ascii:strict"},
        ],
        lambda place: place < 2,
    ),
    ids=str,
)
@pytest.mark.usefixtures("latin_1")
def test_utf8_goes_in_and_out_under_every_locale(process, store, tmp_path, encoding):
    store(STORE)
    env = {"TIMELINE_LANG": "de", **encoding}
    path = f"{tmp_path}/Größe.md"
    assert process("list", "-t", "köln", "-o", path, env=env).returncode == 0
    with open(path, encoding="utf-8") as file:
        assert "„Größe“ – 东京" in file.read()
    assert "Gründung" in process("kinds", env=env).stdout.decode("utf-8")
    run = process("list", "-t", "Käln", env=env)
    assert run.stderr.decode("utf-8") == "timeline: there is no tag 'Käln'; did you mean Köln?\n"


@pytest.mark.parametrize(
    "arguments",
    chosen(
        [("list", "-n", "NUM"), ("show", "gbn-joins-num"), ("info",), ("tags",)],
        lambda place: place < 1,
    ),
)
def test_nothing_is_left_open_at_the_end_of_a_run(process, arguments):
    for _ in range(2):  # with the index to build, and with it there
        run = process(*arguments, "--store", str(BUNDLED), env={"PYTHONDEVMODE": "1"})
        assert run.returncode == 0
        assert b"Warning" not in run.stderr


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_a_format_gives_up_is_not_looked_for_where_the_reader_left(
    timeline, store, monkeypatch, is_whole
):
    store("events: [{id: a, date: 2020, title: =1+1}]")
    take = list if is_whole else next
    monkeypatch.setattr(
        "timeline.cli.session.is_terminal", lambda: True
    )  # in whose pager it is read
    monkeypatch.setattr("timeline.cli.session.write", lambda pieces, *_: take(iter(pieces)))
    run = timeline("list", "-f", "csv")
    assert run.status == 0
    assert ("csv: 1 cell begins" in run.err) == is_whole
