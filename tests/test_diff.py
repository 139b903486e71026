"""``timeline diff``: files, revisions, formats, exit status, and every way to ask wrongly."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.test_formats import HOSTILE
from timeline import formats
from timeline.differences import compare
from timeline.formats.changes import render_changes
from timeline.model import Citation, Date, Event, Source, Text
from timeline.text import FORBIDDEN, one_line

OLD = """\
kinds: {founding: {name: {de: Gründung, en: Founding}}}
sources: {report: {title: Report, published: 2019, url: "https://a.example/report"}}
events:
  - {id: gone-event, date: 2018, title: Gone, sources: [report]}
  - {id: kept, date: 2018, title: Kept}
  - {id: num-founding, date: 2019, title: NUM founded, kind: founding, networks: [NUM], sources: [report]}
"""
NEW = """\
kinds: {founding: {name: {de: Gründung, en: Founding}}}
sources:
  report: {title: Report, published: 2019, url: "https://a.example/report"}
  minutes: {title: Minutes, publisher: NUM, published: 2020-04-02}
events:
  - {id: kept, date: 2018, title: Kept}
  - {id: num-founding, date: 2020-04, title: NUM founded, kind: founding, networks: [NUM], sources: [report, minutes]}
  - {id: new-event, date: 2021, title: New, networks: [NUM], sources: [minutes], disputed: [{date: 2022}]}
"""
MARKDOWN = """\
**Added (1)**

- **2021** – New (NUM)[^1]; disputed: 2022

**Removed (1)**

- **2018** – Gone

**Changed (1)**

- **April 2020** – NUM founded (num-founding)[^2]: date: 2019 -> April 2020; source added[^1]

[^1]: NUM: Minutes. 2 April 2020.
[^2]: Report. 2019. <https://a.example/report>
"""


def git(*arguments: str, folder: str | Path = ".") -> str:
    settings = ("user.name=A", "user.email=a@example.org", "commit.gpgsign=false",
                "tag.gpgsign=false", "init.defaultBranch=main", "core.autocrlf=false")  # fmt: skip
    options = [part for setting in settings for part in ("-c", setting)]
    return subprocess.run(
        ["git", *options, *arguments], cwd=folder, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip


def commit(tag: str = "") -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "x")
    if tag:
        git("tag", tag)


@pytest.fixture
def repository(store):
    """Make the current folder a repository: OLD is v1.0, NEW is v1.1 and the working tree."""
    git("init", "-q")
    store(OLD)
    commit("v1.0")
    store(NEW)
    commit("v1.1")


@pytest.fixture
def files(store):
    store(OLD, "old.yaml")
    store(NEW, "new.yaml")


def test_two_files_are_compared(timeline, files):
    run = timeline("diff", "old.yaml", "new.yaml", "--lang", "en")
    assert (run.status, run.out) == (0, MARKDOWN)
    assert run.err == "1 added, 1 removed, 1 changed\n"


def test_without_a_second_version_the_current_store_is_the_new_one(timeline, files, store):
    store(NEW)
    assert timeline("diff", "old.yaml").out == MARKDOWN
    Path("events.yaml").unlink()
    assert timeline("diff", "old.yaml", "-s", "new.yaml").out == MARKDOWN
    assert timeline("-s", "new.yaml", "diff", "old.yaml").out == MARKDOWN


def test_words_are_german_where_german_is_asked_for(timeline, files):
    out = timeline("diff", "old.yaml", "new.yaml", "--lang", "de").out
    assert "**Hinzugefügt (1)**" in out
    assert "**Entfernt (1)**" in out
    assert "**Geändert (1)**" in out
    assert "Datum: 2019 -> April 2020; Quelle hinzugefügt[^1]\n" in out


def test_the_language_is_that_of_the_new_version(timeline, store):
    store(OLD, "old.yaml")
    store("language: de\n" + NEW, "new.yaml")
    assert "**Geändert (" in timeline("diff", "old.yaml", "new.yaml").out
    assert "**Changed (" in timeline("diff", "new.yaml", "old.yaml").out


@pytest.mark.parametrize(
    "arguments", [["v1.0"], ["HEAD~1"], ["v1.0", "v1.1"], ["v1.0", "HEAD"], ["HEAD^", "events.yaml"],
                  ["v1.0:events.yaml"], ["v1.0:./events.yaml", "v1.1:events.yaml"],
                  ["refs/tags/v1.0"], ["HEAD^{/x}~1"], ["main@{1}"]],
    ids=" ".join)  # fmt: skip
def test_a_revision_is_anything_that_git_takes_for_one(timeline, repository, arguments):
    run = timeline("diff", *arguments)
    assert (run.status, run.out) == (0, MARKDOWN), run.err


def test_abbreviated_commits_are_revisions(timeline, repository):
    assert timeline("diff", git("rev-parse", "v1.0")[:8]).out == MARKDOWN


def test_a_huge_file_of_a_revision_is_refused_unread(timeline, store, monkeypatch):
    git("init", "-q")
    store(f"# {'x' * 2_000_000}\n{OLD}")
    commit("v1.0")
    store(NEW)
    assert timeline("diff", "v1.0", "--max-size", "3MB").status == 0
    asked = []
    run = subprocess.run

    def watched(command, **options):
        asked.append(command)
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    refused = timeline("diff", "v1.0", "--max-size", "1MB")
    assert (refused.status, refused.out) == (1, "")
    assert "v1.0:events.yaml has 2,000," in refused.err
    assert "more than is read of a store; raise --max-size" in refused.err
    assert [command[-3:-1] for command in asked if "cat-file" in command] == [["cat-file", "-s"]]


def test_the_files_of_a_revision_are_no_larger_together_than_a_store_may_be(timeline, store):
    git("init", "-q")
    store(OLD, "events/a.yaml")
    for name in "bc":
        store(f"# {'x' * 600_000}\nevents: []\n", f"events/{name}.yaml")
    commit("v1.0")
    assert timeline("diff", "v1.0", "--max-size", "2MB").status == 0
    refused = timeline("diff", "v1.0", "v1.0", "--max-size", "1MB")
    assert refused.status == 1
    assert "v1.0:events/c.yaml has 600,014 bytes" in refused.err


def test_what_follows_from_a_larger_limit_goes_for_revisions(timeline, store):
    git("init", "-q")
    store(f"# {'x' * 4_100_000}\n{OLD}")
    commit("v1.0")
    store(OLD)
    assert "error[too-large]: the file has 4,100," in timeline("diff", "v1.0").err
    assert timeline("diff", "v1.0", "--max-size", "100MB").status == 0


def test_the_limit_goes_for_files_that_are_compared(timeline, store):
    store(f"# {'x' * 2_000_000}\n{OLD}", "old.yaml")
    store(NEW, "new.yaml")
    assert timeline("diff", "old.yaml", "new.yaml", "--max-size", "3MB").status == 0
    store(f"# {'y' * 2_000_000}\n{OLD}", "old.yaml")
    refused = timeline("diff", "old.yaml", "new.yaml", "--max-size", "1MB")
    assert refused.status == 1
    assert "old.yaml has 2,000," in refused.err


def test_backwards_what_came_is_what_went(timeline, repository):
    run = timeline("diff", "v1.1", "v1.0", "-f", "json")
    found = json.loads(run.out)
    assert [e["id"] for e in found["added"]] == ["gone-event"]
    assert [e["id"] for e in found["removed"]] == ["new-event"]
    assert found["changed"][0]["text"] == "date: April 2020 -> 2019; source removed: “Minutes”"


def test_what_is_not_committed_counts_and_a_broken_store_of_now_does_not(
    timeline, repository, store
):
    store(OLD)
    assert timeline("diff", "v1.0").err == "no difference\n"
    store("events: [x")
    assert timeline("diff", "v1.0", "v1.1").out == MARKDOWN
    assert timeline("diff", "v1.0").status == 1
    Path("events.yaml").unlink()
    shutil.rmtree(".git/hooks", ignore_errors=True)
    Path("events").mkdir()
    Path("events/a.yaml").write_text(NEW)
    run = timeline("diff", "v1.0")
    assert run.status == 2
    assert "there was no 'events' at v1.0; did you mean v1.0:events.yaml?" in run.err
    assert timeline("diff", "v1.0:events.yaml").out == MARKDOWN


def test_a_subfolder_finds_the_store_above_and_its_history(timeline, repository, monkeypatch):
    Path("sub/deeper").mkdir(parents=True)
    monkeypatch.chdir("sub/deeper")
    assert timeline("diff", "v1.0").out == MARKDOWN
    assert timeline("diff", "v1.0:events.yaml").out == MARKDOWN
    assert timeline("diff", "v1.0:../../events.yaml").out == MARKDOWN
    assert timeline("diff", "../../events.yaml").err == "no difference\n"


def test_a_store_in_a_subfolder_of_a_repository_has_a_history(timeline, store, monkeypatch):
    git("init", "-q")
    store(OLD, "data/events.yaml")
    store("events: []", "events.yaml")
    commit("v1.0")
    store(NEW, "data/events.yaml")
    assert timeline("diff", "v1.0", "-s", "data/events.yaml").out == MARKDOWN
    monkeypatch.chdir("data")
    assert timeline("diff", "v1.0").out == MARKDOWN
    assert timeline("diff", "v1.0:./events.yaml").out == MARKDOWN


def test_a_store_named_elsewhere_is_looked_up_in_its_own_repository(
    timeline, repository, tmp_path, monkeypatch
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    path = str(tmp_path / "work" / "events.yaml")
    assert timeline("diff", "v1.0", "-s", path).out == MARKDOWN
    monkeypatch.setenv("TIMELINE_STORE", path)
    assert timeline("diff", "v1.0").out == MARKDOWN
    git("init", "-q")
    Path("events.yaml").write_text("events: []")
    commit("v1.0")
    assert timeline("diff", "v1.0").out == MARKDOWN
    assert timeline("diff", "v1.0:events.yaml").out == MARKDOWN


def test_a_linked_store_has_the_history_of_what_it_links_to(
    timeline, repository, tmp_path, monkeypatch
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "events.yaml").symlink_to(tmp_path / "work" / "events.yaml")
    monkeypatch.chdir(elsewhere)
    assert timeline("diff", "v1.0", "--store", "events.yaml").out == MARKDOWN


def test_a_folder_store_is_read_as_it_was(timeline, store):
    git("init", "-q")
    head, events = OLD.split("events:\n")
    store(head, "events/a.yaml")
    store(f"events:\n{events}", "events/ä b.yaml")
    store("not: [a store", "events/.hidden.yaml")
    store("nothing", "events/notes.txt")
    commit("v1.0")
    shutil.rmtree("events")
    store(NEW, "events/all.yaml")
    commit("v1.1")
    for arguments in (
        ["v1.0"],
        ["v1.0", "v1.1"],
        ["v1.0:events"],
        ["v1.0:events/"],
        ["v1.0:./events"],
    ):
        assert timeline("diff", *arguments).out == MARKDOWN, arguments


def test_the_top_of_a_repository_may_be_the_store(timeline, repository):
    assert timeline("diff", "v1.0", "-s", ".").out == MARKDOWN
    assert timeline("diff", "v1.0:").out == MARKDOWN


def test_a_store_that_moved_is_found_by_its_old_path(timeline, repository, store):
    Path("events.yaml").unlink()
    store(NEW, "data/chronology.yaml")
    run = timeline("diff", "v1.0", "-s", "data/chronology.yaml")
    assert run.status == 2
    assert run.err == (
        "timeline: there was no 'data/chronology.yaml' at v1.0; did you mean v1.0:events.yaml?\n"
    )
    assert timeline("diff", "v1.0:events.yaml", "-s", "data/chronology.yaml").out == MARKDOWN


def test_a_file_or_store_folder_comes_before_a_revision_of_its_name(timeline, repository, store):
    store(NEW, "v1.0")
    assert timeline("diff", "v1.0").err == "no difference\n"
    assert timeline("diff", "tags/v1.0").out == MARKDOWN
    Path("v1.0").unlink()
    Path("v1.0").mkdir()
    assert timeline("diff", "v1.0").out == MARKDOWN
    store(NEW, "v1.0/all.yaml")
    assert timeline("diff", "v1.0").err == "no difference\n"


def test_git_is_found_as_the_hooks_of_git_find_it(timeline, repository, store, monkeypatch):
    store(OLD, "data/old.yaml")
    commit()
    monkeypatch.setenv("GIT_DIR", ".git")
    assert timeline("diff", "v1.0").out == MARKDOWN
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    assert timeline("diff", "v1.0").out == MARKDOWN
    assert "did you mean v1.0:events.yaml?" in timeline("diff", "v1.0", "-s", "data/old.yaml").err


def test_the_index_of_the_repository_is_left_alone(timeline, repository):
    os.utime("events.yaml")
    before = {
        p: (p.read_bytes(), p.stat().st_mtime_ns) for p in Path(".git").rglob("*") if p.is_file()
    }
    assert timeline("diff", "v1.0").status == 0
    after = {
        p: (p.read_bytes(), p.stat().st_mtime_ns) for p in Path(".git").rglob("*") if p.is_file()
    }
    assert after == before


def test_no_program_of_the_repository_is_run(timeline, repository):
    Path("run").write_text("#!/bin/sh\ntouch ran\ncat\n")
    Path("run").chmod(0o755)
    Path(".gitattributes").write_text("*.yaml diff=x filter=x\n")
    program = os.path.abspath("run")
    for key in ("diff.x.textconv", "filter.x.smudge", "core.pager", "core.fsmonitor",
                "diff.external", "core.sshCommand", "alias.rev-parse", "alias.cat-file"):  # fmt: skip
        git("config", key, program)
    assert timeline("diff", "v1.0", "v1.1").out == MARKDOWN
    assert not Path("ran").exists()


def test_the_exit_status_tells_differences_only_where_asked(timeline, repository):
    for arguments, statuses in ((["v1.0"], (0, 1)), (["v1.1"], (0, 0)), (["v9"], (2, 2))):
        assert timeline("diff", *arguments).status == statuses[0]
        assert timeline("diff", *arguments, "--exit-code").status == statuses[1]
    assert timeline("diff", "v1.0", "--exit-code").out == MARKDOWN
    Path("events.yaml").write_text("events: [x")
    assert timeline("diff", "v1.0").status == 1
    assert timeline("diff", "v1.0", "--exit-code").status == 2


@pytest.mark.parametrize("name", ["table", "plain", "markdown"])
def test_no_difference_is_said_on_stderr_only(timeline, files, name):
    run = timeline("diff", "old.yaml", "old.yaml", "-f", name)
    assert (run.status, run.out, run.err) == (0, "", "no difference\n")


def test_json_has_the_same_shape_without_a_difference(timeline, files):
    run = timeline("diff", "old.yaml", "old.yaml", "-f", "json")
    assert json.loads(run.out) == {"added": [], "removed": [], "changed": []}


def test_json_tells_every_value_before_and_after(timeline, files):
    found = json.loads(timeline("diff", "old.yaml", "new.yaml", "-f", "json").out)
    listed = json.loads(timeline("list", "-s", "new.yaml", "-f", "json").out)
    assert found["added"] == [e for e in listed if e["id"] == "new-event"]
    (changed,) = found["changed"]
    event = next(e for e in listed if e["id"] == "num-founding")
    assert changed["id"] == "num-founding"
    assert changed["text"] == "date: 2019 -> April 2020; source added: “Minutes”"
    date, source = changed["changes"]
    assert (date["field"], date["part"], date["old"]["edtf"], date["new"]) == (
        "date", [], "2019", event["date"])  # fmt: skip
    assert source == {"field": "sources", "part": [], "old": None, "new": event["sources"][1]}


def test_json_names_the_part_that_changed(timeline, store):
    event = "  - {{id: {}, date: 2020, title: {}, figures: {}, disputed: [{{date: 2019, sources: [report], note: {}}}]}}\n"
    store(OLD + event.format("a", "A", "{n: 1}", "X"), "old.yaml")
    store(OLD.replace("title: Report", "title: Review") + event.format("b", "A", '{n: ">1"}', "Y"), "new.yaml")  # fmt: skip
    found = json.loads(timeline("diff", "old.yaml", "new.yaml", "-f", "json").out)
    changed = found["changed"][-1]
    assert (changed["id"], changed["old_id"]) == ("b", "a")
    assert [(c["field"], c["part"], c["old"], c["new"]) for c in changed["changes"]] == [
        ("id", [], "a", "b"),
        ("figures", ["n"], 1, ">1"),
        ("disputed", ["2019", "sources", "report", "title"], "Report", "Review"),
        ("disputed", ["2019", "note", "en"], "X", "Y"),
    ]
    assert "old_id" not in found["changed"][0]


def test_json_tells_a_competing_date_whole(timeline, store):
    event = "events:\n  - {{id: a, date: 2020, title: A{}}}\n"
    store(event.format(""), "old.yaml")
    store(event.format(", disputed: [{date: 2019, sources: [{title: Report}]}]"), "new.yaml")
    found = json.loads(timeline("diff", "old.yaml", "new.yaml", "-f", "json").out)
    (listed,) = json.loads(timeline("list", "-s", "new.yaml", "-f", "json").out)
    assert found["changed"][0]["changes"] == [
        {"field": "disputed", "part": [], "old": None, "new": listed["disputed"][0]}
    ]


def test_plain_text_is_labelled_lines(timeline, files):
    assert (
        timeline("diff", "old.yaml", "new.yaml", "-f", "plain").out
        == """\
Added: New
Date: 2021
Networks: NUM
Disputed: 2022
Id: new-event
Sources: 1

Removed: Gone
Date: 2018
Id: gone-event

Changed: NUM founded
Date: April 2020
Id: num-founding
Change: date: 2019 -> April 2020
Change: source added [1]
Sources: 2

Sources:
1. NUM: Minutes. 2 April 2020.
2. Report. 2019. https://a.example/report
"""
    )


def test_a_table_has_signs_beside_its_colours(timeline, files, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    run = timeline("diff", "old.yaml", "new.yaml", "-f", "table")
    assert (
        run.out
        == """\
Added (1)
+  2021  New [1]
         disputed: 2022
         NUM · new-event

Removed (1)
-  2018  Gone
         gone-event

Changed (1)
~  April 2020  NUM founded [2]
               NUM · num-founding · Founding
               date: 2019 -> April 2020
               source added [1]

Sources
[1] NUM: Minutes. 2 April 2020.
[2] Report. 2019. https://a.example/report
"""
    )
    coloured = timeline("diff", "old.yaml", "new.yaml", "-f", "table", "--color", "always").out
    assert re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", coloured) == run.out
    assert "\x1b[32m+" in coloured


@pytest.mark.parametrize("columns", [20, 40, 71, 72, 80, 200])
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_date_and_no_id_is_cut(timeline, store, monkeypatch, columns, language):
    name = "a-rather-long-identifier-of-one-single-event"
    line = "  - {{id: {}, date: {}, title: {}}}\n"
    store("events:\n" + line.format(f"{name}-0", "2019", "Gone") + line.format(name, "2025-07-01/2030-12-31", "X"), "old.yaml")  # fmt: skip
    store("events:\n" + line.format(name, '"[2025-09-21,2026-11-21]"', "X" * 50) + line.format(f"{name}-1", "2021", "New"), "new.yaml")  # fmt: skip
    monkeypatch.setenv("COLUMNS", str(columns))
    out = timeline("diff", "old.yaml", "new.yaml", "-f", "table", "--lang", language).out
    assert all(len(shown) <= min(columns, 130) for shown in out.splitlines())
    assert "…" not in out
    text = re.sub(r"\s+", "", out)
    dates = {"de": "1.Juli2025–31.Dezember2030->21.September2025oder21.November2026",
             "en": "1July2025–31December2030->21September2025or21November2026"}  # fmt: skip
    assert dates[language] in text
    assert all(found in text for found in (name, f"{name}-0", f"{name}-1", "X" * 50))


def test_the_answer_goes_to_a_file_whose_suffix_tells_the_format(timeline, files):
    run = timeline("diff", "old.yaml", "new.yaml", "-o", "new.md")
    assert (run.status, run.out, Path("new.md").read_text()) == (0, "", MARKDOWN)
    assert timeline("diff", "old.yaml", "new.yaml", "-o", "new.json").status == 0
    assert set(json.loads(Path("new.json").read_text())) == {"added", "removed", "changed"}


def test_where_nothing_can_be_listed_nothing_near_is_offered(timeline, repository, monkeypatch):
    def refuse(_folder):
        raise OSError("gone")

    monkeypatch.setattr("timeline.store.revisions.files_in", refuse)
    run = timeline("diff", "v9.9")
    assert run.status == 2
    assert run.err.endswith("; give a YAML file, a tag, a branch or a commit\n")


def test_an_old_revision_lies_in_no_file_that_could_be_written_over(timeline, repository):
    assert timeline("diff", "v1.0", "-o", "report.md").status == 0
    told = timeline("diff", "v1.0", "-f", "markdown").out
    assert Path("report.md").read_text(encoding="utf-8") == told


@pytest.mark.parametrize("path", ["old.yaml", "new.yaml", "./old.yaml"])
def test_neither_version_is_written_over(timeline, files, path):
    before = Path(path).read_bytes()
    run = timeline("diff", "old.yaml", "new.yaml", "-o", path, "-f", "markdown")
    assert run.status == 2
    assert Path(path).read_bytes() == before


def test_a_format_that_cannot_tell_differences_is_refused(timeline, files):
    cannot = set(formats.FORMATS) - {"table", "plain", "markdown", "json"}
    for name in cannot:
        run = timeline("diff", "old.yaml", "nothing.yaml", "-f", name)
        assert (run.status, run.out) == (2, "")
        assert f"differences cannot be written as {name}" in run.err
    assert "there is no format 'xml'" in timeline("diff", "old.yaml", "-f", "xml").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "'' is neither a file nor a revision; give a YAML file, a tag, a branch or a commit"),
        (["a\0b"], "'a\\x00b' is neither a file nor a revision; "),
        (["--foo"], "there is no option"),
        (["--", "--foo"], "'--foo' is neither a file nor a revision; "),
        (["--", "-v1.0"], "'-v1.0' is neither a file nor a revision; "),
        (["v1.0", "--output=x"], "the suffix of 'x' means no format"),
        (["v1.O"], "'v1.O' is neither a file nor a revision of {}; did you mean v1.0?"),
        (["mian"], "; did you mean main?"),
        (["evnets.yaml"], "; did you mean events.yaml?"),
        (["nothing-like-it"], "; give a YAML file, a tag, a branch or a commit"),
        (["HEAD~7"], "; there is HEAD, but not HEAD~7"),
        (["@~7"], "; there is @, but not @~7"),
        (["HEAD..main"], "is neither a file nor a revision of"),
        (["^main"], "is neither a file nor a revision of"),
        (["HEAD^{tree}"], "; there is HEAD, but not HEAD^{tree}"),
        ([":events.yaml"], "':events.yaml' is neither a file nor a revision; "),
        (["v1.0:nothing.yaml"], "there was no 'nothing.yaml' at v1.0; did you mean v1.0:events.yaml?"),
        (["v1.0:/etc/passwd"], "there was no '/etc/passwd' at v1.0"),
        (["v1.0:../../x.yaml"], "there was no '../../x.yaml' at v1.0"),
        (["v1.0:events.yaml/x"], "there was no 'events.yaml/x' at v1.0"),
        (["v1.0:sub"], "the folder v1.0:sub has no *.yaml file; did you mean v1.0:events.yaml?"),
        (["v1.0:link.yaml"], "v1.0:link.yaml is a link; name the file it leads to: v1.0:sub/x.txt"),
        (["v1.0", "v9.9"], "'v9.9' is neither"),
        (["bell\x07\x1b[31m"], "'bell\\x07\\x1b[31m' is neither"),
        (["\u202egnp.lmay"], "is neither"),
        (["new\nline"], "is neither"),
        (["b\udcffd"], "is neither"),
        (["x" * 5000], "is neither"),
        (["v1.0:" + "x/" * 3000], "there was no"),
        ([], "missing argument"),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_is_asked_for_wrongly_is_answered_in_one_line(timeline, store, arguments, said):
    git("init", "-q")
    store(OLD)
    store("x", "sub/x.txt")
    Path("link.yaml").symlink_to("sub/x.txt")
    commit("v1.0")
    commit("v1.1")
    run = timeline("diff", *arguments)
    assert run.status == 2, run.err
    assert run.out == ""
    assert run.err.count("\n") == 1
    assert not FORBIDDEN.search(run.err.rstrip("\n"))
    assert said.replace("{}", os.getcwd()) in run.err


def test_an_ambiguous_commit_is_named_as_such(timeline, repository):
    # So many that two of them start with the same four digits, and always the same ones.
    commits = "".join(
        f"commit refs/heads/many\ncommitter A <a@example.org> {10**9 + n} +0000\ndata 0\n\n"
        for n in range(900)
    )
    subprocess.run(["git", "fast-import", "--quiet"], input=commits.encode(), check=True)
    starts = [line[:4] for line in git("rev-list", "many").splitlines()]
    twice = next(start for start in starts if starts.count(start) > 1)
    run = timeline("diff", twice)
    assert run.status == 2
    assert f"short object ID {twice} is ambiguous" in run.err


def test_without_git_two_files_can_still_be_compared(timeline, repository, files, monkeypatch):
    monkeypatch.setenv("PATH", os.getcwd())
    run = timeline("diff", "v1.0")
    assert (run.status, run.err) == (
        2, "timeline: git is not installed: old revisions cannot be read; install it, or compare two files\n")  # fmt: skip
    assert timeline("diff", "old.yaml", "new.yaml").out == MARKDOWN
    Path("git").write_text("no program")
    Path("git").chmod(0o755)
    run = timeline("diff", "v1.0")
    assert run.status == 2
    assert "git cannot be run: exec format error" in run.err


def test_outside_of_a_repository_only_files_can_be_compared(
    timeline, files, store, tmp_path, monkeypatch
):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    store(NEW)
    run = timeline("diff", "v1.0")
    path = tmp_path / "work" / "events.yaml"
    assert (run.status, run.err) == (
        2, f"timeline: 'v1.0' is no file, and {path} is not in a git repository; give two files\n")  # fmt: skip
    assert timeline("diff", "v1.0:events.yaml").status == 2
    assert timeline("diff", "old.yaml").out == MARKDOWN


def test_a_bare_repository_and_its_inside_hold_no_store(timeline, store, tmp_path):
    git("init", "-q", "--bare", "bare")
    store(NEW, "bare/events.yaml")
    run = timeline("diff", "HEAD", "-s", "bare/events.yaml")
    assert run.status == 2
    assert "is not in a git repository" in run.err


def test_a_repository_that_git_refuses_is_told_in_its_words(timeline, repository, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    run = timeline("diff", "v1.0")
    assert run.status == 2
    assert "git refuses the repository of" in run.err
    assert "dubious ownership" in run.err


def test_a_revision_without_any_store_asks_for_the_path(timeline, store):
    git("init", "-q")
    commit("v1.0")
    store(NEW)
    run = timeline("diff", "v1.0")
    assert (run.status, run.err) == (
        2, "timeline: there was no 'events.yaml' at v1.0; where it lay elsewhere, write v1.0:PATH\n")  # fmt: skip


def test_an_empty_repository_has_no_revision(timeline, store):
    git("init", "-q")
    store(NEW)
    run = timeline("diff", "HEAD")
    assert run.status == 2
    assert "'HEAD' is neither a file nor a revision" in run.err


def test_a_shallow_clone_is_named_as_such(timeline, repository, tmp_path, monkeypatch):
    git("clone", "-q", "--depth", "1", f"file://{os.getcwd()}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    for name in ("v1.0", "HEAD~1"):
        run = timeline("diff", name)
        assert run.status == 2
        assert "this clone is shallow, see 'git fetch --unshallow'" in run.err


def test_what_a_partial_clone_lacks_is_not_fetched(timeline, repository, tmp_path, monkeypatch):
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git("clone", "-q", "--filter=blob:none", f"file://{os.getcwd()}", str(clone))
    monkeypatch.chdir(clone)
    run = timeline("diff", "v1.0")
    assert run.status == 1
    assert "git cannot read v1.0:events.yaml" in run.err
    assert run.err.count("\n") == 1


def test_a_broken_old_revision_is_told_by_its_place(timeline, store):
    git("init", "-q")
    store("events:\n  - id: x\n    titel: X\n    date: 2020-13\n", "data/events.yaml")
    commit("v1.0")
    store(NEW, "data/events.yaml")
    run = timeline("diff", "v1.0", "-s", "data/events.yaml")
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("v1.0:data/events.yaml:3:5: error[unknown-key]: ")
    assert "v1.0:data/events.yaml:4:11: error[bad-date]: " in run.err
    assert "errors in v1.0:data/events.yaml; mend" in run.err


def test_a_submodule_and_a_folder_with_a_yaml_name_are_no_files(timeline, repository, store):
    store(OLD, "many/a.yaml/b.yaml")
    commit("v2")
    run = timeline("diff", "v2:many")
    assert run.status == 2
    assert "v2:many/a.yaml is not a file" in run.err
    git("update-index", "--add", "--cacheinfo", f"160000,{git('rev-parse', 'HEAD')},sub.yaml")
    git("commit", "-q", "-m", "x")
    run = timeline("diff", "HEAD:sub.yaml")
    assert run.status == 2
    assert "HEAD:sub.yaml is not a file" in run.err


def test_a_pipe_or_device_is_refused_as_everywhere(timeline, files):
    os.mkfifo("pipe")
    run = timeline("diff", "pipe", "new.yaml")
    assert run.status == 1
    assert "is not a regular file" in run.err
    assert timeline("diff", "/dev/null", "new.yaml").status == 1


def chronology_line(title: str, old: str) -> str:
    date = Date("2020", Text("2020", "2020"), "2020-01-01", "2020-12-31", "year")
    source = Citation(Source(title=title))
    before = Event("x", date, Text(en=old), place=f"{title} -> {title}")
    after = Event("x", date, Text(en=title), citations=(source,))
    return "".join(render_changes(compare([before], [after]), "markdown", formats.Style()))


@pytest.mark.parametrize(
    "title", [*HOSTILE, "a -> b", "->", "-\\> x", "--> <!--", "x](y)", "[^1]: z"]
)
def test_hostile_titles_stay_text_in_markdown(title):
    out = chronology_line(title, f"{title} x")
    line = next(shown for shown in out.splitlines() if shown.startswith("- "))
    assert len(re.findall(r"^- ", out, re.MULTILINE)) == 1
    rendered = MarkdownIt("gfm-like", {"linkify": False}).renderInline(line[2:])
    rendered = re.sub(r"</?strong>|\[\^1\]", "", rendered)
    assert not re.search(r"<(?!/?p>)", rendered), rendered
    shown = one_line(title).replace("[^1]", "")
    said = (f"2020 – {shown} (x): title: “{one_line(f'{title} x').replace('[^1]', '')}” -> “{shown}”; "
            f"place removed: {one_line(f'{title} -> {title}').replace('[^1]', '')}; source added")  # fmt: skip
    assert html.unescape(rendered) == said


RENAMED = """
events:
  - {id: r1, title: Same, date: 2020}
  - {id: r2, title: Same, date: 2020, place: B}
"""


def test_renamed_events_are_paired_with_what_they_were_also_where_a_query_narrows(timeline, store):
    old = store(RENAMED, "o.yaml")
    swapped = RENAMED.replace("r1", "x1").replace("r2", "x2").splitlines()
    new = store("\n".join([*swapped[:2], swapped[3], swapped[2]]), "n.yaml")
    for query in ([], ["id:r1,x2"]):
        found = json.loads(timeline("diff", str(old), str(new), *query, "-f", "json").out)
        assert found["added"] == found["removed"] == []
        assert sorted(c["text"] for c in found["changed"]) == ["id: r1 -> x1", "id: r2 -> x2"]
    found = json.loads(timeline("diff", str(old), str(new), "id:r1", "-f", "json").out)
    assert [c["text"] for c in found["changed"]] == ["id: r1 -> x1"]


def test_a_query_narrows_what_is_compared_and_stands_behind_the_versions(timeline, store):
    old, new = store(RENAMED, "o.yaml"), store(RENAMED.replace("2020", "2021"), "n.yaml")
    run = timeline("diff", str(old), str(new), "place:B", "-f", "json")
    assert [c["id"] for c in json.loads(run.out)["changed"]] == ["r2"]
    assert timeline("diff", str(old), str(new), "--place", "B", "-f", "json").out == run.out
    run = timeline("diff", str(old), "place:B", str(new))
    assert run.status == 2
    assert "is a file that stands behind a term; name both versions first" in run.err
    assert timeline("diff", str(old), str(new), "place:C").status == 2


def test_a_whole_is_asked_for_by_its_id_in_either_version(timeline, store):
    whole = "  - {id: whole, date: 2020, title: Whole}\n"
    part = "  - {id: part, date: 2020, title: Part, part_of: whole}\n"
    store(f"events:\n{whole}", "old.yaml")
    store(f"events:\n{whole}{part}", "new.yaml")
    store("events:\n  - {id: other, date: 2020, title: Other}\n", "other.yaml")
    run = timeline("diff", "old.yaml", "new.yaml", "part-of:whole", "-f", "json")
    assert [event["id"] for event in json.loads(run.out)["added"]] == ["part"]
    run = timeline("diff", "new.yaml", "other.yaml", "part-of:whole", "-f", "json")
    assert [event["id"] for event in json.loads(run.out)["removed"]] == ["part"]
    run = timeline("diff", "old.yaml", "new.yaml", "part-of:whoel")
    assert run.status == 2
    assert "did you mean whole?" in run.err


def test_trouble_is_not_told_as_a_difference(timeline, store):
    good, bad = store(RENAMED, "o.yaml"), store("events: [", "bad.yaml")
    assert timeline("diff", str(good), str(bad)).status == 1
    assert timeline("diff", str(good), str(bad), "--exit-code").status == 2
    assert timeline("diff", str(good), str(good), "--exit-code").status == 0
    # Nor where NEW is left out, or where the answer cannot be written.
    assert timeline("diff", str(good), "-s", str(bad)).status == 1
    assert timeline("diff", str(good), "-s", str(bad), "--exit-code").status == 2
    assert timeline("diff", str(good), str(good), "--exit-code", "-o", "none/x.md").status == 2


def test_a_range_of_revisions_is_answered_with_two(timeline, repository):
    assert "; write v1.0 HEAD" in timeline("diff", "v1.0..HEAD").err
