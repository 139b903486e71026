"""Figures as ranges of numbers: exact, hedged, and as keys that an index of SQLite can order.

A figure such as ``>750`` is the open range above 750. A bound is a number and a side: -1 just below
it, 0 the number itself, 1 just above it; so open and closed ranges compare alike.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from timeline.dates.keys import HIGHEST, LOWEST, key

if TYPE_CHECKING:
    from decimal import Decimal

    from timeline.model import Figure

Number: TypeAlias = "Decimal | float"
Bound: TypeAlias = tuple[Number, int]
"""A number (±infinity: unbounded) and its side."""

LOWEST_BOUND: Bound = (-inf, 0)
HIGHEST_BOUND: Bound = (inf, 0)
_SIDES = {-1: b"\x01", 0: b"\x02", 1: b"\x03"}


class Range(NamedTuple):
    """The numbers that a figure may be; ``hedged`` (``~``) caps every verdict at possible."""

    low: Bound
    high: Bound
    hedged: bool = False


def split(figure: Figure) -> tuple[str, Decimal]:
    """Return a figure as its hedge ("" for none) and its number, exactly as it was written."""
    from decimal import Decimal

    text = repr(figure) if isinstance(figure, float) else str(figure)
    digits = text.lstrip("~<>=")
    return text[: len(text) - len(digits)], Decimal(digits)


def range_of(figure: Figure) -> Range:
    """Return the numbers that a figure may be."""
    hedge, number = split(figure)
    return compared(hedge, number)


def compared(sign: str, number: Decimal) -> Range:
    """Return the range that a sign of comparison and a number stand for; ``~`` is the number."""
    match sign:
        case ">":
            return Range((number, 1), HIGHEST_BOUND)
        case ">=":
            return Range((number, 0), HIGHEST_BOUND)
        case "<":
            return Range(LOWEST_BOUND, (number, -1))
        case "<=":
            return Range(LOWEST_BOUND, (number, 0))
    return Range((number, 0), (number, 0), sign == "~")


@lru_cache(4_096)
def bound_key(bound: Bound) -> bytes:
    """Return bytes that sort as bounds do."""
    number, side = bound
    if isinstance(number, float):  # only ±infinity
        return HIGHEST if number > 0 else LOWEST
    from decimal import Context

    whole = number.to_integral_value("ROUND_FLOOR")
    fraction = Context(prec=100).subtract(number, whole)
    digits = f"{fraction:f}".partition(".")[2].rstrip("0")
    return key(int(whole)) + digits.encode() + _SIDES[side]
