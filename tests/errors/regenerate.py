"""Rewrite the expected texts beside the broken stores; read every change of them with your eyes.

python tests/errors/regenerate.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def inputs() -> list[Path]:
    """Return the broken stores: files, and folders of files."""
    return sorted(p for p in HERE.iterdir() if p.suffix in (".yaml", ".bin") or is_folder(p))


def is_folder(path: Path) -> bool:
    """Tell whether a path is a store of several files."""
    return path.is_dir() and not path.name.startswith("_")


def name_of(path: Path) -> str:
    """Return the name of a case, which begins with its error code."""
    return path.name if path.is_dir() else path.stem


def lay_out(source: Path, folder: Path) -> None:
    """Copy a broken store to where the upward search finds it."""
    if source.is_dir():
        shutil.copytree(source, folder / "events")
    else:
        shutil.copyfile(source, folder / "events.yaml")


def main() -> None:
    """Run ``timeline list`` in every broken store and keep what it says."""
    for source in inputs():
        with tempfile.TemporaryDirectory() as folder:
            lay_out(source, Path(folder))
            environment = {**os.environ, "TIMELINE_CACHE_DIR": f"{folder}/cache",
                           "PYTHONPATH": str(HERE.parent.parent)}  # fmt: skip
            environment.pop("TIMELINE_STORE", None)
            run = subprocess.run([sys.executable, "-m", "timeline", "list"], cwd=folder,
                                 env=environment, capture_output=True, check=False)  # fmt: skip
        if run.returncode != 1 or run.stdout:
            sys.exit(f"{source.name}: exit status {run.returncode}\n{run.stderr.decode()}")
        (HERE / f"{name_of(source)}.txt").write_bytes(run.stderr)


if __name__ == "__main__":
    main()
