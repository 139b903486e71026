"""``timeline networks``, ``kinds``, ``tags`` and ``sources``: what events are filed under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.options import Common, taking
from timeline.cli.session import Session
from timeline.formats.listing import render_listing

if TYPE_CHECKING:
    from collections.abc import Callable

_DOCS = {
    "networks": "List the networks.\n\nWith what they stand for and how many events name them.",
    "kinds": "List the kinds of events.\n\nWith how many events there are of each.",
    "tags": "List the tags.\n\nWith how many events bear each.",
    "sources": "List the sources.\n\nWith how many events cite each.",
}


def command_for(name: str) -> Callable[..., None]:
    """Return one of the four commands, which differ in nothing but the field they list."""

    def run(options: Common) -> None:
        session = Session(options)
        rows = session.workspace.names(name.removesuffix("s"))
        session.write(render_listing(name, rows, session.language, session.target.format,
                                     session.target.style))  # fmt: skip

    run.__doc__ = _DOCS[name]
    return taking(Common)(run)
