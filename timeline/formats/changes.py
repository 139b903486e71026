"""Differences in every format: what was added, removed and changed, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.formats import markdown, plain
from timeline.formats.basic import check_basic
from timeline.formats.change_lines import SECTIONS, as_answer, heading, sections
from timeline.formats.change_words import phrases
from timeline.formats.footnotes import Footnotes
from timeline.formats.words import field_text
from timeline.model import CERTAIN, Citation, Date, Dispute, Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.differences import Change, Changed, Differences, Value
    from timeline.formats import Style
    from timeline.formats.change_lines import Line
    from timeline.model import Event

_CHANGE = {"de": "Änderung", "en": "Change"}
_PLAIN = ("date", "kind", "networks", "status", "place", "disputed", "id")
_PLAIN_OF_CHANGED = ("date", "id")


def render_changes(differences: Differences, format_name: str, style: Style) -> Iterator[str]:
    """Return differences in a format; raises UsageError for one that cannot tell them.

    Where nothing changed, the formats for readers say nothing at all.
    """
    check_basic(format_name, "differences")
    if format_name == "json":
        return _json(differences)
    if format_name == "markdown":
        return _markdown(differences, style)
    if format_name == "plain":
        return _plain(differences)
    from timeline.formats.change_table import render_table

    return render_table(differences, style)


def _markdown(differences: Differences, style: Style) -> Iterator[str]:
    """Return sections with bold headings, one event a line, and their sources as footnotes."""
    language, footnotes = differences.language, Footnotes(style.label)
    gap = ""
    for name, lines in sections(differences):
        yield f"{gap}**{heading(name, lines, language)}**\n\n"
        gap = "\n"
        for line in lines:
            if name == "changed":
                yield _markdown_change(line, language, footnotes)
            else:
                yield markdown.event_line(Match(line.event), as_answer(differences), footnotes)
    yield from markdown.source_lines(footnotes, language)


def _markdown_change(line: Line, language: str, footnotes: Footnotes) -> str:
    def notes(cited: tuple[Citation, ...]) -> str:
        return markdown.notes(footnotes, cited)

    event = line.event
    opening = markdown.opening(event, CERTAIN, language)
    named = f"({markdown.escape(event.id)}){notes(event.citations)}"
    told = (
        f"{_inert(phrase.head)}{notes(phrase.cited)} {_inert(phrase.tail)}".rstrip()
        for phrase in line.phrases
    )
    return f"{opening} {named}: {'; '.join(told)}\n"


def _inert(text: str) -> str:
    """Escape a phrase but for its arrow, which means nothing within a line."""
    return markdown.escape(text).replace(" -\\> ", " -> ")


def _plain(differences: Differences) -> Iterator[str]:
    """Return every event as a paragraph of labelled lines, then the numbered sources."""
    language, footnotes = differences.language, Footnotes()
    answer = as_answer(differences)
    for name, lines in sections(differences):
        for line in lines:
            event, match = line.event, Match(line.event)
            yield f"{SECTIONS[name][language]}: {field_text(match, 'title', language)}\n"
            fields = _PLAIN_OF_CHANGED if name == "changed" else _PLAIN
            yield from plain.field_lines(match, fields, answer)
            for phrase in line.phrases:
                noted = plain.numbers(footnotes.cite(phrase.cited))
                said = (phrase.head, f"[{noted}]" if noted else "", phrase.tail)
                yield f"{_CHANGE[language]}: {' '.join(filter(None, said))}\n"
            yield from plain.cited_line(event, footnotes, language)
            yield "\n"
    yield from plain.source_lines(footnotes, language)


def _json(differences: Differences) -> Iterator[str]:
    """Return one object; its events are written as in every other JSON."""
    from timeline.formats.json_array import array, as_data

    language = differences.language
    for name, events in (("added", differences.added), ("removed", differences.removed)):
        yield "{" if name == "added" else ""
        records = "".join(array(as_data(Match(event), language) for event in events))
        yield f'"{name}": {records.rstrip()},\n'
    changed = "".join(array(_changed_data(c, differences) for c in differences.changed))
    yield f'"changed": {changed.rstrip()}}}\n'


def _changed_data(changed: Changed, differences: Differences) -> dict[str, Any]:
    renamed = {"old_id": changed.old.id} if changed.old.id != changed.new.id else {}
    return {
        "id": changed.new.id,
        **renamed,
        "changes": [_change_data(c, changed.new, differences.language) for c in changed.changes],
        "text": "; ".join(phrase.alone for phrase in phrases(changed, differences)),
    }


def _change_data(change: Change, event: Event, language: str) -> dict[str, Any]:
    path: list[str] = []
    for whole in change.within:
        if isinstance(whole, Dispute):
            path.append(whole.date.edtf)
        else:
            path += [*["sources"] * bool(path), whole.source.name]
    return {
        "field": change.field,
        "part": [*path, *change.part],
        "old": _data(change.old, event, language),
        "new": _data(change.new, event, language),
    }


def _data(value: Value, event: Event, language: str) -> Any:
    """Return a value as an event's own data has it."""
    from timeline.formats.json_array import as_data

    if isinstance(value, Date):
        return as_data(Match(event._replace(date=value)), language)["date"]
    if isinstance(value, Citation):
        return as_data(Match(event._replace(citations=(value,))), language)["sources"][0]
    if isinstance(value, Dispute):
        return as_data(Match(event._replace(disputed=(value,))), language)["disputed"][0]
    return value
