"""``timeline edit [ID]``."""
# No "from __future__ import annotations": see timeline.cli.options.

import os
import re
import shlex
import signal
import subprocess
from typing import Annotated

import typer

from timeline.cli.allowed import limits
from timeline.cli.asking import Quit, can_ask, confirm
from timeline.cli.console import note
from timeline.cli.curating import find_own_store
from timeline.cli.options import Debug, StorePath, Today
from timeline.cli.problems import render_problem
from timeline.cli.session import read_day
from timeline.cli.surroundings import folder_of_the_run
from timeline.curation import Curation
from timeline.errors import Problem, TimelineError, UsageError
from timeline.spelling import did_you_mean
from timeline.store.places import Places
from timeline.store.writer import Change, write_changes
from timeline.workspace import shown_path

EventId = Annotated[str | None, typer.Argument(metavar="[ID]", help="The id of an event.")]

_PLUS = ("vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "kak", "micro", "joe",
         "jed", "mg", "ne", "mcedit", "gedit")  # fmt: skip
_COLON = ("hx", "helix", "subl", "zed")
_WAITING = {"code": "--wait", "codium": "--wait", "code-insiders": "--wait", "subl": "--wait",
            "zed": "--wait", "gedit": "--wait", "kate": "--block", "mate": "--wait"}  # fmt: skip
"""Editors that come back at once, unless they are told to wait."""


def command(
    event_id: EventId = None,
    store: StorePath = None,
    today: Today = None,
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Open an event in your editor, and check the store.

    The editor is that of VISUAL or EDITOR, or else vi. Where the file is broken afterwards, you
    are asked whether to go back in. A store that cannot be read can be edited, too.

    \b
    Examples:
      timeline edit gbn-joins-num
      EDITOR='code --wait' timeline edit num-founding
    """  # noqa: D301 - \b is the character by which lines are kept apart
    del debug  # the boundary asks the arguments themselves
    day = read_day(today).toordinal()
    location, folder = find_own_store(store), folder_of_the_run()
    before = Curation(location.path, folder, limits())
    file, line = _place(before, event_id)
    path = before.names[file]
    while True:
        failure = _open(path, line)
        if not os.path.lexists(path):
            _put_back(Change(path, None, before.data[shown_path(path, folder)]))
        after = Curation(location.path, folder, limits())
        if after.data == before.data:
            note("nothing was changed")
        problems = after.check(day).problems
        errors = [problem for problem in problems if problem.severity == "error"]
        for problem in _to_tell(problems, before, day):
            note(render_problem(problem))
        if failure:
            raise failure
        if not errors:
            return
        note(f"the store has {len(errors)} error{'s' * (len(errors) != 1)}")
        if not (can_ask() and _again()):
            raise typer.Exit(1)
        path, line = after.names[errors[0].file], errors[0].line


def _put_back(change: Change) -> None:
    """Offer to write a file again that is not there any more; raises TimelineError without it."""
    note(f"{change.path} is not there any more")
    try:
        if can_ask() and confirm("Put it back as it was?"):
            write_changes([change])
            return
    except Quit:
        pass
    raise TimelineError("the store has lost a file", "take it from a backup, or from git")


def _again() -> bool:
    try:
        return confirm("Go back in?")
    except Quit:
        return False


def _to_tell(problems: list[Problem], before: Curation, day: int) -> list[Problem]:
    """Return every error, and the warnings that were not there before."""
    known = {(p.code, p.message) for p in before.check(day).problems}
    return [p for p in problems if p.severity == "error" or (p.code, p.message) not in known]


def _place(curation: Curation, event_id: str | None) -> tuple[str, int]:
    """Return the file and the line (from 1) of an event; without one, of the first problem."""
    if event_id is None:
        problems = curation.reading.problems
        return (problems[0].file, problems[0].line) if problems else (next(iter(curation.names)), 1)
    places = Places(curation.reading)
    spot = places.find(("events", event_id.lower()))
    if spot is None and curation.reading.problems and (found := _searched(curation, event_id)):
        return found
    if spot is None:
        ids = [name for file in curation.names for name in places.ids(file)]
        hint = did_you_mean(event_id, ids, "see 'timeline list --fields id'")
        raise UsageError(f"there is no event {event_id!r}", hint)
    return spot.file, spot.line + 1


def _searched(curation: Curation, event_id: str) -> tuple[str, int] | None:
    """Return where the id stands in the text of a store that could not be read to its end."""
    wanted = re.compile(rf"""\bid:\s*["']?{re.escape(event_id.lower())}["']?\s*([,}}#]|$)""")
    for name, data in curation.data.items():
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if wanted.search(line):
                return name, number
    return None


def _open(path: str, line: int) -> TimelineError | None:
    """Run the editor at a line of a file, wait until it is left, and return what went wrong.

    Ctrl-C is the editor's own meanwhile. Raises UsageError where it does not start.
    """
    named = next((v for v in ("VISUAL", "EDITOR") if os.environ.get(v, "").strip()), "EDITOR")
    name = os.environ.get(named, "").strip() or "vi"
    try:
        words = shlex.split(name)
    except ValueError as error:
        raise UsageError(f"{named} {name!r} cannot be read: {str(error).lower()}",
                         "set it to the command of your editor") from error  # fmt: skip
    known = re.sub(r"\.(exe|cmd)$", "", os.path.basename(words[0]).lower())
    if (wait := _WAITING.get(known)) and not {wait, "-w", "-b"} & set(words):
        words.append(wait)
    if known in ("code", "code-insiders", "codium"):
        words += ["--goto", f"{path}:{line}"]
    elif known == "kate":
        words += ["--line", str(line), path]
    elif known in _COLON:
        words.append(f"{path}:{line}")
    else:
        words += [f"+{line}", path] if known in _PLUS else [path]
    try:
        process = subprocess.Popen(words)  # noqa: S603 - the user's own editor
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"the editor {words[0]!r} does not start: {reason}",
                         "set VISUAL or EDITOR to its command") from error  # fmt: skip
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        status = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if not status:
        return None
    return TimelineError(f"the editor {words[0]!r} ended with status {status}",
                         "look whether the file is as you want it")  # fmt: skip
