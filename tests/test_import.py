"""``timeline import``: what is shown, what is written, what is passed over, what is left out."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from tests.conftest import BUNDLED
from tests.importers.helpers import TODAY
from timeline.addition import AdditionError
from timeline.curation import Curation
from timeline.importers import Imported
from timeline.importers.harvest import Row
from timeline.importing import take_in

EMPTY = "events: []\n"
TABLE = (
    "Datum;Ereignis;Ort;Quelle;Zuständig\r\n"
    "1.7.2025;GBN tritt dem NUM bei;Berlin;https://num.example/gbn;AB\r\n"
    "April 2020;Gründung des NUM;;https://num.example;CD\r\n"
    "03/04/2024;Mehrdeutig;;;\r\n"
    ";Ohne Datum;;;\r\n"
)
STORE = """\
networks: {NUM: {name: Network}}
sources:
  known: {title: Known, published: 2020}
events:
  - id: num-founding
    date: 2020-04
    title: {de: Gründung des NUM, en: NUM founded}
    sources: [known]
"""


@pytest.fixture
def given(tmp_path):
    """Write a file beside the store and return its name."""

    def write(content, name):
        data = content if isinstance(content, bytes) else content.encode()
        path = tmp_path / "work" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return name

    return write


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\n+b.yaml", r"a\x0a+b.yaml"), (os.fsdecode(b"b\xf6.yaml"), r"b\xf6.yaml")],
    ids=ascii,
)
def test_a_difference_names_any_file_on_one_line(timeline, store, given, name, shown):
    store(EMPTY, name)
    run = timeline("import", given(TABLE, "table.csv"), "--store", name)
    assert run.out.startswith(f"--- {shown}\n+++ {shown}\n@@")


def test_a_table_is_shown_as_a_difference_and_written_when_asked(timeline, store, given):
    path = store(EMPTY)
    name = given(TABLE, "table.csv")
    run = timeline("import", name)
    assert path.read_text() == EMPTY
    assert run.status == 1  # two rows could not be read
    assert run.out.startswith("--- events.yaml\n+++ events.yaml\n")
    assert "+    date: 2025-07-01\n" in run.out
    said = run.err.splitlines()
    assert said[-1] == "2 events to add, 2 left out; --write writes them"
    assert "column 'Datum': date" in said
    assert "passed over: Zuständig" in said
    assert any(line.startswith("row 4: '03/04/2024' is ambiguous: 3 April 2024") for line in said)
    assert any(line.startswith("row 5: ") for line in said)
    run = timeline("import", name, "--write")
    assert (run.status, run.out) == (1, "")
    assert run.err.endswith("2 events added, 2 left out\n")
    text = path.read_text(encoding="utf-8")
    # In the order of dates, with the wording of the table.
    assert text.index("Gründung des NUM") < text.index("GBN tritt dem NUM bei")
    assert '{source: "https://num.example", stated: April 2020}' in text
    again = timeline("import", name, "--write")
    assert again.err.endswith("no events added, 2 there already, 2 left out\n")
    assert path.read_text(encoding="utf-8") == text


def test_what_is_there_is_found_by_date_and_title_and_what_looks_like_it_is_pointed_out(
    timeline, store, given
):
    path = store(STORE)
    name = given("Datum,Titel\nApril 2020,Gründung des NUM\n2020,Die Gründung des NUM\n", "t.csv")
    run = timeline("import", name, "--write")
    assert run.err.endswith("1 event added, 1 there already\n")
    assert (
        "warning[near-duplicate]: gruendung-num (2020) may be num-founding (April 2020)" in run.err
    )
    assert path.read_text(encoding="utf-8").startswith(STORE.replace("events:\n", "")[:20])


def test_an_id_that_is_another_event_is_left_out(timeline, store, given):
    store(STORE)
    name = given('{"id": "num-founding", "date": "2021", "title": "Something else"}\n', "t.jsonl")
    run = timeline("import", name)
    assert (run.status, run.out) == (1, "")
    assert "the event num-founding is another one in the store" in run.err


def test_networks_that_the_store_does_not_know_are_refused_or_declared(timeline, store, given):
    path = store(STORE)
    name = given("date,title,network\n2021,GBN joins,GBN\n2022,NUM grows,NUM\n", "t.csv")
    run = timeline("import", name)
    assert run.status == 1
    assert "row 2: there is no network 'GBN'; did you mean NUM?" in run.err or (
        "row 2: there is no network 'GBN'; declare it under 'networks:', or add --declare"
        in run.err
    )
    assert "1 event to add, 1 left out" in run.err
    store(STORE.replace("{NUM: {name: Network}}", "\n  NUM: {name: Network}"))
    run = timeline("import", name, "--declare", "--write")
    assert run.status == 0, run.err
    assert "  GBN: {name: GBN}\n" in path.read_text(encoding="utf-8")


def test_json_comes_back_as_it_went_out(timeline, store, monkeypatch, tmp_path):
    monkeypatch.setenv("TIMELINE_STORE", str(BUNDLED))
    path = tmp_path / "work" / "events.yaml"
    for name in ("all.json", "all.jsonl"):
        out = tmp_path / "work" / name
        assert timeline("list", "-o", str(out)).status == 0
        monkeypatch.delenv("TIMELINE_STORE")
        store(EMPTY)
        run = timeline("import", name, "--write")
        assert run.status == 0, run.err
        assert run.err.endswith("127 events added, 163 names added\n")
        back = tmp_path / "back" / name
        back.parent.mkdir(exist_ok=True)
        assert timeline("list", "-o", str(back)).status == 0
        assert back.read_bytes() == out.read_bytes()
        text = path.read_bytes()
        assert timeline("import", name, "--write").err.endswith(
            "no events added, 127 there already\n"
        )
        assert path.read_bytes() == text
        monkeypatch.setenv("TIMELINE_STORE", str(BUNDLED))


@pytest.mark.parametrize(("name", "arguments"), [("all.csv", ()), ("all.csv", ("--excel",)),
                                                 ("all.ics", ()), ("all.timelinejs.json", ())])  # fmt: skip
def test_what_other_formats_hold_comes_back(
    name, arguments, timeline, store, monkeypatch, tmp_path
):
    monkeypatch.setenv("TIMELINE_STORE", str(BUNDLED))
    out = tmp_path / "work" / name
    out.parent.mkdir(exist_ok=True)
    assert timeline("list", "-o", str(out), *arguments).status == 0
    old = json.loads(timeline("list", "-f", "json").out)
    monkeypatch.delenv("TIMELINE_STORE")
    store(EMPTY)
    run = timeline("import", name, "--write")
    assert run.status == 0, run.err
    new = json.loads(timeline("list", "-f", "json").out)
    assert len(new) == len(old) == 127
    if name == "all.csv":  # nothing is lost but the order of figures
        assert new == old
        return
    by_title = {(event["title"]["en"] or event["title"]["de"]): event for event in new}
    for event in old:
        title = event["title"]["en"]
        found = by_title[title]
        if name == "all.ics":
            assert found["date"]["edtf"] == event["date"]["edtf"]
            assert found["id"] == event["id"]


def test_sources_of_csl_go_to_the_catalogue(timeline, store, given):
    path = store(STORE)
    entry = [{"id": "x", "type": "webpage", "title": "A: page", "publisher": "P",
              "issued": {"date-parts": [[2021, 3]]}, "URL": "https://x.example"}]  # fmt: skip
    run = timeline("import", given(json.dumps(entry), "zotero.csl.json"), "--write")
    assert run.status == 0, run.err
    assert "1 name added" in run.err
    text = path.read_text(encoding="utf-8")
    assert 'title: "A: page"' in text
    assert "published: 2021-03" in text
    run = timeline("import", given(json.dumps(entry), "zotero.csl.json"), "--write")
    assert (run.status, run.err) == (0, "no names added, 1 there already\n")


def test_a_cell_may_be_as_long_as_a_summary(timeline, store, given):
    path = store(EMPTY)
    text = "word " * 50_000
    assert (
        timeline("import", given(f"date,title,summary\n2020,x,{text}\n", "t.csv"), "--write").status
        == 0
    )
    assert len(path.read_text(encoding="utf-8")) > 250_000


def test_what_could_not_be_read_again_is_left_out(timeline, store, given):
    """An event larger than what is read of one would keep the whole store from being read."""
    path = store(EMPTY)
    long = "Wort " * 110_000
    table = given(f"date,title,summary\n2020,Kurz,x\n2021,Lang,{long}\n", "table.csv")
    run = timeline("import", table, "--write")
    assert (run.status, run.err.count("row 3: it has more than 500,000 bytes")) == (1, 1)
    assert "1 event added, 1 left out" in run.err
    assert timeline("list").status == 0
    sources = json.dumps([
        {"id": "a", "type": "book", "title": "Kurz"},
        {"id": "b", "type": "book", "title": long},
    ])  # fmt: skip
    run = timeline("import", given(sources, "sources.csl.json"), "--write")
    assert run.status == 1
    assert "source b: it has more than 500,000 bytes" in run.err
    assert "Kurz" in path.read_text()
    assert timeline("list").status == 0


def test_what_is_too_large_only_as_it_would_be_written_is_not_written(timeline, store, given):
    path = store(EMPTY)
    text = "': " * 160_000  # each quotation mark is written twice
    run = timeline("import", given(f"date,title,summary\n2020,x,{text}\n", "t.csv"), "--write")
    assert (run.status, run.out) == (2, "")
    assert "this event has more than 500,000 bytes" in run.err
    assert path.read_text() == EMPTY


def test_no_more_is_taken_in_than_is_read_of_a_store(timeline, store, given, monkeypatch):
    store(EMPTY)
    table = f"date,title\n2020,x\n2020,{'y' * 1_000_000}\n"
    name = given(table, "table.csv")
    run = timeline("import", name, "--max-size", "1MB")
    told = "has more than 1,000,000 bytes; part it, or raise --max-size (64MB)"
    assert (run.status, run.out, run.err) == (2, "", f"timeline: {name} {told}\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table.encode())))
    run = timeline("import", "-", "--format", "csv", "--max-size", "1MB")
    assert (run.status, run.err) == (2, f"timeline: - {told}\n")
    assert timeline("import", name).err.count("row 3: it has more than 500,000 bytes") == 1


def test_a_table_of_endless_columns_is_refused(timeline, store, given):
    store(EMPTY)
    run = timeline("import", given("date,title" + "," * 20_000 + "\n2020,x\n", "table.csv"))
    assert (run.status, run.out) == (2, "")
    assert "the table has 20,002 columns, more than 16,384" in run.err


def test_stdin_and_a_name_of_a_format(timeline, store, monkeypatch):
    store(EMPTY)

    class Stdin:
        buffer = io.BytesIO(b"date,title\n2020,One\n")

    monkeypatch.setattr(sys, "stdin", Stdin())
    run = timeline("import", "-", "-f", "csv")
    assert (run.status, run.err.splitlines()[-1]) == (0, "1 event to add; --write writes them")


@pytest.mark.parametrize(
    ("file", "arguments", "said"),
    [
        (("t.csv", "a,b\n1,2\n"), ("-f", "cvs"), "there is no format to import 'cvs'; did you mean csv?"),
        (("t.xyz", "a,b\n1,2\n"), (), "it is not known what 't.xyz' is; add --format csv|ics|json"),
        (("t.csv", "Datum,Titel\n2020,x\n"), ("--map", "date"), "--map: 'date' is no field and column"),
        (("t.csv", "Datum,Titel\n2020,x\n"), ("--map", "dat=Datum"), "there is no field 'dat'; did you mean date?"),
        (("t.csv", "Datum,Titel\n2020,x\n"), ("--map", "date=Dtum"), "there is no column 'Dtum'; did you mean Datum?"),
        (("t.csv", "Datum,Titel\n2020,x\n"), ("--map", "date=Datum", "--map", "date=Titel"), "--map: date is given twice"),
        (("t.csv", "Datum,Titel\n2020,x\n"), ("--write", "--dry-run"), "--write contradicts --dry-run"),
        (("t.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"), ("--map", "date=x"), "ics has no columns; leave out --map"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_call_is_told_in_one_line(
    file, arguments, said, timeline, store, given
):
    path = store(EMPTY)
    run = timeline("import", given(file[1], file[0]), *arguments)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"timeline: {said}"), run.err
    assert run.err.count("\n") == 1
    assert path.read_text() == EMPTY


def test_what_cannot_be_read_at_all(timeline, store, given, monkeypatch):
    store(EMPTY)
    monkeypatch.setattr(sys, "stdin", None)
    for name, said in (
        ("-", "stdin is closed; name a file"),
        ("nosuch.csv", "nosuch.csv cannot be read: no such file"),
        (".", ". is no file"),
    ):
        run = timeline("import", name)
        assert run.status in (1, 2)
        assert run.err.startswith(f"timeline: {said}"), run.err
    for name, content in (("t.json", b"[" * 100_000), ("t.json", b"{"), ("t.jsonl", b"\xff\xfe{"),
                          ("t.ics", b"nothing"), ("t.csv", b""), ("t.csv", b"\0" * 100)):  # fmt: skip
        run = timeline("import", given(content, name))
        assert run.status in (1, 2), (name, content[:20])
        assert "Traceback" not in run.err


WRONG = (
    "id,date,title,stated,source,follows\n"
    "x,2021-05-01,Wrong,im Juni 2021,https://a.example/1,\n"
    "y,2021-05-02,After it,,https://a.example/2,x\n"
    "z,2021-05-03,Good,am 3. Mai 2021,https://a.example/3,\n"
)


def test_what_the_rules_call_an_error_is_left_out_row_by_row(timeline, store, given):
    path = store(EMPTY)
    run = timeline("import", given(WRONG, "t.csv"), "--write")
    assert run.status == 1
    assert run.err.splitlines()[1:] == [
        (
            "row 2: 'im Juni 2021' is not 1 May 2021 (2021-05-01); "
            "correct the date or the quotation, or cite it under 'disputed:'"
        ),
        "row 3: it names an event that is left out",
        "1 event added, 2 left out",
    ]
    assert path.read_text().count("- id:") == 1
    assert timeline("check").status == 0
    run = timeline("import", given("\n".join(WRONG.splitlines()[:3]), "t.csv"), "--write")
    assert (run.status, run.err.splitlines()[-1]) == (1, "no events added, 2 left out")


def test_a_source_that_only_a_row_names_that_is_left_out_is_left_out_too(timeline, store, given):
    path = store(STORE)
    events = [{"id": name, "date": "2021-05-01", "title": name, "sources":
               [{"id": f"source-{name}", "title": f"On {name}", "stated": said}]}
              for name, said in (("good", "am 1. Mai 2021"), ("bad", "im Juni 2021"))]  # fmt: skip
    run = timeline("import", given(json.dumps(events), "t.json"), "--write")
    assert run.err.splitlines()[-1] == "1 event added, 1 name added, 1 left out"
    assert "source-good" in path.read_text()
    assert "source-bad" not in path.read_text()


def test_what_the_rules_doubt_of_dates_is_pointed_out(timeline, store, given):
    store(EMPTY)
    rows = ("date,title,stated,source\n2021-05-02,One,im Mai 2021,https://a.example/1\n"
            '2021-05-03,Two,"Dienstag, 3. Mai 2021",https://a.example/2\n')  # fmt: skip
    run = timeline("import", given(rows, "t.csv"))
    assert run.status == 0
    assert "warning[over-precise]: 2 May 2021 is more precise" in run.err
    assert "warning[stated-weekday]: '3. Mai 2021' was no Tuesday" in run.err
    assert run.err.count("warning[") == 2
    assert run.err.endswith("2 events to add; --write writes them\n")


def test_what_an_own_export_does_not_say_is_ignored_is_pointed_out_and_taken(
    timeline, store, given, tmp_path
):
    event = ("  - id: x\n    date: 2021-05-01\n    title: X\n"
             "    sources: [{source: https://a.example/1, stated: im Juni 2021}]\n")  # fmt: skip
    for name in ("own.json", "own.jsonl", "own.csv", "own.ics", "own.timelinejs.json"):
        store(f"events:\n{event}    ignore: {{stated-date: it is a slip}}\n")
        assert timeline("list", "-o", str(tmp_path / "work" / name)).status == 0
        path = store(EMPTY)
        run = timeline("import", name, "--write")
        assert run.status == 0
        assert "error[stated-date]: 'im Juni 2021' is not 1 May 2021" in run.err
        assert "- id: x" in path.read_text()


def test_a_source_of_the_catalogue_is_cited_and_none_is_made_up(timeline, store, given):
    path = store(STORE)
    rows = "Datum;Titel;Quelle\n6.7.2025;F;known\n7.7.2025;G;Known\n"
    run = timeline("import", given(rows, "t.csv"), "--write")
    assert run.status == 0, run.err
    assert path.read_text(encoding="utf-8").count("{source: known, stated:") == 2


def test_a_source_that_says_otherwise_is_left_as_it_is(timeline, store, given):
    path = store(STORE)
    items = [{"id": "known", "type": "book", "title": "Other"}, {"id": "new", "title": "New"}]
    run = timeline("import", given(json.dumps(items), "s.csl.json"), "--write")
    assert run.status == 1
    assert run.err.splitlines()[-2:] == [
        "source known: it is there, and says otherwise; edit the one that is there",
        "1 name added, 1 left out",
    ]
    added = STORE.replace("sources:\n", "sources:\n  new: {title: New}\n", 1)
    after = path.read_text(encoding="utf-8")
    assert "  new: {title: New}\n" in after
    assert sorted(after.splitlines()) == sorted(added.splitlines())


def test_events_that_cannot_be_in_their_order_are_left_out(timeline, store, given):
    path = store(EMPTY)
    rows = [{"id": name, "date": year, "title": name, "after": [other]}
            for name, other, year in (("a", "b", "2020"), ("b", "a", "2021"))]  # fmt: skip
    run = timeline("import", given(json.dumps(rows), "circle.json"), "--write")
    assert run.status == 1
    assert "event 1: 'a' comes after itself, by way of b" in run.err
    assert run.err.endswith(
        "event 2: it names an event that is left out\nno events added, 2 left out\n"
    )
    assert path.read_text() == EMPTY


def test_what_speaks_against_none_of_the_rows_speaks_against_the_whole_file(store):
    here = Curation(str(store(EMPTY)), "")
    row = Row("row 2", {"id": "x", "date": "2020", "title": "X"})
    named = {"sources": {"Not Id": {"title": "S"}}, "networks": {}, "kinds": {}}
    row.entry["sources"] = ["Not Id"]
    with pytest.raises(AdditionError, match="the source id 'Not Id' is not made of"):
        take_in(here, Imported([row], named, [], [], []), TODAY.toordinal())


def test_no_more_than_fifty_are_told_one_by_one(timeline, store, given):
    store(EMPTY)
    for number, (odd, said) in enumerate(
        (("03/04/2024,T", "and 3 more"), ("2020-05-02,T{},im Mai 2020,https://a.example/{}",
                                          "and 3 more; 'timeline check' tells them"))
    ):  # fmt: skip
        rows = "".join(f"{odd.format(n, n)}\n" for n in range(53))
        run = timeline("import", given(f"date,title,stated,source\n{rows}", f"{number}.csv"))
        told = [line for line in run.err.splitlines() if "ambiguous" in line or "warning[" in line]
        assert len(told) == 50
        assert said in run.err.splitlines()


def test_a_workbook_is_to_be_saved_as_a_table(timeline, store, given):
    store(EMPTY)
    run = timeline("import", given(b"PK\x03\x04\0", "x.xlsx"))
    assert run.status == 2
    assert run.err == (
        "timeline: the file is a workbook, or something else that is packed; "
        "save it as CSV (UTF-8), and import that\n"
    )


def test_a_broken_store_gets_nothing(timeline, store, given):
    path = store("events:\n  - {id: a}\n")
    run = timeline("import", given("date,title\n2020,x\n", "t.csv"), "--write")
    assert run.status == 1
    assert "error[missing-key]" in run.err
    assert path.read_text() == "events:\n  - {id: a}\n"
