"""The flat form, and queries that are written for other databases: they answer as this tool does."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from tests.amount import examples
from tests.conftest import BUNDLED
from tests.engines import ENGINES
from tests.test_query import (
    KINDS,
    edges_of,
    event,
    open_store,
    some_event,
    some_term,
    some_window,
    timed,
)
from timeline import load
from timeline.cli.explaining import DIALECTS
from timeline.errors import UsageError
from timeline.flat import COLUMNS, FAR
from timeline.formats import Style, render
from timeline.model import Event, Text
from timeline.query.answer import Question, answer
from timeline.query.portable import query_in, table_in
from timeline.query.resolve import MOST_NAMES, MOST_TERMS, MOST_TIMES
from timeline.query.terms import (
    And,
    Before,
    Ids,
    Inside,
    Kept,
    KnownBy,
    Label,
    Not,
    Or,
    Phrase,
    Touching,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.engines import Engine

FLAT = Style(flat=True)
ODD = ("it's", 'say "hi"', "back\\slash", "${spark.app.name}", "${", "$", "a${b${c}", "100 %", "_", "%", "ä ß 日本",
       "line\nbreak", "tab\tstop", "--", "/* */", ";", ":name", "{a:String}", "\\'", "\\u0041", "?", "$$x$$", " ")  # fmt: skip
"""Names of places that mean something in one kind of SQL or another."""


def some_store() -> list[Event]:
    """Return events of every kind of date, the bundled chronology, and names that need care."""
    chance = random.Random(1)
    some = [some_event(chance, number) for number in range(1500)]
    odd = [event(f"odd-{n}", "2020", place=name, tags=(name, name[::-1]), title=Text(name, name))
           for n, name in enumerate(ODD)]  # fmt: skip
    return [*some, *odd, *load(BUNDLED).events]


class Store:
    """A chronology in an index of ours and in its flat form."""

    def __init__(self, events: list[Event]) -> None:
        self.connection: sqlite3.Connection = open_store(*events)
        self.edges = [day for day in edges_of(events) if not FAR <= abs(day) < float("inf")]

    def lines(self) -> Iterator[str]:
        return render("jsonl", answer(self.connection, Question(), "en"), FLAT)

    def answer(self, question: Question) -> list[tuple[str, str]]:
        found = answer(self.connection, question, "en")
        return [(match.event.id, match.certainty) for match in found.matches]


@pytest.fixture(scope="module")
def ours() -> Store:
    return Store(some_store())


def opened(dialect: str, ours: Store, folder: Path) -> AbstractContextManager[Engine]:
    path = folder / "events.jsonl"
    path.write_text("".join(ours.lines()), encoding="utf-8")
    return ENGINES[dialect](table_in(dialect), path, folder)


@pytest.fixture(scope="module", params=["duckdb", "clickhouse", "postgres"])
def engine(request, ours, tmp_path_factory) -> Iterator[Engine]:
    with opened(request.param, ours, tmp_path_factory.mktemp(request.param)) as found:
        yield found


def assert_alike(engine: Engine, ours: Store, question: Question) -> None:
    sql = query_in(engine.dialect, question)
    assert engine.ask(sql) == ours.answer(question), sql


def some_question(chance: random.Random, ours: Store) -> Question:
    limit = chance.choice((None, None, None, 0, 3))
    return Question(some_term(chance, ours.edges), reverse=chance.random() < 0.3, limit=limit)


def some_window_asked(chance: random.Random, ours: Store) -> Question:
    term = timed(some_window(chance, ours.edges), chance.choice(KINDS))
    return Question(chance.choice((term, Kept(term, "possible"))))


def questions_with(name: str) -> list[Question]:
    found = (Label("place", (name,)), Label("tag", (name, name[::-1])), Ids((name,)))
    return [Question(term) for term in found]


@given(st.integers(min_value=0))
@examples(200)
def test_another_engine_answers_as_this_one(engine, ours, seed):
    assert_alike(engine, ours, some_question(random.Random(seed), ours))


@given(st.integers(min_value=0))
@examples(200)
def test_another_engine_decides_windows_to_the_day(engine, ours, seed):
    assert_alike(engine, ours, some_window_asked(random.Random(seed), ours))


@pytest.mark.parametrize("name", ODD)
def test_what_means_something_in_sql_is_a_mere_name(engine, ours, name):
    questions = questions_with(name)
    assert ours.answer(questions[0])
    for question in questions:
        assert_alike(engine, ours, question)


LONGEST = (
    Or((*(Phrase((f"bio{n}",)) for n in range(MOST_TERMS - 1)), Phrase(("biobank",)))),
    And(tuple(Not(Touching(n, n + 1)) for n in range(MOST_TIMES))),
    Label("network", (*(f"N{n}" for n in range(MOST_NAMES - 1)), "NUM")),
)
"""As much as one query may ask."""


@pytest.mark.long
@pytest.mark.parametrize("term", LONGEST, ids=["words", "days", "names"])
def test_the_longest_queries_are_answered(engine, ours, term):
    assert ours.answer(Question(term))
    assert_alike(engine, ours, Question(term))


@pytest.mark.long
def test_spark_answers_as_this_one(ours, tmp_path):
    chance = random.Random(1)
    questions = [question for name in ODD for question in questions_with(name)[:1]]
    questions += [Question(term) for term in LONGEST]
    questions += [some_question(chance, ours) for _ in range(25)]
    questions += [some_window_asked(chance, ours) for _ in range(25)]
    with opened("spark", ours, tmp_path) as engine:
        for question in questions:
            assert_alike(engine, ours, question)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(st.integers(min_value=0))
@examples(100)
def test_what_is_written_is_understood_by_the_reader_of_its_dialect(dialect, ours, seed):
    sql = query_in(dialect, Question(some_term(random.Random(seed), ours.edges)))
    read = sqlglot.parse_one(sql, read=dialect)
    assert f"{read.sql(dialect, pretty=True)};\n" == sql


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_table_has_the_columns_of_the_flat_form(dialect):
    table = sqlglot.parse_one(table_in(dialect), read=dialect)
    columns = [(one.name, one.args["kind"].sql("duckdb")) for one in table.find_all(exp.ColumnDef)]
    types = {"Int64": "BIGINT", "String": "TEXT", "Bool": "BOOLEAN", "Array(String)": "TEXT[]"}
    assert columns == [(name, types[type_]) for name, type_ in COLUMNS.items()]
    assert table.this.this.name == "events"


def test_days_that_the_columns_cannot_tell_apart_are_refused():
    for term in (Touching(0, FAR), Inside(-FAR, 0), KnownBy(FAR), Not(Before(-FAR))):
        with pytest.raises(UsageError, match="more than twelve digits"):
            query_in("duckdb", Question(term))
    assert str(FAR - 1) in query_in("duckdb", Question(Touching(0, FAR - 1)))


COMMANDS = {
    "list": ["list"], "between": ["between", "2022", "2025-06"], "at": ["at", "2021"],
    "since": ["list", "--since", "2022", "--certain"], "search": ["search", "biobank*", "--sort", "date"],
    "chart": ["chart", "-n", "NUM"], "limited": ["list", "-k", "founding", "--reverse", "--limit", "5"],
    "many": ["list", "(tag:covid OR part-of:*) NOT figures.sites:>30 known-by:2024 on-this-day:07-01"],
    "none": ["list", "place:Berlin", "not:place:Berlin"],
}  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=list(COMMANDS))
def test_a_command_explains_what_it_would_answer(arguments, timeline, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_STORE", str(BUNDLED))
    lines, table = tmp_path / "events.jsonl", timeline("list", "--explain", "table").out
    assert timeline("list", "--flat", "-o", str(lines)).status == 0
    run = timeline(*arguments, "--explain", "sql")
    assert (run.status, run.err) == (0, "")
    answered = timeline(
        *arguments, "-f", "json", *["--sort", "date"] * (arguments[0] != "chart")
    ).out
    with ENGINES["duckdb"](table, lines, tmp_path) as engine:
        assert engine.ask(run.out) == [
            (one["id"], one["certainty"]) for one in json.loads(answered)
        ]


WRONG = {
    "--explain sq": "there is no explanation 'sq'; did you mean sql? (valid: sql, table)",
    "--explain sql --dialect spak":
        "there is no dialect 'spak'; did you mean spark? (valid: duckdb, spark, clickhouse, postgres)",
    "--dialect spark": "--dialect has nothing to write; add --explain sql",
    "--explain sql -f json": "--format contradicts --explain; leave one of them out",
    "--explain sql --flat": "--flat contradicts --explain; leave one of them out",
    "--explain sql --plain": "--plain contradicts --explain; leave one of them out",
    "--explain sql -o x.png": "--explain contradicts the suffix of 'x.png'; name it .sql",
    "--explain sql --sort title":
        "--explain cannot order by title; add --sort date: the order of the file that is asked",
    "--explain sql --since Y99999999999999":
        "--explain: years of more than twelve digits are all alike to other databases; ask for days nearer by",
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), WRONG.items())
def test_what_cannot_be_explained_is_told(arguments, said, timeline):
    run = timeline("list", "--store", str(BUNDLED), *arguments.split())
    assert (run.status, run.out, run.err) == (2, "", f"timeline: {said}\n")


def test_without_sqlglot_the_extra_is_named(timeline, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    run = timeline("list", "--store", str(BUNDLED), "--explain", "sql")
    assert (run.status, run.out) == (2, "")
    assert run.err == "timeline: sql needs sqlglot; pip install 'yaml-timeline[sql]'\n"


def test_a_question_about_dates_alone_reads_no_store(timeline, store):
    store("events: [")
    assert timeline("list").status == 1
    run = timeline("between", "2022", "2025", "--explain", "sql", "--dialect", "spark")
    assert (run.status, run.err) == (0, "")


def test_it_is_written_to_a_file(timeline, tmp_path):
    path = tmp_path / "query.sql"
    run = timeline(
        "list", "-n", "NUM", "--store", str(BUNDLED), "--explain", "sql", "-o", str(path)
    )
    assert (run.status, run.out) == (0, "")
    assert path.read_text().startswith("WITH lines AS (")
