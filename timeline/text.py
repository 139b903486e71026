"""Text that is safe to show: no control, bidirectional or invisible characters, on one line."""

from __future__ import annotations

import re
import unicodedata

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
"""What a store refuses: C0 and C1 controls, bidirectional and invisible signs, lone surrogates."""

ADDRESS = re.compile(r"https?://[^\s/<>\"\\][^\s<>\"\\]*")
"""A web address from beginning to end, and nothing that a browser would run."""

_UNSHOWN = re.compile(f"{FORBIDDEN.pattern}|[\u200c\u200d\t\r\n]")


def clean(text: str) -> str:
    """Return a text as a terminal may show it: what could act on it is written as an escape."""
    return _UNSHOWN.sub(lambda match: _escape(match[0]), text)


def _escape(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that was not UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def one_line(text: str) -> str:
    """Return a text on one line, without what no output may carry."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_UNSHOWN.sub(lambda m: " " if m[0] in "\t\r\n" else "", text).split())


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
                         "ß": "ss", "–": "-", "—": "-", "−": "-", "„": '"', "“": '"', "”": '"',
                         "’": "'", "‘": "'", "…": "...", "·": "|", "\u00a0": " "})  # fmt: skip


def ascii_text(text: str) -> str:
    """Return a text in ASCII: umlauts in two letters, accents dropped, "?" for all that is left."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_GERMAN))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return kept.encode("ascii", "replace").decode()
