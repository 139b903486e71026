"""Stores made at random, right ones and ones with a single mistake, as YAML texts."""

from __future__ import annotations

import json
import random
import re
from copy import deepcopy
from typing import Any

from tests.conftest import ROOT
from timeline.checks import RULES
from timeline.store.emit import scalar
from timeline.store.schema import EVENT_KEYS, TOP_KEYS

DATES = [
    row.split(",")[0]
    for row in (ROOT / "tests/data/edtf_examples.csv").read_text(encoding="utf-8").splitlines()[1:]
    if '"' not in row and row.split(",")[2] == "1"
]
_LOOKS_LIKE_A_NUMBER = re.compile("[-+.]?[0-9]")
NUMBERS = ("2020", "12345", "-12345", "true", "false")
"""Words that YAML takes for numbers or truths, and that it gives back as they were written."""

WRONG_DATES = ("2020-13", "2020-00-01", "2020-04-31", "2021-21-01", "202", "April 2020", "2020-1",
               "../..", "2018/2020/2022", "[]", "[2018", "{2018]", "[2018..,2019]", "Y2020",
               "20200401", "2020?-?04?", "2020-04-01T25:00:00", "[1985-XX..1986-XX]", "-0000",
               "[2018..2019-01]", "2020-04-01T10:00:00/2021", "1.7.2025", "heute")  # fmt: skip
WORDS = (
    *NUMBERS, *WRONG_DATES, "", " ", "x", "NUM", "NUM-2", "Ärzte & Ämter", "a  b", "-x", "_x", "#1",
    "A", "a_b", "a-", "num-founding", "https://example.org/a", "https://example.org/a b", "https://",
    "ftp://example.org", "javascript:alert(1)", "www.example.org", "planned", "plannd", "Planned",
    "cancelled", "de", "en", "fr", "single-source", "2020-04", "2018/..", " 2020-04\n", "~5", ">=5",
    "> 5", "=5", "5.5", "05", "1e3", "1,5", "1 000 000", "0." + "0" * 20 + "1", "1" * 30, "1" * 31,
    "1." + "1" * 14, "1." + "1" * 15, "fünf", "1 day", "2 WEEKS", "1 Jahr 6 Monate", "1 year and 2 days",
    "0 days", "1 day 2 days", "3 fortnights", "1234567890 days", "day", "1 year, 2 months", "18m",
    "zero\u200bwidth", "turn\u202eround", "soft\u00adhyphen", "Łódź", "日本", "e\u0301", "a–b", "x\ny",
)  # fmt: skip
KEYS = (*EVENT_KEYS, *TOP_KEYS, "titel", "de", "en", "fr", "name", "url", "source", "title",
        "stated", "by", "published", "sites", "NUM", "x y", "-x", "a", "single-source")  # fmt: skip


_OTHERS = [
    {"id": f"{name}{number}", "date": date, "title": "Another"}
    for name, date in (("early", "Y-17E20"), ("late", "Y17E20"))
    for number in ("", "-2", "-3")
]
"""Events long before and long after all others, for these to mention."""


def store(seed: int) -> str:
    """Return the text of a store; one of three has no mistake on purpose."""
    return text_of(_store(random.Random(seed)))


def text_of(data: dict[str, Any]) -> str:
    """Return a store as YAML, its sections on lines of their own."""
    rng = random.Random(repr(data))
    return "".join(f"{_scalar(key, rng)}: {_flow(value, rng)}\n" for key, value in data.items())


def _scalar(text: str, rng: random.Random) -> str:
    if text in NUMBERS and rng.random() < 0.7:
        return text
    return json.dumps(text) if _LOOKS_LIKE_A_NUMBER.match(text) else scalar(text, flow=True)


def _flow(value: Any, rng: random.Random) -> str:
    if isinstance(value, dict):
        pairs = (f"{_scalar(key, rng)}: {_flow(item, rng)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, rng) for item in value if item is not None)}]"
    return "" if value is None else _scalar(value, rng)


def _store(rng: random.Random) -> dict[str, Any]:
    names = rng.sample(["NUM", "MII", "Ärzte & Ämter", "2020", "true", "C++", "a.b"], 3)
    sources = rng.sample(["report", "num-portrait", "2020", "a-b-1", "true"], 2)
    data: dict[str, Any] = {
        "language": rng.choice(["de", "en"]),
        "networks": {name: _term(rng) for name in names},
        "kinds": {name: _term(rng) for name in names},
        "sources": {name: _source(rng) for name in sources},
        "events": [_event(rng, number, names, sources) for number in range(rng.randint(1, 3))]
        + deepcopy(_OTHERS),
    }
    for section in rng.sample(list(data), rng.randint(0, 2)):
        if section in ("language", "networks", "kinds"):
            del data[section]
    if rng.random() < 0.67:
        _spoil(rng, data)
    return data


def _text(rng: random.Random) -> str:
    return rng.choice(["Gründung", "NUM founded", "1.10", "NO", "null", "~", "x: y # z", "2020", "12345",
                       "two\nlines", " spaces ", "'", '"', "日本", "true", "- a", "[a"])  # fmt: skip


def _bilingual(rng: random.Random) -> Any:
    texts = {"de": _text(rng), "en": _text(rng)}
    return rng.choice([texts, {"de": texts["de"]}, texts["en"]])


def _some(rng: random.Random, entry: dict[str, Any], *required: str) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if k in required or rng.random() < 0.4}


def _ignore(rng: random.Random) -> Any:
    codes = rng.sample(list(RULES), rng.randint(0, 2))
    return rng.choice([codes, {code: _text(rng) for code in codes}, rng.choice(list(RULES))])


def _url(rng: random.Random) -> str:
    return rng.choice(["https://example.org/", "http://a.example/ä?x=1#y", " https://a.example\n"])


def _term(rng: random.Random) -> Any:
    entry = {"name": _bilingual(rng), "url": _url(rng), "ignore": _ignore(rng)}
    return rng.choice([None, _text(rng), _some(rng, entry)])


def _source(rng: random.Random, *, inline: bool = False) -> dict[str, Any]:
    entry = {"title": _text(rng), "publisher": _text(rng), "published": _date(rng),
             "url": _url(rng), "accessed": _date(rng)}  # fmt: skip
    more = {"stated": _text(rng), "note": _bilingual(rng)} if inline else {"ignore": _ignore(rng)}
    return _some(rng, entry | more, "title")


def _date(rng: random.Random) -> str:
    return rng.choice([*DATES, "2020", "-0043", "0000", " 2020-04 "])


def _citations(rng: random.Random, sources: list[str]) -> Any:
    cited = [rng.choice([*sources, _url(rng)]) for _ in range(2)]
    said = {"source": cited[1], "stated": _text(rng), "note": _bilingual(rng)}
    whole = [cited[0], _some(rng, said, "source"), _source(rng, inline=True)]
    return rng.choice([cited[0], rng.sample(whole, rng.randint(0, 3))])


def _ids(rng: random.Random, name: str) -> Any:
    return rng.choice([f"{name}-2", [f"{name}-2"], [f"{name}-2", f"{name}-3"], []])


def _told(rng: random.Random) -> Any:
    by = rng.choice(["1 day", "2 weeks", "1 Jahr 6 Monate", "18m", "1 YEAR and 2  days"])
    return rng.choice([{"after": ["early"], "before": "late"}, {"after": "early", "by": by},
                       {"before": ["late"], "by": by, "after": []}])  # fmt: skip


def _event(rng: random.Random, number: int, names: list[str], sources: list[str]) -> dict[str, Any]:
    dispute = {"date": _date(rng), "sources": _citations(rng, sources), "note": _bilingual(rng)}
    figures = {"sites": "37", "funding_eur": "~390000000", "x": ">= 7.5", "y_2": "2020"}
    entry = {
        "id": f"e-{number}" if number else "2020",
        "date": _told(rng) if rng.random() < 0.2 else _date(rng),
        "title": _bilingual(rng),
        "kind": rng.choice(names),
        "networks": rng.choice([rng.sample(names, rng.randint(0, 3)), rng.choice(names)]),
        "summary": _bilingual(rng),
        "place": _text(rng),
        "tags": rng.choice([["covid", "2020"], "Ägäis", []]),
        "figures": _some(rng, figures),
        "status": rng.choice(["planned", "cancelled"]),
        "sources": _citations(rng, sources),
        "disputed": rng.choice([[], [_some(rng, dispute, "date")]]),
        "part_of": "early",
        "follows": "early",
        "after": _ids(rng, "early"),
        "before": _ids(rng, "late"),
        "ignore": _ignore(rng),
    }
    return _some(rng, entry, "id", "title", rng.choice(["date", "date", "after"]))


def _spoil(rng: random.Random, data: dict[str, Any]) -> None:
    """Change one thing in a store: it need not be wrong then."""
    places = list(_places(data))
    holder, key = rng.choice(places)
    change = rng.randrange(8)
    if change == 0 and isinstance(holder, dict):
        holder[rng.choice(KEYS)] = rng.choice([rng.choice(WORDS), {}, [], None])
    elif change == 1:
        del holder[key]
    elif change == 2:
        holder[key] = [holder[key]]
    elif change == 3:
        holder[key] = {rng.choice(KEYS): holder[key]}
    elif change == 4:
        holder[key] = rng.choice([[], {}, None, "", [None], [[]], [{}], {"de": {}}, {"a": {"a": {}}}])  # fmt: skip
    elif change == 5 and isinstance(holder[key], list):
        holder[key] *= 2
    elif change == 6 and isinstance(holder, dict):
        data[key] = deepcopy(holder)
    else:
        holder[key] = rng.choice(WORDS)


def _places(value: Any) -> Any:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)
