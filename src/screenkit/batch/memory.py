"""A table in memory, part by part: the codes of its cells, and its rows as they would stand in a file."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import polars as pl
import pyarrow as pa

from screenkit.batch.cells import Cells as Codes
from screenkit.batch.celltable import Cells, CellTable
from screenkit.batch.columns import Columns
from screenkit.batch.table import Row
from screenkit.batch.typed import is_told, texts
from screenkit.batch.typedcells import TypedReader
from screenkit.errors import Problem, TableError

InMemory: TypeAlias = "pa.Table | pa.RecordBatch | pl.DataFrame"
"""A table of typed columns."""

_NAMED = 10
_MANY = ("no single values", "leave them out, or make text of them")
_BROKEN = ("text that is no UTF-8", "make the table anew")


def names_of(table: InMemory) -> list[str]:
    """Return the names of the columns of a table."""
    return list(table.columns if isinstance(table, pl.DataFrame) else table.schema.names)


def _frame(table: InMemory, name: str) -> pl.DataFrame:
    """Return a table as Polars holds it."""
    if isinstance(table, pl.DataFrame):
        return table.rechunk()
    columns = zip(table.schema.names, table.columns, strict=True)
    _refuse([each for each, column in columns if not _is_valid(column)], _BROKEN, name)
    return pl.DataFrame(pl.from_arrow(table))


def _refuse(columns: Sequence[str], why: tuple[str, str], name: str) -> None:
    if columns:
        what, do = why
        raise TableError([Problem(name, f"the columns {', '.join(columns[:_NAMED])} hold {what}", do)])


def _untold(table: InMemory) -> list[str]:
    """Return the names of the columns whose values cannot be written in one cell each."""
    if isinstance(table, pl.DataFrame):
        return [each.name for each in table if not is_told(each.dtype)]
    return [field.name for field in table.schema if not _is_told(field.type)]


@lru_cache(maxsize=64)
def _is_told(kind: pa.DataType) -> bool:
    if pa.types.is_decimal256(kind):  # Polars would panic, and say so on the screen
        return False
    try:
        return is_told(pl.Series(pl.from_arrow(pa.nulls(0, kind))).dtype)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return False


def _is_valid(column: pa.ChunkedArray) -> bool:
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a table, one after another; so many others stand before them."""

    before: int
    frame: pl.DataFrame
    table: CellTable
    reader: TypedReader

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.frame.height

    def codes(self) -> Codes:
        """Return the codes of their cells."""
        numbers = range(self.before + 1, self.before + self.rows + 1)
        return self.reader.read(self.frame, numbers, numbers)

    def rows_at(self, places: Sequence[int]) -> Iterator[Row]:
        """Yield the rows at some places, as a file has them; the line of each is its number."""
        some = self.frame[list(places)]
        cells = some.select(texts(column).alias(column.name) for column in some).iter_rows()
        for place, row in zip(places, cells, strict=True):
            number = self.before + place + 1
            yield self.table.row(Cells(number, row), number)


class People:
    """A table in memory; what is read of its rows is what is read of those of a file."""

    def __init__(self, name: str, table: InMemory, columns: Columns) -> None:
        """Read these columns of a table; `name` is what it is called in messages.

        Raises:
            TableError: when columns hold lists, records or bytes.

        """
        self.table = CellTable(name, Cells(0, columns.header), ())
        _refuse(_untold(table), _MANY, name)
        self._held, self._columns = table, columns
        self._reader = TypedReader(columns)
        self._ids = self._case_ids()

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return self._held.height if isinstance(self._held, pl.DataFrame) else self._held.num_rows

    def parts(self, rows: int) -> Iterator[Part]:
        """Yield the table in parts of so many rows.

        Raises:
            TableError: when columns hold text that is no UTF-8.

        """
        for before in range(0, self.rows, rows):
            frame = _frame(self._held.slice(before, rows), self.table.name)
            yield Part(before, frame, self.table, self._reader)

    def ids_on(self, lines: Sequence[int]) -> Sequence[str | None]:
        """Return the case ids of rows by their numbers, in their one normal form; None where one has none."""
        if self._ids is None:
            return [*map(str, lines)]
        written = self._ids.gather([line - 1 for line in lines])
        named = self._columns.named
        found = (cell or (None if named else str(line)) for cell, line in zip(written, lines, strict=True))
        return [None if case_id is None else unicodedata.normalize("NFC", case_id) for case_id in found]

    def _case_ids(self) -> pl.Series | None:
        at = self._columns.case_id
        if at is None:
            return None
        column = _frame(self._held.select([names_of(self._held)[at]]), self.table.name)
        return texts(column.to_series()).str.strip_chars(" ")
