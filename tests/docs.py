"""The generated parts of the documentation; run as a module to write them anew."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "commands.md"
INTRODUCTION = """# Commands

The help of every command, as `timeline COMMAND --help` prints it. This page is generated
(`python -m tests.docs`) and held against the code by the tests.
"""


def help_of(*command: str) -> str:
    """Return what ``timeline COMMAND --help`` prints on 80 columns."""
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb"}
    return subprocess.run(
        [sys.executable, "-m", "timeline", *command, "--help"],
        capture_output=True, check=True, text=True, encoding="utf-8", env=environment,
    ).stdout  # fmt: skip


def commands_page() -> str:
    """Return docs/commands.md as it should be."""
    from timeline.cli.commands import COMMANDS

    parts = [INTRODUCTION, f"## timeline\n\n```text\n{help_of()}```\n"]
    parts += [f"## timeline {name}\n\n```text\n{help_of(name)}```\n" for name in COMMANDS]
    return "\n".join(parts)


QUERIES = ROOT / "docs" / "queries.md"
QUERIES_INTRODUCTION = """# Queries

One language everywhere: the words after a reading command, and the options that are short for some of them. This page is
generated (`python -m tests.docs`), and the tests hold every answer against the tool.

## Terms

| write | to find |
|---|---|
| `network:NUM` | events with a value in a field; the fields are below |
| `kind:founding,funding` | any of several values |
| `place:"Frankfurt am Main"` | a value with spaces |
| `network:NU*`, `network:*` | values that begin so; any value at all |
| `biobank` | a word in titles, summaries and names, in German and English, whatever its case or accents |
| `biobank*`, `"data integration"` | words that begin so; words in a row |
| `not:TERM`, `NOT TERM` | what does not answer a term |
| `A B`, `A AND B` | what answers both |
| `A OR B` | what answers one of them; AND binds closer than OR |
| `(A OR B) C` | parentheses group |

Several arguments are one query, and one argument may be all of it. A shell wants quotation marks around `*`, `>`, `<`, `(`,
`"` and spaces: `'figures.sites:>30'`. Dates are typed as everywhere: `2025`, `2025-07`, `1.7.2025`, `"July 2025"`, `today`;
`2022..2025`, `2022..` and `..2025` are stretches of them. `since:` and `until:` of one query are one window. Typographic
quotation marks work as well; a straight one inside others is doubled: `source:"Say ""hi"" twice"`.

Every term answers certain, possible or no, and they combine as one expects: what is only possible stays possible under
`not:`, AND takes the weakest, OR the strongest ([architecture.md](architecture.md#what-a-query-means)).
"""


def fields_table() -> str:
    """Return the table of the fields of a query, from their registry."""
    from timeline.query.fields import QUERY_FIELDS

    rows = ["| field | keeps events | for example | short |", "|---|---|---|---|"]
    for field in QUERY_FIELDS.values():
        name = "figures.NAME" if field.name == "figures" else field.name
        keeps = field.help[0].lower() + field.help[1:].rstrip(".").replace("|", "\\|")
        option = ", ".join(f"`{option}`" for option in field.option)
        rows.append(f"| `{name}` | {keeps} | `{field.example}` | {option} |")
    return "\n".join(rows)


def queries_page() -> str:
    """Return docs/queries.md as it should be."""
    from tests.cookbook import RECIPES

    parts = [QUERIES_INTRODUCTION, f"## Fields\n\n{fields_table()}\n",
             "## A cookbook\n\nQuestions about the bundled chronology, and their answers in a pipe.\n"]  # fmt: skip
    for recipe in RECIPES:
        note = f"{recipe.note}\n\n" if recipe.note else ""
        answer = answer_to(recipe.command)
        parts.append(
            f"### {recipe.question}\n\n{note}```console\n$ {recipe.command}\n{answer}```\n"
        )
    return "\n".join(parts)


def answer_to(command: str) -> str:
    """Return what a command line prints into a pipe, in English, of the bundled chronology."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TIMELINE_LANG")}
    environment |= {"TIMELINE_STORE": str(ROOT / "events.yaml"), "LC_ALL": "C"}
    name, *arguments = shlex.split(command)
    assert name == "timeline"
    return subprocess.run(
        [sys.executable, "-m", "timeline", *arguments],
        capture_output=True, check=True, text=True, encoding="utf-8", env=environment,
    ).stdout  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
    QUERIES.write_text(queries_page(), encoding="utf-8")
