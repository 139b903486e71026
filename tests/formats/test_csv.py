"""CSV, read back as docs/format.md says by readers that know nothing of how it was written."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.formats.anything import PIECES, answer_of
from tests.formats.samples import answer, bundled, date, event, hostile
from timeline import formats
from timeline.formats import columns, json_array
from timeline.formats.csv_table import guarded
from timeline.model import FIELDS, Answer, Citation, Dispute, Source, Text
from timeline.text import FORBIDDEN

PLAIN = formats.Style()
EXCEL = formats.Style(excel=True)
Row = dict[str, str]


def raw(chronology: Answer, style: formats.Style = PLAIN) -> bytes:
    return b"".join(formats.render_bytes("csv", chronology, style))


def table(chronology: Answer, style: formats.Style = PLAIN) -> list[Row]:
    """Return the cells as a CSV reader sees them."""
    text = raw(chronology, style).decode("utf-8-sig" if style.excel else "utf-8")
    delimiter = ";" if style.excel else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def values(cell: str) -> list[str]:
    r"""Take a cell of several values apart: ``; `` parts them, ``\`` keeps the next sign."""
    parts = [""]
    for token in re.findall(r"\\.|; |.", cell, re.DOTALL):
        if token == "; ":
            parts.append("")
        else:
            parts[-1] += token[1:] if token[0] == "\\" else token
    return parts


def without_apostrophe(cell: str) -> str:
    return cell[1:] if re.match(r"''*(\s*[=+\-@＝＋－＠]|[\t\n])", cell) else cell


def cited(row: Row, prefix: str, count: int) -> list[dict[str, Any]]:
    """Return what a row says of its sources, one by one, as the JSON form has it."""
    found = []
    for i in range(count):

        def part(name: str, i: int = i) -> str | None:
            cell = row[f"{prefix}{name}"]
            return (values(cell)[i] or None) if cell else None

        name, title, url = part("sources"), part("source_titles"), part("source_urls")
        note = {language: part(f"source_notes_{language}") for language in ("de", "en")}
        found.append({
            "id": name if name not in (title, url) else None, "title": title,
            "publisher": part("source_publishers"), "published": part("source_published"), "url": url,
            "accessed": part("source_accessed"), "stated": part("stated"),
            "note": note if any(note.values()) else None,
        })  # fmt: skip
    return found


def record(row: Row) -> dict[str, Any]:
    """Return a row in the JSON form, but for what a competing date has beside its EDTF."""
    row = {name: without_apostrophe(cell) for name, cell in row.items()}
    some = {name: cell or None for name, cell in row.items()}
    said = {key: {"de": some[f"{key}_de"], "en": some[f"{key}_en"]} for key in ("title", "summary")}
    rivals = values(row["disputed"]) if row["disputed"] else []
    notes = [
        {language: values(cell)[i] or None if (cell := row[f"disputed_notes_{language}"]) else None
         for language in ("de", "en")}
        for i in range(len(rivals))
    ]  # fmt: skip
    return {
        **{name: some[name] for name in FIELDS if name in some},
        "date": {"edtf": row["date"], "text": row["date_text"], "earliest": some["earliest"],
                 "latest": some["latest"], "precision": row["precision"]},
        "title": said["title"],
        "summary": said["summary"] if any(said["summary"].values()) else None,
        **{name: values(row[name]) if row[name] else [] for name in ("networks", "tags", "after", "before")},
        "figures": {name[8:]: cell for name, cell in some.items() if name.startswith("figures.") and cell},
        "sources": cited(row, "", len(values(row["sources"])) if row["sources"] else 0),
        "disputed": list(zip(
            map(int, values(row["disputed_numbers"])) if rivals else [], rivals, notes, cited(row, "disputed_", len(rivals)) if rivals else [], strict=True
        )),
    }  # fmt: skip


def told(chronology: Answer) -> list[dict[str, Any]]:
    """Return the JSON form in the terms of :func:`record`."""
    nobody = dict.fromkeys(
        ("id", "title", "publisher", "published", "url", "accessed", "stated", "note")
    )
    found = []
    for match in chronology.matches:
        data = json_array.as_data(match, chronology.language)
        data["figures"] = {k: columns.figure_text(v) for k, v in data["figures"].items()}
        data["disputed"] = [
            (number, rival["date"]["edtf"], rival["note"] or {"de": None, "en": None}, source)
            for number, rival in enumerate(data["disputed"], 1) for source in rival["sources"] or [nobody]
        ]  # fmt: skip
        found.append(data)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_everything_that_json_says_comes_back_from_the_cells(seed):
    chronology = answer_of(seed)
    rows = table(chronology)
    assert [record(row) for row in rows] == told(chronology)
    # What Excel gets is the same, but for the tabs.
    unmarked = [
        {k: cell.removeprefix("\t") for k, cell in row.items()} for row in table(chronology, EXCEL)
    ]
    assert unmarked == rows


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_bundled_chronology_comes_back_from_its_cells(language):
    chronology = bundled(language)
    assert [record(row) for row in table(chronology)] == told(chronology)


@pytest.mark.parametrize("style", [PLAIN, EXCEL], ids=["plain", "excel"])
def test_pandas_and_csv_read_hostile_texts_as_they_are(style):
    chronology = hostile()
    frame = pd.read_csv(io.BytesIO(raw(chronology, style)), sep=";" if style.excel else ",",
                        dtype=str, keep_default_na=False, encoding="utf-8-sig")  # fmt: skip
    rows = table(chronology, style)
    assert frame.to_dict("records") == rows
    for row, match in zip(rows, chronology.matches, strict=True):
        kept = FORBIDDEN.sub("", re.sub("\r\n?", "\n", match.event.place or ""))
        for name in ("title_de", "title_en", "summary_de", "kind", "place"):
            assert without_apostrophe(row[name].removeprefix("\t")) == kept
        for name in (
            "networks",
            "tags",
            "source_titles",
            "stated",
            "source_notes_de",
            "disputed_stated",
        ):
            assert values(without_apostrophe(row[name].removeprefix("\t"))) == [kept]
    assert not FORBIDDEN.search(raw(chronology, style).decode().removeprefix("\ufeff"))


def test_lines_end_as_rfc_4180_says_and_the_bytes_are_the_same_every_time():
    data = raw(bundled())
    assert raw(bundled()) == data
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == len(bundled().matches) + 1
    assert not data.startswith(b"\xef\xbb\xbf")


def test_an_empty_answer_is_a_header_without_figures():
    (header,) = raw(Answer(())).decode().splitlines()
    names = header.split(",")
    assert names[:8] == [
        "id",
        "date",
        "date_text",
        "earliest",
        "latest",
        "precision",
        "title_de",
        "title_en",
    ]
    assert len(set(names)) == len(names)
    assert not [name for name in names if name.startswith("figures")]
    assert raw(Answer(()), EXCEL).decode().count(";") == len(names) - 1


def test_every_field_has_columns_and_fields_choose_them_in_their_order():
    everything = {
        column.name for name in FIELDS for column in columns.columns_of(Answer(()), [name])
    }
    assert everything == {column.name for column in columns.columns_of(Answer(()))}
    chronology = answer(event("a", "2020-04", figures=(("b", 1), ("a", ">2"))), event("b", "2021"))
    style = formats.Style(fields=("figures", "title", "id", "date"))
    assert raw(chronology, style).decode().splitlines() == [
        "figures.a,figures.b,title_de,title_en,id,date,date_text,earliest,latest,precision",
        ">2,1,,Something,a,2020-04,April 2020,2020-04-01,2020-04-30,month",
        ",,,Something,b,2021,2021,2021-01-01,2021-12-31,year",
    ]
    assert formats.losses("csv", chronology, style) == []


def test_parts_of_neighbouring_cells_belong_together():
    first = Citation(Source("s1", "A; b", published=date("2020-04")), note=Text("n", None))
    second = Citation(Source(url="https://example.org/x;y"), "im April; 2020")
    rival = Dispute(date("2021"), (second, first), Text(None, "why"))
    (row,) = table(answer(event("a", "2020", citations=(first, second),
                                disputed=(rival, Dispute(date("2022"))))))  # fmt: skip
    assert row["sources"] == "s1; https://example.org/x;y"
    assert row["source_titles"] == r"A\; b; "
    assert row["source_published"] == "2020-04; "
    assert row["stated"] == r"; im April\; 2020"
    assert (row["source_notes_de"], row["source_notes_en"], row["source_publishers"]) == (
        "n; ",
        "",
        "",
    )
    assert row["disputed"] == "2021; 2021; 2022"
    assert row["disputed_numbers"] == "1; 1; 2"
    assert row["disputed_notes_en"] == "why; why; "
    assert row["disputed_sources"] == "https://example.org/x;y; s1; "
    assert row["disputed_stated"] == r"im April\; 2020; ; "


def test_two_competing_dates_that_say_the_same_are_not_one_that_two_sources_name():
    ours, theirs = Citation(Source("s1")), Citation(Source("s2"))
    one = (Dispute(date("2021"), (ours, theirs)),)
    two = (Dispute(date("2021"), (ours,)), Dispute(date("2021"), (theirs,)))
    rows = table(answer(*(event("a", "2020", disputed=rivals) for rivals in (one, two))))
    assert [row["disputed_numbers"] for row in rows] == ["1; 1", "1; 2"]
    assert rows[0] | {"disputed_numbers": ""} == rows[1] | {"disputed_numbers": ""}


@examples(100)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), min_size=1, max_size=4))
def test_joined_values_come_apart_as_they_were(parts):
    if any(parts):
        assert values(columns.joined(parts)) == parts
    else:
        assert columns.joined(parts) == ""


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-a", "'-a"), ("@SUM(1)", "'@SUM(1)"), ("  =1", "'  =1"),
     ("\t=1", "'\t=1"), ("\nx", "'\nx"), ("\xa0@x", "'\xa0@x"), ("＝1", "'＝1"), ("-0043-03-15", "'-0043-03-15"),
     ("-5", "-5"), ("-0043", "-0043"), ("-0.5", "-0.5"), ("'=1", "''=1"), ("'' -1", "''' -1"), ("'a", "'a"),
     ("a=1", "a=1"), ("–5", "–5"), (">=750", ">=750"), ("~5", "~5"), ("-1+1", "'-1+1"), ("", "")],
)  # fmt: skip
def test_what_would_be_a_formula_begins_with_an_apostrophe(text, cell):
    assert guarded(text) == cell
    assert without_apostrophe(cell) == text or cell == text


def test_apostrophes_tabs_and_overlong_texts_are_told_on_the_way_out():
    chronology = answer(event("a", "-0043-03-15", "=1+1", place="x" * 40_000), event("b", "2020"))
    assert formats.losses("csv", chronology, PLAIN) == [
        "4 cells begin with an apostrophe, so as not to be a formula to a spreadsheet",
    ]
    assert formats.losses("csv", chronology, EXCEL) == [
        "4 cells begin with an apostrophe, so as not to be a formula to a spreadsheet",
        "9 cells begin with a tab, so as not to become a day or a number in Excel",
        "1 text is longer than the 32,767 characters that a cell of Excel holds",
    ]
    assert formats.losses("csv", Answer(()), EXCEL) == []


def test_the_command_line_writes_both_kinds(timeline, store, tmp_path):
    store("events:\n  - {id: a, date: 2020-04, title: =1}\n")
    run = timeline("list", "-f", "csv", "--fields", "id,title")
    assert run.out == "id,title_de,title_en\r\na,,'=1\r\n"
    assert (
        "csv: 1 cell begins with an apostrophe, so as not to be a formula to a spreadsheet\n"
        in run.err
    )
    run = timeline("list", "--excel", "--fields", "id,date", "-o", "x.csv")
    assert (run.status, run.out) == (0, "")
    assert b'"a";"\t2020-04";"\tApril 2020"' in (tmp_path / "work" / "x.csv").read_bytes()
    assert run.err.count("csv: ") == 1
