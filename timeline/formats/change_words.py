"""What changed in an event, in words: "date: 2019 -> April 2020", "source added"."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from timeline.formats.words import distance, figure, quoted, word
from timeline.model import LANGUAGES, Citation, Date, Dispute
from timeline.text import one_line

if TYPE_CHECKING:
    from timeline.differences import Change, Changed, Differences, Value

ARROW = " -> "
_LABELS = {
    "id": {"de": "Kennung", "en": "id"},
    "date": {"de": "Datum", "en": "date"},
    "title": {"de": "Titel", "en": "title"},
    "kind": {"de": "Art", "en": "kind"},
    "networks": {"de": "Netzwerk", "en": "network"},
    "status": {"de": "Stand", "en": "status"},
    "summary": {"de": "Zusammenfassung", "en": "summary"},
    "place": {"de": "Ort", "en": "place"},
    "tags": {"de": "Schlagwort", "en": "tag"},
    "figures": {"de": "Zahl", "en": "figure"},
    "sources": {"de": "Quelle", "en": "source"},
    "disputed": {"de": "umstrittenes Datum", "en": "disputed date"},
    "part_of": {"de": "Teil von", "en": "part of"},
    "follows": {"de": "folgt auf", "en": "follows"},
    "by": {"de": "Abstand", "en": "distance"},
    "publisher": {"de": "Herausgeber", "en": "publisher"},
    "published": {"de": "Erscheinungsdatum", "en": "publication date"},
    "url": {"de": "Adresse", "en": "address"},
    "accessed": {"de": "Abrufdatum", "en": "access date"},
    "stated": {"de": "Wortlaut", "en": "wording"},
    "note": {"de": "Anmerkung", "en": "note"},
}
_PLURALS = {
    "networks": {"de": "Netzwerke", "en": "networks"},
    "tags": {"de": "Schlagworte", "en": "tags"},
    "sources": {"de": "Quellen", "en": "sources"},
}
_ADDED = {"de": "hinzugefügt", "en": "added"}
_REMOVED = {"de": "entfernt", "en": "removed"}
# What an event has to do with others: (from now on, no longer).
_RELATIONS = {
    "part_of": {"de": ("jetzt Teil von", "nicht mehr Teil von"),
                "en": ("now part of", "no longer part of")},
    "follows": {"de": ("folgt jetzt auf", "folgt nicht mehr auf"),
                "en": ("now follows", "no longer follows")},
    "after": {"de": ("jetzt nach", "nicht mehr nach"), "en": ("now after", "no longer after")},
    "before": {"de": ("jetzt vor", "nicht mehr vor"), "en": ("now before", "no longer before")},
}  # fmt: skip
_HAPPENED = {"de": "geschehen", "en": "happened"}
_UNSEEN = {"de": "nur Leerraum geändert", "en": "only spaces changed"}
_ITEMS = frozenset({"networks", "tags", "after", "before"})
_PROSE = frozenset({"title", "summary", "stated", "note"})
_LONG, _KEPT = 60, 3
"""Characters from which on only what differs is quoted, with so many words around it."""


class Phrase(NamedTuple):
    """One change in words: ``head``, the notes of the ``cited`` sources, a space and ``tail``.

    ``named`` tells of these sources where there are no notes.
    """

    head: str
    cited: tuple[Citation, ...] = ()
    tail: str = ""
    named: str = ""

    @property
    def alone(self) -> str:
        """The phrase where there are no notes."""
        return " ".join(filter(None, (self.head + self.named, self.tail)))


def phrases(changed: Changed, differences: Differences) -> list[Phrase]:
    """Return the changes of an event in the language of the differences."""
    said: list[Phrase] = []
    for (how, *_), run in groupby(changed.changes, _together):
        if how == "items":
            said.append(_items(list(run), differences.language))
        elif how == "source":
            said.append(_source(list(run), differences))
        else:
            said += [_single(change, differences) for change in run]
    return said


def _together(change: Change) -> tuple[object, ...]:
    """Return what is alike for changes that one phrase tells together, how that is done first."""
    value = change.new or change.old
    if change.field in _ITEMS or isinstance(value, Citation):
        return "items", change.field, change.old is None, change.within
    if change.within and isinstance(change.within[-1], Citation):
        return "source", change.within
    return ("single",)


def _items(run: list[Change], language: str) -> Phrase:
    """Say what was added to a list, or removed from it."""
    first = run[0]
    is_added = first.old is None
    values = [change.new if is_added else change.old for change in run]
    names = ", ".join(_name(value, language) for value in values)
    if first.field in _RELATIONS:
        return Phrase(f"{_relation(first, language)} {names}")
    cited = tuple(value for value in values if isinstance(value, Citation))
    field = "sources" if cited else first.field
    label = (_LABELS if len(run) == 1 else _PLURALS)[field][language]
    head = f"{_around(first, language)}{label} {(_ADDED if is_added else _REMOVED)[language]}"
    if cited and is_added:
        return Phrase(head, cited, named=f": {names}")
    return Phrase(f"{head}: {names}")


def _single(change: Change, differences: Differences) -> Phrase:
    """Say how one value changed."""
    language = differences.language
    if change.field in _RELATIONS and (change.old is None or change.new is None):
        return Phrase(f"{_relation(change, language)} {change.new or change.old}")
    value = change.new or change.old
    if isinstance(value, Dispute):
        verb = (_ADDED if change.new else _REMOVED)[language]
        date = value.date.words.said_in(language)
        cited = value.citations if change.new else ()
        return Phrase(f"{_LABELS['disputed'][language]} {verb}: {date}", cited)
    said = f"{_label(change, language)}{_told(change, differences)}"
    if change.part == ("date",) and isinstance(dispute := change.within[0], Dispute):
        return Phrase(said, dispute.citations)
    return Phrase(f"{_around(change, language)}{said}")


def _source(run: list[Change], differences: Differences) -> Phrase:
    """Say what is told otherwise of one source, or by it."""
    language, source = differences.language, run[0].within[-1]
    assert isinstance(source, Citation)
    said = ", ".join(f"{_label(change, language)}{_told(change, differences)}" for change in run)
    head = f"{_around(run[0], language)}{_LABELS['sources'][language]} {_name(source, language)}"
    return Phrase(head, (source,), f"({said})")


def _relation(change: Change, language: str) -> str:
    return _RELATIONS[change.field][language][change.old is not None]


def _around(change: Change, language: str) -> str:
    """Say of which competing date a change is a part."""
    disputes = (whole for whole in change.within if isinstance(whole, Dispute))
    label = _LABELS["disputed"][language]
    return "".join(f"{label} {dispute.date.words.said_in(language)}, " for dispute in disputes)


def _label(change: Change, language: str) -> str:
    """Name the field, or the part of it, that changed; the other language's text is marked."""
    if change.field == "figures":
        return f"{_LABELS['figures'][language]} {change.part[0]}"
    names = [name for name in change.part if name in _LABELS and name != "date"]
    label = _LABELS[names[0] if names else change.field][language]
    other = change.part[-1] if change.part and change.part[-1] in LANGUAGES else language
    return label if other == language else f"{label} ({other})"


def _told(change: Change, differences: Differences) -> str:
    """Say what was added or removed, or what became what."""
    language = differences.language
    if change.field == "status":
        states = [_word_of_status(value, language) for value in (change.old, change.new)]
        return f": {ARROW.join(states)}"
    if change.old is None:
        return f" {_ADDED[language]}: {_shown(change, change.new, differences)}"
    if change.new is None:
        return f" {_REMOVED[language]}: {_shown(change, change.old, differences)}"
    if _is_prose(change):
        return f": {_contrast(one_line(str(change.old)), one_line(str(change.new)), language)}"
    old, new = (_shown(change, value, differences) for value in change[1:3])
    if old == new:
        old, new = f"{old} ({_raw(change.old)})", f"{new} ({_raw(change.new)})"
    return f": {old}{ARROW}{new}"


def _word_of_status(value: Value, language: str) -> str:
    return word(str(value), language) if value else _HAPPENED[language]


def _is_prose(change: Change) -> bool:
    name = change.part[0] if change.within else change.field
    return name in _PROSE


def _shown(change: Change, value: Value, differences: Differences) -> str:
    language = differences.language
    if isinstance(value, Date):
        return value.words.said_in(language)
    if change.field == "figures" and isinstance(value, (int, float, str)):
        return figure(value, language)
    if change.field == "kind" and (name := differences.kinds.get(str(value))):
        return one_line(name.said_in(language)) or str(value)
    if change.field == "by":
        return distance(str(value), language)
    text = str(value)
    return quoted(text, language) if _is_prose(change) else one_line(text)


def _raw(value: Value) -> str:
    return value.edtf if isinstance(value, Date) else one_line(str(value))


def _contrast(old: str, new: str, language: str) -> str:
    """Quote two texts; of long ones, only the words that differ and a few around them."""
    if old == new:
        return _UNSEEN[language]
    first, second = old.split(" "), new.split(" ")
    if max(len(old), len(new)) > _LONG:
        shorter = min(len(first), len(second))
        start = next((n for n in range(shorter) if first[n] != second[n]), shorter)
        most = shorter - start
        end = next((n for n in range(most) if first[-1 - n] != second[-1 - n]), most)
        first, second = (_excerpt(words, start, end) for words in (first, second))
    return ARROW.join(quoted(" ".join(words), language) for words in (first, second))


def _excerpt(words: list[str], start: int, end: int) -> list[str]:
    """Leave out all but a few of the first and the last words, so many of which are shared."""
    left, right = max(0, start - _KEPT), max(0, end - _KEPT)
    kept = words[left : len(words) - right]
    return [*["…"] * (left > 0), *kept, *["…"] * (right > 0)]


def _name(value: Value, language: str) -> str:
    """Return an item of a list as it is called: a source by its title or address."""
    if isinstance(value, Citation):
        source = value.source
        return quoted(source.title, language) if source.title else source.url or source.id or ""
    return one_line(str(value))
