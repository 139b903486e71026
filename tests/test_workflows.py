"""What runs on GitHub: pinned, with no more rights than it needs, and nothing that others can write into."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))

pytestmark = pytest.mark.skipif(not FILES, reason="an sdist has no workflows")

RIGHTS = {
    ("release.yml", "attest"): {"id-token": "write", "attestations": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
    ("release.yml", "announce"): {"contents": "write"},
}
"""All jobs that may do more than read."""

PINNED = re.compile(r"([\w.-]+/[\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")


def workflows() -> dict[str, dict[Any, Any]]:
    return {file.name: yaml.safe_load(file.read_text("utf-8")) for file in FILES}


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [(file, name, job) for file, flow in workflows().items()
            for name, job in flow["jobs"].items()]  # fmt: skip


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [(f"{file}: {name}", step) for file, name, job in jobs()
            for step in job.get("steps", [])]  # fmt: skip


def test_every_action_is_a_commit_beside_which_its_version_stands_the_same_everywhere():
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines()]
    said = [line.partition("uses: ")[2] for line in lines if "uses:" in line]
    used = [step["uses"] for _, step in steps() if "uses" in step]
    called = [job["uses"] for *_, job in jobs() if "uses" in job]
    assert len(said) == len(used) + len(called)
    pins: dict[str, set[tuple[str, str]]] = {}
    for action in said:
        if action in called:
            assert re.fullmatch(r"\$/\.github/workflows/\w+\.yml", action)
            assert (ROOT / action.removeprefix("$/")).is_file()
        else:
            pinned = PINNED.fullmatch(action)
            assert pinned, action
            pins.setdefault(pinned[1], set()).add((pinned[2], pinned[3]))
    assert {name: len(found) for name, found in pins.items()} == dict.fromkeys(pins, 1)


def test_a_job_may_read_and_what_may_do_more_is_listed_here():
    assert [flow["permissions"] for flow in workflows().values()] == [{}] * len(FILES)
    for file, name, job in jobs():
        assert job["permissions"] == RIGHTS.get((file, name), {"contents": "read"}), (file, name)


def test_what_may_do_more_than_read_runs_no_code_of_the_repository():
    for file, name, job in jobs():
        if (file, name) in RIGHTS:
            used = [step.get("uses", "") for step in job["steps"]]
            assert not any(
                "checkout" in action or action.startswith(("./", "$/")) for action in used
            )
            assert not any(".ci" in step.get("run", "") for step in job["steps"])


def test_nothing_that_others_write_gets_into_a_script_and_there_are_no_secrets():
    for place, step in steps():
        assert "${{" not in step.get("run", ""), place
    for file in FILES:
        text = file.read_text("utf-8")
        assert "pull_request_target" not in text
        assert "workflow_run" not in text
        assert "secrets" not in text.replace("or secret", "")


def test_a_checkout_leaves_no_token_behind():
    checkouts = [step for _, step in steps() if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_everything_ends_and_nothing_is_published_twice_at_once():
    for file, name, job in jobs():
        assert "uses" in job or job["timeout-minutes"] <= 90, (file, name)
    for flow in workflows().values():
        assert flow["concurrency"]["group"]
    assert workflows()["release.yml"]["concurrency"]["cancel-in-progress"] is False


def test_a_release_is_published_as_it_was_built_and_only_when_everything_passed():
    released = workflows()["release.yml"]["jobs"]
    assert set(released["attest"]["needs"]) == {"checks", "audit", "build"}
    assert released["publish"]["needs"] == ["attest"]
    assert released["announce"]["needs"] == ["publish"]
    assert released["publish"]["environment"] == "pypi"
    building = [name for name, job in released.items() for step in job.get("steps", [])
                if ".ci/build" in step.get("run", "")]  # fmt: skip
    assert building == ["build"]


def test_what_they_run_is_there_and_on_the_pythons_that_are_supported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.findall(r":: (3\.\d+)$", "\n".join(project["classifiers"]), re.MULTILINE)
    tests = workflows()["ci.yml"]["jobs"]
    assert tests["gate"]["strategy"]["matrix"]["python"] == named
    assert tests["lowest"]["steps"][1]["with"]["python-version"] == named[0]
    assert project["requires-python"] == f">={named[0]}"
    scripts = {step["run"].split()[0] for _, step in steps() if "run" in step} - {"gh"}
    assert scripts == {".ci/run", ".ci/lowest", ".ci/build", ".ci/audit"}
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)


def test_zizmor_finds_no_weakness():
    command = shutil.which("zizmor", path=os.path.dirname(sys.executable))
    if not command:
        pytest.skip("zizmor is not installed")
    run = subprocess.run([command, "--offline", "--no-progress", str(FOLDER)],
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
