"""The generated parts of the documentation; run as a module to write them anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "commands.md"
INTRODUCTION = """# Commands

The help of every command, as `timeline COMMAND --help` prints it. This page is generated
(`python -m tests.docs`) and held against the code by the tests.
"""


def help_of(*command: str) -> str:
    """Return what ``timeline COMMAND --help`` prints on 80 columns."""
    environment = {**os.environ, "COLUMNS": "80", "TERM": "dumb"}
    return subprocess.run(
        [sys.executable, "-m", "timeline", *command, "--help"],
        capture_output=True, check=True, text=True, encoding="utf-8", env=environment,
    ).stdout  # fmt: skip


def commands_page() -> str:
    """Return docs/commands.md as it should be."""
    from timeline.cli.commands import COMMANDS

    parts = [INTRODUCTION, f"## timeline\n\n```text\n{help_of()}```\n"]
    parts += [f"## timeline {name}\n\n```text\n{help_of(name)}```\n" for name in COMMANDS]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
