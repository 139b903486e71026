"""JSON Lines of this tool: one event on each line; what is no JSON spoils its own line alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.importers.decoding import decode
from timeline.importers.harvest import Harvest
from timeline.importers.json_text import Reader
from timeline.importers.records import Records

if TYPE_CHECKING:
    from timeline.importers.harvest import Imported, Options


def read(data: bytes, options: Options) -> Imported:
    """Read the event of every line; raises UsageError where none of the lines is JSON."""
    text, notes = decode(data)
    harvest = Harvest(options)
    records = Records(harvest)
    broken: list[UsageError] = []
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    for number, line in lines:
        reader = Reader(line, number)
        try:
            element = reader.element()
            reader.expect_end()
        except UsageError as error:
            broken.append(error)
            harvest.refuse(f"line {number}", error)
        else:
            records.take(f"line {number}", element)
    if broken and len(broken) == len(lines):
        raise broken[0]
    records.finish()
    return harvest.finish(notes=notes)
