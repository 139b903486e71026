"""What a query finds: the SQL against the brute-force predicate of ``oracle.py``."""

from __future__ import annotations

import random
import sqlite3
from decimal import Decimal
from math import inf

import pytest

from tests import oracle
from tests.amount import seeds
from timeline.dates import edtf
from timeline.dates.calendar import civil, day_number
from timeline.dates.keys import edges_touching, reach_and_edge
from timeline.errors import DateError, UsageError
from timeline.index.build import build
from timeline.model import LABELS, Citation, Contents, Date, Dispute, Event, Source, Text
from timeline.query.answer import Question, answer
from timeline.query.candidates import candidates
from timeline.query.fields import ORDERS
from timeline.query.names import find_event, find_name, ids, names
from timeline.query.terms import (
    EVERYTHING,
    After,
    All,
    And,
    Anniversary,
    Before,
    Figure,
    Filed,
    Ids,
    Inside,
    Kept,
    KnownBy,
    Label,
    Not,
    Or,
    Phrase,
    Term,
    Touching,
    both,
)

BATCHES, EVENTS, WINDOWS = 10, 60, 36  # 21,600 pairs of a date and a window, for each kind
KINDS = (Touching, Inside, Before, After)
WORDS = ("grundung", "des", "num", "biobank", "biobanken", "strasse", "c", "2020")
FIGURES = (">750", "<750", ">=750", "<=2.5", "~390000000", 750, 2.5, -3, "~0", 0, 10**20, ">-3")
HUGE = ("Y1E30", "Y-17E7", "Y170000002", "Y-1E25", "Y3388E2S3", "Y171010000S3", "Y99999E12")
PLACES = (None, "Berlin", "berlin", "Ähtäri", "Zürich", "Leipzig")
NAMES = {
    "network": ("GBN", "NUM", "MII"),
    "kind": ("founding", "funding"),
    "tag": ("covid", "biobank", "data"),
    "status": ("happened", "planned", "cancelled"),
    "source": ("dhm-2022", "num-portrait", "https://example.org/a?b#c"),
}


def date(text: str) -> Date:
    return Date(text, Text(text, text), None, None, "")


def event(event_id: str, when: str, **known) -> Event:
    return Event(event_id, date(when), known.pop("title", Text(event_id, event_id)), **known)


def open_store(*events: Event, **vocabularies) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    build(connection, Contents("en", vocabularies.get("networks"), None, (), events), "digest")
    return connection


def some_year(chance: random.Random) -> str:
    return f"{chance.choice((1999, 2000, 2019, 2020, 2021, 2022, 2023, 2024, 1, 0)):04}"


def some_point(chance: random.Random) -> str:
    """Return the text of one date, at times one that there is not."""
    year, month, day = some_year(chance), chance.randint(1, 12), chance.randint(1, 31)
    season = chance.randint(21, 41)
    plain = chance.choice(
        (f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", year, f"{year}-{season}",
         f"{year}-{month:02}-{day:02}", f"{year}-{month:02}")
    )  # fmt: skip
    if chance.random() < 0.6:
        return plain
    qualifier = chance.choice("?~%")
    return chance.choice(
        (f"{plain}{qualifier}", f"{year[:3]}X", f"{year[:2]}XX", f"{year[0]}XXX", "XXXX",
         f"{year}-XX", f"{year}-XX-{day:02}", f"{year}-{month:02}-XX", f"{year[:3]}X-{month:02}",
         f"{year}-{qualifier}{month:02}-{day:02}", f"{year[:3]}X{qualifier}", f"{year}S2",
         f"{year[:3]}X-02-29", f"XXXX-{month:02}-XX", "-0004", f"-{year}-{month:02}", "-000X",
         chance.choice(HUGE), f"{chance.choice(HUGE)}{qualifier}")
    )  # fmt: skip


def some_set(chance: random.Random) -> str:
    opening, closing = chance.choice(("[]", "{}"))
    length = chance.choice((4, 7, 10))
    items = []
    for _ in range(chance.randint(1, 3)):
        first, last = sorted(
            f"{some_year(chance)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"[:length]
            for _ in range(2)
        )
        run = f"{first}..{last}{chance.choice(('', '', '', '?'))}"
        items.append(chance.choice((run, some_point(chance))))
    if chance.random() < 0.25:
        items[0] = f"..{some_point(chance)}"
    elif chance.random() < 0.3:
        items[-1] = f"{some_point(chance)}.."
    return opening + ",".join(items) + closing


def some_date(chance: random.Random) -> str:
    """Return an EDTF text of any level."""
    while True:
        kind = chance.random()
        text = some_point(chance)
        if kind > 0.75:
            text = some_set(chance)
        elif kind > 0.4:
            ends = [text, some_point(chance)]
            text = "/".join(chance.choice((ends, ends, [ends[0], ".."], [ends[0], ""],
                                           ["..", ends[0]], ["", ends[0]])))  # fmt: skip
        try:
            edtf.parse(text)
        except DateError:
            continue
        return text


def some_citations(chance: random.Random) -> tuple[Citation, ...]:
    def published() -> Date | None:
        return chance.choice((None, date(some_date(chance)), date(f"202{chance.randint(0, 5)}")))

    return tuple(
        Citation(Source(id=name, published=published())
                 if "/" not in name else Source(url=name, published=published()))
        for name in NAMES["source"] if chance.random() < 0.4
    )  # fmt: skip


def some_event(chance: random.Random, number: int) -> Event:
    title = chance.choice(("ä", "b", "C", "Gründung des NUM", "C++ Straße", "NUM, biobank: 2020"))
    disputed = tuple(
        Dispute(date(some_date(chance)), some_citations(chance))
        for _ in range(chance.choice((0, 0, 0, 1, 2)))
    )
    return Event(
        id=f"event-{number}",
        date=date(some_date(chance)),
        title=chance.choice((Text(title, title), Text(title), Text(None, title))),
        kind=chance.choice((None, *NAMES["kind"])),
        networks=tuple(n for n in NAMES["network"] if chance.random() < 0.4),
        status=chance.choice((None, "planned", "cancelled")),
        place=chance.choice(PLACES),
        tags=tuple(chance.choices(NAMES["tag"], k=chance.randint(0, 3))),
        citations=some_citations(chance),
        summary=chance.choice((None, Text("Die Gründung der Biobanken", "des NUM"))),
        figures=tuple(
            (name, chance.choice(FIGURES)) for name in ("funding", "sites") if chance.random() < 0.5
        ),
        part_of=chance.choice((None, "event-1")),
        follows=chance.choice((None, "event-2")),
        disputed=disputed,
    )


def some_events(chance: random.Random, count: int = EVENTS) -> list[Event]:
    return [some_event(chance, number) for number in range(count)]


def edges_of(events: list[Event]) -> list[float]:
    """Return every day on which an answer can change: the bounds of all dates, and their eves."""
    texts = [e.date.edtf for e in events] + [d.date.edtf for e in events for d in e.disputed]
    days = {day for text in texts for m in edtf.members(edtf.parse(text)) for day in m[:4]}
    return sorted({day + by for day in days for by in (-1, 0, 1)} | {inf, -inf})


def some_window(chance: random.Random, edges: list[float]) -> Touching:
    kind = chance.random()
    first = chance.choice(edges)
    last = first + chance.choice((0, 1, 27, 364, 365, 1000)) if kind < 0.4 else chance.choice(edges)
    if kind > 0.8:  # whole months and years, or nearly so
        year, month = chance.randint(1998, 2025), chance.randint(1, 12)
        first = day_number(year, chance.choice((1, month)), 1) + chance.choice((0, 0, 1))
        to_year, to_month, _ = civil(int(first) + chance.choice((31, 62, 366, 800)))
        last = day_number(to_year, chance.choice((1, to_month)), 1) - chance.choice((1, 1, 2))
    first, last = sorted((first, last))
    return Touching(first if first < inf else -inf, last if last > -inf else inf)


def timed(window: Touching, kind: type) -> Touching | Inside | Before | After:
    """Return a term of another kind about the days of a window."""
    ends = window.first, window.last
    if kind is Touching or kind is Inside:
        return Touching(*ends) if kind is Touching else Inside(*ends)
    day = next((day for day in ends if abs(day) != inf), 0)
    return Before(day) if kind is Before else After(day)


def some_bound(chance: random.Random, unbounded: float) -> tuple[Decimal | float, int]:
    number = Decimal(chance.choice(("750", "0", "-3", "2.5", "2.50001", "390000000", "1E20")))
    return chance.choice(((unbounded, 0), (number, chance.choice((0, 1 if unbounded < 0 else -1)))))


def some_figure(chance: random.Random) -> Term:
    low, high = some_bound(chance, -inf), some_bound(chance, inf)
    return Figure(chance.choice(("sites", "funding")), low, high if low <= high else (inf, 0))


def some_special_term(chance: random.Random, edges: list[float]) -> Term:
    days = [day for day in edges if abs(day) != inf]
    _, month, day = civil(int(chance.choice(days)))
    words = tuple(chance.choices(WORDS, k=chance.choice((1, 1, 2))))
    beginning = (*words[:-1], words[-1][:3])
    return chance.choice(
        (KnownBy(chance.choice(days)), Anniversary(month, day), Filed(chance.choice(LABELS)),
         some_figure(chance),
         Phrase(words, column=chance.choice(("", "title", "summary"))), Phrase(beginning, is_prefix=True))
    )  # fmt: skip


def some_term(chance: random.Random, edges: list[float], depth: int = 4) -> Term:
    kind = chance.random()
    if depth and kind < 0.6:
        inner = tuple(some_term(chance, edges, depth - 1) for _ in range(chance.randint(0, 3)))
        one = some_term(chance, edges, depth - 1)
        some = Kept(one, chance.choice(("certain", "possible")))
        return chance.choice((And(inner), Or(inner), Not(one), some))
    if kind < 0.75:
        return timed(some_window(chance, edges), chance.choice(KINDS))
    if kind < 0.9:
        return some_special_term(chance, edges)
    field = chance.choice(tuple(NAMES))
    picked = tuple(chance.sample(NAMES[field], chance.randint(0, 2)))
    numbers = tuple(f"event-{chance.randrange(EVENTS + 5)}" for _ in range(chance.randint(0, 9)))
    return chance.choice(
        (Label(field, picked), Label(field, (*picked, "none")), Ids(numbers), All())
    )


def verdicts(connection: sqlite3.Connection, term: Term) -> dict[str, int]:
    """Return what the index answers: 2 where certain, 1 where possible."""
    found = answer(connection, Question(term), "en")
    only_certain = answer(connection, Question(Kept(term, "certain")), "en")
    certain = [m.event.id for m in found.matches if m.certainty == "certain"]
    assert [m.event.id for m in only_certain.matches] == certain
    assert all(m.certainty == "certain" for m in only_certain.matches)
    assert found.found == (len(certain), len(found.matches) - len(certain))
    return {m.event.id: 2 if m.certainty == "certain" else 1 for m in found.matches}


def assert_as_judged(connection: sqlite3.Connection, events: list[Event], term: Term) -> None:
    found = verdicts(connection, term)
    wrong = [
        f"{e.date.edtf} {[d.date.edtf for d in e.disputed]}: {found.get(e.id, 0)}, not {expected}"
        for e in events
        if found.get(e.id, 0) != (expected := oracle.judge(term, e))
    ]
    assert not wrong, f"{term}: {wrong}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", seeds(BATCHES, everyday=3))
def test_every_date_answers_every_window_as_the_definitions_say(seed, kind):
    chance = random.Random(seed)
    events = some_events(chance)
    connection, edges = open_store(*events), edges_of(events)
    for _ in range(WINDOWS):
        assert_as_judged(connection, events, timed(some_window(chance, edges), kind))


def holds(kind: type, start: int, end: int, window: tuple[float, float]) -> bool:
    """Tell whether something that ran from one day to another is what a term asks for."""
    first, last = window
    if kind is Touching:
        return start <= last and end >= first
    if kind is Inside:
        return start >= first and end <= last
    return end < first if kind is Before else start > first


@pytest.mark.parametrize("kind", KINDS)
def test_a_verdict_is_certain_where_it_holds_for_every_reading_of_a_date(kind):
    chance = random.Random(str(kind))
    for _ in range(2000):
        es, ls, ee, le = (chance.randint(0, 7) for _ in range(4))
        readings = [(s, e) for s in range(es, ls + 1) for e in range(max(s, ee), le + 1)]
        if not (es <= ls and ee <= le and es <= ee and ls <= le):
            continue
        window = Touching(*sorted((chance.randint(0, 8), chance.randint(0, 8))))
        found = [holds(kind, s, e, (window.first, window.last)) for s, e in readings]
        expected = 2 if all(found) else 1 if any(found) else 0
        bounds = oracle.Bounds(es, ls, ee, le, hedged=False)
        assert oracle._decide(bounds, timed(window, kind)) == expected


@pytest.mark.parametrize("seed", seeds(BATCHES, everyday=3))
def test_names_words_figures_and_what_was_known_are_answered_as_the_definitions_say(seed):
    chance = random.Random(9000 + seed)
    events = some_events(chance)
    connection, edges = open_store(*events), edges_of(events)
    for _ in range(60):
        assert_as_judged(connection, events, some_special_term(chance, edges))


@pytest.mark.parametrize("seed", seeds(4, everyday=2))
def test_windows_at_the_edges_of_one_date_are_decided_to_the_day(seed):
    chance = random.Random(1000 + seed)
    for event in some_events(chance, 25):
        connection, edges = open_store(event), edges_of([event])
        for _ in range(8):
            assert_as_judged(connection, [event], some_window(chance, edges))


@pytest.mark.parametrize("seed", seeds(4, everyday=2))
def test_terms_combine_as_kleenes_three_values(seed):
    chance = random.Random(2000 + seed)
    events = some_events(chance)
    connection, edges = open_store(*events), edges_of(events)
    for _ in range(40):
        assert_as_judged(connection, events, some_term(chance, edges))


CASES = [  # a date, a window, its verdict
    ("{2020-01..2020-12}", "2020-11-15", "2020-12-31", 2),
    ("{2020-01..2020-12}", "2020-12-02", "2021-01-30", 1),
    ("{2019-12..2020-12}", "2019-12-05", "2020-01-31", 2),
    ("{2020-01..2020-12}", "2020-11-02", "2020-12-30", 1),
    ("2020-04", "2020-04-01", "2020-04-30", 2),
    ("2020-04", "2020-04-30", "2020-12-31", 1),
    ("2020-04", "2020-05-01", "2020-12-31", 0),
    ("2018/2022", "2020-01-01", "2020-01-01", 2),
    ("2018/2022", "2018-12-30", "2018-12-30", 1),
    ("2018/2022", "2018-12-31", "2018-12-31", 2),
    ("2018/2022", "2022-01-01", "2022-01-01", 2),
    ("2018/2022", "2022-01-02", "2022-01-02", 1),
    ("2018~/2022", "2020-01-01", "2020-01-01", 1),
    ("2020/", "2020-01-01", "2020-12-31", 2),
    ("2020/", "2021-01-01", "9999-12-31", 1),
    ("[2018,2022]", "2019-01-01", "2021-12-31", 0),
    ("[2018,2022]", "2018-01-01", "2021-12-31", 1),
    ("[2018,2022]", "2018-01-01", "2022-12-31", 2),
    ("[2018,2022?]", "2018-01-01", "2022-12-31", 1),
    ("{2018,2022}", "2018-01-01", "2021-12-31", 2),
    ("{2018,2022}", "2019-01-01", "2021-12-31", 0),
    ("{2018,2022}", "2018-02-01", "2022-11-30", 1),
    ("{2018..2022}", "2020-01-01", "2020-12-31", 2),
    ("{2018..2022}", "2020-01-01", "2020-12-30", 1),
    ("{2018..2022}", "2020-01-02", "2021-12-30", 1),
    ("{..1984}", "1800-01-01", "1800-12-31", 2),
    ("{..1984}", "1984-01-02", "2000-01-01", 1),
    ("{1984-02..}", "2020-02-01", "2020-02-29", 2),
    ("{1984-02..}", "2020-02-01", "2020-02-28", 1),
    ("[..1984]", "1800-01-01", "1984-12-31", 1),
    ("Y-17E7", "0001-01-01", "9999-12-31", 0),
]
OTHER_CASES = [  # a kind, a date, a window, its verdict
    (Inside, "2018/2022", "2018", "2022", 2),
    (Inside, "2018/2022", "2018-02", "2022", 1),
    (Inside, "2018/2022", "2019", "2022", 0),
    (Inside, "2020/..", "2020", "2999", 1),
    (Inside, "{2018,2022}", "2018", "2018", 2),
    (Inside, "[2018,2022]", "2018", "2018", 1),
    (Inside, "{2020-04-01..2020-04-09}", "2020-04-03", "2020-04-03", 2),
    (Before, "2020-04", "2020-05-01", "2020-05-01", 2),
    (Before, "2020-04", "2020-04-02", "2020-04-02", 1),
    (Before, "2020-04", "2020-04-01", "2020-04-01", 0),
    (Before, "2018/2022", "2022-06", "2022-06", 1),
    (Before, "2018/..", "2999", "2999", 1),
    (Before, "{2018..2022}", "2019", "2019", 2),
    (Before, "{2018..2022}", "2018-12-31", "2018-12-31", 1),
    (Before, "{..1984}", "1800", "1800", 2),
    (After, "2020-04", "2020-03-31", "2020-03-31", 2),
    (After, "2020-04", "2020-04-29", "2020-04-29", 1),
    (After, "2018/2022", "2018-01-01", "2018-01-01", 1),
    (After, "2018/2022", "2017-12-31", "2017-12-31", 2),
    (After, "{2018..2022}", "2021-12-31", "2021-12-31", 2),
    (After, "{2020-04-01..2020-04-09}", "2020-04-08", "2020-04-08", 2),
    (After, "{2020-04-01..2020-04-09}", "2020-04-09", "2020-04-09", 0),
]


@pytest.mark.parametrize(("kind", "text", "first", "last", "expected"), OTHER_CASES)
def test_index_and_oracle_agree_by_hand_on_what_lies_inside_before_and_after(
    kind, text, first, last, expected
):
    window = Touching(edtf.bounds(edtf.parse(first))[0], edtf.bounds(edtf.parse(last))[1])
    term = timed(window, kind)
    dated = event("x", text)
    assert oracle.judge(term, dated) == expected
    assert verdicts(open_store(dated), term).get("x", 0) == expected


@pytest.mark.parametrize(("text", "first", "last", "expected"), CASES)
def test_index_and_oracle_give_the_verdict_that_was_worked_out_by_hand(text, first, last, expected):
    window = Touching(edtf.bounds(edtf.parse(first))[0], edtf.bounds(edtf.parse(last))[1])
    dated = event("x", text)
    assert oracle.judge(window, dated) == expected
    assert verdicts(open_store(dated), window).get("x", 0) == expected


def test_an_open_end_lasts_until_the_newest_publication_and_an_unknown_end_does_not():
    cited = (Citation(Source(id="a", published=date("2021-05"))), Citation(Source(id="b")),
             Citation(Source(id="c", published=date("2024-02-02/"))))  # fmt: skip
    connection = open_store(event("open", "2020/..", citations=cited),
                            event("unknown", "2020/", citations=cited))  # fmt: skip
    on_day = Touching(day_number(2024, 2, 2), day_number(2024, 2, 2))
    assert verdicts(connection, on_day) == {"open": 2, "unknown": 1}
    day_after = Touching(day_number(2024, 2, 3), inf)
    assert verdicts(connection, day_after) == {"open": 1, "unknown": 1}


def test_a_disputed_date_makes_an_event_possible_and_never_certain():
    rival = (Dispute(date("2018-05-05")),)
    connection = open_store(event("x", "2020", disputed=rival))
    in_2018 = Touching(day_number(2018, 1, 1), day_number(2018, 12, 31))
    in_2020 = Touching(day_number(2020, 1, 1), day_number(2020, 12, 31))
    in_2019 = Touching(day_number(2019, 1, 1), day_number(2019, 12, 31))
    assert verdicts(connection, in_2018) == {"x": 1}
    assert verdicts(connection, in_2020) == {"x": 2}
    assert verdicts(connection, in_2019) == {}


def test_thousands_of_joined_terms_are_not_too_deep_for_sqlite():
    connection = open_store(*(event(f"e{i}", "2020") for i in range(20)))
    windows = tuple(Touching(day, day) for day in range(1, 120))
    assert verdicts(connection, Or(windows)) == {}
    assert len(verdicts(connection, Or((*windows, All())))) == 20
    assert len(verdicts(connection, And((All(),) * 3000))) == 20
    assert verdicts(connection, Or((Ids(("e1",)),) * 3000)) == {"e1": 2}


# Order


def asked(connection: sqlite3.Connection, **known) -> list[str]:
    return [m.event.id for m in answer(connection, Question(**known), "en").matches]


def test_a_question_may_name_more_than_anybody_would_type():
    events = some_events(random.Random(31))
    connection = open_store(*events)
    for known in (("GBN", "MII"), ("none",)):
        many = Label("network", (*known, *map(str, range(30))))
        assert_as_judged(connection, events, many)
        assert_as_judged(connection, events, Not(many))


def test_where_there_is_no_other_index_what_is_wrong_with_this_one_is_told():
    connection = open_store(event("a", "2020"))
    connection.execute("DROP TABLE record")
    with pytest.raises(sqlite3.DatabaseError, match="record"):
        list(answer(connection, Question(), "en").matches)


@pytest.mark.parametrize("seed", seeds(6, everyday=2))
def test_matches_stand_in_the_order_of_their_dates_and_then_of_the_store(seed):
    chance = random.Random(3000 + seed)
    events = some_events(chance, 200)
    expected = [e.id for e in sorted(events, key=oracle.sort_key)]
    connection = open_store(*events)
    assert asked(connection) == expected
    assert asked(connection, reverse=True) == expected[::-1]
    term = some_window(chance, edges_of(events))
    place = {event_id: n for n, event_id in enumerate(expected)}
    found = asked(connection, term=term)
    assert found == sorted(found, key=place.__getitem__)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("../2019", "2020"),  # no start: its latest end stands for it
        ("2020", "2020-05"),
        ("2020", "2020-01-02"),
        ("2020-01-01", "2020"),
        ("2020", "2020/2021"),
        ("2020-01-01/2020-02", "2020-01-01/2020-03"),
        ("[2019,2030]", "2020"),
        ("{..1984}", "1985"),
        ("Y-1E25", "Y-17E7"),
        ("Y170000002", "Y1E30"),
        ("-0004", "0000"),
    ],
)
def test_the_earlier_start_comes_first(before, after):
    connection = open_store(event("after", after), event("before", before))
    assert asked(connection) == ["before", "after"]


def test_events_of_the_same_date_stay_in_the_order_of_the_store():
    connection = open_store(*(event(name, "2020-05") for name in ("b", "c", "a")))
    assert asked(connection) == ["b", "c", "a"]
    assert asked(connection, reverse=True) == ["a", "c", "b"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_order_is_total_and_reverses_and_does_not_depend_on_the_question(order, language):
    chance = random.Random(order)
    events = some_events(chance, 150)
    connection = open_store(*events)

    def asked_for(**known) -> list[str]:
        found = answer(connection, Question(sort=order, **known), language)
        return [m.event.id for m in found.matches]

    whole = asked_for()
    assert sorted(whole) == sorted(e.id for e in events)
    assert asked_for(reverse=True) == whole[::-1]
    assert asked_for(limit=7) == whole[:7]
    some = asked_for(term=Label("network", ("NUM",)))
    assert some == [i for i in whole if i in set(some)]
    assert (
        asked_for(term=Touching(-inf, day_number(2020, 1, 1)), limit=9, reverse=True)
        == (asked_for(term=Touching(-inf, day_number(2020, 1, 1)), reverse=True)[:9])
    )


def test_ties_of_an_order_are_broken_by_date():
    connection = open_store(event("late", "2021", place="Berlin"), event("none", "2019"),
                            event("early", "2020", place="Berlin"))  # fmt: skip
    assert asked(connection, sort="place") == ["early", "late", "none"]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_by_end_is_that_of_the_latest_day_each_date_may_touch(seed):
    events = some_events(random.Random(4000 + seed), 150)
    ends = {e.id: edtf.bounds(edtf.parse(e.date.edtf))[1] for e in events}
    found = [ends[i] for i in asked(open_store(*events), sort="end")]
    assert found == sorted(found)


def test_titles_are_ordered_without_case_and_accents():
    titles = {"a": "Ähre", "b": "azur", "c": "Zoo", "d": "ahnen"}
    connection = open_store(*(event(i, "2020", title=Text(t, t)) for i, t in titles.items()))
    assert asked(connection, sort="title") == ["d", "a", "b", "c"]


def test_an_unknown_order_is_refused_with_the_nearest_one():
    with pytest.raises(UsageError, match="there is no order 'titel'") as refused:
        answer(open_store(), Question(sort="titel"), "en")
    assert "title" in refused.value.hint


# Limits


@pytest.mark.parametrize("limit", [0, 1, 5, 1000])
@pytest.mark.parametrize("certainty", ["", "certain", "possible"])
def test_a_limit_cuts_the_list_and_counts_what_was_found_before(limit, certainty):
    events = some_events(random.Random(5000), 100)
    connection = open_store(*events)
    term = Touching(day_number(2020, 1, 1), day_number(2022, 1, 1))
    kept = Kept(term, certainty) if certainty else term
    whole = answer(connection, Question(kept), "en")
    cut = answer(connection, Question(kept, limit=limit), "en")
    assert cut.matches == whole.matches[:limit]
    assert cut.found == whole.found
    assert sum(whole.found) == len(whole.matches) > 10


# Candidates


@pytest.mark.parametrize("seed", seeds(5, everyday=2))
def test_no_stretch_that_touches_a_window_lies_outside_of_its_ranges(seed):
    chance = random.Random(6000 + seed)

    def some_day() -> int:
        return chance.choice((1, -1)) * chance.randint(0, 10 ** chance.randint(1, 30))

    for _ in range(4000):
        first = some_day()
        last: float = first + chance.choice((8, 9)) ** chance.randint(0, 8) - chance.randint(1, 2)
        stretch = (chance.choice((first, first, -inf)), chance.choice((max(first, last), inf)))
        start = first + chance.randint(-600, 600) if chance.random() < 0.7 else some_day()
        window = (start, start + chance.choice((0, 1, 400, 10**6)))
        if stretch[0] <= window[1] and stretch[1] >= window[0]:
            reach, edge = reach_and_edge(*stretch)
            assert any(
                r == reach and low <= edge <= high for r, low, high in edges_touching(*window)
            )


def plan(connection: sqlite3.Connection, term: Term) -> str:
    selection = candidates(term)
    assert selection is not None
    rows = connection.execute(f"EXPLAIN QUERY PLAN {selection.sql}", selection.values)
    return "\n".join(row[3] for row in rows)


YEARS = Touching(day_number(2022, 1, 1), day_number(2025, 12, 31))
NETWORK = Label("network", ("NUM", "GBN"))


@pytest.mark.parametrize(
    "term",
    [
        YEARS, NETWORK, Ids(("a",)), And((YEARS, NETWORK)), And((Not(NETWORK), And((YEARS,)))),
        Or((NETWORK, And((YEARS, All())))), And((Or((YEARS, NETWORK)), Not(YEARS))),
    ],
)  # fmt: skip
def test_no_question_about_a_window_or_a_name_scans_the_whole_store(term):
    lines = plan(open_store(event("x", "2020")), term).splitlines()
    assert not [line for line in lines if line.startswith("SCAN") and "event" in line]
    assert not [line for line in lines if line in ("SCAN c", "SCAN label")]
    assert any(line.startswith("SEARCH") for line in lines)


@pytest.mark.parametrize(
    "term", [All(), Not(YEARS), Touching(), Or((YEARS, All())), Or(()), And(())]
)
def test_where_any_event_may_match_there_are_no_candidates(term):
    assert candidates(term) is None


# Names


def test_a_name_is_found_whatever_its_case_and_accents_and_exactly_before_that():
    connection = open_store(event("x", "2020", networks=("Grün", "grun", "NUM")))
    assert find_name(connection, "network", "num") == ("NUM",)
    assert find_name(connection, "network", "grun") == ("grun",)
    assert set(find_name(connection, "network", "GRÜN")) == {"Grün", "grun"}
    with pytest.raises(UsageError, match="there is no network 'NUN'") as refused:
        find_name(connection, "network", "NUN")
    assert refused.value.hint == "did you mean NUM?"
    with pytest.raises(UsageError) as refused:
        find_name(connection, "tag", "x")
    assert refused.value.hint == "this store has no tags"


def test_names_are_listed_with_the_number_of_their_events():
    connection = open_store(
        event("x", "2020", networks=("B", "A"), tags=("t", "t")),
        event("y", "2020", networks=("A",)),
    )
    assert names(connection, "network") == [("A", {}, 2), ("B", {}, 1)]
    assert names(connection, "tag") == [("t", {}, 1)]


def test_an_event_is_found_by_its_id_or_the_nearest_one_is_offered():
    connection = open_store(event("gbn-joins-num", "2020"), event("gbn-leaves-num", "2020"))
    assert find_event(connection, "GBN-joins-num") == "gbn-joins-num"
    with pytest.raises(UsageError, match="there is no event 'gbn-jions-num'") as refused:
        find_event(connection, "gbn-jions-num")
    assert refused.value.hint == "did you mean gbn-joins-num?"
    assert [i for i, _ in ids(connection, "gbn-j")] == ["gbn-joins-num"]
    assert len(ids(connection, "")) == 2
    assert ids(connection, "z") == []


def test_terms_that_ask_nothing_are_left_out():
    assert both() == both(EVERYTHING, EVERYTHING) == EVERYTHING
    assert both(EVERYTHING, NETWORK) == NETWORK
    assert both(YEARS, EVERYTHING, NETWORK) == And((YEARS, NETWORK))


def test_an_event_comes_back_as_it_was_put_in():
    events = some_events(random.Random(7000), 100)
    found = {m.event.id: m.event for m in answer(open_store(*events), Question(), "en").matches}
    assert found == {e.id: e._replace() for e in events}
