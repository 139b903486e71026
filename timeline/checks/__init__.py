"""Checks: small rules on what makes a chronology doubtful, each a function, in one registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.checks import dates, duplicates, names, phases, sources, texts, ties
from timeline.checks.rule import (
    ERROR,
    EXAMPLE_DAY,
    WARNING,
    File,
    Finding,
    Rule,
    Severity,
    Subject,
)
from timeline.errors import Spot
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.checks.rule import Path

__all__ = [
    "EXAMPLE_DAY",
    "RULES",
    "File",
    "Finding",
    "Found",
    "Rule",
    "Severity",
    "Spot",
    "Subject",
    "run",
]

RULES = {
    found.code: found
    for found in (
        duplicates.near_duplicate,
        sources.no_source,
        sources.single_source,
        sources.undated_source,
        sources.early_source,
        sources.stale_open_end,
        sources.unused_source,
        sources.repeated_source,
        dates.stated_date,
        dates.stated_weekday,
        dates.over_precise,
        dates.planned_past,
        ties.follows_order,
        ties.part_of_span,
        phases.phase_overlap,
        phases.phase_gap,
        names.unused_network,
        names.unused_kind,
        names.two_spellings,
        texts.one_language,
        texts.placeholder,
        texts.trailing_space,
        texts.unsorted,
    )
}
"""Every rule by its code, in the order of ``docs/checks.md``."""

UNKNOWN_IGNORE, UNUSED_IGNORE = "unknown-ignore", "unused-ignore"


class Found(NamedTuple):
    """A finding with the code and the severity of the rule that it comes from."""

    code: str
    severity: Severity
    finding: Finding


def run(subject: Subject) -> Iterator[Found]:
    """Yield what the rules find and no ``ignore:`` silences, then the ``ignore:`` without use."""
    silenced = dict(_ignores(subject))
    used = set()
    for rule in RULES.values():
        if rule.needs_all and not subject.is_whole:
            continue
        for finding in rule.find(subject):
            owner = finding.place[:2] if not isinstance(finding.place, Spot) else ()
            if rule.code in silenced.get(owner, ()):
                used.add((owner, rule.code))
            else:
                yield Found(rule.code, rule.severity, finding)
    for path, codes in silenced.items():
        for code in codes:
            place = (*path, "ignore", code)
            if code not in RULES:
                hint = did_you_mean(code, RULES, "see docs/checks.md")
                yield Found(
                    UNKNOWN_IGNORE, ERROR, Finding(place, f"there is no check {code!r}", hint)
                )
            elif (path, code) not in used and (subject.is_whole or not RULES[code].needs_all):
                finding = Finding(place, f"{code} has nothing to ignore here", "delete it")
                yield Found(UNUSED_IGNORE, WARNING, finding)


def _ignores(subject: Subject) -> Iterator[tuple[Path, tuple[str, ...]]]:
    contents = subject.contents
    terms = (("networks", contents.networks), ("kinds", contents.kinds))
    owners: list[tuple[Path, tuple[str, ...]]] = [
        ((section, term.name), term.ignore) for section, some in terms for term in some or ()
    ]
    owners += [(("sources", source.id or ""), source.ignore) for source in contents.sources]
    owners += [(("events", event.id), event.ignore) for event in contents.events]
    return ((path, codes) for path, codes in owners if codes)
