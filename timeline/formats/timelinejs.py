"""JSON for TimelineJS 3: https://timeline.knightlab.com/docs/json-format.html.

A slide for each member of each date. Its year, month, day and time of day are given as far as they
are known; what they cannot say stands in the words of the date, which TimelineJS shows instead.
"""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from timeline.dates.calendar import civil
from timeline.dates.edtf import points
from timeline.formats.account import account
from timeline.formats.days import date_words, is_choice, is_day, stretches
from timeline.formats.footnotes import Footnotes, is_web
from timeline.formats.given_up import sentences, translations
from timeline.formats.words import DETAILS, label, marks
from timeline.placement import value_of
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.dates.point import Point
    from timeline.formats import Style
    from timeline.formats.days import Stretch
    from timeline.model import Answer, Match

_HUMAN = (-271_820, 275_759)
"""Years between which TimelineJS reckons in days; beyond them, in whole years only."""

_MOST = 10**11
"""Years before and after today that can be drawn: TimelineJS makes a tick of each 10^9 of them."""

_GROUPS = 12
"""Groups that TimelineJS has room for: each takes a row, and too many push all else from view."""

_CLOCK = len("23:59:59")
_FILLED = (0, 1, 1, 0, 0, 0)
"""What TimelineJS takes a month, a day and a time for that a date does not tell."""

_TOLD_OF = ("kind", "networks", "place", "tags", *DETAILS)


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return one object with a title slide and the slides of all events, one a line.

    ``style.lanes`` says what groups them: the first network, the kind or the place. Where these
    are too many, the kinds do, or nothing.
    """
    title = {"text": {"headline": label("chronology", answer.language)}}
    scale = "human" if all(map(_is_human, _shown(answer))) else "cosmological"
    yield f'{{"title": {_json(title)},\n"scale": "{scale}",\n"events": ['
    separator = "\n"
    lanes = _lanes(answer, style)
    for match in answer.matches:
        for slide in _slides(match, answer, lanes):
            yield separator + _json(slide)
            separator = ",\n"
    yield "]}\n" if separator == "\n" else "\n]}\n"


def losses(answer: Answer, style: Style) -> list[str]:
    """Say what of the dates TimelineJS cannot show, and what it shows otherwise."""
    counts: Counter[str] = Counter()
    is_human = all(map(_is_human, _shown(answer)))
    lanes = _lanes(answer, style)
    for match in answer.matches:
        event = match.event
        found = stretches(event)
        shown = [stretch for stretch in found if _is_near(stretch)]
        counts["gone"] += len(found) - len(shown)
        dated = points(value_of(event.date.edtf))
        counts["hedged"] += any(point.qualifier for point in dated)
        counts["zoned"] += any(point.time[_CLOCK:] for point in dated)
        counts["within" if len(found) == 1 else "choice"] += is_choice(event)
        counts["cut"] += any(stretch.is_cut for stretch in shown)
        counts["short"] += any("end_date" in _dates(s) and not is_day(s.end) for s in shown)
        counts["years"] += not is_human and any("month" in _dates(s)["start_date"] for s in shown)
        counts["several"] += lanes == "network" and len(event.networks) > 1
    counts["resorted"] = _resorted(answer, is_human=is_human)
    told = sentences(_TOLD, counts) + translations(answer)
    if lanes != style.lanes:
        told.append(
            f"more than {_GROUPS} groups would leave no room for anything else: the events are "
            + ("grouped by kind" if lanes == "kind" else "not grouped")
        )
    if not _shown(answer):
        told.append("no event is left to show: TimelineJS tells of an error instead")
    return told


_TOLD = {
    "hedged": ("date is hedged: only words say so", "dates are hedged: only words say so"),
    "choice": (
        "date is one of several: each of them is a slide, and words say so",
        "dates are one of several: each of them is a slide, and words say so",
    ),
    "within": (
        "date lies somewhere between two: one slide is as long as all that, and words say so",
        "dates lie somewhere between two: one slide each is as long as all that, and words say so",
    ),
    "zoned": (
        "time of day has a time zone: only words say so",
        "times of day have a time zone: only words say so",
    ),
    "cut": (
        "date is open, unknown or unbounded on one side: only words say so",
        "dates are open, unknown or unbounded on one side: only words say so",
    ),
    "short": (
        "bar ends where the month or year of its end begins",
        "bars end where the month or year of their end begins",
    ),
    "years": (
        "date stands at the beginning of its year, because others are too far away for days",
        "dates stand at the beginning of their years, because others are too far away for days",
    ),
    "several": (
        "event is of several networks: only the first groups it",
        "events are of several networks: only the first groups them",
    ),
    "resorted": (
        "",  # one alone is in any order
        "events are shown in the order of dates, whatever order was asked for",
    ),
    "gone": (
        "slide is left out, because its year is too far away",
        "slides are left out, because their years are too far away",
    ),
}


def _shown(answer: Answer) -> list[Stretch]:
    return [s for match in answer.matches for s in stretches(match.event) if _is_near(s)]


def _is_near(stretch: Stretch) -> bool:
    """Tell whether TimelineJS can draw the years of a date."""
    return all(abs(civil(day)[0]) <= _MOST for day in (stretch.first, stretch.last))


def _is_human(stretch: Stretch) -> bool:
    return _HUMAN[0] <= civil(stretch.first)[0] and civil(stretch.last)[0] <= _HUMAN[1]


def _resorted(answer: Answer, *, is_human: bool) -> int:
    """Return how many events TimelineJS puts into the order of dates, 0 where they are in it."""
    starts = []
    for match in answer.matches:
        shown = [
            tuple(_dates(s)["start_date"].values()) for s in stretches(match.event) if _is_near(s)
        ]
        if shown:
            first = min(start + _FILLED[len(start) :] for start in shown)
            starts.append(first if is_human else first[:1])
    # Its order of dates is by beginnings, ours by more than these: only where ours is another one,
    # or runs backward, anything is lost.
    is_meant = answer.order != "date" or starts[:1] > starts[-1:]
    return len(starts) if is_meant and starts != sorted(starts) else 0


def _slides(match: Match, answer: Answer, lanes: str) -> Iterator[dict[str, Any]]:
    event, language = match.event, answer.language
    found = stretches(event)
    said = marks(event, match.certainty, language)
    title = one_line(event.title.said_in(language)) or one_line(event.id)
    headline = f"{title} ({', '.join(said)})" if said else title
    text = {"headline": escape(headline), "text": _text(match, answer)}
    group = {"group": _twice(name)} if (name := _group(match, answer, lanes)) else {}
    for number, stretch in enumerate(found, 1):
        if _is_near(stretch):
            date = date_words(event, stretch, language)
            name = escape(one_line(event.id)) + (f".{number}" if len(found) > 1 else "")
            slide = {"unique_id": name, **_dates(stretch), "display_date": _twice(date)}
            yield slide | {"text": text, **group, "autolink": False}


def _dates(stretch: Stretch) -> dict[str, dict[str, int]]:
    start, end = _date(stretch.start, stretch.first), _date(stretch.end, stretch.last)
    return {"start_date": start} if start == end else {"start_date": start, "end_date": end}


def _date(point: Point, day: int) -> dict[str, int]:
    """Return the parts of a day of a date that the date tells."""
    parts = dict(zip(("year", "month", "day"), civil(day), strict=True))
    if is_day(point):
        clock = zip(("hour", "minute", "second"), point.time[:_CLOCK].split(":"), strict=False)
        # A browser takes the second 60 for one of the next day.
        return parts | {name: int(text) for name, text in clock if text not in ("", "60")}
    told = point.month.replace("XX", "") if "X" not in point.year else ""
    return {name: parts[name] for name in (("year", "month") if told else ("year",))}


def _lanes(answer: Answer, style: Style) -> str:
    """Return what groups the slides, if that is few enough names."""
    for lanes in (style.lanes, "kind"):
        if len({_group(match, answer, lanes) for match in answer.matches}) <= _GROUPS:
            return lanes
    return "none"


def _group(match: Match, answer: Answer, lanes: str) -> str:
    event = match.event
    match lanes:
        case "network":
            return one_line(event.networks[0]) if event.networks else ""
        case "kind":
            return one_line(answer.kind_name(event))
        case "place":
            return one_line(event.place or "")
    return ""


def _text(match: Match, answer: Answer) -> str:
    """Return what there is to say of an event as HTML, with its sources as a list."""
    footnotes = Footnotes()
    lines = account(match, answer, footnotes, _TOLD_OF)
    said = [f"<p>{escape(str(line))}</p>" for line in lines]
    items = []
    for _, text, url in footnotes.references(answer.language):
        address = escape(one_line(url))
        link = f'<a href="{address}">{address}</a>' if is_web(url) else address
        items.append(f"<li>{' '.join(filter(None, (escape(text), link)))}</li>")
    if items:
        said.append(f"<p>{label('sources', answer.language)}:</p><ol>{''.join(items)}</ol>")
    return "".join(said)


def _twice(text: str) -> str:
    """Escape a text that TimelineJS reads as HTML twice: once to strip it and once to show it."""
    return escape(escape(text))


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
