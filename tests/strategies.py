"""Strategies of hypothesis that several tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def builds(
    what: Callable[..., T], /, *parts: SearchStrategy[Any], **named: SearchStrategy[Any]
) -> SearchStrategy[T]:
    """Return values made of the given parts alone.

    Of a typed tuple, hypothesis's own strategy would make up the parts that have a default, too.
    """

    def made(*values: Any, **others: Any) -> T:
        return what(*values, **others)

    return st.builds(made, *parts, **named)
