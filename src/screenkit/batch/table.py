"""A CSV or TSV table: its header, and each row with its line and the faults of its structure."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import BinaryIO

from screenkit.batch.faults import AFTER, EMPTY, NUL, OPEN, RETURN, TOO_LONG, UNCLOSED, ragged
from screenkit.batch.rejects import Place, RowProblem
from screenkit.batch.split import Split, split, split_loosely
from screenkit.batch.stream import LONGEST, Readable, read_through, text_lines
from screenkit.errors import Problem, TableError

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may stand between cells, the likeliest first."""

_EXCEL_DIRECTIVE = re.compile(r"sep=(.)\r?\Z", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"?')


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its first physical line, its number (the header has none), its cells and its faults.

    `text` is its physical lines as they stand in the table; `errors` are the places of cells that hold a
    spreadsheet's error.
    """

    line: int
    number: int
    cells: tuple[str, ...]
    faults: tuple[RowProblem, ...] = ()
    text: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TornLine:
    """One line of a record that never ends as it should; its lines share one number.

    `cells` is what the line seems to hold. `fault` stands on the first of them. `last` says that the table
    ends here.
    """

    line: int
    number: int
    cells: tuple[str, ...]
    fault: RowProblem
    last: bool


ReadsAsRow = Callable[[Sequence[str]], bool]
"""Whether some cells, taken as a row, hold answers and nothing that is none."""


class Table:
    """A table that is read once, from its first byte to its last; nothing of it is kept.

    `file` is what it is read from, and `begins` where it begins there, where that can be said; `encoding` is
    the one the user names.
    """

    is_several = False

    def __init__(self, file: BinaryIO, name: str, *, encoding: str | None = None, tabs: bool = False) -> None:
        """Read the header. `name` is what the table is called in messages; `tabs` says what parts its cells.

        Raises:
            TableError: when the table cannot be used at all, with every problem of its header.

        """
        self.name, self.file, self.encoding = name, file, encoding
        self.begins = file.tell() if file.seekable() else None
        self._size = read_through(file, name, encoding) if file.seekable() else 0
        self._lines = text_lines(file, name, encoding)
        self._ahead: deque[str] = deque()
        self._line = 1
        self._blank = 0
        self._number = 0
        self._tabs = tabs
        self.delimiter = self._find_delimiter()
        self.header = self._read_header()

    def continued(self, file: Readable, line: int, number: int) -> "Table":
        """Return this table as it is read from a place where a record begins.

        `file` stands there; `line` is its physical line, and `number` that of the record before it.
        """
        later = copy(self)
        later._lines = text_lines(file, self.name, self.encoding, begin=line)  # noqa: SLF001 - of its own kind
        later._ahead = deque()  # noqa: SLF001
        later._line, later._blank, later._number = line, 0, number  # noqa: SLF001
        return later

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader should know of how the table is read."""
        if self.delimiter == "," or self._tabs:
            return ()
        return (f"{self.name}: read with a {DELIMITERS[self.delimiter]} between cells",)

    @property
    def line(self) -> int:
        """The physical line on which the next record begins, be it an empty one."""
        return self._blank or self._line

    @property
    def records(self) -> int:
        """How many records have been read so far."""
        return self._number

    @property
    def share(self) -> float | None:
        """How much of the table has been read so far, from 0 to 1; None where its end is not known."""
        return min(self.file.tell() / self._size, 1) if self._size else None

    def place(self, line: int) -> Place:
        """Return where a line stands."""
        return Place("", line)

    def rows(self, reads_as_row: ReadsAsRow) -> Iterator[Row | TornLine]:
        """Yield every record after the header, in order.

        Where a quote is left open, the rows behind it are found again: at the next line that can be read in
        one way only and has as many cells as the header. `reads_as_row` helps to notice a quote that was left
        open although the cells come out even.

        Raises:
            TableError: when bytes turn up that are no text of the table's encoding.

        """
        blank: list[int] = []
        while (text := self._peek(0)) is not None:
            if not text.strip(" \r"):
                blank = [blank[0] if blank else self._line, self._line]
                self._take(1)
                continue
            yield from self._blank_rows(blank)
            blank = []
            row = split(self._peek, self.delimiter)
            if row.open or self._swallows(row, reads_as_row):
                yield from self._torn(OPEN if row.size > LONGEST else UNCLOSED)
            else:
                yield self._row(row)

    def _find_delimiter(self) -> str:
        while (text := self._peek(0)) is not None and not text.strip(" \r"):
            self._take(1)
        if text is None:
            raise TableError([Problem(self.name, "the table is empty", "its first row names the columns")])
        directive = _EXCEL_DIRECTIVE.match(text)
        if directive:
            self._take(1)
            return self._known(directive[1])
        return "\t" if self._tabs else _commonest(text)

    def _known(self, delimiter: str) -> str:
        if delimiter not in DELIMITERS:
            what = "its first line names a delimiter that is not read here"
            raise TableError([Problem(self.name, what, "save it with commas, semicolons, tabs or bars")])
        return delimiter

    def _read_header(self) -> tuple[str, ...]:
        where = f"{self.name}:{self._line}"
        if self._peek(0) is None:
            raise TableError([Problem(where, "the table has no header", "its first row names the columns")])
        row = split(self._peek, self.delimiter)
        if row.open or row.size > LONGEST or row.after is not None:
            raise TableError([Problem(where, "the quotes of the header are not closed", "close them")])
        self._take(row.lines)
        header = tuple(cell.strip(" ") for cell in row.cells)
        problems = list(header_problems(header, where))
        if problems:
            raise TableError(problems)
        return header

    def _row(self, row: Split) -> Row:
        line = self._line
        text = tuple(self._ahead[n] for n in range(row.lines))
        self._take(row.lines)
        self._number += 1
        cells = row.cells[:-1] if row.size > LONGEST else row.cells  # the last one may have been cut
        return Row(line, self._number, tuple(cells), tuple(self._faults(row)), text)

    def _faults(self, row: Split) -> Iterator[RowProblem]:
        if row.size > LONGEST:
            yield TOO_LONG
            return
        if row.after is not None:
            yield self._in_cell(AFTER, row, row.after)
        nul = next((n for n, cell in enumerate(row.cells) if "\x00" in cell), None)
        if nul is not None:
            yield self._in_cell(NUL, row, nul)
        if row.stray is not None:
            yield self._in_cell(RETURN, row, row.stray)
        if len(row.cells) != len(self.header):
            yield ragged(len(row.cells), len(self.header))

    def _in_cell(self, fault: RowProblem, row: Split, place: int) -> RowProblem:
        column = self.header[place] if place < len(self.header) else ""
        return replace(fault, column=column, value=row.cells[place])

    def _blank_rows(self, blank: Sequence[int]) -> Iterator[Row]:
        for line in range(blank[0], blank[1] + 1) if blank else ():
            self._number += 1
            self._blank = line + 1  # the lines after it are read already
            yield Row(line, self._number, (), (EMPTY,))
        self._blank = 0

    def _swallows(self, row: Split, reads_as_row: ReadsAsRow) -> bool:
        """Say whether a row over several lines holds a line that is a row of its own: a quote was left open.

        A row whose cells come out even is doubted only where such a line also holds answers and nothing else.
        """
        even = row.after is None and len(row.cells) == len(self.header)
        return any(self._is_row(n, reads_as_row if even else None) for n in range(1, row.lines))

    def _is_row(self, start: int, reads_as_row: ReadsAsRow | None = None) -> bool:
        row = split(lambda n: self._peek(start + n), self.delimiter)
        fits = row.strict and len(row.cells) == len(self.header)
        return fits and (reads_as_row is None or reads_as_row(row.cells))

    def _torn(self, fault: RowProblem) -> Iterator[TornLine]:
        """Yield the lines from an open quote on, up to the next line that is certainly a row."""
        self._number += 1
        first = True
        while (text := self._peek(0)) is not None and (first or not self._is_row(0)):
            last = self._peek(1) is None
            cells = tuple(split_loosely(text, self.delimiter))
            yield TornLine(self._line, self._number, cells, fault, last)
            self._take(1)
            first = False

    def _peek(self, n: int) -> str | None:
        while len(self._ahead) <= n:
            line = next(self._lines, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[n]

    def _take(self, lines: int) -> None:
        for _ in range(lines):
            self._ahead.popleft()
        self._line += lines


def _commonest(text: str) -> str:
    """Return the delimiter that stands most often outside quotes; of two, the likelier one."""
    bare = _QUOTED.sub("", text)
    return max(DELIMITERS, key=bare.count)


def header_problems(header: Sequence[str], where: str) -> Iterator[Problem]:
    """Yield everything that keeps a header from being used."""
    for n, name in enumerate(header, 1):
        if not name:
            yield Problem(where, f"column {n} has no name", "name it, or delete it and its cells")
        elif "\x00" in name or "\r" in name:
            what = f"the name of column {n} holds a NUL byte or a carriage return"
            yield Problem(where, what, "save the table anew as UTF-8 text")
    for name, times in Counter(header).items():
        if name and times > 1:
            places = ", ".join(str(n) for n, each in enumerate(header, 1) if each == name)
            yield Problem(
                where, f"{times} columns are named '{name}' ({places})", "give each a name of its own"
            )
