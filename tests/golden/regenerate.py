"""Write the golden outputs anew: look at every difference before you commit it."""

from __future__ import annotations

from pathlib import Path

from timeline import formats
from timeline.model import Answer
from timeline.query.answer import Question
from timeline.query.terms import Touching, both
from timeline.store.locate import Location
from timeline.workspace import Workspace

HERE = Path(__file__).parent
SUFFIX = {"table": "table.txt", "plain": "plain.txt", "markdown": "md", "json": "json"}
# Between these days some events are certain and some only possible.
WINDOW = Touching(first=737_525, last=738_611)  # 10 April 2020 to 31 March 2023
STYLES = {
    "": formats.Style(width=80),
    "narrow": formats.Style(width=40),
    "wide": formats.Style(width=200),
    "colour": formats.Style(width=80, colour=True),
    "detail": formats.Style(width=80, detail=True),
    "fields": formats.Style(width=80, fields=("id", "date", "figures", "sources", "certainty")),
}


def outputs() -> dict[str, str]:
    """Return every golden output by its file's name."""
    workspace = Workspace(Location(str(HERE / "store.yaml"), "test"), None)
    found = {}
    for language in ("de", "en"):
        everything = workspace.answer(Question(), language)
        window = workspace.answer(Question(both(WINDOW)), language)
        for name, suffix in SUFFIX.items():
            for variant, style in STYLES.items():
                if variant in ("narrow", "wide", "colour") and name != "table":
                    continue
                label = "-".join(filter(None, (name, variant, language)))
                found[f"{label}.{suffix}"] = "".join(formats.render(name, everything, style))
            found[f"{name}-window-{language}.{suffix}"] = "".join(
                formats.render(name, window, STYLES[""])
            )
            found[f"{name}-empty-{language}.{suffix}"] = "".join(
                formats.render(name, Answer((), language), STYLES[""])
            )
    return found


if __name__ == "__main__":
    for name, text in outputs().items():
        (HERE / name).write_bytes(text.encode())
