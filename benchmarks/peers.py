"""The same events in the formats of other tools, and the command that asks each the same question.

The question is ``between 2022 2025 --network N07``: what one network did in four years. Where a
tool knows no EDTF, an event has the first day of its date. Tools that are not there are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import generator
from benchmarks.stores import edit, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from benchmarks.generator import Made

NETWORK = "N07"
FIRST, LAST = 2022, 2025


class Peer(NamedTuple):
    """A tool: how it says what version it is, its file, and the command that asks the question.

    ``write`` makes the file's text; ``load`` is a command that has to take it in before, and
    ``most`` the events beyond which that takes longer than anybody waits. ``prepare`` is done to
    the file before each run.
    """

    name: str
    version: list[str]
    suffix: str
    write: Callable[[Iterable[Made]], Iterator[str]]
    ask: Callable[[Path], list[str]]
    load: Callable[[Path], list[str]] | None = None
    most: int = 10_000_000
    environment: Callable[[Path], dict[str, str]] = lambda _path: {}
    prepare: Callable[[Path], object] = lambda _path: None

    @property
    def is_there(self) -> bool:
        """Whether the tool is installed."""
        return shutil.which(self.version[0]) is not None

    def said_version(self) -> str:
        """Return the first line of what it says of itself."""
        run = subprocess.run(self.version, capture_output=True, text=True, check=False)
        lines = (run.stdout or run.stderr).strip().splitlines()
        return lines[0] if lines else "?"


def _yaml(events: Iterable[Made]) -> Iterator[str]:
    yield from generator.head()
    yield from map(generator.text_of, events)


def _journal(events: Iterable[Made]) -> Iterator[str]:
    """Write transactions of hledger and ledger: a posting for each network."""
    for made in events:
        yield (
            f"{made.day} * ({made.id}) {made.en}  ; edtf:{made.edtf}\n"
            f"    ; de:{made.de}, kind:{made.kind}, place:{made.place}\n"
            f"    ; tags:{' '.join(made.tags)}\n"
            f"    ; summary:{made.summary_de} {made.summary_en}\n"
            f"    ; source:{made.report}, published:{made.year + 1}, url:{made.url}\n"
        )
        yield from (f"    (network:{name})  1\n" for name in made.networks)
        yield "\n"


def _beancount(events: Iterable[Made]) -> Iterator[str]:
    yield "1900-01-01 open Equity:Events\n"
    for name in generator.NETWORKS:
        yield f"1900-01-01 open Income:{name}\n"
    for made in sorted(events, key=lambda made: made.day):
        tags = " ".join(f"#{tag}" for tag in made.tags)
        yield (
            f'{made.day} * "{made.id}" "{made.en}" {tags}\n  edtf: "{made.edtf}"\n'
            f'  de: "{made.de}"\n  kind: "{made.kind}"\n  place: "{made.place}"\n'
            f'  summary: "{made.summary_de} {made.summary_en}"\n'
            f'  source: "{made.report}"\n  url: "{made.url}"\n'
        )
        yield from (f"  Income:{name}  1 EVENT\n" for name in made.networks)
        yield f"  Equity:Events  -{len(made.networks)} EVENT\n\n"


def _jrnl(events: Iterable[Made]) -> Iterator[str]:
    for made in sorted(events, key=lambda made: made.day):
        networks = " ".join(f"@{name}" for name in made.networks)
        yield (
            f"[{made.day} 09:00] {made.en}.\n{networks} @{made.kind} @{made.place} {made.de} "
            f"{made.edtf} {made.summary_de} {made.summary_en} {made.report} {made.url}\n\n"
        )


def _remind(events: Iterable[Made]) -> Iterator[str]:
    for made in events:
        tags = " ".join(f"TAG {name}" for name in made.networks)
        yield (
            f"REM {made.day:%d %b %Y} {tags} MSG {made.en}%_{made.de}%_{made.kind} {made.place} "
            f"{made.edtf}%_{made.summary_de} {made.summary_en}%_{made.report} {made.url}\n"
        )


def _tasks(events: Iterable[Made]) -> Iterator[str]:
    yield "[\n"
    for number, made in enumerate(events):
        yield ",\n" * bool(number) + json.dumps({
            "description": made.en, "status": "pending", "due": f"{made.day:%Y%m%d}T090000Z",
            "entry": "20200101T000000Z", "tags": [*made.networks, made.kind],
            "annotations": [
                {"entry": "20200101T000000Z", "description": text}
                for text in (made.de, made.summary_de, made.summary_en, made.report, made.url)
            ],
        })  # fmt: skip
    yield "\n]\n"


def _calendar(events: Iterable[Made]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\n"
    for made in events:
        yield (
            f"BEGIN:VEVENT\r\nUID:{made.id}\r\nDTSTAMP:20200101T000000Z\r\n"
            f"DTSTART;VALUE=DATE:{made.day:%Y%m%d}\r\nSUMMARY:{made.en}\r\n"
            f"CATEGORIES:{','.join(made.networks)}\r\nLOCATION:{made.place}\r\n"
            f"DESCRIPTION:{made.de} {made.edtf}\r\n {made.summary_de} {made.summary_en}\r\n"
            f" {made.report}\r\nURL:{made.url}\r\nEND:VEVENT\r\n"
        )
    yield "END:VCALENDAR\r\n"


def _timeline(path: Path) -> list[str]:
    return timeline("between", str(FIRST), str(LAST), "-n", NETWORK, store=path)


def _cold(path: Path) -> Path:
    """Return the folder where an index is that no run finds."""
    return path.parent / "cold"


def _ledger(name: str) -> Callable[[Path], list[str]]:
    return lambda path: [name, "-f", str(path), "reg", "-b", str(FIRST), "-e", str(LAST + 1),
                         f"network:{NETWORK}"]  # fmt: skip


_BQL = (
    f"SELECT date, narration WHERE account = 'Income:{NETWORK}' "
    f"AND year >= {FIRST} AND year <= {LAST}"
)


def _task_settings(path: Path) -> dict[str, str]:
    return {"TASKDATA": str(path.parent / "task"), "TASKRC": os.devnull}


def _khal_settings(path: Path) -> dict[str, str]:
    """Write a configuration of khal beside its file, and return where it is found."""
    folder = path.parent / "khal"
    (folder / "khal").mkdir(parents=True, exist_ok=True)
    (folder / "khal" / "config").write_text(
        f"[calendars]\n[[c]]\npath = {folder}/c\n[locale]\nlongdateformat = %Y-%m-%d\n"
        "dateformat = %Y-%m-%d\n",
        encoding="utf-8",
    )
    (folder / "c").mkdir(exist_ok=True)
    return {
        "XDG_CONFIG_HOME": str(path.parent / "khal"),
        "XDG_DATA_HOME": str(path.parent / "khal"),
    }


def _jrnl_settings(path: Path) -> str:
    """Write a configuration of jrnl beside its journal, and return where it is."""
    config = path.with_suffix(".conf")
    config.write_text(
        f"journals:\n  default:\n    journal: {path}\n"
        "colors: {body: none, date: none, tags: none, title: none}\n"
        "default_hour: 9\ndefault_minute: 0\neditor: ''\nencrypt: false\nhighlight: false\n"
        "indent_character: '|'\nlinewrap: 79\ntagsymbols: '@'\ntemplate: false\n"
        "timeformat: '%Y-%m-%d %H:%M'\nversion: v4.0\n",
        encoding="utf-8",
    )
    return str(config)


_OURS = [sys.executable, "-m", "timeline", "--version"]

PEERS = (
    Peer("timeline", _OURS, "yaml", _yaml, _timeline, load=_timeline),
    Peer("timeline, index built anew", _OURS, "yaml", _yaml, _timeline,
         environment=lambda path: {"TIMELINE_CACHE_DIR": str(_cold(path))},
         prepare=lambda path: shutil.rmtree(_cold(path), ignore_errors=True)),
    Peer("timeline, after an edit", _OURS, "edited.yaml", _yaml, _timeline, load=_timeline,
         prepare=edit),
    Peer("hledger, same question", ["hledger", "--version"], "journal", _journal,
         _ledger("hledger")),
    Peer("hledger, all events", ["hledger", "--version"], "journal", _journal,
         lambda path: ["hledger", "-f", str(path), "reg"]),
    Peer("ledger", ["ledger", "--version"], "journal", _journal, _ledger("ledger")),
    Peer("bean-query", ["bean-query", "--version"], "beancount", _beancount,
         lambda path: ["bean-query", str(path), _BQL]),
    Peer("jrnl", ["jrnl", "--version"], "jrnl", _jrnl,
         lambda path: ["jrnl", "--config-file", _jrnl_settings(path), f"@{NETWORK}", "-from",
                       f"{FIRST}-01-01", "-to", f"{LAST}-12-31", "--short"]),
    Peer("remind", ["remind", "-v"], "rem", _remind,
         lambda path: ["remind", "-q", f"-s{12 * (LAST + 1 - FIRST)}", str(path),
                       f"{FIRST}-01-01"], most=10_000),
    Peer("task", ["task", "--version"], "json", _tasks,
         lambda _path: ["task", "rc.confirmation=off", f"+{NETWORK}",
                        f"due.after:{FIRST - 1}-12-31", f"due.before:{LAST + 1}-01-01", "export"],
         load=lambda path: ["task", "rc.confirmation=off", "import", str(path)], most=20_000,
         environment=_task_settings),
    Peer("khal", ["khal", "--version"], "ics", _calendar,
         lambda _path: ["khal", "list", "-a", "c", f"{FIRST}-01-01", f"{LAST}-12-31"],
         load=lambda path: ["khal", "import", "-a", "c", "--batch", str(path)], most=2_000,
         environment=_khal_settings),
    Peer("ripgrep", ["rg", "--version"], "yaml", _yaml,
         lambda path: ["rg", "-c", rf"networks: .*\b{NETWORK}\b", str(path)]),
)  # fmt: skip
"""This tool, those that people would pick instead, and a scan of the text: the physical line."""
