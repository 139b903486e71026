"""docs/output.schema.json, held against what JSON says: neither may have a key the other has not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from tests.formats.anything import answer_of
from tests.formats.samples import answer, bundled, date, event, hostile
from timeline import formats
from timeline.dates.point import PRECISIONS
from timeline.model import FIELDS, STATUSES, Answer, Citation, Dispute, Match, Source, Text
from timeline.store.fields import ID
from timeline.store.figures import FIGURE

SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs" / "output.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
WRONG: tuple[Any, ...] = (True, "", [[]], {"No Name": 1})
"""What no part of an event may be."""


def records(chronology: Answer) -> list[Any]:
    text = "".join(formats.render("jsonl", chronology, formats.Style()))
    return [json.loads(line) for line in text.split("\n")[:-1]]


def complaints(record: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(record)]


def full() -> Any:
    """Return a record in which nothing is null or empty."""
    said = Text("Gesagt", "Said")
    source = Source(
        "s1", "Title", "Publisher", date("2020"), "https://example.org", date("2026-11-21")
    )
    cited = (Citation(source, "im April", said),)
    happened = event(
        "num-founding", "2020-04", summary=said, kind="founding", networks=("NUM",), status="planned",
        place="Berlin", tags=("covid",), figures=(("sites", 37), ("share", 0.5), ("participants", ">750")),
        citations=cited, disputed=(Dispute(date("2021"), cited, said),), part_of="a", follows="b",
        after=("c",), before=("d",), by="2 weeks",
    )  # fmt: skip
    return records(Answer((Match(happened, "possible", "since 2 years"),)))[0]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "chronology",
    [
        bundled("de"),
        bundled("en"),
        hostile(),
        answer_of(10),
        answer_of(11),
        answer(event("a", "2020")),
    ],
    ids=["bundled-de", "bundled-en", "hostile", "any-10", "any-11", "bare"],
)
def test_every_event_is_as_the_schema_says(chronology):
    found = records(chronology)
    assert found
    for record in found:
        assert not complaints(record)


def test_events_of_a_store_with_an_order_and_a_state_are_as_the_schema_says(timeline, store):
    store("""
events:
  - {id: m1, date: 2025-07-02/.., title: Founded}
  - {id: m2, title: Meets, date: {after: m0, by: 1 day}}
  - {id: m0, date: "2025-06-30", title: Before}
  - {id: m3, title: Somewhere between, after: m0, before: m4}
  - {id: m4, date: 2026-01, title: Review, status: cancelled}
""")
    for arguments in (
        ["list"],
        ["at", "2025-07-01"],
        ["between", "2025-07", "2025-12"],
        ["show", "m3"],
    ):
        run = timeline(*arguments, "-f", "jsonl")
        assert run.status == 0
        for line in run.out.splitlines():
            assert not complaints(json.loads(line))


def test_the_schema_and_the_output_have_the_same_keys_in_the_same_order():
    record = full()
    assert not complaints(record)
    assert tuple(SCHEMA["properties"]) == tuple(SCHEMA["required"]) == tuple(record) == FIELDS
    shapes = {"date": record["date"], "text": record["title"], "citation": record["sources"][0],
              "dispute": record["disputed"][0]}  # fmt: skip
    for name, shape in shapes.items():
        known = SCHEMA["$defs"][name]
        assert tuple(known["properties"]) == tuple(known["required"]) == tuple(shape)


def test_the_schema_says_what_the_code_says():
    known = SCHEMA["$defs"]
    assert tuple(known["date"]["properties"]["precision"]["enum"]) == PRECISIONS
    assert SCHEMA["properties"]["status"]["enum"] == [*STATUSES, None]
    assert known["id"]["pattern"] == f"^{ID.pattern}$"
    for text in (
        "~1",
        "<=2.5",
        ">-3",
        ">=0",
        "<10",
        "1",
        "about 1",
        "~",
        "~~1",
        "=1",
        "01",
        "~01",
        "1e5",
    ):
        hedged = re.match("[~<>]", text) and FIGURE.fullmatch(text)
        assert bool(re.search(known["figure"]["pattern"], text)) == bool(hedged)


def spoilt(value: Any, path: str = "$") -> Iterator[tuple[str, Any]]:
    """Yield every way to spoil a value: a key less, a key more, or something else in its place."""
    if path != "$":
        yield from ((f"{path} = {wrong!r}", wrong) for wrong in WRONG)
    if isinstance(value, list):
        for i, item in enumerate(value):
            for what, wrong in spoilt(item, f"{path}[{i}]"):
                yield what, [*value[:i], wrong, *value[i + 1 :]]
    if isinstance(value, dict):
        if not path.endswith(".figures"):  # their names are free
            yield f"{path}.new", {**value, "new": None}
            for key in value:
                yield f"{path} without {key}", {k: v for k, v in value.items() if k != key}
        for key, item in value.items():
            for what, wrong in spoilt(item, f"{path}.{key}"):
                yield what, {**value, key: wrong}


def test_a_record_with_anything_wrong_in_it_is_refused():
    wrong = list(spoilt(full()))
    assert len(wrong) > 300
    assert [what for what, record in wrong if VALIDATOR.is_valid(record)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [(("figures", "Bad Name"), 1), (("figures", "sites"), "37"), (("figures", "sites"), None),
     (("date", "earliest"), "2020-4-1"), (("date", "latest"), "2020-13-01"), (("date", "edtf"), "April 2020"),
     (("title",), {"de": None, "en": None}), (("networks",), ["A", "A"]), (("status",), "happened"),
     (("sources", 0, "url"), "javascript:alert(1)"), (("title",), None)],
)  # fmt: skip
def test_values_no_store_has_are_refused(path, value):
    record = full()
    holder = record
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    assert complaints(record)


def test_a_source_that_is_nothing_is_refused():
    record = full()
    record["sources"][0] |= {"id": None, "title": None, "url": None}
    assert complaints(record)


def test_every_part_of_the_schema_says_what_it_is():
    def known(part: dict[str, Any], what: str) -> bool:
        refs = [part, *part.get("anyOf", ())]
        named = [SCHEMA["$defs"][p["$ref"].rpartition("/")[2]] for p in refs if "$ref" in p]
        return any(what in p for p in [part, *named])

    parts = {f"event.{name}": part for name, part in SCHEMA["properties"].items()}
    for name, shape in SCHEMA["$defs"].items():
        parts |= {f"{name}.{key}": part for key, part in shape.get("properties", {}).items()}
    assert len(parts) > 30
    for name, part in parts.items():
        assert known(part, "title"), name
        assert known(part, "description"), name
