"""The fields of an answer: what ``--fields`` selects and ``--sort`` orders by, in one registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELDS = (
    "id", "date", "title", "kind", "networks", "certainty", "status", "summary", "place", "tags",
    "figures", "sources", "disputed", "part_of", "follows",
)  # fmt: skip
"""What an event shows, in the order of its JSON form."""

ORDERS = {
    "date": "e.n",
    "end": "e.le, e.n",
    "id": "e.id",
    "title": "e.title_{language}, e.n",
    "kind": "e.kind IS NULL, e.kind, e.n",
    "place": "e.place IS NULL, e.place, e.n",
}
"""What ``--sort`` takes, and the SQL order it stands for; ``{language}`` is de or en."""


def choose(given: str, known: Iterable[str], what: str) -> str:
    """Return a known name as given; raises UsageError with the nearest one, or all of them."""
    names = tuple(known)
    if given in names:
        return given
    listed = f"valid: {', '.join(names)}"
    near = did_you_mean(given, names)
    raise UsageError(f"there is no {what} {given!r}", f"{near} ({listed})" if near else listed)
