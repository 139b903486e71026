"""Answers that stand in a Markdown file, between two comments that say what was asked.

``<!-- timeline: list --network NUM -->`` opens a block and ``<!-- /timeline -->`` closes it. Both
are found as CommonMark finds them, so that none counts that is shown as code.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import Problem, UsageError
from timeline.formats.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

CLOSING = "<!-- /timeline -->"

_COMMENT = re.compile(r"<!--(?!-?>)(.*?)(-->|\Z)", re.DOTALL)
_MARKER = re.compile(r"\s*(?:timeline:(.*)|/\s*timeline\s*)", re.DOTALL)
_BREAK = re.compile(r"\r\n?|\n")

_AS_THEY_ARE = ("markdown", "markdown-table")
_LANGUAGES = {"timelinejs": "json", "csl": "json"} | {
    name: name for name in ("json", "jsonl", "csv", "ics", "mermaid")
}
"""What a fence says its code is; of any other format that it is text."""

_WHOLE = {"html": "a page of its own", "svg": "a picture, which Markdown only links"}


class Block(NamedTuple):
    """A command, where it stands, and the part of the text that its answer fills.

    ``line`` and ``column`` count from 1, ``width`` is the length of its marker on that line, which
    reads ``excerpt``; ``start`` and ``end`` count characters; ``ending`` is how the line ends.
    """

    line: int
    column: int
    width: int
    excerpt: str
    command: str
    start: int
    end: int
    ending: str


class _Marker(NamedTuple):
    """A comment that opens a block (with its command) or closes one (None).

    ``first`` and ``last`` are its lines, counted from 0; ``wrong`` is why it cannot be one, and
    what to do about it.
    """

    command: str | None
    first: int
    last: int
    column: int
    width: int
    wrong: tuple[str, str] | None = None


def find_blocks(text: str, file: str) -> tuple[list[Block], list[Problem]]:
    """Return the blocks of a Markdown text in order, and what is wrong with its markers."""
    lines = _Lines(text)
    blocks: list[Block] = []
    problems: list[Problem] = []

    def refuse(marker: _Marker, message: str, hint: str) -> None:
        excerpt = lines.texts[marker.first]
        problems.append(Problem(file, marker.first + 1, marker.column + 1, "marker", message, hint,
                                excerpt, marker.width))  # fmt: skip

    opened: _Marker | None = None
    for marker in _markers(lines):
        # One that cannot open a block still goes with the one that was to close it.
        within = None if opened is None or opened.wrong else opened
        if marker.wrong:
            refuse(marker, *marker.wrong)
        elif marker.command is None and opened is None:
            refuse(marker, "this closes no block", "write <!-- timeline: list --> where it begins")
        elif within and marker.command is None:
            blocks.append(_block(within, marker, lines))
        elif within:
            refuse(marker, f"a block within that of line {within.first + 1}",
                   f"write {CLOSING} before it")  # fmt: skip
            continue
        opened = None if marker.command is None else marker
    if opened is not None and not opened.wrong:
        refuse(opened, "this block is not closed", f"write {CLOSING} where it ends")
    return blocks, problems


class _Lines:
    """The lines of a text as CommonMark counts them, and where each begins."""

    def __init__(self, text: str) -> None:
        self.texts = _BREAK.split(text)
        self.endings = [*_BREAK.findall(text), ""]
        lengths = (len(line) + len(end) for line, end in zip(self.texts, self.endings, strict=True))
        self.starts = [0, *accumulate(lengths)]

    def find(self, piece: str, first: int, last: int) -> tuple[int, int]:
        """Return the line and the column of what begins on one of some lines."""
        head = _BREAK.split(piece)[0]
        for number in range(first, last):
            if (column := self.texts[number].find(head)) >= 0:
                return number, column
        return first, 0


def _block(opened: _Marker, closed: _Marker, lines: _Lines) -> Block:
    start, end = lines.starts[opened.last + 1], lines.starts[closed.first]
    return Block(
        opened.first + 1, opened.column + 1, opened.width, lines.texts[opened.first],
        (opened.command or "").strip(), start, end, lines.endings[opened.last],
    )  # fmt: skip


def _markers(lines: _Lines) -> Iterator[_Marker]:
    """Yield the markers in order, also those that stand where none can."""
    from markdown_it import MarkdownIt

    # A mark of the byte order is no part of the text; one space keeps every column as it is.
    source = "\n".join(lines.texts)
    source = f" {source[1:]}" if source.startswith("\ufeff") else source
    for token in MarkdownIt("commonmark").parse(source):
        if token.type == "html_block":
            whole = token.content.strip()
            for comment in _COMMENT.finditer(token.content):
                alone = token.level == 0 and comment[0] == whole
                yield from _marker(comment, token, lines, alone=alone)
        for child in token.children or ():
            if child.type == "html_inline":
                for comment in _COMMENT.finditer(child.content):
                    yield from _marker(comment, token, lines, alone=False)


def _marker(
    comment: re.Match[str], token: Token, lines: _Lines, *, alone: bool
) -> Iterator[_Marker]:
    marker = _MARKER.fullmatch(comment[1])
    if marker is None or token.map is None:
        return
    first, column = lines.find(comment[0], *token.map)
    width = len(_BREAK.split(comment[0])[0])
    last = first + len(_BREAK.findall(comment[0]))
    wrong = _wrong(comment, token, alone=alone)
    yield _Marker(marker[1], first, last, column, width, wrong)


def _wrong(comment: re.Match[str], token: Token, *, alone: bool) -> tuple[str, str] | None:
    """Say why a marker cannot be one where it stands, and what to do about it."""
    if not comment[2]:
        return "this comment is not closed", "end it with -->"
    if token.type == "html_block" and token.level:
        return "a marker inside a list or a quotation", "let it begin its line, after them"
    if alone:
        return None
    if "-->" in comment.string[comment.end() :].partition("<!--")[0]:
        return "a comment ends with its first -->", "leave that out of the command"
    return ("something else stands beside this marker, or around it",
            "give it a line of its own, with an empty line above it")  # fmt: skip


def label_stem(text: str, blocks: Iterable[Block]) -> str:
    """Return a beginning for the labels of footnotes that the author of a text does not use.

    With the number of a block and a hyphen behind it, it is the label of that block.
    """
    rest = replaced(text, ((block, "") for block in blocks))
    stem = "t"
    while re.search(rf"\[\^{stem}[0-9]+-", rest, re.IGNORECASE):
        stem += "t"
    return stem


def check_format(name: str) -> None:
    """Raise UsageError for a format that cannot stand in Markdown."""
    if FORMATS[name].is_binary:
        reason = "no text"
    elif name in _WHOLE:
        reason = _WHOLE[name]
    else:
        return
    raise UsageError(f"{name} is {reason}", "write it to a file with -o, and link that")


def embedded(name: str, answer: str) -> str:
    """Return an answer in a format as it stands in Markdown: as it is, or as code in a fence.

    Raises UsageError for a format that cannot stand there, and for what would close its block.
    """
    check_format(name)
    body = _BREAK.sub("\n", answer.removeprefix("\ufeff")).strip("\n")
    if body and name not in _AS_THEY_ARE:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))
        body = f"{fence}{_LANGUAGES.get(name, 'text')}\n{body}\n{fence}"
    if not _stays_inside(body):
        raise UsageError(f"the answer itself holds {CLOSING}, or a comment that hides it",
                         "choose other fields or events")  # fmt: skip
    return body


def _stays_inside(body: str) -> bool:
    """Tell whether a block that a body fills ends where it did: only its own markers count."""
    if "<!--" not in body:
        return True
    whole = f"<!-- timeline: list -->\n\n{body}\n\n{CLOSING}\n"
    return len(list(_markers(_Lines(whole)))) == 2


def filled(block: Block, body: str) -> str:
    """Return what stands between the markers of a block: a body and empty lines around it."""
    return f"\n{body}\n\n".replace("\n", block.ending) if body else ""


def replaced(text: str, fillings: Iterable[tuple[Block, str]]) -> str:
    """Return a text in which blocks hold other answers; nothing else changes."""
    pieces, done = [], 0
    for block, filling in fillings:
        pieces += [text[done : block.start], filling]
        done = block.end
    return "".join((*pieces, text[done:]))
