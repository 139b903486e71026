"""Frozen values: as dataclasses in all that is used of them."""

from __future__ import annotations

from typing import Any

import pytest

from timeline.frozen import Frozen


class Pair(Frozen):
    first: int
    second: str = "b"


class Twin(Frozen):
    first: int
    second: str = "b"


class Empty(Frozen):
    pass


def test_a_value_has_its_parts_by_place_by_name_and_by_default():
    assert (Pair(1).first, Pair(1).second) == (1, "b")
    assert Pair(1, "c") == Pair(first=1, second="c") == Pair(1, second="c")
    assert repr(Pair(1)) == "Pair(first=1, second='b')"
    assert Empty() == Empty()
    match Pair(1, "c"):
        case Pair(first, second):
            assert (first, second) == (1, "c")


def test_values_are_equal_where_their_kinds_and_parts_are():
    assert Pair(1) != Pair(2)
    assert Pair(1) != Twin(1)
    assert Pair(1) != 1
    assert len({Pair(1), Pair(1), Twin(1), Empty(), Empty()}) == 3


def test_a_value_cannot_be_changed_and_must_be_whole():
    with pytest.raises(AttributeError, match="first cannot be changed"):
        Pair(1).first = 2  # type: ignore[misc]  # what is tested
    make: Any = Pair  # calls that a type checker would not let pass
    wrong: list[tuple[tuple[object, ...], dict[str, object]]] = [
        ((), {}), ((1, "b", 3), {}), ((1,), {"first": 1}), ((1,), {"third": 3}), ((), {"third": 3}),
    ]  # fmt: skip
    for given, named in wrong:
        with pytest.raises(TypeError, match="Pair"):
            make(*given, **named)
