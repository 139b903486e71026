"""The user's own settings, and what comes before them: UX 22."""

from __future__ import annotations

import json

import pytest

from tests.transcripts.terminal import run_in_terminal
from timeline.cli.config import Config, config_path, read_config

STORE = "{}events: [{{id: a, date: 2025-07-01, title: {{de: Eins, en: One}}}}]"


@pytest.fixture(autouse=True)
def known_store(store):
    store(STORE.format(""))


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Return a function that writes the configuration file."""

    def write(text):
        path = tmp_path / "config" / "timeline" / "config.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        return path

    return write


def test_the_file_lies_where_xdg_says():
    assert config_path({"XDG_CONFIG_HOME": "/c", "HOME": "/h"}) == "/c/timeline/config.yaml"
    for ignored in ({}, {"XDG_CONFIG_HOME": ""}, {"XDG_CONFIG_HOME": "relative"}):
        assert config_path({**ignored, "HOME": "/h"}) == "/h/.config/timeline/config.yaml"


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_says_nothing(config, timeline, text):
    config(text)
    assert timeline("list").out == "- **1 July 2025** – One\n"


def test_no_file_is_no_trouble(tmp_path):
    assert read_config({"HOME": str(tmp_path)}) == Config()
    (tmp_path / "file").write_text("")
    assert read_config({"XDG_CONFIG_HOME": str(tmp_path / "file")}) == Config()


def test_language_flag_then_environment_then_config_then_locale_then_store(
    config, timeline, store, monkeypatch
):
    store(STORE.format("language: de\n"))
    assert "Eins" in timeline("list").out
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "One" in timeline("list").out
    config("lang: de")
    assert "Eins" in timeline("list").out
    monkeypatch.setenv("TIMELINE_LANG", "en")
    assert "One" in timeline("list").out
    assert "Eins" in timeline("list", "--lang", "de").out


def test_the_config_never_changes_a_machine_format_or_what_a_pipe_gets(config, timeline):
    before = [timeline("list", "-f", "json"), timeline("list", "--lang", "en")]
    config("plain: true\ncolor: never\npager: more\nlang: de\n")
    assert timeline("list", "-f", "json") == before[0]
    assert json.loads(before[0].out)[0]["date"]["text"] == "1 July 2025"
    assert timeline("list", "--lang", "en") == before[1]


def test_colour(config):
    config("color: never")
    assert "\x1b" not in run_in_terminal("list").text
    assert "\x1b" in run_in_terminal("list", "--color=auto").text
    config("color: auto")
    assert "\x1b" in run_in_terminal("list").text
    assert "\x1b" not in run_in_terminal("list", env={"NO_COLOR": "1"}).text


def test_plain_is_for_the_terminal(config):
    config("plain: true")
    assert "Title: One" in run_in_terminal("list").text
    assert "Title: " not in run_in_terminal("list", "--format", "table").text
    assert "Title: One" in run_in_terminal("chart").text
    # It is a wish, and no option: what contradicts it is stronger.
    for looks in (("--lanes", "kind"), ("--width", "60"), ("--ascii",)):
        shown = run_in_terminal("chart", *looks)
        assert "Title: " not in shown.text
        assert "contradicts" not in shown.text
    assert "contradicts" in run_in_terminal("chart", "--lanes", "kind", "--plain").text
    config("plain: false")
    assert "Title: " not in run_in_terminal("list").text


def test_the_pager_comes_after_the_environment(config, tmp_path):
    path = tmp_path / "mine"
    path.write_text("#!/bin/sh\necho mine\ncat\n")
    path.chmod(0o755)
    config(f"pager: {path}")
    assert run_in_terminal("list", rows=2).lines[0] == "mine"
    assert run_in_terminal("list", rows=2, env={"PAGER": "cat"}).lines[0].rstrip() == "2025"
    config("pager: ''")
    assert run_in_terminal("list", rows=2).lines[0].rstrip() == "2025"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lnag: de", ":1:1: there is no setting 'lnag'; did you mean lang?"),
        (
            "lang: de\nstore: x",
            ":2:1: there is no setting 'store'; valid: lang, color, plain, max-size, pager",
        ),
        ("lang: fr", ":1:1: lang cannot be 'fr'; write de or en"),
        ("lang:", ":1:1: lang cannot be ''; write de or en"),
        ("color: alwas", ":1:1: color cannot be 'alwas'; write auto or never"),
        ("color: always", ":1:1: color cannot be 'always' here; use --color=always"),
        ("plain: ture", ":1:1: plain cannot be 'ture'; did you mean true?"),
        ("pager: [less, -R]", ":1:1: pager is one text; write it on the same line"),
        ("- lang", ": not a list of settings; write 'lang: de', for example"),
        ("lang: de\nlang: en", ":2:1: "),
        ("lang: [", ":"),
        ("lang: &a de", ":1:"),
        (b"lang: \xff", ":1:7: "),
        ("lang: \x1b[31m", ":1:7: "),
    ],
)
def test_a_mistake_in_the_file_is_one_line_and_wrong_usage(config, timeline, text, said):
    path = config(text)
    run = timeline("list")
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"timeline: {path}{said}")
    assert run.err.count("\n") == 1
    assert "\x1b" not in run.err


def test_a_file_that_cannot_be_read_is_one_line(config, timeline):
    path = config("lang: de")
    path.unlink()
    path.mkdir()
    run = timeline("list")
    assert (run.status, run.out) == (2, "")
    assert run.err == f"timeline: {path} cannot be read: is a directory; mend it or delete it\n"


def test_help_and_version_work_in_spite_of_a_broken_file(config, timeline):
    config("lang: fr")
    assert timeline("--help").status == timeline("--version").status == timeline().status == 0
