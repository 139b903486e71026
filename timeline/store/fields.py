"""One small reader per kind of value in a store: a node becomes a value, or a problem is noted.

Every reader takes the report and a node, and returns None where the node cannot be used.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from timeline.dates import edtf
from timeline.dates.calendar import iso
from timeline.dates.durations import parse_duration
from timeline.dates.wording import words
from timeline.errors import DateError
from timeline.model import LANGUAGES, Date, Text
from timeline.placement import value_of
from timeline.spelling import nearest, plain_words
from timeline.store.nodes import Mapping, Node, Report, Scalar, Sequence, shown
from timeline.text import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from timeline.dates.durations import Duration

T = TypeVar("T")

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"[^\W_][\w.+&-]*( [\w.+&-]+)*")
NAME_HINT = "use letters, digits, '-', '.', '+' or '&', and single spaces"

_BREAKS = re.compile(r"(?<![ \t])[ \t]*[\t\r\n][ \t\r\n]*")


def read_text(report: Report, node: Node, what: str) -> str | None:
    """Read a text that says something; its own line breaks stay."""
    if not isinstance(node, Scalar):
        kind = "list" if isinstance(node, Sequence) else "mapping"
        report.add(node, "not-text", f"{what} is a {kind}, not a text",
                   "write a text; quote one that begins with [ or {")  # fmt: skip
        return None
    text = node.text.strip()
    if not text:
        _add_empty(report, node, what)
        return None
    return text


def read_line(report: Report, node: Node, what: str) -> str | None:
    """Read a text of one line: line breaks in it become spaces."""
    text = read_text(report, node, what)
    return text if text is None or text.isprintable() else _BREAKS.sub(" ", text)


def read_mapping(
    report: Report, node: Node, what: str, keys: tuple[str, ...], required: Iterable[str] = ()
) -> dict[str, Node] | None:
    """Read a mapping of known keys; unknown and missing ones are noted."""
    if not isinstance(node, Mapping):
        add_not_mapping(report, node, what, f"write its keys: {', '.join(keys)}")
        return None
    found = {key.text: value for key, value in node.pairs}
    misspelt: set[str | None] = set()
    if len(found) < len(node.pairs) or not found.keys() <= _set_of(keys):
        found = _known(report, node, what, keys, misspelt)
    for name in required:
        if name not in found and name not in misspelt:
            report.add(node, "missing-key", f"{what} has no {name!r}", f"add '{name}: ...'")
    return found


def _known(
    report: Report, node: Mapping, what: str, keys: tuple[str, ...], misspelt: set[str | None]
) -> dict[str, Node]:
    """Return the values of known keys, and note the others, with what they were meant to be."""
    found: dict[str, Node] = {}
    for key, value in node.pairs:
        if key.text in keys:
            found.setdefault(key.text, value)
        else:
            # After a thousand problems nobody reads on, and looking for the right key takes time.
            meant = _nearest_key(key.text[:60], keys) if len(report.problems) < 1000 else None
            misspelt.add(meant)
            hint = f"did you mean {meant}?" if meant else f"its keys are {', '.join(keys)}"
            report.add(key, "unknown-key", f"{shown(key.text)} is not a key of {what}", hint)
    return found


_set_of = lru_cache(maxsize=100)(frozenset[str])
"""The few lists of keys that there are, to be looked up in."""


@lru_cache(maxsize=1000)  # a slip of the pen is often repeated
def _nearest_key(word: str, keys: tuple[str, ...]) -> str | None:
    return nearest(word, keys)


def add_not_mapping(report: Report, node: Node, what: str, hint: str) -> None:
    """Note that a node should be a mapping, or is nothing at all."""
    if isinstance(node, Scalar) and not node.text:
        _add_empty(report, node, what)
    else:
        report.add(node, "not-mapping", f"{what} is not a mapping", hint)


def _add_empty(report: Report, node: Node, what: str) -> None:
    report.add(node, "empty-value", f"{what} is empty", "fill it in, or delete it")


def read_names(report: Report, node: Node, what: str) -> list[Scalar]:
    """Read a list of names; a single one may stand without a list."""
    if isinstance(node, Scalar) and (node.text or node.quoted):
        node = Sequence([node], node.line, node.column)
    names: dict[str, Scalar] = {}
    for item in read_list(report, node, what):
        text = read_text(report, item, f"an entry of {what}")
        if text is None or not isinstance(item, Scalar):
            continue
        if text in names:
            report.add(item, "duplicate-item", f"{shown(text)} is given twice", "keep one of them")
        else:
            names[text] = item if text == item.text else item._replace(text=text)
    return list(names.values())


def read_list(report: Report, node: Node, what: str) -> list[Node]:
    """Read a list; an empty value is a problem, an empty list is not."""
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Scalar) and not node.text:
        _add_empty(report, node, what)
    else:
        report.add(node, "not-list", f"{what} is not a list", "write a '- ...' line for each")
    return []


def read_bilingual(
    report: Report,
    node: Node,
    what: str,
    language: str,
    read: Callable[[Report, Node, str], str | None] = read_line,
) -> Text | None:
    """Read a text, or a mapping of ``de`` and ``en``; a plain text is in the store's language."""
    if isinstance(node, Scalar):
        text = read(report, node, what)
        if text is None:
            return None
        return Text(de=text) if language == "de" else Text(en=text)
    if isinstance(node, Sequence):
        report.add(node, "not-text", f"{what} is a list, not a text",
                   "write a text, or {de: ..., en: ...}; quote one that begins with [")  # fmt: skip
        return None
    if not node.pairs:
        report.add(node, "empty-value", f"{what} is empty", "write {de: ..., en: ...}")
    found = read_mapping(report, node, what, LANGUAGES) or {}
    texts = {key: read(report, value, f"{what} ({key})") for key, value in found.items()}
    return Text(**texts) if texts else None


def read_edtf(report: Report, node: Node, what: str) -> Date | None:
    """Read an EDTF date of any level."""
    text = read_text(report, node, what)
    if text is None:
        return None
    try:
        return _described(text)
    except DateError as error:
        message, hint = _mended(text, error)
        report.add(node, "bad-date", f"{what}: {message}", hint)
        return None


def read_duration(report: Report, node: Node, what: str) -> Duration | None:
    """Read a stretch of time: "2 weeks", "1 Jahr 6 Monate"."""
    text = read_line(report, node, what)
    if text is None:
        return None
    try:
        return parse_duration(text)
    except DateError as error:
        report.add(node, "bad-duration", f"{what}: {error.message}", error.hint)
        return None


def _mended(text: str, error: DateError) -> tuple[str, str]:
    """Return what is wrong with a date, and its EDTF where it was written in words."""
    from timeline.dates.phrases import TWO_DAYS, parse_phrase

    try:
        # A relative date comes out differently on two days: it has no EDTF of its own.
        said = {str(parse_phrase(text, day)) for day in TWO_DAYS}
    except DateError as other:
        return (other.message, other.hint) if "/" in text else (error.message, error.hint)
    if len(said) > 1:
        return error.message, error.hint
    found = said.pop()
    return error.message, f"write '{found}'" if found[0] in "[{" else f"write {found}"


@lru_cache(32_768)
def _described(text: str) -> Date:
    """Read a date; many events and sources of a store share one."""
    return describe(value_of(text))


def describe(value: edtf.Edtf) -> Date:
    """Put a date into the words and days that every output shows."""
    first, last = edtf.bounds(value)
    said = Text(words(value, "de"), words(value, "en"))
    return Date(str(value), said, iso(first), iso(last), edtf.precision(value))


def read_ignore(report: Report, found: dict[str, Node]) -> tuple[str, ...]:
    """Read the codes of checks to ignore: a list of them, or a mapping to the reason why."""
    node = found.get("ignore")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        return tuple(name.text for name in read_names(report, node, "ignore"))
    for key, reason in node.pairs:
        read_text(report, reason, f"the reason to ignore {shown(key.text)}")
    return tuple(key.text for key, _ in node.pairs)


def read_id(report: Report, node: Node, what: str) -> str | None:
    """Read an id: lower-case words and digits, joined by hyphens."""
    text = read_text(report, node, what)
    if text is not None and not ID.fullmatch(text):
        mend = "-".join(plain_words(text[:60])) or "num-founding"
        message = f"{what} {shown(text)} is not made of [a-z0-9] words joined by '-'"
        report.add(node, "bad-id", message, f"write {mend}")
        return None
    return text


def read_url(report: Report, node: Node, what: str) -> str | None:
    """Read a web address: http or https, and nothing a browser would run."""
    text = read_text(report, node, what)
    if text is not None and not ADDRESS.fullmatch(text):
        report.add(node, "bad-url", f"{what} {shown(text)} is not a web address",
                   "write https://... without spaces")  # fmt: skip
        return None
    return text


def read_choice(
    report: Report, node: Node, what: str, choices: tuple[str, ...], otherwise: str = ""
) -> str | None:
    """Read one of a few words."""
    text = read_text(report, node, what)
    if text is not None and text not in choices:
        hint = report.suggest(text, choices, otherwise or f"write {' or '.join(choices)}")
        report.add(node, "bad-choice", f"{what} cannot be {shown(text)}", hint)
        return None
    return text


def each(report: Report, node: Node, what: str, read: Callable[[Node], T | None]) -> tuple[T, ...]:
    """Read every item of a list, leaving out those that cannot be used."""
    values = (read(item) for item in read_list(report, node, what))
    return tuple(value for value in values if value is not None)
