"""The table of chosen fields on a terminal: columns, or lines where there is no room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.formats.grid import PROSE
from timeline.formats.words import match_text, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from timeline.formats import Style
    from timeline.model import Answer, Match

_LONGEST_WORD = 10  # a longer one, such as an address, may be folded


class Chosen:
    """The chosen fields as columns, or below each other where they would be torn apart.

    They come in parts of so many matches; what the columns of one need, the next ones have, too.
    """

    def __init__(self, answer: Answer, style: Style, part: int) -> None:
        self.answer, self.style, self.part = answer, style, part
        self.is_labelled: bool | None = None
        self.least: list[int] = []
        self.widths: list[int] = []

    def __call__(self, part: list[tuple[str, Match]]) -> Table | Group:
        """Return the next part."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        language, fields = self.answer.language, self.style.fields
        rows = [[match_text(match, name, self.answer) for name in fields] for _, match in part]
        is_first = self.is_labelled is None
        least = [max((_least(row[n], name) for row in rows), default=0)
                 for n, name in enumerate(fields)]  # fmt: skip
        if is_first:
            least = list(map(max, least, (len(word(name, language)) for name in fields)))
        self.least = list(map(max, self.least or least, least))
        room = self.style.width - 2 * len(fields)
        # Once there is no room for columns, there is none for what follows.
        self.is_labelled = bool(self.is_labelled) or sum(self.least) > room
        if self.is_labelled:
            return Group(*(line for row in rows for line in _labelled(row, fields, language)))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=is_first)
        is_whole = is_first and len(part) < self.part
        fixed = [] if is_whole else self._settle(rows)
        for place, name in enumerate(fields):
            table.add_column(
                word(name, language), overflow="fold", max_width=PROSE, min_width=self.least[place],
                width=None if is_whole else fixed[place],
            )  # fmt: skip
        for row in rows:
            table.add_row(*map(Text, row))
        return table

    def _settle(self, rows: list[list[str]]) -> list[int]:
        """Return widths that this part and those after it have, if they need no more."""
        from rich.cells import cell_len

        needed = [min(PROSE, max(map(cell_len, column))) for column in zip(*rows, strict=True)]
        least = self.least
        found = list(map(max, self.widths or needed, needed, least))
        while sum(found) + 2 * len(found) > self.style.width:
            place = max(range(len(found)), key=lambda n: (found[n] - least[n], found[n]))
            found[place] -= 1
        self.widths = found
        return found


def _least(text: str, name: str) -> int:
    """Return the columns that a text needs so that no id and no word of a date is torn."""
    longest = max(map(len, text.split()), default=0)
    is_whole = name in ("id", "date", "part_of", "follows")
    return longest if is_whole else min(longest, _LONGEST_WORD)


def _labelled(row: list[str], fields: tuple[str, ...], language: str) -> Iterator[Text]:
    from rich.text import Text

    for name, text in zip(fields, row, strict=True):
        if text:
            label = Text(f"{word(name, language)}: ", "dim", overflow="fold")
            yield label.append(text, "bold" if name == "title" else "not dim")
    yield Text()
