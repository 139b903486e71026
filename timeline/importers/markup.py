"""HTML to plain text: what stands in blocks of its own gets lines of its own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from timeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|h[1-6]|i|li|ol|p|span|strong|table|td|tr|u|ul)\b",
    re.IGNORECASE,
)
_BLOCKS = frozenset((
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
))  # fmt: skip
_UNSEEN = frozenset(("script", "style", "template", "title", "head", "iframe"))
_LONGEST = 100_000
"""Characters of a text: what is not closed in it makes the parser read it again and again."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.links: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.lines.append("")
        self._unseen += tag in _UNSEEN
        self.links += [address for name, address in attrs if name == "href" and address]

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.lines.append("")
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.lines[-1] += data


def lines_of(html: str) -> tuple[list[str], list[str]]:
    """Return the lines of an HTML text that say something, and the addresses it links to.

    Raises UsageError for a text that is too long.
    """
    if len(html) > _LONGEST:
        raise UsageError(f"a text has more than {_LONGEST:,} characters", "shorten it")
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # what html.parser makes of "<![x"
        return [html], []
    return [said for line in reader.lines if (said := " ".join(line.split()))], reader.links


def plain(text: str) -> str:
    """Return a text that may be HTML, or may not, without its tags."""
    return "\n".join(lines_of(text)[0]) if _TAG.search(text) else text
