"""``timeline show ID``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from timeline import formats
from timeline.cli.options import Showing, taking
from timeline.cli.session import Session, typed


@taking(Showing)
def command(
    options: Showing,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The event's id.")],
) -> None:
    """Show one event with all its evidence."""
    session = Session(options)
    found = [session.workspace.show(typed(given), session.language) for given in ids]
    style = replace(session.target.style, detail=True)
    matches = tuple(dict.fromkeys(match for one in found for match in one.matches))
    chronology = replace(found[0], matches=matches, found=(len(matches), 0))
    session.write(formats.render(session.target.format, chronology, style))
