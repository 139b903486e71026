"""The one boundary where every failure ends: a command line in, an exit status out.

Next to nothing is imported before the boundary stands, so that Ctrl-C ends quietly at any moment
from there on. Before that, while Python itself starts, it is Python that answers, with a traceback.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # as typing has it, which takes half the time until the boundary stands
if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 0.001
"""Seconds after which an end comes once more that got lost."""


def run() -> None:
    """Run the command line of this process and leave with its exit status.

    What is imported stays to the end: looking through it for circles of dead objects, again and
    again at the start and once more at the end, would be a tenth of a short run. They are looked
    for from where the command itself begins until it has ended (``Command.invoke``).
    """
    try:
        gc.disable()
        _listen()
        _prepare_streams()
        status = main(sys.argv[1:])
        _let_python_say_goodbye()
    except KeyboardInterrupt:
        _let_python_say_goodbye()
        status = 130
    except _Ended as end:  # pragma: no cover - nothing is counted any more (test_signals.py)
        os.kill(os.getpid(), end.signal)  # whoever asked for it looks for that
        status = 128 + end.signal
    gc.freeze()
    sys.exit(status)


def main(arguments: Sequence[str]) -> int:
    """Run a command line; return 0, 1 (a broken store, a failed run), 2 (wrong usage) or 130.

    Raises ``_Ended`` when another process asked for the end.
    """
    try:
        return _execute(list(arguments))
    except BrokenPipeError as error:
        # Whoever read our output has seen enough.
        _abandon_stdout()
        return int(getattr(error, "status", 0))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the boundary
        end = _Asked.end
        if end is None:
            return _report(error, arguments)
        if isinstance(end, KeyboardInterrupt):
            return 130
        raise end from None


class _Asked:
    """What was raised since the end was asked for: a library may make an error of its own of it."""

    end: BaseException | None = None


class _Ended(BaseException):
    """Somebody wants this process to end: whatever is half done is cleared away first."""

    def __init__(self, signal: int) -> None:
        super().__init__()
        self.signal = signal


def _listen() -> None:
    """Remember Ctrl-C, and clear up before the ends that others ask for, unless switched off."""
    import signal

    def interrupt(_number: int, _frame: object) -> None:
        _Asked.end = KeyboardInterrupt()
        raise _Asked.end

    def end(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)  # whoever asks twice does not want to wait
        _Asked.end = _Ended(number)
        raise _Asked.end

    def heed(refused: sys.UnraisableHookArgs) -> None:
        """Let an end come once more that came where Python drops what is raised: in a callback."""
        error = refused.exc_value
        if not isinstance(error, (KeyboardInterrupt, _Ended)):
            sys.__unraisablehook__(refused)
        # Windows has no such clock: there it has to be asked for again.
        elif hasattr(signal, "setitimer"):  # pragma: no branch - Windows

            def end_again(_number: int, _frame: object) -> None:
                raise error

            signal.signal(signal.SIGALRM, end_again)
            signal.setitimer(signal.ITIMER_REAL, _AT_ONCE)

    sys.unraisablehook = heed
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def _let_python_say_goodbye() -> None:
    """Take no notice of Ctrl-C any more: all is done, and Python would show where it was."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):  # pragma: no branch - Windows
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _execute(arguments: list[str]) -> int:
    from typer.exceptions import Exit

    from timeline.cli.application import build

    if "_TIMELINE_COMPLETE" in os.environ:
        from timeline.cli.complete import answer_shell

        return answer_shell(build())
    try:
        # What typer's own main does, without its own treatment of failures.
        with build().make_context("timeline", arguments) as context:
            context.command.invoke(context)
    except Exit as leaving:
        status = leaving.exit_code
    else:
        status = 0
    sys.stdout.flush()
    return status


class _Closed:
    """Stands for a stdout that was closed: writing to it is a failure, never a success."""

    encoding = "utf-8"

    @property
    def buffer(self) -> _Closed:
        return self

    def write(self, _data: object) -> int:
        raise OSError("stdout is closed")

    def flush(self) -> None:
        """Do nothing: nothing was written."""

    def isatty(self) -> bool:
        return False


def _prepare_streams() -> None:
    """Speak UTF-8 whatever the locale or the Windows code page says."""
    if None in {sys.stdin, sys.stdout, sys.stderr}:
        # The next file that is opened, a store perhaps, would else take the number of a stream,
        # and get what libraries and other programs write to that.
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(descriptor)
    if sys.stdout is None:
        sys.stdout = _Closed()  # >&- does that
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _abandon_stdout() -> None:
    """Drop what is still buffered, or Python would fail to write it once more at exit."""
    try:
        descriptor = sys.stdout.fileno()
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, descriptor)
        os.close(devnull)
    except (OSError, ValueError, AttributeError):
        pass


def _report(error: Exception, arguments: Sequence[str]) -> int:
    """Say what went wrong on stderr and return the exit status."""
    from timeline.cli.console import note
    from timeline.errors import QueryError, StoreError, TimelineError
    from timeline.text import shortened

    if "--debug" in arguments:
        from traceback import format_exception

        note("".join(format_exception(error)).rstrip("\n"))
    if isinstance(error, StoreError):
        from timeline.cli.problems import render_problems

        note(render_problems(error.problems, is_all=error.is_all))
        return error.exit_code
    if isinstance(error, TimelineError):
        hint = f"; {error.hint}" if error.hint else ""
        note(f"timeline: {shortened(error.message)}{shortened(hint)}")
        if isinstance(error, QueryError):
            from timeline.cli.problems import render_query

            note(render_query(error))
        return error.exit_code
    if isinstance(error, MemoryError):
        note("timeline: there is not enough memory")
        return 1
    if isinstance(error, OSError) and error.filename is None:
        _abandon_stdout()
        note(f"timeline: cannot write the output: {(error.strerror or str(error)).lower()}")
        return 1
    from timeline.cli.usage import is_usage, say_usage

    if is_usage(error):
        note(f"timeline: {shortened(say_usage(error, arguments))}")
        return 2
    note(f"timeline: {type(error).__name__}: {shortened(str(error))} (--debug shows where)")
    return 1
