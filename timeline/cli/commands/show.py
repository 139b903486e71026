"""``timeline show ID``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from timeline import formats
from timeline.cli import complete
from timeline.cli.options import Showing, taking
from timeline.cli.session import Session
from timeline.model import Chronology


@taking(Showing)
def command(
    options: Showing,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The event's id.",
                                             autocompletion=complete.ids)],
) -> None:  # fmt: skip
    """Show one event with all its evidence."""
    session = Session(options)
    matches = [session.workspace.show(event_id, session.language) for event_id in ids]
    style = replace(session.target.style, detail=True)
    first = matches[0]
    chronology = Chronology(
        tuple(match.matches[0] for match in matches), session.language, kinds=first.kinds
    )
    session.write(formats.render(session.target.format, chronology, style))
