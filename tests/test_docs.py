"""The documentation shows what the tool does, and leaves nothing out."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from typing import get_args

import pytest

from tests import docs
from tests.conftest import BUNDLED, ROOT
from tests.cookbook import RECIPES
from tests.format_notes import NOTES
from timeline import formats
from timeline.cli.commands import COMMANDS, MODULES
from timeline.query.fields import QUERY_FIELDS
from timeline.store.loading import read_store
from timeline.store.nodes import Code

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BROKEN = """\
events:
  - id: num-founding
    titel: NUM founded
    date: 2020-13
"""


def console_blocks() -> list[tuple[str, str, str]]:
    """Return (page, command, expected output) of every ``console`` block."""
    found = []
    for page in PAGES:
        for block in re.findall(
            r"^```console\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE
        ):
            command, _, output = block.partition("\n")
            found.append((page.name, command.removeprefix("$ "), output))
    return found


@pytest.fixture
def indexed_once(monkeypatch, tmp_path_factory):
    """Let tests share one index of the bundled chronology."""
    monkeypatch.setenv("TIMELINE_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "bundled"))


@pytest.mark.usefixtures("indexed_once")
@pytest.mark.parametrize(("page", "command", "output"), console_blocks())
def test_a_command_in_the_docs_prints_what_they_show(
    page, command, output, timeline, store, monkeypatch
):
    name, *arguments = shlex.split(command)
    assert name == "timeline"
    if "error[" in output:
        store(BROKEN)
    else:
        monkeypatch.setenv("TIMELINE_STORE", str(BUNDLED))
    run = timeline(*arguments)
    said = (run.err if run.status else run.out).replace("\r\n", "\n")
    shown, dots, _ = output.partition("...\n")
    assert said.startswith(shown) if dots else said == output


def test_the_help_of_every_command_stands_in_the_docs():
    assert docs.PAGE.read_text(encoding="utf-8") == docs.commands_page()


def test_the_cookbook_answers_many_questions_about_every_field_and_command():
    assert len(RECIPES) >= 25
    page = docs.QUERIES.read_text(encoding="utf-8")
    introduction, _, recipes = page.partition("## A cookbook")
    assert docs.fields_table() in introduction
    assert introduction.startswith(docs.QUERIES_INTRODUCTION)
    # That each prints what is shown is the test above, as for every console block.
    found = re.findall(r"^### (.*)$\n\n(?:(.*)\n\n)?```console\n\$ (.*)$", recipes, re.MULTILINE)
    assert found == [tuple(recipe) for recipe in RECIPES]
    commands = " ".join(recipe.command for recipe in RECIPES)
    for field in QUERY_FIELDS.values():
        assert field.name in page
    for word in ("list", "between", "at", "search", "show", "stats", "networks", "--gaps", "--sum"):
        assert re.search(rf"(^|\s){word}\b", commands), word


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_a_command_is_the_first_of_its_help(name):
    module = import_module(f"timeline.cli.commands.{MODULES.get(name, name)}")
    command = module.command_for(name) if name in MODULES else module.command
    assert command.__doc__.splitlines()[0] == COMMANDS[name]


def test_every_command_and_format_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for name in (*COMMANDS, *formats.FORMATS):
        assert re.search(rf"\b{name}\b", readme), name


def test_the_page_of_formats_has_each_with_what_it_keeps_and_a_sample():
    page = docs.FORMATS_PAGE.read_text(encoding="utf-8")
    assert page.startswith(f"{docs.FORMATS_INTRODUCTION}\n{docs.formats_table()}\n")
    assert set(docs.SAMPLES) | set(docs.WRITTEN) == set(formats.FORMATS) == set(NOTES)
    for name in formats.FORMATS:
        # That a sample is what the command prints is the test above, as for every console block.
        command = docs.SAMPLES.get(name) or docs.WRITTEN[name]
        section = page.partition(f"\n## {name}\n\n{NOTES[name]}\n")[2].partition("\n## ")[0]
        assert command in section, name


def test_the_chart_in_the_docs_is_the_one_that_is_drawn():
    assert docs.CHART.read_text(encoding="utf-8") == docs.answer_to(docs.CHART_COMMAND)


def test_the_readme_shows_real_output_within_its_first_screen():
    first_screen = (ROOT / "README.md").read_text().splitlines()[:25]
    assert any(line.startswith("$ timeline list") for line in first_screen)
    assert any("m1-founding" in line for line in first_screen)


def test_every_yaml_example_of_the_docs_is_a_store_without_problems():
    examples = [
        block
        for page in PAGES
        for block in re.findall(r"^```yaml\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)
    ]
    assert examples
    for example in examples:
        read_store([("example.yaml", example.encode())])


def test_relative_links_of_the_docs_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_error_code_is_described():
    page = (ROOT / "docs/format.md").read_text().partition("## Errors")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[a-z0-9`, -]+`) \|", page, re.MULTILINE)
    described = {code for row in rows for code in re.findall(r"`([a-z0-9-]+)`", row)}
    assert described == set(get_args(Code))
