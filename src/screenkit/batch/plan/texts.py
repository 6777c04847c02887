"""What stands in the cells of a result: words, lists of names, and numbers as they are printed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl

from screenkit.batch.plan.scores import over
from screenkit.batch.plan.sheet import Bit, Formula, Number, Sheet
from screenkit.models.base import printed

_AT_ONCE = 10
"""Names that are looked up together: 2**10 lists stand ready."""

_MOST_NUMBERS = 1 << 17
"""Numbers that stand ready as text for one score."""


def words(sheet: Sheet, choices: Mapping[str, Bit], otherwise: str) -> Formula:
    """Return the first word whose bit is yes."""
    columns = {word: bit for word, bit in choices.items() if isinstance(bit, Formula)}
    always = next((word for word, bit in choices.items() if bit is True), otherwise)
    if always in choices:
        before = list(choices)[: list(choices).index(always)]
        columns = {word: bit for word, bit in columns.items() if word in before}
    if not columns:
        return text(sheet, always)
    ready = pl.Series([*columns, always], dtype=pl.String)

    def written(parts: Sequence[pl.Expr]) -> pl.Expr:
        place = pl.lit(len(parts), pl.UInt8)
        for n in reversed(range(len(parts))):
            place = pl.when(parts[n]).then(pl.lit(n, pl.UInt8)).otherwise(place)
        return pl.lit(ready).gather(place)

    return sheet.formula(("words", tuple(ready)), columns.values(), written)


def listed(sheet: Sheet, named: Sequence[tuple[str, Bit]]) -> Formula:
    """Return the names whose bits are yes, in order, with `;` between them; nothing where there is none."""
    there = [(name, bit) for name, bit in named if bit is not False]
    if not there:
        return text(sheet, "")
    groups = [_group(sheet, there[n : n + _AT_ONCE]) for n in range(0, len(there), _AT_ONCE)]
    return sheet.formula("listed", groups, lambda parts: pl.concat_str(parts).str.slice(1))


def number(sheet: Sheet, of: Number, unit: int, reach: tuple[Fraction, Fraction], shown: Bit) -> Formula:
    """Return a number as it is printed, nothing where it is not `shown`; `reach` is its least and most.

    Raises:
        OverflowError: when there are too many numbers between them.

    """
    if shown is False or (shown is True and isinstance(of, int)):
        return text(sheet, str(printed(Fraction(of, unit))) if shown is True and isinstance(of, int) else "")
    least, most = (int(end * unit) for end in reach)
    if most - least >= _MOST_NUMBERS:
        of, unit = _hundredths(sheet, of, unit), 100
        least, most = (_rounded(end) for end in reach)
        if most - least >= _MOST_NUMBERS:
            raise OverflowError("a score of this content can have too many values to be written in columns")
    ready = pl.Series(["", *(str(printed(Fraction(n, unit))) for n in range(least, most + 1))])
    if isinstance(shown, bool):
        return over(sheet, f"printed {unit} {least} {most}", [of], lambda each: _ready(ready, each[0], least))
    return over(
        sheet,
        f"printed if shown {unit} {least} {most}",
        [of, shown],
        lambda each: _ready(ready, each[0], least, each[1]),
    )


def text(sheet: Sheet, always: str) -> Formula:
    """Return the same text for everybody."""
    return sheet.formula(("text", always), (), lambda _: pl.lit(always))


def _group(sheet: Sheet, named: Sequence[tuple[str, Bit]]) -> Formula:
    """Return the list of a few names, a `;` before each: looked up among all the lists that they can make."""
    lists = [""]
    for name, bit in named:
        longer = [f"{each};{name}" for each in lists]
        lists = longer if bit is True else lists + longer
    bits = [bit for _, bit in named if isinstance(bit, Formula)]
    if not bits:
        return text(sheet, *lists)
    ready = pl.Series(lists, dtype=pl.String)
    return sheet.formula(
        ("list", tuple(name for name, _ in named)), bits, lambda parts: pl.lit(ready).gather(_chosen(parts))
    )


def _chosen(bits: Sequence[pl.Expr]) -> pl.Expr:
    """Return which of some bits are yes, as one number."""
    nothing = pl.lit(0, pl.UInt16)
    return pl.sum_horizontal(
        pl.when(bit).then(pl.lit(1 << n, pl.UInt16)).otherwise(nothing) for n, bit in enumerate(bits)
    )  # three times as fast as turning bits into numbers


def _ready(ready: pl.Series, number: pl.Expr, least: int, shown: pl.Expr | None = None) -> pl.Expr:
    place = number - (least - 1)
    if shown is not None:
        place = pl.when(shown).then(place).otherwise(pl.lit(0))
    return pl.lit(ready).gather(place.cast(pl.UInt32))


def _hundredths(sheet: Sheet, of: Number, unit: int) -> Formula:
    """Return a number in hundredths, rounded as it is printed: half up, away from zero."""

    def written(parts: Sequence[pl.Expr]) -> pl.Expr:
        number = parts[0].cast(pl.Int64)
        rounded = (number.abs() * 200 + unit) // (2 * unit)
        return pl.when(number < 0).then(-rounded).otherwise(rounded)

    return over(sheet, f"hundredths of {unit}", [of], written)


def _rounded(number: Fraction) -> int:
    rounded = (abs(number) * 200 + 1) // 2
    return int(rounded) if number >= 0 else -int(rounded)
