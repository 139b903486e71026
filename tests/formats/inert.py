"""What may stand in the files of each format, told by parsers that are not ours.

Each function takes the bytes of a file, and raises AssertionError for what could act. What it
returns is the structure of the file: texts may change whatever stands in it, but never that.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any
from unicodedata import category
from xml.parsers import expat

import html5lib
import icalendar
import openpyxl
import pyte
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from PIL import Image

from timeline.text import ADDRESS

WEB = ("http://", "https://")
_ACTING = re.compile(
    "[\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]|[^\\S \n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
)
"""What no reader of a text sees as a sign: it might act on those around it. White space is ours."""

_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"


def _controls(text: str) -> list[str]:
    """Return what Unicode calls a control, a format, a surrogate or a separator of lines.

    White space is the format's own, and joiners are part of words and of emoji.
    """
    return [sign for sign in text
            if category(sign) in _CONTROLS and sign not in f"\t\r\n{_JOINERS}"]  # fmt: skip


_ESCAPE = re.compile("\x1b(?:\\[[0-9;]*m|\\]8;(?:id=[0-9]+)?;([^\x00-\x20\x7f-\xa0]*)\x1b\\\\)")
READS_TEXTS = tuple(map(int, icalendar.__version__.split(".")[:2])) >= (7, 2)
"""Whether icalendar reads each text as it was written: older releases lost backslashes and colons."""

_ON_SCREEN = {"draw", "linefeed", "carriage_return", "select_graphic_rendition"}


class _Recorder:
    """Passes on what a terminal is told to do, and remembers what that was."""

    def __init__(self, screen: pyte.Screen) -> None:
        self.screen, self.told = screen, set[str]()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.screen, name)
        if name not in pyte.Stream.events:
            return method

        def tell(*arguments: Any, **options: Any) -> Any:
            self.told.add(name)
            return method(*arguments, **options)

        return tell


def terminal(text: str, columns: int) -> None:
    """Show a text on an emulated terminal: no line is wider than that, and nothing is left on.

    It colours at most, and links to the web.
    """
    for link in _ESCAPE.findall(text):
        assert not link or link.lower().startswith(WEB), link
    assert not (acting := _ACTING.findall(_ESCAPE.sub("", text))), acting
    lines = text.count("\n")
    screen = _shown(text, columns, lines + 2)
    assert (screen.cursor.x, screen.cursor.y) == (0, lines), "a line is wider than the terminal"


def _shown(text: str, columns: int, lines: int) -> pyte.Screen:
    screen = pyte.Screen(columns, lines)
    recorder = _Recorder(screen)
    # The emulator takes a time that grows with the square of the accents on a letter.
    cut = re.sub("([\u0300-\u036f]{20})[\u0300-\u036f]+", r"\1", text)
    stream = pyte.Stream(recorder, strict=False)  # type: ignore[arg-type]  # it has all that a screen has
    stream.feed(cut.replace("\n", "\r\n"))
    assert recorder.told <= _ON_SCREEN, recorder.told - _ON_SCREEN
    assert (screen.title, screen.icon_name) == ("", "")
    assert screen.cursor.attrs == screen.default_char, "a colour is left on"
    return screen


def text(raw: bytes) -> None:
    """Read lines of text, of any width: nothing in them acts on a terminal."""
    said = raw.decode()
    assert "\x1b" not in said
    assert not (acting := _ACTING.findall(said)), acting
    _shown(said, 200, 10)


def lines(raw: bytes) -> int:
    """Read lines of text, as many as an answer has events."""
    text(raw)
    return raw.count(b"\n")


def markdown(raw: bytes) -> list[object]:
    """Parse Markdown with HTML, tables and footnotes, as GitHub does, and as CommonMark alone has it."""
    text(raw)
    plain = MarkdownIt("commonmark").parse(raw.decode())
    _of_web(plain)
    github = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
    )
    return _of_web(github.parse(raw.decode()))


def _of_web(tokens: list[Token]) -> list[object]:
    """Return the kinds of tokens, without links: these lead to the web alone."""
    found: list[object] = []
    for token in tokens:
        assert token.type not in ("html_block", "html_inline", "image", "code_inline", "fence",
                                  "code_block", "hr", "blockquote_open", "s_open"), (token.type, token.map, token.content[:200])  # fmt: skip
        if token.type == "link_open":
            assert str(token.attrs["href"]).lower().startswith(WEB), token.attrs
        if token.type not in ("link_open", "link_close", "text", "inline"):
            found.append((token.type, token.tag, token.markup, *sorted(token.attrs)))
        found += _of_web(token.children or [])
    return found


def html(raw: bytes) -> list[object]:
    """Parse a page as browsers do; return its elements with the names of what they have."""
    said = raw.decode()
    assert not (acting := _ACTING.findall(said)), acting
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    found: list[object] = []
    for element in parser.parse(said).iter():
        if not isinstance(element.tag, str):
            raise AssertionError(f"a comment: {element.text}")  # noqa: TRY004 - what is wrong is the page
        if element.tag == "a" and not (element.get("href") or "").startswith("#"):
            assert (element.get("href") or "").startswith(WEB), element.attrib
            continue
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in ("style", "srcset", "action", "formaction"), name
            if name in ("href", "src"):
                assert value.startswith(("#", "data:image/svg+xml,%3Csvg ")), value
        if element.tag == "script" and element.get("type") == "application/json":
            json.loads(element.text or "")
        elif element.tag in ("script", "style"):
            found.append(element.text)
        found.append((element.tag, *sorted(element.attrib)))
    assert not parser.errors, parser.errors[:3]
    return found


def fragment(said: str) -> list[str]:
    """Parse what a script puts into a page as HTML; return the names of its elements."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    found = []
    for element in parser.parseFragment(said).iter():
        assert isinstance(element.tag, str), "a comment"
        assert element.tag in ("DOCUMENT_FRAGMENT", "p", "ol", "li", "a"), element.tag
        assert set(element.attrib) <= ({"href"} if element.tag == "a" else set()), element.attrib
        assert element.tag != "a" or element.attrib["href"].startswith(WEB), element.attrib
        found += [element.tag] * (element.tag != "a")
    return found


def svg(raw: bytes) -> set[object]:
    """Parse a drawing; return its kinds of elements, with what they have.

    How many there are follows from the width of texts.
    """
    assert not (acting := _ACTING.findall(raw.decode())), acting
    found: set[object] = set()

    def start(tag: str, attributes: dict[str, str]) -> None:
        free = ("aria-label", "d", "points", "width", "height", "x", "y", "x1", "x2", "y1", "y2")
        for name, value in attributes.items():
            assert (
                name in ("xmlns", "aria-labelledby") or "http" not in value or name == "aria-label"
            )
            found.add((tag, name, "" if name in free or name == "viewBox" else value))
        found.add(tag)

    def refuse(*what: object) -> None:
        raise AssertionError(what)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = parser.CommentHandler = refuse
    parser.Parse(raw, True)  # noqa: FBT003 - expat names no arguments
    return found


def png(raw: bytes) -> None:
    """Look at a picture: it has neither texts nor anything behind its end."""
    with Image.open(io.BytesIO(raw)) as image:
        image.load()
        assert not set(image.info) - {"dpi", "gamma", "srgb"}, image.info
    assert raw.endswith(b"IEND\xaeB`\x82")


def data(raw: bytes) -> object:
    """Parse JSON; return its shape. Its text is safe to show, and to put into a page."""
    assert not (acting := _controls(raw.decode())), acting
    return shape(json.loads(raw))


def shape(value: object) -> object:
    """Return which names and lists there are in a value; the names of figures are no names of ours."""
    if isinstance(value, dict):
        return {
            name: len(part) if name == "figures" else shape(part) for name, part in value.items()
        }
    return [shape(part) for part in value] if isinstance(value, list) else type(value).__name__


def citations(raw: bytes) -> object:
    """Parse CSL-JSON: every address is one of the web."""
    items = json.loads(raw)
    assert all(item.pop("URL", WEB[0]).startswith(WEB) for item in items)
    return data(json.dumps(items).encode()) if data(raw) else None


def json_lines(raw: bytes) -> object:
    """Parse JSON Lines."""
    return [data(line) for line in raw.splitlines()]


def csv_of(raw: bytes, delimiter: str = ",") -> tuple[int, int]:
    """Read a table; return how many rows and columns it has. No cell may be a formula."""
    assert not (acting := _controls(raw.decode().removeprefix("\ufeff"))), acting
    said = raw.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(said, newline=""), delimiter=delimiter, strict=True))
    for cell in (cell for row in rows for cell in row):
        # Numbers are none; of a mark for Excel, nothing that could be one follows.
        shown = cell.removeprefix("\t") if delimiter == ";" else cell
        assert re.fullmatch(r"-?[0-9.]+", shown) or not re.match(
            r"\s*[=+\-@＝＋－＠]|[\t\r\n]", shown
        ), cell
    (columns,) = {len(row) for row in rows}
    return len(rows), columns


def excel(raw: bytes) -> tuple[int, int]:
    """Read a table for Excel."""
    return csv_of(raw, ";")


def xlsx(raw: bytes) -> object:
    """Read a workbook: its cells are texts and numbers, its links lead to the web."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            said = archive.read(name)
            expat.ParserCreate().Parse(said, True)  # noqa: FBT003 - expat names no arguments
            assert not re.search(
                rb"<(?:f|definedName|ddeLink|oleLink)\b(?![^>]*_FilterDatabase)", said
            ), name
        names = {re.sub(r"(worksheets/)_rels/.*", r"\1rels", name) for name in archive.namelist()}
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(raw)):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}, "a formula"
        for cell in cells:
            assert cell.hyperlink is None or ADDRESS.fullmatch(str(cell.hyperlink.target or ""))
            assert cell.data_type == "n" or cell.number_format == "@"
        found.append((sheet.title, sheet.max_row, sheet.max_column))
    return sorted(names - {"xl/worksheets/rels"}), found


def calendar(raw: bytes) -> list[object]:
    """Parse a calendar; return its components with the names of their properties."""
    assert not (acting := _controls(raw.decode())), acting
    assert all(len(line) <= 75 and not re.search(rb"[\r\n]", line) for line in raw.split(b"\r\n"))
    found: list[object] = []
    for component in icalendar.Calendar.from_ical(raw).walk():
        assert not component.errors
        url = str(component.get("URL", "http://"))
        assert url.startswith(WEB), url
        categories = component.get("CATEGORIES")
        names = sorted(
            f"{name} {sorted(getattr(value, 'params', ()))}" for name, value in component.items()
        )
        found.append(
            (component.name, names, len(categories.cats) if categories and READS_TEXTS else 0)
        )
    return found


def mermaid(raw: bytes) -> list[str]:
    """Read a diagram line by line, as Mermaid's grammar of timelines does; return the kinds of lines."""
    text(raw)
    found = []
    for line in raw.decode().splitlines():
        said = re.sub(r"#(?:[a-z]+|[0-9]+);", "", line)
        kinds = {
            "timeline": "timeline",
            r"\s+section [^:;#]+": "section",
            r"\s+[^:;#]+( : [^:;#]+)+": "event",
        }
        (kind,) = (kind for form, kind in kinds.items() if re.fullmatch(form, said))
        assert not re.search("[<>&%]|---$", said), line
        found.append(kind)
    return found


def timelinejs(raw: bytes) -> object:
    """Parse slides; each of their texts is HTML to the page that shows them."""
    assert not (acting := _controls(raw.decode())), acting
    told = json.loads(raw)
    found: list[object] = [shape(told)]
    for slide in (told["title"], *told["events"]):
        assert set(slide) <= {
            "text",
            "unique_id",
            "start_date",
            "end_date",
            "display_date",
            "group",
            "autolink",
        }
        found.append([fragment(said) for said in slide["text"].values()])
        for name in ("unique_id", "display_date", "group"):
            # TimelineJS strips tags of them, and then shows what is left as HTML once more.
            once = html5lib.parseFragment(slide.get(name, ""), namespaceHTMLElements=False)
            assert len(list(once.iter())) == 1, slide[name]
            if name != "unique_id":
                assert fragment("".join(once.itertext())) == ["DOCUMENT_FRAGMENT"]
    return found
