"""``--explain``: the question of a command as a query for another database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import UsageError
from timeline.spelling import choose

if TYPE_CHECKING:
    from timeline.cli.options import Common
    from timeline.query.answer import Question

EXPLAINED = {"sql": "the query", "table": "the table that it asks"}
"""What can be printed for another database."""

DIALECTS = ("duckdb", "spark", "clickhouse", "postgres")
"""The databases whose SQL is written; the first one is the usual one."""


class Explanation(NamedTuple):
    """What is printed instead of an answer, and for which database."""

    what: str
    dialect: str

    def of(self, question: Question) -> str:
        """Return it as text; raises UsageError where sqlglot is missing or cannot say it."""
        # Imported only here: no other run writes SQL for other databases.
        from timeline.formats.extras import load

        load("sqlglot", "sql")
        from timeline.query.portable import query_in, table_in

        return table_in(self.dialect) if self.what == "table" else query_in(self.dialect, question)


def read_explanation(options: Common, order: str) -> Explanation:
    """Return what is to be explained; raises UsageError for what there is not or contradicts it."""
    what, dialect = getattr(options, "explain", None), getattr(options, "dialect", None)
    if what is None:
        raise UsageError("--dialect has nothing to write", "add --explain sql")
    choose(what, EXPLAINED, "explanation")
    dialect = choose(DIALECTS[0] if dialect is None else dialect, DIALECTS, "dialect")
    if order != "date":
        mend = "add --sort date: the order of the file that is asked"
        raise UsageError(f"--explain cannot order by {order}", mend)
    return Explanation(what, dialect)
