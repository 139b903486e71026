"""Events as data and back: nothing of an event is lost in the index."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.strategies import builds
from timeline.model import Citation, Date, Dispute, Event, Placed, Source, Text
from timeline.records import event_of, record_of, source_of, source_record

word = st.text(min_size=1, max_size=8)
maybe = st.none() | word
texts = builds(Text, maybe, maybe)
dates = builds(Date, word, texts, maybe, maybe, word)
sources = builds(Source, maybe, maybe, maybe, st.none() | dates, maybe, st.none() | dates)
citations = st.lists(builds(Citation, sources, maybe, st.none() | texts), max_size=2).map(tuple)
disputes = st.lists(builds(Dispute, dates, citations, st.none() | texts), max_size=2).map(tuple)
names = st.lists(word, max_size=3).map(tuple)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | word
figures = st.dictionaries(word, numbers, max_size=3).map(lambda known: tuple(known.items()))
days = st.integers() | st.integers(10**20, 10**4000) | st.sampled_from((math.inf, -math.inf))
steps = st.sampled_from(("", "year", "month", "day"))
members = st.tuples(days, days, days, days, st.booleans(), steps)
placed = builds(Placed, st.lists(members, max_size=3).map(tuple), st.integers(0, 9))
events = builds(
    Event, id=word, date=dates, title=texts, kind=maybe, networks=names, status=maybe,
    summary=st.none() | texts, place=maybe, tags=names, figures=figures, citations=citations,
    disputed=disputes, part_of=maybe, follows=maybe, after=names, before=names, by=maybe,
    placed=st.none() | placed,
)  # fmt: skip


def through_json(record: Any) -> Any:
    return json.loads(json.dumps(record, ensure_ascii=False, allow_nan=False))


@examples(150)
@given(events)
def test_an_event_comes_back_from_its_record_as_it_was(event):
    assert event_of(through_json(record_of(event))) == event


@examples(100)
@given(sources)
def test_a_source_comes_back_from_its_record_as_it_was(source):
    assert source_of(through_json(source_record(source))) == source


def test_what_an_event_does_not_say_takes_no_room():
    date = Date("2020", Text("2020", "2020"), "2020-01-01", "2020-12-31", "year")
    record = record_of(Event("x", date, Text(None, "X")))
    assert sorted(record) == ["date", "id", "title"]
    assert source_record(Source(url="https://example.org")) == {"url": "https://example.org"}


def test_figures_keep_their_order_and_kind():
    date = Date("2020", Text(), None, None, "year")
    figures = (("z", 1), ("a", 1.5), ("m", ">750"))
    event = event_of(through_json(record_of(Event("x", date, Text(), figures=figures))))
    assert event.figures == figures
    assert [type(value) for _, value in event.figures] == [int, float, str]
