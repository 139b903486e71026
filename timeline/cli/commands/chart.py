"""``timeline chart``."""
# No "from __future__ import annotations": see timeline.cli.options.

from timeline.cli.options import Drawing, Query, taking


@taking(Drawing)
def command(options: Drawing, query: Query = None) -> None:
    """Draw events as lanes to scale.

    \b
    Examples:
      timeline chart --network NUM --since 2020
      timeline chart kind:funding --lanes place -o funding.svg
      timeline chart -n MII -o mii.html     a page; also: .svg .png .txt
    """  # noqa: D301 - \b is the character by which lines are kept apart
    from timeline.cli.session import Session

    session = Session(options)
    session.list_events(options, session.chosen(options, query))
