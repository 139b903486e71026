"""The flat form of an event: plain columns, from which any engine can work out a verdict.

An event is one line, or as many as its date has members or it has figures, whichever are more; what
there is less of is repeated on the lines that are left. So a question about members or figures is
one about any line (MAX), or about every one (MIN), and what is repeated changes nothing. No column
is ever null. ``flatten.py`` fills them, ``query/portable.py`` asks them.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

FAR = 10**15
"""What stands for days without end, and for days beyond it: 2.7 million million years.

It is a whole number for every engine, and for what reads JSON with floating points.
"""

INTEGER, TEXT, TRUTH, TEXTS = "Int64", "String", "Bool", "Array(String)"
"""The types of columns, as ClickHouse calls them: its names alone say that nothing is null."""

COLUMNS = {
    "n": INTEGER, "id": TEXT, "certainty": TEXT, "edtf": TEXT, "title_de": TEXT, "title_en": TEXT,
    "kind": TEXT, "status": TEXT, "place": TEXT, "part_of": TEXT, "follows": TEXT,
    "networks": TEXTS, "tags": TEXTS, "sources": TEXTS,
    "known_certainly": INTEGER, "known_possibly": INTEGER,
    "days_certainly": TEXTS, "days_possibly": TEXTS,
    "title_words": TEXT, "summary_words": TEXT, "name_words": TEXT,
    "first_day": INTEGER, "last_day": INTEGER,
    "one_of": TRUTH, "hedged": TRUTH, "step": TEXT,
    "es": INTEGER, "ls": INTEGER, "ee": INTEGER, "le": INTEGER,
    "figure": TEXT, "figure_text": TEXT, "figure_low": TEXT, "figure_high": TEXT,
    "figure_hedged": TRUTH,
}  # fmt: skip
"""Every column with its type, in order."""


class Named(NamedTuple):
    """The column of a field whose values are names; ``is_list`` if an event may have several."""

    column: str
    is_list: bool = False


LABELS = {
    "kind": Named("kind"), "status": Named("status"), "place": Named("place"),
    "part-of": Named("part_of"), "follows": Named("follows"),
    "network": Named("networks", is_list=True), "tag": Named("tags", is_list=True),
    "source": Named("sources", is_list=True),
}  # fmt: skip
"""What events are filed under (``model.LABELS``), by the field of a query."""


def near(day: float) -> int:
    """Return a day number (±infinity: unbounded) as a column holds it."""
    if abs(day) == inf or not -FAR < day < FAR:
        return FAR if day > 0 else -FAR
    return int(day)


def day_of_year(number: int) -> str:
    """Return a day of any year (1231 for 31 December) as a column holds it."""
    return f"{number // 100:02}-{number % 100:02}"
