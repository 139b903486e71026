"""What is published: all of the package, nothing else, and the same bytes whoever builds it."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import BUNDLED, ROOT

pytest.importorskip("hatchling", reason="hatchling is not installed")


def build(source: Path, target: Path) -> tuple[Path, Path]:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(target)],
                   cwd=source, check=True, capture_output=True)  # fmt: skip
    return next(target.glob("*.whl")), next(target.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a wheel and an sdist of this checkout."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def package() -> set[str]:
    kinds = (".py", ".js", ".css", ".j2", ".yaml", ".typed")
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / "timeline").rglob("*")
            if path.suffix in kinds or path.name == "py.typed"}  # fmt: skip


def test_the_wheel_has_the_package_and_its_chronology_and_nothing_else(built):
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
        assert wheel.read("timeline/events.yaml") == BUNDLED.read_bytes()
        (entry,) = [name for name in names if name.endswith("/entry_points.txt")]
        assert wheel.read(entry).decode() == "[console_scripts]\ntimeline = timeline.__main__:run\n"
    about = {name for name in names if ".dist-info/" in name}
    assert {re.sub(r"^yaml_timeline-[\d.]+\.dist-info/", "", name) for name in about} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE",
    }  # fmt: skip
    assert names - about == package() | {"timeline/events.yaml"}


def test_the_sdist_has_what_builds_tests_and_explains_it_and_nothing_else(built):
    with tarfile.open(built[1]) as sdist:
        files = {member.name.partition("/")[2]: member for member in sdist.getmembers()}
    assert all(member.isreg() for member in files.values())
    assert package() <= files.keys()
    tops = {name.partition("/")[0] for name in files}
    assert tops == {
        ".gitignore", ".pre-commit-hooks.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "PKG-INFO", "README.md",
        "SECURITY.md", "docs", "events.yaml", "pyproject.toml", "tests", "timeline",
    }  # fmt: skip
    assert not [name for name in files if name.endswith((".pyc", ".db", ".orig", "~"))]


def test_the_sdist_builds_the_same_bytes_elsewhere(built, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    with tarfile.open(built[1]) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (source,) = tmp_path.glob("yaml_timeline-*")
    again = build(source, tmp_path / "again")
    assert [path.name for path in again] == [path.name for path in built]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]
