"""Out of a store, into an empty one, and out again: the same, but for what a format cannot hold.

JSON, JSON Lines and CSV come out byte for byte. Calendars and slides say in words what they have no
fields for: of these, what is known to be lost is taken away from both sides, and the rest compared.
"""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings

from benchmarks.generator import store as generated
from tests.amount import examples
from tests.conftest import BUNDLED
from tests.formats.anything import EDTF
from tests.formats.samples import answer, bundled, date, event
from tests.importers.helpers import (
    EXCEL,
    PLAIN,
    entries,
    exported,
    imported,
    options,
    rendered,
    stored,
    there_and_back,
)
from tests.test_store_properties import calm, emit, stores, tree_of
from timeline.dates.edtf import members, parse
from timeline.formats.days import stretches
from timeline.importers import read
from timeline.model import Citation, Dispute, Source, Text

LOSSLESS = [("json", PLAIN), ("jsonl", PLAIN), ("csv", PLAIN), ("csv", EXCEL)]
WAYS = pytest.mark.parametrize(("name", "style"), LOSSLESS, ids=["json", "jsonl", "csv", "excel"])
LAST_DAY = 3_652_059  # 9999-12-31
LANGUAGES = pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.long)])


@WAYS
@LANGUAGES
def test_the_bundled_chronology_comes_out_byte_for_byte(tmp_path, name, style, language):
    text = BUNDLED.read_text(encoding="utf-8").replace("language: en", f"language: {language}")
    (tmp_path / "bundled.yaml").write_text(text, encoding="utf-8")
    before, after = there_and_back(tmp_path / "bundled.yaml", name, tmp_path, language, style)
    assert before == after
    assert before.count(b"\n") > 100


@pytest.mark.long
@WAYS
def test_a_generated_store_comes_out_byte_for_byte(tmp_path, name, style):
    (tmp_path / "many.yaml").write_text("".join(generated(300)), encoding="utf-8")
    before, after = there_and_back(tmp_path / "many.yaml", name, tmp_path, style=style)
    assert before == after


@settings(calm, max_examples=examples(40).max_examples)
@given(stores())
def test_any_store_comes_out_byte_for_byte(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.yaml").write_text(emit(tree_of(contents)), encoding="utf-8")
    for name, style in LOSSLESS:
        before, after = there_and_back(folder / "any.yaml", name, folder, contents.language, style)
        assert before == after, name


@WAYS
def test_importing_an_export_twice_finds_the_same_events(name, style):
    data = exported(BUNDLED, name, style)
    first, again = imported(name, data), imported(name, data)
    assert first == again
    assert len({row.entry["id"] for row in first.rows}) == len(first.rows)


def test_the_catalogue_comes_back_with_what_cites_it(tmp_path):
    data = exported(BUNDLED, "json")
    path = stored(imported("json", data), tmp_path, "en")
    assert exported(path, "csl") == exported(BUNDLED, "csl")


# Calendars and slides


def calendar(raw: bytes) -> str:
    """Return a calendar without what does not come back of its sources.

    That is the day on which an undated one was not even read, and on which a dated one was.
    """
    text = re.sub(r"\r\n[ \t]", "", raw.decode())
    text = re.sub(r"DTSTAMP:.*", "DTSTAMP", text)
    return re.sub(r" (?:Undated|Ohne Datum)\.(?=\\n|\r| https?:)", "", text)


@LANGUAGES
def test_a_calendar_comes_out_but_for_undated_sources_and_when_they_were_read(tmp_path, language):
    before = rendered(bundled(language), "ics")
    found = imported("ics", before, options(language))
    after = exported(stored(found, tmp_path, language), "ics")
    assert calendar(after) == calendar(before)


def test_what_a_calendar_files_events_under_is_told_apart_where_it_is_known():
    data = exported(BUNDLED, "ics")
    known = options(networks=frozenset(["NUM", "MII"]), kinds={"Funding": "funding"})
    own = {entry["id"]: entry for entry in entries("json", exported(BUNDLED, "json"))}
    for entry in entries("ics", data, known):
        was = own[entry["id"]]
        all_of_them = was.get("networks", [])
        networks = [name for name in all_of_them if name in known.networks]
        others = [name for name in all_of_them if name not in known.networks]
        assert entry.get("networks", []) == networks
        assert entry.get("kind") == ("funding" if was["kind"] == "funding" else None)
        assert set(entry.get("tags", [])) >= {*others, *was.get("tags", [])} - {"Funding"}
    assert not any({"networks", "kind"} & set(entry) for entry in entries("ics", data))


@LANGUAGES
def test_slides_come_out_but_for_undated_sources(tmp_path, language):
    before = rendered(bundled(language), "timelinejs")
    found = imported("timelinejs", before, options(language))
    after = exported(stored(found, tmp_path, language), "timelinejs")
    said = [
        re.sub(" (?:Undated|Ohne Datum)[.](?=<| <)", "", data.decode()) for data in (before, after)
    ]
    assert json.loads(said[0]) == json.loads(said[1])
    own = {entry["id"]: entry for entry in entries("json", exported(BUNDLED, "json"))}
    for row in found.rows:
        for key in ("tags", "networks", "figures", "status", "part_of", "follows", "place"):
            assert row.entry.get(key) == own[row.entry["id"]].get(key)


@LANGUAGES
def test_every_date_comes_back_from_calendars_and_nearly_every_one_from_slides(language):
    dated = tuple(event(f"e{number}", date) for number, date in enumerate(EDTF))
    chronology = answer(*dated, language=language)
    found = entries("ics", rendered(chronology, "ics"), options(language))
    shown = [e for e in dated if any(s.last >= 1 and s.first <= LAST_DAY for s in stretches(e))]
    assert [(e["id"], e["date"]) for e in found] == [(e.id, e.date.edtf) for e in shown]
    assert {entry["title"] for entry in found} == {"Something"}
    slides = read("timelinejs", rendered(chronology, "timelinejs"), options(language))
    for row in slides.rows:
        # Words do not tell how an EDTF is spelt: Y-66E6 is Y-66000000 then.
        was = next(e for e in dated if e.id == row.entry["id"]).date.edtf
        assert members(parse(row.entry["date"])) == members(parse(was)), was
    # Nobody types 1950S2 in words.
    assert [reason for _, reason, _ in slides.refused] == [
        "the words of its date are not understood"
    ]
    assert len(slides.rows) == len(dated) - 1


WHOLE = {
    "de": ("Ein Kongress", "Er tagt; 1, 2 und 3: alles\\n.", "am 1. Mai", "Nur ungefähr. Sagt man", "Streit"),
    "en": ("A congress", "It meets; 1, 2 and 3: all\\n.", "on 1 May", "Only about. So they say", "Doubt"),
}  # fmt: skip


@LANGUAGES
@pytest.mark.parametrize("name", ["ics", "timelinejs"])
def test_what_is_told_in_words_comes_back(name, language):
    title, summary, stated, note, doubt = WHOLE[language]

    def said(text: str) -> Text:
        return Text(de=text) if language == "de" else Text(en=text)

    web = Source(url="https://a.org/x?a=1&b='2'")
    report = Source(title="Report", published=date("2020-05-02"), url="https://a.org/report")
    paper, rival = Source(title="Paper", accessed=date("2021")), Source(title="Rival: 2. 3")
    whole = event(
        "a-b-1", "2020-05~", title, kind="law", networks=("NUM", "R&D"), status="planned",
        summary=said(summary), place="Berlin, Mitte", tags=("a b", "c"),
        figures=(("sites", 37), ("funding_eur", "~390000000"), ("share", 2.5), ("low", "<=-7")),
        citations=(Citation(report, stated, said(note)), Citation(web), Citation(paper, None, said(note))),
        disputed=(
            Dispute(date("2020-06"), (Citation(rival, "im Juni"), Citation(report)), said(doubt)),
            Dispute(date("[2021,2022]"), (Citation(rival),)), Dispute(date("1999-21")),
        ),
        part_of="whole", follows="before", after=("x", "y"), before=("z",), by="2 weeks",
    )  # fmt: skip
    chronology = answer(whole._replace(title=said(title)), language=language)
    found = imported(name, rendered(chronology, name), options(language))
    (row,) = found.rows
    distance = "14 Tage" if language == "de" else "14 days"
    assert row.entry == {
        "id": "a-b-1", "date": {"after": "x", "by": distance}, "title": title,
        **({"kind": "law", "networks": ["NUM", "R&D"], "tags": ["a b", "c"]} if name == "timelinejs"
           else {"tags": ["NUM", "R&D", "law", "a b", "c"]}),
        "summary": summary, "place": "Berlin, Mitte",
        "figures": {"sites": 37, "funding_eur": "~390000000", "share": 2.5, "low": "<=-7"},
        "status": "planned",
        "sources": [
            {"title": "Report", "published": "2020-05-02", "url": "https://a.org/report",
             "stated": stated, "note": note},
            "https://a.org/x?a=1&b='2'", {"title": "Paper", "accessed": "2021", "note": note},
        ],
        "disputed": [
            {"date": "[2021,2022]", "sources": [{"title": "Rival: 2. 3"}]},
            {"date": "1999-21"},
            {"date": "2020-06", "sources": [{"title": "Rival: 2. 3", "stated": "im Juni"},
             {"title": "Report", "published": "2020-05-02", "url": "https://a.org/report"}],
             "note": doubt},
        ],
        "part_of": "whole", "follows": "before", "after": ["y"], "before": ["z"],
    }  # fmt: skip
    assert found.notes == []
