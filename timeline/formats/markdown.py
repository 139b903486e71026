"""Markdown: one event a line, so that ``grep`` works; footnotes follow, each source once.

CommonMark with GitHub's footnotes. A store's text is never taken for markup.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from timeline.brief import NEXT
from timeline.formats.footnotes import Footnotes, evidence
from timeline.formats.words import DETAILS, field_text, match_text, status_marks, word
from timeline.model import CERTAIN, POSSIBLE, Match
from timeline.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Citation, Event, Told

_KEPT = 8_192
"""Dates and other pieces that many lines share, which are put together once."""

_AT_ONCE = 64
"""Lines that are handed on together: of very many, each costs less than the way of one alone."""

# An underscore inside a word and a lone ampersand mean nothing: they stay readable. A sign at the
# end would make an image or a note of its own of the footnote behind it, and GitHub takes that
# footnote, and every backslash, for a part of a bare address: it must not find one.
_SPECIAL = re.compile(
    r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|[!^]\Z|:(?=//)|(?<=[Ww]{3})\."
)

_MAYBE = re.compile(r"[\\`*\[\]<>|~$_&!^]").search

# What begins a heading, an item or a rule, but only at the start of a line.
_OPENING = re.compile(r"(#{1,6}|[0-9]{1,9}[.)]|[+-])(?=[ -]|\Z)")

# Not every web address can be an autolink: these signs would end it.
_AUTOLINK = re.compile(r"https?://[^\s<>\\]+")


def escape(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line, behind something else."""
    return _escaped(one_line(text))


def _escaped(line: str) -> str:
    # Most texts have nothing in them that could mean something: one look at each tells so.
    if _MAYBE(line) or "://" in line or "w." in line or "W." in line:
        return _SPECIAL.sub(r"\\\g<0>", line)
    return line


def escape_start(text: str) -> str:
    """Return a text so that Markdown shows it as it is, where a line or an item begins with it."""
    safe = _escaped(one_line(text))
    if safe[:1].isalpha():
        return safe
    if opening := _OPENING.match(safe):
        at = opening.end() - 1  # of digits, a backslash escapes the sign that follows them
        return f"{safe[:at]}\\{safe[at:]}" if safe[0] != "#" else f"\\{safe}"
    return safe


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the events as a list and their sources as footnotes."""
    language = answer.language
    footnotes = Footnotes(style.label, language)
    if answer.briefs and not (style.fields or style.detail or style.headings):
        lines = chain(_told(answer.briefs(), answer, footnotes), source_lines(footnotes, language))
        while piece := "".join(islice(lines, _AT_ONCE)):
            yield piece
        return
    for heading, match in _with_headings(answer, style):
        yield heading
        if style.fields:
            yield f"- {_chosen(match, style.fields, answer)}\n"
        else:
            yield event_line(match, answer, footnotes)
            if style.detail:
                yield from _details(match, language, footnotes)
    yield from source_lines(footnotes, language)


def _told(briefs: Iterator[Told | Match], answer: Answer, footnotes: Footnotes) -> Iterator[str]:
    """Yield the lines of events as ``event_line`` does, of what an index keeps for that."""
    language, start = answer.language, f"[^{footnotes.label}"
    cite = footnotes.cite_line

    @lru_cache(_KEPT)
    def marked(sure: int, status: str | None) -> str:
        return _mark(CERTAIN if sure else POSSIBLE, status, language)

    @lru_cache(_KEPT)
    def dated(date: str, sure: int, status: str | None) -> str:
        return f"- **{_escaped(date)}** {marked(sure, status)}– "

    named = lru_cache(_KEPT)(escape)

    @lru_cache(_KEPT)
    def filed(networks: str, kind: str | None) -> str:
        said = [named(text) for text in (networks, answer.name_of_kind(kind)) if text]
        return f" ({'; '.join(said)})" if said else ""

    for told in briefs:
        if isinstance(told, Match):
            yield event_line(told, answer, footnotes)
            continue
        title, sure, date, networks, kind, status, cited, *_ = told
        if not cited:
            cites = ""
        elif NEXT in cited:
            cites = "".join(f"{start}{n}]" for n in footnotes.cite_lines(cited.split(NEXT)))
        else:
            cites = f"{start}{cite(cited)}]"
        yield f"{dated(date, sure, status)}{_escaped(title)}{filed(networks, kind)}{cites}\n"


def _with_headings(answer: Answer, style: Style) -> Iterator[tuple[str, Match]]:
    """Yield every match with the heading that stands above it, or ""."""
    if not style.headings:
        yield from (("", match) for match in answer.matches)
        return
    # Imported only here: a list without headings starts sooner.
    from timeline.formats.years import headings

    gap = ""
    for year, match in headings(answer):
        yield (f"{gap}## {year}\n\n" if year else ""), match
        gap = "\n"


def source_lines(footnotes: Footnotes, language: str) -> Iterator[str]:
    """Yield an empty line and the sources that were cited, if there are any."""
    start, before = f"[^{footnotes.label}", "\n"
    for number, text, url in footnotes.each(language):
        said, address = escape_start(text), link(url)
        yield f"{before}{start}{number}]: {said}{' ' if said and address else ''}{address}\n"
        before = ""


def link(url: str) -> str:
    """Return a web address as an autolink, or "" for none; what is no such address is text."""
    # Without white space, whatever is printable is as one_line would have it.
    if _AUTOLINK.fullmatch(url) and (url.isprintable() or url == one_line(url)):
        return f"<{url}>"
    return escape_start(url)


def _chosen(match: Match, fields: tuple[str, ...], answer: Answer) -> str:
    texts = []
    for number, name in enumerate(fields):
        said = match_text(match, name, answer)
        if name == "sources":
            said = source_names(match.event)
        else:
            said = escape(said) if number else escape_start(said)
        texts.append(said or "–")
    return " · ".join(texts)


def source_names(event: Event) -> str:
    """Return the names of an event's sources; of one that has only an address, that is a link."""
    sources = [citation.source for citation in event.citations]
    return ", ".join(
        link(source.name) if source.name == source.url else escape_start(source.name)
        for source in sources
    )


def event_line(match: Match, answer: Answer, footnotes: Footnotes) -> str:
    """Return an event as an item of a list, with its competing dates and the notes of all."""
    event, language = match.event, answer.language
    line = opening(event, match.certainty, language)
    said = (field_text(match, "networks", language), answer.kind_name(event))
    filed = [escape(text) for text in said if text]
    if filed:
        line += f" ({'; '.join(filed)})"
    return f"{line}{closing(match, language, footnotes)}\n"


def opening(event: Event, certainty: str, language: str) -> str:
    """Return how the line of an event begins: its date, its marks and its title."""
    date = escape(event.date.words.said_in(language))
    title = escape(event.title.said_in(language))
    return f"- **{date}** {mark(event, certainty, language)}– {title}"


def mark(event: Event, certainty: str, language: str) -> str:
    """Return what must be said of an event before its title, or ""."""
    return _mark(certainty, event.status, language)


def _mark(certainty: str, status: str | None, language: str) -> str:
    said = status_marks(certainty, status, language)
    return f"*({', '.join(said)})* " if said else ""


def closing(match: Match, language: str, footnotes: Footnotes) -> str:
    """Return what follows an event's title: its state, its notes, its competing dates."""
    line = f"; {escape(match.state)}" if match.state else ""
    line += notes(footnotes, match.event.citations)
    for dispute in match.event.disputed:
        line += f"; {word('disputed', language)}: {escape(dispute.date.words.said_in(language))}"
        line += notes(footnotes, dispute.citations)
    return line


def notes(footnotes: Footnotes, citations: Iterable[Citation]) -> str:
    """Return the marks of footnotes."""
    return "".join(f"[^{footnotes.label}{number}]" for number in footnotes.cite(citations))


def _details(match: Match, language: str, footnotes: Footnotes) -> Iterator[str]:
    for detail in details(match, language, footnotes):
        yield f"  - {detail}\n"


def details(match: Match, language: str, footnotes: Footnotes) -> Iterator[str]:
    """Yield everything else about an event, one thing a line, and what its sources say."""
    event = match.event
    for name in ("id", "summary", "place", "tags", *DETAILS):
        text = field_text(match, name, language)
        if text:
            yield f"{word(name, language)}: {escape(text)}"
    for citations, said in evidence(event, language):
        yield f"{escape_start(said)}{notes(footnotes, citations)}"
