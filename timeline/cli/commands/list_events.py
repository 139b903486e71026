"""``timeline list``."""
# No "from __future__ import annotations": see timeline.cli.options.

from collections.abc import Callable

from timeline.cli.options import Filtering, Query, taking


@taking(Filtering)
def command(options: Filtering, query: Query = None) -> None:
    """List events, filtered.

    Terms of a query narrow it down: network:NUM, kind:founding,funding, not:tag:covid,
    date:2022..2025, figures.sites:>30, "data integration", biobank*, A OR B. Options are short
    for some of them; docs/queries.md has them all. Events that match only possibly are shown too
    and marked in words; --certain leaves them out.
    """
    from timeline.cli.session import Session

    session = Session(options)
    session.list_events(options, session.chosen(options, query))


def command_for(_name: str) -> Callable[..., None]:
    """Return the command."""
    return command
