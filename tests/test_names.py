"""Which names of a store are meant by what is typed, and what is said where there is none."""

from __future__ import annotations

import pytest

from timeline.errors import UsageError
from timeline.query import names
from timeline.query.fields import is_term
from timeline.store.locate import Location
from timeline.workspace import Workspace

STORE = """
networks:
  NUM: {name: {de: Netzwerk Universitätsmedizin, en: Network of University Medicine}}
  MII: {name: {en: Medical Informatics Initiative}}
kinds: {law: {name: {en: Statute}}, founding: }
events:
  - {id: one, date: 2020, title: One, networks: [NUM], kind: law, place: "Haus 1, Frankfurt am Main", tags: [a],
     figures: {sites_all: 1, funding_eur: 2}}
  - {id: two, date: 2021, title: Two, networks: [MII], kind: founding, place: Berlin, figures: {sites_all: 3}}
"""
MANY = "events:\n" + "".join(
    f"  - {{id: e{n:02}, date: 2020, title: T, place: P{n:02}, tags: [t{n:02}], sources: [{{title: S{n:02}}}],"
    f" figures: {{f{n:02}: 1}}}}\n"
    for n in range(21)
)


EVERY = "the * stands for the rest of a name"
PLACES = "see 'timeline stats --by place'"

MEANT = [  # what is asked, what is typed, what is meant or said
    (("name", "network", "num"), ("NUM",)),
    (("name", "network", "NUN"), "there is no network 'NUN'; did you mean NUM?"),
    (("name", "network", "Netzwerk Universitätsmedizin"),
     "there is no network 'Netzwerk Universitätsmedizin'; did you mean NUM?"),
    (("name", "network", "Network of University Medicine"),
     "there is no network 'Network of University Medicine'; did you mean NUM?"),
    (("name", "network", "zzz"), "there is no network 'zzz'; valid: NUM, MII"),
    (("name", "kind", "Statute"), "there is no kind 'Statute'; did you mean law?"),
    (("name", "tag", "Statute"), "there is no tag 'Statute'; valid: a"),
    (("name", "source", "zzz"), "there is no source 'zzz'; this store has no sources"),
    (("name", "figure", "sites"), "there is no figure 'sites'; did you mean sites_all?"),
    (("name", "figure", "zzz"), "there is no figure 'zzz'; valid: sites_all, funding_eur"),
    (("names_starting", "network", "nu"), ("NUM",)),
    (("names_starting", "network", "x"), f"no network starts with 'x'; {EVERY}"),
    (("names_starting", "network", "nun"), "no network starts with 'nun'; did you mean NUM?"),
    (("names_starting", "kind", "la"), ("law",)),
    (("names_starting", "id", "o"), ("one",)),
    (("names_starting", "id", "onx"), "no id starts with 'onx'; did you mean one?"),
    (("names_starting", "id", "zz"), f"no id starts with 'zz'; {EVERY}"),
    (("place", "berlin"), ("Berlin",)),
    (("place", "BERL*"), ("Berlin",)),
    (("place", "haus 1"), ("Haus 1, Frankfurt am Main",)),
    (("place", "am main"), ("Haus 1, Frankfurt am Main",)),
    (("place", "mai*"), ("Haus 1, Frankfurt am Main",)),
    (("place", "mai"), "there is no place 'mai'; did you mean Main?"),
    (("place", "Frankfrt"), "there is no place 'Frankfrt'; did you mean Frankfurt?"),
    (("place", "aus 1"), f"there is no place 'aus 1'; {PLACES}"),
    (("place", "frankfurt haus"), f"there is no place 'frankfurt haus'; {PLACES}"),
    (("place", "*"), f"there is no place '*'; {PLACES}"),
    (("event", "ONE"), "one"),
    (("event", "onr"), "there is no event 'onr'; did you mean one?"),
    (("event", "zzzz"), "there is no event 'zzzz'; see 'timeline list --fields id'"),
]  # fmt: skip

LISTED = {  # what there is where there is much
    "tag": "see 'timeline tags'",
    "source": "see 'timeline sources'",
    "place": "for example P00",
    "network": "this store has no networks",
    "figure": "valid: f00, f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11 and 9 more",
}


@pytest.fixture
def ask(tmp_path):
    """Return a function that asks a store, written as YAML, what is meant by a name."""

    def run(text, what, *arguments):
        path = tmp_path / "events.yaml"
        path.write_text(text, encoding="utf-8")
        workspace = Workspace(Location(str(path), "test"), None)
        try:
            return getattr(workspace, f"find_{what}")(*arguments)
        except UsageError as error:
            return f"{error.message}; {error.hint}"
        finally:
            workspace.close()

    return run


@pytest.mark.parametrize(("asked", "meant"), MEANT)
def test_a_name_is_found_or_another_one_is_offered(ask, asked, meant):
    assert ask(STORE, *asked) == meant


@pytest.mark.parametrize("field", LISTED)
def test_of_many_names_some_are_given_or_where_they_are_listed(ask, field):
    assert ask(MANY, "name", field, "zzzzz") == f"there is no {field} 'zzzzz'; {LISTED[field]}"


def test_what_stands_for_very_many_names_has_to_be_longer(ask, monkeypatch):
    monkeypatch.setattr(names, "_MOST_NAMES", 20)
    said = "'t' begins more than 20 names; write more of it"
    assert ask(MANY, "names_starting", "tag", "t") == said
    assert len(ask(MANY, "names_starting", "tag", "t0")) == 10
    assert ask(MANY, "place", "p*") == "'p*' names more than 20 places; write more of it"
    assert len(ask(MANY, "place", "p1*")) == 10


def test_as_many_names_as_a_hint_may_list_are_listed(ask):
    twenty = "".join(MANY.splitlines(keepends=True)[:-1])
    tags = ", ".join(f"t{n:02}" for n in range(20))
    assert ask(twenty, "name", "tag", "zzzzz") == f"there is no tag 'zzzzz'; valid: {tags}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("OR", True), ("or", False), ("NOT", True), ("not:x", True), ("NOT:x", True), ("(a", True), ("a b", True),
     ('"a"', True), ("network:NUM", True), ("NETWORK:x", True), ("figures.sites:3", True), ("v1.0:old.yaml", False),
     ("main@{2 days ago}", False), ("main@{1}", False), ("HEAD~3", False), ("network", False), ("x:y", False)],
)  # fmt: skip
def test_a_term_is_told_from_a_revision(text, expected):
    assert is_term(text) is expected
