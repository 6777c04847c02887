"""Columns worked out from other columns: each of them once, however many ask for it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

Write = Callable[[Sequence[pl.Expr]], pl.Expr]


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A column worked out from others: `write` makes its expression of theirs."""

    parts: tuple["Formula", ...]
    write: Write


Bit = bool | Formula
"""Yes or no for each person, or the same for everybody."""

Number = int | Formula
"""A whole number for each person, or the same for everybody."""


class Sheet:
    """All columns of one plan. Two that would be the same are one; what is the same for all is none."""

    def __init__(self) -> None:
        """Begin without a column."""
        self._made: dict[Hashable, Formula] = {}
        self._places: dict[Formula, int] = {}
        self._opposites: dict[Formula, Formula] = {}

    def formula(self, key: Hashable, parts: Iterable[Formula], write: Write) -> Formula:
        """Return the column of this kind (`key`) over these parts; it is made when it is first asked for."""
        parts = tuple(parts)
        whole = (key, parts)
        if whole not in self._made:
            self._made[whole] = Formula(parts, write)
            self._places[self._made[whole]] = len(self._places)
        return self._made[whole]

    def negation(self, bit: Bit) -> Bit:
        """Return the opposite."""
        if isinstance(bit, bool):
            return not bit
        if bit not in self._opposites:
            opposite = self.formula("not", [bit], lambda parts: ~parts[0])
            self._opposites |= {bit: opposite, opposite: bit}
        return self._opposites[bit]

    def all_of(self, bits: Iterable[Bit]) -> Bit:
        """Return whether every one of these is yes."""
        parts = self._in_order(bits, unless=False)
        if parts is None or any(self._opposites.get(part) in parts for part in parts):
            return False
        return self._joined("and", parts, pl.all_horizontal) if parts else True

    def any_of(self, bits: Iterable[Bit]) -> Bit:
        """Return whether one of these is yes."""
        parts = self._in_order(bits, unless=True)
        if parts is None or any(self._opposites.get(part) in parts for part in parts):
            return True
        return self._joined("or", parts, pl.any_horizontal) if parts else False

    def at_least(self, count: int, bits: Sequence[Bit]) -> Bit:
        """Return whether at least `count` of these are yes; one that stands twice counts twice."""
        parts = [bit for bit in bits if isinstance(bit, Formula)]
        left = count - sum(bit is True for bit in bits)
        if left <= 0:
            return True
        if left > len(parts):
            return False
        if left == len(parts):
            return self.all_of(parts)
        if left == 1:
            return self.any_of(parts)
        width = pl.UInt8 if len(parts) < 1 << 8 else pl.UInt32
        one, none = pl.lit(1, width), pl.lit(0, width)
        return self.formula(
            ("at least", left),
            parts,
            lambda each: pl.sum_horizontal(pl.when(bit).then(one).otherwise(none) for bit in each) >= left,
        )

    def _in_order(self, bits: Iterable[Bit], *, unless: bool) -> dict[Formula, None] | None:
        """Return the columns among some bits, once each and in one order; None when a bit is `unless`."""
        found = list(bits)
        if any(bit is unless for bit in found):
            return None
        columns = {bit for bit in found if isinstance(bit, Formula)}
        return dict.fromkeys(sorted(columns, key=self._places.__getitem__))

    def _joined(self, key: str, parts: dict[Formula, None], join: Write) -> Formula:
        if len(parts) == 1:
            return next(iter(parts))
        return self.formula(key, parts, join)
