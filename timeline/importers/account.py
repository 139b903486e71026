"""What this tool's calendars and slides tell of an event in words, back to what a store says.

Their words are those of ``timeline/formats/words.py``, against which the tests hold them. A line
that is none of theirs is the summary, if it comes first; any other is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates.phrases import read_absolute
from timeline.errors import UsageError
from timeline.importers import values
from timeline.model import STATUSES
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.importers.harvest import Draft, Entry, Told

WORDS = {
    "de": {"undated": "Ohne Datum", "read": "abgerufen am", "published": "erschienen",
           "possible": "möglich", "planned": "geplant", "cancelled": "abgesagt",
           "disputed": "umstritten", "stated": "im Wortlaut",
           "sources": "Quellen", "kind": "Art", "networks": "Netzwerke", "place": "Ort",
           "tags": "Schlagworte", "figures": "Zahlen", "part_of": "Teil von",
           "follows": "Folgt auf", "after": "Nach", "before": "Vor", "by": "Abstand",
           "chronology": "Chronologie",
           "~": "rund", "<": "unter", ">": "über", "<=": "bis zu", ">=": "mindestens"},
    "en": {"undated": "Undated", "read": "read on", "published": "published",
           "possible": "possible", "planned": "planned", "cancelled": "cancelled",
           "disputed": "disputed", "stated": "stated as",
           "sources": "Sources", "kind": "Kind", "networks": "Networks", "place": "Place",
           "tags": "Tags", "figures": "Figures", "part_of": "Part of", "follows": "Follows",
           "after": "After", "before": "Before", "by": "Distance", "chronology": "Chronology",
           "~": "about", "<": "under", ">": "over", "<=": "up to", ">=": "at least"},
}  # fmt: skip
STATES = {
    "de": ("seit ", "noch ", "beginnt dann", "endet dann", "an diesem Tag", "Beginn offen",
           "Beginn unbekannt", "Ende offen", "Ende unbekannt"),
    "en": ("since ", " to come", "begins then", "ends then", "on that day", "open start",
           "start unknown", "open end", "end unknown"),
}  # fmt: skip
"""What is said of how an event stood on a day has one of these in it."""

QUOTES = {"de": ("„", "“"), "en": ("“", "”")}
LABELS = (
    "kind", "networks", "place", "tags", "figures", "part_of", "follows", "after", "before", "by",
)  # fmt: skip

_HEDGES = ("~", "<", ">", "<=", ">=")
_CITED = re.compile(r"(.*) \(([0-9]+(?:, [0-9]+)*)\)")
_FIGURE = re.compile(r"([a-z][a-z0-9_]*) (?:(\D+) )?(-?[0-9.,]*[0-9])(?:, |$)")
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_LEFT_OUT: Told = (
    "line of a description is not understood and left out",
    "lines of descriptions are not understood and left out",
)


class _Said(NamedTuple):
    """What a source says: its wording of the date, and our note."""

    stated: str = ""
    note: str = ""


def label(name: str, language: str) -> str:
    """Return a word as it begins a line: with a capital letter."""
    word = WORDS[language][name]
    return f"{word[0].upper()}{word[1:]}"


def language_of(heading: str) -> str:
    """Return the language of what has a heading, "" where that is none of ours."""
    found = (language for language in WORDS if heading == label("chronology", language))
    return next(found, "")


def bare_title(title: str, dates: Iterable[str], marks: Sequence[str], between: str) -> str:
    """Return a title without what was said behind it in brackets.

    That is one of some dates in words ("" for none), and the marks of the event.
    """
    for date in dates:
        said = between.join(filter(None, (date, *marks)))
        if said and title.endswith(f" ({said})"):
            return title[: -len(said) - 3]
    return title


def parted(lines: Sequence[str], language: str) -> tuple[list[str], list[str]]:
    """Return the lines of an account, and those of the list of sources behind it."""
    heading = f"{label('sources', language)}:"
    at = len(lines)
    if heading in lines:
        at = max(number for number, line in enumerate(lines) if line == heading)
    return list(filter(None, lines[:at])), list(lines[at + 1 :])


def read_account(
    draft: Draft, lines: Iterable[str], listed: Iterable[str], language: str
) -> tuple[Entry, list[str]]:
    """Return what an account says of an event, ``by`` among it, and its marks in words.

    Its texts are in one language. ``listed`` are its sources in the order of their numbers, each
    with its address at the end.
    """
    account = _Account(draft, listed, language)
    told = list(lines)
    for line in told[account.read_marks(told[0]) :] if told else ():
        account.read(line)
    return account.finish(), account.marks


class _Account:
    def __init__(self, draft: Draft, listed: Iterable[str], language: str) -> None:
        self._draft = draft
        self._language = language
        self._words = WORDS[language]
        self._sources = [_source(line, language) for line in listed]
        self._said: dict[int, _Said] = {}
        self._disputes: dict[str, Entry] = {}
        self._rivals: dict[str, dict[int, _Said]] = {}
        self._labels = {label(name, language): name for name in (*LABELS, "disputed")}
        before, after = QUOTES[language]
        self._stated = re.compile(
            rf"{self._words['stated']} {before}(.*?){after}(?:\. (.*))?", re.DOTALL
        )
        self.entry: Entry = {}
        self.marks: list[str] = []

    def read_marks(self, line: str) -> bool:
        """Read what a first line says: that an event is possible, planned or cancelled.

        Tells whether it says this, or how the event stood on a day, and nothing else.
        """
        if not (line.startswith("(") and line.endswith(")")):
            return False
        known = {self._words[name]: name for name in ("possible", *STATUSES)}
        self.marks = [part for part in line[1:-1].split(", ") if part in known]
        for part in self.marks:
            if known[part] in STATUSES:
                self.entry["status"] = known[part]
        return bool(self.marks) or any(word in line for word in STATES[self._language])

    def read(self, line: str) -> None:
        """Read any other line."""
        head, colon, text = line.partition(": ")
        rival = f"{self._words['disputed']}, "
        if colon and head in self._labels:
            name = self._labels[head]
            if name == "disputed":
                self._dispute(text)
            else:
                self.entry[name] = self._field(name, text)
        elif colon and head.startswith(rival):
            self._rival(head.removeprefix(rival), text)
        elif cited := _numbers(line):
            self._cite(*cited)
        elif "summary" not in self.entry and not self._said and not self._disputes:
            text = values.read_text(self._draft, line, "summary")
            self.entry["summary"] = values.in_languages(self._draft, {self._language: text})
        else:
            self._draft.note(_LEFT_OUT)

    def _field(self, name: str, text: str) -> str | list[str] | Entry:
        draft = self._draft
        if name == "figures":
            return _figures(text, self._words, self._language)
        if name in ("networks", "tags"):
            return values.read_names(draft, text.split(", "), name.removesuffix("s"))
        if name in ("after", "before"):
            return [values.read_id(draft, part, name) for part in text.split(", ")]
        if name == "kind":
            return draft.options.kinds.get(text) or values.read_name(draft, text, name)
        read = {"by": values.read_by, "place": values.read_line}.get(name, values.read_id)
        return read(draft, text, name)

    def _saying(self, text: str) -> _Said:
        match = self._stated.fullmatch(text)
        return _Said(match[1], match[2] or "") if match else _Said(note=text)

    def _cite(self, text: str, numbers: list[int]) -> None:
        for number in numbers:
            self._said[number] = self._saying(text)

    def _dispute(self, text: str) -> None:
        """Read a competing date without a note of its own: its words, and who says so."""
        date, numbers = _numbers(text) or (text, [])
        self._add_dispute(date, "", numbers)

    def _rival(self, date: str, text: str) -> None:
        """Read a note on a competing date, or what one of its sources says."""
        said, numbers = _numbers(text) or (text, [])
        if date not in self._disputes:
            self._add_dispute(date, said, numbers)
        else:
            for number in numbers:
                self._rivals[date][number] = self._saying(said)

    def _add_dispute(self, date: str, note: str, numbers: list[int]) -> None:
        value = read_absolute(date)
        if value is None:
            self._draft.note(_LEFT_OUT)
            return
        said = values.in_languages(self._draft, {self._language: note})
        self._disputes[date] = {"date": str(value)} | ({"note": said} if said else {})
        self._rivals[date] = dict.fromkeys(numbers, _Said())

    def finish(self) -> Entry:
        """Return the event with its sources: those up to the last that is not only a rival's."""
        rivals = {number for cited in self._rivals.values() for number in cited}
        own = [n for n in range(1, len(self._sources) + 1) if n not in rivals]
        last = max((*own, *self._said), default=0)
        self.entry["sources"] = self._citations(
            {n: self._said.get(n, _Said()) for n in range(1, last + 1)}
        )
        for date, dispute in self._disputes.items():
            if cited := self._citations(self._rivals[date]):
                dispute["sources"] = cited
        self.entry["disputed"] = list(self._disputes.values())
        return {key: value for key, value in self.entry.items() if value}

    def _citations(self, cited: dict[int, _Said]) -> list[str | Entry]:
        found = []
        for number, said in cited.items():
            # A line of the list that was edited away says nothing any more.
            if 1 <= number <= len(self._sources) and (source := self._sources[number - 1]):
                note = values.in_languages(self._draft, {self._language: said.note})
                stated = values.read_line(self._draft, said.stated, "stated")
                found.append(values.citation(source, stated, note))
        return found


def _numbers(text: str) -> tuple[str, list[int]] | None:
    """Return a text and the numbers of the sources behind it, None where there are none."""
    match = _CITED.fullmatch(text)
    if match is None or len(match[2]) > 1_000:
        return None
    return match[1], [int(number) for number in match[2].split(", ")]


def _figures(text: str, words: dict[str, str], language: str) -> Entry:
    """Read figures in words; raises UsageError where they are none."""
    hedges = {words[hedge]: hedge for hedge in _HEDGES} | {None: ""}
    found: Entry = {}
    at = 0
    while at < len(text):
        match = _FIGURE.match(text, at)
        if match is None or match[2] not in hedges:
            raise UsageError(f"the figures {values.shown(text)} are not understood",
                             "write them as in: sites 37, beds about 1,200")  # fmt: skip
        digits = match[3].translate(str.maketrans(".,", ",.")) if language == "de" else match[3]
        number = digits.replace(",", "")
        found[match[1]] = values.read_figure(match[1], hedges[match[2]] + number)
        at = match.end()
    return found


def _source(line: str, language: str) -> str | Entry:
    """Return a source as it is listed: its title with its publisher, its date, its address."""
    text, _, url = line.rpartition(" ")
    if not ADDRESS.fullmatch(url):
        text, url = line, ""
    if not text:
        return url
    title, dates = _dated(text, language)
    found = {"title": title.removesuffix(".") or title, **dates, "url": url}
    return {key: found[key] for key in values.SOURCE_KEYS if found.get(key)}


def _dated(text: str, language: str) -> tuple[str, Entry]:
    """Return the text of a reference without the date at its end, and that date by its key."""
    words = WORDS[language]
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    for start in starts[-3:]:
        head, tail = text[:start].rstrip(" ") or text, text[start:]
        bare = tail.removesuffix(".")
        if bare == words["undated"]:
            return head, {}
        key, said = "published", tail
        if bare.startswith(f"{words['undated']}, {words['read']} "):
            key, said = "accessed", tail[len(f"{words['undated']}, {words['read']} ") :]
        for form in (said, said.removesuffix(".")):
            if (value := read_absolute(form)) is not None:
                return head, {key: str(value)}
    return text, {}
