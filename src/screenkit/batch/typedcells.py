"""Typed cells of a table in memory → the codes of their answers, and which rows must be read one by one."""

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.exceptions import PolarsError

from screenkit.batch.cells import LINE, NUMBER, Cells, Words, codes_among, ids_of
from screenkit.batch.columns import Column, Columns
from screenkit.batch.stream import LONGEST
from screenkit.batch.typed import is_text, texts

_NARROW = 256
"""Whole numbers from the lowest to the highest of a column that are told apart without a look at each."""
_LARGE = 2**62
_NUMBER = 400
"""Characters of the longest number, day or moment."""


class TypedReader:
    """Reads the columns of one table in memory, whatever their types; it learns the words that it meets."""

    def __init__(self, columns: Columns) -> None:
        """Read these columns."""
        self._columns = columns
        self._held: dict[int, list[Column]] = {}
        for column in columns.answers:
            self._held.setdefault(column.place, []).append(column)
        self._words: dict[int, Words] = {}

    def read(self, frame: pl.DataFrame, numbers: Sequence[int], lines: Sequence[int]) -> Cells:
        """Return what some rows hold; each has a number in the table, and stands on a line."""
        unread = self._odd(frame)
        records, on = np.array(numbers, np.uint32), np.array(lines, np.uint32)
        at = self._columns.case_id
        written = None if at is None else texts(frame.to_series(at))
        ids = ids_of(self._columns, written, records, unread)
        found = [pl.Series(NUMBER, records), pl.Series(LINE, on), ids]
        for place in self._held:
            found += self._codes(place, frame.to_series(place), unread)
        return Cells(pl.DataFrame(found), unread)

    def _odd(self, frame: pl.DataFrame) -> NDArray[np.bool_]:
        """Mark rows that may be too long, and those in which a NUL byte stands where no answer is read."""
        odd = np.zeros(frame.height, np.bool_)
        written = {place: column for place, column in enumerate(frame) if is_text(column.dtype)}
        for place, column in written.items():
            if place not in self._held and place != self._columns.case_id:
                odd |= texts(column).str.contains("\0", literal=True).to_numpy()
        room = LONGEST - _NUMBER * (frame.width - len(written))
        if sum(map(_longest, written.values())) > room:
            lengths = [texts(column).str.len_bytes().to_numpy() for column in written.values()]
            odd |= np.sum(lengths, axis=0, dtype=np.int64) > room
        return odd

    def _codes(self, place: int, cells: pl.Series, unread: NDArray[np.bool_]) -> Iterable[pl.Series]:
        """Yield the codes of cells for each column that is read there; marked is where one has none."""
        if not is_text(cells.dtype):
            return codes_among(self._held[place], *_told(cells), unread)
        if place not in self._words:
            self._words[place] = Words(self._held[place], as_text=place == self._columns.case_id)
        words = self._words[place]
        return words.codes(_known(words, texts(cells)), unread)


def _longest(column: pl.Series) -> int:
    longest = column.cast(pl.String).str.len_bytes().max()
    return longest if isinstance(longest, int) else 0


def _known(words: Words, cells: pl.Series) -> pl.Series:
    """Return which of the words of its column stands in each cell, or the cells where there are too many."""
    try:
        return cells.cast(words.kind).to_physical()
    except PolarsError:
        words.learn(cells.unique())
    return cells if words.too_many else cells.cast(words.kind).to_physical()


def _whole(cells: pl.Series) -> pl.Series:
    """Return numbers that are all whole as whole numbers: they have the same texts."""
    if not (cells.dtype.is_float() or cells.dtype.is_decimal()):
        return cells
    whole = cells.cast(pl.Int64, strict=False)
    is_same = whole.null_count() == cells.null_count() and (whole == cells).all()
    return whole if is_same else cells


def _told(cells: pl.Series) -> tuple[Sequence[str], NDArray[np.integer]]:
    """Return the texts of different values, and which of them is that of each cell."""
    if isinstance(cells.dtype, pl.Boolean):
        return ["false", "true", ""], cells.cast(pl.UInt8).fill_null(2).to_numpy()
    cells = _whole(cells)
    if cells.dtype.is_integer() and cells.count():
        lowest, highest = cast("tuple[int, int]", (cells.min(), cells.max()))
        if highest - lowest < _NARROW and highest < _LARGE:
            words = [*map(str, range(lowest, highest + 1)), ""]
            return words, (cells.cast(pl.Int64) - lowest).fill_null(len(words) - 1).to_numpy()
    values = cells.unique()
    places = pl.int_range(len(values), dtype=pl.UInt32, eager=True)
    return texts(values).to_list(), cells.replace_strict(values, places).to_numpy()
