"""The bytes of a file to text: UTF-8, UTF-16 with its mark, or what old Windows programs write."""

from __future__ import annotations

import codecs

from timeline.errors import UsageError

_NOTES = {
    "cp1252": ("read as cp1252 (Windows), because it is not UTF-8",),
    "utf-16": ("read as UTF-16",),
}


def decode(data: bytes, *, may_be_old: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file without its mark, and a note where it is not in UTF-8.

    ``may_be_old`` lets it be in cp1252, too. Raises UsageError for what is no text.
    """
    encodings = ["utf-16"] if _has_mark_of_utf16(data) else ["utf-8-sig", "cp1252"]
    if not may_be_old:
        del encodings[1:]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:  # no text has it, but all that is not even meant to be one
            break
        return text, _NOTES.get(encoding, ())
    raise UsageError("the file is not text in UTF-8", "save it as UTF-8")


def _has_mark_of_utf16(data: bytes) -> bool:
    is_utf32 = data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    return data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and not is_utf32
