"""People in Arrow tables, or in the bytes of a CSV file → their results in Arrow, and nobody left out."""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b

import polars as pl
import pyarrow as pa

from screenkit.batch.columns import Columns, columns_of
from screenkit.batch.rejects import COLUMNS, Place, RowProblem
from screenkit.batch.results import Results
from screenkit.batch.run import screen_into
from screenkit.batch.several import Records
from screenkit.batch.table import ReadsAsRow, Row, Table, TornLine
from screenkit.batch.typed import is_told, texts
from screenkit.errors import Problem, TableError
from screenkit.models.content import Content
from screenkit.models.mapping import TableMapping

REJECTED = tuple(name for name in COLUMNS if name not in {"case_id", "safety"})
"""Columns that say why somebody could not be screened; they are null for everybody else."""

KEY, PLACE = "key", "place"
"""Columns for whoever holds case ids of many tables against one another: a digest of the id, and the record.

A record whose case id does not count, since its cells are not certain, has no key.
"""

NAME = "the table"
_AT_ONCE = 10_000
_NAMELESS = RowProblem(
    "no case id",
    "the row has no case id",
    "give every row one: on a cluster no row has a number to be named by",
)


def columns_out(content: Content, columns: Columns) -> list[str]:
    """Return the names of the columns that come out: those of a result, then those of a reject."""
    return [*Results(content, columns.ids).header, *REJECTED]


def columns_in(
    content: Content, header: Sequence[str], mapping: TableMapping | None, name: str = NAME
) -> Columns:
    """Return what is read of a table with these columns.

    Raises:
        TableError: when none of them is named for an item, or those of the mapping are missing.

    """
    return columns_of([column.strip(" ") for column in header], content, name, mapping)


def screen_table(
    content: Content, table: pa.Table | pl.DataFrame, mapping: TableMapping | None, *, keyed: bool = False
) -> pa.Table:
    """Return one row for each row of a table, in its order, every column text.

    With `keyed` the columns `key` and `place` come out as well, and a row without a case id is rejected.

    Raises:
        TableError: when no column is named for an item, those of the mapping are missing, or one holds
            lists, records or bytes.

    """
    frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(pl.from_arrow(table))
    columns = columns_in(content, frame.columns, mapping)
    return _screened(content, _People(_as_text(frame)), columns, keyed=keyed)


def screen_file(content: Content, file: bytes, name: str, mapping: TableMapping | None) -> pa.Table:
    """Return one row for each record of a CSV or TSV file, read as any other, with `key` and `place`.

    Raises:
        TableError: when the file cannot be used at all.

    """
    table = _opened(file, name)
    return _screened(content, table, columns_in(content, table.header, mapping, name), keyed=True)


def header_of(file: bytes, name: str) -> tuple[str, ...]:
    """Return the columns of a CSV or TSV file.

    Raises:
        TableError: when the file cannot be used at all.

    """
    return _opened(file, name).header


def _opened(file: bytes, name: str) -> Table:
    return Table(io.BytesIO(file), name, tabs=name.lower().endswith((".tsv", ".tab")))


def _screened(content: Content, table: Records, columns: Columns, *, keyed: bool) -> pa.Table:
    people = _Keyed(table, columns) if keyed else table
    names = columns_out(content, columns)
    accepted, rejected = _Packed(names), _Packed(names)
    screen_into(content, people, columns, accepted, rejected)
    told = rejected.table()
    refused = [int(record) for record in told.column("record").to_pylist()]
    waiting = set(refused)
    records = [n for n in range(1, people.records + 1) if n not in waiting] + refused
    found = pa.concat_tables([accepted.table(), told]).append_column(PLACE, pa.array(records, pa.int64()))
    if isinstance(people, _Keyed):
        keys = pa.array([people.keys.get(record) for record in records], pa.binary())
        return found.append_column(KEY, keys).sort_by(PLACE)
    return found.sort_by(PLACE).drop_columns([PLACE])


class _People:
    """The rows of a frame of text, as records of a table; the line of each is its number."""

    delimiter = "\n"  # a break in a cell parts nothing: the cells of a frame are certain
    is_several = False

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    @property
    def records(self) -> int:
        return self._frame.height

    def place(self, line: int, /) -> Place:
        return Place("", line)

    def rows(self, _: ReadsAsRow, /) -> Iterator[Row]:
        for number, cells in enumerate(self._frame.iter_rows(), 1):
            yield Row(number, number, cells)


class _Keyed:
    """A table in which every record needs a case id; `keys` holds a digest of each, by number."""

    def __init__(self, table: Records, columns: Columns) -> None:
        if columns.case_id is None:
            what, do = "no column names the case", "name one case_id, or say in the mapping which one does"
            raise TableError([Problem(NAME, what, do)])
        self._table, self._columns, self._place = table, columns, columns.case_id
        self.delimiter, self.is_several = table.delimiter, False
        self.keys: dict[int, bytes] = {}

    @property
    def records(self) -> int:
        return self._table.records

    def place(self, line: int, /) -> Place:
        return self._table.place(line)

    def rows(self, reads_as_row: ReadsAsRow, /) -> Iterator[Row | TornLine]:
        for row in self._table.rows(reads_as_row):
            if isinstance(row, TornLine) or len(row.cells) != len(self._columns.header):
                yield row
                continue
            written = row.cells[self._place].strip(" ")
            if written:
                normal = unicodedata.normalize("NFC", written).encode()
                self.keys[row.number] = blake2b(normal, digest_size=16).digest()
                yield row
            else:
                yield replace(row, faults=(*row.faults, _NAMELESS))


class _Packed:
    """A writer that packs rows into Arrow as soon as there are many; the first one is their header."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._header: list[str] = []
        self._rows: list[list[str | None]] = []
        self._tables: list[pa.Table] = []

    def writerow(self, row: Sequence[object], /) -> None:
        if not self._header:
            self._header = [str(name) for name in row]
            return
        told = {name: str(cell) for name, cell in zip(self._header, row, strict=True)}
        self._rows.append([told.get(name) for name in self._names])
        if len(self._rows) == _AT_ONCE:
            self._tables.append(self._packed())

    def table(self) -> pa.Table:
        return pa.concat_tables([*self._tables, self._packed()])

    def _packed(self) -> pa.Table:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._names)
        self._rows.clear()
        told = zip(self._names, columns, strict=True)
        return pa.table({name: pa.array(cells, pa.string()) for name, cells in told})


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the texts that a CSV table of the same people would hold; nothing is ""."""
    odd = [each.name for each in frame if not is_told(each.dtype)]
    if odd:
        what = f"the columns {', '.join(odd[:10])} hold no single values"
        raise TableError([Problem(NAME, what, "leave them out, or make text of them")])
    return frame.select(texts(column).alias(column.name) for column in frame)
