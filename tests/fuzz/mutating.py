"""Inputs made of others at random, for where no fuzzer that watches the code is installed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

LONGEST = 4_096
"""Bytes of an input: what breaks a reader is rarely longer."""


def mutated(
    seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random
) -> Iterator[bytes]:
    """Yield inputs for ever: pieces of seeds, cut, joined, repeated and changed."""
    while True:
        data = bytearray(chance.choice(seeds)[:LONGEST])
        for _ in range(chance.randint(1, 6)):
            start = chance.randint(0, len(data))
            end = min(len(data), start + chance.choice((0, 1, 1, 2, 8, 40)))
            other = chance.choice(seeds)
            at = chance.randint(0, len(other))
            new = chance.choice((
                b"", chance.randbytes(chance.randint(1, 3)), chance.choice(tokens),
                other[at : at + chance.randint(1, 60)], bytes(data[start:end]) * chance.randint(2, 5),
            ))  # fmt: skip
            data[start:end] = new
        yield bytes(data[:LONGEST])
