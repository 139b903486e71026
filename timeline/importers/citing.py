"""The sources of a row of any table: addresses, titles, or both in one cell or in two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.importers import values
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.importers.harvest import Draft, Entry, Told

_BETWEEN = re.compile(r"[\s;,|]+")
_PARTS = re.compile(r"[;,|\n]")
_IN_TEXT = re.compile(ADDRESS.pattern)
_AROUND = " \t([<>])–-:,;|"
_WITHOUT_TITLE: Told = (
    "source has no title, so that what else is said of it is left out (publisher, dates)",
    "sources have no title, so that what else is said of them is left out (publisher, dates)",
)
_SHARED: Told = (
    "row has several sources and one publisher or date, which is left out",
    "rows have several sources and one publisher or date, which is left out",
)
_KNOWN: Told = (
    "row says more of a source of the catalogue, which is left out (publisher, dates)",
    "rows say more of sources of the catalogue, which is left out (publisher, dates)",
)


class Evidence(NamedTuple):
    """What the cells of a row say of its sources."""

    sources: Sequence[str]
    urls: Sequence[str]
    ids: Sequence[str]
    publisher: str
    dates: Mapping[str, str]
    stated: str
    note: str


class _Source(NamedTuple):
    """A source as a cell names it; ``id`` is its id in the catalogue, "" for none."""

    title: str
    url: str
    id: str = ""


def cite(draft: Draft, evidence: Evidence) -> list[str | Entry]:
    """Return the citations of a row, each with its wording of the date and its note.

    Raises UsageError for an address that is none.
    """
    found = _paired(
        [source for cell in evidence.sources for source in _in_cell(draft, cell)],
        [url for cell in evidence.urls for url in _addresses(draft, cell)],
    )
    about = {key: text for key, text in (("publisher", evidence.publisher), *evidence.dates.items())
             if text}  # fmt: skip
    takes_all = len(found) == 1 and bool(found[0].title or found[0].id)
    if about and not takes_all and (found or evidence.ids):
        draft.note(_WITHOUT_TITLE if len(found) == 1 else _SHARED)
    cited: list[str | Entry] = [*evidence.ids]
    for source in found:
        named = _cited(draft, source, about if takes_all else {})
        cited += [one for one in named if one not in cited]
    return [values.citation(source, evidence.stated, evidence.note) for source in cited]


def _cited(draft: Draft, source: _Source, about: Mapping[str, str]) -> Iterator[str | Entry]:
    """Yield what a source is cited as: as that of the catalogue which is called so, if any is.

    A title is that of a source of the catalogue only where nothing else is said of it than there.
    """
    catalogue = draft.options.sources
    if source.id:
        there = catalogue[source.id]
        if any(there.get(key) != text for key, text in about.items()):
            draft.note(_KNOWN)
        yield source.id
        if source.url and there.get("url") != source.url:
            yield source.url
        return
    cited = _inline(source, about)
    name = draft.options.source_titles.get(source.title)
    is_known = name and isinstance(cited, dict) and cited.items() <= catalogue[name].items()
    yield name if name and is_known else cited


def _inline(source: _Source, about: Mapping[str, str]) -> str | Entry:
    """Return a source as it is cited, with what else is said about it."""
    if not source.title:
        return source.url
    said = {"title": source.title, "url": source.url, **about}
    return {key: said[key] for key in values.SOURCE_KEYS if said.get(key)}


def _paired(sources: list[_Source], urls: list[str]) -> list[_Source]:
    """Return sources with the addresses that stand in a column beside them."""
    known = {source.url for source in sources}
    urls = [url for url in dict.fromkeys(urls) if url not in known]
    bare = [source for source in sources if not source.url]
    if len(bare) == len(sources) == len(urls):
        return [source._replace(url=url) for source, url in zip(sources, urls, strict=True)]
    return list(dict.fromkeys([*sources, *(_Source("", url) for url in urls)]))


def _addresses(draft: Draft, cell: str) -> Iterator[str]:
    for part in _BETWEEN.split(cell):
        if part:
            yield values.read_url(draft, _with_scheme(part), "the address")


def _in_cell(draft: Draft, cell: str) -> Iterator[_Source]:
    """Yield the sources of a cell: addresses, or on each line a title with or without one.

    What the catalogue knows by id or title may also stand several times on a line.
    """
    ids, titles = draft.options.sources, draft.options.source_titles
    parts = [_with_scheme(part) for part in _BETWEEN.split(cell) if part]
    if all(part in ids or ADDRESS.fullmatch(part) for part in parts):
        yield from (_Source("", "", part) if part in ids else _Source("", part) for part in parts)
        return
    lines = [part.strip() for part in _PARTS.split(cell)]
    if not all(part in ids or part in titles for part in lines if part):
        lines = [line.strip() for line in cell.split("\n")]
    for line in filter(None, lines):
        urls = [_trimmed(url) for url in _IN_TEXT.findall(line)]
        title = _IN_TEXT.sub(" ", line) if urls else line
        title = " ".join(title.split()).strip(_AROUND) if urls else title
        if title:
            named = values.read_line(draft, title, "source")
            url = urls.pop(0) if urls else ""
            yield _Source("", url, named) if named in ids else _Source(named, url)
        yield from (_Source("", url) for url in urls)


def _with_scheme(text: str) -> str:
    return f"https://{text}" if text.startswith("www.") else text


def _trimmed(url: str) -> str:
    """Return an address without what belongs to the sentence around it."""
    bare = url.rstrip(".,;:" if "(" in url else ".,;:)]")
    return bare if ADDRESS.fullmatch(bare) else url
