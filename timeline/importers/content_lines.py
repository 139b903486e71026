"""Content lines of iCalendar (RFC 5545): the entries of a calendar and their properties.

They are read here, because all that an import needs of them is a name and a text: the icalendar
library, against which the tests hold this, makes objects of time zones, alarms and all the rest,
which takes it a minute for 100,000 events, and its oldest version that we take parts categories at
commas that are escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Possessive: a line may have millions of parameters.
_PROPERTY = re.compile(
    r'(?P<name>[A-Za-z0-9-]++)(?P<parameters>(?:;[^";:]*+(?:"[^"]*+"[^";:]*+)*+)*+):(?P<value>.*)',
    re.DOTALL,
)
_PARAMETER = re.compile(r';(?P<name>[^=;":]*)=(?P<value>"[^"]*"|[^";]*)')
_FOLD = re.compile("\n[ \t]")
_PART = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)
_KINDS = ("VEVENT", "VTODO", "VJOURNAL")


class Value(NamedTuple):
    """A value of a property as it stands there, and its parameters (``;TZID=Europe/Berlin``)."""

    raw: str
    parameters: str

    @property
    def text(self) -> str:
        """The value without its escapes."""
        return _unescaped(self.raw.strip())

    def parameter(self, name: str) -> str:
        """Return a parameter without its quotation marks, "" for none."""
        if not self.parameters:
            return ""
        for match in _PARAMETER.finditer(self.parameters):
            if match["name"].upper() == name:
                return match["value"].strip('"')
        return ""


_NONE = (("", ""),)


class Component:
    """An entry of a calendar: what it is, and its properties, of each (value, parameters)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.properties: dict[str, list[tuple[str, str]]] = {}

    def all(self, name: str) -> list[Value]:
        """Return the values of a property."""
        return [Value(*found) for found in self.properties.get(name, ())]

    def first(self, name: str) -> Value:
        """Return the first value of a property, an empty one for none."""
        return Value(*self.properties.get(name, _NONE)[0])

    def raw(self, name: str) -> str:
        """Return the first value of a property as it stands there, "" for none."""
        return self.properties.get(name, _NONE)[0][0].strip()

    def text(self, name: str) -> str:
        """Return the first value of a property without its escapes, "" for none."""
        return _unescaped(self.raw(name))

    def parts(self, name: str) -> list[str]:
        """Return the parts of all values of a property, between commas that are not escaped."""
        values = self.properties.get(name, ())
        return [_unescaped(part) for raw, _ in values for part in _PART.findall(raw)]


class Calendar(NamedTuple):
    """What a calendar is called ("" for nothing), its entries, and its time zone ("" for none)."""

    heading: str
    entries: list[Component]
    zone: str


def components(text: str) -> Calendar:
    """Return a calendar; raises UsageError for what is none, or ends inside of an entry."""
    properties = list(_properties(text))
    if ("BEGIN", "VCALENDAR") not in ((name, raw.strip().upper()) for name, raw, _ in properties):
        raise UsageError("the file is no calendar", "a calendar begins with BEGIN:VCALENDAR")

    def first(wanted: str) -> str:
        return next((_unescaped(raw) for name, raw, _ in properties if name == wanted), "")

    return Calendar(first("X-WR-CALNAME"), list(_entries(properties)), first("X-WR-TIMEZONE"))


def _entries(properties: Iterable[tuple[str, str, str]]) -> Iterator[Component]:
    """Yield entries with the properties that are their own, and not those of what is in them.

    Raises UsageError where the last one does not end.
    """
    component, depth = Component(""), 0
    for name, raw, parameters in properties:
        if not depth:
            kind = raw.strip().upper()
            if name == "BEGIN" and kind in _KINDS:
                component, depth = Component(kind), 1
            continue
        depth += {"BEGIN": 1, "END": -1}.get(name, 0)
        if not depth:
            yield component
        elif depth == 1:
            component.properties.setdefault(name, []).append((raw, parameters))
    if depth:
        raise UsageError("the calendar ends inside of an event",
                         "is it the whole file, as it was written?")  # fmt: skip


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the raw value and the parameters of every content line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for line in _FOLD.sub("", text).split("\n"):
        if match := _PROPERTY.fullmatch(line):
            name, parameters, raw = match.groups()
            yield name.upper(), raw, parameters


def _unescaped(value: str) -> str:
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value, flags=re.DOTALL)
