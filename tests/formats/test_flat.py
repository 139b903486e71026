"""JSON Lines as plain columns: no column is null, and none of them says less than a verdict needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.conftest import BUNDLED
from tests.test_query import date, event
from timeline import formats, load
from timeline.errors import UsageError
from timeline.flat import COLUMNS, FAR
from timeline.model import Answer, Citation, Dispute, Event, Match, Source, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAT = formats.Style(flat=True)
TYPES = {"Int64": int, "String": str, "Bool": bool, "Array(String)": list}


def lines(*events: Event) -> list[dict[str, Any]]:
    found = formats.render("jsonl", Answer(tuple(map(Match, events))), FLAT)
    return [json.loads(text) for text in found]


def part(names: str, *events: Event) -> list[tuple[Any, ...]]:
    return [tuple(found[name] for name in names.split()) for found in lines(*events)]


def test_every_line_of_the_bundled_chronology_has_every_column_in_its_type():
    found = lines(*load(BUNDLED).events)
    for record in found:
        assert list(record) == list(COLUMNS)
        assert [type(value) for value in record.values()] == [TYPES[t] for t in COLUMNS.values()]
        assert all(
            type(one) is str for value in record.values() if type(value) is list for one in value
        )
    ids = [record["id"] for record in found]
    assert list(dict.fromkeys(ids)) == [known.id for known in load(BUNDLED).events]
    assert {record["n"] for record in found} == set(range(1, len(set(ids)) + 1))


def test_a_plain_date_is_one_line_with_its_four_bounds():
    one = event("x", "2020-04/2021", kind="law", networks=("NUM", "MII"), status="planned")
    assert part("n id edtf es ls ee le hedged one_of step first_day last_day", one) == [
        (1, "x", "2020-04/2021", 737516, 737545, 737791, 738155, False, False, "", 737516, 738155)
    ]
    assert part("kind networks tags place status", one) == [
        ("law", ["NUM", "MII"], [], "", "planned")
    ]
    assert part("status", event("x", "2020")) == [("happened",)]


def test_what_has_no_end_or_is_beyond_counting_is_far():
    assert FAR < 2**53, "numbers of JSON are floating points to some"
    assert part("es ls ee le", event("x", "2020/..")) == [(737425, 737790, 737425, FAR)]
    assert part("es ls ee le", event("x", "../2020")) == [(-FAR, 737790, 737425, 737790)]
    assert part("es le", event("x", "Y1E30"), event("y", "Y-1E30")) == [(FAR, FAR), (-FAR, -FAR)]
    assert part("es", event("x", "Y17E7")) == [(62091224635,)]


def test_sets_runs_and_competing_dates_have_a_line_for_each_member():
    assert part("es one_of hedged step", event("x", "[2020,2021?]")) == [
        (737425, True, False, ""), (737791, True, True, "")
    ]  # fmt: skip
    assert part("es ls ee le step", event("x", "{2020..2022}")) == [
        (737425, 737790, 738156, 738520, "year")
    ]
    rival = event("x", "2020", disputed=(Dispute(date("2021")),))
    assert part("es one_of hedged", rival) == [(737425, False, False), (737791, False, True)]


def test_figures_stand_beside_members_and_what_there_is_less_of_is_repeated():
    one = event("x", "[2020,2021]", figures=(("a", 5), ("b", "~0.5"), ("c", ">750")))
    assert part("es figure figure_text figure_hedged", one) == [
        (737425, "a", "5", False), (737791, "b", "~0.5", True), (737791, "c", ">750", False)
    ]  # fmt: skip
    low_and_high = part("figure_low figure_high", one)
    assert low_and_high[0][0] == low_and_high[0][1] < low_and_high[2][0] < low_and_high[2][1]
    other = event("x", "[2020,2021]", figures=(("a", 5),))
    assert part("es figure", other) == [(737425, "a"), (737791, "a")]


def test_days_of_the_year_sources_and_when_it_was_known():
    cited = (Citation(Source("a", published=date("2021-02"))), Citation(Source("b")))
    one = event("x", "2020-02-29/2020-03-01", citations=cited)
    assert part("days_certainly days_possibly sources known_certainly known_possibly", one) == [
        (["02-29", "03-01"], ["02-29", "03-01"], ["a", "b"], 737849, -FAR)
    ]
    assert part("days_certainly days_possibly", event("x", "2020-02-29?")) == [([], ["02-29"])]
    assert part("known_certainly known_possibly", event("x", "2020")) == [(FAR, FAR)]


def test_words_are_folded_and_parted():
    one = event("x", "2020", title=Text("Gründung: „C++“", None), tags=("rare-diseases", "NUM"))
    assert part("title_de title_en title_words summary_words name_words", one) == [
        ("Gründung: „C++“", "", " grundung c ¦  ", "  ¦  ", "  ¦ rare diseases ¦ num ¦  ")
    ]


def test_lines_are_written_one_by_one():
    asked = []

    def matches() -> Iterator[Match]:
        for n in range(3):
            asked.append(n)
            yield Match(event(f"x{n}", "[2020,2021]"))

    pieces = formats.render("jsonl", Answer(cast("tuple[Match, ...]", matches())), FLAT)
    first = [next(pieces), next(pieces)]
    assert asked == [0]
    assert [json.loads(piece)["id"] for piece in first] == ["x0", "x0"]


def test_the_flat_form_has_no_other_fields():
    with pytest.raises(UsageError, match="the flat form has columns of its own"):
        formats.render("jsonl", Answer(()), formats.Style(flat=True, fields=("id",)))


def test_the_option_chooses_the_format_and_contradicts_others(timeline):
    run = timeline("list", "--store", str(BUNDLED), "--flat", "--limit", "1")
    assert run.status == 0
    assert list(json.loads(run.out.splitlines()[0])) == list(COLUMNS)
    assert timeline("list", "--flat", "-f", "csv").err.startswith(
        "timeline: --flat contradicts --format csv; only jsonl knows --flat"
    )
    run = timeline("between", "2022", "2025", "--store", str(BUNDLED), "--flat")
    assert {json.loads(text)["certainty"] for text in run.out.splitlines()} == {
        "certain",
        "possible",
    }
