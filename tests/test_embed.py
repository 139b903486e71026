"""``timeline embed``: answers inside Markdown files, refreshed or held fresh, and nothing else touched."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from tests.amount import examples
from tests.conftest import BUNDLED, ROOT
from tests.test_diff import commit, git
from timeline.cli.commands import COMMANDS, READING
from timeline.cli.inner import run_within
from timeline.embedding import embedded, filled, find_blocks, label_stem, replaced
from timeline.errors import UsageError
from timeline.formats import FORMATS

STORE = """\
language: de
networks: {NUM: {name: Netz}}
sources: {report: {title: Bericht, published: 2021}}
events:
  - {id: one, date: 2020-04, title: {de: Eins, en: One}, networks: [NUM], sources: [report]}
  - {id: two, date: 2021, title: {de: Zwei, en: Two}, networks: [NUM], sources: [report]}
  - {id: größe, date: 2022, title: {de: "``` ü | [x]", en: "<!-- /timeline --> ````"}, place: Köln}
""".replace("größe", "size")
ONE = """
- **April 2020** – Eins (NUM)[^t1-1]

[^t1-1]: Bericht. 2021.

"""


def page(*commands: str, body: str = "", around: str = "") -> str:
    blocks = (f"<!-- timeline: {command} -->\n{body}<!-- /timeline -->\n" for command in commands)
    return around + around.join(blocks) + around


@pytest.fixture
def known(store):
    store(STORE)


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file below the current folder, byte for byte."""

    def write(text: str, name: str = "page.md") -> Path:
        path: Path = tmp_path / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return write


@pytest.fixture
def bodies(timeline, write, known):
    """Return a function that says what stands in the blocks of commands after one refresh."""

    def refresh(*commands: str, options: tuple[str, ...] = ()) -> list[str]:
        path = write(page(*commands))
        run = timeline("embed", str(path), *options)
        assert run.status == 0, run.err
        text = path.read_text()
        found, _ = find_blocks(text, "page.md")
        assert [block.command for block in found] == list(commands)
        return [text[block.start : block.end] for block in found]

    return refresh


@pytest.fixture
def shown(bodies):
    """Return a function that says what stands in the block of one command."""

    def refresh(command: str, *options: str) -> str:
        (body,) = bodies(command, options=options)
        return str(body)

    return refresh


def test_a_block_is_refreshed_checked_and_left_alone_when_fresh(timeline, write, known):
    path = write(page("list id:one", "list id:two", body="old\n", around="Text\n\n"))
    run = timeline("embed", "--check", "page.md")
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "page.md:3: stale: timeline list id:one\npage.md:9: stale: timeline list id:two\n"
        "page.md: 2 of 2 blocks stale\ntimeline: run the same without --check\n"
    ).replace(":9:", ":8:")
    assert "old" in path.read_text()
    run = timeline("embed", "page.md")
    assert (run.status, run.out) == (0, "")
    assert run.err == "page.md:3: 1 event\npage.md:8: 1 event\npage.md: 2 of 2 blocks refreshed\n"
    text = path.read_text()
    assert text == (
        f"Text\n\n<!-- timeline: list id:one -->\n{ONE}<!-- /timeline -->\n"
        f"Text\n\n<!-- timeline: list id:two -->\n"
        f"{ONE.replace('April 2020', '2021').replace('Eins', 'Zwei').replace('t1', 't2')}"
        "<!-- /timeline -->\nText\n\n"
    )
    before = path.stat()
    assert timeline("embed", "page.md").err == "page.md: 0 of 2 blocks refreshed\n"
    run = timeline("embed", "--check", "page.md")
    assert (run.status, run.err) == (0, "page.md: 0 of 2 blocks stale\n")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    path.write_text(text.replace("Eins", "eins"))
    run = timeline("embed", "--check", "page.md")
    assert run.err.startswith(
        "page.md:3: stale: timeline list id:one\npage.md: 1 of 2 blocks stale\n"
    )


def test_a_dry_run_shows_the_difference_and_writes_nothing(timeline, write, known):
    text = page("list id:one --fields id", body="old") + "end"
    path = write(text.replace("old<", "old\n<"))
    before = path.read_bytes()
    run = timeline("embed", "--dry-run", "page.md")
    assert run.status == 0
    assert run.out == (
        "--- page.md\n+++ page.md\n@@ -1,4 +1,6 @@\n <!-- timeline: list id:one --fields id -->\n-old\n"
        "+\n+- one\n+\n <!-- /timeline -->\n end\n\\ No newline at end of file\n"
    )
    assert run.err == "page.md:1: 1 event\npage.md: 1 of 1 block to be refreshed\n"
    assert path.read_bytes() == before
    run = timeline("embed", "--dry-run", "--check", "page.md")
    assert run.status == 1
    assert run.out.startswith("--- page.md")
    timeline("embed", "page.md")
    assert timeline("embed", "--dry-run", "page.md").out == ""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_everything_outside_the_blocks_stays_byte_for_byte(timeline, write, known, ending):
    before = f"\ufeffA\u2028b\x0cc\x85 \x1b[1m \x00 ü  {ending}\tx\\{ending * 3}"
    after = (
        f"{ending}~~~{ending}<!-- timeline: list -->{ending}~~~{ending}mixed\nends\r\nno newline"
    )
    block = f"  <!--timeline:list{ending}id:one-->  {ending}{{}}   <!--/ timeline-->{ending}"
    path = write(before + block.replace("{}", f"stale{ending}") + after)
    assert timeline("embed", "page.md").status == 0
    expected = ONE.replace("\n", ending)
    assert path.read_bytes().decode() == before + block.replace("{}", expected) + after
    assert timeline("embed", "--check", "page.md").status == 0


def test_a_file_keeps_its_permissions_and_its_link(timeline, write, known):
    path = write(page("list"), "docs/real.md")
    path.chmod(0o640)
    Path("link.md").symlink_to(path)
    assert timeline("embed", "link.md", "docs/real.md", str(path)).err.count("refreshed") == 1
    assert Path("link.md").is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "Eins" in path.read_text()
    assert os.listdir("docs") == ["real.md"]


def test_markdown_stands_as_it_is_and_other_text_in_a_fence(bodies):
    fences = {"json": "json", "jsonl": "jsonl", "csv": "csv", "mermaid": "mermaid", "table": "text",
              "plain": "text", "chart": "text", "timelinejs": "json", "csl": "json", "ics": "ics"}  # fmt: skip
    one, table, headed, empty, template, data, plain, excel, *others = bodies(
        "list id:one", "list id:one -f markdown-table", "list id:one --headings", "list title:nothing",
        "list id:one --template '- {id}'", "show id:size -f json --fields id", "list id:size -f plain",
        "list --excel id:one", *(f"list id:one -f {name}" for name in fences),
    )  # fmt: skip
    assert one == ONE
    assert table.startswith("\n| Datum | Ereignis | Art |")
    assert headed.startswith("\n## 2020\n\n- **April")
    assert empty == ""
    assert template == "\n```text\n- one\n```\n\n"
    assert plain.startswith("\n````text\n")
    assert excel.startswith("\n```csv\n")
    assert "\ufeff" not in excel
    assert json.loads(data.strip("`json\n")) == [{"id": "size"}]
    for (name, language), body in zip(fences.items(), others, strict=True):
        assert body.startswith(f"\n```{language}\n"), name
        assert body.endswith("\n```\n\n"), name


def test_every_reading_command_may_stand_in_a_block(bodies, store):
    store(STORE.replace("Eins", "Alt"), "old.yaml")
    asked = {
        "list": ("list", "- **April"), "between": ("between 2020 2021", "- **April"), "at": ("at 2021", "- **2021**"),
        "search": ("search zwei", "- **2021**"), "show": ("show one", "- **April"), "chart": ("chart id:one", "```text"),
        "diff": ("diff old.yaml", "**Geändert (1)**"), "stats": ("stats", "| "), "tags": ("tags", ""),
        "networks": ("networks", "- **NUM**"), "kinds": ("kinds", ""), "sources": ("sources", "- **report**"),
    }  # fmt: skip
    assert set(asked) == set(READING)
    assert set(READING) < set(COMMANDS)
    found = bodies(*(command for command, _ in asked.values()))
    for body, (command, start) in zip(found, asked.values(), strict=True):
        assert body.lstrip("\n").startswith(start), command


def test_neither_place_nor_locale_nor_terminal_nor_settings_change_an_answer(
    timeline, write, known, store, monkeypatch, tmp_path
):
    asked = (
        "list",
        "chart --today 2026-01-01",
        "list -f table",
        "stats --by network",
        "list -f json",
    )
    commands = [f"{command} id:one,two" for command in asked]
    path = write(page(*commands), "docs/page.md")
    assert timeline("embed", str(path)).status == 0
    expected = path.read_bytes()
    assert "Eins" in expected.decode()  # the store's language
    store("events: [{id: other, date: 1999, title: Other}]", "elsewhere/events.yaml")
    settings_file = tmp_path / "home" / ".config" / "timeline" / "config.yaml"
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text("lang: en\nplain: true\n")
    monkeypatch.chdir("elsewhere")
    for name, value in {
        "TIMELINE_STORE": "events.yaml", "TIMELINE_LANG": "en", "LANG": "en_GB.UTF-8", "LC_ALL": "en_GB",
        "COLUMNS": "40", "TERM": "dumb", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "PAGER": "false",
        "NO_COLOR": "1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert timeline("embed", "--check", "../docs/page.md").status == 0
    terminal = pytest.importorskip("tests.transcripts.terminal", reason="for POSIX systems")
    assert terminal.run_in_terminal("embed", "--check", "../docs/page.md", columns=30).status == 0
    path.write_text(page(*commands))
    shown = terminal.run_in_terminal("embed", "../docs/page.md", columns=200)
    assert "Eins" not in shown.text
    assert path.read_bytes() == expected


def test_the_store_is_that_of_the_file_of_the_option_or_of_the_block(timeline, write, known, store):
    store("events: [{id: near, date: 2000, title: Near}]", "docs/events.yaml")
    store(
        "language: en\nevents: [{id: other, date: 1999, title: {de: Anders, en: Other}}]",
        "docs/other.yaml",
    )
    path = write(page("list --fields id", "list --fields id,title -s other.yaml"), "docs/page.md")

    def found() -> list[str]:
        return re.findall(r"^- (.*)$", path.read_text(), re.MULTILINE)

    assert timeline("embed", "docs/page.md").status == 0
    assert found() == ["near", "other · Other"]
    assert timeline("embed", "docs/page.md", "--store", "events.yaml").status == 0
    assert found() == ["one", "two", "size", "other · Other"]
    assert (
        timeline("--store", "docs/other.yaml", "--lang", "de", "embed", "docs/page.md").status == 0
    )
    assert found() == ["other", "other · Anders"]
    assert timeline("embed", "docs/page.md", "-s", "nowhere").status == 2


def test_language_and_day_are_those_of_the_block_or_of_the_option(shown, timeline, write):
    assert "Eins" in shown("list id:one")
    assert "One" in shown("list id:one", "--lang", "en")
    assert "Eins" in shown("list id:one --lang de", "--lang", "en")
    assert "One" in shown("list id:one --lang en")
    assert shown("list date:today --fields id", "--today", "2021-05-05") == "\n- two\n\n"
    assert (
        shown("list date:today --fields id --today 2020-04-02", "--today", "2021-05-05")
        == "\n- one\n\n"
    )
    write(page())
    for wrong in (("--lang", "fr"), ("--today", "2021"), ("--store", "")):
        run = timeline("embed", "page.md", *wrong)
        assert run.status == 2
        assert wrong[0] in run.err


def test_footnotes_of_several_blocks_and_of_the_author_do_not_collide(timeline, write, known):
    own = "Mine[^1], [^T1-1] and [^tt2-x].\n\n[^1]: My own.\n[^T1-1]: Mine, too.\n[^tt2-x]: And that.\n\n"
    path = write(own + page("list", "list -f markdown-table", "list"))
    assert timeline("embed", "page.md").status == 0
    text = path.read_text()
    assert "[^ttt1-1]: Bericht. 2021.\n" in text
    tokens = MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin).parse(text)
    notes = [token.meta["label"] for token in tokens if token.type == "footnote_open"]
    assert sorted(notes) == ["1", "T1-1", "tt2-x", "ttt1-1", "ttt2-1", "ttt3-1"]
    assert timeline("embed", "--check", "page.md").status == 0
    assert label_stem("", []) == "t"


PLACES = {
    "`<!-- timeline: list -->`\n": [],
    "```\n<!-- timeline: list -->\n```\n": [],
    "~~~~ md\n```\n<!-- /timeline -->\n~~~~\n": [],
    "    <!-- timeline: list -->\n": [],
    "\\<!-- timeline: list -->\n": [],
    "<!-- timeline of our project -->\n<!-- Timeline: x -->\n<!-- xtimeline: list -->\n": [],
    "<!-- see <!-- timeline: list -->\n": [],
    "<!--> <!---> <!-- x --> y\n": [],
    "[a]: <!-- 'b'\n": [],
    "x\n<!-- /timeline -->\n": [(2, 1, "this closes no block")],
    "é\n\n <!-- timeline: list -->\n": [(3, 2, "this block is not closed")],
    "<!-- timeline: list -->\n<!-- timeline: at 1 -->\n<!-- /timeline -->\n": [(2, 1, "a block within that of line 1")],
    "<!-- timeline: list\n": [(1, 1, "this comment is not closed")],
    "<!-- timeline: \0 -->\n": [(1, 1, "this block is not closed")],
    "<!-- timeline: list --> x\n<!-- /timeline -->\n": [(1, 1, "something else stands beside this marker")],
    "x <!-- timeline: list --network A -->\n": [(1, 3, "something else stands beside this marker")],
    "a\nb <!-- timeline:\nlist --> c <!-- /timeline -->\n": [(2, 3, "something else"), (3, 12, "something else")],
    "# <!-- timeline: list -->\n": [(1, 3, "something else stands beside")],
    "| a |\n|---|\n| <!-- timeline: list --> |\n": [(3, 3, "something else stands beside")],
    "<!-- timeline: list --><!-- /timeline -->\n": [(1, 1, "something else"), (1, 24, "something else")],
    "<div>\n<!-- timeline: list -->\n</div>\n\n<!-- /timeline -->\n": [(2, 1, "something else stands beside")],
    "<!-- timeline: list --template '-->' -->\n<!-- /timeline -->\n": [(1, 1, "a comment ends with its first -->")],
    "- <!-- timeline: list -->\n": [(1, 3, "a marker inside a list or a quotation")],
    "1. a\n\n   <!-- timeline: list -->\n   <!-- /timeline -->\n": [(3, 4, "a marker inside"), (4, 4, "a marker inside")],
    "> <!-- timeline: list -->\n> x\n": [(1, 3, "a marker inside a list or a quotation")],
    "> - a <!-- /timeline -->\n": [(1, 7, "something else stands beside")],
    "<!-- timeline: list -->\n- a\n  <!-- /timeline -->\n<!-- /timeline -->\n": [(3, 3, "a marker inside"), (4, 1, "this closes no")],
}  # fmt: skip


@pytest.mark.parametrize("text", PLACES)
def test_markers_count_where_commonmark_finds_comments_of_their_own(text):
    _, problems = find_blocks(text, "page.md")
    assert len(problems) == len(PLACES[text])
    for problem, (line, column, message) in zip(problems, PLACES[text], strict=True):
        assert (problem.line, problem.column) == (line, column)
        assert problem.message.startswith(message)
        assert problem.hint
        assert problem.excerpt[problem.column - 1 :].startswith("<!--")
        assert problem.excerpt == text.split("\n")[line - 1]


def test_a_comment_with_two_hyphens_is_one_to_commonmark_and_to_github():
    text = page("list --network NUM --lang de", body="- a\n\n")
    for flavour in ("commonmark", "gfm-like"):
        tokens = MarkdownIt(flavour, {"linkify": False, "html": True}).parse(text)
        found = [token.content for token in tokens if token.type == "html_block"]
        assert found == [
            "<!-- timeline: list --network NUM --lang de -->\n",
            "<!-- /timeline -->\n",
        ]
        assert text.splitlines()[0] not in re.sub("<!--.*?-->", "", "".join(found))
    (block,), problems = find_blocks(text, "x")
    assert problems == []
    assert block.command == "list --network NUM --lang de"
    assert text[block.start : block.end] == "- a\n\n"


WRONG = {
    "": ("no command is named", "write list"),
    "lits": ("there is no command 'lits'", "did you mean list?"),
    "info": ("info has no place in a block", "it holds one of list, between"),
    "embed x.md": ("embed has no place in a block", "it holds"),
    "timeline list": ("a block begins with a command, not with 'timeline'", "write list"),
    "--lang de list": ("a block begins with a command, not with '--lang'", "write list"),
    "list -o x.md": ("-o has no place in a block", "leave it out"),
    "list -ox.json": ("-o has no place in a block", "leave it out"),
    "list --output=-": ("-o has no place in a block", "leave it out"),
    "list --color never": ("--color has no place in a block", "leave it out"),
    "list --max-size 10GB": ("--max-size has no place in a block", "leave it out"),
    "list 'a": ("no closing quotation", "close it"),
    "list a\\": ("no escaped character", "close it"),
    "list -f html": ("html is a page of its own", "write it to a file"),
    "list -f svg": ("svg is a picture", "write it to a file"),
    "list -f png": ("png is no text", "write it to a file"),
    "list -f xlsx": ("xlsx is no text", "write it to a file"),
    "list -f jsno": ("there is no format 'jsno'", "did you mean json"),
    "list --help": ("there is no option --help; see 'timeline list --help'", ""),
    "list -h": ("there is no option -h", ""),
    "list --netwrok NUM": ("there is no option --netwrok; did you mean --network?", ""),
    "between 2020": ("missing argument 'END'; see 'timeline between --help'", ""),
    "list -n NMU": ("there is no network 'NMU'", "did you mean NUM?"),
    "list --since 2020-13": ("--since: ", ""),
    "list --lang fr": ("--lang: there is no language 'fr'", "write de or en"),
    "list -s nowhere.yaml": ("--store: there is no 'nowhere.yaml'", "give a YAML file"),
    "show nothing": ("there is no event 'nothing'", ""),
    "diff nowhere": ("'nowhere' is ", ""),
    "diff one.yaml --exit-code": ("the command ends with status 1", "leave --exit-code out"),
}


def test_a_command_without_end_is_refused(timeline, write, known):
    write(page("list " + "x " * 50_000), "page.md")
    run = timeline("embed", "page.md")
    assert (run.status, run.out) == (1, "")
    assert "error[command]: the command has 100,004 characters, more than 100,000" in run.err
    assert len(run.err) < 1_000


def test_a_wrong_block_is_told_with_its_place_and_nothing_is_written_at_all(
    timeline, write, known, store
):
    store(STORE.replace("Eins", "Alt"), "one.yaml")
    good = write(page("list"), "good.md")
    before = good.read_bytes()
    write("# Title\n\n" + page(*WRONG), "page.md")
    run = timeline("embed", "good.md", "page.md")
    assert (run.status, run.out) == (1, "")
    assert good.read_bytes() == before
    told = run.err.split("page.md:")[1:]
    assert len(told) == len(WRONG)
    for number, (said, (command, (message, hint))) in enumerate(
        zip(told, WRONG.items(), strict=True)
    ):
        first, *rest = said.splitlines()
        assert first.startswith(f"{3 + 2 * number}:1: error[command]: {message}"), command
        assert rest[0].endswith(f"| <!-- timeline: {command} -->")
        assert f"hint: {hint}" in said if hint else True
    assert run.err.endswith(f"timeline: {len(WRONG)} errors in page.md; mend them and ask again\n")
    assert timeline("embed", "--check", "good.md", "page.md").status == 1


def test_the_place_within_a_query_or_a_template_is_marked(timeline, write, known):
    write(page("list network:NMU", "list --template '{titel}'"))
    lines = timeline("embed", "page.md").err.splitlines()
    assert lines[0] == "page.md:1:29: error[command]: there is no network 'NMU'"
    marked = [(line, lines[number + 1]) for number, line in enumerate(lines) if "| <!--" in line]
    for (line, carets), wrong in zip(marked, ("NMU", "titel"), strict=True):
        assert line[carets.index("^") : carets.rindex("^") + 1] == wrong


def test_wrong_markers_of_all_files_are_told_at_once(timeline, write, known):
    write("x <!-- timeline: list -->\n", "a.md")
    write(page("list -n X"), "b.md")
    run = timeline("embed", "b.md", "a.md")
    assert run.status == 1
    assert [line.partition(": ")[0] for line in run.err.splitlines() if line.startswith(("a.", "b."))] == [
        "a.md:1:3", "b.md:1:1",
    ]  # fmt: skip
    assert "error[marker]: something else stands beside this marker, or around it" in run.err
    assert run.err.endswith("timeline: 2 errors in 2 files; mend them and ask again\n")


def test_a_broken_store_is_told_with_its_own_places_and_the_block_that_asks(timeline, write, store):
    store("events: [{id: one, date: 2020-13, title: X}]")
    write(page("list"))
    run = timeline("embed", "page.md")
    assert run.status == 1
    first, second, *_ = run.err.splitlines()
    assert first == "page.md:1: the store that this block asks is broken"
    assert second.startswith("events.yaml:1:26: error[bad-date]")


def test_a_file_that_cannot_be_read_or_has_no_block_is_told(timeline, write, known):
    write("x\n", "a.md")
    Path("latin.md").write_bytes("ü\n".encode("latin-1"))
    for arguments, status, message in (
        (
            ("nowhere.md",),
            2,
            "nowhere.md cannot be read: no such file or directory; name a Markdown file",
        ),
        ((".",), 2, ". is no file; name a Markdown file"),
        (("latin.md",), 1, "latin.md is not UTF-8 from its byte 0 on; save it as UTF-8"),
        ((), 2, "missing argument 'FILE...'"),
        (
            ("a.md",),
            0,
            "no block found; write <!-- timeline: list --> and <!-- /timeline --> around one",
        ),
        (("--check", "a.md"), 0, "no block found"),
    ):
        run = timeline("embed", *arguments)
        assert (run.status, run.out) == (status, "")
        assert message in run.err
    assert Path("a.md").read_text() == "x\n"


def test_a_file_that_cannot_be_written_is_a_failure_and_stays_as_it_is(
    timeline, write, known, monkeypatch
):
    path = write(page("list"))
    before = path.read_bytes()
    monkeypatch.setattr(
        os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    run = timeline("embed", "page.md")
    assert run.status == 1
    assert "cannot write 'page.md': permission denied" in run.err
    assert path.read_bytes() == before
    assert sorted(os.listdir()) == ["events.yaml", "page.md"]


def test_edits_made_while_answers_are_worked_out_are_not_lost(timeline, write, known, monkeypatch):
    first, second = write(page("list"), "a.md"), write(page("list"), "b.md")
    before = first.read_bytes()
    for change in (lambda: second.write_text("mine"), second.unlink):
        second.write_text(page("list"))
        edits = iter((bool, change))  # the second answer is that of b.md, which was read by then

        def run(*arguments, edits=edits):
            run_within(*arguments)
            next(edits)()

        monkeypatch.setattr("timeline.cli.commands.embed.run_within", run)
        told = timeline("embed", "a.md", "b.md")
        assert (told.status, told.err) == (
            1, "timeline: b.md changed while its answers were worked out; run it again\n",
        )  # fmt: skip
        assert first.read_bytes() == before
        assert not second.exists() or second.read_text() == "mine"
        assert not list(Path().glob("*.tmp"))
    # Where nothing would be written, nothing can be lost.
    monkeypatch.setattr("timeline.cli.commands.embed.run_within", run_within)
    write(page("list"), "b.md")
    assert timeline("embed", "--dry-run", "a.md", "b.md").status == 0


def test_what_was_written_before_a_failure_is_told(timeline, write, known, monkeypatch):
    files = [write(page("list"), name) for name in ("a.md", "b.md", "c.md")]
    before = files[0].read_bytes()
    replace = os.replace

    def failing(source, target):
        if str(target).endswith("c.md"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    run = timeline("embed", "a.md", "b.md", "c.md")
    assert (run.status, run.err) == (
        1, "timeline: cannot write 'c.md': no space left on device; already written: 'a.md', 'b.md'\n",
    )  # fmt: skip
    assert [path.read_bytes() == before for path in files] == [False, False, True]
    assert not list(Path().glob("*.tmp"))


def test_a_file_of_several_names_is_refreshed_under_all_of_them(timeline, write, known):
    path = write(page("list id:one", body="x" * 5000 + "\n"))
    os.link(path, "other.md")
    assert timeline("embed", "page.md").status == 0
    assert path.samefile("other.md")
    assert Path("other.md").read_text() == page("list id:one", body=ONE)
    assert not list(Path().glob("*.tmp"))


def test_a_difference_cannot_act_on_a_terminal(write, known):
    terminal = pytest.importorskip("tests.transcripts.terminal", reason="for POSIX systems")
    write("\x1b[31mred\t\u202e\n" + page("list id:one --fields id"))
    shown = terminal.run_in_terminal("embed", "--dry-run", "page.md")
    assert "\\x1b[31mred\t\\u202e" in shown.text
    assert "\x1b" not in shown.text


def test_words_of_a_block_are_utf_8_whatever_the_locale(write, known, process):
    path = write(page('list place:Köln --fields id --place "Köln"'))
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    run = process("embed", "page.md", env=plain)
    assert run.returncode == 0, run.stderr.decode()
    assert "\n- size\n" in path.read_text(encoding="utf-8")


def test_a_revision_is_found_from_the_folder_of_the_file_and_in_a_hook(
    timeline, write, store, monkeypatch
):
    git("init", "-q")
    store(STORE)
    commit("v1.0")
    store(STORE.replace("Zwei", "Beide"))
    path = write(page("diff v1.0 id:two"), "docs/page.md")
    monkeypatch.setenv("GIT_DIR", ".git")
    assert timeline("embed", "docs/page.md").err.startswith("docs/page.md:1: 1 changed\n")
    monkeypatch.delenv("GIT_DIR")
    assert "**Geändert (1)**" in path.read_text()
    monkeypatch.chdir("docs")
    assert timeline("embed", "--check", "page.md").status == 0


def test_what_a_format_gave_up_is_said_where_a_block_is_refreshed(timeline, write, known):
    write(page("list -f mermaid", "show one"))
    run = timeline("embed", "page.md")
    assert "" not in run.err.splitlines()
    assert re.search(r"^page\.md:1: mermaid: ", run.err, re.MULTILINE)
    assert timeline("embed", "page.md").err == "page.md: 0 of 2 blocks refreshed\n"


def test_every_format_stands_in_markdown_or_is_refused_with_a_reason():
    for name, known in FORMATS.items():
        if known.is_binary or name in ("html", "svg"):
            with pytest.raises(UsageError, match=f"{name} is ") as caught:
                embedded(name, "x")
            assert caught.value.hint
        else:
            assert "x" in embedded(name, "\nx\n\n")
        if name in ("markdown", "markdown-table"):
            assert embedded(name, "\nx\n\n") == "x"


@examples(60)
@given(
    st.sampled_from(["json", "table", "template"]),
    st.text(st.sampled_from("`~\\<!->/ timelne:#*\n\r\tü"), max_size=40) | st.text(max_size=40),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_text_in_a_fence_leaves_the_block_as_it_was_and_comes_back_as_itself(
    name, answer, ending
):
    start = page("list", around="Text\n\n").replace("\n", ending)
    (block,), _ = find_blocks(start, "x")
    body = embedded(name, answer)
    text = replaced(start, [(block, filled(block, body))])
    (again,), problems = find_blocks(text, "x")
    assert problems == []
    assert (again.command, again.line, again.start) == (block.command, block.line, block.start)
    assert text[: again.start] + text[again.end :] == start
    assert text[again.start : again.end] == filled(again, body)
    fences = [token for token in MarkdownIt().parse(text) if token.type == "fence"]
    told = re.sub(r"\r\n?", "\n", answer.removeprefix("\ufeff")).strip("\n").replace("\0", "\ufffd")
    assert [fence.content for fence in fences] == ([f"{told}\n"] if told else [])


def test_only_what_would_be_read_as_a_marker_is_refused_in_an_answer(shown):
    assert '"id": "size"' in shown("list -f json id:size --lang en")
    assert "<!-- /timeline -->" in shown("list id:size --lang en --template '{title}'")
    for harmless in (
        "`<!-- /timeline -->`",
        r"\<!-- /timeline -->",
        "<!-- a -->",
        "    <!-- timeline: list -->",
    ):
        assert embedded("markdown", harmless) == harmless
    for marker in (
        "<!-- /timeline -->",
        "x\r<!--/timeline-->",
        "- <!-- timeline: list -->",
        "<!-- a",
    ):
        with pytest.raises(UsageError, match="the answer itself holds") as caught:
            embedded("markdown", marker)
        assert caught.value.hint


def test_the_pages_of_this_project_show_what_the_bundled_chronology_says(timeline):
    pages = [str(ROOT / "README.md"), *map(str, sorted((ROOT / "docs").glob("*.md")))]
    run = timeline("embed", "--check", "--store", str(BUNDLED), *pages)
    assert run.status == 0, run.err
    blocks = {line.partition(":")[0] for line in run.err.splitlines() if line.endswith("stale")}
    assert str(ROOT / "README.md") in blocks
    assert len(blocks) >= 2
    # As its readers do it, from the folder of the project.
    done = subprocess.run(
        [sys.executable, "-m", "timeline", "embed", "--check", "README.md"], cwd=ROOT, capture_output=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


def test_what_is_embedded_is_read_as_markdown_between_its_markers(shown):
    body = shown("list")
    rendered = html.unescape(MarkdownIt("gfm-like", {"linkify": False}).render(body))
    assert "``` ü | [x]" in rendered
    assert "<code>" not in rendered
