"""The records of a block → the codes of their answers, and which of them the scalar reader must see."""

from collections.abc import Iterable, Mapping, Sequence
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
_PLAIN_ID = r"\A[ -~]+\z"
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
        self._words = {
            _name(place): Words(held, as_text=place == columns.case_id) for place, held in at.items()
        }
        self._id = None if columns.case_id is None else _name(columns.case_id)
        self._wanted = list(dict.fromkeys((*([self._id] if self._id else []), *self._words)))
        self._all_text = {_name(place): pl.String() for place in range(len(columns.header))}

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
        written = None if self._id is None else frame[self._id]
        ids = ids_of(self._columns, written, numbers, unread)
        found = [pl.Series(NUMBER, numbers), pl.Series(LINE, lines), ids]
        for name, words in self._words.items():
            found += words.codes(frame[name], unread)
        return Cells(pl.DataFrame(found), unread)

    def _typed(self, data: bytes) -> pl.DataFrame | None:
        """Return the numbers of the words in the cells, or None where one holds another word."""
        return self._parsed(data, {name: words for name, words in self._words.items() if not words.too_many})

    def _as_text(self, data: bytes) -> pl.DataFrame | None:
        """Return the cells as text, having learnt how they are spelled."""
        frame = self._parsed(data, {})
        if frame is not None:
            for name, words in self._words.items():
                words.learn(frame[name].unique())
        return frame

    def _parsed(self, data: bytes, typed: Mapping[str, "Words"]) -> pl.DataFrame | None:
        schema = self._all_text | {name: words.kind for name, words in typed.items()}
        wanted = [
            pl.col(name).to_physical().fill_null(0) if name in typed else pl.col(name).fill_null("")
            for name in self._wanted
        ]
        try:
            scanned = pl.scan_csv(data, has_header=False, separator=self._delimiter, schema=schema)
            return scanned.select(wanted).collect()
        except PolarsError:
            return None


def ids_of(
    columns: Columns, written: pl.Series | None, numbers: NDArray[np.uint32], unread: NDArray[np.bool_]
) -> pl.Series:
    """Return the case ids as `row.case_id_of` gives them; marked is what cannot be one."""
    by_number = pl.Series(CASE_ID, numbers).cast(pl.String)
    if written is None:
        return by_number
    ids = written.str.strip_chars(" ")
    if not columns.named and (ids == "").any():
        ids = by_number.zip_with(ids == "", ids)
    plain = ids.str.contains(_PLAIN_ID) & (ids.str.len_bytes() <= _SHORT)
    odd = np.flatnonzero(~plain.to_numpy())
    unread[odd] |= np.array([case_id_problem(ids[int(n)], "") is not None for n in odd], np.bool_)
    return ids.alias(CASE_ID)


class Words:
    """How the cells of one column of the table are spelled, and which codes that gives for what it holds."""

    def __init__(self, held: Sequence[Column], *, as_text: bool) -> None:
        """Look out for the likeliest words; with `as_text` the column holds too many for that."""
        self._held = held
        self._as_text = as_text
        self._known: dict[str, None] = {}
        self._tables: dict[str, _Table] = {}
        self.kind: pl.DataType = pl.String()
        self.learn(word for column in held for word in spellings(column))

    @property
    def too_many(self) -> bool:
        """Whether there are too many words to look out for."""
        return self._as_text or len(self._known) > _MOST_WORDS

    def learn(self, words: Iterable[str]) -> None:
        """Take up words; where there are more than is sensible, they are looked up block by block."""
        new = [] if self.too_many else [word for word in words if word not in self._known]
        if new:
            self._known |= dict.fromkeys(new)
            self.kind = pl.Enum(list(self._known))
            self._tables = {column.id: _Table(column, self._known) for column in self._held}

    def codes(self, cells: pl.Series, unread: NDArray[np.bool_]) -> Iterable[pl.Series]:
        """Yield the codes of these cells for each column; marked are rows in which one has none."""
        if isinstance(cells.dtype, pl.String):
            words = cells.unique()
            which = cells.cast(pl.Enum(words)).to_physical().to_numpy()
            yield from codes_among(self._held, words, which, unread)
            return
        which = cells.to_numpy()
        for column in self._held:
            yield self._tables[column.id].codes(which, unread)


def codes_among(
    held: Iterable[Column], words: Iterable[str], which: NDArray[np.integer], unread: NDArray[np.bool_]
) -> Iterable[pl.Series]:
    """Yield the codes of cells in which these words stand; `which` says for each cell which of them."""
    for column in held:
        yield _Table(column, words).codes(which, unread)


class _Table:
    """The codes of some words in one column; the scalar reader says what each word means."""

    def __init__(self, column: Column, words: Iterable[str]) -> None:
        codes = np.array([_code(column, word) for word in words], np.int64)
        self._name = column.id
        self._unread = codes == _UNREAD
        self._is_total = not isinstance(column.target, Item)
        self._codes = codes
        if isinstance(column.target, Item):
            self._codes = np.where(codes < 0, 0, codes).astype(
                np.uint8 if is_small(column.target) else np.uint16
            )
        moved = np.flatnonzero(codes != np.arange(len(codes)))
        self._in_order = int(moved[0]) if len(moved) else len(codes)

    def codes(self, which: NDArray[np.integer], unread: NDArray[np.bool_]) -> pl.Series:
        """Return the codes of these words; marked is where one has none."""
        if not self._is_total and which.max(initial=0) < self._in_order:
            return pl.Series(self._name, which.astype(self._codes.dtype, copy=False))
        if self._unread.any():
            unread |= np.take(self._unread, which)
        codes = pl.Series(self._name, np.take(self._codes, which))
        return codes.set(codes <= _UNREAD, None) if self._is_total else codes


def _code(column: Column, word: str) -> int:
    try:
        code = looked_up(column, word)
    except Uncodable:
        return _UNREAD
    if "\0" in word:  # a mapping may know it, but a row that holds this is rejected
        return _UNREAD
    return _NONE if code is None else code


def _name(place: int) -> str:
    return f"c{place}"
