"""What Tab offers, in the protocols of bash, zsh and fish: UX 21."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from timeline.cli.app import main
from timeline.cli.commands import COMMANDS
from timeline.cli.explaining import EXPLAINED
from timeline.formats.registry import FORMATS
from timeline.query.fields import QUERY_FIELDS

STORE = r"""
networks:
  NUM: {name: {de: Netz, en: "$(touch pwned) `touch pwned` \"q\" 'p' (a:b) [c] {d} ; & | > pwned"}}
  NUM Hub+X: {name: "it's: (1) [red]"}
  GBN:
kinds: {law: {name: {de: Gesetz, en: Law}}}
events:
  - {id: num-one, date: 2020-04, title: "One's \"$(touch pwned)\" `touch pwned`", kind: law,
     networks: [NUM, NUM Hub+X, GBN], tags: [covid, Köln]}
  - {id: num-two, date: 2020-04, title: Two, tags: [covid]}
"""


@pytest.fixture(autouse=True)
def known_store(store):
    store(STORE)


@pytest.fixture
def tab(capfd, monkeypatch):
    """Return a function that says what bash is offered for the last of some words."""

    def press(*words, joint="\n"):
        monkeypatch.setenv("_TIMELINE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", joint.join(("timeline", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        capfd.readouterr()
        main([])
        out, err = capfd.readouterr()
        assert err == ""
        return out.split("\n")[:-1] if out.strip() else []

    return press


@pytest.fixture
def described(capfd, monkeypatch):
    """Return a function that says what fish or zsh are offered at the end of a line."""

    def press(shell, line):
        monkeypatch.setenv("_TIMELINE_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        capfd.readouterr()
        main([])
        out, err = capfd.readouterr()
        assert err == ""
        return out

    return press


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("",), list(COMMANDS)),
        (("ne",), ["networks"]),
        (("list", "--li"), ["--limit"]),
        (("list", "--network", ""), ["NUM", r"NUM\ Hub+X", "GBN"]),
        (("list", "-n", "nu"), ["NUM", r"NUM\ Hub+X"]),
        (("list", "-n", "NUM", "-n", "g"), ["GBN"]),
        (("list", "--network", "=", "g"), ["GBN"]),
        (("list", "--network", "="), ["NUM", r"NUM\ Hub+X", "GBN"]),
        (("list", "--lang", "=", "de", "--network", "=", "g"), ["GBN"]),
        (("list", "--network=g"), ["GBN"]),
        (("list", "-n", '"NUM '), ["NUM Hub+X"]),
        (("between", "2020", "2021", "-k", ""), ["law"]),
        (("list", "n"), ["network:NUM", "network:GBN"]),
        (("list", ""), [f"{name}:" for name in QUERY_FIELDS]),
        (("list", "k"), ["kind:", "known-by:"]),
        (("list", "network:g"), ["network:GBN"]),
        (("list", "network", ":"), ["NUM", "GBN"]),
        (("list", "network", ":", "g"), ["GBN"]),
        (("list", "not", ":", "network", ":", "NUM,g"), ["NUM,GBN"]),
        (("list", "(tag", ":", "co"), ["covid"]),
        (("list", "tag:covid", "kind", ":", ""), ["law"]),
        (("between", "2020", "2021", "certain:"), ["certain:yes", "certain:no"]),
        (("search", "part-of:num"), ["part-of:num-one", "part-of:num-two"]),
        (("stats", "status:pl"), ["status:planned"]),
        (("list", "known"), ["known-by:"]), (("list", "dat"), ["date:"]),
        (("show", "kind:la"), ["kind:law"]), (("diff", "HEAD", "network:G"), ["network:GBN"]),
        (("stats", "--by", "ye"), ["year"]), (("stats", "--sum", ""), []),
        (("list", "'kind:law tag:co"), ["kind:law tag:covid"]),
        (("list", "date:"), []), (("list", "date", ":", "20"), []), (("list", "zzz"), []),
        (("list", "--status", "p"), ["planned"]), (("list", "--place", ""), []),
        (("at", "2020", "-t", "kö"), ["Köln"]),
        (("at", "2020", "-t", "ko"), ["Köln"]),
        (("show", ""), ["num-one", "num-two"]),
        (("show", "NUM-T"), ["num-two"]),
        (("show", "num-one", "num"), ["num-one", "num-two"]),
        (("list", "--format", ""), list(FORMATS)),
        (("list", "--sort", "t"), ["title"]),
        (("list", "--fields", "id,da"), ["id,date"]),
        (("list", "--fields", "id,i"), []),
        (("list", "--lang", ""), ["de", "en"]),
        (("--lang", ""), ["de", "en"]),
        (("list", "--color", "a"), ["auto", "always"]),
        (("list", "--limit", "x", "-n", "g"), ["GBN"]),
        (("chart", "--lanes", "no"), ["none"]), (("check", "-f", "g"), ["github"]),
        (("list", "--explain", ""), list(EXPLAINED)), (("list", "--dialect", "po"), ["postgres"]),
        (("list", "--since", ""), []),
        (("nope", ""), []),
        (("zzz",), []),
    ],
    ids=str,
)  # fmt: skip
def test_tab_offers(tab, words, offered):
    assert tab(*words) == offered


def test_tab_offers_every_option_of_a_command(tab):
    offered = tab("show", "-")
    assert {"--format", "--output", "--fields", "--store", "--lang", "--help", "-f"} <= set(offered)
    assert {"--store", "--lang", "--version", "--help", "--plain"} <= set(tab("--"))


def test_words_joined_by_spaces_are_understood_too(tab):
    assert tab("list", "-n", "g", joint=" ") == ["GBN"]


def test_the_store_named_on_the_line_is_asked(tab, store, monkeypatch):
    store("events: [{id: other, date: 2020, title: O, networks: [OTH]}]", "other.yaml")
    assert tab("-s", "other.yaml", "list", "-n", "") == ["OTH"]
    assert tab("list", "--store", "other.yaml", "-n", "") == ["OTH"]
    assert tab("show", "-s", "other.yaml", "") == ["other"]
    monkeypatch.setenv("TIMELINE_STORE", "other.yaml")
    assert tab("list", "-n", "") == ["OTH"]


@pytest.mark.parametrize("text", ["events: [", "events: [{id: A}]", "", "\0", "events: []"])
def test_tab_is_silent_on_a_broken_store(tab, store, described, text):
    store(text)
    for words in (("list", "-n", ""), ("list", "-k", ""), ("list", "-t", ""), ("show", "")):
        assert tab(*words) == []
    assert described("zsh", "timeline list -n ") in ("", "_files\n")
    assert described("fish", "timeline list -n ") in ("", "\n")
    assert tab("l") == ["list"]


def test_tab_is_silent_on_a_missing_store_and_a_missing_folder(tab, tmp_path, monkeypatch):
    assert tab("list", "-s", "/nope", "-n", "") == []
    monkeypatch.setenv("TIMELINE_STORE", "/nope")
    assert tab("show", "") == []
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert tab("show", "") == []


def test_fish_and_zsh_show_descriptions(described):
    for line, said in (
        ("timeline ", "List the networks."), ("timeline list --n", "Filed under this network"),
        ("timeline list -k ", "Law, 1"), ("timeline list -t ", "2 events"),
        ("timeline show num-t", "two"), ("timeline list -f ", "one event a line"),
        ("timeline list --sort ", "by title"), ("timeline list --fields ", "Networks"),
        ("timeline list --lang ", "Deutsch"), ("timeline list --color ", "in pipes too"),
    ):  # fmt: skip
        assert said.lower() in described("fish", line).lower()
        assert said.lower() in described("zsh", line).lower()
    assert described("fish", "timeline list -n g") == "GBN\tGBN, 1\n"
    assert described("fish", "timeline list --network=g") == "--network=GBN\tGBN, 1\n"
    assert '"--network=GBN":' in described("zsh", "timeline list --network=g")


@pytest.mark.parametrize(("line", "status"), [("timeline list -n ", 0), ("timeline list -n z", 1)])
def test_fish_is_told_by_the_status_whether_there_is_an_offer(monkeypatch, line, status):
    monkeypatch.setenv("_TIMELINE_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "is-args")
    assert main([]) == status


def test_no_text_of_a_store_means_anything_to_a_shell(described):
    for line in ("timeline list -n ", "timeline show ", "timeline list -t "):
        offered = described("zsh", line)
        body = offered.removeprefix("_arguments '*: :((").removesuffix("))'\n")
        assert not set(body) & set("$`'\\;&|<>(){}[]!#*")
        assert body.count('"') == 4 * len(body.splitlines())
        assert not set(described("fish", line)) & set("$`'\"\\;&|<>(){}[]")


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
def test_a_real_bash_completes(tmp_path):
    script = f"""
timeline() {{ '{sys.executable}' -m timeline "$@"; }}
eval "$(_TIMELINE_COMPLETE=source_bash timeline)"
press() {{ COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _timeline_completion timeline; printf '%s|' "${{COMPREPLY[@]}}"; echo; }}
press timeline list -n NU
press timeline show num-t
"""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "timeline"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m timeline \"$@\"\n")
    program.chmod(0o755)
    env = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    run = subprocess.run(["bash", "--norc", "-c", script], env=env, capture_output=True,
                         text=True, timeout=60, check=False)  # fmt: skip
    assert run.stderr == ""
    assert run.stdout == "NUM|NUM\\ Hub+X|\nnum-two|\n"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_real_shell_runs_nothing_of_what_it_is_offered(described, tmp_path, shell):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not here")
    for line in ("timeline list -n ", "timeline show "):
        offered = described(shell, line)
        # zsh's script evaluates the answer; here _arguments only shows what it was given.
        script = '_arguments() { print -r -- "$@" }; eval "$(cat)"' if shell == "zsh" else "cat"
        run = subprocess.run([shell, "-c", script], input=offered, capture_output=True, text=True,
                             timeout=60, check=False)  # fmt: skip
        assert (run.returncode, run.stderr) == (0, "")
        assert "num-two" in run.stdout or "GBN" in run.stdout
    assert not list((tmp_path / "work").glob("pwned*"))


def test_completing_imports_neither_rich_nor_yaml(process):
    process("list")  # an index, once
    report = "import sys, timeline.cli.app as a; a.main([]); print(*sys.modules, file=sys.stderr)"
    for words in ("timeline\nlist\n-n\n", "timeline\nshow\n", "timeline\n"):
        env = {**os.environ, "_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": words,
               "COMP_CWORD": str(words.count("\n"))}  # fmt: skip
        run = subprocess.run([sys.executable, "-c", report], env=env, capture_output=True,
                             text=True, timeout=60, check=False)  # fmt: skip
        assert run.stdout.strip()
        loaded = set(run.stderr.split())
        assert not loaded & {"rich", "yaml", "pydantic", "dateutil", "platformdirs"}
