"""What the single values of a query mean: words, figures, dates. Each raises UsageError."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.model import CERTAIN, POSSIBLE
from timeline.query import terms
from timeline.query.fields import find_field
from timeline.spelling import words_in

if TYPE_CHECKING:
    from datetime import date

    from timeline.figures import Bound
    from timeline.model import Certainty
    from timeline.query.terms import Term

_NUMBER = r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?"
_COMPARISON = rf"(?P<sign>[<>]=?|=)?(?P<number>{_NUMBER})"
_RANGE = rf"(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?"
_NEARLY = (
    r"(?P<no>!)?(?P<field>[A-Za-z][A-Za-z_-]*)(?P<figure>(?:\.[\w.-]+)?)"
    r"(?P<sign>:|[<>]=?|==?|!=)(?P<value>.+)"
)
_COMPARED_DATES = {">": "after", ">=": "since", "<": "before", "<=": "until"}
_YES = {"yes": CERTAIN, "no": POSSIBLE, "ja": CERTAIN, "nein": POSSIBLE}
_LONGEST = 40


def read_yes_or_no(text: str) -> Certainty:
    """Return the certainty that is kept."""
    if text.lower() not in _YES:
        raise UsageError(f"certain: cannot be {shown(text)}", "write certain:yes or certain:no")
    return _YES[text.lower()]


def read_phrase(text: str, column: str = "") -> Term:
    """Return what finds a text: its words in a row, the last one only begun where a * ends it."""
    is_prefix = text.endswith("*")
    body = text[:-1] if is_prefix else text
    if "*" in body:
        raise UsageError(f"{shown(text)} has a * that does not end it",
                         "a * stands for the rest of a last word: biobank*")  # fmt: skip
    found = words_in(body)
    if not found:
        raise UsageError(f"{shown(text)} holds no letter or digit to search for",
                         "search for a word")  # fmt: skip
    return terms.Phrase(tuple(found), is_prefix, column)


def read_figure(name: str, text: str) -> Term:
    """Return what compares a figure: ``37``, ``>750``, ``10..20``, or ``*`` for any number."""
    # Imported only here: few questions are about numbers.
    from decimal import Decimal

    from timeline.figures import HIGHEST_BOUND, LOWEST_BOUND, compared

    if text == "*":
        return terms.Figure(name, LOWEST_BOUND, HIGHEST_BOUND)
    match = re.fullmatch(_RANGE, text)
    if match and text != "..":
        low: Bound = (Decimal(match["low"]), 0) if match["low"] else LOWEST_BOUND
        high: Bound = (Decimal(match["high"]), 0) if match["high"] else HIGHEST_BOUND
        if low > high:
            mend = f"write {match['high']}..{match['low']}"
            raise UsageError(f"{match['low']} is more than {match['high']}", mend)
        return terms.Figure(name, low, high)
    match = re.fullmatch(_COMPARISON, text)
    if match is None:
        raise UsageError(f"{shown(text)} is no number to compare with",
                         "write 37, >750, >=750, <10, <=10, 10..20 or *")  # fmt: skip
    low, high, _ = compared((match["sign"] or "").removeprefix("="), Decimal(match["number"]))
    return terms.Figure(name, low, high)


def read_time(name: str, text: str, today: date) -> Term:
    """Return what a field about time asks for."""
    from timeline.query import windows  # imported only here: not every question is about time

    match name:
        case "date":
            return touching(windows.window(text, today))
        case "since" | "until":
            is_start = name == "since"
            return read_window(text if is_start else None, None if is_start else text, today)
        case "within":
            return terms.Inside(*windows.window(text, today))
        case "before":
            return terms.Before(windows.first_day(text, today))
        case "on-this-day":
            return terms.Anniversary(*windows.day_of_year(text, today))
    day = windows.last_day(text, today)
    return terms.After(day) if name == "after" else terms.KnownBy(day)


def read_window(since: str | None, until: str | None, today: date) -> Term:
    """Return what touches the days from the first of one date to the last of another."""
    from timeline.query import windows

    return touching(windows.between(since, until, today))


def touching(window: tuple[float, float]) -> Term:
    """Return what touches a window of days; one without ends asks nothing."""
    return terms.EVERYTHING if window == (-inf, inf) else terms.Touching(*window)


def shown(text: str) -> str:
    """Return a text in quotation marks, however long it is."""
    return repr(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def nearly_a_term(text: str) -> str | None:
    """Return the term that is meant by ``date>=2020``, ``figures.sites!=3`` or ``!network=NUM``."""
    match = re.fullmatch(_NEARLY, text)
    field = find_field(match["field"].lower()) if match else None
    if not match or not field:
        return None
    name, figure, sign = match["field"], match["figure"], match["sign"]
    is_not = bool(match["no"]) != (sign == "!=")
    if figure:
        name += "." + figure[1:].replace(".", "_")  # no name of a figure has dots
    elif field == "date":
        name = _COMPARED_DATES.get(sign, name)
    compared = sign if figure and sign in _COMPARED_DATES else ""
    return f"{'not:' * is_not}{name}:{compared}{match['value']}"
