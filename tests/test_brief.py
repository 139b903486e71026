"""What the index keeps for lists says what the events themselves say."""

from __future__ import annotations

import sqlite3

import pytest

import timeline
from tests.amount import seeds
from tests.conftest import BUNDLED
from tests.formats.anything import answer_of
from tests.formats.samples import date, hostile
from timeline import formats
from timeline.brief import briefs_of, reference, reference_line, reference_of
from timeline.formats import Style
from timeline.index.build import build
from timeline.model import LANGUAGES, Answer, Citation, Contents, Event, Match, Source, Term, Text
from timeline.query.answer import Question, answer
from timeline.query.terms import Touching


def markdown(found: Answer, **style) -> str:
    return "".join(formats.render("markdown", found, Style(**style)))


def in_full(found: Answer) -> Answer:
    """Return an answer whose events are read whole."""
    return found._replace(matches=tuple(found.matches), briefs=None)


def stored(*events: Event) -> sqlite3.Connection:
    kinds = tuple(
        Term(name, Text(f"*{name}*", name[::-1])) for name in {e.kind for e in events} if name
    )
    numbered = (event._replace(id=f"e{n}") for n, event in enumerate(events))
    connection = sqlite3.connect(":memory:")
    build(connection, Contents("en", None, kinds, (), tuple(numbered)), "")
    return connection


@pytest.mark.parametrize("seed", [*seeds(30, everyday=8), "hostile"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_briefs_are_those_of_events(seed, language):
    made = hostile(longest=200) if seed == "hostile" else answer_of(seed, 60)
    events = [match.event._replace(placed=None) for match in made.matches]
    # Events with competing dates are told in full: here are some that are not.
    connection = stored(*events, *(event._replace(disputed=()) for event in events))
    for question in (Question(), Question(limit=9, reverse=True), Question(sort="title"),
                     Question(Touching(700_000, 740_000))):  # fmt: skip
        found = answer(connection, question, language)
        assert found.briefs
        whole = in_full(found)
        assert markdown(found) == markdown(whole)
        assert markdown(found, label="n") == markdown(whole, label="n")
        assert len(markdown(found).splitlines()) >= len(whole.matches)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_chronology_is_listed_the_same(language):
    found = timeline.load(BUNDLED, language=language, cache=False).answer
    told = list(found.briefs() if found.briefs else ())
    assert len(told) == len(found.matches)
    assert sum(not isinstance(one, Match) for one in told) > 100
    assert markdown(found) == markdown(in_full(found))


def test_the_state_on_a_day_is_told_of_whole_events_only():
    connection = stored(Event("x", date("2020/2022"), Text("T")))
    assert answer(connection, Question(days=(737_000, 737_000)), "en").briefs is None


def test_an_event_with_competing_dates_or_a_strange_address_has_no_brief():
    plain = Event(
        "x", date("2020"), Text("T"), citations=(Citation(Source(url="https://a.example")),)
    )
    assert len(briefs_of(plain)) == len(LANGUAGES)
    assert briefs_of(plain._replace(citations=(Citation(Source(url="a\tb")),))) == ()
    assert briefs_of(hostile().matches[0].event) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_is_read_back_from_its_line(language):
    for match in (*answer_of(3, 60).matches, *hostile().matches):
        for citation in match.event.evidence:
            said = reference(citation.source, language)
            if "\t" not in said[1]:
                assert reference_of(reference_line(citation.source, language)) == said


def test_sources_of_which_the_same_is_said_are_one_footnote():
    cited = [Citation(Source(id=name, title="Report", url="https://a.example")) for name in "ab"]
    connection = stored(*(Event("x", date("2020"), Text("T"), citations=(c,)) for c in cited))
    found = answer(connection, Question(), "en")
    assert markdown(found).count("[^1]") == 3
    assert "[^2]" not in markdown(found)
    assert markdown(found) == markdown(in_full(found))
