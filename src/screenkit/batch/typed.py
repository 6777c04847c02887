"""A column of typed values → the texts a CSV table would hold, as `written` says of each."""

from functools import partial

import polars as pl

from screenkit.batch.stream import LONGEST
from screenkit.batch.written import text_of

_TEXT = (pl.String, pl.Categorical, pl.Enum)
_PLAIN = (pl.Date, pl.Boolean)
_MOMENT = "%Y-%m-%dT%H:%M:%S%.f"


def is_text(kind: pl.DataType) -> bool:
    """Say whether a column of this kind holds text already."""
    return kind in _TEXT


def is_told(kind: pl.DataType) -> bool:
    """Say whether each value of a column of this kind can be written in one cell."""
    return kind in _TEXT or kind in _PLAIN or kind.is_numeric() or kind.is_temporal() or kind == pl.Null


def texts(column: pl.Series, *, comma: bool = False) -> pl.Series:
    """Return what `text_of` makes of each value of a column that `is_told`; what is null is "".

    A text of more than a million characters is cut at one more than that. With `comma` the decimals of
    numbers follow a comma.
    """
    return _written(column, comma=comma).fill_null("")


def _written(column: pl.Series, *, comma: bool) -> pl.Series:
    kind = column.dtype
    if kind in _TEXT:
        return _cut(column.cast(pl.String))
    if kind.is_integer() or kind in _PLAIN or kind == pl.Null:
        return column.cast(pl.String)
    if isinstance(kind, pl.Datetime):
        moments = column.dt.strftime(_MOMENT + ("%:z" if kind.time_zone else ""))
        return moments.str.strip_suffix("T00:00:00")
    if kind == pl.Float32:  # by its own shortest text: as Float64, 0.1 would read 0.10000000149
        column = column.cast(pl.String).cast(pl.Float64)
    distinct = column.unique()
    told = pl.Series(map(partial(text_of, comma=comma), distinct), dtype=pl.String)
    return column.replace_strict(distinct, told, default=None, return_dtype=pl.String)


def _cut(column: pl.Series) -> pl.Series:
    longest = column.str.len_bytes().max()
    return column.str.head(LONGEST + 1) if isinstance(longest, int) and longest > LONGEST else column
