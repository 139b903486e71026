"""``timeline init``: a store that passes its own checks, an editor's schema, and a hook that runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from timeline.checks.rule import EXAMPLE_DAY
from timeline.curation import Curation
from timeline.store.schema import EVENT_KEYS, TOP_KEYS

FILES = [".pre-commit-config.yaml", "events.schema.json", "events.yaml"]
LATER = date(2090, 1, 1)
GERMAN = re.compile(r"[äöüß]|\b(und|der|die|das|ein|nicht|wird)\b")
ENGLISH = re.compile(r"\b(and|the|of|is|not|what)\b")


@pytest.fixture(autouse=True)
def no_git(monkeypatch):
    """Keep git's own settings and the repository of a hook that runs these tests out of them."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


def here(folder: str = "") -> Path:
    return Path.cwd() / folder


def files_in(folder: str = "") -> list[str]:
    return sorted(str(path.relative_to(here(folder))) for path in here(folder).rglob("*"))


def schema_of(folder: str = "") -> Any:
    return json.loads((here(folder) / "events.schema.json").read_text("utf-8"))


def git(*arguments: str) -> None:
    settings = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True, timeout=60)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_new_store_passes_every_check_now_and_later(timeline, language):
    run = timeline("init", "--lang", language)
    assert (run.status, run.out) == (0, "")
    assert files_in() == FILES
    for day in (date.fromisoformat(EXAMPLE_DAY), LATER):
        verdict = Curation(str(here("events.yaml")), str(here())).check(day.toordinal())
        assert verdict.problems == []
        assert verdict.events == 2


@pytest.mark.parametrize(
    ("language", "own", "other"), [("en", ENGLISH, GERMAN), ("de", GERMAN, ENGLISH)]
)
def test_it_explains_itself_in_one_language(timeline, language, own, other):
    timeline("init", "--lang", language)
    text = here("events.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=./events.schema.json\n#\n")
    assert f"\nlanguage: {language}\n" in text
    comments = re.findall(r"(?:^| )# (.*)$", text, re.MULTILINE)
    assert len(comments) > 20
    assert own.search(" ".join(comments))
    assert not other.search(" ".join(comments))
    assert all(len(line) <= 120 for line in text.splitlines())
    for key in (*TOP_KEYS, *EVENT_KEYS):
        assert re.search(rf"\b{key}\b", text), key
    config = here(".pre-commit-config.yaml").read_text("utf-8")
    assert own.search(config.splitlines()[0])


def test_the_language_may_come_from_the_environment_and_is_english_otherwise(timeline, monkeypatch):
    timeline("init", "a")
    monkeypatch.setenv("TIMELINE_LANG", "de")
    timeline("init", "b")
    timeline("init", "c", "--lang", "en")
    said = [yaml.safe_load((here(name) / "events.yaml").read_text())["language"] for name in "abc"]
    assert said == ["en", "de", "en"]
    assert timeline("init", "d", "--lang", "fr").status == 2
    assert not here("d").exists()


def test_the_schema_beside_it_is_the_one_of_timeline_schema(timeline):
    timeline("init")
    assert here("events.schema.json").read_text("utf-8") == timeline("schema").out
    data = yaml.load(here("events.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert list(Draft202012Validator(schema_of()).iter_errors(data)) == []


def test_it_says_what_was_written_and_what_comes_next(timeline):
    run = timeline("init")
    assert run.err == (
        "written: events.yaml, events.schema.json, .pre-commit-config.yaml\n"
        "next: timeline check, timeline add; the events in events.yaml are examples\n"
    )
    assert timeline("list").err == "2 events\n"
    run = timeline("init", "a b")
    assert "next: cd 'a b', then timeline check" in run.err
    assert files_in("a b") == FILES


def test_a_dry_run_writes_nothing_and_shows_all(timeline):
    run = timeline("init", "new", "--dry-run")
    assert run.status == 0
    assert files_in() == []
    assert re.findall(r"^\+\+\+ (.*)$", run.out, re.MULTILINE) == [
        "new/events.yaml", "new/events.schema.json", "new/.pre-commit-config.yaml",
    ]  # fmt: skip
    assert run.err == ""
    timeline("init", "new")
    text = (here("new") / "events.yaml").read_text("utf-8")
    assert "".join(f"+{line}" for line in text.splitlines(keepends=True)) in run.out


@pytest.mark.parametrize("name", ["events.yaml", "events.schema.json"])
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_is_there_is_never_overwritten(timeline, store, name, options):
    path = store("mine", name)
    run = timeline("init", *options)
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        f"timeline: {name} is there already; nothing was written; name another folder\n"
    )
    assert path.read_text() == "mine"
    assert files_in() == [name]


def test_a_link_to_nothing_is_not_overwritten_either(timeline):
    here("events.yaml").symlink_to("nowhere.yaml")
    assert timeline("init").status == 2
    assert files_in() == ["events.yaml"]


def test_a_second_run_changes_nothing(timeline):
    timeline("init")
    before = {name: here(name).read_bytes() for name in FILES}
    assert timeline("init", "--lang", "de").status == 2
    assert {name: here(name).read_bytes() for name in FILES} == before


def test_a_folder_of_events_is_a_store_already(timeline, store):
    store("events: []", "events/2020.yaml")
    run = timeline("init")
    assert (run.status, run.err) == (
        2, "timeline: events is a store already; nothing was written; name another folder\n",
    )  # fmt: skip
    assert files_in() == ["events", "events/2020.yaml"]


def test_an_empty_folder_of_events_is_none(timeline):
    here("events").mkdir()
    assert timeline("init").status == 0


def test_a_store_above_is_told_of(timeline, store):
    path = store("events: []")
    run = timeline("init", "inner")
    assert run.status == 0
    assert f"there is a store above, {path}: here, the nearer one is used\n" in run.err
    assert files_in("inner") == FILES


def test_what_is_wrong_above_does_not_matter(timeline, store):
    store("events: []", "events.yml")
    assert timeline("init", "inner").status == 0


def test_a_store_named_by_the_environment_is_told_of(timeline, store, monkeypatch):
    other = str(store("events: []", "other.yaml"))
    monkeypatch.setenv("TIMELINE_STORE", other)
    run = timeline("init")
    assert f"TIMELINE_STORE names {other}: that is used until you unset it\n" in run.err


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("file", "file is no folder; name the folder that the store is to be in"),
        (
            "new.yaml",
            "'new.yaml' is the name of a file; name the folder: events.yaml is made in it",
        ),
        ("file/x", "cannot make the folder "),
        ("d/" * 1_500 + "x", "cannot make the folder "),
        ("d/" * 5_000 + "x", "cannot make the folder "),
        ("n" * 300, "cannot make the folder "),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_a_folder_is_refused(timeline, store, folder, said):
    store("", "file")
    run = timeline("init", folder)
    assert run.status in (1, 2)
    assert run.err.startswith(f"timeline: {said}")
    assert run.err.count("\n") == 1
    assert files_in() == ["file"]


def test_a_failure_leaves_no_file_behind(timeline, monkeypatch):
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    run = timeline("init")
    assert run.status == 1
    assert "no space left on device; nothing was changed" in run.err
    assert files_in() == []


# pre-commit

HOOK = """\
  - repo: local
    hooks:
      - id: timeline-check
"""


def test_a_configuration_of_pre_commit_that_is_there_is_left_alone(timeline, store):
    path = store("repos: []\n", ".pre-commit-config.yaml")
    run = timeline("init")
    assert run.status == 0
    assert path.read_text() == "repos: []\n"
    assert "written: events.yaml, events.schema.json\n" in run.err
    assert f"pre-commit reads {path}: add to its 'repos:'\n{HOOK}" in run.err


def test_pre_commit_looks_in_the_root_of_a_repository(timeline):
    here("repo/.git").mkdir(parents=True)
    config = here("repo/.pre-commit-config.yaml")

    def hook_of(folder: str, said: str) -> dict[str, str]:
        run = timeline("init", f"repo/{folder}")
        assert run.status == 0
        assert files_in(f"repo/{folder}") == FILES[1:]
        _, found, added = run.err.partition(f"pre-commit reads {config}{said}")
        assert found, run.err
        (repository,) = yaml.safe_load("\n".join(re.findall(r"^ .*$", added, re.MULTILINE)))
        hook: dict[str, str] = repository["hooks"][0]
        assert re.search(hook["files"], f"{folder}/events.yaml")
        return hook

    hook = hook_of("my docs/a.b", ", which is not there yet: write into it\nrepos:\n")
    assert hook["entry"] == "timeline check 'my docs/a.b/events.yaml'"
    assert not re.search(hook["files"], "my docs/aub/events.yaml")
    assert timeline("init", "repo").status == 0
    hook = hook_of("o'x: #1", ": add to its 'repos:'\n")
    assert shlex.split(hook["entry"]) == ["timeline", "check", "o'x: #1/events.yaml"]
    assert ".pre-commit-config.yaml" in files_in("repo")


def pre_commit(*arguments: str) -> subprocess.CompletedProcess[str]:
    bin_ = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join((bin_, os.environ["PATH"])),
                   "PRE_COMMIT_HOME": str(here().parent / "pre-commit"), "PRE_COMMIT_COLOR": "never"}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        capture_output=True, check=False, text=True, encoding="utf-8", env=environment, timeout=120,
    )  # fmt: skip


def test_pre_commit_accepts_the_hook_of_the_project_and_the_new_configuration(timeline):
    timeline("init")
    for command, path in (
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", here(".pre-commit-config.yaml")),
    ):
        run = pre_commit(command, str(path))
        assert (run.returncode, run.stdout + run.stderr) == (0, "")


def test_the_hook_of_the_project_is_about_stores():
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
    assert (hook["id"], hook["entry"], hook["language"]) == (
        "timeline-check", "timeline check", "python",
    )  # fmt: skip
    assert hook["pass_filenames"] is False
    for path in ("events.yaml", "docs/events.yaml", "events/2020.yaml", "a/events/b.yaml"):
        assert re.search(hook["files"], path), path
    for path in (
        "myevents.yaml",
        "events.yml",
        "events.yaml.bak",
        "events/a.txt",
        "revents/a.yaml",
    ):
        assert not re.search(hook["files"], path), path


@pytest.mark.skipif(not shutil.which("git"), reason="pre-commit works on a git repository")
@pytest.mark.parametrize("language", ["en", pytest.param("de", marks=pytest.mark.long)])
def test_pre_commit_runs_the_check_of_a_new_store_and_stops_a_broken_one(timeline, language):
    git("init", "-q", ".")
    timeline("init", "--lang", language)
    git("add", ".")
    run = pre_commit("run", "--all-files")
    assert run.returncode == 0, run
    assert re.search(r"^timeline check\.+Passed$", run.stdout, re.MULTILINE)
    path = here("events.yaml")
    path.write_text(path.read_text("utf-8").replace("2020-04\n", "2020-14\n"), "utf-8")
    git("add", ".")
    run = pre_commit("run")
    assert run.returncode == 1
    assert "events.yaml:51:11: error[bad-date]: date: there is no month 14" in run.stdout
