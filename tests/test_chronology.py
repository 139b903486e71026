"""The bundled chronology: complete, bilingual, in our own words, and honest about its dates."""

from __future__ import annotations

import csv
import re
import zlib

import pytest

from tests.conftest import BUNDLED, ROOT
from timeline.dates import edtf
from timeline.model import Contents, Event, Text
from timeline.store.loading import read_store

SEEDS = ("num-portrait", "dhm-2022", "m1-press-release-2025", "smwk-zpm-leipzig-2024",
         "num-convention-2026-review")  # fmt: skip


@pytest.fixture(scope="module")
def contents() -> Contents:
    return read_store([("events.yaml", BUNDLED.read_bytes())])


@pytest.fixture(scope="module")
def events(contents) -> dict[str, Event]:
    return {event.id: event for event in contents.events}


def test_every_researched_record_is_carried_by_an_event(events):
    with (ROOT / "tests/data/facts_map.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["record"] for row in rows}) == len(rows) == 121
    for row in rows:
        carried_by = row["events"].split(";")
        assert set(carried_by) <= set(events), row
        assert row["record"] in carried_by or row["reason"], row


def test_every_title_is_in_both_languages_and_every_summary_too(events):
    for event in events.values():
        assert event.title.de, event.id
        assert event.title.en, event.id
        assert event.summary is None or (event.summary.de and event.summary.en), event.id


def test_every_event_rests_on_a_source(events):
    assert [e.id for e in events.values() if not e.citations] == []


def test_every_event_that_rests_on_a_seed_document_has_a_summary(events):
    resting = [e for e in events.values() if any(c.source.id in SEEDS for c in e.citations)]
    assert len(resting) > 20
    assert [e.id for e in resting if e.summary is None] == []


def test_everything_declared_is_used(contents, events):
    used = {name for event in events.values() for name in event.networks}
    assert {term.name for term in contents.networks} == used
    assert {term.name for term in contents.kinds} == {e.kind for e in events.values()}
    cited = {
        c.source.id
        for e in events.values()
        for c in (*e.citations, *(c for d in e.disputed for c in d.citations))
    }
    assert {source.id for source in contents.sources} == cited


def test_no_seven_words_in_a_row_come_from_a_source_document(events):
    copied = set((ROOT / "tests/data/seed_shingles.txt").read_text().split())
    assert len(copied) > 1000
    texts: list[Text | None] = []
    for event in events.values():
        texts += [event.title, event.summary, *(c.note for c in event.citations)]
    for text in filter(None, texts):
        for said in filter(None, (text.de, text.en)):
            words = re.findall(r"\w+", said.casefold())
            for i in range(len(words) - 6):
                shingle = f"{zlib.crc32(' '.join(words[i : i + 7]).encode()):08x}"
                assert shingle not in copied, said


def test_the_events_stand_in_the_order_of_their_earliest_day(contents):
    earliest = [edtf.bounds(edtf.parse(event.date.edtf)) for event in contents.events]
    starts = [first if abs(first) != float("inf") else last for first, last in earliest]
    assert starts == sorted(starts)


# What the five source documents say, and where the chronology says it.
SEED_FACTS = [
    ("num-founding", "2020-04", "num-portrait", "im April 2020"),
    ("num-funding-first-two-periods", "2020-04/2025-06", "num-portrait", "April 2020"),
    ("num-phase-3", "2025-07-01/2030-06~", "num-portrait", "Juli 2025"),
    ("gbn-joins-num", "2025-07-01", "num-portrait", "zum 1. Juli 2025"),
    ("mii-phase-1", "2018/2022", "dhm-2022", "2018 bis 2022"),
    ("mii-phase-2", "2023/2026", "dhm-2022", "2023 bis 2026"),
    ("mii-symposium-2022", "2022-10-05/2022-10-06", "dhm-2022", "am 5. und 6. Oktober 2022"),
    ("mii-diz-into-num", "2023", "dhm-2022", "Ab 2023"),
    ("m1-future-medicine-conference", "2025-07-03", "m1-press-release-2025", "Am Tag nach"),
    ("zpm-leipzig-opening", "2024-03-18", "smwk-zpm-leipzig-2024", "am Mittag"),
    ("num-convention-2026", "2026-01-21/2026-01-22", "num-convention-2026-review",
     "Am 21. und 22. Januar"),
    ("num-convention-2027", "2027", "num-convention-2026-review", "2027"),
]  # fmt: skip


@pytest.mark.parametrize(("event_id", "date", "source", "stated"), SEED_FACTS)
def test_the_source_documents_are_covered_with_their_own_words(
    events, event_id, date, source, stated
):
    event = events[event_id]
    assert event.date.edtf == date
    wording = {c.source.id: c.stated or "" for c in event.citations}
    assert stated in wording[source]


def test_figures_keep_the_hedges_of_their_sources(events):
    assert dict(events["num-convention-2026"].figures) == {
        "participants": ">750", "speakers": ">100", "sessions": 21,
    }  # fmt: skip
    assert dict(events["num-funding-first-two-periods"].figures)["funding_eur"] == "~390000000"
    assert dict(events["num-founding"].figures)["sites"] == 37
    assert dict(events["zpm-leipzig-opening"].figures)["funding_eur"] == "~250000"


@pytest.mark.parametrize(
    ("event_id", "rival"),
    [("m1-founding", "2023-07-17"), ("mii-founding", "2018"), ("gdng-in-force", "2024-03-25"),
     ("ehds-in-force", "2025-03-25"), ("mfg-in-force", "2024-10-31"),
     ("mfg-bundestag", "2024-07-05"), ("num-founding", "2020-04-01")],
)  # fmt: skip
def test_dates_on_which_sources_disagree_stand_as_disputed(events, event_id, rival):
    assert rival in [dispute.date.edtf for dispute in events[event_id].disputed]


def test_the_letter_of_intent_is_no_founding(events):
    assert events["m1-letter-of-intent"].kind == "agreement"


@pytest.mark.parametrize("event_id", ["num-convention-2027", "ehds-application-start",
                                      "num-verstetigung-planned"])  # fmt: skip
def test_what_lay_ahead_is_planned(events, event_id):
    assert events[event_id].status == "planned"
