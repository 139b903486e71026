"""Events to rows in several processes at once, where there are so many that it is worth it.

Each process gets the text of some events and hands back their rows; what they mention of each other
is looked up here, when all are known. Where no process can be started, this one does it all.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import pickle
import subprocess
import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Self

from timeline.index.tables import Batch, batch_of, number
from timeline.store.cutting import Unsure
from timeline.store.stream import check_mentions, read_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.stream import Head, Mentions, Raw

_BATCH = 1_000
"""Events that go to a process at once."""

_FIRST = 10
"""Events that are looked at before any process is started."""

_MOST = 8
_LENGTH = 8
"""Bytes that tell how long a message is."""

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from timeline.index.workers import serve; serve()"
)


def batches_of(raw: Raw) -> Iterator[Batch]:
    """Yield the rows of all events of a store, in its order; raises Unsure, up to the end."""
    read_items(raw.head, next(raw.batches(_FIRST)))  # where they are wrong, nothing is started
    ids: dict[str, None] = {}
    mentions: Mentions = []
    with contextlib.ExitStack() as stack:
        for names, mentioned, batch in _compiled(raw, stack):
            if not ids.keys().isdisjoint(names) or len({*names}) < len(names):
                raise Unsure
            ids.update(dict.fromkeys(names))
            mentions += mentioned
            yield Batch(*batch)
    check_mentions(ids, mentions)


def _compiled(raw: Raw, stack: contextlib.ExitStack) -> Iterator[Any]:
    """Yield ids, mentions and rows of the batches of a store, in its order."""
    processes = min(os.cpu_count() or 1, _MOST)
    pool = ThreadPoolExecutor(processes)
    workers: SimpleQueue[_Worker] = SimpleQueue()
    for _ in range(processes):
        workers.put(stack.enter_context(_Worker(raw.head)))
    # First of all at the end: what nobody waits for any more is not begun.
    stack.callback(pool.shutdown, cancel_futures=True)

    def ask(start: int, items: list[bytes]) -> Any:
        worker = workers.get()
        try:
            return worker.ask(start, items)
        finally:
            workers.put(worker)

    def submit(start: int, items: list[bytes]) -> Future[Any]:
        try:
            return pool.submit(ask, start, items)
        except RuntimeError:  # no thread can be started
            done: Future[Any] = Future()
            done.set_result(ask(start, items))
            return done

    # Only a few are in memory at once, and found at all.
    begun = (submit(n * _BATCH, items) for n, items in enumerate(raw.batches(_BATCH)))
    waiting = deque(islice(begun, 2 * processes))
    while waiting:
        found = waiting.popleft().result()
        waiting.extend(islice(begun, 1))
        if found is None:
            raise Unsure
        yield found


def _compile(head: Head, start: int, items: list[bytes]) -> Any:
    events, mentions = read_items(head, items)
    return [event.id for event in events], mentions, tuple(batch_of(number(events, start + 1)))


class _Worker:
    """A process that compiles; where it fails, it is done without."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        with contextlib.suppress(OSError):
            # -P: what lies in the current folder is nobody's library.
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", "-c", _START, package],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._send(pickle.dumps(self._head))
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def ask(self, start: int, items: list[bytes]) -> Any:
        """Return what the process makes of some items, None where it is unsure."""
        if self._process is not None:
            try:
                self._send(marshal.dumps((start, items)))
                return marshal.loads(_receive(self._process.stdout))  # noqa: S302 - our own process
            except (OSError, EOFError, ValueError):
                self.__exit__()
                self._process = None
        return _compile(self._head, start, items)

    def _send(self, message: bytes) -> None:
        assert self._process is not None
        _send(self._process.stdin, message)


def serve(asked: int = 0, answered: int = 1) -> None:
    """Compile what comes in on one descriptor, until there is no more, and answer on another."""
    import gc
    import signal

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    with (
        os.fdopen(asked, "rb", closefd=False) as source,
        os.fdopen(answered, "wb", closefd=False) as target,
        contextlib.suppress(EOFError, BrokenPipeError),
    ):
        head = pickle.loads(_receive(source))  # noqa: S301 - from whoever started this
        while True:
            start, items = marshal.loads(_receive(source))  # noqa: S302 - from whoever started this
            try:
                answer = _compile(head, start, items)
            except Unsure:
                answer = None
            _send(target, marshal.dumps(answer))


def _send(stream: IO[bytes] | None, message: bytes) -> None:
    assert stream is not None
    stream.write(len(message).to_bytes(_LENGTH, "big"))
    stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> bytes:
    assert stream is not None
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    return stream.read(int.from_bytes(length, "big"))
