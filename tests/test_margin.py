"""What goes on over several lines: the three ways of reading a store agree where it may stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from timeline import load
from timeline.errors import StoreError
from timeline.store.cutting import Unsure
from timeline.store.limits import USUAL
from timeline.store.loading import examine
from timeline.store.nodes import MOST_PROBLEMS
from timeline.store.piecemeal import SMALL, look_through
from timeline.store.stream import Stream, open_store

TAIL = "\n- {id: z, date: 2021, title: z}\nkinds: {k: {name: K}}\n"


def by_event(text: str) -> bool:
    """Tell whether a store is read event by event, or as a whole where that cannot be."""
    try:
        found = open_store([("a.yaml", text.encode())])
        if isinstance(found, Stream):
            list(found.events)
    except Unsure:
        assert isinstance(found, Stream)
        try:
            found.whole()
        except StoreError:
            return False
    except StoreError:
        return False
    return True


def refused(text: str) -> list[tuple[int, str]]:
    """Return the places at which a store is refused, the same whatever way it is read."""
    files = [("a.yaml", text.encode())]
    problems = examine(files).problems
    assert bool(look_through(files, USUAL).problems) == bool(problems)
    assert by_event(text) == (not problems)
    return [(problem.line, problem.code) for problem in problems]


@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize(
    "rest",
    [
        "{id: a, date: 2020, title: x,\n tags: [b,\n  c]}",
        "{\n   id: a, date: 2020, title: x\n}",
        "{id: a, date: 2020, title: x, tags: [\n b\n]\n}",
        "{id: a, date: 2020,\n# a comment\n\n title: x}",
        "id: a\n    date: 2020\n    title: 'x\n\n# no comment\n } ] y'",
    ],
)
def test_what_goes_on_may_stand_anywhere_but_where_something_else_begins(indent, rest):
    body = rest if indent else rest.replace("\n    ", "\n  ")
    assert refused(f"events:\n{indent}- {body}\n") == []


@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize(
    ("rest", "row"),
    [
        ("{id: a, date: 2020, title: x\ny}", 1),
        ("{id: a, date: 2020,\ntitle: x}", 1),
        ("{id: a, date: 2020, title: x,\n tags: [b,\nc]}", 2),
        ("{id: a, date: 2020, title: x, tags: [b,\n\nc,\nd]}", 2),
        ("{id: a, date: 2020, title: 'x\n\ny'}", 2),
        ('{id: a, date: 2020, title: "x\nevents:\n- y"}', 1),
        ('{id: a, date: 2020, title: "x\nkinds: y"}', 1),
        ('{id: a, date: 2020, title: "x\n- y"}', 1),
        ('{id: a, date: 2020, title: "x\n-y"}', 1),
        ('{id: a, date: 2020, title: "x\ry"}', 1),
    ],
)
def test_what_goes_on_as_far_left_as_a_section_is_refused_at_that_line(indent, rest, row):
    assert refused(f"events:\n{indent}- {rest}\n") == [(2 + row, "yaml-syntax")]


def test_what_goes_on_like_an_event_is_refused_among_events_only():
    assert refused('events:\n  - {id: a, date: 2020, title: "x\n  - y"}\n') == [(3, "yaml-syntax")]
    assert refused('events:\n  - {id: a, date: 2020, title: "x\n   - y"}\n') == []
    quoted = 'networks: {N: {name: "x\n  - y"}}\n'
    event = "events:\n  - {id: a, date: 2020, title: x}\n"
    assert refused(quoted + event) == refused(event + quoted) == []


@pytest.mark.parametrize(
    "text",
    [
        'networks: {N: {name: "x\nevents:\n- y"}}',
        'networks: {N: {name: "x\nevents:\n- y\nz"}}',
        "networks: {\nN: {name: x}}",
    ],
)
def test_a_section_goes_on_further_right_too_where_events_stand_line_by_line(text):
    assert refused(f"{text}\nevents:\n- {{id: a, date: 2020, title: x}}\n")[0] == (2, "yaml-syntax")


def test_an_event_after_a_lone_dash_keeps_what_stands_before_it_to_the_rule():
    text = (
        'events:\n- id: a\n  date: 2020\n  title: "x%s- y"\n-\n  id: b\n  title: x\n  date: 2020\n'
    )
    assert refused(text % "\n   ") == []
    assert refused(text % "\n") == [(5, "yaml-syntax")]


@pytest.mark.parametrize(
    "text",
    [
        '{"events": [\n{"id": "a", "date": "2020",\n"title": "x"}\n]}\n',
        "events: [\n{id: a, date: 2020, title: x}\n]\n",
    ],
)
def test_where_events_do_not_stand_line_by_line_everything_may_stand_at_the_left(text):
    assert refused(text) == []


def test_the_message_says_where_it_began_and_what_to_do():
    text = "events:\n- {id: a, date: 2020, title: x,\n  place: 'b\nkinds: c'}\n"
    [problem] = examine([("a.yaml", text.encode())]).problems
    assert problem.message == (
        "this line belongs to what began on line 2, but begins as an event or a section"
    )
    assert problem.hint == "indent it, or end the quotes or brackets above"
    assert (problem.line, problem.column, problem.width) == (4, 1, len("kinds: c'}"))


def test_of_many_such_lines_the_first_is_told_of_each_event_and_no_more_than_of_others():
    events = "".join(f"- {{id: e{n}, date: 2020, title: [x,\n[y,\nz\n]]}}\n" for n in range(2_000))
    problems = examine([("a.yaml", f"events:\n{events}".encode())]).problems
    assert len(problems) == MOST_PROBLEMS
    assert [problem.line for problem in problems[:3]] == [3, 7, 11]


def test_a_lone_cr_ends_a_line_in_small_and_large_stores_alike():
    event = "- {id: e%d, date: 2020, title: a title}\n"
    for number in (3, SMALL // 30):
        events = "".join(event % n for n in range(number))
        text = f"events:\n{events.rstrip()}\rkinds:\r  k: {{name: K}}\r"
        assert refused(text) == []


def test_closing_brackets_at_the_left_stay_with_their_event_when_others_are_added(
    timeline, tmp_path
):
    path = tmp_path / "events.yaml"
    text = "events:\n- {\n  id: a, date: 2020, title: x\n}\n- {\n  id: b, date: 2022, title: y\n}\n"
    path.write_text(text + "kinds: {k: {name: K}}\n")
    arguments = (
        "--title",
        "New",
        "--date",
        "2021",
        "--source",
        "https://example.org/",
        "--id",
        "n",
    )
    run = timeline("add", *arguments, "--store", str(path))
    assert run.status == 0, run.err
    assert path.read_text().startswith("events:\n- {\n  id: a, date: 2020, title: x\n}\n- ")
    assert [match.event.id for match in load(path, cache=False)] == ["a", "n", "b"]


BODIES = (
    '{id: a, date: 2020, title: "It was, so", tags: [b, c], summary: {de: d, en: e f}}',
    "id: a\n  date: 2020\n  title: 'It - was'\n  tags: [b, c]\n  summary: {de: d, en: e f}",
)


@given(
    body=st.sampled_from(BODIES),
    dash=st.sampled_from(["", "  "]),
    cuts=st.lists(st.tuples(st.integers(0, 90), st.sampled_from([
        "\n", "\n ", "\n  ", "\n   ", "\n- ", "\n  - ", "\n-", "\n}", "\n]", "\n# c\n", "\n\n", "\r", "\nkinds: ",
        "\nevents:\n- ", '"', "'", "{", "[", "}", "]",
    ])), min_size=1, max_size=4),
)  # fmt: skip
@examples(300)
def test_wherever_a_line_is_broken_all_ways_of_reading_agree(body, dash, cuts):
    text = f"networks: {{N: {{name: 'n n'}}}}\nevents:\n{dash}- " + body.replace("\n", f"\n{dash}")
    text += TAIL.replace("\n-", f"\n{dash}-")
    for at, new in sorted(cuts, reverse=True):
        text = text[:at] + new + text[at:]
    refused(text)
