"""The look of the SVG drawing: sizes in pixels, fonts that exist, colours for light and dark.

No variables and no colour functions: what draws PNG (resvg) knows neither. It knows no media and so
is spared the rims that keep lines from running through labels, which take half as long
again. Text has a contrast of 4.5 or more to its paper, in both (WCAG 2.2, AA).
"""

from __future__ import annotations

MARGIN = 24

SIZES = {"heading": 24, "lane": 17, "date": 15, "title": 15, "notes": 12, "said": 14, "tick": 13,
         "note": 12}  # fmt: skip
"""The size of the font in pixels, by what is written."""

FONTS = "Roboto, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

LIGHT = ("#1b5fc1", "#a34700", "#1a7431", "#7a3fc4", "#b0287a", "#4f5b66")
DARK = ("#79b8ff", "#ffab70", "#7ee08f", "#cda6ff", "#ff9bce", "#b8c1cb")
"""The colours of lanes, in turn, on light paper and on dark; the page has the same."""


def _colours(colours: tuple[str, ...]) -> str:
    return "\n".join(
        f".l{n} .lane, .l{n} .arrow {{ fill: {c} }} .l{n} .certain {{ fill: {c} }} "
        f".l{n} .possible {{ fill: {c}; fill-opacity: .3; stroke: {c} }} "
        f".l{n} .disputed {{ stroke: {c} }} .l{n} .cut {{ stroke: {c} }} "
        f".l{n} .unknown {{ fill: {c} }}"
        for n, c in enumerate(colours)
    )


def _sizes() -> str:
    return "\n".join(
        f".{role} {{ font-size: {size}px }}" for role, size in SIZES.items() if role != "heading"
    )


STYLE = f"""
text {{ font-family: {FONTS}; fill: #1c2128 }}
{_sizes()}
.heading {{ font-size: {SIZES["heading"]}px; font-weight: bold }}
.lane, .date {{ font-weight: bold }}
.said, .tick, .note, .notes {{ fill: #57606a }}
.paper {{ fill: #ffffff }}
.grid line {{ stroke: #d8dee4; stroke-width: 1 }}
.grid line.today {{ stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3 }}
.legend .today {{ stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3 }}
.possible {{ stroke-width: 1; stroke-opacity: .55 }}
.disputed {{ fill: none; stroke-width: 1.5; stroke-dasharray: 3 2 }}
.cut {{ fill: none; stroke-width: 2 }}
.unknown {{ font-weight: bold }}
.cancelled {{ stroke: #1c2128; stroke-width: 1.5 }}
{_colours(LIGHT)}
@media screen, print {{
.label {{ stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; paint-order: stroke }}
}}
@media (prefers-color-scheme: dark) {{
.label {{ stroke: #0d1117 }}
text {{ fill: #e6edf3 }}
.said, .tick, .note, .notes {{ fill: #9ea7b3 }}
.paper {{ fill: #0d1117 }}
.grid line {{ stroke: #30363d }}
.grid line.today, .legend .today {{ stroke: #ff7b72 }}
.cancelled {{ stroke: #e6edf3 }}
{_colours(DARK)}
}}
"""
