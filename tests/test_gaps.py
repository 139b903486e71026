"""Gaps: against every reading of the dates, against ``between``, and as they are shown."""

from __future__ import annotations

import json
import random
import re
from itertools import pairwise, permutations, product
from math import inf

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tests import oracle
from tests.amount import seeds
from tests.test_formats import HOSTILE
from tests.test_query import date, event, open_store, some_events, some_term
from timeline.dates import edtf
from timeline.dates.calendar import day_number, iso
from timeline.dates.durations import Duration, shift
from timeline.errors import UsageError
from timeline.formats import Style
from timeline.formats.gap_list import length_words, render_gaps
from timeline.model import Dispute, Event, Text
from timeline.query.answer import Question
from timeline.query.gaps import GAPS_BY, Gap, Gaps, gaps
from timeline.query.stretches import Bounds, filling, longest_empty, merged, untouched
from timeline.query.terms import (
    EVERYTHING,
    And,
    Before,
    Inside,
    Kept,
    KnownBy,
    Label,
    Not,
    Or,
    Term,
    Touching,
    asked_names,
)

DAYS = 8  # the readings of three events within them are tried out
DAY = Duration(days=1)
TODAY = day_number(2026, 11, 22)
STORE = """\
kinds: {law: {name: {de: Recht, en: Law}}}
events:
  - {id: a, date: 2010, title: {de: Anfang, en: Start}, kind: law, networks: [NUM, MII]}
  - {id: b, date: 2014-06-15, title: Middle, networks: [NUM]}
  - {id: c, date: 2020~, title: Hedged, networks: [NUM]}
"""


def some_bounds(chance: random.Random, *, one_of: bool) -> Bounds:
    es, ls = sorted(chance.randint(1, DAYS) for _ in range(2))
    ee, le = sorted(chance.randint(low, DAYS) for low in (es, ls))
    ee, le = max(ee, es), max(le, ls, ee)
    return Bounds(one_of, chance.random() < 0.15, es, ls, ee, inf if chance.random() < 0.1 else le)


def some_members(chance: random.Random) -> list[Bounds]:
    kind = chance.random()
    one_of = kind < 0.2
    return [
        some_bounds(chance, one_of=one_of)
        for _ in range(chance.choice((1, 2)) if kind < 0.4 else 1)
    ]


def readings(members: list[Bounds]) -> list[list[tuple[float, float]]]:
    """Return every way in which an event may lie: the stretches that it then fills."""

    def lying(m: Bounds) -> list[tuple[float, float]]:
        # What has no end may go on for ever, and is taken to.
        ends = [inf] if m.le == inf else range(int(m.ee), int(m.le) + 1)
        return [(s, t) for s in range(int(m.es), int(m.ls) + 1) for t in ends if s <= t]

    if members[0].one_of:
        if any(m.hedged for m in members):
            return [[]]
        if any(m.le == inf for m in members):
            return [[(s, inf)] for m in members for s in range(int(m.es), int(m.ls) + 1)]
        return [[stretch] for m in members for stretch in lying(m)]
    return [list(found) for found in product(*(lying(m) for m in members if not m.hedged))]


def empty_in(filled: list[tuple[float, float]], today: int) -> set[tuple[int, int]]:
    """Return the stretches between what is filled, and after it until today."""
    found = set()
    for first in range(2, max(DAYS, today) + 1):
        if not any(t == first - 1 for _, t in filled):
            continue
        after = [s for s, t in filled if t >= first]
        last = int(min(after)) - 1 if after else today
        if first <= last:
            found.add((first, last))
    return found


def outermost(stretches: set[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(a, b) for a, b in stretches
            if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in stretches)}  # fmt: skip


def batch(number: int) -> range:
    """Return fifty seeds: a test for each of them would cost more than what it tests."""
    return range(50 * number, 50 * number + 50)


@pytest.mark.parametrize("number", seeds(8, everyday=2))
def test_gaps_are_as_long_as_the_longest_reading_of_all_dates(number):
    for seed in batch(number):
        assert_longest_gaps_are_found(seed)


def assert_longest_gaps_are_found(seed: int) -> None:
    chance = random.Random(seed)
    events = [some_members(chance) for _ in range(chance.randint(0, 3))]
    today = chance.randint(0, DAYS + 4)
    expected: set[tuple[int, int]] = set()
    for reading in product(*map(readings, events)):
        expected |= empty_in([stretch for filled in reading for stretch in filled], today)
    marks = [mark for n, members in enumerate(events, 1) for mark in filling(n, members)]
    found = longest_empty(marks, today)
    assert {(e.first, e.last) for e in found} == outermost(expected), events
    assert found == sorted(found)
    for empty in found:
        assert any(m.end == empty.first - 1 and m.n == empty.before for m in marks)
        if empty.after:
            assert any(m.start == empty.last + 1 and m.n == empty.after for m in marks)
        else:
            assert empty.last == today


@pytest.mark.parametrize("number", seeds(4, everyday=2))
def test_certain_stretches_are_the_days_that_no_event_may_touch(number):
    for seed in batch(number):
        assert_untouched_days_are_found(seed)


def assert_untouched_days_are_found(seed: int) -> None:
    chance = random.Random(seed)
    touched = [(m.es, m.le) for _ in range(chance.randint(0, 4)) for m in some_members(chance)]
    touched += [(-inf, 2)] * (seed % 7 == 0)
    first = chance.randint(1, DAYS)
    last = chance.randint(first, DAYS + 3)
    free = [day for day in range(first, last + 1) if not any(a <= day <= b for a, b in touched)]
    found = list(untouched(merged(touched), first, last))
    assert [day for a, b in found for day in range(a, b + 1)] == free
    assert all(b + 1 < c for (_, b), (c, _) in pairwise(found))


def text_of(day: int) -> str:
    return str(iso(day))


def some_dated(chance: random.Random, number: int) -> Event:
    """Return an event within three weeks of January 2020, dated to days."""
    base = day_number(2020, 1, 1)
    days = sorted(chance.sample(range(base, base + 21), 3))
    a, b, c = map(text_of, days)
    text = chance.choice((a, b, c, f"{a}/{b}", f"{a}/{c}", f"[{a},{b}]", f"[{a}..{b}]", f"{{{a},{c}}}",
                          f"{a}?", f"{a}/{b}~", f"[{a},{b}~]", f"{{{a},{c}?}}", f"[..{a}]"))  # fmt: skip
    rivals = (Dispute(date(b)),) if chance.random() < 0.15 else ()
    return event(
        f"e{number}",
        text,
        disputed=rivals,
        networks=chance.choice((("N",), ("M",), ("N", "M"), ())),
    )


def relied_on(one: Event) -> list[tuple[float, float]]:
    """Return the earliest end and the latest start of an event, or of each one of an all-of set."""
    value = edtf.parse(one.date.edtf)
    members = oracle.bounds_of(value, -inf)
    if isinstance(value, edtf.DateSet) and value.one_of:
        hedged = any(m.hedged for m in members)
        return [] if hedged else [(min(m.ee for m in members), max(m.ls for m in members))]
    return [(m.ee, m.ls) for m in members if not m.hedged]


def by_between(
    events: list[Event], term: Term, today: int, span: int
) -> set[tuple[int, int, bool]]:
    """Return gaps by asking what touches every stretch of days that lies between two events."""
    judged = [(one, oracle.judge(term, one)) for one in events]

    def touching(first: float, last: float) -> int:
        verdicts = (min(known, oracle.verdict(one, Touching(first, last))) for one, known in judged)
        return max(verdicts, default=oracle.NO)

    known = [
        mark for one, verdict in judged if verdict == oracle.CERTAIN for mark in relied_on(one)
    ]
    found = {
        (int(end) + 1, int(start) - 1)
        for (end, _), (_, start) in permutations(known, 2)
        if -inf < end < start - 1 and touching(end + 1, start - 1) < oracle.CERTAIN
    }
    found |= {(int(end) + 1, today) for end, _ in known
              if -inf < end < today and touching(end + 1, inf) < oracle.CERTAIN}  # fmt: skip
    gaps_found = set()
    for first, last in outermost(found):
        longest = run = 0
        for day in range(first, last + 1):
            run = run + 1 if touching(day, day) == oracle.NO else 0
            longest = max(longest, run)
        if last - first + 1 >= span:
            gaps_found.add((first, last, longest >= span))
    return gaps_found


@pytest.mark.parametrize("seed", seeds(60, everyday=15))
def test_a_gap_is_where_between_finds_nothing_certain_and_a_certain_one_where_it_finds_nothing(
    seed,
):
    chance = random.Random(seed)
    events = [some_dated(chance, n) for n in range(chance.randint(0, 5))]
    connection = open_store(*events)
    today = day_number(2020, 1, 1) + chance.randint(0, 30)
    start = day_number(2020, 1, 1) + chance.randint(0, 12)
    for term in (EVERYTHING, Touching(start, start + 9), Not(Touching(start, start + 3))):
        span = chance.randint(1, 6)
        until = min(today, start + 9) if isinstance(term, Touching) else today
        for by, among in (("none", None), ("network", "N"), ("network", "M")):
            mine = [one for one in events if among is None or among in one.networks]
            found = gaps(connection, Question(term), by, Duration(days=span), today).found
            assert {(g.first, g.last, g.is_certain) for g in found if g.name == among} == by_between(
                mine, term, until, span), (term, [(e.date.edtf, bool(e.disputed)) for e in mine])  # fmt: skip


@pytest.mark.parametrize("by", GAPS_BY)
@pytest.mark.parametrize("seed", seeds(3, everyday=1))
def test_gaps_among_dates_of_every_kind_lie_apart_and_contain_their_certain_part(seed, by):
    chance = random.Random(seed)
    connection = open_store(*some_events(chance, 120))
    for term in (EVERYTHING, some_term(chance, [0, 700_000, 730_000, 740_000])):
        found = gaps(connection, Question(term), by, Duration(months=3), TODAY).found
        for gap in found:
            assert shift(gap.first, Duration(months=3), 1) <= gap.last + 1
            assert gap.sure is None or gap.first <= gap.sure[0] <= gap.sure[1] <= gap.last
            assert not gap.is_certain or gap.sure
        for one, other in pairwise(found):
            if one.name == other.name:
                assert one.first < other.first
                assert one.last < other.last


def one_gap(
    *events: Event, span: Duration = DAY, by: str = "none", today: int = TODAY
) -> list[tuple[object, ...]]:
    found = gaps(open_store(*events), Question(), by, span, today).found
    return [
        (iso(g.first), iso(g.last), g.is_certain, g.before.id, g.after and g.after.id)
        for g in found
    ]


def test_months_leave_a_gap_between_its_shortest_and_its_longest_length():
    events = event("a", "2020-04"), event("b", "2022-04")
    [gap] = gaps(
        open_store(*events), Question(), "none", Duration(years=1), day_number(2022, 4, 30)
    ).found
    assert (iso(gap.first), iso(gap.last)) == ("2020-04-02", "2022-04-29")
    assert gap.sure
    assert tuple(map(iso, gap.sure)) == ("2020-05-01", "2022-03-31")
    assert length_words(gap, "en") == "1 year 11 months to 2 years 28 days"
    assert length_words(gap, "de") == "1 Jahr 11 Monate bis 2 Jahre 28 Tage"


@pytest.mark.parametrize(("span", "count", "certain"), [
    (Duration(1, 11), 1, True), (Duration(1, 11, 1), 1, False), (Duration(2), 1, False),
    (Duration(2, 0, 28), 1, False), (Duration(2, 0, 29), 0, False),
])  # fmt: skip
def test_a_gap_counts_from_the_very_day_on_that_it_is_long_enough(span, count, certain):
    events = event("a", "2020-04"), event("b", "2022-04")
    found = gaps(open_store(*events), Question(), "none", span, day_number(2022, 4, 30)).found
    assert [g.is_certain for g in found] == [certain] * count


def test_after_the_last_event_the_gap_runs_until_today():
    assert one_gap(event("a", "2020-01-01"), today=day_number(2020, 1, 11)) == [
        ("2020-01-02", "2020-01-11", True, "a", None)]  # fmt: skip
    for today in (day_number(2020, 1, 1), day_number(2019, 1, 1)):
        assert one_gap(event("a", "2020-01-01"), today=today) == []


def test_before_the_first_event_there_is_no_gap_and_between_planned_ones_there_is():
    events = event("a", "2030-01-01"), event("b", "2031-01-01")
    assert one_gap(*events, span=Duration(1)) == []
    assert one_gap(*events, span=Duration(0, 11)) == [("2030-01-02", "2030-12-31", True, "a", "b")]


@pytest.mark.parametrize("text", ["2010/", "2010/..", "[2010..]", "{2010..}", "2010-05-05/"])
def test_after_an_event_that_may_go_on_for_ever_there_is_no_gap(text):
    assert one_gap(event("x", text)) == []
    assert one_gap(event("a", "2000"), event("x", text), span=Duration(9)) == [
        ("2000-01-02", "2010-12-30" if text != "2010-05-05/" else "2010-05-04", True, "a", "x")
        if text != "[2010..]" else ("2000-01-02", "2026-11-22", True, "a", None)]  # fmt: skip


@pytest.mark.parametrize("text", ["../2010", "/2010", "[..2010]", "{..2010}"])
def test_before_an_event_without_a_beginning_there_is_no_certain_gap(text):
    events = event("a", "2000"), event("x", text), event("b", "2012")
    found = gaps(open_store(*events), Question(), "none", DAY, day_number(2012, 1, 1)).found
    assert found
    assert all(g.sure is None or g.sure[0] >= day_number(2011, 1, 1) for g in found)
    assert one_gap(event("x", text), today=day_number(2009, 1, 1)) == []


def test_a_hedged_event_leaves_at_most_a_possible_gap_where_it_lies():
    events = event("a", "2000-01-01"), event("h", "2005~"), event("b", "2010-01-01")
    connection = open_store(*events)
    [gap, last] = gaps(connection, Question(), "none", Duration(4), TODAY).found
    assert (iso(gap.first), iso(gap.last), gap.is_certain) == ("2000-01-02", "2009-12-31", True)
    assert gap.sure
    assert tuple(map(iso, gap.sure)) == ("2000-01-02", "2004-12-31")
    assert last.after is None
    [gap, last] = gaps(connection, Question(), "none", Duration(5), TODAY).found
    assert (gap.is_certain, last.is_certain) == (False, True)
    assert one_gap(event("h", "2005~")) == []


def test_what_only_possibly_matches_fills_no_gap_for_certain():
    events = event("a", "2000-01-01"), event("m", "200X"), event("b", "2010-01-01")
    connection = open_store(*events)
    window = Question(Touching(day_number(2000, 1, 1), day_number(2005, 1, 1)))
    [gap] = gaps(connection, window, "none", Duration(2), day_number(2009, 6, 1)).found
    assert (iso(gap.first), iso(gap.last), gap.sure, gap.is_certain) == (
        "2000-01-02",
        "2005-01-01",
        None,
        False,
    )


def test_a_gap_ends_with_the_window_and_what_was_cancelled_does_not_end_it():
    events = (event("a", "2000-01-01"), event("c", "2004-01-01", status="cancelled"),
              event("b", "2010-01-01"))  # fmt: skip
    connection, today = open_store(*events), day_number(2020, 1, 1)
    for term, last in (
        (EVERYTHING, "2009-12-31"), (Before(day_number(2006, 1, 1)), "2005-12-31"),
        (And((Touching(-inf, day_number(2008, 3, 3)), KnownBy(today))), None),
        (Kept(Inside(0, day_number(2007, 1, 1)), "certain"), "2007-01-01"),
    ):  # fmt: skip
        found = gaps(connection, Question(term), "none", Duration(5), today).found
        assert [iso(gap.last) for gap in found if gap.before.id == "a"] == [last] * bool(last)


def test_a_disputed_date_keeps_its_days_from_being_certainly_empty():
    rival = event("a", "2000-01-01", disputed=(Dispute(date("2003")),))
    connection = open_store(rival, event("b", "2010-01-01"))
    [gap] = gaps(connection, Question(), "none", Duration(6), day_number(2010, 1, 1)).found
    assert gap.sure
    assert tuple(map(iso, gap.sure)) == ("2004-01-01", "2009-12-31")


def test_each_event_of_an_all_of_set_ends_a_gap_and_a_run_goes_on():
    assert one_gap(event("x", "{2000-01-01,2010-01-01}"), span=Duration(5), today=day_number(2010, 1, 1)) == [
        ("2000-01-02", "2009-12-31", True, "x", "x")]  # fmt: skip
    assert one_gap(event("x", "{2000..2010}"), today=day_number(2010, 1, 1)) == []
    assert one_gap(event("x", "[2000-01-01,2010-01-01]"), today=day_number(2010, 1, 1)) == [
        ("2000-01-02", "2010-01-01", True, "x", None)]  # fmt: skip


def test_huge_years_have_gaps_of_huge_lengths():
    events = event("a", "Y-17E7"), event("b", "Y-1E4"), event("c", "Y1E30"), event("d", "Y25E3990")
    found = gaps(open_store(*events), Question(), "none", Duration(1000), TODAY).found
    assert [(g.before.id, g.after and g.after.id) for g in found] == [
        ("a", "b"),
        ("b", "c"),
        ("c", "d"),
    ]
    assert length_words(found[0], "en") == (
        "169989999 years to 169990000 years 11 months 29 days")  # fmt: skip
    assert len(length_words(found[2], "de")) > 3990
    for name in ("table", "plain", "markdown", "json"):
        assert "".join(render_gaps(Gaps("none", found), "en", name, Style(), TODAY))


def test_gaps_of_each_name_come_in_the_order_of_the_names():
    networks = [("B",), ("A",), ("B", "A"), ()]
    events = [event(f"e{i}", f"20{10 + i}-01-01", networks=n) for i, n in enumerate(networks)]
    found = gaps(open_store(*events), Question(), "network", Duration(0, 11), TODAY).found
    assert [(g.name, g.before.id, g.after and g.after.id) for g in found] == [
        ("A", "e1", "e2"), ("A", "e2", None), ("B", "e0", "e2"), ("B", "e2", None)]  # fmt: skip


def test_a_query_about_a_network_finds_the_gaps_of_that_network_alone():
    events = [
        event("a", "2010-01-01", networks=("A", "B")),
        event("b", "2012-01-01", networks=("B",)),
    ]
    connection = open_store(*events)
    for term in (Label("network", ("A",)), And((Label("network", ("A",)), Touching()))):
        found = gaps(connection, Question(term), "network", Duration(1), TODAY).found
        assert [g.name for g in found] == ["A"]
        # What is kept of them changes nothing about which names are meant.
        certain = Question(Kept(term, "certain"))
        assert gaps(connection, certain, "network", Duration(1), TODAY).found == found
    assert asked_names(Or((Label("network", ("A",)), Touching())), "network") == frozenset()
    assert asked_names(Label("kind", ("A",)), "network") == frozenset()


def test_gaps_come_in_the_order_in_which_a_store_declares_its_names(timeline, store):
    store(
        "networks: {ZZ: {}, MM: {}, AA: {}}\nevents:\n"
        "  - {id: a, date: 2010, title: A, networks: [AA, MM, ZZ]}\n"
        "  - {id: b, date: 2020, title: B, networks: [AA, MM, ZZ]}\n"
    )
    run = timeline("stats", "--gaps", "2y", "--by", "network", "-f", "json", "--until", "2020")
    assert [gap["name"] for gap in json.loads(run.out)] == ["ZZ", "MM", "AA"], run


@pytest.mark.parametrize(
    ("by", "said"),
    [("year", "there are no gaps by year"), ("decade", "there are no gaps by decade"),
     ("part-of", "there is no field 'part-of'"), ("netwrk", "there is no field 'netwrk'")],
)  # fmt: skip
def test_gaps_are_not_found_by_what_is_no_name(by, said):
    with pytest.raises(UsageError) as caught:
        gaps(open_store(), Question(), by, DAY, TODAY)
    assert caught.value.message == said
    assert "network" in caught.value.hint


# As they are shown.


def hostile(name: str) -> Gaps:
    one = Event("an-id", date("2020-01-01"), Text(name, name))
    open_gap = Gap(name, 730_000, 731_000, None, is_certain=False, before=one, after=None)
    sure = (732_000, 733_000)
    return Gaps("place", (open_gap, Gap(name, *sure, sure, is_certain=True, before=one, after=one)))


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_is_a_table_whose_cells_are_what_the_texts_are(name):
    text = "".join(render_gaps(hostile(name), "en", "markdown", Style(), 731_000))
    assert text.count("\n") == 4
    parsed = MarkdownIt().enable("table").parse(text)
    assert [token.type for token in parsed if token.level == 0] == ["table_open", "table_close"]
    kinds = {child.type for token in parsed for child in token.children or ()}
    assert kinds <= {"text", "text_special"}
    cells = ["".join(child.content for child in token.children or ())
             for token in parsed if token.type == "inline"]  # fmt: skip
    assert len(cells) == 3 * 4
    assert cells[4] == cells[8]
    assert cells[5] == "at most 2 years 8 months 28 days (possible)"
    assert (cells[7], cells[11]) == ("today", cells[10])


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("name", [*HOSTILE, "x" * 300, "医" * 60])
def test_a_table_cuts_nothing_and_fits_the_terminal(name, width):
    shown = "".join(render_gaps(hostile(name), "de", "table", Style(width=width), 731_000))
    lines = shown.splitlines()
    assert max(map(cell_len, lines)) <= min(width, 100)
    squeezed = re.sub(r"\s", "", shown)
    assert squeezed.count("an-id") == 3
    assert "(möglich)höchstens2Jahre8Monate28Tage" in squeezed
    assert "bisheute" in squeezed


def test_gaps_are_shown_in_every_format(timeline, store):
    store(STORE)
    common = ("stats", "--gaps", "4y", "--today", "2026-11-22")
    run = timeline(*common, "--lang", "de")
    assert (
        run.out
        == """\
| Netzwerk | Dauer | Nach | Bis |
| --- | --- | --- | --- |
| MII | 15 Jahre 10 Monate 22 Tage bis 16 Jahre 10 Monate 21 Tage | 2010 · Anfang · a | heute |
| NUM | 3 Jahre 5 Monate 14 Tage bis 4 Jahre 5 Monate 13 Tage (möglich) | 2010 · Anfang · a | 15. Juni 2014 · Middle · b |
| NUM | 5 Jahre 10 Monate 22 Tage bis 12 Jahre 5 Monate 7 Tage | 15. Juni 2014 · Middle · b | heute |
"""
    )
    assert run.err == "3 gaps of 4 years or more: 2 certain, 1 possible\n"
    plain = timeline(*common, "--by", "kind", "--plain", "--lang", "en").out
    assert plain == ("Kind: Law\nLength: 15 years 10 months 22 days to 16 years 10 months 21 days\n"
                     "After: 2010 · Start · a\nUntil: today\n\n")  # fmt: skip
    table = timeline(*common, "--by", "none", "-f", "table", "--lang", "en").out
    assert table.splitlines()[:3] == [
        "(possible) 3 years 5 months 14 days to 4 years 5 months 13 days", "  after 2010 · Start · a",
        "  until 15 June 2014 · Middle · b"]  # fmt: skip


@pytest.mark.parametrize(("window", "de", "en"), [
    (["--until", "2022"], "31. Dezember 2022", "31 December 2022"),
    (["--until", "2026-11-22"], "heute", "today"), (["--until", "2030"], "heute", "today"),
])  # fmt: skip
def test_a_gap_that_ends_with_the_window_names_its_last_day(timeline, store, window, de, en):
    store(STORE)
    common = ("stats", "--gaps", "4y", "-n", "MII", "--today", "2026-11-22", *window)
    assert timeline(*common, "--lang", "de").out.endswith(f" | 2010 · Anfang · a | {de} |\n")
    plain = timeline(*common, "--plain", "--lang", "en").out
    assert plain.endswith(f"After: 2010 · Start · a\nUntil: {en}\n\n")
    table = timeline(*common, "-f", "table", "--lang", "en").out
    assert table.endswith(f"  after 2010 · Start · a\n    until {en}\n")
    [gap] = json.loads(timeline(*common, "-f", "json").out)
    assert gap["after"] is None


def test_the_last_day_of_a_window_may_lie_in_any_year(timeline, store):
    store('events: [{id: a, date: "Y-30000", title: A}]')
    run = timeline("stats", "--gaps", "1y", "--by", "none", "--until", "Y-20000", "--plain")
    assert run.out.endswith("\nUntil: 31 December year −20000\n\n")
    store("events: [{id: a, date: -0300, title: A}]")
    run = timeline("stats", "--gaps", "1y", "--by", "none", "--until=-0044-03-15", "--plain")
    assert run.out.endswith("\nUntil: 15 March 45 BCE\n\n")


def test_json_has_days_and_events(timeline, store):
    store(STORE)
    run = timeline("stats", "--gaps", "4 years", "-n", "NUM", "-f", "json", "--today", "2026-11-22")
    assert json.loads(run.out) == [
        {"name": "NUM", "certainty": "possible", "first": "2010-01-02", "last": "2014-06-14", "days": 1625,
         "certain": {"first": "2011-01-01", "last": "2014-06-14", "days": 1261},
         "before": {"id": "a", "date": "2010", "title": {"de": "Anfang", "en": "Start"}},
         "after": {"id": "b", "date": "2014-06-15", "title": {"de": None, "en": "Middle"}}},
        {"name": "NUM", "certainty": "certain", "first": "2014-06-16", "last": "2026-11-22", "days": 4543,
         "certain": {"first": "2021-01-01", "last": "2026-11-22", "days": 2152},
         "before": {"id": "b", "date": "2014-06-15", "title": {"de": None, "en": "Middle"}}, "after": None},
    ]  # fmt: skip


@pytest.mark.parametrize("format_name", ["table", "plain", "markdown"])
def test_no_gap_is_said_and_nothing_is_shown(timeline, store, format_name):
    store(STORE)
    run = timeline("stats", "--gaps", "90 Jahre", "-f", format_name)
    assert (run.status, run.out, run.err) == (0, "", "no gaps of 90 years or more\n")
    assert timeline("stats", "--gaps", "90y", "-f", "json").out == "[]\n"


@pytest.mark.parametrize(("span", "said"), [
    ("2x", "--gaps: "), ("", "--gaps: "), ("0d", "--gaps: "), ("-2y", "--gaps: "), ("2 yaers", "did you mean years?"),
    ("9" * 5000 + "y", "--gaps: "),
])  # fmt: skip
def test_a_span_that_is_none_is_refused_with_a_mend(timeline, store, span, said):
    store(STORE)
    run = timeline("stats", f"--gaps={span}")
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_the_largest_span_that_is_read_finds_nothing(timeline, store):
    store(STORE)
    assert timeline("stats", "--gaps", f"{'9' * 9}y {'9' * 9}m {'9' * 9}d").status == 0


@pytest.mark.parametrize("arguments", [("--by", "year"), ("--by", "netwrok"), ("--sum", "x")])
def test_contradictions_are_refused(timeline, store, arguments):
    store(STORE)
    assert timeline("stats", "--gaps", "2y", *arguments).status == 2
