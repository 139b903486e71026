"""A locale that is not UTF-8, made for the tests: few machines have one."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LATIN_1 = {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"}


@pytest.fixture(scope="session")
def folder_of_locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the locale, or without it where glibc's tools for that are not there."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        made = folder / LATIN_1["LC_ALL"]
        subprocess.run(
            ["localedef", "-i", "de_DE", "-f", "ISO-8859-1", made], check=True, timeout=60
        )
    return folder


@pytest.fixture
def latin_1(folder_of_locales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes of a test find the locale (``LOCPATH`` is glibc's)."""
    monkeypatch.setenv("LOCPATH", str(folder_of_locales))
