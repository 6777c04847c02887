"""Write the rows of a result as CSV, TSV, JSON Lines, Parquet or a workbook: the same cells in each."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import BinaryIO, assert_never

from screenkit.batch.kinds import Kind
from screenkit.batch.rejects import Writer
from screenkit.batch.written import number_of


@contextmanager
def writing(
    file: BinaryIO, kind: Kind, header: Sequence[str], numbers: Mapping[str, int], name: str
) -> Iterator[Writer]:
    """Yield what takes the rows of a table of this kind; the table is complete when the block ends well.

    `numbers` are the columns that hold numbers, and with how many decimals; `name` is what the table is
    called in messages. Numbers may come as the texts they are printed as; no number is "".

    Raises:
        OutputError: when a table of this kind cannot hold the rows.

    """
    match kind:
        case Kind.CSV | Kind.TSV:
            writer = csv.writer(
                _Encoded(file), delimiter="\t" if kind is Kind.TSV else ",", lineterminator="\n"
            )
            writer.writerow(header)
            yield writer
        case Kind.JSONL:
            yield _JsonLines(file, header, numbers)
        case Kind.PARQUET:
            from screenkit.batch.writeparquet import ParquetWriter  # noqa: PLC0415 - loaded when wanted

            with ParquetWriter(file, header, numbers) as parquet:
                yield parquet
        case Kind.XLSX:
            from screenkit.batch.writexlsx import SheetWriter  # noqa: PLC0415 - loaded when wanted

            with SheetWriter(file, header, numbers, name) as sheet:
                yield sheet
        case other:
            assert_never(other)


class _Encoded:
    """Takes the lines of a table as text and writes them as UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


class _JsonLines:
    """Writes each row as one JSON object on a line of its own."""

    def __init__(self, file: BinaryIO, header: Sequence[str], numbers: Mapping[str, int]) -> None:
        self._file = file
        self._header = header
        self._numbers = numbers

    def writerow(self, row: Sequence[object], /) -> None:
        cells = {name: self._cell(name, cell) for name, cell in zip(self._header, row, strict=True)}
        line = json.dumps(cells, ensure_ascii=False, separators=(", ", ": "))
        self._file.write(line.encode() + b"\n")

    def _cell(self, name: str, cell: object) -> object:
        if name not in self._numbers:
            return cell
        return number_of(cell, self._numbers[name])
