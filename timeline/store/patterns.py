"""What the texts of a store look like, as regular expressions of JSON Schema.

They are written in what ECMA-262 (with its flag ``u``) and Python's ``re`` read alike. White space
around a text means nothing to a store.
"""

from __future__ import annotations

from timeline.dates.durations import FORMS, MOST_DIGITS
from timeline.dates.point import SEASONS
from timeline.store import fields, figures
from timeline.text import ADDRESS, FORBIDDEN

_BASIC = 0xFFFF
"""The last code point with an escape that ECMA-262 and Python share."""


def _escaped(signs: str) -> str:
    """Return the inside of a character class, in ASCII but for what four digits cannot name."""
    return "".join(
        f"\\u{ord(sign):04x}" if not " " < sign < "\x7f" and ord(sign) <= _BASIC else sign
        for sign in signs
    )


# JSON is UTF-8, in which no lone surrogate can be.
_FORBIDDEN = _escaped(FORBIDDEN.pattern[1:-1].replace("\ud800-\udfff", ""))
_SAFE = rf"^(?![\s\S]*[{_FORBIDDEN}])"


def _whole(pattern: str) -> str:
    return rf"{_SAFE}\s*(?:{pattern})\s*$"


TEXT = rf"{_SAFE}[\s\S]*\S"
"""A text that says something, without what a store refuses."""

ID = _whole(fields.ID.pattern)

URL = _whole(ADDRESS.pattern.replace(r"\"", '"'))

# Which signs are letters only Python's own tables tell: here, all that are not ASCII, but for the
# marks, spaces and dashes that one meets in texts.
_LETTER = (
    r"[^\u0000-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u0300-\u036f"
    r"\u2000-\u206f\u3000]"
)
_IN_A_NAME = rf"(?:[A-Za-z0-9_.+&-]|{_LETTER})"

NAME = _whole(rf"(?:[A-Za-z0-9]|{_LETTER}){_IN_A_NAME}*(?: {_IN_A_NAME}+)*")
"""The name of a network, kind or tag."""

FIGURE_NAME = f"^{figures.NAME.pattern}$"

CITED = rf"{ID}|{URL}"
"""An id of the catalogue, or an address."""


def _figure() -> str:
    """Return the pattern of a figure: spaces between its signs mean nothing.

    A whole number has 30 digits at most, a fraction 15 after its leading zeros.
    """
    whole = r"(?:0|[1-9](?: *[0-9]){0,29})"
    small = r"0 *\.(?= *[0-9])(?: *0)*(?: *[1-9](?: *[0-9]){0,14})?"
    large = r"(?=(?:[ .]*[0-9]){2,15}\s*$)[1-9](?: *[0-9])* *\. *[0-9](?: *[0-9])*"
    return _whole(rf"(?:(?:~|[<>](?: *=)?) *)?(?:- *)?(?:{small}|{large}|{whole})")


FIGURE = _figure()


def _duration() -> str:
    """Return the pattern of a stretch of time: no unit twice, and not nothing of all of them."""
    units = {
        unit: "|".join("".join(f"[{sign}{sign.upper()}]" for sign in form) for form in forms)
        for unit, forms in FORMS.items()
    }
    number = rf"[0-9]{{1,{MOST_DIGITS}}}\s*"
    once = "".join(
        rf"(?![\s\S]*[0-9]\s*(?:{words})(?![A-Za-z])[\s\S]*[0-9]\s*(?:{words})(?![A-Za-z]))"
        for words in units.values()
    )
    between = r"(?:,\s*(?=[0-9])|\s+(?:and|und)\s+(?=[0-9])|\s*)"
    parts = rf"(?:{number}(?:{'|'.join(units.values())}){between})+"
    return _whole(rf"(?=[\s\S]*[1-9]){once}{parts}")


DURATION = _duration()


def _edtf() -> str:
    """Return the pattern of EDTF: every date matches, and what matches has the form of one.

    Left open is what takes arithmetic: whether an end comes before its start, 29 February, whether
    a masked month has a day (``2021-X4-31``) and a time a leap second, how many digits a year has
    and how many of them may be significant.
    """
    mark = "[?~%]?"
    year = rf"{mark}-?[0-9X]{{4}}{mark}"
    month_days = (
        ("0[13578]|1[02]|[01X]X|X[0-9]", "0[1-9]|[12][0-9]|3[01]|[0-3X]X|X[0-9]"),
        ("0[469]|11", "0[1-9]|[12][0-9]|30|[0-3X]X|X[0-9]"),
        ("02", "0[1-9]|[12][0-9]|[0-2X]X|X[0-9]"),
    )
    months = "|".join([*(month for month, _ in month_days), *map(str, SEASONS)])
    days = "|".join(f"{mark}(?:{month}){mark}-{mark}(?:{day}){mark}" for month, day in month_days)
    date = rf"{year}(?:-(?:{days}|{mark}(?:{months}){mark}))?"
    long = (
        rf"(?:Y-?(?:[1-9][0-9]{{4,}}|[1-9][0-9]*E[1-9][0-9]{{0,3}})(?:S[1-9][0-9]{{0,3}})?"
        rf"|-?[0-9]{{4}}S[1-4]){mark}"
    )
    # No sign in it separates dates, so that a text is all dates if one follows the other.
    dates = rf"(?=[/,.\[\]{{}}]*(?:(?:{date}|{long})(?:[/,.\[\]{{}}]+|(?=\s*$)))+\s*$)"
    some = r"[^/,.\[\]{}\s]+"
    interval = rf"{some}/(?:{some}|\.\.)?|(?:\.\.)?/{some}"
    return _whole(
        r"(?![\s\S]*-0000)(?![\s\S]*[?~%](?:-?[0-9X]{4}|[0-9X]{2})[?~%])"
        rf"(?:{_time()}|{dates}(?:{some}|{interval}|{_set(some)}))"
    )


def _time() -> str:
    """Return the pattern of a day with a time of day, its days being real ones without masks."""
    day = (
        r"-?[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
        r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
    )
    offset = r"Z|(?!-00(?::00)?\s*$)[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?"
    return rf"{day}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:{offset})?"


def _set(some: str) -> str:
    """Return the pattern of a set; runs in it are of years, months or days, and of one of them."""
    mark = "[?~%]?"
    year = f"{mark}-?[0-9]{{4}}{mark}"
    years = rf"(?:{mark}Y-?[0-9E]+|{mark}-?[0-9]{{4}})(?:S[0-9]+)?{mark}"
    month = rf"{year}-{mark}(?:0[1-9]|1[0-2]){mark}"
    day = rf"{month}-{mark}[0-9]{{2}}{mark}"
    one = f"(?:{years}|{month}|{day})"
    item = rf"(?:{years}\.\.{years}|{month}\.\.{month}|{day}\.\.{day}|{some})"
    items = rf"(?:(?:\.\.{one}|{item})(?:,{item})*(?:,{one}\.\.)?|{one}\.\.)"
    return rf"(?:\[(?=[^\]]*\]\s*$)|\{{(?=[^}}]*\}}\s*$)){items}[\]}}]"


EDTF = _edtf()
