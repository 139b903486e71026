"""Named numbers of an event, exact or hedged: ``37``, ``2.5``, ``~390000000``, ``>=750``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.spelling import fold
from timeline.store.fields import add_not_mapping, read_text
from timeline.store.nodes import Mapping, Node, Report, shown

if TYPE_CHECKING:
    from timeline.model import Figure

NAME = re.compile(r"[a-z][a-z0-9_]*")
FIGURE = re.compile(r"(?P<hedge>[~<>]|<=|>=)?(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)")

_WHOLE_DIGITS = 30
_FLOAT_DIGITS = 15  # what a binary floating-point number keeps of any decimal one
_HINT = "digits, after one of ~ < <= > >= or none"
_HEDGES = (
    ("≥|^(at least|mindestens)", ">="),
    ("≤|^(at most|up to|höchstens|bis zu)", "<="),
    (r"≈|^(about|around|approx\.|ca?\.|circa|etwa|rund)", "~"),
    ("^(more than|over|mehr als|über)", ">"),
    ("^(less than|fewer than|weniger als|unter)", "<"),
)


def read_figures(report: Report, node: Node, what: str) -> tuple[tuple[str, Figure], ...]:
    """Read named numbers, each exact or with one of the hedges ``~ < <= > >=`` before it."""
    if not isinstance(node, Mapping):
        add_not_mapping(report, node, what, "write {sites: 37}")
        return ()
    figures: dict[str, Figure] = {}
    for key, value in node.pairs:
        if not NAME.fullmatch(key.text):
            words = re.findall(r"[a-z0-9]+", fold(key.text[:60]))
            mend = "_".join(words).lstrip("_0123456789") or "funding_eur"
            hint = f"write {mend}: lower-case words joined by '_'"
            report.add(key, "bad-name", f"{shown(key.text)} cannot name a figure", hint)
        figure = _read_figure(report, value, f"the figure {shown(key.text)}")
        if figure is not None:
            figures.setdefault(key.text, figure)
    return tuple(figures.items())


def _read_figure(report: Report, node: Node, what: str) -> Figure | None:
    text = read_text(report, node, what)
    if text is None:
        return None
    figure = text.replace(" ", "")
    match = FIGURE.fullmatch(figure)
    if match is None:
        hint = f"write {_mended(text) or '37'}: {_HINT}"
        report.add(node, "bad-figure", f"{shown(text)} is not a number", hint)
        return None
    number = match["number"]
    digits = len(number.lstrip("-0.").replace(".", ""))
    if digits > (_FLOAT_DIGITS if "." in number else _WHOLE_DIGITS):
        hint = f"round it to {_FLOAT_DIGITS} digits; a whole number may have {_WHOLE_DIGITS}"
        report.add(node, "bad-figure", f"{shown(text)} has too many digits to be kept", hint)
        return None
    if match["hedge"]:
        return figure
    return float(number) if "." in number else int(number)


def _mended(text: str) -> str:
    """Return the figure that a text probably means, quoted where YAML wants it, or ""."""
    number = text[:60].casefold()
    for wording, hedge in _HEDGES:
        number = re.sub(wording, hedge, number)
    number = re.sub(r"[\s_'’]", "", number)
    for separator in ".,":
        if number.count(separator) > 1:  # only thousands are marked more than once
            number = number.replace(separator, "")
    if re.search(r",\d{3}$", number):  # 1,000 is a thousand to some readers and one to others
        return ""
    number = number.replace(",", ".")
    if not FIGURE.fullmatch(number):
        return ""
    return f"'{number}'" if number.startswith(">") else number
