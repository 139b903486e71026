"""Stores of any size, realistic and always the same: for benchmarks, and for tests that need many.

An event has an id, a German and an English title, an EDTF date of any shape, one or two of 60
networks, a kind, tags, a summary and a source with title and URL: about 500 bytes of YAML each.
"""

from __future__ import annotations

import random
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

NETWORKS = tuple(f"N{number:02}" for number in range(1, 61))
KINDS = ("founding", "funding", "phase", "conference", "report", "law", "milestone")
_THINGS = (("Datenplattform", "data platform"), ("Biobank", "biobank"), ("Kohorte", "cohort"),
           ("Register", "registry"), ("Leitlinie", "guideline"), ("Koordinierungsstelle", "office"),
           ("Studie", "study"), ("Förderphase", "funding phase"))  # fmt: skip
_DONE = (("nimmt die Arbeit auf", "starts work"), ("wird erweitert", "is extended"),
         ("legt einen Bericht vor", "presents a report"), ("tagt in", "meets in"),
         ("wird gefördert", "is funded"), ("zieht um nach", "moves to"))  # fmt: skip
_PLACES = ("Berlin", "Leipzig", "München", "Göttingen", "Würzburg", "Köln", "Kiel", "Ulm")
_TAGS = ("covid", "biobank", "imaging", "rare-diseases", "cancer", "data-sharing", "ethics")
_SHAPES = ("day", "day", "day", "month", "month", "year", "interval", "interval", "open", "approx",
           "season", "decade", "one-of", "unknown-end")  # fmt: skip

# So that four years of a network are 0.3 % of all events. What has no end touches all that comes
# after it, so earlier years would not make them fewer; and remind knows none before 1990.
_YEARS = (1990, 2060)


class Made(NamedTuple):
    """An event that was made up; ``number`` is its place, ``year`` is near its date."""

    number: int
    de: str
    en: str
    edtf: str
    year: int
    kind: str
    networks: list[str]
    place: str
    tags: list[str]
    summary_de: str
    summary_en: str
    report: str
    url: str

    @property
    def id(self) -> str:
        """The id of the event."""
        return f"event-{self.number}"

    @property
    def day(self) -> date:
        """The one day that a tool without EDTF would make of the date: its first one."""
        text = self.edtf.strip("[]").replace("X", "0")
        year, month, day, *_ = [*map(int, re.findall("[0-9]+", text)), 1, 1]
        is_month = text[4:5] == "-" and month <= 12
        is_day = is_month and text[7:8] == "-"
        return date(year, month if is_month else 1, day if is_day else 1)


def events(count: int, seed: int = 1) -> Iterator[Made]:
    """Yield so many events."""
    chance = random.Random(seed)
    for number in range(count):
        yield _event(number, chance)


def store(count: int, seed: int = 1) -> Iterator[str]:
    """Yield the YAML of a store with so many events, in pieces."""
    yield from head()
    yield from map(text_of, events(count, seed))


def head() -> Iterator[str]:
    """Yield what stands above the events."""
    yield "language: en\nnetworks:\n"
    for name in NETWORKS:
        yield f"  {name}: {{name: {{de: Netzwerk {name}, en: Network {name}}}}}\n"
    yield "events:\n"


def text_of(made: Made) -> str:
    """Return an event as an item of a list in YAML."""
    needs_quotes = made.edtf[0] == "[" or made.edtf[-1] == "/"
    when = f'"{made.edtf}"' if needs_quotes else made.edtf
    return (
        f"  - id: {made.id}\n"
        f"    date: {when}\n"
        f"    title: {{de: {made.de}, en: {made.en}}}\n"
        f"    kind: {made.kind}\n"
        f"    networks: [{', '.join(made.networks)}]\n"
        f"    place: {made.place}\n"
        f"    tags: [{', '.join(made.tags)}]\n"
        f"    summary: {{de: {made.summary_de}, en: {made.summary_en}}}\n"
        f"    sources:\n"
        f"      - title: {made.report}\n"
        f"        published: {made.year + 1}\n"
        f"        url: {made.url}\n"
    )


def _event(number: int, chance: random.Random) -> Made:
    de, en = chance.choice(_THINGS)
    did_de, did_en = chance.choice(_DONE)
    place = chance.choice(_PLACES)
    networks = chance.sample(NETWORKS, chance.choice((1, 1, 2)))
    year = chance.randint(*_YEARS)
    tags = chance.sample(_TAGS, chance.randint(0, 2))
    when = _date(year, chance)
    kind = chance.choice(KINDS)
    report = f"Report {chance.randint(1, 9_999)} on the {en} of {place}"
    return Made(
        number, f"{de} {number} {did_de} {place}", f"{en} {number} {did_en} {place}", when, year,
        kind, networks, place, tags, f"So meldet es {place}.",
        f"So says the {en} {number} of {place}.", report,
        f"https://example.org/{place.encode('idna').decode()}/{number % 5_000}",
    )  # fmt: skip


def _date(year: int, chance: random.Random) -> str:
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    later = year + chance.randint(1, 6)
    shapes = {
        "day": f"{year}-{month:02}-{day:02}",
        "month": f"{year}-{month:02}",
        "year": str(year),
        "interval": f"{year}-{month:02}/{later}",
        "open": f"{year}-{month:02}/..",
        "unknown-end": f"{year}-{month:02}/",
        "approx": f"{year}~",
        "season": f"{year}-{20 + (month + 2) // 3}",
        "decade": f"{str(year)[:3]}X",
        "one-of": f"[{year}-{month:02}-{day:02},{later}-{month:02}]",
    }
    return shapes[chance.choice(_SHAPES)]


if __name__ == "__main__":
    sys.stdout.writelines(store(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
