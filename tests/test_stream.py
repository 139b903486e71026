"""Stores read event by event: quickly, and never otherwise than libyaml and the whole reader do."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import generator
from tests import generated_stores
from tests.amount import examples, seeds
from tests.conftest import BUNDLED
from timeline.errors import StoreError
from timeline.store import limits
from timeline.store.cutting import Unsure
from timeline.store.loading import read_store
from timeline.store.nodes import Node, Report, Scalar, Sequence
from timeline.store.piecemeal import look_through
from timeline.store.quick import read_item
from timeline.store.reader import read_nodes
from timeline.store.stream import Stream, open_store
from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from timeline.model import Contents

ERRORS = sorted((Path(__file__).parent / "errors").glob("*.yaml"))


def said(node: Node) -> Any:
    """Return what a node says, without its place."""
    if isinstance(node, Scalar):
        return node.text, node.quoted
    if isinstance(node, Sequence):
        return [said(item) for item in node.items]
    return {key.text: said(value) for key, value in node.pairs}


def by_libyaml(text: str) -> Any:
    """Return what the only item of a list says, or None where anything is wrong with it."""
    if FORBIDDEN.search(text):
        return None
    report = Report("x", text.split("\n"))
    root = read_nodes(text, report)
    if report.problems or not isinstance(root, Sequence) or len(root.items) != 1:
        return None
    return said(root.items[0])


def hold(text: str) -> bool:
    """Hold that an item is read as libyaml reads it, or not at all; return whether it is read."""
    found = read_item(text)
    if found is not None:
        assert said(found) == by_libyaml(text), text
    return found is not None


def items_of(text: str) -> list[str]:
    """Return the items of a list of events whose dashes stand in the third column."""
    body = text.partition("\nevents:\n")[2]
    return re.split(r"(?m)^(?=  - )", body)[1:]


def test_the_usual_way_of_writing_is_read_quickly():
    made = items_of("".join(generator.store(300)))
    assert all(map(hold, made))
    bundled = items_of(BUNDLED.read_text(encoding="utf-8"))
    assert sum(map(hold, bundled)) > len(bundled) * 0.95


USUAL = [
    "- id: a\n", "- {id: a, date: 2020}\n", "-   id: a\n    date: 2020\n", "- id: a # c\n  # c\n\n  b: c#d e:f\n",
    "- a:\n  b:\n", "- a:\n    - x\n    - y: 1\n      z: 2\n", "- a:\n  - x\n  b: y\n", "- a: 'x'\n  b: \"y\"\n",
    "- a: {de: x, en: y}\n  b: []\n  c: {}\n  d: [a, 'b', {c: d}]\n", "- a: >-\n    x\n    y\n  b: |\n    x\n    y\n",
    "- a: |\n    x", "- a: >\n    x\n\n  b: y\n", "- a: https://x.example/a?b#c\n", "- a: x\n  b:\n    c:\n      d: e\n",
    "- a: ~5\n  b: <3\n  c: x's \"y\" {z} [w], v\n", "- a:  x  \n", "- a: |-\n    # no comment\n  # a comment\n",
]  # fmt: skip
UNUSUAL = [
    "", "x\n", "- \n", "-\n", "- a\n", "- a: b: c\n", "- a: b:\n", "- a: x\n  a: y\n", "- a: x\n   b: y\n", "- a: x\n b: y\n",
    "- a: x\n    y\n", "- a: 'it''s'\n", '- a: "\\n"\n', "- a: 'x\n    y'\n", "- a: [x\n    y]\n", "- a: [x]y\n", "- a: [x,]\n",
    "- a: [x, , y]\n", "- a: {x: 1, x: 2}\n", "- a: {x}\n", "- a: {x: }\n", "- a: {x:1}\n", "- a: [x: y]\n", "- a: *b\n",
    "- a: [{b: c},]\n", "- a: [[b],]\n",
    "- a: &b c\n", "- a: !c d\n", "- a: |+\n    x\n", "- a: |2\n    x\n", "- a: |\n    x\n      y\n", "- a: |\n    x\n\n    y\n",
    "- a: |\n  x\n", "- a: >-\n    x\n   \n  b: c\n", "- ? a\n", "- a: x\n- b: y\n", "- a: x\n---\n", "- a: x\n...\n", "- a: %x\n",
    "- a: @x\n", "- a: `x`\n", "- a: x\ty\n", "- a: x\u2028y\n", "- a: x\r\n", "- a: \ufeffx\n", "- a: x\x00\n", "- 'a': x\n",
    "- a:\n    - - x\n", "- a:\n   - x\n  - y\n", "- a: x\n  - y\n", "- a: - x\n", "- a: {b: {c: {d: e}}}\n", "- a: 'x' y\n",
    "- a:\n    b:\n      c:\n        d:\n          e:\n            f: g\n", "- x y: z\n", "- a: |\n", '- a: "x" # "\n',
]  # fmt: skip


@pytest.mark.parametrize("text", USUAL)
def test_what_is_usual_is_read_as_libyaml_reads_it(text):
    assert hold(text)


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_unusual_is_left_to_libyaml(text):
    assert not hold(text)


PIECES = ["- ", "  ", "    ", "\n", "\n  ", "\n    ", "a", "b", "id", ": ", ":", " #", "#", "'", '"', "[", "]", "{", "}", ", ",
          ",", "|", ">", ">-", "|-", "x y", "2020-04", "~", "?", "*", "&", "!", "%", "\\", "ä–", "\t", "- a: ", "\n  b: ",
          "\n  - ", "\n    c: d", "\u200b", "\r"]  # fmt: skip


@examples(4_000)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_no_text_is_read_otherwise_than_by_libyaml(text):
    hold(f"- a: {text}")
    hold(text)


@pytest.mark.parametrize("seed", seeds(20, 2))
def test_no_slip_in_a_usual_text_is_read_otherwise_than_by_libyaml(seed):
    chance = random.Random(seed)
    usual = [
        *USUAL,
        *items_of(BUNDLED.read_text(encoding="utf-8")),
        *items_of("".join(generator.store(20))),
    ]
    for _ in range(300):
        text = chance.choice(usual)
        at = chance.randrange(len(text) + 1)
        hold(text[:at] + chance.choice(PIECES) + text[at + chance.choice((0, 0, 1, 3)) :])


# Whole stores


def whole(files: list[tuple[str, bytes]]) -> Contents | list[tuple[object, ...]]:
    """Return what a store says, or its problems, as the reader of whole files finds them."""
    try:
        return read_store(files)
    except StoreError as error:
        return list(error.problems)


def streamed(files: list[tuple[str, bytes]]) -> tuple[Any, bool]:
    """Return the same as found event by event, and whether it was."""
    try:
        found = open_store(files)
        if not isinstance(found, Stream):
            return found, False
        try:
            events = tuple(found.events)
        except Unsure:
            return found.whole(), False
    except StoreError as error:
        return list(error.problems), False
    return (found.language, found.networks, found.kinds, found.sources, events), True


def hold_store(*texts: str | bytes) -> bool:
    """Hold that a store says the same in both ways; return whether it was read event by event."""
    files = [
        (f"{n}.yaml", text if isinstance(text, bytes) else text.encode())
        for n, text in enumerate(texts)
    ]
    expected: Any = whole(files)
    found, is_streamed = streamed(files)
    if is_streamed:
        expected = (expected.language, expected.networks, expected.kinds, expected.sources,
                    expected.events)  # fmt: skip
    assert found == expected
    return is_streamed


def test_the_bundled_chronology_and_a_made_one_are_streamed():
    assert hold_store(BUNDLED.read_bytes())
    assert hold_store("".join(generator.store(500)))


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_a_store_with_an_error_is_told_as_ever(path):
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    assert not hold_store(text.encode("utf-8", "surrogateescape"))


def block(text: str) -> str:
    """Return a store with its events line by line, in one of several styles."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    chance = random.Random(text)
    head = {key: value for key, value in data.items() if key != "events"}

    def said(value: object) -> str:
        return str(yaml.dump(
            value, allow_unicode=True, sort_keys=False, default_style=chance.choice((None, None, '"')),
            default_flow_style=chance.choice((False, None)), width=chance.choice((40, 10_000)),
        ))  # fmt: skip

    margin = chance.choice(("", "  "))
    events = said(data["events"]) if data.get("events") else ""
    lines = "".join(f"{margin}{line}" for line in events.splitlines(keepends=True))
    return (said(head) if head else "") + "events:\n" + lines


@pytest.mark.parametrize("seed", seeds(400, 20))
def test_generated_stores_say_the_same_in_both_ways(seed):
    text = generated_stores.store(seed)
    hold_store(text)
    try:
        again = block(text)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        return  # no mapping, or nothing that YAML could write
    hold_store(again)
    hold_store(again.replace("\n", "\r\n"))
    hold_store("\ufeff" + again)


ODD: dict[str, tuple[str | bytes, bool]] = {
    "no events": ("language: de\n", True),
    "none yet": ("events:\n", True),
    "an empty list": ("events: []\n", True),
    "in brackets": ("events: [{id: a, date: 2020, title: A}]\n", True),
    "at the margin": ("events:\n- {id: a, date: 2020, title: A}\n- {id: b, date: 2021, title: B}\nlanguage: de\n", True),
    "another section below": ("events:\n  - {id: a, date: 2020, title: A, kind: k}\n# names\nkinds: {k: {name: K}}\n", True),
    "comments": ("# head\nevents: # all\n\n  # first\n  - id: a # one\n    date: 2020\n    # more\n    title: A\n\n# end\n", True),
    "the end of a document": ("events:\n  - {id: a, date: 2020, title: A}\n...\n", True),
    "a document": ("---\nevents:\n  - {id: a, date: 2020, title: A}\n", True),
    "what only looks like an event": (
        "events:\n  - id: a\n    date: 2020\n    title: A\n    summary: |\n      - id: x\n\n      # 2020\n  - {id: b, date: 2021, title: B}\n", True),
    "a text at the margin": ('events:\n  - id: a\n    date: 2020\n    title: "A\n  - id: b\n\n# 2020\nb: c"\nlanguage: de\n', False),
    "brackets over lines": ("events:\n  - {id: a,\n  date: 2020,\ntitle: A}\n  - {id: b, date: 2021, title: B}\n", False),
    "a key in quotation marks": ("'events':\n  - {id: a, date: 2020, title: A}\n", True),
    "an order": ("events:\n  - {id: a, date: 2020, title: A}\n  - {id: b, after: a, date: 2020-05/2021, title: B}\n", True),
    "a date told by others": ("events:\n  - {id: a, date: {after: b, by: 1 day}, title: A}\n  - {id: b, date: 2020-05, title: B}\n", True),
    "a word that is no order": ("events:\n  - {id: a, date: 2020, title: 'the day after: more'}\n", True),
    "events twice": ("events:\n  - {id: a, date: 2020, title: A}\nevents:\n  - {id: b, date: 2020, title: B}\n", False),
    "an id twice": ("events:\n  - {id: a, date: 2020, title: A}\n  - {id: a, date: 2021, title: B}\n", False),
    "an event that is not there": ("events:\n  - {id: a, date: 2020, title: A, follows: b}\n", False),
    "a circle": ("events:\n  - {id: a, date: 2020, title: A, follows: b}\n  - {id: b, date: 2020, title: B, follows: a}\n", False),
    "two marks of order": ("\ufeff\ufeffevents:\n  - {id: a, date: 2020, title: A}\n", False),
    "events in a text": (
        "sources:\n  s:\n    title: 'One\n\nevents:\n  - id: a\n    date: 2020\n    title: T\n'\nevents: []\n", False,
    ),
    "a conflict": ("events:\n  - {id: a, date: 2020, title: A}\n<<<<<<< a\n  - {id: b, date: 2020, title: B}\n=======\n>>>>>>> b\n", False),
    "no UTF-8": (b"events:\n  - {id: a, date: 2020, title: \xff}\n", False),
    "old line ends": ("events:\r  - {id: a, date: 2020, title: A}\r", True),
    "nothing": ("", False),
    "a list": ("- {id: a, date: 2020, title: A}\n", False),
    "a dash too far": ("events:\n  - {id: a, date: 2020, title: A}\n - {id: b, date: 2020, title: B}\n", False),
    "a key that is none": ("events:\n  - {id: a, date: 2020, title: A}\nsorces: {}\n", False),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_store_says_the_same_in_both_ways(name):
    text, is_streamed = ODD[name]
    assert hold_store(text) == is_streamed


@pytest.mark.parametrize("name", ODD)
def test_where_the_events_end_is_found_alike_in_few_and_in_very_many_lines(name, monkeypatch):
    text, is_streamed = ODD[name]
    monkeypatch.setattr("timeline.store.cutting._MANY_LINES", 0)
    assert hold_store(text) == is_streamed


def test_a_store_with_too_large_an_event_is_told_as_ever():
    assert not hold_store(f"events:\n  - {{id: a, date: 2020, title: {'x' * 500_000}}}\n")


def test_several_files_are_one_store():
    head = "language: de\nkinds: {k: {name: K}}\n"
    one, two = ("events:\n  - {id: a, date: 2020, title: A, kind: k}\n",
                "events:\n  - {id: b, date: 2021, title: B, kind: k, follows: a}\n")  # fmt: skip
    assert hold_store(one, head, two)
    assert hold_store(
        one.replace("kind: k", "kind: k, after: b"), head, two.replace("2021", "2019")
    )
    assert not hold_store(one, head, two.replace("id: b", "id: a"))
    assert not hold_store(one, head, head)
    assert not hold_store(two)


@pytest.mark.parametrize(
    "key",
    ["after", "'after'", '"after" ', "after  ", "after\t", '"after"\t', '"aft\\x65r"', '"\\u0061fter" ', '"\\U00000061fter"'],
)  # fmt: skip
@pytest.mark.parametrize("is_flow", [False, True])
def test_an_event_told_by_another_is_placed_however_its_key_is_written(key, is_flow):
    rest = f"{{id: b, {key}: a, title: B}}" if is_flow else f"id: b\n  {key}: a\n  title: B"
    text = f"events:\n- {{id: a, date: 2020, title: A}}\n- {rest}\n"
    files = [("a.yaml", text.encode())]
    stream = open_store(files)
    assert isinstance(stream, Stream)
    *_, event = stream.events
    assert event == read_store(files).events[-1]
    assert (event.id, event.date.edtf) == ("b", "[2020..]")
    assert not look_through(files, limits.USUAL).problems
