"""The layering of docs/architecture.md, asserted from the imports."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = ROOT / "timeline"

# What each part may import, itself and everything it rests on.
BASE = {"errors", "text", "spelling", "frozen"}
DATES = BASE | {"dates"}
MODEL = {"model", "brief", "records", "placement", "figures", "state", "flat"}
ALLOWED = {
    "errors": set(),
    "text": set(),
    "spelling": {"errors", "text"},
    "frozen": set(),
    "dates": DATES,
    "model": MODEL,
    "placement": DATES | MODEL,
    "figures": DATES | MODEL,
    "state": DATES | MODEL,
    "records": MODEL,
    "brief": BASE | MODEL,
    "flat": MODEL,
    "flatten": DATES | MODEL | {"index"},
    "differences": DATES | MODEL | {"differences"},
    "store": DATES | MODEL | {"store"},
    "index": DATES | MODEL | {"store", "index"},
    "query": DATES | MODEL | {"query"},
    "chart": DATES | MODEL | {"chart"},
    "formats": DATES | MODEL | {"chart", "formats", "differences", "flatten"},
    "checks": DATES | MODEL | {"checks"},
    "importers": DATES | {"model", "placement", "importers"},
    "embedding": BASE | {"formats"},
    "workspace": DATES | MODEL | {"store", "index", "query", "workspace"},
    "drafting": DATES | MODEL | {"store", "drafting"},
    "doubts": DATES | MODEL | {"store", "checks"},
    "curation": DATES | MODEL | {"store", "doubts", "workspace", "curation"},
    "addition": DATES | MODEL | {"store", "doubts", "workspace", "curation", "addition"},
    "importing": DATES | MODEL
    | {"store", "importers", "drafting", "curation", "addition", "importing"},
    "chronology": DATES | MODEL
    | {"store", "index", "query", "formats", "differences", "workspace", "chronology"},
    "api": DATES | MODEL | {"workspace", "chronology", "api"},
    "cli": DATES | MODEL
    | {"store", "index", "query", "formats", "differences", "embedding", "workspace", "chronology",
       "drafting", "checks", "curation", "addition", "importers", "importing", "cli"},
    "__init__": set(),
    "__main__": {"cli"},
}  # fmt: skip
HEAVY = {"rich", "yaml", "pydantic", "dateutil", "platformdirs", "icalendar", "jinja2", "hashlib",
         "xlsxwriter", "markdown_it", "sqlglot"}  # fmt: skip
TOUCHES_DISK = {"store", "index", "cli"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, *, top_level_only: bool = False) -> set[str]:
    """Return the modules a file imports; what it only names in annotations does not count."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            if top_level_only and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if isinstance(child, ast.Import):
                found.update(alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom) and child.module:
                found.update(f"{child.module}.{alias.name}" for alias in child.names)
            visit(child)

    visit(tree_of(path))
    return found


def offenders(told: Callable[[Path], set[str]]) -> dict[str, set[str]]:
    """Return what is told against each module that something is told against."""
    return {dotted(path): against for path in modules() if (against := told(path))}


def test_a_module_imports_only_what_lies_below_it():
    def above(path: Path) -> set[str]:
        used = {name.split(".")[1] for name in imports(path) if name.startswith("timeline.")}
        return used - ALLOWED[part_of(path)]

    assert offenders(above) == {}


def test_heavy_libraries_are_imported_inside_functions():
    def heavy(path: Path) -> set[str]:
        # These are made of one library from end to end, and are themselves imported only where that is wanted.
        taken = {{"table.py": "rich", "portable.py": "sqlglot"}.get(path.name, "")}
        return {name.split(".")[0] for name in imports(path, top_level_only=True)} & HEAVY - taken

    assert offenders(heavy) == {}


def test_only_the_store_the_index_and_the_command_line_open_files():
    def opened(path: Path) -> set[str]:
        if part_of(path) in TOUCHES_DISK:
            return set()
        calls = {ast.unparse(n.func) for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)}
        return calls & {"open", "os.open", "os.replace", "os.unlink", "os.remove", "os.makedirs"}

    assert offenders(opened) == {}


def test_only_the_outermost_reads_the_clock_the_terminal_and_the_environment():
    def touched(path: Path) -> set[str]:
        if part_of(path) in ("cli", "api"):
            return set()
        text = path.read_text(encoding="utf-8")
        signs = (".today()", ".now(", "time.time", "isatty", "os.environ", "sys.std")
        return {sign for sign in signs if sign in text}

    assert offenders(touched) == {}


def test_no_imports_run_in_a_circle():
    graph = {
        dotted(path): {
            module
            for name in imports(path)
            for module in (name, name.rpartition(".")[0])
            if name.startswith("timeline")
        }
        for path in modules()
    }

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"circle: {' -> '.join((*trail, module))}"
        if module in done:
            return
        for used in graph.get(module, set()) - {module, "timeline"}:
            # A package's own __init__ is imported with each of its modules.
            if used in graph and not module.startswith(f"{used}."):
                walk(used, (*trail, module))
        done.add(module)

    done: set[str] = set()
    for module in graph:
        walk(module, ())
