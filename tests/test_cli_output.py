"""Where the answer goes and in which format: UX 1 to 7, 9, 12 and 24."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import timeline as api
from tests.conftest import BUNDLED, Run
from timeline import formats
from timeline.cli import session
from timeline.cli.commands import COMMANDS
from timeline.formats.registry import LOOKS, takers

STORE = """\
networks:
  NUM: {name: {de: Netzwerk, en: Network}, url: "https://num.example/"}
  GBN:
kinds:
  law: {name: {de: Gesetz, en: Law}}
  founding: {name: {de: Gründung, en: Founding}}
sources:
  report: {title: Report, url: "https://a.example/report"}
events:
  - {id: one, date: 2020-04, title: {de: Eins, en: One}, kind: founding, networks: [NUM],
     tags: [covid], sources: [report]}
  - {id: two, date: 2025-07-01, title: Two, kind: law, networks: [NUM, GBN], sources: [report]}
  - {id: three, date: 201X, title: Three, tags: [misc]}
"""
LISTS = ("networks", "kinds", "tags", "sources", "info")
READING = (
    ("list",), ("between", "2010", "2025"), ("at", "2020"), ("show", "one"), *((n,) for n in LISTS),
)  # fmt: skip
FORMATS = ("table", "plain", "markdown", "json")
FORCING = {
    "FORCE_COLOR": "3", "CLICOLOR_FORCE": "1", "CLICOLOR": "1", "GITHUB_ACTIONS": "true",
    "PY_COLORS": "1", "TTY_COMPATIBLE": "1", "TTY_INTERACTIVE": "1", "COLORTERM": "truecolor",
    "_TYPER_FORCE_DISABLE_TERMINAL": "0", "TERM": "xterm-256color", "CI": "true",
}  # fmt: skip


@pytest.fixture(autouse=True)
def known_store(store):
    store(STORE)


def ids(run: Run) -> list[str]:
    return [event["id"] for event in json.loads(run.out)]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_the_answer_is_on_stdout_and_a_file_leaves_stdout_empty(timeline, tmp_path, command):
    shown = timeline(*command, "--format", "json")
    assert shown.status == 0
    json.loads(shown.out)
    written = timeline(*command, "-o", str(tmp_path / "out.json"))
    assert (written.status, written.out) == (0, "")
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == shown.out
    assert written.err == shown.err


@pytest.mark.parametrize("name", FORMATS)
def test_counts_are_on_stderr_in_every_format(timeline, name):
    run = timeline("at", "2015", "--format", name)
    assert run.err == "1 event: 0 certain, 1 possible\n"
    assert "possible\n" not in run.out.splitlines()[0]


def test_no_match_is_a_success_that_is_said_on_stderr(timeline):
    run = timeline("between", "1900", "1901")
    assert (run.status, run.out, run.err) == (0, "", "no event matches\n")
    assert timeline("between", "1900", "1901", "-f", "json").out == "[]\n"
    assert timeline("between", "1900", "1901", "-f", "table").out == ""


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_pipe_gets_no_escape_byte_whatever_the_environment_says(timeline, monkeypatch, command):
    quiet = timeline(*command)
    for name, value in FORCING.items():
        monkeypatch.setenv(name, value)
    for name in FORMATS:
        assert "\x1b" not in timeline(*command, "--format", name).out
    forced = timeline(*command)
    assert (forced.out, forced.err) == (quiet.out, quiet.err)
    assert "\x1b" not in forced.out + forced.err


def test_a_process_in_a_pipe_gets_no_escape_byte_either(process):
    for arguments in (("list",), ("list", "--format", "table"), ("list", "-n", "x"), ("--help",)):
        run = process(*arguments, env=FORCING)
        assert b"\x1b" not in run.stdout + run.stderr


def test_colour_always_is_the_one_way_to_colour_a_pipe(timeline, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[" in timeline("list", "--color=always").out
    assert "\x1b" not in timeline("list", "--color=never", "--format", "table").out
    assert "\x1b" not in timeline("list", "--color=always", "--format", "json").out
    assert "\x1b" not in timeline("list", "--color=always", "--format", "markdown").out


def test_piped_markdown_is_one_event_a_line_and_every_source_once(timeline):
    run = timeline("list")
    events, _, notes = run.out.partition("\n\n")
    assert [line[:4] for line in events.splitlines()] == ["- **"] * 3
    assert events.count("[^1]") == 2
    assert notes == "[^1]: Report. <https://a.example/report>\n"


def test_the_suffix_of_the_file_chooses_the_format(timeline, tmp_path):
    for suffix, start in ((".md", "- **"), (".MARKDOWN", "- **"), (".json", "["), (".txt", "Date")):
        path = tmp_path / f"out{suffix}"
        assert timeline("list", "-o", str(path)).status == 0
        assert path.read_text(encoding="utf-8").startswith(start)


def test_the_format_beats_the_pipe_and_a_dash_is_stdout(timeline):
    assert timeline("list", "-f", "json", "-o", "-").out.startswith("[")
    assert timeline("list", "-o", "-").out.startswith("- **")
    assert timeline("list", "-f", "table").out.startswith("2010")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-f", "json", "-o", "out.md"), "--format json contradicts the suffix of 'out.md'"),
        (("-o", "out.csvx"), "the suffix of 'out.csvx' means no format"),
        (("-o", "out"), "the suffix of 'out' means no format"),
        (("-o", ""), "--output is empty"),
        (("-f", ""), "there is no format ''"),
        (("--plain", "-f", "json"), "--plain contradicts --format json"),
        (("--plain", "-o", "out.md"), "--plain contradicts the suffix of 'out.md'"),
        (("--plain", "--template", "{id}"), "--template contradicts --plain"),
        (("--headings", "--excel"), "--excel contradicts --headings; only csv knows --excel"),
        (("--excel", "-o", "out.md"), "contradicts the suffix of 'out.md'; only csv knows --excel"),
        (("--fields", "id", "-o", "out.svg"), "--fields contradicts the suffix of 'out.svg'; only"),
    ],
)
def test_a_contradiction_about_the_output_is_wrong_usage(timeline, arguments, said, tmp_path):
    run = timeline("list", *arguments)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert run.err.count("\n") == 1
    assert not list((tmp_path / "work").glob("out*"))


VALUES = {"fields": "id", "template": "{id}", "lanes": "kind", "width": "300", "scale": "2"}
"""The options about looks that take a value, and one that every format that knows them takes."""


@pytest.mark.parametrize("look", LOOKS)
def test_a_format_refuses_every_option_about_looks_that_it_does_not_know(timeline, look):
    option = [f"--{look}", *([VALUES[look]] if look in VALUES else [])]
    for name in formats.FORMATS:
        format_ = [] if name == "template" == look else ["-f", name]
        # A store that is not there: the options are looked at before it.
        run = timeline("chart", *format_, *option, "-s", "nowhere.yaml")
        assert (run.status, run.out) == (2, "")
        if name in takers(look):
            assert "nowhere.yaml" in run.err
        elif name == "template":
            assert "needs a template" in run.err
        else:
            assert f"--{look} contradicts --format {name}; only " in run.err
            assert run.err.endswith(f" --{look}\n")
            assert all(known in run.err for known in takers(look))


@pytest.mark.long
@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_format_knows_the_options_about_looks_that_change_its_bytes(timeline, name):
    """What the registry says of each format holds of its bytes, too."""
    answer = api.load(str(BUNDLED), language="en").where("network:M1").answer
    usual = formats.Style(today=739942, template="{id}", scale=0.2, pixels=900)
    changes: dict[str, dict[str, Any]] = {
        "fields": {"fields": ("id", "title")}, "template": {"template": "{title}"},
        "headings": {"headings": True}, "excel": {"excel": True}, "lanes": {"lanes": "kind"},
        "ascii": {"is_ascii": True}, "width": {"width": 60, "pixels": 800}, "scale": {"scale": 0.3},
        "flat": {"flat": True},
    }  # fmt: skip

    def written(*looks: str) -> bytes:
        style = usual._replace(**{k: v for look in looks for k, v in changes[look].items()})
        return b"".join(formats.render_bytes(name, answer, style))

    known = formats.FORMATS[name].takes
    assert set(known) <= set(LOOKS)
    assert written(*(look for look in LOOKS if look not in known)) == written()
    assert len({written(), *map(written, known)}) == 1 + len(known)


def test_a_suffix_may_stand_for_the_usual_format_but_an_option_beats_that(timeline, tmp_path):
    for option, start in (((), "2010 "), (("--template", "{id}:"), "three:\n"),
                          (("--plain",), "Date: "), (("--ascii",), "2010 ")):  # fmt: skip
        run = timeline("chart", *option, "-o", "out.txt")
        written = (tmp_path / "work" / "out.txt").read_text(encoding="utf-8")
        assert (run.status, written[: len(start)]) == (0, start)
        assert written.isascii() == bool(option)
    assert "contradicts the format chart" in timeline("chart", "--fields", "id").err


def test_a_picture_is_never_wider_than_asked_for(timeline):
    for name in ("svg", "png"):
        for width, status in (("199", 2), ("20", 2), ("200", 0)):
            run = timeline("chart", "-o", f"out.{name}", "--width", width)
            assert run.status == status
            said = (
                f"{name}: on {width} pixels there is no room for words; choose a width from 200 on"
            )
            assert (said in run.err) == bool(status)
    assert timeline("chart", "--width", "20").status == 0


def test_a_table_may_go_into_a_text_file(timeline, tmp_path):
    assert timeline("list", "-f", "table", "-o", "out.txt").status == 0
    assert (tmp_path / "work" / "out.txt").read_text(encoding="utf-8").startswith("2010")


def test_a_file_is_replaced_whole_and_keeps_its_mode_and_its_link(timeline, tmp_path):
    real = tmp_path / "real.md"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "link.md").symlink_to(real)
    assert timeline("list", "-o", str(tmp_path / "link.md")).status == 0
    assert (tmp_path / "link.md").is_symlink()
    assert real.read_text(encoding="utf-8").startswith("- **")
    assert real.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.glob("*.tmp")] == []


def test_a_file_of_several_names_keeps_them_and_is_cut_to_its_new_length(timeline, tmp_path):
    path, other = tmp_path / "out.md", tmp_path / "other.md"
    path.write_text("old\n" * 9999)
    other.hardlink_to(path)
    assert timeline("list", "-o", str(path)).status == 0
    assert other.samefile(path)
    assert other.read_text(encoding="utf-8") == timeline("list").out
    assert timeline("list", "-n", "NOPE", "-o", str(path)).status == 2
    assert other.read_text(encoding="utf-8").startswith("- **")
    assert list(tmp_path.glob("*.tmp")) == []


def test_a_failed_answer_leaves_the_file_as_it_was(timeline, tmp_path):
    (tmp_path / "out.md").write_text("old")
    assert timeline("list", "-n", "NOPE", "-o", str(tmp_path / "out.md")).status == 2
    assert (tmp_path / "out.md").read_text() == "old"


def test_a_device_is_written_to_directly(timeline):
    assert timeline("list", "-f", "json", "-o", "/dev/null").status == 0


@pytest.mark.parametrize("path", ["/nope/out.md", "/proc/out.md", "a\0b.md"])
def test_a_file_that_cannot_be_written_is_one_line_and_a_failure(timeline, path):
    run = timeline("list", "-o", path)
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("timeline: cannot write ")
    assert run.err.count("\n") == 1


def test_json_is_one_array_of_whole_events(timeline):
    first, *_ = json.loads(timeline("list", "-n", "num", "-f", "json").out)
    assert list(first) == [
        "id", "date", "title", "kind", "networks", "certainty", "status", "summary", "place",
        "tags", "figures", "sources", "disputed", "part_of", "follows",
        "after", "before", "by", "state",
    ]  # fmt: skip
    assert first["date"] == {
        "edtf": "2020-04", "text": "April 2020", "earliest": "2020-04-01",
        "latest": "2020-04-30", "precision": "month",
    }  # fmt: skip


def test_json_knows_no_bound_where_there_is_none(timeline, store):
    store("events: [{id: a, date: 2025/.., title: A}, {id: b, date: ../2020, title: B}]")
    b, a = sorted(json.loads(timeline("list", "-f", "json").out), key=lambda e: -ord(e["id"]))
    assert (b["date"]["earliest"], b["date"]["latest"]) == (None, "2020-12-31")
    assert (a["date"]["earliest"], a["date"]["latest"]) == ("2025-01-01", None)


@pytest.mark.parametrize("name", FORMATS)
def test_fields_select_and_order(timeline, name):
    run = timeline("list", "-n", "GBN", "--fields", " title ,,id,title", "-f", name)
    assert run.status == 0
    assert run.out.index("Two") < run.out.index("two")
    assert "2025" not in run.out
    if name == "json":
        assert json.loads(run.out) == [{"title": {"de": None, "en": "Two"}, "id": "two"}]


def test_plain_has_labels_and_neither_boxes_nor_colour(timeline):
    run = timeline("list", "--plain")
    assert "Date: April 2020\nTitle: One\nKind: Founding\n" in run.out
    assert re.fullmatch(r"[\x20-\x7e\n]*", run.out)
    assert timeline("list", "--plain", "-f", "plain").out == run.out
    assert timeline("--plain", "list").out == run.out


def test_a_possible_match_is_said_in_words_in_every_format(timeline):
    for name in FORMATS:
        assert "possible" in timeline("at", "2015", "-f", name).out
        assert timeline("at", "2015", "--certain", "-f", name).out in ("", "[]\n")


def test_several_of_one_option_are_any_and_different_options_all_of_them(timeline):
    assert ids(timeline("list", "-k", "law", "-k", "founding", "-f", "json")) == ["one", "two"]
    assert ids(timeline("list", "-n", "NUM", "-k", "law", "-f", "json")) == ["two"]
    assert ids(timeline("list", "-n", "GBN", "-k", "founding", "-f", "json")) == []
    assert ids(timeline("list", "-nNUM", "--network=GBN", "-t", "misc", "-f", "json")) == []


def test_limit_and_order(timeline):
    assert ids(timeline("list", "--limit", "0", "-f", "json")) == []
    assert ids(timeline("list", "--limit", "1", "--reverse", "-f", "json")) == ["two"]
    assert ids(timeline("list", "--sort", "title", "-f", "json")) == ["one", "three", "two"]
    assert timeline("list", "--limit", "1").err == "1 of 3 events\n"
    assert len(ids(timeline("list", "--limit", "9" * 5000, "-f", "json"))) == 3


def test_options_before_and_after_the_command_mean_the_same(timeline, store, tmp_path):
    other = store("events: [{id: other, date: 2020, title: {de: Anders, en: Other}}]", "x.yaml")
    for arguments in (("--store", str(other), "--lang", "de", "list"),
                      ("list", "-s", str(other), "--lang=de"),
                      ("--store", "nope.yaml", "--lang=en", "list", "-s", str(other), "--lang=de")):  # fmt: skip
        assert timeline(*arguments).out == "- **2020** – Anders\n"
    assert ids(timeline("--today", "2021-05-01", "at", "last year", "-f", "json")) == ["one"]
    assert ids(timeline("--today", "1999-05-01", "at", "last year", "--today", "2021-01-01",
                        "-f", "json")) == ["one"]  # fmt: skip


def test_show_shows_each_event_once_with_all_its_evidence(timeline):
    run = timeline("show", "TWO", "one", "two", "-f", "json")
    assert ids(run) == ["two", "one"]
    assert "Tags: covid" in timeline("show", "one", "--plain").out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("command", LISTS)
def test_lists_of_names_come_in_every_format(timeline, command, name):
    run = timeline(command, "--format", name)
    assert (run.status, run.err) == (0, "")
    if name == "json":
        json.loads(run.out)
    if command == "networks":
        assert "NUM" in run.out
        assert "2" in run.out


def test_show_says_where_no_event_answers(timeline):
    assert timeline("show", "title:nosuchword").err == "no event matches\n"


def test_lists_speak_the_language_asked_for(timeline):
    assert "Gründung" in timeline("kinds", "--lang", "de").out
    assert "Founding" in timeline("kinds", "--lang", "en").out


@pytest.mark.parametrize("arguments", [(), ("-h",), ("--help",), ("--version",)])
def test_help_and_version_look_at_no_store(timeline, store, arguments, monkeypatch):
    store("events: [broken")
    monkeypatch.setenv("TIMELINE_STORE", "/nope")
    run = timeline(*arguments)
    assert (run.status, run.err) == (0, "")
    if arguments == ("--version",):
        assert re.fullmatch(r"timeline \d+\.\d+\.\d+\n", run.out)
    else:
        assert "timeline list --network NUM" in run.out
        assert len(run.out.splitlines()) < 50


def test_every_example_of_the_help_works(timeline, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"^ +timeline (.+?)(?:  .*)?$", timeline().out, re.MULTILINE)
    assert len(examples) >= 4
    for example in examples:
        run = timeline(*example.split())
        assert run.status == 0
        assert "no event" not in run.err


@pytest.mark.parametrize("command", [command[0] for command in READING])
def test_h_is_help_for_every_command(timeline, command):
    short, long = timeline(command, "-h"), timeline(command, "--help")
    assert short == long
    assert short.out.startswith(f"Usage: timeline {command} ")
    assert short.status == 0


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_option_is_explained_and_flags_have_no_other_side(timeline, command):
    options = timeline(command, "--help").out.partition("\nOptions:\n")[2]
    assert "--help" in options
    assert "--no-" not in options.replace("--no-pager", "")
    assert not re.search(r"<\w+>", options)


def test_two_runs_give_the_same_bytes(timeline):
    for name in FORMATS:
        first = timeline("list", "-f", name)
        assert timeline("list", "-f", name) == first


@pytest.mark.parametrize("locale", ["de_DE.UTF-8", "en_GB.UTF-8", "C", "fr_FR.UTF-8", "denglish"])
def test_the_locale_never_changes_a_machine_format(timeline, monkeypatch, locale):
    before = timeline("list", "-f", "json").out
    for name in ("LC_ALL", "LANG"):
        monkeypatch.setenv(name, locale)
        assert timeline("list", "-f", "json").out == before
    assert ("Eins" in timeline("list").out) == locale.startswith("de_")


def test_the_language_of_json_dates_is_asked_for(timeline, monkeypatch):
    assert '"text": "1. Juli 2025"' in timeline("list", "-f", "json", "--lang", "de").out
    monkeypatch.setenv("TIMELINE_LANG", "de")
    assert '"text": "1. Juli 2025"' in timeline("list", "-f", "json").out
    assert '"text": "1 July 2025"' in timeline("list", "-f", "json", "--lang", "en").out


@pytest.mark.parametrize("way", ["plain", "link", "folder"])
def test_an_answer_never_overwrites_the_store_it_comes_from(timeline, store, way):
    name = "events/2020.yaml" if way == "folder" else "events.yaml"
    path = store("events: [{id: a, date: 2020, title: A}]", name)
    target = path
    if way == "link":
        target = path.parent / "link.json"
        target.symlink_to(path)
    before = path.read_bytes()
    asked = path.parent if way == "folder" else path
    run = timeline("list", "-s", str(asked), "--format", "json", "--output", str(target))
    assert run.status == 2
    assert "is a file of the store; write to another file" in run.err
    assert path.read_bytes() == before


@pytest.mark.parametrize(("path", "reason"), [
    ("nope/x.yaml", "no such file or directory"), ("no\0pe.yaml", "embedded null byte"),
])  # fmt: skip
def test_a_path_that_is_none_is_no_part_of_a_store(timeline, store, path, reason):
    store("events: [{id: a, date: 2020, title: A}]", "events/a.yaml")
    run = timeline("list", "-s", "events", "-f", "json", "-o", path)
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("timeline: cannot write 'no")
    assert run.err.endswith(f": {reason}\n")


@pytest.mark.parametrize("way", ["new", "here", "link", "dangling"])
def test_an_answer_never_becomes_a_part_of_the_store_it_comes_from(
    timeline, store, way, monkeypatch
):
    folder = store("events: [{id: a, date: 2020, title: A}]", "events/a.yaml").parent
    others = ["x.md", ".hidden.yaml", "sub/b.yaml", "../b.yaml"]
    asked, target = "events", "events/b.yaml"
    if way == "here":
        monkeypatch.chdir(folder)
        asked, target = ".", "b.yaml"
    elif way == "link":
        (folder.parent / "other").symlink_to(folder)
        target = "other/b.yaml"
    elif way == "dangling":
        target = "out.yaml"
        (folder.parent / target).symlink_to(folder / "b.yaml")
    run = timeline("list", "-s", asked, "-f", "json", "-o", target)
    assert run.status == 2
    assert f"--output {target!r} is a file of the store; write to another file" in run.err
    assert sorted(path.name for path in folder.iterdir()) == ["a.yaml"]
    (folder / "sub").mkdir()
    for harmless in others if way == "new" else ():
        run = timeline(
            "list",
            "-s",
            "events",
            "-f",
            "template",
            "--template",
            "x",
            "-o",
            str(folder / harmless),
        )
        assert (run.status, run.err) == (0, "1 event\n")
        assert timeline("list", "-s", "events").status == 0


def test_a_limit_tells_how_many_there_are_without_counting_very_many(timeline, store, monkeypatch):
    store("events:\n" + "".join(f"  - {{id: e{n}, date: 2020, title: T}}\n" for n in range(30)))
    assert timeline("list", "--limit", "3").err == "3 of 30 events\n"
    monkeypatch.setattr(session, "MANY", 29)
    assert timeline("list", "--limit", "3").err == "3 of more than 29 events\n"
    assert timeline("list", "--limit", "30").err == "30 events\n"
    assert timeline("list").err == "30 events\n"
    assert timeline("list", "--limit", "0").err == "0 of more than 29 events\n"
    monkeypatch.setattr(session, "MANY", 2)
    assert timeline("list", "--limit", "5").err == "5 of more than 5 events\n"
    assert timeline("list", "id:e1", "--limit", "5").err == "1 event\n"
