"""JSON Lines and the array: the same objects, everything of an event, no sign that acts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.formats.anything import answer_of
from tests.formats.samples import answer, bundled, date, event, hostile
from timeline import formats
from timeline.model import FIELDS, Answer, Citation, Dispute, Source, Text
from timeline.text import FORBIDDEN

PLAIN = formats.Style()


def written(name: str, chronology: Answer, style: formats.Style = PLAIN) -> str:
    return b"".join(formats.render_bytes(name, chronology, style)).decode("utf-8")


def lines(chronology: Answer, style: formats.Style = PLAIN) -> list[dict[str, Any]]:
    text = written("jsonl", chronology, style)
    assert not text or text.endswith("\n")
    # Only a line feed ends a line here, whatever str.splitlines thinks of others.
    return [json.loads(line) for line in text.split("\n")[:-1]]


@pytest.mark.parametrize(
    "chronology", [answer_of(7), bundled("de"), hostile()], ids=["any", "bundled", "hostile"]
)
@pytest.mark.parametrize("fields", [(), ("date", "id", "sources")], ids=["all", "some"])
def test_each_line_is_an_item_of_the_array(chronology, fields):
    style = formats.Style(fields=fields)
    found = lines(chronology, style)
    assert found == json.loads(written("json", chronology, style))
    assert all(tuple(record) == (fields or FIELDS) for record in found)
    assert len(found) == len(chronology.matches)


def test_an_empty_answer_is_no_line_at_all():
    assert written("jsonl", Answer(())) == ""
    assert (
        formats.losses("jsonl", Answer(()), PLAIN)
        == formats.losses("json", Answer(()), PLAIN)
        == []
    )


def test_characters_that_act_are_written_as_escapes_and_come_back():
    text = "\u202ea\x1b[31m\u200bb\x00\u2028c\x85\ud800\ufeff\uffff\u2066 \x7f 👩\u200d💻 \\u202e \\\\u202e"
    for name in ("json", "jsonl"):
        out = written(name, answer(event("a", "2020", text)))
        assert not FORBIDDEN.search(out)
        record = json.loads(out)
        assert (record[0] if name == "json" else record)["title"]["en"] == text
        assert "👩\u200d💻" in out
    assert not FORBIDDEN.search(written("jsonl", hostile()))


def _source(record: dict[str, Any]) -> Citation:
    published, accessed = (
        date(d) if d else None for d in (record["published"], record["accessed"])
    )
    known = Source(
        record["id"], record["title"], record["publisher"], published, record["url"], accessed
    )
    return Citation(known, record["stated"], _text(record["note"]))


def _text(record: dict[str, Any] | None) -> Text | None:
    return Text(**record) if record else None


@pytest.mark.parametrize("chronology", [answer_of(8), bundled()], ids=["any", "bundled"])
def test_an_event_can_be_put_together_again_from_its_line(chronology):
    for match, record in zip(chronology.matches, lines(chronology), strict=True):
        assert (match.certainty, match.state) == (record.pop("certainty"), record.pop("state"))
        made = event(record.pop("id"), record["date"]["edtf"])
        for name in ("earliest", "latest", "precision"):
            assert record["date"][name] == getattr(match.event.date, name)
        del record["date"]
        cited = tuple(map(_source, record.pop("sources")))
        disputed = tuple(
            Dispute(date(d["date"]["edtf"]), tuple(map(_source, d["sources"])), _text(d["note"]))
            for d in record.pop("disputed")
        )
        rest: dict[str, Any] = {name: _text(record.pop(name)) for name in ("title", "summary")}
        rest["figures"] = tuple(record.pop("figures").items())
        rest |= {k: tuple(v) if isinstance(v, list) else v for k, v in record.items()}
        made = made._replace(citations=cited, disputed=disputed, **rest)
        # What the order of events says of a date stands in its earliest and latest day.
        assert made == match.event._replace(placed=None, date=made.date)


def test_the_command_line_takes_the_suffix(timeline, store, tmp_path):
    store("events:\n  - {id: a, date: 2020-04, title: A}\n  - {id: b, date: 2021, title: B}\n")
    for name in ("a.jsonl", "a.ndjson"):
        assert timeline("list", "-o", name, "--fields", "id").out == ""
        assert (tmp_path / "work" / name).read_bytes() == b'{"id": "a"}\n{"id": "b"}\n'
