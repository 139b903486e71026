"""A match to lines of its flat form (``flat.py``), from the same rows as those of the index."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from timeline.dates.keys import number
from timeline.flat import LABELS, day_of_year, near
from timeline.index.rows import BETWEEN, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.index.rows import Rows, Time
    from timeline.model import Match

_MEMBER = ("one_of", "hedged", "step", "es", "ls", "ee", "le")
_FIGURE = ("figure", "figure_text", "figure_low", "figure_high", "figure_hedged")
_NO_FIGURE = dict(zip(_FIGURE, ("", "", "", "", False), strict=True))
_KEPT = 32_768


def lines_of(match: Match, n: int) -> Iterator[dict[str, Any]]:
    """Yield the lines of a match, which is the ``n``-th of its answer."""
    rows = rows_of(match.event)
    whole, members, figures = _whole(match, n, rows), _members(rows.time), _figures(match, rows)
    for i in range(max(len(members), len(figures))):
        yield whole | members[min(i, len(members) - 1)] | figures[min(i, len(figures) - 1)]


def _whole(match: Match, n: int, rows: Rows) -> dict[str, Any]:
    """Return the columns that are the same on every line."""
    event = match.event
    named: dict[str, dict[str, None]] = {field: {} for field in LABELS}
    for field, name in rows.labels:
        named[field][name] = None
    known_certainly, known_possibly = rows.known
    title_de, title_en, summary_de, summary_en, names = rows.texts
    days_certainly, days_possibly = _days(rows.anniversaries)
    return {
        "n": n, "id": event.id, "certainty": match.certainty, "edtf": event.date.edtf,
        "title_de": event.title.de or "", "title_en": event.title.en or "",
        **{LABELS[field].column: list(found) if LABELS[field].is_list else next(iter(found), "")
           for field, found in named.items()},
        "known_certainly": _day(known_certainly), "known_possibly": _day(known_possibly),
        "days_certainly": days_certainly, "days_possibly": days_possibly,
        "title_words": f" {title_de} {BETWEEN} {title_en} ",
        "summary_words": f" {summary_de} {BETWEEN} {summary_en} ",
        "name_words": f" {names} ",
        "first_day": _day(rows.time.bounds[-2]), "last_day": _day(rows.time.bounds[-1]),
    }  # fmt: skip


@lru_cache(_KEPT)
def _members(time: Time) -> list[dict[str, Any]]:
    """Return the members of a date and of those that compete with it."""
    _, hedged, *bounds = time.bounds[:6]
    return [
        dict(zip(_MEMBER, (*member[:3], *map(_day, member[3:])), strict=True))
        for member in time.spans or ((False, hedged, "", *bounds),)
    ]


@lru_cache(_KEPT)
def _days(found: tuple[tuple[int, bool], ...]) -> tuple[list[str], list[str]]:
    """Return the days of the year that are certain, and all of them."""
    return [day_of_year(day) for day, hedged in found if not hedged], [
        day_of_year(day) for day, _ in found
    ]


def _figures(match: Match, rows: Rows) -> list[dict[str, Any]]:
    said = dict(match.event.figures)
    return [
        dict(zip(_FIGURE, (name, str(said[name]), low.hex(), high.hex(), hedged), strict=True))
        for name, low, high, hedged in rows.figures
    ] or [_NO_FIGURE]


@lru_cache(_KEPT)
def _day(key: Any) -> int:
    return near(number(key))
