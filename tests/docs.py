"""The generated parts of the documentation; run as a module to write them anew."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "commands.md"
INTRODUCTION = """# Commands

The help of every command, as `timeline COMMAND --help` prints it. This page is generated
(`python -m tests.docs`) and held against the code by the tests.
"""


def help_of(*command: str) -> str:
    """Return what ``timeline COMMAND --help`` prints on 80 columns."""
    from timeline.cli import application
    from timeline.cli.app import main

    printed = io.StringIO()
    surroundings = patch.dict(os.environ, {"COLUMNS": "80", "TERM": "dumb"})
    with surroundings, patch.dict(application._SETTINGS), redirect_stdout(printed):
        # What a narrow terminal set when this was imported.
        application._SETTINGS.pop("terminal_width", None)
        assert main([*command, "--help"]) == 0
    return printed.getvalue()


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


FORMATS_PAGE = ROOT / "docs" / "formats.md"
FORMATS_INTRODUCTION = """# Formats

`--format NAME` (`-f`) chooses a format, `-o FILE` writes a file and infers the format from its suffix. On a terminal a
reading command answers with a table, into a pipe with Markdown; `timeline chart` draws. What a format has to give up of an
answer, it says on stderr, once. Every format brings the sources along, or says that it cannot. No format runs anything,
fetches anything or contains a byte that a terminal would act on, whatever a store says. This page is generated
(`python -m tests.docs`), and the tests hold every sample against the tool.

`--lang` (or `TIMELINE_LANG`, the locale, the store) chooses the language of what people read; *data* carries both languages
and does not follow the locale. From Python: `"".join(chronology.render("svg"))` is text, and
`b"".join(chronology.render_bytes("png"))` bytes ([python.md](python.md#taking-it-elsewhere)).

Options say how an answer looks: `--fields`, `--template`, `--headings`, `--excel`, `--flat` and, of `timeline chart`, `--lanes`,
`--ascii`, `--width`, `--scale`. The table tells which format knows which. What the format does not know is refused, and so
are a format and a suffix that contradict each other. What only one format knows chooses it: `--excel` is CSV.

Answers of any length stream: events are written as they are read, sources follow at the end. A table settles its columns by its
first 150 events; later ones are only ever wider. Charts, pages, workbooks, `mermaid`, `timelinejs` and `csl` need all events
before the first line.
"""
SAMPLE = "timeline list id:gbn-joins-num,gbn-new-board"
SAMPLES = {
    "table": f"{SAMPLE} -f table",
    "plain": f"{SAMPLE} -f plain",
    "chart": "timeline chart -n GBN --since 2015 --today 2026-11-22 --width 100",
    "markdown": f"{SAMPLE} --headings",
    "markdown-table": f"{SAMPLE} -f markdown-table",
    "json": "timeline list id:gbn-new-board -f json",
    "jsonl": f"{SAMPLE} -f jsonl --fields id,date,title,networks",
    "csv": f"{SAMPLE} -f csv",
    "ics": "timeline list id:gbn-new-board -f ics",
    "mermaid": f"{SAMPLE} -f mermaid",
    "timelinejs": "timeline list id:gbn-new-board -f timelinejs",
    "csl": "timeline list id:gbn-new-board -f csl",
    "template": f"{SAMPLE} --template '{{date.edtf}}  {{date.text}}: {{title.en}} [{{sources}}]'",
}
"""The command of the sample of each format that is text and short enough to be read."""

WRITTEN = {
    "html": "timeline chart -n GBN -o gbn.html",
    "svg": "timeline chart -n GBN -o gbn.svg --width 1280",
    "png": "timeline chart -n GBN -o gbn.png --width 1280 --scale 2",
    "xlsx": "timeline list -n GBN -o gbn.xlsx",
}
CHART = ROOT / "docs" / "chart.svg"
CHART_COMMAND = "timeline chart -n GBN --since 2015 --today 2026-11-22 -f svg --width 1100"


def formats_table() -> str:
    """Return the table of all formats, from their registry."""
    from timeline.formats import FORMATS

    rows = ["| format | is | `-o` | knows | keeps | loses |", "|---|---|---|---|---|---|"]
    for name, known in FORMATS.items():
        suffixes = ", ".join(f"`{suffix}`" for suffix in known.suffixes)
        takes = ", ".join(f"`--{look}`" for look in known.takes)
        is_data = " (*data*)" * known.is_machine
        rows.append(f"| [`{name}`](#{name}) | {known.description}{is_data} | {suffixes} | {takes} | "
                    f"{known.keeps} | {known.loses or 'nothing'} |")  # fmt: skip
    return "\n".join(rows)


def formats_page() -> str:
    """Return docs/formats.md as it should be."""
    from tests.format_notes import NOTES
    from timeline.formats import FORMATS

    parts = [FORMATS_INTRODUCTION, f"{formats_table()}\n"]
    for name in FORMATS:
        part = f"## {name}\n\n{NOTES[name]}\n"
        if name in SAMPLES:
            fence = "````" if name.startswith("markdown") else "```"
            part += f"\n{fence}console\n$ {SAMPLES[name]}\n{answer_to(SAMPLES[name])}{fence}\n"
        else:
            part += f"\n```sh\n{WRITTEN[name]}\n```\n"
        parts.append(part)
    return "\n".join(parts)


CHECKS = ROOT / "docs" / "checks.md"
CHECKS_INTRODUCTION = """# Checks

What `timeline check` looks for beyond the errors that [format.md](format.md#errors) lists: rules about what is doubtful in a
chronology. An *error* exits with 1, a *warning* only under `--strict`. This page is generated (`python -m tests.docs`), and the
tests hold every example against the tool.

What is meant to be as it is, is silenced beside the event, the network, the kind or the source, with the reason why:

```text
    ignore: {single-source: the gazette itself}
```

A list without reasons (`ignore: [single-source]`) does as well. A code that there is not is the error `unknown-ignore`, and one
that silences nothing the warning `unused-ignore`. Errors of the format cannot be silenced.

`--fix` mends `trailing-space` and `unsorted`, and changes nothing that the store says: comments and every other byte stay.
"""


def checks_page() -> str:
    """Return docs/checks.md as it should be, from the rules."""
    from timeline.checks import RULES

    table = ["| check | severity | why it is worth a word |", "|---|---|---|"]
    table += [f"| [`{rule.code}`](#{rule.code}) | {rule.severity} | {rule.reason} |"
              for rule in RULES.values()]  # fmt: skip
    parts = [CHECKS_INTRODUCTION, "\n".join(table), ""]
    for rule in RULES.values():
        parts += [f"## {rule.code}", "", " ".join(rule.about.split()).replace("``", "`"), "",
                  f"```yaml\n{rule.example}```", "", f"```text\n{found_in(rule)}```", ""]  # fmt: skip
    return "\n".join(parts)


def found_in(rule: Any) -> str:
    """Return what ``timeline check`` says about a rule's own example, of that rule alone."""
    import tempfile
    from datetime import date

    from timeline.checks import EXAMPLE_DAY
    from timeline.cli.problems import render_problem
    from timeline.curation import Curation

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.yaml"
        path.write_text(rule.example, encoding="utf-8")
        verdict = Curation(str(path), folder).check(date.fromisoformat(EXAMPLE_DAY).toordinal())
    return "".join(f"{render_problem(p)}\n" for p in verdict.problems if p.code == rule.code)


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
    CHART.write_text(answer_to(CHART_COMMAND), encoding="utf-8")
    FORMATS_PAGE.write_text(formats_page(), encoding="utf-8")
    CHECKS.write_text(checks_page(), encoding="utf-8")
