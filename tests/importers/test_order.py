"""Dates that follow from other events come back as what they follow from, and no others do."""

from __future__ import annotations

import json
import random

import pytest
import yaml

from tests.amount import seeds
from tests.importers.helpers import entries, exported, imported, stored
from timeline.errors import StoreError

STORE = """\
events:
  - {id: m1-founding, date: 2025-07-02, title: The M1 platform is founded}
  - {id: steering-group, title: The steering group meets, date: {after: m1-founding, by: 1 day}}
  - {id: charter, title: The charter is signed, after: steering-group, before: review}
  - {id: press-release, date: 2025-07, title: A press release, after: [m1-founding]}
  - {id: review, date: 2026-01, title: The review}
  - {id: invitation, title: Invitation, date: {before: review, by: 1 month}, after: [press-release, charter]}
  - {id: aftermath, title: Aftermath, date: {after: review}}
  - {id: choice, title: One of two, date: "[2023,2025-08]", after: m1-founding}
  - {id: chosen, title: What came of it, after: choice}
  - {id: rumour, date: 2025-03~, title: A rumour}
  - {id: denial, title: A denial, after: rumour, before: [charter]}
"""


def orders(store) -> dict[str, dict[str, object]]:
    """Return what comes back of the dates and the order of the events of a store."""
    found = entries("json", exported(store, "json"))
    keys = ("date", "after", "before")
    return {entry["id"]: {key: entry[key] for key in keys if key in entry} for entry in found}


def test_dates_come_back_as_they_were_told(store):
    assert orders(store(STORE)) == {
        "m1-founding": {"date": "2025-07-02"},
        "steering-group": {"date": {"after": "m1-founding", "by": "1 day"}},
        "charter": {"after": ["steering-group"], "before": ["review"]},
        "press-release": {"date": "2025-07", "after": ["m1-founding"]},
        "review": {"date": "2026-01"},
        "invitation": {"date": {"before": "review", "by": "1 month"},
                       "after": ["press-release", "charter"]},
        "aftermath": {"after": ["review"]},
        "choice": {"date": "[2023,2025-08]", "after": ["m1-founding"]},
        "chosen": {"after": ["choice"]},
        "rumour": {"date": "2025-03~"},
        "denial": {"after": ["rumour"], "before": ["charter"]},
    }  # fmt: skip


def test_a_date_whose_neighbours_are_not_in_the_file_is_kept_as_it_came_out(store):
    rows = json.loads(exported(store(STORE), "json"))
    alone = [row for row in rows if row["id"] in ("charter", "aftermath")]
    assert [(entry["id"], entry["date"]) for entry in entries("json", json.dumps(alone))] == [
        ("charter", "[2025-07-03..2025-12-31]"),
        ("aftermath", "[2026-01..]"),
    ]


@pytest.mark.parametrize("date", ["2025-07-03", "[2025-07-03..]", "[2025-07-03..2025-12-30]",
                                  "[2025-07..2025-12]", "2025-07/2025-12", "2025-07~"])  # fmt: skip
def test_a_date_of_its_own_is_never_taken_away(store, date):
    text = STORE.replace("The charter is signed", "The charter is signed, date: '" + date + "'")
    assert orders(store(text))["charter"]["date"] == date


def test_a_chain_may_be_long(store):
    links = "".join(f"  - {{id: e{n}, title: T, after: e{n - 1}}}\n" for n in range(1, 40))
    text = f"events:\n  - {{id: e0, date: 2025-01-01, title: T}}\n{links}"
    last = "  - {id: end, date: 2026-05, title: T, after: e39}\n"
    found = orders(store(text + last))
    assert [found[f"e{n}"] for n in range(1, 40)] == [
        {"after": [f"e{n - 1}"]} for n in range(1, 40)
    ]
    assert found["end"] == {"date": "2026-05", "after": ["e39"]}


def random_order(seed: int) -> str:
    """Return a store whose events tell each other's dates; it may contradict itself."""
    chance = random.Random(seed)
    dates = ["2025", "2025-07", "2025-07-01", "2025-07-02", "2026-01", "2024/2025", "2025-07/..",
             "2024~", "[2025-07-01,2025-09-01]", "2025-07-03?", "2023", "[2025-07-01..2025-08-01]",
             "{2025-01,2025-03}", "2025-33", "202X", "../2025", "Y12025"]  # fmt: skip
    distances = ["1 day", "2 weeks", "1 month", "1 year 6 months", "3 Monate"]
    count = chance.randint(2, 6)
    events = []
    for number in range(count):
        event: dict[str, object] = {"id": f"e{number}", "title": f"T{number}"}
        others = [f"e{other}" for other in range(count) if other != number]
        kind = chance.random()
        if kind < 0.5:
            event["date"] = chance.choice(dates)
        elif kind < 0.75:
            told = {chance.choice(("after", "before")): chance.choice(others)}
            event["date"] = told | (
                {"by": chance.choice(distances)} if chance.random() < 0.8 else {}
            )
        if "date" not in event or chance.random() < 0.5:
            event["after"] = chance.sample(others, chance.randint(1, min(2, len(others))))
        if chance.random() < 0.3:
            event["before"] = chance.sample(others, chance.randint(1, min(2, len(others))))
        if chance.random() < 0.2:
            event["sources"] = [{"title": "S", "published": chance.choice(["2025-12", "2026"])}]
        events.append(event)
    return yaml.safe_dump({"events": events}, sort_keys=False)


@pytest.mark.parametrize("part", seeds(10, everyday=2))
def test_every_order_comes_out_as_it_went_in(store, tmp_path, part):
    told = 0
    for seed in range(150 * part, 150 * (part + 1)):
        path = store(random_order(seed))
        try:
            before = exported(path, "json")
        except StoreError:
            continue
        told += 1
        found = imported("json", before)
        after = exported(stored(found, tmp_path, "en"), "json")
        # Events that no day tells apart stand as in their store.
        assert sorted(json.loads(after), key=str) == sorted(json.loads(before), key=str), seed
        own = {e["id"]: e for e in yaml.safe_load(path.read_text())["events"]}
        for entry in (row.entry for row in found.rows):
            if isinstance(told_by := own[entry["id"]].get("date"), dict) and "by" in told_by:
                assert entry["date"] == told_by, seed
    assert told > 5
