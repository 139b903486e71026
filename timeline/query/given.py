"""What is asked in a call: a query and values of fields, read as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.errors import UsageError
from timeline.query.fields import QUERY_FIELDS, find_field
from timeline.query.nodes import Every, Has, Value
from timeline.query.resolve import Names, Reading, resolve
from timeline.spelling import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.query.nodes import Node

Given: TypeAlias = (
    "str | date | float | bool | Iterable[str | date | float] | Mapping[str, str | float] | None"
)
"""What a field may be asked for: one value, or any of several; None asks nothing."""


def read_given(
    names: Names, today: date, query: tuple[str, ...], fields: Mapping[str, Given]
) -> Reading:
    """Return what a query and the values of some fields mean together.

    Raises QueryError where the query cannot be understood, UsageError where a field or name does
    not exist.
    """
    text = _readable(" ".join(query))
    nodes = tuple(_nodes(fields))
    if text:
        # Imported only here: options alone need no parser.
        from timeline.query.parse import parse_query

        nodes = (parse_query(text), *nodes)
    return resolve(Every(nodes), text, names, today)


def _nodes(fields: Mapping[str, Given]) -> Iterator[Node]:
    """Yield the nodes of fields that were given as values, not as a query."""
    for key, given in fields.items():
        name = key.replace("_", "-")
        name = find_field(name) or name
        if name == "figures" and isinstance(given, Mapping):
            for figure, value in given.items():
                if value is not None:
                    yield Has(_value(f"figures.{figure}"), (_value(written(value)),))
            continue
        choose(name, QUERY_FIELDS, "field")
        if given is not None and given is not False:
            yield Has(_value(name), tuple(map(_value, _values(name, given))))


def _values(name: str, given: Any) -> Iterator[str]:
    if isinstance(given, bool):
        yield "yes"
    elif isinstance(given, str):
        is_list = QUERY_FIELDS[name].is_list
        yield from (part.strip() for part in given.split(",")) if is_list else (given,)
    elif isinstance(given, date | int | float):
        yield written(given)
    else:
        for one in given:  # a mapping belongs to figures alone, and has no such values
            yield from _values(name, one)


def _value(text: str) -> Value:
    return Value(_readable(text), -1, 0)


def _readable(text: str) -> str:
    """Return a text without lone surrogates, which no name and no word has."""
    return text.encode("utf-8", "backslashreplace").decode()


def written(given: Any) -> Any:
    """Return a date or number as a query has it; a text or None stays as it is."""
    if isinstance(given, date):
        return given.isoformat()[:10]
    if isinstance(given, float):
        return f"{given:f}".rstrip("0").rstrip(".")
    return given if given is None or isinstance(given, str) else str(given)


def names_of_any(*versions: Names) -> Names:
    """Return the names that any of several versions of a store knows."""
    return _NamesOfAny(versions)


class _NamesOfAny:
    def __init__(self, versions: tuple[Names, ...]) -> None:
        self.versions = versions

    def find_name(self, field: str, given: str) -> tuple[str, ...]:
        return self._of_any(lambda names: names.find_name(field, given))

    def find_names_starting(self, field: str, start: str) -> tuple[str, ...]:
        return self._of_any(lambda names: names.find_names_starting(field, start))

    def find_place(self, given: str) -> tuple[str, ...]:
        return self._of_any(lambda names: names.find_place(given))

    def find_event(self, given: str) -> str:
        return self._of_any(lambda names: (names.find_event(given),))[0]

    def _of_any(self, find: Callable[[Names], tuple[str, ...]]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        unknown: UsageError | None = None
        for version in self.versions:
            try:
                found |= dict.fromkeys(find(version))
            except UsageError as error:
                unknown = unknown or error
        if not found and unknown:
            raise unknown
        return tuple(found)
