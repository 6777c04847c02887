"""What one item can add to a score, in whole numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from screenkit.batch.codes import FIRST_VALUE, values_of
from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.sheet import Bit, Formula, Number, Sheet
from screenkit.engine.score import points
from screenkit.models.questionnaire import Item, Scale

WIDTH = pl.Int32()
"""The whole numbers in which points are added up."""


@dataclass(frozen=True, slots=True)
class Points:
    """What one item of a scale counts, in parts of a point.

    `values` is for its values in the order of their codes, `low` and `high` for no value, `absent` for an
    item that is not applicable; None where that counts like any item without a value.
    """

    values: tuple[int, ...]
    low: int
    high: int
    absent: int | None

    @property
    def largest(self) -> int:
        """The largest of all these, whatever its sign."""
        return max(abs(each) for each in (*self.values, self.low, self.high, self.absent or 0))


def parts_of_a_point(scale: Scale, items: Mapping[str, Item]) -> int:
    """Return in how many parts a point is cut, so that everything a scale adds is whole."""
    counted = [points(scale, items[name], value) for name in scale.items for value in values_of(items[name])]
    ends = [each for each in (scale.when_not_applicable, scale.lowest, scale.highest) if each is not None]
    return lcm(*(each.denominator for each in (*counted, *ends)))


def points_of(scale: Scale, item: Item, parts: int) -> Points:
    """Return what an item counts, as the engine counts it."""
    values = [points(scale, item, value) for value in values_of(item)]
    absent = scale.when_not_applicable
    open_ = [*values, absent] if absent is not None and item.ask_when else values
    if item.assumed is not None:
        open_, absent = [points(scale, item, item.assumed)], None
    return Points(
        _whole(values, parts),
        int(min(open_) * parts),
        int(max(open_) * parts),
        None if absent is None else int(absent * parts),
    )


def added(cells: Cells, item: Item, of: Points, otherwise: int, absent: Bit) -> Number:
    """Return what an item adds: its points, `otherwise` without a value, or its own where it is `absent`."""
    there: Number = otherwise
    if cells.has(item.id):
        key = ("points", item.id, of.values, otherwise)
        there = cells.sheet.formula(key, (), lambda _: _looked_up(pl.col(item.id), of.values, otherwise))
    if of.absent is None or absent is False:
        return there
    if absent is True:
        return of.absent
    return _or_absent(cells.sheet, absent, of.absent, there)


def _whole(points: Iterable[Fraction], parts: int) -> tuple[int, ...]:
    return tuple(int(each * parts) for each in points)


def _or_absent(sheet: Sheet, is_absent: Formula, absent: int, there: Number) -> Formula:
    if isinstance(there, int):
        return sheet.formula(
            ("absent or", absent, there),
            [is_absent],
            lambda parts: pl.when(parts[0]).then(pl.lit(absent, WIDTH)).otherwise(pl.lit(there, WIDTH)),
        )
    return sheet.formula(
        ("absent or", absent),
        [is_absent, there],
        lambda parts: pl.when(parts[0]).then(pl.lit(absent, WIDTH)).otherwise(parts[1]),
    )


def _looked_up(code: pl.Expr, values: Sequence[int], otherwise: int) -> pl.Expr:
    """Return the points of a code: by one multiplication where the values lie in equal steps."""
    step = values[1] - values[0]
    if all(value == values[0] + step * n for n, value in enumerate(values)):
        counted = code.cast(WIDTH) * step + (values[0] - FIRST_VALUE * step)
        return pl.when(code >= FIRST_VALUE).then(counted).otherwise(pl.lit(otherwise, WIDTH))
    found = pl.lit(otherwise, WIDTH)
    for n, value in enumerate(values):
        found = pl.when(code == FIRST_VALUE + n).then(pl.lit(value, WIDTH)).otherwise(found)
    return found
