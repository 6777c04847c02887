"""The records of a block → the codes of their answers, and which of them the scalar reader must see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.exceptions import PolarsError

from screenkit.batch.blocks import Block
from screenkit.batch.codes import Uncodable, is_small, looked_up, spellings
from screenkit.batch.columns import CASE_ID, Column, Columns
from screenkit.batch.row import case_id_problem
from screenkit.models.questionnaire import Item

NUMBER, LINE = "number", "line"
"""The columns that hold a record's number and its physical line."""

_MOST_WORDS = 400
"""Spellings of one column that are looked out for; where there are more, its cells are read as text."""
_NONE = np.iinfo(np.int64).min
_UNREAD = _NONE + 1
_PLAIN_ID = r"\A[ -~]*\z"
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Cells:
    """The codes of some records, one row each, and whether the scalar reader must see the record."""

    codes: pl.DataFrame
    unread: NDArray[np.bool_]


class CellReader:
    """Reads the cells of one table; it learns every spelling it meets from the scalar reader."""

    def __init__(self, columns: Columns, delimiter: str) -> None:
        """Read these columns."""
        self._columns, self._delimiter = columns, delimiter
        at: dict[int, list[Column]] = {}
        for column in columns.answers:
            at.setdefault(column.place, []).append(column)
        self._words = {place: _Words(held) for place, held in at.items()}
        self._names = [f"c{place}" for place in range(len(columns.header))]

    def read(self, block: Block) -> Cells | None:
        """Return what the records of a block hold, or None where the two readers count them differently."""
        frame = self._typed(block.data)
        if frame is None:
            frame = self._as_text(block.data)
        if frame is None or frame.height != len(block.records):
            return None
        unread = np.zeros(frame.height, np.bool_)
        numbers = np.arange(1, frame.height + 1, dtype=np.uint32) + np.uint32(block.place.number)
        lines = (block.records.lines[:-1] + block.place.line).astype(np.uint32)
        found = [pl.Series(NUMBER, numbers), pl.Series(LINE, lines), self._ids(frame, numbers, unread)]
        for place, words in self._words.items():
            found += words.codes(frame[self._names[place]], unread)
        return Cells(pl.DataFrame(found), unread)

    def _typed(self, data: bytes) -> pl.DataFrame | None:
        types = {
            self._names[place]: pl.Enum(words.all)
            for place, words in self._words.items()
            if not words.too_many and place != self._columns.case_id
        }
        return self._parsed(data, types)

    def _as_text(self, data: bytes) -> pl.DataFrame | None:
        """Return the cells as text, having learnt how they are spelled."""
        frame = self._parsed(data, {})
        if frame is not None:
            for place, words in self._words.items():
                words.learn(frame[self._names[place]].fill_null("").unique())
        return frame

    def _parsed(self, data: bytes, types: dict[str, pl.DataType]) -> pl.DataFrame | None:
        places = set(self._words) | ({self._columns.case_id} - {None})
        wanted = [self._names[place] for place in places if place is not None]
        schema = {name: types.get(name, pl.String()) for name in self._names}
        try:
            scanned = pl.scan_csv(data, has_header=False, separator=self._delimiter, schema=schema)
            return scanned.select(wanted).collect()
        except PolarsError:
            return None

    def _ids(self, frame: pl.DataFrame, numbers: NDArray[np.uint32], unread: NDArray[np.bool_]) -> pl.Series:
        """Return the case ids as `row.case_id_of` gives them; marked is what cannot be one."""
        by_number = pl.Series(CASE_ID, numbers).cast(pl.String)
        if self._columns.case_id is None:
            return by_number
        written = frame[self._names[self._columns.case_id]].fill_null("").str.strip_chars(" ")
        ids = by_number.zip_with(written == "", written) if (written == "").any() else written
        plain = ids.str.contains(_PLAIN_ID) & (ids.str.len_bytes() <= _SHORT)
        odd = np.flatnonzero(~plain.to_numpy())
        unread[odd] |= np.array([case_id_problem(ids[int(n)], "") is not None for n in odd], np.bool_)
        return ids.alias(CASE_ID)


class _Words:
    """How the cells of one column of the table are spelled, and which codes that gives for what it holds."""

    def __init__(self, held: Sequence[Column]) -> None:
        self._held = held
        self.all: list[str] = []
        self._known: dict[str, int] = {}
        self._codes: dict[str, list[int]] = {column.id: [] for column in held}
        self._tables: dict[str, NDArray[np.int64]] = {}
        self.learn(word for column in held for word in spellings(column))

    @property
    def too_many(self) -> bool:
        return len(self.all) > _MOST_WORDS

    def learn(self, words: Iterable[str]) -> None:
        """Take up words; where there are more than is sensible, they are looked up block by block."""
        if self.too_many:
            return
        for word in words:
            if word not in self._known:
                self._known[word] = len(self.all)
                self.all.append(word)
                for column in self._held:
                    self._codes[column.id].append(_code(column, word))
        self._tables = {name: np.array(codes, np.int64) for name, codes in self._codes.items()}

    def codes(self, cells: pl.Series, unread: NDArray[np.bool_]) -> Iterable[pl.Series]:
        """Yield the codes of these cells for each column; marked are rows in which one has none."""
        if isinstance(cells.dtype, pl.Enum):
            which, tables = cells.to_physical().fill_null(0).to_numpy(), self._tables
        else:
            which, tables = self._by_block(cells.fill_null(""))
        for column in self._held:
            yield _coded(column, tables[column.id], which, unread)

    def _by_block(self, cells: pl.Series) -> tuple[NDArray[np.integer], dict[str, NDArray[np.int64]]]:
        words = cells.unique()
        which = cells.cast(pl.Enum(words)).to_physical().to_numpy()
        read = {each.id: np.array([_code(each, word) for word in words], np.int64) for each in self._held}
        return which, read


def _code(column: Column, word: str) -> int:
    try:
        code = looked_up(column, word)
    except Uncodable:
        return _UNREAD
    return _NONE if code is None else code


def _coded(
    column: Column, table: NDArray[np.int64], which: NDArray[np.integer], unread: NDArray[np.bool_]
) -> pl.Series:
    if isinstance(column.target, Item):
        kind = np.uint8 if is_small(column.target) else np.uint16
        if which.max(initial=0) < _in_order(table):
            return pl.Series(column.id, which.astype(kind, copy=False))
        codes = pl.Series(column.id, np.take(np.where(table < 0, 0, table).astype(kind), which))
    else:
        codes = pl.Series(column.id, np.take(table, which))
        codes = codes.set(codes <= _UNREAD, None)
    if (table == _UNREAD).any():
        unread |= np.take(table == _UNREAD, which)
    return codes


def _in_order(table: NDArray[np.int64]) -> int:
    """Return how many of the first words stand at the place that their code says."""
    moved = table != np.arange(len(table))
    return int(moved.argmax()) if moved.any() else len(table)
