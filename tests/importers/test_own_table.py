"""CSV of this tool: what a spreadsheet, or a hand, may have changed in it."""

from __future__ import annotations

import csv
import io

import pytest

from tests.formats.anything import answer_of
from tests.formats.samples import answer, date, event
from tests.importers.helpers import EXCEL, PLAIN, entries, imported, options, rendered
from timeline import formats
from timeline.errors import UsageError
from timeline.importers import read
from timeline.model import Citation, Dispute, Event, Source, Text

HOSTILE = [
    "=1+1",
    "'=1",
    "-x",
    "@a",
    "a; b",
    "a\\; b",
    "a;b\\",
    "; ",
    "x\n=y",
    "1e5",
    "＝z",
    "'",
    '"',
]
"""Texts that a cell has to guard, or to part from their neighbours."""


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("style", [PLAIN, EXCEL], ids=["plain", "excel"])
@pytest.mark.parametrize("text", HOSTILE)
def test_texts_that_look_like_more_come_back_as_themselves(text, style):
    said = text.strip()
    source = Source(title=said, publisher=said, url="https://a.org/;?a=;b")
    cited = (Citation(source, said, Text(de=said)), Citation(source))
    one = Event("a", date("2020-04"), Text(de=said, en=said), summary=Text(en=said), place=said,
                citations=cited, disputed=(Dispute(date("2021"), cited, Text(en=said)),))  # fmt: skip
    (entry,) = entries("csv", rendered(answer(one), "csv", style))
    line = " ".join(said.split("\n"))
    inline = {"title": line, "publisher": line, "url": "https://a.org/;?a=;b"}
    assert entry == {
        "id": "a", "date": "2020-04", "title": {"de": line, "en": line}, "summary": said, "place": line,
        "sources": [{**inline, "stated": line, "note": {"de": said}}, inline],
        "disputed": [{"date": "2021", "note": said,
                      "sources": [{**inline, "stated": line, "note": {"de": said}}, inline]}],
    }  # fmt: skip


def test_two_dates_that_compete_alike_stay_two():
    rival = Dispute(date("2020"), (), Text(en="n"))
    both = (Citation(Source(title="S")), Citation(Source(url="https://a.org")))
    one = Event(
        "a", date("2021"), Text(en="T"), disputed=(rival, rival, Dispute(date("2020"), both))
    )
    (entry,) = entries("csv", rendered(answer(one), "csv"))
    assert entry["disputed"] == [
        {"date": "2020", "note": "n"}, {"date": "2020", "note": "n"},
        {"date": "2020", "sources": [{"title": "S"}, "https://a.org"]},
    ]  # fmt: skip


def test_whole_fields_may_be_left_out():
    found = imported("csv", rendered(answer(event("a", "2020-04", "T")), "csv",
                                     formats.Style(fields=("title", "date"))))  # fmt: skip
    assert found.rows[0].entry == {"date": "2020-04", "title": "T"}
    assert found.mapping == [
        ("title_de", "title_de"), ("title_en", "title_en"), ("date", "date"), ("date_text", ""),
        ("earliest", ""), ("latest", ""), ("precision", ""),
    ]  # fmt: skip


def test_a_spreadsheet_may_write_it_anew():
    rows = cells(rendered(answer(event("a", "2020-04", "Ä"), event("b", "2021", "B")), "csv"))
    rows[0].append("Bemerkung")
    rows[1].append("x")
    rows[2][rows[0].index("date")] = "1.7.2021"  # as somebody types it
    found = imported("csv", written(rows, ";").decode().encode("cp1252"))
    assert [row.entry["date"] for row in found.rows] == ["2020-04", "2021-07-01"]
    assert found.mapping[-1] == ("Bemerkung", "")
    assert found.notes == ["read as cp1252 (Windows), because it is not UTF-8"]


def test_columns_are_not_given_for_it():
    data = rendered(answer(event("a", "2020")), "csv")
    with pytest.raises(UsageError, match="tells by itself what its columns are"):
        read("csv", data, options(mapping={"date": "date"}))


def test_cells_that_do_not_fit_together_are_refused_by_row():
    cited = (Citation(Source(title="S")), Citation(Source(title="Z")))
    rows = cells(rendered(answer(*(Event(n, date("2020"), Text(en="T"), citations=cited)
                                   for n in ("a", "b", "c"))), "csv"))  # fmt: skip
    rows[1][rows[0].index("stated")] = "x; y; z"
    rows[2][rows[0].index("date")] = "03/04/2024"
    found = read("csv", written(rows), options())
    assert [(place, reason[:40]) for place, reason, _ in found.refused] == [
        ("row 2", "stated has 3 parts, and sources has 2"),
        ("row 3", "'03/04/2024' is ambiguous: 3 April 2024 "),
    ]
    assert [row.entry["id"] for row in found.rows] == ["c"]


def test_sources_are_known_by_their_names_where_nothing_else_is_told():
    cited = (Citation(Source("num-2020", "T")), Citation(Source(url="https://a.org")),
             Citation(Source(title="A title"), "im Mai"))  # fmt: skip
    rows = cells(rendered(answer(Event("a", date("2020"), Text(en="T"), citations=cited)), "csv"))
    kept = [n for n, name in enumerate(rows[0]) if name not in ("source_titles", "source_urls")]
    (entry,) = entries("csv", written([[row[n] for n in kept] for row in rows]))
    assert entry["sources"] == [
        "num-2020",
        "https://a.org",
        {"title": "A title", "stated": "im Mai"},
    ]


@pytest.mark.parametrize("seed", range(3))
def test_what_no_store_could_say_is_read_or_refused_as_in_json(seed):
    matches = answer_of(seed).matches
    chronology = answer(*(m.event._replace(id=f"e{n}") for n, m in enumerate(matches)))
    told = read("json", rendered(chronology, "json"), options())
    for style in (PLAIN, EXCEL):
        found = read("csv", rendered(chronology, "csv", style), options())
        assert len(found.rows) + len(found.refused) == len(matches)
        # Cells do not tell an id of the catalogue from a title of the same letters, and no more.
        assert {row.entry["id"] for row in found.rows} == {row.entry["id"] for row in told.rows}
