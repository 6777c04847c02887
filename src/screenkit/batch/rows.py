"""Every record of a table, one by one: the definition of what a run finds."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from hashlib import blake2b
from itertools import groupby
from typing import BinaryIO, assert_never

from screenkit.assessment import SafetyLevel
from screenkit.batch.alert import Given, Said, gravest
from screenkit.batch.columns import Columns
from screenkit.batch.judge import Accepted, Gravest, Judge, Refusal
from screenkit.batch.kept import Kept
from screenkit.batch.places import Places
from screenkit.batch.rejects import NUMBERS, Reject, Writer, columns_of_rejects, write_reject
from screenkit.batch.results import Results
from screenkit.batch.row import reads_as_row
from screenkit.batch.several import Records
from screenkit.batch.table import Row, TornLine
from screenkit.batch.tally import Tally
from screenkit.batch.watch import Watcher, named
from screenkit.batch.writing import writing
from screenkit.engine.assess import assess
from screenkit.models.answers import Answers
from screenkit.models.content import Content


def records(table: Records, columns: Columns, judge: Judge, gravest: Gravest) -> Iterator[Row | Refusal]:
    """Yield each row of a table, and what becomes of each record that never ends as it should.

    When a row comes out, the table stands behind it: at the line on which the next record begins.
    """
    pieces = table.rows(partial(reads_as_row, columns))
    for _, record in groupby(pieces, key=lambda piece: piece.number):
        match next(record):
            case Row() as row:
                yield row
            case TornLine() as torn:
                yield judge.torn(record, torn, gravest)  # noqa: B031 - read on, once
            case other:
                assert_never(other)


class RowByRow:
    """One pass over a table; of the rows it holds the digests of their case ids and nothing else."""

    def __init__(  # noqa: PLR0913 - what is screened, and who sees it
        self,
        content: Content,
        table: Records,
        columns: Columns,
        tally: Tally,
        *,
        kept: Kept | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        """Screen this table; each result and each reject is shown to `watcher`."""
        self._content, self._table, self._columns = content, table, columns
        self.tally, self._kept, self._watcher = tally, kept, watcher
        self._results = Results(content, columns.ids)
        self._judge = Judge(content, columns, table)
        self._first_lines: dict[bytes, int] = {}

    def results(self, file: BinaryIO, places: Places) -> AbstractContextManager[Writer]:
        """Return what takes the results."""
        shown = self._results
        return writing(file, places.out_kind, shown.header, shown.numbers, str(places.out))

    def rejects(self, file: BinaryIO, places: Places) -> AbstractContextManager[Writer]:
        """Return what takes the rejects."""
        header = columns_of_rejects(is_several=self._table.is_several)
        return writing(file, places.rejects_kind, header, NUMBERS, places.rejects_name)

    def screen(self, results: Writer, rejects: Writer) -> None:
        """Write the result of each row, or why there is none.

        Raises:
            RuntimeError: when a record was lost on the way.

        """
        for record in records(self._table, self._columns, self._judge, self._gravest):
            judged = self._judge.row(record, self._first(record)) if isinstance(record, Row) else record
            if isinstance(judged, Accepted):
                self._accept(judged, results)
            else:
                self._reject(judged, rejects)
        if self.tally.accepted + self.tally.rejected != self._table.records:
            raise RuntimeError("rows were lost")  # a fault of ours: nothing is written

    def _first(self, row: Row) -> int | None:
        """Return the line on which the case id of a row stood before."""
        case_id = self._judge.case_id(row)
        if case_id is None or self._columns.case_id is None:
            return None
        digest = blake2b(unicodedata.normalize("NFC", case_id).encode(), digest_size=16).digest()
        first = self._first_lines.setdefault(digest, row.line)
        return None if first == row.line else first

    def _accept(self, accepted: Accepted, results: Writer) -> None:
        assessment = assess(self._content, accepted.answers)
        cells = self._results.row(assessment)
        results.writerow(cells)
        self.tally.count_result(assessment, accepted.reading.remark)
        self._show(accepted, cells)
        if self._kept is not None:
            place = self._table.place(accepted.line)
            self._kept.add(place, accepted.number, accepted.answers, assessment)

    def _show(self, accepted: Accepted, cells: Sequence[str]) -> None:
        """Show a result to whoever watches, with the alert of answers since grown too old."""
        if self._watcher is None:
            return
        old = accepted.reading.grown_old
        was: SafetyLevel = "none" if old is None else assess(self._content, old).safety.level
        self._watcher.row(named(self._results.header, cells), accepted.line, accepted.number, was)

    def _reject(self, refusal: Refusal, rejects: Writer) -> None:
        safety = refusal.safety or gravest(refusal.said, self._level)
        reject = Reject(refusal.place, refusal.number, refusal.case_id, refusal.problems, safety)
        write_reject(rejects, reject, is_several=self._table.is_several)
        self.tally.count_reject(reject)
        if self._watcher is not None:
            self._watcher.reject(reject)
        self.tally.refused = refusal.refused or self.tally.refused

    def _gravest(self, said: Iterable[Said]) -> SafetyLevel | None:
        return gravest(said, self._level)

    def _level(self, given: Given) -> SafetyLevel:
        return assess(self._content, Answers(given)).safety.level
