"""requirements/ locks, by hash, what pyproject.toml asks for."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.conftest import ROOT

FOLDER = ROOT / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]

pytestmark = pytest.mark.skipif(not LOCKS, reason="an sdist has no locks")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def pins(lock: str) -> dict[str, list[Version]]:
    """Return the versions of each name: more than one where Pythons or systems differ."""
    found: dict[str, list[Version]] = {}
    text = (FOLDER / lock).read_text("utf-8")
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE):
        found.setdefault(plain(name), []).append(Version(version))
    return found


def asked(*groups: list[str]) -> list[Requirement]:
    found = [Requirement(line) for group in groups for line in group]
    return [one for one in found if one.name != PROJECT["name"]]


USED = asked(PROJECT["dependencies"], EXTRAS["png"], EXTRAS["xlsx"], EXTRAS["sql"])


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_version_is_held_against_a_hash_and_no_index_is_named(lock):
    text = re.sub(r"^\s*#.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        first, *hashes = entry.replace("\\\n", "\n").split("\n")
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^\\]+)?\s*", first), first
        assert hashes
        assert all(re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}\s*", line) for line in hashes)


@pytest.mark.parametrize(("lock", "wanted"), [
    ("run.txt", USED),
    ("dev.txt", [*USED, *asked(EXTRAS["dev"])]),
    ("build.txt", asked(PYPROJECT["build-system"]["requires"])),
])  # fmt: skip
def test_what_pyproject_asks_for_is_locked_in_a_version_that_it_admits(lock, wanted):
    assert wanted
    for one in wanted:
        versions = pins(lock).get(plain(one.name), [])
        assert versions, f"{one} is not locked: requirements/lock"
        assert all(version in one.specifier for version in versions), one


def test_there_is_one_environment_and_not_several():
    everything = pins("dev.txt")
    for lock in ("run.txt", "build.txt"):
        for name, versions in pins(lock).items():
            assert versions == everything.get(name, versions), name
    assert pins("run.txt").keys() <= pins("dev.txt").keys()


@pytest.mark.parametrize("one", USED, ids=lambda one: one.name)
def test_the_lowest_versions_are_the_bounds_of_pyproject(one):
    (bound,) = [part.version for part in one.specifier if part.operator == ">="]
    assert pins("lowest.txt")[plain(one.name)] == [Version(bound)]


def test_npm_holds_what_it_fetches_against_its_hash_and_runs_nothing_of_it():
    wanted = json.loads((FOLDER / "package.json").read_text("utf-8"))["devDependencies"]
    locked = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))["packages"]
    assert locked.pop("")["devDependencies"] == wanted
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    for name, entry in locked.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, "a registry is named"
        assert "hasInstallScript" not in entry, name
