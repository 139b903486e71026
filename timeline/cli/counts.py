"""How many there are, in words: what a command says on stderr of its own answer."""

from __future__ import annotations

from math import inf

MANY = 10_000
"""Events beyond those shown that are counted one by one."""


def count_line(counts: tuple[int, int], shown: int | None = None, most: float = inf) -> str:
    """Say how many events matched (certainly, possibly), and how many of them are shown.

    Beyond ``most`` nobody counted.
    """
    found = sum(counts)
    if found > most:
        return f"{shown} of more than {most} events"
    if not found:
        return "no event matches"
    events = counted(found, "event")
    return surely(events if shown in (None, found) else f"{shown} of {events}", counts)


def surely(said: str, counts: tuple[int, int]) -> str:
    """Add how many of what was counted are certain, where not all of them are."""
    certain, possible = counts
    return f"{said}: {certain} certain, {possible} possible" if possible else said


def counted(number: int, noun: str) -> str:
    """Return a number of things in words: "1 event", "no gaps"."""
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"
