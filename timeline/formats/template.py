"""A line an event as a template says: fields in braces, as in Python's format strings, no code.

``{date.text}: {title.en}``. Behind a colon stands how a field is laid out, as Python lays out text:
a fill and ``<``, ``>`` or ``^``, a width, and behind a point the most characters (``{id:<30}``).
``{{`` and ``}}`` are braces; a backslash before t, n or a backslash makes a tab, a new line or a
backslash of it, because a shell passes both characters on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import QueryError, UsageError
from timeline.formats.words import match_text
from timeline.model import FIELDS, LANGUAGES
from timeline.spelling import did_you_mean
from timeline.text import FORBIDDEN, clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Match

WIDEST = 1000
"""Characters to which a field may be filled up or cut: a template is no way to fill a disk."""

_PARTS = {
    "date": ("edtf", "text", "earliest", "latest", "precision"),
    "title": LANGUAGES,
    "summary": LANGUAGES,
    "sources": ("id", "title", "url"),
}
NAMES = (*FIELDS, *(f"{name}.{part}" for name, parts in _PARTS.items() for part in parts))
"""Every name that may stand in braces, beside ``figures.NAME``."""

_EXAMPLE = "write '{date.text}: {title}'"
_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|\\.?|[^{}\\]+", re.DOTALL)
_LITERAL = {"{{": "{", "}}": "}", "\\t": "\t", "\\n": "\n", "\\\\": "\\"}
_FIGURE = re.compile(r"figures\.[a-z][a-z0-9_]*")
_NESTED = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)+\}")
_LAYOUT = re.compile(r"(?:.?[<>^])?([0-9]*)(?:\.([0-9]+))?s?")
_UNPRINTED = re.compile(rf"{FORBIDDEN.pattern}|\r")


class Field(NamedTuple):
    """A field of a template: its name, and how Python's ``format`` lays out its text."""

    name: str
    layout: str


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return a line an event.

    Raises UsageError, before anything else, for no proper template.
    """
    parts = parse(style.template)
    return (
        "".join(_said(part, match, answer) for part in parts) + "\n" for match in answer.matches
    )


def parse(template: str) -> list[Field | str]:
    """Return the fields of a template and the text between them.

    Raises UsageError where there is none, QueryError with the place for what it cannot hold.
    """
    if not template:
        raise UsageError("the template is empty", _EXAMPLE)
    if found := _UNPRINTED.search(template):
        raise _refused(f"{clean(found[0])} is no character to print", "leave it out", template,
                       found.start())  # fmt: skip
    return [_part(token, template) for token in _TOKEN.finditer(template)]


def losses(answer: Answer, style: Style) -> list[str]:
    """Say which figures of a template no event has; perhaps their names are misspelt."""
    fields = [part.name for part in parse(style.template) if isinstance(part, Field)]
    asked = dict.fromkeys(f.partition(".")[2] for f in fields if _FIGURE.fullmatch(f))
    if not (asked and answer.matches):
        return []
    known = answer.figure_names()
    return [
        f"no event here has the figure {name!r}{near and f'; {near}'}"
        for name in asked if name not in known for near in [did_you_mean(name, known)]
    ]  # fmt: skip


def _part(token: re.Match[str], template: str) -> Field | str:
    text, at = token[0], token.start()
    if text in _LITERAL:
        return _LITERAL[text]
    if text.startswith("\\"):
        mend = "write \\t, \\n, or \\\\ for a backslash"
        raise _refused(f"{clean(text)} means nothing", mend, template, at, len(text))
    if _NESTED.match(template, at):
        raise _refused("a field cannot stand inside another", "write them one after the other",
                       template, at)  # fmt: skip
    if text in ("{", "}"):
        missing = "closing" if text == "{" else "opening"
        raise _refused(f"a brace without its {missing} one", f"write {text * 2} for a brace itself",
                       template, at)  # fmt: skip
    return _field(text[1:-1], template, at + 1) if text.startswith("{") else text


def _field(text: str, template: str, at: int) -> Field:
    """Read what stands in braces, from a place in the template on."""
    whole, colon, layout = text.partition(":")
    name = whole.strip()
    if name not in NAMES and not _FIGURE.fullmatch(name):
        raise _refused(*_no_field(name), template, at, len(whole))
    found = _LAYOUT.fullmatch(layout)
    place = (template, at + len(whole) + len(colon), len(layout))
    if found is None:
        raise _refused(f"{layout!r} is no layout of text", "write <30, >30, ^30 or .30", *place)
    if any(len(number) > 4 or int(number) > WIDEST for number in found.groups() if number):
        raise _refused(f"{layout!r} is too wide", f"at most {WIDEST} characters", *place)
    return Field(name, layout)


def _no_field(name: str) -> tuple[str, str]:
    """Say why a name is that of no field, and what to write."""
    valid = f"valid: {', '.join(NAMES)}, figures.NAME"
    if not name:
        return "a field has no name", f"{_EXAMPLE} ({valid})"
    plain = re.split(r"[!\[(]", name)[0].strip()
    field, dot, part = plain.partition(".")
    if plain != name:
        meant = plain if plain in NAMES else field if field in NAMES else "title"
        return f"a field is a name alone, without {name[len(plain) :]!r}", f"write {{{meant}}}"
    if dot and field in FIELDS and field != "figures":
        known = [name for name in NAMES if name.partition(".")[0] == field]
        valid = f"write {' or '.join(f'{{{name}}}' for name in known)}"
        return f"{field} has no {part!r}", did_you_mean(plain, known[1:], valid)
    near = did_you_mean(name, (*NAMES, "figures.NAME"))
    return f"there is no field {name!r}", f"{near} ({valid})" if near else valid


def _refused(why: str, mend: str, template: str, at: int, width: int = 1) -> QueryError:
    return QueryError(f"template: {why}", mend, template, at, max(width, 1))


def _said(part: Field | str, match: Match, answer: Answer) -> str:
    if isinstance(part, str):
        return part
    return format(one_line(_value(part.name, match, answer)), part.layout)


def _value(name: str, match: Match, answer: Answer) -> str:
    """Return what an event has for a name, or ""."""
    field, dot, part = name.partition(".")
    event = match.event
    if not dot:
        return match_text(match, name, answer)
    if field == "figures":
        return str(dict(event.figures).get(part, ""))
    if field == "sources":
        said: list[Any] = [getattr(citation.source, part) for citation in event.citations]
        return ", ".join(one_line(text) for text in said if text)
    if name == "date.text":
        return event.date.words.said_in(answer.language)
    return getattr(getattr(event, field), part, None) or ""
