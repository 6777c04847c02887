"""People in Arrow tables, or in the bytes of a CSV file → their results in Arrow, and nobody left out."""

import io
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import islice

import polars as pl
import pyarrow as pa

from screenkit.batch.cells import LINE, NUMBER, Cells
from screenkit.batch.columnar import Gathering, Plan, Settled
from screenkit.batch.columns import Columns, columns_of
from screenkit.batch.firsts import FirstLines
from screenkit.batch.memory import InMemory, People, names_of
from screenkit.batch.plan.plan import plan_of
from screenkit.batch.rejects import COLUMNS, write_reject
from screenkit.batch.results import Results
from screenkit.batch.rows import records
from screenkit.batch.several import Records
from screenkit.batch.table import Row, Table, header_problems
from screenkit.batch.tally import Tally
from screenkit.batch.typedcells import TypedReader
from screenkit.errors import Problem, TableError
from screenkit.models.content import Content
from screenkit.models.mapping import TableMapping

REJECTED = tuple(name for name in COLUMNS if name not in {"case_id", "safety"})
"""Columns that say why somebody could not be screened; they are null for everybody else."""

KEY, PLACE, _AT = "key", "place", "at"
"""Columns for whoever holds case ids of many tables against one another: a digest of the id, and the record.

A record that has no case id, or one that does not count since its cells are not certain, has no key.
"""

NAME = "the table"
_FEW = 100
"""Rows that the engine has screened before a plan is made."""
_AT_ONCE = 1 << 15
"""Rows in columns that are screened together: fewer cost more each, and more take more memory."""
_ROWS = 1 << 12
"""Rows that are read one by one and screened together."""

_IdsOn = Callable[[Sequence[int]], Sequence[str | None]]
"""Gives the case ids on some lines of a table, in their one normal form."""


def columns_out(content: Content, columns: Columns) -> list[str]:
    """Return the names of the columns that come out: those of a result, then those of a reject."""
    return [*Results(content, columns.ids).header, *REJECTED]


def columns_in(
    content: Content,
    header: Sequence[str],
    mapping: TableMapping | None,
    name: str = NAME,
    *,
    keyed: bool = False,
) -> Columns:
    """Return what is read of a table with these columns; with `keyed` one of them must name the case.

    Raises:
        TableError: when two of them have one name, or one has none; when none is named for an item, or those
            of the mapping are missing.

    """
    names = [column.strip(" ") for column in header]
    problems = list(header_problems(names, name))
    if problems:
        raise TableError(problems)
    columns = columns_of(names, content, name, mapping)
    if keyed and columns.case_id is None:
        what, do = "no column names the case", "name one case_id, or say in the mapping which one does"
        raise TableError([Problem(name, what, do)])
    return replace(columns, named=keyed)


def screen_table(
    content: Content, table: InMemory, mapping: TableMapping | None, *, keyed: bool = False
) -> pa.Table:
    """Return one row for each row of a table, in its order, every column text.

    With `keyed` the columns `key` and `place` come out as well, and a row without a case id is rejected.

    Raises:
        TableError: when no column is named for an item, those of the mapping are missing, or one holds
            lists, records or bytes.

    """
    columns = columns_in(content, names_of(table), mapping, keyed=keyed)
    people = People(NAME, table, columns)
    plan = _plan(_Same(content), columns.ids) if people.rows >= _FEW else None
    screening = _Screening(content, people.table, columns, plan, people.ids_on)
    for part in people.parts(_AT_ONCE if plan else _ROWS):
        if plan is None:
            for row in part.rows_at(range(part.rows)):
                screening.gathering.add_row(row)
        else:
            screening.gathering.add_cells(part.codes(), part.rows_at)
        screening.settle()
    return screening.found(people.rows)


def screen_file(content: Content, file: bytes, name: str, mapping: TableMapping | None) -> pa.Table:
    """Return one row for each record of a CSV or TSV file, read as any other, with `key` and `place`.

    Raises:
        TableError: when the file cannot be used at all.

    """
    table = _opened(file, name)
    columns = columns_in(content, table.header, mapping, name, keyed=True)
    ids: dict[int, str] = {}
    plan = _plan(_Same(content), columns.ids)
    screening = _Screening(content, table, columns, plan, lambda lines: [*map(ids.get, lines)])
    gathering, reader = screening.gathering, TypedReader(columns)
    read = records(table, columns, gathering.judge, gathering.gravest)
    while some := list(islice(read, _ROWS)):
        rows = [each for each in some if isinstance(each, Row)]
        named = ((row.line, gathering.judge.case_id(row)) for row in rows)
        ids |= {line: unicodedata.normalize("NFC", case_id) for line, case_id in named if case_id}
        whole = [row for row in rows if not row.faults]
        gathering.add_cells(_cells(reader, columns, whole), partial(_at, whole))
        for each in some:
            if not isinstance(each, Row):
                gathering.add_refusal(each)
            elif each.faults:
                gathering.add_row(each)
        screening.settle()
    return screening.found(table.records)


def _cells(reader: TypedReader, columns: Columns, rows: Sequence[Row]) -> Cells:
    """Return the codes of whole rows."""
    kinds = {str(place): pl.String() for place in range(len(columns.header))}
    frame = pl.DataFrame([row.cells for row in rows], schema=kinds, orient="row")
    return reader.read(frame, [row.number for row in rows], [row.line for row in rows])


def _at(rows: Sequence[Row], places: Sequence[int]) -> list[Row]:
    return [rows[place] for place in places]


def header_of(file: bytes, name: str) -> tuple[str, ...]:
    """Return the columns of a CSV or TSV file.

    Raises:
        TableError: when the file cannot be used at all.

    """
    return _opened(file, name).header


def _opened(file: bytes, name: str) -> Table:
    return Table(io.BytesIO(file), name, tabs=name.lower().endswith((".tsv", ".tab")))


@dataclass(frozen=True, eq=False)
class _Same:
    """A content that equals itself alone: to compare two would take longer than the making of a plan."""

    content: Content

    def __hash__(self) -> int:
        return id(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.content is self.content


@lru_cache(maxsize=4)
def _plan(same: _Same, ids: frozenset[str]) -> Plan | None:
    """Return the plan of a content; None where columns cannot hold its scores."""
    try:
        return plan_of(same.content, ids)
    except OverflowError:
        return None


class _Screening:
    """Screens one table, some records after the other; columns `key` and `place` come with named columns."""

    def __init__(
        self, content: Content, table: Records, columns: Columns, plan: Plan | None, ids_on: _IdsOn
    ) -> None:
        self._names, self._keyed, self._ids_on = columns_out(content, columns), columns.named, ids_on
        firsts = FirstLines(lambda case_id, line: ids_on([line]) == [case_id])
        self.gathering = Gathering(content, columns, table, plan=plan, firsts=firsts, tally=Tally())
        self._found: list[pa.Table] = []
        self.settle()

    def settle(self) -> None:
        """Screen what was gathered."""
        found = _together(self.gathering.settle())
        told = found.select(self._names)
        if self._keyed:
            keys = pl.Series(KEY, map(_key, self._ids_on(found[_AT].to_list())), pl.Binary)
            told = told.with_columns(found[PLACE], keys)
        kinds = {KEY: pa.binary(), PLACE: pa.int64()}
        schema = pa.schema([(name, kinds.get(name, pa.string())) for name in told.columns])
        self._found.append(told.to_arrow().cast(schema))

    def found(self, rows: int) -> pa.Table:
        """Return what was found of a table of so many rows.

        Raises:
            RuntimeError: when one of them was lost on the way.

        """
        found = pa.concat_tables(self._found)
        if found.num_rows != rows:
            raise RuntimeError("rows were lost")  # a fault of ours: nothing is written
        return found


def _together(settled: Settled) -> pl.DataFrame:
    """Return results and rejects in the order of the table, with the place and the line of each."""
    results = settled.results.rename({NUMBER: PLACE, LINE: _AT})
    packed = _Packed()
    for reject in settled.rejects:
        write_reject(packed, reject)
    kinds = {**dict.fromkeys(COLUMNS, pl.String()), PLACE: pl.UInt32(), _AT: pl.UInt32()}
    rows = [
        [*row, each.record, each.place.line] for row, each in zip(packed.rows, settled.rejects, strict=True)
    ]
    found = pl.concat([results, pl.DataFrame(rows, schema=kinds, orient="row")], how="diagonal")
    return found.sort(PLACE) if rows else found


class _Packed:
    """Takes rows of rejects as text."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []

    def writerow(self, row: Sequence[object], /) -> None:
        self.rows.append([str(cell) for cell in row])


def _key(case_id: str | None) -> bytes | None:
    return None if case_id is None else blake2b(case_id.encode(), digest_size=16).digest()
