"""``timeline show ID``."""
# No "from __future__ import annotations": see timeline.cli.options.

from typing import Annotated

import typer

from timeline.cli.console import note
from timeline.cli.options import Detailing, taking
from timeline.errors import UsageError
from timeline.query.fields import is_term


@taking(Detailing)
def command(
    options: Detailing,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID...", help="Ids of events, or terms: kind:founding."),
    ] = None,
) -> None:
    """Show one event with all its evidence.

    With terms of a query, every event that answers it.
    """
    from timeline.cli.session import Session, typed

    session = Session(options)
    given = [typed(text) for text in ids or ()]
    if not (given or options.asked()):
        raise UsageError("no event is named", "write timeline show num-founding")
    if any(is_term(text) for text in given):
        answer = session.chosen(options, given).answer
    else:
        answer = session.chosen(options, ()).where(id=given or None).answer
        # In the order asked for.
        order = {text.lower(): place for place, text in reversed(list(enumerate(given)))}
        matches = sorted(answer.matches, key=lambda match: order.get(match.event.id, 0))
        answer = answer._replace(matches=tuple(matches))
    session.show(answer, detail=True)
    if not answer.matches:
        note("no event matches")
