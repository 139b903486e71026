"""What the tests of importers share: a file read, and put into a store that was empty."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import timeline
from timeline import formats
from timeline.addition import Addition, add
from timeline.curation import Curation
from timeline.importers import Imported, Options, read
from timeline.importers.harvest import Entry
from timeline.model import Answer

TODAY = date(2026, 11, 21)
ENGLISH = Options("en", {}, TODAY)
PLAIN = formats.Style()
EXCEL = formats.Style(excel=True)


def options(language: str = "en", **given: Any) -> Options:
    return Options(language, {}, TODAY)._replace(**given)


def imported(name: str, data: bytes | str, given: Options = ENGLISH) -> Imported:
    """Read a file, of which everything can be read."""
    found = read(name, data.encode() if isinstance(data, str) else data, given)
    assert found.refused == []
    return found


def entries(name: str, data: bytes | str, given: Options = ENGLISH) -> list[Entry]:
    """Return the events of a file, of which everything can be read."""
    return [row.entry for row in imported(name, data, given).rows]


def refused(name: str, data: bytes | str, given: Options = ENGLISH) -> list[tuple[str, str, str]]:
    """Return what could not be read of a file, as (place, reason, hint)."""
    found = read(name, data.encode() if isinstance(data, str) else data, given)
    return [(place, reason, hint) for place, reason, hint in found.refused]


def exported(store: str | Path, name: str, style: formats.Style = PLAIN) -> bytes:
    """Return what a format makes of a store."""
    return rendered(timeline.load(store, cache=False).answer, name, style)


def rendered(answer: Answer, name: str, style: formats.Style = PLAIN) -> bytes:
    return b"".join(formats.render_bytes(name, answer, style))


def stored(found: Imported, folder: Path, language: str) -> Path:
    """Put everything that was imported into a store without events, and return its file."""
    path = folder / "empty.yaml"
    path.write_text(f"language: {language}\nevents: []\n", encoding="utf-8")
    # Networks and kinds need no declaration in a store that declares none.
    addition = Addition([row.entry for row in found.rows], {"sources": found.named["sources"]})
    for change in add(Curation(str(path), ""), addition).changes:
        Path(change.path).write_bytes(change.new)
    return path


def there_and_back(
    store: str | Path, name: str, folder: Path, language: str = "en", style: formats.Style = PLAIN
) -> tuple[bytes, bytes]:
    """Return what a format makes of a store, and of the store that is made of that."""
    first = exported(store, name, style)
    return first, exported(
        stored(imported(name, first, options(language)), folder, language), name, style
    )
