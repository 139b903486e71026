"""What holds for every registered format, over every kind of answer, read by somebody else."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.dom import minidom

import openpyxl
import pytest
from markdown_it import MarkdownIt
from PIL import Image

import timeline
from benchmarks import generator
from tests.formats.samples import answer, bundled, event, hostile, read_whole
from tests.formats.test_ics import content_lines, unescape
from timeline import formats
from timeline.formats import FORMATS, Style
from timeline.model import Answer, Text
from timeline.text import FORBIDDEN, one_line

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

TODAY = 739_942  # 22 November 2026
STYLES = {
    "png": Style(today=TODAY, pixels=600, scale=0.1, lanes="none"),
    "template": Style(template="{id} {date.edtf} {title} {sources.url}"),
}
MANY = 1_000


@cache
def generated(tmp: str) -> Answer:
    return read_whole(timeline.load(tmp, cache=False, language="de").answer)


def cases(tmp_path_factory) -> dict[str, Callable[[], Answer]]:
    def many() -> Answer:
        path = tmp_path_factory.getbasetemp() / "many.yaml"
        if not path.exists():
            path.write_text("".join(generator.store(MANY)), encoding="utf-8")
        return generated(str(path))

    return {
        "bundled": lambda: bundled("de"),
        "empty": answer,
        "one": lambda: answer(event("e", "2020-04", "Founded")),
        "many": many,
        "hostile": lambda: hostile(longest=200),
    }


class _Page(HTMLParser):
    """What a page says, what its elements are, and what of it could act."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.scripts = 0
        self.acting: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in ("iframe", "object", "embed", "base", "form"):
            self.acting.append(tag)
        for name, value in attrs:
            said = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if name.startswith("on") or name in {"style", "srcset"}:
                self.acting.append(f"{tag} {name}")
            is_icon = (tag, name) == ("link", "href") and said.startswith("data:image/svg+xml,")
            is_safe = said.startswith(("#", "http://", "https://")) or is_icon
            if name in ("href", "src", "action") and not is_safe:
                self.acting.append(f"{tag} {name}={said}")
            elif name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def in_html(raw: bytes) -> str:
    page = _Page(raw.decode())
    assert page.acting == []
    return "".join(page.text) + " ".join(page.links)


def in_markdown(raw: bytes) -> str:
    """Return what a reader of the Markdown sees; there is no HTML, and no link but to the web."""
    found = []
    for token in MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(raw.decode()):
        assert token.type != "html_block"
        for inner in token.children or ():
            assert inner.type not in ("html_inline", "image")
            if inner.type == "link_open":
                assert str(inner.attrs["href"]).startswith(("http://", "https://"))
            found.append(inner.content)
    return " ".join(found)


def in_svg(raw: bytes) -> str:
    document = minidom.parseString(raw)
    tags = {element.tagName for element in document.getElementsByTagName("*")}
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "line", "text", "tspan", "polygon",
                    "path"}  # fmt: skip
    texts = [node.data for element in document.getElementsByTagName("*")
             for node in element.childNodes if node.nodeType == node.TEXT_NODE]  # fmt: skip
    return " ".join(texts)


def in_png(raw: bytes) -> str:
    with Image.open(io.BytesIO(raw)) as image:
        image.verify()
    return ""


def in_json(raw: bytes) -> str:
    return " ".join(_strings(json.loads(raw)))


def _strings(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in _strings(value)]
    if isinstance(data, list):
        return [text for value in data for text in _strings(value)]
    return [str(data)]


def in_csv(raw: bytes) -> str:
    rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert not any(re.match(r"\s*[=+@\-]\D", cell) for cell in cells), "a formula"
    return " ".join(cell.removeprefix("'") for cell in cells)


def in_xlsx(raw: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}, "a formula or a date"
    return " ".join(str(cell.value) for cell in cells if cell.value is not None)


def in_ics(raw: bytes) -> str:
    named = (line.partition(":") for line in content_lines(raw))
    texts = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")
    return " ".join(unescape(value) for name, _, value in named if name in texts)


def in_mermaid(raw: bytes) -> str:
    """Return the words of the diagram, its entities read as Mermaid reads them."""
    lines = raw.decode().splitlines()
    assert lines[0] == "timeline"
    named = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
    return re.sub(r"#(\w+);", lambda m: named.get(m[1]) or chr(int(m[1])), "\n".join(lines))


def in_text(raw: bytes) -> str:
    return raw.decode()


READERS = {
    "table": in_text, "plain": in_text, "chart": in_text, "markdown": in_markdown,
    "markdown-table": in_markdown, "html": in_html, "svg": in_svg, "png": in_png, "json": in_json,
    "jsonl": lambda raw: " ".join(in_json(line) for line in raw.splitlines()), "csv": in_csv,
    "xlsx": in_xlsx, "ics": in_ics, "mermaid": in_mermaid, "timelinejs": lambda raw: html.unescape(in_json(raw)), "csl": in_json,
    "template": in_text,
}  # fmt: skip
WITHOUT_TITLES = ("png", "csl")
WITHOUT_SOURCES = ("png", "mermaid")
SLOW = ("table", "chart", "html", "svg", "png", "xlsx", "ics")


def test_every_registered_format_is_read_here():
    assert set(READERS) == set(FORMATS)


def squeezed(text: str) -> str:
    """Return a text without white space, signs of today, and what nobody may show."""
    return re.sub(r"[\s┊\u200c\u200d]", "", FORBIDDEN.sub("", text))


def cases_of_formats() -> list[ParameterSet]:
    """Return every format with every case; many events, and drawings, are no everyday business."""
    return [
        pytest.param(
            name,
            case,
            marks=[pytest.mark.long] * (case == "many" or (case == "bundled" and name in SLOW)),
        )
        for name in FORMATS
        for case in ("bundled", "empty", "one", "many", "hostile")
    ]


@pytest.mark.parametrize(("name", "case"), cases_of_formats())
def test_a_format_keeps_its_promises(name, case, tmp_path_factory):
    answered = cases(tmp_path_factory)[case]()
    style = STYLES.get(name, Style(today=TODAY, width=200))
    raw = b"".join(formats.render_bytes(name, answered, style))
    if case != "many":
        again = b"".join(formats.render_bytes(name, answered, style))
        assert raw == again, "the same bytes twice"
    if not FORMATS[name].is_binary:
        assert not FORBIDDEN.search(raw.decode().replace("\r\n", "\n")), "a control character"
    if not raw:
        assert case == "empty"
        return
    said = squeezed(READERS[name](raw))
    if name not in WITHOUT_TITLES:
        for match in answered.matches:
            title = one_line(match.event.title.said_in(answered.language))
            assert squeezed(title) in said, title
    if name not in WITHOUT_SOURCES:
        for url in {c.source.url for match in answered.matches for c in match.event.citations}:
            assert (
                url is None
                or squeezed(url) in said
                or squeezed(url) in raw.decode("utf-8", "ignore")
            )
    assert all(isinstance(lost, str) for lost in formats.losses(name, answered, style))


def test_formats_of_data_say_that_the_vocabulary_is_lost_where_it_is():
    network, kind = "Network of networks", "A kind of kind"
    answered = answer(event("e", "2020", networks=("N",), kind="k"), kinds={"k": Text(en=kind)},
                      networks={"N": Text(en=network)})  # fmt: skip
    for known in ("json", "jsonl", "csv", "xlsx"):
        said = READERS[known](b"".join(formats.render_bytes(known, answered, Style(today=TODAY))))
        assert not [text for text in (network, kind) if squeezed(text) in squeezed(said)]
        assert "names and addresses of networks and kinds" in FORMATS[known].loses
    assert FORMATS["html"].loses == "addresses of networks"


def test_the_scripts_of_a_page_are_its_own(tmp_path_factory):
    counts = {
        case: _Page("".join(formats.render("html", answered(), Style(today=TODAY)))).scripts
        for case, answered in cases(tmp_path_factory).items()
        if case != "many"
    }
    assert len(set(counts.values())) == 1, counts
