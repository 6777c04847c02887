"""Every cell of a sheet, looked at before anything is built from it: how far they reach, and what is odd.

The reader behind this guard allots memory for the whole rectangle that the cells span, repeats a shared text
for each cell that shows it, and gives a cell with an error as an empty one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from screenkit.batch.xlsx.archive import SAVE_ANEW, Archive
from screenkit.batch.xlsx.markup import Reader, is_true
from screenkit.errors import TableError

ROWS, COLUMNS = 1_048_576, 16_384
"""The most that a sheet has."""
CELLS = 6_000_000
"""Cells of the rectangle that is read."""
CHARACTERS = 400_000_000
"""Characters of all its cells together."""

_AT = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_KINDS = frozenset({"", "n", "s", "str", "inlineStr", "b", "e", "d"})
_TEXT_PARTS = frozenset({"v", "t", "f"})
_VALUE_PARTS = frozenset({"v", "is"})


@dataclass(slots=True)
class Facts:
    """What a sheet holds; rows and columns are counted from 1.

    `errors` are the cells that hold a spreadsheet's error, by row and column, and which. `unsaved` is the
    first formula whose result was not saved. `filled` counts the cells in which something stands.
    """

    first_row: int = 0
    last_row: int = 0
    last_column: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: int = 0
    unsaved: str = ""
    merged: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    characters: int = 0
    filled: int = 0


class SharedTexts:
    """How long each shared text of a workbook is."""

    def __init__(self) -> None:
        """Begin with none."""
        self.lengths: list[int] = []
        self._in_text = False

    def started(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if tag == "si":
            self.lengths.append(0)
        self._in_text = tag == "t"

    def ended(self, _tag: str) -> None:
        """Take the end of an element."""
        self._in_text = False

    def said(self, text: str) -> None:
        """Take text between two tags."""
        if self._in_text and self.lengths:
            self.lengths[-1] += len(text)


class SheetScan:
    """Looks at the cells of one sheet in their order."""

    def __init__(self, archive: Archive, shared: Sequence[int]) -> None:
        """Look at a sheet; `shared` is how long each shared text is."""
        self.facts = Facts()
        self._archive = archive
        self._shared = shared
        self._row = self._column = 0
        self._in_cell = False
        self._kind = self._heard = ""
        self._hears: str | None = None
        self._has_formula = self._has_value = self._is_filled = False
        self.reader = Reader(archive.name, self._started, self._ended, self._said)

    def _started(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif self._in_cell:
            self._hears = tag if tag in _TEXT_PARTS else None
            self._has_formula |= tag == "f"
            self._has_value |= tag in _VALUE_PARTS
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self.facts.merged += 1
        elif tag == "col" and is_true(attributes.get("hidden")):
            span = [_number(attributes.get(end, "")) for end in ("min", "max")]
            self.facts.hidden_columns += max(0, min(span[1], COLUMNS) - span[0] + 1)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        written = attributes.get("r")
        row = self._row + 1 if written is None else _number(written)
        if not self._row < row <= ROWS:
            raise self._odd("its rows are not in order, or are more than a sheet has")
        self._row, self._column = row, 0
        self.facts.hidden_rows += is_true(attributes.get("hidden"))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = self._row, self._column + 1
        written = attributes.get("r")
        if written is not None and written != f"{_letters(column)}{row}":
            found = _AT.match(written)
            row, column = (int(found[2]), _column(found[1])) if found else (0, 0)
        if self._in_cell or row != self._row or not self._column < column <= COLUMNS:
            raise self._odd("its cells are not in order, or stand beyond the end of a sheet")
        self._column = column
        self._kind = attributes.get("t", "")
        if self._kind not in _KINDS:
            raise self._odd("a cell is of a kind that sheets do not have")
        self._in_cell, self._heard = True, ""
        self._has_formula = self._has_value = self._is_filled = False
        if column > self.facts.last_column or row != self.facts.last_row:
            self._reach(row, column)

    def _reach(self, row: int, column: int) -> None:
        facts = self.facts
        facts.first_row = facts.first_row or row
        facts.last_row, facts.last_column = row, max(facts.last_column, column)
        rows = facts.last_row - facts.first_row + 1
        if rows * facts.last_column > CELLS:
            what = (
                f"the sheet claims cells up to row {facts.last_row:,} and column {facts.last_column:,}: "
                f"more than {CELLS:,} cells are not read from a workbook"
            )
            raise self._archive.refused(what, "delete what stands apart from the table, or save it as CSV")

    def _said(self, text: str) -> None:
        if not self._in_cell or self._hears is None:
            return
        if self._kind in {"s", "e"}:
            self._heard += text if self._hears == "v" else ""
        elif self._hears != "f":
            self.facts.characters += len(text)
            self._is_filled = True

    def _ended(self, tag: str) -> None:
        self._hears = None
        if tag != "c" or not self._in_cell:
            return
        self._in_cell = False
        facts = self.facts
        facts.formulas += self._has_formula
        if self._kind == "e":
            facts.errors[self._row, self._column] = self._heard or "#N/A"
            self._is_filled = True
        elif self._kind == "s" and self._has_value:
            length = self._shared_length()
            facts.characters += length
            self._is_filled = length > 0
        facts.filled += self._is_filled
        says_nothing = self._kind == "str" and self._has_value  # as ="" does
        if self._has_formula and not (self._is_filled or says_nothing):
            facts.unsaved = facts.unsaved or f"{_letters(self._column)}{self._row}"
        if facts.characters > CHARACTERS:
            what = f"the sheet holds more than {CHARACTERS:,} characters"
            raise self._archive.refused(what, "check where the file comes from, or save it as CSV")

    def _shared_length(self) -> int:
        number = _number(self._heard.strip())
        if number < 0 or number >= len(self._shared):
            raise self._odd("a cell names a text that is not there")
        return self._shared[number]

    def _odd(self, what: str) -> TableError:
        return self._archive.refused(f"the sheet is not written as sheets are: {what}", SAVE_ANEW)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1  # noqa: PLR2004


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@cache
def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
