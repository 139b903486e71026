"""CSL-JSON, as Zotero and pandoc write it: sources for the catalogue, and no events.

The shape is that of ``csl-data.json`` of https://github.com/citation-style-language/schema (1.0.2).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from timeline.dates import edtf
from timeline.dates.phrases import read_absolute
from timeline.errors import DateError, UsageError
from timeline.importers import values
from timeline.importers.account import WORDS
from timeline.importers.dating import read_date
from timeline.importers.decoding import decode
from timeline.importers.harvest import Harvest
from timeline.importers.json_text import Element, Reader
from timeline.importers.values import shown
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from timeline.importers.harvest import Draft, Entry, Imported, Options, Told

# A text of CSL knows these few tags; our own exports write the sign of one as a text in one.
_TAG = re.compile(r'<span class="nocase"><</span>|</?(?:i|b|sup|sub|sc)>|</?span\b[^<>]*>')
_UNDATED = frozenset(
    ("n.d.", "nd", "s.d.", "o.j.", "o. j.", "o.d.", "undated", "no date", "ohne datum")
)
_ORIGINS = tuple(f"{words['published']} " for words in WORDS.values())

_NO_DATE: Told = (
    "date says that there is none, and is left out",
    "dates say that there is none, and are left out",
)
_BEYOND: Told = (
    "item says more than a source holds (authors, pages and the like), which is left out",
    "items say more than a source holds (authors, pages and the like), which is left out",
)
_HELD = frozenset(
    ("id", "type", "title", "publisher", "container-title", "issued", "accessed", "URL", "DOI",
     "note", "citation-key", "citation-label", "language")
)  # fmt: skip


def read(data: bytes, options: Options) -> Imported:
    """Read the items of a bibliography; raises UsageError for what is none."""
    text, notes = decode(data)
    harvest = Harvest(options)
    taken: Counter[str] = Counter()
    for number, element in enumerate(Reader(text).array(), 1):
        harvest.take(f"item {number}", partial(_read_item, element=element, taken=taken))
    return harvest.finish(notes=notes)


def _read_item(draft: Draft, element: Element, taken: Counter[str]) -> None:
    item = element.value
    if element.fault:
        raise UsageError(element.fault, "write each value once, and as JSON has it")
    if not isinstance(item, dict):
        raise UsageError("it is not an object", "an item has an id, a type and a title")
    title = _text(draft, item, "title") or _text(draft, item, "title-short")
    if not title:
        raise UsageError("it has no title", "a source needs a title")
    published = _date(draft, item, "issued") or _bounds(_text(draft, item, "note"))
    source: Entry = {
        "title": title,
        "publisher": _publisher(draft, item),
        "published": published,
        "url": _address(draft, item),
        "accessed": _date(draft, item, "accessed"),
    }
    name = _id(draft, item) or values.slug(title)
    if not name:
        raise UsageError("neither its id nor its title has a letter or digit", "give it an id")
    taken[name] += 1
    if taken[name] > 1:
        name = f"{name}-{taken[name]}"
    if set(item) - _HELD:
        draft.note(_BEYOND)
    draft.sources[name] = {key: text for key, text in source.items() if text}


def _id(draft: Draft, item: dict[str, Any]) -> str:
    name = item.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    text = values.read_line(draft, name, "id")
    return values.made_id(draft, text, "id") if values.slug(text) else ""


def _text(draft: Draft, item: dict[str, Any], key: str) -> str:
    """Return a text without the tags that set it in another type."""
    text = values.read_line(draft, item.get(key), key)
    return _TAG.sub(lambda tag: "<" if tag[0].endswith("><</span>") else "", text).strip()


def _publisher(draft: Draft, item: dict[str, Any]) -> str:
    """Return who published an item: of an article the journal that it appeared in."""
    publisher, container = (_text(draft, item, key) for key in ("publisher", "container-title"))
    is_article = str(item.get("type")).startswith(("article", "post", "entry"))
    return (container or publisher) if is_article else (publisher or container)


def _address(draft: Draft, item: dict[str, Any]) -> str:
    url = values.read_url(draft, item.get("URL"), "URL")
    doi = values.read_text(draft, item.get("DOI"), "DOI")
    made = doi if "://" in doi else f"https://doi.org/{doi}"
    return url or (made if doi and ADDRESS.fullmatch(made) else "")


def _bounds(note: str) -> str:
    """Return between which days a source came out: our own exports say so in a note."""
    for origin in _ORIGINS:
        if note.startswith(origin):
            value = read_absolute(note.removeprefix(origin))
            if isinstance(value, edtf.DateSet) and value.one_of:
                return str(value)
    return ""


def _date(draft: Draft, item: dict[str, Any], key: str) -> str:
    """Return a date of CSL as EDTF, "" for none.

    Raises UsageError, or DateError, for one that cannot be read.
    """
    value = item.get(key)
    if value is None or value == {}:
        return ""
    if not isinstance(value, dict):
        raise UsageError(f"{key} is not an object", 'write {"date-parts": [[2025, 7, 1]]}')
    mark = "~" if value.get("circa") not in (None, False, "", 0) else ""
    if value.get("date-parts"):
        return _parts(value["date-parts"], value.get("season"), mark, key)
    said = values.read_line(draft, value.get("literal") or value.get("raw"), key)
    if said.casefold() in _UNDATED:
        draft.note(_NO_DATE, shown(said))
        return ""
    if not said:
        return ""
    try:
        return read_date(draft, said).edtf
    except DateError as error:
        raise DateError(f"{key}: {error.message}", error.hint) from None


def _parts(parts: Any, season: Any, mark: str, key: str) -> str:
    """Return year, month and day, once or for two ends, as EDTF."""
    ends = []
    for part in parts if isinstance(parts, list) else [parts]:
        if not isinstance(part, list) or not 1 <= len(part) <= 3:
            raise UsageError(f"{key} is no date", 'write {"date-parts": [[2025, 7, 1]]}')
        ends.append(_joined([_number(number, key) for number in part]))
    if len(ends) > 2:
        raise UsageError(f"{key} has more than two ends", "write a start and an end")
    if season not in (None, "") and len(ends) == 1 and "-" not in ends[0].lstrip("-"):
        number = _number(season, key)
        ends[0] += f"-{20 + number if number < 20 else number}"
    return str(edtf.parse("/".join(f"{end}{mark}" for end in ends)))


def _joined(numbers: list[int]) -> str:
    year, *rest = numbers
    if abs(year) > 9_999:
        return f"Y{year}"
    while rest and not rest[-1]:  # 0: it is not told
        rest.pop()
    if rest and not (1 <= rest[0] <= 12 or 21 <= rest[0] <= 24):  # to EDTF, more than these is one
        raise DateError(f"there is no month {rest[0]}", "months are 1 to 12, seasons 21 to 24")
    return f"{'-' if year < 0 else ''}{abs(year):04}" + "".join(f"-{part:02}" for part in rest)


def _number(value: Any, key: str) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise UsageError(f"{key}: {shown(text)} is no number", 'write {"date-parts": [[2025, 7]]}')
    return int(text)
