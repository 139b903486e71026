"""CSL-JSON, held against the schema of the project that defines it, and read by pandoc."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.formats.samples import TEXTS, answer, bundled, event, hostile
from tests.formats.samples import date as dated
from timeline import formats
from timeline.formats.csl import _date
from timeline.model import Answer, Citation, Dispute, Source
from timeline.text import FORBIDDEN, one_line

STYLE = formats.Style()
# What `csl-data.json` (https://github.com/citation-style-language/schema, 1.0.2) says of the parts
# that we write, put down by hand, because no package carries it; and what citeproc-js adds: both
# ends of a range are equally precise.
RANGES = [
    {"items": {"type": "array", "items": {"type": "integer"}, "minItems": n, "maxItems": n}}
    for n in (1, 2, 3)
]
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "anyOf": RANGES},
        "season": {"enum": [1, 2, 3, 4]},
        "circa": {"const": True},
        "literal": {"type": "string", "minLength": 1},
    },
    "additionalProperties": False,
    "oneOf": [{"required": ["date-parts"]}, {"required": ["literal"]}],
}
TEXT = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "type": {"enum": ["webpage", "document"]},
            "title": TEXT, "publisher": TEXT, "URL": TEXT, "note": TEXT,
            "issued": DATE, "accessed": DATE,
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}  # fmt: skip


def items(answer: Answer) -> list[dict[str, Any]]:
    text = "".join(formats.render("csl", answer, STYLE))
    assert not FORBIDDEN.search(text)
    found: list[dict[str, Any]] = json.loads(text)
    Draft7Validator(SCHEMA).validate(found)
    assert len({item["id"] for item in found}) == len(found)
    return found


def citing(*sources: Source) -> Answer:
    return answer(event("x", "2020", citations=tuple(map(Citation, sources))))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_bundled_chronology_gives_every_source_once_with_all_that_is_known_of_it(language):
    chronology = bundled(language)
    cited = {
        citation.source
        for match in chronology.matches
        for citations in (match.event.citations, *(d.citations for d in match.event.disputed))
        for citation in citations
    }
    found = items(chronology)
    assert len(found) == len(cited) > 100
    by_id = {item["id"]: item for item in found}
    for source in cited:
        if source.id:
            item = by_id[source.id]
            assert item.get("title") == source.title
            assert item.get("publisher") == source.publisher
            assert item.get("URL") == source.url
            assert ("accessed" in item) == (source.accessed is not None)


def test_a_source_is_given_once_however_often_it_is_cited_and_in_the_order_of_citing():
    first, second = Source(id="a", title="A"), Source(id="b", title="B")
    rival = Dispute(dated("2019"), (Citation(second), Citation(first)))
    happened = event("x", "2020", citations=(Citation(first, "then"),), disputed=(rival,))
    assert [item["id"] for item in items(answer(happened, event("y", "2020", citations=(Citation(second),))))] == ["a", "b"]  # fmt: skip
    assert items(answer()) == []


def test_a_source_without_an_id_gets_one_from_its_address_or_title_that_stays():
    sources = [
        Source(url="https://www.example.org/Über/uns?a=1"),
        Source(title="Ein sehr langer Titel, der mit nichts als vielen Wörtern weitergeht"),
        Source(title="日本語"), Source(title="日本語", publisher="P"), Source(id="uns", title="x"),
    ]  # fmt: skip
    ids = [item["id"] for item in items(citing(*sources))]
    assert ids == [
        "example-org-uber-uns-a-1-e2fe78d1",
        "ein-sehr-langer-titel-der-mit-nichts-als-f894b90d",
        "source-77710aed", "source-77710aed-2", "uns",
    ]  # fmt: skip
    assert [items(citing(source))[0]["id"] for source in sources[:3]] == ids[:3]


DATES: dict[str, dict[str, Any]] = {
    "2020-04-05": {"date-parts": [[2020, 4, 5]]},
    "2020-04": {"date-parts": [[2020, 4]]},
    "2020": {"date-parts": [[2020]]},
    "2020~": {"date-parts": [[2020]], "circa": True},
    "2020?-04": {"date-parts": [[2020, 4]], "circa": True},
    "2020-04-05T10:00:00Z": {"date-parts": [[2020, 4, 5]]},
    "1985-04-XX": {"date-parts": [[1985, 4]]},
    "1985-XX-XX": {"date-parts": [[1985]]},
    "2020-XX": {"date-parts": [[2020]]},
    "1999-21": {"date-parts": [[1999]], "season": 1},
    "1999-24~": {"date-parts": [[1999]], "season": 4, "circa": True},
    "2018/2020": {"date-parts": [[2018], [2020]]},
    "2018-01~/2020-02": {"date-parts": [[2018, 1], [2020, 2]], "circa": True},
    "2018/2020-02": {"literal": "2018 – February 2020"},
    "1999-21/2000-22": {"literal": "spring 1999 – summer 2000"},
    "2001-34": {"literal": "Q2 2001"},
    "201X": {"literal": "2010s"},
    "1984-1X": {"literal": "1984, month 1X"},
    "1985-XX-05": {"literal": "1985, month unknown, day 05"},
    "1950S2": {"literal": "between 1900 and 1999, estimated at 1950"},
    "2025/..": {"literal": "since 2025"},
    "/2025": {"literal": "until 2025, start unknown"},
    "[2018,2020]": {"literal": "2018 or 2020"},
    "{2018,2020}": {"literal": "2018 and 2020"},
    "-0043": {"literal": "44 BCE"},
    "0000": {"literal": "1 BCE"},
    "Y12345": {"literal": "year 12345"},
}


def test_dates_have_the_parts_that_are_known_and_words_where_there_are_none():
    for text, wanted in DATES.items():
        assert _date(dated(text), "en") == wanted, text
        Draft7Validator(DATE).validate(wanted)


def test_a_source_that_came_out_by_some_day_is_undated_and_its_note_says_so():
    page = Source(title="x", published=dated("[2022-10-01..2026-11-21]"), accessed=dated("2026-11-21"))  # fmt: skip
    (item,) = items(citing(page))
    assert "issued" not in item
    assert item["note"] == "published between 1 October 2022 and 21 November 2026"
    assert item["accessed"] == {"date-parts": [[2026, 11, 21]]}


def test_hostile_texts_stay_what_they_are():
    found = items(hostile())
    assert len(found) == len(TEXTS)
    for item, text in zip(found, TEXTS, strict=True):
        said = one_line(text)
        title = item.get("title", "")
        assert title == item.get("publisher", "")
        assert title.replace('<span class="nocase"><</span>', "<") == said
        # Processors read no tag but that one.
        bare = title.replace('<span class="nocase"><</span>', "")
        assert not re.search(r"<(/?(i|b|sup|sub|sc)>|/?span\b)", bare)


def pandoc(*arguments: str, text: str) -> str:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    done = subprocess.run(
        ["pandoc", *arguments], input=text.encode(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def bibliography(tmp_path: Any, answer: Answer) -> list[str]:
    """Return the entries that pandoc makes of all sources, as text with straight quotes."""
    (tmp_path / "sources.json").write_text(
        "".join(formats.render("csl", answer, STYLE)), encoding="utf-8"
    )
    text = f'---\nlang: de\nnocite: "@*"\nbibliography: {tmp_path}/sources.json\n---\n'
    made = pandoc("--citeproc", "--wrap=none", "--from=markdown", "--to=html", text=text)
    assert not re.search(r"<(script|img|i|b|em|strong|su[bp])\b", made)
    entries = re.split('<div id="ref-', made)[1:]
    return [plain(html.unescape(re.sub("<[^>]*>", "", entry))) for entry in entries]


def plain(text: str) -> str:
    """Return a text without quotation marks, which a style sets as it likes, and spaces."""
    return re.sub(r"[\"'“”„‚‘’«»\s]", "", text)


def test_pandoc_makes_a_bibliography_of_the_bundled_chronology(tmp_path):
    chronology = bundled("de")
    found = bibliography(tmp_path, chronology)
    sources = items(chronology)
    assert len(found) == len(sources)
    for item in sources:
        assert any(plain(item["title"]) in entry for entry in found), item["title"]
    told = " ".join(found)
    assert "Zugegriffen21.November2026" in told


def test_pandoc_shows_hostile_titles_as_themselves(tmp_path):
    found = bibliography(tmp_path, hostile(longest=200))
    for text in TEXTS:
        wanted = plain(one_line(text[:200])).rstrip(".")
        assert any(wanted in entry for entry in found), wanted


def test_what_csl_cannot_say_is_told_with_counts():
    assert formats.losses("csl", answer(), STYLE) == []
    assert formats.losses("csl", citing(
        Source(title="a", published=dated("2020~"), accessed=dated("2021-01-01T10:00:00")),
        Source(title="b", published=dated("2020?")), Source(title="c", published=dated("201X")),
        Source(title="d", published=dated("[..2020]")), Source(title="e"),
    ), STYLE) == [
        "1 event is left out, with what its sources say of it",
        "1 date stands in words, because CSL has no parts for it",
        "1 date is uncertain, or only in part about right: CSL knows no more than circa",
        "1 source came out by or after some day only: it is undated, and its note says so",
        "1 time of day is left out",
    ]  # fmt: skip
