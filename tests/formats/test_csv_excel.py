"""CSV for Excel: every date stays text, and whatever else Excel might make something of."""

from __future__ import annotations

import re

import pytest
from dateutil.parser import parse as parse_day

from tests.formats.anything import answer_of
from tests.formats.samples import answer, bundled, date, event
from tests.formats.test_csv import EXCEL, raw, table
from timeline import formats
from timeline.model import Citation, Source


def test_excel_gets_a_byte_order_mark_semicolons_and_quotation_marks_around_all_text():
    chronology = answer(event("march-1", "2020-04", "1.5", figures=(
        ("a", 36), ("b", 2.5), ("c", ">750"), ("d", 10**15), ("e", 1 - 10**15), ("f", 0.00001)
    )))  # fmt: skip
    style = formats.Style(excel=True, fields=("id", "date", "title", "figures"))
    assert raw(chronology, style).decode("utf-8").split("\r\n") == [
        ('\ufeff"id";"date";"date_text";"earliest";"latest";"precision";"title_de";"title_en";'
        '"figures.a";"figures.b";"figures.c";"figures.d";"figures.e";"figures.f"'),
        ('"\tmarch-1";"\t2020-04";"\tApril 2020";"\t2020-04-01";"\t2020-04-30";"month";"";"\t1.5";'
        '36;"\t2.5";"\t>750";"\t1000000000000000";-999999999999999;"\t0.00001"'), "",
    ]  # fmt: skip


CONVERTED = [
    "2020-04", "April 2020", "1. Juli 2025", "1/2", "Mar-5", "mars 2020", "sábado, 4 de abril de 2020", "10:30",
    "10 PM", "1e5", "1,5", "00123", "５月５日", "2020年4月", "50%", "€ 5", "TRUE", "wahr", "#N/A", "'1", "1 1/2",
    "(5)", "12345678901234567", "SEPT1", "R2.4.1", "44 BCE", "二〇二〇",
]  # fmt: skip


def test_whatever_excel_converts_in_any_language_is_marked():
    for text in CONVERTED:
        (row,) = table(answer(event("a", "2020", text)), EXCEL)
        assert row["title_en"] == f"\t{text}"
    for text in (
        "GBN joins NUM",
        "Founding",
        "May",
        "https://example.org/2020",
        "word " * 6 + "2020",
        "x; y",
    ):
        (row,) = table(answer(event("a", "2020", text.strip())), EXCEL)
        assert row["title_en"] == text.strip()


def test_no_cell_that_is_not_marked_is_a_day_or_a_number_to_a_lenient_parser():
    for row in table(answer_of(3), EXCEL):
        for name, cell in row.items():
            if not any(map(str.isdigit, cell)) or cell[0] == "\t":
                continue
            if name.startswith("figures."):
                assert re.fullmatch(r"-?\d{1,15}", cell)
                continue
            with pytest.raises((ValueError, OverflowError)):
                parse_day(cell)
            with pytest.raises(ValueError, match="could not convert"):
                float(cell.replace(",", "."))


def test_every_date_of_the_bundled_chronology_is_text_to_excel():
    dated = ("date", "date_text", "earliest", "latest", "source_published", "source_accessed", "disputed",
             "disputed_source_published", "disputed_source_accessed")  # fmt: skip
    read = tuple(Citation(Source(f"s{n}", accessed=date("2026-11-21"))) for n in range(9))
    rows = table(bundled("de"), EXCEL) + table(answer(event("a", "2020", citations=read)), EXCEL)
    for row in rows:
        assert all(row[name][:1] in ("", "\t") for name in dated)
