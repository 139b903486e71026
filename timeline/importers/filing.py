"""What an event is filed under, where a format has one list for networks, kinds and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.importers.values import read_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.importers.harvest import Draft, Entry


def filed(draft: Draft, names: Iterable[str]) -> Entry:
    """Return names as what they are to the store: networks, a kind, or else tags."""
    options = draft.options
    networks: list[str] = []
    tags: list[str] = []
    kinds: list[str] = []
    for name in names:
        if name in options.networks:
            networks.append(name)
        elif name in options.kinds and not kinds:
            kinds.append(options.kinds[name])
        else:
            tags.append(name)
    return {
        "kind": "".join(kinds),
        "networks": list(dict.fromkeys(networks)),
        "tags": read_names(draft, tags, "tag"),
    }
