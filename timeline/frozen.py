"""Frozen values as dataclasses make them, but defined at a fraction of the time at every start."""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, dataclass_transform


@dataclass_transform(frozen_default=True)
class Frozen:
    """A value made of the parts its class names, in their order, with their defaults.

    Values are equal where their classes and all their parts are. Raises TypeError for a part that
    is missing, given twice or unknown, AttributeError where one is to be changed.
    """

    __match_args__: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.__match_args__ = tuple(get_annotations(cls))  # type: ignore[misc]  # mypy has its own of it

    def __init__(self, *values: Any, **named: Any) -> None:
        names = self.__match_args__
        given = dict(zip(names, values, strict=False))
        if len(values) > len(names) or given.keys() & named or named.keys() - set(names):
            raise TypeError(f"{type(self).__name__} has the parts {', '.join(names) or 'none'}")
        given |= named
        for name in names:
            if name not in given:
                if not hasattr(type(self), name):
                    raise TypeError(f"{type(self).__name__} needs {name}")
                given[name] = getattr(type(self), name)
        self.__dict__.update(given)

    def __setattr__(self, name: str, _value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.__match_args__)))

    def __repr__(self) -> str:
        parts = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({', '.join(parts)})"
