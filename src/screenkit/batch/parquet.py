"""A Parquet file → a table of text cells: typed values become the text a CSV table would hold."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from screenkit.batch.celltable import Cells, CellTable
from screenkit.batch.typed import is_told, texts
from screenkit.errors import Problem, TableError

_MARK = b"PAR1"
_ROWS = 20_000
"""Rows that are turned into text at a time."""
_ROWS_A_BYTE = 100
"""Rows a byte of a file can honestly hold; a file that claims more is made to fill the memory."""
_ALWAYS = 1_000_000
"""Rows that any file may claim."""

_NAMED = 10
_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def parquet_table(path: Path, *, comma: bool = False) -> CellTable:
    """Return the table that a Parquet file holds; its lines are the numbers of its rows, from 1.

    Raises:
        TableError: when it is no Parquet file, or holds columns that are no text, number or time.

    """
    name = str(path)
    plan, schema = opened_plan(path)
    notes = list(_notes(name, schema))
    return CellTable(name, Cells(0, list(schema)), _rows(name, plan, comma=comma), notes)


def read_through(name: str, plan: pl.LazyFrame) -> None:
    """Read a Parquet file to its end.

    Raises:
        TableError: when it turns out to be damaged.

    """
    try:
        for _ in plan.collect_batches(chunk_size=_ROWS, maintain_order=True):
            pass
    except _FAULTS as error:
        raise TableError([_damaged(name, error)]) from None


def text_frames(name: str, plan: pl.LazyFrame, *, comma: bool = False) -> Iterator[pl.DataFrame]:
    """Yield the rows of a Parquet file in order, every column as text; what is null is "".

    A text of more than a million characters is cut at one more than that.

    Raises:
        TableError: when the file turns out to be damaged.

    """
    try:
        for frame in plan.collect_batches(chunk_size=_ROWS, maintain_order=True):
            yield frame.select(texts(column, comma=comma).alias(column.name) for column in frame)
    except _FAULTS as error:
        raise TableError([_damaged(name, error)]) from None


def opened_plan(path: Path) -> tuple[pl.LazyFrame, pl.Schema]:
    """Return how a Parquet file is read, and its columns.

    Raises:
        TableError: when it is none, claims more than it can hold, or holds what is no text, number or time.

    """
    name = str(path)
    with path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            what = "this is no Parquet file, although its name says so"
            raise TableError([Problem(name, what, "name the file for what it is, or save it anew")])
    try:
        plan = pl.scan_parquet(path.resolve(), glob=False, hive_partitioning=False)
        schema = plan.collect_schema()
        rows = plan.select(pl.len()).collect().item()
    except _FAULTS as error:
        raise TableError([_damaged(name, error)]) from None
    size = path.stat().st_size
    if rows > max(_ALWAYS, _ROWS_A_BYTE * size):
        what = f"it claims {rows:,} rows in {size:,} bytes, more than a table of people can hold"
        raise TableError([Problem(name, what, "check where the file comes from")])
    problems = list(_untold(name, schema))
    if problems:
        raise TableError(problems)
    return plan, schema


def _untold(name: str, schema: pl.Schema) -> Iterator[Problem]:
    """Say which columns hold what cannot be written in one cell."""
    for column, kind in schema.items():
        if not is_told(kind):
            what = f"the column '{column}' holds {_kind_of(kind)}, not one value a row"
            yield Problem(name, what, "leave it out, or save it as text")


def _kind_of(kind: pl.DataType) -> str:
    return "bytes" if kind == pl.Binary else "lists or records" if kind.is_nested() else "objects"


def _notes(name: str, schema: pl.Schema) -> Iterator[str]:
    truths = [column for column, kind in schema.items() if kind == pl.Boolean]
    if truths:
        shown = ", ".join(truths[:_NAMED]) + (" …" if len(truths) > _NAMED else "")
        yield f"{name}: read as the words 'true' and 'false': {shown}"


def _rows(name: str, plan: pl.LazyFrame, *, comma: bool) -> Iterator[Cells]:
    line = 0
    for frame in text_frames(name, plan, comma=comma):
        for cells in frame.iter_rows():
            line += 1
            yield Cells(line, cells)


def damaged(name: str, why: str) -> Problem:
    """Return the problem of a Parquet file that cannot be read."""
    return Problem(name, f"the Parquet file cannot be read ({why})", "save it anew, or save it as CSV")


def _damaged(name: str, error: BaseException) -> Problem:
    kind = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return damaged(name, kind)
