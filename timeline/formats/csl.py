"""CSL-JSON of the cited sources, each once, for Zotero, pandoc and citeproc-js.

The shape is that of ``csl-data.json`` of https://github.com/citation-style-language/schema (1.0.2).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from timeline.brief import is_bounded
from timeline.dates.edtf import Interval, points
from timeline.dates.point import Point
from timeline.formats.footnotes import cited_sources, is_web
from timeline.formats.given_up import sentences
from timeline.formats.json_array import array
from timeline.formats.words import word
from timeline.placement import value_of
from timeline.spelling import fold
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Date, Source

# Processors read these few tags in any text, and know no way to escape them.
_TAG = re.compile(r"<(?=/?(?:i|b|sup|sub|sc)>|/?span\b)")
_SLUG = 40
"""Characters of an address or a title that an id begins with."""


def render(answer: Answer, style: Style) -> Iterator[str]:  # noqa: ARG001 - a bibliography has a style of its own
    """Return one array of items, one a line, in the order in which they are first cited."""
    ids: set[str] = set()
    yield from array(_item(source, answer.language, ids) for source in cited_sources(answer))


def losses(answer: Answer, style: Style) -> list[str]:  # noqa: ARG001 - every format is asked alike
    """Say what stays behind, and what CSL cannot say of dates but in words."""
    counts: Counter[str] = Counter(events=len(answer.matches))
    for source in cited_sources(answer):
        published = source.published
        if published and is_bounded(published.edtf):
            counts["bounded"] += 1
            published = None
        for date in filter(None, (published, source.accessed)):
            found = points(value_of(date.edtf))
            counts["worded"] += "literal" in _date(date, "en")
            counts["hedged"] += any(point.qualifier not in ("", "~") for point in found)
            counts["timed"] += any(point.time for point in found)
    return sentences(_TOLD, counts)


_TOLD = {
    "events": (
        "event is left out, with what its sources say of it",
        "events are left out, with what their sources say of them",
    ),
    "worded": (
        "date stands in words, because CSL has no parts for it",
        "dates stand in words, because CSL has no parts for them",
    ),
    "hedged": (
        "date is uncertain, or only in part about right: CSL knows no more than circa",
        "dates are uncertain, or only in part about right: CSL knows no more than circa",
    ),
    "bounded": (
        "source came out by or after some day only: it is undated, and its note says so",
        "sources came out by or after some day only: they are undated, and their notes say so",
    ),
    "timed": ("time of day is left out", "times of day are left out"),
}


def _item(source: Source, language: str, ids: set[str]) -> dict[str, Any]:
    url = one_line(source.url or "")
    item: dict[str, Any] = {
        "id": _id(source, ids),
        "type": "webpage" if is_web(url) else "document",
        "title": _plain(source.title),
        "publisher": _plain(source.publisher),
        "URL": url if is_web(url) else "",
    }
    if source.published and is_bounded(source.published.edtf):
        # No style could make a date of it, so it is "n.d.", as in footnotes.
        item["note"] = f"{word('published', language)} {source.published.words.said_in(language)}"
    elif source.published:
        item["issued"] = _date(source.published, language)
    if source.accessed:
        item["accessed"] = _date(source.accessed, language)
    return {name: value for name, value in item.items() if value}


def _plain(text: str | None) -> str:
    """Return a text in which no processor finds a tag to set it in another type."""
    return _TAG.sub('<span class="nocase"><</span>', one_line(text or ""))


def _id(source: Source, ids: set[str]) -> str:
    """Return the id of a source: that of the catalogue, or one made of its address or title."""
    name = one_line(source.id or "") or _slug(one_line(source.name))
    numbered = (f"{name}-{number}" for number in count(2))
    found = next(free for free in chain([name], numbered) if free not in ids)
    ids.add(found)
    return found


def _slug(name: str) -> str:
    from hashlib import sha256

    found = re.findall("[a-z0-9]+", fold(re.sub("^https?://(www[.])?", "", name)))
    digest = sha256(name.encode()).hexdigest()[:8]
    return "-".join(filter(None, ("-".join(found)[:_SLUG].rstrip("-") or "source", digest)))


def _date(date: Date, language: str) -> dict[str, Any]:
    """Return a date in parts as far as they are known, or else in words."""
    value = value_of(date.edtf)
    ends = points(value)
    circa = {"circa": True} if any(point.qualifier for point in ends) else {}
    if isinstance(value, Point):
        if "21" <= value.month <= "24" and (year := _year(value)):
            return {"date-parts": [[year]], "season": int(value.month) - 20, **circa}
        if parts := _parts(value):
            return {"date-parts": [parts], **circa}
    elif isinstance(value, Interval) and len(ends) == 2:
        found = [_parts(point) for point in ends]
        # citeproc-js, and so Zotero, refuses a range of two precisions.
        if found[0] and len(found[0]) == len(found[1]):
            return {"date-parts": found, **circa}
    return {"literal": date.words.said_in(language)}


def _year(point: Point) -> int:
    """Return the year of a date, or 0 where there is none or where CSL counts it otherwise."""
    return int(point.year) if re.fullmatch("[0-9]{4}", point.year) and "S" not in point.text else 0


def _parts(point: Point) -> list[int]:
    """Return year, month and day, or a few of them; nothing where digits are missing."""
    month, day = point.month.replace("XX", ""), point.day.replace("XX", "")
    known = f"{month}{day}"
    if not _year(point) or "X" in known or month > "12" or (day and not month):
        return []
    return [_year(point), *(int(part) for part in (month, day) if part)]
