"""The query language: what is read, what it means, and how a mistake is told."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from decimal import Decimal
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.amount import examples
from tests.conftest import BUNDLED
from timeline.dates.calendar import day_number
from timeline.errors import QueryError, UsageError
from timeline.query import parse
from timeline.query.fields import ALIASES, QUERY_FIELDS
from timeline.query.nodes import Either, Every, Has, Never, Node, Value, Words
from timeline.query.parse import parse_query
from timeline.query.resolve import MOST_NAMES, MOST_TERMS, MOST_TIMES, Reading, resolve
from timeline.query.terms import (
    EVERYTHING,
    After,
    And,
    Anniversary,
    Before,
    Figure,
    Filed,
    Ids,
    Inside,
    KnownBy,
    Label,
    Not,
    Or,
    Phrase,
    Touching,
)

TODAY = date(2026, 11, 21)
STORE = """
networks: {NUM: , MII: , GBN: Knoten, NUM Hub: }
kinds: {founding: , funding: , law: }
sources:
  dhm-2022: {title: DHM, published: 2022}
  "a-b": {title: "Title, with comma"}
events:
  - {id: num-one, date: 2020-04, title: {de: Gründung des NUM, en: NUM founded}, kind: founding,
     networks: [NUM], place: Berlin, tags: [covid], sources: [dhm-2022],
     summary: {de: Die Straße zur Biobank., en: A state-of-the-art network in C++ for data integration.},
     figures: {sites: 37, funding_eur: "~390000000", participants: ">750"}}
  - {id: num-two, date: 2022, title: {de: Biobanken, en: Biobanks NOT here}, kind: funding,
     networks: [NUM, GBN], place: "Haus 1, Frankfurt am Main", tags: [biobank], part_of: num-one,
     sources: [a-b]}
  - {id: mii-one, date: 2024-07-01/.., title: NUM and biobank data in the founding of a law, kind: law,
     networks: [MII], place: Leipzig, status: planned, follows: num-two}
"""


NAMES = {"network": ("NUM", "MII", "GBN"), "kind": ("founding", "funding"), "tag": ("covid",),
         "source": ("dhm-2022",), "figure": ("sites", "funding_eur")}  # fmt: skip


class Known:
    """The names of a small store, as a query asks for them."""

    def find_name(self, field, given):
        found = tuple(n for n in NAMES[field] if n.lower() == given.lower())
        if not found:
            raise UsageError(f"there is no {field} {given!r}", "did you mean X?")
        return found

    def find_names_starting(self, field, start):
        return tuple(n for n in NAMES.get(field, ("num-one", "num-two")) if n.startswith(start))

    def find_place(self, given):
        return (given,)

    def find_event(self, given):
        return given


def read(text: str) -> Reading:
    return resolve(parse_query(text), text, Known(), TODAY)


def day(text: str) -> int:
    year, month, of_month = map(int, text.split("-"))
    return day_number(year, month, of_month)


def num(*names: str) -> Label:
    return Label("network", names or ("NUM",))


MEANINGS = [
    ("", EVERYTHING),
    (" \t\n ", EVERYTHING),
    ("network:NUM", num()),
    ("network:num", num()),
    ("NETWORK:NUM", num()),
    ("networks:NUM,MII", num("NUM", "MII")),
    ("network:NUM network:MII", And((num(), num("MII")))),
    ("network:NUM AND network:MII", And((num(), num("MII")))),
    ("network:NUM OR network:MII", Or((num(), num("MII")))),
    ("(network:NUM OR network:MII) kind:law*", And((Or((num(), num("MII"))), Label("kind", ())))),
    ("network:NUM kind:founding OR tag:covid",
     Or((And((num(), Label("kind", ("founding",)))), Label("tag", ("covid",))))),
    ("not:network:NUM", Not(num())),
    ("NOT network:NUM", Not(num())),
    ("not:not:network:NUM", Not(Not(num()))),
    ("NOT(network:NUM OR tag:covid)", Not(Or((num(), Label("tag", ("covid",)))))),
    ("not:(network:NUM)", Not(num())),
    ("not:biobank", Not(Phrase(("biobank",)))),
    ('not:"data integration"', Not(Phrase(("data", "integration")))),
    ("((network:NUM))", num()),
    ("( network:NUM )", num()),
    ("network:*", Filed("network")),
    ("place:*", Filed("place")),
    ("part-of:*", Filed("part-of")),
    ("part_of:num-one", Label("part-of", ("num-one",))),
    ("id:num-*", Ids(("num-one", "num-two"))),
    ("id:a,b", Or((Ids(("a",)), Ids(("b",))))),
    ('place:"Frankfurt am Main"', Label("place", ("Frankfurt am Main",))),
    ("place:“Frankfurt am Main”", Label("place", ("Frankfurt am Main",))),
    ('place:"a, b",c', Label("place", ("a, b", "c"))),
    ("status:planned,Cancelled", Label("status", ("planned", "cancelled"))),
    ("biobank", Phrase(("biobank",))),
    ("Gründung", Phrase(("grundung",))),
    ("STRASSE straße", And((Phrase(("strasse",)), Phrase(("strasse",))))),
    ("biobank*", Phrase(("biobank",), is_prefix=True)),
    ('"data integ"*', Phrase(("data", "integ"), is_prefix=True)),
    ("c++", Phrase(("c",))),
    ("state-of-the-art", Phrase(("state", "of", "the", "art"))),
    ('"NOT"', Phrase(("not",))),
    ('"OR" "and"', And((Phrase(("or",)), Phrase(("and",))))),
    ("NOTE ORB ANDES", And((Phrase(("note",)), Phrase(("orb",)), Phrase(("andes",))))),
    ("foo(bar)", Phrase(("foo", "bar"))),
    ("title:Gründung", Phrase(("grundung",), column="title")),
    ('summary:"data int"*', Phrase(("data", "int"), is_prefix=True, column="summary")),
    ("date:2022..2025", Touching(day("2022-01-01"), day("2025-12-31"))),
    ("date:2022/2025", Touching(day("2022-01-01"), day("2025-12-31"))),
    ("date:2022..", Touching(day("2022-01-01"), inf)),
    ("date:..2022-02", Touching(-inf, day("2022-02-28"))),
    ("date:2022-07", Touching(day("2022-07-01"), day("2022-07-31"))),
    ('date:"Juli 2022"', Touching(day("2022-07-01"), day("2022-07-31"))),
    ('date:"1.7.2022..5.7.2022"', Touching(day("2022-07-01"), day("2022-07-05"))),
    ("date:today", Touching(day("2026-11-21"), day("2026-11-21"))),
    ("date:2020,2022", Or((Touching(day("2020-01-01"), day("2020-12-31")),
                           Touching(day("2022-01-01"), day("2022-12-31"))))),
    ("since:2022", Touching(day("2022-01-01"), inf)),
    ("until:2022", Touching(-inf, day("2022-12-31"))),
    ("since:2022 since:2023", And((Touching(day("2023-01-01"), inf), Touching(day("2022-01-01"), inf)))),
    ("since:2022 until:2023", Touching(day("2022-01-01"), day("2023-12-31"))),
    ("within:2022", Inside(day("2022-01-01"), day("2022-12-31"))),
    ("before:2022", Before(day("2022-01-01"))),
    ("after:2022", After(day("2022-12-31"))),
    ("known-by:2022-06", KnownBy(day("2022-06-30"))),
    ("on-this-day:07-01", Anniversary(7, 1)),
    ("on-this-day:1.7.", Anniversary(7, 1)),
    ("on-this-day:1999-02-28", Anniversary(2, 28)),
    ("on-this-day:02-29", Anniversary(2, 29)),
    ('on-this-day:"1. Juli"', Anniversary(7, 1)),
    ('on-this-day:"29 Feb"', Anniversary(2, 29)),
    ('on-this-day:"July 1"', Anniversary(7, 1)),
    ("id:*", EVERYTHING),
    ('place:"say ""hi"", he"', Label("place", ('say "hi", he',))),
    ("place:„Festakt“", Label("place", ("Festakt",))),
    ('place:"„Festakt“ dort"', Label("place", ("„Festakt“ dort",))),
    ("place:«Fête»", Label("place", ("Fête",))),
    ("on-this-day:today", Anniversary(11, 21)),
    ("figures.sites:37", Figure("sites", (Decimal(37), 0), (Decimal(37), 0))),
    ("figures.sites:=37", Figure("sites", (Decimal(37), 0), (Decimal(37), 0))),
    ("figure.sites:>37", Figure("sites", (Decimal(37), 1), (inf, 0))),
    ("figures.sites:>=3.5", Figure("sites", (Decimal("3.5"), 0), (inf, 0))),
    ("figures.sites:<-3", Figure("sites", (-inf, 0), (Decimal(-3), -1))),
    ("figures.sites:<=3", Figure("sites", (-inf, 0), (Decimal(3), 0))),
    ("figures.sites:3..4.5", Figure("sites", (Decimal(3), 0), (Decimal("4.5"), 0))),
    ("figures.sites:3..", Figure("sites", (Decimal(3), 0), (inf, 0))),
    ("figures.sites:..3", Figure("sites", (-inf, 0), (Decimal(3), 0))),
    ("figures.sites:*", Figure("sites", (-inf, 0), (inf, 0))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "term"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_a_query_means_its_term(text, term):
    assert read(text) == Reading(term)


@pytest.mark.parametrize(
    ("text", "term", "certainty"),
    [
        ("certain:yes", EVERYTHING, "certain"),
        ("certain:no network:NUM", num(), "possible"),
        ("network:NUM (tag:covid certain:YES)", And((num(), Label("tag", ("covid",)))), "certain"),
        ("certain:ja certain:yes", EVERYTHING, "certain"),
    ],
)
def test_certain_holds_for_the_whole_query(text, term, certainty):
    assert read(text) == Reading(term, certainty)


MISTAKES = [  # a query, what the carets underline, what is said of it
    ("network:NUN kind:founding", "NUN", "there is no network 'NUN'; did you mean X?"),
    ("kind:founding network:NUM,NUN", "NUN", "there is no network 'NUN'; did you mean X?"),
    ("netwrok:NUM", "netwrok", "there is no field 'netwrok'; did you mean network?"),
    ("x:y", "x", "there is no field 'x'; quote it to search for it: \"x:y\""),
    ("https://a.example", "https", "there is no field 'https'; quote it to search for it: \"https://a.example\""),
    ("network.x:NUM", "network.x", "there is no field 'network.x'; did you mean network?"),
    ('biobank "data', '"', "this quotation mark is never closed; close it, or delete it"),
    ('place:"Berlin', '"', "this quotation mark is never closed; close it, or delete it"),
    ("(a OR b", "(", "this parenthesis is never closed; close it, or quote it"),
    ("(a OR (b c)", "(", "this parenthesis is never closed; close it, or quote it"),
    ("a)", ")", "this parenthesis was never opened; delete it, or quote it"),
    ("network:(NUM OR MII)", "(", "parentheses stand around terms, not around values; write network:A,B for any of several, or quote the value"),
    ("date:July 2025", "July", "'July' has no year; quote a value with spaces: date:\"July 2025\""),
    ("date:last year kind:law", "last", "'last' is not understood as a date; quote a value with spaces: date:\"last year\""),
    ("network:NUM Hub", None, None),
    ("figures.sites>3", "figures.sites>3", "'figures.sites>3' is almost a field; write figures.sites:>3, or quote it"),
    ("figures.sites>=3", "figures.sites>=3", "'figures.sites>=3' is almost a field; write figures.sites:>=3, or quote it"),
    ("network=NUM", "network=NUM", "'network=NUM' is almost a field; write network:NUM, or quote it"),
    ("!network:NUM", "!network:NUM", "'!network:NUM' is almost a field; write not:network:NUM, or quote it"),
    ("date>2020", "date>2020", "'date>2020' is almost a field; write after:2020, or quote it"),
    ("date>=2020", "date>=2020", "'date>=2020' is almost a field; write since:2020, or quote it"),
    ("date<2020", "date<2020", "'date<2020' is almost a field; write before:2020, or quote it"),
    ("date<=2020", "date<=2020", "'date<=2020' is almost a field; write until:2020, or quote it"),
    ("date=2020", "date=2020", "'date=2020' is almost a field; write date:2020, or quote it"),
    ("date!=2020", "date!=2020", "'date!=2020' is almost a field; write not:date:2020, or quote it"),
    ("network>NUM", "network>NUM", "'network>NUM' is almost a field; write network:NUM, or quote it"),
    ("!network!=NUM", "!network!=NUM", "'!network!=NUM' is almost a field; write network:NUM, or quote it"),
    ("figures.sites==3", "figures.sites==3", "'figures.sites==3' is almost a field; write figures.sites:3, or quote it"),
    ("figures.sites!=3", "figures.sites!=3", "'figures.sites!=3' is almost a field; write not:figures.sites:3, or quote it"),
    ("!figures.sites<3", "!figures.sites<3", "'!figures.sites<3' is almost a field; write not:figures.sites:<3, or quote it"),
    ("figures.a.b:>3", "figures.a.b:>3", "'figures.a.b:>3' is almost a field; write figures.a_b:>3, or quote it"),
    ("sites:>3", "sites", "there is no field 'sites'; did you mean figures.sites?"),
    ("on-this-day:NUM", "NUM", "'NUM' is no day of the year; write today, 07-01, 1.7., 1 July or 2025-07-01"),
    ("a ()", "()", "there is nothing in these parentheses; delete them"),
    ("a OR", "OR", 'OR needs a term after it; write A OR B, or "OR" to search for it'),
    ("OR a", "OR", 'OR needs a term before it; write A OR B, or "OR" to search for it'),
    ("a OR OR b", "OR", 'OR needs a term before it; write A OR B, or "OR" to search for it'),
    ("AND a", "AND", 'AND needs a term before it; write A AND B, or "AND" to search for it'),
    ("a AND", "AND", 'AND needs a term after it; write A AND B, or "AND" to search for it'),
    ("a AND OR b", "AND", 'AND needs a term after it; write A AND B, or "AND" to search for it'),
    ("NOT", "NOT", 'NOT needs a term after it; write NOT A, or "NOT" to search for it'),
    ("(NOT)", "NOT", 'NOT needs a term after it; write NOT A, or "NOT" to search for it'),
    ("a not: b", "not:", "not: needs a term right after it; write not:kind:funding"),
    ("foo or bar", "or", "'or' is a word here; write OR, or \"or\" to search for the word"),
    ("kind:", "kind", "kind: has no value; write kind:founding"),
    ("kind:,founding", "kind", "kind: has no value; write kind:founding"),
    ('kind:""', '""', "kind: has no value; write kind:founding"),
    ("figures:3", "figures", "figures: needs the name of a figure; write figures.sites:>=30"),
    ("figures.sits:3", "figures.sits", "there is no figure 'sits'; did you mean X?"),
    ("figures.sites:many", "many", "'many' is no number to compare with; write 37, >750, >=750, <10, <=10, 10..20 or *"),
    ("figures.sites:1,000,000", None, None),
    ("figures.sites:9..3", "9..3", "9 is more than 3; write 3..9"),
    ("figures.sites:..", "..", "'..' is no number to compare with; write 37, >750, >=750, <10, <=10, 10..20 or *"),
    ("date:2025..2022", "2025..2022", "'2025' is after '2022'; write 2022..2025"),
    ("date:..", "..", "'..' has no date on either side; write 2022..2025, 2022.. or ..2025"),
    ("date:2025-13", "2025-13", "'2025-13': there is no month 13; months are 01 to 12, seasons 21 to 41; for example 2025, 2025-07 or 2025-07-01"),
    ("date:gestren", "gestren", "'gestren' is not understood as a date; did you mean gestern? write 2025, July 2025 or 2025-07-01"),
    ('date:"um 2018"', '"um 2018"', "'um 2018' is too vague to ask for (it means c. 2018); write 2025, 2025-07 or 2025-07-01, or ask between two dates"),
    ("since:2025 until:2022", "2022", "'2025' is after '2022'; give the earlier date first"),
    ("before:../2022", "../2022", "'../2022' has no first day; give a date that begins somewhere"),
    ("after:2022/..", "2022/..", "'2022/..' has no last day; give a date that ends somewhere"),
    ("known-by:2022/..", "2022/..", "'2022/..' has no last day; give a date that ends somewhere"),
    ("on-this-day:13-45", "13-45", "there is no day '13-45' in any year; write 07-01, or 1.7."),
    ("on-this-day:02-30", "02-30", "there is no day '02-30' in any year; write 07-01, or 1.7."),
    ("on-this-day:2025-07", "2025-07", "'2025-07' is not one day; write today, 07-01, 1.7., 1 July or 2025-07-01"),
    ("certain:maybe", "maybe", "certain: cannot be 'maybe'; write certain:yes or certain:no"),
    ("certain:yes,no", "no", "certain: is either yes or no; keep one of them"),
    ("certain:yes certain:no", "certain", "certain: is asked for twice; keep one of them"),
    ("a OR certain:yes", "certain", "certain: holds for the whole query; put it outside of NOT, OR and parentheses"),
    ("not:certain:yes", "certain", "certain: holds for the whole query; put it outside of NOT, OR and parentheses"),
    ("status:plant", "plant", "there is no status 'plant'; valid: happened, planned, cancelled"),
    ("++", "++", "'++' holds no letter or digit to search for; search for a word"),
    ('""', '""', "'' holds no letter or digit to search for; search for a word"),
    ("*bank", "*bank", "'*bank' has a * that does not end it; a * stands for the rest of a last word: biobank*"),
    ("title:", "title", 'title: has no value; write title:"data integration"'),
    ("title:++", "++", "'++' holds no letter or digit to search for; search for a word"),
    ("(", "(", "this parenthesis is never closed; close it, or quote it"),
    ("network:NUM ( ", "(", "this parenthesis is never closed; close it, or quote it"),
    ('"', '"', "this quotation mark is never closed; close it, or delete it"),
    ("„Zitat", "„", "this quotation mark is never closed; close it, or delete it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "marked", "said"), MISTAKES, ids=[text for text, *_ in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_a_mend(text, marked, said):
    if marked is None:
        assert isinstance(read(text).term, Or | And)
        return
    with pytest.raises(QueryError) as refused:
        read(text)
    error = refused.value
    assert text[error.at : error.at + error.width] == marked
    assert f"{error.message}; {error.hint}" == said
    assert error.hint
    assert error.exit_code == 2


def test_every_term_that_is_offered_for_something_like_one_can_be_read():
    for _, _, said in MISTAKES:
        if said and "is almost a field" in said and "a_b" not in said:
            read(re.findall("; write (.+), or quote it", said)[0])


def test_too_deep_and_too_many_are_refused_before_they_take_their_time(monkeypatch):
    deepest = parse.DEEPEST
    assert read("(" * deepest + "network:NUM" + ")" * deepest).term == num()
    for text in ("(" * 5000 + "a", "not:" * 5000 + "a", "NOT " * 5000 + "a", "(NOT " * 5000):
        with pytest.raises(QueryError, match=f"more than {deepest} parentheses or negations"):
            read(text)
    assert read(" ".join(["a"] * MOST_TERMS)).term == And((read("a").term,) * MOST_TERMS)
    with pytest.raises(QueryError, match=f"a query has at most {MOST_TERMS} terms"):
        read(" OR ".join(["a"] * (MOST_TERMS + 1)))
    monkeypatch.setattr(Known, "find_names_starting", lambda *_: ("n",) * 1000)
    with pytest.raises(QueryError, match="more than 5000 names"):
        read("id:n* " * (MOST_NAMES // 1000 + 1))
    with pytest.raises(QueryError, match=f"a query has at most {MOST_TIMES} terms about time"):
        read("date:" + ",".join(["2020"] * (MOST_TIMES + 1)))


# Properties


def nodes() -> st.SearchStrategy[Node]:
    text = st.text(alphabet="abcäß19+-.*(){}[]/<>=", min_size=1, max_size=6)
    spaced = st.text(alphabet="abc ,:()'ORNT", max_size=8)
    values = st.one_of(
        text.filter(balanced).map(lambda t: Value(t, 0, 0)),
        spaced.map(lambda t: Value(t, 0, 0, quoted=True)),
    )
    names = st.sampled_from(["network", "kind", "figures.sites", "known-by"])
    values = values.filter(lambda v: v.quoted or v.text[0] != "(")
    words = values.map(Words)
    has = st.builds(
        lambda name, given: Has(Value(name, 0, 0), tuple(given)), names,
        st.lists(values, min_size=1, max_size=3),
    )  # fmt: skip
    return st.recursive(
        words | has,
        lambda inner: st.one_of(
            inner.map(Never),
            st.lists(inner, min_size=2, max_size=3).map(lambda n: Every(tuple(n))),
            st.lists(inner, min_size=2, max_size=3).map(lambda n: Either(tuple(n))),
        ),
        max_leaves=8,
    )


def balanced(text: str) -> bool:
    opened = 0
    for sign in text:
        opened += (sign == "(") - (sign == ")")
        if opened < 0:
            return False
    return opened == 0


def written(node: Node, chance: random.Random) -> str:
    """Write a tree down as somebody might."""
    match node:
        case Words(value):
            return quoted(value)
        case Has(field, values):
            return f"{field.text}:{','.join(map(quoted, values))}"
        case Never(inner):
            opening = chance.choice(("not:", "NOT "))
            return opening + parenthesised(inner, chance, (Words, Has, Never))
        case Every(inner):
            parts = [parenthesised(n, chance, (Words, Has, Never)) for n in inner]
            return chance.choice((" ", "  ", " AND ", "\t")).join(parts)
        case Either(inner):
            return " OR ".join(parenthesised(n, chance, (Words, Has, Never, Every)) for n in inner)


def quoted(value: Value) -> str:
    return f'"{value.text}"' if value.quoted else value.text


def parenthesised(node: Node, chance: random.Random, bare: tuple[type, ...]) -> str:
    text = written(node, chance)
    return text if isinstance(node, bare) and chance.random() < 0.8 else f"({text} )"


def without_places(node: Node) -> Node:
    match node:
        case Words(value):
            return Words(Value(value.text, 0, 0, value.quoted))
        case Has(field, values):
            return Has(Value(field.text, 0, 0),
                       tuple(Value(v.text, 0, 0, v.quoted) for v in values))  # fmt: skip
        case Never(inner):
            return Never(without_places(inner))
    return type(node)(tuple(without_places(inner) for inner in node.nodes))


@examples(400)
@given(nodes(), st.integers())
def test_what_is_written_down_is_read_back(node, seed):
    text = written(node, random.Random(seed))
    assert without_places(parse_query(text)) == node


@examples(1000)
@given(st.text() | st.text(alphabet='ab:,"()*. \tNOTRAD<>=not:network', max_size=40))
def test_any_text_at_all_is_read_or_refused_with_a_place_inside_it(text):
    error = None
    try:
        read(text)
    except QueryError as refused:
        error = refused
    assert error is None or 0 <= error.at < error.at + error.width <= len(text) + 1


# On a store, from the command line


@pytest.fixture
def found(timeline, store):
    """Return a function that gives the ids that some arguments find."""
    store(STORE)

    def ask(*arguments: str) -> list[str]:
        run = timeline(arguments[0], "-f", "json", *arguments[1:])
        assert run.status == 0, run.err
        return [event["id"] for event in json.loads(run.out)]

    return ask


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (["network:NUM", "kind:founding,funding", "not:tag:covid"], ["num-two"]),
        (["grundung"], ["num-one"]), (["GRÜNDUNG"], ["num-one"]), (["strasse"], ["num-one"]),
        (["Straße"], ["num-one"]), (["biobank*"], ["num-one", "num-two", "mii-one"]),
        (["biobank"], ["num-one", "num-two", "mii-one"]), (["biobanks"], ["num-two"]),
        (["c++"], ["num-one"]), (["state-of"], ["num-one"]), (["data integration"], ["num-one"]),
        (['"data integration"'], ["num-one"]), (['"integration data"'], []),
        (['"NOT"'], ["num-two"]), ([""], ["num-one", "num-two", "mii-one"]),
        (["", "", "grundung"], ["num-one"]),
        (["Main"], ["num-two"]), (["place:frankfurt"], ["num-two"]),
        (["place:Frankfurt am Main"], ["num-two"]), (["place:berl*"], ["num-one"]),
        (["(place:Berlin OR place:Leipzig)"], ["num-one", "mii-one"]),
        (["(place:Berlin", "OR", "place:Leipzig)"], ["num-one", "mii-one"]),
        (["figures.funding_eur:>100000000"], ["num-one"]),
        (["figures.participants:>=750"], ["num-one"]), (["not:place:*"], []),
        (["source:dhm-2022"], ["num-one"]), (["status:planned"], ["mii-one"]),
        (["status:happened"], ["num-one", "num-two"]), (["network:num*"], ["num-one", "num-two"]),
        (['network:"NUM Hub"'], []), (["id:num-*"], ["num-one", "num-two"]),
        (["part-of:num-one"], ["num-two"]), (["follows:num-two"], ["mii-one"]),
        (["known-by:2021"], ["num-two"]), (["known-by:2022"], ["num-one", "num-two"]),
        (["x" * 10_000], []), (["c++ " * 400], ["num-one"]), (["title:biobank*"], ["num-two", "mii-one"]),
        (["summary:biobank"], ["num-one"]), (["not:summary:biobank"], ["num-two", "mii-one"]),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_one_language_finds_what_is_asked_for(found, query, ids):
    assert found("list", *query) == ids
    assert found("list", " ".join(query)) == ids
    assert sorted(found("search", *query)) == sorted(ids)
    assert found("between", "2000", "2100", *query) == ids


def test_a_figure_is_certain_where_all_that_it_may_be_is_asked_for(timeline, store):
    store(STORE)
    said = {
        "figures.participants:>=750": "certain", "figures.participants:>750": "certain",
        "figures.participants:>800": "possible", "figures.participants:<1000": "possible",
        "figures.funding_eur:>1": "possible", "figures.sites:30..40": "certain",
    }  # fmt: skip
    for query, certainty in said.items():
        (event,) = json.loads(timeline("list", query, "-f", "json").out)
        assert event["certainty"] == certainty, query
    assert timeline("list", "figures.participants:<=750").err == "no event matches\n"


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (["-n", "NUM"], ["network:NUM"]),
        (["-n", "NUM,MII"], ["network:NUM,MII"]),
        (["-n", "NUM", "--network", "MII"], ["network:NUM,MII"]),
        (["-k", "founding", "-n", "NUM"], ["network:NUM", "kind:founding"]),
        (["--place", "Haus 1, Frankfurt"], ['place:"Haus 1, Frankfurt"']),
        (["--source", "dhm-2022"], ["source:dhm-2022"]),
        (["--status", "planned"], ["status:planned"]),
        (["--since", "2022"], ["since:2022"]),
        (["--since", "2022", "--until", "2023"], ["date:2022..2023"]),
        (["--within", "2020..2022"], ["within:2020..2022"]),
        (["--known-by", "2022"], ["known-by:2022"]),
        (["--on-this-day", "07-01"], ["on-this-day:07-01"]),
        (["--certain", "--until", "2020-04-01"], ["certain:yes", "until:2020-04-01"]),
    ],
    ids=str,
)
def test_options_are_short_for_terms(timeline, store, options, query):
    store(STORE)
    by_options, by_terms = timeline("list", *options), timeline("list", *query)
    assert by_options == by_terms
    assert by_options.status == 0
    for command in ("networks", "sources", "info", "stats"):
        assert timeline(command, *options) == timeline(command, *query)


def test_every_field_with_an_option_has_one_and_every_alias_leads_to_a_field(timeline):
    said = timeline("list", "--help").out
    for field in QUERY_FIELDS.values():
        assert all(option in said for option in field.option)
        assert field.example.startswith(field.name)
    assert set(ALIASES.values()) <= set(QUERY_FIELDS)


def test_on_this_day_needs_no_date(timeline, store):
    store("events: [{id: a, date: 1999-07-01, title: A}, {id: b, date: 2020-07, title: B}]")
    today = ("--today", "2026-07-01")
    for arguments in (
        ("list", "--on-this-day"), ("list", "--on-this-day", "title:A"),
        ("list", "--on-this-day", "--certain"), ("list", "--on-this-day", "(title:A)"),
    ):  # fmt: skip
        assert "– A" in timeline(*arguments, *today).out, arguments
    assert timeline("list", "--on-this-day", "2.7.").err == "no event matches\n"
    assert "'biobank'" in timeline("list", "--on-this-day", "biobank").err


def test_a_name_that_needs_quotation_marks_is_offered_with_them(store, timeline):
    store(STORE)
    assert 'did you mean "NUM Hub"?' in timeline("list", "network:NUMHub").err
    assert timeline("list", 'network:"NUM Hub"').status == 0


def test_a_mistake_on_the_command_line_is_shown_with_a_caret(timeline):
    run = timeline("list", "kind:founding", "network:NUN", "-s", str(BUNDLED))
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        "timeline: there is no network 'NUN'; did you mean NUM?\n"
        "  | kind:founding network:NUN\n"
        "  |                       ^^^\n"
    )
    run = timeline("list", "x " * 5000 + "network:NUN", "-s", str(BUNDLED))
    assert run.status == 2
    assert max(map(len, run.err.splitlines())) < 120
    assert "\x1b" not in timeline("list", "kind:\x1b[31m", "-s", str(BUNDLED)).err


def test_reading_commands_all_take_a_query(timeline, store):
    store(STORE)
    commands = {
        "list": [], "between": ["2020", "2026"], "at": ["2022"], "search": [], "show": [],
        "networks": [], "kinds": [], "tags": [], "sources": [], "info": [], "stats": [],
    }  # fmt: skip
    for command, arguments in commands.items():
        run = timeline(command, *arguments, "network:GBN", "--known-by", "2026-11-21", "-f", "json")
        assert run.status == 0, run.err
        assert "mii-one" not in run.out
        assert "num-one" not in run.out.replace('"part_of": "num-one"', "")
        assert timeline(command, *arguments, "network:NUN").status == 2


# Search


def test_a_search_gives_the_best_match_first(found):
    assert found("search", "num")[0] == "num-one"
    assert found("search", "biobank* OR law")[0] in ("num-two", "mii-one")
    assert found("search", "founding", "network:MII") == ["mii-one"]
    assert found("list", "biobank*", "--sort", "relevance") == found("search", "biobank*")
    assert found("search", "biobank*", "--sort", "date") == found("list", "biobank*")
    assert found("search", "network:NUM") == found("list", "network:NUM")
    assert found("search", "biobank*", "--reverse") == found("search", "biobank*")[::-1]
    assert found("search", "biobank*", "--limit", "1") == found("search", "biobank*")[:1]


def test_a_terminal_shows_what_was_found(timeline, store):
    store(STORE)

    def lit(*query: str) -> str:
        look = ("--color", "always", "-f", "table", "--lang", "de")
        return str(timeline("search", *query, *look).out)

    assert "\x1b[1;7mGründung\x1b[0m" in lit("grundung")
    assert "\x1b[1;7mBiobanken\x1b[0m" in lit("biobank*")
    assert "\x1b[1;7mGründung des\x1b[0m" in lit('"gründung DES"')
    assert "7m" not in lit("not:grundung")
    assert "\x1b" not in timeline("search", "grundung").out
