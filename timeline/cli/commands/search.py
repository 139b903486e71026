"""``timeline search TEXT``."""
# No "from __future__ import annotations": see timeline.cli.options.

from typing import Annotated

import typer

from timeline.cli.options import Filtering, taking


class Searching(Filtering):
    """What the command takes that searches."""

    usual_order = "relevance"


@taking(Searching)
def command(
    options: Searching,
    query: Annotated[
        list[str], typer.Argument(metavar="TEXT...", help='Words, "phrases" and other terms.')
    ],
) -> None:
    """Search titles, summaries and names, the best match first.

    Words are found in German and English, whatever their case or accents: grundung finds
    Gründung, biobank* finds Biobanken. Any term of a query narrows the search: network:NUM.
    """
    from timeline.cli.session import Session

    session = Session(options)
    session.list_events(options, session.chosen(options, query))
