"""Text that is safe to show: no control, bidirectional or invisible characters, on one line."""

from __future__ import annotations

import re
from functools import cache

_PATTERNS = {
    "FORBIDDEN": (
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
        "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
    ),
    "ADDRESS": r"https?://[^\s/<>\"\\][^\s<>\"\\]*",
}

FORBIDDEN: re.Pattern[str]
"""What a store refuses: C0 and C1 controls, bidirectional and invisible signs, lone surrogates.

Among the invisible ones are tag characters, which spell what nobody sees but programs read.
"""

ADDRESS: re.Pattern[str]
"""A web address from beginning to end, and nothing that a browser would run."""


def __getattr__(name: str) -> re.Pattern[str]:
    # Compiled only when asked for: most texts are printable, and a start has no time to lose.
    if name not in _PATTERNS:
        raise AttributeError(f"module 'timeline.text' has no attribute {name!r}")
    found = globals()[name] = re.compile(_PATTERNS[name])
    return found


@cache
def _unshown() -> re.Pattern[str]:
    return re.compile(f"{_PATTERNS['FORBIDDEN']}|[\u200c\u200d\t\r\n]")


def clean(text: str) -> str:
    """Return a text as a terminal may show it: what could act on it is written as an escape."""
    if text.isprintable():
        return text
    return _unshown().sub(lambda match: _escape(match[0]), text)


def _escape(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that was not UTF-8
        return f"\\x{number - 0xDC00:02x}"
    if number > 0xFFFF:
        return f"\\U{number:08x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


LONGEST_MESSAGE = 400
"""Characters of a message; a longer one quotes what nobody wants to read again."""


def shortened(text: str) -> str:
    """Return a message on one line, without the middle of an endless one."""
    text = " ".join(text.splitlines())
    if len(text) <= LONGEST_MESSAGE:
        return text
    return f"{text[: LONGEST_MESSAGE // 2]} … {text[-LONGEST_MESSAGE // 4 :]}"


def one_line(text: str) -> str:
    """Return a text on one line, without what no output may carry."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_unshown().sub(lambda m: " " if m[0] in "\t\r\n" else "", text).split())


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
                         "ß": "ss", "–": "-", "—": "-", "−": "-", "„": '"', "“": '"', "”": '"',
                         "’": "'", "‘": "'", "…": "...", "·": "|", "\u00a0": " "})  # fmt: skip


def ascii_text(text: str) -> str:
    """Return a text in ASCII: umlauts in two letters, accents dropped, "?" for all that is left."""
    if text.isascii():
        return text
    return without_accents(text.translate(_GERMAN)).encode("ascii", "replace").decode()


class _Bare(dict[int, str]):
    """What characters are without accents, as far as it was asked."""

    def __missing__(self, code: int) -> str:
        import unicodedata

        parts = unicodedata.normalize("NFKD", chr(code))
        found = "".join(part for part in parts if not unicodedata.combining(part))
        if len(self) < _REMEMBERED:
            self[code] = found
        return found


_REMEMBERED = 1 << 16
_BARE = _Bare()


def without_accents(text: str) -> str:
    """Return the characters of a text without accents, and in their plainest form (NFKD).

    Each by itself: to put thousands of accents on one letter into their order, as normalizing the
    text does, takes time that grows with the square of their number.
    """
    return text.translate(_BARE)
