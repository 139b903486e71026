"""Libraries that only one format needs: they come with extras of the distribution."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from timeline.errors import UsageError

_NAMES = {"xlsxwriter": "XlsxWriter", "resvg_py": "resvg-py", "font_roboto": "font-roboto"}
"""What a library is called where it is installed, by its module."""


def load(module: str, extra: str) -> Any:
    """Return a library that the format of the same name as an extra is written with.

    Raises UsageError, with the command that installs it, where it cannot be imported.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(
            f"{extra} needs {_NAMES.get(module, module)}",
            f"pip install 'yaml-timeline[{extra}]'",
        ) from error
