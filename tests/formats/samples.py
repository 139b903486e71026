"""Answers for the tests of formats: any dates, and texts that try to be more than text."""

from __future__ import annotations

from functools import cache
from typing import Any

import timeline
from tests.conftest import BUNDLED
from tests.test_formats import HOSTILE
from timeline.dates.edtf import parse
from timeline.model import Answer, Citation, Date, Dispute, Event, Match, Source, Text
from timeline.store.fields import describe

TEXTS = [
    *HOSTILE, "section x", "title x", "timeline", "accTitle: x", "accDescr { x }", "%% c", "---",
    '%%{init: {"theme": "dark"}}%%', "a : b : c", "#35;", "#58;", "&lt;b&gt;", "#lt;b#gt;",
    "ﬂ°lt¶ßb", "ﬂ°°60¶ßscript", "<script>window.hit=1</script>", "</script><script>window.hit=1",
    "<img src=x onerror=window.hit=1>", "-->", "<!--", "]]>", "=1+1", "javascript:window.hit=1",
    "style a:#f00; b", "classDef a:#b;c", "\"quoted\" 'single' “x”", "a<br>b", "<br/>", "@{x}",
    "$$x^2$$", "\\n\\t", "C:\\New \\N \\, \\;", "日本語 中文 한국어 العربية", "👩\u200d💻 👍🏽",
    "e\u0301\u0302 ü ß ﬁ", "a;b;c", "100 % sure", "C# and F#", "R&D", "1 < 2 > 0", ":::x", ": x",
    "x:", "#", "%", ";", ",", "constructor", "__proto__", "a\r\nb\u2028c", "BEGIN:VEVENT",
    "\r\nEND:VEVENT\r\n", "x" * 10_000, "日" * 3_000, "wörter " * 1_400, "<i>a</i> <b>b</b>",
    '<span class="nocase">a</span>', "a<sup>2</sup>", "{a}", "\ufeffb", "\u2066a\u2069",
]  # fmt: skip
"""Titles no store would have, each of which has to come out as itself, on one line."""


def date(edtf: str) -> Date:
    """Return a date with its words, as a store would read it."""
    return describe(parse(edtf))


def event(name: str, edtf: str, title: str = "Something", **fields: Any) -> Event:
    """Return an event; ``published`` makes it cite one source that came out then."""
    if published := fields.pop("published", None):
        source = Source(title="A source", published=date(published))
        fields["citations"] = (Citation(source),)
    return Event(name, date(edtf), Text(en=title), **fields)


def answer(*events: Event, **fields: Any) -> Answer:
    """Return an answer of certain matches in English."""
    matches = tuple(Match(event) for event in events)
    return Answer(matches, found=(len(events), 0), **fields)


def hostile(language: str = "en", longest: int = 10_000) -> Answer:
    """Return an answer with every text of ``TEXTS`` wherever a store has text, cut to a length."""
    events = []
    for number, text in enumerate(text[:longest] for text in TEXTS):
        said = Text(de=text, en=text)
        source = Source(title=text, publisher=text, url=f"https://example.org/{number}?a=1&b='\"")
        cited = (Citation(source, stated=text, note=said),)
        events.append(Event(
            f"e{number}", date(str(1900 + number)), said, kind=text, networks=(text,), summary=said,
            place=text, tags=(text,), citations=cited, disputed=(Dispute(date("1850"), cited, said),),
        ))  # fmt: skip
    return answer(*events, language=language)


@cache
def bundled(language: str = "en") -> Answer:
    """Return the bundled chronology."""
    return read_whole(timeline.load(BUNDLED, language=language, cache=False).answer)


def read_whole(found: Answer) -> Answer:
    """Return an answer that needs no index any more: that is closed when a test is over."""
    return found._replace(matches=tuple(found.matches), found=tuple(found.found), briefs=None,
                          figures=None)  # fmt: skip
