"""Terminals as they were when somebody last looked at them and was content."""

from __future__ import annotations

import pytest

from tests.transcripts.cases import transcript, transcripts


@pytest.mark.parametrize("path", transcripts(), ids=lambda path: path.name)
def test_a_terminal_shows_what_it_showed(path):
    # Mended on purpose? python -m tests.transcripts.regenerate
    assert transcript(path) == path.read_text(encoding="utf-8")


def test_there_are_transcripts_in_both_languages_and_three_widths():
    names = [path.name for path in transcripts()]
    for columns in (40, 80, 200):
        assert sum(name.endswith(f".{columns}.txt") for name in names) >= 2
    assert any("-de." in name for name in names)
