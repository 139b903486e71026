"""A table in Markdown: one event a row, its notes as footnotes below, each source once.

GitHub Flavored Markdown. A store's text is never taken for markup, nor for the end of a cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.formats.footnotes import Footnotes
from timeline.formats.markdown import closing, details, escape, mark, source_lines, source_names
from timeline.formats.pipes import pipe_heads, pipe_row
from timeline.formats.words import label, match_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Match

_HEADS = ("date", "what", "kind", "networks")


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the table and its sources as footnotes; nothing where there is no event.

    In detail, what else is known of an event stands below it, one thing a row.
    """
    language = answer.language
    footnotes = Footnotes(style.label, language)
    if not answer.matches:
        return
    if style.fields:
        yield from pipe_heads([label(name, language) for name in style.fields])
        for match in answer.matches:
            yield pipe_row(_cell(match, name, answer) for name in style.fields)
        return
    yield from pipe_heads([label(name, language) for name in _HEADS])
    for match in answer.matches:
        yield _event_row(match, answer, footnotes)
        if style.detail:
            for detail in details(match, language, footnotes):
                yield pipe_row(("", detail, "", ""))
    yield from source_lines(footnotes, language)


def _cell(match: Match, name: str, answer: Answer) -> str:
    if name == "sources":  # a pipe in an address ends the cell, too
        return re.sub(r"(?<!\\)\|", r"\\|", source_names(match.event))
    return escape(match_text(match, name, answer))


def _event_row(match: Match, answer: Answer, footnotes: Footnotes) -> str:
    language = answer.language
    date, title, kind, networks = (
        _cell(match, name, answer) for name in ("date", "title", "kind", "networks")
    )
    what = mark(match.event, match.certainty, language) + title
    what += closing(match, language, footnotes)
    return pipe_row((date, what, kind, networks))
