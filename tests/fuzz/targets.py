"""What is fuzzed: functions of bytes that raise nothing, and hold what they promise.

Each takes any bytes. What is refused, is refused with a message that can be shown; what is read,
holds: two ways of reading agree, a date comes out as it went in, a format shows no sign that acts.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache, partial
from unittest.mock import patch

import resvg_py

from benchmarks import generator
from tests.errors.regenerate import inputs
from tests.formats.samples import TEXTS, answer, event
from tests.importers.test_any_bytes import PIECES, samples, take
from timeline import formats
from timeline.api import load
from timeline.dates import edtf
from timeline.dates.phrases import parse_phrase
from timeline.dates.wording import words
from timeline.embedding import find_blocks
from timeline.errors import DateError, Problem, StoreError, TimelineError
from timeline.formats import FORMATS, Style
from timeline.formats.page import chart_data
from timeline.importers import IMPORTERS
from timeline.model import Answer, Citation, Contents, Date, Dispute, Event, Source, Text
from timeline.query.parse import parse_query
from timeline.store.cutting import Unsure
from timeline.store.fields import describe
from timeline.store.limits import USUAL
from timeline.store.loading import examine
from timeline.store.piecemeal import look_through
from timeline.store.stream import open_store
from timeline.text import FORBIDDEN

Target = Callable[[bytes], None]

TODAY = date(2026, 11, 22)
DATES = ("2020", "2020-04", "2020-04-01", "2018/2022", "2020/..", "../2020", "2020~", "201X", "2020-21",
         "[2020,2021-05]", "{2018..2020}", "Y170000002", "-0044-03-15", "2020-01-01T10:00:00Z", "0000", "2025/")  # fmt: skip
BROKEN_LINES = b"""networks: {N: {name: "n
  m"}}
events:
- {id: a, date: 2020, title: 'x
  - y', tags: [b,
  c
]}
- id: b
  date: 2021
  title: "x

    y"
"""
WORDS = (b"since ", b"April ", b"Ende ", b"und", b" - ", b"ca. ", b"NOT ", b"OR ", b"(", b'"', b"network:", b"date:",
         b"figures.a:>=", b"..", b"2020", b"~", b"?", b"X", b"/", b"[", b"{", b",", b"E9", b"S3", b"before:")  # fmt: skip
COSTLY = {"html": 8, "png": 4, "xlsx": 8}
"""Formats that take long for each event, and for each year: few texts, and few years, are enough."""

# Three quarters of a page's time are the marks of its axes, which no text changes.
chart_data._ticks = lru_cache(maxsize=1_000)(chart_data._ticks)

OURS = re.compile('<text class="(?:tick|heading|said)"[^<]*</text>')
"""Words of a drawing that no text changes either: half of the time that a picture of it takes."""
DRAW: Callable[..., bytes] = resvg_py.svg_to_bytes


def _draw_theirs(svg_string: str, **options: object) -> bytes:
    return DRAW(svg_string=OURS.sub("", svg_string), **options)


def reader(data: bytes) -> None:
    """Read a store in all three ways: they agree on whether anything is wrong with it."""
    files = [("events.yaml", data)]
    reading = examine(files)
    _can_be_shown(reading.problems)
    told = look_through(files, USUAL).problems
    _can_be_shown(told)
    assert bool(told) == bool(reading.problems), (told[:1], reading.problems[:1])
    try:
        found = _contents(files)
    except StoreError:
        found = None
    assert (found is None) == bool(reading.problems), reading.problems[:1]
    assert found in (None, reading.contents)


def _contents(files: list[tuple[str, bytes]]) -> Contents:
    stream = open_store(files)
    if isinstance(stream, Contents):
        return stream
    try:
        events = tuple(stream.events)
    except Unsure:
        return stream.whole()
    return Contents(stream.language, stream.networks, stream.kinds, stream.sources, events)


def _can_be_shown(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.width >= 1
        assert len(problem.message) + len(problem.hint) < 2_000


def read_date(data: bytes) -> None:
    """Read a date as EDTF, and say it in words."""
    text = _text(data)
    try:
        value = edtf.parse(text)
    except DateError:
        return
    assert str(value) == text
    described = describe(value)
    assert described.edtf == text
    for member in edtf.members(value):
        assert member.es <= member.ls
        assert member.ee <= member.le
    for language in ("de", "en"):
        assert words(value, language)


def phrases(data: bytes) -> None:
    """Read a date as people type it: what it means is EDTF again."""
    try:
        value = parse_phrase(_text(data), TODAY)
    except DateError:
        return
    assert edtf.parse(str(value)) == value


def queries(data: bytes) -> None:
    """Parse a query and ask it."""
    text = _text(data)
    with contextlib.suppress(TimelineError):
        parse_query(text)
        list(chronology().where(text))


def blocks(data: bytes) -> None:
    """Find the blocks of a Markdown file that hold answers."""
    found, problems = find_blocks(_text(data), "a.md")
    _can_be_shown(problems)
    assert isinstance(found, list)


@cache
def chronology():
    """Return what queries are asked of."""
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(suffix=".yaml") as file:
        file.write("".join(generator.store(60)).encode())
        file.flush()
        return load(file.name, cache=False)


def importer(name: str, data: bytes) -> None:
    """Read a file of another program."""
    take(name, data)


def exporter(name: str, data: bytes) -> None:
    """Write events whose texts are anything in a format: what comes out is text that cannot act."""
    found = _events(data, COSTLY[name], DATES[:4]) if name in COSTLY else _events(data)
    style = Style(today=TODAY.toordinal(), template="{id} {date} {title}" if name == "template" else "",
                  lanes="none", pixels=400, scale=0.1)  # fmt: skip
    with patch.object(resvg_py, "svg_to_bytes", _draw_theirs):
        raw = b"".join(formats.render_bytes(name, found, style))
    formats.losses(name, found, style)
    if FORMATS[name].is_binary:
        assert raw
        return
    text = raw.decode()
    acting = set(FORBIDDEN.findall(text))
    assert not acting - {"\ufeff"}, acting


def _events(data: bytes, most: int = 40, dates: tuple[str, ...] = DATES) -> Answer:
    """Return some events: bytes choose their dates and what they have, texts are what is left.

    ``most``: so many texts, of which an event takes four.
    """
    pieces = data.split(b"\0")[:most]
    texts = [_text(piece) or "x" for piece in pieces]
    made: list[Event] = []
    for number in range(0, len(texts), 4):
        title, other, name, url = (texts[number : number + 4] + ["x"] * 3)[:4]
        chosen = sum(pieces[number]) if pieces[number] else 0
        said = Text(title if chosen % 3 else None, other if chosen % 3 != 1 else title)
        source = Source(
            title=other,
            publisher=name,
            url=f"https://example.org/{number}",
            published=_date(dates, chosen + 1),
        )
        cited = (Citation(source, stated=title, note=said),) if chosen % 5 else ()
        disputed = (Dispute(_date(dates, chosen + 2), cited, said),) if chosen % 7 == 0 else ()
        made.append(event(
            f"e{number}", dates[chosen % len(dates)], kind=name, networks=(other,), summary=said, place=url,
            tags=(name,), citations=cited, disputed=disputed, figures=(("n", f">{chosen}"),),
            status="planned" if chosen % 11 == 0 else None,
        )._replace(title=said))  # fmt: skip
    return answer(*made, language="de" if len(data) % 2 else "en")


def _date(dates: tuple[str, ...], number: int) -> Date:
    return describe(edtf.parse(dates[number % len(dates)]))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


TARGETS: dict[str, Target] = {
    "reader": reader, "edtf": read_date, "phrases": phrases, "query": queries, "embed": blocks,
    **{f"import-{name}": partial(importer, name) for name in IMPORTERS},
    **{f"export-{name}": partial(exporter, name) for name in FORMATS},
}  # fmt: skip


def seeds(name: str) -> list[bytes]:
    """Return inputs that say much to a target: what others are made of."""
    if name == "reader":
        store = "".join(generator.store(3)).encode()
        return [store, BROKEN_LINES, *(path.read_bytes() for path in inputs() if path.is_file())]
    if name.startswith("import-"):
        return [sample[:4_000] for sample in samples(name.removeprefix("import-"))]
    if name.startswith("export-"):
        return [
            b"\0".join(text[:60].encode("utf-8", "replace") for text in TEXTS[n : n + 8])
            for n in range(0, 60, 8)
        ]
    if name == "embed":
        return [
            b"# a\n<!-- timeline: list --network NUM -->\nx\n<!-- /timeline -->\n",
            b"<!-- timeline: list",
        ]
    if name == "edtf":
        return [text.encode() for text in DATES]
    phrases = (
        "Ende April 2020",
        "since 2020",
        "ca. 1850",
        "1./2. Mai 2021",
        "yesterday",
        "Q3 2022",
        "2018-2022",
        "spring 2021",
    )
    terms = (
        "network:N07 kind:founding,law NOT tag:covid",
        'date:2022..2025 "biobank" figures.x:>=5',
        "(a OR b) c*",
    )
    return [text.encode() for text in (phrases if name == "phrases" else terms)]


def tokens(name: str) -> tuple[bytes, ...]:
    """Return what is put in between."""
    del name
    return (*PIECES, *WORDS)
