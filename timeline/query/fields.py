"""The fields of a query and of an answer, in one registry each.

From ``QUERY_FIELDS`` come the terms of the query language, the options that are short for them,
their help and completion, and the table in ``docs/queries.md``.
"""
# No "from __future__ import annotations": see timeline.model.

from typing import Literal, NamedTuple, TypeAlias

Values: TypeAlias = Literal[
    "names", "place", "id", "window", "date", "day of the year", "yes or no", "text", "figure"
]


class Field(NamedTuple):
    """A field of the query language: what its values are, what it keeps, and how it is typed.

    ``option`` are the options that are short for it, ``many`` tells whether they may be repeated.
    """

    name: str
    values: Values
    help: str
    example: str
    option: tuple[str, ...] = ()
    metavar: str = ""
    many: bool = False

    @property
    def is_list(self) -> bool:
        """Whether commas part the values of its option, too: titles and places have their own."""
        return self.many and self.name not in ("source", "place")


QUERY_FIELDS = {
    field.name: field
    for field in (
        Field("network", "names", "Filed under this network.", "network:NUM,MII",
              ("--network", "-n"), "NAME", many=True),
        Field("kind", "names", "Of this kind.", "kind:founding",
              ("--kind", "-k"), "NAME", many=True),
        Field("tag", "names", "With this tag.", "tag:covid", ("--tag", "-t"), "NAME", many=True),
        Field("place", "place", "At a place with these words.", "place:Berlin",
              ("--place",), "TEXT", many=True),
        Field("source", "names", "Citing this source.", "source:dhm-2022",
              ("--source",), "ID", many=True),
        Field("status", "names", "happened, planned or cancelled.", "status:planned",
              ("--status",), "STATUS", many=True),
        Field("date", "window", "Touching this date, or these dates.", "date:2022..2025"),
        Field("since", "date", "Touching this date or later ones.", "since:2022",
              ("--since",), "DATE"),
        Field("until", "date", "Touching this date or earlier ones.", "until:2025-06",
              ("--until",), "DATE"),
        Field("within", "window", "Wholly within this date, or these dates.", "within:2022..2025",
              ("--within",), "DATES"),
        Field("before", "date", "Over before this date.", "before:2020"),
        Field("after", "date", "Begun after this date.", "after:2020-03"),
        Field("known-by", "date", "With a source published by this date.", "known-by:2022-12-31",
              ("--known-by",), "DATE"),
        Field("on-this-day", "day of the year", "Begun or ended on this day of any year.",
              "on-this-day:07-01", ("--on-this-day",), "[DATE]"),
        Field("certain", "yes or no", "Only certain (no: only possible) matches.", "certain:yes"),
        Field("figures", "figure", "With this figure: a number, > >= < <= number, a..b, or *.",
              "figures.sites:>=30"),
        Field("id", "id", "With this id.", "id:num-founding"),
        Field("part-of", "id", "Part of this event.", "part-of:num-phase-3"),
        Field("follows", "id", "Following this event.", "follows:num-phase-2"),
        Field("title", "text", "With these words in its title.", 'title:"data integration"'),
        Field("summary", "text", "With these words in its summary.", "summary:biobank*"),
    )
}  # fmt: skip
"""Every field of the query language, by its name."""

ALIASES = {"networks": "network", "kinds": "kind", "tags": "tag", "sources": "source",
           "figure": "figures", "part_of": "part-of", "known_by": "known-by"}  # fmt: skip
"""Other names under which output and store know the same."""

STATUSES = ("happened", "planned", "cancelled")

ORDERS = {
    "date": "e.slot",
    "relevance": "e.slot",
    "end": "e.le, e.slot",
    "id": "e.id",
    "title": "e.title_{language}, e.slot",
    "kind": "e.kind IS NULL, e.kind, e.slot",
    "place": "e.place IS NULL, e.place, e.slot",
}
"""What ``--sort`` takes, and the SQL order it stands for; ``{language}`` is de or en.

Events are as relevant as the tier in which they are found (``ranking.py``), and then by date.
"""


def find_field(name: str) -> str | None:
    """Return the field that a name, in lower case, stands for; None where there is none."""
    name = ALIASES.get(name, name)
    return name if name in QUERY_FIELDS else None


def is_term(text: str) -> bool:
    """Tell whether an argument can only be a term: it names a field, or has spaces or signs."""
    if (
        text in ("OR", "AND", "NOT")
        or text.lower().startswith("not:")
        or (set(text) & set('()" ') and "@{" not in text)
    ):
        return True  # a revision may be main@{2 days ago}
    name, colon, _ = text.partition(":")
    return bool(colon) and find_field(name.lower().partition(".")[0]) is not None
