"""HTML: one page to look at, to search, to print and to publish, with nothing beside it.

A list with footnotes in both languages, which needs no script; above it, where scripts run, the
chart and filters. The page asks nobody for anything, and its policy (CSP) lets nothing else run.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from timeline.formats.drawing import day_words, legend, title
from timeline.formats.footnotes import Footnotes
from timeline.formats.page import entries
from timeline.formats.page.chart_data import as_drawn, chart_json, laid_out, mark_test
from timeline.formats.page.page_words import WORDS_OF_PAGE
from timeline.formats.svg_style import DARK, LIGHT
from timeline.model import LANGUAGES, Text
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from timeline.chart.layout import Layout
    from timeline.chart.rows import Item
    from timeline.formats import Style
    from timeline.formats.drawing import Sign
    from timeline.model import Answer

_SCRIPTS = ("chart.js", "moves.js", "filters.js", "page.js")
_BEGUN = 'document.documentElement.classList.add("js");'
"""What hides, before anything is drawn, what only readers without scripts are to see."""

_PIECE = 64
"""Pieces of the template that are passed on together."""


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the page in pieces."""
    page = _template().stream(**_told(answer, style))
    page.enable_buffering(_PIECE)
    yield from page


@cache
def _template() -> Template:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined,
        finalize=_safe, keep_trailing_newline=True, loader=FunctionLoader(_asset),
    )  # fmt: skip
    for ask in (entries.is_time, entries.is_web, entries.is_bounded):
        environment.globals[ask.__name__] = ask
    return environment.get_template("page.html.j2")


def _safe(value: Any) -> Any:
    """Clean every text that the template says of what no output may carry."""
    return one_line(value) if type(value) is str else value


def _asset(name: str) -> str:
    from importlib.resources import files

    return files("timeline.formats.page").joinpath(name).read_text("utf-8")


def _told(answer: Answer, style: Style) -> dict[str, Any]:
    """Return all that the template knows."""
    from markupsafe import Markup

    layout, items = laid_out(answer, style)
    names = {"network": _names(answer, "network"), "kind": _names(answer, "kind")}
    look, script = _look(), _script()
    data = chart_json(answer, style, layout, items, names)
    blocks = {"look": look, "begun": _BEGUN, "script": script, "data": data}
    return {
        **{name: Markup(text) for name, text in blocks.items()},  # noqa: S704 - the page's own style and scripts, and JSON that is escaped
        "answer": answer,
        "language": answer.language,
        "policy": _policy(look, _BEGUN, script),
        "title": entries.both(lambda lang: title(answer, lang)),
        "counted": entries.counted(answer),
        "words": WORDS_OF_PAGE,
        "today": entries.both(lambda lang: day_words(style.today, lang)) if style.today else None,
        "names": names,
        "has_chart": bool(items),
        "signs": _signs(layout, items, style.today),
        "years": entries.years(answer, Footnotes()),
        "sources": entries.sources_of(answer),
    }


def _signs(layout: Layout, items: dict[str, Item], today: int) -> list[tuple[Sign, Text]]:
    drawn, is_mark = as_drawn(layout, items), mark_test(layout)
    de, en = (list(legend(drawn, language, today, is_mark)) for language in LANGUAGES)
    return [(sign, Text(sign.said, other.said)) for sign, other in zip(de, en, strict=True)]


def _look() -> str:
    """Return the page's style, the colours of lanes, and how many entries a part of a list has."""
    pairs = list(zip(LIGHT, DARK, strict=True))
    colours = "; ".join(f"--c{n}: light-dark({one}, {two})" for n, (one, two) in enumerate(pairs))
    lanes = [f".c{n} {{ --lane: var(--c{n}) }}" for n in range(len(pairs))]
    counts = [f".n{n} {{ --n: {n} }}" for n in range(1, entries.MOST + 1)]
    return "\n".join((_asset("page.css") + f":root {{ {colours} }}", *lanes, *counts, ""))


def _script() -> str:
    """Return the page's script: one function, so that it leaves no name behind."""
    parts = "\n".join(map(_asset, _SCRIPTS))
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _policy(look: str, *scripts: str) -> str:
    """Return a policy that lets the page's own style and scripts act, and nothing else at all."""
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(look)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    """Return the source expression of an inline block (CSP level 3)."""
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _names(answer: Answer, field: str) -> dict[str, tuple[Text, int]]:
    """Return the names that events are filed under, with what they stand for and how many bear it.

    In the order of the alphabet, "" for none of them last.
    """
    declared = {"network": answer.networks, "kind": answer.kinds}[field]
    counts: dict[str, int] = {}
    for match in answer.matches:
        event = match.event
        for name in (event.networks if field == "network" else (event.kind or "",)) or ("",):
            counts[name] = counts.get(name, 0) + 1
    ordered = sorted(counts, key=lambda name: (not name, name.casefold(), name))
    return {name: (declared.get(name, Text(name, name)), counts[name]) for name in ordered}
