"""HTML to plain text: what stands in blocks of its own gets lines of its own.

Python's own html.parser reads what is not closed again and again: minutes for 25,000 characters.
Here every sign is looked at once or twice, and what is no whole tag is text.
"""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)"
    r"""(?P<rest>(?:[^<>"']|"[^"<]*"|'[^'<]*')*|[^<>]*)>"""
)
_LINK = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LONG_NUMBER = re.compile("&#([xX]?[0-9a-fA-F]{9})[0-9a-fA-F]*")
_BLOCKS = frozenset((
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
))  # fmt: skip
_INLINE = frozenset(("a", "b", "em", "i", "span", "strong", "td", "th", "u"))
_UNSEEN = frozenset(("script", "style", "template", "title", "head", "iframe"))


def lines_of(html: str) -> tuple[list[str], list[str]]:
    """Return the lines of an HTML text that say something, and the addresses it links to."""
    lines: list[list[str]] = [[]]
    links: list[str] = []
    at, unseen = 0, ""
    html = _without_comments(html)
    for tag in _TAG.finditer(html):
        name = tag["name"].lower()
        if not unseen:
            lines[-1].append(html[at : tag.start()])
            links += [unescape("".join(found)) for found in _LINK.findall(tag["rest"])]
        at = tag.end()
        if name == unseen and tag["close"]:
            unseen = ""
        elif name in _UNSEEN and not tag["close"]:
            unseen = unseen or name
        elif name in _BLOCKS and not unseen:
            lines.append([])
    if not unseen:
        lines[-1].append(html[at:])
    told = (unescape(_LONG_NUMBER.sub(r"&#\1", "".join(parts))) for parts in lines)
    return [said for line in told if (said := " ".join(line.split()))], links


def plain(text: str) -> str:
    """Return a text that may be HTML, or may not, without its tags."""
    is_html = any(tag["name"].lower() in _BLOCKS | _INLINE for tag in _TAG.finditer(text))
    return "\n".join(lines_of(text)[0]) if is_html else text


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join([*kept, html[at:]])
