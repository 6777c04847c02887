"""A table whose cells another program has parted: a sheet of a workbook, or a Parquet file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screenkit.batch.faults import NUL, TOO_LONG, ragged
from screenkit.batch.rejects import Place, RowProblem
from screenkit.batch.stream import LONGEST
from screenkit.batch.table import ReadsAsRow, Row, header_problems
from screenkit.errors import Problem, TableError

_EMPTY = RowProblem("empty row", "an empty row", "delete the row")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row as text: its line, and the places of cells that hold a spreadsheet's error.

    The line is that of the sheet, or the number of the row in a Parquet file. A row of a sheet in which
    nothing stands has no cells at all.
    """

    line: int
    cells: Sequence[str]
    errors: tuple[int, ...] = ()


class CellTable:
    """A table of text cells that is read once; the header comes first."""

    delimiter = ""
    """Nothing parts its cells that could stand in one."""
    is_several = False

    def __init__(
        self, name: str, header: Cells | None, rows: Iterable[Cells], notes: Sequence[str] = ()
    ) -> None:
        """Check the header. `name` is what the table is called in messages.

        Raises:
            TableError: with every problem of the header.

        """
        if header is None:
            raise TableError([Problem(name, "the table is empty", "its first row names the columns")])
        self.name = name
        self.notes = tuple(notes)
        self.header = tuple(cell.strip(" ") for cell in header.cells)
        self._rows = rows
        self._number = 0
        problems = list(header_problems(self.header, f"{name}:{header.line}"))
        if problems:
            raise TableError(problems)

    @property
    def records(self) -> int:
        """How many records have been read so far."""
        return self._number

    @property
    def share(self) -> float | None:
        """How much has been read so far, which a sheet does not say."""
        return None

    def place(self, line: int) -> Place:
        """Return where a line stands."""
        return Place("", line)

    def rows(self, _reads_as_row: ReadsAsRow) -> Iterator[Row]:
        """Yield every record after the header, in order; empty rows at the end are none."""
        blank: list[int] = []
        for row in self._rows:
            if not row.cells:
                blank.append(row.line)
                continue
            for line in blank:
                self._number += 1
                yield Row(line, self._number, (), (_EMPTY,))
            blank.clear()
            self._number += 1
            yield self.row(row, self._number)

    def row(self, row: Cells, number: int) -> Row:
        """Return a row as the record of that number, with everything that is wrong with it."""
        return Row(row.line, number, tuple(row.cells), tuple(self._faults(row)), errors=row.errors)

    def _faults(self, row: Cells) -> Iterator[RowProblem]:
        if sum(map(len, row.cells)) > LONGEST:
            yield TOO_LONG
        elif any("\x00" in cell for cell in row.cells):
            yield NUL
        if len(row.cells) != len(self.header):
            yield ragged(len(row.cells), len(self.header))
