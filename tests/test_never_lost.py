"""A store under faults: killed, refused, cut short or crowded, it is the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conftest import ROOT
from tests.faults.adder import NO_FAULT, Adder, Call, Fault, Outcome, order
from timeline.errors import TimelineError
from timeline.store import writer
from timeline.store.files import files_in
from timeline.store.loading import examine
from timeline.store.writer import Change, locked, write_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from _pytest.mark import ParameterSet

if sys.platform != "linux":
    pytest.skip("faults.c and extended attributes are for Linux", allow_module_level=True)

SOURCES = "sources:\n  old: {title: Old}\n"
EVENTS = "events:\n  - id: one\n    date: 2020\n    title: One\n    sources: [old]\n"
DRAFT = ".timeline-draft."
EVERYDAY = {("reversed", "kill"), ("scattered", "EIO"), ("file", "full"), ("link", "late"),
            ("file", "short"), ("file", "none")}  # fmt: skip
CHANGING = {"create", "write", "truncate", "chmod", "chown", "utime", "setxattr", "link", "unlink"}
READING = {"access", "close", "faccessat", "faccessat2", "fcntl", "fstat", "getdents64", "getxattr",
           "ioctl", "listxattr", "lseek", "lstat", "newfstatat", "read", "readlink", "stat", "statx"}  # fmt: skip
SPELLINGS = {"openat": "create", "rename": "rename", "renameat2": "rename", "fdatasync": "fsync",
             "fchmod": "chmod", "fchmodat": "chmod", "fchown": "chown", "utimensat": "utime",
             "fsetxattr": "setxattr", "unlinkat": "unlink"}  # fmt: skip
IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can give a file to another owner")


def tag(path: Path) -> None:
    """Give a file an attribute; tmpfs may know none."""
    with contextlib.suppress(OSError):
        os.setxattr(path, "user.from", b"https://num.example")


class Case(NamedTuple):
    """A store: its files, its links, which of them is the store, and where an event goes."""

    files: dict[str, str]
    store: str
    links: Mapping[str, str] = {}
    file: str = ""

    def make(self, root: Path) -> None:
        """Put the store into a folder, in place of what is there."""
        shutil.rmtree(root, ignore_errors=True)
        for name, text in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            tag(path)
            path.chmod(0o640)
            if IS_ROOT:
                os.chown(path, 12345, 54321)
        for name, target in self.links.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(target)

    def order(self, root: Path, name: str, fault: Fault = NO_FAULT) -> dict[str, object]:
        """Return the order to add an event of an id, and with it a source."""
        return order(
            str(root / self.store), name, str(root), fault, source=f"of-{name}", file=self.file
        )


CASES = {
    "file": Case({"store/events.yaml": SOURCES + EVENTS}, "store/events.yaml"),
    "link": Case({"real/events.yaml": SOURCES + EVENTS}, "store/events.yaml",
                 {"store/events.yaml": "../real/events.yaml"}),
    "folder": Case({"store/catalogue.yaml": SOURCES, "store/events.yaml": EVENTS}, "store"),
    "reversed": Case({"store/events.yaml": EVENTS, "store/sources.yaml": SOURCES}, "store"),
    "scattered": Case({"store/real/catalogue.yaml": SOURCES, "store/events.yaml": EVENTS}, "store",
                      {"store/catalogue.yaml": "real/catalogue.yaml"}),
    "new": Case({"store/catalogue.yaml": SOURCES, "store/events.yaml": EVENTS}, "store",
                file="new.yaml"),
}  # fmt: skip
KILLS = ("kill", "torn")
LEAVING = (*KILLS, "dead")
"""Kinds of faults after which there may be a draft that the next writer sweeps away."""

KINDS = {
    "kill": Fault("kill"),
    "torn": Fault("torn"),
    "short": Fault("short"),
    "none": Fault("none"),
    "EIO": Fault("fail", 0, errno.EIO),
    "ENOSPC": Fault("fail", 0, errno.ENOSPC),
    "late": Fault("late", 0, errno.EIO),
    "full": Fault("full", 0, errno.ENOSPC),
    "dead": Fault("dead", 0, errno.EIO),
}


def also(*names: str) -> list[ParameterSet]:
    """Return parameters of those runs in which everything runs."""
    return [pytest.param(name, marks=pytest.mark.long) for name in names]


class State(NamedTuple):
    """What is kept of a file."""

    data: bytes
    mode: int
    owner: tuple[int, int]
    attributes: dict[str, bytes]


def state_of(path: Path) -> State | str:
    if path.is_symlink():
        return os.readlink(path)
    kept = path.stat()
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return State(
        path.read_bytes(), stat.S_IMODE(kept.st_mode), (kept.st_uid, kept.st_gid), attributes
    )


def states(root: Path) -> dict[str, State | str]:
    """Return what lies in a folder and its folders, by names."""
    found = [path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()]
    return {str(path.relative_to(root)): state_of(path) for path in found}


def is_draft(name: str) -> bool:
    return os.path.basename(name).startswith(DRAFT)


def problems_of(path: Path) -> list[str]:
    """Return what keeps a store from being read."""
    names = files_in(str(path)) if path.is_dir() else [str(path)]
    reading = examine((name, Path(name).read_bytes()) for name in names)
    return [problem.message for problem in reading.problems]


@pytest.fixture(scope="module")
def adder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adder]:
    """Return a process that adds events, under a library that was compiled of faults.c."""
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler (Debian: gcc, libc6-dev)")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    source = ROOT / "tests/faults/faults.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    adder = Adder(str(library))
    yield adder
    adder.close()


class Course(NamedTuple):
    """How an addition goes that nothing befalls: the calls, and the store after each file."""

    calls: list[Call]
    steps: list[dict[str, State | str]]


def run_through(case: Case, root: Path, adder: Adder) -> Course:
    """Let an addition succeed, and return its course."""
    case.make(root)
    steps = [states(root)]
    (outcome,) = adder.run(case.order(root, "two"))
    assert outcome[:3] == (0, "done\n", "")
    new = states(root)
    for call in outcome.calls:
        if call.name == "rename":
            steps.append(steps[-1] | {call.other: new[call.other]})
    assert steps[-1] == new != steps[0]
    return Course(outcome.calls, steps)


def assert_nothing_is_lost(
    case: Case, root: Path, course: Course, outcome: Outcome, kind: str
) -> None:
    """Hold what is there after a fault against what may be there, and what was said of it."""
    old, new = course.steps[0], course.steps[-1]
    now = {name: state for name, state in states(root).items() if not is_draft(name)}
    drafts = [name for name in states(root) if is_draft(name)]
    assert now in course.steps
    assert not problems_of(root / case.store)
    if kind in KILLS:
        assert (outcome.status, outcome.out) == (-signal.SIGKILL, "")
        for draft in drafts:  # nobody may read it who may not read the file
            assert case.file or not (root / draft).stat().st_mode & 0o007
        return
    assert not drafts or kind in LEAVING
    if outcome.status == 0:
        assert (outcome.out, outcome.err) == ("done\n", "")
        assert now == new
        return
    assert (outcome.status, outcome.out) == (1, ""), outcome.err
    assert outcome.err.count("\n") == 1
    changed = {name for name, state in now.items() if old.get(name) != state}
    for name in (name for name in new if old.get(name) != new[name]):
        said = rf"{os.path.basename(name)} was written, but|already written: [^;]*{os.path.basename(name)}"
        assert bool(re.search(said, outcome.err)) == (name in changed)
    assert not (changed and "nothing was changed" in outcome.err)


def assert_the_next_one_succeeds(case: Case, root: Path, adder: Adder) -> None:
    """Add another event, and see what a killed run left behind go."""
    before = states(root)
    (outcome,) = adder.run(case.order(root, "three"))
    assert outcome[:3] == (0, "done\n", "")
    kept = {name for name in before if not is_draft(name)}
    assert kept <= set(states(root)) <= kept | {f"store/{case.file}"}
    text = b"".join(path.read_bytes() for path in root.rglob("*.yaml"))
    assert b"id: three\n" in text
    was_there = any(b"id: two\n" in state.data for name, state in before.items()
                    if isinstance(state, State) and not is_draft(name))  # fmt: skip
    assert (b"id: two\n" in text) is was_there
    assert not problems_of(root / case.store)


def try_all(case: Case, root: Path, adder: Adder, kind: str) -> None:
    course = run_through(case, root, adder)
    for number, call in enumerate(course.calls, start=1):
        if kind in ("short", "none") and call.name != "write":
            continue
        case.make(root)
        (outcome,) = adder.run(case.order(root, "two", KINDS[kind]._replace(at=number)))
        assert [c.name for c in outcome.calls[:number]] == [c.name for c in course.calls[:number]]
        assert_nothing_is_lost(case, root, course, outcome, kind)
        if kind == "short":  # it writes the rest
            assert outcome.status == 0
            assert len(outcome.calls) == len(course.calls) + 1
        if kind == "none":  # it does not try for ever
            assert outcome.status == 1
        if kind in LEAVING:
            assert_the_next_one_succeeds(case, root, adder)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        pytest.param(name, kind, marks=() if (name, kind) in EVERYDAY else pytest.mark.long)
        for name in CASES for kind in KINDS
    ],
)  # fmt: skip
def test_whatever_fails_the_store_is_the_old_or_the_new_one(tmp_path, adder, name, kind):
    try_all(CASES[name], tmp_path / "root", adder, kind)


@pytest.mark.parametrize("name", CASES)
def test_all_is_on_the_disk_before_it_has_a_name_and_the_name_before_the_next_one(
    tmp_path, adder, name
):
    calls = run_through(CASES[name], tmp_path / "root", adder).calls
    renames = [at for at, call in enumerate(calls) if call.name == "rename"]
    assert len(renames) == (1 if name in {"file", "link"} else 2)
    for call in calls:
        if call.name in CHANGING:
            assert is_draft(call.path)
        if call.name == "rename":
            assert not is_draft(call.other)
    for at, end in zip(renames, [*renames[1:], len(calls)], strict=True):
        draft, target = calls[at].path, calls[at].other
        touched = max(n for n, c in enumerate(calls) if c.path == draft and c.name in CHANGING)
        synced = calls.index(Call("fsync", draft, ""))
        assert touched < synced < renames[0]
        assert Call("fsync", os.path.dirname(target), "") in calls[at:end]


@pytest.mark.parametrize("name", ["folder", *also("new")])
def test_no_call_of_the_kernel_that_changes_anything_is_left_out(tmp_path, adder, name):
    trace = tmp_path / "trace"
    watcher = ("strace", "-f", "-y", "-qq", "-o", str(trace))
    if not shutil.which("strace") or subprocess.run([*watcher, "true"], check=False).returncode:
        pytest.skip("strace is not here, or not allowed to trace")
    root = tmp_path / "root"
    watched = Adder(adder.preloaded, watcher)
    counted = run_through(CASES[name], root, watched).calls
    watched.close()
    seen = []
    for line in trace.read_text().splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call and f"{root}/" in line and call[1] not in READING:
            is_read = call[1] == "openat" and not re.search("O_(CREAT|TRUNC|WRONLY|RDWR)", line)
            seen += [] if is_read else [SPELLINGS.get(call[1], call[1])]
    assert seen == [call.name for call in counted if call.name not in ("open", "close")]
    assert {"create", "write", "fsync", "rename", "flock"} <= set(seen)


@pytest.mark.parametrize("name", ["folder", *also("file", "link")])
def test_20_at_the_same_time_keep_20(tmp_path, adder, name):
    case, root = CASES[name], tmp_path / "root"
    case.make(root)
    names = [f"e{n * 7 % 20:02}" for n in range(20)]
    orders = [case.order(root, e) | {"date": f"20{e[1:]}"} for e in names]
    outcomes = adder.run(*orders)
    assert [outcome[:3] for outcome in outcomes] == [(0, "done\n", "")] * 20
    text = b"".join(
        path.read_bytes() for path in root.rglob("events.yaml") if not path.is_symlink()
    )
    found = re.findall(rb"- id: (\w+)\n    date: (\d+)", text)
    assert {e.encode() for e in names} | {b"one"} == {e for e, _ in found}
    assert [date for _, date in found] == sorted(date for _, date in found)
    assert not problems_of(root / case.store)
    assert sorted(states(root)) == sorted({*case.files, *case.links})


@pytest.mark.long
def test_20_commands_at_the_same_time_keep_20(store):
    path = store(SOURCES + EVENTS)
    runs = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "timeline",
                "add",
                "--date",
                f"20{n:02}",
                "--title",
                f"Number {n}",
            ],
            stderr=subprocess.DEVNULL,
        )
        for n in range(20)
    ]
    assert [run.wait(timeout=300) for run in runs] == [0] * 20
    assert {f"id: number-{n}\n" in path.read_text() for n in range(20)} == {True}
    assert not problems_of(path)
    assert os.listdir() == ["events.yaml"]


@pytest.mark.parametrize("number", [errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP])
def test_where_a_folder_cannot_be_locked_a_file_in_it_is(tmp_path, adder, number):
    case, root = CASES["file"], tmp_path / "root"
    flock = [call.name for call in run_through(case, root, adder).calls].index("flock") + 1
    case.make(root)
    (outcome,) = adder.run(case.order(root, "two", Fault("fail", flock, number)))
    assert outcome[:3] == (0, "done\n", "")
    assert set(states(root)) == {"store/events.yaml", "store/.timeline.lock"}


@pytest.mark.parametrize("number", [errno.EBADF, errno.EINVAL])
def test_a_file_system_may_have_nothing_to_do_for_a_folder(tmp_path, adder, number):
    case, root = CASES["file"], tmp_path / "root"
    course = run_through(case, root, adder)
    sync = course.calls.index(Call("fsync", "store", "")) + 1
    case.make(root)
    (outcome,) = adder.run(case.order(root, "two", Fault("fail", sync, number)))
    assert outcome[:3] == (0, "done\n", "")
    assert states(root) == course.steps[-1]


def test_a_file_that_may_only_be_read_is_not_replaced(tmp_path, adder):
    case, root = CASES["file"], tmp_path / "root"
    case.make(root)
    path = root / "store/events.yaml"
    if IS_ROOT:
        os.chown(path, 0, 0)
    path.chmod(0o440)
    before = states(root)
    (outcome,) = adder.run(case.order(root, "two") | {"weak": True})
    assert outcome[:3] == (
        1, "", f"cannot write {path}: permission denied; nothing was changed\n",
    )  # fmt: skip
    assert states(root) == before


@needs_root
def test_a_file_of_another_owner_keeps_its_group_or_is_not_replaced(tmp_path, adder):
    case, root = CASES["file"], tmp_path / "root"
    for group, mode, said in ((0, 0o664, "done\n"), (54321, 0o666, "")):
        case.make(root)
        path = root / "store/events.yaml"
        os.chown(path, 12345, group)
        path.chmod(mode)
        before = path.read_bytes()
        (outcome,) = adder.run(case.order(root, "two") | {"weak": True})
        kept = path.stat()
        assert (outcome.status, outcome.out) == (not said, said)
        assert (kept.st_gid, stat.S_IMODE(kept.st_mode)) == (group, mode)
        if not said:
            assert outcome.err.endswith("operation not permitted; nothing was changed\n")
            assert path.read_bytes() == before
            assert kept.st_uid == 12345
        assert os.listdir(root / "store") == ["events.yaml"]


HOLDER = """
import sys
from timeline.store.writer import locked
with locked(sys.argv[1:]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def hold() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts a process which does something
    first, and then holds the locks of files until its stdin ends."""
    holders = []

    def start(*paths: Path, first: str = "") -> subprocess.Popen[str]:
        holder = subprocess.Popen(
            [sys.executable, "-c", first + HOLDER, *map(str, paths)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        holders.append(holder)
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        return holder

    yield start
    for holder in holders:
        holder.kill()
        holder.communicate()


def assert_locked(path: Path) -> None:
    with pytest.raises(TimelineError) as raised, locked([str(path)]):
        raise AssertionError("two hold the same lock")
    assert raised.value.message == f"another program is writing to {path.parent}"
    assert raised.value.hint == "try again when it is done"


def test_a_lock_keeps_others_out_until_it_is_let_go_or_its_holder_is_killed(
    store, hold, monkeypatch
):
    monkeypatch.setattr(writer, "_PATIENCE", 0)
    path, other = store(EVENTS), store(EVENTS, "other/events.yaml")
    holder = hold(path)
    assert_locked(path)
    assert_locked(path.with_name("new.yaml"))
    with locked([str(other)]):
        pass
    holder.communicate("")
    with locked([str(path)]):
        assert_locked(path)
    holder = hold(other, path)
    assert_locked(path)
    assert_locked(other)
    holder.kill()
    holder.wait()
    with locked([str(path), str(other)]):
        assert sorted(os.listdir()) == ["events.yaml", "other"]


def test_a_link_is_locked_where_the_file_lies(store, hold, monkeypatch):
    monkeypatch.setattr(writer, "_PATIENCE", 0)
    path = store(EVENTS)
    link = path.parent / "links/link.yaml"
    link.parent.mkdir()
    link.symlink_to(path)
    hold(link)
    assert_locked(path)
    with locked([str(link.parent / "file.yaml")]):
        pass


def test_a_waiting_writer_has_its_turn_when_the_lock_is_free(store, hold, monkeypatch):
    path = store(EVENTS)
    holder = hold(path)
    naps = []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            holder.communicate("")

    monkeypatch.setattr(writer, "sleep", nap)
    with locked([str(path)]):
        assert len(naps) >= 3


REFUSING = """
import fcntl, os, stat
def refusing(descriptor, operation, flock=fcntl.flock):
    if {files} or stat.S_ISDIR(os.fstat(descriptor).st_mode):
        raise OSError({number}, os.strerror({number}))
    flock(descriptor, operation)
fcntl.flock = refusing
"""


@pytest.mark.parametrize(("number", "files"), [(errno.EBADF, False), (errno.ENOSYS, True)])
def test_locks_by_a_file_keep_others_out_as_well(store, hold, monkeypatch, number, files):
    monkeypatch.setattr(writer, "_PATIENCE", 0)
    monkeypatch.setattr(fcntl, "flock", fcntl.flock)  # what is put in its place is taken back
    path = store(EVENTS)
    path.parent.chmod(0o770)
    refusing = REFUSING.format(number=number, files=files)
    exec(refusing, {})  # as in the other process
    holder = hold(path, first=refusing)
    assert_locked(path)
    assert files or stat.S_IMODE(os.stat(".timeline.lock").st_mode) == 0o660
    holder.communicate("")
    with locked([str(path)]):
        pass


def test_what_cannot_be_locked_is_said(store, monkeypatch):
    path = store(EVENTS)

    def refuse(*_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(TimelineError) as raised, locked([str(path)]):
        pass
    assert raised.value.message == f"cannot write {path.parent}: input/output error"
    assert raised.value.hint == "nothing was changed"
    with pytest.raises(TimelineError, match="no such file or directory"), locked(["gone/a.yaml"]):
        pass


@pytest.mark.parametrize("is_back", [True, False])
def test_a_folder_that_was_replaced_meanwhile_is_locked_as_it_is_now(store, monkeypatch, is_back):
    monkeypatch.setattr(writer, "_PATIENCE", 0)
    path = store(EVENTS, "store/events.yaml")
    flock = fcntl.flock
    locks: list[int] = []

    def replace_and_lock(descriptor: int, operation: int) -> None:
        if not locks:
            path.parent.rename("old")
            if is_back:
                path.parent.mkdir()
        flock(descriptor, operation)
        locks.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(fcntl, "flock", replace_and_lock)
    if not is_back:
        with pytest.raises(TimelineError, match="no such file or directory"), locked([str(path)]):
            pass
        return
    with locked([str(path)]):
        assert locks == [os.stat("old").st_ino, path.parent.stat().st_ino]
        monkeypatch.setattr(fcntl, "flock", flock)
        assert_locked(path)


def change(path: Path, new: str = "new") -> Change:
    return Change(str(path), path.read_bytes(), new.encode())


def test_a_changed_file_keeps_all_but_its_bytes_and_its_time(store):
    path = store("old")
    path.chmod(0o640)
    os.utime(path, (1, 1))
    tag(path)
    before = state_of(path)
    assert isinstance(before, State)
    write_changes([change(path)])
    assert state_of(path) == before._replace(data=b"new")
    assert path.stat().st_mtime > 1
    assert os.listdir() == ["events.yaml"]


def test_a_changed_file_gets_no_rights_that_it_did_not_have(store):
    # <linux/posix_acl_xattr.h>: version 2, then a tag, rights and an id each; for all new files.
    entries = ((1, 7, -1), (2, 7, 1234), (4, 7, -1), (16, 7, -1), (32, 0, -1))
    path = store("old")
    path.chmod(0o660)
    rights = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    try:
        os.setxattr(path.parent, "system.posix_acl_default", rights)
    except OSError as error:
        pytest.skip(f"no access control lists: {error}")
    write_changes([change(path), Change(str(path.with_name("new.yaml")), None, b"new")])
    assert os.listxattr(path) == []
    assert os.listxattr("new.yaml") == ["system.posix_acl_access"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_who_may_not_give_a_file_away_keeps_its_group(store, monkeypatch):
    """As any user but root, here with its calls told apart; the real ones have a test above."""
    asked = []

    def chown(_descriptor, owner, group):
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError(errno.EPERM, "not yours")

    path = store("old")
    owned = path.stat()
    monkeypatch.setattr(os, "fchown", chown)
    monkeypatch.setattr(
        os, "fstat", lambda descriptor, real=os.fstat: _of_another(real(descriptor))
    )
    write_changes([change(path)])
    assert asked == [(owned.st_uid, owned.st_gid), (-1, owned.st_gid)]
    assert path.read_text() == "new"


def _of_another(state: os.stat_result) -> os.stat_result:
    """Return the state of a file as if it were another user's."""
    return os.stat_result((*state[:4], state.st_uid + 1, *state[5:]))


def test_a_disk_that_takes_nothing_is_told_and_leaves_the_old_file(store, monkeypatch):
    path = store("old")
    monkeypatch.setattr(os, "write", lambda *_: 0)
    with pytest.raises(TimelineError, match="input/output error"):
        write_changes([change(path)])
    assert path.read_text() == "old"
    assert os.listdir() == ["events.yaml"]


@pytest.mark.parametrize("call", ["listxattr", "fsync"])
def test_what_a_file_system_does_not_know_is_done_without(store, monkeypatch, call):
    real = getattr(os, call)

    def refuse(at, **_options):
        if isinstance(at, int) and not stat.S_ISDIR(os.fstat(at).st_mode):
            return real(at)
        raise OSError(errno.EINVAL, "not known here")

    monkeypatch.setattr(os, call, refuse)
    path = store("old")
    write_changes([change(path)])
    assert path.read_text() == "new"


def test_a_file_of_several_names_is_not_changed(store):
    path, other = store("old"), store("old", "a.yaml")
    os.link(path, "link.yaml")
    changes = [change(other), change(path)]
    with pytest.raises(TimelineError) as raised:
        write_changes(changes)
    assert raised.value.message == f"{path} has several names (hard links)"
    assert raised.value.hint == "make it one file, and links to it symbolic ones"
    assert {name: Path(name).read_text() for name in os.listdir()} == dict.fromkeys(
        ["a.yaml", "events.yaml", "link.yaml"], "old"
    )


def test_what_others_wrote_meanwhile_is_not_overwritten(store):
    path, other, link = store("old"), store("old", "a.yaml"), Path("link.yaml").absolute()
    link.symlink_to(path)
    new = Change(str(link.with_name("new.yaml")), None, b"new")

    def refused(wanted: Change) -> str:
        with pytest.raises(TimelineError) as raised:
            write_changes([change(other), wanted])
        assert other.read_text() == "old"
        assert not [name for name in os.listdir() if is_draft(name)]
        return raised.value.message

    read = change(link)
    path.write_text("theirs")
    assert refused(read) == f"{link} was changed by another program meanwhile"
    assert path.read_text() == "theirs"
    read = change(link)
    store("theirs", "another.yaml")
    real = iter(map(str, [other, path, other, path.with_name("another.yaml")]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os.path, "realpath", lambda _: next(real))
        assert refused(read) == f"{link} was changed by another program meanwhile"
    store("theirs", "new.yaml")
    assert refused(new) == f"{new.path} is there already"
    assert Path("new.yaml").read_text() == "theirs"
    path.unlink()
    assert refused(read) == f"cannot write {link}: no such file or directory"


def test_drafts_of_killed_runs_are_swept_and_nothing_else(store):
    path = store("old")
    Path(".timeline-draft.1.0").mkdir()  # not to be deleted; what follows is all the same
    for name in (
        ".timeline-draft.2.0",
        ".timeline-draft.3.14",
        ".timeline-draft.x",
        "timeline-draft.1.1",
    ):
        store("", name)
    write_changes([change(path)])
    assert sorted(os.listdir()) == [
        ".timeline-draft.1.0", ".timeline-draft.x", "events.yaml", "timeline-draft.1.1",
    ]  # fmt: skip


def test_an_interrupted_writer_leaves_nothing_behind(store, monkeypatch):
    path = store("old")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_changes([change(path)])
    assert os.listdir() == ["events.yaml"]
    assert path.read_text() == "old"


def test_a_failure_says_what_was_written_and_what_was_not(store, monkeypatch):
    paths = [store("old", name) for name in ("a.yaml", "b.yaml", "c.yaml")]
    first, second, third = map(str, paths)
    replace, fsync, syncs = os.replace, os.fsync, iter([0, 0, 0, 0, errno.EIO])

    def replace_all_but_b(source: str, target: str) -> None:
        if target == second:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        replace(source, target)

    def sync_all_but_folder(descriptor: int) -> None:
        if number := next(syncs):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace_all_but_b)
        with pytest.raises(TimelineError) as raised:
            write_changes([change(path) for path in paths])
    assert raised.value.message == f"cannot write {second}: input/output error"
    assert raised.value.hint == f"already written: {first}; not written: {third}"
    monkeypatch.setattr(os, "fsync", sync_all_but_folder)
    with pytest.raises(TimelineError) as raised:
        write_changes([change(path, "newer") for path in paths])
    assert raised.value.message == (
        f"{second} was written, but may not be on the disk: input/output error"
    )
    assert raised.value.hint == (
        f"already written: {first}; not written: {third}; look whether it is as it should be"
    )
    assert [path.read_text() for path in paths] == ["newer", "newer", "old"]
    assert len(os.listdir()) == 3
