"""The nearest right word for a wrong one, and names found whatever their case or accents."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from timeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W_]+")
_PARTED = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""Blanks for what is no part of a word, to part most texts at more than twice the speed."""

_SIGNS = str.maketrans(dict.fromkeys("–—„“”‚‘’«»‹›·•"))
"""Signs of prose that folding leaves as they are."""

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST = 60
_MUCH = 100
"""Letters of a known word that are looked at: a longer one is none that was meant."""

_MANY = 2_000


class Patience:
    """How many pairs of letters are still compared in all searches: these take half a second.

    A stranger's store may have thousands of wrong words, and thousands that each may mean.
    """

    __slots__ = ("left",)

    def __init__(self, left: int = 500_000) -> None:
        self.left = left


def fold(text: str) -> str:
    """Return a text without case and accents, so that ``grundung`` equals ``Gründung``."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_latin())
    if plain.isascii() or plain.translate(_SIGNS).isascii():
        return plain.lower()
    return _folded(text)


def _folded(text: str) -> str:
    from timeline.text import without_accents  # imported only here: Latin letters need none of it

    # Once before case goes, for letters that hide a capital, and once after, for what that leaves.
    return without_accents(without_accents(text).casefold())


@cache
def _latin() -> dict[int, str]:
    """Return what the letters of Latin languages are folded to: what most texts are made of."""
    return {code: found for code in range(0xC0, 0x180) if (found := _folded(chr(code))).isascii()}


def words_in(text: str) -> list[str]:
    """Return the folded words of a text: its letters and digits, without what stands between."""
    return words_of(fold(text))


def words_of(folded: str) -> list[str]:
    """Return the words of a text that is folded already."""
    if folded.isascii():
        return folded.translate(_PARTED).split()
    return _WORD.findall(folded)


def plain_words(text: str) -> list[str]:
    """Return the words of a text as ids are made of them: a to z and digits, ``ä`` as ``ae``."""
    return re.findall(r"[a-z0-9]+", fold(text.lower().translate(_SPELT_OUT)))


def nearest(word: str, known: Iterable[str], patience: Patience | None = None) -> str | None:
    """Return the known word that a misspelt one most probably means, or None.

    The fewest slips win (Damerau and Levenshtein's: a letter too many, missing, wrong, or two
    swapped), then a word that starts alike; more than a third of the letters is no slip, and among
    very many words, where something is always a little alike, more than two are none. A word that
    is the start of one known word only means that one. None where patience ends.
    """
    names = list(known)
    wanted = fold(word[:_LONGEST])
    most = max(1, len(wanted) // 3)
    if len(names) > _MANY:
        most = min(most, 2)
    best: tuple[int, bool, int] | None = None
    found = None
    starting = []
    for name in names:
        folded = fold(name[:_MUCH])
        if patience is not None:
            patience.left -= len(folded)
            if patience.left < 0:
                return None
        if wanted and folded.startswith(wanted):
            starting.append(name)
        longer = abs(len(folded) - len(wanted))
        # A word as long that starts alike is only bettered by one with fewer slips.
        bound = most if best is None else best[0] - (best[1:] == (False, 0))
        if longer > bound:
            continue
        if patience is not None:
            patience.left -= len(folded) * bound
        slips = _slips(wanted, folded, bound)
        rank = (slips, folded[:1] != wanted[:1], longer)
        if slips <= most and slips < len(folded) and (best is None or rank < best):
            best, found = rank, name
    return found or (starting[0] if len(starting) == 1 else None)


def _slips(first: str, second: str, most: int) -> int:
    """Count the slips between two words (optimal string alignment distance), up to ``most + 1``."""
    start = 0
    shorter = min(len(first), len(second))
    while start < shorter and first[start] == second[start]:
        start += 1
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    first, second = first[start : len(first) - end], second[start : len(second) - end]
    if not first or not second:
        return min(len(first) + len(second), most + 1)
    return _count_slips(first, second, most)


def _count_slips(first: str, second: str, most: int) -> int:
    """Count as far as ``most`` letters beside the diagonal: farther off, all is too many."""
    beyond = most + 1
    length = len(second)
    before = [beyond] * (length + 1)
    row = [min(beyond, j) for j in range(length + 1)]
    for i, a in enumerate(first, start=1):
        earlier, before, row = before, row, [beyond] * (length + 1)
        low, high = max(1, i - most), min(length, i + most)
        row[0] = left = least = min(i, beyond)
        if low > 1:
            left = least = beyond
        for j in range(low, high + 1):
            b = second[j - 1]
            slips = before[j - 1] + (a != b)
            if before[j] < slips:
                slips = before[j] + 1
            if left < slips:
                slips = left + 1
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                slips = min(slips, earlier[j - 2] + 1)
            row[j] = left = slips
            least = min(least, slips)
        # A swap reaches back over one row: only where two of them are beyond it, all are.
        if least > most and min(before) > most:
            return beyond
    return min(row[-1], beyond)


def did_you_mean(
    word: str,
    known: Iterable[str],
    otherwise: str = "",
    aliases: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> str:
    """Return ``did you mean x?`` for the nearest known word, or another hint.

    Where no known word is near, one is meant by its alias.
    """
    best = nearest(word, known, patience)
    if not best and aliases and (alias := nearest(word, aliases)):
        best = aliases[alias]
    return f"did you mean {best}?" if best else otherwise


def choose(given: str, known: Iterable[str], what: str) -> str:
    """Return a known name as given; raises UsageError with the nearest one, or all of them."""
    names = tuple(known)
    if given in names:
        return given
    listed = f"valid: {', '.join(names)}"
    near = did_you_mean(given, names)
    raise UsageError(f"there is no {what} {given!r}", f"{near} ({listed})" if near else listed)
