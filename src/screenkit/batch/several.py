"""Several tables of the same columns, read one after the other as one."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from screenkit.batch.celltable import CellTable
from screenkit.batch.rejects import Place
from screenkit.batch.table import ReadsAsRow, Row, Table, TornLine
from screenkit.errors import Problem, TableError

OneTable = Table | CellTable
Opener = Callable[[], AbstractContextManager[OneTable]]
"""Opens a table at its beginning."""

_NAMED = 10


class Several:
    """Tables with one header, which is read of all of them before the rows of any; nothing is kept.

    Lines are counted on from one file to the next, and records as well: `place` says where a line stands.
    """

    is_several = True

    def __init__(self, name: str, openers: Sequence[Opener]) -> None:
        """Read the headers. `name` is what the tables together are called in messages.

        Raises:
            TableError: with every table that cannot be used, or has other columns than the first.

        """
        self.name = name
        self._openers = openers
        self.delimiter = ""
        self._starts: list[int] = []
        self._files: list[str] = []
        self.records = 0
        problems: list[Problem] = []
        headers: list[tuple[str, tuple[str, ...]]] = []
        notes: list[str] = []
        for opener in openers:
            try:
                with opener() as table:
                    headers.append((table.name, table.header))
                    self.delimiter = "," if "," in (self.delimiter, table.delimiter) else table.delimiter
                    notes += table.notes
            except TableError as error:
                problems += error.problems
        problems += [problem for other in headers[1:] for problem in _difference(headers[0], other)]
        if problems:
            raise TableError(problems)
        self.header = headers[0][1]
        self.notes = (f"{name}: {len(openers)} files are read as one table", *notes)

    @property
    def share(self) -> float | None:
        """How much has been read so far: nobody knows before the last file is open."""
        return None

    def place(self, line: int) -> Place:
        """Return where a line stands."""
        file = bisect_right(self._starts, line) - 1
        return Place(self._files[file], line - self._starts[file])

    def rows(self, reads_as_row: ReadsAsRow) -> Iterator[Row | TornLine]:
        """Yield every record of every table, in order.

        Raises:
            TableError: when one of them cannot be read to its end.

        """
        last = 0
        for opener in self._openers:
            with opener() as table:
                self._files.append(table.name)
                self._starts.append(last)
                start, before = last, self.records
                self.delimiter = table.delimiter
                for piece in table.rows(reads_as_row):
                    last = start + piece.line
                    self.records = before + table.records
                    yield replace(piece, line=last, number=before + piece.number)
                last += 1


AnyTable = OneTable | Several


class Records(Protocol):
    """What is screened: a table as it is read from a file, or from somewhere else."""

    @property
    def is_several(self) -> bool:
        """Whether it is read from more than one file."""

    @property
    def delimiter(self) -> str:
        """What stands between cells."""

    @property
    def records(self) -> int:
        """How many records have been read so far."""

    def place(self, line: int, /) -> Place:
        """Return where a line stands."""

    def rows(self, reads_as_row: ReadsAsRow, /) -> Iterator[Row | TornLine]:
        """Yield every record, in order."""


def _difference(first: tuple[str, Sequence[str]], other: tuple[str, Sequence[str]]) -> Iterator[Problem]:
    """Say in what the header of a table differs from that of the first."""
    (first_name, wanted), (name, header) = first, other
    missing = [column for column in wanted if column not in header]
    further = [column for column in header if column not in wanted]
    if missing or further:
        parts = [
            *([f"it has no column {_listed(missing)}"] if missing else []),
            *([f"{first_name} has no column {_listed(further)}"] if further else []),
        ]
        do = "give all of them the same columns, or screen them one by one"
        yield Problem(name, f"its columns differ from those of {first_name}: {'; '.join(parts)}", do)
    elif tuple(wanted) != tuple(header):
        place = next(n for n, pair in enumerate(zip(wanted, header, strict=True), 1) if pair[0] != pair[1])
        what = f"its columns stand in another order than those of {first_name}, from column {place} on"
        yield Problem(name, what, "bring them into the same order, or screen them one by one")


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(f"'{name}'" for name in names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
