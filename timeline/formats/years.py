"""Events under the years in which they begin, for formats that tell where a year starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.model import Answer, Match


def by_year(answer: Answer) -> Iterator[tuple[str, Match]]:
    """Yield every match with the year that begins with it, or with "" where none does.

    In any other order than that of dates no year ever begins.
    """
    year = ""
    for match in answer.matches:
        found = _year(match) if answer.order == "date" else ""
        yield ("" if found == year else found), match
        year = found


def headings(answer: Answer) -> Iterator[tuple[str, Match]]:
    """Yield the same with every year in words, as dates say it: "501 BCE" for -0500."""
    for year, match in by_year(answer):
        yield _label(year, answer.language), match


def _label(year: str, language: str) -> str:
    if not year or (len(year) == 4 and year.isdigit()):
        return year
    # Imported only here: what knows the words of eras brings the whole of EDTF along.
    from timeline.chart.axis import year_label

    return year_label(int(year), language)


def _year(match: Match) -> str:
    """Return the year under which an event stands: of its start, or else of its end."""
    date = match.event.date
    day = date.earliest or date.latest or ""
    return day[:-6].lstrip("0") or "0" if not day.startswith("-") else day[:-6]
