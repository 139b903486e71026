"""Texts that try to be more than texts, and events that have one of them in every field."""

from __future__ import annotations

from tests.formats.samples import date
from timeline.model import Answer, Citation, Dispute, Event, Match, Source, Text
from timeline.text import FORBIDDEN

EVIL = "https://evil.example"

TEXTS = {
    "colours and cursor": "a\x1b[31;7mb\x1b[2J\x1b[9;9Hc\x1b[?1049h\x1b[?25l\x1b[6n\x1b[1Ad\x1b(0",
    "window title": "a\x1b]0;title\x07b\x1b]2;title\x1b\\c",
    "link of a terminal": f"\x1b]8;;{EVIL}\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "a\x1b]52;c;ZXZpbA==\x07b\x1b]52;p;?\x1b\\",
    "device control": 'a\x1bP$q"p\x1b\\b\x1bPq#0;2;0;0;0~-\x1b\\c\x1b_Gi=1;x\x1b\\d\x1b^x\x1b\\e\x1bc',
    "half an escape": "a\x1b[",
    "C1 controls": f"a\x9b31mb\x9d0;title\x9cc\x90q\x9cd\x84\x85\x8d\x9d52;c;eA==\x9ce\x9d8;;{EVIL}\x9cf",
    "bell and backspace": "shown\b\b\b\b\bhidden\x07\x0e\x0f\x7f\x05",
    "carriage return": "hidden\rshown\rx",
    "line breaks": "a\n\n# b\n- c\n\td\r\ne\x0bf\x0cg\x85h\u2028i\u2029j",
    "bidi overrides": "a\u202etxt.exe\u202c\u2066b\u2069\u2067c\u2068d\u202a\u202b\u202d\u200e\u200f\u061ce",
    "zero-width": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u2064g\ufff9h\ufffai\ufffbj",
    "tag characters": "k\U000e0001l\U000e0049\U000e0067\U000e007fm",
    "marks": "a" + "\u0301" * 5_000 + "b" + "\u0323\u0301" * 50,
    "noncharacters": "e\ufffe\uffff\ufdd0f",
    "nul": "c\0d",
    "lone surrogates": "a\ud800b\udcffc\udfff",
    "rich markup": f"[red]a[/red] [link={EVIL}]b[/link] [/] [/i] :smile: [@click=x]c[/]",
    "Markdown": f"*a* **b** _c_ `d` ~~e~~ [f]({EVIL}) ![g]({EVIL}/g.png) <{EVIL}> [^1] [h][1] | i | \\| $j$ [ ] ==k== {EVIL} www.evil.example",
    "Markdown block": "# a",
    "Markdown item": "1. a",
    "Markdown quotation": "> a",
    "Markdown fence": "```` a ~~~ b",
    "Markdown rule": "---",
    "footnote": f"[^1]: {EVIL}",
    "reference": f"[1]: {EVIL} 'x'",
    "block of embed": "<!-- /timeline --> <!-- timeline: list -->",
    "HTML": f"<b>a</b><script>window.hit=1</script><img src=x onerror=window.hit=1><a href='{EVIL}'>b</a><iframe src={EVIL}>",
    "end of blocks": "</script></style></title></textarea></svg>--></template><script>window.hit=1</script>",
    "opening comment": "<!-- <script> <![CDATA[ <plaintext>",
    "attributes": "a\" onmouseover=\"window.hit=1\" b='c' style='d' autofocus onfocus=window.hit=1 x=\"",
    "entities": "&lt;script&gt;window.hit=1&lt;/script&gt; &#60;b&#62; &#x3c;i&#x3e; &amp;lt;u&amp;gt; &nbsp;",
    "javascript address": "javascript:window.hit=1",
    "javascript address in disguise": "\x01 JaVa\tScRiPt\n:window.hit=1",
    "data address": "data:text/html,<script>window.hit=1</script>",
    "other addresses": "vbscript:x file:///etc/passwd //evil.example mailto:a@evil.example ms-excel:x",
    "address that is none": 'https://evil.example" onclick="window.hit=1',
    "formula": f'=HYPERLINK("{EVIL}","a")',
    "formula of a shell": "+cmd|' /C calc'!A0",
    "formula with a minus": "-2+3",
    "formula with an at": "@SUM(1+1)",
    "formula after blanks": " \t=1+1",
    "formula after a break": "a\n=1+1",
    "formula in full width": "＝1+1",
    "formula in quotes": '","=1+1","',
    "formula behind an apostrophe": "'=1+1",
    "rich text of a workbook": "<r><t>a</t></r>_x000D__x0041_",
    "calendar": "a;b,c\\n\\N\\\r\nATTENDEE:mailto:x@evil.example\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "folded line": "x" * 73 + "\r\n ATTACH:x",
    "entities of XML": "]]></text><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;<?c?>",
    "controls of XML": "a\x01\x02\x08\x1f\x7f\x80\x9fb",
    "JSON": '\\u0022,"a":1}],[{"__proto__":{"b":1}}]\\',
    "template": "{{ 7*7 }} {% a %} {# b #} {0} {title} ${HOME} %s %(a)s #{1}",
    "shell": "$(touch hit) `touch hit` ';touch hit;' \"&&touch hit\" |touch hit >hit \\",
    "Mermaid": 'a : b ; section c %%{init: {"theme":"dark"}}%% #35; #lt;b#gt; click d "javascript:x" ::icon(e)',
    "LaTeX": "\\input{/etc/passwd} \\href{javascript:x}{y} $$x$$",
    "workflow command": "%0A::error::x ::set-output name=a::b",
    "very long word": "x" * 3_000,
    "very wide": "日" * 500 + "👩‍👩‍👧‍👦" * 20,
}  # fmt: skip
"""One text of each kind, by the name of the kind."""

HARMLESS = "word"

STORABLE = {name: text for name, text in TEXTS.items() if not FORBIDDEN.search(text)}
"""Those that a store may have."""


def event_of(text: str, number: int = 0) -> Event:
    """Return an event that has a text wherever its model takes one, even where no store could.

    Its id ends with a number; one of its addresses is the text itself, others have it behind a
    host or in place of it.
    """
    said, day = Text(de=text, en=text), date("2020-04")
    addresses = (text, f"https://example.org/{text}", f"http://{text}")
    sources = [
        Source(
            id=f"{text}{number}", title=text, publisher=text, published=day, url=url, accessed=day
        )
        for url in addresses
    ]
    cited = tuple(Citation(source, stated=text, note=said) for source in sources)
    nameless = (
        Citation(Source(url=f"{text}{number}")),
        Citation(Source(url=f"https://example.org/{number}")),
    )
    return Event(
        f"{text}{number}", date(f"{1900 + number}"), said, kind=text, networks=(text, f"{text} b"),
        status="planned", summary=said, place=text, tags=(text,), figures=((text, ">750"),),
        citations=(*cited, *nameless), disputed=(Dispute(date("1850"), cited, said),),
        part_of=text, follows=text, after=(text,), before=(text,), by=text,
    )  # fmt: skip


def answer_of(*texts: str, language: str = "en") -> Answer:
    """Return an answer of such events, whose vocabulary has these texts, too."""
    named = {name: Text(de=name, en=name) for text in texts for name in (text, f"{text} b")}
    matches = tuple(Match(event_of(text, n), "possible") for n, text in enumerate(texts))
    asked = {name: frozenset(texts) for name in ("network", "kind", "place")}
    return Answer(matches, found=(0, len(texts)), language=language, kinds=named, networks=named,
                  asked=asked)  # fmt: skip
