"""Day numbers of any size as bytes that sort as the numbers do."""

from __future__ import annotations

import random
import sqlite3
from itertools import pairwise
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.keys import HIGHEST, LOWEST, key, number

any_size = st.one_of(
    st.integers(),
    st.integers(-(1 << 70), 1 << 70),
    st.builds(lambda sign, bits, by: sign * (1 << bits) + by,
              st.sampled_from((1, -1)), st.integers(0, 14_000), st.integers(-2, 2)),
    st.sampled_from((inf, -inf)),
)  # fmt: skip


@given(any_size, any_size)
def test_keys_compare_as_their_numbers_do(a, b):
    assert (key(a) < key(b)) == (a < b)
    assert (key(a) == key(b)) == (a == b)


@given(any_size)
def test_the_next_number_has_a_greater_key(number):
    if abs(number) != inf:
        assert key(number - 1) < key(number) < key(number + 1)


@given(any_size)
def test_a_number_comes_back_from_its_key(day):
    assert number(key(day)) == day


def test_numbers_come_back_around_every_change_of_length():
    edges = {sign * (1 << bits) + by for bits in range(1, 1200) for sign in (1, -1)
             for by in (-1, 0, 1)} | {366 * 10**4_000, -366 * 10**4_000}  # fmt: skip
    assert all(number(key(day)) == day for day in edges)


def test_keys_grow_strictly_around_every_change_of_length():
    edges = {sign * (1 << bits) + by for bits in range(1, 1200)
             for sign in (1, -1) for by in (-1, 0, 1)} | set(range(-70_000, 70_000))  # fmt: skip
    numbers: list[float] = [-inf, *sorted(edges), inf]
    keys = [key(number) for number in numbers]
    assert all(a < b for a, b in pairwise(keys))


def test_the_largest_years_that_are_read_lie_between_the_infinities():
    largest = 366 * 10**4_000
    assert LOWEST < key(-largest) < key(-largest + 1) < key(largest - 1) < key(largest) < HIGHEST
    assert (key(-inf), key(inf)) == (LOWEST, HIGHEST)


def test_whole_floats_have_the_keys_of_their_integers():
    assert [key(float(n)) for n in (-300, -1, 0, 1, 738_000)] == [
        key(n) for n in (-300, -1, 0, 1, 738_000)
    ]


def test_sqlite_sorts_and_compares_keys_as_their_numbers():
    chance = random.Random(1)
    numbers: list[float] = [inf, -inf, 0]
    numbers += [chance.choice((1, -1)) * chance.getrandbits(chance.randint(1, 2000))
                for _ in range(3_000)]  # fmt: skip
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (k BLOB NOT NULL, number TEXT)")
    connection.executemany(
        "INSERT INTO t VALUES (?, ?)", ((key(number), repr(number)) for number in set(numbers))
    )
    rows = connection.execute("SELECT number FROM t ORDER BY k")
    assert [text for (text,) in rows] == [repr(number) for number in sorted(set(numbers))]
    for wanted in numbers[:200]:
        (count,) = connection.execute(
            "SELECT count(*) FROM t WHERE k <= ?", (key(wanted),)
        ).fetchone()
        assert count == sum(n <= wanted for n in set(numbers))
