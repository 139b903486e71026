"""Plain text: labelled lines, no boxes, no glyphs, for screen readers and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.footnotes import Footnotes, evidence, reference
from timeline.formats.words import field_text, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer

_SHOWN = ("date", "title", "kind", "networks", "certainty", "status", "state", "place", "disputed",
          "id")  # fmt: skip
_DETAILS = (*_SHOWN[:-1], "summary", "tags", "figures", "part_of", "follows", "after", "before",
            "by", "id")  # fmt: skip


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return every event as a paragraph of labelled lines, then the numbered sources."""
    language = answer.language
    footnotes = Footnotes()
    shown = style.fields or (_DETAILS if style.detail else _SHOWN)
    for match in answer.matches:
        for name in shown:
            text = field_text(match, name, language)
            if name == "kind":
                text = answer.kind_name(match.event)
            if text:
                label = word(name, language)
                yield f"{label[0].upper()}{label[1:]}: {text}\n"
        disputed = [c for dispute in match.event.disputed for c in dispute.citations]
        numbers = footnotes.cite([*match.event.citations, *disputed]) if not style.fields else []
        if numbers:
            yield f"{word('sources', language)}: {', '.join(map(str, numbers))}\n"
        if style.detail:
            for citations, said in evidence(match.event, language):
                cited = ", ".join(map(str, footnotes.cite(citations)))
                yield f"({cited}) {said}\n" if cited else f"{said}\n"
        yield "\n"
    sources = footnotes.sources()
    if sources:
        yield f"{word('sources', language)}:\n"
    for number, source in sources:
        yield f"{number}. {' '.join(part for part in reference(source, language) if part)}\n"
