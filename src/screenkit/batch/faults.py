"""What can be wrong with the structure of a row, and what to do about it."""

from screenkit.batch.rejects import RowProblem
from screenkit.batch.stream import LONGEST

EMPTY = RowProblem("empty line", "an empty line", "delete the line")
AFTER = RowProblem(
    "text after a closing quote",
    "text follows the closing quote of a cell",
    "write a quote inside a quoted cell twice",
)
NUL = RowProblem("NUL byte", "a NUL byte stands in the row", "save the table anew as UTF-8 text")
RETURN = RowProblem(
    "carriage return", "a carriage return stands in the row without a line feed", "end each line the same way"
)
TOO_LONG = RowProblem("row too long", f"the row has more than {LONGEST:,} characters", "shorten it")
UNCLOSED = RowProblem(
    "unclosed quote",
    "a quote in this row is not closed where it should be",
    "close the quote, or take it away",
)
OPEN = RowProblem(
    "unclosed quote",
    f"a quote in this row is not closed within {LONGEST:,} characters",
    "close the quote, or shorten the cell",
)


def ragged(cells: int, header: int) -> RowProblem:
    """Return the fault of a row that has another number of cells than the header."""
    kind, do = "too few cells", "add the cells that are missing"
    if cells > header:
        kind, do = (
            "too many cells",
            "put a cell that holds the delimiter in quotes, or delete what is too much",
        )
    plural = "cell" if cells == 1 else "cells"
    return RowProblem(kind, f"the row has {cells} {plural} and the header has {header}", do)
