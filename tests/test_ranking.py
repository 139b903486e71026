"""What is searched for, best first: the tiers of ``ranking.py`` against a brute-force reading."""

from __future__ import annotations

import random
import sqlite3

import pytest

from tests import oracle
from tests.amount import seeds
from tests.test_query import event, open_store
from timeline.model import Event, Text
from timeline.query.answer import Question, answer
from timeline.query.ranking import is_sought, tiers, without_phrases
from timeline.query.terms import And, Kept, Label, Not, Or, Phrase, Term, phrases
from timeline.spelling import words_in

WORDS = ("alpha", "beta", "gamma", "delta", "alphabet")


def some_events(chance: random.Random, count: int) -> list[Event]:
    def said() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 4)))

    return [
        event(
            f"e{n}", f"20{chance.randint(10, 14)}", title=Text(said(), chance.choice((None, said()))),
            summary=Text(said(), said()) if chance.random() < 0.6 else None,
            tags=(chance.choice(WORDS),), networks=(chance.choice(("NUM", "MII")),),
        )
        for n in range(count)
    ]  # fmt: skip


def has(texts: list[str | None], phrase: Phrase) -> bool:
    """Tell whether one of some texts has a phrase."""
    for text in texts:
        words = words_in(text or "")
        size = len(phrase.words)
        for at in range(len(words) - size + 1):
            *first, last = words[at : at + size]
            *wanted, end = phrase.words
            if first == wanted and (last.startswith(end) if phrase.is_prefix else last == end):
                return True
    return False


def tier_of(found: Event, sought: tuple[Phrase, ...], *, all_found: bool) -> int:
    """Return how good a match is, 0 for the best: as ``docs/queries.md`` says."""
    title = [found.title.de, found.title.en]
    prose = [*title, *(found.summary or ())]
    names = [*found.networks, *found.tags, found.kind, found.place]

    def inside(phrase: Phrase, usual: list[str | None]) -> bool:
        own = {"": usual, "title": title, "summary": prose[2:]}[phrase.column]
        return has(own, phrase)

    everywhere = [*prose, *names]
    if all(inside(p, title) for p in sought):
        return 0
    every = all(inside(p, everywhere) for p in sought)
    if len(sought) > 1 and every and any(inside(p, title) for p in sought):
        return 1
    if all(inside(p, prose) for p in sought):
        return 2
    if every:
        return 3
    assert not all_found
    if any(inside(p, title) for p in sought):
        return 4
    return 5 if any(inside(p, everywhere) for p in sought) else 6


def a_phrase(chance: random.Random) -> Phrase:
    return Phrase(
        tuple(chance.choices(WORDS, k=chance.choice((1, 1, 1, 2)))), chance.random() < 0.2,
        chance.choice(("", "", "", "title", "summary")),
    )  # fmt: skip


def a_term(chance: random.Random) -> Term:
    some = tuple(a_phrase(chance) for _ in range(chance.randint(1, 3)))
    label = Label("network", ("NUM",))
    return chance.choice((
        And(some), And((*some, label)), Or(some), Or((*some, label)), some[0],
        And((some[0], Or((label, *some[1:])))), And((Kept(And(some), "certain"), label)),
        And((*some, Not(a_phrase(chance)))), Kept(some[0], "possible"), And((some[0], And(some))),
    ))  # fmt: skip


@pytest.mark.parametrize("seed", seeds(60, everyday=20))
@pytest.mark.parametrize("reverse", [False, True])
def test_the_best_match_comes_first_and_then_the_earlier_one(seed, reverse):
    chance = random.Random(7000 + seed)
    events = some_events(chance, 80)
    connection = open_store(*events)
    for _ in range(12):
        term = a_term(chance)
        sought, all_found = phrases(term), is_sought(term)
        found = answer(connection, Question(term, "relevance", reverse), "en")
        listed = [match.event for match in found.matches]
        by_date = answer(connection, Question(term), "en")
        expected = sorted(
            sorted((match.event for match in by_date.matches), key=oracle.sort_key),
            key=lambda e: tier_of(e, sought, all_found=all_found),
        )
        assert [e.id for e in listed] == [e.id for e in (expected[::-1] if reverse else expected)]
        assert by_date.found == found.found == (len(listed), 0)
        for limit in (0, 1, 7):
            cut = answer(connection, Question(term, "relevance", reverse, limit), "en")
            assert [match.event for match in cut.matches] == listed[:limit]
            assert cut.found == found.found


def test_the_tiers_of_a_word():
    connection = open_store(
        event("name", "2001", tags=("word",)),
        event("none", "2002"),
        event("summary", "2003", summary=Text("the word")),
        event("title", "2005", title=Text("A word of it")),
        event("earlier-title", "2004", title=Text("All in one word", "Nothing")),
    )
    assert found(connection, Phrase(("word",))) == ["earlier-title", "title", "summary", "name"]


def test_an_event_is_in_one_tier_only_and_some_are_in_none_but_the_last():
    for count in range(1, 15):
        sought = tuple(Phrase((word,)) for word in "abcdefghijklmnop"[:count])
        assert len(tiers(sought, all_found=True)) == (3 if count == 1 else 4 if count < 13 else 1)
        connection = open_store(event("x", "2020", title=Text(" ".join("abcdefghijklmnop"))),
                                event("y", "2020", title=Text("a b"), summary=Text("c")))  # fmt: skip
        assert found(connection, Or(sought)) == ["x", "y"]


def test_what_is_searched_for_in_vain_ranks_nothing():
    term = And((Phrase(("a",)), Not(Phrase(("b",)))))
    assert is_sought(term)
    assert without_phrases(term) == Not(Phrase(("b",)))
    assert not is_sought(Or((Phrase(("a",)), Phrase(("b",)))))
    assert not is_sought(Not(Phrase(("a",))))


def found(connection: sqlite3.Connection, term: Term) -> list[str]:
    return [m.event.id for m in answer(connection, Question(term, "relevance"), "en").matches]
