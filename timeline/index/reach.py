"""Stretches of time filed by their length, so that those touching a window are a few index ranges.

Whether a stretch touches a window depends on both its ends, and an index orders by one. Among
stretches of at most ``n`` days, though, those that touch a window start at most ``n - 1`` days
before it. So each stretch is filed under its *reach*, the class of its length, and its *edge*.
"""

from __future__ import annotations

from math import inf

LENGTHS = tuple(8**i for i in range(7))
"""The most days a stretch of each reach may have; 262,144 days are 718 years."""

ENDLESS = len(LENGTHS)
"""The reach of longer stretches and of those without an end: nothing limits where they start."""

BEGINLESS = -1
"""The reach of stretches without a start: their edge is their last day."""


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
