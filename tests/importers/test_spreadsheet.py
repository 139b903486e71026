"""Any table: how it is written is found out, what its columns mean is guessed, shown and mended."""

from __future__ import annotations

import codecs
import csv
import io

import pytest

from tests.importers.helpers import entries, imported, options, refused
from timeline.errors import UsageError
from timeline.importers import read

GERMAN = (
    "Datum;Ereignis;Beschreibung;Netzwerk;Art;Ort;Schlagworte;Quelle;Zuständig\r\n"
    "01.07.2025;GBN kommt ins NUM;Eins; NUM, GBN;Beitritt;München;Biobank, Förderung;"
    "https://num.example/gbn;Müller\r\n"
    ";;;;;;;;\r\n"
    '"Frühjahr 1999";"Die TMF; ein Projekt";"Zeile 1\r\nZeile 2";TMF;;;;"Bericht ""1999""";\r\n'
)
READ = [
    {"date": "2025-07-01", "title": "GBN kommt ins NUM", "kind": "Beitritt", "networks": ["NUM", "GBN"],
     "summary": "Eins", "place": "München", "tags": ["Biobank", "Förderung"],
     "sources": [{"source": "https://num.example/gbn", "stated": "01.07.2025"}]},
    {"date": "1999-21", "title": "Die TMF; ein Projekt", "networks": ["TMF"],
     "summary": "Zeile 1\nZeile 2",
     "sources": [{"title": 'Bericht "1999"', "stated": "Frühjahr 1999"}]},
]  # fmt: skip


@pytest.mark.parametrize(("data", "notes"), [
    (GERMAN.encode(), []), (codecs.BOM_UTF8 + GERMAN.encode(), []),
    (GERMAN.encode("cp1252"), ["read as cp1252 (Windows), because it is not UTF-8"]),
    (GERMAN.encode("utf-16"), ["read as UTF-16"]),
    (("sep=;\r\n" + GERMAN).encode(), []), (GERMAN.replace("\r\n", "\n").encode(), []),
    (GERMAN.replace("\r\n", "\r").encode(), []), (("\r\n\r\n" + GERMAN).encode(), []),
], ids=["utf-8", "bom", "cp1252", "utf-16", "sep", "lf", "cr", "blank lines"])  # fmt: skip
def test_a_table_is_read_however_it_is_written(data, notes):
    found = imported("csv", data, options("de"))
    assert [row.entry for row in found.rows] == READ
    assert found.notes == notes
    assert found.mapping == [
        ("Datum", "date"), ("Ereignis", "title"), ("Beschreibung", "summary"), ("Netzwerk", "networks"),
        ("Art", "kind"), ("Ort", "place"), ("Schlagworte", "tags"), ("Quelle", "source"),
        ("Zuständig", ""),
    ]  # fmt: skip
    assert found.named == {
        "sources": {}, "kinds": {"Beitritt": {"name": "Beitritt"}},
        "networks": {name: {"name": name} for name in ("NUM", "GBN", "TMF")},
    }  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_parts_the_cells_is_found_out(delimiter):
    rows = [
        ["Was", "Wann", "Wo, genau; oder\tungefähr"],
        *([f"A, b; {n}", "2020", "1,5; 2,5"] for n in range(9)),
    ]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    found = imported("csv", text.getvalue())
    assert [row.entry["title"] for row in found.rows] == [f"A, b; {n}" for n in range(9)]
    assert found.mapping == [("Was", "title"), ("Wann", "date"), (rows[0][2], "")]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    text = '\nDate,Title\n2020,"two\nlines"\n\n,\nbad,B\n'
    found = read("csv", text.encode(), options())
    assert [row.place for row in found.rows] == ["row 3"]
    assert [place for place, _, _ in found.refused] == ["row 6"]
    # The line by which Excel knows what parts the cells is not shown by it.
    assert read("csv", b"sep=,\nDate,Title\n2020,A\n", options()).rows[0].place == "row 2"


def test_start_and_end_are_an_interval():
    text = "Beginn,Ende,Titel\n1. Juli 2025,5. Juli 2025,A\n2018,,B\n2018,laufend,C\n,2018,D\n2019,2018,E\n"
    found = read("csv", text.encode(), options("de"))
    assert [row.entry["date"] for row in found.rows] == [
        "2025-07-01/2025-07-05",
        "2018",
        "2018/..",
        "/2018",
    ]
    assert found.refused == [("row 6", "2019 is after 2018", "write 2018/2019")]
    assert found.notes == [
        "1 date was written in words that are left out, because no source of the row says them"
    ]
    # Beside a date, what begins and ends is a time of day, unless it is said to be no such thing.
    text = "Datum,Beginn,Ende,Titel\n2020-01-01,10:00,11:00,A\n"
    assert imported("csv", text).mapping == [
        ("Datum", "date"), ("Beginn", ""), ("Ende", ""), ("Titel", "title")]  # fmt: skip
    text = "Datum,Von,Bis,Titel\nx,2020-01-01,2021,A\n"
    for given in ({"start": "Von"}, {"start": "Von", "end": "Bis"}):
        assert entries("csv", text, options(mapping=given))[0]["date"] == "2020-01-01/2021"
    # A date and its end are an interval, too.
    assert entries("csv", "Datum,Bis,Titel\n2020,2021,A\n")[0]["date"] == "2020/2021"


@pytest.mark.parametrize(("columns", "row", "sources"), [
    ("Quelle", "https://a.org/x", ["https://a.org/x"]),
    ("Quelle", "https://a.org/x, www.b.org", ["https://a.org/x", "https://www.b.org"]),
    ("Quelle", "Bericht (https://a.org/x).", [{"title": "Bericht", "url": "https://a.org/x"}]),
    ("Quelle", "https://de.wikipedia.org/wiki/A_(B)", ["https://de.wikipedia.org/wiki/A_(B)"]),
    ("Quelle", "Müller, A.; Schmidt, B.: Titel", [{"title": "Müller, A.; Schmidt, B.: Titel"}]),
    ("Quelle", "Eins – https://a.org\nZwei", [{"title": "Eins", "url": "https://a.org"}, {"title": "Zwei"}]),
    ("Quelle", "(https://a.org)", ["https://a.org"]), ("Quelle", "x https://). y", [{"title": "x y", "url": "https://)."}]),
    ("URL", "https://a.org; ", ["https://a.org"]),
    ("Quelle|Link", "Bericht|https://a.org", [{"title": "Bericht", "url": "https://a.org"}]),
    ("Quelle|URL", "https://a.org|https://a.org", ["https://a.org"]),
    ("Quelle|URL", "Bericht|https://a.org https://b.org",
     [{"title": "Bericht"}, "https://a.org", "https://b.org"]),
    ("Quelle|Quelle", "A|B", [{"title": "A"}, {"title": "B"}]),
    ("Source|Publisher|Published|Abgerufen", "R|P|Mai 2020|2021-02-03",
     [{"title": "R", "publisher": "P", "published": "2020-05", "accessed": "2021-02-03"}]),
    ("URL|Publisher", "https://a.org|P", ["https://a.org"]),
    ("Source ID|Wortlaut", "NUM Portrait, b-1|im Mai",
     [{"source": "num-portrait-b-1", "stated": "im Mai"}]),
    ("Source ID|Quellennotiz", "a; b|n", [{"source": "a", "note": "n"}, {"source": "b", "note": "n"}]),
])  # fmt: skip
def test_sources_are_addresses_titles_or_both(columns, row, sources):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(
        [["Datum", "Titel", *columns.split("|")], ["2020", "T", *row.split("|")]]
    )
    (entry,) = entries("csv", text.getvalue())
    if "NUM Portrait" in row:
        sources = [{"source": name, "stated": "im Mai"} for name in ("num", "portrait", "b-1")]
    assert entry["sources"] == sources


CATALOGUE = {
    "s1": {"title": "One", "published": "2025"}, "s2": {"title": "A; B", "url": "https://a.org"},
    "home-1": {"title": "Home", "url": "https://b.org"}, "home-2": {"title": "Home", "url": "https://c.org"},
}  # fmt: skip


@pytest.mark.parametrize(("columns", "row", "sources", "noted"), [
    ("Quelle", "s1", ["s1"], 0), ("Quelle", "One", ["s1"], 0), ("Quelle", "s1, s2", ["s1", "s2"], 0),
    ("Quelle", "s1 https://x.org", ["s1", "https://x.org"], 0), ("Quelle", "A; B", ["s2"], 0),
    ("Quelle", "One; s2", ["s1", "s2"], 0), ("Quelle|Source ID", "s1; One|s1", ["s1"], 0), ("Quelle", "One\nTwo", ["s1", {"title": "Two"}], 0),
    ("Quelle|Wortlaut", "s1|im Mai", [{"source": "s1", "stated": "im Mai"}], 0),
    ("Quelle|URL", "s2|https://a.org", ["s2"], 0), ("Quelle|URL", "A; B|https://a.org", ["s2"], 0),
    ("Quelle|URL", "s2|https://x.org", ["s2", "https://x.org"], 0),
    ("Quelle|Erschienen", "One|2025", ["s1"], 0), ("Quelle|Erschienen", "s1|2025", ["s1"], 0),
    ("Quelle|Erschienen", "s1|2024", ["s1"], 1),
    # What is said otherwise of a title is said of another source.
    ("Quelle|Erschienen", "One|2024", [{"title": "One", "published": "2024"}], 0),
    ("Quelle", "A; B https://x.org", [{"title": "A; B", "url": "https://x.org"}], 0),
    ("Quelle", "Home", [{"title": "Home"}], 0), ("Quelle", "one", [{"title": "one"}], 0),
    ("Quelle", "s3", [{"title": "s3"}], 0),
])  # fmt: skip
def test_a_source_of_the_catalogue_is_known_by_its_id_and_by_its_title(
    columns, row, sources, noted
):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t").writerows(
        [["Datum", "Titel", *columns.split("|")], ["2020", "T", *row.split("|")]]
    )
    known = options(sources=CATALOGUE, source_titles={"One": "s1", "A; B": "s2"})
    found = imported("csv", text.getvalue(), known)
    assert found.rows[0].entry["sources"] == sources
    assert len(found.notes) == noted


def test_every_row_whose_day_may_be_another_one_is_named():
    rows = "".join(f"2025-07-01T22:00:00.000Z,T{n}\n" for n in range(60))
    found = imported("csv", f"Date,Title\n{rows}2025-07-01,U\n")
    said = found.notes[-1]
    assert said.startswith("60 dates are told in UTC, and may be the day before or after")
    assert said.endswith(", row 50 (2025-07-01), row 51 (2025-07-01), and more")


def test_what_is_not_an_address_is_refused_in_a_column_of_addresses():
    assert refused("csv", "Datum,Titel,Link\n2020,T,siehe oben\n") == [
        ("row 2", "the address 'siehe' is not a web address", "write https://... without spaces")
    ]


def test_texts_may_be_in_two_languages():
    text = "date,Titel (de),Title EN,summary_de,Status\n2020,A,B,C,geplant\n2020,A,,,abgesagt\n2020,,B,,erfolgt\n"
    assert entries("csv", text) == [
        {
            "date": "2020",
            "title": {"de": "A", "en": "B"},
            "summary": {"de": "C"},
            "status": "planned",
        },
        {"date": "2020", "title": {"de": "A"}, "status": "cancelled"},
        {"date": "2020", "title": "B"},
    ]


def test_a_table_of_dates_and_texts_has_texts_for_titles():
    assert imported("csv", "Jahr;Beschreibung\n2020;Etwas\n").mapping == [
        ("Jahr", "date"), ("Beschreibung", "title")]  # fmt: skip


def test_columns_are_given_and_passed_over():
    text = "A,B,Ort,Art,Standorte\n2020,T,Berlin,x,>37\n"
    given = {"date": "A", "title": "b", "kind": "", "figures.sites": "Standorte"}
    found = imported("csv", text, options(mapping=given))
    assert found.rows[0].entry == {
        "date": "2020", "title": "T", "place": "Berlin", "figures": {"sites": ">37"}}  # fmt: skip
    assert found.mapping == [
        ("A", "date"), ("B", "title"), ("Ort", "place"), ("Art", ""), ("Standorte", "figures.sites"),
    ]  # fmt: skip
    # What is given comes before what a heading means, and that is then free.
    swapped = options(mapping={"title": "Ort", "place": "B", "date": "A"})
    assert entries("csv", text, swapped)[0]["title"] == "Berlin"


@pytest.mark.parametrize(("mapping", "message", "hint"), [
    ({"titel": "A"}, "there is no field 'titel'", "did you mean title? (valid: id, date, "),
    ({"figures.A b": "A"}, "there is no field", "did you mean figures.NAME?"),
    ({"date": "Datm"}, "there is no column 'Datm'", "did you mean Datum?"),
    ({"date": "zzz"}, "there is no column 'zzz'", "the columns are Datum, Titel, x"),
    ({"date": "x", "title": "x"}, "the column 'x' is given for two fields", "date and title are two"),
    ({"date": ""}, "no column is the date of an event", "the columns are Datum, Titel, x: say which"),
    ({"title": ""}, "no column is the title of an event", "the columns are Datum, Titel, x"),
])  # fmt: skip
def test_what_is_given_wrongly_is_refused_with_a_mend(mapping, message, hint):
    with pytest.raises(UsageError) as error:
        read("csv", b"Datum,Titel,x\n2020,T,1\n", options(mapping=mapping))
    assert error.value.message.startswith(message)
    assert error.value.hint.startswith(hint)


@pytest.mark.parametrize(("text", "message"), [
    ("", "the table is empty"), ("\n \n\n", "the table is empty"),
    ("2020,T\n2021,U\n", "no column is the title of an event"),
    ('Date,Title\n2020,"T\n2021,U\n', "row 2 is no row of a table: unexpected end of data"),
    ('Date,Title\n2020,"T" x\n', "row 2 is no row of a table: ',' expected after '\"'"),
])  # fmt: skip
def test_what_is_no_table_is_refused_as_a_whole(text, message):
    with pytest.raises(UsageError) as error:
        read("csv", text.encode(), options())
    assert error.value.message.startswith(message)
    assert error.value.hint


@pytest.mark.parametrize(("row", "reason"), [
    ("2020,,", "it has no title"), (",T,", "it has no date"), ("2020,T,,,x", "it has 5 cells"),
    ("2020,T,kaputt", "the status 'kaputt' is neither planned nor cancelled nor happened"),
    ("x,T,", "'x' is not understood as a date"),
])  # fmt: skip
def test_a_row_that_cannot_be_an_event_spoils_no_other(row, reason):
    found = read("csv", f"Date,Title,Status\n{row}\n2020,U,,,\n".encode(), options())
    ((place, told, hint),) = found.refused
    assert place == "row 2"
    assert told.startswith(reason)
    assert hint
    assert [row.entry["title"] for row in found.rows] == ["U"]


def test_ids_are_written_as_a_store_writes_them():
    text = "ID;Datum;Titel;Teil von;After\nEV 12;2020;A;Größe 1;EV 12, EV-13\nev-12;2020;B;;\n---;2020;C;;\n"
    found = read("csv", text.encode(), options())
    assert found.rows[0].entry == {
        "id": "ev-12", "date": "2020", "title": "A", "part_of": "groesse-1", "after": ["ev-12", "ev-13"]}  # fmt: skip
    assert [(place, reason) for place, reason, _ in found.refused] == [
        ("row 3", "the id 'ev-12' is taken by row 2"), ("row 4", "id '---' has no letter or digit"),
    ]  # fmt: skip
    assert found.notes == ["4 ids are written as a store writes them: 'EV 12' as ev-12"]


def test_names_lose_what_they_cannot_have_and_rows_told_twice_are_one():
    text = 'Datum;Titel;Netzwerk\n2020;A;"NUM (Netz); _x|GBN"\n2020;A;"NUM (Netz); _x|GBN"\n2020;B;???\n'
    found = read("csv", text.encode(), options())
    assert [row.entry["networks"] for row in found.rows] == [["NUM Netz", "x", "GBN"]]
    assert [reason for _, reason, _ in found.refused] == ["'???' cannot name a network"]
    assert found.notes == [
        "4 names are written without the signs that a name cannot have: 'NUM (Netz)' as 'NUM Netz'",
        "1 row says what an earlier one says and is left out: row 3",
    ]


@pytest.mark.long
def test_a_table_of_very_many_bad_dates_is_refused_row_by_row():
    rows = "".join(f"irgend {n} und 2020;Titel {n}\n" for n in range(3_000))
    found = refused("csv", f"Datum;Titel\n{rows}")
    assert len(found) == 3_000
    assert all("is not understood as a date" in reason for _, reason, _ in found)


def test_two_texts_of_one_language_are_never_made_one():
    table = b"date,title,title_en\n2021-05,Deutsch,English\n2021-06,Same,Same\n2021-07,,Only\n"
    found = read("csv", table, options("en"))
    assert [row.entry["title"] for row in found.rows] == ["Same", "Only"]
    ((place, reason, hint),) = found.refused
    assert place == "row 2"
    assert reason == "it has two texts for the title in the store's language"
    assert hint == "pass one of the columns over: --map title="
    found = read("csv", table, options("de"))
    assert found.rows[0].entry["title"] == {"de": "Deutsch", "en": "English"}
