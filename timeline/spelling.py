"""The nearest right word for a wrong one, and names found whatever their case or accents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60


def fold(text: str) -> str:
    """Return a text without case and accents, so that ``grundung`` equals ``Gründung``."""
    if text.isascii():
        return text.lower()
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a misspelt one most probably means, or None.

    The fewest slips win (Damerau and Levenshtein's: a letter too many, missing, wrong, or two
    swapped), then a word that starts alike; more than a third of the letters is no slip. A word
    that is the start of one known word only means that one.
    """
    wanted = fold(word[:_LONGEST])
    most = max(1, len(wanted) // 3)
    best: tuple[int, bool, int] | None = None
    found = None
    starting = []
    for name in known:
        folded = fold(name)
        if wanted and folded.startswith(wanted):
            starting.append(name)
        if abs(len(folded) - len(wanted)) > most or len(folded) > _LONGEST + most:
            continue
        slips = _slips(wanted, folded)
        rank = (slips, folded[:1] != wanted[:1], abs(len(folded) - len(wanted)))
        if slips <= most and slips < len(folded) and (best is None or rank < best):
            best, found = rank, name
    return found or (starting[0] if len(starting) == 1 else None)


def _slips(first: str, second: str) -> int:
    """Count the slips between two words (optimal string alignment distance)."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(second, start=1):
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                slips = min(slips, earlier[j - 2] + 1)
            row.append(slips)
    return row[-1]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return ``did you mean x?`` for the nearest known word, or another hint."""
    best = nearest(word, known)
    return f"did you mean {best}?" if best else otherwise
