"""What the index keeps as JSON; what rotted on the disk is a DatabaseError, never a crash."""

from __future__ import annotations

import json
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.model import Event


def read_event(record: str) -> Event:
    """Return the event of a record; raises DatabaseError for one that rotted on the disk."""
    from timeline.records import event_of  # imported only here: a plain list reads no records

    try:
        return event_of(load(record))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DatabaseError("a record cannot be read") from error


def load(record: str) -> Any:
    """Return the data of a record; raises DatabaseError for one that rotted on the disk."""
    try:
        return json.loads(record)
    except ValueError as error:
        raise DatabaseError("a record cannot be read") from error
