"""Whatever a file holds, it is read or refused; what was written down is read back."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.amount import examples
from tests.strategies import builds
from timeline.cli.problems import render_problems
from timeline.dates import edtf
from timeline.errors import StoreError
from timeline.model import Citation, Contents, Dispute, Event, Source, Term, Text
from timeline.store.fields import describe
from timeline.store.loading import read_store
from timeline.store.schema import EVENT_KEYS, SOURCE_KEYS, TOP_KEYS
from timeline.text import FORBIDDEN

VALID = """\
language: de
networks:
  NUM: {name: {de: Netzwerk Universitätsmedizin, en: "Network of\\tMedicine"}, url: https://num.example}
kinds: {founding: }
sources:
  report: {title: 'Bericht', published: 2020-04}
events:
- id: a
  date: 2020-04
  title: >
    Gegründet
  networks: [NUM]
  figures: {sites: ">37"}
  sources: [report, {source: report, stated: "seit \\u2013 2018"}, https://a.example]
  disputed:
  - {date: 2018/2019, note: ä}
# a comment
- {id: b, date: 2021, title: B, follows: a}
"""
calm = settings(examples(80), suppress_health_check=list(HealthCheck))


def check(data: bytes) -> Contents | None:
    """Read a store; whatever is wrong with it must be told at a place that is there."""
    started = time.process_time()
    contents, problems = None, []
    try:
        contents = read_store([("events.yaml", data)])
    except StoreError as error:
        problems = error.problems
    assert time.process_time() - started < 2
    assert contents is not None or problems
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.width >= 1
    assert not FORBIDDEN.search(render_problems(problems).replace("\n", "") if problems else "")
    return contents


def test_the_valid_store_is_valid():
    assert check(VALID.encode()) is not None


@calm
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    check(data)


@calm
@given(
    st.text(
        st.sampled_from(list("abN: -?[]{},&*!|>'\"%@`#\n\n  \t\r~=<\\x0u\x85\u2028\u202eä日")),
        max_size=80,
    )
)
def test_no_signs_of_yaml_break_the_reader(text):
    check(text.encode())


@calm
@given(st.data())
def test_no_change_of_a_valid_store_breaks_the_reader(data):
    raw = VALID.encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 20)))
        new = data.draw(st.one_of(st.binary(max_size=3), st.text(max_size=3).map(
            lambda text: text.encode("utf-8", "surrogatepass")), st.just(raw[end : end + 40])))  # fmt: skip
        raw = raw[:start] + new + raw[end:]
    check(raw)


keys = st.one_of(
    st.sampled_from(sorted({*TOP_KEYS, *EVENT_KEYS, *SOURCE_KEYS, "source", "stated", "note"})),
    st.text(max_size=3),
)
leaves = st.one_of(
    st.text(max_size=6), st.sampled_from(["a", "2020", "https://a.example", "report", "NUM", "~5"])
)
trees = st.recursive(leaves, lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)), max_leaves=25)  # fmt: skip


def emit(node: object) -> str:
    """Write a tree as YAML in one line; every text is quoted."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{emit(k)}: {emit(v)}" for k, v in node.items()) + "}"
    if isinstance(node, (list, tuple)):
        return "[" + ", ".join(map(emit, node)) + "]"
    signs = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in str(node))
    return '"' + "".join(signs) + '"'


@settings(calm, max_examples=examples(40).max_examples)
@given(st.dictionaries(st.sampled_from(TOP_KEYS), trees), trees)
def test_no_tree_breaks_the_reader(top, tree):
    check(emit(top).encode("utf-8", "surrogatepass"))
    check(
        emit({"events": [{"id": "a", "date": "2020", "title": "A", "sources": tree}]}).encode(
            "utf-8", "surrogatepass"
        )
    )


# A store that is right, as its model; ids are drawn as numbers so that they can be made unique.
words = st.text(
    st.sampled_from(list("aZ9äß日é–:#-?!&*[]{},|>'\"%@`~\\=.😀")), min_size=1, max_size=6
)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)
texts = st.one_of(builds(Text, lines, lines), builds(Text, lines), builds(Text, en=lines))
dates = st.sampled_from(["2020", "2020-04", "2020-04-01~", "201X", "2018/..", "[2020,2021]", "-0044"]).map(
    lambda text: describe(edtf.parse(text)))  # fmt: skip
urls = st.sampled_from(["https://a.example", "http://b.example/ä?c=d#e"])
maybe = st.none
network_names = st.sampled_from(["NUM", "M & I", "Köln", "a.b", "1+1"])
cited = st.one_of(
    builds(Source, url=urls),
    builds(Source, title=lines, publisher=maybe() | lines, published=maybe() | dates, url=maybe() | urls, accessed=maybe() | dates),
)  # fmt: skip
figures = st.dictionaries(st.sampled_from(["sites", "eur_2"]), st.one_of(
    st.integers(-(10**29), 10**29), st.sampled_from([2.5, -0.125, "~5", ">=10.5"])), max_size=2)  # fmt: skip


def citations(catalogue: list[Source]):
    known = st.sampled_from(catalogue) if catalogue else cited.filter(lambda s: s.title is None)
    plain = builds(Citation, st.one_of(known, cited))
    stated = builds(Citation, known, maybe() | lines, maybe() | texts)
    return st.lists(st.one_of(plain, stated), max_size=3).map(tuple)


@st.composite
def stores(draw):
    catalogue = [
        Source(f"s-{n}", draw(lines), published=draw(maybe() | dates)) for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    networks = draw(st.none() | st.lists(network_names, unique=True))
    kinds = draw(st.none() | st.just(["law", "founding"]))
    named = (
        st.sampled_from(networks)
        if networks
        else network_names
        if networks is None
        else st.nothing()
    )
    count = draw(st.integers(0, 3))
    ids = [f"e-{n}" for n in range(count)]
    events = [
        Event(
            ids[n], draw(dates), draw(texts), draw(maybe() | st.just("law")),
            tuple(draw(st.lists(named, unique=True))), draw(st.sampled_from([None, "planned", "cancelled"])),
            draw(maybe() | texts), draw(maybe() | lines),
            tuple(draw(st.lists(st.sampled_from(["covid", "a b", "ä"]), unique=True))),
            tuple(draw(figures).items()), draw(citations(catalogue)),
            draw(st.lists(builds(Dispute, dates, citations(catalogue), maybe() | texts), max_size=2).map(tuple)),
            draw(st.sampled_from([None, *ids[:n]])), draw(st.sampled_from([None, *ids[:n]])),
        )
        for n in range(count)
    ]  # fmt: skip
    terms = (
        None
        if networks is None
        else tuple(Term(n, draw(texts), draw(maybe() | urls)) for n in networks)
    )
    kind_terms = None if kinds is None else tuple(Term(n, Text(n, n)) for n in kinds)
    return Contents(
        draw(st.sampled_from(["de", "en"])), terms, kind_terms, tuple(catalogue), tuple(events)
    )


def without_nothing(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None and value != ()}


def text_tree(text: Text | None, language: str) -> object:
    if text is None:
        return None
    given = without_nothing(de=text.de, en=text.en)
    return given[language] if list(given) == [language] else given


def source_tree(source: Source) -> dict[str, object]:
    return without_nothing(
        title=source.title, publisher=source.publisher, url=source.url,
        published=source.published and source.published.edtf, accessed=source.accessed and source.accessed.edtf,
    )  # fmt: skip


def citation_trees(given_ones: tuple[Citation, ...], language: str) -> tuple[object, ...]:
    def tree(citation: Citation) -> object:
        source = citation.source
        name = source.id or (source.url if source.title is None else None) or source_tree(source)
        said = without_nothing(stated=citation.stated, note=text_tree(citation.note, language))
        return {"source": name, **said} if said else name

    return tuple(map(tree, given_ones))


def event_tree(event: Event, language: str) -> dict[str, object]:
    return without_nothing(
        id=event.id, date=event.date.edtf, title=text_tree(event.title, language), kind=event.kind,
        networks=event.networks, summary=text_tree(event.summary, language), place=event.place, tags=event.tags,
        figures=dict(event.figures) or None, status=event.status, sources=citation_trees(event.citations, language),
        disputed=tuple(without_nothing(date=d.date.edtf, sources=citation_trees(d.citations, language),
                                       note=text_tree(d.note, language)) for d in event.disputed),
        part_of=event.part_of, follows=event.follows,
    )  # fmt: skip


def tree_of(contents: Contents) -> dict[str, object]:
    language = contents.language
    named = {
        section: None if terms is None else {t.name: without_nothing(name=text_tree(t.title, language), url=t.url) for t in terms}
        for section, terms in (("networks", contents.networks), ("kinds", contents.kinds))
    }  # fmt: skip
    sources = {str(s.id): source_tree(s) for s in contents.sources}
    return without_nothing(
        language=language, **named, sources=sources, events=[event_tree(e, language) for e in contents.events]
    )  # fmt: skip


@settings(calm, max_examples=examples(40).max_examples)
@given(stores(), st.booleans())
def test_a_store_that_was_written_down_is_read_back_equal(contents, in_two_files):
    tree = tree_of(contents)
    files = [("a.yaml", emit(tree).encode())]
    if in_two_files:
        files = [
            ("a.yaml", emit({"events": tree.pop("events")}).encode()),
            ("b.yaml", emit(tree).encode()),
        ]
    assert read_store(files) == contents
