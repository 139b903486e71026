"""``timeline info``."""

from __future__ import annotations

import json
from importlib.metadata import version

from timeline.cli.options import Common, taking
from timeline.cli.session import Session
from timeline.text import clean


@taking(Common)
def command(options: Common) -> None:
    """Tell which store is used, and why."""
    session = Session(options)
    workspace = session.workspace
    facts = {
        "store": workspace.location.path,
        "chosen": workspace.location.reason,
        "language": workspace.language,
        "events": workspace.count(),
        "networks": len(workspace.names("network")),
        "kinds": len(workspace.names("kind")),
        "sources": len(workspace.names("source")),
        "index": workspace.index.path or "in memory: the cache folder cannot be written",
        "version": version("yaml-timeline"),
    }
    if session.target.format == "json":
        session.write([json.dumps(facts, ensure_ascii=False, indent=2), "\n"])
        return
    lead = "- " if session.target.format == "markdown" else ""
    session.write(f"{lead}{name}: {clean(str(value))}\n" for name, value in facts.items())
