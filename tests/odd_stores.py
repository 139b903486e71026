"""Stores that are right and oddly written, made at random, and what their comments are about."""

from __future__ import annotations

import random
import re
from itertools import count

YEARS = (-66_000_000, -12_000, -44, 0, 1999, 2018, 2019, 2020, 2021, 2022, 2023, 12_000)
_SIGNS = ("# {}", "## Jahr {}: ", "# --- {} ---", "#{}", "# {}", "# Year {}")


def year_text(year: int) -> str:
    """Return a year as a date, and the heading of one, has it."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04}"


class OddStore:
    """A store: its text, the column of its dashes, and whether its events stand under years."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.dash = rng.choice((0, 2, 2, 4))
        self.key = self.dash + rng.choice((2, 2, 4))
        self.is_headed = rng.random() < 0.6
        self.is_sorted = rng.random() < 0.5
        self._numbers = count()
        self._sign = rng.choice(_SIGNS)
        self._heading_column = rng.choice((self.dash, self.dash, self.key, 0))
        self._blanks = rng.random() < 0.5
        end = rng.choice(("\n", "\n", "\r\n"))
        text = end.join(self._lines())
        self.text = text if rng.random() < 0.2 and not text.endswith(" ") else f"{text}{end}"

    def _lines(self) -> list[str]:
        rng = self.rng
        above = rng.choice(([], ["language: de"], ["# about all", "", "---"], self._catalogue()))
        below = rng.choice(([], [], ["..."], ["... # the end", "# and more"], ["", "# on kinds", "kinds:",
                            "  k: {name: K}"], ["kinds: {k: {name: K}}", "..."]))  # fmt: skip
        return [*above, *self._events(), *self._remarks(0.3), *below]

    def _catalogue(self) -> list[str]:
        lines = ["sources:"]
        for name in self.rng.sample("bdfh", self.rng.randint(1, 3)):
            lines += self._remarks(0.3, 2, 4)
            lines += self.rng.choice(
                (
                    [f"  {name}: {{title: S}}"],
                    [f"  {name}:", "    title: S", "    publisher: |", "     P"],
                )
            )
        return lines

    def _events(self) -> list[str]:
        rng = self.rng
        years = [rng.choice(YEARS) for _ in range(rng.randint(0, 7))]
        if self.is_sorted:
            years.sort(reverse=rng.random() < 0.2)
        if not years:
            self.dash, self.key = 2, 4
            return [
                rng.choice(
                    ("events: []", "events:", "events: ", "events:  []  # none", "events: [ ]")
                )
            ]
        if rng.random() < 0.1:
            items = ", ".join(
                f"{{id: e{n}, date: {year_text(y)}, title: E}}" for n, y in enumerate(years)
            )
            return [
                rng.choice(
                    ("events: [{}]", "events: [ {} ]  # in brackets", "events: [{}, ]")
                ).format(items)
            ]
        lines, before = ["events:"], None
        for number, year in enumerate(years):
            lines += self._remarks(0.25)
            if self.is_headed and (year != before or rng.random() < 0.05):
                lines += [""] * self._blanks + [self._heading(year)] + self._remarks(0.2)
            elif self._blanks:
                lines.append(rng.choice(("", "", "", "   ")))
            lines += self._remarks(0.25)
            lines += self._event(f"e{number}", year)
            before = year
        if self.is_headed and rng.random() < 0.2:
            lines += [self._heading(rng.choice(YEARS)) for _ in range(rng.randint(1, 3))]
        return lines

    def _heading(self, year: int) -> str:
        return " " * self._heading_column + self._sign.format(year_text(year))

    def _remarks(self, chance: float, *columns: int) -> list[str]:
        """Return some comments at several columns, parted by blank lines or not."""
        rng, lines = self.rng, []
        while rng.random() < chance:
            column = rng.choice((0, *(columns or (self.dash, self.dash, self.key))))
            lines += [""] * (rng.random() < 0.4) + [f"{' ' * column}# remark {next(self._numbers)}"]
            lines += [rng.choice(("", "  "))] * (rng.random() < 0.3)
        return lines

    def _event(self, name: str, year: int) -> list[str]:
        rng = self.rng
        start = f"{' ' * self.dash}-{' ' * (self.key - self.dash - 1)}"
        margin = " " * self.key
        if rng.random() < 0.4:
            lines = [f"{start}{{id: {name}, date: {year_text(year)}, title: E}}"]
        else:
            lines = [
                f"{start}id: {name}",
                f"{margin}date: {year_text(year)}  # remark {next(self._numbers)}",
            ]
            lines += [f"{margin}# remark {next(self._numbers)}"] * (rng.random() < 0.2)
            lines += [f"{margin}title: E"]
            lines += rng.choice((
                [], [], [f"{margin}place: P"],
                [f"{margin}summary: {rng.choice(('|', '|-', '>-', '>'))}", f"{margin} Text",
                 *rng.choice(([], [""], [f"{margin}     ", ""], ["", f"{margin} #t 2020"], ["  "]))],
                [f"{margin}summary: |+", f"{margin}   Text", "", *[""] * rng.randint(0, 2)],
                [f'{margin}summary: "Text', "", f"{margin}#t 2021", f"{margin}", f'{margin}#t end"'],
                [f"{margin}tags:", f"{margin}- x", f"{margin}- y"],
            ))  # fmt: skip
        if rng.random() < 0.25:
            column = rng.choice((self.dash + 1, self.key))
            lines.append(f"{' ' * column}# remark {next(self._numbers)}")
        return lines


def topics(text: str, dash: int) -> dict[str, str]:
    """Return the entry that each numbered comment is about, "" where it only keeps its place."""
    lines = text.splitlines()
    return {
        match[0]: _topic(lines, number, dash)
        for number, line in enumerate(lines) if (match := re.search(r"# remark \d+", line))
    }  # fmt: skip


def headings(text: str) -> dict[str, int | None]:
    """Return the year under which each event stands."""
    found, year = {}, None
    for line in text.splitlines():
        if _is_heading(line):
            year = int(re.findall(r"-?\d+", line)[0])
        elif match := _EVENT.match(line):
            found[match[2]] = year
    return found


_EVENT = re.compile(r"( *)- +\{?id: (\w+)")
_ENTRY = re.compile(r" *- +\{?id: (\w+)|  (\w+): ?(?:\{.*)?$")


def _topic(lines: list[str], number: int, dash: int) -> str:
    section = next((line for line in lines[number::-1] if re.match(r"\w+:", line)), "")
    dash = dash if section.startswith("events") else 2
    up = number
    while _is_comment(lines[up]) and _column(lines[up]) > dash:
        up -= 1
    if not _is_loose(lines[up]):
        entry = next((m for line in lines[up::-1] if (m := _ENTRY.match(line))), None)
        if entry and not re.match(r"\w+:", lines[up]):
            return entry[1] or entry[2]
    below = next((line for line in lines[number:] if not _is_comment(line)), "")
    entry = _ENTRY.match(below)
    return (entry[1] or entry[2]) if entry else ""


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_comment(line: str) -> bool:
    """Tell whether a line is a comment, and no heading; a text has lines that begin with #t."""
    return (
        line.lstrip().startswith("#")
        and not line.lstrip().startswith("#t")
        and not _is_heading(line)
    )


def _is_heading(line: str) -> bool:
    return bool(re.match(r" *#\W*(Jahr |Year )?Y?-?\d{4,}\W*$", line))


def _is_loose(line: str) -> bool:
    return not line.strip() or _is_comment(line) or _is_heading(line)
