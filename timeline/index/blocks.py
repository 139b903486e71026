"""What an index remembers of the text it was compiled from, to know again what did not change."""

from __future__ import annotations

import os
from array import array
from typing import TYPE_CHECKING, NamedTuple

from timeline.placement import astray

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from timeline.store.cutting import Cut

_DIGEST = 16
"""Bytes of the digest of an event (BLAKE2b)."""

_NUMBERS = "I"


class Blocks(NamedTuple):
    """A file: what it says besides its events, and digest and number of each of these."""

    name: str
    head: bytes
    digests: list[bytes]
    numbers: Sequence[int]


def digests_of(cut: Cut) -> list[bytes]:
    """Return the digests of the events of a file."""
    from hashlib import blake2b

    return [blake2b(item, digest_size=_DIGEST).digest() for item in cut.items]


def remember(connection: sqlite3.Connection, files: Iterable[Blocks]) -> None:
    """Write down files in the order of the store, in place of what is there."""
    connection.execute("DELETE FROM file")
    connection.executemany(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?)",
        (
            (n, os.fsencode(file.name), file.head, b"".join(file.digests),
             array(_NUMBERS, file.numbers).tobytes())
            for n, file in enumerate(files)
        ),
    )  # fmt: skip


def remembered(connection: sqlite3.Connection) -> list[Blocks]:
    """Return the files that were written down, in the order of the store."""
    rows = connection.execute("SELECT name, head, digests, numbers FROM file ORDER BY n")
    files = []
    for name, head, digests, written in rows:
        numbers = array(_NUMBERS)
        numbers.frombytes(written)
        each = [digests[i : i + _DIGEST] for i in range(0, len(digests), _DIGEST)]
        files.append(Blocks(os.fsdecode(name), head, each, numbers))
    return files


def unchanged(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[list[int | None], set[int]]:
    """Return for each new digest the number of the old one that it is, None where there is none.

    The others are the places in this list of the fewest that stand elsewhere than they did.
    """
    start = _common(old, new)
    rest = min(len(old), len(new)) - start
    end = _common(old[: -rest - 1 : -1], new[: -rest - 1 : -1]) if rest else 0
    where = {digest: number for number, digest in enumerate(old[start : len(old) - end], start)}
    found = [where.pop(digest, None) for digest in new[start : len(new) - end]]
    known = [(i, number) for i, number in enumerate(found, start) if number is not None]
    moved = {known[i][0] for i in astray([number for _, number in known])}
    return [*range(start), *found, *range(len(old) - end, len(old))], moved


def _common(some: Sequence[bytes], others: Sequence[bytes]) -> int:
    """Return how many are alike from the first one on."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((i for i, (one, other) in pairs if one != other), min(len(some), len(others)))
