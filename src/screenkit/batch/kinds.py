"""Which kind of table a file is, by the ending of its name: read, written, or neither."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from screenkit.errors import Problem


class Kind(StrEnum):
    """A kind of table."""

    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    JSONL = "jsonl"


ENDINGS = {
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".tab": Kind.TSV,
    ".parquet": Kind.PARQUET,
    ".pq": Kind.PARQUET,
    ".xlsx": Kind.XLSX,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
}
"""How the names of tables end; one that ends otherwise is read and written as CSV."""

BINARY = frozenset({Kind.PARQUET, Kind.XLSX})
"""Kinds no screen can show."""

_WITH_MACROS = ".xlsm"
_NEITHER = {
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".ods": "a LibreOffice table",
    ".numbers": "a Numbers table",
    ".json": "JSON",
    ".sav": "an SPSS file",
    ".dta": "a Stata file",
    ".sas7bdat": "a SAS file",
    ".rds": "an R file",
    ".db": "a database",
    ".sqlite": "a database",
    ".zip": "a zip file",
    ".gz": "a compressed file",
    ".pdf": "a PDF file",
}
_READ_INSTEAD = "save it as CSV, Excel workbook (.xlsx) or Parquet, and name that file"
_WRITE_INSTEAD = "name a .csv, .tsv, .xlsx, .parquet or .jsonl file"


def kind_of(path: Path) -> Kind:
    """Return the kind of a table, read or written."""
    ending = path.suffix.lower()
    return Kind.XLSX if ending == _WITH_MACROS else ENDINGS.get(ending, Kind.CSV)


def is_table(path: Path) -> bool:
    """Say whether the name of a file in a folder says that it is a table which is read here."""
    ending = path.suffix.lower()
    return ending == _WITH_MACROS or ENDINGS.get(ending, Kind.JSONL) is not Kind.JSONL


def unread(path: Path) -> Iterator[Problem]:
    """Yield why a table of this name is not read, if it is not."""
    ending = path.suffix.lower()
    kind = "JSON Lines" if ENDINGS.get(ending) is Kind.JSONL else _NEITHER.get(ending)
    if kind:
        yield Problem(str(path), f"this is {kind}, which is not read", _READ_INSTEAD)


def unwritten(path: Path) -> Iterator[Problem]:
    """Yield why a table of this name is not written, if it is not."""
    ending = path.suffix.lower()
    kind = "a workbook with macros" if ending == _WITH_MACROS else _NEITHER.get(ending)
    if kind:
        yield Problem(str(path), f"this names {kind}, which is not written", _WRITE_INSTEAD)
