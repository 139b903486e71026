"""What somebody gives for an event, piece by piece, as a store writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from timeline.dates.phrases import parse_phrase
from timeline.errors import UsageError
from timeline.model import LANGUAGES, STATUSES, Contents
from timeline.spelling import choose, did_you_mean, fold, plain_words
from timeline.store.fields import ID, NAME, NAME_HINT
from timeline.store.schema import INLINE_KEYS
from timeline.store.snippets import read_snippet
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from timeline.store.emit import Entry

_OF_CITATION = ("stated", "note")
"""Keys that an event says of a source that it cites."""

_WORDS, _LETTERS = 6, 48
_SMALL = re.compile(
    "(an?|and|at|by|for|from|in|into|of|on|the|to|with"
    "|am|au[fs]|bei|da[sm]|de[mnrs]|die|eine?[mnrs]?|fuer|im|mit|nach|und|vo[nm]|zu[mr]?)"
)
"""Words that an id does without."""


@dataclass
class Given:
    """What was given for an event, as it was typed; "" and empty lists for what was not.

    ``stated`` are the words of the sources, in their order.
    """

    date: str = ""
    title: str = ""
    title_de: str = ""
    title_en: str = ""
    kind: str = ""
    networks: list[str] = field(default_factory=list)
    summary: str = ""
    summary_de: str = ""
    summary_en: str = ""
    place: str = ""
    tags: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    status: str = ""
    sources: list[str] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)
    part_of: str = ""
    follows: str = ""
    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    id: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether an event can be made of it: it has a title, and a date or an order."""
        return bool((self.date or self.after or self.before) and self.any_title)

    @property
    def any_title(self) -> str:
        """The title in some language, or ""."""
        return self.title_en or self.title or self.title_de


GIVEN = tuple(found.name for found in fields(Given))

_SINGULAR = {"networks": "network", "tags": "tag", "figures": "figure", "sources": "source"}


def option(name: str) -> str:
    """Return the option of the command line that gives a piece."""
    return f"--{_SINGULAR.get(name, name).replace('_', '-')}"


class Drafter:
    """Makes entries of a store of what was given, with the names that the store knows."""

    def __init__(self, contents: Contents, today: date) -> None:
        self.contents = contents
        self.today = today
        self.ids = [event.id for event in contents.events]
        self.sources = {source.id or "": source for source in contents.sources}

    def draft(self, given: Given) -> tuple[Entry, dict[str, Entry]]:
        """Return an event, and the sources by id that go to the catalogue with it.

        Raises UsageError, or DateError, for what cannot be.
        """
        named: dict[str, Entry] = {}
        made = {
            "id": given.id or self.id_for(given),
            "date": given.date and str(self.date(given.date)),
            "title": self.text("title", given),
            "kind": given.kind and self.name("kind", given.kind),
            "networks": [self.name("network", name) for name in split(given.networks)],
            "summary": self.text("summary", given),
            "place": given.place,
            "tags": [tag(name) for name in split(given.tags)],
            "figures": _figures(given.figures),
            "status": given.status and choose(given.status, STATUSES, "status"),
            "sources": self._citations(given, named),
            "part_of": given.part_of and self.event(given.part_of),
            "follows": given.follows and self.event(given.follows),
            "after": [self.event(name) for name in split(given.after)],
            "before": [self.event(name) for name in split(given.before)],
        }
        return {key: value for key, value in made.items() if value}, named

    def date(self, text: str) -> Any:
        """Read a date as it is typed, EDTF or words; raises DateError for anything else."""
        return parse_phrase(text, self.today)

    def id(self, given: str, mend: str = "give it another") -> str:
        """Return an id that an event may have; raises UsageError for one that is taken."""
        if given in self.ids:
            raise UsageError(f"the id {given!r} is taken", mend)
        if not ID.fullmatch(given):
            raise UsageError(f"the id {given!r} is not made of [a-z0-9] words joined by '-'", mend)
        return given

    def id_for(self, given: Given) -> str:
        """Return an id for an event, made of its title."""
        return new_id(given.any_title, "", set(self.ids))

    def text(self, key: str, given: Given) -> str | dict[str, str]:
        """Return a title or summary, in the languages in which it was given."""
        plain, language = getattr(given, key), self.contents.language
        found = {name: getattr(given, f"{key}_{name}") for name in LANGUAGES}
        if plain and found[language]:
            raise UsageError(f"the {key} is given twice in the store's language",
                             f"leave --{key} out, or --{key}-{language}")  # fmt: skip
        if plain and not any(found.values()):
            return str(plain)
        if plain:
            found[language] = plain
        return {name: said for name, said in found.items() if said}

    def name(self, what: str, given: str) -> str:
        """Return a declared kind or network, whatever its case and accents were given in.

        Where nothing is declared, any name is. Raises UsageError with the nearest one.
        """
        terms = self.contents.kinds if what == "kind" else self.contents.networks
        if terms is None:
            return given
        names = [term.name for term in terms]
        same = [name for name in names if fold(name) == fold(given)]
        if given in names or len(same) == 1:
            return given if given in names else same[0]
        titles = {said: term.name for term in terms
                  for said in (term.title.de, term.title.en) if said}  # fmt: skip
        hint = did_you_mean(given, names, f"declare it under '{what}s:'", titles)
        raise UsageError(f"there is no {what} {given!r}", hint)

    def event(self, given: str) -> str:
        """Return the id of an event; raises UsageError with the nearest one."""
        if given not in self.ids:
            hint = did_you_mean(given, self.ids, "see 'timeline list --fields id'")
            raise UsageError(f"there is no event {given!r}", hint)
        return given

    def _citations(self, given: Given, named: dict[str, Entry]) -> list[Any]:
        if len(given.stated) > len(given.sources):
            raise UsageError("there are more --stated than --source",
                             "give each --source before its --stated")  # fmt: skip
        found: list[Any] = []
        for number, text in enumerate(given.sources):
            citation = self.citation(text.strip(), named)
            if stated := "".join(given.stated[number : number + 1]):
                if isinstance(citation, str):
                    citation = {"source": citation}
                citation["stated"] = stated
            found.append(citation)
        return found

    def citation(self, text: str, named: dict[str, Entry]) -> Any:
        """Return a citation of an id, a URL or ``{title: ...}``.

        A source with an id, and every one in a store with a catalogue, goes into ``named``.
        """
        if text.startswith("{"):
            return self._inline(_source(text), named)
        if "://" in text:
            same = (name for name, source in self.sources.items() if source.url == text)
            return next(same, address(text))
        if text not in self.sources:
            hint = did_you_mean(text, self.sources, "give a URL, or '{title: ..., url: ...}'")
            raise UsageError(f"there is no source {text!r}", hint)
        return text

    def _inline(self, source: Entry, named: dict[str, Entry]) -> Entry | str:
        for key in ("published", "accessed"):
            if isinstance(source.get(key), list):
                raise UsageError(f"--source: {key} is a list", "quote a date that begins with [")
            if key in source:
                source[key] = str(self.date(str(source[key])))
        kept: Entry = {key: source.pop(key) for key in _OF_CITATION if key in source}
        if "source" in source:  # a known one, with a note
            return {"source": self.citation(str(source["source"]), named), **kept}
        name = source.pop("id", "")
        if not name and self.sources:
            said = " ".join(str(source.get(key, "")) for key in ("publisher", "title"))
            name = new_id(said, str(source.get("published", ""))[:4], {*self.sources, *named})
        if not name:
            return {**source, **kept}
        named[name] = source
        return {"source": name, **kept} if kept else str(name)


def _source(text: str) -> Entry:
    """Read ``{title: ...}`` of a new source, or ``{source: ID, note: ...}`` of a known one."""
    source = read_snippet(text, "--source")
    known = ("id", "source", *INLINE_KEYS, *_OF_CITATION)
    for key in source:
        if key not in known:
            hint = did_you_mean(key, known, f"its keys are {', '.join(known)}")
            raise UsageError(f"--source: {key!r} is not a key of a source", hint)
    if "source" not in source and not source.get("title"):
        raise UsageError("--source: a source has no title", "write '{title: ..., url: ...}'")
    if "url" in source:
        address(str(source["url"]))
    return source


def address(text: str) -> str:
    """Return a web address; raises UsageError for what is none."""
    if not ADDRESS.fullmatch(text):
        raise UsageError(f"{text!r} is not a web address", "write https://... without spaces")
    return text


def tag(text: str) -> str:
    """Return the name of a tag; raises UsageError for what cannot be one."""
    if not NAME.fullmatch(text):
        raise UsageError(f"{text!r} cannot name a tag", NAME_HINT)
    return text


def split(given: Iterable[str]) -> list[str]:
    """Return names that were given one by one or parted by commas, each once."""
    names = (name.strip() for some in given for name in some.split(","))
    return list(dict.fromkeys(filter(None, names)))


def _figures(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in map(_figure, given):
        if name in found:
            raise UsageError(f"--figure: {name} is given twice", "leave one of them out")
        found[name] = value
    return found


def _figure(text: str) -> tuple[str, str]:
    """Read ``name=number``; what a number is, the store knows."""
    name, sign, value = (part.strip() for part in text.partition("="))
    if not (name and sign and value):
        raise UsageError(f"--figure: {text!r} is no name and number", "write sites=37")
    return name, value


def new_id(title: str, year: str, taken: Container[str]) -> str:
    """Return an id that none has yet: the first words of a title.

    Where that is taken, a year follows ("" for none), and then a number.
    """
    made = ""
    for word in [w for w in plain_words(title) if not _SMALL.fullmatch(w)][:_WORDS]:
        longer = f"{made}-{word}" if made else word[:_LETTERS]
        if len(longer) > _LETTERS:
            break
        made = longer
    made = made or "event"
    if made in taken and year and f"{made}-{year}" not in taken:
        return f"{made}-{year}"
    number, found = 1, made
    while found in taken:
        number += 1
        found = f"{made}-{number}"
    return found
