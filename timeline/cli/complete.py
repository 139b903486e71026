"""What Tab offers. Silent on any trouble: a shell's prompt is no place for an error message."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import typer

from timeline.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

Offer = tuple[str, str]

# zsh's script evaluates what it is given: nothing that means something to a shell gets there.
_UNSAFE = re.compile(r"[^\w .,;%+/–-]+")


def prepare() -> None:
    """Keep typer from reading descriptions as rich markup (which would import rich, too)."""
    from typer import _completion_classes

    _completion_classes._sanitize_help_text = lambda text: text  # noqa: SLF001 - no public way


def _matching(offers: Iterable[Offer], incomplete: str) -> list[Offer]:
    wanted = fold(incomplete)
    return [
        (name, _UNSAFE.sub(" ", text).strip()[:60])
        for name, text in offers
        if fold(name).startswith(wanted)
    ]


def _from_store(context: typer.Context, field: str, incomplete: str) -> list[Offer]:
    try:
        workspace = _workspace(context)
        offers = [
            (name, _described(record, events)) for name, record, events in workspace.names(field)
        ]
        return _matching(offers, incomplete)
    except Exception:  # noqa: BLE001 - see the module's first line
        return []


def _workspace(context: typer.Context) -> Any:
    from timeline.workspace import open_workspace

    given = context.params.get("store")
    if given is None and context.parent is not None:
        given = context.parent.params.get("store")
    return open_workspace(given, os.getcwd(), os.environ)


def _described(record: dict[str, Any], events: int) -> str:
    title = record.get("en") or record.get("de") or record.get("title")
    return f"{title} ({events})" if title else f"{events} events"


def networks(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the store's networks."""
    return _from_store(ctx, "network", incomplete)


def kinds(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the store's kinds."""
    return _from_store(ctx, "kind", incomplete)


def tags(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the store's tags."""
    return _from_store(ctx, "tag", incomplete)


def ids(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """Offer the ids of the store's events, with their titles."""
    try:
        return _matching(_workspace(ctx).ids(incomplete.lower()), incomplete)
    except Exception:  # noqa: BLE001 - see the module's first line
        return []


def formats(incomplete: str) -> list[Offer]:
    """Offer the output formats."""
    from timeline.formats import FORMATS

    return _matching(((name, f.description) for name, f in FORMATS.items()), incomplete)


def orders(incomplete: str) -> list[Offer]:
    """Offer what events can be sorted by."""
    from timeline.query.fields import ORDERS

    return _matching(((name, f"by {name}") for name in ORDERS), incomplete)


def fields(incomplete: str) -> list[Offer]:
    """Offer the fields, after those that stand there already."""
    from timeline.query.fields import FIELDS

    done, comma, last = incomplete.rpartition(",")
    return [(done + comma + name, text) for name, text in _matching(((f, f) for f in FIELDS), last)]


def languages(incomplete: str) -> list[Offer]:
    """Offer the two languages."""
    return _matching((("de", "Deutsch"), ("en", "English")), incomplete)


def colours(incomplete: str) -> list[Offer]:
    """Offer when to use colour."""
    offers = (("auto", "on a terminal"), ("always", "in pipes too"), ("never", "nowhere"))
    return _matching(offers, incomplete)
