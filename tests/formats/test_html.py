"""The page as text: parsed by somebody else (html5lib), and held against what the events say."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

import timeline
from tests.amount import chosen
from tests.conftest import ROOT
from tests.formats.anything import answer_of
from tests.formats.samples import TEXTS, answer, bundled, event, hostile
from timeline import formats
from timeline.formats import Style
from timeline.formats.page.chart_data import CELLS, laid_out
from timeline.model import Answer, Citation, Match, Source, Text
from timeline.text import FORBIDDEN, one_line

TODAY = 739_942  # 22 November 2026
VOID_OF_ACTION = (
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "link",
    "img",
    "svg",
)


def render(some: Answer, **looks: Any) -> str:
    return "".join(formats.render("html", some, Style(today=TODAY, **looks)))


def golden(language: str = "en") -> Answer:
    return timeline.load(ROOT / "tests/golden/store.yaml", language=language, cache=False).answer


def many(count: int) -> Answer:
    """Return so many events of one year, each with a source of its own."""
    return answer(*(
        event(f"e{n}", "2020", f"Event {n}", citations=(Citation(Source(title=f"S{n}")),))
        for n in range(count)
    ))  # fmt: skip


ANSWERS: dict[str, Callable[[], Answer]] = {
    "bundled": lambda: bundled("de"),
    "golden": golden,
    "empty": lambda: Answer(()),
    "one": lambda: answer(event("a", "2020-04")),
    "hostile": hostile,
    "anything": lambda: unique(answer_of(7, 40)),
    "many": lambda: many(45),
}


def unique(some: Answer) -> Answer:
    """Return an answer in which every event has an id of its own, as in a store."""
    matches, seen = [], set[str]()
    for number, match in enumerate(some.matches):
        name = match.event.id if match.event.id not in seen else f"{match.event.id}-{number}"
        seen.add(name)
        matches.append(match._replace(event=match.event._replace(id=name)))
    return some._replace(matches=tuple(matches))


@cache
def page(name: str) -> str:
    return render(ANSWERS[name]())


@cache
def parsed(name: str) -> Element:
    return parse(page(name))


def parse(text: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    assert not parser.errors, parser.errors[:3]
    return root


def said(element: Element, language: str | None = None) -> str:
    """Return the text of an element, of the other language's texts none."""
    other = {"de": "en", "en": "de", None: None}[language]
    if element.get("class") == "l" and other and element.get("lang") == other:
        return ""
    inner = [element.text or ""]
    for child in element:
        inner += [said(child, language), child.tail or ""]
    return "".join(inner)


def entries(root: Element) -> dict[str, Element]:
    return {
        entry.get("id", ""): entry for entry in root.iter("li") if entry.get("class") == "event"
    }


def data_of(page: str) -> dict[str, Any]:
    """Return what the script of a page is told."""
    block = re.search(r'<script type="application/json" id="_data">(.*?)</script>', page)
    assert block
    data: dict[str, Any] = json.loads(block[1])
    return data


@pytest.mark.parametrize("name", chosen(ANSWERS, lambda place: list(ANSWERS)[place] != "bundled"))
def test_the_page_is_well_formed_and_every_reference_in_it_has_its_target(name):
    root = parsed(name)
    elements = list(root.iter())
    ids = [name for e in elements if (name := e.get("id"))]
    assert Counter(ids).most_common(1)[0][1] == 1
    assert {i for i in ids if not i.startswith("_")} == set(entries(root))
    labelled = {e.get("for") for e in elements}
    inside = {id(e) for label in root.iter("label") for e in label}
    for e in elements:
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            assert set((e.get(attribute) or "").split()) <= set(ids)
        if (address := e.get("href") or "").startswith("#"):
            assert address[1:] in ids
        if e.tag == "input":
            assert e.get("id") in labelled or id(e) in inside
    headings = [int(e.tag[1]) for e in elements if re.fullmatch("h[1-6]", str(e.tag))]
    assert headings[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(headings))


@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_in_the_page_acts_but_the_blocks_that_its_policy_names(name):
    root = parsed(name)
    policy = next(e.get("content") or "" for e in root.iter("meta")
                  if e.get("http-equiv") == "Content-Security-Policy")  # fmt: skip
    rules = {part.split(" ", 1)[0]: part.split(" ", 1)[1] for part in policy.split("; ")}
    blocks = {kind: {digest(e.text) for e in root.iter(tag) if not e.get("type")}
              for kind, tag in (("script-src", "script"), ("style-src", "style"))}  # fmt: skip
    assert rules == {
        "default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'",
        **{kind: rules[kind] for kind in blocks},
    }  # fmt: skip
    assert {kind: set(rules[kind].split()) for kind in blocks} == blocks
    assert sum(e.tag in ("script", "style") for e in root.iter()) == 4
    for e in root.iter():
        assert e.tag not in VOID_OF_ACTION or e.tag in ("script", "style", "link"), e.tag
        assert not [a for a in e.attrib if a.startswith("on") or a in ("style", "src", "srcset")]
        address = e.get("href") or "#"
        assert re.match(r"#|https?://|data:image/svg\+xml,", address, re.IGNORECASE), address
        if re.match("https?:", address, re.IGNORECASE):
            assert e.get("rel") == "noopener noreferrer"
    assert not FORBIDDEN.search(page(name))


def digest(text: str | None) -> str:
    return f"'sha256-{b64encode(sha256((text or '').encode()).digest()).decode()}'"


@pytest.mark.parametrize("name", ["bundled", "golden", "anything"])
def test_the_list_says_everything_that_the_events_say_in_both_languages(name: str) -> None:
    some, root = ANSWERS[name](), parsed(name)
    found = entries(root)
    assert list(found) == [match.event.id for match in some.matches]
    sources = {e.get("id"): e for e in root.iter("li") if (e.get("id") or "").startswith("_s")}
    for match in some.matches:
        entry = found[match.event.id]
        for language in ("de", "en"):
            text = squeezed(said(entry, language))
            for wanted in told(match, some, language):
                assert squeezed(wanted) in text, (match.event.id, wanted, text)
        values = {
            e.get("value") or e.get("datetime") for e in entry.iter() if e.tag in ("data", "time")
        }
        dates = (match.event.date, *(dispute.date for dispute in match.event.disputed))
        assert values == {date.edtf for date in dates}
        cited = {e.get("href") for e in entry.iter("a") if e.get("role") == "doc-noteref"}
        listed = [sources[str(href)[1:]] for href in cited]
        wanted_sources = {c.source for c in match.event.citations} | {
            c.source for d in match.event.disputed for c in d.citations
        }
        assert len(listed) == len(wanted_sources)
        for source in wanted_sources:
            assert any(tells(element, source) for element in listed), source


def told(match: Match, some: Answer, language: str) -> list[str]:
    """Return the texts that an entry has to say in a language."""

    def in_language(text: Text | None) -> str:
        return text.said_in(language) if text else ""

    e = match.event
    kind = some.kinds.get(e.kind or "", Text(e.kind, e.kind))
    citations = [*e.citations, *(c for d in e.disputed for c in d.citations)]
    return [
        in_language(e.date.words), in_language(e.title), in_language(e.summary), in_language(kind),
        e.place or "", *e.networks, *e.tags, *(name for name, _ in e.figures), match.state or "",
        *(in_language(d.date.words) for d in e.disputed), *(in_language(d.note) for d in e.disputed),
        *(c.stated or "" for c in citations), *(in_language(c.note) for c in citations),
        *({"planned": {"de": "geplant", "en": "planned"}, "cancelled": {"de": "abgesagt", "en": "cancelled"}}
          .get(e.status or "", {}).get(language, ""),),
        {"de": "möglich", "en": "possible"}[language] if match.certainty == "possible" else "",
    ]  # fmt: skip


def tells(element: Element, source: Source) -> bool:
    text = squeezed(said(element))
    dates = {
        e.get("value") or e.get("datetime") for e in element.iter() if e.tag in ("data", "time")
    }
    links = [e.get("href") for e in element.iter("a")]
    return (
        all(squeezed(part or "") in text for part in (source.title, source.publisher, source.id))
        and dates == {d.edtf for d in (source.published, source.accessed) if d}
        and (not source.url or source.url in links or squeezed(source.url) in text)
    )


def squeezed(text: str) -> str:
    return one_line(text).replace(" ", "")


def test_hostile_texts_stand_where_they_belong_as_themselves():
    found = entries(parsed("hostile"))
    data = data_of(page("hostile"))
    for number, text in enumerate(TEXTS):
        entry = found[f"e{number}"]
        for shape in (".//h4", ".//p[@class='summary']", ".//q", ".//span[@class='network']"):
            element = entry.find(shape)
            assert element is not None
            assert squeezed(said(element)).removesuffix(str(number + 1)) == squeezed(text)
        drawn = data["events"][number][4][5][1]
        assert squeezed("".join(title for _, title in drawn)) == squeezed(text)


def test_only_addresses_of_the_web_become_links():
    urls = ["javascript:alert(1)", "data:text/html,x", "JaVaScript:x", "java\tscript:x", "//x.org",
            "vbscript:x", "file:///etc/passwd", " javascript:x", "https://x.org", "HTTP://x.org"]  # fmt: skip
    cited = tuple(Citation(Source(title=f"T{n}", url=url)) for n, url in enumerate(urls))
    root = parse(render(answer(event("a", "2020", citations=cited))))
    links = [e.get("href") for e in root.iter("a") if not (e.get("href") or "").startswith("#")]
    assert links == urls[-2:]
    listed = " ".join(said(e) for e in root.iter("li") if (e.get("id") or "").startswith("_s"))
    assert all(one_line(url) in listed for url in urls[:-2])


def test_sources_are_numbered_as_they_are_cited_each_once():
    root = parsed("bundled")
    cited = [int(said(e)) for e in root.iter("a") if e.get("role") == "doc-noteref"]
    first = list(dict.fromkeys(cited))
    assert first == list(range(1, len(first) + 1))
    assert [e.get("id") for e in root.iter("li") if e.get("class") is None and e.get("id")] == [
        f"_s{number}" for number in first
    ]


def test_long_lists_are_parted_but_counted_through():
    starts = [(e.get("start"), len(list(e))) for e in parsed("many").iter("ol")]
    assert starts == [("1", 20), ("21", 20), ("41", 5)] * 2


def test_years_stand_as_headings_only_in_the_order_of_dates():
    by_date, by_title = golden(), golden()._replace(order="title")
    years = [said(e, "en") for e in parse(render(by_date)).iter("h3")]
    assert years[1:] == ["−66000000", "1806", "2010", "2018", "2020", "2024", "2025", "2027"]
    root = parse(render(by_title))
    assert [said(e, "en") for e in root.iter("h3")][1:3] == ["An impact", "Das Alte Reich"]
    assert len(list(root.iter("section"))) == len(list(parse(render(by_date)).iter("section"))) - 7


def test_the_page_counts_what_it_shows_and_what_was_found():
    some = answer(event("a", "2020"), event("b", "2021"))
    shown = {
        "2 events": some._replace(found=(2, 0)), "2 of 1,203 events": some._replace(found=(1203, 0)),
        "2 events, 1 of them only possible": some._replace(found=(1, 1)),
        "1 event": answer(event("a", "2020")),
    }  # fmt: skip
    for text, one in shown.items():
        paragraph = parse(render(one)).find(".//header//p")
        assert paragraph is not None
        assert said(paragraph, "en") == f"{text} · as of 22 November 2026"
    paragraph = parse("".join(formats.render("html", Answer((), "de"), Style()))).find(
        ".//header//p"
    )
    assert paragraph is not None
    assert said(paragraph, "de") == "0 Ereignisse"


def test_two_runs_write_the_same_bytes_and_nothing_is_lost():
    assert page("golden") == render(golden())
    assert formats.losses("html", golden(), Style()) == []


def test_names_of_the_page_never_clash_with_ids_of_events():
    ids = ("scroll", "list", "search", "s1", "de", "constructor", "0", "title", "location")
    some = answer(*(event(name, "2020") for name in ids))
    assert list(entries(parse(render(some)))) == list(ids)


@pytest.mark.parametrize(
    "lanes",
    ["network", "kind", *(pytest.param(by, marks=pytest.mark.long) for by in ("place", "none"))],
)
def test_every_event_is_drawn_in_each_of_its_lanes_and_nowhere_else(lanes):
    some = bundled()
    data = data_of(render(some, lanes=lanes))
    found = Counter(n for _, _, _, rows in data["lanes"] for row in rows for n in row)
    wanted = {n: len(match.event.networks) or 1 if lanes == "network" else 1
              for n, match in enumerate(some.matches)}  # fmt: skip
    assert found == wanted


@pytest.mark.parametrize("edtf", ["2020-04", "2018/2022", "{2016..2019}", "2020", "[2018,2020-05]"])
def test_bars_are_as_fine_as_the_longest_axis_so_that_a_month_stays_a_month(edtf):
    some = answer(event("a", edtf), event("b", "1800"), event("c", "2030"))
    layout, items = laid_out(some, Style())
    data = data_of(render(some))
    assert data["cells"] == CELLS
    assert data["fine"] == CELLS * 2 ** (len(data["ticks"]["de"]) - 1) == CELLS * 64
    coarse = {
        item.match.event.id: item.span
        for lane in layout.lanes
        for row in lane.rows
        for item in row.items
    }
    fine = items["a"].span
    assert data["events"][0][4][0][::3] == [piece.first for piece in fine.pieces]
    assert coarse["a"].first == fine.first // 64
    assert 0 <= fine.last // 64 - coarse["a"].last <= 1
    # At most what is sure in the least of its readings is solid, however far one zooms.
    solid = sum(p.last - p.first + 1 for p in fine.pieces if p.shade == "certain")
    assert (solid > 0) == (edtf == "2018/2022")


def test_an_axis_is_never_stretched_beyond_days_that_can_be_told_apart():
    data = data_of(render(answer(event("a", "2020-04-01"), event("b", "2020-04-20"))))
    assert len(data["ticks"]["de"]) == 1
    assert data["ticks"]["de"][0][1][:4] == ["1. Apr 2020", "", "3.", "4."]


def test_only_what_html_knows_as_a_time_is_one():
    dates = ("2024", "2024-02", "2024-02-29", "2024-21", "0000", "2024~", "2024/2025", "-0043")
    page = render(answer(*(event(f"e{n}", text) for n, text in enumerate(dates))))
    assert re.findall(r'datetime="([^"]*)"', page)[:3] == ["2024", "2024-02", "2024-02-29"]
    assert not {"2024-21", "0000"} & set(re.findall(r'datetime="([^"]*)"', page))
