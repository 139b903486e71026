"""What a list tells of an event, in words: the index keeps it, so that no list decodes more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.model import LANGUAGES
from timeline.text import one_line

if TYPE_CHECKING:
    from timeline.model import Event, Source

UNDATED = {"de": "Ohne Datum", "en": "Undated"}
READ = {"de": "abgerufen am", "en": "read on"}

NEXT = "\n"
"""Stands between the references of an event."""

_ADDRESS = "\t"
"""Stands before the address of a reference."""


class Brief(NamedTuple):
    """What a list tells of an event in one language, each text on one line.

    ``networks`` are joined by commas, ``cited`` are the ``reference_line`` of its sources with
    ``NEXT`` between them; ``kind`` is the name of a kind, which its store may have words for.
    """

    date: str
    title: str
    networks: str
    kind: str | None
    status: str | None
    cited: str


def briefs_of(event: Event) -> tuple[Brief, ...]:
    """Return what a list tells of an event in each of ``LANGUAGES``; none where it tells more."""
    addresses = "".join(citation.source.url or "" for citation in event.citations)
    if event.disputed or NEXT in addresses or _ADDRESS in addresses:
        return ()
    networks = ", ".join(map(one_line, event.networks))
    cited = _cited(event, LANGUAGES[0])
    alike = all(_reads_alike(citation.source) for citation in event.citations)
    return tuple(
        Brief(
            one_line(event.date.words.said_in(language)), one_line(event.title.said_in(language)),
            networks, event.kind, event.status,
            cited if alike or language == LANGUAGES[0] else _cited(event, language),
        )
        for language in LANGUAGES
    )  # fmt: skip


def _cited(event: Event, language: str) -> str:
    return NEXT.join(reference_line(citation.source, language) for citation in event.citations)


def _reads_alike(source: Source) -> bool:
    """Tell whether the same is said of a source in every language: most bear only a year."""
    published = source.published
    return not source.accessed and (
        published is None
        or (published.words.de == published.words.en and not is_bounded(published.edtf))
    )


def reference_line(source: Source, language: str) -> str:
    """Return a source as one text: by it, whoever reads tells it from others."""
    return _ADDRESS.join(reference(source, language))


def reference_of(line: str) -> tuple[str, str]:
    """Return what ``reference_line`` wrote down as ``reference`` says it."""
    said, _, address = line.partition(_ADDRESS)
    return said, address


def reference(source: Source, language: str) -> tuple[str, str]:
    """Return a source as (publisher, title and date on one line; address or "")."""
    parts = []
    if source.title:
        title = one_line(source.title)
        parts.append(f"{one_line(source.publisher)}: {title}" if source.publisher else title)
    elif source.publisher:
        parts.append(one_line(source.publisher))
    if dated := _dated(source, language):
        parts.append(dated)
    ends = (part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
    return " ".join(ends), one_line(source.url or "")


def is_bounded(edtf: str) -> bool:
    """Tell whether a date of publication only says between which days it must lie."""
    return edtf.startswith("[") and ".." in edtf


def _dated(source: Source, language: str) -> str:
    """Say when a source was published; of one whose date is only bounded, when it was read."""
    published, accessed = source.published, source.accessed
    if published and not is_bounded(published.edtf):
        return published.words.said_in(language)
    said = [UNDATED[language]] if published or accessed else []
    if accessed:
        said.append(f"{READ[language]} {accessed.words.said_in(language)}")
    return ", ".join(said)
