"""Records gathered from both readers → the results and rejects of all of them at once, in their order."""

import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, cast

import numpy as np
import polars as pl

from screenkit.assessment import SafetyLevel
from screenkit.batch.alert import Given, Said, gravest
from screenkit.batch.blocks import Block
from screenkit.batch.cells import LINE, NUMBER, Cells
from screenkit.batch.codes import Uncodable, is_small, row_of
from screenkit.batch.columns import CASE_ID, Columns
from screenkit.batch.firsts import FirstLines
from screenkit.batch.judge import Accepted, Judge, Refusal
from screenkit.batch.rejects import Reject
from screenkit.batch.results import Results
from screenkit.batch.several import Records
from screenkit.batch.split import split
from screenkit.batch.table import Row
from screenkit.batch.tally import Counts, Tally
from screenkit.engine.assess import assess
from screenkit.engine.written import target_of
from screenkit.models.answers import Answers
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item

_TOGETHER = 2000
"""Readings of torn lines whose alerts are read at once."""


RowsAt = Callable[[Sequence[int]], Iterable[Row]]
"""Gives the rows at some places of a part of a table, as the scalar reader does."""


class Plan(Protocol):
    """Screens many people at once."""

    def screen(self, codes: pl.DataFrame, /) -> pl.DataFrame:
        """Return the columns of `Results` for these people, in their order."""

    def screen_and_count(self, codes: pl.DataFrame, /) -> tuple[pl.DataFrame, Counts]:
        """Return the same, and how often each remark is made and each rule was found."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The results of some records, and their rejects, both in the order of the table.

    The results are text, with the record's number and line behind them.
    """

    results: pl.DataFrame
    rejects: Sequence[Reject]


class Gathering:
    """Records of one table, gathered until there are enough of them to be worth a pass."""

    def __init__(  # noqa: PLR0913 - what is known of the table, and what is asked of others
        self,
        content: Content,
        columns: Columns,
        table: Records,
        *,
        plan: Plan | None,
        firsts: FirstLines,
        tally: Tally,
    ) -> None:
        """Gather records of a table with these columns; without a plan the engine screens each by itself."""
        self._content, self._columns, self._delimiter = content, columns, table.delimiter
        self._plan, self._firsts, self.tally = plan, firsts, tally
        self.judge = Judge(content, columns, table)
        self._results = Results(content, columns.ids)
        self._targets = {name: target_of(content, name) for name in sorted(columns.ids)}
        self._types = {name: _type(target) for name, target in self._targets.items()}
        self._types = {NUMBER: pl.UInt32(), LINE: pl.UInt32(), CASE_ID: pl.String()} | self._types
        self._constants: list[pl.Expr] = []
        try:
            codes = row_of(self._targets, columns.constants)
        except Uncodable:  # so has every row
            self._plan = None
        else:
            names = [name for name in codes if name in columns.constants]
            self._constants = [pl.lit(codes[name], self._types[name]).alias(name) for name in names]
        self._clear()

    def _clear(self) -> None:
        self._parts: list[tuple[Cells, RowsAt]] = []
        self._rows: list[Row] = []
        self._refusals: list[Refusal] = []
        self.records = self.size = 0

    def add_block(self, block: Block, cells: Cells) -> None:
        """Take up a block and what its records hold."""
        self.size += len(block.data)
        self.add_cells(cells, lambda records: (self._row_in(block, record) for record in records))

    def add_cells(self, cells: Cells, rows_at: RowsAt) -> None:
        """Take up records that are read as cells; `rows_at` gives those at some places among them."""
        self._parts.append((cells, rows_at))
        self.records += cells.codes.height

    def add_row(self, row: Row) -> None:
        """Take up a row."""
        self._rows.append(row)
        self.records += 1

    def add_refusal(self, refusal: Refusal) -> None:
        """Take up a record that is rejected for certain."""
        self._refusals.append(refusal)
        self.records += 1

    def settle(self) -> Settled:
        """Screen what was gathered, count it, and begin to gather anew.

        Raises:
            RuntimeError: when a record was lost on the way.

        """
        firsts = self._repeated() if self._columns.case_id is not None else {}
        frames, rows = [], self._rows
        for cells, rows_at in self._parts:
            unread = cells.unread.copy() if self._plan else np.ones_like(cells.unread)
            if firsts:
                unread |= np.isin(cells.codes[NUMBER].to_numpy(), list(firsts))
            frames.append(cells.codes.filter(~unread) if unread.any() else cells.codes)
            rows = [*rows, *rows_at(np.flatnonzero(unread).tolist())]
        judged = [self.judge.row(row, firsts.get(row.number)) for row in rows]
        refusals = [*self._refusals, *(each for each in judged if isinstance(each, Refusal))]
        accepted = [each for each in judged if isinstance(each, Accepted)]
        settled = Settled(self._screened(frames, accepted), self._rejects(refusals))
        if settled.results.height + len(settled.rejects) != self.records:
            raise RuntimeError("rows were lost")  # a fault of ours: nothing is written
        self._clear()
        return settled

    def gravest(self, said: Iterable[Said]) -> SafetyLevel | None:
        """Return the gravest alert of many readings, some of which are looked at together."""
        readings = iter(said)
        found: SafetyLevel | None = None
        while some := list(islice(readings, _TOGETHER)):
            levels = iter(self._levels([given for each in some for given in each.given]))
            together = gravest(some, lambda _: next(levels))  # noqa: B023 - used before the next turn
            found = gravest([Said(level, ()) for level in (found, together) if level], lambda _: "none")
        return found

    def _repeated(self) -> Mapping[int, int]:
        """Return the records whose case id stood before: number → the line where it stood first."""
        frames = [cells.codes.select(NUMBER, LINE, CASE_ID) for cells, _ in self._parts]
        named = ((row.number, row.line, self.judge.case_id(row)) for row in self._rows)
        types = {name: self._types[name] for name in (NUMBER, LINE, CASE_ID)}
        rows = [each for each in named if each[2] is not None]
        frames.append(pl.DataFrame(rows, schema=types, orient="row"))
        every = pl.concat(frames)
        if len(rows) < every.height and rows:
            every = every.sort(NUMBER)
        if self._columns.named:
            every = every.filter(pl.col(CASE_ID) != "")
        found = self._firsts.repeated(_normal(every[CASE_ID]), every[LINE].to_numpy())
        numbers = every[NUMBER]
        return {int(numbers[place]): line for place, line in found.items()}

    def _row_in(self, block: Block, record: int) -> Row:
        """Return one record of a block as the scalar reader gives it."""
        lines = block.text(record).split("\n")
        cells = split(lambda n: lines[n] if n < len(lines) else None, self._delimiter).cells
        line = block.place.line + int(block.records.lines[record])
        return Row(line, block.place.number + record + 1, tuple(cells), (), tuple(lines))

    def _screened(self, frames: Sequence[pl.DataFrame], accepted: Sequence[Accepted]) -> pl.DataFrame:
        coded, alone = [], []
        for each in accepted:
            try:
                coded.append(self._coded(each.answers, each.number, each.line))
            except Uncodable:
                alone.append(each)
        whole = [frame.with_columns(self._constants) for frame in frames if frame.height]
        if coded:
            whole.append(pl.DataFrame(coded, schema=self._types))
        columns = self._types.keys()
        found = []
        if self._plan and whole:
            found.append(self._planned(self._plan, pl.concat([frame.select(columns) for frame in whole])))
        if alone or not found:
            found.append(self._one_by_one(alone))
        results = pl.concat(found)
        return results.sort(NUMBER) if coded or alone else results

    def _coded(self, answers: Answers, number: int, line: int) -> dict[str, object]:
        if self._plan is None or answers.claimed:
            raise Uncodable
        codes = row_of(self._targets, answers.given)
        return {NUMBER: number, LINE: line, CASE_ID: answers.case_id, **codes}

    def _planned(self, plan: Plan, codes: pl.DataFrame) -> pl.DataFrame:
        results, counts = plan.screen_and_count(codes.drop(NUMBER))
        if results.columns != self._results.header or results.height != codes.height:
            raise RuntimeError("the plan lost somebody")  # a fault of ours: nothing is written
        self.tally.accepted += results.height
        self.tally.remarks.update(counts.remarks)
        self.tally.findings.update(counts.findings)
        self.tally.alerts.update(cast("Mapping[SafetyLevel, int]", _counts(results["safety"])))
        for modality in self._content.ruleset.modalities:
            recommended = _counts(results[modality])
            self.tally.recommendations.update({(modality, each): n for each, n in recommended.items()})
        return results.with_columns(codes[NUMBER], codes[LINE])

    def _one_by_one(self, accepted: Sequence[Accepted]) -> pl.DataFrame:
        """Screen people whose answers have no codes."""
        found = []
        for each in accepted:
            assessment = assess(self._content, each.answers)
            self.tally.count_result(assessment)
            found.append([*self._results.row(assessment), each.number, each.line])
        types = {**dict.fromkeys(self._results.header, pl.String()), NUMBER: pl.UInt32(), LINE: pl.UInt32()}
        return pl.DataFrame(found, schema=types, orient="row")

    def _rejects(self, refusals: Iterable[Refusal]) -> Sequence[Reject]:
        ordered = sorted(refusals, key=lambda each: each.number)
        levels = iter(self._levels([given for each in ordered for said in each.said for given in said.given]))
        rejects = []
        for each in ordered:
            known = (Said(each.safety, ()),) if each.safety else ()
            safety = gravest((*known, *each.said), lambda _: next(levels))
            rejects.append(Reject(each.place, each.number, each.case_id, each.problems, safety))
            self.tally.count_reject(rejects[-1])
            self.tally.refused = each.refused or self.tally.refused
        return rejects

    def _levels(self, given: Sequence[Given]) -> Iterator[SafetyLevel]:
        """Yield the level of alert of each set of answers."""
        coded: dict[int, dict[str, object]] = {}
        for n, each in enumerate(given):
            try:
                coded[n] = self._coded(Answers(each), 0, 0)
            except Uncodable:
                continue
        found: dict[int, SafetyLevel] = {}
        if self._plan and coded:
            frame = pl.DataFrame(list(coded.values()), schema=self._types).with_columns(
                pl.lit("").alias(CASE_ID)
            )
            safety = self._plan.screen(frame.drop(NUMBER))["safety"]
            found = dict(zip(coded, cast("list[SafetyLevel]", safety.to_list()), strict=True))
        for n, each in enumerate(given):
            yield found[n] if n in found else assess(self._content, Answers(each)).safety.level


class CsvLines:
    """Results as lines of CSV, quoted as `csv.writer` does; the room they take is used again and again."""

    def __init__(self, delimiter: str) -> None:
        """`delimiter` parts the cells."""
        self._delimiter = delimiter
        self._room = io.BytesIO()

    def write(self, results: pl.DataFrame, out: Callable[[memoryview], object]) -> None:
        """Hand the lines of these results to `out`, which must not keep what it is given."""
        names = [name for name in results.columns if name not in {NUMBER, LINE}]
        empty = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in names]
        self._room.seek(0)
        results.select(empty).write_csv(
            self._room, include_header=False, separator=self._delimiter, quote_style="necessary"
        )
        with self._room.getbuffer() as room, room[: self._room.tell()] as lines:
            out(lines)


def _normal(ids: pl.Series) -> pl.Series:
    """Return case ids in their one normal form."""
    odd = np.flatnonzero((ids.str.len_bytes() != ids.str.len_chars()).to_numpy())
    if not len(odd):
        return ids
    normal = pl.Series([unicodedata.normalize("NFC", ids[int(n)]) for n in odd], dtype=pl.String)
    return ids.scatter(odd, normal)


def _type(target: object) -> pl.DataType:
    if not isinstance(target, Item):
        return pl.Int64()
    return pl.UInt8() if is_small(target) else pl.UInt16()


def _counts(column: pl.Series) -> Mapping[str, int]:
    return dict(column.value_counts().iter_rows())
