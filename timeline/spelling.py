"""The nearest right word for a wrong one, and names found whatever their case or accents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def fold(text: str) -> str:
    """Return a text without case and accents, so that ``grundung`` equals ``Gründung``."""
    if text.isascii():
        return text.lower()
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a misspelt one most probably means, or None."""
    import difflib

    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(fold(name), name)
    wanted = fold(word)
    if wanted in folded:
        return folded[wanted]
    best = difflib.get_close_matches(wanted[:100], folded, n=1, cutoff=0.6)
    if best:
        return folded[best[0]]
    starting = [name for key, name in folded.items() if wanted and key.startswith(wanted)]
    return starting[0] if len(starting) == 1 else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return ``did you mean x?`` for the nearest known word, or another hint."""
    best = nearest(word, known)
    return f"did you mean {best}?" if best else otherwise
