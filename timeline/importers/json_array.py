"""JSON of this tool: one array of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.importers.decoding import decode
from timeline.importers.harvest import Harvest
from timeline.importers.json_text import Reader
from timeline.importers.records import Records

if TYPE_CHECKING:
    from timeline.importers.harvest import Imported, Options


def read(data: bytes, options: Options) -> Imported:
    """Read the events of an array; raises UsageError for what is no JSON array."""
    text, notes = decode(data)
    harvest = Harvest(options)
    records = Records(harvest)
    for number, element in enumerate(Reader(text).array(), 1):
        records.take(f"event {number}", element)
    records.finish()
    return harvest.finish(notes=notes)
