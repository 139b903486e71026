"""Which store answers, and how it is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import BUNDLED
from timeline.errors import UsageError
from timeline.store.locate import Location, bundled, locate


def event(name: str) -> str:
    return f"events: [{{id: {name}, date: 2020, title: T}}]\n"


def ids(answer: str | bytes) -> list[str]:
    return [found["id"] for found in json.loads(answer or "[]")]


def test_a_named_file_is_the_store(store, timeline):
    store(event("named"), "other.yaml")
    run = timeline("info", "--store", "other.yaml")
    assert run.status == 0
    assert "chosen: named by --store" in run.out
    assert f"store: {Path.cwd() / 'other.yaml'}" in run.out


def test_a_named_folder_is_read_in_name_order(store, timeline):
    for name in ("b.yaml", "a.yaml", ".hidden.yaml", "c.yml", "d.yaml~"):
        store(event(name[0] if name[0] != "." else "hidden"), f"dir/{name}")
    run = timeline("list", "--store", "dir", "--format", "json")
    assert (run.status, ids(run.out)) == (0, ["a", "b"])


def test_the_option_beats_the_environment_and_that_beats_the_folder(store, monkeypatch):
    here = str(Path.cwd())
    for name in ("events.yaml", "given.yaml", "environment.yaml"):
        store(event("a"), name)
    given = locate("given.yaml", "environment.yaml", here)
    assert given == Location(f"{here}/given.yaml", "named by --store")
    from_environment = locate(None, "environment.yaml", here)
    assert from_environment == Location(f"{here}/environment.yaml", "named by TIMELINE_STORE")
    assert locate(None, "", here) == Location(f"{here}/events.yaml", "in the current folder")


def test_the_environment_is_heeded_by_the_command(store, timeline, monkeypatch):
    store(event("there"), "there.yaml")
    monkeypatch.setenv("TIMELINE_STORE", "there.yaml")
    assert "chosen: named by TIMELINE_STORE" in timeline("info").out


@pytest.mark.parametrize(("path", "reason"), [
    ("gone.yaml", "there is no 'gone.yaml'"), ("", "'' is no path"), ("a\0b", r"'a\x00b' is no path"),
    ("events.yaml/inner", "there is no 'events.yaml/inner'"), ("~/gone", "there is no '~/gone'"),
    ("~nobody-of-that-name/x", "there is no '~nobody-of-that-name/x'"),
    ("loop", "there is no 'loop'"), ("empty", "the folder 'empty' has no *.yaml file"),
    ("x" * 5000, f"there is no '{'x' * 5000}'"),
])  # fmt: skip
def test_a_store_that_was_asked_for_and_is_not_there_is_an_error(path, reason, store):
    store(event("a"))
    Path("empty").mkdir()
    Path("empty/.hidden.yaml").touch()
    Path("loop").symlink_to("loop")
    with pytest.raises(UsageError) as caught:
        locate(path, None, str(Path.cwd()))
    assert caught.value.message == f"--store: {reason}"


def test_a_missing_store_is_wrong_usage_and_never_another_store(timeline, store, monkeypatch):
    store(event("a"))
    run = timeline("list", "--store", "gone.yaml")
    assert (run.status, run.out) == (2, "")
    assert (
        run.err
        == "timeline: --store: there is no 'gone.yaml'; give a YAML file, or a folder of them\n"
    )
    assert timeline("list", "--store", "").status == 2
    monkeypatch.setenv("TIMELINE_STORE", "gone")
    assert timeline("list").err.startswith("timeline: TIMELINE_STORE: there is no 'gone'")


def test_a_folder_without_yaml_whose_events_folder_has_some_is_answered_with_that(store):
    store(event("a"), "project/events/a.yaml")
    with pytest.raises(UsageError) as caught:
        locate("project", None, str(Path.cwd()))
    assert caught.value.hint == f"did you mean {Path.cwd() / 'project/events'}?"


def test_a_folder_that_holds_an_events_file_is_a_store(store, timeline):
    store(event("inside"), "project/events.yaml")
    run = timeline("list", "--store", "project", "--format", "json")
    assert ids(run.out) == ["inside"]


def test_the_nearest_store_upward_is_chosen(store):
    store(event("far"))
    store(event("near"), "a/events/x.yaml")
    Path("a/b/c").mkdir(parents=True)
    here = str(Path.cwd())
    assert locate(None, None, f"{here}/a/b/c") == Location(
        f"{here}/a/events", f"found upward, in {here}/a"
    )
    store(event("file"), "a/events.yaml")
    assert locate(None, None, f"{here}/a/b/c").path == f"{here}/a/events.yaml"
    assert locate(None, None, f"{here}/a") == Location(
        f"{here}/a/events.yaml", "in the current folder"
    )


def test_an_events_folder_without_yaml_and_a_folder_named_like_the_file_are_passed_over(store):
    store(event("a"))
    for name in ("a/events.yaml", "a/b/events"):
        Path(name).mkdir(parents=True)
    here = str(Path.cwd())
    assert locate(None, None, f"{here}/a/b").path == f"{here}/events.yaml"


def test_without_any_store_the_bundled_one_answers(timeline):
    assert bundled() == str(BUNDLED)
    found = locate(None, None, str(Path.cwd()))
    assert found == Location(
        str(BUNDLED), "bundled: no events.yaml, and no events/ with *.yaml files, here or above"
    )
    assert (
        "chosen: bundled: no events.yaml, and no events/ with *.yaml files, here or above"
        in timeline("info").out
    )


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mine.yaml").write_text(event("a"), encoding="utf-8")
    assert locate("~/mine.yaml", None, "/").path == f"{tmp_path}/mine.yaml"
    assert locate(None, "~/mine.yaml", "/").path == f"{tmp_path}/mine.yaml"


def test_two_dots_after_a_link_lead_where_the_system_leads(store):
    store(event("a"), "real/deep/x.yaml")
    store(event("b"), "real/b.yaml")
    Path("link").symlink_to("real/deep")
    assert locate("link/../b.yaml", None, str(Path.cwd())).path == f"{Path.cwd()}/real/b.yaml"


@pytest.mark.parametrize(
    "name", ["two words", "a#b", "a?b", "a%20b", "Köln", "a'b\"c", "-x", "a\nb", "%s{0}", "日本"]
)
def test_a_path_may_hold_any_character(name, store, timeline):
    store(event("odd"), f"{name}/{name}.yaml")
    for _warm in range(2):
        run = timeline("list", f"--store=./{name}", "--format", "json")
        assert (run.status, ids(run.out)) == (0, ["odd"])
    assert timeline("info", f"--store={name}/{name}.yaml").status == 0


def test_a_path_may_hold_bytes_that_are_not_utf_8(process):
    folder = b"\xff\xfe dir"
    os.mkdir(folder)
    with open(folder + b"/\xe4.yaml", "wb") as file:
        file.write(event("odd").encode())
    arguments = ("--store", os.fsdecode(folder))
    for _warm in range(2):
        run = process("list", *arguments, "--format", "json")
        assert (run.returncode, ids(run.stdout)) == (0, ["odd"])
    with open(folder + b"/\xe4.yaml", "ab") as file:
        file.write(b"evnts: []")
    run = process("list", *arguments)
    assert run.returncode == 1
    assert run.stderr.startswith(b"\\xff\\xfe dir/\\xe4.yaml:2:1: error[unknown-key]")


@pytest.mark.parametrize("name", ["events.yml", "events/2020.yml"])
def test_a_store_whose_name_ends_in_yml_is_not_passed_over_in_silence(timeline, store, name):
    store("events: []", name)
    run = timeline("list")
    assert run.status == 2
    assert "is no store by its name: its files end in .yml; let them end in .yaml" in run.err


def test_a_link_to_no_store_is_not_passed_over_in_silence(timeline):
    Path("events.yaml").symlink_to("nowhere.yaml")
    run = timeline("list")
    assert run.status == 2
    assert "events.yaml is a link to no file; mend the link" in run.err
