"""Every argument and option of every command, given whatever a shell lets through.

The places are those of the command line itself: a new option is tried without being named here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

from tests.amount import chosen
from timeline.cli.application import build
from timeline.cli.commands import COMMANDS

EVENT = "  - {id: one, date: 2020-04, title: One, networks: [NUM], sources: [{title: S, url: 'https://a.example'}]}\n"
STORE = f"networks: {{NUM: {{}}}}\nevents:\n{EVENT}"
PAGE = "# Page\n\n<!-- timeline: list -->\n<!-- /timeline -->\n"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20200101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20200401\r\nSUMMARY:A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
LONGEST = 2_000
"""Characters that a message may have: what it quotes is cut off."""

DATES = {
    "beyond every calendar": "Y1" + "0" * 18,
    "before every calendar": "Y-1" + "0" * 18,
    "a year of ten digits": "9999999999",
    "a year below": "-9999",
    "a day that is not": "2020-02-30",
    "reversed": "2025/2020",
    "open on both sides": "../..",
    "a set": "{2020,2021..2030}",
    "a duration beyond counting": "1000000000000000000 days ago",
    "in so many years": "in 99999999999999999999 Jahren",
    "German so many": "vor 999999999999 Wochen",
    "a date of the clock": "2020-04-01T25:61:61+99:99",
    "a slash": " / ",
    "two slashes": "2020/2021/2022",
    "nothing but signs": "?~%",
    "letters of others": "２０２０-०४",
    "Arabic digits": "٢٠٢٠",
    "superscripts": "²⁰²⁰",
    "fractions": "½",
}  # fmt: skip
NUMBERS = {
    "10^18": "1" + "0" * 18,
    "beyond 64 bits": "9" * 20,
    "beyond what Python turns into a number": "9" * 5_000,
    "below zero": "-1",
    "minus zero": "-0",
    "a float": "1e308",
    "beyond floats": "1e999",
    "nan": "nan",
    "infinite": "inf",
    "hexadecimal": "0x10",
    "with signs between": "1_000",
    "a plus": "+5",
    "Thai digits": "๑๒",
}  # fmt: skip
TEXTS = {
    "nothing": "",
    "a space": " ",
    "a no-break space": "\u00a0",
    "a dash": "-",
    "two dashes": "--",
    "an option": "--help",
    "an option with a value": "--output=x",
    "a short option": "-oplanted",
    "a placeholder": "%s%n{}{0}{x.__class__}$HOME`id`$(id)",
    "a pattern": "(a+)+$|.*\\",
    "SQL": "'; DROP TABLE event; --",
    "full text": '"NEAR(a b) OR * AND NOT ^ title:',
    "markup": "[red]x[/red] [link=file:///]y[/link] [/]",
    "a tag of YAML": "!!python/object/apply:os.system [id]",
    "a query never closed": '("network:',
    "brackets": "(" * 400,
    "noes": "not " * 400 + "x",
    "commas": "," * 1_000,
    "words without end": "a " * 50_000,
    "100 KB": "x" * 100_000,
    "100 KB of a combining mark": "a" + "\u0301" * 50_000,
    "100 KB of digits": "1" * 100_000,
    "100 KB of quotation marks": '"' * 100_000,
    "terminal escapes": "\x1b[2J\x1b]52;c;eA==\x07\x1bP0\x1b\\\x9b31m",
    "a carriage return": "a\rb",
    "a line": "a\nb: c\n  - d",
    "bidirectional": "\u202eabc\u2066",
    "invisible": "a\u200b\u2060\ufeffb\U000e0041",
    "a surrogate": "\ud800",
    "bytes that are no UTF-8": "a\udcff\udcfe",
    "a null": "a\0b",
}  # fmt: skip
PATHS = {
    "a folder": "folder",
    "a folder of some format": "folder.json",
    "a system's folder": "/proc",
    "here": ".",
    "above": "..",
    "a file as a folder": "page.md/x.md",
    "a full disk": "/dev/full",
    "nothing at all": "/dev/null",
    "no device": "/dev/nothing/x",
    "a process's memory": "/proc/self/mem",
    "the store": "events.yaml",
    "the store, the long way": "./folder/../events.yaml",
    "a link to the store": "link.md",
    "a link to itself": "loop",
    "a link to nothing": "dangling.md",
    "somebody without a home": "~nobody-at-all/x.md",
    "home": "~",
    "an address": "https://a.example/x.md",
    "a name that is too long": "n" * 300 + ".md",
    "a path that is too long": "d/" * 5_000 + "x.md",
    "a name with signs": "a\x1b[31m\r\n\u202e.md",
    "spaces": " .md ",
}  # fmt: skip
VALUES = {**DATES, **NUMBERS, **TEXTS, **PATHS}
OF_FILES = {"--output", "--store", "--file", "import", "embed", "init", "check"}
"""Options, and commands with arguments, that name files: these are given every path."""
SHARE = 5
"""Each place is given this part of all values, its neighbours the other parts."""

BASE = {
    "between": ["2019", "2025"], "at": ["2020"], "search": ["one"], "show": ["one"], "edit": ["one"],
    "import": ["feed.ics"], "embed": ["page.md"], "init": ["fresh"],
    "add": ["--date", "2020", "--title", "T", "--source", "https://b.example"],
}  # fmt: skip
"""What a command needs beside the one argument that is tried."""


class Place(NamedTuple):
    """Where a value is given: a command, and one of its parameters."""

    command: str
    option: str
    """Empty: an argument."""
    position: int
    """Of an argument among the others."""

    def __str__(self) -> str:
        return f"{self.command} {self.option or self.position}"

    def line(self, value: str) -> list[str]:
        """Return a command line with the value in this place."""
        base = BASE.get(self.command, [])
        if self.option:
            kept = base
            if self.option in base:
                at = base.index(self.option)
                kept = base[:at] + base[at + 2 :]
            return [self.command, f"{self.option}={value}", *kept]
        kept = [*base]
        kept[self.position : self.position + 1] = [value]
        return [self.command, *kept]


def places() -> list[Place]:
    """Return every parameter of every command that takes a value."""
    found = []
    group: Any = build()
    context = typer.Context(group)
    for command in COMMANDS:
        position = 0
        for parameter in group.get_command(context, command).params:
            if parameter.param_type_name == "argument":
                found.append(Place(command, "", position))
                position += 1
            elif not parameter.is_flag:
                found.append(Place(command, max(parameter.opts, key=len), 0))
    return found


def make_surroundings() -> dict[str, bytes]:
    """Fill the current folder; return what its files say."""
    os.makedirs("folder")
    os.makedirs("folder.json")
    for name, text in {"events.yaml": STORE, "page.md": PAGE, "feed.ics": CALENDAR}.items():
        Path(name).write_bytes(text.encode())
    Path("link.md").symlink_to("events.yaml")
    Path("loop").symlink_to("loop")
    Path("dangling.md").symlink_to("nowhere/x.md")
    return contents()


def contents() -> dict[str, bytes]:
    """Return what every file below the current folder says."""
    return {
        os.path.join(folder, name): Path(folder, name).read_bytes()
        for folder, _, names in os.walk(".")
        for name in names
        if not os.path.islink(os.path.join(folder, name))
    }


def faults(place: Place, value: str, run: Any, before: dict[str, bytes]) -> list[str]:
    """Return what is wrong about an answer to a command line."""
    after = contents()
    said = run.err
    shown = run.out
    # A picture is one, wherever it goes: --scale asks for it.
    text = "" if shown[1:4] == "PNG" else shown
    checks = {
        "status": run.status in {0, 1, 2},
        "traceback": "Traceback" not in said + shown,
        "a fault of our own": "--debug shows where" not in said,
        "acts on the terminal": not ACTING.search(said) and not ACTING.search(text),
        "no reason": run.status == 0 or bool((said + shown).strip()),
        "too long": len(said) <= LONGEST,
        "answers and refuses": run.status == 0 or place.command == "check" or not shown,
        "lost": set(before) <= set(after),
        "temporary files": not any(
            re.search(r"/\.?[^/]*\.(tmp|lock|part)", n) for n in set(after) - set(before)
        ),
    }
    if run.status:
        checks["wrote in spite of failing"] = after == before
    if place.command not in {"add", "edit", "import", "check", "init"}:
        checks["store changed"] = after["./events.yaml"] == before["./events.yaml"]
    return [name for name, holds in checks.items() if not holds]


PLACES = places()


def tried(number: int) -> dict[str, str]:
    """Return the values that the place of a number is given, by what they are."""
    place = PLACES[number]
    paths = PATHS if (place.option or place.command) in OF_FILES else {}
    return dict(list(VALUES.items())[number % SHARE :: SHARE]) | paths


def test_every_command_has_places_and_every_value_is_tried_in_many():
    assert {place.command for place in PLACES} >= set(COMMANDS)
    assert len(PLACES) == len({str(place) for place in PLACES}) > 300
    counts = Counter(name for number in range(len(PLACES)) for name in tried(number))
    assert min(counts[name] for name in VALUES) > 50


@pytest.mark.parametrize("value", ["a\0b", "\ud800"], ids=ascii)
@pytest.mark.parametrize("line", [
    ["init"], ["embed"], ["embed", "--check"], ["schema", "-o"], ["list", "-o"], ["list", "-s"], ["check"],
    ["edit"], ["import"], ["import", "x.csv", "--file"], ["diff"],
    ["add", "--date", "2020", "--title", "T", "--source", "S", "--file"],
], ids=" ".join)  # fmt: skip
def test_what_is_no_path_is_refused_wherever_one_is_named(timeline, line, value):
    Path("events.yaml").write_text(STORE)
    Path("x.csv").write_text("date,title\n2020,T\n")
    run = timeline(*line, value)
    assert run.status in {1, 2}
    assert run.out == ""
    assert "--debug" not in run.err
    assert len(run.err.splitlines()) == 1
    assert sorted(os.listdir()) == ["events.yaml", "x.csv"]


@pytest.mark.parametrize(
    "number", chosen(range(len(PLACES)), lambda number: number % 16 == 1),
    ids=lambda number: str(PLACES[number]),
)  # fmt: skip
def test_whatever_an_argument_says_is_answered_or_refused(number, timeline, tmp_path, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    found = []
    for name, value in tried(number).items():
        folder = tmp_path / "above" / "tried"  # init may write above
        folder.mkdir(parents=True)
        monkeypatch.chdir(folder)
        before = make_surroundings()
        run = timeline(*PLACES[number].line(value))
        found += [(name, fault, run) for fault in faults(PLACES[number], value, run, before)]
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(folder.parent)
    assert not found
