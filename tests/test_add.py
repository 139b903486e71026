"""``timeline add`` and ``timeline edit``: the event where it belongs, and every other byte as it was."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import BUNDLED
from tests.transcripts.terminal import talk_in_terminal
from timeline.addition import Addition, AdditionError, add
from timeline.curation import Curation
from timeline.drafting import new_id
from timeline.errors import TimelineError, UsageError
from timeline.store.emit import Entry, scalar
from timeline.store.loading import examine, read_store
from timeline.store.snippets import read_snippet

NEW = {"id": "new", "date": "2020-06", "title": "New"}


@pytest.fixture
def curation(tmp_path):
    """Make a store of one text (str or bytes), or of several files, and read it for changes."""

    def make(text):
        folder = tmp_path / "place"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "events").mkdir(parents=True)
        if isinstance(text, dict):
            for name, content in text.items():
                (folder / "events" / name).write_text(content, encoding="utf-8")
            return Curation(str(folder / "events"), str(folder))
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "events.yaml").write_bytes(data)
        return Curation(str(folder / "events.yaml"), str(folder))

    return make


def added(
    curation: Curation, *entries: Entry, file: str | None = None, **named: dict[str, Entry]
) -> str:
    """Return the only changed file's new text."""
    (change,) = add(curation, Addition(list(entries), named), file).changes
    return change.new.decode("utf-8")


def splits(old: str, new: str) -> set[str]:
    """Return what may have been put into a text, in one place, to get a new one; nothing for none.

    The same line may stand before and after it: then there are several places.
    """
    more = len(new) - len(old)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    return {new[at : at + more] for at in range(same + 1) if new[at + more :] == old[at:]}


PLACES = {
    "newest first": (
        (
            "events:\n  # 2022\n  - {id: c, date: 2022, title: C}\n  # 2021\n  - {id: b, date: 2021, title: B}\n"
            "  # 2019\n  - {id: a, date: 2019, title: A}\n"
        ),
        "  # 2020\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a heading without events, and comments above it": (
        (
            "events:\n  # 2019\n  - {id: a, date: 2019, title: A}\n  # 2020\n  - {id: a2, date: 2020, title: A}\n"
            "  # only announced:\n  # 2020\n  # 2022\n  - {id: b, date: 2022, title: B}\n"
        ),
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a comment apart": (
        (
            "events:\n  # === Aufbau ===\n\n  - {id: a, date: 2019, title: A}\n\n  # === Betrieb ===\n\n"
            "  - {id: b, date: 2021, title: B}\n"
        ),
        "\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a heading in words": (
        "events:\n  ## Jahr 2019:\n  - {id: a, date: 2019, title: A}\n",
        "  ## Jahr 2020:\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a block without a line end": (
        "events:\n  - id: a\n    date: 2019\n    title: A\n    summary: |\n      Text",
        "\n  - id: new\n    date: 2020-06\n    title: New",
    ),
    "blank lines that belong to a text": (
        "events:\n  - id: a\n    date: 2019\n    title: A\n    summary: |+\n      Text\n\n\n",
        "  - id: new\n    date: 2020-06\n    title: New\n",
    ),
    "a text that goes on at the margin": (
        'events:\n  - id: a\n    date: 2019\n    title: "A\n\n# 2020\n   b: c"\nkinds: {k: {name: K}}\n',
        "  - id: new\n    date: 2020-06\n    title: New\n",
    ),
    "between": (
        "events:\n  - {id: a, date: 2020, title: A}\n  - {id: b, date: 2021, title: B}\n",
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "last": (
        "events:\n  - id: a\n    date: 2019\n    title: A\n",
        "  - id: new\n    date: 2020-06\n    title: New\n",
    ),
    "first": (
        "events:\n  - id: b\n    date: 2021\n    title: B\n",
        "  - id: new\n    date: 2020-06\n    title: New\n",
    ),
    "no indentation": (
        "events:\n- id: a\n  date: 2019\n  title: A\n",
        "- id: new\n  date: 2020-06\n  title: New\n",
    ),
    "wide dashes": (
        "events:\n    -   id: a\n        date: 2019\n        title: A\n",
        "    -   id: new\n        date: 2020-06\n        title: New\n",
    ),
    "line ends of Windows": (
        "events:\r\n  - {id: a, date: 2019, title: A}\r\n",
        "  - {id: new, date: 2020-06, title: New}\r\n",
    ),
    "line ends of old": (
        "events:\r  - {id: a, date: 2019, title: A}\r",
        "  - {id: new, date: 2020-06, title: New}\r",
    ),
    "no final line end": (
        "events:\n  - {id: a, date: 2019, title: A}",
        "\n  - {id: new, date: 2020-06, title: New}",
    ),
    "a section below": (
        "events:\n  - {id: a, date: 2019, title: A}\n\n# names\nkinds: {k: {name: K}}\n",
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "blank lines between": (
        (
            "events:\n  - {id: a, date: 2019, title: A}\n\n  - {id: b, date: 2020, title: B}\n\n"
            "  - {id: c, date: 2021, title: C}\n"
        ),
        "\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a heading that is there": (
        (
            "events:\n  # 2020\n  - {id: a, date: 2020-01, title: A}\n  # 2021\n"
            "  - {id: b, date: 2021, title: B}\n"
        ),
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a heading that is not": (
        (
            "events:\n  # --- 2019 ---\n  - {id: a, date: 2019, title: A}\n  # --- 2021 ---\n"
            "  - {id: b, date: 2021, title: B}\n"
        ),
        "  # --- 2020 ---\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "first under its heading": (
        (
            "events:\n  # 2019\n  - {id: a, date: 2019, title: A}\n  # 2020\n"
            "  - {id: b, date: 2020-07, title: B}\n"
        ),
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "comments of the next one": (
        "events:\n  - {id: a, date: 2019, title: A}\n  # about b\n  - {id: b, date: 2021, title: B}\n",
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "what only looks like an event": (
        (
            "events:\n  - id: a\n    date: 2019\n    title: A\n    summary: |\n      - id: x\n\n"
            "      # 2020\n  - {id: b, date: 2021, title: B}\n"
        ),
        "  - id: new\n    date: 2020-06\n    title: New\n",
    ),
    "one out of order": (
        (
            "events:\n  - {id: a, date: 2019, title: A}\n  - {id: z, date: 2030, title: Z}\n"
            "  - {id: b, date: 2020-02, title: B}\n  - {id: c, date: 2021, title: C}\n"
        ),
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a comment that a blank line parts from the event above": (
        (
            "events:\n- id: a\n  date: 2019\n  title: A\n\n  # announced only, see b\n"
            "- id: b\n  date: 2021\n  title: B\n"
        ),
        "\n- id: new\n  date: 2020-06\n  title: New\n",
    ),
    "headings further in than the dashes": (
        (
            "events:\n  # 2019\n- {id: a, date: 2019, title: A}\n  # 2021\n- {id: b, date: 2021, title: B}\n"
        ),
        "  # 2020\n- {id: new, date: 2020-06, title: New}\n",
    ),
    "an indented comment below its heading": (
        "events:\n  # 2020\n    # the pandemic\n  - {id: b, date: 2020-07, title: B}\n",
        "  - {id: new, date: 2020-06, title: New}\n\n",
    ),
    "the end of a document": (
        "events:\n  - {id: a, date: 2019, title: A}\n\n...  # the end\n# 2022\n",
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "the number of a ticket": (
        "events:\n  # #4711\n  - {id: a, date: 2019, title: A}\n",
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "a heading with a space behind it": (
        "events:\n  ## Jahr 2019: \n  - {id: a, date: 2019, title: A}\n",
        "  ## Jahr 2020:\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "headings that nothing stands under yet": (
        (
            "events:\n  # 2018\n  # 2019\n  - {id: a, date: 2019, title: A}\n  # -0044\n  # 2020\n"
            "  # Y12000\n"
        ),
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
    "what is said of the whole list": (
        "events:\n  # All by hand.\n\n  - {id: b, date: 2021, title: B}\n",
        "\n  - {id: new, date: 2020-06, title: New}\n",
    ),
    "brackets on a line": (
        "events: [{id: a, date: 2019, title: A}, {id: b, date: 2021, title: '}'}]  # two\n",
        "{id: new, date: 2020-06, title: New}, ",
    ),
    "brackets with a comma at the end": (
        "{events: [{id: a, date: 2019, title: A}, ], language: de}",
        " {id: new, date: 2020-06, title: New}",
    ),
    "brackets, newest first": (
        (
            "events: [{id: d, date: 2023, title: D}, {id: c, date: 2022, title: C}, "
            "{id: a, date: 2019, title: A} ]"
        ),
        "{id: new, date: 2020-06, title: New}, ",
    ),
    "brackets with nothing in them": (
        "{kinds: {k: {name: K}},\n events: [  # none yet\n ]}\n",
        "{id: new, date: 2020-06, title: New}",
    ),
    "a byte order mark": (
        "\ufeffevents:\n  - {id: a, date: 2019, title: A}\n",
        "  - {id: new, date: 2020-06, title: New}\n",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_event_is_put_where_its_date_belongs_and_nothing_else_changes(name, curation):
    old, new = PLACES[name]
    text = added(curation(old), NEW)
    assert new in splits(old, text)
    ids = re.findall(r"(?<!- )\bid: (\w+)|- id: (?!x)(\w+)", text)
    order = [a or b for a, b in ids]
    expected = {"first": ["new", "b"], "one out of order": ["a", "z", "b", "new", "c"],
                "first under its heading": ["a", "new", "b"]}  # fmt: skip
    assert order == expected.get(name, order)
    if name in ("between", "comments of the next one", "a heading that is not"):
        assert order == ["a", "new", "b"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("events: []\n", "events:\n  - id: new\n    date: 2020-06\n    title: New\n"),
        ("events:\n", "events:\n  - id: new\n    date: 2020-06\n    title: New\n"),
        ("events:  # none yet\nkinds: {}\n",
         "events:  # none yet\n  - id: new\n    date: 2020-06\n    title: New\nkinds: {}\n"),
        ("language: de\n", "language: de\nevents:\n  - id: new\n    date: 2020-06\n    title: New\n"),
        ("language: de", "language: de\nevents:\n  - id: new\n    date: 2020-06\n    title: New"),
        ("events: []", "events:\n  - id: new\n    date: 2020-06\n    title: New"),
        ("events: \n", "events: \n  - id: new\n    date: 2020-06\n    title: New\n"),
        ("events:\n  []", "events:\n  - id: new\n    date: 2020-06\n    title: New"),
        ("events: [ ]  # none\n", "events:  # none\n  - id: new\n    date: 2020-06\n    title: New\n"),
        ("---\nlanguage: de\n...\n",
         "---\nlanguage: de\nevents:\n  - id: new\n    date: 2020-06\n    title: New\n...\n"),
        ("events:\n...\n", "events:\n  - id: new\n    date: 2020-06\n    title: New\n...\n"),
        (" events:\n    # soon\n", " events:\n    # soon\n\n   - id: new\n     date: 2020-06\n     title: New\n"),
    ],
)  # fmt: skip
def test_the_first_event_of_a_store(old, new, curation):
    assert added(curation(old), NEW) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("events:\n  -\n    id: a\n    date: 2019\n    title: A\n  -\n    id: b\n    date: 2021\n    title: B\n",
         "  - id: new\n    date: 2020-06\n    title: New\n  -\n    id: b\n"),
        ("? events\n:\n  - {id: a, date: 2019, title: A}\n",
         "  - {id: a, date: 2019, title: A}\n  - {id: new, date: 2020-06, title: New}\n"),
    ],
    ids=["a dash alone", "a key alone"],
)  # fmt: skip
def test_an_event_is_written_on_lines_of_its_own_wherever_dashes_and_keys_stand(old, new, curation):
    text = added(curation(old), NEW)
    assert new in text
    assert [line for line in text.splitlines() if line in old] == old.splitlines()


def test_what_begins_below_comments_leaves_them_with_what_they_are_about(curation):
    old = "language: de\n# about\n# the events\nevents:\n  - {id: a, date: 2019, title: A}\n"
    text = added(curation(old), NEW, sources={"s": {"title": "S"}})
    assert text.startswith("language: de\nsources:\n  s:\n    title: S\n# about\n# the events\n")


def test_what_has_no_day_of_its_own_lies_where_its_network_does(curation):
    here = curation({
        "a.yaml": "events:\n  - {id: a, date: 2019, title: A, networks: [X]}\n",
        "b.yaml": "events:\n  - {id: b, date: 2021, title: B, networks: [Y]}\n",
    })  # fmt: skip
    assert "id: new" in added(here, {"id": "new", "title": "New", "after": ["b"]})
    (path,) = (change.path for change in add(here, Addition(
        [{"id": "new", "title": "New", "after": ["a"]}], {}), None).changes)  # fmt: skip
    assert path.endswith("b.yaml")  # the newest


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("? events\n: - {id: a, date: 2019, title: A}\n",
         "events.yaml:2: the events do not stand on lines of their own"),
        ("events: [{id: a, date: 2019, title: A},\n  # b\n]\n",
         "events.yaml:1: the events stand in brackets over several lines"),
        ("\n{language: de}\n", "events.yaml:2: the whole store stands in brackets"),
    ],
)  # fmt: skip
def test_a_list_in_brackets_is_refused_and_nothing_is_lost(old, said, curation):
    with pytest.raises(TimelineError) as raised:
        added(curation(old), NEW)
    assert raised.value.message == said
    assert "lines of its own" in raised.value.hint


@pytest.mark.parametrize(
    ("text", "added", "said"),
    [
        ("events: 1", {}, "events is not a list"),
        ("# by hand\nevents:\n  - {id: a, date: 2019, title: A}\n", {}, "the rest of the store"),
        ("# by hand\nevents:\n  - {id: b, date: 2020, title: B}\n  - {id: a, date: 2019, title: A}\n", {},
         "the rest of the store"),
        ("events:\n  - {id: a, date: 2019, title: A}\n  - {id: b, date: 2020, title: B}\n", {},
         "the line '# by hand'"),
        ("# by hand\nevents:\n  - {id: a, date: 2019, title: A}\n  - {id: b, date: 2020, title: B}\n",
         {"b": {"id": "b", "date": "2020", "title": "Other"}}, "b"),
    ],
    ids=["broken", "less", "order", "comment", "added"],
)  # fmt: skip
def test_what_would_not_come_out_as_it_went_in_is_not_written(curation, text, added, said):
    here = curation(
        "# by hand\nevents:\n  - {id: a, date: 2019, title: A}\n  - {id: b, date: 2020, title: B}\n"
    )
    texts = {"events.yaml": text}
    with pytest.raises(TimelineError) as raised:
        here.verify(texts, here.reread(texts), {"events": added})
    assert (
        raised.value.message == f"{said} would not come out as it went in, so nothing was changed"
    )


def test_a_new_event_is_written_as_its_neighbours_are(curation):
    entry = {"id": "new", "date": "2020-06", "title": {"de": "Neu", "en": "New"},
             "networks": ["A", "B"], "figures": {"sites": 37, "most": ">750", "half": "0.5"},
             "sources": [{"source": "https://a.example", "stated": "im Juni"}]}  # fmt: skip
    lines = added(curation(
        "events:\n  - id: a\n    date: 2019\n    title:\n      de: A\n    networks:\n      - A\n"
    ), entry).splitlines()[7:]  # fmt: skip
    assert lines == [
        "  - id: new", "    date: 2020-06", "    title:", "      de: Neu", "      en: New",
        "    networks:", "      - A", "      - B", '    figures: {sites: 37, most: ">750", half: 0.5}',
        "    sources:", '      - {source: "https://a.example", stated: im Juni}',
    ]  # fmt: skip
    old = "events:\n  - {id: a, date: 2019, title: {de: A}, networks: [A]}\n"
    assert added(curation(old), {**NEW, "title": {"de": "Neu"}, "networks": ["B"]}) == (
        f"{old}  - {{id: new, date: 2020-06, title: {{de: Neu}}, networks: [B]}}\n"
    )
    text = added(curation(old), entry)  # too long for a line
    assert "    title: {de: Neu, en: New}\n    networks: [A, B]\n" in text
    for step, title in (("", "    "), ("    ", "        ")):
        old = f"events:\n  - id: a\n    date: 2019\n    title:\n    {title}de: A\n    sources:\n    {step}- b\n"
        text = added(curation(old.replace("- b", "- https://b.example")), entry)
        assert f"    title:\n    {title}de: Neu\n    {title}en: New\n" in text
        assert f"    sources:\n    {step}- {{source:" in text
    old = "sources:\n    a:\n        title: A\nevents: []\n"
    text = added(curation(old), sources={"b": {"title": "B"}})
    assert text == old.replace("events", "    b:\n        title: B\nevents")


# Texts that YAML, or our reader, could take for something else.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn")), min_size=1,
            max_size=40).map(lambda text: " ".join(text.split())).filter(bool),
    st.sampled_from([
        "null", "~", "yes", "1.10", "0x1F", "2025", "2025-07-01", "- a", "a: b", "a #b", "#x", "'", '"',
        "\\", "{a}", "[a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "? a", "...", "---", "=", "<<",
        ": a", "a:", ",", "x" * 300, "word " * 60 + "end", "it's \"so\"", "ä – „ö“ ß",
    ]),
)  # fmt: skip


@given(
    st.fixed_dictionaries(
        {"title": st.one_of(TEXTS, st.fixed_dictionaries({"de": TEXTS, "en": TEXTS}))},
        optional={
            "summary": TEXTS, "place": TEXTS,
            "sources": st.lists(
                st.fixed_dictionaries({"title": TEXTS}, optional={"stated": TEXTS, "note": TEXTS}),
                min_size=1, max_size=3,
            ),
        },
    )
)  # fmt: skip
def test_whatever_is_added_comes_out_as_it_went_in(tmp_path_factory, entry):
    path = tmp_path_factory.getbasetemp() / f"odd-{os.getpid()}.yaml"
    path.write_text("events:\n  - {id: a, date: 2019, title: A}\n", encoding="utf-8")
    curation = Curation(str(path), str(path.parent))
    # That it says the same when it is read again is what ``added`` itself makes sure of.
    text = added(curation, {"id": "new", "date": "2020", **entry})
    event = read_store([("s", text.encode())]).events[1]
    title = entry["title"]
    assert event.title.de == (title["de"] if isinstance(title, dict) else None)
    assert event.place == entry.get("place")


@given(st.lists(st.tuples(st.integers(1990, 2040), st.booleans()), min_size=1, max_size=8),
       st.lists(st.integers(1985, 2045), min_size=1, max_size=5), st.booleans(), st.booleans())  # fmt: skip
def test_many_events_stand_in_order_among_those_that_do(
    tmp_path_factory, known, years, headed, spaced
):
    known = sorted(known)
    rows, before = [], 0
    for number, (year, has_comment) in enumerate(known):
        if headed and year != before:
            rows.append(f"  # {year}\n")
        before = year
        rows.append("\n" * (spaced and number > 0) + f"  # on {number}\n" * has_comment)
        rows.append(f"  - {{id: k{number}, date: {year}, title: K}}\n")
    old = "events:\n" + "".join(rows) + "# end\n"
    path = tmp_path_factory.getbasetemp() / f"many-{os.getpid()}.yaml"
    path.write_text(old, encoding="utf-8")
    entries = [{"id": f"n{n}", "date": str(year), "title": "N"} for n, year in enumerate(years)]
    text = added(Curation(str(path), str(path.parent)), *entries)
    events = read_store([("s", text.encode())]).events
    found = [int(event.date.edtf) for event in events]
    assert found == sorted(found)
    # Every line that was there is there, in its order.
    left = iter(text.splitlines())
    assert all(line in left for line in old.splitlines())
    if headed:
        year = 0
        for line in text.splitlines():
            year = int(line[4:]) if re.fullmatch(r"  # \d{4}", line) else year
            if match := re.search(r"date: (\d+)", line):
                assert int(match[1]) == year


def test_an_event_without_a_date_stands_where_its_order_puts_it(curation):
    text = added(curation(
        "events:\n  - {id: a, date: 2020, title: A}\n  - {id: b, date: 2022, title: B}\n"
        "  - {id: c, date: 2024, title: C}\n"
    ), {"id": "new", "title": "New", "after": ["a"], "before": ["b"]})  # fmt: skip
    assert re.findall(r"id: (\w+)", text) == ["a", "new", "b", "c"]


def test_a_source_goes_to_the_catalogue_in_its_order(curation):
    old = "events: []\nsources:\n  # the first\n  a: {title: A}\n  # about c\n  c: {title: C}\n"
    text = added(curation(old), sources={"b": {"title": "B: new", "published": "2020"}})
    assert text == old.replace(
        "  # about c\n", '  b: {title: "B: new", published: 2020}\n  # about c\n'
    )
    old = "sources:\n  z:\n    title: Z\n  a:\n    title: A\nevents: []\n"
    text = added(curation(old), sources={"b": {"title": "B"}})
    assert text == old.replace("events:", "  b:\n    title: B\nevents:")
    old = "sources: {a: {title: A}, c: {title: C}}  # two\nevents: []\n"
    text = added(curation(old), sources={"d": {"title": "D"}, "b": {"title": "B, new"}})
    assert text == (
        'sources: {a: {title: A}, b: {title: "B, new"}, c: {title: C}, d: {title: D}}  # two\nevents: []\n'
    )
    old = "sources:\n    # about c\n  c: {title: C}\nevents: []\n"
    text = added(curation(old), sources={"b": {"title": "B"}})
    assert text == old.replace("    #", "  b: {title: B}\n\n    #")
    text = added(curation("events: []\n"), sources={"b": {"title": "B"}})
    assert text == "sources:\n  b:\n    title: B\nevents: []\n"


def test_what_cannot_be_added_is_told_and_nothing_is_changed(curation):
    here = curation("networks: {NUM: {name: N}}\nevents:\n  - {id: a, date: 2019, title: A}\n")
    for entry, said, hint in (
        ({**NEW, "networks": ["NUN"]}, "there is no network 'NUN'", "did you mean NUM?"),
        ({**NEW, "id": "a"}, "the id 'a' is taken", "give this event another id"),
        ({**NEW, "id": "Ä b"}, "id 'Ä b' is not made of", "write ae-b"),
        ({**NEW, "date": "2020-13"}, "date: there is no month 13", "months are"),
        ({**NEW, "titel": "x"}, "'titel' is not a key of an event", "did you mean title?"),
        ({**NEW, "part_of": "b"}, "there is no event 'b'", "give the id of an event"),
    ):
        with pytest.raises(AdditionError) as raised:
            add(here, Addition([entry]))
        assert raised.value.message.startswith(said), entry
        assert raised.value.hint.startswith(hint), entry


FILES = {
    "networks": {
        "gbn.yaml": "events:\n  - {id: g1, date: 2019, title: G, networks: [GBN]}\n"
                    "  - {id: g2, date: 2022, title: G, networks: [GBN]}\n",
        "num.yaml": "events:\n  - {id: n1, date: 2020, title: N, networks: [NUM]}\n",
        "words.yaml": "sources:\n  s: {title: S}\n",
    },
    "decades": {
        "1990s.yaml": "events:\n  - {id: a, date: 1990, title: A, networks: [NUM]}\n"
                      "  - {id: b, date: 1998, title: B}\n",
        "2000s.yaml": "events:\n  - {id: c, date: 2004, title: C}\n",
        "2010s.yaml": "events:\n  - {id: d, date: 2010, title: D, networks: [NUM, GBN]}\n",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("files", "entry", "chosen"),
    [
        ("networks", {"networks": ["NUM"]}, "num.yaml"),
        ("networks", {"networks": ["GBN"]}, "gbn.yaml"),
        ("networks", {"networks": "GBN"}, "gbn.yaml"),
        ("networks", {"date": "2022-03"}, "gbn.yaml"),
        ("networks", {"date": "2020-03"}, "num.yaml"),
        ("decades", {"date": "1995"}, "1990s.yaml"),
        ("decades", {"date": "1980"}, "1990s.yaml"),
        ("decades", {"date": "2002"}, "1990s.yaml"),
        ("decades", {"date": "2009", "networks": ["MII"]}, "2000s.yaml"),
        ("decades", {"date": "2030"}, "2010s.yaml"),
        ("decades", {"date": "../2011"}, "2010s.yaml"),
    ],
)
def test_a_folder_gets_an_event_in_the_file_where_it_would_be_looked_for(
    files, entry, chosen, curation
):
    (change,) = add(curation(FILES[files]), Addition([{**NEW, **entry}])).changes
    assert os.path.basename(change.path) == chosen


def test_a_file_may_be_named_or_be_new(curation, tmp_path):
    for name in ("num.yaml", "events/num.yaml", str(tmp_path / "place" / "events" / "num.yaml")):
        here = curation(FILES["networks"])
        (change,) = add(here, Addition([{**NEW, "networks": ["GBN"]}]), name).changes
        assert os.path.basename(change.path) == "num.yaml"
    (change,) = add(curation(FILES["networks"]), Addition([NEW]), "mii.yaml").changes
    assert (change.old, change.new) == (
        None, b"events:\n  - id: new\n    date: 2020-06\n    title: New\n"
    )  # fmt: skip
    for name in ("nun.yaml.txt", "../mii.yaml", "mii.yml", ".mii.yaml", "/tmp/other.yaml"):
        with pytest.raises(UsageError, match="is no file of the store"):
            add(curation(FILES["networks"]), Addition([NEW]), name)


def test_a_catalogue_is_written_before_the_event_that_cites_it(curation):
    here = curation(FILES["networks"])
    plan = add(here, Addition([{**NEW, "networks": ["NUM"], "sources": ["t"]}],
                               {"sources": {"t": {"title": "T"}}}))  # fmt: skip
    assert [os.path.basename(change.path) for change in plan.changes] == ["words.yaml", "num.yaml"]
    # A store after the first step alone is whole, too.
    data = dict(here.data)
    for change in plan.changes:
        data[os.path.relpath(change.path, os.path.dirname(here.path))] = change.new
        assert not examine(data.items()).problems


def test_events_that_name_each_other_are_written_in_an_order_that_leaves_no_gap(curation):
    num, gbn = {**NEW, "id": "x", "networks": ["NUM"]}, {**NEW, "id": "y", "networks": ["GBN"]}
    for pair in (({**num, "follows": "y"}, gbn), (num, {**gbn, "after": ["x"]}),
                  ({**num, "before": "y"}, {**gbn, "part_of": "x"})):  # fmt: skip
        here = curation(FILES["networks"])
        data = dict(here.data)
        changes = add(here, Addition(list(pair))).changes
        for change in changes:
            data[os.path.relpath(change.path, os.path.dirname(here.path))] = change.new
            assert not examine(data.items()).problems
    # Neither of two that name each other can be first: both are in one file then.
    here = curation(FILES["networks"])
    pair = ({**num, "part_of": "y", "date": "2020"}, {**gbn, "follows": "x"})
    changes = add(here, Addition(list(pair))).changes
    assert len(changes) == 1


@pytest.mark.parametrize(
    ("title", "year", "taken", "made"),
    [
        ("NUM founded in the pandemic", "2020", (), "num-founded-pandemic"),
        ("Gründung des Netzwerks für Ärzte", "", (), "gruendung-netzwerks-aerzte"),
        ("The Of", "", (), "event"),
        ("日本", "", (), "event"),
        ("A title of very many words that go on and on", "", (), "title-very-many-words-that-go"),
        ("x" * 90, "", (), "x" * 48),
        ("y" * 40 + " zzzzzzzzzz", "", (), "y" * 40),
        ("One", "2020", ("one",), "one-2020"),
        ("One", "2020", ("one", "one-2020"), "one-2"),
        ("One", "", ("one", "one-2"), "one-3"),
    ],
)
def test_an_id_is_made_of_the_title(title, year, taken, made):
    assert new_id(title, year, taken) == made


# The command


STORE = """\
language: en
networks: {NUM: {name: {de: Netzwerk, en: Network}}, GBN: {name: Node}}
kinds: {founding: {name: Founding}}
sources:
  portrait: {title: Portrait, published: 2025, url: "https://num.example/us"}
events:
  # 2019
  - id: early
    date: 2019
    title: {de: Früh, en: Early}
    sources: [portrait, {title: Other, published: 2020}]
"""


def test_flags_make_an_event(timeline, store):
    path = store(STORE)
    run = timeline(
        "add", "--date", "April 2020", "--title", "NUM founded", "--title-de", "NUM gegründet",
        "--network", "num,GBN", "--kind", "Founding", "--place", "Berlin", "--tag", "covid, data",
        "--figure", "sites=37", "--figure", "most = >750", "--status", "planned",
        "--source", "https://num.example/us", "--stated", "im April 2020",
        "--source", "{title: 'New: one', publisher: P, published: Mai 2020}",
        "--summary", "More.", "--follows", "early",
    )  # fmt: skip
    assert (run.status, run.out) == (0, "")
    assert path.read_text(encoding="utf-8") == STORE.replace(
        "  portrait:", '  p-new-one: {title: "New: one", publisher: P, published: 2020-05}\n  portrait:'
    ) + (
        "  # 2020\n  - id: num-founded\n    date: 2020-04\n    title: {de: NUM gegründet, en: NUM founded}\n"
        "    kind: founding\n    networks: [NUM, GBN]\n    summary: More.\n    place: Berlin\n"
        '    tags: [covid, data]\n    figures: {sites: 37, most: ">750"}\n    status: planned\n'
        "    sources: [{source: portrait, stated: im April 2020}, p-new-one]\n"
        "    follows: early\n"
    )  # fmt: skip
    assert run.err.splitlines()[-1] == "events.yaml:14: added num-founded"
    assert "early-source" in run.err or "single-source" not in run.err


def test_what_checks_call_wrong_is_not_written_and_what_they_doubt_is_told(timeline, store):
    path = store(STORE)
    run = timeline("add", "--date", "2020", "--title", "Later", "--part-of", "early")
    assert (run.status, run.out) == (1, "")
    assert "error[part-of-span]" in run.err
    assert run.err.endswith("nothing was written\n")
    dry = timeline("add", "--date", "2020", "--title", "Later", "--part-of", "early", "--dry-run")
    assert dry.status == 1
    assert dry.err.endswith("nothing would be written\n")
    assert path.read_text(encoding="utf-8") == STORE
    run = timeline("add", "--date", "2020", "--title", "Later")
    assert run.status == 0
    assert "warning[no-source]" in run.err


def test_a_dry_run_shows_the_difference_and_writes_nothing(timeline, store):
    path = store(STORE)
    run = timeline("add", "--date", "1.7.2025", "--title", "GBN joins", "--dry-run")
    assert path.read_text(encoding="utf-8") == STORE
    assert run.out.startswith("--- events.yaml\n+++ events.yaml\n@@")
    assert "+    date: 2025-07-01\n" in run.out
    assert run.err.splitlines()[-1] == "events.yaml:13: would add gbn-joins"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "add needs --date and --title; or a terminal, to be asked for them"),
        (("--date", "2020"), "add needs --date and --title; or a terminal"),
        (("--date", "Aprl 2020", "--title", "x"), "'Aprl 2020' is not understood as a date; did you mean April?"),
        (("--date", "03/04/2024", "--title", "x"), "'03/04/2024' is ambiguous: 3 April 2024"),
        (("--date", "2020", "--title", "x", "--network", "NUN"), "there is no network 'NUN'; did you mean NUM?"),
        (("--date", "2020", "--title", "x", "--network", "Netzwerk"), "there is no network 'Netzwerk'; did you mean NUM?"),
        (("--date", "2020", "--title", "x", "--kind", "law"), "there is no kind 'law'; declare it under 'kinds:'"),
        (("--date", "2020", "--title", "x", "--source", "portait"), "there is no source 'portait'; did you mean portrait?"),
        (("--date", "2020", "--title", "x", "--source", "{title: a"), "--source: this bracket is not closed by '}'; close it"),
        (("--date", "2020", "--title", "x", "--source", "{titel: a}"), "--source: 'titel' is not a key of a source; did you mean title?"),
        (("--date", "2020", "--title", "x", "--stated", "a"), "there are more --stated than --source"),
        (("--date", "", "--title", "x"), "--date is empty; fill it in, or leave it out"),
        (("--date", "2020", "--title", "a\x1bb"), "--title has the character U+001B; leave it out"),
        (("--date", "2020", "--title", "Gr\udcfcn"), "--title is not UTF-8; set the terminal to UTF-8"),
        (("--date", "2020", "--title", "x", "--figure", "37"), "--figure: '37' is no name and number; write sites=37"),
        (("--date", "2020", "--title", "x", "--figure", "sites=many"), "--figure: 'many' is not a number; write 37"),
        (("--date", "2020", "--title", "x", "--status", "plannd"), "there is no status 'plannd'; did you mean planned?"),
        (("--date", "2020", "--title", "x", "--id", "early"), "--id: the id 'early' is taken by events.yaml:8"),
        (("--date", "2020", "--title", "x", "--follows", "earl"), "there is no event 'earl'; did you mean early?"),
        (("--date", "2020", "--title", "x", "--tag", "a/b"), "'a/b' cannot name a tag; use letters"),
        (("--date", "2020", "--title", "x", "--title-en", "y"), "the title is given twice in the store's language"),
        (("--date", "2020", "--title", "x", "--title", "y"), "--title is given twice; leave one of them out"),
        (("--date", "2020", "--title", "x", "--source", "https://a b"), "'https://a b' is not a web address"),
        (("--date", "2020", "--title", "x", "--source", "{title: a, url: b}"), "'b' is not a web address"),
        (("--date", "2020", "--title", "x", "--source", "{publisher: a}"), "--source: a source has no title"),
        (("--date", "1980", "--title", "x", "--after", "early"), "--after: 'x' cannot be after 'early'"),
        (("--date", "2020", "--title", "x", "--id", "New One"), "--id: id 'New One' is not made of [a-z0-9] words"),
        (("--date", "2020", "--title", "x", "--figure", "a=1", "--figure", "a=2"), "--figure: a is given twice"),
        (("--date", "2020", "--title", "x", "--source", "{id: New One, title: a}"), "the source id 'New One' is not made of"),
        (("--date", "2020", "--title", "x", "--source", "{title: a, published: [2020, 2021]}"), "--source: published is a list; quote"),
        (("--date", "2020", "--title", "x", "--file", "other.yaml"), "other.yaml is no file of the store"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_flags_is_told_in_one_line(arguments, said, timeline, store):
    path = store(STORE)
    run = timeline("add", *arguments)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"timeline: {said}"), run.err
    assert run.err.count("\n") == 1
    assert path.read_text(encoding="utf-8") == STORE


def test_nothing_is_added_to_a_broken_store_or_to_the_bundled_one(
    timeline, store, tmp_path, monkeypatch
):
    path = store("events:\n  - {id: a}\n")
    run = timeline("add", "--date", "2020", "--title", "x")
    assert run.status == 1
    assert "error[missing-key]" in run.err
    assert path.read_text() == "events:\n  - {id: a}\n"
    monkeypatch.chdir(tmp_path)
    path.unlink()
    before = BUNDLED.read_bytes()
    run = timeline("add", "--date", "2020", "--title", "x")
    assert run.status == 2
    assert "make one with 'timeline init'" in run.err
    assert BUNDLED.read_bytes() == before


@pytest.mark.parametrize(
    ("known", "source", "written"),
    [
        ("", "{title: Own, published: Mai 2020}", {"title": "Own", "published": "2020-05"}),
        ("", "https://a.example", {"source": "https://a.example"}),
        ("sources: {s: {title: S}}\n", "s", {"source": "s"}),
        ("sources: {s: {title: S}}\n", "{source: s, note: page 3}", {"source": "s", "note": "page 3"}),
        ("sources: {s: {title: S}}\n", "{id: own, title: Own}", {"source": "own"}),
    ],
)  # fmt: skip
def test_a_source_is_cited_as_it_was_given(timeline, store, known, source, written):
    path = store(f"{known}events:\n  - {{id: early, date: 2019, title: Early}}\n")
    run = timeline("add", "--date", "2020-06", "--title", "New", "--network", "Any", "--kind", "free",
                   "--source", source, "--stated", "in June")  # fmt: skip
    assert run.status == 0, run.err
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said["events"][1]["sources"] == [{**written, "stated": "in June"}]
    assert (said["events"][1]["kind"], said["events"][1]["networks"]) == ("free", ["Any"])
    assert ("own" in said.get("sources", {})) is ("id: own" in source)


def test_a_file_that_is_new_is_told_of(timeline, store):
    path = store("events:\n  - {id: early, date: 2019, title: Early}\n", "events/a.yaml")
    run = timeline("add", "-s", "events", "--date", "2020", "--title", "x", "--file", "b.yaml")
    assert run.status == 0
    assert "b.yaml is a new file of the store\n" in run.err
    assert "id: x" in (path.parent / "b.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "written"), [
    ("", '""'), ("a", "a"), ("2020", '"2020"'), ("a: b", '"a: b"'), ("- a", '"- a"'), ("#", '"#"'),
])  # fmt: skip
def test_a_text_is_quoted_where_it_would_not_be_read_as_itself(text, written):
    for flow in (True, False):
        assert scalar(text, flow=flow) == written
        assert yaml.load(f"[{written}]", yaml.BaseLoader) == [text]


def test_a_piece_of_yaml_on_the_command_line_is_a_mapping_in_brackets():
    assert read_snippet("{a: b, c: [d]}", "--source") == {"a": "b", "c": ["d"]}
    for text, said in (("[a]", "'[a]' is not a mapping"), ("a", "'a' is not a mapping"),
                       ("{a: b", "this bracket is not closed by '}'")):  # fmt: skip
        with pytest.raises(UsageError) as raised:
            read_snippet(text, "--source")
        assert raised.value.message == f"--source: {said}"


def test_mode_and_symbolic_link_stay(timeline, store, tmp_path):
    path = store(STORE)
    real = tmp_path / "elsewhere" / "real.yaml"
    real.parent.mkdir()
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to(real)
    named = ("--store", str(path))
    assert timeline("add", "--date", "2020", "--title", "x", *named).status == 0
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "title: x" in real.read_text(encoding="utf-8")
    assert sorted(os.listdir(real.parent)) == ["real.yaml"]


def test_a_store_does_not_become_larger_than_what_is_read_of_one(timeline, store):
    path = store(f"# {'x' * 1_000_000}\n{STORE}")
    before = path.read_text(encoding="utf-8")
    size = path.stat().st_size + 20
    limit = ("--max-size", f"{size}")
    assert timeline("list", *limit).status == 0
    run = timeline("add", "--date", "2020", "--title", "x", *limit)
    assert (run.status, run.out) == (1, "")
    assert "the store, as it would be, has 1,000,3" in run.err
    assert "raise --max-size" in run.err
    assert path.read_text(encoding="utf-8") == before


# On a terminal


TALK = [
    ("Date: ", "Aprl 2020"), ("did you mean April", ""), ("Date: ", "April 2020"),
    ("2020-04: April 2020", None), ("Title (German): ", "NUM gegründet"), ("Title (English): ", "NUM founded"),
    ("Kind (founding): ", "foundng"), ("did you mean founding?", None), ("Kind (founding): ", "f\t"),
    ("Networks, parted by commas (NUM, GBN): ", "num"), ("Place: ", ""), ("Tags, parted by commas: ", "a/b"),
    ("cannot name a tag", None), ("Tags, parted by commas: ", ""),
    ("Source 1", "portait"), ("did you mean portrait?", None), ("Source 1", "portrait"),
    ("Its own words for the date: ", "im April 2020"),
    ("Source 2", "A: new one"), ("Publisher: ", "P"), ("Published: ", "Mai 2020"),
    ("URL: ", "nowhere"), ("not a web address", None), ("URL: ", "https://p.example"),
    ("Its own words for the date: ", ""), ("Source 3", ""), ("Id [num-founded]: ", "early"), ("is taken", None),
    ("Id [num-founded]: ", ""), ("+    title: {de: NUM gegründet, en: NUM founded}", None), ("Write this? [Y/n]: ", "y"),
    ("added num-founded", None),
]  # fmt: skip


def test_on_a_terminal_what_is_missing_is_asked_for(store, tmp_path):
    path = store(STORE)
    shown = talk_in_terminal(TALK, sys.executable, "-m", "timeline", "add", "--today", "2026-11-22",
                             columns=100)  # fmt: skip
    assert shown.status == 0, shown.text
    text = path.read_text(encoding="utf-8")
    assert '  p-new-one: {title: "A: new one"' in text
    assert "    sources: [{source: portrait, stated: im April 2020}, p-new-one]\n" in text
    assert text.count("id:") == STORE.count("id:") + 1


def test_on_a_terminal_nothing_is_written_that_checks_call_wrong(store):
    path = store(STORE)
    talk = [
        ("Date: ", "1. Mai 2020"), ("Title (German): ", "Nur \u202e deutsch"), ("has the character U+202E", None),
        ("Title (German): ", "Nur deutsch"), ("Title (English): ", ""), ("Kind", ""), ("Networks", ""),
        ("Place: ", ""), ("Tags", ""), ("Source 1", "https://a.example/ä x"), ("is not a web address", None),
        ("Source 1", "portrait"), ("Its own words for the date: ", "im Juni 2020"), ("Source 2", ""), ("Id ", ""),
        ("error[stated-date]", None), ("to try again: timeline add --date 2020-05-01 --title-de 'Nur deutsch'", None),
        ("nothing was written", None),
    ]  # fmt: skip
    shown = talk_in_terminal(talk, sys.executable, "-m", "timeline", "add", "--today", "2026-11-22",
                             columns=200)  # fmt: skip
    assert shown.status == 1, shown.text
    assert "Write this?" not in shown.text
    assert path.read_text(encoding="utf-8") == STORE


@pytest.mark.parametrize(
    "talk",
    [
        [("Date: ", "\x04")],
        [("Date: ", "2020"), ("Title (German): ", "\x04")],
        [*TALK[:-2], ("Write this? [Y/n]: ", "maybe"), ("neither yes nor no", None), ("Write this?", "n")],
    ],
)  # fmt: skip
def test_who_leaves_changes_nothing(talk, store):
    path = store(STORE)
    shown = talk_in_terminal([*talk, ("nothing was written", None)], sys.executable, "-m", "timeline",
                             "add", "--today", "2026-11-22", columns=100)  # fmt: skip
    assert shown.status == 1, shown.text
    assert path.read_text(encoding="utf-8") == STORE


# The editor


EDITOR = """\
#!{python}
import sys
{body}
"""


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Make a program the editor; it writes its arguments to a file."""

    def make(body="", name="vim"):
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        said = tmp_path / "said"
        path.write_text(
            EDITOR.format(
                python=sys.executable,
                body=f"open({str(said)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n{body}",
            )
        )
        path.chmod(0o755)
        monkeypatch.setenv("VISUAL", str(path))
        return said

    return make


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vim", "+8 PATH"), ("nano", "+8 PATH"), ("emacsclient", "+8 PATH"),
        ("code", "--wait --goto PATH:8"), ("hx", "PATH:8"), ("subl", "--wait PATH:8"),
        ("kate", "--block --line 8 PATH"), ("my-editor", "PATH"),
    ],
)  # fmt: skip
def test_the_editor_opens_at_the_line_of_the_event(name, told, editor, timeline, store):
    path = store(STORE)
    said = editor(name=name)
    run = timeline("edit", "early")
    assert run.status == 0, run.err
    assert said.read_text() == told.replace("PATH", str(path)) + "\n"
    assert run.err == "nothing was changed\n"


def test_what_was_broken_is_told_and_exits_with_one(editor, timeline, store):
    path = store(STORE)
    editor(
        f"p = {str(path)!r}; t = open(p).read(); open(p, 'w').write(t.replace('date: 2019', 'date: 2019-13'))"
    )
    run = timeline("edit", "early")
    assert run.status == 1
    assert "events.yaml:9:11: error[bad-date]" in run.err
    assert run.err.endswith("the store has 1 error\n")


def test_a_broken_store_can_be_edited_at_its_first_error(editor, timeline, store):
    path = store("events:\n  - id: a\n    titel: A\n    date: 2020\n")
    said = editor(
        f"p = {str(path)!r}; t = open(p).read(); open(p, 'w').write(t.replace('titel', 'title'))"
    )
    run = timeline("edit")
    assert run.status == 0, run.err
    assert said.read_text() == f"+3 {path}\n"


def test_an_event_is_found_in_what_cannot_be_read_to_its_end(editor, timeline, store):
    path = store('events:\n  - id: a\n    date: [\n  - {id: "early", date: 2020, title: Early}\n')
    said = editor()
    assert timeline("edit", "early").status == 1
    assert said.read_text() == f"+4 {path}\n"
    run = timeline("edit", "earl")
    assert (run.status, run.err.partition(";")[0]) == (2, "timeline: there is no event 'earl'")


def test_who_wants_to_goes_back_in(editor, store):
    path = store(STORE)
    said = editor(f"p = {str(path)!r}; t = open(p).read(); bad = '2019-13' in t\n"
                  "open(p, 'w').write(t.replace('2019-13', '2019') if bad else t.replace('date: 2019', 'date: 2019-13'))")  # fmt: skip
    shown = talk_in_terminal(
        [("the store has 1 error", None), ("Go back in? [Y/n]: ", "")],
        sys.executable, "-m", "timeline", "edit", "early",
    )  # fmt: skip
    assert shown.status == 0, shown.text
    assert said.read_text() == f"+8 {path}\n+9 {path}\n"
    assert path.read_text(encoding="utf-8") == STORE


def test_a_file_that_the_editor_deleted_can_be_put_back(editor, timeline, store):
    path = store(STORE)
    editor("import os; os.unlink(sys.argv[-1])")
    run = timeline("edit", "early")
    assert (run.status, run.err.count("\n")) == (1, 2)
    assert run.err.endswith(
        "timeline: the store has lost a file; take it from a backup, or from git\n"
    )
    store(STORE)
    shown = talk_in_terminal([("is not there any more", None), ("Put it back as it was? [Y/n]: ", "y")],
                             sys.executable, "-m", "timeline", "edit", "early", columns=100)  # fmt: skip
    assert shown.status == 0, shown.text
    assert path.read_text(encoding="utf-8") == STORE


def test_errors_of_the_editor(timeline, store, monkeypatch):
    store(STORE)
    for value, said in (
        ("nosuch-editor", "the editor 'nosuch-editor' does not start: no such file or directory"),
        ("'", 'VISUAL "\'" cannot be read'),
        ("false", "the editor 'false' ended with status 1"),
    ):
        monkeypatch.setenv("VISUAL", value)
        run = timeline("edit", "early")
        assert run.status in (1, 2)
        assert f"timeline: {said}" in run.err
    monkeypatch.setenv("VISUAL", "  ")
    monkeypatch.setenv("EDITOR", "true")
    assert timeline("edit", "early").err == "nothing was changed\n"
    run = timeline("edit", "erly")
    assert (run.status, run.err) == (2, "timeline: there is no event 'erly'; did you mean early?\n")
