"""What a start with a warm index may import: nothing that only other starts need."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import cache

import pytest

from tests.conftest import BUNDLED, ROOT
from tests.uncounted import uncounted

HEAVY = {"rich", "yaml", "pydantic", "dateutil", "platformdirs"}
FORBIDDEN = HEAVY | {
    "jinja2", "icalendar", "filelock", "hashlib", "tempfile", "email", "asyncio", "logging",
    "dataclasses", "decimal", "unicodedata",
    "timeline.dates", "timeline.placement", "timeline.figures", "timeline.query.parse",
    "timeline.query.windows", "timeline.query.timed", "timeline.formats.table",
    "timeline.formats.json_array", "timeline.formats.plain", "timeline.cli.complete",
    "timeline.cli.pager", "timeline.cli.problems", "timeline.cli.usage",
    "timeline.cli.commands.show",
}  # fmt: skip

FLOOR = """
import sys
import typer.main, typer._click.decorators, typer._click._textwrap, typer._completion_classes
print(*sys.modules, file=sys.stderr)
"""
"""What an empty command of typer's imports."""

REPORT = """
import sys
from timeline.cli.app import main
status = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # Coverage, where it is measured, would bring its own modules along.
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True,
                          timeout=60, check=False,
                          env={**uncounted(), "PYTHONUTF8": "1", **environment})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


def modules(said: str) -> set[str]:
    return set(said.splitlines()[-1].split())


@cache
def typers() -> set[str]:
    return modules(run(FLOOR).stderr)


def loaded(*arguments: str, begins: str = "", **environment: str) -> set[str]:
    """Return the modules that a start imports beyond those that typer itself does."""
    done = run(REPORT, *arguments, **environment)
    assert done.stdout.startswith(begins)
    return modules(done.stderr) - typers()


def tab(line: str) -> dict[str, str]:
    """Return how bash asks what may follow in a line."""
    words = ["timeline", *line.split()]
    return {"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words),
            "COMP_CWORD": str(len(words) - 1), "TIMELINE_STORE": str(BUNDLED)}  # fmt: skip


@pytest.fixture(scope="module")
def cooled(tmp_path_factory):
    """Build an index and let it cool: what was just written has to be read once more."""
    folder = tmp_path_factory.mktemp("cache")
    for pause in (2.1, 0):
        run(REPORT, "list", "-s", str(BUNDLED), TIMELINE_CACHE_DIR=str(folder))
        time.sleep(pause)
    return folder


@pytest.fixture
def warm(cooled, monkeypatch):
    monkeypatch.setenv("TIMELINE_CACHE_DIR", str(cooled))


def test_a_warm_piped_list_imports_only_what_it_needs(warm):
    found = loaded("list", "-s", str(BUNDLED), "--network", "NUM", begins="- **")
    assert not found & FORBIDDEN
    assert len(found) <= 61, sorted(found)
    assert not loaded("networks", "-s", str(BUNDLED), begins="- **") & FORBIDDEN
    # A date as EDTF needs the phrases' grammar, but none of the libraries behind it.
    found = loaded("between", "2022", "2025-06", "-s", str(BUNDLED), "-f", "json", begins="[")
    assert not found & (HEAVY | {"tempfile"})


def test_a_warm_table_imports_rich_and_nothing_of_what_dates_are_made_of(warm):
    found = loaded("list", "-s", str(BUNDLED), "--network", "NUM", "-f", "table", begins="2020\n")
    assert not found & (FORBIDDEN - {"rich", "dataclasses", "decimal", "logging", "unicodedata",
                                     "timeline.formats.table"})  # fmt: skip
    assert len({name for name in found if name.startswith("timeline")}) <= 53, sorted(found)


@pytest.mark.parametrize(
    ("line", "begins", "most"),
    [("li", "list", 18), ("list --net", "--network", 19), ("list --network N", "NUM", 57)],
)
def test_completion_imports_only_what_it_needs(warm, line, begins, most):
    found = loaded(begins=begins, **tab(line))
    assert not found & (FORBIDDEN - {"timeline.cli.complete"})
    assert len(found) <= most, sorted(found)


@pytest.mark.parametrize(
    ("arguments", "most"),
    [(["--help"], 15), ([], 15), (["list", "--help"], 16), (["--version"], 90)],
)
def test_version_and_help_import_no_library_and_only_what_they_show(arguments, most):
    found = loaded(*arguments)
    assert not found & HEAVY
    assert len(found) <= most, sorted(found)
    # importlib.metadata, which knows the version, brings some of the standard library.
    if "list" not in arguments:
        assert not any(name.startswith(("timeline.store", "timeline.index")) for name in found)


def test_ctrl_c_is_heard_before_anything_is_imported_that_takes_long():
    code = """
import sys
import timeline.cli.app as app
app._listen()
print([name for name in ("typing", "traceback", "importlib.util", "timeline.errors") if name in sys.modules])
"""
    # Without site (-S): what stands in site-packages may import whatever it likes.
    run = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True,
                         text=True, timeout=60, check=True)  # fmt: skip
    assert run.stdout == "[]\n"


def test_a_start_collects_no_garbage_but_a_command_does():
    code = """
import gc
from timeline.cli.app import run
from timeline.cli.session import Session
asked = []
gc.callbacks.append(lambda phase, _: asked.append(phase))
Session.list_events = lambda *_: print(len(asked), gc.isenabled(), gc.get_freeze_count() > 0)
run()
"""
    done = run(code, "list", "-s", str(BUNDLED))
    assert done.stdout == "0 True True\n"
