"""What a start with a warm index may import: nothing that only other starts need."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests.conftest import BUNDLED

FORBIDDEN = {
    "rich", "yaml", "pydantic", "dateutil", "platformdirs", "jinja2", "icalendar", "filelock",
    "hashlib", "tempfile", "email", "asyncio", "logging",
    "timeline.dates.phrases", "timeline.dates.relative", "timeline.formats.table",
    "timeline.formats.json_array", "timeline.formats.plain", "timeline.cli.complete",
    "timeline.cli.pager", "timeline.cli.problems", "timeline.cli.usage",
    "timeline.cli.commands.show",
}  # fmt: skip
MOST_MODULES = 205
"""How many modules a warm start imports at most: 199 on Python 3.11, typer's 139."""

REPORT = """
import sys
from timeline.cli.app import main
status = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def modules(*arguments: str) -> set[str]:
    # Coverage, where it is measured, would bring its own modules along.
    unwatched = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    run = subprocess.run([sys.executable, "-c", REPORT, *arguments], capture_output=True,
                         text=True, timeout=60, check=False, env={**unwatched, "PYTHONUTF8": "1"})  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(("- **", "["))
    return set(run.stderr.splitlines()[-1].split())


@pytest.fixture
def warm(process):
    """Build an index and let it cool: what was just written has to be read once more."""
    process("list", "-s", str(BUNDLED))
    time.sleep(2.1)
    process("list", "-s", str(BUNDLED))


def test_a_warm_piped_list_imports_only_what_it_needs(warm):
    loaded = modules("list", "-s", str(BUNDLED), "--network", "NUM")
    assert not loaded & FORBIDDEN
    assert len(loaded) <= MOST_MODULES, sorted(loaded)
    loaded = modules("networks", "-s", str(BUNDLED))
    assert not loaded & FORBIDDEN
    # A date as EDTF needs the phrases' grammar, but none of the libraries behind it.
    loaded = modules("between", "2022", "2025-06", "-s", str(BUNDLED), "-f", "json")
    assert not loaded & {"rich", "yaml", "pydantic", "dateutil", "platformdirs", "tempfile"}


def test_version_and_help_import_no_store(process):
    for arguments in (["--version"], ["--help"], []):
        run = subprocess.run([sys.executable, "-c", REPORT, *arguments], capture_output=True,
                             text=True, timeout=60, check=False)  # fmt: skip
        loaded = set(run.stderr.splitlines()[-1].split())
        # importlib.metadata, which knows the version, brings some of the standard library.
        assert not loaded & {"rich", "yaml", "pydantic", "dateutil", "platformdirs"}
        assert not any(name.startswith(("timeline.store", "timeline.index")) for name in loaded)
