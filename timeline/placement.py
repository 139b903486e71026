"""Where in time an event may lie: the members of its date, and of dates that compete with it."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.model import Citation, Event


class Placement(NamedTuple):
    """An event with the members of its date and of the dates that compete with it."""

    event: Event
    one_of: bool
    members: tuple[edtf.Member, ...]
    rivals: tuple[edtf.Member, ...]


@lru_cache(16_384)
def value_of(text: str) -> edtf.Edtf:
    """Return the value of a date; many events share one, and each is asked for several times."""
    return edtf.parse(text)


def place(event: Event) -> Placement:
    """Work out where in time an event, and each date that competes with its own, may lie."""
    value = value_of(event.date.edtf)
    rivals = tuple(
        member._replace(hedged=True)
        for dispute in event.disputed
        for member in edtf.members(value_of(dispute.date.edtf))
    )
    one_of = isinstance(value, edtf.DateSet) and value.one_of
    if event.placed:
        members = tuple(edtf.Member(*member) for member in event.placed.members)
    else:
        members = edtf.members(value, newest(event.citations))
    return Placement(event, one_of, members, rivals)


def newest(citations: Iterable[Citation]) -> float:
    """Return the first day of the newest publication: by then an open end was still open."""
    published = (value_of(c.source.published.edtf) for c in citations if c.source.published)
    return max((day for day, _ in map(edtf.bounds, published) if day != inf), default=-inf)
