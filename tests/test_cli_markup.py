"""A store's text is never taken for markup, in no format: UX 18, 19 and 20."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.amount import chosen, examples
from tests.conftest import Run
from timeline.text import FORBIDDEN, one_line

TEXTS = [
    "[red]x[/red]", "[/i]", "[link=https://x.example]y[/link]", ":smile:", "a | b", "*a* **b**",
    "_a_ __b__ snake_case", "<b>x</b>", "<script>alert(1)</script>", "{x} {{ y }} {% z %}",
    "`code` ``x``", "# head", "> quote", "- item", "1. item", "~~gone~~", "[a](b) ![c](d)", "[^1]",
    "a\\b \\* \\", "&amp; &#42; & co", "https://x.example/a_b_c", "<https://x.example>", "$x^2$",
    "%s %d %(x)s", "a  b", "+ plus", "=== ---", "'q' \"p\"", "x\u00a0y", "a@b.example", "[ ] todo",
    "www.x.example", "@user #12 :+1:", "x^2^ H~2~O", "\\[a\\]", "!", "*", "_", "[", "]", "<", "`",
]  # fmt: skip


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def store_of(text: str) -> str:
    return f"""\
kinds: {{law: {{name: {quoted(text)}}}}}
sources: {{s: {{title: {quoted(text)}, publisher: {quoted(text)}}}}}
events:
  - {{id: a, date: 2020, title: {quoted(text)}, kind: law, place: {quoted(text)},
     summary: {quoted(text)}, sources: [{{source: s, stated: {quoted(text)}}}]}}
"""


def shown(text: str) -> str:
    """Return what a reader sees of a text: spaces count once."""
    return " ".join(one_line(text).split())


def reread(markdown: str) -> str:
    """Return the text of every paragraph and item, as another program understands it."""
    found = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        if token.type == "inline":
            assert all(child.type in ("text", "strong_open", "strong_close", "em_open", "em_close",
                                      "softbreak", "link_open", "link_close")
                       for child in token.children or ()), token.children  # fmt: skip
            found.append(
                "".join(c.content if c.type == "text" else "" for c in token.children or ())
            )
        else:
            assert token.type in (
                "bullet_list_open",
                "bullet_list_close",
                "list_item_open",
                "list_item_close",
                "paragraph_open",
                "paragraph_close",
            ), token
    return " ".join(" ".join(found).split())


def check(run: Callable[..., Run], text: str) -> None:
    wanted = shown(text)
    for name in ("table", "plain"):
        out = run("show", "a", "-f", name, "--color=never").out
        assert wanted in " ".join(out.split())
    event = json.loads(run("show", "a", "-f", "json").out)[0]
    assert event["title"]["en"] == text
    assert event["place"] == text
    markdown = run("show", "a").out
    said = reread(markdown.split("\n\n[^1]:")[0])
    assert f"– {wanted} (" in said
    assert f"Summary: {wanted}" in said
    assert f"“{wanted}”" in said


@pytest.fixture
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")


@pytest.mark.parametrize("text", chosen(TEXTS, lambda place: place % 3 == 0))
def test_hostile_text_comes_out_as_itself(timeline, store, wide, text):
    store(store_of(text))
    check(timeline, text)


def is_storable(text: str) -> bool:
    return bool(text.strip()) and text == text.strip() and not FORBIDDEN.search(text)


texts = st.text("ab [](){}<>|*_`~#+-.!\\&;:'\"/=^$%@0é—", min_size=1, max_size=30).filter(
    is_storable
)


@settings(examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=20, max_size=20))
def test_any_text_comes_out_as_itself(timeline, store, monkeypatch, titles):
    monkeypatch.setenv("COLUMNS", "1000")
    lines = [f"  - {{id: e{n}, date: 2020, title: {quoted(t)}}}" for n, t in enumerate(titles)]
    store("\n".join(["events:", *lines]))
    out = {name: timeline("list", "-f", name).out for name in ("table", "plain", "markdown")}
    events = json.loads(timeline("list", "-f", "json").out)
    assert [event["title"]["en"] for event in events] == titles
    for wanted, line in zip(map(shown, titles), out["markdown"].splitlines(), strict=True):
        assert reread(line) == f"2020 – {wanted}"
        assert wanted in " ".join(out["table"].split())
        assert f"Title: {wanted}\n" in re.sub(" +", " ", out["plain"])


def test_names_come_out_as_themselves_in_lists(timeline, store, wide):
    numbered = [(f"n{n}", quoted(text)) for n, text in enumerate(TEXTS)]
    kinds = ", ".join(f"{name}: {{name: {text}}}" for name, text in numbered)
    sources = ", ".join(f"{name}: {{title: {text}, publisher: {text}}}" for name, text in numbered)
    events = ", ".join(f"{{id: e-{name}, date: 2020, title: T, kind: {name}, sources: [{name}]}}"
                       for name, _ in numbered)  # fmt: skip
    store(f"kinds: {{{kinds}}}\nsources: {{{sources}}}\nevents: [{events}]\n")
    for command in ("kinds", "sources"):
        for name in ("table", "plain", "markdown"):
            lines = timeline(command, "-f", name, "--color=never").out.splitlines()
            # One line a name, wherever it stands among the others.
            by_name = {re.findall(r"\bn\d+\b", line)[0]: line for line in lines}
            assert len(by_name) == len(lines) == len(TEXTS)
            for (key, _), text in zip(numbered, TEXTS, strict=True):
                said = reread(by_name[key]) if name == "markdown" else by_name[key]
                assert shown(text) in " ".join(said.split())


def test_a_link_on_a_terminal_is_clickable_and_stands_in_the_text(timeline, store):
    store("events: [{id: a, date: 2020, title: A, sources: ['https://x.example/a_b']}]")
    out = timeline("list", "-f", "table", "--color=always").out
    assert re.search(r"\x1b\]8;[^;]*;https://x\.example/a_b\x1b\\", out)
    assert "https://x.example/a_b" in re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", out)
    assert "https://x.example/a_b" in timeline("list", "-f", "plain").out
