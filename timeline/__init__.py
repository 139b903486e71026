"""Curated chronologies as plain YAML: dates, sources, and answers that say how sure they are.

``timeline.load("events.yaml")`` opens a store; ``docs/python.md`` shows what can be asked of it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes its time, and Ctrl-C is not heard yet (timeline.cli.app)
if TYPE_CHECKING:
    from typing import Any

    from timeline.api import load
    from timeline.chronology import Chronology
    from timeline.errors import DateError, QueryError, StoreError, TimelineError, UsageError
    from timeline.model import Citation, Date, Dispute, Event, Match, Source, Text

__all__ = (
    "Chronology", "Citation", "Date", "DateError", "Dispute", "Event", "Match", "QueryError",
    "Source", "StoreError", "Text", "TimelineError", "UsageError", "load",
)  # fmt: skip

_PLACES = {"load": "api", "Chronology": "chronology"} | dict.fromkeys(
    ("DateError", "QueryError", "StoreError", "TimelineError", "UsageError"), "errors"
)


def __getattr__(name: str) -> Any:
    # Imported only when asked for: the command line, which starts here too, needs little of it.
    if name not in __all__:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"timeline.{_PLACES.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
