"""How many there are, in words: what a command says on stderr of its own answer."""

from __future__ import annotations


def count_line(counts: tuple[int, int], shown: int | None = None) -> str:
    """Say how many events matched (certainly, possibly), and how many of them are shown."""
    found = sum(counts)
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
