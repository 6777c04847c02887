"""Screen every row of a table: each is accepted with its result or rejected with its reason, and counted."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Protocol, assert_never

from screenkit.assessment import Assessment, Recommendation, SafetyLevel
from screenkit.batch.alert import AlertReader, graver
from screenkit.batch.columns import Columns
from screenkit.batch.kept import Kept
from screenkit.batch.places import Discarded, Places, is_tabs, remove, whole
from screenkit.batch.rejects import COLUMNS, Reject, RowProblem, Writer, write_reject
from screenkit.batch.results import Results
from screenkit.batch.row import case_id_of, case_id_problem, read_row, reads_as_row
from screenkit.batch.split import split_loosely
from screenkit.batch.summary import Refused, Summary
from screenkit.batch.table import AFTER, ReadsAsRow, Row, Table, TornLine
from screenkit.engine.assess import assess
from screenkit.models.base import Modality
from screenkit.models.content import Content


class Records(Protocol):
    """What is screened: a table as it is read from a file, or from somewhere else."""

    @property
    def delimiter(self) -> str:
        """What stands between cells."""

    @property
    def records(self) -> int:
        """How many records have been read so far."""

    def rows(self, reads_as_row: ReadsAsRow, /) -> Iterator[Row | TornLine]:
        """Yield every record, in order."""


def run(  # noqa: PLR0913 - what is screened, where it goes, and two choices
    content: Content,
    table: Table,
    columns: Columns,
    places: Places,
    *,
    strict: bool = False,
    kept: Kept | None = None,
) -> Summary:
    """Screen a table, write results and rejects, and return what was found.

    With `strict` the results are withheld when a row is rejected; the rejects are written all the same.
    Accepted rows are put by in `kept`; nothing is written unless their reports can be written, too.

    Raises:
        TableError: when the table turns out to be no text of its encoding; nothing is written then.
        OutputError: when the results or the rejects cannot be written.

    """
    work = _Run(content, table, columns, kept)
    # Rejects take their name first: results never stand there without the rows that are missing from them.
    with whole(places.out, overwrite=places.overwrite) as out:
        with whole(places.rejects, overwrite=places.overwrite) as rejects:
            work.screen(_writer(out, places.out), _writer(rejects, places.rejects))
            if kept is not None and not (strict and work.rejected):
                kept.ready()
            if not (work.rejected or places.always):
                raise Discarded
        if strict and work.rejected:
            raise Discarded
    if not (work.rejected or places.always):
        remove(places.rejects)  # those of an earlier run, whose results have just been replaced
    return work.summary(withheld=strict and bool(work.rejected))


def screen_into(
    content: Content, table: Records, columns: Columns, results: Writer, rejects: Writer
) -> Summary:
    """Screen a table into two writers, each of which gets its header first, and return what was found.

    Raises:
        TableError: when the table turns out to be no text of its encoding.

    """
    work = _Run(content, table, columns)
    work.screen(results, rejects)
    return work.summary(withheld=False)


class _Run:
    """One pass over a table; of the rows it holds the digests of their case ids and nothing else."""

    def __init__(self, content: Content, table: Records, columns: Columns, kept: Kept | None = None) -> None:
        self._content = content
        self._table = table
        self._columns = columns
        self._results = Results(content, columns.ids)
        self._reader = AlertReader(content, columns)
        self._kept = kept
        self._first_lines: dict[bytes, int] = {}
        self._accepted = 0
        self._reasons: Counter[str] = Counter()
        self._alerts: Counter[SafetyLevel] = Counter()
        self._rejected_alerts: Counter[SafetyLevel] = Counter()
        self._recommendations: Counter[tuple[Modality, Recommendation]] = Counter()
        self._remarks: Counter[str] = Counter()
        self._refused: Refused | None = None

    @property
    def rejected(self) -> int:
        return self._reasons.total()

    def screen(self, results: Writer, rejects: Writer) -> None:
        results.writerow(self._results.header)
        rejects.writerow(COLUMNS)
        pieces = self._table.rows(partial(reads_as_row, self._columns))
        for _, record in groupby(pieces, key=lambda piece: piece.number):
            reject = self._screen_record(record, results)
            if reject:
                write_reject(rejects, reject)
                self._count_reject(reject)
        if self._accepted + self.rejected != self._table.records:
            raise RuntimeError("rows were lost")  # a fault of ours: nothing is written

    def summary(self, *, withheld: bool) -> Summary:
        return Summary(
            read=self._table.records,
            accepted=self._accepted,
            reasons=self._reasons,
            alerts=self._alerts,
            rejected_alerts=self._rejected_alerts,
            recommendations={
                modality: {each.value: self._recommendations[modality, each] for each in Recommendation}
                for modality in self._content.ruleset.modalities
            },
            remarks=self._remarks,
            refused=self._refused,
            withheld=withheld,
        )

    def _screen_record(self, record: Iterator[Row | TornLine], results: Writer) -> Reject | None:
        match next(record):
            case Row() as row:
                return self._screen_row(row, results)
            case TornLine() as torn:
                return self._torn(torn, record)
            case other:
                assert_never(other)

    def _screen_row(self, row: Row, results: Writer) -> Reject | None:
        """Write the result of a row, or return why there is none."""
        case_id = case_id_of(self._columns, row.cells, row.number)
        in_cells, problems = list(row.faults), list(row.faults)
        if len(row.cells) == len(self._columns.header):
            reading = read_row(self._columns, row.cells, case_id)
            in_cells += reading.problems
            problems += [*self._id_problems(case_id, row.line), *reading.problems]
            if not problems:
                assessment = assess(self._content, reading.answers)
                results.writerow(self._results.row(assessment))
                self._count_result(assessment)
                if self._kept is not None:
                    self._kept.add(row.line, row.number, reading.answers, assessment)
                return None
        readings = (row.cells, *self._other_readings(row, in_cells))
        safety = reduce(graver, map(self._reader.level, readings))
        return Reject(row.line, row.number, case_id, tuple(problems), safety)

    def _other_readings(self, row: Row, problems: Iterable[RowProblem]) -> Iterator[Sequence[str]]:
        """Yield what the lines of a row hold where its quotes are in doubt."""
        own = self._table.delimiter
        ragged = len(row.cells) != len(self._columns.header)
        over_cells = any(own in problem.value or "\n" in problem.value for problem in problems)
        after = any(fault.kind == AFTER.kind for fault in row.faults)
        if over_cells or after or (ragged and any('"' in line for line in row.text)):
            yield from (split_loosely(line, own) for line in row.text)

    def _torn(self, first: TornLine, record: Iterable[Row | TornLine]) -> Reject:
        """Return the reject of a record that never ends as it should; no line of it hides an alert."""
        last = first
        safety = self._reader.level(first.cells)
        for line in record:
            if isinstance(line, TornLine):
                last = line
                safety = graver(safety, self._reader.level(line.cells))
        lines = last.line - first.line + 1
        if last.last and lines > 1:
            self._refused = Refused(first.line, lines)
        problem = _torn_problem(first.fault, first.line, last)
        case_id = case_id_of(self._columns, first.cells, first.number)
        return Reject(first.line, first.number, case_id, (problem,), safety)

    def _id_problems(self, case_id: str, line: int) -> Iterator[RowProblem]:
        place = self._columns.case_id
        if place is None:
            return
        column = self._columns.header[place]
        problem = case_id_problem(case_id, column)
        if problem:
            yield problem
        digest = blake2b(unicodedata.normalize("NFC", case_id).encode(), digest_size=16).digest()
        first = self._first_lines.setdefault(digest, line)
        if first != line:
            what = f"the case id already stands on line {first}"
            yield RowProblem("case id stands twice", what, "keep one row for each case", column, case_id)

    def _count_result(self, assessment: Assessment) -> None:
        self._accepted += 1
        self._alerts[assessment.safety.level] += 1
        self._recommendations.update(
            (m, result.recommendation) for m, result in assessment.modalities.items()
        )
        self._remarks.update({f"{problem.what} — {problem.do}" for problem in assessment.problems})

    def _count_reject(self, reject: Reject) -> None:
        self._reasons[reject.problems[0].kind] += 1
        if reject.safety:
            self._rejected_alerts[reject.safety] += 1


def _torn_problem(fault: RowProblem, first: int, last: TornLine) -> RowProblem:
    """Return the fault of a torn record with the lines that are refused along with it."""
    if last.line == first:
        return fault
    lines = f"lines {first} to {last.line} cannot be told apart and are refused together"
    if last.last:
        lines = (
            f"no later line is certain to be a row, so that everything from here to the end of the table, "
            f"{last.line - first + 1} lines, is refused"
        )
    return replace(fault, reason=f"{fault.reason}; {lines}")


class _Encoded:
    """Takes the lines of a table as text and writes them as UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


def _writer(file: BinaryIO, path: Path) -> Writer:
    return csv.writer(_Encoded(file), delimiter="\t" if is_tabs(path) else ",", lineterminator="\n")
