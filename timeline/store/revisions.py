"""A store as it was at a git revision: its bytes, asked of git itself.

Only git's plumbing is called, without a shell, a pager, a filter or the network, and nothing is
ever written or checked out.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import TimelineError, UsageError
from timeline.spelling import did_you_mean
from timeline.store.files import files_in, names_among, too_large
from timeline.store.locate import FILE
from timeline.store.nodes import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

_QUIET = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # A partial clone would fetch what it lacks: the first is for git from 2.44 on.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_COMMIT = re.compile("[0-9a-f]{40,64}")
_LINK = "120000"
_NO_REPOSITORY = ("not a git repository", "must be run in a work tree")


class _Entry(NamedTuple):
    """What a tree holds under a name."""

    mode: str
    kind: str
    object: str


def files_at(
    given: str, store: str, folder: str, environment: Mapping[str, str], most: int
) -> list[tuple[str, bytes]]:
    """Return the files of a store at a revision, as (name to show, bytes) in reading order.

    ``given`` is a revision of the repository in which the store at an absolute path lies, or
    ``REVISION:PATH`` as git has it; ``folder`` is the current folder. Raises UsageError where there
    is no such revision, or no store at it; TimelineError where git cannot read it, or it has more
    than ``most`` bytes.
    """
    revision, path = _split(given)
    if not revision or revision.startswith("-") or "\0" in given:
        raise UsageError(
            f"{shown(given)} is neither a file nor a revision", _near_file(given, folder)
        )
    target = os.path.realpath(store)
    home = target if os.path.isdir(target) else os.path.dirname(target)
    git = _Git(home, _surroundings(environment, folder))
    top = git.top()
    here = git.at(folder).top() if path is not None else None
    if here is not None and top in {None, here}:
        home, top = folder, here
    if top is None:
        git.refuse(given, store)
        raise UsageError(f"{shown(given)} is no file, and {store} is not in a git repository",
                         "give two files")  # fmt: skip
    prefix = _relative(home, top)
    if path is None:
        path = _relative(target, top)
    elif re.match(r"\.\.?(/|$)", path):
        path = posixpath.join(prefix, path)
    path = posixpath.normpath(path) if path else ""
    return _Tree(git.at(top), revision, folder, most).files("" if path == "." else path)


def _split(given: str) -> tuple[str, str | None]:
    """Split ``REVISION:PATH`` as git does: not at a colon in braces (``HEAD^{/fix: it}``)."""
    depth = 0
    for at, sign in enumerate(given):
        depth += (sign == "{") - (sign == "}")
        if sign == ":" and depth <= 0:
            return given[:at], given[at + 1 :]
    return given, None


def _relative(path: str, top: str) -> str:
    """Return a path as git names it, from the top of the work tree."""
    return os.path.relpath(os.path.realpath(path), os.path.realpath(top)).replace(os.sep, "/")


def _near_file(given: str, folder: str) -> str:
    try:
        known = [os.path.basename(path) for path in files_in(folder)]
    except OSError:
        known = []
    return did_you_mean(given, known, "give a YAML file, a tag, a branch or a commit")


def _surroundings(environment: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return an environment in which git finds the repository that it would find here."""
    found = {**environment, **_QUIET}
    if given := found.get("GIT_DIR"):
        # Hooks are given a relative one; git is called in another folder.
        found["GIT_DIR"] = os.path.join(folder, given)
        found["GIT_WORK_TREE"] = os.path.join(folder, found.get("GIT_WORK_TREE", ""))
    return found


class _Git:
    """The git program in a folder."""

    def __init__(self, folder: str, environment: Mapping[str, str]) -> None:
        self.folder, self.environment = folder, environment

    def at(self, folder: str) -> _Git:
        return _Git(folder, self.environment)

    def run(self, *arguments: str) -> tuple[bytes | None, str]:
        """Return what git writes (None where it fails) and the first line of what it says.

        Raises UsageError where there is no git, or none that can be run.
        """
        try:
            done = subprocess.run(  # noqa: S603 - git, and arguments that are never options
                ["git", "--no-pager", "-C", self.folder, *arguments],  # noqa: S607 - the user's own git
                capture_output=True, stdin=subprocess.DEVNULL, check=False, env=self.environment,
            )  # fmt: skip
        except FileNotFoundError as error:
            hint = "install it, or compare two files"
            raise UsageError("git is not installed: old revisions cannot be read", hint) from error
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise UsageError(f"git cannot be run: {reason}", "compare two files") from error
        said = done.stderr.decode("utf-8", "replace").partition("\n")[0]
        said = re.sub("^(fatal|error): ", "", said)
        return (None if done.returncode else done.stdout), said

    def top(self) -> str | None:
        """Return the top of the work tree, or None outside of any."""
        out, _ = self.run("rev-parse", "--show-toplevel")
        return os.fsdecode(out.removesuffix(b"\n")) if out else None

    def refuse(self, given: str, store: str) -> None:
        """Raise what git itself says against a repository, if it is there at all."""
        _, said = self.run("rev-parse", "--show-toplevel")
        if not any(usual in said for usual in _NO_REPOSITORY):
            message = (
                f"{shown(given)} is no file, and git refuses the repository of {store}: {said}"
            )
            raise UsageError(message, f"see 'git -C {self.folder} status'")

    def commit(self, revision: str) -> tuple[str, str]:
        """Return the id of the commit that a revision names, or "" and what git says of it."""
        wanted = f"{revision}^{{commit}}"
        out, said = self.run("rev-parse", "--verify", "--end-of-options", wanted)
        found = (out or b"").decode("ascii", "replace").strip()
        return (found if _COMMIT.fullmatch(found) else ""), said


class _Tree:
    """The files of one revision; raises UsageError where there is no such revision."""

    def __init__(self, git: _Git, revision: str, folder: str, most: int) -> None:
        self.git, self.revision, self.left = git, revision, most
        self.commit, said = git.commit(revision)
        if not self.commit:
            reason = f": {said}" if "ambiguous" in said else ""
            message = f"{shown(revision)} is neither a file nor a revision of {git.folder}{reason}"
            raise UsageError(message, self._near_revision(folder))

    def files(self, path: str) -> list[tuple[str, bytes]]:
        """Return the store at a path from the top of the work tree."""
        entry = self._find(path)
        if entry.kind != "tree":
            return [self._read(path, entry)]
        entries = self._entries(path) or {}
        names = names_among(entries)
        if not names:
            raise UsageError(f"the folder {self._shown(path)} has no *.yaml file",
                             self._elsewhere(path))  # fmt: skip
        return [self._read(posixpath.join(path, name), entries[name]) for name in names]

    def _shown(self, path: str) -> str:
        return f"{self.revision}:{path}"

    def _find(self, path: str) -> _Entry:
        if not path:
            return _Entry("", "tree", "")
        parent, name = posixpath.split(path)
        entry = (self._entries(parent) or {}).get(name)
        if entry is None:
            message = f"there was no {shown(path)} at {self.revision}"
            raise UsageError(message, self._elsewhere(path))
        return entry

    def _entries(self, folder: str) -> dict[str, _Entry] | None:
        """Return what a folder held by name, None where it was not there."""
        out, _ = self.git.run("ls-tree", "-z", "--full-tree", f"{self.commit}:{folder}")
        if out is None:
            return None
        lines = (line.partition(b"\t") for line in out.split(b"\0") if line)
        return {os.fsdecode(name): _Entry(*head.decode().split()[:3]) for head, _, name in lines}

    def _read(self, path: str, entry: _Entry) -> tuple[str, bytes]:
        if entry.kind != "blob":
            raise UsageError(f"{self._shown(path)} is not a file", "a store is made of files")
        size = int(self._object(path, "-s", entry))  # a few packed kilobytes may be gigabytes
        if size > self.left:
            raise too_large(self._shown(path), size)
        self.left -= size
        data = self._object(path, "blob", entry)
        if entry.mode == _LINK:
            target = posixpath.join(posixpath.dirname(path), os.fsdecode(data))
            raise UsageError(f"{self._shown(path)} is a link", "name the file it leads to: "
                             f"{self._shown(posixpath.normpath(target))}")  # fmt: skip
        return self._shown(path), data

    def _object(self, path: str, what: str, entry: _Entry) -> bytes:
        out, said = self.git.run("cat-file", what, entry.object)
        if out is None:
            raise TimelineError(f"git cannot read {self._shown(path)}: {said}",
                                "where a clone is partial, fetch the rest of it")  # fmt: skip
        return out

    def _elsewhere(self, path: str) -> str:
        """Say where a store may have lain that is not where it is now."""
        out, _ = self.git.run("ls-tree", "-rz", "--full-tree", "--name-only", self.commit)
        known = [p for p in map(os.fsdecode, (out or b"").split(b"\0")) if p.endswith(".yaml")]
        for name in (posixpath.basename(path), FILE):
            if found := next((p for p in known if posixpath.basename(p) == name), None):
                return f"did you mean {self._shown(found)}?"
        return f"where it lay elsewhere, write {self._shown('PATH')}"

    def _near_revision(self, folder: str) -> str:
        """Say what may have been meant by what is no revision."""
        if ".." in self.revision:
            return f"write {' '.join(filter(None, re.split('[.]{2,3}', self.revision)))}"
        base = re.split("[~^@]", self.revision, maxsplit=1)[0] or self.revision[:1]
        out, _ = self.git.run("rev-parse", "--is-shallow-repository")
        shallow = "this clone is shallow, see 'git fetch --unshallow'" if out == b"true\n" else ""
        if base != self.revision and self.git.commit(base)[0]:
            return f"there is {base}, but not {self.revision}{f': {shallow}' if shallow else ''}"
        kinds = ("refs/heads", "refs/tags", "refs/remotes")
        out, _ = self.git.run("for-each-ref", "--format=%(refname:short)", *kinds)
        refs = ["HEAD", *(out or b"").decode("utf-8", "surrogateescape").split("\n")]
        near = did_you_mean(self.revision, [name for name in refs if name])
        return "; ".join(filter(None, (near, shallow))) or _near_file(self.revision, folder)
