"""Where something stands in a store that was read: as near to it as there is something."""

from __future__ import annotations

import pytest

from timeline.store.loading import examine
from timeline.store.nodes import Report
from timeline.store.places import Places

STORE = """\
sources:
  s: {title: S}
events:
  - id: a
    date: 2020
    title: {de: A, en: B}
    tags: one
    sources: [s, {source: s, note: page 3}]
    ignore: {single-source: why}
"""


@pytest.mark.parametrize(
    ("path", "line", "text"),
    [
        (("sources", "s"), 2, "s"),
        (("events", "a"), 4, "a"),
        (("events", "a", "title", "en"), 6, "B"),
        (("events", "a", "title", "fr"), 6, "title"),
        (("events", "a", "tags", 0), 7, "one"),
        (("events", "a", "tags", "one"), 7, "one"),
        (("events", "a", "tags", "two"), 7, "one"),
        (("events", "a", "sources", "s"), 8, "s"),
        (("events", "a", "sources", 1, "note"), 8, "page 3"),
        (("events", "a", "sources", 2), 8, "sources"),
        (("events", "a", "place"), 4, "a"),
        (("events", "a", "ignore", "single-source"), 9, "single-source"),
    ],
)
def test_a_path_leads_to_what_is_there_or_as_near_as_there_is_something(path, line, text):
    places = Places(examine([("x", STORE.encode())]))
    spot = places.find(path)
    assert spot is not None
    problem = places.problem(spot, "code", "message", "hint")
    assert problem.line == line
    assert problem.excerpt[problem.column - 1 :].startswith(text)


def test_what_is_not_there_has_no_place():
    places = Places(examine([("x", STORE.encode())]))
    assert places.find(("events", "b")) is None
    assert places.find(("kinds", "a")) is None


def test_a_place_behind_the_end_is_the_end():
    problem = Report("x", ["ab", "cde"]).problem_at(7, 0, "code", "message")
    assert (problem.line, problem.column, problem.excerpt) == (2, 4, "cde")
