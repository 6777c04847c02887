"""The case ids of a whole table as numbers: where an id stood before, confirmed by reading it there."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from screenkit.batch.blocks import Place

Hashes = NDArray[np.uint64]
Lines = NDArray[np.uint32]

Hash = Callable[[pl.Series], pl.Series]
IsThere = Callable[[str, int], bool]
"""Whether that case id, in its one normal form, stands on that line."""

_SEED = 20_201_118
_LARGE = 1 << 20
"""Ids that are kept sorted together; merging more would take too much memory for a moment."""


def hashed(ids: pl.Series) -> pl.Series:
    """Return a number for each id."""
    return ids.hash(_SEED)


@dataclass(frozen=True, slots=True)
class _Sorted:
    hashes: Hashes
    lines: Lines

    def holding(self, hashes: Hashes) -> NDArray[np.int64]:
        """Return which of some sorted hashes stand here."""
        at = np.searchsorted(self.hashes, hashes)
        within = np.minimum(at, len(self.hashes) - 1)
        return np.flatnonzero(self.hashes[within] == hashes)

    def lines_of(self, each: np.uint64) -> Lines:
        start, end = np.searchsorted(self.hashes, each), np.searchsorted(self.hashes, each, side="right")
        return self.lines[start:end]


class FirstLines:
    """Where each case id stood first: twelve bytes an id.

    `last` is what was taken up last. Two ids of one number are compared letter by letter: the earlier one is
    read again where it stands.
    """

    def __init__(self, is_there: IsThere, number: Hash = hashed) -> None:
        """Begin without ids."""
        self._is_there, self._number = is_there, number
        self._sorted: list[_Sorted] = []
        self.last: tuple[Hashes, Lines] = (np.empty(0, np.uint64), np.empty(0, np.uint32))

    def repeated(self, ids: pl.Series, lines: Lines) -> dict[int, int]:
        """Take up ids and say which stood before: place among them → the line of the first.

        The ids are in their one normal form and in the order of the table.
        """
        hashes = self._number(ids).to_numpy()
        order = np.argsort(hashes)  # a sixth of the time of a stable sort, which equal hashes need
        if (np.diff(hashes[order]) == 0).any():
            order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        found = self._confirmed(ids, lines, hashes, order)
        if found:
            kept = ~np.isin(order, list(found))
            hashes, order = hashes[kept], order[kept]
        self.add(hashes, lines[order])
        return found

    def add(self, hashes: Hashes, lines: Lines) -> None:
        """Take up sorted hashes of which it is known that they are first."""
        self.last = (hashes, lines)
        if not len(hashes):
            return
        self._sorted.append(_Sorted(hashes, lines))
        while len(self._sorted) > 1 and len(self._sorted[-2].hashes) <= len(self._sorted[-1].hashes) < _LARGE:
            last, before = self._sorted.pop(), self._sorted.pop()
            both = np.concatenate((before.hashes, last.hashes))
            order = np.argsort(both, kind="stable")
            self._sorted.append(_Sorted(both[order], np.concatenate((before.lines, last.lines))[order]))

    def _confirmed(
        self, ids: pl.Series, lines: Lines, hashes: Hashes, order: NDArray[np.int64]
    ) -> dict[int, int]:
        suspects = {int(n) for n in np.flatnonzero(hashes[1:] == hashes[:-1]) + 1}
        for group in self._sorted:
            suspects.update(map(int, group.holding(hashes)))
        found: dict[int, int] = {}
        for at in sorted(suspects, key=lambda n: int(order[n])):
            place = int(order[at])
            first = self._first(ids, lines, place, self._alike(hashes, order, at, found), hashes[at])
            if first is not None:
                found[place] = first
        return found

    def _alike(
        self, hashes: Hashes, order: NDArray[np.int64], at: int, found: dict[int, int]
    ) -> Sequence[int]:
        """Return the places before this one that have the same hash."""
        start = int(np.searchsorted(hashes, hashes[at]))
        return [int(place) for place in order[start:at] if int(place) not in found]

    def _first(
        self, ids: pl.Series, lines: Lines, place: int, alike: Sequence[int], each: np.uint64
    ) -> int | None:
        for group in self._sorted:
            for line in map(int, group.lines_of(each)):
                if self._is_there(ids[place], line):
                    return line
        return next((int(lines[n]) for n in alike if ids[n] == ids[place]), None)


class Marks:
    """Records of a table of which it is known where they begin."""

    def __init__(self) -> None:
        """Begin without any."""
        self._places: list[Place] = []

    def add(self, place: Place) -> None:
        """Remember one that does not stand before any other so far."""
        self._places.append(place)

    def before(self, line: int) -> Place:
        """Return the last one up to this line."""
        return self._places[bisect_right(self._places, line, key=lambda place: place.line) - 1]
