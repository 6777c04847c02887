"""A typed value of a workbook or Parquet file → the text a CSV table would hold, and back for results."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Typed = str | bool | int | float | Decimal | date | time | timedelta | None

_EXACT = 2**53
"""Up to here a binary number tells every whole number from its neighbours."""


def text_of(value: Typed, *, comma: bool = False) -> str:
    """Return the text of a value: whole numbers without a point, days and moments as ISO 8601, nothing as "".

    With `comma` the decimals of a number follow a comma, as in the texts beside it. A moment at midnight is
    its day: workbooks know no other days.
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() | Decimal():
            return _number(value).replace(".", "," if comma else ".")
        case datetime():
            day = value.tzinfo is None and value.time() == time.min
            return value.date().isoformat() if day else value.isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)


def number_of(cell: object, decimals: int) -> int | float | None:
    """Return the number a cell is printed as, or None where it is empty."""
    text = str(cell)
    if not text:
        return None
    return float(text) if decimals and "." in text else int(text)


def _number(value: float | Decimal) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
