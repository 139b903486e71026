"""The JSON Schema of a store, held against the reader key by key, text by text and store by store."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests import generated_stores
from tests.amount import examples, seeds
from tests.conftest import BUNDLED, ROOT
from tests.dates.test_edtf import EDTF
from timeline.checks import RULES
from timeline.dates import edtf
from timeline.dates.durations import FORMS, parse_duration
from timeline.errors import DateError
from timeline.model import LANGUAGES, STATUSES
from timeline.store import fields, figures, mentions, patterns, schema
from timeline.store.json_schema import store_schema
from timeline.store.loading import examine
from timeline.store.nodes import STAND_IN, Code
from timeline.text import FORBIDDEN

SCHEMA = store_schema({code: rule.reason for code, rule in RULES.items()})
VALIDATOR = Draft202012Validator(SCHEMA)

BEYOND = {
    "circle", "contradiction", "duplicate-id", "two-languages", "undatable", "unknown-event",
    "unknown-kind", "unknown-network", "unknown-source",
}  # fmt: skip
"""Codes of what concerns more than one value: no schema can say it."""

LOST = {
    "alias", "bad-key", "duplicate-key", "merge-conflict", "multiple-documents", "not-utf8", "tag",
    "yaml-syntax",
}  # fmt: skip
"""Codes of what has gone, or fails, before there are values."""

OTHERWISE = {"empty-store", "forbidden-character", "too-large"}
"""Codes whose files in ``tests/errors`` have no values at all, or none that YAML lets through, and
that of size, which no schema knows."""

PARTLY = {"unknown-source", "unknown-kind", "unknown-network"}
"""Codes of unknown names, some of which could be no names at all."""


CORE: dict[str, Callable[[re.Match[str]], Any]] = {
    r"~|null|Null|NULL|": lambda _: None,
    r"(true|True|TRUE)|false|False|FALSE": lambda found: bool(found[1]),
    r"[-+]?[0-9]+": lambda found: int(found[0]),
    r"0o[0-7]+|0x[0-9a-fA-F]+": lambda found: int(found[0], 0),
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?": lambda found: float(found[0]),
}
"""What plain scalars are by the core schema of YAML 1.2, chapter 10.3.2, but for .inf and .nan."""


def data_of(text: str) -> Any:
    """Return what a language server makes of a YAML text."""
    return value_of(yaml.compose(text, Loader=yaml.BaseLoader))


def value_of(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    if node is None or node.style is not None:
        return node and node.value
    for form, make in CORE.items():
        if match := re.fullmatch(form, node.value):
            return make(match)
    return node.value


def complaints(text: str) -> list[str]:
    """Return what the schema has to say about a store."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data_of(text))]


def codes_of(text: str) -> set[str]:
    """Return the codes of what the reader, or ``timeline check`` of codes, refuses in a store."""
    reading = examine([("events.yaml", text.encode())])
    codes: set[str] = {problem.code for problem in reading.problems}
    contents = reading.contents
    entries: list[Any] = [*(contents.networks or ()), *(contents.kinds or ())]
    entries += [*contents.sources, *contents.events]
    return codes | {"unknown-ignore" for entry in entries if set(entry.ignore) - set(RULES)}


def in_an_event(more: str) -> str:
    return f"events: [{{id: a, title: A, {more}}}]"


def parts(found: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema within a schema."""
    if isinstance(found, dict):
        yield found
    for part in found.values() if isinstance(found, dict) else found:
        if isinstance(part, dict | list):
            yield from parts(part)


# What the schema is


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"]
    assert SCHEMA["description"]
    used = {found["$ref"] for found in parts(SCHEMA) if "$ref" in found}
    assert used == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


@pytest.mark.parametrize(
    ("name", "keys", "required"),
    [
        ("", schema.TOP_KEYS, ()),
        ("term", schema.TERM_KEYS, ()),
        ("source", schema.SOURCE_KEYS, ("title",)),
        ("citation", (*schema.CITATION_KEYS, *schema.INLINE_KEYS), ()),
        ("dispute", schema.DISPUTE_KEYS, ("date",)),
        ("event", schema.EVENT_KEYS, ("id", "title")),
        ("date", mentions.DATE_KEYS, ()),
        ("bilingual", LANGUAGES, ()),
    ],
)
def test_the_schema_has_the_keys_of_the_reader_and_explains_each(name, keys, required):
    found = SCHEMA["$defs"][name] if name else SCHEMA
    assert tuple(found["properties"]) == keys
    assert found["additionalProperties"] is False
    assert tuple(found.get("required", ())) == required
    for key in keys:
        assert found["properties"][key]["description"].endswith((".", "}")), key
        assert found["properties"][key]["title"]


def test_words_to_choose_from_are_those_of_the_reader_and_explained():
    choices = [tuple(found["enum"]) for found in parts(SCHEMA) if "enum" in found]
    assert set(choices) == {LANGUAGES, STATUSES, tuple(RULES)}
    for found in parts(SCHEMA):
        if "enum" in found:
            assert len(found["enumDescriptions"]) == len(found["enum"])
    reasons = SCHEMA["$defs"]["ignore"]["anyOf"][0]["properties"]
    assert tuple(reasons) == tuple(RULES)
    assert all(rule.reason in reasons[code]["description"] for code, rule in RULES.items())


def test_what_cannot_be_read_is_explained_in_words():
    found = [part for part in parts(SCHEMA) if isinstance(part.get("pattern"), str)]
    assert found
    assert all(part["patternErrorMessage"] for part in found)


def test_examples_are_right():
    shown = [(p, e) for p in parts(SCHEMA) for e in p.get("examples", ())]
    assert len(shown) > 15
    for part, example in shown:
        validator = Draft202012Validator({**part, "$defs": SCHEMA["$defs"]})
        assert validator.is_valid(example), example


# Against the reader: stores


@pytest.mark.parametrize("part", seeds(10, 1))
def test_the_schema_and_the_reader_agree_on_500_stores(part):
    accepted = 0
    for seed in range(50 * part, 50 * part + 50):
        text = generated_stores.store(seed)
        codes, found = codes_of(text), complaints(text)
        if codes - BEYOND:
            assert found, (codes, text)
        elif not codes & PARTLY:
            assert not found, (found, text)
        accepted += not found
    assert 10 <= accepted <= 40  # of 50: both kinds are many


def test_stores_that_are_right_are_taken():
    texts = ["{}", "events: []", "events:", "networks: {NUM: }", BUNDLED.read_text("utf-8")]
    doubtful = ROOT / "docs" / "checks.md"
    for page in set((ROOT / "docs").glob("*.md")) - {doubtful}:
        blocks = re.findall(
            r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        texts += blocks
    assert len(texts) > 5
    for text in texts:
        assert codes_of(text) == set()
        assert complaints(text) == []


@pytest.mark.parametrize("code", sorted(set(get_args(Code)) - BEYOND - LOST - OTHERWISE))
def test_every_error_within_a_value_is_seen(code):
    text = (ROOT / "tests" / "errors" / f"{code}.yaml").read_text(encoding="utf-8")
    assert code in codes_of(text)
    assert complaints(text)


def test_nothing_and_what_is_not_to_be_seen_are_seen():
    for text, code in (("# nothing\n", "empty-store"), ('kinds: {x: "\\u200bx"}', "forbidden-character"),
                       ('kinds: {"x\\u202e": }', "forbidden-character"),
                       ('kinds: {x: "a\\U000e0041"}', "forbidden-character")):  # fmt: skip
        assert code in codes_of(text)
        assert complaints(text)


@pytest.mark.parametrize("code", sorted(BEYOND))
def test_what_concerns_several_values_is_left_to_the_reader(code):
    name = {"two-languages": "two-languages/a.yaml"}.get(code, f"{code}.yaml")
    text = (ROOT / "tests" / "errors" / name).read_text(encoding="utf-8")
    if code == "unknown-source":  # others in that file could be none at all
        text = in_an_event("date: 2020, sources: [num-portrait]")
        assert codes_of(text) == {code}
    assert complaints(text) == []


DATES = [
    ("date: 2020", True),
    ("after: b", True),
    ("before: [b]", True),
    ("after: [], before: b", True),
    ("date: {after: b, by: 1 day}", True),
    ("date: {after: [b], before: [], by: 1 day}", True),
    ("date: {after: b, before: [b]}", True),
    ("date: {after: [b, c]}", True),
    ("place: x", False),
    ("after: []", False),
    ("date: {after: []}", False),
    ("date: {by: 1 day}", False),
    ("date: {}", False),
    ("date: {after: [b, c], by: 1 day}", False),
    ("date: {after: b, before: b, by: 1 day}", False),
    ("date: {after: b, by: 3 fortnights}", False),
    ("date: [2020]", False),
    ("date: 2020, disputed: [{date: {after: b}}]", False),
    ("date: 2020, after: [b, b]", False),
]


@pytest.mark.parametrize(("more", "is_right"), DATES)
def test_an_event_needs_a_date_or_a_place_in_an_order(more, is_right):
    text = in_an_event(more)
    assert (complaints(text) == []) == is_right
    assert (codes_of(text) - {"unknown-event"} == set()) == is_right


SOURCES = [
    ("x", False),
    ("[]", True),
    ("https://example.org/", True),
    ("[{source: https://example.org/, stated: ja, note: {de: ja}}]", True),
    ("[{title: T, url: https://example.org/, stated: ja}]", True),
    ("[{source: https://example.org/, title: T}]", False),
    ("[{stated: ja}]", False),
    ("[{publisher: P}]", False),
    ("[{}]", False),
    ("[[]]", False),
    ("{title: T}", False),
    ("", False),
    ('""', False),
    ("[{title: T, ignore: [no-source]}]", False),
]


@pytest.mark.parametrize(("sources", "is_right"), SOURCES)
def test_a_source_is_named_or_written_out_and_not_both(sources, is_right):
    text = in_an_event(f"date: 2020, sources: {sources}")
    assert (codes_of(text) == set()) == is_right
    if sources != "x":  # it may be an id
        assert (complaints(text) == []) == is_right


# Against the reader: what YAML makes of a word


@pytest.mark.parametrize(
    "more",
    [
        "date: 2020", "date: 0043", "date: -0043", "date: 2020, place: 1.10", "date: 2020, place: true",
        "date: 2020, place: NO", "date: 2020, kind: 2020", "date: 2020, kind: 1.10", "date: 2020, tags: true",
        "date: 2020, follows: 2020", "date: 2020, follows: 1e5", "date: 2020, follows: 1e-5",
        "date: 2020, figures: {x: 1.10, y: -5, z: 123456789012345678901234567890}",
        "date: 2020, title: {de: 1.10}", 'date: 2020, place: "null"',
    ],
)  # fmt: skip
def test_a_word_may_look_like_a_number_or_a_truth(more):
    text = "events: [{id: 007, " + ("" if "title" in more else "title: 1, ") + f"{more}}}]"
    assert codes_of(text) <= {"unknown-event"}
    assert complaints(text) == []


@pytest.mark.parametrize(
    "more",
    ["date: 43", "date: 0x7E4", "date: -0000", "date: 2e3", "date: 2020, figures: {x: 1e3}",
     "date: 2020, figures: {x: 007}", "date: 2020, figures: {x: 0.1234567890123456}",
     "date: 2020, follows: 7.5", "date: 2020, follows: True", "date: 2020, kind: +5"],
)  # fmt: skip
def test_how_a_number_was_written_is_lost_on_a_schema(more):
    assert codes_of(in_an_event(more)) - {"unknown-event"}
    assert complaints(in_an_event(more)) == []


@pytest.mark.parametrize("more", ["place: null", "place: ~", "kind: Null", "tags: [1.1, 1.10]",
                                  'status: " planned"', "tags: [0x10, 16]"])  # fmt: skip
def test_a_word_that_is_read_as_something_else_can_be_quoted(more):
    assert codes_of(in_an_event(f"date: 2020, {more}")) == set()
    assert complaints(in_an_event(f"date: 2020, {more}"))
    mended = re.sub(r"(?<=[ \[])([^ ,\[\]\"]+)(?=[,\]]|$)", r'"\1"', more).replace('" p', '"p')
    assert complaints(in_an_event(f"date: 2020, {mended}")) == []


# Against the reader: texts


def rows(name: str) -> list[str]:
    return (ROOT / "tests" / "data" / name).read_text(encoding="utf-8").splitlines()


def is_date(text: str) -> bool:
    return re.search(patterns.EDTF, text) is not None


ARITHMETIC = re.compile(
    r"is after|has no day|no day there is|significant digits|no leap second|more than 4,000 digits"
    r"|cannot be counted through"
)
"""Reasons to refuse a date that no pattern can know."""


def test_every_date_of_the_specification_matches():
    examples_ = list(csv.DictReader(rows("edtf_examples.csv")))
    assert len(examples_) > 50
    for row in examples_:
        assert is_date(row["string"]) == (row["valid"] == "1"), row


@examples(500)
@given(EDTF)
def test_every_date_matches(dated):
    assert is_date(dated.text)
    assert is_date(f" {dated.text}\n")


def check_dates_agree(text: str) -> None:
    refused = ""
    try:
        edtf.parse(text.strip())
    except DateError as error:
        refused = error.message
    if is_date(text):
        assert not refused or ARITHMETIC.search(refused), (text, refused)
    else:
        assert refused or FORBIDDEN.search(text), text


def test_what_is_no_date_does_not_match_but_for_arithmetic():
    lines = [line for line in rows("edtf_invalid.txt") if line[:1] != "#"]
    assert len(lines) > 400
    for line in lines:
        text = line.partition("\t")[0]
        check_dates_agree(text.encode("ascii", "backslashreplace").decode("unicode_escape"))


@examples(600)
@given(EDTF, st.data())
def test_a_date_with_a_slip_matches_only_if_it_is_one(dated, data):
    text = dated.text
    at = data.draw(st.integers(0, len(text)))
    width = data.draw(st.integers(0, 2))
    slip = data.draw(st.text("0123456789-/.,[]{}XYESTZ?~%: +", max_size=2))
    check_dates_agree(text[:at] + slip + text[at + width :])


def is_duration(text: str) -> bool:
    try:
        parse_duration(text.strip())
    except DateError:
        return False
    return True


NUMBERS = st.integers(0, 10**10).map(str) | st.sampled_from(["0", "00", "1", "007", "123456789"])
UNITS = st.sampled_from([*sum(FORMS.values(), ()), "fortnight", "DAY", "Tage"])
BETWEEN = st.sampled_from(["", " ", ", ", ",", " and ", " und ", " , ", "  ", " AND ", "-", "\n"])


@examples(500)
@given(st.lists(st.tuples(NUMBERS, st.sampled_from(["", " ", "  "]), UNITS, BETWEEN), max_size=4))
def test_a_stretch_of_time_matches_if_it_is_one(parts_):
    text = "".join(f"{number}{space}{unit}{between}" for number, space, unit, between in parts_)
    assert (re.search(patterns.DURATION, text) is not None) == is_duration(text), text


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'


def refusals(key: str, text: str) -> set[str]:
    """Return the codes with which the reader refuses a text as the value of a key."""
    return codes_of(in_an_event(f"date: 2020, {key}: {quoted(text)}")) - BEYOND


@examples(600)
@given(st.text("0123456789.~<>=- ", max_size=8)
       | st.from_regex(re.compile(figures.FIGURE.pattern, re.ASCII), fullmatch=True)
       | st.integers(0, 40).flatmap(lambda n: st.text("0123456789.", min_size=n, max_size=n)))  # fmt: skip
def test_a_figure_matches_if_it_is_one(text):
    refused = codes_of(in_an_event(f'date: 2020, figures: {{x: "{text}"}}'))
    assert (re.search(patterns.FIGURE, text) is None) == bool(refused), text


@examples(300)
@given(st.text("abyzAZ09-_ ", max_size=8) | st.from_regex(fields.ID, fullmatch=True))
def test_an_id_matches_if_it_is_one(text):
    assert (re.search(patterns.ID, text) is None) == bool(refusals("follows", text)), text


@examples(300)
@given(st.text("abyzAZ09-_.+& \t/|#ü", max_size=8) | st.from_regex(fields.NAME, fullmatch=True))
def test_a_name_matches_if_it_is_one(text):
    is_one = not refusals("kind", text)
    matches = re.search(patterns.NAME, text) is not None
    # Which signs of other scripts are letters, only the reader knows.
    assert matches == is_one or (matches and not text.isascii()), text


def test_every_letter_may_be_in_a_name():
    letters = [chr(n) for n in range(0x110000) if fields.NAME.fullmatch(chr(n))]
    assert len(letters) > 100_000
    missed = [sign for sign in letters if not re.search(patterns.NAME, f"{sign}x{sign}")]
    assert missed == []
    decomposed = "A\u0308rzte"  # as some systems write Ä
    for text in ("a–b", "a\u00a0b", "„a“", decomposed):
        assert not fields.NAME.fullmatch(text)
        assert not re.search(patterns.NAME, text)


@examples(300)
@given(st.text('htps:/.ab<>"\\ \n\u200bü#?', max_size=12).map(lambda end: f"https://{end}")
       | st.sampled_from(["http://a", "https:/a", "HTTPS://a.b", "ftp://a", " https://a\n", "http://a//"]))  # fmt: skip
def test_an_address_matches_if_it_is_one(text):
    refused = codes_of(f"networks: {{x: {{url: {quoted(text)}}}}}")
    assert (re.search(patterns.URL, text) is None) == bool(refused), text


@examples(300)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=STAND_IN), max_size=5)
       | st.text(" \n\t\u200b\u00a0x", max_size=4))  # fmt: skip
def test_a_text_matches_if_it_says_something(text):
    refused = refusals("place", text)
    assert (re.search(patterns.TEXT, text) is None) == bool(refused), text


# The command


def test_the_command_prints_it(timeline):
    run = timeline("schema")
    assert (run.status, run.err) == (0, "")
    assert json.loads(run.out) == SCHEMA
    assert timeline("schema").out == run.out
    assert run.out.endswith("}\n")


def test_the_schema_as_it_is_printed_has_no_sign_that_it_refuses(timeline):
    assert FORBIDDEN.search(timeline("schema").out) is None


def test_the_command_writes_it(timeline, tmp_path):
    run = timeline("schema", "-o", "events.schema.json")
    assert (run.status, run.out) == (0, "")
    written = (tmp_path / "work" / "events.schema.json").read_bytes()
    assert written.decode() == timeline("schema").out


def test_a_store_is_not_overwritten_by_its_schema(timeline, store):
    path = store("events: []")
    run = timeline("schema", "-o", "events.yaml")
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        "timeline: events.yaml may be a store, and a schema is JSON; "
        "name it events.schema.json, for example\n"
    )
    assert path.read_text() == "events: []"


def test_an_editor_shows_each_key_by_a_title_of_its_own():
    titled = {
        key: said["title"]
        for known in objects(SCHEMA)
        for key, said in known.get("properties", {}).items()
        if isinstance(said, dict) and "title" in said
    }
    assert titled["url"] == "URL"
    assert titled["part_of"] == "Part of"
    assert all(title[0].isupper() for title in titled.values())
    assert {title.lower().replace(" ", "_") for title in titled.values()} == set(titled)


def objects(part: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a schema, and those in them."""
    if isinstance(part, dict):
        yield part
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from objects(inner)
