"""Differences in every format: what was added, removed and changed, with the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timeline.differences import source_name
from timeline.errors import UsageError
from timeline.formats.change_lines import SECTIONS, as_answer, heading, sections
from timeline.formats.change_words import phrases
from timeline.formats.footnotes import Footnotes, reference
from timeline.formats.markdown import _line as event_line
from timeline.formats.markdown import escape, link
from timeline.formats.words import field_text, marks, word
from timeline.model import Citation, Date, Dispute, Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.differences import Change, Changed, Differences, Value
    from timeline.formats import Style
    from timeline.formats.change_lines import Line
    from timeline.model import Event

FORMATS = ("table", "plain", "markdown", "json")
_CHANGE = {"de": "Änderung", "en": "Change"}
_PLAIN = ("date", "kind", "networks", "status", "place", "disputed", "id")


def check(format_name: str) -> None:
    """Refuse a format in which differences cannot be told."""
    if format_name not in FORMATS:
        hint = f"valid: {', '.join(FORMATS)}"
        raise UsageError(f"differences cannot be written as {format_name}", hint)


def render_changes(differences: Differences, format_name: str, style: Style) -> Iterator[str]:
    """Return differences in a format; raises UsageError for one that cannot tell them.

    Where nothing changed, the formats for readers say nothing at all.
    """
    check(format_name)
    if format_name == "json":
        return _json(differences)
    if format_name == "markdown":
        return _markdown(differences)
    if format_name == "plain":
        return _plain(differences)
    from timeline.formats.change_table import render_table

    return render_table(differences, style)


def _markdown(differences: Differences) -> Iterator[str]:
    """Return sections with bold headings, one event a line, and their sources as footnotes."""
    language, footnotes = differences.language, Footnotes()
    gap = ""
    for name, lines in sections(differences):
        yield f"{gap}**{heading(name, lines, language)}**\n\n"
        gap = "\n"
        for line in lines:
            if name == "changed":
                yield _markdown_change(line, language, footnotes)
            else:
                yield event_line(Match(line.event), as_answer(differences), footnotes)
    sources = footnotes.sources()
    if sources:
        yield "\n"
    for number, source in sources:
        text, url = reference(source, language)
        yield f"[^{number}]: {' '.join(part for part in (escape(text), link(url)) if part)}\n"


def _markdown_change(line: Line, language: str, footnotes: Footnotes) -> str:
    def notes(cited: tuple[Citation, ...]) -> str:
        return "".join(f"[^{number}]" for number in footnotes.cite(cited))

    event = line.event
    parts = [f"- **{escape(event.date.words.said_in(language))}**"]
    if said := marks(event, "certain", language):
        parts.append(f"*({', '.join(said)})*")
    parts.append(f"– {escape(event.title.said_in(language))}")
    parts.append(f"({escape(event.id)}){notes(event.citations)}:")
    told = (
        f"{_inert(phrase.head)}{notes(phrase.cited)} {_inert(phrase.tail)}".rstrip()
        for phrase in line.phrases
    )
    return f"{' '.join(parts)} {'; '.join(told)}\n"


def _inert(text: str) -> str:
    """Escape a phrase but for its arrow, which means nothing within a line."""
    return escape(text).replace(" -\\> ", " -> ")


def _plain(differences: Differences) -> Iterator[str]:
    """Return every event as a paragraph of labelled lines, then the numbered sources."""
    language, footnotes = differences.language, Footnotes()
    answer = as_answer(differences)
    for name, lines in sections(differences):
        for line in lines:
            event, match = line.event, Match(line.event)
            yield f"{SECTIONS[name][language]}: {field_text(match, 'title', language)}\n"
            for field in _PLAIN:
                text = field_text(match, field, language)
                if text and (name != "changed" or field in {"date", "id"}):
                    text = answer.kind_name(event) if field == "kind" else text
                    yield f"{_label(field, language)}: {text}\n"
            for phrase in line.phrases:
                noted = _numbers(phrase.cited, footnotes)
                said = (phrase.head, f"[{noted}]" if noted else "", phrase.tail)
                yield f"{_CHANGE[language]}: {' '.join(filter(None, said))}\n"
            disputed = (c for dispute in event.disputed for c in dispute.citations)
            if numbers := _numbers((*event.citations, *disputed), footnotes):
                yield f"{word('sources', language)}: {numbers}\n"
            yield "\n"
    sources = footnotes.sources()
    if sources:
        yield f"{word('sources', language)}:\n"
    for number, source in sources:
        yield f"{number}. {' '.join(part for part in reference(source, language) if part)}\n"


def _numbers(cited: tuple[Citation, ...], footnotes: Footnotes) -> str:
    return ", ".join(map(str, footnotes.cite(cited)))


def _label(field: str, language: str) -> str:
    label = word(field, language)
    return f"{label[0].upper()}{label[1:]}"


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
            path += [*["sources"] * bool(path), source_name(whole.source)]
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
        return as_data(Match(replace(event, date=value)), language)["date"]
    if isinstance(value, Citation):
        return as_data(Match(replace(event, citations=(value,))), language)["sources"][0]
    if isinstance(value, Dispute):
        return as_data(Match(replace(event, disputed=(value,))), language)["disputed"][0]
    return value
