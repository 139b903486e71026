"""What a query is made of as it was typed, or put together from options: a tree of small values."""

from __future__ import annotations

from typing import TypeAlias

from timeline.frozen import Frozen


class Value(Frozen):
    """A piece of text and where it stood; ``quoted`` where any of it stood in quotation marks."""

    text: str
    at: int
    width: int
    quoted: bool = False


class Words(Frozen):
    """Text to be searched for."""

    value: Value


class Has(Frozen):
    """A field that has any of some values; the place is that of its name."""

    field: Value
    values: tuple[Value, ...]


class Every(Frozen):
    """Everything inside must hold."""

    nodes: tuple[Node, ...]


class Either(Frozen):
    """Something inside must hold."""

    nodes: tuple[Node, ...]


class Never(Frozen):
    """What is inside must not hold."""

    node: Node


Node: TypeAlias = Words | Has | Every | Either | Never
