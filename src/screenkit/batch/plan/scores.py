"""Scores as intervals in whole numbers, so that nothing is rounded before it is compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

import polars as pl

from screenkit.batch.codes import TOTAL
from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.points import WIDTH, added, parts_of_a_point, points_of
from screenkit.batch.plan.sheet import Bit, Formula, Number, Sheet
from screenkit.engine.score import ROUNDING, extent
from screenkit.models.condition import Comparison
from screenkit.models.questionnaire import Item, Scale

_ROOM = 1000
"""How many times larger than a score the numbers may become from which its rounded text is worked out."""

_FARTHEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a score lies, both ends in parts of `unit`; `contradicted` by an entered total."""

    low: Number
    high: Number
    unit: int
    contradicted: Bit = False


def reach_of(cells: Cells, scale: Scale, is_absent: Callable[[Item], Bit]) -> Reach:
    """Return where a score lies by its items and, where one was entered, by its total.

    Raises:
        OverflowError: when its whole numbers would be too large for a column.

    """
    by_items = _by_items(cells, scale, is_absent)
    return _with_total(cells, scale, by_items) if cells.has(scale.id) else by_items


def compared(sheet: Sheet, where: Reach, comparison: Comparison, number: Fraction) -> tuple[Bit, Bit]:
    """Return whether a score surely and whether it possibly compares so with a number."""
    exact = number * where.unit
    up, down = ceil(exact), floor(exact)
    match comparison:
        case ">=":
            return _reaches(sheet, where.low, up), _reaches(sheet, where.high, up)
        case ">":
            return _reaches(sheet, where.low, down + 1), _reaches(sheet, where.high, down + 1)
        case "<=":
            return _stays(sheet, where.high, down), _stays(sheet, where.low, down)
        case "<":
            return _stays(sheet, where.high, up - 1), _stays(sheet, where.low, up - 1)
        case "==":
            surely = _reaches(sheet, where.low, up), _stays(sheet, where.high, down)
            possibly = _stays(sheet, where.low, down), _reaches(sheet, where.high, up)
            return sheet.all_of(surely), sheet.all_of(possibly)


def is_open(sheet: Sheet, where: Reach) -> Bit:
    """Return whether a score is not one number yet."""
    if isinstance(where.low, int) and isinstance(where.high, int):
        return where.low != where.high
    return over(sheet, "differ", (where.low, where.high), lambda each: each[0] != each[1])


def over(
    sheet: Sheet, kind: str, numbers: Sequence[Number], write: Callable[[Sequence[pl.Expr]], pl.Expr]
) -> Formula:
    """Return a column over some numbers, some of which may be the same for everybody."""
    columns = [each for each in numbers if isinstance(each, Formula)]

    def written(parts: Sequence[pl.Expr]) -> pl.Expr:
        left = iter(parts)
        return write([pl.lit(each) if isinstance(each, int) else next(left) for each in numbers])

    fixed = tuple(each if isinstance(each, int) else None for each in numbers)
    return sheet.formula((kind, fixed), columns, written)


def _by_items(cells: Cells, scale: Scale, is_absent: Callable[[Item], Bit]) -> Reach:
    items = cells.content.items
    parts = parts_of_a_point(scale, items)
    if not scale.items:
        return Reach(int((scale.lowest or 0) * parts), int((scale.highest or 0) * parts), parts)
    counted = [(items[name], points_of(scale, items[name], parts)) for name in scale.items]
    _check_size(4 * sum(of.largest for _, of in counted), bits=32)
    low = [added(cells, item, of, of.low, is_absent(item)) for item, of in counted]
    high = [added(cells, item, of, of.high, is_absent(item)) for item, of in counted]
    divisor = len(scale.items) if scale.method == "mean" else 1
    return Reach(_sum(cells.sheet, low), _sum(cells.sheet, high), parts * divisor)


def _sum(sheet: Sheet, numbers: Sequence[Number]) -> Number:
    fixed = sum(each for each in numbers if isinstance(each, int))
    columns = [each for each in numbers if isinstance(each, Formula)]
    if not columns:
        return fixed
    return sheet.formula(
        ("sum", fixed), columns, lambda parts: pl.sum_horizontal(parts) + pl.lit(fixed, WIDTH)
    )


def _with_total(cells: Cells, scale: Scale, by_items: Reach) -> Reach:
    """Take entered totals into account: each is the score where the items allow it, else one of its ends."""
    sheet, unit = cells.sheet, lcm(by_items.unit, TOTAL)
    whole = extent(scale, cells.content.items)
    _check_size(int(max(abs(whole.low), abs(whole.high)) * unit * _ROOM), bits=64)
    slack = int(ROUNDING * unit) if scale.method == "mean" else 0
    low, high = (_times(sheet, end, unit // by_items.unit) for end in (by_items.low, by_items.high))
    total = _times(sheet, cells.total(scale), unit // TOTAL)
    contradicted = over(sheet, f"outside by {slack}", (total, low, high), lambda each: _outside(each, slack))
    known = contradicted, total, low, high
    return Reach(
        over(sheet, "low with total", known, lambda each: _joined(each, each[2], pl.min_horizontal)),
        over(sheet, "high with total", known, lambda each: _joined(each, each[3], pl.max_horizontal)),
        unit,
        contradicted,
    )


def _outside(known: Sequence[pl.Expr], slack: int) -> pl.Expr:
    total, low, high = known
    return ((total < low - slack) | (total > high + slack)).fill_null(value=False)


def _joined(known: Sequence[pl.Expr], end: pl.Expr, farther: Callable[..., pl.Expr]) -> pl.Expr:
    contradicted, total, low, high = known
    nearest = pl.min_horizontal(pl.max_horizontal(total, low), high)
    return pl.when(contradicted).then(farther(end, total)).when(total.is_null()).then(end).otherwise(nearest)


def _times(sheet: Sheet, number: Number, factor: int) -> Number:
    if isinstance(number, int):
        return number * factor
    return sheet.formula(("times", factor), [number], lambda parts: parts[0].cast(pl.Int64) * factor)


def _reaches(sheet: Sheet, number: Number, least: int) -> Bit:
    if isinstance(number, int):
        return number >= least
    least = max(-_FARTHEST, min(least, _FARTHEST))  # no score is as far out, and no column could hold it
    return sheet.formula(("reaches", least), [number], lambda parts: parts[0] >= least)


def _stays(sheet: Sheet, number: Number, most: int) -> Bit:
    return sheet.negation(_reaches(sheet, number, most + 1))


def _check_size(largest: int, *, bits: int) -> None:
    if largest >= 1 << (bits - 1):
        raise OverflowError("a score of this content is too large for whole numbers in a column")
