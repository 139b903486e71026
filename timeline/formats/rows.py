"""Flat rows, one an event, all with the same keys: what data frames are made of."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

from timeline.figures import split
from timeline.text import one_line

if TYPE_CHECKING:
    from timeline.model import Answer, Event, Match, Text


def rows(answer: Answer) -> list[dict[str, Any]]:
    """Return one dict an event: texts, ISO days, lists of names, and numbers with their hedges.

    Every figure of any of the events has two keys, ``figures.NAME`` (a number) and
    ``figures.NAME.hedge`` (one of ``~ < <= > >=``, or "" for an exact number). What an event does
    not say is "", an empty list or NaN, because a data frame guesses the types of its columns from
    the first rows.
    """
    names = answer.figure_names()
    return [_row(match, answer.language, names) for match in answer.matches]


def _row(match: Match, language: str, figures: list[str]) -> dict[str, Any]:
    event = match.event
    row = {
        "id": event.id,
        "date": event.date.edtf,
        "date_text": event.date.words.said_in(language),
        "earliest": event.date.earliest,
        "latest": event.date.latest,
        "precision": event.date.precision,
        "title": event.title.said_in(language),
        "title_de": event.title.de,
        "title_en": event.title.en,
        "kind": event.kind,
        "networks": list(event.networks),
        "certainty": match.certainty,
        "status": event.status,
        "summary": _said(event.summary, language),
        "place": event.place,
        "tags": list(event.tags),
        "sources": [citation.source.name for citation in event.citations],
        "disputed": [dispute.date.edtf for dispute in event.disputed],
        "part_of": event.part_of,
        "follows": event.follows,
        "after": list(event.after),
        "before": list(event.before),
        "by": event.by,
        "state": match.state,
    }
    row = {name: "" if value is None else value for name, value in row.items()}
    return row | _figures(event, figures)


def _said(text: Text | None, language: str) -> str | None:
    return one_line(text.said_in(language)) if text else None


def _figures(event: Event, names: list[str]) -> dict[str, Any]:
    known = dict(event.figures)
    found: dict[str, Any] = {}
    for name in names:
        hedge, number = split(known[name]) if name in known else ("", nan)
        found |= {f"figures.{name}": float(number), f"figures.{name}.hedge": hedge}
    return found
