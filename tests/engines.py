"""Other databases, each with the flat form of a chronology loaded as docs/scaling.md has it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rows = list[tuple[str, str]]


class Engine(NamedTuple):
    """A database: its dialect, and what it answers to a query: ids with verdicts, in order."""

    dialect: str
    ask: Callable[[str], Rows]


@contextmanager
def duckdb(table: str, lines: Path, folder: Path) -> Iterator[Engine]:
    import duckdb as engine

    with engine.connect(str(folder / "events.duckdb")) as database:
        database.execute(table)
        database.execute(f"COPY events FROM '{lines}' (FORMAT json)")
        yield Engine("duckdb", lambda sql: database.execute(sql).fetchall())


@contextmanager
def spark(table: str, lines: Path, folder: Path) -> Iterator[Engine]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed here")
    from pyspark.sql import SparkSession

    settings: dict[str, bool | float | int | str | None] = {
        "spark.master": "local[2]", "spark.driver.memory": "2g", "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"), "spark.local.dir": str(folder),
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
    }  # fmt: skip
    session = SparkSession.Builder().config(map=settings).getOrCreate()
    try:
        session.sql(table.rstrip(";\n"))
        found = session.read.schema(session.table("events").schema).json(str(lines))
        found.write.insertInto("events")
        yield Engine("spark", lambda sql: [
            (row["id"], row["certainty"]) for row in session.sql(sql.rstrip(";\n")).collect()
        ])  # fmt: skip
    finally:
        session.stop()


@contextmanager
def clickhouse(table: str, lines: Path, folder: Path) -> Iterator[Engine]:
    session = pytest.importorskip("chdb.session", reason="ClickHouse in Python (chdb) is not here")
    database = session.Session(str(folder / "clickhouse"))
    try:
        database.query(table)
        database.query(f"INSERT INTO events SELECT * FROM file('{lines}', JSONEachRow)")

        def ask(sql: str) -> Rows:
            said = database.query(sql.rstrip(";\n"), "JSONCompactEachRow").bytes().decode()
            return [tuple(json.loads(line)) for line in said.splitlines()]

        yield Engine("clickhouse", ask)
    finally:
        database.close()


@contextmanager
def postgres(table: str, lines: Path, folder: Path) -> Iterator[Engine]:
    """Run a server of its own; names are sorted as in English, so that no bytes are meant."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        pytest.skip("PostgreSQL is not installed here")
    programs = found[-1].parent
    # A server refuses to be started by root, and a socket may not lie in too deep a folder.
    rights = ("runuser", "-u", "postgres", "--") if os.getuid() == 0 else ()

    def run(program: str, *options: str, given: bytes = b"") -> str:
        done = subprocess.run(
            [*rights, str(programs / program), *options], input=given, capture_output=True,
            check=False, cwd="/", env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    with TemporaryDirectory(ignore_cleanup_errors=True) as data:
        if rights:
            shutil.chown(data, "postgres")

        def psql(*options: str, given: str | bytes) -> str:
            text = given.encode() if isinstance(given, str) else given
            return run("psql", "-h", data, "-U", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1",
                       *options, given=text)  # fmt: skip

        run("initdb", "-D", f"{data}/files", "-A", "trust", "-U", "postgres", "--no-sync",
            "--locale-provider=icu", "--icu-locale=en-US", "-E", "UTF8")  # fmt: skip
        server = ("-D", f"{data}/files", "-w", "-l", f"{data}/log")
        run("pg_ctl", *server, "-o", f"-k {data} -c listen_addresses= -c fsync=off", "start")
        try:
            psql(given=f"{table}CREATE TABLE lines (line jsonb);")
            psql("-c", COPY, given=lines.read_bytes())
            psql(given=POPULATE)
            yield Engine("postgres", lambda sql: [
                (id_, verdict) for id_, verdict in csv.reader(psql("--csv", "-t", given=sql).splitlines())
            ])  # fmt: skip
        finally:
            run("pg_ctl", *server, "-m", "immediate", "stop")


COPY = r"COPY lines FROM STDIN (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')"
POPULATE = "INSERT INTO events SELECT e.* FROM lines, jsonb_populate_record(NULL::events, line) e"
"""How PostgreSQL reads JSON Lines, as docs/scaling.md has it."""

ENGINES = {"duckdb": duckdb, "spark": spark, "clickhouse": clickhouse, "postgres": postgres}
