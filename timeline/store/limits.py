"""How much is read: a store may come from a stranger, and must be refused before it takes long."""

from __future__ import annotations

import re
from typing import NamedTuple

from timeline.errors import UsageError

_UNITS = {"": 1, "k": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_SIZE = re.compile(r"([1-9][0-9]{0,11}) ?([kMG]?)B?", re.ASCII)
_LEAST = 1_000_000


class Limits(NamedTuple):
    """How many bytes a store may have, and what follows from that for its parts."""

    size: int = 64_000_000

    @property
    def at_once(self) -> int:
        """Bytes that are read as one: what a file says beside its events, or all of it."""
        return min(self.size, max(self.size // 16, 4_000_000))

    @property
    def event(self) -> int:
        """Bytes that one event may have."""
        return min(self.size, max(self.size // 128, 500_000))

    @property
    def values(self) -> int:
        """Keys and values in one piece: an event, or what a file says beside its events."""
        return max(self.size // 640, 100_000)


USUAL = Limits()


def limits_of(text: str | None, what: str) -> Limits:
    """Read a size in bytes ("500MB", "1 GB"; None: the usual one); raises UsageError."""
    if text is None:
        return USUAL
    found = _SIZE.fullmatch(text)
    size = int(found[1]) * _UNITS[found[2]] if found else 0
    if size < _LEAST:
        raise UsageError(f"{what}: {text!r} is not a size from 1MB on", "write 500MB or 2GB")
    return Limits(size)
