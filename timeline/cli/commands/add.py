"""``timeline add``."""
# No "from __future__ import annotations": see timeline.cli.options.

import shlex
from datetime import date
from typing import Annotated, Any

import typer

from timeline.addition import Addition, AdditionError, Plan, add
from timeline.cli.allowed import limits
from timeline.cli.asking import Quit, can_ask, check_text, confirm
from timeline.cli.console import note, put
from timeline.cli.curating import differences, find_own_store, tell_new_files
from timeline.cli.options import Debug, Options, StorePath, Today, taking
from timeline.cli.problems import render_problem
from timeline.cli.progress import progress
from timeline.cli.session import read_day, typed
from timeline.cli.surroundings import folder_of_the_run
from timeline.curation import Curation, curating
from timeline.drafting import GIVEN, Drafter, Given, option
from timeline.errors import Problem, TimelineError, UsageError
from timeline.store.writer import write_changes
from timeline.text import shortened


def _one(name: str, metavar: str, said: str) -> Any:
    # A list, so that what is given twice is not silently given once.
    return _many(name, metavar, said)


def _many(name: str, metavar: str, said: str) -> Any:
    return Annotated[list[str] | None, typer.Option(name, metavar=metavar, help=said)]


File = Annotated[
    str | None, typer.Option("--file", metavar="FILE", help="The file of a folder that it goes to.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would change.")]
_GIVEN = {
    "date": _one("--date", "DATE", "When: EDTF, or as you would say it."),
    "title": _one("--title", "TEXT", "The title, in the store's language."),
    "title_de": _one("--title-de", "TEXT", "The German title."),
    "title_en": _one("--title-en", "TEXT", "The English title."),
    "kind": _one("--kind", "NAME", "What kind of event it is."),
    "networks": _many("--network", "NAME", "A network. Several: A,B."),
    "summary": _one("--summary", "TEXT", "More, in the store's language."),
    "summary_de": _one("--summary-de", "TEXT", "More, in German."),
    "summary_en": _one("--summary-en", "TEXT", "More, in English."),
    "place": _one("--place", "NAME", "Where it was."),
    "tags": _many("--tag", "NAME", "A tag. Several: A,B."),
    "figures": _many("--figure", "NAME=N", "A number: sites=37, or 'participants=>750'."),
    "status": _one("--status", "STATUS", "planned or cancelled."),
    "sources": _many("--source", "SOURCE", "An id of the catalogue, a URL, or '{title: ...}'."),
    "stated": _many("--stated", "TEXT", "A source's words for the date; one for each source."),
    "part_of": _one("--part-of", "ID", "The event that it is a part of."),
    "follows": _one("--follows", "ID", "The event that it follows."),
    "after": _many("--after", "ID", "An event that it came after. Several: A,B."),
    "before": _many("--before", "ID", "An event that it came before. Several: A,B."),
    "id": _one("--id", "ID", "Its id; usually made of the title."),
}


class Writing(Options):
    """Where what is given goes."""

    file: File = None
    dry_run: DryRun = False
    store: StorePath = None
    today: Today = None
    debug: Debug = False


class Adding(Writing):
    """What the command takes."""

    __annotations__ = _GIVEN

    def given(self) -> Given:
        """Return what was given for the event."""
        found = Given()
        for name in GIVEN:
            texts = getattr(self, name) or []
            for text in texts:
                if not text.strip() and name != "stated":
                    raise UsageError(f"{option(name)} is empty", "fill it in, or leave it out")
                check_text(text, option(name))
            said = list(map(typed, texts))
            if isinstance(getattr(found, name), list):
                setattr(found, name, said)
            elif len(said) > 1:
                raise UsageError(f"{option(name)} is given twice", "leave one of them out")
            elif said:
                setattr(found, name, said[0])
        return found


@taking(Adding)
def command(options: Adding) -> None:
    """Add an event where its date belongs.

    On a terminal, what is not given is asked for. No other byte of the store is changed, and what
    comes out is read again before it replaces the file.

    \b
    Examples:
      timeline add                          asks
      timeline add --date 'April 2020' --title 'NUM founded' --network NUM \\
        --source num-portrait --stated 'im April 2020'
      timeline add --date 2026-11-21 --title 'Report' --source https://num.example/report
    """  # noqa: D301 - \b is the character by which lines are kept apart
    today, given = read_day(options.today), options.given()
    where, folder = find_own_store(options.store).path, folder_of_the_run()
    if given.is_enough:
        with progress("Reading the store"), curating(
            where, folder, limits(), lock=not options.dry_run
        ) as curation:  # fmt: skip
            plan, doubts = _added(curation, given, options, today)
    elif can_ask():
        plan, doubts = _asked(options, given, where, today)
    else:
        raise UsageError("add needs --date and --title", "or a terminal, to be asked for them")
    if options.dry_run:
        put(differences(plan.changes, folder))
    for problem in doubts:
        note(render_problem(problem))
    if _errors(doubts):
        note("nothing would be written" if options.dry_run else "nothing was written")
        raise typer.Exit(1)
    tell_new_files(plan.changes)
    for name, file, line in plan.places():
        note(f"{file}:{line}: {'would add' if options.dry_run else 'added'} {shortened(name)}")


def _errors(problems: list[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _asked(options: Adding, given: Given, where: str, today: date) -> tuple[Plan, list[Problem]]:
    """Ask for what is missing, show what would change, and write it if it is to be written.

    Returns the plan, and the doubts that have not been told yet.
    """
    from timeline.cli.interview import interview

    folder = folder_of_the_run()
    try:
        with curating(where, folder, limits()) as curation:
            curation.refuse_broken()
            drafter = Drafter(curation.reading.contents, today)
            drafter.draft(given)  # what is wrong in the options is told before any question
            interview(given, drafter)
            try:
                plan = _planned(curation, given, options.file, today)
            except TimelineError:
                note(f"nothing was written; to try again: {_as_command(given)}")
                raise
        if options.dry_run:
            return plan, plan.doubts(today.toordinal())
        note("".join(differences(plan.changes, folder)).rstrip("\n"))
        doubts = plan.doubts(today.toordinal())
        for problem in doubts:
            note(render_problem(problem))
        if _errors(doubts):
            note(f"to try again: {_as_command(given)}")
        wanted = not _errors(doubts) and confirm("Write this?")
    except Quit:
        wanted = False
    if not wanted:
        note("nothing was written")
        raise typer.Exit(1)
    with curating(where, folder, limits(), lock=True) as curation:  # as it is by now
        plan, doubts = _added(curation, given, options, today)
    return plan, [problem for problem in doubts if problem.severity == "error"]


def _added(
    curation: Curation, given: Given, options: Adding, today: date
) -> tuple[Plan, list[Problem]]:
    """Write an event, unless nothing is to be written, or rules call it an error."""
    plan = _planned(curation, given, options.file, today)
    doubts = plan.doubts(today.toordinal())
    if not options.dry_run and not _errors(doubts):
        write_changes(plan.changes)
    return plan, doubts


def _as_command(given: Given) -> str:
    """Return the command line that gives what was answered, so that none of it is lost."""
    words = ["timeline", "add"]
    for name in GIVEN:
        value = getattr(given, name)
        for text in value if isinstance(value, list) else [value] * bool(value):
            words += [option(name), text]
    return shlex.join(words)


def _planned(curation: Curation, given: Given, file: str | None, today: date) -> Plan:
    curation.refuse_broken()
    entry, sources = Drafter(curation.reading.contents, today).draft(given)
    try:
        return add(curation, Addition([entry], {"sources": sources}), file)
    except AdditionError as error:
        event, key, problem = error.objections[0]
        if event is None or key not in GIVEN:
            raise
        raise UsageError(f"{option(key)}: {problem.message}", problem.hint) from None
