"""Whatever a file holds, it is read or refused in a sentence, and what is read a store can hold."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.formats.samples import answer, bundled, event, hostile
from tests.importers.helpers import EXCEL, options, rendered
from tests.test_store_properties import emit
from timeline.dates import edtf
from timeline.errors import TimelineError
from timeline.importers import IMPORTERS, Imported, for_file, read
from timeline.model import Answer
from timeline.store.emit import as_texts
from timeline.store.loading import examine
from timeline.text import FORBIDDEN

SIGNS = {
    "csv": '";,\t\n\r=\\ ', "ics": ':;,\\\n\r "TZ=0', "json": '{}[]":,\\nu', "jsonl": '{}[]":,\\\n',
    "timelinejs": '{}[]":,<>&/!', "csl": '{}[]":,0',
}  # fmt: skip
PIECES = (
    b"", b"\0", b"\xff", b'"', b"\n", b"{", b"[", b"]", b"null", b"1e999", b"NaN", b"\\ud800", b"-1", b"0",
    "\u202e".encode(), b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"DTSTART:99999999\n", b'"a":1,"a":2', b"true",
    b"<![x", b"2020/..", b"[2020", b"9" * 60, b"javascript:x", b"; ", b"'=", b"RRULE:x\n", b"after", b"by",
)  # fmt: skip


@cache
def samples(name: str) -> list[bytes]:
    """Return files of a format that say much."""
    few = Answer(bundled("de").matches[::12], "de")
    small = answer(event("a", "{2020,2021-05}", "T", place="P", after=("b",), by="2 weeks"))
    found = [rendered(chronology, name) for chronology in (few, small, hostile(longest=100))]
    if name == "csv":
        found += [
            rendered(few, name, EXCEL),
            b"Datum;Ereignis;Quelle;Bis\n1.7.2025;T;A https://b.c;\n",
        ]
    return found


def take(name: str, data: bytes) -> Imported | None:
    """Read a file; what comes of it must be fit to be shown, and fit for a store."""
    for_file("a.json", data)
    try:
        found = read(name, data, options("de"))
    except TimelineError as error:
        show([error.message, error.hint])
        return None
    show([text for one in found.refused for text in one])
    show([text for pair in found.mapping for text in pair] + found.notes)
    hold(found)
    return found


def show(said: list[str]) -> None:
    assert not any(FORBIDDEN.search(text) for text in said)


def hold(found: Imported) -> None:
    """Hold what was read against the reader of stores."""
    events = []
    for number, row in enumerate(found.rows):
        entry = {"id": f"not-named-{number}", **row.entry}  # not what a name becomes
        if isinstance(date := entry.get("date"), str):
            assert str(edtf.parse(date)) == date
        # Which events there are is for the store to know.
        if isinstance(entry.get("date"), dict) or "date" not in entry:
            entry["date"] = "2020"
        events.append(
            {k: v for k, v in entry.items() if k not in ("part_of", "follows", "after", "before")}
        )
    tree = as_texts({"language": "de", "sources": found.named["sources"], "events": events})
    problems = examine([("x.yaml", emit(tree).encode())]).problems
    assert {problem.code for problem in problems} <= {"unknown-source"}, problems


@pytest.mark.parametrize("name", IMPORTERS)
def test_the_samples_are_read(name):
    for data in samples(name):
        found = take(name, data)
        assert found
        assert found.rows or found.refused or name == "csl"


@pytest.mark.parametrize("name", IMPORTERS)
@examples(60)
@given(st.data())
def test_no_bytes_break_an_importer(name, data):
    take(name, data.draw(st.binary(max_size=200)))
    take(name, data.draw(st.text(st.sampled_from(SIGNS[name] + "abEDT20"), max_size=80)).encode())


@pytest.mark.parametrize("name", IMPORTERS)
@examples(80)
@given(st.data())
def test_no_change_of_a_file_breaks_its_importer(name, data):
    raw = data.draw(st.sampled_from(samples(name)))
    start = data.draw(st.integers(0, max(0, len(raw) - 1)))
    raw = raw[:4_000] if data.draw(st.booleans()) else raw[start : start + 4_000]
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 20)))
        new = data.draw(
            st.sampled_from(PIECES) | st.binary(max_size=3) | st.just(raw[end : end + 60])
        )
        raw = raw[:start] + new + raw[end:]
    take(name, raw)


@pytest.mark.parametrize("name", IMPORTERS)
def test_a_file_of_another_format_is_refused_or_read_as_what_it_looks_like(name):
    for other in IMPORTERS:
        for data in samples(other):
            take(name, data)


@pytest.mark.parametrize("name", ["csv", "json", "timelinejs", "ics"])
def test_a_long_text_of_any_signs_is_read_or_refused(name):
    for piece in (
        "<",
        "<!",
        "<!--",
        "</p",
        " \x07",
        "\\",
        "; ",
        "(",
        "a. ",
        "&",
        "\t ",
        "—",
        "=",
        "{",
        "'",
        ": ",
    ):
        text = (
            (piece * 1_000_000)[:99_000]
            if name in ("timelinejs", "ics")
            else (piece * 1_000_000)[:120_000]
        )
        json_text = text.replace("\\", "\\\\").replace("\x07", "\\u0007").replace("\t", "\\t")
        data = {
            "csv": f"Date,Title,Text,Source,Tags\n2020,T,{text.replace(',', '')},{text[:9]},x\n",
            "json": f'[{{"date": "2020", "title": "T", "summary": "{json_text}", "place": "{json_text}"}}]',
            "timelinejs": '{"events": [{"start_date": {"year": 2020}, "text": {"headline": "T", '
                          f'"text": "{json_text}"}}}}]}}',
            "ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:T\nDTSTART:20200101\n"
                   f"CATEGORIES:{text}\nDESCRIPTION:<p>{text}\nEND:VEVENT\nEND:VCALENDAR\n",
        }[name]  # fmt: skip
        take(name, data.encode())
