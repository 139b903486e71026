"""How large a store may be that a command reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.config import config_path, read_config
from timeline.cli.surroundings import max_size_given, surroundings
from timeline.store.limits import limits_of

if TYPE_CHECKING:
    from timeline.store.limits import Limits


def limits() -> Limits:
    """Return how much is read, as told by the option, the environment or the configuration.

    Raises UsageError for what is no size.
    """
    if (given := max_size_given()) is not None:
        return limits_of(given, "--max-size")
    here = surroundings()
    if given := here.environment.get("TIMELINE_MAX_SIZE"):
        return limits_of(given, "TIMELINE_MAX_SIZE")
    if here.kept:  # no user with settings there
        return limits_of(None, "")
    path = config_path(here.environment)
    return limits_of(read_config(here.environment).max_size, f"{path}: max-size")
