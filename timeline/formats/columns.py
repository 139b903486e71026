"""Events as columns of cells, as CSV and workbooks have them; ``docs/format.md`` lists them all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.model import FIELDS, LANGUAGES
from timeline.text import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.model import Answer, Citation, Date, Dispute, Event, Figure, Match, Text

SEPARATOR = "; "
LONGEST = 32_767
"""How many units of UTF-16 a cell of Excel holds."""

_BREAK = re.compile(r"\r\n?")


class Column(NamedTuple):
    """A column: its name, and what stands in the cell of a match ("" for nothing).

    ``is_date`` says that its texts are dates; ``is_evidence`` that it tells of the sources one by
    one, which a workbook does on a sheet of its own.
    """

    name: str
    cell: Callable[[Match], Figure]
    is_date: bool = False
    is_evidence: bool = False


def columns_of(answer: Answer, fields: Iterable[str] = ()) -> list[Column]:
    """Return the columns of some fields, or of all: always the same, but for those of figures."""
    return [column for field in tuple(fields) or FIELDS for column in _columns(field, answer)]


def cell_text(text: str | None) -> str:
    """Return a text as a cell holds it: its line breaks are LF, what no output may carry is gone.

    A CR inside a cell is shown as a box by spreadsheets, and is not kept by XML.
    """
    if not text or text.isprintable():
        return text or ""
    return _BREAK.sub("\n", FORBIDDEN.sub("", text))


def said(text: Text | None, language: str) -> str:
    """Return what a text says in one language, "" where it says nothing in it."""
    return cell_text(text.de if language == "de" else text.en) if text else ""


def edtf_of(date: Date | None) -> str:
    """Return the EDTF of a date, "" for none."""
    return cell_text(date.edtf) if date else ""


def figure_text(value: Figure) -> str:
    """Return the value of a cell as text: a number with all its digits, never as 1e-05."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    from decimal import Decimal

    return f"{Decimal(repr(value)):f}"


def units(text: str) -> int:
    """Return the length of a text as Excel and browsers count it: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def is_overlong(text: str) -> bool:
    """Tell whether a text is longer than a cell of Excel holds."""
    return 2 * len(text) > LONGEST and units(text) > LONGEST


def joined(parts: Iterable[str | None]) -> str:
    r"""Return several values as one cell: ``a; b``, or "" where none of them says anything.

    Values that say nothing keep their place (``a; ; c``), so that the third part of one cell and
    the third part of its neighbour belong together. Inside a value ``\;`` stands for a semicolon
    that a space follows, and ``\\`` for a backslash: nothing can be taken for the end of a value.
    """
    texts = [cell_text(part) for part in parts]
    if not any(texts):
        return ""
    return SEPARATOR.join(text.replace("\\", r"\\").replace("; ", r"\; ") for text in texts)


def _columns(field: str, answer: Answer) -> list[Column]:
    match field:
        case "date":
            found = _date_columns(answer.language)
        case "title" | "summary":
            found = [_text_column(field, language) for language in LANGUAGES]
        case "certainty" | "state":
            found = [Column(field, lambda match: cell_text(getattr(match, field)))]
        case "networks" | "tags" | "after" | "before":
            found = [Column(field, lambda match: joined(getattr(match.event, field)))]
        case "figures":
            found = [_figure_column(name) for name in answer.figure_names()]
        case "sources":
            found = _source_columns()
        case "disputed":
            found = _dispute_columns()
        case _:
            found = [Column(field, lambda match: cell_text(getattr(match.event, field)))]
    return found


def _date_columns(language: str) -> list[Column]:
    def column(name: str, tell: Callable[[Date], str | None], *, is_date: bool = True) -> Column:
        return Column(name, lambda match: cell_text(tell(match.event.date)), is_date)

    return [
        column("date", lambda date: date.edtf),
        column("date_text", lambda date: date.words.said_in(language)),
        column("earliest", lambda date: date.earliest),
        column("latest", lambda date: date.latest),
        column("precision", lambda date: date.precision, is_date=False),
    ]


def _text_column(field: str, language: str) -> Column:
    return Column(f"{field}_{language}", lambda match: said(getattr(match.event, field), language))


def _figure_column(name: str) -> Column:
    def cell(match: Match) -> Figure:
        for known, value in match.event.figures:
            if known == name:
                return cell_text(value) if isinstance(value, str) else value
        return ""

    return Column(cell_text(f"figures.{name}"), cell)


def _source_columns() -> list[Column]:
    """Return the columns of an event's own sources: a part of each cell for each source."""

    def column(name: str, tell: Callable[[Citation], str | None]) -> Column:
        return Column(
            name, lambda match: joined(tell(citation) for citation in match.event.citations),
            is_date=name in _DATED, is_evidence=name in EVIDENCE,
        )  # fmt: skip

    return [column(name, tell) for name, tell in _PARTS.items()]


def _dispute_columns() -> list[Column]:
    """Return the columns of competing dates: a part of each cell for each source of each date.

    A competing date that several sources name stands once for each of them, with its number: two
    that say the same would otherwise be one of two sources.
    """

    def dates(name: str, tell: Callable[[Dispute], str | None]) -> Column:
        return Column(
            name, lambda match: joined(tell(dispute) for _, dispute, _ in rivals(match.event)),
            is_date=name == "disputed",
        )  # fmt: skip

    def sources(name: str, tell: Callable[[Citation], str | None]) -> Column:
        return Column(
            f"disputed_{name}",
            lambda match: joined(
                tell(cited) if cited else None for *_, cited in rivals(match.event)
            ),
            is_date=name in _DATED, is_evidence=name in EVIDENCE,
        )  # fmt: skip

    return [
        dates("disputed", lambda dispute: dispute.date.edtf),
        Column("disputed_numbers", lambda match: joined(str(n) for n, _, _ in rivals(match.event))),
        dates("disputed_notes_de", lambda dispute: said(dispute.note, "de")),
        dates("disputed_notes_en", lambda dispute: said(dispute.note, "en")),
        *(sources(name, tell) for name, tell in _PARTS.items()),
    ]


def rivals(event: Event) -> Iterator[tuple[int, Dispute, Citation | None]]:
    """Yield each competing date with its number for each of its sources, with None for none."""
    for number, dispute in enumerate(event.disputed, 1):
        for citation in dispute.citations or (None,):
            yield number, dispute, citation


EVIDENCE: dict[str, Callable[[Citation], str | None]] = {
    "source_titles": lambda citation: citation.source.title,
    "source_publishers": lambda citation: citation.source.publisher,
    "source_published": lambda citation: edtf_of(citation.source.published),
    "source_urls": lambda citation: citation.source.url,
    "source_accessed": lambda citation: edtf_of(citation.source.accessed),
    "stated": lambda citation: citation.stated,
    "source_notes_de": lambda citation: said(citation.note, "de"),
    "source_notes_en": lambda citation: said(citation.note, "en"),
}
"""What a citation says beside the name of its source, by the column that tells it."""

_PARTS = {"sources": lambda citation: citation.source.name, **EVIDENCE}

_DATED = ("source_published", "source_accessed")
