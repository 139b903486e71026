"""What the columns of a table are called, and which field of an event each of them fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.importers.values import FIGURE_NAME, shown
from timeline.spelling import choose, did_you_mean, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORDS = {
    "id": "id ident identifier kennung key slug schluessel",
    "date": "date datum when wann zeit zeitpunkt zeitangabe zeitraum termin edtf jahr year",
    "start": "start startdate startdatum datestart startson begin begindate beginn beginnt "
             "beginntam anfang starttag von from ab",
    "end": "end enddate enddatum dateend ends endson ende endet endetam bis to until till schluss "
           "finish",
    "title": "title titel headline heading ueberschrift ereignis event name bezeichnung subject "
             "betreff veranstaltung was what",
    "summary": "summary zusammenfassung beschreibung description text inhalt details abstract body "
               "content erlaeuterung erklaerung kurzbeschreibung",
    "kind": "kind art typ type kategorie category ereignisart ereignistyp eventtype",
    "networks": "network networks netzwerk netzwerke verbund verbuende group gruppe",
    "place": "place ort location venue veranstaltungsort stadt city",
    "tags": "tags keyword keywords label labels topics schlagwort schlagworte schlagwoerter "
            "stichwort stichworte stichwoerter themen",
    "status": "status stand zustand",
    "source": "source sources reference references citation evidence quelle quellen quellenangabe "
              "beleg belege nachweis nachweise fundstelle literatur",
    "url": "url urls uri href link links weblink website web webseite webadresse internetadresse",
    "source_id": "sourceid sourceids quellenid quellenkennung",
    "publisher": "publisher herausgeber verlag",
    "published": "published publicationdate veroeffentlicht veroeffentlichtam erschienen "
                 "erschienenam",
    "accessed": "accessed accessdate retrieved abgerufen abgerufenam abrufdatum zugriff",
    "stated": "stated statedas wording wortlaut imwortlaut originalwortlaut",
    "note": "sourcenote quellennotiz anmerkungzurquelle",
    "part_of": "partof teilvon",
    "follows": "follows folgtauf",
    "after": "after",
    "before": "before",
}  # fmt: skip
SYNONYMS: Mapping[str, tuple[str, ...]] = {field: tuple(w.split()) for field, w in _WORDS.items()}
"""What columns are called, by field: folded, and written without anything between the words."""

TRANSLATED = ("title_de", "title_en", "summary_de", "summary_en")
FIELDS = (*SYNONYMS, *TRANSLATED)
"""The fields that ``--map`` knows, with ``figures.NAME`` for every name."""

SEVERAL = ("networks", "tags", "source", "url", "source_id")
"""Fields that several columns may fill in together."""

_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_MEANT = {word: field for field, words in SYNONYMS.items() for word in words}
_LANGUAGES = {
    **dict.fromkeys(("de", "deutsch", "german"), "de"),
    **dict.fromkeys(("en", "englisch", "english"), "en"),
}
_FIGURES = "figures."


def field_of(column: str) -> str:
    """Return the field that the name of a column means, "" for none."""
    name = column.strip()
    if name.startswith(_FIGURES) and FIGURE_NAME.fullmatch(name[len(_FIGURES) :]):
        return name
    words = words_in(column[:100].lower().translate(_SPELT))
    if len(words) > 1 and (language := _LANGUAGES.get(words[-1])):
        translated = f"{_MEANT.get(''.join(words[:-1]), '')}_{language}"
        return translated if translated in TRANSLATED else ""
    return _MEANT.get("".join(words), "")


def assign(columns: Sequence[str], given: Mapping[str, str]) -> list[str]:
    """Return the field of each column, "" for those that are passed over.

    ``given`` leads from fields to columns ("" for none) and comes before what the columns are
    called. Raises UsageError for a field or a column that there is not, and where no column can be
    the title, or none the date.
    """
    fields = [""] * len(columns)
    for field, column in given.items():
        _check_field(field)
        if column:
            number = _find(column, columns)
            if fields[number]:
                raise UsageError(f"the column {shown(column)} is given for two fields",
                                 f"{fields[number]} and {field} are two things")  # fmt: skip
            fields[number] = field
    for number, column in enumerate(columns):
        field = field_of(column)
        is_free = field not in given and (field not in fields or field in SEVERAL)
        if not fields[number] and is_free:
            fields[number] = field
    _settle(fields, given)
    _check_enough(columns, fields)
    return fields


def _settle(fields: list[str], given: Mapping[str, str]) -> None:
    """Leave each cell of a row one thing to say."""
    if "date" in fields and "start" in fields:
        # Beside a date, what begins and ends is mostly a time of day; --map says otherwise.
        gone = ("date",) if "start" in given and "date" not in given else ("start", "end")
        fields[:] = ["" if f in gone and f not in given else f for f in fields]
    if not {"title", "title_de", "title_en"} & set(fields) and "summary" in fields:
        fields[fields.index("summary")] = "title"


def _check_field(field: str) -> None:
    if not (field.startswith(_FIGURES) and FIGURE_NAME.fullmatch(field[len(_FIGURES) :])):
        choose(field, (*FIELDS, "figures.NAME"), "field")


def _find(column: str, columns: Sequence[str]) -> int:
    """Return which column is meant, whatever its case and accents were given in."""
    names = [name.strip() for name in columns]
    if column.strip() in names:
        return names.index(column.strip())
    same = [n for n, name in enumerate(names) if words_in(name) == words_in(column)]
    if len(same) == 1:
        return same[0]
    raise UsageError(f"there is no column {shown(column)}", _offer(column, names))


def _offer(column: str, names: Sequence[str]) -> str:
    listed = f"the columns are {', '.join(names[:20])}"
    return did_you_mean(column, names, listed)


def _check_enough(columns: Sequence[str], fields: Sequence[str]) -> None:
    titles, dates = {"title", "title_de", "title_en"}, {"date", "start", "after", "before"}
    listed = ", ".join(filter(None, (name.strip()[:40] for name in columns[:20]))) or "nameless"
    for wanted, what in ((titles, "title"), (dates, "date")):
        if not wanted & set(fields):
            hint = f"the columns are {listed}: say which, as in --map {what}=COLUMN"
            raise UsageError(f"no column is the {what} of an event", hint)
