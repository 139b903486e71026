"""The bytes of a file to text: UTF-8, UTF-16 with its mark, or what old Windows programs write."""

from __future__ import annotations

import codecs

from timeline.errors import UsageError

_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a zip file begins, which .xlsx and .ods are, and an old .xls."""

_NOTES = {
    "cp1252": ("read as cp1252 (Windows), because it is not UTF-8",),
    "utf-16": ("read as UTF-16",),
}


def decode(data: bytes, *, may_be_old: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file without its mark, and a note where it is not in UTF-8.

    ``may_be_old`` lets it be in cp1252, too. Raises UsageError for what is no text.
    """
    refuse_packed(data)
    encodings = ["utf-16"] if _has_mark_of_utf16(data) else ["utf-8-sig", "cp1252"]
    if not may_be_old:
        del encodings[1:]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, _NOTES.get(encoding, ())
        if encoding != "cp1252":  # in which any bytes are some text
            line = text.count("\n", 0, text.index("\0")) + 1
            raise UsageError(f"line {line} of the file has a NUL character, which no text has",
                             "delete it, or save the file anew as UTF-8")  # fmt: skip
    raise UsageError("the file is not text in UTF-8", "save it as UTF-8")


def refuse_packed(data: bytes) -> None:
    """Raise UsageError for a workbook."""
    if data.startswith(_PACKED):
        raise UsageError("the file is a workbook, or something else that is packed",
                         "save it as CSV (UTF-8), and import that")  # fmt: skip


def _has_mark_of_utf16(data: bytes) -> bool:
    is_utf32 = data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    return data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and not is_utf32
