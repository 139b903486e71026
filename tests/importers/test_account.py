"""Words of our own calendars and slides that were changed, or that no event should have."""

from __future__ import annotations

import pytest

from tests.importers.helpers import options
from timeline.errors import UsageError
from timeline.importers.account import bare_title, read_account
from timeline.importers.harvest import Draft, Entry


def account(*lines: str, listed: tuple[str, ...] = ()) -> tuple[Entry, list[str], int]:
    """Return what some lines say, the marks in them, and how many were left out."""
    draft = Draft(options())
    entry, marks = read_account(draft, lines, listed, "en")
    return entry, marks, len(draft.notes)


@pytest.mark.parametrize(("lines", "entry", "left"), [
    ((), {}, 0), (("Text",), {"summary": "Text"}, 0), (("(Text)",), {"summary": "(Text)"}, 0),
    (("Text", "More"), {"summary": "Text"}, 1), (("Kind: law", "Text"), {"kind": "law", "summary": "Text"}, 0),
    (("(since 2 years, open end)", "Text"), {"summary": "Text"}, 0),
    (("(cancelled, since 2 years)",), {"status": "cancelled"}, 0),
    (("Disputed: long ago",), {}, 1), (("disputed, long ago: a note",), {}, 1),
    (("disputed, 2020: a note", "Text"), {"disputed": [{"date": "2020", "note": "a note"}]}, 1),
    (("Disputed: 2020 (7)",), {"disputed": [{"date": "2020"}]}, 0),
    (("Whoever: Text",), {"summary": "Whoever: Text"}, 0), (("a note (3)",), {}, 0),
])  # fmt: skip
def test_what_is_not_understood_is_counted_and_nothing_is_made_up(lines, entry, left):
    assert account(*lines)[::2] == (entry, left)


@pytest.mark.parametrize("line", ["Figures: sites", "Figures: sites many 37", "Figures: Sites 37",
                                  "Figures: sites 37, beds", "Kind: ???", "Follows: A B",
                                  "Distance: soon", "After: a, B"])  # fmt: skip
def test_what_a_store_could_not_hold_is_refused(line):
    with pytest.raises(UsageError):
        account(line)


@pytest.mark.parametrize(("line", "source"), [
    ("https://a.org/x", "https://a.org/x"), ("Title. 2020. https://a.org",
     {"title": "Title", "published": "2020", "url": "https://a.org"}),
    ("Dr. A. B: Title. c. May 2020.", {"title": "Dr. A. B: Title", "published": "2020-05~"}),
    ("Title? Undated, read on 1 May 2020.", {"title": "Title?", "accessed": "2020-05-01"}),
    ("Title. Undated.", {"title": "Title"}), ("Title: 2020.", {"title": "Title: 2020"}),
    ("2020.", {"title": "2020", "published": "2020"}), ("Undated.", {"title": "Undated"}),
    ("No title at all", {"title": "No title at all"}), (".", {"title": "."}),
])  # fmt: skip
def test_a_source_is_its_words_its_date_and_its_address(line, source):
    assert account(listed=(line,))[0] == {"sources": [source]}


def test_only_what_was_added_to_a_title_is_taken_away():
    assert bare_title("T (May 2020; planned)", ["May 2020", ""], ["planned"], "; ") == "T"
    assert bare_title("T (May 2020; planned)", ["", "June 2020"], ["possible"], "; ") == (
        "T (May 2020; planned)"
    )
    assert bare_title("T (planned)", [""], [], "; ") == "T (planned)"
    assert bare_title("(planned)", [""], ["planned"], "; ") == "(planned)"
