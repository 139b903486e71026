"""What docs/security.md promises of a stranger's folder, watched from outside: every call of the kernel.

A store says whatever could be taken for an order, and its folder holds whatever a program may pick
up on its way: modules by the names of libraries, settings, a pager, a repository that runs programs.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.amount import chosen
from tests.conftest import ROOT
from tests.uncounted import uncounted
from timeline.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

WATCHED = "trace=%network,%file,%process,fchmod,fchown,ftruncate,bpf,mount,ptrace,memfd_create"
OWN = [
    Path(path).resolve()
    for path in (
        ROOT / "timeline",
        sys.prefix,
        sys.base_prefix,
        "/usr",
        "/lib",
        "/lib64",
        "/etc",
        "/proc",
        "/sys",
        "/dev",
    )
]
"""Where Python, the libraries and the system lie."""

READING = {
    "access",
    "faccessat2",
    "getcwd",
    "lstat",
    "newfstatat",
    "readlink",
    "readlinkat",
    "stat",
    "statfs",
    "statx",
}
NEVER = {"socket", "connect", "bind", "listen", "sendto", "sendmsg", "ptrace", "mount", "bpf"}
PROCESS = {
    "clone",
    "clone3",
    "exit",
    "exit_group",
    "fork",
    "vfork",
    "wait4",
    "waitid",
    "kill",
    "tgkill",
    "getpid",
}

TRAP = "open({trap!r}, 'w').close()\n"
MODULES = [
    "yaml",
    "sqlite3",
    "typer",
    "rich",
    "json",
    "re",
    "sitecustomize",
    "usercustomize",
    "timeline",
    "click",
]

STORE = """\
language: en
sources:
  s:
    title: "!include /etc/passwd {{{{ 7 * 7 }}}} ${{HOME}} $(touch {trap}) `touch {trap}`"
    url: https://example.invalid/{{0}}?a=$(touch%20x)
events:
  - id: file
    date: 2020-04
    title: "file:///etc/passwd ../../../../etc/passwd"
    summary: "__import__('os').system('touch {trap}') {{self.__class__}} %(a)s <?xml-stylesheet href='/etc/passwd'?>"
    tags: [passwd]
    place: "/etc/passwd"
    sources: [s]
  - id: entity
    date: 2021
    title: "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b; <img src='https://example.invalid/x.png'>"
    networks: [NUM]
    sources: [s]
"""

CONFIG = """\
[core]
\trepositoryformatversion = 0
\tfsmonitor = "touch {trap}"
\tpager = "touch {trap}"
\tsshCommand = "touch {trap}"
\thooksPath = hooks
[diff "trap"]
\ttextconv = "touch {trap};"
\tcommand = "touch {trap};"
[filter "trap"]
\tsmudge = "touch {trap}"
\tclean = "touch {trap}"
[alias]
\tcat-file = "!touch {trap}"
"""


@dataclass(frozen=True)
class Call:
    """A call of the kernel that did something: its name, its arguments as strace writes them."""

    name: str
    arguments: str

    def paths(self, folder: Path) -> list[Path]:
        """Return the paths and open files among the arguments; what is relative is so to a folder."""
        found = re.findall(
            r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"|^\d+<(/[^>]*)>', self.arguments
        )
        return [(Path(base or folder) / (path or file)).resolve() for base, path, file in found]

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        if self.name in {"open", "openat", "openat2", "creat"}:
            return (
                re.search("O_(CREAT|TRUNC|WRONLY|RDWR|APPEND|TMPFILE)", self.arguments) is not None
            )
        return self.name not in READING | PROCESS | {"chdir", "execve"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a stranger's folder: a checkout with a store, and whatever a program may pick up."""
    folder = tmp_path / "strange"
    folder.mkdir()
    fill = partial(str.format, trap=str(tmp_path / "trap"))
    (folder / "events.yaml").write_text(fill(STORE) + "networks: {NUM: {name: '{0}'}}\n")
    git = partial(subprocess.run, cwd=folder, check=True, capture_output=True)
    git(["git", "init", "-q"])
    git(["git", "add", "events.yaml"])
    git(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"])
    (folder / ".git/config").write_text(fill(CONFIG))
    (folder / ".gitattributes").write_text("*.yaml diff=trap filter=trap\n")
    for name in MODULES:
        (folder / f"{name}.py").write_text(fill(TRAP))
    for name in ("git", "less", "more", "pager", "cat", "tput", "python3"):
        (folder / name).write_text(fill("#!/bin/sh\ntouch {trap}\n"))
        (folder / name).chmod(0o755)
    for name in (".env", "config.yaml", ".timeline.yaml", "pyproject.toml", "setup.cfg"):
        (folder / name).write_text(fill("max-size: 2MB\npager: touch {trap}\n"))
    return folder


@pytest.fixture
def watched(folder, tmp_path):
    """Return a function that runs a command in that folder and returns what it asked of the kernel."""
    trace = tmp_path / "trace"
    if (
        not shutil.which("strace")
        or subprocess.run(["strace", "-qq", "-o", str(trace), "true"], check=False).returncode
    ):
        pytest.skip("strace is not here, or not allowed to trace")
    script = Path(sysconfig.get_path("scripts")) / "timeline"

    def run(*arguments: str, status: int = 0) -> list[Call]:
        environment = uncounted() | {
            "HOME": str(tmp_path / "home"), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(tmp_path / "temporary"),
        }  # fmt: skip
        done = subprocess.run(
            ["strace", "-f", "-y", "-qq", "-s", "4096", "-e", WATCHED, "-o", str(trace), str(script), *arguments],
            cwd=folder, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return list(calls_in(trace.read_text()))

    return run


def calls_in(trace: str) -> Iterator[Call]:
    """Yield the calls that strace saw and that did not fail; another process may come between two halves."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        process, _, said = line.partition(" ")
        if said.endswith(" <unfinished ...>"):
            begun[process] = said.removesuffix(" <unfinished ...>")
            continue
        if resumed := re.match(r" *<\.\.\. \w+ resumed>", said):
            said = begun.pop(process) + said[resumed.end() :]
        call = re.match(r" *(\w+)\((.*)\) += (-?\w+)", said)
        if call and not call[3].startswith("-"):
            yield Call(call[1], call[2])
    yield from (Call(*said.lstrip().split("(", 1)) for said in begun.values())


def is_allowed(call: Call, folder: Path, cache: Path) -> bool:
    """Tell whether a call does what the page says: read the store, write the cache, run git."""
    if call.name in NEVER:
        return False
    if call.name in READING | PROCESS:  # what is there may be asked
        return True
    found = call.paths(folder)
    if call.name == "execve":
        return is_own(found[0])
    if call.writes:
        return all(path.is_relative_to(cache) or path == Path("/dev/null") for path in found)
    # ROOT: where timeline is installed from, Python looks for its modules.
    read = {ROOT, folder, folder / "events.yaml"}
    places = (cache, folder / ".git")
    return all(
        path in read or is_own(path) or any(map(path.is_relative_to, places)) for path in found
    )


def is_own(path: Path) -> bool:
    return any(map(path.is_relative_to, OWN))


COMMANDS = {
    "list": ["list"], "check": ["check"], "search": ["search", "passwd"], "diff": ["diff", "HEAD"],
    "show": ["show", "file"], "stats": ["stats"], "sources": ["sources"], "info": ["info"], "networks": ["networks"],
    "at": ["at", "2020"], "check-github": ["check", "--format", "github"], "schema": ["schema"],
    "table": ["list", "--format", "table", "--color", "always"], "explain": ["list", "--explain", "sql"],
    **{f"as-{name}": ["list", "--format", name] for name in FORMATS if name != "template"},
    "template": ["list", "--template", "{title} {sources.title}"],
}  # fmt: skip


@pytest.mark.parametrize("name", chosen(COMMANDS, lambda place: place < 4))
def test_nothing_runs_nothing_is_fetched_and_nothing_else_is_touched(
    name, watched, folder, tmp_path
):
    for _ in range(2):  # without an index, and with one
        calls = watched(*COMMANDS[name])
        assert len(calls) > 100
        assert not [call for call in calls if not is_allowed(call, folder, tmp_path / "cache")]
    assert not (tmp_path / "trap").exists()
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "command", [[sys.executable, "-m", "timeline", "list"], ["git", "status"], ["./less"]]
)
def test_the_folder_would_run_something(command, folder, tmp_path):
    # Else the tests above would show nothing. It is also why the page says not to use "python -m" there.
    subprocess.run(command, cwd=folder, env=uncounted(), capture_output=True, check=False)
    assert (tmp_path / "trap").exists()
