"""The marks of a time axis: from days to millennia, as many as there is room for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from timeline.dates.calendar import civil, day_number
from timeline.dates.edtf import parse
from timeline.dates.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.chart.scale import Scale

_MONTHS = {
    "de": ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_DAY = {"de": "{}. {}", "en": "{} {}"}
_LONGEST_YEAR = 12
_FIRST_OF_ERAS = -9999
Measure: TypeAlias = "Callable[[str], int]"

_DAYS = {"day": 1, "month": 31, "year": 366}


class Tick(NamedTuple):
    """A mark of the axis: the first cell of a day, and what stands there ("" for no room)."""

    cell: int
    label: str


def ticks(scale: Scale, measure: Measure, gap: int, language: str) -> tuple[Tick, ...]:
    """Return the finest marks that have room for their labels, ``gap`` cells apart at least.

    ``measure`` tells how many cells a text takes. Marks are days, Mondays, months, quarters, half
    years, years, or 2, 5, 10, 20, 50 ... years; a label says no more than what differs from the
    one before: "2025", "Apr", "Jul". Where a longer one, which names the year of a day, covers the
    next mark, that has none ("").
    """
    narrowest = measure("1") + gap
    has_eras = civil(scale.first)[0] >= _FIRST_OF_ERAS
    for unit, number in _steps():
        if scale.days * narrowest > number * _DAYS[unit] * scale.cells:
            continue  # no room for the shortest label: no need to try
        marks = _Marks(scale, unit, number, language, has_eras)
        days = list(marks.days())
        if len(days) < 2 or marks.have_room(days, measure, gap):
            return tuple(marks.labelled(days, measure, gap))
    raise AssertionError("some step is longer than any scale")


def _steps() -> Iterator[tuple[str, int]]:
    yield from (("day", 1), ("day", 7), ("month", 1), ("month", 3), ("month", 6))
    power = 1
    while True:
        yield from (("year", power), ("year", 2 * power), ("year", 5 * power))
        power *= 10


class _Marks(NamedTuple):
    """Marks of one kind: every so many days, months or years.

    ``has_eras``: years before the first are told by their era, and not by their sign.
    """

    scale: Scale
    unit: str
    number: int
    language: str
    has_eras: bool

    def days(self) -> Iterator[int]:
        """Yield the days on which there is a mark."""
        first, last = self.scale.first, self.scale.last
        if self.unit == "day":
            # Day 1 was a Monday.
            yield from range(first + (1 - first) % self.number, last + 1, self.number)
            return
        year, month, _ = civil(first)
        months = self.number * (12 if self.unit == "year" else 1)
        number = (year * 12 + month - 1) // months * months
        while (day := self._first_of(number)) <= last:
            if day >= first:
                yield day
            number += months

    def _first_of(self, number: int) -> int:
        """Return the first day of a month, counted from year 0 on."""
        year, month = divmod(number, 12)
        if self.unit == "year" and self.number > 1 and year <= 0 and self.has_eras:
            year += 1  # 500 BCE is the year -499; where the eras meet, 1 CE is marked
        return day_number(year, month + 1, 1)

    def have_room(self, days: list[int], measure: Measure, gap: int) -> bool:
        """Tell whether labels stand apart, but for those that name the year of a day or month."""
        cells = [self.scale.start(day) for day in days]
        told = [civil(day)[:2] for day in days]
        before = [told[0], *told]
        labels = (
            self._label(day, (year, earlier[1]))
            for day, (year, _), earlier in zip(days, told, before, strict=False)
        )
        return all(
            cell + measure(label) + gap <= following
            for label, cell, following in zip(labels, cells, cells[1:], strict=False)
        )

    def labelled(self, days: list[int], measure: Measure, gap: int) -> Iterator[Tick]:
        """Label days by what differs from the day before; what is covered goes without."""
        told: tuple[int, int] | None = None
        free = 0
        for day in days:
            cell = self.scale.start(day)
            label = self._label(day, told) if cell >= free else ""
            if cell + measure(label) > self.scale.cells:
                label = ""
            if label:
                told, free = civil(day)[:2], cell + measure(label) + gap
            yield Tick(cell, label)

    def _label(self, day: int, told: tuple[int, int] | None) -> str:
        """Return the label of a day after one of the year and month that were told."""
        year, month, number = civil(day)
        same_year = told is not None and told[0] == year
        year_said = year_label(year, self.language, has_eras=self.has_eras)
        if self.unit == "year" or (self.unit == "month" and month == 1):
            return year_said
        name = _MONTHS[self.language][month - 1]
        if self.unit == "month":
            return name if same_year else f"{name} {year_said}"
        if same_year and told and told[1] == month:
            return f"{number}." if self.language == "de" else str(number)
        dated = _DAY[self.language].format(number, name)
        return dated if same_year else f"{dated} {year_said}"


@lru_cache(maxsize=4_096)
def year_label(year: int, language: str, *, has_eras: bool = True) -> str:
    """Return a year for an axis; one of more digits than anybody reads as a power of ten.

    Remembered: a page asks for the same ones at each level of its zoom.
    """
    if has_eras and _FIRST_OF_ERAS <= year <= 9999:
        return words(parse(f"{'-' * (year < 0)}{abs(year):04}"), language)
    digits = str(abs(year))
    sign = "−" if year < 0 else ""
    if len(digits) <= _LONGEST_YEAR:
        return sign + digits
    return f"{sign}{digits[0]}.{digits[1:3]}e{len(digits) - 1}"
