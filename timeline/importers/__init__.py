"""Importers: pure functions from the bytes of a file to events, one file each, in one registry."""

from __future__ import annotations

import contextlib
import gc
import os
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import UsageError
from timeline.importers.harvest import Imported, Options, Refused, Row
from timeline.spelling import choose

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["IMPORTERS", "Imported", "Importer", "Options", "Refused", "Row", "for_file", "read"]


class Importer(NamedTuple):
    """An importer: its module in this package, the suffixes that mean it, and what it reads.

    The suffix ``.json`` means none of them: what is in the file decides.
    """

    module: str
    suffixes: tuple[str, ...]
    description: str


IMPORTERS = {
    "csv": Importer("table", (".csv", ".tsv"), "a table: commas, semicolons or tabs"),
    "ics": Importer("ics", (".ics", ".ical"), "a calendar (iCalendar)"),
    "json": Importer("json_array", (), "JSON of this tool"),
    "jsonl": Importer("json_lines", (".jsonl", ".ndjson"), "JSON Lines of this tool"),
    "timelinejs": Importer("timelinejs", (".timelinejs.json",), "JSON of Knight Lab's TimelineJS"),
    "csl": Importer("csl", (".csl.json",), "CSL-JSON: the sources of Zotero and pandoc"),
}


def for_file(path: str, data: bytes) -> str | None:
    """Return the importer for a file, by its suffix or, of ``.json``, by what is in it."""
    name = os.path.basename(path).lower()
    for known, importer in IMPORTERS.items():
        if name.endswith(importer.suffixes):
            return known
    if not name.endswith(".json"):
        return None
    from timeline.importers.recognition import kind_of_json

    return kind_of_json(data)


def read(name: str, data: bytes, options: Options) -> Imported:
    """Read the bytes of a file.

    Raises UsageError for an unknown importer or column, and for a file that cannot be read as a
    whole; what is wrong with one row is in ``refused``.
    """
    importer = IMPORTERS[choose(name, IMPORTERS, "format to import")]
    if options.mapping and name != "csv":
        raise UsageError(f"{name} has no columns", "leave out --map")
    from importlib import import_module

    module = import_module(f"timeline.importers.{importer.module}")
    with _no_collector():
        found: Imported = module.read(data, options)
    return found


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the cyclic collector away: it finds no circle here, and takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
