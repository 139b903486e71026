"""The command line of an ordinary user, whoever runs the tests.

Another user could not even start what root keeps in folders of its own, Python among it. What root
has more than others are capabilities: a process without a single one is refused what permissions
do not grant, as the owner of what root owns, and as a stranger to what was given away (``os.chown``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.uncounted import uncounted

if TYPE_CHECKING:
    from collections.abc import Callable

_WITHOUT_CAPABILITIES = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
_READING_ALL = ("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search")


@pytest.fixture
def ordinary() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that runs a command line as a process of an ordinary user.

    It takes the arguments of ``timeline``, and options of ``subprocess.run``; ``env`` is added to
    the environment, ``program`` stands in for ``timeline``.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions are those of POSIX")
    rights: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root needs setpriv (util-linux) to be an ordinary user")
        rights = _WITHOUT_CAPABILITIES

    def run(
        *arguments: str, env: dict[str, str] | None = None,
        program: tuple[str, ...] = (sys.executable, "-m", "timeline"), **options: object,
    ) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
        return subprocess.run(  # type: ignore[call-overload, no-any-return]  # options as subprocess takes them
            [*rights, *program, *arguments], check=False, env={**os.environ, **(env or {})},
            **{"capture_output": True, "timeout": 60, **options},
        )  # fmt: skip

    return run


@pytest.fixture
def stranger() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function like ``ordinary`` for a user whom the system does not know.

    It has a number that nobody else has, so that limits on users count; it may read all that root may read
    (Python is in root's home here and there), but write only where anybody may. ``replaced`` is a
    whole environment in place of the test's. Whoever is no root runs it as himself. Coverage could not
    write what it counts, and counts nothing.
    """
    rights: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root needs setpriv (util-linux) to be another user")
        number = 20_000 + os.getpid() % 40_000
        user = (f"--reuid={number}", f"--regid={number}", "--clear-groups")
        rights = ("setpriv", *user, *_READING_ALL)

    def run(
        *arguments: str, env: dict[str, str] | None = None, replaced: dict[str, str] | None = None,
        program: tuple[str, ...] = (sys.executable, "-m", "timeline"), **options: object,
    ) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
        given = uncounted() if replaced is None else replaced
        return subprocess.run(  # type: ignore[call-overload, no-any-return]  # options as subprocess takes them
            [*rights, *program, *arguments], check=False, env={**given, **(env or {})},
            **{"capture_output": True, "timeout": 60, **options},
        )  # fmt: skip

    return run
