"""The first matches, where a limit cuts the list: they are those of the whole list, cut."""

from __future__ import annotations

import random
import sqlite3
from types import SimpleNamespace

import pytest

from tests.amount import seeds
from tests.test_query import (
    edges_of,
    event,
    open_store,
    some_events,
    some_term,
    some_window,
    timed,
)
from timeline.dates.keys import number
from timeline.model import CERTAIN
from timeline.query import first
from timeline.query.answer import Question, answer
from timeline.query.matches import Counts
from timeline.query.terms import And, Before, Inside, Kept, Label, Not, Or, Phrase, Touching, both

LIMITS = (1, 2, 5, 17)


@pytest.fixture
def small_parts(monkeypatch):
    """Let few events have parts, too, of which the first is seldom enough."""
    monkeypatch.setattr(first, "_SPARE", 1)
    monkeypatch.setattr(first, "_LARGER", 2)


def asked(connection, **known) -> list[tuple[str, str]]:
    found = answer(connection, Question(**known), "en")
    return [(match.event.id, match.certainty) for match in found.matches]


def parts(connection, term, limit: int, *, reverse: bool) -> list[first.Part]:
    return list(first.first_parts(connection, term, limit, reverse=reverse))


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("seed", seeds(8, everyday=1))
def test_the_first_matches_are_those_of_the_whole_list(seed, reverse):
    chance = random.Random(8000 + seed)
    events = some_events(chance, 150)
    connection, edges = open_store(*events), edges_of(events)
    parted = 0
    for _ in range(40):
        label = Label(*chance.choice((("network", ("GBN",)), ("tag", ("covid", "data")))))
        window = timed(some_window(chance, edges), chance.choice((Touching, Inside, Before)))
        term = chance.choice((label, window, And((label, window)), Kept(window, CERTAIN)))
        other = some_term(chance, edges, 2)
        for one in (term, both(term, other), both(other, term)):
            whole = asked(connection, term=one, reverse=reverse)
            for limit in LIMITS:
                assert asked(connection, term=one, reverse=reverse, limit=limit) == whole[:limit]
                parted += bool(parts(connection, one, limit, reverse=reverse))
    assert parted > 100


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("reverse", [False, True])
def test_parts_grow_and_leave_nothing_between_them(reverse):
    label = Label("network", ("N",))
    dates = [f"{1900 + n}" for n in range(40)]
    connection = open_store(*(event(d, d, networks=("N",)) for d in dates))
    found = parts(connection, label, 3, reverse=reverse)
    bounds = [
        number(bound) for part in found for bound in part.beyond.values if isinstance(bound, bytes)
    ]
    assert len(found) == 2
    assert bounds == sorted(bounds, reverse=reverse)
    expected = dates[::-1] if reverse else dates
    for limit in range(1, 41):
        assert [i for i, _ in asked(connection, term=label, limit=limit, reverse=reverse)] == (
            expected[:limit]
        )


@pytest.mark.usefixtures("small_parts")
def test_nothing_is_parted_where_nothing_is_won():
    label = Label("network", ("N",))
    usual = [event(f"e{n}", f"{1900 + n}", networks=("N",)) for n in range(90)]
    connection = open_store(*usual)
    assert parts(connection, label, 3, reverse=False)
    for term in (Not(label), Or((label, Before(0))), And((label, Phrase(("x",)))), Touching()):
        assert not parts(connection, term, 3, reverse=False)
    assert not parts(connection, label, 0, reverse=False)
    assert not parts(connection, label, 60, reverse=False)  # so many would be looked at anyway
    assert not parts(connection, label, 1001, reverse=False)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("open_end", "reverse"), [("../{}", False), ("{}/..", True)])
def test_what_may_touch_any_day_is_no_part_of_the_first(monkeypatch, open_end, reverse):
    monkeypatch.setattr(first, "_WHOLE", 2)
    label = Label("network", ("N",))
    usual = [event(f"e{n}", f"{1900 + n}", networks=("N",)) for n in range(40)]
    endless = [event(f"o{n}", open_end.format(1900 + n), networks=("N",)) for n in range(20)]
    assert parts(open_store(*usual, *endless[:13]), label, 3, reverse=reverse)
    connection = open_store(*usual, *endless)
    assert not parts(connection, label, 3, reverse=reverse)
    whole = asked(connection, term=label, reverse=reverse)
    assert asked(connection, term=label, reverse=reverse, limit=3) == whole[:3]


@pytest.mark.parametrize("rotten", [1, b""])
def test_an_edge_that_rotted_is_told_as_such(rotten):
    """An index that is in no order any more yields what was not asked for."""

    class Rotten:
        def execute(self, *_given):
            return SimpleNamespace(fetchall=lambda: [(rotten,)] * 300)

    with pytest.raises(sqlite3.DatabaseError, match="an edge cannot be read"):
        parts(Rotten(), Label("network", ("N",)), 3, reverse=False)


def test_all_that_bears_a_name_is_counted_once():
    connection = open_store(
        event("x", "2020", networks=("A", "B")), event("y", "2021?", networks=("A",)),
        event("z", "../1990", networks=("C",)),
    )  # fmt: skip
    for names, count in ((("A",), 2), (("A", "B"), 2), (("A", "C"), 3), ((), 0)):
        chosen = Question(Label("network", names), limit=1)
        for most, expected in ((None, count), (9, count), (1, min(count, 1))):
            found = answer(connection, chosen, "en").found
            assert isinstance(found, Counts)
            assert (found if most is None else found.up_to(most)) == (expected, 0)
