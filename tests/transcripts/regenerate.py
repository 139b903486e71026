"""Write the transcripts anew: ``python -m tests.transcripts.regenerate``; then read the diff."""

from __future__ import annotations

import os
import sys
import tempfile

from tests.transcripts.cases import transcript, transcripts


def regenerate() -> None:
    """Write every transcript again as the present code shows it."""
    with tempfile.TemporaryDirectory() as cache:
        for name in ("NO_COLOR", "TIMELINE_LANG", "PAGER", "TIMELINE_PAGER"):
            os.environ.pop(name, None)
        os.environ.update(TIMELINE_CACHE_DIR=cache, XDG_CONFIG_HOME=cache, LC_ALL="C.UTF-8",
                          TERM="xterm-256color")  # fmt: skip
        for path in transcripts():
            text = transcript(path)
            if path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    regenerate()
