"""Which importer reads a file, and what every importer rests on."""

from __future__ import annotations

import json
import re

import pytest

from tests.formats.samples import answer
from tests.importers.helpers import EXCEL, options, refused, rendered
from timeline import formats, state
from timeline.errors import UsageError
from timeline.formats import csv_table, words
from timeline.importers import (
    IMPORTERS,
    account,
    for_file,
    harvest,
    headers,
    own_table,
    read,
    values,
)
from timeline.store import fields, figures, schema
from timeline.text import FORBIDDEN

SLIDES = b'{"events": [{"start_date": {"year": 2020}}]}'


@pytest.mark.parametrize(("path", "data", "name"), [
    ("a.csv", b"", "csv"), ("A.CSV", b"", "csv"), ("a.tsv", b"", "csv"),
    ("dir.json/a.ics", b"", "ics"), ("a.jsonl", b"", "jsonl"), ("a.ndjson", b"", "jsonl"),
    ("a.timelinejs.json", b"", "timelinejs"), ("a.csl.json", b"", "csl"),
    ("a.json", b"[]", "json"), ("a.json", b'\xef\xbb\xbf [{"id": "a", "date": {}}]', "json"),
    ("a.json", SLIDES, "timelinejs"), ("a.json", b'{"events": []}', "timelinejs"),
    ("a.json", b'[{"id": "a", "type": "book"}]', "csl"),
    ("a.json", b'[{"id": "a", "type": "book", "date": {}}]', "json"),
    ("a.json", b'{"id": "a", "date": {}}\n{"id": "b", "date": {}}', "jsonl"),
    ("a.json", b"not json", "json"), ("a.json", b"\xff", "json"), ("a.json", b"3", None),
    ("a.json", b'{"a": 1}', None), ("a.txt", b"", None), ("a", b"", None),
])  # fmt: skip
def test_a_suffix_tells_the_format_and_of_json_what_is_in_it(path, data, name):
    assert for_file(path, data) == name


@pytest.mark.parametrize("name", ["json", "timelinejs", "csl", "jsonl"])
def test_what_this_tool_writes_is_known_without_its_suffix(name):
    data = rendered(answer(language="en"), name)
    if name == "jsonl":
        return  # nothing at all is written for no event
    expected = "json" if name == "csl" else name  # an empty array is one of events
    assert for_file("a.json", data) == expected


def test_an_unknown_importer_and_columns_of_what_has_none_are_refused():
    with pytest.raises(UsageError) as error:
        read("cvs", b"", options())
    assert error.value.hint.startswith("did you mean csv?")
    with pytest.raises(UsageError, match="json has no columns"):
        read("json", b"[]", options(mapping={"date": "Datum"}))


@pytest.mark.parametrize("name", IMPORTERS)
def test_what_is_no_text_is_refused_in_a_sentence(name):
    for data in (
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\0\0",
        b"\x81",
    ):
        with pytest.raises(UsageError) as error:
            read(name, data, options())
        assert "\n" not in error.value.message
        assert error.value.hint


@pytest.mark.parametrize(("name", "data", "reason", "hint"), [
    ("csv", b"PK\x03\x04xl", "the file is a workbook", "save it as CSV"),
    ("csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the file is a workbook", "save it as CSV"),
    ("csv", b"Date;Title\n2020;A\n2021;B\0\n", "line 3 of the file has a NUL character", "delete it"),
    ("json", b'[{"title": "\0"}]', "line 1 of the file has a NUL character", "delete it"),
    ("csv", b"\xff\xfeA\0\0\0", "line 1 of the file has a NUL character", "delete it"),
    ("csv", b"\xe4\0", "the file is not text in UTF-8", "save it as UTF-8"),
])  # fmt: skip
def test_why_a_file_is_no_text_is_told(name, data, reason, hint):
    with pytest.raises(UsageError) as error:
        read(name, data, options())
    assert error.value.message.startswith(reason)
    assert error.value.hint.startswith(hint)


def test_the_collector_is_as_it_was_whatever_happens():
    import gc

    for before in (True, False):
        (gc.enable if before else gc.disable)()
        try:
            read("json", b"[]", options())
            with pytest.raises(UsageError):
                read("json", b"[", options())
            assert gc.isenabled() == before
        finally:
            gc.enable()


def test_values_are_held_to_what_a_store_takes():
    assert values.ID.pattern == fields.ID.pattern
    assert values.NAME.pattern == fields.NAME.pattern
    assert values.FIGURE.pattern == figures.FIGURE.pattern
    assert values.FIGURE_NAME.pattern == figures.NAME.pattern
    assert (values.WHOLE_DIGITS, values.FLOAT_DIGITS) == (
        figures._WHOLE_DIGITS, figures._FLOAT_DIGITS,
    )  # fmt: skip
    assert values.SOURCE_KEYS == schema.INLINE_KEYS
    assert (*harvest.EVENT_KEYS, "ignore") == schema.EVENT_KEYS


def test_the_words_of_calendars_and_slides_are_those_in_which_they_are_written():
    for language, known in account.WORDS.items():
        assert known == {name: words.word(name, language) for name in known}
        assert "".join(account.QUOTES[language]) == words.quoted("", language)
        assert all(account.label(n, language) == words.label(n, language) for n in account.LABELS)
        said = state._WORDS[language]._asdict()
        told = {text.replace("{}", "") for name, text in said.items()
                if name not in ("at_most", "about", "to", "disputed")}  # fmt: skip
        assert told == set(account.STATES[language])


def test_the_columns_of_our_own_tables_are_those_that_are_written():
    written = set()
    for style in (formats.Style(), EXCEL):
        header = rendered(answer(language="en"), "csv", style).decode("utf-8-sig").strip()
        names = [name.strip('"') for name in re.split("[,;]", header)]
        assert own_table.is_own(names)
        written |= set(names)
    assert written == own_table.COLUMNS | set(own_table.PASSED_OVER)


@pytest.mark.parametrize("cell", ["", "a", "=1", "'=1", "''=1", " =1", "-1", "'-1", "-1.5", "+a", "@x",
                                  "\tx", "\nx", "'\tx", "'a", "''a", "＝1", "'", "1;=2"])  # fmt: skip
def test_what_guards_a_cell_is_what_is_taken_away(cell):
    assert own_table.unguarded(csv_table.guarded(cell)) == cell
    assert own_table.unguarded(f"\t{csv_table.guarded(cell)}") == cell


def test_every_heading_means_one_field():
    words_of = [word for listed in headers.SYNONYMS.values() for word in listed]
    assert len(words_of) == len(set(words_of))
    assert all(headers.field_of(word) in headers.SYNONYMS for word in words_of)
    # What is written as one word may be written as two, in any case, with umlauts or without.
    for column, field in {
        "Start Date": "start", "END_DATE": "end", "Überschrift": "title", "Schlagwörter": "tags",
        "Schlagwoerter": "tags", "Veröffentlicht am": "published", "Titel (de)": "title_de",
        "Title EN": "title_en", "summary_de": "summary_de", "Beschreibung deutsch": "summary_de",
        "figures.sites": "figures.sites", "Ort (de)": "", "figures.A": "", "": "", "Zuständig": "",
    }.items():  # fmt: skip
        assert headers.field_of(column) == field


def test_refusals_are_safe_to_show_and_short():
    nasty = "\x1b[31m\u202e" + "x" * 10_000
    rows = [{"id": nasty}, {nasty: 1}, {"id": "a", "title": "T", "date": nasty},
            {"id": "a", "title": "T", "date": "2020", "sources": [{"url": nasty}]}]  # fmt: skip
    for place, reason, hint in refused("json", json.dumps(rows)):
        assert not FORBIDDEN.search(place + reason + hint)
        assert len(reason) < 300
