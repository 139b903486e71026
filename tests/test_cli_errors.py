"""What is said about wrong usage and failures: UX 10, 13, 14, 15 and 20."""

from __future__ import annotations

import re

import pytest

from tests.amount import chosen
from tests.conftest import BUNDLED, Run
from timeline.cli.app import _Asked, _Ended
from timeline.errors import UsageError
from timeline.formats import FORMATS
from timeline.formats.basic import BASIC, check_basic

STORE = """\
networks: {NUM: {name: {de: Netzwerk Universitätsmedizin, en: Network of University Medicine}},
           GBN: {name: Node}}
kinds: {law: {name: Law}, founding: {name: {de: Gründung, en: Founding}}}
events:
  - {id: one, date: 2020-04, title: One, kind: founding, networks: [NUM], tags: [covid],
     figures: {funding_eur: 5, funding_eur_announced: 6, funds: 1, sites: 2}}
  - {id: two, date: 2025-07-01, title: Two, kind: law, networks: [NUM, GBN], tags: [biobank]}
"""
HUGE = "x" * 100_000
# What could act on a terminal, or hide or turn round what stands there.
ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
HOSTILE = "a\x1b[31m\x1b]0;x\x07\u202e\u200b\x9b\r\u2028\x00z"


@pytest.fixture(autouse=True)
def known_store(store):
    store(STORE)


def complaint(run: Run) -> str:
    """Return the one line said about wrong usage."""
    assert (run.status, run.out) == (2, ""), run
    assert run.err.startswith("timeline: ")
    assert run.err.endswith("\n")
    assert run.err.count("\n") == 1
    return run.err.removeprefix("timeline: ").rstrip("\n")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("lst",), "list"),
        (("LIST",), "list"),
        (("betwen", "2020", "2021"), "between"),
        (("netwroks",), "networks"),
        (("list", "--netwrk", "NUM"), "--network"),
        (("list", "--ntework=NUM"), "--network"),
        (("--langg", "de", "list"), "--lang"),
        (("show", "one", "--fromat", "json"), "--format"),
        (("list", "-n", "NUN"), "NUM"),
        (("list", "-n", "GBM"), "GBN"),
        (("list", "-k", "lw"), "law"),
        (("list", "-k", "fuonding"), "founding"),
        (("list", "-t", "cvoid"), "covid"),
        (("list", "--fields", "id,dat"), "date"),
        (("list", "--format", "jsn"), "json"),
        (("list", "--format", "JSON"), "json"),
        (("list", "--sort", "titel"), "title"),
        (("list", "--lang", "dee"), "de"),
        (("list", "--lang", "EN"), "en"),
        (("list", "--color", "alwys"), "always"),
        (("show", "tow"), "two"),
        (("list", "-n", "network university medicine"), "NUM"),
        (("list", "-k", "Gründungen"), "founding"),
        (("stats", "--sum", "funding"), "funding_eur"),
        (("stats", "--sum", "fundnig"), "funding_eur"),
        (("list", "--since", "3 mnoths ago"), "months"),
        (("at", "letzten Mnoat"), "monat"),
        (("at", "gestren"), "gestern"),
    ],
)
def test_a_misspelt_word_is_answered_with_the_nearest_right_one(timeline, arguments, meant):
    assert f"did you mean {meant}?" in complaint(timeline(*arguments))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zzzzz",), "there is no command 'zzzzz'; see 'timeline --help'"),
        (("list", "--zzzzz"), "there is no option --zzzzz; see 'timeline list --help'"),
        (("list", "-x"), "there is no option -x; see 'timeline list --help'"),
        (("-f", "json", "list"), "there is no option -f; see 'timeline --help' (the options of"),
        (("list", "-n"), "-n needs a value; see 'timeline list --help'"),
        (("between", "2020", "2021", "--since"), "--since needs a value; see 'timeline between --help'"),
        (("list", "--plain=3"), "--plain takes no value; see 'timeline list --help'"),
        (("show",), "no event is named; write timeline show num-founding"),
        (("between", "2020"), "missing argument 'END'; see 'timeline between --help'"),
        (("list", "--limit", "-1"), "--limit: '-1' is not a whole number from 0 on; write 10"),
        (("list", "--limit", "１"), "--limit: '１' is not a whole number from 0 on; write 10"),
        (("list", "--limit="), "--limit: '' is not a whole number from 0 on; write 10"),
        (("list", "--network=-x"), "there is no network '-x'; valid: NUM, GBN"),
        (("list", "--network="), "there is no network ''; valid: NUM, GBN"),
        (("list", "--fields", ",,"), "--fields is empty; valid: id, date, "),
        (("list", "--fields", "zzz"), "there is no field 'zzz'; valid: id, date, title, "),
        (("list", "--format", "zzz"), "there is no format 'zzz'; valid: table, plain, "),
        (("list", "--lang", "fr"), "--lang: there is no language 'fr'; write de or en"),
        (("list", "--lang="), "--lang: there is no language ''; write de or en"),
        (("list", "--color="), "--color cannot be ''; write auto, always or never"),
        (("list", "--store="), "--store is empty; name a YAML file, or a folder of them"),
        (("list", "--store", "/nope"), "--store: there is no '/nope'; "),
        (("list", "--today", "soon"), "--today: 'soon' is not a day; write 2026-11-21"),
        (("chart", "-o", "x.png", "--scale", "big"), "--scale: 'big' is not a scale; write a number from"),
        (("check", "events.yaml", "-s", "events.yaml"), "the store is named twice; name it once"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_helpful_line(timeline, arguments, said):
    assert complaint(timeline(*arguments)).startswith(said)


@pytest.mark.parametrize(
    "arguments", [("at", "{}"), ("between", "{}", "2030"), ("between", "2000", "{}"),
                  ("list", "--since", "{}"), ("list", "--until={}")], ids=" ".join,
)  # fmt: skip
def test_a_date_that_is_not_understood_is_answered_with_what_was_read(timeline, arguments):
    said = complaint(timeline(*(a.format("blursday") for a in arguments)))
    assert "'blursday'" in said
    assert len(re.findall(r"\b2025\b", said)) == 3
    said = complaint(timeline(*(a.format("03/04/2024") for a in arguments)))
    assert "ambiguous" in said
    assert "2024-04-03" in said
    assert "2024-03-04" in said
    assert "missing" in complaint(timeline(*(a.format("") for a in arguments)))


def test_the_option_with_the_wrong_date_is_named(timeline):
    assert complaint(timeline("list", "--until", "x y")).startswith("--until: 'x y' ")


def test_a_reversed_range_is_refused(timeline):
    for arguments in (("between", "2025", "2020"), ("list", "--since", "2025", "--until", "2020")):
        said = complaint(timeline(*arguments))
        assert said == "'2025' is after '2020'; give the earlier date first"
    assert timeline("between", "2020-04", "2020").status == 0


def test_what_is_wrong_about_the_options_is_said_before_the_store_is_read(timeline, store):
    store("events: [broken")
    for arguments in (("--lang", "fr"), ("--fields", "x"), ("--sort", "x"), ("--since", "x y"),
                      ("--today", "x"), ("--color", "x"), ("-f", "x"), ("--limit", "x")):  # fmt: skip
        complaint(timeline("list", *arguments))


def test_a_broken_store_answers_no_query_and_exits_with_1(timeline, store):
    store("events: [{id: A, date: 2020-13, titel: x}]")
    for command in (("list",), ("at", "2020"), ("show", "a"), ("networks",), ("info",)):
        run = timeline(*command)
        assert (run.status, run.out) == (1, "")
        assert "events.yaml:1:" in run.err
        assert "error[" in run.err


def test_no_traceback_without_debug_and_one_with_it(timeline, monkeypatch):
    for arguments in (("list", "-n", "x"), ("at", "x y"), ("list", "--xx"), ("list", "--store=/x")):
        assert "Traceback" not in timeline(*arguments).err
        run = timeline(*arguments, "--debug")
        assert run.status == 2
        assert run.err.startswith("Traceback (most recent call last):\n")
        assert run.err.splitlines()[-1].startswith("timeline: ")


def test_a_fault_of_our_own_is_one_line_too(timeline, monkeypatch):
    def fail(*_):
        raise RuntimeError("boom\nbang")

    monkeypatch.setattr("timeline.workspace.Workspace.answer", fail)
    run = timeline("list")
    assert (run.status, run.out) == (1, "")
    assert run.err == "timeline: RuntimeError: boom bang (--debug shows where)\n"
    assert "in fail" in timeline("--debug", "list").err


@pytest.mark.parametrize(
    ("error", "status"), [(KeyboardInterrupt, 130), (BrokenPipeError, 0), (MemoryError, 1)]
)
def test_every_way_to_end_has_its_status(timeline, monkeypatch, error, status):
    def fail(*_):
        raise error

    monkeypatch.setattr("timeline.workspace.Workspace.answer", fail)
    monkeypatch.setattr("timeline.cli.app._abandon_stdout", lambda: None)
    run = timeline("list")
    assert (run.status, run.out) == (status, "")
    assert "Traceback" not in run.err


def test_what_a_library_makes_of_ctrl_c_is_no_failure(timeline, monkeypatch):
    def fail(*_):
        raise RuntimeError("a callback failed")

    monkeypatch.setattr(_Asked, "end", KeyboardInterrupt())
    monkeypatch.setattr("timeline.workspace.Workspace.answer", fail)
    assert timeline("list") == Run(130, "", "")


def test_what_a_library_makes_of_another_end_is_that_end(timeline, monkeypatch):
    """As Python 3.11 does of whatever ``__set_name__`` raises."""

    def fail(*_):
        raise RuntimeError("a callback failed")

    monkeypatch.setattr(_Asked, "end", _Ended(15))
    monkeypatch.setattr("timeline.workspace.Workspace.answer", fail)
    with pytest.raises(_Ended) as ended:
        timeline("list")
    assert ended.value is _Asked.end


HOSTILE_PLACES = [
    ("{}",), ("list", "--{}"), ("list", "-n", "{}"), ("list", "-k", "{}"), ("list", "-t", "{}"),
    ("list", "--fields", "{}"), ("list", "--format", "{}"), ("list", "--sort", "{}"),
    ("list", "--lang", "{}"), ("list", "--color", "{}"), ("list", "--limit", "{}"),
    ("list", "--today", "{}"), ("list", "--since", "{}"), ("between", "2020", "{}"), ("at", "{}"),
    ("show", "{}"), ("list", "--store", "{}"), ("list", "-o", "{}"), ("list", "-o", "/nope/{}.md"),
    ("list", "kind:{}"), ("list", "--plain={}"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", HOSTILE_PLACES, ids=" ".join)
def test_no_argument_can_act_on_the_terminal_through_a_message(timeline, arguments):
    for text in (HOSTILE, HOSTILE.replace("\x00", ""), "\udcff\udc1bx", "\ud800"):
        for debug in ((), ("--debug",)):
            run = timeline(*(a.format(text) for a in arguments), *debug)
            assert run.status in (1, 2)
            assert run.out == ""
            assert not ACTING.search(run.err)


@pytest.mark.parametrize(
    "arguments", chosen(HOSTILE_PLACES, lambda place: place % 4 == 0), ids=" ".join
)
def test_an_endless_argument_is_not_repeated(timeline, arguments):
    for text in (HUGE, "1" * 100_000, "," * 100_000, "2020/" * 20_000, "[" * 100_000):
        run = timeline(*(a.format(text) for a in arguments))
        is_number = arguments[1:2] == ("--limit",) and text.isdigit()
        assert run.status in ((0,) if is_number else (1, 2))
        assert "Traceback" not in run.err
        assert len(run.err) < 1000


def test_names_and_content_of_a_store_cannot_act_on_the_terminal(timeline, store, tmp_path):
    name = "e\x1b[31m\u202e.yaml"
    store("events: [{id: a, date: 2020-13, title: x}]", name)
    run = timeline("list", "--store", name)
    assert run.status == 1
    assert not ACTING.search(run.err)
    assert "\\x1b[31m\\u202e" in run.err
    store("events: [{id: a, date: 2020, title: x}]", name)
    run = timeline("info", "--store", name)
    assert not ACTING.search(run.out)
    store('events: [{id: a, date: 2020, title: "x\x1b[31m", "\u202ebad": 1}]')
    run = timeline("list")
    assert run.status == 1
    assert not ACTING.search(run.err)


def test_the_current_folder_may_be_gone(timeline, tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert complaint(timeline("list")).startswith("the current folder is gone")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("at", "Ende 2025"), "'Ende 2025' is too vague to ask for (it means c. 2025); write 2025"),
        (("at", "2020?"), "'2020?' is too vague to ask for (it means probably 2020)"),
        (("at", "[2020,2024]"), "is more than one stretch of time (it means 2020 or 2024)"),
        (("between", "um 2018", "2020"), "'um 2018' is too vague to ask for"),
        (("list", "--since", "vor 2025"), "'vor 2025' has no first day"),
        (("list", "--until", "seit 2025"), "'seit 2025' has no last day"),
        (("at", "2025/.."), "'2025/..' has no last day"),
        (("at", "-0044"), "a date before the year 0 goes after --: timeline at -- -0044"),
        (("list", "--since", "2025-13"), "--since: '2025-13': there is no month 13; months are"),
        (("at", "2025-02-30"), "is not known; for example 2025, 2025-07 or 2025-07-01"),
        (("list", "--since", "x\x1by"), "--since: 'x\\x1by' is not understood as a date"),
        (("list", "--since", "a \r\tb"), "--since: 'a b' is not understood as a date; write 2025"),
        (("list", "--since", "x" * 99), f"--since: '{'x' * 60}…' is not understood as a date"),
        (("list", "-n", "NUM,NII"), "there is no network 'NII'; did you mean"),
        (("list", "--limit", "-1"), "--limit: '-1' is not a whole number from 0 on; write 10"),
    ],
)  # fmt: skip
def test_a_window_that_is_not_one_stretch_of_days_is_refused(timeline, arguments, said):
    run = timeline(*arguments, "--store", str(BUNDLED))
    assert run.status == 2
    assert said in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    "date", ["201X", "2022/2023", "zwischen 2011 und 2013", "Q3 2025", "2001-24"]
)
def test_one_stretch_of_days_may_be_written_in_many_ways(timeline, date):
    assert timeline("at", date, "--store", str(BUNDLED)).status == 0


def test_a_date_before_the_year_0_is_asked_for_after_two_dashes(timeline, store):
    store("events: [{id: a, date: -0043, title: Ides}]")
    assert "**44 BCE**" in timeline("at", "--", "-0043").out


@pytest.mark.parametrize(("command", "what"), [
    ("networks", "networks"), ("tags", "tags"), ("info", "what is known of a store"),
    ("stats", "counts"),
])  # fmt: skip
def test_what_is_no_list_of_events_is_refused_in_a_format_for_events_alone(timeline, command, what):
    for name in sorted(set(FORMATS) - set(BASIC)):
        run = timeline(command, "-f", name)
        assert complaint(run) == (
            f"{what} cannot be written as {name}; valid: table, plain, markdown, json"
        )
    with pytest.raises(UsageError, match="cannot be written as xml"):
        check_basic("xml", what)
