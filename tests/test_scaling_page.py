"""docs/scaling.md: its commands run as they stand, and its columns are those there are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import engines
from tests.conftest import BUNDLED, ROOT
from timeline.cli.explaining import DIALECTS
from timeline.flat import COLUMNS

PAGE = (ROOT / "docs/scaling.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return what stands under a heading, as far as the next one."""
    rest = PAGE.partition(f"# {title}\n")[2]
    return rest[: end.start()] if (end := re.search("^##+ ", rest, re.MULTILINE)) else rest


def block(language: str, title: str) -> str:
    blocks = re.finditer(rf"^```{language}\n(.*?)^```$", section(title), re.DOTALL | re.MULTILINE)
    (found,) = [str(block[1]) for block in blocks]
    return found


def run(command: list[str], folder: Path) -> str:
    """Run a command where ``timeline`` is the one under test, and asks the bundled chronology."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    tool = programs / "timeline"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m timeline "$@"\n')
    tool.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}", "TIMELINE_STORE": str(BUNDLED),
        "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "SPARK_LOCAL_IP": "127.0.0.1",
    }  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True,
                          encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


ALL = 'for row in {}: print("found", *row)'
"""What is printed behind the commands of the page, which show no more than fits a screen."""


def found_by(title: str, rows: str, folder: Path) -> list[str]:
    """Return the ids and verdicts to which the commands of a section come."""
    run(["sh", "-euc", block("sh", title)], folder)
    said = run([sys.executable, "-c", block("python", title) + ALL.format(rows)], folder)
    assert "certainty" in said, "the page prints an answer itself"
    return [line for line in said.splitlines() if line.startswith("found ")]


@pytest.fixture
def ours(timeline) -> list[str]:
    found = timeline("between", "2022", "2025", "-s", str(BUNDLED), "-f", "json").out
    return [f"found {match['id']} {match['certainty']}" for match in json.loads(found)]


def test_the_commands_for_duckdb_run_as_they_stand(tmp_path, ours):
    rows = 'database.sql(open("query.sql").read()).fetchall()'
    assert found_by("DuckDB", rows, tmp_path) == ours


@pytest.mark.long
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_the_commands_for_spark_run_as_they_stand(tmp_path, ours):
    rows = 'spark.sql(open("query.sql").read().rstrip(";\\n")).collect()'
    assert found_by("Spark", rows, tmp_path) == ours


def test_the_commands_for_postgresql_are_those_that_the_tests_run():
    assert f'psql -c "{engines.COPY}" < events.jsonl' in section("PostgreSQL")
    assert f'psql -c "{engines.POPULATE}"' in section("PostgreSQL")
    assert "INSERT INTO events FORMAT JSONEachRow" in section("ClickHouse")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_asked_for_by_name(dialect):
    assert f"timeline list --explain table --dialect {dialect}" in PAGE
    assert f"timeline between 2022 2025 --explain sql --dialect {dialect}" in PAGE


def test_every_column_is_described():
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", section("The columns"), re.MULTILINE)
    described = [name for row in rows for name in re.findall("[a-z_]+", row)]
    assert sorted(described) == sorted(COLUMNS)
