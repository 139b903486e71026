"""JSON Lines: one event a line, each of the shape in ``docs/output.schema.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.json_array import line, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return every event as one object on a line of its own; nothing for an empty answer."""
    return (f"{line(record)}\n" for record in records(answer, style))
