"""``timeline diff OLD [NEW] [QUERY]``."""
# No "from __future__ import annotations": see timeline.cli.options.

import os
from typing import Annotated

import typer

from timeline.chronology import Chronology
from timeline.cli.allowed import limits
from timeline.cli.console import note
from timeline.cli.options import Choosing, taking
from timeline.cli.progress import progress
from timeline.cli.session import Session
from timeline.cli.surroundings import folder_of_the_run
from timeline.differences import Differences
from timeline.errors import TimelineError, UsageError
from timeline.formats.basic import check_basic
from timeline.formats.changes import render_changes
from timeline.query.fields import is_term
from timeline.store.locate import locate
from timeline.workspace import Workspace, open_version


class Comparing(Choosing):
    """What the command takes that compares."""

    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where anything differs.")
    ] = False


@taking(Comparing)
def command(
    options: Comparing,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, a folder or a revision.")],
    rest: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NEW] [QUERY]...", help="The same (left out: as it is); terms."),
    ] = None,
) -> None:
    """Tell what changed between two versions.

    A revision is git's: v1.0, HEAD~3, main@{yesterday}, or v1.0:old.yaml where the store lay
    elsewhere then. A file or folder of the same name comes first.

    \b
    Examples:
      timeline diff v1.0                  since the last report
      timeline diff v1.0 v1.1 -o new.md   to be pasted into the next
      timeline diff old.yaml new.yaml     two files
      timeline diff v1.0 network:NUM      only what concerns one network
    """  # noqa: D301 - \b is the character by which lines are kept apart
    session = Session(options)
    check_basic(session.target.format, "differences")
    query = list(rest or ())
    new = query.pop(0) if query and not is_term(query[0]) else None
    for text in query:
        if os.path.exists(os.path.join(folder_of_the_run(), text)) and not is_term(text):
            raise UsageError(f"{text!r} is a file that stands behind a term",
                             "name both versions first, then the terms")  # fmt: skip
    try:
        differences = _compare(session, options, (old, new), query)
    except TimelineError as error:
        if options.exit_code:  # 1 would say that something differs
            error.exit_code = 2
        raise
    note(count_line(differences))
    if options.exit_code and not differences.is_empty:
        raise typer.Exit(1)


def _compare(
    session: Session, options: Comparing, given: tuple[str, str | None], query: list[str]
) -> Differences:
    """Write what changed from one version to another, and return it."""
    before, session.workspace = _versions(session, *given)
    if session.target.path is not None and before.holds(session.target.path):
        raise UsageError(f"--output {session.target.path!r} is a file of the old version",
                         "write to another file")  # fmt: skip
    differences = session.changes(options, query, Chronology(before, session.today))
    session.write(render_changes(differences, session.target.format, session.target.style))
    return differences


def _versions(session: Session, old: str, new: str | None) -> tuple[Workspace, Workspace]:
    """Open both versions; the store as it is now is opened only where it is one of them."""
    folder = folder_of_the_run()
    store = locate(session.options.store, session.environment.get("TIMELINE_STORE"), folder)

    def opened(given: str) -> Workspace:
        with progress(f"Compiling {given}"):
            workspace = open_version(given, store, folder, session.environment, limits)
            workspace.index  # noqa: B018 - opened here, while somebody may watch
        return workspace

    return opened(old), session.workspace if new is None else opened(new)


def count_line(differences: Differences) -> str:
    """Say how many events were added, removed and changed."""
    counts = {
        "added": len(differences.added),
        "removed": len(differences.removed),
        "changed": len(differences.changed),
    }
    return ", ".join(f"{n} {name}" for name, n in counts.items() if n) or "no difference"
