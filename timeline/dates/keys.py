"""Days and stretches of days as values that an index of SQLite can order and search.

SQLite's integers end at 64 bits; EDTF's years do not. So a day number becomes bytes that sort as
the numbers do: one lead byte tells sign and length, the digits follow (base 256, big-endian;
complemented for negative numbers).

Whether a stretch touches a window depends on both its ends, and an index orders by one. Among
stretches of at most ``n`` days, though, those that touch a window start at most ``n - 1`` days
before it. So a stretch is filed under its *reach*, the class of its length, and its *edge*; those
that touch a window lie in one range of edges for each reach.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf

LOWEST = b"\x00"
HIGHEST = b"\xff"
_LONG = 0x7D  # from this many digits on, their number itself stands before them, in four bytes

LENGTHS = tuple(8**i for i in range(7))
"""The most days a stretch of each reach may have; 262,144 days are 718 years."""

ENDLESS = len(LENGTHS)
"""The reach of longer stretches and of those without an end: nothing limits where they start."""

BEGINLESS = -1
"""The reach of stretches without a start: their edge is their last day."""


@lru_cache(32_768)
def key(number: float) -> bytes:
    """Return the key of a day number, or of ±infinity."""
    if number == inf:
        return HIGHEST
    if number == -inf:
        return LOWEST
    if number < 0:
        return bytes(255 - byte for byte in key(-number - 1))
    whole = int(number)
    size = (whole.bit_length() + 7) // 8
    digits = whole.to_bytes(size, "big")
    if size < _LONG:
        return bytes((0x80 + size,)) + digits
    return bytes((0x80 + _LONG,)) + size.to_bytes(4, "big") + digits


def number(found: bytes) -> float:
    """Return the day number, or ±infinity, that a key stands for: the inverse of :func:`key`."""
    if found == HIGHEST:
        return inf
    if found == LOWEST:
        return -inf
    if found[0] < 0x80:
        return -number(bytes(255 - byte for byte in found)) - 1
    return int.from_bytes(found[5 if found[0] == 0x80 + _LONG else 1 :], "big")


def reach_and_edge(first: float, last: float) -> tuple[int, float]:
    """Return what a stretch is filed under: the class of its length, and the day to order it by."""
    if first == -inf:
        return BEGINLESS, last
    if last == inf:
        return ENDLESS, first
    days = last - first + 1
    return next((i for i, most in enumerate(LENGTHS) if days <= most), ENDLESS), first


def edges_touching(first: float, last: float) -> list[tuple[int, float, float]]:
    """Return (reach, lowest edge, highest edge) of every stretch that can touch a window.

    Stretches in these ranges may still miss it; those outside of them always do.
    """
    ranges = [(i, first - most + 1, last) for i, most in enumerate(LENGTHS)]
    return [(BEGINLESS, first, inf), *ranges, (ENDLESS, -inf, last)]
