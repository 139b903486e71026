"""Processes in which coverage counts no lines: it takes time and memory, and writes files."""

from __future__ import annotations

import os


def uncounted() -> dict[str, str]:
    """Return the environment as it is, without what starts coverage in other processes."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
