"""JSON and JSON Lines of this tool: back to what a store says, or refused event by event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.importers.helpers import entries, imported, options, refused
from timeline.errors import UsageError
from timeline.importers import read

FULL = {
    "id": "gbn-joins-num",
    "date": {"edtf": "2025-07-01", "text": "1 July 2025", "earliest": "2025-07-01",
             "latest": "2025-07-01", "precision": "day"},
    "title": {"de": "GBN kommt ins NUM", "en": "GBN joins NUM"},
    "kind": "integration", "networks": ["GBN", "NUM"], "certainty": "possible", "status": "planned",
    "summary": {"de": None, "en": "One.\nTwo."}, "place": "Berlin", "tags": ["biobank"],
    "figures": {"sites": 37, "participants": ">750", "share": 2.5},
    "sources": [
        {"id": "num", "title": "NUM", "publisher": None, "published": "2025~", "url": None,
         "accessed": "2026-11-21", "stated": "zum 1. Juli 2025", "note": {"de": "a", "en": None}},
        {"id": None, "title": None, "publisher": None, "published": None, "url": "https://a.org",
         "accessed": None, "stated": None, "note": None},
        {"id": None, "title": "Report", "publisher": "GBN", "published": None, "url": None,
         "accessed": None, "stated": None, "note": None},
    ],
    "disputed": [{"date": {"edtf": "2025-06", "text": "June 2025", "earliest": "2025-06-01",
                           "latest": "2025-06-30", "precision": "month"},
                  "sources": [{"id": "num", "title": "NUM", "publisher": None, "published": "2025~",
                               "url": None, "accessed": "2026-11-21", "stated": None, "note": None}],
                  "note": {"de": "b", "en": "c"}}],
    "part_of": "x", "follows": None, "after": [], "before": ["y"], "by": None, "state": "since 2 years",
}  # fmt: skip


def one(**changes: Any) -> str:
    """Return an array of one event with just a title and date, and what is changed in it."""
    event = {"id": "a", "date": {"edtf": "2020"}, "title": {"de": None, "en": "T"}} | changes
    return json.dumps([{key: value for key, value in event.items() if value != "absent"}])


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_event_comes_back_as_a_store_writes_it(language):
    found = imported("json", json.dumps([FULL]), options(language))
    (row,) = found.rows
    assert row.place == "event 1"
    assert row.entry == {
        "id": "gbn-joins-num", "date": "2025-07-01",
        "title": {"de": "GBN kommt ins NUM", "en": "GBN joins NUM"},
        "kind": "integration", "networks": ["GBN", "NUM"],
        "summary": "One.\nTwo." if language == "en" else {"en": "One.\nTwo."},
        "place": "Berlin", "tags": ["biobank"],
        "figures": {"sites": 37, "participants": ">750", "share": 2.5}, "status": "planned",
        "sources": [
            {"source": "num", "stated": "zum 1. Juli 2025",
             "note": "a" if language == "de" else {"de": "a"}},
            "https://a.org", {"title": "Report", "publisher": "GBN"},
        ],
        "disputed": [{"date": "2025-06", "sources": ["num"], "note": {"de": "b", "en": "c"}}],
        "part_of": "x", "before": ["y"],
    }  # fmt: skip
    assert list(row.entry) == [key for key in (
        "id", "date", "title", "kind", "networks", "summary", "place", "tags", "figures", "status",
        "sources", "disputed", "part_of", "follows", "after", "before") if key in row.entry]  # fmt: skip
    assert found.named == {
        "sources": {"num": {"title": "NUM", "published": "2025~", "accessed": "2026-11-21"}},
        "networks": {"GBN": {"name": "GBN"}, "NUM": {"name": "NUM"}},
        "kinds": {"integration": {"name": "integration"}},
    }
    assert (found.notes, found.mapping) == ([], [])


def test_lines_say_the_same_as_an_array():
    line = json.dumps(FULL)
    found = imported("jsonl", f"\ufeff\n{line}\r\n\n")
    assert [(row.place, row.entry) for row in found.rows] == [
        ("line 2", *entries("json", f"[{line}]"))
    ]
    assert imported("jsonl", "").rows == imported("json", " [ ] ").rows == []


def test_what_is_left_out_or_written_by_hand_is_read_as_well():
    assert entries("json", one()) == [{"id": "a", "date": "2020", "title": "T"}]
    assert entries("json", one(id="absent", date="2020-04", title="Plain")) == [
        {"date": "2020-04", "title": "Plain"}
    ]
    # An id alone is an entry of the store's own catalogue.
    assert entries("json", one(sources=[{"id": "x", "stated": "im Mai"}]))[0]["sources"] == [
        {"source": "x", "stated": "im Mai"}
    ]


@pytest.mark.parametrize(("changes", "reason", "hint"), [
    ({"titel": 1}, "'titel' is not a key of an event", "did you mean title?"),
    ({"date": {"edtf": "2020", "words": ""}}, "'words' is not a key of date", "its keys are"),
    ({"date": {"edtf": "April 2020"}}, "EDTF has no white space", "write 2025"),
    ({"date": "absent"}, "it has no date", "an event needs"),
    ({"date": {"edtf": 2020}}, "date is not a text", "write it in quotation marks"),
    ({"title": None}, "it has no title", "an event needs"),
    ({"title": ["T"]}, "title is not a text", "write it in quotation marks"),
    ({"title": {"fr": "T"}}, "'fr' is not a key of title", "its keys are de, en"),
    ({"id": "Not an id"}, "id 'Not an id' is not made of [a-z0-9] words joined by '-'",
     "write not-an-id"),
    ({"part_of": "Ä"}, "part_of 'Ä' is not made of [a-z0-9] words joined by '-'", "write ae"),
    ({"networks": "NUM"}, "networks is not a list", "write [...]"),
    ({"networks": [1]}, "an entry of networks is not a text", "write it"),
    ({"tags": ["--"]}, "'--' cannot name a tag", "use letters"),
    ({"status": "plannd"}, "status cannot be 'plannd'", "did you mean planned?"),
    ({"figures": [1]}, "figures is not an object", 'write {"sites": 37}'),
    ({"figures": {"A b": 1}}, "'A b' cannot name a figure", "write a_b"),
    ({"figures": {"a": True}}, "the figure a is no number", "write 37"),
    ({"figures": {"a": "1,5"}}, "the figure a: '1,5' is not a number", "write 37"),
    ({"figures": {"a": 10**35}}, "too many digits to be kept", "round it"),
    ({"figures": {"a": 1e300}}, "too many digits to be kept", "round it"),
    ({"sources": [{"title": "T", "url": "javascript:x"}]}, "url 'javascript:x' is not a web address",
     "write https://..."),
    ({"sources": [{"publisher": "P", "url": "https://a.org"}]}, "a source has no title", "an address"),
    ({"sources": [{}]}, "a source has no title", "an address"),
    ({"sources": ["num"]}, "a source is not an object", "its keys are"),
    ({"sources": [{"id": "x", "title": "A"}, {"id": "x", "title": "B"}]},
     "the source 'x' says two things in one event", "let them agree"),
    ({"disputed": [{"note": {"de": "a"}}]}, "a disputed date has no date", "write its EDTF"),
    ({"by": "2 weeks"}, "'by' counts from an event", "name that event"),
    ({"by": "soon", "after": ["b"]}, "'soon' is not a stretch of time", "write 1 day"),
])  # fmt: skip
def test_what_a_store_could_not_hold_is_refused_with_a_mend(changes, reason, hint):
    ((place, told, mend),) = refused("json", one(**changes))
    assert place == "event 1"
    assert reason in told
    assert mend.startswith(hint)


@pytest.mark.parametrize(("value", "reason"), [
    ('{"id": "a", "date": "2020", "title": "T", "figures": {"a": NaN}}', "NaN is no number of JSON"),
    ('{"id": "a", "date": "2020", "title": "T", "figures": {"a": -Infinity}}', "-Infinity is no number"),
    ('{"id": "a", "date": "2020", "title": "T", "figures": {"a": 1e999}}', "'1e999' is too large"),
    ('{"id": "a", "date": "2020", "title": "T", "figures": {"a": 1' + "0" * 5_000 + "}}",
     "a number has more than 40 digits"),
    ('{"id": "a", "date": "2020", "title": "T", "title": "U"}', "the key 'title' is given twice"),
    ("3", "an event is not an object"), ("null", "an event is not an object"),
    ("[]", "an event is not an object"),
])  # fmt: skip
def test_what_json_leaves_open_refuses_its_own_event_alone(value, reason):
    good = '{"id": "b", "date": "2020", "title": "T"}'
    for name, text in (("json", f"[{value},\n{good}]"), ("jsonl", f"{value}\n{good}\n")):
        found = read(name, text.encode(), options())
        ((place, told, _),) = found.refused
        assert place in ("event 1", "line 1")
        assert reason in told
        assert [row.entry["id"] for row in found.rows] == ["b"]


@pytest.mark.parametrize(("text", "reason"), [
    ("", "not JSON: an array should begin here (line 1, column 1)"),
    ("{}", "not JSON: an array should begin here (line 1, column 1)"),
    ("[\n{]", "not JSON: Expecting property name enclosed in double quotes (line 2, column 2)"),
    ("[1 2]", "not JSON: a comma or ] is missing (line 1, column 4)"),
    ("[1,", "not JSON: Expecting value (line 1, column 4)"), ("[1", "not JSON: a comma or ]"),
    ("[] []", "not JSON: something follows after the end (line 1, column 4)"),
    ("[" * 100_000, "not JSON: lists and objects are nested too deeply (line 1, column 2)"),
    ('[{"a":' * 100_000, "not JSON: lists and objects are nested too deeply (line 1, column 2)"),
])  # fmt: skip
def test_a_file_that_is_no_json_is_refused_as_a_whole(text, reason):
    with pytest.raises(UsageError) as error:
        read("json", text.encode(), options())
    assert error.value.message.startswith(reason)


def test_a_line_that_is_no_json_is_refused_and_a_file_of_none_as_a_whole():
    good = one()[1:-1]
    ((place, reason, _),) = refused("jsonl", f"{good}\n\n{{\n")
    assert (place, reason[:9]) == ("line 3", "not JSON:")
    assert "(line 3, column 2)" in reason
    ((_, reason, _),) = refused("jsonl", f"{good}\n{good} {good}")
    assert reason.startswith("not JSON: something follows")
    with pytest.raises(UsageError, match=r"not JSON: .*\(line 2, column 1\)"):
        read("jsonl", b"\nid;date\n2020;x\n", options())


def test_an_id_is_taken_once_and_an_event_told_twice_is_one():
    text = json.dumps([json.loads(one())[0] | {"place": p} for p in ("A", "B", "A")])
    found = read("json", text.encode(), options())
    assert [row.entry["place"] for row in found.rows] == ["A"]
    assert found.refused == [("event 2", "the id 'a' is taken by event 1", "give it another id")]
    assert found.notes == ["1 row says what an earlier one says and is left out: event 3"]


def test_a_source_is_the_same_in_every_event():
    rows = [json.loads(one(id=name, sources=[{"id": "s", "title": title}]))[0]
            for name, title in (("a", "S"), ("b", "S"), ("c", "Z"))]  # fmt: skip
    found = read("json", json.dumps(rows).encode(), options())
    assert found.refused == [(
        "event 3", "the source 's' is another one than in event 1",
        "let both say the same, or give one of them another id",
    )]  # fmt: skip
    assert found.named["sources"] == {"s": {"title": "S"}}
    # What only a refused event mentions is not taken over.
    assert read("json", one(titel=1, sources=[{"id": "s", "title": "S"}]).encode(), options()).named[
        "sources"
    ] == {}  # fmt: skip


def test_characters_that_a_store_refuses_are_left_out_and_told():
    found = imported("json", one(title="a\u202e\x00b\ud800\U0010ffff\u200b", place="x\ry\tz",
                                 summary=" l1\r\nl2\u2028 ", networks=["A/B  C", "A/B  C"]))  # fmt: skip
    assert found.rows[0].entry == {
        "id": "a", "date": "2020", "title": "ab", "place": "x y z", "summary": "l1\nl2",
        "networks": ["A B C"],
    }  # fmt: skip
    assert found.notes == [
        "2 texts had control, bidirectional or invisible characters, which are left out",
        "2 names are written without the signs that a name cannot have: 'A/B  C' as 'A B C'",
    ]


def test_numbers_stay_as_exact_as_they_are():
    figures = {"a": 0.00001, "b": 1e5, "c": -0.0, "d": 10**29, "e": ">= 5", "f": " 7 ", "g": "0.10",
               "h": 123456.789}  # fmt: skip
    (entry,) = entries("json", one(figures=figures))
    assert {name: str(value) for name, value in entry["figures"].items()} == {
        "a": "0.00001", "b": "100000.0", "c": "-0.0", "d": "1" + "0" * 29, "e": ">=5", "f": "7",
        "g": "0.10", "h": "123456.789",
    }  # fmt: skip
