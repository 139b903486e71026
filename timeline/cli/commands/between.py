"""``timeline between START END``."""
# No "from __future__ import annotations": see timeline.cli.options.

from typing import Annotated

import typer

from timeline.cli.options import Filtering, Query, taking


@taking(Filtering)
def command(
    options: Filtering,
    start: Annotated[str, typer.Argument(metavar="START", help="Its first day counts.")],
    end: Annotated[str, typer.Argument(metavar="END", help="Its last day counts.")],
    query: Query = None,
) -> None:
    """List what happened between two dates.

    Dates are written as EDTF (2025, 2025-07, 2025-07-01) or as people write them: 1.7.2025,
    'Juli 2025', 'Q3 2025', today, 'last year', '3 months ago'.
    """
    from timeline.cli.session import Session, typed

    session = Session(options)
    found = session.chronology.between(typed(start), typed(end))
    session.list_events(options, session.chosen(options, query, found))
