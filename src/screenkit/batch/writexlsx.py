"""Write a result as a workbook: row by row, every text as a text, never as a formula or a link."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Self

import xlsxwriter

from screenkit.batch.written import number_of
from screenkit.errors import OutputError, Problem

ROWS = 1_048_575
"""Rows a sheet has below its header."""
_LONGEST = 32_767
"""Characters of one cell, counted as UTF-16 does."""
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook tells no zone; the same rows give the same bytes
_WIDTH = 18
_AS_THEY_ARE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class SheetWriter:
    """Takes rows; the workbook is written when the block ends well."""

    def __init__(self, file: BinaryIO, header: Sequence[str], numbers: Mapping[str, int], name: str) -> None:
        """Write into this file. `numbers` are the columns that hold numbers, and with how many decimals."""
        self._name = name
        self._decimals = [numbers.get(column) for column in header]
        self._header = header
        self._rows = 0
        self._folder = TemporaryDirectory(prefix="screenkit-")  # its owner's alone
        self._book = xlsxwriter.Workbook(file, {**_AS_THEY_ARE, "tmpdir": self._folder.name})
        self._book.use_zip64()
        self._book.set_properties({"created": _MADE})
        self._sheet = self._book.add_worksheet("Table")
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, max(len(header) - 1, 0), _WIDTH)
        bold = self._book.add_format({"bold": True})
        for place, column in enumerate(header):
            self._sheet.write_string(0, place, column, bold)

    def writerow(self, row: Sequence[object], /) -> None:
        """Write one row.

        Raises:
            OutputError: when a sheet has no room for it.

        """
        self._rows += 1
        if self._rows > ROWS:
            what = f"a workbook has room for {ROWS:,} rows, and there are more"
            raise OutputError(
                [Problem(self._name, what, "write CSV or Parquet instead; nothing was written")]
            )
        for place, cell in enumerate(row):
            decimals = self._decimals[place]
            number = None if decimals is None else number_of(cell, decimals)
            if number is not None:
                self._sheet.write_number(self._rows, place, number)
            elif cell != "":
                self._write(place, str(cell))

    def _write(self, place: int, text: str) -> None:
        if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * _LONGEST:
            what = f"a cell of '{self._header[place]}' is too long for a workbook ({_LONGEST:,} characters)"
            raise OutputError(
                [Problem(self._name, what, "write CSV or Parquet instead; nothing was written")]
            )
        self._sheet.write_string(self._rows, place, text)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the workbook, unless something went wrong."""
        with self._folder:
            if kind is None:
                self._book.close()
            else:
                self._sheet.row_data_fh.close()
