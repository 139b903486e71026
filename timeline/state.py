"""What of an event lay behind and what ahead on some days: "since 2 years 3 months, open end"."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import edtf
from timeline.dates.durations import Duration, between, words
from timeline.placement import place

if TYPE_CHECKING:
    from timeline.dates.edtf import Edtf, Member
    from timeline.dates.point import Point
    from timeline.model import Event


class _Vocabulary(NamedTuple):
    since: str
    to_come: str
    at_most: str
    about: str
    to: str
    begins: str
    ends: str
    on_that_day: str
    open_start: str
    unknown_start: str
    open_end: str
    unknown_end: str
    disputed: str


_WORDS = {
    "en": _Vocabulary("since {}", "{} to come", "at most {}", "about {}", "to", "begins then",
                      "ends then", "on that day", "open start", "start unknown", "open end",
                      "end unknown", "by the disputed date: {}"),
    "de": _Vocabulary("seit {}", "noch {}", "höchstens {}", "etwa {}", "bis", "beginnt dann",
                      "endet dann", "an diesem Tag", "Beginn offen", "Beginn unbekannt",
                      "Ende offen", "Ende unbekannt", "nach dem umstrittenen Datum: {}"),
}  # fmt: skip


class _Days(NamedTuple):
    """The days asked about, and the language to answer in."""

    first: int
    last: int
    language: str

    @property
    def said(self) -> _Vocabulary:
        return _WORDS[self.language]


def state(event: Event, first: float, last: float, language: str) -> str:
    """Say how long an event had run on some days, and what is still to come of it.

    ``first`` and ``last`` are day numbers. How long is told in the bounds of what it can be, never
    more precisely than the date. "" where there is nothing to say: of what was called off, and of
    what happened at some time that is not known to the day.
    """
    if event.status == "cancelled" or inf in (-first, last):
        return ""
    days = _Days(int(first), int(last), language)
    found = _touching(place(event).members, days)
    if found:
        return _told(found, edtf.parse(event.date.edtf), days)
    for dispute in event.disputed:
        value = edtf.parse(dispute.date.edtf)
        if (rival := _touching(edtf.members(value), days)) and (told := _told(rival, value, days)):
            return days.said.disputed.format(told)
    return ""


def _touching(members: tuple[Member, ...], days: _Days) -> Member | None:
    return next((m for m in members if m.es <= days.last and m.le >= days.first), None)


def _told(member: Member, value: Edtf, days: _Days) -> str:
    if member.step:  # each unit of a run is an event of its own
        return ""
    if (member.es, member.ls) == (member.ee, member.le):
        is_day = member.es == member.le and days.first == days.last
        return days.said.on_that_day if is_day else ""
    parts = (_behind(member, value, days), _ahead(member, value, days))
    return ", ".join(part for part in parts if part)


def _behind(member: Member, value: Edtf, days: _Days) -> str:
    start = value.start if isinstance(value, edtf.Interval) else ".."
    if member.es == -inf:
        return days.said.open_start if start else days.said.unknown_start
    if member.es >= days.first:
        return days.said.begins if member.ls <= days.last else ""
    most = between(int(member.es), days.first)
    least = between(int(member.ls), days.first) if member.ls < days.first else Duration()
    return days.said.since.format(_hedged(_range(least, most, days, dative=True), start, days))


def _ahead(member: Member, value: Edtf, days: _Days) -> str:
    end = value.end if isinstance(value, edtf.Interval) else ".."
    if member.le == inf:
        return days.said.open_end if end else days.said.unknown_end
    if member.le <= days.last:
        return days.said.ends if member.ee >= days.first else ""
    # Of a single day that is asked about, that day itself is still to come, as the last one is.
    start = days.last + (days.first < days.last)
    most = between(start, int(member.le) + 1)
    least = between(start, int(member.ee) + 1) if member.ee > days.last else Duration()
    return days.said.to_come.format(_hedged(_range(least, most, days), end, days))


def _hedged(text: str, end: Point | str, days: _Days) -> str:
    """Say "about" where the end of an interval that it is reckoned from is only about right."""
    doubtful = not isinstance(end, str) and end.qualifier
    return days.said.about.format(text) if doubtful else text


def _range(least: Duration, most: Duration, days: _Days, *, dative: bool = False) -> str:
    """Word what lies between two durations: in months, unless they differ by days alone."""

    def worded(duration: Duration) -> str:
        return words(duration, days.language, dative=dative)

    if least == most:
        return worded(most)
    if (least.years, least.months) != (most.years, most.months) or not least.days:
        # Rounded outwards, so that what is true lies within; one day more is the day itself.
        months = 12 * most.years + most.months + (most.days > 1)
        if most.years or most.months:
            most = Duration(*divmod(months, 12))
        least = Duration(least.years, least.months)
    if least == Duration():
        return days.said.at_most.format(worded(most))
    if least == most:
        return worded(most)
    low, high = worded(least), worded(most)
    units = list(zip(least, most, strict=True))
    last = max(i for i, pair in enumerate(units) if any(pair))
    if all(a == b for a, b in units[:last]) and all(units[last]):
        # Only the last unit differs: "2 years 2 to 3 months".
        low = low.rpartition(" ")[0]
        high = worded(Duration()._replace(**{Duration._fields[last]: most[last]}))
    return f"{low} {days.said.to} {high}"
