"""JSON Lines: one event a line, as ``docs/output.schema.json`` has it, or its flat form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.json_array import line, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return every event as one object on a line of its own; nothing for an empty answer.

    In the flat form (``flat.py``) it may be several lines.
    """
    if style.flat:
        return _flat(answer)
    return (f"{line(record)}\n" for record in records(answer, style))


def _flat(answer: Answer) -> Iterator[str]:
    # Imported only here: no other form needs the rows of an index.
    from timeline.flatten import lines_of

    for n, match in enumerate(answer.matches, 1):
        for record in lines_of(match, n):
            yield f"{line(record)}\n"
