"""Answers with anything in them that a store could say, for the formats that keep everything.

They are drawn from a seed and hold many events: putting them together with hypothesis takes a
hundred times as long, and an event that fails says by itself what is wrong with it.
"""

from __future__ import annotations

from random import Random
from typing import TypeVar

from tests.formats.samples import date
from timeline.model import Answer, Citation, Date, Dispute, Event, Figure, Match, Source, Text
from timeline.text import FORBIDDEN

T = TypeVar("T")

PIECES = [
    ";", "; ", " ", "\\", "'", '"', "=", "+", "-", "@", "＝", ",", "#", "\t", "\n", "1", "5", ".", "é",
    "👩\u200d💻", "日本", "<r>", "</r>", "<b>", "&amp;", "_x0041_", "_x005F_", "2020-04", "April ", "TRUE",
    "1e5", "javascript:", "]]>", "-->", "|", "*", "[red]", "</script>", "{", "}",
]  # fmt: skip
"""What texts are put together from to mean something to one format or another."""

EDTF = [
    "2020-04", "2018", "2018/2022", "2025-07/..", "2025-07/", "../1806-08-06", "201X", "20XX", "2018~",
    "2020-04-01?", "1999-21", "[1667,1668,1670..1672]", "{2029-03-26,2031-03-26}", "-0043-03-15",
    "-0043", "Y-66E6~", "2020-04-01T10:20:30Z", "Y17E7", "1950S2", "0000", "2025-35", "1XXX",
]  # fmt: skip
URLS = [
    "https://example.org", "http://a.org/2020", "https://a.org/x;y?b=1&c='2'#d", "https://a.org/%20+=",
    "https://ü.org/日本", "https://a.org/;", "https://a.org/#a#b", "https://a.org/" + "x" * 3_000,
]  # fmt: skip
IDS = ["a", "0", "march-1", "num-2020", "1e5", "true", "gbn-joins-num"]


def answer_of(seed: int, events: int = 100) -> Answer:
    """Return the answer that a seed stands for."""
    chance = Random(seed)
    found = tuple(
        Match(
            _event(chance), chance.choice(("certain", "possible")), _maybe(chance, "since 2 years")
        )
        for _ in range(events)
    )
    return Answer(found, chance.choice(("de", "en")), (events, 0))


def _event(chance: Random) -> Event:
    return Event(
        chance.choice(IDS), _date(chance), _said(chance), kind=_maybe(chance, _text(chance)),
        networks=_names(chance), status=chance.choice((None, "planned", "cancelled")),
        summary=_maybe(chance, _said(chance)), place=_maybe(chance, _text(chance)), tags=_names(chance),
        figures=tuple((name, _figure(chance)) for name in chance.sample(("b", "a_1", "c"), chance.randrange(4))),
        citations=_citations(chance),
        disputed=tuple(
            Dispute(_date(chance), _citations(chance), _maybe(chance, _said(chance)))
            for _ in range(chance.randrange(3))
        ),
        part_of=_maybe(chance, chance.choice(IDS)), follows=_maybe(chance, chance.choice(IDS)),
        after=_ids(chance), before=_ids(chance), by=_maybe(chance, "2 weeks"),
    )  # fmt: skip


def _maybe(chance: Random, value: T) -> T | None:
    return value if chance.random() < 0.6 else None


def _text(chance: Random) -> str:
    """Return a text as a store keeps it."""
    pieces = (
        chr(chance.randrange(0x20, 0x3000)) if chance.random() < 0.2 else chance.choice(PIECES)
        for _ in range(chance.randint(1, 6))
    )
    return FORBIDDEN.sub("", "".join(pieces)).strip() or "x"


def _said(chance: Random) -> Text:
    return Text(
        *chance.choice(
            ((_text(chance), _text(chance)), (_text(chance), None), (None, _text(chance)))
        )
    )


def _names(chance: Random) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(chance) for _ in range(chance.randrange(4))))


def _ids(chance: Random) -> tuple[str, ...]:
    return tuple(chance.sample(IDS, chance.randrange(3)))


def _date(chance: Random) -> Date:
    return date(chance.choice(EDTF))


def _figure(chance: Random) -> Figure:
    number = chance.choice((
        chance.randrange(100), chance.randrange(-(10**30), 10**30), round(chance.uniform(-1e4, 1e4), 5),
        float(f"{chance.uniform(-1, 1) * 10 ** chance.randint(-9, 14):.15g}"),
    ))  # fmt: skip
    hedge = chance.choice(("", "", "~", "<", "<=", ">", ">="))
    return f"{hedge}{chance.randrange(-9, 10**12)}" if hedge else number


def _citations(chance: Random) -> tuple[Citation, ...]:
    return tuple(
        Citation(_source(chance), _maybe(chance, _text(chance)), _maybe(chance, _said(chance)))
        for _ in range(chance.randrange(4))
    )


def _source(chance: Random) -> Source:
    url = _maybe(chance, chance.choice(URLS))
    return Source(
        chance.choice((None, "source-a", "source-b")), _text(chance) if url is None else _maybe(chance, "T; \\"),
        _maybe(chance, _text(chance)), _maybe(chance, _date(chance)), url, _maybe(chance, _date(chance)),
    )  # fmt: skip
