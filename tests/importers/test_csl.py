"""CSL-JSON: sources for the catalogue, as Zotero and pandoc write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import timeline
from tests.conftest import BUNDLED
from tests.formats.samples import TEXTS, answer, date, event
from tests.importers.helpers import entries, exported, imported, options, refused, rendered
from timeline.errors import UsageError
from timeline.importers import read
from timeline.importers.harvest import Entry
from timeline.model import Citation, Source
from timeline.text import one_line


def sources(*items: dict[str, Any]) -> dict[str, Entry]:
    found = imported("csl", json.dumps(items))
    assert found.rows == []
    return found.named["sources"]


def one(**fields: Any) -> Entry:
    (source,) = sources({"id": "a", "type": "book", "title": "T"} | fields).values()
    return source


def test_an_item_becomes_a_source():
    found = imported("csl", json.dumps([{
        "id": "http://zotero.org/users/1/items/ABCD", "type": "article-journal",
        "title": "On <i>Biobanks</i> and CO<sub>2</sub>", "container-title": "Ärzteblatt",
        "publisher": "Verlag", "author": [{"family": "M"}], "DOI": "10.1000/x(1)", "language": "de",
        "issued": {"date-parts": [["2020", 7]]}, "accessed": {"date-parts": [[2026, 11, 21]]},
        "note": "read it",
    }]))  # fmt: skip
    assert found.named == {"networks": {}, "kinds": {}, "sources": {
        "http-zotero-org-users-1-items-abcd": {
            "title": "On Biobanks and CO2", "publisher": "Ärzteblatt", "published": "2020-07",
            "url": "https://doi.org/10.1000/x(1)", "accessed": "2026-11-21",
        }}}  # fmt: skip
    name = "http-zotero-org-users-1-items-abcd"
    assert found.notes == [
        f"1 id is written as a store writes ids: 'http://zotero.org/users/1/items/ABCD' as {name}",
        "1 item says more than a source holds (authors, pages and the like), which is left out",
    ]


@pytest.mark.parametrize(("issued", "edtf"), [
    ({"date-parts": [[2020]]}, "2020"), ({"date-parts": [["2020", "07", "01"]]}, "2020-07-01"),
    ({"date-parts": [[2020, 0]]}, "2020"), ({"date-parts": [[-44]]}, "-0044"),
    ({"date-parts": [[12025]]}, "Y12025"), ({"date-parts": [[2020], [2021]]}, "2020/2021"),
    ({"date-parts": [[2020]], "circa": True}, "2020~"), ({"date-parts": [[2020]], "circa": 1}, "2020~"),
    ({"date-parts": [[2020]], "circa": False}, "2020"), ({"date-parts": [[2020]], "season": 2}, "2020-22"),
    ({"date-parts": [[2020]], "season": "21"}, "2020-21"), ({"date-parts": [[2020, 5]], "season": 2}, "2020-05"),
    ({"date-parts": [[2020], [2021]], "circa": True}, "2020~/2021~"),
    ({"literal": "Mai 2020"}, "2020-05"), ({"raw": "2020-05-01"}, "2020-05-01"),
    ({"literal": "n.d."}, None), ({"literal": "o. J."}, None), ({"literal": ""}, None), ({}, None), (None, None),
])  # fmt: skip
def test_dates_of_csl_are_edtf(issued, edtf):
    assert one(issued=issued).get("published") == edtf


def test_a_date_that_says_that_there_is_none_is_told():
    items = [{"id": "a", "title": "A", "issued": {"raw": "n.d."}}, {"id": "b", "title": "B", "issued": {}},
             {"id": "c", "title": "C", "issued": {"literal": ""}}]  # fmt: skip
    found = imported("csl", json.dumps(items))
    assert found.notes == ["1 date says that there is none, and is left out: 'n.d.'"]


@pytest.mark.parametrize(("fields", "source"), [
    ({"publisher": "P", "container-title": "C"}, {"publisher": "P"}),
    ({"type": "article", "publisher": "P"}, {"publisher": "P"}),
    ({"type": "chapter", "container-title": "C"}, {"publisher": "C"}),
    ({"URL": "https://a.org", "DOI": "10.1/x"}, {"url": "https://a.org"}),
    ({"DOI": "https://doi.org/10.1/x"}, {"url": "https://doi.org/10.1/x"}), ({"DOI": "a b"}, {}),
    ({"title": "", "title-short": "S"}, {"title": "S"}),
    ({"title": '1 <span class="nocase"><</span>i> 2<span style="x">3</span>'}, {"title": "1 <i> 23"}),
    ({"note": "published between 1 January 2004 and 21 November 2026"},
     {"published": "[2004-01-01..2026-11-21]"}),
    ({"note": "erschienen 2020 oder später"}, {"published": "[2020..]"}),
    ({"note": "published by me"}, {}), ({"note": "published 2020"}, {}),
])  # fmt: skip
def test_what_else_an_item_says(fields, source):
    assert one(**fields) == {"title": "T"} | source


def test_ids_are_unique_and_made_of_what_there_is():
    names = list(sources(
        {"id": 7, "title": "T"}, {"id": "7", "title": "U"}, {"title": "Über uns"}, {"id": "日本", "title": "V"},
        {"id": "A-b_c", "title": "W"}))  # fmt: skip
    assert names == ["7", "7-2", "ueber-uns", "v", "a-b-c"]


@pytest.mark.parametrize(("item", "reason"), [
    (3, "it is not an object"), ({"id": "a"}, "it has no title"), ({"title": 3}, "title is not a text"),
    ({"title": "日本"}, "neither its id nor its title has a letter or digit"),
    ({"title": "T", "URL": "ftp://a.org"}, "URL 'ftp://a.org' is not a web address"),
    ({"title": "T", "issued": [2020]}, "issued is not an object"),
    ({"title": "T", "issued": {"date-parts": [2020]}}, "issued is no date"),
    ({"title": "T", "issued": {"date-parts": [[]]}}, "issued is no date"),
    ({"title": "T", "issued": {"date-parts": "2020"}}, "issued is no date"),
    ({"title": "T", "issued": {"date-parts": [[2020], [2021], [2022]]}}, "issued has more than two ends"),
    ({"title": "T", "issued": {"date-parts": [["x"]]}}, "issued: 'x' is no number"),
    ({"title": "T", "issued": {"date-parts": [[None]]}}, "issued: 'None' is no number"),
    ({"title": "T", "issued": {"date-parts": [[2020, 13]]}}, "there is no month 13"),
    ({"title": "T", "issued": {"date-parts": [[2020, 33]]}}, "there is no month 33"),
    ({"title": "T", "issued": {"date-parts": [[2020, 2, 30]]}}, "2020-02 has no day 30"),
    ({"title": "T", "issued": {"date-parts": [[2020]], "season": 99}}, "there is no month 99"),
    ({"title": "T", "issued": {"literal": "forthcoming"}}, "issued: 'forthcoming' is not understood"),
    ({"title": "T", "accessed": {"raw": "03/04/2024"}}, "accessed: '03/04/2024' is ambiguous"),
    ({"title": "T", "id": ["a"]}, "id is not a text"),
])  # fmt: skip
def test_an_item_that_cannot_be_a_source_spoils_no_other(item, reason):
    found = read("csl", json.dumps([item, {"id": "b", "title": "B"}]).encode(), options())
    ((place, told, hint),) = found.refused
    assert place == "item 1"
    assert told.startswith(reason)
    assert hint
    assert found.named["sources"] == {"b": {"title": "B"}}


def test_what_is_no_bibliography_is_refused_as_a_whole():
    with pytest.raises(UsageError, match="not JSON: an array should begin here"):
        read("csl", b'{"items": []}', options())
    assert (
        refused("csl", '[{"id": "a", "id": "b", "title": "T"}]')[0][1]
        == "the key 'id' is given twice"
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sources_of_the_bundled_chronology_come_back(language):
    chronology = timeline.load(BUNDLED, cache=False, language=language).answer
    found = imported("csl", rendered(chronology, "csl")).named["sources"]
    own = imported("json", exported(BUNDLED, "json")).named["sources"]
    assert set(found) >= set(own)
    for name, source in own.items():
        came = found[name]
        assert {k: v for k, v in came.items() if k != "published"} == {
            k: v for k, v in source.items() if k != "published"}  # fmt: skip
        # CSL knows no more than circa.
        plain = source.get("published", "").replace("?", "~").replace("%", "~")
        assert came.get("published", "") == plain


def test_titles_that_look_like_more_come_back_as_themselves():
    cited = tuple(Citation(Source(f"s-{n}", text, published=date("2020"))) for n, text in enumerate(TEXTS)
                  if one_line(text).strip() and len(text) < 5_000)  # fmt: skip
    data = rendered(answer(event("a", "2020", citations=cited)), "csl")
    found = imported("csl", data).named["sources"]
    assert {name: source["title"] for name, source in found.items()} == {
        str(c.source.id): one_line(str(c.source.title)).strip() for c in cited}  # fmt: skip
    assert entries("csl", data) == []
