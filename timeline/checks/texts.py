"""Checks of how a store is written: in both languages, in order, without leftovers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.checks.rule import WARNING, Finding, Subject, rule, said
from timeline.errors import Spot
from timeline.model import LANGUAGES
from timeline.placement import astray, beginning, is_newest_first

if TYPE_CHECKING:
    from collections.abc import Iterator


_LANGUAGE_NAMES = {"de": "German", "en": "English"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_EMPTY = ("null", "~", "none", "nan", "n/a", "todo", "tbd", "tba", "?", "-", "xxx")


@rule(
    "one-language",
    WARNING,
    "who reads the other language meets a foreign title",
    """\
events:
  - {id: num-founding, date: 2020-04, title: {de: NUM gegründet, en: NUM founded}}
  - {id: gbn-joins-num, date: 2025-07-01, title: {en: GBN joins NUM}}
""",
)
def one_language(subject: Subject) -> Iterator[Finding]:
    """Find titles and names in one language, in a store that has some in both."""
    contents = subject.contents
    terms = [("networks", term.name, term.title) for term in contents.networks or ()]
    terms += [("kinds", term.name, term.title) for term in contents.kinds or ()]
    events = [("events", event.id, event.title) for event in contents.events]
    titles = [*terms, *events]
    if not any(title.de and title.en for _, _, title in events):
        return
    for section, name, title in titles:
        for language in LANGUAGES:
            if not getattr(title, language):
                key = "title" if section == "events" else "name"
                yield Finding(
                    (section, name, key),
                    f"the {key} of {name} is missing in {_LANGUAGE_NAMES[language]}",
                    f"write {{de: ..., en: ...}}, with {language!r}",
                )


@rule(
    "placeholder",
    WARNING,
    "a word for nothing is shown to readers as it stands",
    """\
events:
  - {id: num-founding, date: 2020-04, title: NUM founded, place: null, summary: TODO}
""",
)
def placeholder(subject: Subject) -> Iterator[Finding]:
    """Find texts such as null, n/a and TODO: to a store, every value is text."""
    for event in subject.contents.events:
        texts = [("place", event.place)]
        texts += [(key, text) for key, both in (("title", event.title), ("summary", event.summary))
                  if both for text in (both.de, both.en)]  # fmt: skip
        for key, text in texts:
            if text and text.casefold() in _EMPTY:
                yield Finding(
                    ("events", event.id, key),
                    f"the {key} of {event.id} is {text!r}",
                    "fill it in, or delete it",
                )


@rule(
    "trailing-space", WARNING, "what nobody sees makes changes that nobody understands",
    "events:\n  - id: num-founding   \n    date: 2020-04\n    title: NUM founded\n",
)  # fmt: skip
def trailing_space(subject: Subject) -> Iterator[Finding]:
    """Find lines that end in spaces or tabs that are no part of a text; ``--fix`` deletes them."""
    for file in subject.files:
        for number, line in enumerate(_LINE_END.split(file.text)):
            bare = line.rstrip(" \t")
            if bare != line and number not in file.inside:
                yield Finding(
                    Spot(file.name, number, len(bare), len(line) - len(bare)),
                    "spaces at the end of a line",
                    "delete them, or run check --fix",
                )


@rule(
    "unsorted",
    WARNING,
    "who looks for an event looks where its date belongs",
    """\
events:
  - {id: gbn-joins-num, date: 2025-07-01, title: GBN joins NUM}
  - {id: num-founding, date: 2020-04, title: NUM founded}
""",
)
def unsorted(subject: Subject) -> Iterator[Finding]:
    """Find the fewest events of a file that have to be moved for all to be in the order of dates.

    A file that stands wholly the other way round, newest first, with three or more different
    beginnings, is in order. ``--fix`` moves the others.
    """
    for file in subject.files:
        keys = [beginning(event) for event in file.events]
        if is_newest_first(keys):
            continue
        for number in astray(keys):
            event = file.events[number]
            above = next((n for n in reversed(range(number)) if keys[n] > keys[number]), None)
            below = next((n for n in range(number, len(keys)) if keys[n] < keys[number]), number)
            other = file.events[below if above is None else above]
            yield Finding(
                ("events", event.id, "id"),
                f"{event.id} ({said(event)}) stands {'before' if above is None else 'after'} "
                f"{other.id} ({said(other)})",
                "move it, or run check --fix",
            )
