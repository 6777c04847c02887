"""One record → the answers it gives, or why it is rejected and what in it may raise an alert."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from screenkit.assessment import SafetyLevel
from screenkit.batch.alert import AlertReader, Said
from screenkit.batch.columns import Columns
from screenkit.batch.faults import AFTER
from screenkit.batch.rejects import Place, RowProblem
from screenkit.batch.row import Reading, case_id_of, case_id_problem, read_row
from screenkit.batch.several import Records
from screenkit.batch.split import split_loosely
from screenkit.batch.summary import Refused
from screenkit.batch.table import Row, TornLine
from screenkit.models.answers import Answers
from screenkit.models.content import Content

Gravest = Callable[[Iterable[Said]], SafetyLevel | None]
"""Reads the gravest alert of all that may have been said."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A record that gives answers: its line, its number, and what was read of it."""

    line: int
    number: int
    reading: Reading

    @property
    def answers(self) -> Answers:
        """The answers it gives."""
        return self.reading.answers


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that cannot be used: its alert is `safety`, or what `said` gives if that is graver.

    `refused` is the end of the table, where it is refused along with it.
    """

    place: Place
    number: int
    case_id: str
    problems: tuple[RowProblem, ...]
    said: tuple[Said, ...] = ()
    safety: SafetyLevel | None = None
    refused: Refused | None = None


class Judge:
    """Judges the records of one table, each by itself."""

    def __init__(self, content: Content, columns: Columns, table: Records) -> None:
        """Judge records of a table with these columns."""
        self._columns, self._table = columns, table
        self._reader = AlertReader(content, columns)

    def case_id(self, row: Row) -> str | None:
        """Return the case id of a row; None where it has none, or too few or too many cells to have one."""
        if len(row.cells) != len(self._columns.header):
            return None
        return case_id_of(self._columns, row.cells, row.number) or None

    def row(self, row: Row, first: int | None) -> Accepted | Refusal:
        """Judge a row; `first` is the line on which its case id stood before, if it did."""
        case_id = case_id_of(self._columns, row.cells, row.number)
        in_cells, problems = list(row.faults), list(row.faults)
        if len(row.cells) == len(self._columns.header):
            reading = read_row(self._columns, row.cells, case_id)
            in_cells += reading.problems
            problems += [*self._id_problems(case_id, row, first), *reading.problems]
            if not problems:
                return Accepted(row.line, row.number, reading)
        readings = (row.cells, *self._other_readings(row, in_cells))
        said = tuple(said for cells in readings for said in self._reader.said(cells))
        return Refusal(self._table.place(row.line), row.number, case_id, tuple(problems), said)

    def torn(self, lines: Iterator[Row | TornLine], first: TornLine, gravest: Gravest) -> Refusal:
        """Judge a record that never ends as it should; no line of it hides an alert.

        `lines` are those after the first, as many as there are; `gravest` reads the alert of all.
        """
        last = first

        def every() -> Iterator[Said]:
            nonlocal last
            yield from self._reader.said(first.cells)
            for line in lines:
                if isinstance(line, TornLine):
                    last = line
                    yield from self._reader.said(line.cells)

        safety = gravest(every())
        count = last.line - first.line + 1
        place, end = self._table.place(first.line), self._table.place(last.line)
        refused = Refused(place, count) if last.last and count > 1 else None
        problem = _torn_problem(first.fault, place.line, end.line, is_last=last.last)
        case_id = case_id_of(self._columns, first.cells, first.number)
        return Refusal(place, first.number, case_id, (problem,), (), safety, refused)

    def _other_readings(self, row: Row, problems: Iterable[RowProblem]) -> Iterator[Sequence[str]]:
        """Yield what the lines of a row hold where its quotes are in doubt."""
        own = self._table.delimiter
        ragged = len(row.cells) != len(self._columns.header)
        over_cells = any(own in problem.value or "\n" in problem.value for problem in problems)
        after = any(fault.kind == AFTER.kind for fault in row.faults)
        if over_cells or after or (ragged and any('"' in line for line in row.text)):
            yield from (split_loosely(line, own) for line in row.text)

    def _id_problems(self, case_id: str, row: Row, first: int | None) -> Iterator[RowProblem]:
        place = self._columns.case_id
        if place is None:
            return
        column = self._columns.header[place]
        problem = case_id_problem(case_id, column)
        if problem:
            yield problem
        if place in row.errors:
            what, do = "the case id is an error of the spreadsheet", "mend the cell"
            yield RowProblem(what, what, do, column, case_id)
        if first is not None:
            what = f"the case id already stands on {self._table.place(first)}"
            yield RowProblem("case id stands twice", what, "keep one row for each case", column, case_id)


def _torn_problem(fault: RowProblem, first: int, last: int, *, is_last: bool) -> RowProblem:
    """Return the fault of a torn record with the lines that are refused along with it."""
    if last == first:
        return fault
    lines = f"lines {first} to {last} cannot be told apart and are refused together"
    if is_last:
        lines = (
            f"no later line is certain to be a row, so that everything from here to the end of the table, "
            f"{last - first + 1} lines, is refused"
        )
    return replace(fault, reason=f"{fault.reason}; {lines}")
