"""Misspelt words and the words they mean."""

from __future__ import annotations

import random
import sqlite3
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.amount import examples
from timeline.errors import UsageError
from timeline.index.build import build
from timeline.model import Contents, Date, Event, Text
from timeline.query.names import find_event, find_name
from timeline.spelling import _slips, did_you_mean, fold, nearest
from timeline.text import without_accents

FIELDS = ("network", "kind", "tag", "place", "status", "source", "date")


def plain_slips(first: str, second: str) -> int:
    """Optimal string alignment as the textbook has it, the whole table."""
    table = [[max(i, j) if not (i and j) else 0 for j in range(len(second) + 1)]
             for i in range(len(first) + 1)]  # fmt: skip
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (first[i - 1] != second[j - 1]),
            )
            if i > 1 and j > 1 and first[i - 2 : i] == second[j - 2 : j][::-1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(0, 9))
def test_slips_are_counted_as_the_textbook_does_up_to_a_bound(first, second, most):
    assert _slips(first, second, most) == min(plain_slips(first, second), most + 1)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Gründung", "grundung"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Ähre", "ahre"),
     ("Ŵŷñ", "wyn"), ("ﬁn", "fin"), ("𝑨ℌ", "ah"), ("İ", "i"), ("", ""), ("NUM-2", "num-2"), ("ΣΊΣΥΦΟΣ", "σισυφοσ")],
)  # fmt: skip
def test_case_and_accents_do_not_count(text, folded):
    assert fold(text) == folded


@examples(1_000)
@given(st.text(max_size=5))
def test_a_folded_text_is_folded_for_good(text):
    assert fold(fold(text)) == fold(text)


@examples(1_000)
@given(
    st.text(
        st.sampled_from("aßﬁİ각日ΐ\u0301\u0323\u0f73\u0f81\u0344\u1100\u1161") | st.characters()
    )
)
@example("".join(map(chr, range(0x30000))))
def test_a_text_without_accents_is_what_unicode_makes_of_it(text):
    parts = unicodedata.normalize("NFKD", text)
    assert without_accents(text) == "".join(c for c in parts if not unicodedata.combining(c))


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("NUN", ("UTN", "NUM", "GBN"), "NUM"),
        ("NUN", ("NUM", "UTN"), "NUM"),
        ("netowrk", FIELDS, "network"),
        ("knid", FIELDS, "kind"),
        ("tga", FIELDS, "tag"),
        ("networks", FIELDS, "network"),
        ("plaec", FIELDS, "place"),
        ("sorce", FIELDS, "source"),
        ("net", FIELDS, "network"),
        ("s", FIELDS, None),  # status and source start so
        ("xylophone", FIELDS, None),
        ("", FIELDS, None),
        ("x", ("a",), None),
        ("x", (), None),
        ("grundung", ("Förderung", "Gründung"), "Gründung"),
        ("bat", ("cat", "bad"), "bad"),  # the start counts
        ("x" * 100_000, FIELDS, None),
        ("network", ("n" * 100_000,), None),
    ],
)
def test_the_nearest_word_is_the_one_with_the_fewest_slips(word, known, meant):
    assert nearest(word, known) == meant


def test_a_hint_names_the_nearest_word_or_says_something_else():
    assert did_you_mean("knid", FIELDS) == "did you mean kind?"
    assert did_you_mean("xylophone", FIELDS, "see 'timeline kinds'") == "see 'timeline kinds'"
    assert did_you_mean("xylophone", FIELDS) == ""


def test_among_very_many_words_those_with_two_slips_at_most_are_found():
    known = [f"event-{number:05}-of-the-store" for number in range(0, 50_000, 7)]
    assert nearest("evnt-00007-of-teh-store", known) == "event-00007-of-the-store"
    assert nearest("evnt-00007-fo-teh-stor", known) is None


def many_names(chance: random.Random) -> list[list[str]]:
    words = ["network", "founding", "funding", "data", "berlin", "cohort", "project", "biobank"]
    return [
        [f"event-{number:06}-of-store" for number in range(8_000)],
        ["-".join(chance.choices(words, k=3)) + f"-{number}" for number in range(8_000)],
    ]


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("slips", ["event-0012x45-of-store", "netwrok-founding-data-12", "NUN"])
def test_thousands_of_words_keep_nobody_waiting(which, slips):
    known = many_names(random.Random(1))[which]
    started = time.process_time()
    nearest(slips, known)
    assert time.process_time() - started < 20  # seconds: comparing each in full would take minutes


@pytest.mark.long
def test_names_and_events_of_a_large_store_are_found_fast():
    date = Date("2020", Text(), None, None, "year")
    events = tuple(
        Event(f"event-{n:06}", date, Text(f"Event {n}"), networks=(f"N{n:05}",))
        for n in range(8_000)
    )
    connection = sqlite3.connect(":memory:")
    build(connection, Contents("en", None, None, (), events), "")
    started = time.process_time()
    assert find_event(connection, "event-001234") == "event-001234"
    assert find_name(connection, "network", "n01234") == ("N01234",)
    assert time.process_time() - started < 0.2
    with pytest.raises(UsageError) as refused:
        find_event(connection, "evnet-001234")
    assert refused.value.hint == "did you mean event-001234?"
    with pytest.raises(UsageError) as refused:
        find_name(connection, "network", "N0123x")
    assert "did you mean N0123" in refused.value.hint
    assert time.process_time() - started < 2
