"""A piece of YAML that was typed on a command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.store.emit import plain_value
from timeline.store.nodes import Mapping, Report
from timeline.store.reader import read_nodes

if TYPE_CHECKING:
    from timeline.store.emit import Entry


def read_snippet(text: str, what: str) -> Entry:
    """Read a mapping in brackets, ``{title: ...}``; raises UsageError for what is none."""
    report = Report(what, text.split("\n"))
    node = read_nodes(text, report)
    if report.problems:
        problem = report.problems[0]
        raise UsageError(f"{what}: {problem.message}", problem.hint)
    if not isinstance(node, Mapping):
        raise UsageError(f"{what}: {text!r} is not a mapping", "write '{title: ..., url: ...}'")
    return {key.text: plain_value(value) for key, value in node.pairs}
