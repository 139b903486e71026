"""The words of the page itself, in both languages, for its template and its script."""

from __future__ import annotations

from timeline.formats.words import WORDS
from timeline.model import LANGUAGES, Text

_PAGE = {
    "skip": Text("Zur Liste", "Skip to the list"),
    "language": Text("Sprache", "Language"),
    "look": Text("Aussehen", "Look"),
    "auto": Text("wie das Gerät", "as the device"),
    "light": Text("hell", "light"),
    "dark": Text("dunkel", "dark"),
    "filter": Text("Auswahl", "Filter"),
    "search": Text("Suche", "Search"),
    "kinds": Text("Arten", "Kinds"),
    "certain_only": Text("nur sichere", "certain only"),
    "show_all": Text("Alle zeigen", "Show all"),
    "chart": Text("Zeitachse", "Chart"),
    "hint": Text(
        "Die Grafik zeigt die Ereignisse der Liste unten auf einer Zeitachse. Pfeiltasten "
        "verschieben sie, Plus und Minus ändern den Maßstab, 0 zeigt alles.",
        "The chart shows the events of the list below on a time axis. Arrow keys move it, plus and "
        "minus change its scale, 0 shows all of it.",
    ),
    "scale": Text("Maßstab", "Scale"),
    "zoom_in": Text("vergrößern", "zoom in"),
    "zoom_out": Text("verkleinern", "zoom out"),
    "zoom_all": Text("alles", "all"),
    "events": Text("Ereignisse", "Events"),
    "no_match": Text(
        "Kein Ereignis entspricht dieser Auswahl.", "No event matches this selection."
    ),
    "as_of": Text("Stand", "as of"),
    "count_one": Text("{} Ereignis", "{} event"),
    "count_several": Text("{} Ereignisse", "{} events"),
    "count_possible": Text("davon {} nur möglich", "{} of them only possible"),
    "legend": Text("Zeichen", "Legend"),
    "no_name": Text("ohne Angabe", "not given"),
}

WORDS_OF_PAGE = {
    **{name: Text(*(said[language] for language in LANGUAGES)) for name, said in WORDS.items()},
    **_PAGE,
}
"""Every word that the template may say: those of all formats, and the page's own."""
