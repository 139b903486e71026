"""``timeline import FILE``."""
# No "from __future__ import annotations": see timeline.cli.options.

import os
import re
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from timeline import importers
from timeline.cli.allowed import limits
from timeline.cli.console import note, put
from timeline.cli.counts import counted
from timeline.cli.curating import differences, find_own_store, tell_new_files
from timeline.cli.options import Debug, StorePath, Today
from timeline.cli.problems import render_problem
from timeline.cli.progress import progress
from timeline.cli.session import read_day, typed
from timeline.cli.surroundings import folder_of_the_run
from timeline.curation import curating
from timeline.errors import TimelineError, UsageError
from timeline.importers import IMPORTERS, Imported
from timeline.importers.decoding import refuse_packed
from timeline.importing import Intake, options_for, take_in
from timeline.store.writer import write_changes
from timeline.text import clean

File = Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for stdin.")]
FormatName = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="NAME", help=f"One of {', '.join(IMPORTERS)}."),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="The column of a field. May be repeated."),
]
Write = Annotated[bool, typer.Option("--write", help="Write; without it, only show the change.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show the change, as usual.")]
Declare = Annotated[
    bool, typer.Option("--declare", help="Declare networks and kinds that the store has not.")
]
Into = Annotated[
    str | None, typer.Option("--file", metavar="FILE", help="The file of a folder it goes to.")
]

_SHOWN = 50
"""Rows that are refused, and doubts, that are told one by one."""
_POINTED_OUT = ("near-duplicate", "over-precise", "stated-weekday")
"""Codes of doubts that are told: what a table rarely says (a source, a place) is no news."""


def command(  # noqa: PLR0913, PLR0917 - the options of the command line
    file: File,
    format_name: FormatName = None,
    mapping: Map = None,
    write_it: Write = False,  # noqa: FBT002 - a flag of the command line
    dry_run: DryRun = False,  # noqa: FBT002 - a flag of the command line
    declare: Declare = False,  # noqa: FBT002 - a flag of the command line
    into: Into = None,
    store: StorePath = None,
    today: Today = None,
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Take in events or sources of another program.

    Shows what would change; --write writes it. German and English dates become EDTF, and their own
    wording is kept. What cannot be read is told by row, what is there already is passed over.

    \b
    Examples:
      timeline import table.csv --map date=Datum --map title=Ereignis
      timeline import calendar.ics --write
      timeline import zotero.csl.json          sources
    """  # noqa: D301 - \b is the character by which lines are kept apart
    del debug  # the boundary asks the arguments themselves
    if write_it and dry_run:
        raise UsageError("--write contradicts --dry-run", "leave one of them out")
    columns = _mapping(mapping or [])
    day, folder = read_day(today), folder_of_the_run()
    location = find_own_store(store)
    data = _data(file, folder, limits().size)
    name = format_name or importers.for_file(file, data)
    if name is None:
        refuse_packed(data)
        raise UsageError(f"it is not known what {file!r} is", f"add --format {'|'.join(IMPORTERS)}")
    with progress("Reading the file"), curating(
        location.path, folder, limits(), lock=write_it
    ) as curation:  # fmt: skip
        curation.refuse_broken()
        imported = importers.read(name, data, options_for(curation, columns, day))
        intake = take_in(
            curation, imported, day.toordinal(), declare=declare, file=into and typed(into)
        )
        if write_it and intake.plan:
            write_changes(intake.plan.changes)
    if intake.plan and not write_it:
        put(differences(intake.plan.changes, folder))
    tell_new_files(intake.plan.changes if intake.plan else [])
    _tell(imported, intake, is_written=write_it)
    if intake.refused:
        raise typer.Exit(1)


def command_for(_name: str) -> Any:
    """Return the command: no function can be called import."""
    return command


def _mapping(given: list[str]) -> dict[str, str]:
    found = {}
    for text in map(typed, given):
        field, sign, column = (part.strip() for part in text.partition("="))
        if not (field and sign):
            raise UsageError(f"--map: {text!r} is no field and column", "write --map date=Datum")
        if field in found:
            raise UsageError(f"--map: {field} is given twice", "leave one of them out")
        found[field] = column
    return found


def _data(file: str, folder: str, most: int) -> bytes:
    data = _read(file, folder, most + 1)
    if len(data) > most:
        raise UsageError(
            f"{file} has more than {most:,} bytes", "part it, or raise --max-size (64MB)"
        )
    return data


def _read(file: str, folder: str, most: int) -> bytes:
    try:
        if file == "-":
            if sys.stdin is None:
                raise UsageError("stdin is closed", "name a file")
            return sys.stdin.buffer.read(most)
        path = os.path.join(folder, os.path.expanduser(file))
        if os.path.exists(path) and not os.path.isfile(path):
            raise UsageError(f"{file} is no file", f"name one of {', '.join(IMPORTERS)}")
        with open(path, "rb") as opened:
            return opened.read(most)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise TimelineError(f"{file} cannot be read: {reason}", "name a file") from error


def _columns(mapping: list[tuple[str, str]]) -> Iterator[str]:
    """Yield what each column was taken for; those that bear the name of their field in one line."""
    same = [column for column, field in mapping if column == field]
    for column, field in mapping:
        if field and column != field:
            yield f"column {column!r}: {field}"
    if same:
        yield (
            f"{counted(len(same), 'column')} by its own name"
            if len(same) == 1
            else (f"{counted(len(same), 'column')} by their own names")
        )
    if unused := [column for column, field in mapping if not field]:
        yield f"passed over: {', '.join(unused)}"


def _tell(imported: Imported, intake: Intake, *, is_written: bool) -> None:
    """Say what was understood, what was left out and why, what is doubtful, and how many."""
    for sentence in (*_columns(imported.mapping), *imported.notes):
        note(clean(sentence))
    refused = sorted(
        intake.refused, key=lambda one: [int(n) for n in re.findall("[0-9]+", one.place)]
    )
    for place, reason, hint in refused[:_SHOWN]:
        note(clean("; ".join(filter(None, (f"{place}: {reason}", hint)))))
    if len(intake.refused) > _SHOWN:
        note(f"and {len(intake.refused) - _SHOWN} more")
    doubts = [problem for problem in intake.doubts
              if problem.code in _POINTED_OUT or problem.severity == "error"]  # fmt: skip
    for problem in doubts[:_SHOWN]:
        note(render_problem(problem))
    if len(doubts) > _SHOWN:
        note(f"and {len(doubts) - _SHOWN} more; 'timeline check' tells them")
    new = len(intake.plan.new) if intake.plan else 0
    named = intake.plan.named if intake.plan else 0
    verb = "added" if is_written else "to add"
    is_of_sources = not imported.rows and (named or intake.known)
    said = [] if is_of_sources else [f"{counted(new, 'event')} {verb}"]
    said += [f"{counted(named, 'name')} {verb}"] * bool(named or is_of_sources)
    said += [f"{intake.known} there already"] * bool(intake.known)
    said += [f"{len(intake.refused)} left out"] * bool(intake.refused)
    note(", ".join(said) + ("; --write writes them" if intake.plan and not is_written else ""))
