"""A store made to break its reader is answered with a clear message, quickly, and never runs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from timeline.errors import StoreError, TimelineError
from timeline.store.files import read_bytes, store_files
from timeline.store.loading import read_store

DEEP = 100_000
EVENT = "events:\n- id: a\n  date: 2020\n  title: A\n"


def problems(data: bytes | str) -> list[tuple[int, int, str]]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    started = time.process_time()
    with pytest.raises(StoreError) as caught:
        read_store([("events.yaml", raw)])
    assert time.process_time() - started < 2
    return [(p.line, p.column, p.code) for p in caught.value.problems]


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: "])
def test_what_nests_without_end_is_refused_in_a_process_of_its_own(opening, process):
    # In a process: the C parser must not take the interpreter down with it.
    Path("events.yaml").write_text(opening * DEEP, encoding="utf-8")
    run = process("list", "--store", "events.yaml")
    assert (run.returncode, run.stdout) == (1, b"")
    assert b"error[too-deep]" in run.stderr or b"error[yaml-syntax]" in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("opening", ["[{", "- - [", "? [", "[? ", "{? ", "- ? ", "[[a]: "])
@pytest.mark.parametrize("before", ["", "events: ", "events:\n  - "])
def test_what_nests_without_end_in_other_ways_is_refused(opening, before):
    codes = {code for _, _, code in problems(before + opening * DEEP)}
    assert {"too-deep", "yaml-syntax", "too-large"} & codes


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? "])
def test_the_pure_python_parser_survives_what_nests_without_end(opening, monkeypatch):
    import yaml

    monkeypatch.delattr(yaml, "CSafeLoader")
    assert {"too-deep", "yaml-syntax"} & {code for _, _, code in problems(opening * 300)}


def test_what_lies_too_deep_is_told_once_whatever_it_is():
    inside = "*b, &c d, !!python/name:os.system e"
    found = problems(f"x: {'[' * 20}{inside}{']' * 20}\n{EVENT}")
    assert [code for _, _, code in found if code != "unknown-key"] == ["too-deep"]


def test_an_alias_bomb_is_never_blown_up():
    layers = [f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 60)]
    found = problems("events:\n  l0: &l0 [a]\n" + "\n".join(layers))
    assert {code for _, _, code in found} == {"alias", "not-list"}


def test_a_merge_key_and_a_recursive_alias_are_refused():
    assert (5, 7, "alias") in problems(EVENT + "  <<: *a")
    assert problems("events: &e [*e]")[:2] == [(1, 9, "alias"), (1, 13, "alias")]


@pytest.mark.parametrize("tag", [
    "!!python/object/apply:os.system [touch pwned]", "!!python/name:os.system x",
    "!<tag:yaml.org,2002:python/object/new:os.system> [touch pwned]", "! x", "!x x",
    "!!binary aGVsbG8=", "!!null x",
])  # fmt: skip
def test_a_tag_makes_nothing(tag):
    assert (5, 10, "tag") in problems(EVENT + f"  place: {tag}")
    assert not Path("pwned").exists()


def test_a_tag_of_its_own_handle_is_refused():
    assert (7, 10, "tag") in problems(
        "%TAG !e! tag:example.org,2000:\n---\n" + EVENT + "  place: !e!x y"
    )


@pytest.mark.parametrize(("sign", "column"), [
    ("\0", 11), ("\x1b", 11), ("\x7f", 11), ("\x85", 11), ("\x9b", 11), ("\u202e", 11),
    ("\u2066", 11), ("\u2028", 11), ("\u2029", 11), ("\ufeff", 11), ("\u200b", 11), ("\ufffe", 11),
    ("\uffff", 11), ("\U0010ffff", 11), ("\x0b", 11), ("\x0c", 11), ("\x08", 11), ("\u061c", 11),
    ("\U000e0041", 11),
])  # fmt: skip
def test_a_forbidden_character_is_refused_where_it_stands(sign, column):
    # NEL, LS and PS end a line for libyaml, but not for an editor: the lines after them must count on.
    text = EVENT + f"  place: a{sign}b\n  kindd: law\n"
    assert problems(text) == [(5, column, "forbidden-character"), (6, 3, "unknown-key")]


@pytest.mark.parametrize("escape", [
    r"\0", r"\x00", r"\x1b", r"\e", r"\a", r"\b", r"\v", r"\f", r"\N", r"\L", r"\P", r"\x85",
    r"\u202e", r"\u2067", r"\u200b", r"\ufeff", r"\U0000202E", r"\ufffe", r"\U000e0041",
])  # fmt: skip
def test_a_forbidden_character_cannot_come_in_as_an_escape(escape):
    assert problems(EVENT + f'  place: "a\\\\{escape}b"') == [(5, 14, "forbidden-character")]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\U00110000", r"\U0000d800"])
def test_an_escape_for_no_character_is_refused(escape, loader, monkeypatch):
    import yaml

    monkeypatch.setattr(yaml, "CSafeLoader", getattr(yaml, loader))
    [(line, _, code)] = problems(EVENT + f'  place: "a{escape}"')
    assert code in ("yaml-syntax", "forbidden-character")
    assert line == 5 or loader == "SafeLoader"


@pytest.mark.parametrize(("data", "place"), [
    (b"\xff\xfee\0v\0", (1, 1)), (b"\xfe\xff\0e\0v", (1, 1)), (b"e\0v\0e\0n\0", (1, 2)),
    (b"\0e\0v", (1, 1)), (b"\0\0\xfe\xff", (1, 3)), (b"a: \xc0\xaf", (1, 4)),
    (b"a\n\xed\xa0\x80", (2, 1)), (b"\xc3\xa4\r\nb\r \xf4\x90\x80\x80", (3, 2)),
    (b"\xef\xbb\xbfab\x80", (1, 3)), (b"ab\xe2\x82", (1, 3)),
])  # fmt: skip
def test_bytes_that_are_not_utf_8_are_refused_where_they_stand(data, place):
    assert problems(data) == [(*place, "not-utf8")]


@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "a: b\n>>>>>>> x", "<<<<<<<\n"]
)
def test_a_merge_conflict_is_named_as_one(text):
    assert [code for _, _, code in problems(text)] == ["merge-conflict"]


@pytest.mark.parametrize(("text", "line", "code"), [
    ("%YAML 3.0\n---\nevents: []", 1, "yaml-syntax"), ("%YAML 1.1\n%YAML 1.1\n---\n", 2, "yaml-syntax"),
    ("---\nevents: []\n---\n", 3, "multiple-documents"), ("events: []\n...\nx", 3, "yaml-syntax"),
    ("", 1, "empty-store"), ("\n\n", 1, "empty-store"), ("\ufeff", 1, "empty-store"), ("---", 1, "empty-store"),
    ("# c", 1, "empty-store"), ("x", 1, "not-mapping"), ("[]", 1, "not-mapping"), ("''", 1, "empty-store"),
    ("null", 1, "not-mapping"), ("\t", 1, "yaml-syntax"), ("@", 1, "yaml-syntax"), ("]", 1, "yaml-syntax"),
])  # fmt: skip
def test_odd_documents_are_refused(text, line, code):
    assert [(found[0], found[2]) for found in problems(text)] == [(line, code)]


def test_a_yaml_directive_of_a_known_version_is_passed_over():
    assert read_store([("a", b"%YAML 1.1\n---\nevents: []")]).events == ()


MEGA = "x" * 1_000_000


@pytest.mark.parametrize("text", [
    f"{MEGA}: a", f"? {MEGA}\n: a", EVENT + f"  place: [{MEGA}]", EVENT + f"  kindd: {MEGA}", EVENT + f"  ? {MEGA}\n  : b",
    EVENT + f"  kind: '{MEGA}*'", EVENT + f"  sources: ['https://{MEGA} ']", EVENT + f"  sources: [{MEGA}]",
    EVENT + f"  sources: ['https://{MEGA} b']", EVENT + f"  follows: {MEGA}", EVENT + f"  part_of: '{'a-' * 500_000}'",
    EVENT + f"  figures: {{a: {'9' * 1_000_000}}}", EVENT + f"  figures: {{a: '{'9 ' * 500_000}x'}}",
    EVENT + f"  status: {MEGA}", EVENT + f"  disputed: [{{date: '{'2' * 1_000_000}'}}]", f"language: {MEGA}",
    EVENT + f"  tags: ['{'a ' * 500_000}*']", f'"{MEGA}', f"events: !{MEGA}", f"events: *{MEGA}", f"events: &{MEGA} x",
    "- " + "a: " * 50_000, EVENT + '  place: "' + "\\x1b" * 50_000 + '"', "events:" + "\n" * 300_000 + " - a",
    "[" + "a, " * 50_000,
])  # fmt: skip
def test_a_text_of_a_megabyte_is_neither_slow_nor_printed_whole(text):
    started = time.process_time()
    found = []
    try:
        read_store([("events.yaml", text.encode())])
    except StoreError as error:
        found = error.problems
    assert all(len(problem.message) + len(problem.hint) < 1000 for problem in found)
    assert time.process_time() - started < 2


ACCENTS = "a" + "\u0301\u0323" * 115_000


@pytest.mark.parametrize(
    "arguments", [("list", ACCENTS[:30_000]), ("check",)], ids=["list", "check"]
)
def test_an_endless_row_of_accents_on_one_letter_keeps_nobody_waiting(process, arguments):
    # To put them into the order of Unicode takes minutes: the process would be ended before.
    stated = f"- id: b\n  date: 2020\n  title: B\n  sources: [{{source: 'https://a.example', stated: '{ACCENTS}'}}]\n"
    Path("events.yaml").write_text(f"{EVENT}  summary: '{ACCENTS}'\n{stated}", encoding="utf-8")
    run = process(*arguments, "--store", "events.yaml")
    assert run.returncode == 0, run.stderr[:500]


def test_thousands_of_mistakes_are_found_in_good_time():
    sources = "sources:\n" + "".join(f"  source-{n}: {{title: T}}\n" for n in range(300))
    events = "".join(
        f"- {{id: e{n}, date: x, titel: A, sources: [sorce-{n}]}}\n" for n in range(300)
    )
    started = time.process_time()
    with pytest.raises(StoreError) as caught:
        read_store([("events.yaml", f"{sources}events:\n{events}".encode())])
    assert len(caught.value.problems) == 900
    assert time.process_time() - started < 2


def test_a_pipe_is_refused_and_not_waited_for(process):
    os.mkfifo("events.yaml")
    run = process("list", "--store", "events.yaml")
    assert run.returncode == 1
    assert run.stderr.endswith(b"events.yaml is not a regular file; "
                               b"a store is a file of YAML text, or a folder of such files\n")  # fmt: skip


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(path, timeline):
    run = timeline("list", "--store", path)
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith(f"timeline: {path} ")


def test_a_folder_that_is_named_like_a_file_is_refused(timeline):
    Path("events/inner.yaml").mkdir(parents=True)
    run = timeline("list", "--store", "events")
    assert run.status == 1
    assert "events/inner.yaml is not a regular file" in run.err


def test_a_circle_of_links_is_refused(timeline):
    Path("events").mkdir()
    Path("events/a.yaml").symlink_to("a.yaml")
    run = timeline("list", "--store", "events")
    assert (run.status, run.out) == (1, "")
    assert "a.yaml cannot be read: too many levels of symbolic links" in run.err
    Path("events/up").symlink_to("..")
    assert [Path(name).name for name in store_files("events")] == ["a.yaml"]


def test_a_file_that_vanished_is_named():
    with pytest.raises(TimelineError, match=r"gone\.yaml cannot be read: no such file"):
        read_bytes("gone.yaml")
