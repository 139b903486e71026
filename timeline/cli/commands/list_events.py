"""``timeline list``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.options import Filtering, taking
from timeline.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable


@taking(Filtering)
def command(options: Filtering) -> None:
    """List events, filtered.

    Several of one option mean any of them, different options all of them. Events that match only
    possibly are shown too and marked in words; --certain leaves them out.
    """
    Session(options).list_events(options)


def command_for(_name: str) -> Callable[..., None]:
    """Return the command."""
    return command
