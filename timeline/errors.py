"""Every failure the tool can put into words: one base class, and problems with a place."""
# No "from __future__ import annotations": see timeline.model.

from typing import NamedTuple


class TimelineError(Exception):
    """A failure that is the user's to mend; its text is one clear message, never a traceback.

    ``hint`` says what to do about it, or is empty.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(TimelineError):
    """The command was called wrongly (an unknown name, an impossible date): exit status 2."""

    exit_code = 2


class QueryError(UsageError):
    """A query cannot be understood; ``at`` and ``width`` say which characters of it are meant."""

    def __init__(self, message: str, hint: str, query: str, at: int, width: int = 1) -> None:
        super().__init__(message, hint)
        self.query = query
        self.at = at
        self.width = width


class DateError(UsageError, ValueError):
    """A text is not a date; ``message`` says why and ``hint`` how to write it."""


class Spot(NamedTuple):
    """A place in the text of a file; line and column count from 0."""

    file: str
    line: int
    column: int
    width: int = 1


class Problem(NamedTuple):
    """One thing wrong, or (``severity``: error or warning) doubtful, in a store.

    ``line`` and ``column`` count from 1; 0 means that the problem concerns the file as a whole.
    ``code`` is stable and documented in ``docs/format.md``; ``width`` is how many characters of the
    line the caret underlines; ``excerpt`` is that line's own text.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    width: int = 1
    severity: str = "error"


class StoreError(TimelineError):
    """A store cannot be used; carries its problems, in file and line order.

    ``is_all`` is false where nobody looked for more of them after the first ones.
    """

    def __init__(self, problems: list[Problem], *, is_all: bool = True) -> None:
        super().__init__(f"{len(problems)} problem(s) in the store")
        self.is_all = is_all
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.column))
