"""One small reader per kind of value in a store: a node becomes a value, or a problem is noted.

Every reader takes the report and a node, and returns None where the node cannot be used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from timeline.dates import edtf
from timeline.dates.calendar import iso
from timeline.dates.wording import words
from timeline.errors import DateError
from timeline.model import LANGUAGES, Date, Figure, Text
from timeline.spelling import did_you_mean
from timeline.store.nodes import Mapping, Node, Report, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"[^\W_][\w.+&-]*( [\w.+&-]+)*")
FIGURE_NAME = re.compile(r"[a-z][a-z0-9_]*")
FIGURE = re.compile(r"(?:[~<>]|<=|>=)?(-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,15})?)")
URL = re.compile(r"https?://[^\s/<>\"\\]+[^\s<>\"\\]*")


def read_text(report: Report, node: Node, what: str) -> str | None:
    """Read a text that says something."""
    if not isinstance(node, Scalar):
        report.add(node, "not-text", f"{what} is not a text", "write one line of text")
        return None
    if not node.text.strip():
        report.add(node, "empty-value", f"{what} is empty", "fill it in, or delete the key")
        return None
    return node.text.strip()


def read_mapping(
    report: Report, node: Node, what: str, keys: Iterable[str], required: Iterable[str] = ()
) -> dict[str, Node] | None:
    """Read a mapping of known keys; unknown and missing ones are noted."""
    if not isinstance(node, Mapping):
        if isinstance(node, Scalar) and not node.text:
            report.add(node, "empty-value", f"{what} is empty", "fill it in, or delete the key")
        else:
            report.add(node, "not-mapping", f"{what} is not a mapping", "write 'key: value' lines")
        return None
    known = tuple(keys)
    found: dict[str, Node] = {}
    for key, value in node.pairs:
        if key.text in known:
            found.setdefault(key.text, value)
        else:
            hint = did_you_mean(key.text, known, f"its keys are {', '.join(known)}")
            report.add(key, "unknown-key", f"{key.text!r} is not a key of {what}", hint)
    for key_name in required:
        if key_name not in found:
            report.add(node, "missing-key", f"{what} has no {key_name!r}", f"add '{key_name}: ...'")
    return found


def read_names(node: Node, report: Report, what: str) -> list[Scalar]:
    """Read a list of names; a single one may stand without a list."""
    if isinstance(node, Scalar) and (node.text or node.quoted):
        node = Sequence([node], node.line, node.column)
    names: list[Scalar] = []
    for item in read_list(report, node, what):
        if read_text(report, item, f"an entry of {what}") is None:
            continue
        assert isinstance(item, Scalar)
        if any(item.text == name.text for name in names):
            report.add(item, "duplicate-item", f"{item.text!r} is given twice", "keep one of them")
        else:
            names.append(item)
    return names


def read_list(report: Report, node: Node, what: str) -> list[Node]:
    """Read a list; an empty value is a problem, an empty list is not."""
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Scalar) and not node.text:
        report.add(node, "empty-value", f"{what} is empty", "fill it in, or delete the key")
    else:
        report.add(node, "not-list", f"{what} is not a list", "write one '- ...' line for each")
    return []


def read_bilingual(report: Report, node: Node, what: str, language: str) -> Text | None:
    """Read a text, or a mapping of ``de`` and ``en``; a plain text is in the store's language."""
    if isinstance(node, Scalar):
        text = read_text(report, node, what)
        if text is None:
            return None
        return Text(de=text) if language == "de" else Text(en=text)
    found = read_mapping(report, node, what, LANGUAGES)
    if not found:
        if found is not None and isinstance(node, Mapping) and not node.pairs:
            report.add(node, "empty-value", f"{what} is empty", "write {de: ..., en: ...}")
        return None
    return Text(*(read_text(report, found[k], f"{what} ({k})") if k in found else None
                  for k in LANGUAGES))  # fmt: skip


def read_edtf(report: Report, node: Node, what: str) -> edtf.Edtf | None:
    """Read an EDTF date of any level."""
    text = read_text(report, node, what)
    if text is None:
        return None
    try:
        return edtf.parse(text)
    except DateError as error:
        report.add(node, "bad-date", f"{what}: {error.message}", error.hint)
        return None


def describe(value: edtf.Edtf) -> Date:
    """Put a date into the words and days that every output shows."""
    first, last = edtf.bounds(value)
    said = Text(words(value, "de"), words(value, "en"))
    return Date(str(value), said, iso(first), iso(last), edtf.precision(value))


def read_id(report: Report, node: Node, what: str) -> str | None:
    """Read an id: lower-case words and digits, joined by hyphens."""
    text = read_text(report, node, what)
    if text is not None and not ID.fullmatch(text):
        mend = "-".join(re.findall(r"[a-z0-9]+", text.lower())) or "num-founding"
        report.add(node, "bad-id", f"{what} {text!r} is not made of [a-z0-9] words joined by '-'",
                   f"write {mend}")  # fmt: skip
        return None
    return text


def read_url(report: Report, node: Node, what: str) -> str | None:
    """Read a web address: http or https, and nothing a browser would run."""
    text = read_text(report, node, what)
    if text is not None and not URL.fullmatch(text):
        report.add(node, "bad-url", f"{what} {text!r} is not a web address",
                   "write https://... without spaces")  # fmt: skip
        return None
    return text


def read_choice(report: Report, node: Node, what: str, choices: tuple[str, ...]) -> str | None:
    """Read one of a few words."""
    text = read_text(report, node, what)
    if text is not None and text not in choices:
        hint = did_you_mean(text, choices, f"write {' or '.join(choices)}")
        report.add(node, "bad-choice", f"{what} cannot be {text!r}", hint)
        return None
    return text


def read_figures(report: Report, node: Node) -> tuple[tuple[str, Figure], ...]:
    """Read named numbers, each exact or with one of the hedges ``~ < <= > >=`` before it."""
    if not isinstance(node, Mapping):
        report.add(node, "not-mapping", "figures are not a mapping", "write {sites: 37}")
        return ()
    figures: dict[str, Figure] = {}
    for key, value in node.pairs:
        if not FIGURE_NAME.fullmatch(key.text):
            report.add(key, "bad-name", f"{key.text!r} cannot name a figure",
                       "write it as funding_eur: lower-case words joined by '_'")  # fmt: skip
        elif (text := read_text(report, value, f"the figure {key.text}")) is not None:
            number = text.replace(" ", "")
            match = FIGURE.fullmatch(number)
            if match is None:
                report.add(value, "bad-figure", f"{text!r} is not a number",
                           "write 37, 2.5 or '>750': digits, after one of ~ < <= > >=")  # fmt: skip
            elif match[1] == number:
                figures[key.text] = float(number) if "." in number else int(number)
            else:
                figures[key.text] = number
    return tuple(figures.items())


def each(report: Report, node: Node, what: str, read: Callable[[Node], T | None]) -> tuple[T, ...]:
    """Read every item of a list, leaving out those that cannot be used."""
    values = (read(item) for item in read_list(report, node, what))
    return tuple(value for value in values if value is not None)
