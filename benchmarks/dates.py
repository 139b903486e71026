"""Microseconds a date: reading EDTF, saying it in words, reading what people type.

Run it with ``python benchmarks/dates.py``. The last column compares with the ``edtf`` package (a
development dependency) in the same run; a machine's noise then falls on both.
"""

from __future__ import annotations

from datetime import date
from timeit import repeat

from timeline.dates.edtf import parse
from timeline.dates.phrases import parse_phrase
from timeline.dates.wording import words

TEXTS = [
    "2025", "2025-07", "2025-07-01", "1985-04-12T23:20:30Z", "2018/2022", "2025-07-01/2025-07-05",
    "2025-07/..", "2018~", "201X", "1985-XX-XX", "2004-06-~11", "Y-17E7", "1950S2", "2001-21",
    "[1667,1668,1670..1672]",
]  # fmt: skip
TODAY = date(2026, 11, 21)


def microseconds(call: object, number: int = 2_000) -> float:
    """Return the best of five runs, for one call."""
    return min(repeat(call, number=number, repeat=5)) / number * 1e6  # type: ignore[arg-type]  # a callable


def main() -> None:
    """Print a Markdown table."""
    from edtf import parse_edtf

    print("| date | read | in words | typed | read by `edtf` | ratio |")
    print("|---|--:|--:|--:|--:|--:|")
    for text in TEXTS:
        value = parse(text)
        ours = microseconds(lambda text=text: parse(text))
        said = microseconds(lambda value=value: words(value, "en"))
        typed = microseconds(lambda text=text: parse_phrase(text, TODAY))
        row = f"| `{text}` | {ours:.1f} | {said:.1f} | {typed:.1f} |"
        try:
            theirs = microseconds(lambda text=text: parse_edtf(text), number=20)
        except Exception:  # noqa: BLE001 - it refuses what it does not know
            print(f"{row} refused | – |")
        else:
            print(f"{row} {theirs:.0f} | {theirs / ours:.0f} |")


if __name__ == "__main__":
    main()
