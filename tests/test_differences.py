"""What counts as a change of an event, and the words for it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.strategies import builds
from timeline.dates import edtf
from timeline.differences import FIELDS, Change, Differences, compare
from timeline.formats.change_words import phrases
from timeline.model import Citation, Date, Dispute, Event, Placed, Source, Text
from timeline.store.fields import describe
from timeline.store.loading import read_store

HEAD = """\
kinds: {founding: {name: {de: Gründung, en: Founding}}, setup: {name: {de: Gründung, en: Founding}},
        law: {name: {de: Gesetz, en: Law}}}
sources:
  report: {title: Report, publisher: NUM, published: 2019, url: "https://a.example", accessed: 2025-01-01}
  other: {title: Other, url: "https://b.example"}
events:
- {id: x, date: 2018, title: X}
- {id: y, date: 2018, title: Y}
"""
LONG = "The network joins all thirty-six university hospitals and has its office in the capital"


def event(text: str, head: str = HEAD) -> Event:
    contents = read_store([("events.yaml", f"{head}- {{{text}}}\n".encode())])
    return contents.events[-1]


def told(old: str, new: str, language: str, heads: tuple[str, str] = (HEAD, HEAD)) -> list[str]:
    base = "" if old.startswith("id:") else "id: e, date: 2020, title: E"
    contents = read_store([("events.yaml", HEAD.encode())])
    kinds = {term.name: term.title for term in contents.kinds or ()}
    found = compare(
        [event(", ".join(filter(None, (base, old))), heads[0])],
        [event(", ".join(filter(None, (base, new))), heads[1])], language, kinds,
    )  # fmt: skip
    assert not found.added
    assert not found.removed
    return [phrase.alone for changed in found.changed for phrase in phrases(changed, found)]


@pytest.mark.parametrize(
    ("old", "new", "english", "german"),
    [
        ("id: e, date: 2019, title: E", "id: e, date: 2020-04, title: E",
         "date: 2019 -> April 2020", "Datum: 2019 -> April 2020"),
        ("id: e, date: 2004-06?-11, title: E", "id: e, date: 2004?-06-11, title: E",
         "date: probably 11 June 2004 (2004-06?-11) -> probably 11 June 2004 (2004?-06-11)",
         "Datum: vermutlich 11. Juni 2004 (2004-06?-11) -> vermutlich 11. Juni 2004 (2004?-06-11)"),
        ("id: a, date: 2019, title: E", "id: e, date: 2019, title: E",
         "id: a -> e", "Kennung: a -> e"),
        ("id: e, date: 2019, title: A", "id: e, date: 2019, title: B",
         "title: “A” -> “B”", "Titel (en): „A“ -> „B“"),
        ("id: e, date: 2019, title: A", "id: e, date: 2019, title: {de: Ä, en: A}",
         "title (de) added: “Ä”", "Titel hinzugefügt: „Ä“"),
        ("summary: A", "", "summary removed: “A”", "Zusammenfassung (en) entfernt: „A“"),
        ("", "summary: A", "summary added: “A”", "Zusammenfassung (en) hinzugefügt: „A“"),
        (f"summary: {LONG}.", f"summary: {LONG.replace('thirty-six', '37')}.",
         ("summary: “… network joins all thirty-six university hospitals and …” -> "
         "“… network joins all 37 university hospitals and …”"),
         ("Zusammenfassung (en): „… network joins all thirty-six university hospitals and …“ -> "
         "„… network joins all 37 university hospitals and …“")),
        (f"summary: {LONG}.", f"summary: {LONG}. And more.",
         "summary: “… in the capital.” -> “… in the capital. And more.”", None),
        (f"summary: {LONG}.", f"summary: So it was. {LONG}.",
         "summary: “The network joins …” -> “So it was. The network joins …”", None),
        ('summary: "a  b"', 'summary: "a b"', "summary: only spaces changed",
         "Zusammenfassung (en): nur Leerraum geändert"),
        ("kind: founding", "kind: law", "kind: Founding -> Law", "Art: Gründung -> Gesetz"),
        ("kind: founding", "kind: setup", "kind: Founding (founding) -> Founding (setup)",
         "Art: Gründung (founding) -> Gründung (setup)"),
        ("", "kind: law", "kind added: Law", "Art hinzugefügt: Gesetz"),
        ("networks: [A, B]", "networks: [C, B]", "network added: C; network removed: A",
         "Netzwerk hinzugefügt: C; Netzwerk entfernt: A"),
        ("", "networks: [A, B]", "networks added: A, B", "Netzwerke hinzugefügt: A, B"),
        ("tags: [a]", "", "tag removed: a", "Schlagwort entfernt: a"),
        ("", "tags: [a, b]", "tags added: a, b", "Schlagworte hinzugefügt: a, b"),
        ("place: Bonn", "place: Berlin", "place: Bonn -> Berlin", "Ort: Bonn -> Berlin"),
        ("place: Bonn", "", "place removed: Bonn", "Ort entfernt: Bonn"),
        ("", "status: planned", "status: happened -> planned", "Stand: geschehen -> geplant"),
        ("status: planned", "status: cancelled", "status: planned -> cancelled",
         "Stand: geplant -> abgesagt"),
        ("status: planned", "", "status: planned -> happened", "Stand: geplant -> geschehen"),
        ("figures: {a: 1000, b: 1, c: 0}", 'figures: {a: ">1000", d: 2.5, c: 0}',
         "figure a: 1,000 -> over 1,000; figure d added: 2.5; figure b removed: 1",
         "Zahl a: 1.000 -> über 1.000; Zahl d hinzugefügt: 2,5; Zahl b entfernt: 1"),
        ("figures: {a: 0}", "figures: {a: 1}", "figure a: 0 -> 1", "Zahl a: 0 -> 1"),
        ("figures: {a: 1}", "figures: {a: 0}", "figure a: 1 -> 0", "Zahl a: 1 -> 0"),
        ("", "part_of: x", "now part of x", "jetzt Teil von x"),
        ("part_of: x", "", "no longer part of x", "nicht mehr Teil von x"),
        ("part_of: x", "part_of: y", "part of: x -> y", "Teil von: x -> y"),
        ("", "follows: x", "now follows x", "folgt jetzt auf x"),
        ("follows: x", "", "no longer follows x", "folgt nicht mehr auf x"),
        ("follows: x", "follows: y", "follows: x -> y", "folgt auf: x -> y"),
        ("", "sources: [report]", "source added: “Report”", "Quelle hinzugefügt: „Report“"),
        ("sources: [report]", "sources: [other, 'https://c.example']",
         "sources added: “Other”, https://c.example; source removed: “Report”",
         "Quellen hinzugefügt: „Other“, https://c.example; Quelle entfernt: „Report“"),
        ("sources: [report]", "sources: [{source: report, stated: at noon}]",
         "source “Report” (wording added: “at noon”)",
         "Quelle „Report“ (Wortlaut hinzugefügt: „at noon“)"),
        ("sources: [{source: report, stated: at noon, note: A}]",
         "sources: [{source: report, stated: at one, note: {de: A, en: B}}]",
         ("source “Report” (wording: “at noon” -> “at one”, note (de) added: “A”, "
         "note: “A” -> “B”)"),
         ("Quelle „Report“ (Wortlaut: „at noon“ -> „at one“, Anmerkung hinzugefügt: „A“, "
         "Anmerkung (en): „A“ -> „B“)")),
        ("sources: ['https://a.example']", "sources: [report]",
         ("source “Report” (id added: report, title added: “Report”, publisher added: NUM, "
         "publication date added: 2019, access date added: 1 January 2025)"),
         ("Quelle „Report“ (Kennung hinzugefügt: report, Titel hinzugefügt: „Report“, "
         "Herausgeber hinzugefügt: NUM, Erscheinungsdatum hinzugefügt: 2019, "
         "Abrufdatum hinzugefügt: 1. Januar 2025)")),
        ("sources: [{title: A, url: 'https://c.example'}]",
         "sources: [{title: B, url: 'https://c.example'}]",
         "source “B” (title: “A” -> “B”)", "Quelle „B“ (Titel: „A“ -> „B“)"),
        ("sources: [{title: A, url: 'https://c.example'}]",
         "sources: [{title: A, url: 'https://d.example'}]",
         "source “A” (address: https://c.example -> https://d.example)",
         "Quelle „A“ (Adresse: https://c.example -> https://d.example)"),
        ("", "disputed: [{date: 2019-05, sources: [report], note: N}]",
         "disputed date added: May 2019", "umstrittenes Datum hinzugefügt: Mai 2019"),
        ("disputed: [{date: 2019-05}]", "",
         "disputed date removed: May 2019", "umstrittenes Datum entfernt: Mai 2019"),
        ("disputed: [{date: 2019-05}]", "disputed: [{date: 2019-06}]",
         "disputed date added: June 2019; disputed date removed: May 2019",
         "umstrittenes Datum hinzugefügt: Juni 2019; umstrittenes Datum entfernt: Mai 2019"),
        ("disputed: [{date: 2019-05, sources: [report]}]",
         "disputed: [{date: 2019-06, sources: [report]}]",
         "disputed date: May 2019 -> June 2019", "umstrittenes Datum: Mai 2019 -> Juni 2019"),
        ("disputed: [{date: 2019-05, note: N}]",
         "disputed: [{date: 2019-05, note: M, sources: [report, {source: other}]}]",
         ("disputed date May 2019, sources added: “Report”, “Other”; "
         "disputed date May 2019, note: “N” -> “M”"),
         ("umstrittenes Datum Mai 2019, Quellen hinzugefügt: „Report“, „Other“; "
         "umstrittenes Datum Mai 2019, Anmerkung (en): „N“ -> „M“")),
        ("disputed: [{date: 2019-05, sources: [report]}]",
         "disputed: [{date: 2019-05, sources: [{source: report, stated: in May}]}]",
         "disputed date May 2019, source “Report” (wording added: “in May”)",
         "umstrittenes Datum Mai 2019, Quelle „Report“ (Wortlaut hinzugefügt: „in May“)"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_both_languages(old, new, english, german):
    assert "; ".join(told(old, new, "en")) == english
    assert "; ".join(told(old, new, "de")) == german or german is None


@pytest.mark.parametrize(
    ("old", "new", "english"),
    [
        ("title: Report,", "title: Review,", "title: “Report” -> “Review”"),
        ("publisher: NUM", "publisher: MII", "publisher: NUM -> MII"),
        ("published: 2019,", "published: 2019-05,", "publication date: 2019 -> May 2019"),
        ("https://a.example", "https://c.example", "address: https://a.example -> https://c.example"),
        ("accessed: 2025-01-01", "accessed: 2025-02", "access date: 1 January 2025 -> February 2025"),
    ],
)  # fmt: skip
def test_a_cited_source_that_changed_is_a_change_of_the_event(old, new, english):
    heads = (HEAD, HEAD.replace(old, new))
    assert heads[0] != heads[1]
    (said,) = told("sources: [report]", "sources: [report]", "en", heads)
    assert said.partition(" (")[2] == f"{english})"
    assert told("", "", "en", heads) == []


def test_relations_in_time_are_told():
    old = event("id: e, date: 2020, title: E")
    new = old._replace(after=("x", "y"), before=("z",), by="3 months")
    found = compare([old], [new])
    assert [p.alone for p in phrases(found.changed[0], found)] == [
        "now after x, y", "now before z", "distance added: 3 months"]  # fmt: skip
    found = compare([new], [new._replace(after=("x",), before=(), by="1 day")], "de")
    assert [p.alone for p in phrases(found.changed[0], found)] == [
        "nicht mehr nach y", "nicht mehr vor z", "Abstand: 3 Monate -> 1 Tag"]  # fmt: skip


def test_every_field_of_an_event_counts_but_its_place_in_the_order():
    names = set(Event._fields) - {"placed", "citations", "ignore"}
    assert set(FIELDS) == names | {"sources"}
    old = event("id: e, date: 2020, title: E")
    moved = old.date._replace(earliest="2020-02-01", latest=None)
    new = old._replace(placed=Placed(((1, 2, 3, 4, False, ""),), 1), date=moved)
    assert compare([old], [new]).is_empty


def test_the_order_within_an_event_does_not_count():
    old = event("id: e, date: 2020, title: E, tags: [a, b], sources: [report, other]")
    new = event("id: e, date: 2020, title: E, tags: [b, a], sources: [other, report]")
    assert compare([old], [new]).is_empty


def test_a_figure_that_is_written_more_exactly_has_changed():
    assert told("figures: {a: 37}", "figures: {a: 37.0}", "en") == ["figure a: 37 -> 37.0"]


def test_one_of_two_citations_of_a_source_changes_alone():
    sources = "sources: [{source: report, stated: A}, {source: report, stated: B}]"
    assert told(sources, sources.replace("stated: B", "stated: C"), "en") == [
        "source “Report” (wording: “B” -> “C”)"
    ]
    assert told(sources, "sources: [{source: report, stated: B}]", "en") == [
        "source removed: “Report”"
    ]


def test_an_id_that_changed_is_no_event_that_came_and_none_that_went():
    old = [event(f"id: {i}, date: 2020, title: Twin") for i in ("a", "b", "c")]
    new = [event(f"id: {i}, date: 2020, title: Twin, place: Bonn") for i in ("c", "d")]
    found = compare(old, new)
    assert [(c.old.id, c.new.id) for c in found.changed] == [("c", "c"), ("a", "d")]
    assert [e.id for e in found.removed] == ["b"]
    assert found.changed[1].changes == (
        Change("id", "a", "d"), Change("place", None, "Bonn"))  # fmt: skip


def test_events_come_in_the_order_given():
    events = [event(f"id: {i}, date: 2020, title: {i}") for i in "cab"]
    later = [e._replace(place="Bonn") for e in events]
    assert compare([], events).added == tuple(events)
    assert compare(events, []).removed == tuple(events)
    assert [c.new for c in compare(events, later[::-1]).changed] == later[::-1]


ids = st.sampled_from("abcd")
texts = builds(Text, *[st.none() | st.sampled_from(["A", "B", "A  B", "[x](y)"])] * 2)
dates = st.sampled_from(["2018", "2019-05", "2019~", "2004-06?-11", "2004?-06-11"]).map(
    lambda text: describe(edtf.parse(text))
)
some = st.none() | ids
lists = st.lists(ids, unique=True, max_size=3).map(tuple)
sources = builds(Source, some, some, some, st.none() | dates, some, st.none() | dates).filter(
    lambda source: source.id or source.title or source.url
)
citations = st.lists(builds(Citation, sources, some, st.none() | texts), max_size=3).map(tuple)
disputes = st.lists(builds(Dispute, dates, citations, st.none() | texts), max_size=2).map(tuple)
figures = st.dictionaries(ids, st.sampled_from([0, 1, 37, 37.0, ">37", "~1"])).map(
    lambda found: tuple(found.items())
)
BASE = event("id: a, date: 2018, title: A")
said: dict[str, st.SearchStrategy[Any]] = {
    "id": ids, "date": dates, "title": texts, "kind": some, "networks": lists,
    "status": st.sampled_from([None, "planned", "cancelled"]), "summary": texts, "place": some,
    "tags": lists, "figures": figures, "citations": citations, "disputed": disputes,
    "part_of": some, "follows": some, "after": lists, "before": lists, "by": some,
}  # fmt: skip
# Events that are much alike: what only differs in everything shows little.
events = st.lists(
    st.sampled_from(sorted(said)).flatmap(lambda name: st.tuples(st.just(name), said[name])),
    max_size=3,
).map(lambda found: BASE._replace(**dict(found)))
stores = st.lists(events, unique_by=lambda e: e.id, max_size=3)


def canonical(event: Event) -> Any:
    """Return everything an event says, whatever the order in which it says it."""

    def ordered(items: Any) -> Any:
        return sorted(items, key=repr)

    def note(text: Text | None) -> Any:
        return (text.de, text.en) if text else (None, None)

    def date(value: Date | None) -> Any:
        return value and value.edtf

    def evidence(citations: Any) -> Any:
        return ordered(
            (s.id, s.title, s.publisher, date(s.published), s.url, date(s.accessed), c.stated,
             note(c.note)) for c in citations for s in (c.source,)
        )  # fmt: skip

    return (
        event.id, event.date.edtf, note(event.title), event.kind, ordered(event.networks),
        event.status, note(event.summary), event.place, ordered(event.tags),
        ordered(map(repr, event.figures)), evidence(event.citations),
        ordered((d.date.edtf, evidence(d.citations), note(d.note)) for d in event.disputed),
        event.part_of, event.follows, ordered(event.after), ordered(event.before), event.by,
    )  # fmt: skip


@given(stores)
def test_nothing_differs_from_itself(store):
    assert compare(store, reversed(store)).is_empty


@examples(200)
@given(events, events)
def test_two_events_differ_exactly_where_they_do_not_say_the_same(old, new):
    new = new._replace(id=old.id)
    assert compare([old], [new]).is_empty == (canonical(old) == canonical(new))


def flat(found: Differences) -> tuple[object, ...]:
    changed = {
        (c.old.id, c.new.id): sorted(repr((x.field, x.part, x.old, x.new)) for x in c.changes)
        for c in found.changed
    }
    return {e.id for e in found.added}, {e.id for e in found.removed}, changed


@given(stores, stores)
def test_looking_back_swaps_what_came_and_what_went(old, new):
    added, removed, changed = flat(compare(old, new))
    back = compare(new, old)
    assert flat(back)[:2] == (removed, added)
    mirrored = {
        (c.new.id, c.old.id): sorted(repr((x.field, x.part, x.new, x.old)) for x in c.changes)
        for c in back.changed
    }
    assert mirrored == changed


@given(stores, stores)
def test_what_was_removed_added_and_renamed_accounts_for_every_event(old, new):
    found = compare(old, new)
    renamed = {c.old.id: c.new.id for c in found.changed if c.old.id != c.new.id}
    kept = {e.id for e in old} - {e.id for e in found.removed}
    assert {renamed.get(i, i) for i in kept} | {e.id for e in found.added} == {e.id for e in new}


@given(events, events, st.sampled_from(["de", "en"]))
def test_every_change_has_words_on_one_line(old, new, language):
    found = compare([old], [new._replace(id=old.id)], language)
    for changed in found.changed:
        said = phrases(changed, found)
        assert said
        for phrase in said:
            assert phrase.alone.strip() == phrase.alone
            assert "\n" not in phrase.alone
            assert "None" not in phrase.alone


@pytest.mark.long
def test_large_stores_are_compared_in_time():
    import time

    first = event("id: e, date: 2020, title: E")
    old = [first._replace(id=f"a{n}", title=Text(en=f"A{n}")) for n in range(20_000)]
    new = [first._replace(id=f"b{n}", title=Text(en=f"B{n}")) for n in range(20_000)]
    started = time.process_time()
    found = compare(old, new)
    assert (len(found.added), len(found.removed)) == (20_000, 20_000)
    assert compare(old, list(old)).is_empty
    assert time.process_time() - started < 5
