"""What a format had to give up, in sentences with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.model import Answer, Event, Text

_OTHER = {"de": "an English", "en": "a German"}


def sentences(told: Mapping[str, tuple[str, str]], counts: Mapping[str, int]) -> list[str]:
    """Return a sentence for each count but 0: ``told`` says how it goes on for one and for more."""
    return [
        f"{counts[name]:,} {one if counts[name] == 1 else several}"
        for name, (one, several) in told.items()
        if counts[name]
    ]


def translations(answer: Answer) -> list[str]:
    """Return a sentence on how many events say something in the other language too, or none."""
    count = sum(any(map(_is_bilingual, _texts(match.event))) for match in answer.matches)
    text = f"{_OTHER[answer.language]} text as well that is left out"
    told = {"other": (f"event has {text}", f"events have {text}")}
    return sentences(told, {"other": count})


def _is_bilingual(text: Text | None) -> bool:
    return bool(text and text.de and text.en and text.de != text.en)


def _texts(event: Event) -> Iterator[Text | None]:
    yield from (event.title, event.summary)
    yield from (dispute.note for dispute in event.disputed)
    yield from (citation.note for citation in event.evidence)
