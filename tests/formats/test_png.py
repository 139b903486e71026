"""The picture: of the size asked for, and with text in it whatever fonts the machine has."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image

from tests.test_query import event
from timeline.errors import UsageError
from timeline.formats import Style, render_bytes
from timeline.model import Answer, Match, Text


def answer_of(title: str) -> Answer:
    return Answer((Match(event("e", "2020-04", title=Text(en=title))),), "en", (1, 0))


def picture(answer: Answer, **style) -> Image.Image:
    return Image.open(io.BytesIO(b"".join(render_bytes("png", answer, Style(**style)))))


@pytest.fixture
def without_fonts(monkeypatch):
    """Draw as on a machine on which no font is installed."""
    import resvg_py

    draw = resvg_py.svg_to_bytes
    monkeypatch.setattr(
        resvg_py, "svg_to_bytes", lambda **known: draw(**known, skip_system_fonts=True)
    )


def ink(image: Image.Image) -> int:
    """Return how many pixels are not paper."""
    return sum(image.convert("L").histogram()[:200])


def test_text_shows_on_a_machine_without_any_font(without_fonts):
    title = "Gründung des Netzwerks Universitätsmedizin"
    assert ink(picture(answer_of(title))) > ink(picture(answer_of("x"))) + 1_000


@pytest.mark.parametrize(("pixels", "scale"), [(800, 1), (800, 2), (1280, 0.5)])
def test_the_picture_has_the_size_asked_for(pixels, scale):
    image = picture(answer_of("Founded"), pixels=pixels, scale=scale)
    assert image.width == pixels * scale
    assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


def test_two_pictures_are_alike():
    one, other = (b"".join(render_bytes("png", answer_of("x"), Style())) for _ in range(2))
    assert one == other


def test_a_picture_beyond_all_measure_is_refused():
    with pytest.raises(UsageError, match="the picture would be 200000 by"):
        picture(answer_of("x"), pixels=20_000, scale=10)


def test_where_resvg_is_missing_it_is_said_how_to_get_it(monkeypatch, timeline, store):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    store("events:\n- {id: a, date: 2020, title: A}\n")
    run = timeline("chart", "-o", "a.png")
    assert run.status == 2
    assert run.err == "timeline: png needs resvg-py; pip install 'yaml-timeline[png]'\n"


def test_a_picture_is_not_written_to_a_terminal_but_to_a_pipe(timeline, store, monkeypatch):
    store("events:\n- {id: a, date: 2020, title: A}\n")
    assert timeline("list", "-f", "png", "-o", "x.png").status == 0
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    run = timeline("list", "-f", "png")
    assert (run.status, run.out) == (2, "")
    assert "png is not for a terminal; add -o chronology.png" in run.err
