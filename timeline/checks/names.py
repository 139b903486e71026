"""Checks of names: declared and used, and written in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.checks.rule import WARNING, Finding, Subject, rule
from timeline.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.checks.rule import Path


@rule(
    "unused-network", WARNING, "a network without an event is a leftover, or a gap", """\
networks:
  NUM: {name: Network}
  GBN: {name: Node}
events:
  - {id: num-founding, date: 2020-04, title: NUM founded, networks: [NUM]}
""", needs_all=True)  # fmt: skip
def unused_network(subject: Subject) -> Iterator[Finding]:
    """Find declared networks that no event bears."""
    used = {name for event in subject.contents.events for name in event.networks}
    for term in subject.contents.networks or ():
        if term.name not in used:
            yield Finding(
                ("networks", term.name),
                f"no event is of the network {term.name}",
                "use it, or delete it",
            )


@rule(
    "unused-kind", WARNING, "a kind without an event is a leftover", """\
kinds:
  founding: {name: Founding}
  law: {name: Law}
events:
  - {id: num-founding, date: 2020-04, title: NUM founded, kind: founding}
""", needs_all=True)  # fmt: skip
def unused_kind(subject: Subject) -> Iterator[Finding]:
    """Find declared kinds that no event bears."""
    used = {event.kind for event in subject.contents.events}
    for term in subject.contents.kinds or ():
        if term.name not in used:
            yield Finding(
                ("kinds", term.name), f"no event is of the kind {term.name}", "use it, or delete it"
            )


@rule(
    "two-spellings",
    WARNING,
    "a name that is written in two ways is counted as two",
    """\
events:
  - {id: one, date: 2020, title: One, place: Berlin, tags: [COVID]}
  - {id: two, date: 2021, title: Two, place: berlin, tags: [covid]}
""",
)
def two_spellings(subject: Subject) -> Iterator[Finding]:
    """Find places that differ from an earlier one in case only, and tags in case or accents only.

    Places that differ in an accent may be two: Munster is no Münster.
    """
    seen: dict[tuple[str, str], str] = {}
    for event in subject.contents.events:
        given: list[tuple[Path, str]] = [(("place",), event.place)] if event.place else []
        given += [(("tags", number), tag) for number, tag in enumerate(event.tags)]
        for path, name in given:
            field = str(path[0])
            alike = name.casefold() if field == "place" else fold(name)
            first = seen.setdefault((field, alike), name)
            if first != name:
                yield Finding(
                    ("events", event.id, *path),
                    f"{name!r} is also written {first!r}",
                    f"write {first}",
                )
