"""The layout of charts, once for terminal, SVG and HTML: it measures in cells and draws nothing."""
