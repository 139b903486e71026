"""Text in which nothing is wrong to nodes: at the first doubt, it is left to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from timeline.store.characters import decode
from timeline.store.cutting import Unsure
from timeline.store.nodes import Report, Sequence
from timeline.store.quick import read_item
from timeline.store.reader import read_nodes

if TYPE_CHECKING:
    from timeline.store.cutting import Margin
    from timeline.store.nodes import Node


class Strict(Report):
    """Takes no problem: raises Unsure for the first one."""

    def __init__(self, file: str, first: int = 0) -> None:
        super().__init__(file, first=first)

    def add(self, *_arguments: object, **_options: object) -> NoReturn:
        """Raise Unsure."""
        raise Unsure

    # Only where something is wrong is it asked what was meant; to find that takes time.
    add_at = suggest = add


def item_nodes(data: bytes, report: Report) -> Node:
    """Return the nodes of one event, read alone; raises Unsure where anything is wrong with it."""
    try:
        item = read_item(data.decode())
    except UnicodeDecodeError:
        raise Unsure from None
    if item is not None:
        return item
    root = nodes(data, report.file)
    if not isinstance(root, Sequence) or len(root.items) != 1:
        raise Unsure
    return root.items[0]


def nodes(
    data: bytes, name: str, most: int | None = None, margin: Margin | None = None
) -> Node | None:
    """Read YAML, ``most`` values at most; raises Unsure where anything is wrong with it."""
    report = Report(name)
    text = decode(data, report)
    root = read_nodes(text, report, most, margin=margin) if text is not None else None
    if report.problems:
        raise Unsure
    return root
