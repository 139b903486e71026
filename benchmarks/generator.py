"""Stores of any size, realistic and always the same: for benchmarks, and for tests that need many.

An event has an id, a German and an English title, an EDTF date of any shape, one or two of 60
networks, a kind, tags, a summary and a source with title and URL: about 500 bytes of YAML each.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

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


def store(count: int, seed: int = 1) -> Iterator[str]:
    """Yield the YAML of a store with so many events, in pieces."""
    chance = random.Random(seed)
    yield "language: en\nnetworks:\n"
    for name in NETWORKS:
        yield f"  {name}: {{name: {{de: Netzwerk {name}, en: Network {name}}}}}\n"
    yield "events:\n"
    for number in range(count):
        yield _event(number, chance)


def _event(number: int, chance: random.Random) -> str:
    de, en = chance.choice(_THINGS)
    did_de, did_en = chance.choice(_DONE)
    place = chance.choice(_PLACES)
    networks = ", ".join(chance.sample(NETWORKS, chance.choice((1, 1, 2))))
    year = chance.randint(1990, 2030)
    tags = ", ".join(chance.sample(_TAGS, chance.randint(0, 2)))
    return (
        f"  - id: event-{number}\n"
        f"    date: {_date(year, chance)}\n"
        f"    title: {{de: {de} {number} {did_de} {place}, en: {en} {number} {did_en} {place}}}\n"
        f"    kind: {chance.choice(KINDS)}\n"
        f"    networks: [{networks}]\n"
        f"    place: {place}\n"
        f"    tags: [{tags}]\n"
        f"    summary: {{de: So meldet es {place}., en: So says the {en} {number} of {place}.}}\n"
        f"    sources:\n"
        f"      - title: Report {chance.randint(1, 9_999)} on the {en} of {place}\n"
        f"        published: {year + 1}\n"
        f"        url: https://example.org/{place.encode('idna').decode()}/{number % 5_000}\n"
    )


def _date(year: int, chance: random.Random) -> str:
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    later = year + chance.randint(1, 6)
    shapes = {
        "day": f"{year}-{month:02}-{day:02}",
        "month": f"{year}-{month:02}",
        "year": str(year),
        "interval": f"{year}-{month:02}/{later}",
        "open": f"{year}-{month:02}/..",
        "unknown-end": f'"{year}-{month:02}/"',
        "approx": f"{year}~",
        "season": f"{year}-{20 + (month + 2) // 3}",
        "decade": f"{str(year)[:3]}X",
        "one-of": f'"[{year}-{month:02}-{day:02},{later}-{month:02}]"',
    }
    return shapes[chance.choice(_SHAPES)]


if __name__ == "__main__":
    sys.stdout.writelines(store(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
