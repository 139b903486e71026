"""``timeline at DATE``."""
# No "from __future__ import annotations": see timeline.cli.options.

from typing import Annotated

import typer

from timeline.cli.options import Filtering, Query, taking


@taking(Filtering)
def command(
    options: Filtering,
    date: Annotated[str, typer.Argument(metavar="DATE", help="A day, month, year, 'today', ...")],
    query: Query = None,
) -> None:
    """List what happened or was going on at a date.

    Each event tells how long it had been running then, and what was still to come of it.
    """
    from timeline.cli.session import Session, typed

    session = Session(options)
    session.list_events(options, session.chosen(options, query, session.chronology.at(typed(date))))
