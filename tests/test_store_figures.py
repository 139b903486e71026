"""Figures: exact numbers of any size, hedged ones, and what is neither."""

from __future__ import annotations

import pytest

from tests.test_store import HEAD, one, problems
from timeline.errors import StoreError
from timeline.store.loading import read_store


@pytest.mark.parametrize(("written", "value"), [
    ("37", 37), ("-3", -3), ("0", 0), ("2.5", 2.5), ("-0.25", -0.25), ("1.10", 1.1),
    ("9" * 30, int("9" * 30)), ("123456789012345", 123456789012345), ("0.000000000000001", 1e-15),
    ("'>750'", ">750"), ("~390000000", "~390000000"), ("<5", "<5"), ("<=5.5", "<=5.5"),
    ("'>= 10'", ">=10"), ("1 000 000", 1000000), ('"37"', 37), ("~ 5", "~5"),
])  # fmt: skip
def test_a_figure_is_a_number_or_has_a_hedge(written, value):
    [(name, figure)] = one(f"figures: {{sites: {written}}}").figures
    assert (name, figure, type(figure)) == ("sites", value, type(value))


@pytest.mark.parametrize("written", [
    "1e6", "+5", "007", ".5", "5.", "NaN", ".inf", "1_000", "1,5", "١٢", "=5", "'>'", "~~5", "9" * 31,
    "1234567890123.456", "~1234567890123.456", "0x1F", "five", "5%", "-", "--5",
])  # fmt: skip
def test_what_is_no_figure_is_refused(written):
    written = written if written.startswith("'") else f"'{written}'"
    [found] = problems(f"events:\n- {{{HEAD}, figures: {{sites: {written}}}}}")
    assert found == (2, 50, "bad-figure")


@pytest.mark.parametrize(("written", "hint"), [
    ("1,000", "37"), ("1.000.000", "1000000"), ("about 1,5", "~1.5"),
])  # fmt: skip
def test_what_was_probably_meant_is_offered_but_where_readers_differ(written, hint):
    with pytest.raises(StoreError) as raised:
        read_store([("x", f"events:\n- {{{HEAD}, figures: {{sites: '{written}'}}}}".encode())])
    write, _, rest = raised.value.problems[0].hint.partition(": ")
    assert rest == "digits, after one of ~ < <= > >= or none"
    assert write == f"write {hint}"


def test_figures_of_any_size_survive_the_index(store, timeline):
    store(f"events: [{{{HEAD}, figures: {{a: {'9' * 30}, b: 2.5}}}}]")
    run = timeline("list", "--format", "json")
    assert (run.status, run.err) == (0, "1 event\n")
    assert "9" * 30 in run.out
