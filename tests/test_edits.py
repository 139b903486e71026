"""Edits of a store's text, however it is written: nothing is lost, comments stay with what they are about."""

from __future__ import annotations

import os
import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.odd_stores import YEARS, OddStore, headings, topics, year_text
from timeline.addition import Addition, add
from timeline.curation import Curation
from timeline.placement import astray, beginning, is_newest_first
from timeline.store.blocks import id_of
from timeline.store.edits import lost_lines
from timeline.store.loading import examine, read_store
from timeline.store.nodes import Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from timeline.store.emit import Entry


def curated(folder: Path, text: str) -> Curation:
    path = folder / f"odd-{os.getpid()}.yaml"
    path.write_bytes(text.encode())
    return Curation(str(path), str(folder))


def mended(folder: Path, text: str) -> str:
    """Return a store's text as ``check --fix`` would leave it."""
    changes = curated(folder, text).mended()
    return changes[0].new.decode() if changes else text


def is_in_order(text: str) -> bool:
    days = [beginning(event) for event in read_store([("s", text.encode())]).events]
    return not astray(days) or is_newest_first(days)


def rightly_headed(text: str) -> set[str]:
    """Return the events that stand under the year of their date."""
    found = {event.id: event.date.edtf for event in read_store([("s", text.encode())]).events}
    return {
        name
        for name, year in headings(text).items()
        if year is not None and found[name] == year_text(year)
    }


@examples(600)
@given(st.integers(0, 2**32))
def test_what_is_added_to_an_odd_store_is_put_in_and_nothing_else_changes(tmp_path_factory, seed):
    folder, store, rng = tmp_path_factory.getbasetemp(), OddStore(seed), random.Random(seed)
    old = store.text
    entries: list[Entry] = [
        {"id": f"n{number}", "date": year_text(rng.choice(YEARS)), "title": "N"}
        | rng.choice(({}, {"summary": "word " * 40 + "end"}))
        for number in range(rng.randint(1, 4))
    ]
    sources = {
        name: {"title": "T", "publisher": "P " * 80 + "end"} for name in rng.sample("acegi", 2)
    }
    named = rng.choice(({}, {}, {"sources": sources}))
    # That all that was there says what it did is what ``add`` itself makes sure of.
    (change,) = add(curated(folder, old), Addition(entries, named)).changes
    new = change.new.decode()
    signs = iter(new)
    assert all(sign in signs for sign in re.sub(r"(?m)^(events:) *\[ *\]", r"\1", old))
    assert new.endswith("\n") == old.endswith("\n")
    before, after = topics(old, store.dash), topics(new, store.dash)
    assert before == after
    assert is_in_order(new) or not is_in_order(old)
    assert rightly_headed(old) <= rightly_headed(new)
    if any(year is not None for year in headings(old).values()):
        assert {str(entry["id"]) for entry in entries} <= rightly_headed(new)
    assert mended(folder, new) == mended(folder, mended(folder, new))


@examples(600)
@given(st.integers(0, 2**32))
def test_an_odd_store_is_mended_once_and_its_comments_stay_with_what_they_are_about(
    tmp_path_factory, seed
):
    folder, store = tmp_path_factory.getbasetemp(), OddStore(seed)
    old = store.text
    new = mended(folder, old)
    assert mended(folder, new) == new
    assert topics(old, store.dash) == topics(new, store.dash)
    assert curated(folder, old).said() == curated(folder, new).said()
    # A text may want its blank lines, where it comes to stand last, too.
    assert new.endswith("\n") == old.endswith("\n") or "|+" in old
    assert "events: [" in new or is_in_order(new)
    assert rightly_headed(old) <= rightly_headed(new)


def test_what_is_moved_takes_no_comment_along_and_leaves_none_behind(tmp_path):
    old = (
        "events:\n  # 2019\n- id: a\n  date: 2019\n  title: A\n  # 2021\n- id: b\n  date: 2021\n  title: B\n"
        "- id: z\n  date: 2019\n  title: Z\n  # 2023\n- id: c\n  date: 2023\n  title: C\n"
    )
    z = "- id: z\n  date: 2019\n  title: Z\n"
    assert mended(tmp_path, old) == old.replace(z, "").replace("  # 2021", f"{z}  # 2021")
    # What a blank line parts from below stays parted, though what was there is gone.
    old = (
        "events:\n  # on all\n\n  - {id: c, date: 2023, title: C}\n"
        "  - {id: a, date: 2019, title: A}\n  - {id: b, date: 2021, title: B}\n"
    )
    assert mended(tmp_path, old) == (
        "events:\n  # on all\n\n  - {id: a, date: 2019, title: A}\n"
        "  - {id: b, date: 2021, title: B}\n\n  - {id: c, date: 2023, title: C}\n"
    )


def test_a_heading_that_events_stand_under_stays_where_it_is(tmp_path):
    old = (
        "events:\n  # 2020\n  - {id: a, date: 2020-03, title: A}\n  # 2021\n"
        "  - {id: b, date: 2021-03, title: B}\n  - {id: d, date: 2021-06, title: D}\n"
        "  - {id: c, date: 2020-05, title: C}\n"
    )
    c = "  - {id: c, date: 2020-05, title: C}\n"
    assert mended(tmp_path, old) == old.replace(c, "").replace("  # 2021", f"{c}  # 2021")


def test_the_end_of_a_document_ends_its_events(tmp_path):
    old = "events:\n  - {id: b, date: 2021, title: B}\n  - {id: a, date: 2019, title: A}\n...\n"
    assert mended(tmp_path, old) == (
        "events:\n  - {id: a, date: 2019, title: A}\n  - {id: b, date: 2021, title: B}\n...\n"
    )


@pytest.mark.parametrize("header", ["|", "|-", "|+", ">", ">-"])
def test_blank_lines_at_the_end_of_a_text_have_no_spaces_wherever_it_moves(header, tmp_path):
    old = (
        f"events:\n  - id: b\n    date: 2021\n    title: B\n    summary: {header}\n      Text\n          \n"
        "  \n      # 2020\n      \n           \n  - {id: a, date: 2019, title: A}\n"
    )
    new = mended(tmp_path, old)
    assert "Text\n          \n  \n      # 2020\n" in new  # what is between its words is its own
    assert "# 2020\n \n" not in new
    assert mended(tmp_path, new) == new


@pytest.mark.parametrize(("date", "year"), [("Y-66E6~", "Y-66000000"), ("Y12000", "Y12000"),
                                            ("-0044", "-0044"), ("0000", "0000")])  # fmt: skip
def test_a_heading_is_written_once_whatever_its_year(date, year, tmp_path):
    text = "events:\n  # --- 2018 ---\n  - {id: a, date: 2018, title: A}\n"
    for name in ("b", "c"):
        entry = {"id": name, "date": date, "title": "T"}
        (change,) = add(curated(tmp_path, text), Addition([entry])).changes
        text = change.new.decode()
    assert re.findall("# --- (.*) ---", text) == sorted(
        [year, "2018"], key=lambda y: ("Y1" in y, y[-1] == "8")
    )


def test_first_events_stand_where_their_order_puts_them(tmp_path):
    entries: list[Entry] = [{"id": "w", "title": "W", "after": ["x"]}, {"id": "y", "date": "2019", "title": "Y"},
               {"id": "x", "date": "2018-03", "title": "X"}]  # fmt: skip
    (change,) = add(curated(tmp_path, "events: []\n"), Addition(entries)).changes
    text = change.new.decode()
    assert is_in_order(text)
    assert re.findall(r"id: (\w)", text)[-1] == "y"


def test_what_has_no_id_has_no_name():
    (part,) = examine(
        [("x", b"events:\n  - {date: 2020, id: a }\n  - {date: 2020}\n  - x\n")]
    ).parts
    section = part.top["events"]
    assert isinstance(section, Sequence)
    assert [id_of(item) for item in section.items] == ["a", "", ""]


def test_a_comment_that_is_lost_is_told_of():
    assert lost_lines("a: [b]  # c\n# d\nevents: []", "a: [b, e]  # c\n# d\nevents:\n") == []
    assert lost_lines("a: [b]  # c\n# d\n", "a: [b]  # e, c\n# e\n") == ["# d"]
    assert lost_lines("a: [b]  # c\n", "a: [b, e]\n") == ["a: [b]  # c"]
