"""An ordinary user of the tests is one: permissions hold."""

from __future__ import annotations

import os
import sys

import pytest

ASK = """
import os
def ask(act):
    try:
        act()
    except PermissionError:
        return "refused"
    return "done"
print(ask(lambda: open("readable").read()), ask(lambda: open("readable", "w")),
      ask(lambda: open("secret").read()), ask(lambda: open("closed/new", "w")),
      ask(lambda: os.chmod("foreign", 0o777)), ask(lambda: open("new", "w")))
"""


def test_an_ordinary_user_is_refused_what_permissions_do_not_grant(ordinary, tmp_path):
    folder = tmp_path / "work"
    for name, mode in (("readable", 0o444), ("secret", 0), ("foreign", 0o644)):
        (folder / name).write_text("x")
        (folder / name).chmod(mode)
    (folder / "closed").mkdir(mode=0o500)
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder / "foreign", 12345, 54321)
    run = ordinary(program=(sys.executable, "-c", ASK))
    answers = run.stdout.decode().split()
    assert answers[:4] == ["done", "refused", "refused", "refused"], run.stderr
    assert answers[4:] == ["refused" if is_root else "done", "done"]


def test_an_ordinary_user_has_the_environment_of_the_test(ordinary, store):
    store("events: [{id: a, date: 2020, title: {de: Eins, en: One}}]")
    assert ordinary("list", env={"TIMELINE_LANG": "de"}).stdout == b"- **2020** \xe2\x80\x93 Eins\n"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_the_streams_of_an_ordinary_user_may_be_files(ordinary, store, tmp_path, stream):
    store("events: [{id: a, date: 2020, title: A}]")
    with open(tmp_path / "out", "wb") as file:
        assert ordinary("list", capture_output=False, **{stream: file}).returncode == 0
    assert (tmp_path / "out").stat().st_size
