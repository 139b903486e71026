"""A table for notebooks (Jupyter's ``_repr_html_``): a fragment without style or script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from timeline.formats.footnotes import Footnotes
from timeline.formats.words import marks, word
from timeline.text import one_line

if TYPE_CHECKING:
    from timeline.formats.footnotes import Reference
    from timeline.model import Answer, Match

_COLUMNS = ("date", "title", "kind", "networks")


def html(answer: Answer) -> str:
    """Return the events as an HTML table, their sources numbered below it; all text is escaped."""
    footnotes = Footnotes()
    language = answer.language
    head = "".join(f"<th scope='col'>{_safe(word(name, language))}</th>" for name in _COLUMNS)
    body = "".join(_row(match, answer, footnotes) for match in answer.matches)
    notes = "".join(map(_note, footnotes.references(language)))
    listed = f"<ol>{notes}</ol>" if notes else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    # The classes keep MathJax from taking "$5 and $6" for a formula.
    return f"<div class='tex2jax_ignore mathjax_ignore' lang='{language}'>{table}{listed}</div>"


def _row(match: Match, answer: Answer, footnotes: Footnotes) -> str:
    event, language = match.event, answer.language
    said = marks(event, match.certainty, language)
    title = f"<strong>{_safe(event.title.said_in(language))}</strong>"
    if said:
        title += f" <em>({_safe(', '.join(said))})</em>"
    title += "".join(f"<sup>[{number}]</sup>" for number in footnotes.cite(event.citations))
    for dispute in event.disputed:
        date = f"{word('disputed', language)}: {dispute.date.words.said_in(language)}"
        numbers = "".join(f"<sup>[{n}]</sup>" for n in footnotes.cite(dispute.citations))
        title += f"<br>{_safe(date)}{numbers}"
    if match.state:
        title += f"<br>{_safe(match.state)}"
    cells = (
        _safe(event.date.words.said_in(language)), title, _safe(answer.kind_name(event)),
        _safe(", ".join(event.networks)),
    )  # fmt: skip
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _note(source: Reference) -> str:
    url = _safe(source.url)
    link = f" <a href='{url}'>{url}</a>" if url else ""
    return f"<li>{_safe(source.text)}{link}</li>"


def _safe(text: str) -> str:
    return escape(one_line(text))
