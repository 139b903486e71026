"""``timeline check [STORE]``."""
# No "from __future__ import annotations": see timeline.cli.options.

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import typer

from timeline.cli.allowed import limits
from timeline.cli.console import note, put
from timeline.cli.counts import counted
from timeline.cli.curating import differences, find_own_store, find_store
from timeline.cli.options import Debug, StorePath, Today
from timeline.cli.problems import MORE, render_problem
from timeline.cli.progress import progress
from timeline.cli.session import read_day
from timeline.cli.surroundings import folder_of_the_run, surroundings
from timeline.curation import Curation, Verdict, curating
from timeline.errors import Problem, TimelineError, UsageError
from timeline.spelling import choose
from timeline.store.writer import Change, write_changes
from timeline.text import clean

FORMATS = ("text", "github", "json")

Path = Annotated[
    str | None, typer.Argument(metavar="[STORE]", help="A YAML file, or a folder of them.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 for a warning, too.")]
Fix = Annotated[
    bool, typer.Option("--fix", help="Mend what is safe: spaces at line ends, the order of events.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --fix: write nothing; show what would change.")
]
FormatName = Annotated[
    str, typer.Option("--format", "-f", metavar="NAME", help="One of text, github, json.")
]


def command(  # noqa: PLR0913, PLR0917 - the options of the command line
    path: Path = None,
    strict: Strict = False,  # noqa: FBT002 - a flag of the command line
    fix: Fix = False,  # noqa: FBT002 - a flag of the command line
    dry_run: DryRun = False,  # noqa: FBT002 - a flag of the command line
    format_name: FormatName = "text",
    store: StorePath = None,
    today: Today = None,
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Tell what is wrong or doubtful in a store.

    Every problem is told in one run, with its place, the reason and a mend. Errors exit with 1,
    warnings only with --strict. What is meant to be so is silenced beside the event:
    'ignore: {single-source: why one is enough}'. All checks are explained in docs/checks.md.

    \b
    Examples:
      timeline check                       the store of this folder
      timeline check --strict -f github    annotations for a pull request
      timeline check --fix --dry-run       shows what it would mend
    """  # noqa: D301 - \b is the character by which lines are kept apart
    del debug  # the boundary asks the arguments themselves
    name = choose(format_name, FORMATS, "format")
    day = read_day(today).toordinal()
    if dry_run and not fix:
        raise UsageError("--dry-run shows what --fix would change", "add --fix")
    if path is not None and store is not None:
        raise UsageError("the store is named twice", "name it once")
    # Without a name the bundled chronology must not be taken for the one that was meant.
    is_meant = path is not None or store is not None
    writes = fix and not dry_run
    find = find_store if is_meant and not writes else find_own_store
    location = find(store) if path is None else find(path, "STORE")
    with progress("Checking the store"), curating(
        location.path, folder_of_the_run(), limits(), lock=writes
    ) as curation:  # fmt: skip
        verdict = curation.check(day)
        changes, failure = _mended(curation, writes=writes) if fix else ([], None)
    if dry_run:
        put(differences(changes, folder_of_the_run()))
        for problem in verdict.problems:
            note(render_problem(problem))
    elif changes:
        note(f"mended {counted(len(changes), 'file')}")
        verdict = Curation(location.path, folder_of_the_run(), limits()).check(day)
    worst = {problem.severity for problem in verdict.problems}
    status = int("error" in worst or (strict and bool(worst)))
    if not dry_run:
        put(_RENDER[name](verdict), status)
    note(_summary(verdict))
    if failure is not None:  # what was found is told all the same
        raise failure
    raise typer.Exit(status)


def _mended(curation: Curation, *, writes: bool) -> tuple[list[Change], TimelineError | None]:
    """Mend what is safe; return the changes, and why there are none where that failed."""
    if curation.problems:
        note("nothing is mended in a store that cannot be read as it stands")
        return [], None
    try:
        changes = curation.mended()
        if writes:
            write_changes(changes)
    except TimelineError as error:
        return [], error
    return changes, None


def _text(verdict: Verdict) -> Iterator[str]:
    for problem in verdict.problems:
        yield f"{render_problem(problem)}\n"


def _github(verdict: Verdict) -> Iterator[str]:
    """Yield a workflow command for each problem (GitHub, "Workflow commands")."""
    for problem in verdict.problems:
        place = {"file": _in_workspace(problem.file), "line": problem.line, "col": problem.column,
                 "endColumn": problem.column + problem.width, "title": problem.code}  # fmt: skip
        said = "; ".join(filter(None, (problem.message, problem.hint)))
        told = ",".join(f"{key}={_escaped(str(value), in_property=True)}"
                        for key, value in place.items())  # fmt: skip
        yield f"::{problem.severity} {told}::{_escaped(clean(said))}\n"


def _in_workspace(file: str) -> str:
    """Return the name of a file as GitHub knows it: from the folder of the checkout."""
    workspace = surroundings().environment.get("GITHUB_WORKSPACE")
    if not workspace:
        return file
    name = os.path.relpath(os.path.join(folder_of_the_run(), file), os.path.realpath(workspace))
    return file if name.startswith(os.pardir) else name.replace(os.sep, "/")


def _escaped(text: str, *, in_property: bool = False) -> str:
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A"}
    if in_property:
        signs |= {":": "%3A", ",": "%2C"}
    return "".join(signs.get(sign, sign) for sign in text)


def _json(verdict: Verdict) -> Iterator[str]:
    yield json.dumps(list(map(_as_data, verdict.problems)), ensure_ascii=False, indent=2)
    yield "\n"


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file, "line": problem.line, "column": problem.column,
        "end_column": problem.column + problem.width, "severity": problem.severity,
        "code": problem.code, "message": problem.message, "hint": problem.hint,
    }  # fmt: skip


_RENDER = {"text": _text, "github": _github, "json": _json}


def _summary(verdict: Verdict) -> str:
    found = Counter(problem.severity for problem in verdict.problems)
    said = [counted(found[severity], severity) for severity in ("error", "warning")
            if found[severity]]  # fmt: skip
    size = f"{counted(verdict.events, 'event')} in {counted(verdict.files, 'file')}"
    if not said:
        return f"{size}: all well"
    return f"{' and '.join(said)} in {size}{'' if verdict.is_all else MORE}"
