"""The words of counts and sums: names of rows, hedged numbers, labelled lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.dates.edtf import parse
from timeline.dates.wording import words
from timeline.formats.words import WORDS, grouped, word
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.model import Text
    from timeline.query.tally import Row, Sum, Tally


def name_words(name: str | None, by: str, kinds: Mapping[str, Text], language: str) -> str:
    """Return the name of a year, a decade, a network and so on as people read it."""
    if name is None:
        return word("no_year" if by in ("year", "decade") else "none", language)
    if by in ("year", "decade"):
        # "1900s" may mean a century, but not in a column of decades.
        if by == "decade" and name[3:] == "X" and name[0] != "0":
            return f"{name[:3]}0{'er' if language == 'de' else 's'}"
        return words(parse(name), language)
    if by == "kind" and name in kinds:
        return one_line(kinds[name].said_in(language) or name)
    if by == "status" and name in WORDS:
        return word(name, language)
    return one_line(name)


def label(row: Row, tally: Tally) -> str:
    """Return the name of a row, or of the total, as people read it."""
    if row is tally.total:
        return word("total", tally.language)
    return name_words(row.name, tally.by, tally.kinds, tally.language)


def heading(tally: Tally) -> str:
    """Return what stands above the names of the rows, "" where these are no names of a field."""
    return "" if tally.by == "none" else word(tally.by, tally.language)


def sum_words(added: Sum, events: int, language: str) -> str:
    """Return a sum with its hedge, and of how many of some events it is, in words."""
    of = word("of_one" if events == 1 else "of_several", language).format(added.events, events)
    if not added.events:
        return of
    whole = added.number.to_integral_value()
    text = grouped(whole if whole == added.number else added.number, language)
    hedges = {"<=": "at_most", ">=": ">="}
    said = [word(hedges[added.hedge[:2]], language)] if added.hedge[:2] in hedges else []
    if added.hedge.endswith("~"):
        said.append(word("~", language))
    return f"{' '.join([*said, text])} ({of})"


def sum_cells(row: Row, language: str) -> tuple[str, str]:
    """Return the sums of the certain and of the possible events, "" where there are none."""
    if row.sums is None:
        return "", ""
    certain, possible = row.sums
    return (
        sum_words(certain, row.certain, language) if row.certain else "",
        sum_words(possible, row.possible, language) if row.possible else "",
    )


def plain_lines(tally: Tally) -> Iterator[str]:
    """Return a line for each row, and one for all events."""
    language = tally.language
    for row in (*tally.rows, tally.total):
        parts = [f"{row.certain} {word('certain', language)}"]
        parts.append(f"{row.possible} {word('possible', language)}")
        line = f"{label(row, tally)}: {', '.join(parts)}"
        certain, possible = sum_cells(row, language)
        if certain:
            line += f"; {tally.figure}: {certain}"
        if possible:
            line += f"; {tally.figure}, {word('possible', language)}: {possible}"
        yield f"{line}\n"
