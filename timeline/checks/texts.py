"""Checks of how a store is written: in both languages, in order, without leftovers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.checks.rule import WARNING, Finding, Subject, rule, said
from timeline.errors import Spot
from timeline.model import LANGUAGES
from timeline.placement import astray, beginning

if TYPE_CHECKING:
    from collections.abc import Iterator


_LANGUAGE_NAMES = {"de": "German", "en": "English"}
_TRAILING = re.compile(r"[ \t]+(?=\r?$)", re.MULTILINE)
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
    """Find lines that end with spaces or tabs; ``--fix`` takes them away where they say nothing."""
    for file in subject.files:
        line, start = 0, 0
        for match in _TRAILING.finditer(file.text):
            line += file.text.count("\n", start, match.start())
            start = match.start()
            begin = file.text.rfind("\n", 0, start) + 1
            yield Finding(
                Spot(file.name, line, start - begin, len(match[0])),
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
    """Find files whose events do not stand in the order of their dates; ``--fix`` moves them."""
    for file in subject.files:
        if strays := astray([beginning(event) for event in file.events]):
            number = strays[0]
            event, before = file.events[number], file.events[number - 1]
            others = f", and {len(strays) - 1} more" if len(strays) > 1 else ""
            where = f"after {before.id} ({said(before)})" if number else "before its time"
            yield Finding(
                ("events", event.id, "id"),
                f"{event.id} ({said(event)}) stands {where}{others}",
                "move it, or run check --fix",
            )
