"""The formats that tell what is no list of events, too: differences, counts, gaps, names."""

from __future__ import annotations

from timeline.errors import UsageError

BASIC = ("table", "plain", "markdown", "json")


def check_basic(format_name: str, what: str) -> None:
    """Refuse a format in which something cannot be told."""
    if format_name not in BASIC:
        raise UsageError(f"{what} cannot be written as {format_name}", f"valid: {', '.join(BASIC)}")
