"""``timeline stats``."""
# No "from __future__ import annotations": see timeline.cli.options.

from typing import Annotated

import typer

from timeline.cli.console import note
from timeline.cli.counts import count_line, counted, surely
from timeline.cli.options import Choosing, Query, taking
from timeline.cli.progress import progress
from timeline.cli.session import Session, typed
from timeline.errors import DateError, UsageError
from timeline.formats.basic import check_basic
from timeline.spelling import choose


@taking(Choosing)
def command(
    options: Choosing,
    query: Query = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="FIELD", help="year, decade, network, kind, place, ..."),
    ] = None,
    figure: Annotated[
        str | None, typer.Option("--sum", metavar="FIGURE", help="Add up this figure, too.")
    ] = None,
    span: Annotated[
        str | None,
        typer.Option("--gaps", metavar="SPAN", help="Find stretches without an event: 2y, 18m."),
    ] = None,
) -> None:
    """Count events, sum figures, find gaps.

    \b
    Examples:
      timeline stats --by network --sum funding_eur
      timeline stats kind:founding --by decade
      timeline stats --gaps 2y -n TMF
    """  # noqa: D301 - the sign for typer, that these lines are to be left as they are
    session = Session(options)
    check_basic(session.target.format, "counts")
    if span is None:
        _count(session, options, query, "year" if by is None else by, figure)
    elif figure is None:
        _find_gaps(session, options, query, "network" if by is None else by, span)
    else:
        raise UsageError("--sum contradicts --gaps", "leave one of them out")


def _count(
    session: Session, options: Choosing, query: list[str] | None, by: str, figure: str | None
) -> None:
    from timeline.formats.tallies import render_tally
    from timeline.query.tally import BY

    choose(typed(by), BY, "field to count by")
    question = session.chosen(options, query).question
    given = None if figure is None else typed(figure)
    with progress("Counting"):
        tally = session.workspace.tally(question, by, given, session.language)
    session.write(render_tally(tally, session.target.format, session.target.style))
    note(count_line((tally.total.certain, tally.total.possible)))


def _find_gaps(
    session: Session, options: Choosing, query: list[str] | None, by: str, span: str
) -> None:
    from timeline.dates.durations import parse_duration, words
    from timeline.formats.gap_list import render_gaps
    from timeline.query.gaps import GAPS_BY

    try:
        least = parse_duration(typed(span))
    except DateError as error:
        negative = "negative" in error.message  # the hint is then about events in a store
        hint = "write 2y, 18m or 30d" if negative else error.hint
        raise DateError(f"--gaps: {error.message}", hint) from error
    choose(typed(by), GAPS_BY, "field to find gaps by")
    question = session.chosen(options, query).question
    today, target = session.today.toordinal(), session.target
    with progress("Looking for gaps"):
        gaps = session.workspace.gaps(question, by, least, today)
    session.write(render_gaps(gaps, session.language, target.format, target.style, today))
    found = len(gaps.found)
    certain = sum(gap.is_certain for gap in gaps.found)
    said = f"{counted(found, 'gap')} of {words(least, 'en')} or more"
    note(surely(said, (certain, found - certain)))
