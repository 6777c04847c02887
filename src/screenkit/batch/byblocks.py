"""A table block by block: in columns as far as it can be read in one way only, else record by record."""

import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from functools import partial
from typing import Protocol

from screenkit.batch.again import beside_results, show
from screenkit.batch.beside import Behind, ahead
from screenkit.batch.blocks import Block, Doubt, Place, Source, blocks
from screenkit.batch.cells import CellReader, Cells
from screenkit.batch.columnar import CsvLines, Gathering, Plan, Settled
from screenkit.batch.columns import Columns
from screenkit.batch.firsts import FirstLines, Hashes, Lines, Marks
from screenkit.batch.journal import Journal, Read, digest_of
from screenkit.batch.plan.plan import plan_of
from screenkit.batch.rejects import Writer, write_reject
from screenkit.batch.row import case_id_of, reads_as_row
from screenkit.batch.rows import records
from screenkit.batch.table import Row, Table
from screenkit.batch.tally import Tally
from screenkit.batch.watch import Watcher
from screenkit.models.content import Content

_WHOLE = 16
"""Whole rows, one after another, after which a table is read block by block again."""
_MANY = 1 << 16
"""Records that are screened together: a plan of many rules takes a while to begin, however few they are."""
_LARGE = 15 << 20
"""Bytes of records that are screened together."""
_EVERY = 512
"""Records from one to the next of which it is remembered where they begin."""


class PlanOf(Protocol):
    """Makes a plan for content, and a table that speaks of these items and scores."""

    def __call__(self, content: Content, ids: Collection[str], /) -> Plan:
        """Return the plan."""


def planned(content: Content, ids: Collection[str]) -> Plan:
    """Return the plan of this content."""
    return plan_of(content, ids)


class ByBlocks:
    """One pass over a table of UTF-8; of the rows it holds twelve bytes an id and nothing else."""

    def __init__(
        self, content: Content, table: Table, columns: Columns, plan: Plan, watcher: Watcher | None = None
    ) -> None:
        """Screen this table; each result and each reject is shown to `watcher`."""
        self._watcher = watcher
        self._table, self._columns = table, columns
        self.tally = Tally()
        self._source = Source(table.file)
        self._marks = Marks()
        self._firsts = FirstLines(self._is_there)
        self._gathering = Gathering(content, columns, table, plan=plan, firsts=self._firsts, tally=self.tally)
        self._cells = CellReader(columns, table.delimiter)
        self._read: list[Read] = []

    @property
    def source(self) -> Source:
        """The bytes of the table."""
        return self._source

    @property
    def start(self) -> Place:
        """Where the first record begins."""
        return Place(self._source.behind_lines(0, self._table.line - 1), self._table.line, 0)

    def screen(
        self,
        journal: Journal | None,
        results: Callable[[memoryview], object],
        rejects: Writer,
        delimiter: str,
    ) -> None:
        """Write the result of each row, or why there is none; what an interrupted run has done stays done.

        `delimiter` parts the cells of the results.

        Raises:
            RuntimeError: when a record was lost on the way.

        """
        self._journal, self._rejects = journal, rejects
        self._results, self._lines = results, CsvLines(delimiter)
        place: Place | None = self._begin(journal)
        with Behind() as self._behind:
            while place is not None:
                place = self._stretch(place)
            self._settle(self._reached)
        if self.tally.accepted + self.tally.rejected != self._reached.number:
            raise RuntimeError("rows were lost")  # a fault of ours: nothing is written

    def _begin(self, journal: Journal | None) -> Place:
        """Return where to begin: behind what an interrupted run has done."""
        self._marks.add(self.start)
        if journal is None or not journal.steps:
            return self.start
        for step, ids in journal.past():
            self._firsts.add(*ids)
            self._marks.add(step.place)
        self._gathering.tally = self.tally = journal.steps[-1].tally
        return journal.steps[-1].place

    def _stretch(self, place: Place) -> Place | None:
        """Read blocks, then what is in doubt; return where to go on, or None at the end of the table."""
        self._reached = place
        coming = ahead(blocks(self._source, place, self._table.delimiter, len(self._table.header)))
        for piece, cells in ahead(self._with_cells(coming)):
            if isinstance(piece, Doubt):
                return self._one_by_one(piece.place)
            if cells is None:
                return self._one_by_one(piece.place, piece.end.number)
            self._gathering.add_block(piece, cells)
            self._note(piece)
        return None

    def _with_cells(self, pieces: Iterator[Block | Doubt]) -> Iterator[tuple[Block | Doubt, Cells | None]]:
        """Yield each block with what its records hold; None where two readers count them differently."""
        for piece in pieces:
            yield piece, None if isinstance(piece, Doubt) else self._cells.read(piece)

    def _note(self, block: Block) -> None:
        for record in range(0, len(block.records), _EVERY):
            self._marks.add(block.begin(record))
        self._read.append(Read(min(block.end.offset, self._source.size), block.digest.hex()))
        self._reached = block.end
        if self._gathering.records >= _MANY or self._gathering.size >= _LARGE:
            self._settle(block.end)

    def _one_by_one(self, place: Place, number: int = 0) -> Place:
        """Read records from a place on, until some are whole again; `number` is one that must be read."""
        table = self._table.continued(self._source.at(place.offset), place.line, place.number)
        begun, whole = place, 0
        for record in records(table, self._columns, self._gathering.judge, self._gathering.gravest):
            if not isinstance(record, Row):
                self._gathering.add_refusal(record)
                whole = 0
                continue
            self._gathering.add_row(record)
            whole = 0 if record.faults else whole + 1
            done = whole >= _WHOLE and record.number >= number
            if done or self._gathering.records >= _MANY:
                begun = self._stands(begun, table)
                if self._gathering.records >= _MANY:
                    self._settle(begun)
                if done:
                    return begun
        return self._ended(begun, table)

    def _stands(self, begun: Place, table: Table) -> Place:
        """Return where a table stands that was read from `begun` on."""
        offset = self._source.behind_lines(begun.offset, table.line - begun.line)
        return self._noted(begun, Place(offset, table.line, table.records))

    def _ended(self, begun: Place, table: Table) -> Place:
        return self._noted(begun, Place(self._source.size, table.line, table.records))

    def _noted(self, begun: Place, end: Place) -> Place:
        self._read.append(Read(end.offset, digest_of(self._source, begun.offset, end.offset)))
        self._marks.add(end)
        self._reached = end
        return end

    def _settle(self, place: Place) -> None:
        if not self._gathering.records:
            return
        settled = self._gathering.settle()
        step = place, self._read, deepcopy(self.tally), self._firsts.last
        self._behind.do(lambda: self._write(settled, *step))
        if self._watcher is not None:
            show(self._watcher, settled)
        self._read = []

    def _write(
        self, settled: Settled, place: Place, read: Sequence[Read], tally: Tally, ids: tuple[Hashes, Lines]
    ) -> None:
        """Write what was settled, then note that it was."""
        self._lines.write(settled.results, self._results)
        for reject in settled.rejects:
            write_reject(self._rejects, reject)
        if self._journal is not None:
            self._journal.add(place, read, tally, ids, beside_results(settled))

    def _is_there(self, case_id: str, line: int) -> bool:
        """Say whether the row on that line has this case id, in its one normal form."""
        near = self._marks.before(line)
        offset = self._source.behind_lines(near.offset, line - near.line)
        row = next(self._rows(Place(offset, line, 0)))
        if not row.cells[self._columns.case_id or 0].strip(" "):  # it is named by its number
            row = next(row for row in self._rows(near) if row.line == line)
        return case_id == unicodedata.normalize("NFC", case_id_of(self._columns, row.cells, row.number))

    def _rows(self, place: Place) -> Iterator[Row]:
        table = self._table.continued(self._source.at(place.offset), place.line, place.number)
        pieces = table.rows(partial(reads_as_row, self._columns))
        return (piece for piece in pieces if isinstance(piece, Row))
