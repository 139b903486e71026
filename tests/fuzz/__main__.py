"""Run one target, or all of them, with atheris where it is installed, else with random changes.

    python -m tests.fuzz [TARGET] [EXECUTIONS] [SEED]

Ends with 1 where an input raises what it must not, or takes longer than a second; such an input is
kept in ``.fuzz/`` under its digest, and is to become a test.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import cast

FOUND = Path(".fuzz")
SLOW = 1.0
"""Seconds of the processor that an input may take."""


def main(arguments: list[str]) -> int:
    """Fuzz as the command line says; return the exit status."""
    with instrumented():
        from tests.fuzz.targets import TARGETS

    name, count, seed = (*arguments, *("all", "1000000", "1")[len(arguments) :])
    if name == "all":
        runs = [subprocess.run([sys.executable, "-m", "tests.fuzz", one, count, seed], check=False)
                for one in TARGETS]  # fmt: skip
        return max(run.returncode != 0 for run in runs)
    if name not in TARGETS:
        print(f"there is no target {name!r}; valid: all, {', '.join(TARGETS)}", file=sys.stderr)
        return 2
    FOUND.mkdir(exist_ok=True)
    run = with_atheris if find_spec("atheris") else by_chance
    return run(name, int(count), int(seed))


def instrumented() -> AbstractContextManager[None]:
    """Let what is imported now tell atheris, where that is installed, which parts of it are reached."""
    if not find_spec("atheris"):
        return nullcontext()
    import atheris

    # What was imported before would tell nothing, and every input would look like the others.
    assert "timeline" not in sys.modules
    return cast("AbstractContextManager[None]", atheris.instrument_imports(include=["timeline"]))


def by_chance(name: str, count: int, seed: int) -> int:
    """Run a target on inputs made at random."""
    from tests.fuzz.mutating import mutated
    from tests.fuzz.targets import seeds, tokens

    inputs = mutated(seeds(name), tokens(name), random.Random(seed))
    started = time.monotonic()
    for _ in range(count):
        data = next(inputs)
        try:
            once(name, data)
        except Exception:
            kept = FOUND / f"{name}-{hashlib.sha1(data).hexdigest()[:12]}"
            kept.write_bytes(data)
            print(f"{name}: {kept}", file=sys.stderr)
            raise
    print(
        f"{name}: {count:,} executions in {time.monotonic() - started:.0f} s, nothing found",
        flush=True,
    )
    return 0


def once(name: str, data: bytes) -> None:
    """Run a target once; raises what it raises, and TimeoutError where it takes too long."""
    from tests.fuzz.targets import TARGETS

    started = time.process_time()
    TARGETS[name](data)
    if (taken := time.process_time() - started) > SLOW:
        raise TimeoutError(f"{taken:.1f} s")


def with_atheris(name: str, count: int, seed: int) -> int:
    """Run a target under atheris, which looks for inputs that reach other parts of the code."""
    import atheris

    from tests.fuzz.targets import seeds, tokens

    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "tokens")
        corpus.mkdir()
        for number, data in enumerate(seeds(name)):
            (corpus / str(number)).write_bytes(data)
        words.write_text("".join(f'"{_escaped(token)}"\n' for token in tokens(name) if token))
        atheris.Setup(
            [sys.argv[0], f"-runs={count}", f"-seed={seed}", "-max_len=4096", f"-dict={words}", "-print_final_stats=1",
             "-rss_limit_mb=2048", "-verbosity=0", f"-artifact_prefix={FOUND}/{name}-", str(corpus)],
            lambda data: once(name, data),
        )  # fmt: skip
        started = time.monotonic()
        atheris.Fuzz()  # leaves the process itself where something is found
    print(
        f"{name}: {count:,} executions in {time.monotonic() - started:.0f} s, nothing found",
        flush=True,
    )
    return 0


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
