"""``timeline at DATE``."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli.options import Filtering, taking
from timeline.cli.session import Session


@taking(Filtering)
def command(
    options: Filtering,
    date: Annotated[str, typer.Argument(metavar="DATE", help="A day, month, year, 'today', ...")],
) -> None:
    """List what happened or was going on at a date."""
    session = Session(options)
    session.list_events(options, session.window(date, date))
