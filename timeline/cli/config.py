"""The user's own settings: ``$XDG_CONFIG_HOME/timeline/config.yaml`` (default ``~/.config``).

Flags come before the environment, the environment before the store, the store before this file:

- ``lang: de|en`` is for readers, as the locale is, and comes just before it: who writes the file
  means it more than who set up the machine. Machine formats never look at it.
- ``color: auto|never``; not ``always``, which only ``--color`` may say: a pipe stays clean.
- ``plain: true|false``: plain text on a terminal; a pipe still gets Markdown.
- ``max-size: SIZE``, the largest store that is read; after TIMELINE_MAX_SIZE.
- ``pager: COMMAND``, after TIMELINE_PAGER and PAGER; empty for none.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from timeline.errors import UsageError
from timeline.frozen import Frozen
from timeline.spelling import did_you_mean
from timeline.workspace import home_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

_VALUES = {"lang": ("de", "en"), "color": ("auto", "never"), "plain": ("true", "false"),
           "max-size": (), "pager": ()}  # fmt: skip


class Config(Frozen):
    """What the file says; None where it says nothing."""

    lang: str | None = None
    color: str | None = None
    plain: bool = False
    pager: str | None = None
    max_size: str | None = None


def config_path(environment: Mapping[str, str]) -> str:
    """Return where the file would lie, "" where the user has no home.

    A relative XDG_CONFIG_HOME is ignored, as XDG says.
    """
    base = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        home = home_folder(environment)
        if home is None:
            return ""
        base = os.path.join(home, ".config")
    return os.path.join(base, "timeline", "config.yaml")


def read_config(environment: Mapping[str, str]) -> Config:
    """Read the file if there is one; raises UsageError for what it cannot mean."""
    path = config_path(environment)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except OSError as error:
        if not os.path.lexists(path):  # in a home that was kept of another user, by su or sudo
            return Config()
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{path} cannot be read: {reason}", "mend it or delete it") from error
    return _read(data, path)


def _read(data: bytes, path: str) -> Config:
    from timeline.store.characters import decode
    from timeline.store.nodes import Mapping as Node
    from timeline.store.nodes import Report, Scalar
    from timeline.store.reader import read_nodes

    report = Report(path)
    text = decode(data, report)
    root = None if text is None else read_nodes(text, report)
    for problem in report.problems:
        place = f"{path}:{problem.line}:{problem.column}"
        raise UsageError(f"{place}: {problem.message}", problem.hint)
    if root is None or (isinstance(root, Scalar) and not (root.text or root.quoted)):
        return Config()
    if not isinstance(root, Node):
        raise UsageError(f"{path}: not a list of settings", "write 'lang: de', for example")
    given = {}
    for key, value in root.pairs:
        place = f"{path}:{key.line + 1}:{key.column + 1}"
        if key.text not in _VALUES:
            near = did_you_mean(key.text, _VALUES, f"valid: {', '.join(_VALUES)}")
            raise UsageError(f"{place}: there is no setting {key.text!r}", near)
        if not isinstance(value, Scalar):
            raise UsageError(f"{place}: {key.text} is one text", "write it on the same line")
        given[key.text] = _checked(key.text, value.text, place)
    return Config(given.get("lang"), given.get("color"), given.get("plain") == "true",
                  given.get("pager"), given.get("max-size"))  # fmt: skip


def _checked(key: str, text: str, place: str) -> str:
    values = _VALUES[key]
    if not values or text in values:
        return text
    if (key, text) == ("color", "always"):
        raise UsageError(f"{place}: color cannot be 'always' here", "use --color=always")
    near = did_you_mean(text, values, f"write {' or '.join(values)}")
    raise UsageError(f"{place}: {key} cannot be {text!r}", near)
