"""Values of a store made of what a file has: cleaned where that loses nothing, or refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from timeline.dates.durations import parse_duration
from timeline.errors import UsageError
from timeline.model import LANGUAGES, STATUSES
from timeline.placement import value_of
from timeline.spelling import did_you_mean, fold, plain_words
from timeline.text import ADDRESS, FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.importers.harvest import Draft, Entry, Told

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"[^\W_][\w.+&-]*( [\w.+&-]+)*")
FIGURE_NAME = re.compile(r"[a-z][a-z0-9_]*")
FIGURE = re.compile(r"(?P<hedge>[~<>]|<=|>=)?(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)")
WHOLE_DIGITS, FLOAT_DIGITS = 30, 15
"""What a store takes; the tests hold these against ``timeline/store``."""

SOURCE_KEYS = ("title", "publisher", "published", "url", "accessed")

# The last code point is what a store's reader writes for something that it refused.
_UNKEPT = re.compile(f"{FORBIDDEN.pattern}|\U0010ffff")
_BREAK = re.compile(r"\r\n?")
_LINES = re.compile(r"[\t\n]+")
_UNNAMED = re.compile(r"[^\w.+& -]+")
_SLUG = 60

_CLEANED: Told = (
    "text had control, bidirectional or invisible characters, which are left out",
    "texts had control, bidirectional or invisible characters, which are left out",
)
_RENAMED: Told = (
    "name is written without the signs that a name cannot have",
    "names are written without the signs that a name cannot have",
)
_SLUGGED: Told = (
    "id is written as a store writes ids",
    "ids are written as a store writes them",
)


def shown(text: str) -> str:
    """Return a text in quotation marks as a message may show it, however long it is."""
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def read_text(draft: Draft, value: Any, what: str) -> str:
    """Return a text without what a store refuses, "" for none; its line breaks are LF.

    Raises UsageError for what is no text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{what} is not a text", 'write it in quotation marks: "..."')
    text = value
    if not text.isprintable():
        text = _UNKEPT.sub("", value)
        if text != value:
            draft.note(_CLEANED)
        text = _BREAK.sub("\n", text)
    return text.strip()


def read_line(draft: Draft, value: Any, what: str) -> str:
    """Return a text on one line: line breaks in it become spaces."""
    text = read_text(draft, value, what)
    if text.isprintable():
        return text
    return " ".join(filter(None, (part.strip(" ") for part in _LINES.split(text))))


def in_languages(draft: Draft, texts: dict[str, str]) -> str | dict[str, str]:
    """Return a text by language as a store writes it: plain where it is in the store's alone."""
    found = {language: texts[language] for language in LANGUAGES if texts.get(language)}
    own = draft.options.language
    return texts[own] if list(found) == [own] else found


def slug(text: str) -> str:
    """Return an id made of a text, "" where there is neither letter nor digit in it."""
    words = plain_words(text[: 4 * _SLUG])
    return "-".join(words)[:_SLUG].rstrip("-")


def read_id(draft: Draft, value: Any, what: str) -> str:
    """Return an id, "" for none; raises UsageError for what is none."""
    text = read_text(draft, value, what)
    if text and not ID.fullmatch(text):
        raise UsageError(f"{what} {shown(text)} is not made of [a-z0-9] words joined by '-'",
                         f"write {slug(text) or 'num-founding'}")  # fmt: skip
    return text


def made_id(draft: Draft, text: str, what: str) -> str:
    """Return an id made of one that may be written in any way; raises UsageError for none."""
    if ID.fullmatch(text):
        return text
    found = slug(text)
    if not found:
        raise UsageError(f"{what} {shown(text)} has no letter or digit", "write num-founding")
    draft.note(_SLUGGED, f"{shown(text)} as {found}")
    return found


def read_name(draft: Draft, text: str, what: str) -> str:
    """Return a name without the signs that it cannot have; raises UsageError for none."""
    if NAME.fullmatch(text):
        return text
    found = " ".join(_UNNAMED.sub(" ", text).lstrip("_.+& -").split())
    if not NAME.fullmatch(found):
        raise UsageError(
            f"{shown(text)} cannot name a {what}",
            "use letters, digits, '-', '.', '+' or '&', and single spaces",
        )
    draft.note(_RENAMED, f"{shown(text)} as {shown(found)}")
    return found


def read_names(draft: Draft, texts: Iterable[str], what: str) -> list[str]:
    """Return names, each once."""
    return list(dict.fromkeys(read_name(draft, text, what) for text in texts if text))


def read_url(draft: Draft, value: Any, what: str) -> str:
    """Return a web address, "" for none; raises UsageError for what is none."""
    text = read_text(draft, value, what)
    if text and not ADDRESS.fullmatch(text):
        raise UsageError(f"{what} {shown(text)} is not a web address",
                         "write https://... without spaces")  # fmt: skip
    return text


def read_edtf(draft: Draft, value: Any, what: str) -> str:
    """Return the text of an EDTF date, "" for none; raises DateError for anything else."""
    text = read_text(draft, value, what)
    return str(value_of(text)) if text else ""


def read_status(draft: Draft, value: Any) -> str:
    """Return the status of an event, "" for what happened."""
    text = read_text(draft, value, "status")
    if text and text not in STATUSES:
        hint = did_you_mean(text, STATUSES, f"write {' or '.join(STATUSES)}, or nothing")
        raise UsageError(f"status cannot be {shown(text)}", hint)
    return text


def read_by(draft: Draft, value: Any, what: str) -> str:
    """Return a stretch of time as it was written, "" for none; raises DateError for none."""
    text = read_line(draft, value, what)
    if text:
        parse_duration(text)
    return text


def read_figure(name: str, value: Any) -> int | float | str:
    """Return a number, or a text of a hedge and a number, that a store keeps as it is.

    Raises UsageError for anything else.
    """
    if not FIGURE_NAME.fullmatch(name):
        mend = "_".join(re.findall(r"[a-z0-9]+", fold(name[:_SLUG]))).lstrip("_0123456789")
        raise UsageError(f"{shown(name)} cannot name a figure", f"write {mend or 'funding_eur'}")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UsageError(f"the figure {name} is no number", 'write 37, or a text such as ">750"')
    text = value.strip().replace(" ", "") if isinstance(value, str) else _digits(value)
    match = FIGURE.fullmatch(text)
    if match is None:
        raise UsageError(f"the figure {name}: {shown(text)} is not a number",
                         "write 37: digits, after one of ~ < <= > >= or none")  # fmt: skip
    number = match["number"]
    digits = len(number.lstrip("-0.").replace(".", ""))
    if digits > (FLOAT_DIGITS if "." in number else WHOLE_DIGITS):
        raise UsageError(
            f"the figure {name}: {shown(text)} has too many digits to be kept",
            f"round it to {FLOAT_DIGITS} digits; a whole number may have {WHOLE_DIGITS}",
        )
    if match["hedge"]:
        return text
    # A float whose digits Python writes otherwise stays the text that it is.
    return int(number) if "." not in number else float(number) if _is_plain(number) else number


def _is_plain(number: str) -> bool:
    return repr(float(number)) == number


def _digits(number: float) -> str:
    """Return a number with all its digits, never as 1e-05."""
    if isinstance(number, int):
        return str(number)
    from decimal import Decimal

    return f"{Decimal(repr(number)):f}"


def citation(cited: str | Entry, stated: str, note: str | dict[str, str]) -> str | Entry:
    """Return a citation as a store writes it: of an id, a URL, or a source written inline."""
    said: Entry = {key: value for key, value in (("stated", stated), ("note", note)) if value}
    if isinstance(cited, dict):
        return {**cited, **said}
    return {"source": cited, **said} if said else cited
