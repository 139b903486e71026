"""The names that an index knows: those that are declared, and those that events merely bear.

Places sort them: declared names stand as they are declared, and before the others; of these,
sources stand where they are first cited, everything else in the order of its letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.index.rows import dump
from timeline.model import Term, Text
from timeline.records import source_record
from timeline.spelling import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from timeline.model import Source

VOCABULARIES = ("network", "kind")
"""Fields whose names may be declared: then there are no others."""

_DECLARED, _CITED = b"\x00", b"\x01"
_NUMBER = 4

Row: TypeAlias = tuple[str, bytes, str, str, str]
"""Field, place, name, the name folded, and what is known of it as JSON."""

_INSERT = "INSERT INTO name VALUES (?, ?, ?, ?, ?)"


def write_names(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Put names in."""
    connection.executemany(_INSERT, rows)


def remove_names(connection: sqlite3.Connection, field: str, names: Iterable[str]) -> None:
    """Take names out, where they are there."""
    sql = "DELETE FROM name WHERE field = ? AND folded = ? AND name = ?"
    connection.executemany(sql, [(field, fold(name), name) for name in names])


def terms(field: str, declared: Iterable[Term]) -> Iterator[Row]:
    """Yield the rows of declared networks or kinds."""
    for i, term in enumerate(declared):
        yield field, i.to_bytes(_NUMBER, "big"), term.name, fold(term.name), dump(term_record(term))


def term_record(term: Term) -> dict[str, Any]:
    """Return what is known of a declared name; what it does not say is left out."""
    title = {"de": term.title.de, "en": term.title.en}
    return title | ({"url": term.url} if term.url else {})


def term_of(name: str, record: dict[str, Any]) -> Term:
    """Return the declared name that :func:`term_record` wrote down."""
    return Term(name, Text(record.get("de"), record.get("en")), record.get("url"))


def borne(field: str, names: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of names that are not declared: of no sources."""
    for name in names:
        folded = fold(name)
        key = f"{folded}\0{name}" if field in VOCABULARIES else name
        yield field, key.encode("utf-8", "surrogatepass"), name, folded, dump({})


def catalogue(sources: Iterable[Source]) -> Iterator[Row]:
    """Yield the rows of declared sources."""
    for i, source in enumerate(sources):
        yield _source(_DECLARED + i.to_bytes(_NUMBER, "big"), source.name, source_record(source))


def cited(sources: dict[str, tuple[bytes, dict[str, Any]]]) -> Iterator[Row]:
    """Yield the rows of sources that are not declared, with where they are first cited."""
    for name, (place, record) in sources.items():
        yield _source(_CITED + place, name, record)


def _source(place: bytes, name: str, record: dict[str, Any]) -> Row:
    return "source", place, name, fold(name), dump(record)


def is_declared(place: bytes) -> bool:
    """Tell whether the place of a source is that of a declared one."""
    return place[:1] == _DECLARED
