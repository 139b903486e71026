"""What each rule of ``timeline check`` says of its own example: where, word for word, and the mend."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.checks import EXAMPLE_DAY, RULES
from timeline.curation import Curation

TODAY = date.fromisoformat(EXAMPLE_DAY).toordinal()

SAID = {
    "near-duplicate": [
        (3, "gbn-in-num", "gbn-in-num (July 2025) may be gbn-joins-num (1 July 2025) once more",
         "keep one of them, with the sources of both"),
    ],
    "no-source": [
        (2, "num-founding", "num-founding has no source",
         "add 'sources: [...]' with an id of the catalogue or a URL"),
    ],
    "single-source": [
        (2, "sources", "num-founding has a single source",
         "add a second one, or 'ignore: {single-source: why one is enough}'"),
    ],
    "undated-source": [
        (4, "num-portrait", "the source num-portrait has no date",
         "add 'published: ...', as coarse as need be: '[2020..2026]' for some time between, or 'accessed: ...' for a page that changes"),
    ],
    "early-source": [
        (2, "sources", "every source of gbn-joins-num was published, or read, before it (2025-03-12 at the latest; the event: 1 July 2025)",
         "add a later source, or 'status: planned'"),
    ],
    "stale-open-end": [
        (2, "2020-04/..", "num-network goes on, says its newest source, of 2022-05-31",
         "look whether it does, and add a newer source or the end"),
    ],
    "unused-source": [
        (4, "num-portrait", "no event cites the source num-portrait",
         "cite it, or delete it"),
    ],
    "repeated-source": [
        (3, "{", "https://num.example has other particulars here than before",
         "give it once, under 'sources:' (first: https://num.example)"),
    ],
    "stated-date": [
        (5, "Am 20. und 21. Januar", "'Am 20. und 21. Januar' is not 22–23 January 2026 (2026-01-22/2026-01-23)",
         "correct the date or the quotation, or cite it under 'disputed:'"),
    ],
    "stated-weekday": [
        (5, '"Donnerstag, 21. Januar"', "'21. Januar' was no Thursday",
         "look whether the date or the weekday is the source's slip"),
    ],
    "over-precise": [
        (3, "2020-04-01", "1 April 2020 is more precise than what its sources state",
         "write no more than they say: 'im April 2020'"),
    ],
    "planned-past": [
        (2, "planned", "num-convention-2026 is planned, but its date has passed: 21 January 2026",
         "delete the status, or write 'status: cancelled'"),
    ],
    "follows-order": [
        (3, "phase-1", "phase-2 (2018) begins before phase-1 (2020)",
         "correct one of the dates, or delete 'follows'"),
    ],
    "part-of-span": [
        (3, "phase-1", "start (December 2017) begins before phase-1, its whole (2018–2022)",
         "correct one of the dates, or delete 'part_of'"),
    ],
    "phase-overlap": [
        (5, "2021-07/2025-06", "phase-2 begins (July 2021 – June 2025) before phase-1 ends (April 2020 – December 2021)",
         "correct one of the dates"),
    ],
    "phase-gap": [
        (5, "2022-07/2025-06", "phase-2 (July 2022 – June 2025) leaves a gap after phase-1 (April 2020 – December 2021)",
         "correct one of the dates, or add what came between"),
    ],
    "unused-network": [
        (3, "GBN", "no event is of the network GBN",
         "use it, or delete it"),
    ],
    "unused-kind": [
        (3, "law", "no event is of the kind law",
         "use it, or delete it"),
    ],
    "two-spellings": [
        (3, "berlin", "'berlin' is also written 'Berlin'",
         "write Berlin"),
        (3, "covid", "'covid' is also written 'COVID'",
         "write COVID"),
    ],
    "one-language": [
        (3, "title", "the title of gbn-joins-num is missing in German",
         "write {de: ..., en: ...}, with 'de'"),
    ],
    "placeholder": [
        (2, "null", "the place of num-founding is 'null'",
         "fill it in, or delete it"),
        (2, "TODO", "the summary of num-founding is 'TODO'",
         "fill it in, or delete it"),
    ],
    "trailing-space": [
        (2, "   ", "spaces at the end of a line",
         "delete them, or run check --fix"),
    ],
    "unsorted": [
        (2, "gbn-joins-num", "gbn-joins-num (1 July 2025) stands before num-founding (April 2020)",
         "move it, or run check --fix"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_of_its_example_exactly_this(code, tmp_path):
    path = tmp_path / "events.yaml"
    path.write_text(RULES[code].example, encoding="utf-8")
    found = [problem for problem in Curation(str(path), str(tmp_path)).check(TODAY).problems
             if problem.code == code]  # fmt: skip
    places = [p.excerpt[p.column - 1 : p.column - 1 + p.width] for p in found]
    said = [(p.line, place, p.message, p.hint) for p, place in zip(found, places, strict=True)]
    assert said == SAID[code]


@pytest.fixture
def say(tmp_path):
    """Check rows of a store's events and return what is said, as (code, message, hint)."""

    def run(*rows):
        path = tmp_path / "events.yaml"
        path.write_text("events:\n" + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
        problems = Curation(str(path), str(tmp_path)).check(TODAY).problems
        return [(problem.code, problem.message, problem.hint) for problem in problems]

    return run


def test_an_event_is_told_to_stand_after_what_comes_later(say):
    rows = (f"{{id: e{year}, date: {year}, title: Of {year}}}" for year in (2021, 2022, 2023, 2020))
    assert [found for found in say(*rows) if found[0] == "unsorted"] == [
        ("unsorted", "e2020 (2020) stands after e2023 (2023)", "move it, or run check --fix"),
    ]  # fmt: skip


def test_what_silences_nothing_is_told(say):
    assert say("{id: a, date: 2020, title: T, ignore: [no-source, unsorted, zzz]}") == [
        ("unused-ignore", "unsorted has nothing to ignore here", "delete it"),
        ("unknown-ignore", "there is no check 'zzz'", "see docs/checks.md"),
    ]  # fmt: skip


def test_a_source_with_a_title_is_dated_where_it_stands(say):
    (found,) = [
        f
        for f in say("{id: a, date: 2020, title: T, sources: [{title: S}]}")
        if f[0] == "undated-source"
    ]
    assert found[1] == "the source S has no date"
    assert found[2].startswith("add 'published: ...'")


def test_a_name_without_a_title_in_one_language_is_told_as_a_name(tmp_path):
    path = tmp_path / "events.yaml"
    path.write_text(
        "networks: {N: {name: {de: Netz}}}\nevents:\n"
        "  - {id: a, date: 2020, title: {de: A, en: B}, networks: [N]}\n", encoding="utf-8"
    )  # fmt: skip
    problems = Curation(str(path), str(tmp_path)).check(TODAY).problems
    (problem,) = [problem for problem in problems if problem.code == "one-language"]
    assert (problem.line, problem.message) == (1, "the name of N is missing in English")
    assert problem.hint == "write {de: ..., en: ...}, with 'en'"
