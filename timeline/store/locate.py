"""Which store answers: --store, TIMELINE_STORE, the nearest one upward, then the bundled one."""

from __future__ import annotations

import os
from typing import NamedTuple

from timeline.errors import UsageError
from timeline.store.files import files_in, store_files

FILE, FOLDER = "events.yaml", "events"


class Location(NamedTuple):
    """Where a store lies (an absolute path of a file or folder) and why it was chosen."""

    path: str
    reason: str


def locate(
    given: str | None, environment: str | None, folder: str, option: str = "--store"
) -> Location:
    """Choose the store; raises UsageError where one that was asked for is not there.

    ``given`` is what an option (``--store``) names, ``environment`` is ``TIMELINE_STORE``,
    ``folder`` the current folder.
    """
    if given is not None:
        return Location(_existing(given, option, folder), f"named by {option}")
    if environment:
        where = _existing(environment, "TIMELINE_STORE", folder)
        return Location(where, "named by TIMELINE_STORE")
    above = folder
    while True:
        path = _store_in(above)
        if path is not None:
            where = "in the current folder" if above == folder else f"found upward, in {above}"
            return Location(path, where)
        parent = os.path.dirname(above)
        if parent == above:
            return Location(bundled(), "bundled: no events.yaml, and no events/ with *.yaml files, "
                            "here or above")  # fmt: skip
        above = parent


def _store_in(folder: str) -> str | None:
    """Return the store of a folder; raises UsageError for what was surely meant to be one."""
    path, several = os.path.join(folder, FILE), os.path.join(folder, FOLDER)
    if os.path.isfile(path):
        return _kept_inside(path, folder)
    if os.path.islink(path):
        raise UsageError(
            f"{path} is a link to no file", "mend the link, or name a store by --store"
        )
    if _holds(several, ".yaml"):
        return _kept_inside(several, folder)
    for short in (os.path.join(folder, "events.yml"), several):
        if os.path.isfile(short) or _holds(short, ".yml"):
            raise UsageError(f"{short} is no store by its name: its files end in .yml",
                             "let them end in .yaml, or name it by --store")  # fmt: skip
    return None


def _kept_inside(path: str, folder: str) -> str:
    """Return a path that was found; raises UsageError for a link that leads out of its folder.

    Whoever filled the folder, a stranger perhaps, does not choose what else is read, and shown.
    """
    if os.path.islink(path):
        target = os.path.realpath(path)
        if not target.startswith(os.path.join(os.path.realpath(folder), "")):
            raise UsageError(
                f"{path} is a link that leads out of its folder, to {target}",
                "name what you want to be read by --store or TIMELINE_STORE",
            )
    return path


def bundled() -> str:
    """Return the path of the chronology that comes with the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, FILE)
    # An editable install and a checkout have it beside the package, a wheel inside.
    return installed if os.path.exists(installed) else os.path.join(os.path.dirname(package), FILE)


def _existing(path: str, reason: str, folder: str) -> str:
    hint = "give a YAML file, or a folder of them"
    if not path or "\0" in path:
        raise UsageError(f"{reason}: {path!r} is no path", hint)
    absolute = os.path.join(folder, os.path.expanduser(path))
    # Only without '..' is a path its shortened self: the folder before it may be a link.
    is_plain = os.pardir not in absolute.split(os.sep)
    absolute = os.path.normpath(absolute) if is_plain else os.path.realpath(absolute)
    if not os.path.exists(absolute):
        raise UsageError(f"{reason}: there is no {path!r}", hint)
    if os.path.isdir(absolute) and not store_files(absolute):
        nested = os.path.join(absolute, FOLDER)
        hint = (
            f"did you mean {nested}?" if _holds(nested, ".yaml") else "a store's files end in .yaml"
        )
        raise UsageError(f"{reason}: the folder {path!r} has no *.yaml file", hint)
    return absolute


def _holds(path: str, suffix: str) -> bool:
    try:
        return os.path.isdir(path) and bool(files_in(path, suffix))
    except OSError:  # a folder that only happens to be on the way up, and is nobody's business
        return False
