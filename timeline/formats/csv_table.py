"""CSV: a header, then one row an event (RFC 4180), for data tools; with ``excel``, for Excel.

**Formulas.** A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP,
"CSV Injection"); pure numbers are none. A cell whose own text looks like that already gets one
more, so that taking one away always gives the text back.

**Excel** makes 1 April 2020 of ``2020-04`` and of ``April 2020``, in quotation marks or not, and
German Excel 2 May of 2.5. A tab before them, inside the quotation marks, keeps them text: Excel
shows no tab, but keeps it in the cell (G. Mauer, "The Absurdly Underestimated Dangers of CSV
Injection", 2017), and so does LibreOffice (tried with 7.4, with and without detection of dates).
What else is in use does less: LibreOffice passes over a space or a no-break space; an apostrophe is
shown, and lost when Excel saves a cell that was edited (OWASP/www-community, issue 517);
``="2020-04"`` is a formula. What would be a formula has the tab and the apostrophe: should a
program pass over the tab, it is still none.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from timeline.formats.columns import LONGEST, columns_of, figure_text, is_overlong
from timeline.formats.given_up import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Style
    from timeline.model import Answer, Figure

BYTE_ORDER_MARK = "\ufeff"
MARK = "\t"
"""What keeps a cell in Excel as it is."""

_EXACT = 10**15  # from here on Excel rounds whole numbers
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_WORD = re.compile(r"[^\W\d_]+")
_TRUTHS = ("true", "false", "wahr", "falsch")
_MOST, _FEW = 60, 5  # characters and words that a date might have


class _Line:
    """What a CSV writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def render(answer: Answer, style: Style) -> Iterator[str]:
    """Return the table line by line; for Excel with a byte order mark and semicolons."""
    writer: Any = csv.writer(
        _Line(), delimiter=";" if style.excel else ",", lineterminator="\r\n",
        # A tab that no quotation marks surround might be taken for the end of a cell.
        quoting=csv.QUOTE_NONNUMERIC if style.excel else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    header = [column.name for column in columns_of(answer, style.fields)]
    yield f"{BYTE_ORDER_MARK if style.excel else ''}{writer.writerow(header)}"
    for cells in _rows(answer, style):
        yield writer.writerow(cells)


def losses(answer: Answer, style: Style) -> list[str]:
    """Say which cells are not as the store has them, and what Excel cannot hold."""
    cells = (cell for row in _rows(answer, style) for cell in row if isinstance(cell, str) and cell)
    found = Counter(change for cell in cells for change in _changes(cell, style))
    return sentences(_TOLD, found)


_FORMULAS = "with an apostrophe, so as not to be a formula to a spreadsheet"
_MARKS = "with a tab, so as not to become a day or a number in Excel"
_OVERLONG = f"longer than the {LONGEST:,} characters that a cell of Excel holds"
_TOLD = {
    "formula": (f"cell begins {_FORMULAS}", f"cells begin {_FORMULAS}"),
    "mark": (f"cell begins {_MARKS}", f"cells begin {_MARKS}"),
    "overlong": (f"text is {_OVERLONG}", f"texts are {_OVERLONG}"),
}


def _changes(cell: str, style: Style) -> Iterator[str]:
    if cell.startswith(MARK):
        yield "mark"
    if is_guarded(cell.removeprefix(MARK)):
        yield "formula"
    if style.excel and is_overlong(cell):
        yield "overlong"


def _rows(answer: Answer, style: Style) -> Iterator[list[str | int]]:
    columns = columns_of(answer, style.fields)
    for match in answer.matches:
        if style.excel:
            yield [_for_excel(cell(match), is_date=is_date) for _, cell, is_date, _ in columns]
        else:
            yield [guarded(figure_text(cell(match))) for _, cell, _, _ in columns]


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _is_formula(text) and not _NUMBER.fullmatch(text) else text


def _is_formula(text: str) -> bool:
    # Most cells are empty or begin with a letter or a digit: they need no closer look.
    return bool(text) and not text[0].isalnum() and _FORMULA.match(text) is not None


def is_guarded(cell: str) -> bool:
    """Tell whether a cell begins with an apostrophe that its text does not have."""
    return cell.startswith("'") and guarded(cell[1:]) == cell


def _for_excel(value: Figure, *, is_date: bool) -> str | int:
    """Return a value as a cell that Excel reads as it is."""
    if isinstance(value, int) and abs(value) < _EXACT:
        return value
    text = figure_text(value)
    return f"{MARK}{guarded(text)}" if text and (is_date or _could_change(text)) else text


def _could_change(text: str) -> bool:
    """Tell whether Excel, in some language, might make something else of a text.

    It may have been set up for any language, and its dates may have a weekday and "de" in them
    ("sábado 4 de abril de 2020"): so whatever has a digit and few words is in doubt.
    """
    if _is_formula(text) or text[0] in "'#" or text.strip().casefold() in _TRUTHS:
        return True
    if len(text) > _MOST or "://" in text:
        return False
    return any(map(str.isnumeric, text)) and len(_WORD.findall(text)) <= _FEW
