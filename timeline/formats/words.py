"""The few words that formats add to a store's own, and every field of an event in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.brief import READ, UNDATED
from timeline.errors import DateError
from timeline.text import one_line

if TYPE_CHECKING:
    from decimal import Decimal

    from timeline.model import Answer, Event, Figure, Match

WORDS = {
    "undated": UNDATED,
    "read": READ,
    "published": {"de": "erschienen", "en": "published"},
    "possible": {"de": "möglich", "en": "possible"},
    "planned": {"de": "geplant", "en": "planned"},
    "cancelled": {"de": "abgesagt", "en": "cancelled"},
    "disputed": {"de": "umstritten", "en": "disputed"},
    "stated": {"de": "im Wortlaut", "en": "stated as"},
    "sources": {"de": "Quellen", "en": "Sources"},
    "id": {"de": "Kennung", "en": "Id"},
    "date": {"de": "Datum", "en": "Date"},
    "title": {"de": "Titel", "en": "Title"},
    "what": {"de": "Ereignis", "en": "What"},
    "kind": {"de": "Art", "en": "Kind"},
    "networks": {"de": "Netzwerke", "en": "Networks"},
    "certainty": {"de": "Gewissheit", "en": "Certainty"},
    "certain": {"de": "sicher", "en": "certain"},
    "state": {"de": "An diesem Tag", "en": "On that day"},
    "status": {"de": "Stand", "en": "Status"},
    "summary": {"de": "Zusammenfassung", "en": "Summary"},
    "place": {"de": "Ort", "en": "Place"},
    "tags": {"de": "Schlagworte", "en": "Tags"},
    "figures": {"de": "Zahlen", "en": "Figures"},
    "part_of": {"de": "Teil von", "en": "Part of"},
    "follows": {"de": "Folgt auf", "en": "Follows"},
    "after": {"de": "Nach", "en": "After"},
    "before": {"de": "Vor", "en": "Before"},
    "by": {"de": "Abstand", "en": "Distance"},
    "happened": {"de": "geschehen", "en": "happened"},
    "year": {"de": "Jahr", "en": "Year"},
    "decade": {"de": "Jahrzehnt", "en": "Decade"},
    "network": {"de": "Netzwerk", "en": "Network"},
    "tag": {"de": "Schlagwort", "en": "Tag"},
    "source": {"de": "Quelle", "en": "Source"},
    "total": {"de": "Gesamt", "en": "Total"},
    "none": {"de": "ohne", "en": "none"},
    "no_year": {"de": "ohne Jahr", "en": "without a year"},
    "of_one": {"de": "{} von {} Ereignis", "en": "{} of {} event"},
    "of_several": {"de": "{} von {} Ereignissen", "en": "{} of {} events"},
    "length": {"de": "Dauer", "en": "Length"},
    "gap_after": {"de": "nach", "en": "after"},
    "gap_until": {"de": "bis", "en": "until"},
    "today": {"de": "heute", "en": "today"},
    "to": {"de": "{} bis {}", "en": "{} to {}"},
    "at_most": {"de": "höchstens", "en": "at most"},
    "no_event": {"de": "Kein Ereignis", "en": "No event"},
    "described": {
        "de": "Ereignisse auf einer Zeitachse: {}, davon nur möglich: {}.",
        "en": "Events on a time axis: {}, of them only possible: {}.",
    },
    "chronology": {"de": "Chronologie", "en": "Chronology"},
    "chart_certain": {"de": "sicher", "en": "certain"},
    "chart_possible": {"de": "möglich", "en": "possible"},
    "chart_disputed": {"de": "umstritten", "en": "disputed"},
    "chart_open": {"de": "Ende offen", "en": "open end"},
    "chart_unknown": {"de": "Ende unbekannt", "en": "end unknown"},
    "chart_cut": {"de": "geht weiter", "en": "goes on"},
    "~": {"de": "rund", "en": "about"},
    "<": {"de": "unter", "en": "under"},
    ">": {"de": "über", "en": "over"},
    "<=": {"de": "bis zu", "en": "up to"},
    ">=": {"de": "mindestens", "en": "at least"},
}
DETAILS = ("figures", "part_of", "follows", "after", "before", "by")
"""Fields that no format for readers has a place of its own for: each is told behind its name."""

_QUOTES = {"de": "„{}“", "en": "“{}”"}


def word(name: str, language: str) -> str:
    """Return one of the formats' own words in a language."""
    return WORDS[name][language]


def label(name: str, language: str) -> str:
    """Return one of the formats' own words as it begins a line: with a capital letter."""
    said = word(name, language)
    return f"{said[0].upper()}{said[1:]}"


def quoted(text: str, language: str) -> str:
    """Return a source's own words in the quotation marks of a language."""
    return _QUOTES[language].format(one_line(text))


def marks(event: Event, certainty: str, language: str) -> list[str]:
    """Return what must be said of an event in words: that it is only possible, or only planned."""
    return status_marks(certainty, event.status, language)


def status_marks(certainty: str, status: str | None, language: str) -> list[str]:
    """Return the same of an event with a status."""
    said = ["possible"] if certainty == "possible" else []
    if status:
        said.append(status)
    return [word(name, language) for name in said]


def figure(number: Figure, language: str) -> str:
    """Return a figure with its hedge in words and its digits in groups of three."""
    from timeline.figures import split  # imported only here: few answers tell numbers

    hedge, exact = split(number)
    digits = grouped(exact, language)
    return f"{word(hedge, language)} {digits}" if hedge else digits


def grouped(number: Decimal, language: str) -> str:
    """Return a number with its digits in groups of three, as a language writes them."""
    text = f"{number:,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def distance(by: str, language: str) -> str:
    """Return how long one event came after another, in the words of a language."""
    # Imported only here: few events are dated by others.
    from timeline.dates.durations import parse_duration, words

    try:
        return words(parse_duration(by), language)
    except DateError:
        return one_line(by)


def field_text(match: Match, name: str, language: str) -> str:  # noqa: C901, PLR0911 - one return for each shape of field
    """Return any field of a match in words, "" where it has none; sources come as their ids."""
    event = match.event
    value = getattr(event, "citations" if name == "sources" else name, None)
    match name:
        case "certainty":
            return word(match.certainty, language)
        case "state":
            return match.state or ""
        case "status":
            return word(event.status, language) if event.status else ""
        case "date":
            return event.date.words.said_in(language)
        case "title" | "summary":
            return one_line(value.said_in(language)) if value else ""
        case "figures":
            return ", ".join(
                f"{one_line(key)} {figure(number, language)}" for key, number in event.figures
            )
        case "sources":
            return ", ".join(one_line(citation.source.name) for citation in event.citations)
        case "disputed":
            return ", ".join(d.date.words.said_in(language) for d in event.disputed)
        case "by":
            return distance(event.by, language) if event.by else ""
        case "networks" | "tags" | "after" | "before":
            return ", ".join(map(one_line, value or ()))
    return one_line(str(value)) if value is not None else ""


def match_text(match: Match, name: str, answer: Answer) -> str:
    """Return any field of a match in words, its kind by the name that the store gives it."""
    if name == "kind":
        return one_line(answer.kind_name(match.event))
    return field_text(match, name, answer.language)
