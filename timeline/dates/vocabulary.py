"""The German and English words for dates: one table, written by wording and read by phrases."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MINUS = "−"
DASH = "–"


class Vocabulary(NamedTuple):
    """How one language words a date; ``{}`` stands for the date or its parts, in their order.

    ``groups`` maps the codes 21 to 41 of ISO 8601-2 to seasons, quarters, thirds and halves of a
    year; ``every`` holds, by precision, the words for a run of whole units in an all-of set.
    """

    months: tuple[str, ...]
    day: str
    day_alone: str
    groups: Mapping[str, str]
    decade: str
    year: str
    ce: str
    bce: str
    about: str
    about_within: str
    roughly: str
    probably: str
    between: str
    estimated: str
    since: str
    until: str
    from_unknown: str
    until_unknown: str
    either: str
    both: str
    or_earlier: str
    or_later: str
    every: Mapping[str, str]
    every_until: str
    every_from: str
    month: str
    day_word: str
    month_and_day: str
    unknown: str


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


def _groups(
    seasons: str, hemispheres: str, quarter: str, parts: str, ordinals: tuple[str, ...]
) -> Mapping[str, str]:
    """Table the codes 21 to 41; ``parts`` are the words for a third and for a half of a year."""
    names = seasons.split()
    north, south = hemispheres.split("|")
    third, half = parts.split("|")
    groups = {f"{21 + i}": f"{name} {{}}" for i, name in enumerate(names)}
    groups |= {f"{25 + i}": f"{name} {{}} ({north})" for i, name in enumerate(names)}
    groups |= {f"{29 + i}": f"{name} {{}} ({south})" for i, name in enumerate(names)}
    groups |= {f"{33 + i}": f"{quarter.format(i + 1)} {{}}" for i in range(4)}
    groups |= {f"{37 + i}": f"{ordinals[i]} {third} {{}}" for i in range(3)}
    groups |= {f"{40 + i}": f"{ordinals[i]} {half} {{}}" for i in range(2)}
    return MappingProxyType(groups)


_GERMAN = Vocabulary(
    months=_names(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    ),
    day="{}. {} {}",
    day_alone="{}.",
    groups=_groups(
        "Frühjahr Sommer Herbst Winter",
        "Nordhalbkugel|Südhalbkugel",
        "{}. Quartal",
        "Jahresdrittel|Halbjahr",
        ("1.", "2.", "3."),
    ),
    decade="{}er Jahre",
    year="Jahr",
    ce="n. Chr.",
    bce="v. Chr.",
    about="um",
    about_within="etwa",
    roughly="etwa",
    probably="vermutlich",
    between="zwischen {} und {}",
    estimated="{}, geschätzt auf {}",
    since="seit {}",
    until="bis {}",
    from_unknown="ab {}, Ende unbekannt",
    until_unknown="bis {}, Beginn unbekannt",
    either="oder",
    both="und",
    or_earlier="{} oder früher",
    or_later="{} oder später",
    every=MappingProxyType({"day": "jeder Tag", "month": "jeder Monat", "year": "jedes Jahr"}),
    every_until="{} bis {}",
    every_from="{} ab {}",
    month="Monat",
    day_word="Tag",
    month_and_day="Monat und Tag",
    unknown="unbekannt",
)

_ENGLISH = Vocabulary(
    months=_names(
        "January February March April May June July August September October November December"
    ),
    day="{} {} {}",
    day_alone="{}",
    groups=_groups(
        "spring summer autumn winter",
        "northern hemisphere|southern hemisphere",
        "Q{}",
        "third of|half of",
        ("first", "second", "third"),
    ),
    decade="{}s",
    year="year",
    ce="CE",
    bce="BCE",
    about="c.",
    about_within="c.",
    roughly="roughly",
    probably="probably",
    between="between {} and {}",
    estimated="{}, estimated at {}",
    since="since {}",
    until="until {}",
    from_unknown="from {}, end unknown",
    until_unknown="until {}, start unknown",
    either="or",
    both="and",
    or_earlier="{} or earlier",
    or_later="{} or later",
    every=MappingProxyType({"day": "every day", "month": "every month", "year": "every year"}),
    every_until="{} until {}",
    every_from="{} from {}",
    month="month",
    day_word="day",
    month_and_day="month and day",
    unknown="unknown",
)

VOCABULARY: Mapping[str, Vocabulary] = MappingProxyType({"de": _GERMAN, "en": _ENGLISH})


def month_names(language: str) -> tuple[str, ...]:
    """Return the names of the twelve months, January first.

    Raises KeyError for a language other than "de" and "en".
    """
    return VOCABULARY[language].months


_FOLDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "—": DASH, "‐": "-", "‑": "-", "’": "'"}
)


def composed(text: str) -> str:
    """Return text with each letter and the accent behind it as one character, as words have it.

    Not all of it at once: to put thousands of accents on one letter into their order, as
    normalizing does, takes time that grows with the square of their number.
    """
    if text.isascii():
        return text
    return re.sub(
        "[A-Za-z][\u0300-\u036f]", lambda match: unicodedata.normalize("NFC", match[0]), text
    )


def fold(text: str) -> str:
    """Return text as the tables below spell it: lower case, ä as ae, single spaces, one dash."""
    return " ".join(composed(text).lower().translate(_FOLDED).split())


def _numbered(*lines: str) -> Mapping[str, int]:
    """Map every word to the number of its line; the first is 1."""
    return MappingProxyType({word: i for i, line in enumerate(lines, 1) for word in line.split()})


MONTH_NUMBERS = _numbered(
    "januar january jan jaenner janner jaen",
    "februar february feb febr feber",
    "maerz march mar marz mrz maer",
    "april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sep sept",
    "oktober october okt oct",
    "november nov",
    "dezember december dez dec",
)
SEASON_NUMBERS = _numbered(
    "fruehjahr fruehling spring", "sommer summer", "herbst autumn fall", "winter"
)
WEEKDAYS = _names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
WEEKDAY_NUMBERS = _numbered(
    "montag monday mo mon",
    "dienstag tuesday di tue tues",
    "mittwoch wednesday mi wed",
    "donnerstag thursday do thu thur thurs",
    "freitag friday fr fri",
    "samstag sonnabend saturday sa sat",
    "sonntag sunday so sun",
)
ORDINALS = _numbered(
    "1. 1st first erstes ersten erste",
    "2. 2nd second zweites zweiten zweite",
    "3. 3rd third drittes dritten dritte",
    "4. 4th fourth viertes vierten vierte",
)
NUMBERS = _numbered(
    "one a an ein eine einem einer einen",
    "two zwei",
    "three drei",
    "four vier",
    "five fuenf",
    "six sechs",
    "seven sieben",
    "eight acht",
    "nine neun",
    "ten zehn",
    "eleven elf",
    "twelve zwoelf",
)
