"""Day numbers of any size as bytes that sort as the numbers do, so that SQLite can compare them.

SQLite's integers end at 64 bits; EDTF's years do not. One lead byte tells sign and length, the
digits follow (base 256, big-endian; complemented for negative numbers).
"""

from __future__ import annotations

from math import inf

LOWEST = b"\x00"
HIGHEST = b"\xff"
_LONG = 0x7D  # from this many digits on, their number itself stands before them, in four bytes


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
