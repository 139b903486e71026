"""The same from Python: what ``import timeline`` offers, and docs/python.md."""

from __future__ import annotations

import copy
import json
import math
import re
import subprocess
import sys
import threading
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import polars as pl
import pytest

import timeline
from tests.conftest import BUNDLED, ROOT
from timeline import formats
from timeline.errors import DateError, QueryError, StoreError, UsageError

STORE = """
language: en
networks: {NUM: , GBN: }
kinds: {law: {name: {de: Gesetz, en: Law}}}
sources:
  report: {title: "<b>Report</b>", url: "https://a.example/?a=1&b=2", published: 2022}
events:
  - {id: one, date: 2020-04, title: {de: Eins, en: "One <script>alert(1)</script>"}, kind: law,
     networks: [NUM, GBN], sources: [report], figures: {sites: 37, money: "~2.5"}, place: Berlin}
  - {id: two, date: 2022/2023, title: Two, networks: [NUM], status: planned, figures: {sites: ">750"},
     disputed: [{date: 2021, sources: [report]}]}
  - {id: three, date: "2024-05-06", title: Three, after: two, tags: [a, b]}
"""
TODAY = date(2026, 11, 21)


@pytest.fixture
def c(store):
    return timeline.load(store(STORE), today=TODAY)


def ids(chronology: timeline.Chronology) -> list[str]:
    return [match.event.id for match in chronology]


def test_the_example_of_the_readme_works():
    c = timeline.load(str(BUNDLED))
    found = c.between("2022", "2025", network="NUM")
    assert len(found) > 10
    assert all("NUM" in match.event.networks for match in found)
    assert json.loads(found.to_json())[0]["id"] == found[0].event.id


def test_every_method_narrows_and_leaves_what_it_was_called_on_as_it_was(c):
    assert ids(c) == ["one", "two", "three"]
    assert ids(c.between("2022", "2023")) == ["two"]
    assert ids(c.between(date(2020, 4, 1), None)) == ["one", "two", "three"]
    assert ids(c.between(None, "2021")) == ["one", "two"]
    assert ids(c.between("2020", "2024", "title:One OR title:Three", network="NUM")) == ["one"]
    assert ids(c.where("network:NUM", "not:status:planned")) == ["one"]
    assert ids(c.where("network:NUM").where(kind="law")) == ["one"]
    assert ids(c.search("three OR two")) in (["two", "three"], ["three", "two"])
    assert ids(c.known_by("2022-12-31")) == ["one"]
    assert ids(c.known_by(date(2021, 12, 31))) == []
    assert ids(c.at("2022-07-01")) == ["two"]
    assert ids(c.sorted("title", reverse=True)) == ["two", "three", "one"]
    assert ids(c.limit(1)) == ["one"]
    assert c.limit(1).counts == (3, 0)
    assert ids(c) == ["one", "two", "three"]


def test_possible_matches_are_marked_and_can_be_left_out(c):
    found = c.between("2020-04-02", "2021")
    assert [(m.event.id, m.certainty) for m in found] == [("one", "possible"), ("two", "possible")]
    assert found.counts == (0, 2)
    assert ids(found.certain()) == []
    assert ids(found.where(certain=True)) == []
    assert ids(found.where("certain:no")) == ["one", "two"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"network": "NUM"}, ["one", "two"]), ({"network": ["NUM", "GBN"]}, ["one", "two"]),
        ({"networks": "GBN,NUM"}, ["one", "two"]), ({"kind": "law"}, ["one"]),
        ({"tag": ("a", "b")}, ["three"]), ({"status": "planned"}, ["two"]),
        ({"place": "berlin"}, ["one"]), ({"source": "report"}, ["one", "two"]),
        ({"since": "2024"}, ["three"]), ({"until": date(2020, 12, 31)}, ["one"]),
        ({"since": 2021, "until": 2023}, ["two"]), ({"within": "2020"}, ["one"]),
        ({"before": "2021"}, ["one"]), ({"after": "2021"}, ["two", "three"]),
        ({"date": "2020"}, ["one"]), ({"known_by": "2022"}, ["one"]),
        ({"on_this_day": date(1999, 5, 6)}, ["three"]), ({"id": "one,two"}, None),
        ({"id": ["one", "two"]}, ["one", "two"]), ({"title": "three"}, ["three"]),
        ({"figures": {"sites": 37}}, ["one"]), ({"figures": {"sites": ">=30", "money": "*"}}, ["one"]),
        ({"network": None, "certain": False}, ["one", "two", "three"]), ({"network": []}, []),
        ({"certain": True, "before": "2021"}, ["one"]),
    ],
    ids=str,
)  # fmt: skip
def test_fields_are_given_as_values(c, fields, expected):
    if expected is None:
        with pytest.raises(UsageError, match="there is no event 'one,two'"):
            c.where(**fields)
    else:
        assert ids(c.where(**fields)) == expected


@pytest.mark.parametrize(("fields", "said"), [
    ({"certain": ["yes", "no"]}, "certain: is either yes or no; keep one of them"),
    ({"date": ["2020"] * 101}, "a query has at most 100 terms about time; ask for less at once"),
], ids=["certain", "times"])  # fmt: skip
def test_what_fields_contradict_is_told_with_a_mend(c, fields, said):
    with pytest.raises(UsageError) as refused:
        c.where(**fields)
    assert f"{refused.value.message}; {refused.value.hint}" == said


def test_what_cannot_be_asked_is_an_exception_with_a_mend(c):
    with pytest.raises(QueryError) as refused:
        c.where("kind:law network:NUN")
    assert (refused.value.query, refused.value.at) == ("kind:law network:NUN", 17)
    day: Any = "2025-01-01"
    for ask, error, said in (
        (lambda: c.where(netwrok="NUM"), UsageError, "there is no field 'netwrok'"),
        (lambda: c.where(network="NUN"), UsageError, "there is no network 'NUN'"),
        (lambda: c.where(since="gestren"), DateError, "since: 'gestren'"),
        (lambda: c.between("2025", "2022"), UsageError, "'2025' is after '2022'"),
        (lambda: c.between("x", "y"), DateError, "'x'"),
        (lambda: c.sorted("titel"), UsageError, "there is no order 'titel'"),
        (lambda: c.limit(-1), UsageError, "a limit cannot be -1"),
        (lambda: c.limit("abc"), UsageError, "a limit cannot be 'abc'"),
        (lambda: c.said_in("fr"), UsageError, "there is no language 'fr'"),
        (lambda: c.where("network:\ud800"), QueryError, "there is no network"),
        (lambda: c.where(id="\ud800"), UsageError, "there is no event"),
        (
            lambda: timeline.load(BUNDLED, today=day),
            UsageError,
            "today cannot be '2025-01-01'",
        ),
        (lambda: c.to_json(fields=["titel"]), UsageError, "there is no field 'titel'"),
        (lambda: c.to_json(fields="id"), UsageError, "fields are a list of names, not 'id'"),
        (lambda: timeline.load("/nope"), UsageError, "/nope"),
        (lambda: timeline.load(BUNDLED, language="fr"), UsageError, "there is no language 'fr'"),
    ):
        with pytest.raises(error, match=re.escape(said)) as refusal:
            ask()
        assert isinstance(refusal.value, timeline.TimelineError)


def test_what_was_certain_at_one_step_may_be_possible_at_the_next(c):
    certain = c.between("2019", "2021").certain()
    assert ids(certain) == ["one"]
    assert [m.certainty for m in certain.between("2020-04-02", "2020-04-03")] == ["possible"]
    assert ids(certain.where("certain:no")) == []
    assert c.between(None, None).counts == (3, 0)
    assert len(c.limit(2**70)) == 3
    assert ids(c.where(figures={"sites": None})) == ids(c)
    assert ids(c.where(figures={"sites": 37.0})) == ["one"]


def test_any_thread_may_ask(c):
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(ids(c.between("2022", "2023"))))
               for _ in range(8)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["two"]] * 8


def test_a_broken_store_is_told_when_it_is_loaded(store):
    path = store("events: [{id: A}]")
    with pytest.raises(StoreError) as refused:
        timeline.load(path)
    assert {p.code for p in refused.value.problems} == {"bad-id", "missing-key"}


def test_a_chronology_is_an_immutable_sequence(c):
    assert c[0].event.id == "one"
    assert c[-1].event.id == "three"
    assert c["two"].event.title.en == "Two"
    assert "two" in c
    assert c[0] in c
    assert c[0].event in c
    assert "four" not in c
    with pytest.raises(KeyError):
        c["four"]
    with pytest.raises(IndexError):
        c[3]
    with pytest.raises(AttributeError, match="cannot be changed"):
        c.today = TODAY
    with pytest.raises(AttributeError):
        c[0].event.id = "x"
    with pytest.raises(AttributeError, match="cannot be changed"):
        del c.today
    with pytest.raises(TypeError):
        c.answer.kinds["q"] = 1
    assert copy.copy(c) is copy.deepcopy(c) is c
    assert c.events == tuple(match.event for match in c.matches)
    assert repr(c.between("2020-04-02", "2020-04-02")) == "<Chronology: 0 certain, 1 possible>"


def test_relative_dates_count_from_the_day_that_was_given(store):
    path = store("events: [{id: a, date: 2019-07-01, title: A}]")
    assert ids(timeline.load(path, today=date(2020, 3, 3)).at("last year")) == ["a"]
    assert ids(timeline.load(path, today=date(2022, 3, 3)).at("last year")) == []


def test_the_language_is_as_asked_for_or_the_stores(c, store):
    assert c.language == "en"
    assert "April 2020** – One" in c.to_markdown()
    assert "(NUM, GBN; Gesetz)" in c.said_in("de").to_markdown()
    assert c.said_in("de").to_dicts()[0]["title"] == "Eins"
    assert timeline.load(store(STORE), language="de").language == "de"


def test_python_and_the_command_line_give_the_same_bytes(c, store, process, timeline):
    store(STORE)
    for arguments, chronology in (
        (["list"], c), (["list", "network:NUM"], c.where("network:NUM")),
        (["between", "2020", "2022"], c.between("2020", "2022")), (["at", "2022"], c.at("2022")),
        (["search", "two"], c.search("two")), (["list", "--lang", "de"], c.said_in("de")),
    ):  # fmt: skip
        run = timeline(*arguments, "-f", "json", "--today", "2026-11-21")
        assert run.out == chronology.to_json()
        run = timeline(*arguments, "--lang", chronology.language, "--today", "2026-11-21")
        assert run.out == chronology.to_markdown()
    assert process("list", "-f", "json").stdout.decode() == c.to_json()
    assert process("list", "--lang", c.language).stdout.decode() == c.to_markdown()


@pytest.mark.parametrize("name", formats.FORMATS)
def test_python_and_the_command_line_give_the_same_bytes_in_every_format(
    c, timeline, tmp_path, name
):
    template = ("--template", "{id}: {title}") if name == "template" else ()
    suffix = next(iter((*formats.FORMATS[name].suffixes, *formats.FORMATS[name].also)), ".txt")
    arguments = ("list", "-f", name, "-o", f"x{suffix}", *template, "--today", "2026-11-21")
    run = timeline(*arguments, "--lang", "en")
    assert run.status == 0, run.err
    style = formats.Style(template="{id}: {title}", today=TODAY.toordinal())
    written = (tmp_path / "work" / f"x{suffix}").read_bytes()
    assert written == b"".join(c.render_bytes(name, style if template else None))
    if not formats.FORMATS[name].is_binary:
        assert written.decode() == "".join(c.render(name, style if template else None))
    else:
        with pytest.raises(UsageError, match=f"{name} is no text") as refused:
            c.render(name)
        assert refused.value.hint == "ask render_bytes for its bytes"


def test_a_style_that_no_drawing_can_follow_is_refused_with_the_nearest_right_one(c):
    for name, style, said in (
        ("svg", {"lanes": "netwrok"}, "there is no kind of lanes 'netwrok'; did you mean network?"),
        ("chart", {"lanes": ""}, "there is no kind of lanes ''"),
        ("svg", {"pixels": 199}, "svg: on 199 pixels there is no room for words"),
        ("png", {"pixels": -1}, "png: on -1 pixels there is no room for words"),
        ("png", {"scale": 0}, "a png cannot be drawn 0 times as large"),
        ("png", {"scale": math.nan}, "a png cannot be drawn nan times as large"),
        ("csv", {"fields": ("titel",)}, "there is no field 'titel'; did you mean title?"),
    ):  # fmt: skip
        for render in (c.render_bytes, c.render):
            if not (formats.FORMATS[name].is_binary and render == c.render):
                with pytest.raises(UsageError) as refused:
                    render(name, formats.Style(**style))
                assert f"{refused.value.message}; {refused.value.hint}".startswith(said)
    assert "".join(c.render("markdown", formats.Style(lanes="foo", pixels=1, scale=0)))


def test_dicts_are_flat_rows_with_the_same_keys_and_types(c):
    rows = c.to_dicts()
    assert len({tuple(row) for row in rows}) == 1
    one, two, three = rows
    assert (one["date"], one["date_text"], one["earliest"]) == (
        "2020-04",
        "April 2020",
        "2020-04-01",
    )
    assert (one["figures.sites"], one["figures.sites.hedge"]) == (37, "")
    assert (two["figures.sites"], two["figures.sites.hedge"]) == (750, ">")
    assert (one["figures.money"], one["figures.money.hedge"]) == (2.5, "~")
    assert (math.isnan(three["figures.sites"]), three["figures.sites.hedge"]) == (True, "")
    assert (three["after"], three["tags"], two["status"]) == (["two"], ["a", "b"], "planned")
    for name in one:
        (kind,) = {type(row[name]) for row in rows}
        assert kind in (str, float, list)


def test_pandas_and_polars_take_the_rows_as_they_are():
    rows = timeline.load(BUNDLED).to_dicts()
    frame, table = pd.DataFrame(rows), pl.DataFrame(rows)
    assert len(frame) == len(table) == len(rows)
    assert table.schema["figures.funding_eur"] == pl.Float64
    assert table.schema["networks"] == pl.List(pl.String)
    assert set(table["status"]) == set(frame["status"]) == {"", "planned"}
    assert table["figures.funding_eur"].drop_nans().max() == frame["figures.funding_eur"].max()


def test_changes_between_two_versions_can_be_narrowed_by_names_of_either(store):
    def version(name: str, *events: str) -> timeline.Chronology:
        return timeline.load(store(f"events: [{', '.join(events)}]", name), today=TODAY)

    old = version("old.yaml", "{id: a, date: 2020, title: A, networks: [NUM]}",
                  "{id: b, date: 2021, title: B, networks: [GBN]}")  # fmt: skip
    new = version("new.yaml", "{id: a, date: 2020-04, title: A, networks: [MII]}",
                  "{id: c, date: 2021, title: C, networks: [GBN]}")  # fmt: skip
    everything = new.changes_since(old)
    assert [e.id for e in everything.added + everything.removed] == ["c", "b"]
    for network in ("NUM", "MII", "mi*"):
        found = new.changes_since(old, network=network)
        assert [changed.new.id for changed in found.changed] == ["a"]
        assert found.added == found.removed == ()
    assert new.changes_since(old, "network:GBN").changed == ()
    with pytest.raises(QueryError, match="there is no network 'XYZ'"):
        new.changes_since(old, "network:XYZ")
    assert new.changes_since(new).is_empty


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.text.append(data)


def test_a_notebook_shows_a_table_in_which_no_text_is_markup(c):
    page = Outline()
    page.feed(c.at("2020-04")._repr_html_() + c._repr_html_())
    assert not set(page.tags) & {"script", "b", "style", "img"}
    assert page.links == ["https://a.example/?a=1&b=2"] * 2
    said = "".join(page.text)
    assert "One <script>alert(1)</script>" in said
    assert "<b>Report</b>" in said
    assert "disputed: 2021" in said
    assert page.tags.count("tr") == 2 + 4


def test_a_notebook_tells_how_long_an_event_had_run(c):
    page = Outline()
    page.feed(c.at("2023-01-01")._repr_html_())
    (state,) = (match.state for match in c.at("2023-01-01") if match.state)
    assert state in page.text


def test_importing_timeline_imports_little_and_offers_its_names():
    code = "import sys, timeline; print(len([m for m in sys.modules if m.startswith('timeline')]))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) == 1
    for name in timeline.__all__:
        assert getattr(timeline, name).__doc__
        assert name in dir(timeline)
    with pytest.raises(AttributeError, match="no attribute 'lood'"):
        timeline.lood  # noqa: B018 - the attribute is asked for


def test_without_a_cache_no_index_is_left_on_the_disk(store, tmp_path):
    assert len(timeline.load(store(STORE), cache=False)) == 3
    assert not (tmp_path / "cache").exists()


def test_the_examples_of_the_page_about_python_do_what_they_say(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(blocks) > 3
    seen: dict[str, object] = {}
    for block in blocks:
        if "import pandas" in block:  # not a dependency: its rows are tested above
            continue
        for statement in re.split(r"\n(?=\S)", block.strip()):
            code, marked, expected = statement.partition("  # -> ")
            if marked:
                assert repr(eval(code, seen)) == expected, code
            else:
                exec(code, seen)
