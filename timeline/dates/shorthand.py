"""What sources shorten, or write in a way of their own, in the words that are read as dates.

Feasts of a fixed day, Roman months, "30. Juni/1. Juli", "2020–25", "2020/07/01": each becomes a
date of the usual form. What has the form of a date and is none ("Kap. 3.4.") is taken out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.dates.vocabulary import WEEKDAY_NUMBERS, composed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Meaning = str | Callable[[re.Match[str]], str]


def one_of(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, longer ones first."""
    return "|".join(sorted(words, key=len, reverse=True))


LONG_WEEKDAYS = one_of(word for word in WEEKDAY_NUMBERS if len(word) > 4)
"""The pattern of the weekdays that are no other words, as "so" and "do" are."""

_FEASTS = {
    "neujahr": "1.1.",
    "neujahrstag": "1.1.",
    "new year's day": "1.1.",
    "tag der arbeit": "1.5.",
    "tag der deutschen einheit": "3.10.",
    "allerheiligen": "1.11.",
    "heiligabend": "24.12.",
    "heiliger abend": "24.12.",
    "christmas eve": "24.12.",
    "christmas day": "25.12.",
    "boxing day": "26.12.",
    "silvester": "31.12.",
    "new year's eve": "31.12.",
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_GERMAN = (
    "ersten", "zweiten", "dritten", "vierten", "fünften", "sechsten", "siebten", "achten",
    "neunten", "zehnten", "elften", "zwölften",
)  # fmt: skip
_ENGLISH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip


def spelt_out(text: str) -> str:
    """Return the words of a source with its shorthand for dates written out."""
    text = composed(text).replace("’", "'")
    for form, meaning in _SHORTHAND:
        text = form.sub(meaning, text)
    return text


def _feast(match: re.Match[str]) -> str:
    return _FEASTS[match[1].lower()] + match[2]


def _roman_month(match: re.Match[str]) -> str:
    return f"{match[1]}.{_ROMAN.index(match[2]) + 1}."


def _german_day(match: re.Match[str]) -> str:
    return f"{match[1]} {_GERMAN.index(match[2]) + 1}."


def _english_day(match: re.Match[str]) -> str:
    return str(_ENGLISH.index(match[1].lower()) + 1)


def _iso(match: re.Match[str]) -> str:
    return f"{match[1]}-{match[3].zfill(2)}-{match[4].zfill(2)}"


def _years(match: re.Match[str]) -> str:
    """Write out "2020–25"; but "2009-11" may be a month, and 2020 is not followed by 2019."""
    century, first, dash, last = match.groups()
    if last <= first or (dash == "-" and last <= "12"):
        return match[0]
    return f"{century}{first}–{century}{last}"


_NUMBER = r"[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?\.?(?![.0-9])"
_SECTION = (
    r"(?:\b(?:kap|kapitel|abschn|abschnitt|abs|absatz|art|artikel|nr|ziff|ziffer|punkt|anlage|tab"
    r"|tabelle|abb|abbildung|version|release|section|sec|chapter|article|no|figure|fig|table)\b\.?"
    r"|§§?)"
)
_NAME = r"[^\W\d_]{3,9}"
_YEAR = r"(?=[0-9]{4}\b)"
_DAY = rf"(?:[0-9]{{1,2}}\. ?{_NAME}|{_NAME} [0-9]{{1,2}})"

_SHORTHAND: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    (re.compile(rf"(?i){_SECTION} ?{_NUMBER}(?:(?:,| und| and| bis| &) {_NUMBER})*"), " "),
    (  # not what two feasts are the ends of: "zwischen Weihnachten und Neujahr 2018"
        re.compile(
            rf"(?i)(?<!und )(?<!and )\b({one_of(_FEASTS)}),? ([0-9]{{4}})(?:/[0-9]{{2,4}})?\b"
        ),
        _feast,
    ),
    (re.compile(rf"\b([0-9]{{1,2}})\. ?({one_of(_ROMAN)})\.? ?{_YEAR}"), _roman_month),
    (
        re.compile(rf"\b([a-z]+) ({'|'.join(_GERMAN)}) (?={_NAME}\b(?!-))"),
        lambda match: f"{_german_day(match)} ",
    ),
    (re.compile(rf"(?i)\b({'|'.join(_ENGLISH)})(?= of {_NAME}\b)"), _english_day),
    (re.compile(rf"\b({_NAME}), ([0-9]{{1,2}},? {_YEAR})"), r"\1 \2"),  # July, 1 2020
    (re.compile(r"\b([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})\b"), _iso),  # 2020/07/01
    (re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9:.]+(?:Z|[+-][0-9:]+)?"), r"\1"),
    (re.compile(r"(?<![0-9–-])(1[0-9]|2[01])([0-9]{2})([–-])([0-9]{2})(?![.]?[0-9–-])"), _years),
    (re.compile(r"\b([0-9]{1,2}\.) ?/ ?(?=[0-9]{1,2}\.)"), r"\1 und "),  # 21./22. Januar
    (re.compile(rf"\b({_DAY}) ?/ ?(?={_DAY})"), r"\1 bis "),  # 30. Juni/1. Juli
    (re.compile(r"\b([A-Za-zä]{3,9}) ?/ ?(?=[A-Z][a-z]+ [0-9]{4})"), r"\1 bis "),  # Mai/Juni 2021
    (re.compile(r"(?i)\b(winter [0-9]{4}) ?/ ?[0-9]{2,4}\b"), r"\1"),  # Winter 2018/19
    (re.compile(r"(?i),? \b[0-9]{3,4} (?:uhr|hrs|hours)\b"), " "),  # , 1800 Uhr
    (re.compile(rf"(?i)\b({LONG_WEEKDAYS})-(?!{LONG_WEEKDAYS})\w+"), r"\1"),  # Mittwoch-Abend
)
