"""Generated stores in a folder that outlives a run, how they are asked, and how one is edited."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

from benchmarks import generator
from benchmarks.processes import Contestant, measured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COOL = 2.5
"""Seconds after which an index that was just built is taken for what it is (index/cache.py)."""

_TITLE = re.compile(rb"title: {de: (?:Anders \d+ )?")


class Stores:
    """A folder with generated stores, and ``cache`` in it with their indexes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        folder.mkdir(parents=True, exist_ok=True)

    def text(self, count: int) -> Path:
        """Return a store of so many events."""
        path = self.folder / f"s{count}.yaml"
        if not path.exists():
            with path.open("w", encoding="utf-8") as file:
                file.writelines(generator.store(count))
        return path

    def warm(self, count: int) -> Path:
        """Return the same with an index that the next run takes as it is."""
        path = self.text(count)
        for _ in range(2):
            measured(self.asked(path, "list", "--limit", "1"))
            time.sleep(COOL)
        return path

    def asked(
        self, store: Path, *question: str, on_terminal: bool = False,
        prepare: Callable[[], object] = lambda: None,
    ) -> Contestant:  # fmt: skip
        """Return a question to a store."""
        environment = {"TIMELINE_CACHE_DIR": str(self.cache), "TIMELINE_LANG": "en",
                       "TIMELINE_MAX_SIZE": "2GB"}  # fmt: skip
        return Contestant(
            " ".join(question), timeline(*question, store=store), environment,
            on_terminal=on_terminal, prepare=prepare,
        )  # fmt: skip


def timeline(*question: str, store: Path) -> list[str]:
    """Return the command that asks a store."""
    return [sys.executable, "-m", "timeline", *question, "-s", str(store)]


def edit(store: Path) -> None:
    """Change the title of one event in the middle of a store, to another one every time."""
    text = store.read_bytes()
    title = _TITLE.search(text, len(text) // 2)
    assert title is not None
    new = f"title: {{de: Anders {time.time_ns()} ".encode()
    store.write_bytes(text[: title.start()] + new + text[title.end() :])
