"""PNG: the SVG drawing as a picture, through resvg with a font of its own.

resvg draws no text whose font it does not find, and by default takes Arial for ``sans-serif``: a
font is brought along, so that text shows on a machine that has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from timeline.errors import UsageError
from timeline.formats import svg
from timeline.formats.extras import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer

_MOST_PIXELS = 200_000_000
_LONGEST_SIDE = 65_000
_FONTS = ("Roboto", "RobotoBold")


def losses(answer: Answer, style: Style) -> list[str]:
    """Say what the drawing leaves out."""
    return svg.losses(answer, style)


def render(answer: Answer, style: Style) -> Iterator[bytes]:
    """Return the picture: ``style.pixels`` wide, times ``style.scale``.

    Raises UsageError where resvg is not installed, or where the picture would be too large.
    """
    resvg, fonts = load("resvg_py", "png"), load("font_roboto", "png")
    drawing = svg.draw(answer, style)
    width, height = (float(drawing.get(side, 0)) * style.scale for side in ("width", "height"))
    if width * height > _MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
        raise UsageError(
            f"the picture would be {width:.0f} by {height:.0f} pixels",
            "choose fewer events, a smaller --scale, or SVG",
        )
    picture = resvg.svg_to_bytes(
        svg_string=ET.tostring(drawing, encoding="unicode"), zoom=style.scale,
        font_family="Roboto", sans_serif_family="Roboto", background="#ffffff",
        font_files=[fonts.font_files[name] for name in _FONTS],
    )  # fmt: skip
    yield bytes(picture)
