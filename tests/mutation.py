"""Measure with mutmut how many small mistakes in a package the tests notice.

    python -m tests.mutation [PACKAGE...] [--sample N] [--seed S] [--processes P]

Each package is changed in a copy of the checkout of its own (``.mutation/PACKAGE``), where mutmut
asks, in forks of one process, those of the tests named here that touch the changed function: a
mutant takes a second or two. What survives, or does not end, is tried again in a process of its own,
where modules are imported with the mistake in them, by all of these tests and some more.
What only others would notice counts as survived. CONTRIBUTING.md has the numbers.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import random
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from multiprocessing.pool import ThreadPool
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIES = ROOT / ".mutation"

TESTS = {
    "dates": (
        "tests/dates", "tests/test_keys.py", "tests/test_checks.py", "tests/test_errors.py",
        "tests/importers/test_dating.py", "tests/importers/test_timelinejs.py",
    ),
    "store": (
        "tests/test_store.py", "tests/test_store_figures.py", "tests/test_store_hostile.py",
        "tests/test_store_properties.py", "tests/test_errors.py", "tests/test_edits.py", "tests/test_add.py",
        "tests/test_locate.py", "tests/test_order.py", "tests/test_stream.py", "tests/test_schema.py",
        "tests/test_diff.py", "tests/test_limits.py", "tests/test_places.py",
    ),
    "query": (
        "tests/test_query.py", "tests/test_language.py", "tests/test_tally.py", "tests/test_gaps.py",
        "tests/test_first.py", "tests/test_ranking.py", "tests/test_matches.py", "tests/test_python.py",
        "tests/test_other_engines.py", "tests/test_completion.py", "tests/test_names.py",
    ),
    "checks": ("tests/test_checks.py", "tests/test_findings.py", "tests/test_schema.py"),
}  # fmt: skip

MORE = ("tests/test_errors.py", "tests/test_cli_transcripts.py", "tests/test_never_lost.py")
"""What a mutant that survived is shown as well."""

PATIENCE = 5
"""How many times as long as usual a mutant may take in a process of its own, before it is ended."""

# Hypothesis and hashes are the same in every run: CI makes hypothesis derandomized, without a
# database of examples. Processes that a test starts import the checkout, and notice no mutant.
_SURROUNDINGS = {"CI": "true", "PYTHONHASHSEED": "0"}

# Servers, shells and a virtual machine are no company for forks; measured times are another matter.
_UNFIT = "not (clickhouse or postgres or spark or real_ or takes_long or quickly)"

# The server of forks has run no test: nothing is remembered there that a mutant would have to find.
# A loop that does not end takes any time there is; what is merely slow on a busy machine does not.
_CONFIGURATION = """
[tool.mutmut]
source_paths = ["timeline"]
only_mutate = ["timeline/{package}/*"]
also_copy = ["docs", "benchmarks", "events.yaml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
pytest_add_cli_args = ["-n0", "-p", "no:cacheprovider", "-k", "{unfit}"]
pytest_add_cli_args_test_selection = {tests}
timeout_constant = 10.0
timeout_multiplier = 4.0
track_dependencies = false
use_git_change_detection = false
process_isolation = "forkserver"
"""

_OUTCOMES = {
    None: "untried", 0: "survived", 1: "killed", 3: "killed", 5: "untested", 33: "untested",
}  # fmt: skip
"""What exit codes of pytest mean, and mutmut's own 33; any other is a process that was ended."""


def main(arguments: list[str]) -> int:
    """Measure the packages that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=", ".join(TESTS))
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    for unknown in set(options.packages) - set(TESTS):
        parser.error(f"there is no package {unknown!r}; valid: {', '.join(TESTS)}")
    for package in options.packages or TESTS:
        folder = copy(package)
        names = mutants(folder, package)
        chosen = names
        if options.sample:
            chosen = random.Random(options.seed).sample(names, min(options.sample, len(names)))
        run(folder, sorted(chosen), options.processes)
        found = outcomes(folder, chosen)
        left = [name for name, word in found.items() if word != "killed"]
        began = time.monotonic()
        again(folder, package, None, "")
        patience = PATIENCE * (time.monotonic() - began)
        with ThreadPool(options.processes) as pool:
            found |= zip(
                left, pool.map(partial(again, folder, package, patience), left), strict=True
            )
        report(package, len(names), found)
    return 0


def copy(package: str) -> Path:
    """Bring the copy of a package up to date with the checkout; return its folder."""
    folder = COPIES / package
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, folder / name
        if not source.is_file():
            continue
        data = source.read_bytes()
        if source.parent == ROOT / "timeline" / package and source.suffix == ".py":
            data = undecorated(data.decode()).encode()
        if not (target.exists() and target.read_bytes() == data):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            if target.suffix == ".py":  # which tests touch which function is to be seen anew
                (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    configuration = _CONFIGURATION.format(
        package=package, unfit=_UNFIT, tests=json.dumps(TESTS[package])
    )
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8") + configuration
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def undecorated(text: str) -> str:
    """Apply decorators below what they decorate, because mutmut leaves decorated functions alone."""
    lines = text.splitlines()
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    for node in sorted(functions, key=lambda node: -node.lineno):
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        if not decorators or {"overload", "staticmethod", "classmethod"} & set(decorators):
            continue
        wrapped = node.name
        for decorator in reversed(decorators):
            wrapped = f"{decorator}({wrapped})"
        lines.insert(node.end_lineno or 0, f"{' ' * node.col_offset}{node.name} = {wrapped}")
        del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines) + "\n"


def mutants(folder: Path, package: str) -> list[str]:
    """Write down all mutants of a package, as mutmut would; return their names."""
    os.chdir(folder)  # where mutmut looks for its configuration when it is imported
    from mutmut.__main__ import create_mutants_for_file

    names: list[str] = []
    for path in sorted(Path("timeline", package).glob("*.py")):
        written = Path("mutants", path)
        written.parent.mkdir(parents=True, exist_ok=True)
        create_mutants_for_file(path, written)
        names += json.loads(Path(f"{written}.meta").read_text(encoding="utf-8"))["exit_code_by_key"]
    return names


def run(folder: Path, names: list[str], processes: int) -> None:
    """Let mutmut try mutants; raise CalledProcessError where the tests fail without any."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes), *names]
    with (folder / "mutmut.log").open("w", encoding="utf-8") as log:
        subprocess.run(
            command, cwd=folder, check=True, stdout=log, stderr=subprocess.STDOUT,
            env=os.environ | _SURROUNDINGS,
        )  # fmt: skip


def outcomes(folder: Path, names: list[str]) -> dict[str, str]:
    """Return what became of each of these mutants: killed, survived, untested or ended."""
    codes: dict[str, int | None] = {}
    for path in (folder / "mutants").rglob("*.py.meta"):
        codes |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {name: _OUTCOMES.get(codes[name], "ended") for name in names}


def again(folder: Path, package: str, patience: float | None, name: str) -> str:
    """Try one mutant, or none where the name is "", in a process of its own.

    It is ended after so many seconds: on a busy machine mutmut itself gives up too early.
    """
    command = [sys.executable, "-m", "pytest", "-x", "-n0", "-p", "no:cacheprovider", "-k", _UNFIT]
    try:
        done = subprocess.run(
            [*command, *TESTS[package], *MORE],
            cwd=folder / "mutants", check=False, capture_output=True, timeout=patience,
            env=os.environ | _SURROUNDINGS | {"MUTANT_UNDER_TEST": name},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "ended"
    if not name and done.returncode:
        raise RuntimeError(done.stdout.decode()[-2000:])
    return "killed" if done.returncode == 1 else "survived"


def report(package: str, total: int, found: dict[str, str]) -> None:
    """Print the score of a package, and the mutants that want to be looked at."""
    counts = Counter(found.values())
    noticed = counts["killed"] + counts["ended"]
    low, high = interval(noticed, len(found))
    print(
        f"{package}: {noticed / len(found):.1%} of {len(found):,} mutants (of {total:,}; 95 % sure: "
        f"{low:.1%} to {high:.1%}); " + ", ".join(f"{n} {word}" for word, n in counts.items())
    )
    for name, word in sorted(found.items()):
        if word != "killed":
            print(f"    {word} {name}")
    print(f"cd {COPIES / package} && python -m mutmut show NAME  # shows one", flush=True)


def interval(successes: int, tries: int) -> tuple[float, float]:
    """Return Wilson's interval, at 95 %, of the share that so many successes stand for."""
    z = 1.959964
    share, spread = successes / tries, z * z / tries
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / tries + spread / tries / 4) / (1 + spread)
    return middle - half, middle + half


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
