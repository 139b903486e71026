"""How wide a text is drawn: never narrower than any common sans-serif would draw it.

A drawing is laid out before anybody knows which font its reader has. The widths are those of
DejaVu Sans, the widest of the usual ones (Roboto, Helvetica, Arial and Liberation Sans are up to a
fifth narrower), so that what stands apart here stands apart everywhere.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from math import ceil

_FIRST, _LAST = 0x20, 0x7E
_WIDTHS = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)  # fmt: skip
"""The advance widths of U+0020 to U+007E in hundredths of the font's size."""

_LATIN = 100
_OTHER = 95
_WIDE = 105
_BOLD = 1.15


def text_width(text: str, size: float, *, bold: bool = False) -> int:
    """Return the width of a text in pixels, rounded up, for a font of so many pixels."""
    hundredths = sum(map(_width, text))
    return ceil(hundredths * size / 100 * (_BOLD if bold else 1))


@lru_cache(4_096)
def _width(sign: str) -> int:
    code = ord(sign)
    if _FIRST <= code <= _LAST:
        return _WIDTHS[code - _FIRST]
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign and _FIRST <= ord(base) <= _LAST:
        return _width(base)
    return _LATIN if code < 0x250 else _OTHER
