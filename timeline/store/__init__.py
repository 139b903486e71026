"""The YAML store: found, read and validated; every problem of it told in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import StoreError
from timeline.model import Contents
from timeline.store import schema
from timeline.store.reader import decode, read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_store(files: Iterable[tuple[str, bytes]]) -> Contents:
    """Read the files of one store, given as (name to show, bytes) in reading order.

    Raises StoreError with all problems of all files.
    """
    draft = schema.Draft()
    reports, tops = [], []
    for name, data in files:
        text, report = decode(data, name)
        root = None if report.problems else read_nodes(text, report)
        reports.append(report)
        tops.append(schema.read_top(report, root))
    for read in (schema.read_language, schema.read_vocabularies):
        for report, top in zip(reports, tops, strict=True):
            read(draft, report, top)
    for report, top in zip(reports, tops, strict=True):
        if "events" in top:
            schema.read_events(draft, report, top["events"])
    unread = any(not top for top in tops)
    if not unread:  # an event that could not be read is not an unknown one
        draft.finish()
    problems = [problem for report in reports for problem in report.problems]
    if problems:
        raise StoreError(problems)
    return Contents(
        draft.language,
        None if draft.networks is None else tuple(draft.networks.values()),
        None if draft.kinds is None else tuple(draft.kinds.values()),
        tuple(draft.sources.values()),
        tuple(draft.events),
    )
