"""Workbooks, read by openpyxl, and their bare XML as Excel reads it."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.formats.anything import answer_of
from tests.formats.samples import answer, bundled, date, event, hostile
from timeline import formats
from timeline.errors import UsageError
from timeline.formats import columns, xlsx
from timeline.formats.extras import load
from timeline.model import Answer, Citation, Dispute, Figure, Source, Text
from timeline.text import FORBIDDEN

PLAIN = formats.Style()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CITED = ["event", "role", "disputed_number", "date", "source", "title", "publisher", "published", "url", "accessed",
         "stated", "note_de", "note_en"]  # fmt: skip
Rows = list[list[Any]]


def raw(chronology: Answer, style: formats.Style = PLAIN) -> bytes:
    return b"".join(formats.render_bytes("xlsx", chronology, style))


def opened(chronology: Answer, style: formats.Style = PLAIN) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw(chronology, style)))


def sheets(book: Workbook) -> list[Rows]:
    """Return the values of each sheet; an empty cell is ""."""
    return [[["" if v is None else v for v in row] for row in sheet.values] for sheet in book]


def as_excel_reads(data: bytes) -> list[Rows]:
    """Return the values of each sheet from its bare XML, with Excel's ``_xHHHH_`` for characters."""
    archive = zipfile.ZipFile(io.BytesIO(data))

    def text(string: ET.Element) -> str:
        parts = (part.text or "" for part in string.iter(f"{MAIN}t"))
        return "".join(
            re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), p) for p in parts
        )

    shared = list(map(text, ET.fromstring(archive.read("xl/sharedStrings.xml"))))
    found = []
    for name in sorted(n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")):
        rows = ET.fromstring(archive.read(name)).iter(f"{MAIN}row")
        found.append([[_value(cell, shared) for cell in row] for row in rows])
    return found


def _value(cell: ET.Element, shared: list[str]) -> tuple[str, Any]:
    value = cell.find(f"{MAIN}v")
    assert value is not None
    assert cell.find(f"{MAIN}f") is None  # no formula
    column = re.sub(r"\d", "", cell.attrib["r"])
    assert cell.get("t", "n") in ("s", "n")
    assert value.text is not None
    return column, shared[int(value.text)] if cell.get("t") == "s" else float(value.text)


def expected(chronology: Answer) -> Rows:
    """Return the cells of the first sheet: those of CSV, before anything was done to them."""
    shown = [column for column in columns.columns_of(chronology) if not column.is_evidence]
    rows = [[column.cell(match) for column in shown] for match in chronology.matches]
    return [[column.name for column in shown], *rows]


def evidence(chronology: Answer) -> Rows:
    """Return the cells of the second sheet, worked out from the model."""
    rows: Rows = [CITED]
    for match in chronology.matches:
        own = [("own", "", match.event.date, c) for c in match.event.citations]
        rivals = [
            ("disputed", n, d.date, c)
            for n, d in enumerate(match.event.disputed, 1) for c in d.citations
        ]  # fmt: skip
        for role, number, when, cited in own + rivals:
            source, note = cited.source, cited.note or Text()
            published, accessed = (
                d.edtf if d else None for d in (source.published, source.accessed)
            )
            row = (when.edtf, source.id, source.title, source.publisher, published,
                   source.url, accessed, cited.stated, note.de, note.en)  # fmt: skip
            said = (columns.cell_text(value) for value in row)
            rows.append([columns.cell_text(match.event.id), role, number, *said])
    return rows


def is_number(value: Figure) -> bool:
    """Tell whether Excel, with 15 digits, shows all there are of a number."""
    return not isinstance(value, str) and float(f"{value:.15g}") == value and abs(value) < 10**15


@pytest.mark.parametrize("seed", range(2))
def test_every_cell_is_as_excel_and_openpyxl_read_it_what_the_event_says(seed):
    chronology = answer_of(seed, 40)
    wanted = [expected(chronology), evidence(chronology)]
    data = raw(chronology)
    for bare, sheet, rows in zip(
        as_excel_reads(data), openpyxl.load_workbook(io.BytesIO(data)), wanted, strict=True
    ):
        for cells, row, read in zip(bare, rows, sheet.rows, strict=True):
            filled = [value for value in row if value != ""]
            assert len(cells) == len(filled)
            for (_, value), want in zip(cells, filled, strict=True):
                assert value == (want if is_number(want) else columns.figure_text(want))
            # openpyxl knows of Excel's escapes only the one that it needs itself.
            for cell, want in zip(read, row, strict=True):
                assert cell.data_type == ("n" if want == "" or is_number(want) else "s")
                if "_x" not in str(want) and want != "":
                    assert cell.value == (want if is_number(want) else columns.figure_text(want))


@pytest.mark.parametrize(
    "text",
    ["<r><t>bold</t></r>", "<r></r>", "<r></t></r>", "<r>_x0041_ & _x005F_x0041_</r>", "<r> a\n </r>", "<r>x</r>",
     "_x0041_", "_x005F_", "_x_x0041_", "=<r></r>", " <r></r>"],
)  # fmt: skip
def test_what_the_library_or_excel_takes_for_markup_is_text(text):
    data = raw(answer(event("a", "2020", text, place=text)))
    (_, cells), _ = as_excel_reads(data)
    assert [value for _, value in cells].count(text) == 2
    if "_x" not in text:
        assert sheets(openpyxl.load_workbook(io.BytesIO(data)))[0][1].count(text) == 2


@pytest.mark.parametrize("language", ["de", "en"])
def test_hostile_texts_are_texts_and_nothing_else(language):
    chronology = hostile(language)
    data = raw(chronology)
    for name in (archive := zipfile.ZipFile(io.BytesIO(data))).namelist():
        text = archive.read(name).decode()
        ET.fromstring(text)
        assert not FORBIDDEN.search(text)
    first, second = as_excel_reads(data)
    for row, cited, match in zip(first[1:], second[1::2], chronology.matches, strict=True):
        kept = FORBIDDEN.sub("", re.sub("\r\n?", "\n", match.event.place or ""))
        assert [value for column, value in row if column in "GHI"] == [kept] * 3
        assert [value for column, value in cited if column in "FGKLM"] == [kept] * 5


def test_the_bundled_chronology_is_set_up_for_reading():
    book = opened(bundled("de"))
    assert book.sheetnames == ["Ereignisse", "Quellen"]
    assert opened(Answer(())).sheetnames == ["Events", "Sources"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])
        for letter in "ABCDEFGHIJKL":
            assert 8 <= sheet.column_dimensions[letter].width <= 61
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        # Text cells stay text when they are edited: 2020-04 does not become a day.
        assert {cell.number_format for cell in cells if cell.data_type == "s"} == {"@"}


def test_dates_are_text_and_figures_are_numbers_where_they_are_exact():
    figures = (
        ("a", 36),
        ("b", 2.5),
        ("c", ">750"),
        ("d", 123456789012345678),
        ("e", -5),
        ("f", 1e-05),
    )
    book = opened(answer(event("a", "2020-04", figures=figures)))
    header, row = book["Events"].values
    cells = dict(zip(header, row, strict=True))
    assert cells["date"] == "2020-04"
    assert (cells["date_text"], cells["earliest"]) == ("April 2020", "2020-04-01")
    assert [cells[f"figures.{name}"] for name in "abcdef"] == [
        36,
        2.5,
        ">750",
        "123456789012345678",
        -5,
        1e-05,
    ]


def test_only_web_addresses_are_links_and_lead_where_they_say():
    urls = ["https://example.org/a?b=1&c=2#d", "http://example.org/%20x", "https://example.org/" + "x" * 3_000,
            "javascript:alert(1)", "internal:Sources!A1", "file:///etc/passwd", "mailto:a@example.org"]  # fmt: skip
    cited = tuple(Citation(Source(url=url)) for url in urls)
    sheet = opened(answer(event("a", "2020", citations=cited)))["Sources"]
    for cell, url in zip([row[8] for row in sheet.iter_rows(min_row=2)], urls, strict=True):
        assert cell.value == url
        link = cell.hyperlink
        assert bool(link) == (url in urls[:2])
        if link:
            assert unquote("#".join(filter(None, (link.target, link.location)))) == unquote(url)


def test_the_bytes_are_the_same_every_time():
    chronology = answer_of(2, 30)
    data = raw(chronology)
    assert raw(chronology) == data
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    made = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert made.created == made.modified == datetime(1980, 1, 1)  # noqa: DTZ001 - openpyxl has no zone


def test_an_empty_answer_is_two_headers():
    assert sheets(opened(Answer(()))) == [expected(Answer(())), [CITED]]


def test_fields_choose_columns_and_whether_sources_are_told():
    rival = Dispute(date("2021"), (Citation(Source("s2")),))
    chronology = answer(event("a", "2020", citations=(Citation(Source("s1")),), disputed=(rival,)))

    def chosen(*fields: str) -> tuple[list[list[Any]], ...]:
        book = sheets(opened(chronology, formats.Style(fields=fields)))
        return tuple([rows[0], *(row[:5] for row in rows[1:])] for rows in book)

    assert chosen("title", "id") == ([["title_de", "title_en", "id"], ["", "Something", "a"]],)
    assert chosen("sources") == ([["sources"], ["s1"]], [CITED, ["a", "own", "", "2020", "s1"]])
    assert chosen("disputed") == (
        [["disputed", "disputed_numbers", "disputed_notes_de", "disputed_notes_en", "disputed_sources"],
         ["2021", "1", "", "", "s2"]],
        [CITED, ["a", "disputed", 1, "2021", "s2"]],
    )  # fmt: skip
    assert sheets(opened(chronology, formats.Style(fields=("figures",)))) == [[]]  # it has none


@pytest.mark.parametrize(
    "text", ["x" * 40_000, "👩" * 20_000, "x" + "👩" * 20_000, "日\n" * 20_000]
)
def test_what_no_cell_can_hold_is_cut_and_told(text):
    chronology = answer(event("a", "2020", text, citations=(Citation(Source("s", text)),)))
    header, row = sheets(opened(chronology))[0]
    title = row[header.index("title_en")]
    assert title.endswith(" […]")
    assert text.startswith(title.removesuffix(" […]"))
    assert 32_766 <= len(title.encode("utf-16-le")) / 2 <= 32_767
    assert formats.losses("xlsx", chronology, PLAIN) == [
        "2 texts are cut after 32,767 characters: a cell holds no more"
    ]
    assert formats.losses("xlsx", answer(event("a", "2020", "x" * 32_767)), PLAIN) == []


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    cited = tuple(Citation(Source(f"s{n}")) for n in range(4))
    assert raw(answer(*[event("a", "2020")] * 3))
    for chronology in (
        answer(*[event("a", "2020")] * 4),
        answer(event("a", "2020", citations=cited)),
    ):
        with pytest.raises(UsageError, match="holds 3 rows") as caught:
            raw(chronology)
        assert "csv" in caught.value.hint


def test_without_its_library_it_says_how_to_install_it(monkeypatch, timeline, store, tmp_path):
    store("events:\n  - {id: a, date: 2020-04, title: A}\n")
    assert timeline("list", "-o", "a.xlsx").status == 0
    assert (tmp_path / "work" / "a.xlsx").read_bytes()[:2] == b"PK"
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    run = timeline("list", "-o", "b.xlsx")
    assert run.status == 2
    assert "xlsx needs XlsxWriter; pip install 'yaml-timeline[xlsx]'" in run.err
    assert not (tmp_path / "work" / "b.xlsx").exists()
    monkeypatch.setitem(sys.modules, "some_library", None)
    with pytest.raises(UsageError, match="png needs some_library"):
        load("some_library", "png")
