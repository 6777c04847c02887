"""Open what is named as the table: a file of any kind, standard input, several files, or a folder."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from screenkit.batch.kinds import Kind, is_table, kind_of, unread
from screenkit.batch.places import STREAM, put_by
from screenkit.batch.several import AnyTable, OneTable, Several
from screenkit.batch.table import Table
from screenkit.errors import Problem, TableError

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Manner:
    """How tables are read.

    `encoding` is that of text that is not UTF-8. `sheet` is the sheet of a workbook, else the first. `comma`
    says that decimals follow a comma.
    """

    encoding: str | None = None
    sheet: str | None = None
    comma: bool = False

    def unused(self, files: Sequence[Path]) -> Iterator[tuple[str, str]]:
        """Yield each option that says nothing about these files, and why."""
        kinds = {Kind.CSV if path == STREAM else kind_of(path) for path in files}
        if self.sheet is not None and Kind.XLSX not in kinds:
            yield "--sheet", "only workbooks have sheets, and none is read"
        if self.encoding is not None and not kinds & {Kind.CSV, Kind.TSV}:
            yield "--encoding", "only CSV and TSV tables have an encoding to name, and none is read"

    def notes(self, table: AnyTable) -> Iterator[str]:
        """Yield what the reader should know of how a table is read."""
        yield from table.notes
        if self.comma and table.delimiter == ",":
            yield f"{table.name}: commas part its cells: a number with a decimal comma stands between quotes"


AS_USUAL = Manner()


@dataclass(frozen=True, slots=True)
class Named:
    """The files that were named as the table, what they are called together, and what is not read."""

    files: tuple[Path, ...]
    name: str
    notes: tuple[str, ...] = ()


def named(paths: Sequence[Path]) -> Named:
    """Return the files meant by what was named: a folder stands for the tables in it, in the order of names.

    Raises:
        TableError: when a folder holds no table, or standard input is named beside files.

    """
    files: list[Path] = []
    notes: list[str] = []
    for path in paths:
        if path != STREAM and path.is_dir():
            tables, others = _in_folder(path)
            files += tables
            notes += [f"{path}: not read, as these are no tables: {_listed(others)}"] if others else []
        else:
            files.append(path)
    if STREAM in files and len(files) > 1:
        what = "standard input cannot be one of several tables"
        raise TableError([Problem("-", what, "save it as a file, and name that")])
    name = str(paths[0]) if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
    return Named(tuple(files), name, tuple(notes))


@contextmanager
def opened(paths: Sequence[Path], manner: Manner = AS_USUAL, name: str | None = None) -> Iterator[AnyTable]:
    """Open a table of which the header has been read; `-` is standard input.

    Several files are read as one table, which is called `name`.

    Raises:
        TableError: when it cannot be used at all.

    """
    if len(paths) == 1:
        with _one(paths[0], manner) as table:
            yield table
    else:
        openers = [partial(_one, path, manner) for path in paths]
        yield Several(name or f"{paths[0]} and {len(paths) - 1} more", openers)


@contextmanager
def _one(path: Path, manner: Manner) -> Iterator[OneTable]:
    if path == STREAM:
        if sys.stdin is None:
            raise TableError([Problem("-", "standard input is closed", "give it a table, or name a file")])
        with put_by(sys.stdin.buffer) as file:
            yield Table(file, "standard input", encoding=manner.encoding)
        return
    kind = kind_of(path)
    problems = list(unread(path))
    if problems:
        raise TableError(problems)
    try:
        file = path.open("rb")
    except OSError as error:
        what = f"the table cannot be read ({error.strerror})"
        raise TableError([Problem(str(path), what, "check the name and its permissions")]) from None
    with file:
        if kind in {Kind.CSV, Kind.TSV}:
            yield Table(file, str(path), encoding=manner.encoding, tabs=kind is Kind.TSV)
        else:
            yield _typed(path, kind, manner)


def _typed(path: Path, kind: Kind, manner: Manner) -> OneTable:
    if kind is Kind.XLSX:
        from screenkit.batch.xlsx.read import sheet_table  # noqa: PLC0415 - loaded for workbooks only

        return sheet_table(path, manner.sheet, comma=manner.comma)
    from screenkit.batch.parquet import parquet_table  # noqa: PLC0415 - loaded for Parquet files only
    from screenkit.batch.probe import probe  # noqa: PLC0415

    probe(path)
    return parquet_table(path, comma=manner.comma)


def _in_folder(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the tables in a folder, and the names of what else is there; hidden files are passed over."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    tables = [path for path in inside if path.is_file() and is_table(path)]
    if not tables:
        what = "the folder holds no table"
        raise TableError(
            [Problem(str(folder), what, "name a folder with .csv, .tsv, .xlsx or .parquet files")]
        )
    return tables, [path.name for path in inside if path not in tables]


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
