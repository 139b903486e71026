"""What is searched for, the best first: in tiers that the full-text search yields without sorting.

An event stands in the first tier whose words it has, and within that by its date. As the rows of
the search are numbered in the order of dates, each tier comes in its order, and the first events of
very many are found as soon as those of few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.query.terms import EVERYTHING, And, Kept, Phrase, both, conjuncts, phrases

if TYPE_CHECKING:
    from timeline.query.terms import Term

_MANY = 12
"""Phrases beyond which nobody asks which of them stand in a title."""

_COLUMNS = {
    "title": ("title_de", "title_en"),
    "summary": ("summary_de", "summary_en"),
    "prose": ("title_de", "title_en", "summary_de", "summary_en"),
}


def is_sought(term: Term) -> bool:
    """Tell whether every match of a term has all that is searched for in it."""
    sought = phrases(term)
    return bool(sought) and set(sought) <= set(conjuncts(term))


def without_phrases(term: Term) -> Term:
    """Return what a term that ``is_sought`` asks of events in which all of it is found."""
    match term:
        case Phrase():
            return EVERYTHING
        case And(terms):
            return both(*map(without_phrases, terms))
        case Kept(inner, certainty):
            return Kept(without_phrases(inner), certainty)
    return term


def found_in_all(sought: tuple[Phrase, ...]) -> str:
    """Return the search for events in which all phrases are found."""
    return _all(sought, "")


def found_in_any(sought: tuple[Phrase, ...]) -> str:
    """Return the search for events in which any phrase is found."""
    return _any(sought, "")


def tiers(sought: tuple[Phrase, ...], *, all_found: bool) -> list[str]:
    """Return the searches for the events of each tier, the best first; none is in two of them.

    All phrases in the title; all found, and one of them in the title; all in title and summary; all
    found, in names too. Where not all have to be found: some in the title; the others.
    """
    wanted = [_all(sought, "")]
    if len(sought) <= _MANY:
        wanted = [_all(sought, "title"), _all(sought, "prose"), *wanted]
        if len(sought) > 1:
            wanted.insert(1, f"({_all(sought, '')}) AND ({_any(sought, 'title')})")
    if not all_found:
        if len(sought) <= _MANY:
            wanted.append(_any(sought, "title"))
        wanted.append(_any(sought, ""))
    return [
        f"({search}) NOT ({' OR '.join(f'({better})' for better in wanted[:place])})"
        if place else search
        for place, search in enumerate(wanted)
    ]  # fmt: skip


def _all(sought: tuple[Phrase, ...], where: str) -> str:
    return " AND ".join(_search(phrase, where) for phrase in sought)


def _any(sought: tuple[Phrase, ...], where: str) -> str:
    return " OR ".join(_search(phrase, where) for phrase in sought)


def _search(phrase: Phrase, where: str) -> str:
    """Return a phrase in the language of SQLite's full-text search (FTS5).

    It is searched for in its own column or, if it has none, ``where`` (title, prose or ""). Each is
    quoted and made of letters and digits alone, so that none of it is taken for syntax.
    """
    columns = _COLUMNS.get(phrase.column or where, ())
    inside = f"{{{' '.join(columns)}}} : " if columns else ""
    return inside + f'"{" ".join(phrase.words)}"' + " *" * phrase.is_prefix
