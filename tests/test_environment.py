"""Any locale, terminal, home, limit and set of streams: the answer is right, or the failure is one line."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys

import pytest

from tests.amount import chosen
from tests.conftest import ASK_ALL
from tests.locales import LATIN_1
from tests.transcripts.terminal import run_in_terminal, start_in_terminal
from timeline.cli.config import config_path, read_config
from timeline.workspace import cache_folder, home_folder

TITLE = "„Größe“ – 东京 😀"
STORE = f"""\
kinds: {{founding: {{name: {{de: Gründung, en: Founding}}}}}}
events:
  - {{id: one, date: 2020-04, title: {TITLE}, kind: founding, tags: [Köln]}}
"""
LOCALES: list[dict[str, str]] = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "cp1252"},
    {"LANG": "C"},
    {"LC_ALL": "POSIX"},
    LATIN_1,
    {"LC_ALL": "xx_XX.broken"},
    {"LC_ALL": "xx_XX.broken", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"LC_ALL": "C", "PYTHONUTF8": "1"},
]


FILES = ("html", "csv", "json", "md", "ics")
FORMATS = ("table", "table --color=always", "plain", "markdown", "csv", "html")


# Locales

pytestmark = pytest.mark.usefixtures("latin_1")


@pytest.mark.skipif(not shutil.which("localedef"), reason="glibc's localedef is not there")
def test_the_locale_that_is_not_utf8_is_there():
    code = "import sys; print(sys.getfilesystemencoding())"
    run = subprocess.run([sys.executable, "-c", code], env={**os.environ, **LATIN_1},
                         capture_output=True, timeout=60, check=True)  # fmt: skip
    assert run.stdout == b"iso8859-1\n"


@pytest.mark.parametrize("locale", chosen(LOCALES, lambda place: place < 1), ids=str)
def test_every_format_is_the_same_in_every_locale(store, locale):
    store(STORE)
    command = (sys.executable, "-c", ASK_ALL)
    lines = "".join(f"list --lang de -f {arguments}\n" for arguments in FORMATS).encode()
    runs = [
        subprocess.run(command, input=lines, env={**os.environ, **env}, capture_output=True,
                       timeout=60, check=False)
        for env in (locale, {"LC_ALL": "C.UTF-8"})
    ]  # fmt: skip
    for run in runs:
        assert (run.returncode, run.stderr) == (0, b"1 event\n" * len(FORMATS))
    text = runs[0].stdout.decode("utf-8")
    assert text.count("Größe") >= len(FORMATS)
    assert text.count("东京 😀") >= len(FORMATS)
    assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize("locale", chosen(LOCALES, lambda place: place < 1), ids=str)
@pytest.mark.parametrize("look", chosen(["table", "plain", "markdown"], lambda place: place < 1))
def test_a_terminal_gets_utf8_in_every_locale(store, locale, look):
    store(STORE)
    command = (sys.executable, "-m", "timeline", "list", "-f", look, "--lang", "de")
    shown = start_in_terminal(*command, env=locale)
    assert shown.status == 0
    assert TITLE in "\n".join(shown.lines)
    assert shown.lines[-1] == "1 event"


@pytest.mark.parametrize("locale", chosen(LOCALES, lambda place: place < 1), ids=str)
def test_files_are_utf8_in_every_locale(process, store, tmp_path, locale):
    store(STORE)
    added = process("add", "--date", "2021", "--title", "Zürich – 上海", env=locale)
    assert added.returncode == 0, added.stderr
    lines = "".join(f"list -o list.{suffix}\n" for suffix in FILES).encode()
    command = (sys.executable, "-c", ASK_ALL)
    assert subprocess.run(command, input=lines, env={**os.environ, **locale}, capture_output=True,
                          timeout=60, check=False).returncode == 0  # fmt: skip
    assert "title: Zürich – 上海" in (tmp_path / "work/events.yaml").read_text(encoding="utf-8")
    for suffix in FILES:
        text = (tmp_path / f"work/list.{suffix}").read_bytes().decode("utf-8")
        assert "上海" in (text if suffix != "json" else str(json.loads(text)))


@pytest.mark.parametrize("locale", chosen(LOCALES, lambda place: place < 1), ids=str)
@pytest.mark.parametrize("name", ["ü€.yaml", os.fsdecode(b"b\xf6\xff.yaml")], ids=ascii)
def test_a_store_of_any_name_is_read_in_every_locale(process, store, locale, name):
    store(STORE, name)
    for place in (name, "."):
        for env in (locale, locale, {"LC_ALL": "C.UTF-8"}):  # built, asked, and asked elsewhere
            run = process("list", "-f", "plain", "--lang", "de", "--store", place, env=env)
            assert (run.returncode, run.stderr) == (0, b"1 event\n")
            assert "Größe" in run.stdout.decode("utf-8")


# Terminals

SIZES = ["0", "1", "100000", "abc", "-5", "", "²", "９", "1" * 5_000]


@pytest.mark.parametrize(
    "columns", chosen(SIZES, lambda place: place in {1, 2, 6}), ids=lambda size: size[:9]
)
def test_any_columns_and_lines_are_answered(timeline, store, monkeypatch, columns):
    store(STORE)
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    for name in ("table", "plain", "markdown"):
        run = timeline("list", "-f", name)
        assert (run.status, run.err) == (0, "1 event\n")
        assert "Größe" in "".join(run.out.split())
    assert timeline("check").status == 0
    assert timeline("stats").status == 0
    assert timeline("chart", "-f", "txt").status in {0, 2}  # 2: too narrow for a chart, and said
    shown = run_in_terminal("list", env={"COLUMNS": columns, "LINES": columns, "PAGER": "cat"})
    assert shown.status == 0
    assert "Größe" in "".join("".join(shown.lines).split())


@pytest.mark.parametrize(
    "columns", chosen(SIZES, lambda place: place in {1, 6}), ids=lambda s: s[:9]
)
def test_help_is_written_for_any_columns(process, columns):
    for arguments in (("--help",), ("list", "--help")):
        run = process(*arguments, env={"COLUMNS": columns})
        assert (run.returncode, run.stderr) == (0, b"")
        assert b"Usage" in run.stdout


@pytest.mark.parametrize("columns", ["1", "²", "100000"])
def test_a_bar_is_as_wide_as_its_terminal(store, monkeypatch, columns):
    store(STORE)
    monkeypatch.setattr("timeline.cli.progress.PATIENCE", 0.0)
    slow = "timeline.workspace.Workspace._compile"
    from timeline.workspace import Workspace

    def compile_slowly(self: Workspace, files: list[tuple[str, bytes]]) -> object:
        import time

        time.sleep(0.3)
        return compile_store(self, files)

    compile_store = Workspace._compile
    monkeypatch.setattr(slow, compile_slowly)
    shown = run_in_terminal("list", "-f", "json", env={"COLUMNS": columns, "LINES": columns})
    assert shown.status == 0
    assert "Compiling the store" in shown.text
    assert "Traceback" not in shown.text
    assert shown.lines[-1] == "1 event"


@pytest.mark.parametrize(
    "term", chosen([None, "dumb", "", "unknown", "nöt\udcff"], lambda p: p < 1)
)
def test_any_kind_of_terminal_is_answered(store, monkeypatch, term):
    store(STORE)
    if term is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", term)
    shown = start_in_terminal(sys.executable, "-m", "timeline", "list", env={"PAGER": "cat"})
    assert shown.status == 0
    assert TITLE in "\n".join(shown.lines)
    if term == "dumb":
        assert "\x1b" not in shown.text


# Streams

CLOSED = ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"]


@pytest.mark.parametrize("closed", chosen(CLOSED, lambda place: place in {2, 6}))
@pytest.mark.parametrize(
    "command",
    chosen(["list", "add --date 2021 --title X", "check", "search Größe", "list -o x.html"],
           lambda place: place < 2),
)  # fmt: skip
def test_closed_streams_do_no_harm(store, command, closed, tmp_path):
    path = store(STORE)
    line = f"'{sys.executable}' -m timeline {command} {closed}"
    run = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
    cannot_say = ">&-" in closed.replace("2>&-", "") and command != "list -o x.html"
    if command.startswith("add"):
        assert path.read_text(encoding="utf-8") == f"{STORE}  - {{id: x, date: 2021, title: X}}\n"
        cannot_say = False
    assert run.returncode == (1 if cannot_say else 0), run.stderr
    assert b"Traceback" not in run.stderr
    if command == "list -o x.html":
        assert (tmp_path / "work/x.html").read_bytes().endswith(b"</html>\n")


def test_no_file_takes_the_number_of_a_stream(store):
    path = store(STORE)
    code = (
        "import os, timeline.cli.app as app; app.main = lambda _: os.open('events.yaml', 0);"
        "app.run()"
    )
    line = f"'{sys.executable}' -c \"{code}\" <&- >&- 2>&-"
    assert path.is_file()
    assert subprocess.run(["bash", "-c", line], timeout=60, check=False).returncode == 3


@pytest.mark.long
@pytest.mark.parametrize("form", ["markdown", "json", "table", "csv"])
def test_the_head_of_100_000_events_is_enough(tmp_path, form):
    path = tmp_path / "large.yaml"
    lines = (f"  - {{id: e{n}, date: 2020, title: Title {n}}}\n" for n in range(100_000))
    path.write_text("events:\n" + "".join(lines))
    line = f"set -o pipefail; '{sys.executable}' -m timeline list -s '{path}' -f {form} | head -1"
    run = subprocess.run(["bash", "-c", line], capture_output=True, timeout=300, check=False)
    assert run.returncode == 0
    assert run.stdout.count(b"\n") == 1
    assert run.stderr.decode() in ("", "100000 events\n")
    if form == "csv":  # what it had to give up is told of the whole answer, read or not
        return
    env = {"PAGER": "head -1"}
    command = (sys.executable, "-m", "timeline", "list", "-s", str(path), "-f", form)
    shown = start_in_terminal(*command, rows=20, env=env)
    assert shown.status == 0
    assert "Traceback" not in shown.text


# Homes


def test_who_has_no_home_gets_none_made_up(monkeypatch, tmp_path):
    known = pwd.getpwuid(os.getuid()).pw_dir
    for environment in ({}, {"HOME": ""}, {"HOME": "relative"}, {"HOME": "~"}):
        assert home_folder(environment) == known
    assert home_folder({"HOME": "/h"}) == "/h"
    there = {"HOME": str(tmp_path)}
    if sys.platform == "linux":
        assert cache_folder(there) == f"{tmp_path}/.cache/timeline"
        assert cache_folder({"HOME": f"{tmp_path}/gone"}) is None
        assert cache_folder({**there, "XDG_CACHE_HOME": "rel"}) == f"{tmp_path}/.cache/timeline"

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for environment in ({}, {"HOME": ""}, {"HOME": "relative"}):
        assert home_folder(environment) is None
        assert config_path(environment) == ""
        assert read_config(environment).pager is None
        if sys.platform == "linux":
            assert cache_folder(environment) is None


@pytest.mark.parametrize("home", ["", "relative", "gone/home", "file", None])
def test_a_command_without_a_home_leaves_nothing_behind(
    timeline, store, tmp_path, monkeypatch, home
):
    store(STORE)
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "passwd").mkdir()
    entry = type("Entry", (), {"pw_dir": str(tmp_path / "passwd")})
    monkeypatch.setattr(pwd, "getpwuid", lambda _: entry)
    monkeypatch.delenv("TIMELINE_CACHE_DIR")
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home if home in ("", "relative") else str(tmp_path / home))
    run = timeline("list")
    assert (run.status, run.err) == (0, "1 event\n")
    assert TITLE in run.out
    assert os.listdir() == ["events.yaml"]
    assert set(os.listdir(tmp_path)) <= {"work", "file", "passwd", "cache"}


def test_somebody_unknown_to_the_system_has_no_home(stranger, store, tmp_path):
    store(STORE)
    folder = tmp_path / "work"
    os.chmod(folder, 0o777)
    environment = {k: v for k, v in os.environ.items() if k not in ("HOME", "TIMELINE_CACHE_DIR")}
    run = stranger("info", replaced=environment)
    assert run.returncode == 0, run.stderr
    assert b"- index: in memory" in run.stdout
    assert os.listdir(folder) == ["events.yaml"]


def test_a_configuration_in_a_home_of_somebody_else_is_not_looked_for(ordinary, store, tmp_path):
    """As after ``su`` or ``sudo``, which may keep HOME."""
    store(STORE)
    home = tmp_path / "home"
    (home / ".config/timeline").mkdir(parents=True)
    (home / ".config/timeline/config.yaml").write_text("lang: fr\n")
    assert ordinary("list").returncode == 2
    home.chmod(0o000)
    try:
        run = ordinary("list")
        assert (run.returncode, run.stderr) == (0, b"1 event\n")
    finally:
        home.chmod(0o700)
    (home / ".config/timeline/config.yaml").chmod(0o000)
    run = ordinary("list")
    assert run.returncode == 2
    assert b"config.yaml cannot be read: permission denied" in run.stderr


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "TIMELINE_CACHE_DIR"])
def test_a_cache_home_that_is_a_file_is_done_without(
    timeline, store, tmp_path, monkeypatch, variable
):
    store(STORE)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.delenv("TIMELINE_CACHE_DIR")
    monkeypatch.setenv(variable, str(tmp_path / "file"))
    assert "- index: in memory" in timeline("info").out
    assert TITLE in timeline("list").out
    assert (tmp_path / "file").read_text() == "no folder"
