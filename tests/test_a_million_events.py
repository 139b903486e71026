"""Other databases over a million events: the same ids and verdicts as this tool's own index gives.

The million are 50,000 different events, each of them twenty times under another id. What they differ in
alone, their ids and numbers, is written here; everything else of their rows and of their flat form is
what the tool itself makes of them, kept instead of made twenty times. So the index of a million is built
by the tool in a fraction of the time that it takes to read 600 MB of YAML.
"""

from __future__ import annotations

import random
import sqlite3
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from benchmarks import generator
from tests.engines import ENGINES
from tests.test_language import TODAY
from tests.test_query import NAMES, date, event, some_date
from timeline.flatten import lines_of
from timeline.formats.json_array import line
from timeline.index.build import build
from timeline.index.rows import rows_of
from timeline.model import Citation, Contents, Dispute, Event, Match, Source, Text
from timeline.query.answer import Question, conditions
from timeline.query.names import find_event, find_name, find_names_starting, find_place
from timeline.query.parse import parse_query
from timeline.query.portable import query_in, table_in
from timeline.query.resolve import resolve
from timeline.query.terms import Kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.long

COUNT, DIFFERENT = 1_000_000, 50_000
QUERIES = (
    "date:2022..2025",
    "date:2022..2025 network:NUM,MII NOT kind:funding",
    "within:2019-03..2023 certain:yes",
    "known-by:2021-06 (before:2020 OR tag:covid)",
    "NOT date:2000..2021 certain:no",
    'biobank* on-this-day:02-29 OR figures.sites:>=49000 OR "so says the study"',
)
WORDS = ("Biobank", "Biobanken", "So says the study", "Gründung", "Bericht")


def some_events() -> Iterator[Event]:
    """Yield different events; every kind of EDTF is among their dates."""
    chance = random.Random(1)
    dates = [date(some_date(chance)) for _ in range(5_000)]
    dates += [date(made.edtf) for made in generator.events(DIFFERENT - 5_000)]
    sources = [Source(f"s{n}", published=dates[n] if n % 3 else None) for n in range(500)]
    pick = chance.choice
    for n, when in enumerate(dates):
        disputed = (Dispute(pick(dates)),) if n % 50 == 0 else ()
        yield event(
            f"event-{n}", when.edtf, title=Text(None, f"{pick(WORDS)} {n}"), kind=pick(NAMES["kind"]),
            networks=(pick(NAMES["network"]),), tags=(pick(NAMES["tag"]),), disputed=disputed,
            figures=(("sites", n),) if n % 7 == 0 else (),
            citations=(Citation(pick(sources)), Citation(pick(sources))),
        )  # fmt: skip


def number_of(event: Event) -> int:
    return int(event.id.removeprefix("event-"))


class Million:
    """The events, made one by one whenever they are asked for."""

    def __init__(self, different: list[Event]) -> None:
        self.different = different

    def __iter__(self) -> Iterator[Event]:
        for n in range(COUNT):
            yield self.different[n % DIFFERENT]._replace(id=f"event-{n}")


def flat_lines(different: list[Event]) -> Iterator[str]:
    rests = []
    for one in different:
        found = [line(record) for record in lines_of(Match(one), 0)]
        start = f'{{"n": 0, "id": "{one.id}"'
        assert all(text.startswith(start) for text in found)
        rests.append([text.removeprefix(start) for text in found])
    for n in range(COUNT):
        for rest in rests[n % DIFFERENT]:
            yield f'{{"n": {n + 1}, "id": "event-{n}"{rest}\n'


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """Return our index of a million events, and a file with their flat form."""
    folder = tmp_path_factory.mktemp("million")
    different = list(some_events())
    rows = [rows_of(one) for one in different]
    connection = sqlite3.connect(folder / "index")
    with patch("timeline.index.tables.rows_of", lambda one: rows[number_of(one) % DIFFERENT]):
        contents = Contents("en", None, None, (), Million(different))  # type: ignore[arg-type]  # a tuple of a million is too many
        build(connection, contents, "digest")
    with open(folder / "events.jsonl", "w", encoding="utf-8") as file:
        file.writelines(flat_lines(different))
    yield connection, folder / "events.jsonl"
    connection.close()


class Names:
    """The names of an index, as a query asks for them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.find_name = partial(find_name, connection)
        self.find_names_starting = partial(find_names_starting, connection)
        self.find_place = partial(find_place, connection)
        self.find_event = partial(find_event, connection)


def question_of(query: str, connection: sqlite3.Connection) -> Question:
    reading = resolve(parse_query(query), query, Names(connection), TODAY)
    return Question(Kept(reading.term, reading.certainty) if reading.certainty else reading.term)


def found_in(connection: sqlite3.Connection, question: Question) -> list[tuple[str, str]]:
    """Return the ids and verdicts of our own answer, without reading what else is known of them."""
    certain, matches = conditions(question)
    rows = connection.execute(
        f"SELECT e.id, CASE WHEN {certain.sql} THEN 'certain' ELSE 'possible' END FROM event e "
        f"WHERE {matches.sql} ORDER BY e.n", (*certain.values, *matches.values),
    )  # fmt: skip
    return rows.fetchall()


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_another_engine_finds_the_same_among_a_million_events(dialect, ours, tmp_path):
    connection, path = ours
    with ENGINES[dialect](table_in(dialect), path, tmp_path) as engine:
        for query in QUERIES:
            question = question_of(query, connection)
            expected = found_in(connection, question)
            assert len({verdict for _, verdict in expected}) == (1 if "certain:" in query else 2)
            assert engine.ask(query_in(dialect, question)) == expected, query
