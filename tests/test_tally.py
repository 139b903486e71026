"""Counts and sums: the SQL against brute force, and every format that shows them."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tests import oracle
from tests.amount import seeds
from tests.test_formats import HOSTILE
from tests.test_query import date, edges_of, event, open_store, some_events, some_term
from timeline.dates import edtf
from timeline.dates.calendar import civil, day_number
from timeline.errors import UsageError
from timeline.formats import Style
from timeline.formats.tallies import render_tally
from timeline.formats.tally_words import sum_words
from timeline.model import Dispute, Event, Text
from timeline.query.answer import Question, answer
from timeline.query.tally import BY, MOST_ROWS, Row, Sum, Tally, tally
from timeline.query.terms import EVERYTHING, All, Kept, Label, Touching
from timeline.text import one_line

NOTHING = Sum(Decimal(0), "", 0)

STORE = """\
networks: {NUM: Network of University Medicine, MII: Medical Informatics Initiative}
kinds: {founding: {name: {de: Gründung, en: Founding}}, law: {name: {de: Recht, en: Law}}}
events:
  - {id: a, date: 2020-04, title: A, kind: founding, networks: [NUM], figures: {eur: "~390000000"}}
  - {id: b, date: 2020/2022, title: B, kind: law, networks: [NUM, MII], figures: {eur: ">5", sites: 2.5}}
  - {id: c, date: "2022~", title: C, kind: law, figures: {eur: 7}}
  - {id: d, date: "../2019", title: D, status: planned}
"""


Counts: TypeAlias = "Counter[str | int | None]"


def year_of(day: float) -> int:
    return civil(int(day))[0]


def buckets(event: Event, size: int) -> dict[int | None, int]:
    """Return where an event counts, by brute force: 2 where certainly, 1 where possibly."""
    value = edtf.parse(event.date.edtf)
    is_one_of = isinstance(value, edtf.DateSet) and value.one_of
    own = [member_buckets(m, size) for m in oracle.bounds_of(value, oracle._seen(event))]
    found: dict[int | None, int] = {}
    for unit in {unit for member in own for unit in member}:
        verdicts = [member.get(unit, 0) for member in own]
        found[unit] = max(verdicts)
        if is_one_of and min(verdicts) < 2:
            found[unit] = 1
    for dispute in event.disputed:
        for member in oracle.bounds_of(edtf.parse(dispute.date.edtf), -inf):
            for unit in member_buckets(member, size):
                found[unit] = max(found.get(unit, 0), 1)
    return found


def member_buckets(member: oracle.Bounds, size: int) -> dict[int | None, int]:
    """Return the units in which one member may begin."""
    start, end = member.es, member.le if member.unit else member.ls
    sure = 1 if member.hedged else 2
    if inf in (abs(start), abs(end)) or year_of(end) // size - year_of(start) // size >= 100:
        return {None: sure}
    found: dict[int | None, int] = {}
    for number in range(year_of(start) // size, year_of(end) // size + 1):
        first, last = day_number(number * size, 1, 1), day_number(number * size + size - 1, 12, 31)
        if start > last or end < first:
            continue
        inside = first <= start and end <= last
        if member.unit:  # each year, month or day of a run begins anew
            unit = oracle._unit_of(int(max(start, first)), member.unit)
            inside = first <= unit[0] and unit[1] <= last
        found[number] = sure if inside else 1
    return found


def labels(event: Event, field: str) -> dict[str | None, int]:
    names = oracle._labels(field, event)
    return dict.fromkeys(names, 2) or {None: 2}


def edtf_name(number: int | str | None, by: str) -> str | None:
    """Return the year or decade of a number as EDTF, if it is one of four digits."""
    if not isinstance(number, int):
        return number
    return f"{number:04}" if by == "year" else f"{number:03}X"


def counted(events: list[Event], term, by: str) -> tuple[Counts, Counts, tuple[int, int]]:
    """Return certain and possible counts by row, and the total, by brute force."""
    certain: Counts = Counter()
    possible: Counts = Counter()
    total = [0, 0, 0]
    for one in events:
        judged = oracle.judge(term, one)
        total[judged] += 1
        if judged == oracle.NO:
            continue
        size = {"year": 1, "decade": 10}.get(by)
        for unit, verdict in (buckets(one, size) if size else labels(one, by)).items():
            (certain if min(verdict, judged) == oracle.CERTAIN else possible)[unit] += 1
    return certain, possible, (total[2], total[1])


def numbered(name: str | None, by: str) -> int | str | None:
    """Return the number of the year or decade that a row is named by."""
    if name is None or by not in ("year", "decade"):
        return name
    first = next(iter(oracle.bounds_of(edtf.parse(name), -inf))).es
    return year_of(first) // (10 if by == "decade" else 1)


@pytest.mark.parametrize("by", [name for name in BY if name != "none"])
@pytest.mark.parametrize("seed", seeds(4, everyday=1))
def test_every_event_counts_where_the_definitions_say(seed, by):
    chance = random.Random(seed)
    events = some_events(chance)
    connection, edges = open_store(*events), edges_of(events)
    for term in (EVERYTHING, *(some_term(chance, edges) for _ in range(12))):
        certain, possible, total = counted(events, term, by)
        found = tally(connection, Question(term), by)
        rows = {numbered(row.name, by): row for row in found.rows}
        assert len(rows) == len(found.rows)
        assert {n: row.certain for n, row in rows.items() if row.certain} == certain, term
        assert {n: row.possible for n, row in rows.items() if row.possible} == possible, term
        assert (found.total.certain, found.total.possible) == total


@pytest.mark.parametrize("certainty", ["certain", "possible"])
def test_only_certain_or_only_possible_matches_are_counted_where_that_is_asked(certainty):
    events = some_events(random.Random(7))
    term = Touching(day_number(2020, 1, 1), day_number(2022, 6, 30))
    connection = open_store(*events)
    found = tally(connection, Question(Kept(term, certainty)), "network")
    wanted = oracle.CERTAIN if certainty == "certain" else oracle.POSSIBLE
    matches = [e for e in events if oracle.judge(term, e) == wanted]
    assert found.total.certain + found.total.possible == len(matches)
    assert bool(found.total.certain) == (certainty == "certain")
    for row in found.rows:
        assert (row.possible == 0) == (certainty == "certain")


@pytest.mark.parametrize(("text", "expected"), [
    ("2020", {"2020": 2}), ("2020-04-03", {"2020": 2}), ("2020?", {"2020": 1}),
    ("2020/2022", {"2020": 2}), ("2019-12/2020", {"2019": 2}),
    ("2019-24", {"2019": 1, "2020": 1}),
    ("201X", {f"201{i}": 1 for i in range(10)}), ("[2019,2020]", {"2019": 1, "2020": 1}),
    ("[2020-01,2020-02]", {"2020": 2}), ("[2020-01,2020-02?]", {"2020": 1}),
    ("{2019,2020}", {"2019": 2, "2020": 2}), ("{2019,2020?}", {"2019": 2, "2020": 1}),
    ("{1670..1672}", {"1670": 2, "1671": 2, "1672": 2}),
    ("{2019-11..2020-02}", {"2019": 2, "2020": 2}), ("{2019-12-31..2020-01-01}", {"2019": 2, "2020": 2}),
    ("../2020", {None: 2}), ("/2020", {None: 2}), ("2020/..", {"2020": 2}), ("2020/", {"2020": 2}),
    ("{..1984}", {None: 2}), ("{1984..}", {None: 2}), ("[..1984]", {None: 2}), ("[1984..]", {None: 2}),
    ("19XX", {f"19{i:02}": 1 for i in range(100)}), ("[1900..2000]", {None: 2}), ("1XXX", {None: 2}),
    ("XXXX?", {None: 1}), ("-0043", {"-0043": 2}), ("0000", {"0000": 2}), ("Y170000002", {"Y170000002": 2}),
    ("Y-17E7", {"Y-170000000": 2}), ("Y1E30", {"Y1E30": 2}), ("Y-25E3997", {"Y-25E3997": 2}),
    ("{..1950,2019}", {"2019": 2, None: 2}),
])  # fmt: skip
def test_a_year_is_that_in_which_an_event_begins(text, expected):
    rows = tally(open_store(event("x", text)), Question(), "year").rows
    assert {
        row.name: 2 if row.certain else 1 for row in rows if row.certain + row.possible
    } == expected
    assert sum(row.certain + row.possible for row in rows) == len(expected)


def test_a_disputed_date_counts_as_possible_and_leaves_its_rival_certain():
    disputed = event("x", "2020", disputed=(Dispute(date("2018")), Dispute(date("../1950"))))
    rows = tally(open_store(disputed), Question()).rows
    assert [tuple(row[:3]) for row in rows] == [
        ("2018", 0, 1), ("2019", 0, 0), ("2020", 1, 0), (None, 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("apart", "rows"), [(MOST_ROWS - 1, MOST_ROWS), (MOST_ROWS, 2)])
def test_years_without_an_event_are_shown_up_to_two_hundred_rows(apart, rows):
    connection = open_store(event("a", "1700"), event("b", f"{1700 + apart}"))
    found = tally(connection, Question()).rows
    assert len(found) == rows
    assert [row.name for row in found] == sorted(row.name or "" for row in found)


def test_huge_years_far_apart_are_shown_without_those_between():
    connection = open_store(event("a", "Y-1E4"), event("b", "Y-17E3000"), event("c", "0001"))
    names = [row.name for row in tally(connection, Question()).rows]
    assert names == ["Y-17E3000", "Y-10000", "0001"]
    shown = "".join(render_tally(tally(connection, Question()), "plain", Style()))
    assert [line.partition(":")[0] for line in shown.splitlines()] == [
        "year −17E3000", "year −10000", "1 CE", "Total"]  # fmt: skip


@pytest.mark.parametrize(("year", "name", "de", "en"), [
    ("2024", "202X", "2020er", "2020s"), ("2005", "200X", "2000er", "2000s"), ("1900", "190X", "1900er", "1900s"),
    ("0476", "047X", "zwischen 470 n. Chr. und 479 n. Chr.", "between 470 CE and 479 CE"),
    ("0004", "000X", "zwischen 1 v. Chr. und 9 n. Chr.", "between 1 BCE and 9 CE"),
    ("-0043", "[-0050..-0041]", "zwischen 51 v. Chr. und 42 v. Chr.", "between 51 BCE and 42 BCE"),
    ("Y12345", "[Y12340..Y12349]", "zwischen Jahr 12340 und Jahr 12349", "between year 12340 and year 12349"),
])  # fmt: skip
def test_decades_are_named_in_edtf_and_in_words(year, name, de, en):
    connection = open_store(event("x", year))
    [row] = tally(connection, Question(), "decade").rows
    assert row.name == name
    for language, words in (("de", de), ("en", en)):
        found = tally(connection, Question(), "decade", language=language)
        assert "".join(render_tally(found, "plain", Style())).startswith(f"{words}: 1 ")


@pytest.mark.parametrize("year", range(2017, 2027))
def test_the_row_of_a_year_is_what_was_going_on_then_for_events_without_a_duration(year):
    chance = random.Random(year)
    events = [
        e for e in some_events(chance, 200) if "/" not in e.date.edtf and e.date.edtf[0] not in "[{"
    ]
    events = [event(e.id, e.date.edtf) for e in events]
    connection = open_store(*events)
    at = answer(
        connection, Question(Touching(day_number(year, 1, 1), day_number(year, 12, 31))), "en"
    )
    row = next(
        (r for r in tally(connection, Question()).rows if r.name == str(year)), Row(None, 0, 0)
    )
    wide = [e for e in events if None in buckets(e, 1)]
    assert (row.certain, row.possible + len([e for e in wide if oracle.verdict(
        e, Touching(day_number(year, 1, 1), day_number(year, 12, 31)))])) == at.found  # fmt: skip


def test_names_come_by_their_counts_then_in_order_and_events_without_one_come_last():
    events = [event(f"e{i}", "2020", networks=networks) for i, networks in enumerate(
        [("B",), ("B", "a"), ("a",), ("Ä",), ("C", "B"), (), ()])]  # fmt: skip
    found = tally(open_store(*events), Question(), "network")
    assert [(row.name, row.certain) for row in found.rows] == [
        ("B", 3), ("a", 2), ("Ä", 1), ("C", 1), (None, 2)]  # fmt: skip
    assert found.total == Row(None, 7, 0)


def test_all_events_are_one_total_by_nothing():
    found = tally(open_store(event("x", "2020"), event("y", "2021~")), Question(), "none")
    assert (found.rows, found.total) == ((), Row(None, 2, 0))


@pytest.mark.parametrize("by", BY)
def test_an_empty_store_has_no_rows(by):
    found = tally(open_store(), Question(), by)
    assert (found.rows, found.total) == ((), Row(None, 0, 0))


def test_an_unknown_field_is_refused_with_the_nearest_one():
    with pytest.raises(UsageError) as caught:
        tally(open_store(), Question(), "yaer")
    assert "did you mean year?" in caught.value.hint


# Sums.

MIXES = [
    (("",), ""), (("~",), "~"), (("", "~"), "~"), ((">",), ">="), ((">=", ""), ">="), (("<",), "<="),
    (("<=", ""), "<="), ((">", "~"), ">=~"), (("<", "~", ""), "<=~"), ((">", "<"), "~"), ((">=", "<=", "~"), "~"),
    ((">", ">="), ">="), (("<", "<="), "<="),
]  # fmt: skip


@pytest.mark.parametrize(("hedges", "expected"), MIXES)
def test_a_sum_is_hedged_as_its_parts_are(hedges, expected):
    events = [event(f"e{i}", "2020", figures=(("eur", f"{hedge}5" if hedge else 5),))
              for i, hedge in enumerate(hedges)]  # fmt: skip
    found = tally(open_store(*events, event("other", "2020")), Question(), "year", "eur")
    sums = found.rows[0].sums
    assert sums
    assert sums == (Sum(Decimal(5 * len(hedges)), expected, len(hedges)), NOTHING)
    assert found.total.sums == sums


numbers = st.one_of(
    st.integers(-(10**30) + 1, 10**30 - 1),
    st.decimals(-(10**6), 10**6, places=4).map(float),
    st.tuples(st.sampled_from(["~", "<", "<=", ">", ">="]), st.decimals(-100, 10**20, places=7)).map(
        lambda pair: f"{pair[0]}{pair[1]:f}"),
    st.sampled_from([1e-15, 999999999999999.0, "~0." + "0" * 400 + "1", 10**30 - 1]),
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["2019", "2020", "2020~", "[2019,2020]", "../1990"]), numbers | st.none()),
                max_size=12))  # fmt: skip
def test_sums_are_exact_and_count_each_event_where_it_counts(given_events):
    events = [event(f"e{i}", when, figures=() if number is None else (("eur", number),))
              for i, (when, number) in enumerate(given_events)]  # fmt: skip
    connection = open_store(*events, event("known", "1990", figures=(("eur", 0),)))
    found = tally(connection, Question(Touching(day_number(1991, 1, 1))), "year", "eur")
    wanted: dict[tuple[str | None, int], list[Fraction]] = {}
    for one in events:
        judged = oracle.judge(Touching(day_number(1991, 1, 1)), one)
        for unit, verdict in buckets(one, 1).items() if judged else ():
            for _, figure in one.figures:
                text = repr(figure) if isinstance(figure, float) else str(figure)
                verdicts = wanted.setdefault((edtf_name(unit, "year"), min(verdict, judged)), [])
                verdicts.append(Fraction(text.lstrip("~<>=")))
    for row in found.rows:
        assert row.sums
        for added, verdict in zip(row.sums, (2, 1), strict=True):
            parts = wanted.get((row.name, verdict), [])
            assert (Fraction(added.number), added.events) == (sum(parts), len(parts))


def test_an_event_of_two_networks_adds_to_both_and_once_to_the_total():
    one = event("x", "2020", networks=("NUM", "MII"), figures=(("eur", 7),))
    found = tally(open_store(one), Question(), "network", "eur")
    sums = [row.sums for row in (*found.rows, found.total)]
    assert [s and s[0].number for s in sums] == [7, 7, 7]


def test_what_only_possibly_matches_is_added_up_apart():
    events = [event("a", "2020", figures=(("eur", 1),)), event("b", "202X", figures=(("eur", 10),))]
    term = Touching(day_number(2020, 1, 1), day_number(2020, 12, 31))
    found = tally(open_store(*events), Question(term), "none", "eur").total
    assert found.sums
    assert found.sums == (Sum(Decimal(1), "", 1), Sum(Decimal(10), "", 1))


def test_an_unknown_figure_is_answered_with_the_nearest_or_with_what_there_is():
    figures = (("funding_eur", 1), ("sites", 2), *((f"a{i}", i) for i in range(20)))
    connection = open_store(
        event("x", "2020", figures=figures), event("y", "2020", figures=(("sites", 1),))
    )
    for wrong, hint in (("fundin_eur", "did you mean funding_eur?"), ("zzzzzzzz", "valid: sites, a0, a1, a10, "),
                        ("", "valid: sites, ")):  # fmt: skip
        with pytest.raises(UsageError) as caught:
            tally(connection, Question(), "year", wrong)
        assert caught.value.hint.startswith(hint)
    assert caught.value.hint.endswith(" and 10 more")
    assert tally(connection, Question(), "none", "SITES").figure == "sites"  # as in a query
    with pytest.raises(UsageError) as caught:
        tally(open_store(event("x", "2020")), Question(), "year", "eur")
    assert caught.value.hint == "this store has no figures"


@pytest.mark.parametrize(("added", "events", "de", "en"), [
    (("390000000", ""), 3, "390.000.000 (3 von 7 Ereignissen)", "390,000,000 (3 of 7 events)"),
    (("390000000", "~"), 3, "rund 390.000.000 (3 von 7 Ereignissen)", "about 390,000,000 (3 of 7 events)"),
    (("5", ">="), 7, "mindestens 5 (7 von 7 Ereignissen)", "at least 5 (7 of 7 events)"),
    (("1234.5", "<="), 1, "höchstens 1.234,5 (1 von 7 Ereignissen)", "at most 1,234.5 (1 of 7 events)"),
    (("5.0", ">=~"), 1, "mindestens rund 5 (1 von 7 Ereignissen)", "at least about 5 (1 of 7 events)"),
    (("1e-7", "<=~"), 1, "höchstens rund 0,0000001 (1 von 7 Ereignissen)",
     "at most about 0.0000001 (1 of 7 events)"),
    (("-3E+2", ""), 1, "-300 (1 von 7 Ereignissen)", "-300 (1 of 7 events)"),
    (("0", ""), 0, "0 von 7 Ereignissen", "0 of 7 events"),
])  # fmt: skip
def test_a_sum_is_worded_with_its_hedge_and_how_many_events_it_is_of(added, events, de, en):
    said = Sum(Decimal(added[0]), added[1], events)
    assert (sum_words(said, 7, "de"), sum_words(said, 7, "en")) == (de, en)
    assert sum_words(said._replace(events=1), 1, "de").endswith("1 von 1 Ereignis)")


# Formats.


def hostile(name: str, by: str = "place") -> Tally:
    sums = (Sum(Decimal(10**29), "~", 2), Sum(Decimal("2.5"), ">=", 1))
    rows = (Row(name, 3, 1, sums), Row(None, 1, 0, (sums[0], NOTHING)))
    return Tally(by, "funding_eur", rows, Row(None, 3, 1, sums))


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_is_a_table_whose_cells_are_what_the_names_are(name):
    parsed = (
        MarkdownIt()
        .enable("table")
        .parse("".join(render_tally(hostile(name), "markdown", Style())))
    )
    assert [token.type for token in parsed if token.level == 0] == ["table_open", "table_close"]
    kinds = {child.type for token in parsed for child in token.children or ()}
    assert kinds <= {"text", "text_special"}
    cells = [token for token in parsed if token.type == "inline"]
    texts = ["".join(child.content for child in token.children or ()) for token in cells]
    assert len(texts) == 4 * 5
    assert texts[5] == one_line(name)
    assert texts[6:10] == ["3", "1", "about 100,000,000,000,000,000,000,000,000,000 (2 of 3 events)",
                           "at least 2.5 (1 of 1 event)"]  # fmt: skip
    aligned = [token.attrs.get("style") for token in parsed if token.type == "th_open"]
    assert aligned == [None, *["text-align:right"] * 4]


@pytest.mark.parametrize("name", [*HOSTILE, "x" * 300, "医" * 60])
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_table_cuts_nothing_and_fits_the_terminal(name, width):
    shown = "".join(render_tally(hostile(name), "table", Style(width=width)))
    for line in shown.splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()
    if width >= 40:
        assert "100,000,000,000,000,000,000,000,000,000" in re.sub(r"\s+", "", shown).replace(
            "\n", ""
        )
    squeezed = re.sub(r"[\s█░]", "", shown)
    for word in re.findall(r"\S", one_line(name))[:40]:
        assert word in squeezed


@pytest.mark.parametrize("width", [40, 80, 200])
def test_bars_take_what_the_numbers_leave_and_show_the_possible_in_another_shape(width):
    rows = tuple(Row(str(year), certain, possible) for year, certain, possible in
                 ((2019, 100, 50), (2020, 1, 0), (2021, 0, 1), (2022, 0, 0)))  # fmt: skip
    shown = "".join(
        render_tally(Tally("year", None, rows, Row(None, 101, 51)), "table", Style(width=width))
    )
    lines = shown.splitlines()
    assert len(lines) == 6
    bars = [re.sub(r"[^█░]", "", line) for line in lines]
    assert len(bars[1]) == (bars[1].count("█") + bars[1].count("░")) > 2
    assert abs(bars[1].count("█") - 2 * bars[1].count("░")) <= 2
    assert bars[1].lstrip("█").strip("░") == ""
    assert (bars[2], bars[3], bars[4], bars[5]) == ("█", "░", "", "")
    assert max(map(len, lines)) <= min(width, 100)


def test_plain_lines_have_labels_and_no_glyphs(timeline, store):
    store(STORE)
    run = timeline("stats", "--by", "kind", "--sum", "eur", "--plain", "--lang", "de")
    assert run.out.splitlines() == [
        "Recht: 2 sicher, 0 möglich; eur: mindestens 12 (2 von 2 Ereignissen)",
        "Gründung: 1 sicher, 0 möglich; eur: rund 390.000.000 (1 von 1 Ereignis)",
        "ohne: 1 sicher, 0 möglich; eur: 0 von 1 Ereignis",
        "Gesamt: 4 sicher, 0 möglich; eur: mindestens rund 390.000.012 (3 von 4 Ereignissen)",
    ]
    assert run.err == "4 events\n"


def test_json_is_one_array_of_rows_with_exact_sums(timeline, store):
    store(STORE)
    rows = json.loads(timeline("stats", "--sum", "eur", "-f", "json").out)
    assert rows == [
        {"name": "2020", "certain": 2, "possible": 0, "sum": {"figure": "eur",
         "certain": {"number": 390000005, "hedge": ">=~", "events": 2}, "possible": None}},
        {"name": "2021", "certain": 0, "possible": 0,
         "sum": {"figure": "eur", "certain": None, "possible": None}},
        {"name": "2022", "certain": 0, "possible": 1, "sum": {"figure": "eur", "certain": None,
         "possible": {"number": 7, "hedge": "", "events": 1}}},
        {"name": None, "certain": 1, "possible": 0,
         "sum": {"figure": "eur", "certain": None, "possible": None}},
    ]  # fmt: skip
    assert json.loads(timeline("stats", "--by", "none", "--sum", "sites", "-f", "json").out) == [
        {"name": None, "certain": 4, "possible": 0, "sum": {"figure": "sites",
         "certain": {"number": 2.5, "hedge": "", "events": 1}, "possible": None}},
    ]  # fmt: skip
    for row in json.loads(timeline("stats", "--by", "network", "-f", "json").out):
        assert row["sum"] is None


def test_a_sum_that_no_float_can_keep_is_a_text_in_json():
    one = event("x", "2020", figures=(("eur", ">" + "1" * 30 + ".5"),))
    found = tally(open_store(one), Question(), "none", "eur")
    [row] = json.loads("".join(render_tally(found, "json", Style())))
    assert row["sum"]["certain"] == {"number": "1" * 30 + ".5", "hedge": ">=", "events": 1}


@pytest.mark.parametrize(("language", "happened", "none", "year"), [
    ("de", "geschehen", "ohne", "ohne Jahr"), ("en", "happened", "none", "without a year")])  # fmt: skip
def test_rows_are_named_in_the_language_asked_for(timeline, store, language, happened, none, year):
    store(STORE)
    assert timeline("stats", "--by", "status", "--lang", language).out.splitlines()[2].startswith(
        f"| {happened} | 3 |")  # fmt: skip
    assert f"| {none} | 2 |" in timeline("stats", "--by", "network", "--lang", language).out
    assert f"| {year} | 1 |" in timeline("stats", "--lang", language).out
    assert f"| {year} | 1 |" in timeline("stats", "--by", "decade", "--lang", language).out


def test_a_declared_kind_without_a_name_in_any_language_keeps_its_own():
    found = tally(open_store(event("x", "2020", kind="law")), Question(), "kind")
    assert found.kinds == {}
    assert "law: 1" in "".join(render_tally(found, "plain", Style()))


@pytest.mark.parametrize("format_name", ["table", "plain", "markdown"])
def test_nothing_is_shown_where_nothing_matches_and_that_is_said(timeline, store, format_name):
    store(STORE)
    run = timeline("stats", "date:1200..1300", "not:id:d", "-f", format_name)
    assert (run.status, run.out, run.err) == (0, "", "no event matches\n")
    assert timeline("stats", "date:1200..1300", "not:id:d", "-f", "json").out == "[]\n"


def test_a_store_without_events_is_no_failure(timeline, store):
    store("events: []\n")
    for arguments in ((), ("--by", "network"), ("--gaps", "1y"), ("--by", "none")):
        run = timeline("stats", *arguments)
        assert (run.status, run.out) == (0, "")


@pytest.mark.parametrize(("arguments", "said"), [
    (("--by", "yaer"), "did you mean year?"), (("--by", ""), "valid: year, decade, network"),
    (("--sum", "euro"), "did you mean eur?"), (("--sum", "eur", "--gaps", "2y"), "--sum contradicts --gaps"),
    (("--by", "part-of"), "valid: year"), (("-f", "jsno"), "did you mean json?"), (("nosuch:x",), "nosuch"),
])  # fmt: skip
def test_wrong_usage_is_told_with_a_mend(timeline, store, arguments, said):
    store(STORE)
    run = timeline("stats", *arguments)
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_what_only_possibly_matches_counts_as_possible_everywhere(timeline, store):
    store(STORE)
    run = timeline("stats", "date:2020-04-15", "--by", "kind", "--lang", "en", "--plain")
    assert run.out.splitlines() == ["Founding: 0 certain, 1 possible", "Law: 0 certain, 1 possible",
                                    "Total: 0 certain, 2 possible"]  # fmt: skip
    assert run.err == "2 events: 0 certain, 2 possible\n"


def test_a_query_without_conditions_reads_no_record(monkeypatch):
    connection = open_store(*some_events(random.Random(1)))
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    for by in BY:
        tally(connection, Question(All()), by)
    assert statements
    assert not [text for text in statements if "JOIN record" in text or "FROM record" in text]


def test_declared_words_of_kinds_are_shown_and_the_rest_is_not_translated():
    kinds = {"law": Text("Recht", "Law")}
    found = Tally("network", None, (Row("law", 1, 0),), Row(None, 1, 0), "de", kinds)
    assert "law: 1 sicher" in "".join(render_tally(found, "plain", Style()))
    assert "Recht: 1 sicher" in "".join(render_tally(found._replace(by="kind"), "plain", Style()))


def test_a_label_of_a_query_narrows_the_counts():
    events = [
        event("a", "2020", kind="law", networks=("NUM",)),
        event("b", "2021", networks=("NUM", "MII")),
    ]
    found = tally(open_store(*events), Question(Label("kind", ("law",))), "network")
    assert [tuple(row[:3]) for row in found.rows] == [("NUM", 1, 0)]
