"""``timeline init [FOLDER]``."""
# No "from __future__ import annotations": see timeline.cli.options.

import contextlib
import os
import re
import shlex
from typing import Annotated

import typer

from timeline.cli.commands.schema import schema_text
from timeline.cli.console import note, put
from timeline.cli.curating import differences
from timeline.cli.options import Debug
from timeline.cli.session import read_language
from timeline.cli.surroundings import folder_of_the_run, real_path, surroundings
from timeline.errors import TimelineError, UsageError
from timeline.store.emit import scalar
from timeline.store.files import files_in
from timeline.store.locate import FILE, FOLDER, locate
from timeline.store.writer import Change, locked, write_changes

SCHEMA, HOOKS = "events.schema.json", ".pre-commit-config.yaml"

Folder = Annotated[
    str, typer.Argument(metavar="[FOLDER]", help="Where it is made; the current folder.")
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="de|en", help="The language of what is written.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would be.")]


def command(
    folder: Folder = "",
    lang: Lang = None,
    dry_run: DryRun = False,  # noqa: FBT002 - a flag of the command line
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Make a store with examples, and all that an editor needs.

    It is a file events.yaml that explains itself and passes 'timeline check --strict'. Beside it
    are its JSON Schema for completion and hover texts, and a configuration of pre-commit that
    checks it before each commit. Nothing is overwritten.

    \b
    Examples:
      timeline init                     in the current folder
      timeline init chronology --lang de
      timeline init --dry-run           shows what it would write
    """  # noqa: D301 - \b is the character by which lines are kept apart
    del debug  # the boundary asks the arguments themselves
    environment = surroundings().environment
    language = read_language(lang, "--lang") or read_language(
        environment.get("TIMELINE_LANG") or None, "TIMELINE_LANG"
    )
    where = real_path(os.path.join(folder_of_the_run(), folder))
    _check_free(where, folder)
    hooks = asset(f"pre-commit.{language or 'en'}.yaml")
    texts = {FILE: asset(f"events.{language or 'en'}.yaml"), SCHEMA: schema_text()}
    root = _repository(where)
    is_left = os.path.lexists(os.path.join(where, HOOKS)) or root not in (None, where)
    if not is_left:
        texts[HOOKS] = hooks
    changes = [
        Change(os.path.join(folder, name), None, text.encode()) for name, text in texts.items()
    ]
    if dry_run:
        put(differences(changes, folder_of_the_run()))
    else:
        _write(where, changes[::-1])  # the store comes last: where that fails, there is none
        note(f"written: {', '.join(change.path for change in changes)}")
    if is_left:
        note(_to_be_added(hooks, where, root or where))
    for remark in _remarks(where, environment.get("TIMELINE_STORE")):
        note(remark)
    if not dry_run:
        go = f"cd {shlex.quote(folder)}, then " if folder else ""
        note(f"next: {go}timeline check, timeline add; the events in {FILE} are examples")


def _check_free(where: str, folder: str) -> None:
    """Raise UsageError where a store cannot be made without touching what is there."""
    if os.path.lexists(where) and not os.path.isdir(where):
        raise UsageError(f"{folder} is no folder", "name the folder that the store is to be in")
    if folder.endswith((".yaml", ".yml")) and not os.path.isdir(where):
        raise UsageError(f"{folder!r} is the name of a file",
                         f"name the folder: {FILE} is made in it")  # fmt: skip
    for name in (FILE, SCHEMA):
        if os.path.lexists(os.path.join(where, name)):
            raise UsageError(f"{os.path.join(folder, name)} is there already",
                             "nothing was written; name another folder")  # fmt: skip
    with contextlib.suppress(OSError):  # no such folder, or none that can be read
        if files_in(os.path.join(where, FOLDER)):
            raise UsageError(f"{os.path.join(folder, FOLDER)} is a store already",
                             "nothing was written; name another folder")  # fmt: skip


def _write(where: str, changes: list[Change]) -> None:
    """Create files, and their folder where there is none yet."""
    try:
        os.makedirs(where, exist_ok=True)
    except RecursionError:  # as many as its limit: nothing was made yet
        raise TimelineError(f"cannot make the folder {where}: too many lie above it") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TimelineError(f"cannot make the folder {where}: {reason}") from error
    with locked(change.path for change in changes):
        write_changes(changes)


def asset(name: str) -> str:
    """Return the text of a template."""
    from importlib.resources import files

    return (files("timeline.cli") / "templates" / name).read_text("utf-8")


def _repository(where: str) -> str | None:
    """Return the root of the git repository that a folder lies in, where pre-commit looks."""
    above = where
    while not os.path.lexists(os.path.join(above, ".git")):
        if above == os.path.dirname(above):
            return None
        above = os.path.dirname(above)
    return above


def _to_be_added(hooks: str, where: str, root: str) -> str:
    """Say what a configuration of pre-commit that is not touched should have."""
    inside = os.path.relpath(where, root)
    hook = hooks.partition("repos:\n")[2].rstrip("\n")
    if inside != os.curdir:
        inside = inside.replace(os.sep, "/")
        checks = f"timeline check {shlex.quote(f'{inside}/{FILE}')}"
        hook = re.sub("(?<=entry: ).*", lambda _: scalar(checks, flow=False), hook)
        hook = re.sub("(?<=files: )'\\^(.*)'", lambda found: scalar(
            f"^{re.escape(inside)}/{found[1]}", flow=False), hook)  # fmt: skip
    file = os.path.join(root, HOOKS)
    if os.path.lexists(file):
        return f"pre-commit reads {file}: add to its 'repos:'\n{hook}"
    return f"pre-commit reads {file}, which is not there yet: write into it\nrepos:\n{hook}"


def _remarks(where: str, named: str | None) -> list[str]:
    """Return what is to be known of other stores."""
    remarks = []
    with contextlib.suppress(UsageError):  # what is wrong above is nobody's business here
        above = locate(None, None, os.path.dirname(where))
        if not above.reason.startswith("bundled"):
            remarks.append(f"there is a store above, {above.path}: here, the nearer one is used")
    if named:
        remarks.append(f"TIMELINE_STORE names {named}: that is used until you unset it")
    return remarks
