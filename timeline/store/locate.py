"""Which store answers: --store, TIMELINE_STORE, the nearest one upward, then the bundled one."""

from __future__ import annotations

import os
from typing import NamedTuple

from timeline.errors import UsageError

FILE, FOLDER = "events.yaml", "events"


class Location(NamedTuple):
    """Where a store lies (an absolute path of a file or folder) and why it was chosen."""

    path: str
    reason: str


def locate(given: str | None, environment: str | None, folder: str) -> Location:
    """Choose the store; raises UsageError where one that was asked for is not there.

    ``given`` is ``--store``, ``environment`` is ``TIMELINE_STORE``, ``folder`` the current folder.
    """
    for path, reason in ((given, "--store"), (environment, "TIMELINE_STORE")):
        if path:
            return Location(_existing(path, reason, folder), f"named by {reason}")
    above = folder
    while True:
        for name in (FILE, FOLDER):
            path = os.path.join(above, name)
            if os.path.isfile(path) if name == FILE else _holds_yaml(path):
                where = "in the current folder" if above == folder else f"found upward, in {above}"
                return Location(path, where)
        parent = os.path.dirname(above)
        if parent == above:
            return Location(bundled(), "bundled: no events.yaml or events/ here or above")
        above = parent


def bundled() -> str:
    """Return the path of the chronology that comes with the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, FILE)
    # An editable install and a checkout have it beside the package, a wheel inside.
    return installed if os.path.exists(installed) else os.path.join(os.path.dirname(package), FILE)


def _existing(path: str, reason: str, folder: str) -> str:
    absolute = os.path.normpath(os.path.join(folder, os.path.expanduser(path)))
    if "\0" in absolute or not os.path.exists(absolute):
        raise UsageError(f"{reason}: there is no {path!r}", "give a YAML file, or a folder of them")
    if os.path.isdir(absolute) and not _holds_yaml(absolute):
        nested = os.path.join(absolute, FILE)
        hint = (
            f"did you mean {nested}?" if os.path.exists(nested) else "a store's files end in .yaml"
        )
        raise UsageError(f"{reason}: the folder {path!r} has no *.yaml file", hint)
    return absolute


def _holds_yaml(path: str) -> bool:
    return os.path.isdir(path) and any(name.endswith(".yaml") for name in os.listdir(path))
