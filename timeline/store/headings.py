"""Comments that are only a year: headings in a list of events."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"""\s*\#+(?!\#)                        # all of a row of signs, or it may take long
        (?:[\W_]*?(?<!\#))??                # ornaments; behind '# #' stands a ticket's number
        (?:(?:jahr|year)\s+)?
        ((?:(?<=[\s\#])[-−](?![0-9]+[-–—]))?[0-9]{4}|y-?[0-9]{5,})
        [\W_]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A year is written as in EDTF: without a Y, more digits than four are a day or a number."""


def year_on(line: str) -> int | None:
    """Return the year that a line is the heading of, or None."""
    match = _HEADING.match(line)
    return int(match[1].lstrip("Yy").replace("−", "-")) if match else None


def with_year(line: str, year: int, end: str) -> str:
    """Return a heading with another year and line end."""
    match = _HEADING.match(line)
    assert match, "it is a heading"
    text = f"Y{year}" if abs(year) > 9999 else f"{'-' if year < 0 else ''}{abs(year):04}"
    return f"{line[: match.start(1)]}{text}{line[match.end(1) :].rstrip()}{end}"
