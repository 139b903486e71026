"""Which transcripts there are, and how one is made."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.transcripts.terminal import ESCAPES, run_in_terminal

FOLDER = Path(__file__).parent


def transcript(path: Path) -> str:
    """Return what a terminal shows for the command that a transcript's first lines name.

    The name of the file ends in the columns: ``list-de.40.txt``. Colour and links are left out.
    """
    columns = int(path.suffixes[-2][1:])
    command = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("$ ")
    words = shlex.split(command)[1:]
    shown = run_in_terminal(
        *words, columns=columns, env={"TIMELINE_STORE": str(FOLDER / "store.yaml")}
    )
    text = "".join(f"{line.rstrip()}\n" for line in ESCAPES.sub("", shown.text).splitlines())
    return f"$ {command}\n{text}exit {shown.status}\n"


def transcripts() -> list[Path]:
    """Return the files, in the order of their names."""
    return sorted(FOLDER.glob("*.*.txt"))
