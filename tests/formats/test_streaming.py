"""Formats write what they have read: the first events are out long before the last ones are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from tests.amount import chosen
from tests.formats.anything import answer_of
from tests.formats.samples import event, hostile
from timeline import formats
from timeline.formats import Style, table
from timeline.model import Answer, Match

STREAMED = (
    "table",
    "plain",
    "markdown",
    "markdown-table",
    "json",
    "jsonl",
    "csv",
    "ics",
    "template",
)
WHOLE = {"chart", "html", "svg", "png", "xlsx", "mermaid", "timelinejs", "csl"}
"""Formats that place every event among all others, or tell of something else than events."""

STYLES = {
    "": Style(template="{id}: {title}"),
    "detail": Style(detail=True, template="{id}"),
    "fields": Style(fields=("id", "date", "figures", "sources"), template="{id}"),
    "headings": Style(headings=True, template="{id}"),
    "excel": Style(excel=True, template="{id}"),
    "narrow": Style(width=40, template="{id}"),
    "wide": Style(width=200, colour=True, template="{id}"),
}


class Read(Sequence[Match]):
    """Matches as an index gives them, one at a time, which know how many were read."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self.matches, self.read = matches, 0

    def __iter__(self) -> Iterator[Match]:
        for match in self.matches:
            self.read += 1
            yield match

    def __getitem__(self, index):
        return self.matches[index]

    def __len__(self) -> int:
        return len(self.matches)


def test_every_format_is_one_or_the_other():
    assert set(formats.FORMATS) == WHOLE | set(STREAMED)


@pytest.mark.parametrize("name", STREAMED)
@pytest.mark.parametrize("look", STYLES)
def test_what_was_read_is_written(name, look):
    years = range(1000, 1001 + 3 * table.PART)
    read = Read([Match(event(f"e{year}", str(year), "T", published="2020")) for year in years])
    answer = Answer(read, "en", (len(years), 0), figures=list)
    pieces = formats.render_bytes(name, answer, STYLES[look])
    begun = next(piece for piece in pieces if b"1000" in piece)
    assert begun
    assert read.read <= table.PART
    rest = b"".join(pieces)
    assert str(years[-1]).encode() in rest


@pytest.mark.parametrize(
    "case",
    chosen(product(STREAMED, STYLES, ("any", "hostile", "none")), lambda place: place % 4 == 0),
    ids="-".join,
)
def test_it_does_not_matter_how_matches_are_kept(case):
    name, look, matches = case
    answer = {"any": answer_of(5, 40), "hostile": hostile(), "none": Answer(())}[matches]
    kept = b"".join(formats.render_bytes(name, answer, STYLES[look]))
    read = answer._replace(matches=Read(answer.matches))
    assert b"".join(formats.render_bytes(name, read, STYLES[look])) == kept


@pytest.mark.parametrize("look", STYLES)
@pytest.mark.parametrize("part", [1, 7])
def test_a_table_in_parts_says_the_same(monkeypatch, look, part):
    answer = answer_of(11, 60)
    whole = "".join(formats.render("table", answer, STYLES[look]))
    monkeypatch.setattr(table, "PART", part)
    parts = "".join(formats.render("table", answer, STYLES[look]))
    assert sorted("".join(parts.split())) == sorted("".join(whole.split()))
    assert max(map(len, parts.splitlines())) <= max(20, STYLES[look].width) or STYLES[look].colour


@pytest.mark.parametrize("look", ["", "fields"])
def test_the_columns_of_a_table_stay_where_they_are(monkeypatch, look):
    monkeypatch.setattr(table, "PART", 5)
    events = [Match(event(f"e{n:03}", f"{1000 + n}-05-03", f"Title {n}")) for n in range(50)]
    style = STYLES[look] if look == "" else Style(fields=("id", "date", "title"))
    text = "".join(formats.render("table", Answer(tuple(events)), style))
    assert len({line.index("Title") for line in text.splitlines() if "Title" in line}) == 1


def test_a_column_that_was_too_narrow_widens(monkeypatch):
    monkeypatch.setattr(table, "PART", 2)
    long = "a-very-long-id-that-nobody-may-cut"
    ids = ("a", "b", long, "c")
    answer = Answer(tuple(Match(event(name, "2020")) for name in ids))
    for style in (Style(fields=("id", "date", "title")), Style(width=100)):
        assert long in "".join(formats.render("table", answer, style))


def test_where_a_later_part_needs_more_room_than_there_is_nothing_is_torn(monkeypatch):
    monkeypatch.setattr(table, "PART", 2)
    long = "a-very-long-id-that-nobody-may-cut-and-that-leaves-no-room"
    ids = ("a", "b", long, "c", "d")
    matches = tuple(Match(event(name, "2020-05-03", f"What {name} was")) for name in ids)
    style = Style(fields=("id", "date", "title"), width=64)
    text = "".join(formats.render("table", Answer(matches), style))
    assert all(part in text for part in (long, "3 May 2020", "What d was"))


def test_a_column_of_short_texts_widens_where_there_is_room(monkeypatch):
    monkeypatch.setattr(table, "PART", 2)
    titles = ("A", "B", "Something that takes forty columns of a row", "C")
    matches = tuple(Match(event(f"e{n}", "2020", title)) for n, title in enumerate(titles))
    text = "".join(formats.render("table", Answer(matches), Style(fields=("id", "title"))))
    assert titles[2] in text
