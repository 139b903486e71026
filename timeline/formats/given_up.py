"""What a format had to give up, in sentences with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentences(told: Mapping[str, tuple[str, str]], counts: Mapping[str, int]) -> list[str]:
    """Return a sentence for each count but 0: ``told`` says how it goes on for one and for more."""
    return [
        f"{counts[name]:,} {one if counts[name] == 1 else several}"
        for name, (one, several) in told.items()
        if counts[name]
    ]
