"""``timeline networks``, ``kinds``, ``tags`` and ``sources``: what events are filed under."""
# No "from __future__ import annotations": see timeline.cli.options.

from collections.abc import Callable

from timeline.cli.console import note
from timeline.cli.options import Choosing, Query, taking
from timeline.formats.basic import check_basic
from timeline.formats.listing import render_listing

_DOCS = {
    "networks": "List the networks.\n\nWith what they stand for and how many events name them.",
    "kinds": "List the kinds of events.\n\nWith how many events there are of each.",
    "tags": "List the tags.\n\nWith how many events bear each.",
    "sources": "List the sources.\n\nWith how many events cite each.",
}
_CHOSEN = " With a query, only those\nof the events that answer it."


def command_for(name: str) -> Callable[..., None]:
    """Return one of the four commands, which differ in nothing but the field they list."""

    def run(options: Choosing, query: Query = None) -> None:
        from timeline.cli.session import Session

        session = Session(options)
        check_basic(session.target.format, name)
        is_asked = bool(query or options.asked())
        question = session.chosen(options, query).question if is_asked else None
        rows = session.workspace.names(name.removesuffix("s"), question)
        session.write(render_listing(name, rows, session.language, session.target.format,
                                     session.target.style))  # fmt: skip
        if not rows:
            note("no event matches" if is_asked else f"this store has no {name}")

    run.__doc__ = _DOCS[name] + _CHOSEN
    return taking(Choosing)(run)
