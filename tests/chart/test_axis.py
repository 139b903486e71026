"""The marks of an axis: as fine as there is room for, never on each other, never out of order."""

from __future__ import annotations

import random
from functools import partial
from itertools import pairwise

import pytest

from timeline.chart.axis import ticks, year_label
from timeline.chart.scale import Scale
from timeline.dates.calendar import day_number


def _measured(wide: int, text: str) -> int:
    return len(text) * wide


def marks(first: tuple[int, int, int], last: tuple[int, int, int], cells: int, language="en"):
    scale = Scale(day_number(*first), day_number(*last), cells)
    return ticks(scale, len, 2, language)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2025, 7, 1), (2025, 7, 12), "1 Jul 2025 3 4 5 6 7 8 9 10 11 12"),
        ((2025, 6, 20), (2025, 8, 30), "23 Jun 2025 7 Jul 14 21 28 4 Aug 11 18 25"),
        ((2025, 1, 1), (2025, 12, 31), "2025 Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        ((2024, 3, 5), (2026, 2, 1), "Apr 2024 Jul Oct 2025 Apr Jul Oct 2026"),
        ((2019, 1, 1), (2027, 12, 31), "2019 2020 2021 2022 2023 2024 2025 2026 2027"),
        (
            (1780, 1, 1),
            (2030, 1, 1),
            "1780 1800 1820 1840 1860 1880 1900 1920 1940 1960 1980 2000 2020",
        ),
        (
            (-500, 1, 1),
            (1500, 1, 1),
            "400 BCE 200 BCE 1 CE 200 CE 400 CE 600 CE 800 CE 1000 1200 1400",
        ),
        ((-70_000, 1, 1), (2000, 1, 1), "−70000 −60000 −50000 −40000 −30000 −20000 −10000 0"),
    ],
)
def test_marks_from_days_to_millennia(first, last, expected):
    assert " ".join(tick.label for tick in marks(first, last, 100) if tick.label) == expected


def test_german_marks():
    said = [tick.label for tick in marks((2025, 2, 20), (2025, 3, 9), 100, "de")]
    assert said == ["24. Feb 2025", "3. Mär"]
    assert [tick.label for tick in marks((2025, 1, 1), (2025, 12, 31), 100, "de")] == [
        "2025", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]  # fmt: skip


def test_single_years_around_the_first_are_marked_once():
    said = [tick.label for tick in marks((-2, 1, 1), (3, 12, 31), 55)]
    assert said == ["3 BCE", "2 BCE", "1 BCE", "1 CE", "2 CE", "3 CE"]


@pytest.mark.parametrize("seed", range(4))
def test_labels_never_touch_and_rise_with_time(seed):
    chance = random.Random(seed)
    for _ in range(250):
        first = chance.choice((-(10**9), -800_000, 1, 600_000, 737_791))
        days = int(10 ** chance.uniform(0.8, 9))
        cells = chance.choice((20, 40, 80, 200, 1280))
        wide = chance.choice((1, 7))  # a letter in columns, in pixels
        scale = Scale(first, first + days, cells)
        found = ticks(scale, partial(_measured, wide), 2 * wide, "en")
        labelled = [tick for tick in found if tick.label]
        for one, other in pairwise(labelled):
            assert one.cell + len(one.label) * wide + 2 * wide <= other.cell or len(found) < 2
        assert all(t.cell + len(t.label) * wide <= cells for t in labelled)
        assert [t.cell for t in found] == sorted({t.cell for t in found})
        if cells >= 80 * wide:
            assert labelled, (first, days, cells)
        assert len(found) <= cells // wide


def test_years_too_long_to_read_are_powers_of_ten():
    assert year_label(2020, "en") == "2020"
    assert year_label(-43, "de") == "44 v. Chr."
    assert year_label(170_000_002, "en") == "170000002"
    assert year_label(-(10**4000), "en") == "−1.00e4000"
    scale = Scale(-(10**4000), 10**4000, 80)
    assert any(tick.label for tick in ticks(scale, len, 2, "en"))
