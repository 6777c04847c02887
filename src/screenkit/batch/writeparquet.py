"""Write a result as Parquet: gathered in a file without a name, then written in one stream."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self

import polars as pl
from polars.io.plugins import register_io_source

_ROWS = 50_000
"""Rows that are gathered in memory."""
_DIGITS = 18


class ParquetWriter:
    """Takes rows, or whole frames of texts; the file is written when the block ends well."""

    def __init__(self, file: BinaryIO, header: Sequence[str], numbers: Mapping[str, int]) -> None:
        """Write into this file. `numbers` are the columns that hold numbers, and with how many decimals."""
        self._file = file
        self._header = list(header)
        self._schema = pl.Schema({name: _type(numbers.get(name), name) for name in header})
        self._gathered = TemporaryFile()  # noqa: SIM115 - closed at the end of the block
        self._frames = 0
        self._rows: list[tuple[str, ...]] = []

    def writerow(self, row: Sequence[object], /) -> None:
        """Write one row."""
        self._rows.append(tuple(map(str, row)))
        if len(self._rows) == _ROWS:
            self._put_by()

    def write_frame(self, frame: pl.DataFrame) -> None:
        """Write rows that stand in a frame, every column as text."""
        self._put_by()
        self._gather(frame.select(self._header))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the file, unless something went wrong."""
        with self._gathered:
            if kind is None:
                self._put_by()
                register_io_source(self._source, schema=self._schema).sink_parquet(self._file)

    def _put_by(self) -> None:
        if self._rows:
            texts = dict.fromkeys(self._header, pl.String)
            self._gather(pl.DataFrame(self._rows, schema=texts, orient="row"))
            self._rows.clear()

    def _gather(self, texts: pl.DataFrame) -> None:
        pickle.dump(
            texts.select(self._typed(name, kind) for name, kind in self._schema.items()), self._gathered
        )
        self._frames += 1

    def _typed(self, name: str, kind: pl.DataType) -> pl.Expr:
        if kind in (pl.String, pl.Categorical):
            return pl.col(name).cast(kind)
        return pl.when(pl.col(name) != "").then(pl.col(name)).cast(kind).alias(name)

    def _source(
        self,
        columns: Sequence[str] | None,
        _predicate: pl.Expr | None,
        _rows: int | None,
        _size: int | None,
    ) -> Iterator[pl.DataFrame]:
        self._gathered.seek(0)
        if not self._frames:
            yield pl.DataFrame(schema=self._schema)
        for _ in range(self._frames):
            frame = pickle.load(self._gathered)  # noqa: S301 - written above, read by nobody else
            yield frame if columns is None else frame.select(columns)


def _type(decimals: int | None, name: str) -> pl.DataType:
    """Return the type of a column: numbers exactly, words that recur as categories."""
    if decimals is None:
        return pl.String() if name in _FREE else pl.Categorical()
    return pl.Decimal(_DIGITS, decimals) if decimals else pl.Int64()


_FREE = frozenset({"case_id", "value"})
"""Columns in which hardly two rows are alike."""
