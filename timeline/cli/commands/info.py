"""``timeline info``."""

# No "from __future__ import annotations": see timeline.cli.options.

import json
from importlib.metadata import version

from timeline.cli.options import Choosing, Query, taking
from timeline.cli.session import Session
from timeline.formats.basic import check_basic
from timeline.text import clean


@taking(Choosing)
def command(options: Choosing, query: Query = None) -> None:
    """Tell which store is used, and why.

    With a query, also how many of its events answer it.
    """
    session = Session(options)
    check_basic(session.target.format, "what is known of a store")
    workspace = session.workspace
    facts: dict[str, object] = {
        "store": workspace.location.path,
        "chosen": workspace.location.reason,
        "language": workspace.language,
        "events": workspace.count(),
        "networks": len(workspace.names("network")),
        "kinds": len(workspace.names("kind")),
        "sources": len(workspace.names("source")),
        "index": workspace.index.path
        or "in memory: the cache folder cannot be written, or is not yours",
        "version": version("yaml-timeline"),
    }
    if query or options.asked():
        certain, possible = session.chosen(options, query).counts
        facts |= {"certain": certain, "possible": possible}
    if session.target.format == "json":
        session.write([json.dumps(facts, ensure_ascii=False, indent=2), "\n"])
        return
    lead = "- " if session.target.format == "markdown" else ""
    session.write(f"{lead}{name}: {clean(str(value))}\n" for name, value in facts.items())
