"""JSON of TimelineJS: https://timeline.knightlab.com/docs/json-format.html.

A slide tells the parts of its dates, and may tell more in words (``display_date``). Slides of this
tool's own say all they know of an event in lines, so that most of it comes back; those of one set
of dates are one event.
"""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from timeline.dates import edtf
from timeline.dates.phrases import read_absolute
from timeline.dates.stated import mentions
from timeline.errors import DateError, UsageError
from timeline.importers import values
from timeline.importers.account import bare_title, language_of, parted, read_account
from timeline.importers.dating import UNSTATED, UNTIMED
from timeline.importers.decoding import decode
from timeline.importers.filing import filed
from timeline.importers.harvest import Harvest
from timeline.importers.json_text import Reader
from timeline.importers.markup import lines_of
from timeline.importers.order import Given, restore
from timeline.importers.values import shown
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from timeline.importers.harvest import Draft, Entry, Imported, Options, Told

_OWN = re.compile(rf"(?P<id>{values.ID.pattern})(?:\.[0-9]+)?")
_CLOCK = ("hour", "minute", "second", "millisecond")
_MEDIA = ("caption", "credit", "thumbnail", "alt", "title")

_CAPTIONS: Told = (
    "caption, credit or picture of a slide is left out",
    "captions, credits or pictures of slides are left out",
)
_LINKS: Told = ("link in a text is left out", "links in texts are left out")
_ERAS: Told = ("era is left out", "eras are left out")


def read(data: bytes, options: Options) -> Imported:
    """Read the events of a timeline; raises UsageError for what is none."""
    text, notes = decode(data)
    reader = Reader(text)
    found, fault = reader.element()
    reader.expect_end()
    if fault:
        raise UsageError(f"the timeline cannot be read: {fault}", "write it as JSON has it")
    slides = found.get("events") if isinstance(found, dict) else None
    if not isinstance(slides, list):
        raise UsageError("the file is no timeline of TimelineJS", "it has a list of 'events'")
    harvest = Harvest(options)
    if isinstance(eras := found.get("eras"), list) and eras:
        harvest.note(_ERAS, count=len(eras))
    if language := _own_language(found, slides):
        _read_own(harvest, slides, language)
    else:
        for number, slide in enumerate(slides, 1):
            harvest.take(f"event {number}", partial(_read_any, slide=slide))
    return harvest.finish(notes=notes)


def _own_language(found: dict[str, Any], slides: list[Any]) -> str:
    """Return the language of a timeline that this tool wrote, "" of any other."""
    heading = _mapping(_mapping(found.get("title")).get("text")).get("headline")
    is_own = all(
        slide.get("autolink") is False and isinstance(name := slide.get("unique_id"), str)
        and _OWN.fullmatch(name)
        for slide in map(_mapping, slides)
    )  # fmt: skip
    return language_of(heading) if is_own and isinstance(heading, str) else ""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _said(draft: Draft, value: Any, what: str) -> list[str]:
    """Return the lines of an HTML text."""
    return lines_of(values.read_text(draft, value, what))[0]


# Slides of anybody


def _read_any(draft: Draft, slide: Any) -> Entry:
    if not isinstance(slide, dict):
        raise UsageError("it is not an object", "a slide has 'start_date' and 'text'")
    text, media = _mapping(slide.get("text")), _mapping(slide.get("media"))
    title = " ".join(_said(draft, text.get("headline"), "headline"))
    if not title:
        raise UsageError("it has no headline", "an event needs a title and a date")
    told = values.read_text(draft, text.get("text"), "text")
    lines, links = lines_of(told)
    if links:
        draft.note(_LINKS)
    if any(media.get(key) for key in _MEDIA):
        draft.note(_CAPTIONS)
    date, stated = _date(draft, slide)
    urls = [url for key in ("url", "link") if (url := _address(draft, media.get(key)))]
    group = values.read_line(draft, slide.get("group"), "group")
    name = values.read_line(draft, slide.get("unique_id"), "unique_id")
    if stated and not urls:
        draft.note(UNSTATED)
    return filed(draft, [group] if group else []) | {
        "id": values.made_id(draft, name, "unique_id") if name else "",
        "date": date,
        "title": title,
        "summary": "\n".join(lines),
        "sources": [values.citation(url, stated, "") for url in dict.fromkeys(urls)],
    }


def _address(draft: Draft, value: Any) -> str:
    """Return the address of a medium, "" for what is none: a medium may be HTML or a quotation."""
    text = values.read_text(draft, value, "media.url")
    return text if ADDRESS.fullmatch(text) else ""


def _date(draft: Draft, slide: dict[str, Any]) -> tuple[str, str]:
    """Return the date of a slide as EDTF, and its words where they say more ("" otherwise)."""
    start = _point(draft, slide.get("start_date"), "start_date")
    end = _point(draft, slide.get("end_date"), "end_date") if slide.get("end_date") else start
    if not start:
        raise UsageError("it has no start_date", 'write "start_date": {"year": 2025}')
    value = edtf.parse(start if end == start else f"{start}/{end}")
    words = slide.get("display_date") or _mapping(slide.get("start_date")).get("display_date")
    said = " ".join(_said(draft, words, "display_date"))
    worded = _as_worded(said, value) if said else value
    return str(worded), "" if not said or str(read_absolute(said)) == str(value) else said


def _as_worded(said: str, value: edtf.Edtf) -> edtf.Edtf:
    """Return a date as its words have it, or no finer than they have it among other words.

    Raises UsageError where they are of another date.
    """
    if worded := read_absolute(said):
        if _touch(worded, value):
            return worded
        raise _contradicted(said, value)
    found = mentions(said, value)
    found = [mention for mention in found if mention.spans] or found
    near = [m for m in found if m.meets(*edtf.bounds(value)) and m.has_ends_of(value)]
    if not near:
        if any(not mention.is_loose for mention in found):
            raise _contradicted(said, value)
        return value
    finest = min(near, key=lambda mention: mention.days)
    meant = [one for one in finest.values if _touch(one, value)]
    is_coarser = finest.days > min(p.last - p.first + 1 for p in edtf.points(value))
    return meant[0] if is_coarser and len(meant) == 1 else value


def _contradicted(said: str, value: edtf.Edtf) -> UsageError:
    return UsageError(f"its display_date {shown(said)} is not {value}", "mend one of the two")


def _touch(first: edtf.Edtf, second: edtf.Edtf) -> bool:
    (es, le), (other_es, other_le) = edtf.bounds(first), edtf.bounds(second)
    return es <= other_le and other_es <= le


def _point(draft: Draft, value: Any, what: str) -> str:
    """Return a date told in parts, as text or as numbers, as EDTF; "" for none.

    Raises UsageError, or DateError for a day that there is not.
    """
    if value is None:
        return ""
    if not isinstance(value, dict):
        raise UsageError(f"{what} is not an object", 'write {"year": 2025, "month": 7, "day": 1}')
    year, month, day = (_number(value, key) for key in ("year", "month", "day"))
    if any(value.get(key) not in (None, "") for key in _CLOCK):
        draft.note(UNTIMED)
    if year is None:
        raise UsageError(f"{what} has no year", 'write {"year": 2025}')
    if abs(year) > 9_999:
        return f"Y{year}"
    text = f"{'-' if year < 0 else ''}{abs(year):04}"
    parts = [text, *(f"{part:02}" for part in (month, day if month else None) if part is not None)]
    if month and (month > 12 or (day or 0) > 31):  # to EDTF, 21 to 41 are seasons
        raise DateError(f"{what} names no day there is", "months are 1 to 12")
    return str(edtf.parse("-".join(parts)))


def _number(value: dict[str, Any], key: str) -> int | None:
    """Return a part of a date; 0 and "" mean, as to TimelineJS, that it is not told."""
    part = value.get(key)
    if part is None or part == "":
        return None
    text = str(part).strip()
    if isinstance(part, bool) or not re.fullmatch(r"-?[0-9]{1,12}(\.0)?", text):
        raise UsageError(f"the {key} {shown(text)} is no number", "write digits")
    number = int(text.removesuffix(".0"))
    return number if number > 0 or key == "year" else None


# Slides of this tool's own


def _read_own(harvest: Harvest, slides: list[dict[str, Any]], language: str) -> None:
    """Read slides, those of one event together."""
    given: dict[str, Given] = {}
    numbered = ((_own_id(slide), number, slide) for number, slide in enumerate(slides, 1))
    for name, group in groupby(numbered, key=itemgetter(0)):
        found = list(group)
        place = f"event {found[0][1]}"

        def read_one(
            draft: Draft, name: str = name, place: str = place,
            found: list[tuple[str, int, dict[str, Any]]] = found,
        ) -> Entry:  # fmt: skip
            draft.is_own = True
            entry = _own_entry(draft, [slide for *_, slide in found], language)
            given[place] = Given(entry["date"], by=entry.get("by", ""))
            return entry | {"id": name}

        harvest.take(place, read_one)
    restore((row.entry, given[row.place]) for row in harvest.rows)


def _own_id(slide: dict[str, Any]) -> str:
    match = _OWN.fullmatch(slide["unique_id"])
    assert match, "else it is not one of ours"
    return match["id"]


def _own_entry(draft: Draft, slides: list[dict[str, Any]], language: str) -> Entry:
    text = _mapping(slides[0].get("text"))
    lines, listed = parted(_said(draft, text.get("text"), "text"), language)
    entry, marks = read_account(draft, lines, listed, language)
    title = " ".join(_said(draft, text.get("headline"), "headline"))
    title = bare_title(title, [""], marks, ", ")
    if not title:
        raise UsageError("it has no headline", "an event needs a title and a date")
    return entry | {
        "date": _own_date(draft, slides),
        "title": values.in_languages(draft, {language: title}),
    }


def _own_date(draft: Draft, slides: list[dict[str, Any]]) -> str:
    """Return the date of an event as its slides word it: one date, or a set of all of theirs.

    Raises UsageError where their words are not understood: what they show is coarser.
    """
    texts = []
    for slide in slides:
        said = " ".join(_said(draft, slide.get("display_date"), "display_date"))
        value = read_absolute(unescape(said))
        if value is None:
            raise UsageError("the words of its date are not understood",
                             "write its display_date as in May 2020")  # fmt: skip
        texts.append(str(value))
    texts = list(dict.fromkeys(texts))
    if len(texts) == 1:
        return texts[0]
    return str(edtf.parse(f"{{{','.join(text.strip('{}') for text in texts)}}}"))
