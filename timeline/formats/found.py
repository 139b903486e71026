"""Where in a text stands what was searched for: the places that a terminal highlights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.model import Text
from timeline.spelling import words_in
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.model import Event

_AROUND = 50
"""Characters of a text that an excerpt has before and after what was found."""

_WORD = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"


def found_in(
    text: str, sought: Iterable[tuple[str, ...]], column: str = "title"
) -> list[tuple[int, int]]:
    """Return the (start, end) of every phrase of some that a text has, in characters.

    A phrase is the column that it was searched in ("": all), then a row of folded words; a "*"
    ends one of which only the beginning must be there.
    """
    phrases = [words for where, *words in sought if where in ("", column)]
    if not phrases:
        return []
    words = [(folded, match.start(), match.end())
             for match in re.finditer(_WORD, text) for folded in words_in(match[0])]  # fmt: skip
    found = [place for phrase in phrases for place in _places(words, phrase)]
    return sorted(set(found))


def excerpt(event: Event, language: str, sought: Iterable[tuple[str, ...]]) -> str:
    """Return the piece of an event's text that has what was searched for, where its title has not.

    What the language of the answer does not have is looked for in the other one; "" for nothing.
    """
    phrases = list(sought)
    if not phrases or found_in(one_line(event.title.said_in(language)), phrases):
        return ""
    other = "en" if language == "de" else "de"
    summary, title = event.summary or Text(), event.title
    for column, said in (
        ("summary", getattr(summary, language)), ("title", getattr(title, other)),
        ("summary", getattr(summary, other)),
    ):  # fmt: skip
        text = one_line(said or "")
        if places := found_in(text, phrases, column):
            return _around(text, *places[0])
    return ""


def _around(text: str, first: int, last: int) -> str:
    start = text.rfind(" ", 0, max(first - _AROUND, 0)) + 1 if first > _AROUND else 0
    end = text.find(" ", last + _AROUND)
    end = len(text) if end < 0 else end
    return "… " * (start > 0) + text[start:end] + " …" * (end < len(text))


def _places(words: list[tuple[str, int, int]], phrase: list[str]) -> Iterator[tuple[int, int]]:
    for at in range(len(words) - len(phrase) + 1):
        there = words[at : at + len(phrase)]
        if all(_is(word, wanted) for (word, _, _), wanted in zip(there, phrase, strict=True)):
            yield there[0][1], there[-1][2]


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
