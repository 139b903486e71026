"""How often a test repeats what it holds: a few times every day, many times where everything runs.

``pytest`` alone is the everyday run, without what is marked ``long``; ``pytest -m ''`` runs everything.
The profiles of hypothesis are chosen in ``conftest.py``, before any test is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _pytest.mark import ParameterSet

EVERYDAY = "not long"
"""The ``-m`` of an everyday run, as pyproject.toml has it."""

_USUAL, _FEW = 100, 12

# A busy machine is no failure.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("everyday", _UNTIMED, max_examples=_FEW)
settings.register_profile("everything", _UNTIMED, max_examples=_USUAL)


def examples(most: int, everyday: int | None = None) -> settings:
    """Return settings of as many examples where everything runs, and an eighth of them every day.

    ``everyday``: that many every day.
    """
    count = settings().max_examples
    if everyday is not None and count == _FEW:
        return settings(max_examples=everyday)
    return settings(max_examples=-(-most * count // _USUAL))


def chosen(values: Iterable[object], everyday: Callable[[int], bool]) -> list[ParameterSet]:
    """Return values as parameters, of which only those at the places that are chosen run every day."""
    return [
        pytest.param(value, marks=() if everyday(place) else pytest.mark.long)
        for place, value in enumerate(values)
    ]


def seeds(most: int, everyday: int) -> list[ParameterSet]:
    """Return 0, 1, 2 and so on as parameters, of which only the first few run every day."""
    return chosen(range(most), lambda place: place < everyday)
