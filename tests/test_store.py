"""Every legal form of a store is read right."""

from __future__ import annotations

import pytest

from timeline.errors import StoreError
from timeline.model import Citation, Contents, Event, Source, Term, Text
from timeline.store.loading import read_store

HEAD = "id: a, date: 2020, title: A"


def read(text: str | bytes) -> Contents:
    data = text if isinstance(text, bytes) else text.encode()
    return read_store([("events.yaml", data)])


def one(text: str, head: str = "") -> Event:
    """Read a store of one event, given by its keys after id, date and title."""
    lines = f"{head}events:\n- id: a\n  date: 2020\n  title: A\n" + "".join(
        f"  {line}\n" for line in text.splitlines()
    )
    [event] = read(lines).events
    return event


def problems(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(StoreError) as caught:
        read(text)
    return [(p.line, p.column, p.code) for p in caught.value.problems]


def test_a_store_may_be_no_more_than_events():
    for text in ("events: []", "events:", "events:\n", "{events: []}", "---\nevents: []\n...\n"):
        contents = read(text)
        assert (contents.events, contents.language) == ((), "en")
        assert (contents.networks, contents.kinds, contents.sources) == (None, None, ())


def test_a_store_may_hold_vocabularies_only():
    assert read("language: de").events == ()
    assert read("{}").events == ()


def test_an_event_needs_only_id_date_and_title():
    event = one("")
    assert (event.id, event.date.edtf, event.title) == ("a", "2020", Text(en="A"))
    rest = event._asdict()
    assert {v for k, v in rest.items() if k not in ("id", "date", "title")} == {None, ()}


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_plain_string_is_text_in_the_language_of_the_store(language):
    text = "summary: B\ndisputed: [{date: 2021, note: C}]\nsources: [{source: r, note: D}]"
    event = one(
        text, f"language: {language}\nsources: {{r: {{title: R}}}}\nnetworks: {{N: Name}}\n"
    )
    assert event.title == Text(**{language: "A"})
    assert event.summary == Text(**{language: "B"})
    assert event.disputed[0].note == Text(**{language: "C"})
    assert event.citations[0].note == Text(**{language: "D"})


def test_the_language_counts_wherever_it_stands():
    assert read(f"events: [{{{HEAD}}}]\nlanguage: de").events[0].title == Text(de="A")
    two = read_store([("a", f"events: [{{{HEAD}}}]".encode()), ("b", b"language: de")])
    assert two.events[0].title == Text(de="A")


def test_a_text_may_be_given_in_one_or_both_languages():
    [both, one_only] = read(
        "events:\n- {id: a, date: 2020, title: {en: A, de: B}}\n- {id: b, date: 2020, title: {de: C}}"
    ).events
    assert (both.title, one_only.title) == (Text("B", "A"), Text("C"))


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "1.10",
        "yes",
        "null",
        "~",
        "0x1F",
        "1e3",
        "2020-04",
        "=",
        "12:30:45",
        "on",
        "True",
        ".inf",
        "0o17",
        "2020-01-01T00:00:00Z",
    ],
)
def test_a_scalar_is_text_and_nothing_else(text):
    assert one(f"place: {text}").place == text


def test_a_partial_date_stays_what_the_source_says():
    assert one("disputed: [{date: 2020-04}]").disputed[0].date.edtf == "2020-04"
    assert read("events: [{id: a, date: 2020-04, title: A}]").events[0].date.edtf == "2020-04"


def test_white_space_around_a_value_does_not_count():
    event = one('place: "  Berlin "\nnetworks: [" NUM", "MII "]\nfigures: {sites: "37 "}')
    assert (event.place, event.networks, event.figures) == (
        "Berlin",
        ("NUM", "MII"),
        (("sites", 37),),
    )
    spaced = read('events: [{id: " a ", date: " 2020", title: " A "}]').events[0]
    assert (spaced.id, spaced.date.edtf, spaced.title.en) == ("a", "2020", "A")


def test_a_title_is_one_line_and_a_summary_keeps_its_lines():
    event = one("place: |\n  Berlin,\n    Mitte\nsummary: |\n  One.\n\n  Two.\n")
    assert event.place == "Berlin, Mitte"
    assert event.summary == Text(en="One.\n\nTwo.")
    titled = read('events: [{id: a, date: 2020, title: "A\\n\\tB\\u00a0C"}]').events[0]
    assert titled.title.en == "A B\u00a0C"


def test_block_scalars_folded_scalars_quotes_and_comments_are_yaml():
    event = one("# a comment\nsummary: >-  # folded\n  One\n  line.\nplace: 'it''s'  # quoted\n"
                '"kind": "law: a # no comment"'.replace("law: a # no comment", "law"))  # fmt: skip
    assert (event.summary, event.place, event.kind) == (Text(en="One line."), "it's", "law")


def test_one_network_tag_or_source_needs_no_list():
    event = one("networks: NUM\ntags: covid\nsources: https://example.org/a")
    assert (event.networks, event.tags) == (("NUM",), ("covid",))
    assert event.citations == (Citation(Source(url="https://example.org/a")),)


def test_an_empty_list_says_nothing():
    event = one("networks: []\ntags: []\nsources: []\ndisputed: []\nfigures: {}")
    assert event == one("")


@pytest.mark.parametrize("url", [
    "https://example.org", "http://example.org/a?b=c#d", "https://müller.example/ä", "https://a/%20",
    "https://[::1]/", "https://user@example.org:8080/", "https://example.org/a_(b)",
])  # fmt: skip
def test_a_source_may_be_a_url(url):
    assert one(f'sources: ["{url}"]').citations == (Citation(Source(url=url)),)
    assert one(f'sources: [{{source: "{url}", stated: x}}]').citations[0].source == Source(url=url)


@pytest.mark.parametrize("url", [
    "https://", "http:///a", "https:// a", "javascript://a", "https://a b", "https://a<b>",
    'https://a"', "https://a\\\\b", "file:///etc/passwd", "HTTPS//a://",
])  # fmt: skip
def test_what_is_no_web_address_is_refused(url):
    [found] = problems(f"events:\n- {{{HEAD}, sources: ['{url}']}}")
    assert found == (2, 43, "bad-url")


def test_a_source_may_be_of_the_catalogue_or_cited_with_its_words():
    head = "sources:\n  report: {title: R, publisher: P, published: 2020-04, accessed: 2021-01-01, url: https://r.example}\n"
    plain, cited = one(
        "sources: [report, {source: report, stated: since 2018, note: {de: N}}]", head
    ).citations
    assert plain.source is not None
    assert plain.source.id == "report"
    assert (plain.source.title, plain.source.publisher) == ("R", "P")
    assert plain.source.published is not None
    assert plain.source.published.edtf == "2020-04"
    assert plain.source.accessed is not None
    assert plain.source.accessed.latest == "2021-01-01"
    assert (cited.source, cited.stated, cited.note) == (plain.source, "since 2018", Text("N"))


def test_a_source_may_be_written_inline():
    [citation] = one("sources:\n- title: R\n  url: https://r.example\n  published: 2020").citations
    assert (citation.source.id, citation.source.title, citation.source.url) == (
        None,
        "R",
        "https://r.example",
    )


def test_a_disputed_date_has_its_own_evidence():
    head = "sources: {r: {title: R}}\n"
    [first, second] = one(
        "disputed:\n- {date: 2018, sources: r, note: N}\n- date: 2019~", head
    ).disputed
    assert (first.date.edtf, first.citations[0].source.id, first.note) == (
        "2018",
        "r",
        Text(en="N"),
    )
    assert (second.date.edtf, second.citations, second.note) == ("2019~", (), None)


def test_status_part_of_and_follows_are_read():
    a, b = read(
        "events:\n- {id: b, date: 2020, title: B, status: planned, part_of: c, follows: c}\n"
        "- {id: c, date: 2021, title: C, status: cancelled}"
    ).events
    assert (a.status, a.part_of, a.follows, b.status) == ("planned", "c", "c", "cancelled")


def test_vocabularies_declare_names_with_or_without_words():
    text = "networks: {A: , B: {}, C: Name, D: {name: {de: X}, url: https://d.example}}\nkinds: {}"
    contents = read(text)
    assert contents.networks == (
        Term("A", Text("A", "A")), Term("B", Text("B", "B")), Term("C", Text(en="Name")),
        Term("D", Text("X"), "https://d.example"),
    )  # fmt: skip
    assert contents.kinds == ()


def test_where_a_section_stands_its_names_are_the_only_ones():
    assert problems("networks: {}\nkinds: {}\nevents: [{id: a, date: 2020, title: A, kind: law, networks: [N]}]") == [
        (3, 46, "unknown-kind"), (3, 62, "unknown-network"),
    ]  # fmt: skip
    assert one("kind: law\nnetworks: [N]").kind == "law"


def test_vocabularies_stand_in_any_file_of_a_folder():
    files = [
        (
            "a.yaml",
            b"events: [{id: a, date: 2020, title: A, kind: law, networks: [N, M], sources: r}]",
        ),
        ("b.yaml", b"networks: {N: }\nkinds: {law: }"),
        (
            "c.yaml",
            b"networks: {M: }\nsources: {r: {title: R}}\nevents: [{id: c, date: 1, title: C, follows: a}]",
        ),
    ]
    files[2] = (files[2][0], files[2][1].replace(b"date: 1,", b"date: 2021,"))
    contents = read_store(files)
    assert [event.id for event in contents.events] == ["a", "c"]
    assert [term.name for term in contents.networks or ()] == ["N", "M"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_and_line_ends_make_no_difference(end, mark):
    text = mark + "# c\nevents:\n- id: a\n  date: 2020\n  title: A\n  summary: |\n    B\n    C\n"
    [event] = read(text.replace("\n", end)).events
    assert (event.id, event.summary) == ("a", Text(en="B\nC"))
    assert problems(text.replace("title", "titel").replace("\n", end)) == [(5, 3, "unknown-key")]


@pytest.mark.parametrize(("event_id", "mend"), [
    ("NUM-Founding", "num-founding"), ("a_b", "a-b"), ("-a", "a"), ("a--b", "a-b"), ("Ä", "ae"),
    ("日本", "num-founding"), ("a b", "a-b"), ("é", "e"),
])  # fmt: skip
def test_a_wrong_id_is_answered_with_the_right_spelling(event_id, mend):
    with pytest.raises(StoreError) as caught:
        read(f"events: [{{id: '{event_id}', date: 2020, title: A}}]")
    [problem] = caught.value.problems
    assert (problem.code, problem.hint) == ("bad-id", f"write {mend}")


def test_an_escaped_character_is_itself_when_it_is_harmless():
    assert one(r'place: "K\u00f6ln \\x1b \U0001F600"').place == "Köln \\x1b 😀"


def test_eight_levels_are_read_and_nine_are_not():
    levels = "events: [{id: a, date: 2020, title: A, disputed: [{date: 2021, sources: [{source: https://a.example, note: {de: x}}]}]}]"
    assert read(levels).events[0].disputed[0].citations[0].note == Text("x")
    assert (1, 9, "too-deep") in problems("[[[[[[[[[]]]]]]]]]")
    assert "too-deep" not in str(problems("[[[[[[[[]]]]]]]]"))


def test_reading_leaves_the_collector_as_it_was():
    import gc

    read("events: []")
    assert gc.isenabled()
    gc.disable()
    try:
        read("events: []")
        assert not gc.isenabled()
    finally:
        gc.enable()
